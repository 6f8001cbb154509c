"""What the player page tells of somebody: how they felt, what they were offered and did with it, their yes and no."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conversations.models import ConsentChange, Contact, MoodReading, Session
from games.models import Impression, Interaction

_MOOD_DAYS, _MOST_READINGS = 60, 500
_MOST_PICKS, _MOST_CONSENTS, _MOST_SESSIONS = 40, 60, 15


@dataclass(frozen=True)
class MoodDay:
    """One day's moods in the order they were told, with how sure we were."""

    day: date
    moods: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Offered:
    """A game that was put before them, and what they did with it since; newest reaction first."""

    impression: Impression
    reactions: tuple[tuple[str, datetime], ...]


def moods_by_day(contact: Contact, *, now: datetime) -> list[MoodDay]:
    """Newest day first."""
    readings = MoodReading.objects.filter(contact=contact, at__gt=now - timedelta(days=_MOOD_DAYS))
    days: dict[date, list[tuple[str, float]]] = defaultdict(list)
    for at, mood, confidence in readings.values_list("at", "mood", "confidence")[:_MOST_READINGS]:
        days[at.date()].append((mood, confidence))
    return [MoodDay(day, tuple(reversed(told))) for day, told in days.items()]


def mood_shares(days: Iterable[MoodDay]) -> list[tuple[str, int, float]]:
    """Each mood with how often it was told, and that as a share of the most told, in per cent."""
    told = Counter(mood for day in days for mood, _ in day.moods).most_common()
    return [(mood, count, 100 * count / told[0][1]) for mood, count in told]


def offered(contact: Contact) -> list[Offered]:
    """Newest first; three queries."""
    shown = list(
        Impression.objects.filter(player_id=contact.player_id, shown_at__isnull=False)
        .select_related("game", "slate")
        .defer("slate__candidates", "slate__context", "game__embedding", "game__mood_fit")
        .order_by("-shown_at", "slot")[:_MOST_PICKS]
    )
    reactions: dict[int | None, list[tuple[str, datetime]]] = defaultdict(list)
    did = Interaction.objects.filter(player_id=contact.player_id, game__in=[one.game_id for one in shown])
    for game_id, kind, at in did.order_by("-at", "-pk").values_list("game_id", "kind", "at"):
        reactions[game_id].append((str(Interaction.Kind(kind).label), at))
    return [
        Offered(one, tuple(did for did in reactions[one.game_id] if one.shown_at and did[1] >= one.shown_at))
        for one in shown
    ]


def consents(contact: Contact) -> list[ConsentChange]:
    return list(ConsentChange.objects.filter(contact=contact).select_related("evidence")[:_MOST_CONSENTS])


def sessions(contact: Contact) -> list[Session]:
    return list(Session.objects.filter(contact=contact).defer("state")[:_MOST_SESSIONS])
