"""The catalogue as CSV: what comes out goes in again and changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from import_export import fields, resources

from games.catalogue.csv_cells import CLEAR, escape_cell, unescape_cell
from games.catalogue.csv_columns import COLUMN_NAMES, COLUMNS, REPORT_COLUMNS, PriceCell
from games.models import Game, ImportBatch, ImportRow, Offer

_EXAMPLE = {
    "slug": "", "title": "Lantern Bay", "igdb_id": "", "steam_appid": "",
    "summary": "A harbour town to wake up again, one lamp at a time.",
    "feel": "Slow evenings by the water. You row, you light lamps, people come out to talk.",
    "platforms": "pc;switch", "genres": "adventure;simulation", "tags": "cozy;hand-drawn", "release_date": "2024-05-17",
    "session_minutes": "20", "hours_to_finish": "9.5", "player_modes": "solo", "difficulty": "1", "age_rating": "7",
    "sexual_content": "no", "critic_score": "82", "studio": "Example Studio", "image_url": "",
    "prices": "Steam|pc|14.99|USD|https://store.example.com/lantern-bay", "mood_fit": "chill:0.9;tired:0.8",
    "popularity": "",
}  # fmt: skip


class GameResource(resources.Resource):
    """django-import-export's view of a game; only for the way out (games.importing is the way in)."""

    def get_export_fields(self, selected_fields: Any = None) -> list[fields.Field]:
        return [fields.Field(column_name=name) for name in COLUMN_NAMES]

    def get_user_visible_fields(self) -> list[fields.Field]:
        return self.get_export_fields()

    def export_resource(self, instance: Game, selected_fields: Any = None, **kwargs: Any) -> list[str]:
        return cells_of(instance)


def with_current_prices(games: QuerySet[Game]) -> QuerySet[Game]:
    """Brings ``current_offers`` along, which ``cells_of`` reads."""
    current = Offer.objects.filter(is_current=True).order_by("store", "family")
    return games.prefetch_related(Prefetch("offers", queryset=current, to_attr="current_offers"))


def cells_of(game: Game) -> list[str]:
    """The game's row, in the order of the columns."""
    offers: list[Offer] = game.current_offers  # type: ignore[attr-defined]  # from with_current_prices
    prices = [PriceCell(offer.store, offer.family, offer.amount, offer.currency, offer.url) for offer in offers]
    return [
        escape_cell(column.write(prices if column.name == "prices" else getattr(game, column.field)))
        for column in COLUMNS
    ]


def template_csv() -> str:
    """The header and one made-up row."""
    return _as_csv([list(COLUMN_NAMES), [_EXAMPLE[name] for name in COLUMN_NAMES]])


def bad_rows_csv(batch: ImportBatch) -> Iterator[str]:
    """The refused rows as they came, with where and why; mended, the file can be uploaded as it is."""
    rows = ImportRow.objects.filter(batch=batch, effect=ImportRow.Effect.REFUSED).order_by("line")
    header: list[str] = []
    for row in rows.iterator(chunk_size=500):
        if not header:
            header = [*row.source, *REPORT_COLUMNS]
            yield _as_csv([header])
        cells = [_without_formula(row.source.get(name, "")) for name in header[: -len(REPORT_COLUMNS)]]
        yield _as_csv([[*cells, str(row.line), row.column, escape_cell(row.reason)]])


def _without_formula(cell: str) -> str:
    return cell if cell.strip() == CLEAR else escape_cell(unescape_cell(cell))


def _as_csv(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
