"""A CSV file from a stranger, read line by line: never more than a record in memory, never a traceback.

What makes the whole file unusable raises UnreadableFileError with the line; what spoils one row
(too few or too many cells) travels with the row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

MAX_LINE_BYTES = 1_000_000
# The csv module's own limit for a field; said here because the message names it.
MAX_CELL_CHARS = csv.field_size_limit()
_LEFT_OUT = "\x00"
_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_NOT_CSV = {
    b"PK\x03\x04": "a spreadsheet or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
}


class UnreadableFileError(Exception):
    """Nothing of the file can be used; the message tells a person what to do."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line = line


@dataclass(frozen=True)
class RawRow:
    """One record, its cells by column as they stand in the file."""

    line: int  # where the record begins; the header is line 1
    cells: dict[str, str]
    problem: str = ""  # why the cells cannot be trusted


def read_header(file: BinaryIO) -> list[str]:
    """The names in the first line, as they are compared; raises UnreadableFileError where there are none."""
    return _column_names(_next_record(csv.reader(_lines(file), strict=True)))


def read_rows(
    file: BinaryIO,
    *,
    known: Sequence[str],
    required: Sequence[str],
    passed_over: Sequence[str] = (),
    called: Mapping[str, str] | None = None,
) -> Iterator[RawRow]:
    """The records of a comma-separated UTF-8 file with a header.

    ``known`` are the columns that may stand in it, ``required`` those of which at least one
    must, or else the first line is not a header. Blank lines are passed over, and so are the
    columns ``passed_over``. ``called`` says which column a name that is not known stands for, "" for none.
    """
    reader = csv.reader(_lines(file), strict=True)
    names = _column_names(_next_record(reader))
    # What is left out gets a name that no column has, its own included: only the known ones go on.
    meanings = {name: column or _LEFT_OUT for name, column in (called or {}).items()}
    meant = [name if name in known else meanings.get(name, name) for name in names]
    header = _header(meant, known=known, required=required, passed_over=(*passed_over, _LEFT_OUT))
    passed_over = (*passed_over, _LEFT_OUT)
    while True:
        line = reader.line_num + 1
        cells = _next_record(reader)
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        named = {name: cell for name, cell in zip(header, cells, strict=False) if name not in passed_over}
        problem = ""
        if len(cells) != len(header):
            problem = f"has {len(cells)} cells, the header has {len(header)}"
        yield RawRow(line, named, problem)


def _lines(file: BinaryIO) -> Iterator[str]:
    """Decoded lines, each bounded. A quoted cell may span several, so line ends are kept."""
    number = 0
    while True:
        raw = file.readline(MAX_LINE_BYTES + 1)
        if not raw:
            return
        number += 1
        if number == 1:
            raw = _without_bom(raw)
        if len(raw) > MAX_LINE_BYTES:
            raise UnreadableFileError(
                f"is longer than {MAX_LINE_BYTES:,} bytes; is a quotation mark missing, or is this not a CSV file?",
                line=number,
            )
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableFileError(
                f"byte {error.start + 1} is not UTF-8 ({raw[error.start]:#04x}; in Windows-1252 it would be "
                f"{raw[error.start : error.start + 1].decode('cp1252', 'replace')!r}). "
                "Save the file as “CSV UTF-8” and try again.",
                line=number,
            ) from None
        yield text


def _without_bom(first: bytes) -> bytes:
    for magic, name in _NOT_CSV.items():
        if first.startswith(magic):
            raise UnreadableFileError(f"this is {name}, not a CSV file; save it as “CSV UTF-8” and try again")
    for bom, name in _OTHER_BOMS.items():
        if first.startswith(bom):
            raise UnreadableFileError(f"the file is {name}; save it as “CSV UTF-8” and try again")
    first = first.removeprefix(_BOM)
    if b"\x00" in first[:200]:
        raise UnreadableFileError("the first line holds NUL bytes: UTF-16 or not text; save it as “CSV UTF-8”")
    return first


def _next_record(reader: Iterator[list[str]]) -> list[str] | None:
    line = reader.line_num + 1  # type: ignore[attr-defined]  # the csv module's reader has it
    try:
        return next(reader, None)
    except csv.Error as error:
        reason = str(error)
        if "field limit" in reason:
            reason = f"a cell is longer than {MAX_CELL_CHARS:,} characters; is a quotation mark missing?"
        elif "unexpected end of data" in reason:
            reason = "a quotation mark opens here and is never closed"
        elif "expected after" in reason:
            reason = "text follows a closing quotation mark; a quotation mark inside a cell is written twice"
        raise UnreadableFileError(reason, line=line) from None


def _column_names(cells: list[str] | None) -> list[str]:
    if not cells or not any(cell.strip() for cell in cells):
        raise UnreadableFileError("the file is empty" if cells is None else "the first line must name the columns")
    return [cell.strip().lower() for cell in cells]


def _header(
    columns: list[str], *, known: Sequence[str], required: Sequence[str], passed_over: Sequence[str]
) -> list[str]:
    if not set(columns) & set(known):
        hint = " The cells must be separated by commas." if len(columns) == 1 and ";" in columns[0] else ""
        raise UnreadableFileError(
            f"there is no header: the first line must name columns such as {', '.join(required)}.{hint}", line=1
        )
    unknown = [column or "(empty)" for column in columns if column not in (*known, *passed_over)]
    if unknown:
        raise UnreadableFileError(
            f"unknown column{'s' if len(unknown) > 1 else ''} {', '.join(repr(name[:40]) for name in unknown[:10])}; "
            f"known are {', '.join(known)}",
            line=1,
        )
    twice = sorted({column for column in columns if columns.count(column) > 1 and column != _LEFT_OUT})
    if twice:
        raise UnreadableFileError(f"the column {', '.join(twice)} stands there twice", line=1)
    if not set(columns) & set(required):
        raise UnreadableFileError(f"one of the columns {', '.join(required)} is needed", line=1)
    return columns
