"""The text of one persona at one level of English: read, and held to everything that must be true of it.

A header of ``name: value`` lines, then wordings as in ``wordings``. What a wording may and must fill in is
learnt from the base wordings of its key, so that no persona can leave out a price or invent one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import emoji
from django.template import TemplateSyntaxError

from conversations.dialogue.wording.wordings import (
    TONES,
    Section,
    Wording,
    WordingError,
    always_said,
    parse,
    plain_text,
    render,
    sections,
    variables_in,
)

LEVELS = ("easy", "normal", "rich")
_NAME = re.compile(r"([a-z][a-z0-9-]{1,19})_(easy|normal|rich)(_hint)?")
# What is said about being stuck stands in the hint files, all else in the others.
HINT_KEYS = ("unsure.", "hint.", "help.")
# The words of care and the law are the same from everybody.
SEALED = ("crisis.",)
MUST_SAY: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "intro.line": ("bot", "STOP", "delete my data"),
    "stop.done": ("START",),
    "erase.sure": ("yes", "no"),
    "help.how": ("human", "STOP", "delete my data"),
})  # fmt: skip
# Nobody else can say these for a persona; a hint file of level normal needs those of the second line.
NEEDED = ("persona.who", "persona.changed")
NEEDED_HINTS = ("unsure.rephrase", "hint.refused")
# May be filled in everywhere.
COMMON = ("hi", "daytime", "tonight")
LONG = ("help.how", "profile.summary", "intro.line")
MOST_CHARACTERS, MOST_CHARACTERS_LONG = 320, 420
MOST_EMOJI = 1
LEAST_WORDINGS = 2  # of a tone, so that nothing is said twice in a row
MOST_WORDINGS = 30
LONGEST_FILE = 60_000
_TEXTS, _NUMBERS = ("name", "called", "voice", "rule", "never", "borrows"), ("emoji", "characters", "sentence")
# How what is said in words of others is written here.
AS_WRITTEN, WITH_CAPITALS, FORMALLY = "as written", "with capitals", "formally"
_BORROWS = (AS_WRITTEN, WITH_CAPITALS, FORMALLY)
_REPEATED = ("voice", "rule", "never")
# Long enough for most titles and lists; what people type is not measured here.
_SAMPLE = "Harbour Lights"


@dataclass(frozen=True)
class PromptName:
    """``librarian_easy_hint``: who, at which level, and for whom is stuck."""

    persona: str
    level: str
    is_hint: bool = False

    @classmethod
    def read(cls, name: str) -> PromptName | None:
        found = _NAME.fullmatch(name)
        return cls(found[1], found[2], bool(found[3])) if found else None

    def __str__(self) -> str:
        return f"{self.persona}_{self.level}{'_hint' if self.is_hint else ''}"


@dataclass(frozen=True)
class BaseKey:
    """What the base wordings of one key fill in: all that may be, and what must be."""

    may: frozenset[str]
    must: frozenset[str]


@dataclass(frozen=True)
class Problem:
    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


@dataclass(frozen=True)
class Header:
    name: str = ""  # as players see it, on a button too
    called: tuple[str, ...] = ()
    voice: str = ""
    rules: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    emoji: int = MOST_EMOJI
    characters: int = MOST_CHARACTERS
    sentence: int = 0  # most words in one; 0: any
    borrows: str = ""  # one of _BORROWS; empty: as the normal level does


@dataclass(frozen=True)
class PromptText:
    header: Header = field(default_factory=Header)
    wordings: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)


def base_keys(base: Mapping[str, tuple[Wording, ...]]) -> dict[str, BaseKey]:
    return {
        key: BaseKey(
            may=frozenset().union(*(variables_in(one.template) for one in wordings)),
            must=frozenset.intersection(*(always_said(one.template) for one in wordings)) - set(COMMON),
        )
        for key, wordings in base.items()
        if wordings
    }


def read_prompt(text: str, *, name: PromptName, base: Mapping[str, BaseKey]) -> tuple[PromptText, list[Problem]]:
    """The text, and every problem in it by line. With a problem it must not be used."""
    if len(text) > LONGEST_FILE:
        return PromptText(), [Problem(1, f"longer than {LONGEST_FILE:,} characters")]
    head, *rest = sections(text)
    header, problems = _header(head, name)
    wordings: dict[str, tuple[Wording, ...]] = {}
    for section in rest:
        if section.key in wordings:
            problems.append(Problem(section.number, f"{section.key!r} stands here twice"))
        elif problem := _key_problem(section.key, name, base):
            problems.append(Problem(section.number, problem))
        else:
            wordings[section.key], found = _wordings(section, header, base[section.key])
            problems += found
    needed = (NEEDED_HINTS if name.is_hint else NEEDED) if name.level == "normal" else ()
    problems += [Problem(1, f"the wording {key!r} is missing") for key in needed if key not in wordings]
    return PromptText(header, MappingProxyType(wordings)), sorted(problems, key=lambda one: one.line)


def _header(section: Section, name: PromptName) -> tuple[Header, list[Problem]]:
    said: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for line in section.lines:
        key, colon, value = line.text.partition(":")
        key, value = key.strip(), value.strip()
        if not colon or key not in (*_TEXTS, *_NUMBERS):
            known = ", ".join((*_TEXTS, *_NUMBERS))
            problems.append(Problem(line.number, f"unknown entry {key[:30]!r} before the first key; known: {known}"))
        elif not value:
            problems.append(Problem(line.number, f"{key} has no value"))
        elif key in said and key not in _REPEATED:
            problems.append(Problem(line.number, f"{key} stands here twice"))
        elif key in _NUMBERS and not (value.isascii() and value.isdecimal() and len(value) < 5):
            problems.append(Problem(line.number, f"{key} is a number, not {value[:20]!r}"))
        elif key == "borrows" and value not in _BORROWS:
            problems.append(
                Problem(line.number, f"borrows is {', '.join(_BORROWS[:-1])} or {_BORROWS[-1]}, not {value[:20]!r}")
            )
        else:
            said.setdefault(key, []).append(value)
    header = Header(
        name=said.get("name", [""])[0],
        called=tuple(filter(None, (word.strip().lower() for word in said.get("called", [""])[0].split(",")))),
        voice=" ".join(said.get("voice", ())),
        rules=tuple(said.get("rule", ())),
        never=tuple(said.get("never", ())),
        emoji=int(said.get("emoji", [str(MOST_EMOJI)])[0]),
        characters=int(said.get("characters", [str(MOST_CHARACTERS)])[0]),
        sentence=int(said.get("sentence", ["0"])[0]),
        borrows=said.get("borrows", [""])[0],
    )
    if not header.voice:
        problems.append(Problem(1, "say in a line “voice: …” how this text speaks"))
    if name.level == "normal" and not name.is_hint and not header.name:
        problems.append(Problem(1, "a persona needs a line “name: …” in its normal level"))
    if len(header.name) > 20:
        problems.append(Problem(1, "the name is longer than the 20 characters of a button"))
    if header.emoji > MOST_EMOJI:
        problems.append(Problem(1, f"at most {MOST_EMOJI} emoji in a reply"))
    if not 40 <= header.characters <= MOST_CHARACTERS:
        problems.append(Problem(1, f"characters is between 40 and {MOST_CHARACTERS}"))
    return header, problems


def _key_problem(key: str, name: PromptName, base: Mapping[str, BaseKey]) -> str:
    if key not in base:
        near = difflib.get_close_matches(key, base, n=1)
        return f"unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    if key.startswith(SEALED):
        return f"{key!r} is said in the same words by everybody"
    if key.startswith(HINT_KEYS) != name.is_hint:
        other = PromptName(name.persona, name.level, not name.is_hint)
        return f"{key!r} belongs into {other}.txt"
    return ""


def _wordings(section: Section, header: Header, base: BaseKey) -> tuple[tuple[Wording, ...], list[Problem]]:
    wordings: list[Wording] = []
    problems: list[Problem] = []
    if len(section.lines) > MOST_WORDINGS:
        problems.append(Problem(section.number, f"{section.key!r} has more than {MOST_WORDINGS} wordings"))
    for index, line in enumerate(section.lines[:MOST_WORDINGS]):
        try:
            wording = parse(line.text, index=index)
        except WordingError as error:
            problems.append(Problem(line.number, str(error)))
            continue
        wordings.append(wording)
        problems += [Problem(line.number, text) for text in _wording_problems(section.key, wording, header, base)]
    sources = [one.source for one in wordings]
    if len(set(sources)) < len(sources):
        problems.append(Problem(section.number, f"{section.key!r} says the same twice"))
    # Whoever is low and used no slang must find two of them.
    plain = [one for one in wordings if not one.is_slang and not one.is_joke]
    if short := [tone for tone in TONES if sum(one.fits(tone) for one in plain) < LEAST_WORDINGS]:
        tones = f"tone{'s' if len(short) > 1 else ''} {', '.join(short)}"
        text = f"{section.key!r} needs {LEAST_WORDINGS} wordings in the {tones}, beside slang and jokes"
        problems.append(Problem(section.number, text))
    return tuple(wordings), problems


def _wording_problems(key: str, wording: Wording, header: Header, base: BaseKey) -> Iterator[str]:
    used = variables_in(wording.template)
    if unknown := sorted(used - base.may - set(COMMON)):
        known = ", ".join(sorted(base.may | set(COMMON)))
        yield f"{key!r} is never told {', '.join(unknown)}; it knows {known}"
    if missing := sorted(base.must - always_said(wording.template)):
        yield f"{key!r} must say {', '.join(f'{{{{ {name} }}}}' for name in missing)}"
    words = plain_text(wording.template)
    if unsaid := [word for word in MUST_SAY.get(key, ()) if not _stands_in(word, words, re.NOFLAG)]:
        yield f"{key!r} must contain {', '.join(map(repr, unsaid))}"
    if said := [word for word in header.never if _stands_in(word, words, re.IGNORECASE)]:
        yield f"this persona never says {', '.join(map(repr, said))}"
    try:
        text = render(wording, dict.fromkeys((*base.may, *COMMON), _SAMPLE))
    except (TemplateSyntaxError, TypeError, ValueError) as error:
        yield f"broken template: {error}"
        return
    if any(mark in text for mark in ("{{", "{%", "}}", "%}")):
        yield "a bracket is not closed"
    if not text:
        yield "nothing is left to say when it is filled in"
    most = MOST_CHARACTERS_LONG if key in LONG else header.characters
    if len(text) > most:
        yield f"{len(text)} characters when filled in; at most {most}"
    if not words.isascii() and (found := emoji.emoji_count(words)) > header.emoji:
        yield f"{found} emoji; at most {header.emoji}"
    longest = max((len(part.split()) for part in re.split(r"[.!?:;]|\\n", words)), default=0)
    if header.sentence and key not in LONG and longest > header.sentence:
        yield f"a sentence of {longest} words; at most {header.sentence}"


def _stands_in(word: str, text: str, flags: re.RegexFlag) -> bool:
    """As a word of its own; what begins or ends with a sign, anywhere."""
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return re.search(f"{before}{re.escape(word)}{after}", text, flags) is not None
