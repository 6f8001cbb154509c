r"""The phrases that the grammars know, kept as text that a person can read: ``phrases/<file>.txt``.

Other packages have such a folder of their own and name it; without a name this one is meant.

A file is made of sections. ``[waiting]`` begins one; a line that begins with ``#`` says which kind of thing the
section holds; every other line is a piece of a regular expression, or several that mean one thing, apart by ``|``.
Two things are simpler than in Python: a bracket only groups, and ``{kin}`` stands for the section of that name,
``{people.kin}`` for one of another file. Of two pieces that both match, the one that stands first does.
What comes before and after the pieces of a section (``\b``, the end of the text) is told where it is used.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

DIRECTORY = Path(__file__).parent / "phrases"

_HEADING = re.compile(r"\[([A-Za-z0-9' -]+)\]")
_REFERENCE = re.compile(r"\{(?:(?P<file>[a-z_]+)\.)?(?P<section>[a-z][a-z0-9' -]*)\}")
_BRACKET = re.compile(r"(?<!\\)\((?!\?)")


class PhraseError(ValueError):
    """A phrase file that cannot be used, with the place where it is wrong."""


@functools.cache
def phrases_of(file: str, folder: Path | None = None) -> Mapping[str, str]:
    """Each section of a file as one group of a regular expression that captures nothing. Raises PhraseError."""
    return MappingProxyType({section: _group(folder, file, section, ()) for section in sections_of(file, folder)})


def listed(file: str, section: str) -> frozenset[str]:
    """The words and phrases of a section that holds no patterns, apart by commas."""
    lines = _lines(None, file, section)
    return frozenset(word for line in lines for word in map(str.strip, line.split(",")) if word)


@functools.cache
def sections_of(file: str, folder: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """The lines of each section, remarks left out."""
    try:
        text = ((folder or DIRECTORY) / f"{file}.txt").read_text(encoding="utf-8")
    except OSError as error:
        raise PhraseError(f"{file}.txt cannot be read: {error}") from error
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        if line != line.strip():  # nobody would see that a pattern needs it
            raise PhraseError(f"{file}.txt:{number}: begins or ends with a blank")
        if heading := _HEADING.fullmatch(line):
            if heading[1] in found:
                raise PhraseError(f"{file}.txt:{number}: there is a section [{heading[1]}] already")
            lines = found[heading[1]] = []
        elif lines is None:
            raise PhraseError(f"{file}.txt:{number}: stands in no section")
        elif line in lines:
            raise PhraseError(f"{file}.txt:{number}: said twice: {line}")
        else:
            lines.append(line)
    return MappingProxyType({section: tuple(lines) for section, lines in found.items()})


def _lines(folder: Path | None, file: str, section: str) -> tuple[str, ...]:
    lines = sections_of(file, folder).get(section)
    if not lines:
        raise PhraseError(f"{file}.txt: no section [{section}], or nothing in it")
    return lines


def _group(folder: Path | None, file: str, section: str, within: tuple[tuple[str, str], ...]) -> str:
    """``within`` are the sections that this one is a part of."""
    here = (file, section)
    if here in within:
        raise PhraseError(f"{file}.txt: [{section}] is a part of itself")

    def referred(found: re.Match[str]) -> str:
        return _group(folder, found["file"] or file, found["section"], (*within, here))

    pieces = (_REFERENCE.sub(referred, _BRACKET.sub("(?:", line)) for line in _lines(folder, file, section))
    return f"(?:{'|'.join(pieces)})"
