"""As many players as games: what they did, what they were shown, and what was learnt from such as them.

Some are new, most have a little past and some a long one; every way in which that costs an answer something is here:
neighbours of 200 games a game, a learnt blend and its calibration, slates of the last days, editors' rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
from django.db import connection

from games import artefacts
from games.bulk_copy import copy_in
from games.collaborative.model import ranker_to_bytes
from games.collaborative.ranker import FEATURES, Ranker
from games.models import Game, Impression, Interaction, Player, RankingRule, Slate
from games.neighbours.in_use import ARTEFACT
from games.policy.in_use import CONFIDENCE, POLICY
from games.ranking_rules import rulebook
from games.recommender.policy import features, learnt
from games.recommender.policy.calibration import Calibration
from games.recommender.policy.learnt import LearntBlend, Line

NOW = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)
# So many events, and the share of players who have them.
EVENTS: Mapping[int, float] = {0: 0.15, 1: 0.2, 3: 0.25, 12: 0.3, 40: 0.1}
_SLATES_AT_MOST = 3
_PICKS = 3
_NEIGHBOURS = 200
_BATCH = 5_000
_KINDS = np.array(["like", "played", "save", "click", "dislike"])
_CITIES = ("Lyon", "Porto", "Graz", "Leeds", "")
_SCORES = {"genre:rpg": 0.4, "tag:cozy": 0.3, "genre:horror": -0.2}


def fill(count: int, rng: np.random.Generator) -> int:
    """Players with a past, and what was learnt; returns how many events they have."""
    game_ids = np.array(Game.objects.order_by("pk").values_list("pk", flat=True))
    events = sum(_fill_players(min(_BATCH, count - start), game_ids, rng) for start in range(0, count, _BATCH))
    _publish_neighbours(game_ids)
    _publish_blend(rng)
    _publish_rules()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE games_player, games_interaction, games_slate, games_impression, games_gameneighbours")
    return events


def _fill_players(count: int, game_ids: np.ndarray[tuple[int], np.dtype[np.int64]], rng: np.random.Generator) -> int:
    each = rng.choice(np.array(list(EVENTS)), p=list(EVENTS.values()), size=count)
    players = [
        Player(
            origin="bench", platforms=["pc"], age_band="adult", city=_CITIES[number % len(_CITIES)],
            events_count=int(events), scores=_SCORES if events else {}, scores_at=NOW if events else None,
        )
        for number, events in enumerate(each)
    ]  # fmt: skip
    copy_in(players)
    owners = np.repeat(np.array([player.pk for player in players]), each)
    picked = game_ids[(len(game_ids) * rng.random(len(owners)) ** 3).astype(int)]  # some are loved by many
    kinds, minutes = rng.choice(_KINDS, size=len(owners)), rng.integers(90 * 24 * 60, size=len(owners))
    copy_in([
        Interaction(player_id=player, game_id=game, kind=str(kind), source="chat", at=NOW - timedelta(minutes=at))
        for player, game, kind, at in zip(
            owners.tolist(), picked.tolist(), kinds, minutes.tolist(), strict=True
        )
    ])  # fmt: skip
    _show(players, game_ids, rng)
    return len(owners)


def _show(
    players: list[Player], game_ids: np.ndarray[tuple[int], np.dtype[np.int64]], rng: np.random.Generator
) -> None:
    """Who has a past was shown slates in the last two weeks; most picks came to nothing."""
    slates = [
        Slate(
            player=player, surface="chat", policy_version="bench", seed=1, context={"mood": ""},
            created_at=NOW - timedelta(hours=int(rng.integers(1, 14 * 24))),
        )
        for player in players if player.events_count for _ in range(int(rng.integers(1, _SLATES_AT_MOST + 1)))
    ]  # fmt: skip
    copy_in(slates)
    shown = (len(game_ids) * rng.random((len(slates), _PICKS)) ** 2).astype(int)
    shown += np.arange(_PICKS)  # no game twice in a slate
    shown[shown.max(axis=1) >= len(game_ids)] = np.arange(_PICKS)
    copy_in([
        Impression(
            slate=slate, player=slate.player, game_id=int(game_ids[index]), slot=slot, score=0.5, confidence=0.5,
            strategy="best_fit", propensity=0.85, reason="-", shown_at=slate.created_at, outcome="ignored",
        )
        for slate, row in zip(slates, shown, strict=True) for slot, index in enumerate(sorted(set(row.tolist())))
    ])  # fmt: skip


def _publish_neighbours(game_ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Every game has all the neighbours it may have, the popular ones more often; made in the database."""
    ranker = Ranker(tuple([0.4] * len(FEATURES)), tuple([0.05] * len(FEATURES)), centre=0.0, spread=3.0)
    row = artefacts.publish(
        name=ARTEFACT, version="b" * 64, content=ranker_to_bytes(ranker), config={}, embedding="", now=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO games_gameneighbours "
            "(artefact_id, game_id, plays, neighbours, close, broad, even, together, alike, studio) "
            "SELECT %(artefact)s, game.id, 1000000 / (1 + game.id - %(first)s), "
            "ARRAY(SELECT %(first)s + "
            "(power(((game.id * 7919 + k * 104729) %% 100003) / 100003.0, 2) * %(span)s)::bigint "
            "FROM generate_series(1, %(each)s) AS k), n.v, n.v, n.v, n.v, n.v, n.v FROM games_game AS game, "
            "(SELECT ARRAY(SELECT (k * 37 %% 100) / 100.0 FROM generate_series(1, %(each)s) AS k)::real[]::halfvec "
            "AS v) AS n",
            {
                "artefact": row.pk, "first": int(game_ids[0]), "span": int(game_ids[-1] - game_ids[0]),
                "each": _NEIGHBOURS,
            },
        )  # fmt: skip


def _publish_blend(rng: np.random.Generator) -> None:
    weights = {name: float(rng.normal(scale=0.05)) for name in features.feature_names()}
    line = Line(2_000, 1_000.0, 600.0, 560.0, 330.0)
    content = learnt.to_bytes(LearntBlend("", weights, line, lessons=2_000), b"")
    artefacts.publish(name=POLICY, version="b" * 64, content=content, config={}, embedding="", now=NOW)
    curve = Calibration((0.0, 0.5, 1.0), (0.05, 0.3, 0.7), "isotonic", 2_000)
    artefacts.publish(name=CONFIDENCE, version="b" * 64, content=curve.to_bytes(), config={}, embedding="", now=NOW)


def _publish_rules() -> None:
    """As an editor might keep them: two for everybody, two by what a game is, one that names titles."""
    slugs = list(Game.objects.order_by("-quality", "pk").values_list("slug", flat=True)[:20])
    for rule in (
        RankingRule(name="More from small studios", kind="boost", strength=0.2, tags=["indie"]),
        RankingRule(name="Less of the old", kind="bury", strength=0.2, released_to=date(2005, 12, 31)),
        RankingRule(name="No early access", kind="exclude", tags=["early-access"]),
        RankingRule(name="Cozy week", kind="boost", strength=0.4, tags=["cozy"]),
        RankingRule(name="Ours to show", kind="boost", strength=0.3, titles=slugs),
    ):
        rulebook.save_draft(rule=rule, by=None, why="", now=NOW)
        rulebook.publish(rule_id=rule.pk, revision=rule.revision, by=None, why="", now=NOW)
