"""What we know of somebody, as numbered lines of which each can be taken out."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import clocks
from conversations.dialogue.said import own_words
from conversations.dialogue.times import whereabouts
from conversations.dialogue.times.times_said import in_words
from conversations.dialogue.types import Turn
from conversations.dialogue.wording import naming
from conversations.models import Contact, Reminder
from games.models import Player
from games.players.saved import saved_games

_MOODS_TOLD = 4
_TITLES_TOLD = 4


@dataclass(frozen=True)
class Line:
    """``topic`` is what "forget line 3" takes out."""

    topic: str
    words: str


def lines_for(turn: Turn) -> tuple[Line, ...]:
    """Everything lasting and the last seven days; what is not known has no line."""
    player, memory = turn.player, turn.recall()
    name = own_words.usable_name(turn.contact.display_name)
    saved = saved_games(player)
    moods = memory.usual_moods(_MOODS_TOLD)
    lines = (
        ("name", f"name: {name}" if name else ""),
        ("platforms", _of("plays on", map(naming.platform, player.platforms))),
        ("liked_genres", _of("into", map(naming.genre, player.liked_genres))),
        ("avoided_genres", _of("not into", map(naming.genre, player.avoided_genres))),
        ("budget", f"budget: {player.budget:f} {player.budget_currency} a game" if player.budget is not None else ""),
        ("usual_minutes", f"usual time: {player.usual_minutes} minutes" if player.usual_minutes else ""),
        ("skills", _of("skill, of 100", (f"{naming.genre(key)} {score}" for key, score in player.skills.items()))),
        ("age", f"age: {Player.AgeBand(player.age_band).label}" if player.age_band else ""),
        ("moods", _of("moods this week", moods)),
        ("like", _titles("liked this week", memory.verdicts("like"))),
        ("dislike", _titles("not for you", memory.verdicts("dislike"))),
        ("played", _titles("already played", memory.titles("played"))),
        ("list", _titles("on your list", tuple(one.game.title for one in saved))),
        ("reminders", _reminders(turn)),
        ("time_zone", _clock(turn)),
        ("english", _english(turn.contact)),
        ("english_help", "you asked me to help with your English" if turn.contact.english_help else ""),
    )  # fmt: skip
    return tuple(Line(topic, words) for topic, words in lines if words)


def _of(label: str, words: object) -> str:
    told = naming.joined(words)  # type: ignore[arg-type]
    return f"{label}: {told}" if told else ""


def _titles(label: str, titles: tuple[str, ...]) -> str:
    if not titles:
        return ""
    left = len(titles) - _TITLES_TOLD
    return (
        f"{label}: {', '.join(titles)}" if left <= 0 else f"{label}: {', '.join(titles[:_TITLES_TOLD])} and {left} more"
    )


def _reminders(turn: Turn) -> str:
    waiting = Reminder.objects.waiting().filter(contact=turn.contact).order_by("due_at", "pk")
    clock = whereabouts.clock_of(turn)
    now = turn.now.astimezone(clock)
    told = [f"{one.about} ({in_words(one.due_at.astimezone(clock), now=now)})" for one in waiting]
    return f"reminders: {', '.join(told)}" if told else ""


def _clock(turn: Turn) -> str:
    zone = whereabouts.zone_of(turn)
    told = "" if turn.contact.time_zone else ", by your number"
    return f"your clock: {clocks.name_of(zone)}{told}" if zone else ""


def _english(contact: Contact) -> str:
    if contact.english_level == Contact.EnglishLevel.NORMAL:
        return ""
    return f"you like {Contact.EnglishLevel(contact.english_level).label.lower()} English"
