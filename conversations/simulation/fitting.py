"""Do the games that were offered keep every hard wish? Checked on the record itself, not by the query. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from games import themes
from games.recommender.limits import Limits, Profile, limits_for
from games.recommender.types import GameFacts, Slate
from games.vocabulary import TOGETHER


def misfits(slate: Slate, profile: Profile, *, rates: Mapping[str, Decimal]) -> tuple[str, ...]:
    """What is wrong with the picks, in words; empty when all fit."""
    limits = limits_for(slate.context, profile, excluded_ids=frozenset(), rates=rates)
    return tuple(f"{pick.facts.slug}: {fault}" for pick in slate.picks for fault in _faults(pick.facts, limits))


def _faults(game: GameFacts, limits: Limits) -> Iterator[str]:
    if limits.platforms and not set(limits.platforms) & set(game.platforms):
        yield f"not for {', '.join(limits.platforms)}"
    if limits.price_caps is not None:
        cap = dict(limits.price_caps).get(game.price.currency) if game.price else None
        if game.price is None or cap is None:
            yield "no price is known"
        elif game.price.amount > cap:
            yield f"costs {game.price.amount} {game.price.currency}, at most {cap:.2f} was meant"
    for genre in limits.excluded_genres:
        if genre in game.genres or genre in game.tags:
            yield f"is {genre}"
    if limits.excluded_text and (found := themes.in_text(limits.excluded_text, game.title, game.summary, game.feel)):
        yield f"speaks of {found}"
    if limits.rated_below is not None and (game.age_rating or 0) >= limits.rated_below:
        yield f"rated {game.age_rating}, below {limits.rated_below} was meant"
    if game.player_modes in tuple((mode,) for mode in limits.never_only):
        yield f"can only be played {game.player_modes[0]}"
    if limits.oldest_rating is not None and (game.age_rating is None or game.age_rating > limits.oldest_rating):
        yield f"rated {game.age_rating}, at most {limits.oldest_rating} may be offered"
    if limits.player_mode and not _allows(game.player_modes, limits.player_mode):
        yield f"cannot be played {limits.player_mode}"
    if limits.longest_sitting is not None and (game.session_minutes or 0) > limits.longest_sitting:
        yield f"takes {game.session_minutes} minutes, at most {limits.longest_sitting} fit"
    if game.slug in limits.excluded_slugs:
        yield "was turned down"
    year = game.release_date.year if game.release_date else None
    if limits.released_from is not None and (year is None or year < limits.released_from):
        yield f"of {year}, wanted from {limits.released_from} on"
    if limits.released_to is not None and (year is None or year > limits.released_to):
        yield f"of {year}, wanted up to {limits.released_to}"


def _allows(modes: tuple[str, ...], wanted: str) -> bool:
    if wanted == TOGETHER:
        return "coop" in modes or "versus" in modes
    return wanted in modes or (wanted == "solo" and not modes)
