"""What Meta turns down in a template, and the provider in the values for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import emoji

MOST_CHARACTERS, MOST_VARIABLES, MOST_EMOJI, MOST_SPACES = 1024, 100, 10, 4
LONGEST_VALUE = 300
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BRACE = re.compile(r"\{\{|\}\}")
_NAME = re.compile(r"[a-z0-9_]{1,64}")
_WA_LINK = re.compile(r"\b(?:wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com)\b", re.IGNORECASE)
_SPACES = re.compile(rf" {{{MOST_SPACES + 1},}}|\t")
_LEAST_WORDS_A_VARIABLE = 2


@dataclass(frozen=True)
class Definition:
    """A template as it is submitted; ``samples`` by the variable's number."""

    name: str
    language: str
    body: str
    samples: Mapping[str, str] = field(default_factory=dict)


def variables_of(body: str) -> tuple[str, ...]:
    """The numbers that stand in it, each once, in order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(body)))


def problems_of(definition: Definition) -> list[str]:
    """Everything at once, in words for the person who wrote it."""
    problems = []
    if not _NAME.fullmatch(definition.name):
        problems.append("The name takes up to 64 small letters, digits and underscores.")
    if not re.fullmatch(r"[a-z]{2,3}(?:_[A-Z]{2})?", definition.language):
        problems.append("The language is a code such as en or pt_BR.")
    problems += body_problems(definition.body)
    wanted = variables_of(definition.body)
    for name in wanted:
        sample = str(definition.samples.get(name, ""))
        if not sample.strip():
            problems.append(f"Variable {{{{{name}}}}} needs a sample.")
        else:
            problems += [f"The sample of {{{{{name}}}}} {problem}." for problem in problems_of_value(sample)]
    if unknown := sorted(set(definition.samples) - set(wanted)):
        problems.append(f"There are samples for variables that the text has not: {', '.join(unknown)}.")
    filled = render(definition.body, {name: str(value) for name, value in definition.samples.items()})
    if len(filled) > MOST_CHARACTERS >= len(definition.body):
        problems.append(f"With its samples it has {len(filled)} characters; {MOST_CHARACTERS} fit.")
    return problems


def body_problems(body: str) -> list[str]:
    problems = []
    bare = body.strip()
    if not bare:
        return ["The text is empty."]
    if len(body) > MOST_CHARACTERS:
        problems.append(f"The text has {len(body)} characters; {MOST_CHARACTERS} fit.")
    numbers = variables_of(body)
    if len(_BRACE.findall(body)) != 2 * len(_VARIABLE.findall(body)):
        problems.append("Braces stand in pairs, with a number in between: {{1}}.")
    if numbers != tuple(str(number) for number in range(1, len(numbers) + 1)):
        problems.append("Variables are numbered from {{1}} without gaps, in the order of the text.")
    if len(numbers) > MOST_VARIABLES:
        problems.append(f"{len(numbers)} variables; {MOST_VARIABLES} fit.")
    if numbers and _VARIABLE.match(bare):
        problems.append("A variable must not stand at the beginning.")
    if numbers and re.search(r"\{\{\s*\w+\s*\}\}[\s.!?]*$", bare):
        problems.append("A variable must not stand at the end.")
    if re.search(r"\}\}\s*\{\{", body):
        problems.append("Two variables must not stand side by side.")
    if numbers and len(_VARIABLE.sub(" ", body).split()) < _LEAST_WORDS_A_VARIABLE * len(numbers) + 1:
        problems.append("Too few words for so many variables; Meta finds that too vague.")
    if _SPACES.search(body):
        problems.append("No tabs, and no more than four spaces in a row.")
    if "\n\n\n" in body.replace("\r\n", "\n"):
        problems.append("No more than one empty line in a row.")
    if emoji.emoji_count(body) > MOST_EMOJI:
        problems.append(f"No more than {MOST_EMOJI} emoji.")
    if _WA_LINK.search(body):
        problems.append("Links into WhatsApp itself (wa.me) are turned down.")
    return problems


def value_problems(body: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Before a message is sent, or when its values are written down."""
    wanted = variables_of(body)
    problems = [f"Variable {{{{{name}}}}} has no value." for name in wanted if not str(values.get(name, "")).strip()]
    problems += [f"The text has no variable {{{{{name}}}}}." for name in sorted(set(values) - set(wanted))]
    for name in wanted:
        value = str(values.get(name, ""))
        if value.strip():
            problems += [f"The value of {{{{{name}}}}} {problem}." for problem in problems_of_value(value)]
    if not problems and len(render(body, values)) > MOST_CHARACTERS:
        problems.append(f"With its values it has more than {MOST_CHARACTERS} characters.")
    return tuple(problems)


def render(body: str, values: Mapping[str, str]) -> str:
    """As people read it."""
    return _VARIABLE.sub(lambda found: str(values.get(found[1], found[0])), body)


def problems_of_value(value: str) -> list[str]:
    """What the provider turns down in the value of one variable."""
    problems = []
    if "\n" in value or "\r" in value or "\t" in value:
        problems.append("has a line break or a tab")
    if "\0" in value:
        problems.append("has a sign that is no text")
    if _SPACES.search(value):
        problems.append("has more than four spaces in a row")
    if len(value) > LONGEST_VALUE:
        problems.append(f"has {len(value)} characters; {LONGEST_VALUE} fit")
    return problems
