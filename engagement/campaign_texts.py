"""The words of a campaign: what fields a text may name, what is wrong with it, how it reads for one person. Pure."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Final

from engagement.template_lint import problems_of_value

NAME: Final = "name"
GAME: Final = "game"
REASON: Final = "reason"
LINK: Final = "link"
PRICE: Final = "price"
OLD_PRICE: Final = "old_price"
MOOD: Final = "mood"
LIKED: Final = "liked"
# What may stand in braces, and what it becomes.
FIELDS: Mapping[str, str] = {
    NAME: "their name, or “there”",
    GAME: "the game that is picked for them",
    REASON: "why it is picked, one line",
    LINK: "the link to its store",
    PRICE: "what it costs now",
    OLD_PRICE: "what it cost before (price drops)",
    MOOD: "the mood that they told us",
    LIKED: "the game that they liked (after a like)",
}
OF_A_PICK: Final = (GAME, REASON, LINK, PRICE)
MOST_CHARS: Final = 1024
_FALLBACKS = {NAME: "there", MOOD: "a mood of your own", LIKED: "what you liked", PRICE: "a good price"}


def fields_of(text: str) -> tuple[str, ...]:
    """The fields that a text names, in order. Raises ValueError for braces that do not close."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def problems_of(text: str, *, picks_a_game: bool) -> list[str]:
    """What must be mended before anybody gets it; empty when nothing must."""
    try:
        problems = _problems_of_fields(text)
    except ValueError:
        return ["A brace is opened and not closed. Write {{ for a brace that is meant."]
    named = fields_of(text)
    if not text.strip():
        problems.append("Nobody can read an empty text.")
    if len(text) > MOST_CHARS:
        problems.append(f"{len(text)} characters; {MOST_CHARS} fit.")
    if picks_a_game and not problems:
        problems += [f"A text about a picked game says {{{name}}}." for name in (GAME, REASON) if name not in named]
    if not picks_a_game and (of_a_pick := [name for name in OF_A_PICK if name in named]):
        problems.append(f"Only a step that picks a game knows {', '.join('{' + name + '}' for name in of_a_pick)}.")
    return problems


def problems_of_variable(text: str) -> list[str]:
    """The same of what fills a variable of a template: one line, and what the provider takes for one."""
    try:
        problems = _problems_of_fields(text)
    except ValueError:
        return ["a brace is opened and not closed."]
    return problems + [f"the text for it {problem}." for problem in problems_of_value(text)]


def _problems_of_fields(text: str) -> list[str]:
    """Raises ValueError for braces that do not close."""
    problems = []
    parts = list(string.Formatter().parse(text))
    named = [name for _, name, _, _ in parts if name is not None]
    if unknown := [name for name in dict.fromkeys(named) if name not in FIELDS]:
        problems.append(f"Unknown: {', '.join('{' + name + '}' for name in unknown)}. Known: {', '.join(FIELDS)}.")
    # "{name:>999999999}" would fill the memory.
    if any(spec or turned for _, name, spec, turned in parts if name is not None):
        problems.append("A field stands alone in its braces, as in {name}.")
    return problems


def render(text: str, values: Mapping[str, str]) -> str:
    """The text for one person. What is not known reads as something that fits everybody."""
    named = fields_of(text)
    filled = {name: " ".join(values.get(name, "").split()) or _FALLBACKS.get(name, "") for name in named}
    body = text.format(**filled).strip()
    link = values.get(LINK, "")
    return f"{body}\n\n{link}" if link and LINK not in named else body


def render_variables(variables: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The variables of a template, each itself a text with fields."""
    return {number: render(text, {**values, LINK: values.get(LINK, "") if LINK in fields_of(text) else ""})
            for number, text in variables.items()}  # fmt: skip
