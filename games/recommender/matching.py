"""Whether there is anything for a wish at all, told without scoring: a cheap question about what is in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from games.catalogue import offers
from games.models import Player
from games.moods import ranking as mood_ranking
from games.recommender import blend
from games.recommender.limits import limits_for
from games.recommender.past import games_not_to_offer
from games.recommender.profiles import profile_of
from games.recommender.sources.base import Sql
from games.recommender.types import Context
from games.recommender.wishes import mood_weights
from games.retrieval.statement import condition_of
from games.vocabulary import MOODS


def any_match(*, player: Player | None, contexts: Sequence[Context], now: datetime) -> tuple[bool, ...]:
    """For each wish, whether a game is within its limits and no misfit for its moods. One statement for all of them,
    beside what is asked about the player; what words mean is not asked, so it is a good guess and no promise."""
    if not contexts:
        return ()
    profile = profile_of(player, now=now)
    rates = offers.current_rates()
    done: dict[bool, frozenset[int]] = {False: frozenset(), True: frozenset()}
    if player is not None:
        for seen in {context.exclude_seen for context in contexts}:
            done[seen] = games_not_to_offer(player, now=now, exclude_seen=seen)
    asked = []
    params: list[Any] = []
    for context in contexts:
        limits = limits_for(context, profile, excluded_ids=done[context.exclude_seen], rates=rates)
        within, suits = condition_of(limits), _suits(context)
        asked.append(f"EXISTS (SELECT FROM games_game WHERE {within.text}{suits.text})")
        params += [*within.params, *suits.params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", params)
        return tuple(map(bool, cursor.fetchone()))


def _suits(context: Context) -> Sql:
    """No misfit for the moods: see ``blend.misfit``, which also knows what genres say against a mood."""
    weights = mood_weights(context.mood, context.secondary_mood)
    text, params = "", []
    if weights:
        fit = " + ".join(f"%s * {mood_ranking.fit_sql(mood)}" for mood, _ in weights)
        text += f" AND {fit} >= %s"
        params += [*(weight for _, weight in weights), blend.LEAST_MOOD]
    for mood in context.avoided_moods:
        if mood in MOODS:
            text += f" AND 1 - {mood_ranking.fit_sql(mood)} >= %s"
            params.append(blend.LEAST_SPARED)
    return Sql(text, params)
