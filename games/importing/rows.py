"""One row of the catalogue's CSV, checked. Pure: what it says, or why it cannot be used."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify

from games.catalogue.csv_cells import CLEAR, split_list, unescape_cell
from games.catalogue.csv_columns import BY_NAME, NEVER, CellError, Names
from games.importing.csv_reading import RawRow


@dataclass(frozen=True)
class CellProblem:
    column: str  # "" when it is the row as a whole
    reason: str
    unknown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CatalogueRow:
    """``values`` by column: a column that is absent is left as it is; ``cleared`` ones hold their empty value."""

    line: int
    values: Mapping[str, Any]
    source: Mapping[str, str]
    cleared: frozenset[str] = frozenset()
    tag_labels: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()

    @property
    def keys(self) -> tuple[tuple[str, Any], ...]:
        """What this row names its game by; no two rows of a file may share one."""
        values = self.values
        keys = tuple((name, values[name]) for name in ("slug", "igdb_id", "steam_appid") if values.get(name))
        if keys or "title" not in values:
            return keys
        released = values.get("release_date")
        return (("title", (values["title"].casefold(), released.year if released else None)),)

    @property
    def column(self) -> str:
        return self.problems[0].column if self.problems else ""

    @property
    def reason(self) -> str:
        """Every problem of the row, the first without its column."""
        first, *more = self.problems
        return "; ".join([first.reason, *(f"{problem.column}: {problem.reason}" for problem in more)])[:500]

    def refused(self, column: str, reason: str) -> CatalogueRow:
        """The same row with one more problem."""
        return dataclasses.replace(self, problems=(*self.problems, CellProblem(column, reason)))

    def in_words_of(self, source: Mapping[str, str], origins: Mapping[str, str]) -> CatalogueRow:
        """The same row with the cells as its file has them, its problems under that file's column names."""
        problems = tuple(
            dataclasses.replace(problem, column=origins.get(problem.column, problem.column))
            for problem in self.problems
        )
        return dataclasses.replace(self, source=source, problems=problems)


def parse_row(raw: RawRow, names: Names) -> CatalogueRow:
    """Never raises: whatever stands in the cells becomes values or problems."""
    if raw.problem:
        return CatalogueRow(raw.line, {}, raw.cells, problems=(CellProblem("", raw.problem),))
    values: dict[str, Any] = {}
    cleared: set[str] = set()
    problems: list[CellProblem] = []
    tag_labels: dict[str, str] = {}
    for name, cell in raw.cells.items():
        if name not in BY_NAME:
            continue
        try:
            text, column = cell.strip(), BY_NAME[name]
            if text == CLEAR:
                if column.empty is NEVER:
                    raise CellError("cannot be emptied")
                values[name] = column.empty
                cleared.add(name)
            elif text:
                if "\x00" in text:
                    raise CellError("holds a NUL character")
                plain = unescape_cell(text).strip()
                if not plain:
                    continue
                values[name] = column.read(plain, names)
                if name == "tags":
                    tag_labels = {slugify(label): label[:60] for label in split_list(plain)}
        except CellError as error:
            problems.append(CellProblem(name, str(error), error.unknown))
    row = CatalogueRow(raw.line, values, raw.cells, frozenset(cleared), tag_labels, tuple(problems))
    if not problems and not row.keys:
        return row.refused("slug", "names no game: a slug, igdb_id, steam_appid or title is needed")
    return row
