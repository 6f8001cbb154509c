"""Which game a campaign speaks of, for one person: the recommender's own choice, with its own reason. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from conversations.models import Contact, MoodReading
from games import recommender
from games.models import Game
from games.ranking_rules import rulebook
from games.recommender.rules import PIN, Filter, Rule
from games.recommender.types import Context, Slate

_MOOD_COUNTS_FOR = timedelta(days=7)
_MODEST = 0  # no rule of an editor has this number


def moods_of(contact_ids: Collection[int], *, now: datetime) -> Mapping[int, str]:
    """By contact the mood that they told last, within seven days; who told none is not there. One statement."""
    told = MoodReading.objects.filter(contact__in=contact_ids, at__gt=now - _MOOD_COUNTS_FOR, at__lte=now)
    last = told.order_by("contact_id", "-at", "-pk").distinct("contact_id")
    return dict(last.values_list("contact_id", "mood"))


def pick_for(
    contact: Contact, brought_by: Mapping[str, Any], *, mood: str, now: datetime, rng: np.random.Generator,
    explore: bool = True,
) -> Slate | None:  # fmt: skip
    """One game for the ``mood`` they told, or what brought them in: a mood, or the very game; None where nothing fits.

    A game that brought them in still has to keep every limit of theirs: age, platforms, budget, what they avoid.
    """
    wanted = brought_by.get("game")
    if wanted is not None:
        return _this_game(contact, int(wanted), now=now, rng=rng)
    mood = str(brought_by.get("mood") or "") or mood
    liked = brought_by.get("liked")
    like_titles = tuple(Game.objects.filter(pk=liked).values_list("title", flat=True)) if liked else ()
    # Where the catalogue has nothing like it, what fits them is still worth a word.
    for wish in (Context(mood=mood, like_titles=like_titles), Context(mood=mood)) if liked else (Context(mood=mood),):
        slate = recommender.recommend(player=contact.player, context=wish, limit=1, rng=rng, now=now, explore=explore)
        if slate.picks:
            return slate
    return None


def _this_game(contact: Contact, game_id: int, *, now: datetime, rng: np.random.Generator) -> Slate | None:
    game = Game.objects.filter(pk=game_id, is_published=True).only("slug", "title").first()
    if game is None:
        return None
    pin = Rule(
        rule_id=_MODEST, name=f"campaign about {game.title}", kind=PIN, filter=Filter(slugs=frozenset({game.slug}))
    )
    slate = recommender.recommend(
        player=contact.player, context=Context(exclude_seen=False), limit=1, rng=rng, now=now, explore=False,
        rules=(*rulebook.in_use(), pin),
    )  # fmt: skip
    is_it = bool(slate.picks) and slate.picks[0].facts.game_id == game_id
    return slate if is_it else None
