"""What the last seven days tell about a person: moods, games shown, reactions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.models import Contact, MoodReading
from games.models import Impression, Interaction

REMEMBERED = timedelta(days=7)
KINDS = ("like", "dislike", "played")
_MOST_MOODS, _MOST_GAMES = 50, 60


@dataclass(frozen=True)
class Shown:
    title: str
    slug: str
    at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Reacted:
    kind: str
    title: str
    slug: str
    at: datetime


@dataclass(frozen=True)
class Memory:
    """Newest first."""

    moods: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    reactions: tuple[Reacted, ...] = ()

    @property
    def last_mood(self) -> str:
        return self.moods[0] if self.moods else ""

    def usual_moods(self, limit: int = 3) -> tuple[str, ...]:
        return tuple(mood for mood, _ in Counter(self.moods).most_common(limit))

    def titles(self, *kinds: str) -> tuple[str, ...]:
        """Titles that drew one of these reactions, newest first, each once."""
        return tuple(dict.fromkeys(one.title for one in self.reactions if one.kind in kinds))

    def verdicts(self, kind: str) -> tuple[str, ...]:
        """Titles whose newest word is this one of like and dislike, newest first."""
        last_word: dict[str, str] = {}
        for one in self.reactions:
            if one.kind in ("like", "dislike"):
                last_word.setdefault(one.title, one.kind)
        return tuple(title for title, said in last_word.items() if said == kind)

    @property
    def last_loved(self) -> str:
        """The game to open with: liked or played, and not turned down since."""
        last_word: dict[str, str] = {}
        for one in self.reactions:
            last_word.setdefault(one.title, one.kind)
        return next((title for title, kind in last_word.items() if kind in ("like", "played")), "")

    @property
    def last_unanswered(self) -> str:
        """The lead pick that we have heard nothing about."""
        answered = {one.slug for one in self.reactions}
        return next((one.title for one in self.shown if one.slug not in answered and one.outcome == "pending"), "")


def recall(*, contact: Contact, now: datetime) -> Memory:
    """Read what the last seven days left. Three queries."""
    since = now - REMEMBERED
    moods = MoodReading.objects.filter(contact=contact, at__gt=since, at__lte=now)
    shown = Impression.objects.filter(player_id=contact.player_id, shown_at__gt=since, shown_at__lte=now)
    reactions = Interaction.objects.filter(
        player_id=contact.player_id,
        kind__in=KINDS,
        at__gt=since,
        at__lte=now,
        game__isnull=False,
    )
    return Memory(
        moods=tuple(moods.order_by("-at", "-pk").values_list("mood", flat=True)[:_MOST_MOODS]),
        shown=tuple(
            Shown(*row)
            for row in shown.order_by("-shown_at", "slot", "pk").values_list(
                "game__title", "game__slug", "shown_at", "outcome"
            )[:_MOST_GAMES]
        ),
        reactions=tuple(
            Reacted(*row)
            for row in reactions.order_by("-at", "-pk").values_list("kind", "game__title", "game__slug", "at")[
                :_MOST_GAMES
            ]
        ),
    )
