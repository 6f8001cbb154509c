"""A player's feed: drawn once for a quarter of an hour, then served as the bytes that it was.

One page is one recorded slate, so every item has an impression behind it. The same wish gets the same page until the
profile, the catalogue or the policy changes; who reacts to a game has another profile and gets another page at once.
Nothing counts as seen by being served: `view` events tell what was.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db import Error, connection, transaction
from rest_framework.utils.encoders import JSONEncoder

from games import artefacts, versions
from games.api import items
from games.api.principals import Principal
from games.api.problems import Problem
from games.api.tokens import Claims
from games.api.wishes import Asked
from games.models import DataVersion, Player, StoredFeed
from games.one_at_a_time import Turn
from games.policy import in_use as policy_in_use
from games.recommender import Pick, Slate, recommend, record
from games.statements import planned_once

FRESH: Final = timedelta(minutes=15)
MOST_PAGES: Final = 10
_TRIES: Final = 3
_LOCK_SPACE: Final = 7_478_023  # of advisory locks, one a page that is drawn
# A draw takes a twentieth of this; who waited so long draws too.
_PATIENCE: Final = "2s"
_OF_A_PAGE: Final = ("profile_version", "stamp", "slate", "body", "made_at", "slugs")

_WARM: Final = """
SELECT f.body
  FROM games_player p
  JOIN games_storedfeed f ON f.player_id = p.id AND f.profile_version = p.profile_version
 WHERE p.public_id = %s AND p.token_generation = %s
   AND f.key = %s AND f.page = %s AND f.stamp = %s AND f.made_at > %s
"""


def stamp() -> str:
    """Changes with the catalogue, the rules of editors, and the policy that ranks."""
    kinds = (DataVersion.Kind.CATALOGUE, DataVersion.Kind.RULES, artefacts.kind_of(policy_in_use.POLICY))
    return ".".join(str(versions.current(kind)) for kind in kinds)


def warm(claims: Claims, asked: Asked, *, page: int, now: datetime) -> str | None:
    """The page, if it is stored and the token is still good. One query; None also where the database is not there."""
    try:
        with planned_once() as cursor:
            cursor.execute(_WARM, [claims.public_id, claims.generation, asked.key, page, stamp(), now - FRESH])
            row = cursor.fetchone()
    except Error:
        connection.close_if_unusable_or_obsolete()
        return None
    return row[0] if row else None


class _OvertakenError(Exception):
    """The profile changed between being read and being written for."""


def page_for(who: Principal, asked: Asked, *, page: int, now: datetime, rng: np.random.Generator) -> str | None:
    """The stored page, or a new one, as JSON. None: the page before it is not stored any more, so start again.

    Drawn before any row is locked. Of two requests at once one draws and the other waits for it; where it runs out of
    patience both draw, and whoever stores first is right. What was drawn for a profile that has changed meanwhile is
    drawn again. Raises Problem where the player is gone.
    """
    for _ in range(_TRIES):
        with suppress(_OvertakenError), Turn(_LOCK_SPACE, _number_of(who, asked, page), patience=_PATIENCE) as turn:
            return _page(who, asked, page=page, now=now, rng=rng, turn=turn)
    # Events come faster than feeds are drawn: they wait for this one, and who holds them up waits for nobody.
    with transaction.atomic():
        Player.objects.select_for_update(no_key=True).filter(pk=who.player_id or 0).first()
        return _page(who, asked, page=page, now=now, rng=rng)


def _number_of(who: Principal, asked: Asked, page: int) -> int:
    """Where two pages have the same, one waits for the other without need."""
    return zlib.crc32(f"{who.player_id} {asked.key} {page}".encode()) >> 1


def _page(
    who: Principal, asked: Asked, *, page: int, now: datetime, rng: np.random.Generator, turn: Turn | None = None
) -> str | None:
    player = _player(who, turn)
    version = stamp()
    stored = _stored(player, asked, version, now)
    if page in stored:
        return stored[page].body
    if any(earlier not in stored for earlier in range(page)):
        return None
    seen = {slug for row in stored.values() if row.page < page for slug in row.slugs}
    slate = _draw(player, asked, seen=seen, now=now, rng=rng)
    return _keep(slate, player, asked, version, page=page, now=now)


def _player(who: Principal, turn: Turn | None) -> Player:
    """Read when it is our turn. Raises Problem where they are gone."""
    rows = Player.objects.filter(pk=who.player_id or 0)
    player = turn.first_of(rows) if turn else rows.first()
    if player is None:
        raise Problem("not_found", "This player is no more.", 404)
    return player


def _stored(player: Player, asked: Asked, version: str, now: datetime) -> dict[int, StoredFeed]:
    """The pages that are still good, by number."""
    good = StoredFeed.objects.filter(
        player=player, key=asked.key, stamp=version, profile_version=player.profile_version, made_at__gt=now - FRESH
    )
    return {row.page: row for row in good}


@transaction.atomic
def _keep(slate: Slate, player: Player, asked: Asked, version: str, *, page: int, now: datetime) -> str:
    """Store the page with its slate; returns it, or the one that another request stored first."""
    drawn_for = Player.objects.filter(pk=player.pk, profile_version=player.profile_version)
    if drawn_for.select_for_update(no_key=True).values_list("pk").first() is None:
        raise _OvertakenError
    if first := _stored(player, asked, version, now).get(page):
        return first.body
    row = record(slate, player=player, surface="feed", now=now)
    body = _body(slate.picks, asked, row.public_id, page=page)
    feed = StoredFeed(
        player=player, key=asked.key, page=page, profile_version=player.profile_version, stamp=version, slate=row,
        body=body, made_at=now, slugs=[pick.facts.slug for pick in slate.picks],
    )  # fmt: skip
    StoredFeed.objects.bulk_create(
        [feed], update_conflicts=True, unique_fields=("player", "key", "page"), update_fields=_OF_A_PAGE
    )
    return body


def _draw(player: Player, asked: Asked, *, seen: set[str], now: datetime, rng: np.random.Generator) -> Slate:
    if asked.city:
        player.city = asked.city  # of this answer only: the row is never saved
    context = replace(asked.context, exclude_slugs=frozenset(seen))
    slate = recommend(player=player, context=context, limit=asked.limit, rng=rng, now=now)
    return replace(slate, picks=tuple(pick for pick in slate.picks if pick.score >= asked.min_relevance))


def _body(picks: Sequence[Pick], asked: Asked, slate: Any, *, page: int) -> str:
    has_more = len(picks) == asked.limit and page + 1 < MOST_PAGES
    return json.dumps(
        {
            "items": [items.picked(pick, slate=slate, explains=asked.explains) for pick in picks],
            "next_cursor": f"p{page + 1}" if has_more else None,
            "slate_id": str(slate),
        },
        cls=JSONEncoder,
    )
