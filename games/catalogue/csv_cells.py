"""Cells of the catalogue's CSV: what may stand in one, and how one is written so that it comes back the same. Pure.

Two escapes exist, and both are undone exactly:
- A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage
  return) gets a leading apostrophe. So that this can be undone, cells that already begin with
  apostrophes followed by such a character get one more.
- ``\\clear`` empties a value; a value that is literally ``\\clear`` is written ``\\\\clear``.
"""

from __future__ import annotations

import re

CLEAR = r"\clear"

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_LITERAL_CLEAR = re.compile(r"\\+clear")


def escape_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    if _LITERAL_CLEAR.fullmatch(text):
        return "\\" + text
    return "'" + text if _FORMULA.match(text) else text


def unescape_cell(cell: str) -> str:
    """What ``escape_cell`` was given. ``CLEAR`` itself must be dealt with before."""
    if cell != CLEAR and _LITERAL_CLEAR.fullmatch(cell):
        return cell[1:]
    return cell[1:] if _ESCAPED_FORMULA.match(cell) else cell


def split_list(text: str) -> tuple[str, ...]:
    """The entries of a ";" list, trimmed, without empty ones and repeats."""
    return tuple(dict.fromkeys(entry for part in text.split(";") if (entry := part.strip())))
