"""From a wish to a slate: reads, never writes. See docs/recommender.md."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial

import numpy as np
from django.conf import settings

from games import fair_start, trends
from games.catalogue import offers
from games.embedding.encoder import EncoderUnavailable, get_encoder
from games.models import Player
from games.neighbours import in_use as neighbours_in_use
from games.neighbours.in_use import Kindred
from games.policy import in_use as policy_in_use
from games.policy import overrides
from games.recommender import cold_start
from games.recommender.choosing import Choice, Regime, choose
from games.recommender.cold_start import Acquaintance
from games.recommender.drawn_on import drawn_on
from games.recommender.exploration import NOTHING_TO_CHANCE
from games.recommender.likes import Liking, liking_of
from games.recommender.limits import Limits, Profile, limits_for
from games.recommender.past import Past, past_of
from games.recommender.profiles import profile_of
from games.recommender.rules import BOOST, PIN, Rule, titles_named
from games.recommender.shaping import Steering
from games.recommender.sources import SOURCES
from games.recommender.sources.base import Ask
from games.recommender.steering import steering_for
from games.recommender.tuning import Tuning
from games.recommender.types import Context, Slate, Vector
from games.recommender.wishes import Wishes, wishes_of
from games.retrieval import searching

logger = logging.getLogger(__name__)

# From this score on a genre or tag is one that they like.
_LIKED = 0.2
_NO_LENGTH = 1e-6
# A few games are chosen as well from a narrower field, for a fifth to two fifths less work: how much their mean score
# falls is asked by the benchmark ``recommending``. A feed needs all of it, and so does who wants
# what few know, for that stands deep in every list.
_A_FEW, FIELD_OF_A_FEW = 5, 0.6


def recommend(
    *,
    player: Player | None,
    context: Context,
    limit: int,
    rng: np.random.Generator,
    now: datetime,
    explore: bool = True,
    rules: Sequence[Rule] | None = None,
) -> Slate:
    """The best games for this wish within its limits, at most ``limit``, none if none fits.

    By the editors' rules in use, unless a preview names others. Writes nothing. The same arguments
    and data give the same slate; with ``explore=False`` whatever ``rng`` is.
    """
    seed = int(rng.integers(2**62))
    context = replace(context, vector=_meaning(context.vector))
    profile = profile_of(player, now=now)
    liking, degraded = _liking(context)
    done = frozenset(game.game_id for game in liking.games)
    past = Past() if player is None else past_of(player, now=now, exclude_seen=context.exclude_seen)
    done |= past.done
    has_price = context.price is not None or profile.budget is not None
    rates: Mapping[str, Decimal] = offers.current_rates() if has_price else {}
    limits = limits_for(context, profile, excluded_ids=done, rates=rates)
    tuning = overrides.tuning_for(player)
    tuning = tuning if context.is_diverse else replace(tuning, relevance=1.0)
    known = _acquaintance(player, profile, context, tuning, past.mood, now)
    wishes = wishes_of(
        context, profile, liked=liking.games, has_liked_vector=liking.vector is not None, acquaintance=known
    )
    chance = np.random.default_rng(seed) if explore else None
    kindred = None if player is None else neighbours_in_use.kindred_of([(it.game_id, it.weight) for it in past.history])
    ask = _ask(player, profile, context, liking, wishes, kindred, now)
    ask = replace(ask, breadth=FIELD_OF_A_FEW) if limit <= _A_FEW and context.fame != "hidden" else ask
    steering = steering_for(past.worn, rules=rules)
    said = [mood for mood, _ in wishes.moods]
    pinned, boosted = (titles_named(steering.rules, kind, said=said, now=now) for kind in (PIN, BOOST))
    ask = replace(ask, pinned=pinned, boosted=boosted) if pinned or boosted else ask
    regime = policy_in_use.regime_for(player, context, due=fair_start.due_now(now), tuning=tuning)
    regime = regime if explore else replace(regime, budget=NOTHING_TO_CHANCE)
    choice, failed = _choose(limits, ask, wishes, steering, regime, kindred, limit=max(limit, 0), rng=chance, now=now)
    return Slate(
        player_id=player.pk if player else None,
        context=context,
        picks=choice.picks,
        candidates=choice.candidates,
        policy_version=regime.version,
        seed=seed,
        weights=choice.weights,
        degraded=(*degraded, *failed),
        overrides=tuning.labels,
        warmth=known.warmth,
        explored_share=regime.budget.share,
        spared_because=regime.budget.because,
    )


def _meaning(vector: Vector | None) -> Vector | None:
    """Of unit length; None where the numbers say nothing, for the database would refuse the whole search for them."""
    if vector is None:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        length = float(np.linalg.norm(vector.astype(np.float64)))
    return (vector / length).astype(np.float32) if np.isfinite(length) and length > _NO_LENGTH else None


def _acquaintance(
    player: Player | None, profile: Profile, context: Context, tuning: Tuning, mood_before: str, now: datetime
) -> Acquaintance:
    if player is None:
        return Acquaintance(warmth=0.0, moment=trends.segment_of_moment(now))
    known = cold_start.evidence(
        events=player.events_count, scores=(profile.scores or {}).values(), liked_genres=profile.liked_genres
    )
    return Acquaintance(
        warmth=cold_start.warmth(known, warm_from=tuning.warm_from),
        intent=player.onboarding_intent,
        moment=trends.segment_of_moment(now, player.time_zone),
        mood_before="" if context.mood else mood_before,
    )


def _ask(
    player: Player | None,
    profile: Profile,
    context: Context,
    liking: Liking,
    wishes: Wishes,
    kindred: Kindred | None,
    now: datetime,
) -> Ask:
    """What the sources go by. A taste that speaks for itself needs none of those that stand in for it."""
    ask = Ask(
        words=context.vector,
        liked=liking.vector,
        moods=wishes.moods,
        reach=None if kindred is None else kindred.reach,
        known_words=tuple(sorted(name.partition(":")[2] for name, score in wishes.taste.items() if score >= _LIKED)),
        platforms=tuple(trends.segment_of_platform(key) for key in context.platforms or profile.platforms),
        today=now.date(),
    )
    if player is None or wishes.acquaintance.warmth < 1:
        ask = replace(
            ask,
            moment=wishes.acquaintance.moment,
            city="" if player is None else trends.segment_of_city(player.city),
            age_group=trends.segment_of_age(profile.age_band),
            intent=wishes.acquaintance.intent,
        )
    return ask


def _choose(
    limits: Limits,
    ask: Ask,
    wishes: Wishes,
    steering: Steering,
    regime: Regime,
    kindred: Kindred | None,
    *,
    limit: int,
    rng: np.random.Generator | None,
    now: datetime,
) -> tuple[Choice, tuple[str, ...]]:
    findings = searching.find(limits, ask, SOURCES)
    choice = choose(
        findings.found, wishes, limit=limit, rng=rng, steering=steering, now=now, regime=regime,
        drawn_on=partial(drawn_on, kindred), matching=findings.matching,
    )  # fmt: skip
    if limits.wanted_genres and len(choice.picks) < limit:
        # No game is filed under the genre, or too few: meaning may know some that are not filed so.
        wider = searching.find(replace(limits, wanted_genres=()), ask, SOURCES)
        known = {game.facts.game_id for game in findings.found}
        found = [*findings.found, *(game for game in wider.found if game.facts.game_id not in known)]
        choice = choose(
            found, wishes, limit=limit, rng=rng, steering=steering, now=now, regime=regime,
            drawn_on=partial(drawn_on, kindred), matching=wider.matching,
        )  # fmt: skip
        return choice, tuple(dict.fromkeys([*findings.failed, *wider.failed]))
    return choice, findings.failed


def _liking(context: Context) -> tuple[Liking, tuple[str, ...]]:
    if not context.like_titles:
        return Liking(), ()
    try:
        return liking_of(context.like_titles, encode=get_encoder(settings.MODEL_DIR).encode_one), ()
    except EncoderUnavailable as error:
        logger.warning("titles that the catalogue lacks go unread: %s", error)
        return liking_of(context.like_titles, encode=None), ("like",)
