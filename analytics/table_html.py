"""A table as HTML. A page has thousands of cells; put together here it takes a tenth of what a template would."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from analytics.charts import Cell, Table

_FIGURE = ' class="figure"'
_NUMBER = f"<td{_FIGURE}>"


def html_of(table: Table, *, name: str) -> SafeString:
    """Every word of it is escaped, links as well. It scrolls by itself, so it can be reached by key."""
    # A heading stands where its numbers stand.
    columns = zip_longest(table.headers, table.rows[0] if table.rows else ())
    head = "".join(
        f'<th scope="col"{_FIGURE if cell is not None and cell.is_number else ""}>{escape(header)}</th>'
        for header, cell in columns
    )
    body = "".join(_row(row) for row in table.rows)
    label = escape(f"{name}, as a table")
    return mark_safe(  # noqa: S308  (escaped above, cell by cell)
        f'<div class="rows" role="region" tabindex="0" aria-label="{label}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[Cell]) -> str:
    first, *rest = cells
    told = "".join(f"{_NUMBER if cell.is_number else '<td>'}{_inside(cell)}</td>" for cell in rest)
    return f'<tr><th scope="row">{_inside(first)}</th>{told}</tr>'


def _inside(cell: Cell) -> str:
    text = escape(cell.text)
    return f'<a href="{escape(cell.link)}">{text}</a>' if cell.link else text
