"""What is lastingly known of a player: remembered under a lock, forgotten on request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from games import themes
from games.models import Impression, Interaction, Player, PlayerClusterMembership, Slate
from games.players.places import visited
from games.recommender.types import Money
from games.taste.learning import NOTHING_LEARNT
from games.trends import is_zone
from games.vocabulary import GENRES, PLATFORMS

_OF_A_CHILD_NOTHING: dict[str, Any] = {
    "liked_genres": [],
    "avoided_genres": [],
    "budget": None,
    "budget_currency": "",
    "usual_minutes": None,
    "onboarding_intent": "",
    "gender": "",
    "city": "",
    "time_zone": "",
    "places": [],
    "skills": {},
    **NOTHING_LEARNT,
}


@transaction.atomic
def remember(
    *,
    player_id: int,
    platforms: Sequence[str] | None = None,
    add_platforms: Sequence[str] = (),
    liked_genres: Sequence[str] = (),
    avoided_genres: Sequence[str] = (),
    budget: Money | None = None,
    usual_minutes: int | None = None,
    age_band: str | None = None,
    city: str = "",
    neighbourhood: str = "",
    time_zone: str | None = None,
    gender: str | None = None,
    onboarding_intent: str | None = None,
    skills: Mapping[str, int] | None = None,
    at: datetime | None = None,
) -> None:
    """Keep lasting facts; None and () leave what is known untouched, and a ``time_zone`` of "" forgets it.

    ``at`` is when it was said: of two tastes that become one the later word counts.

    The last word counts: a genre that is liked now is no longer avoided, and the other way round.
    Of a player under 13 only the platforms are kept; what was known before is dropped with the
    news of the age. Keys that the vocabulary does not know are ignored.
    """
    player = Player.objects.select_for_update().get(pk=player_id)
    before, told_before = _remembered(player), player.told_at
    if age_band is not None:
        player.age_band = Player.AgeBand(age_band)
    if platforms is not None:
        player.platforms = _known(platforms, PLATFORMS)
    player.platforms = _known([*player.platforms, *add_platforms], PLATFORMS)
    if player.age_band == Player.AgeBand.UNDER_13:
        for name, nothing in _OF_A_CHILD_NOTHING.items():
            setattr(player, name, nothing)
        player.told_at = {}
        PlayerClusterMembership.objects.filter(player=player).delete()
    else:
        liked = _known(liked_genres, GENRES)
        avoided = [key for key in dict.fromkeys(avoided_genres) if key in GENRES or themes.is_key(key)]
        player.liked_genres = [*(g for g in player.liked_genres if g not in {*liked, *avoided}), *liked]
        player.avoided_genres = [*(g for g in player.avoided_genres if g not in {*liked, *avoided}), *avoided]
        # Said in one breath, "no" is the word to be careful with.
        player.liked_genres = [genre for genre in player.liked_genres if genre not in avoided]
        if budget is not None:
            player.budget, player.budget_currency = budget.amount, budget.currency
        if usual_minutes is not None:
            player.usual_minutes = usual_minutes
        if city:
            player.city, player.places = city, visited(player.places, city=city, neighbourhood=neighbourhood)
        if time_zone is not None:
            player.time_zone = time_zone if is_zone(time_zone) else ""
        if gender is not None:
            player.gender = gender
        if onboarding_intent is not None:
            player.onboarding_intent = Player.OnboardingIntent(onboarding_intent)
        if skills:
            told = {genre: min(max(int(score), 0), 100) for genre, score in skills.items() if genre in GENRES}
            player.skills = {**player.skills, **told}
        said: dict[str, object] = {
            "budget": budget, "usual_minutes": usual_minutes, "city": city or None, "time_zone": time_zone,
            "gender": gender, "onboarding_intent": onboarding_intent, "skills": skills or None,
        }  # fmt: skip
        if at is not None:
            player.told_at = _told(player, (name for name, value in said.items() if value is not None), at)
    if _remembered(player) != before:
        player.profile_version += 1
    elif player.told_at == told_before:
        return
    player.save(update_fields=[*_FIELDS, "told_at", "profile_version"])


@transaction.atomic
def forget(
    *,
    player_id: int,
    now: datetime,
    platforms: Sequence[str] = (),
    liked_genres: Sequence[str] = (),
    avoided_genres: Sequence[str] = (),
    budget: bool = False,
    usual_minutes: bool = False,
    age: bool = False,
    skills: bool = False,
) -> None:
    """Drop lasting facts. With a taste goes what was learnt of its genre, so that the next pick does not lean on it.

    The age of somebody under 18 stays: it protects them.
    """
    player = Player.objects.select_for_update().get(pk=player_id)
    before, unlearnt, told_before = _remembered(player), player.unlearnt, player.told_at
    player.platforms = [key for key in player.platforms if key not in platforms]
    player.liked_genres = [key for key in player.liked_genres if key not in liked_genres]
    player.avoided_genres = [key for key in player.avoided_genres if key not in avoided_genres]
    gone = {f"{kind}:{genre}" for genre in (*liked_genres, *avoided_genres) for kind in ("genre", "tag")}
    player.scores = {name: score for name, score in player.scores.items() if name not in gone}
    player.unlearnt = {**player.unlearnt, **{name: now.isoformat() for name in sorted(gone)}}
    if budget:
        player.budget, player.budget_currency = None, ""
    if usual_minutes:
        player.usual_minutes = None
    # To take something back is a word too, and an older one does not bring it back.
    taken_back = [name for name, is_it in (("budget", budget), ("usual_minutes", usual_minutes)) if is_it]
    player.told_at = _told(player, taken_back, now)
    if skills:
        player.skills = {}
    if age and player.age_band == Player.AgeBand.ADULT:
        player.age_band = Player.AgeBand.UNKNOWN
    if _remembered(player) != before:
        player.profile_version += 1
    elif (player.unlearnt, player.told_at) == (unlearnt, told_before):
        return
    player.save(update_fields=[*_FIELDS, "unlearnt", "told_at", "profile_version"])


@transaction.atomic
def forget_everything(*, player_id: int) -> None:
    """Back to a stranger: no history, no taste, no profile. The row stays, for its owner may play on."""
    player = Player.objects.select_for_update().get(pk=player_id)
    for model in (Interaction, Impression, Slate, PlayerClusterMembership):
        model._default_manager.filter(player=player).delete()
    for name, nothing in _OF_A_CHILD_NOTHING.items():
        setattr(player, name, nothing)
    player.platforms, player.age_band, player.unlearnt, player.told_at = [], Player.AgeBand.UNKNOWN, {}, {}
    player.events_count, player.cold_start_done = 0, False
    player.profile_version += 1
    player.save(update_fields=[*_FIELDS, "unlearnt", "told_at", "events_count", "cold_start_done", "profile_version"])


_FIELDS = ("platforms", "age_band", *_OF_A_CHILD_NOTHING)


def _remembered(player: Player) -> list[object]:
    return [str(getattr(player, name)) for name in _FIELDS]


def _told(player: Player, names: Iterable[str], at: datetime) -> dict[str, str]:
    return {**player.told_at, **dict.fromkeys(names, at.isoformat())}


def _known(keys: Sequence[str], vocabulary: Sequence[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key in vocabulary]
