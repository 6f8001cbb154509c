"""Decided changes onto the tables, in a fixed number of statements however many rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from games import versions
from games.bulk_copy import copy_in
from games.catalogue.editing import forget_vectors
from games.catalogue.offers import Sighting, note_prices, retire_prices
from games.catalogue.quality import quality_of_record
from games.importing.deciding import Change
from games.models import DataVersion, Game, ImportBatch, ImportRow, Tag

_LOCK_KEY = 7_478_001  # any number nobody else takes an advisory lock on
_QUALITY_INPUTS = {"critic_score", "popularity", "release_date", "tags"}
_WRITTEN_FIELDS = (
    "igdb_id", "steam_appid", "title", "summary", "feel", "platforms", "genres", "tags", "release_date",
    "session_minutes", "hours_to_finish", "player_modes", "difficulty", "age_rating", "has_sexual_content",
    "critic_score", "studio", "image_url", "mood_fit", "popularity", "quality", "updated_at",
)  # fmt: skip


def lock_catalogue() -> None:
    """Until the end of the transaction no other import writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_KEY])


@transaction.atomic
def write_changes(changes: Sequence[Change], *, now: datetime, tell: bool = True) -> None:
    """Games, tags and prices. The caller holds the catalogue's lock, and tells nobody of what it takes back."""
    created = [change for change in changes if change.effect == ImportRow.Effect.CREATED]
    changed = [change for change in changes if change.effect == ImportRow.Effect.CHANGED]
    if not created and not changed:
        return
    _learn_tags([*created, *changed])
    for change in created:
        _fill(change, now)
    copy_in([_game_of(change) for change in created])
    stale = []
    rewritten = []
    for change in changed:
        if not change.values:
            continue
        game = _game_of(change)
        before = _text_of(game)
        _fill(change, now)
        rewritten.append(game)
        if game.embedding_version and _text_of(game) != before:
            stale.append(game.pk)
    _rewrite(rewritten)
    forget_vectors(game_ids=stale)
    retire_prices(game_ids=[_game_of(change).pk for change in changed if change.clears_prices])
    note_prices(
        sightings=[
            Sighting(_game_of(change).pk, price.store, price.family, price.amount, price.currency, price.url)
            for change in [*created, *changed]
            for price in change.prices
        ],
        seen_at=now,
    )
    if tell:
        versions.bump(DataVersion.Kind.CATALOGUE)


def record_changes(changes: Sequence[Change], *, batch: ImportBatch) -> None:
    """A row for each that had an effect, was refused or met a lock."""
    copy_in(
        [
            ImportRow(
                batch=batch,
                line=change.row.line,
                effect=change.effect,
                game=change.game if change.game and change.game.pk else None,
                before=change.before,
                after=change.after,
                kept=change.kept,
                column=change.row.column,
                reason=change.row.reason if change.row.problems else "",
                source=_storable(change.row.source) if change.row.problems else {},
            )
            for change in changes
            if change.effect
        ]
    )


def _game_of(change: Change) -> Game:
    assert change.game is not None
    return change.game


def _fill(change: Change, now: datetime) -> None:
    game = _game_of(change)
    for attribute, value in change.values.items():
        setattr(game, attribute, value)
    if change.effect == ImportRow.Effect.CREATED or _QUALITY_INPUTS & change.values.keys():
        game.quality = quality_of_record(game, today=now.date())


def _rewrite(games: Sequence[Game]) -> None:
    """UPDATE of many rows in one statement: an upsert that always meets its row, for the rows are locked.

    Django's bulk_update would write a CASE with a branch a game for every column.
    """
    for game in games:
        # Not among the fields that the upsert writes; loading them would cost a query a game.
        game.embedding = game.mood_fit_estimate = None
    Game.objects.bulk_create(
        games, update_conflicts=True, unique_fields=["pk"], update_fields=_WRITTEN_FIELDS, batch_size=500
    )


def _learn_tags(changes: Sequence[Change]) -> None:
    labels = {
        key: label
        for change in changes
        for key, label in change.row.tag_labels.items()
        if key in change.values.get("tags", ())
    }
    if labels:
        known = set(Tag.objects.filter(pk__in=labels).values_list("pk", flat=True))
        Tag.objects.bulk_create(
            [Tag(key=key, label=label) for key, label in labels.items() if key not in known], ignore_conflicts=True
        )


def _text_of(game: Game) -> str:
    from games.embedding.game_vectors import text_of  # here, for it brings onnxruntime along

    return text_of(game)


def _storable(cells: object) -> object:
    """PostgreSQL holds no NUL in JSON; a refused row may have one. What is that long is told short."""
    return {name: cell.replace("\x00", "␀")[:20_000] for name, cell in dict(cells).items()}  # type: ignore[call-overload]
