"""What may be done to many games at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from games import versions
from games.by_hand import bulk
from games.by_hand.bulk import Ask, BulkAct, RowRefusedError
from games.catalogue.csv_columns import LOCKS
from games.catalogue.editing import forget_vectors
from games.embedding.job import queue_embedding
from games.models import DataVersion, Game, Tag

_MOST_TAGS = 30
_CHANGE = "games.change_game"


def declare() -> None:
    for act in _ACTS:
        bulk.declare(act)


def _store(games: list[Game], fields: tuple[str, ...], now: datetime) -> None:
    for game in games:
        game.updated_at = now
    Game.objects.bulk_update(games, [*fields, "updated_at"])
    if "tags" in fields:  # they are part of the text that the vector is made of
        forget_vectors(game_ids=[game.pk for game in games])
        queue_embedding()
    versions.bump(DataVersion.Kind.CATALOGUE)


def _publish(game: Game, argument: Mapping[str, Any]) -> None:
    game.is_published = True


def _withdraw(game: Game, argument: Mapping[str, Any]) -> None:
    game.is_published = False


def _lock(game: Game, argument: Mapping[str, Any]) -> None:
    game.locked_fields = sorted({*game.locked_fields, *_of(argument, "locks", set(LOCKS.values()))})


def _unlock(game: Game, argument: Mapping[str, Any]) -> None:
    game.locked_fields = sorted(set(game.locked_fields) - _of(argument, "locks", set(LOCKS.values())))


def _tag(game: Game, argument: Mapping[str, Any]) -> None:
    wanted = [key for key in argument["tags"] if key not in game.tags]
    if len(game.tags) + len(wanted) > _MOST_TAGS:
        raise RowRefusedError(f"it would have more than {_MOST_TAGS} tags")
    game.tags = [*game.tags, *wanted]


def _untag(game: Game, argument: Mapping[str, Any]) -> None:
    game.tags = [key for key in game.tags if key not in argument["tags"]]


def _of(argument: Mapping[str, Any], name: str, known: set[str]) -> set[str]:
    return set(argument[name]) & known


def _locks() -> list[tuple[str, str]]:
    return [(lock, lock.replace("_", " ")) for lock in LOCKS.values()]


def _tags() -> list[tuple[str, str]]:
    return list(Tag.objects.values_list("key", "label"))


_ASK_LOCKS = Ask("locks", "Which fields", _locks)
_ASK_TAGS = Ask("tags", "Which tags", _tags)
_ACTS = (
    BulkAct("publish_games", "Publish", Game, _CHANGE, ("is_published",), _publish, _store,
            consequence="They may be offered to players from now on."),
    BulkAct("withdraw_games", "Withdraw (never offered)", Game, _CHANGE, ("is_published",), _withdraw, _store,
            consequence="They are offered to nobody until they are published again."),
    BulkAct("lock_games", "Lock fields against imports", Game, _CHANGE, ("locked_fields",), _lock, _store, _ASK_LOCKS),
    BulkAct("unlock_games", "Unlock fields for imports", Game, _CHANGE, ("locked_fields",), _unlock, _store,
            _ASK_LOCKS),
    BulkAct("tag_games", "Add tags", Game, _CHANGE, ("tags",), _tag, _store, _ASK_TAGS,
            consequence="They get new vectors, which takes a minute a thousand."),
    BulkAct("untag_games", "Take tags away", Game, _CHANGE, ("tags",), _untag, _store, _ASK_TAGS,
            consequence="They get new vectors, which takes a minute a thousand."),
)  # fmt: skip
