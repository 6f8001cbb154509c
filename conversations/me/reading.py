"""What a player's page shows, read in a handful of statements."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from conversations.dialogue.wording import naming
from conversations.models import MoodReading
from games.api import feeds, wishes
from games.api.principals import OF_A_PLAYER, Principal
from games.models import Interaction, Player
from games.players.saved import Saved, saved_games
from games.taste.scores import Taste, faded

GAMES: Final = 10
_DAYS: Final = 7
_MOST_TASTES, _MOST_PLAYED = 12, 30
_LEAST: Final = 0.02


@dataclass(frozen=True)
class Day:
    """``moods`` as they were told, the first first."""

    on: date
    moods: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """Something we go by, in words, and what the button that forgets it sends."""

    label: str
    kind: str
    key: str
    is_liked: bool = True
    percent: int = 0


@dataclass(frozen=True)
class Played:
    title: str
    at: datetime


@dataclass(frozen=True)
class MyPage:
    week: Sequence[Day]
    tastes: Sequence[Fact]
    facts: Sequence[Fact]
    saved: Sequence[Saved]
    played: Sequence[Played]
    games: Sequence[Mapping[str, Any]]
    is_child: bool


def page_of(player: Player, *, now: datetime, rng: np.random.Generator) -> MyPage:
    return MyPage(
        week=mood_week(player, now=now),
        tastes=tastes_of(player, now=now),
        facts=facts_of(player),
        saved=saved_games(player),
        played=played_by(player),
        games=feed_of(player, now=now, rng=rng),
        is_child=player.age_band == Player.AgeBand.UNDER_13,
    )


def mood_week(player: Player, *, now: datetime) -> tuple[Day, ...]:
    """The last seven days by the player's own clock, the oldest first."""
    zone = ZoneInfo(player.time_zone or settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    told: dict[date, list[str]] = {today - timedelta(days=back): [] for back in range(_DAYS)[::-1]}
    rows = MoodReading.objects.filter(contact__player=player, at__gt=now - timedelta(days=_DAYS), at__lte=now)
    for mood, at in rows.order_by("at", "pk").values_list("mood", "at"):
        if (day := at.astimezone(zone).date()) in told:
            told[day].append(mood)
    return tuple(Day(day, tuple(dict.fromkeys(moods))) for day, moods in told.items())


def tastes_of(player: Player, *, now: datetime) -> tuple[Fact, ...]:
    """Said ones first, then what reactions taught, the strongest first; each can be removed."""
    said = [
        *(Fact(_words(key), "liked", key, percent=100) for key in player.liked_genres),
        *(Fact(_words(key), "avoided", key, is_liked=False, percent=100) for key in player.avoided_genres),
    ]
    known = {fact.key for fact in said}
    scores: dict[str, float] = {}
    now_worth = faded(Taste(player.scores, player.scores_at), now=now, half_life=settings.TASTE_HALF_LIFE)
    for name, score in now_worth.items():
        key = name.partition(":")[2]
        if key not in known and abs(score) > abs(scores.get(key, 0.0)):
            scores[key] = score
    strongest = sorted(scores.items(), key=lambda item: (-abs(item[1]), item[0]))[:_MOST_TASTES]
    learnt = [
        Fact(_words(key), "liked" if score > 0 else "avoided", key, is_liked=score > 0, percent=round(abs(score) * 100))
        for key, score in strongest
        if abs(score) >= _LEAST
    ]
    return (*said, *learnt)


def facts_of(player: Player) -> tuple[Fact, ...]:
    facts = [Fact(f"plays on {naming.platform(key)}", "platform", key) for key in player.platforms]
    if player.budget is not None:
        facts.append(Fact(f"pays up to {player.budget:.2f} {player.budget_currency}", "budget", "budget"))
    if player.usual_minutes:
        facts.append(Fact(f"has about {player.usual_minutes} minutes", "minutes", "minutes"))
    return tuple(facts)


def played_by(player: Player) -> tuple[Played, ...]:
    """Each game once, by the last time they said so."""
    rows = Interaction.objects.filter(player=player, kind=Interaction.Kind.PLAYED, game__isnull=False)
    last: dict[str, Played] = {}
    for title, at in rows.order_by("-at", "-pk").values_list("game__title", "at")[: 10 * _MOST_PLAYED]:
        last.setdefault(title, Played(title, at))
    return tuple(last.values())[:_MOST_PLAYED]


def feed_of(player: Player, *, now: datetime, rng: np.random.Generator) -> Sequence[Mapping[str, Any]]:
    """The same feed as below /v1/, ten games long: it changes when the profile does."""
    who = Principal(
        key=f"player:{player.public_id}", scopes=OF_A_PLAYER, player_id=player.pk, public_id=str(player.public_id),
        profile_version=player.profile_version,
    )  # fmt: skip
    wish = wishes.Wish(data={})
    wish.is_valid(raise_exception=True)
    body = feeds.page_for(
        who, wishes.read(wish.validated_data, city="", limit=GAMES), page=0, now=now, rng=rng
    )  # fmt: skip
    games: Sequence[Mapping[str, Any]] = json.loads(body)["items"] if body else []
    return [{**one, "platforms": naming.platforms_of(one["platforms"], player.platforms)} for one in games]


def _words(key: str) -> str:
    return key.replace("-", " ")
