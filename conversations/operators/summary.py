"""What an operator needs to know before the first word: how they feel, what they want, what they saw, why we called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conversations.dialogue.state import DialogueState, Tonight
from conversations.dialogue.wording import naming
from conversations.memory import last_days as memory
from conversations.models import Contact, HandOver, MoodReading, Session
from games.models import Impression, Player

_PICKS, _MOODS = 5, 3


@dataclass(frozen=True)
class ShownPick:
    title: str
    at: datetime
    outcome: str


@dataclass(frozen=True)
class Summary:
    """``moods`` and ``picks`` are newest first; ``tonight`` and ``lasting`` are facts in words."""

    hand_over: HandOver | None
    moods: tuple[str, ...]
    tonight: tuple[str, ...]
    lasting: tuple[str, ...]
    picks: tuple[ShownPick, ...]


def summarise(contact: Contact, *, now: datetime) -> Summary:
    """Six queries, whatever was said."""
    session = Session.objects.filter(contact=contact).order_by("-opened_at", "-pk").only("state").first()
    state = DialogueState.from_json(session.state if session else {})
    since = now - memory.REMEMBERED
    moods = MoodReading.objects.filter(contact=contact, at__gt=since).values_list("mood", flat=True)[:_MOODS]
    shown = Impression.objects.filter(player_id=contact.player_id, shown_at__gt=since).order_by("-shown_at", "slot")
    return Summary(
        hand_over=HandOver.objects.still_open()
        .with_waiting_time()
        .select_related("claimed_by")
        .filter(contact=contact)
        .first(),
        moods=tuple(moods),
        tonight=_of_tonight(state.tonight),
        lasting=_lasting(contact.player),
        picks=tuple(
            ShownPick(title, at, outcome)
            for title, at, outcome in shown.values_list("game__title", "shown_at", "outcome")[:_PICKS]
            if at is not None
        ),
    )


def _of_tonight(tonight: Tonight) -> tuple[str, ...]:
    facts = (
        f"mood: {tonight.mood}" if tonight.mood else "",
        f"in their words: “{tonight.wish}”" if tonight.wish else "",
        f"on {naming.joined(map(naming.platform, tonight.platforms), 'or')}" if tonight.platforms else "",
        f"not on {naming.joined(map(naming.platform, tonight.excluded_platforms), 'or')}"
        if tonight.excluded_platforms
        else "",
        f"{naming.joined(map(naming.genre, tonight.genres))}" if tonight.genres else "",
        f"no {naming.joined(map(naming.genre, tonight.excluded_genres), 'or')}" if tonight.excluded_genres else "",
        f"up to {tonight.price_max} {tonight.currency}" if tonight.price_max else "",
        f"{tonight.minutes} minutes" if tonight.minutes else "",
        naming.mode(tonight.player_mode) if tonight.player_mode else "",
        f"like {naming.joined(tonight.like_titles)}" if tonight.like_titles else "",
        f"a child of {tonight.child_age} plays along" if tonight.child_age is not None else "",
    )
    return tuple(filter(None, facts))


def _lasting(player: Player) -> tuple[str, ...]:
    facts = (
        f"plays on {naming.joined(map(naming.platform, player.platforms))}" if player.platforms else "",
        f"into {naming.joined(map(naming.genre, player.liked_genres))}" if player.liked_genres else "",
        f"not into {naming.joined(map(naming.genre, player.avoided_genres))}" if player.avoided_genres else "",
        f"budget {player.budget:f} {player.budget_currency}" if player.budget is not None else "",
        f"usually {player.usual_minutes} minutes" if player.usual_minutes else "",
        str(Player.AgeBand(player.age_band).label) if player.age_band else "",
    )
    return tuple(filter(None, facts))
