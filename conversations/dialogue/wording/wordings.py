"""Ways of saying things, as they are written down: keys, tones, marks, small templates.

A file holds ``# key`` lines, each followed by its wordings, one a line: the tone (or "any"), a "~" if it
is slang, a ":)" if it is a joke, and the words, a Django template in which "\\n" is a line break.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import emoji
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import IfNode

TONES = ("playful", "warm", "neutral")
SLANG, JOKE = "~", ":)"
# More could read settings, load other files or never end; words need no more than these.
_TAGS = ("if", "elif", "else", "endif")
_FILTERS = ("capfirst", "lower", "upper", "title")
_INSERTED = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
_LETTER = re.compile(r"^[\s(]*[a-z]")  # what stands in quotes is to be typed as it is
_NEXT_SENTENCE = re.compile(r"(?:(?<=[.?!]) |\\n)\(?[a-z]")
_STOPPED_TWICE = re.compile(r"(?<=[?!])\.(?!\.)")
_ENDED = re.compile(r"(?:[.?!]|\\n)\s*$")


class WordingError(ValueError):
    """A line that cannot be said, and why, in one sentence for whoever wrote it."""


@dataclass(frozen=True)
class Wording:
    """One way of saying something. ``id`` tells it from its siblings in the stored state."""

    id: str
    tone: str  # one of TONES, or "any"
    template: Template
    is_slang: bool = False
    is_joke: bool = False

    @property
    def source(self) -> str:
        return str(self.template.source)

    def fits(self, tone: str) -> bool:
        return self.tone in ("any", tone)


@dataclass(frozen=True)
class Line:
    """A line of a file that is neither empty nor a key."""

    number: int
    text: str


@dataclass(frozen=True)
class Section:
    key: str  # empty: what stands before the first key
    number: int
    lines: tuple[Line, ...]


def sections(text: str) -> Iterator[Section]:
    """The keys of a file in order, each with its lines."""
    key, number, lines = "", 1, list[Line]()
    for at, raw in enumerate(text.splitlines(), start=1):
        if raw.startswith("# "):
            yield Section(key, number, tuple(lines))
            key, number, lines = raw[2:].strip(), at, []
        elif raw.strip():
            lines.append(Line(at, raw.strip()))
    yield Section(key, number, tuple(lines))


def parse(line: str, *, index: int) -> Wording:
    """One wording. Raises WordingError."""
    tone, _, words = line.partition(" ")
    if tone not in (*TONES, "any"):
        raise WordingError(f"a wording begins with its tone, one of any, {', '.join(TONES)}, and not with {tone!r}")
    marks = set[str]()
    words = words.strip()
    while mark := next((one for one in (SLANG, JOKE) if words.startswith(one)), ""):
        marks.add(mark)
        words = words.removeprefix(mark).strip()
    if not words:
        raise WordingError("a tone without words")
    if problem := _forbidden(words):
        raise WordingError(problem)
    try:
        template = engine().from_string(words)
    except TemplateSyntaxError as error:
        raise WordingError(f"broken template: {error}") from error
    return Wording(f"{tone}{index}", tone, template, is_slang=SLANG in marks, is_joke=JOKE in marks)


def read(text: str) -> dict[str, tuple[Wording, ...]]:
    """Every wording of a file of our own, by key. Raises WordingError with the number of the line."""
    found: dict[str, tuple[Wording, ...]] = {}
    for section in sections(text):
        wordings = []
        for index, line in enumerate(section.lines):
            try:
                wordings.append(parse(line.text, index=index))
            except WordingError as error:
                raise WordingError(f"line {line.number}: {error}") from error
        if section.key:
            found[section.key] = tuple(wordings)
    return found


def render(wording: Wording, values: Mapping[str, object]) -> str:
    # Titles and names reach people as they are: "Ludo & Co" must not become "Ludo &amp; Co".
    # Never render a web page with this.
    text = wording.template.render(Context(dict(values), autoescape=False))
    # "What the Golf?" ends a sentence by itself.
    return _STOPPED_TWICE.sub("", text.replace("\\n", "\n")).strip()


def variables_in(template: Template) -> frozenset[str]:
    """Every name that a template asks for."""
    return frozenset(_names(template.nodelist))


def always_said(template: Template) -> frozenset[str]:
    """The names that stand in the text whatever their value."""
    return frozenset(name for node in template.nodelist if isinstance(node, VariableNode) for name in _of(node))


def _names(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, VariableNode):
            yield from _of(node)
        elif isinstance(node, IfNode):
            for condition, inner in node.conditions_nodelists:
                yield from _of_condition(condition)
                yield from _names(inner)


def _of(node: VariableNode) -> Iterator[str]:
    variable = node.filter_expression.var
    if not isinstance(variable, str) and variable.lookups:
        yield ".".join(variable.lookups)


def _of_condition(condition: Any) -> Iterator[str]:
    """The operands of an if, which Django keeps as a small tree."""
    if condition is None:
        return
    value = getattr(condition, "value", None)
    if value is not None and hasattr(value, "var"):
        if not isinstance(value.var, str) and getattr(value.var, "lookups", None):
            yield ".".join(value.var.lookups)
        return
    for side in ("first", "second"):
        yield from _of_condition(getattr(condition, side, None))


def _forbidden(words: str) -> str:
    """Why a template that Django can read is still not taken; empty when it is fine."""
    for part in words.split("{%")[1:]:
        tag = next(iter(part.split()), "")
        if tag not in _TAGS:
            return f"{{% {tag} %}} is not for wordings; only if, elif, else and endif are"
    for part in words.split("{{")[1:]:
        inside = part.partition("}}")[0]
        for name in inside.split("|")[1:]:
            if name.strip() not in _FILTERS:
                return f"the filter {name.strip()!r} is not for wordings; only {', '.join(_FILTERS)} are"
        if "." in inside:
            return f"{{{{ {inside.strip()} }}}} has a dot; a wording knows plain names only"
    return ""


@functools.lru_cache(maxsize=4096)
def formal(wording: Wording, *, quiet: bool) -> Wording:
    """The same words with capitals where sentences begin; ``quiet`` takes exclamation marks and emoji out too."""
    said, begins = "", True
    for part in _INSERTED.split(wording.source):
        if part.startswith("{{"):
            said, begins = said + part, False
        elif part.startswith("{%"):
            said += part
        else:
            words = _quiet(part) if quiet else part
            words = _LETTER.sub(_raised, words, count=1) if begins else words
            said += _NEXT_SENTENCE.sub(_raised, words)
            begins = _ENDED.search(said) is not None if words.strip() else begins
    return replace(wording, template=engine().from_string(said.strip()))


def _quiet(text: str) -> str:
    text = text if text.isascii() else emoji.replace_emoji(text, "")
    return text.replace("!", ".").replace("?.", "?")


def _raised(found: re.Match[str]) -> str:
    return found[0][:-1] + found[0][-1].upper()


def plain_text(template: Template) -> str:
    """The words of a template without what is filled in."""
    return "".join(_texts(template.nodelist))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TextNode):
            yield node.s
        elif isinstance(node, IfNode):
            for _, inner in node.conditions_nodelists:
                yield from _texts(inner)
        else:
            yield "x"


@functools.cache
def engine() -> Engine:
    return Engine(autoescape=False)
