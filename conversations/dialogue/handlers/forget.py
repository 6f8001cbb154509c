"""What do you know about me, and forget this of it: a line, a taste, a mood, a machine. The very next pick shows it."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from conversations.dialogue.offers import references
from conversations.dialogue.said.memory_words import Asked
from conversations.dialogue.state import DialogueState, Tonight
from conversations.dialogue.times import whereabouts
from conversations.dialogue.types import Draft, Outcome, Prompt, Reaction, Turn
from conversations.dialogue.wording import card, naming
from conversations.memory import last_days as memory
from conversations.models import Reminder
from conversations.understanding import understand
from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.types import ReadingContext
from games.models import Interaction, Player
from games.players.saved import saved_games

_SAID = phrases_of("topics_of_notes", Path(__file__).parent / "phrases")

AWAITING = "card"
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("taste", re.compile(r"\bmy (?:whole |entire |game |gaming |learn(?:t|ed) )*tastes?\b")),
    ("like", re.compile(r"\bwhat i(?:'ve)? (?:liked|loved)\b|\bmy liked games\b")),
    ("dislike", re.compile(r"\bwhat i(?:'ve)? (?:disliked|hated|turned down)\b")),
    ("played", re.compile(r"\bwhat i(?:'ve)? (?:already )?played\b")),
    ("budget", re.compile(_SAID["budget"])),
    ("name", re.compile(r"\bmy (?:first |real )?name\b|\bwhat i'?m called\b|\bwho i am\b")),
    ("time_zone", re.compile(r"\bmy (?:time ?-?zone|clock|city|location)\b|\bwhere i (?:live|am)\b")),
    ("age", re.compile(_SAID["age"])),
    ("usual_minutes", re.compile(_SAID["usual minutes"])),
    ("platforms", re.compile(_SAID["platforms"])),
    ("liked_genres", re.compile(r"\bmy (?:fav\w* |liked )?(?:genres?|likes)\b|\bwhat i (?:like|love)\b")),
    ("avoided_genres", re.compile(r"\bmy (?:dislikes|hates|no-?gos?)\b|\bwhat i (?:hate|don'?t like|dislike)\b")),
    ("moods", re.compile(r"\bmy (?:moods?|feelings?)\b|\bhow i(?:'m| am|'ve been)? (?:feel|felt|feeling)\b")),
    ("list", re.compile(r"\bmy (?:\w+ )?(?:list|wishlist|backlog)\b")),
    ("reminders", re.compile(r"\bmy reminders?\b")),
    ("english_help", re.compile(_SAID["english help"])),
    ("english", re.compile(r"\bmy english\b")),
    ("skills", re.compile(r"\bmy (?:\w+ )?skills?\b|\bhow (?:good|bad) i am\b")),
)  # fmt: skip
_WORDS = {
    "taste": "your taste in games, all that I'd learnt of it",
    "name": "your name", "platforms": "what you play on", "liked_genres": "the genres you like",
    "avoided_genres": "the genres you avoid", "budget": "your budget", "usual_minutes": "your usual time",
    "age": "your age", "moods": "this week's moods", "like": "what you liked this week",
    "dislike": "what wasn't for you", "played": "what you've played", "list": "your list",
    "reminders": "your reminders", "time_zone": "your clock", "english": "how you like your English",
    "skills": "what your journeys found", "english_help": "that I help with your English",
}  # fmt: skip
# Moods that are only another word for a genre.
_MOOD_OF = {"horror": "spooky", "puzzle": "brainy"}
_FEELS = re.compile(r"\b(?:i'?m|i am|i was|i feel|i felt|i'?ve been|feeling|me being|i said|i told|being)\b")


def tell(turn: Turn) -> Outcome:
    """Everything, in numbered lines."""
    lines = card.lines_for(turn)
    known = "\n".join(f"{number}. {line.words}" for number, line in enumerate(lines, start=1))
    state = replace(turn.state, card=tuple(line.topic for line in lines), awaiting=AWAITING if lines else "")
    if not known:
        return turn.answer("profile.blank", state=state)
    return Outcome(Draft((turn.say("profile.summary", known=known), turn.say("card.hint"))), state)


def line(turn: Turn, asked: Asked) -> Outcome:
    """By its number on the card that they have before them."""
    topics = turn.state.card or tuple(one.topic for one in card.lines_for(turn))
    number = asked.numbers[0]
    if not topics or not (number == -1 or 1 <= number <= len(topics)):
        return tell(turn).led_by(turn.say("forget.no_line"))
    return _topic(turn, topics[number - 1 if number > 0 else -1])


def handle(turn: Turn, asked: Asked) -> Outcome | None:
    """By what it says; None where nothing of ours is meant."""
    player, words, slots = turn.player, asked.what, turn.reading.slots
    genres = {*slots.genres, *slots.themes, *slots.left_out, *slots.allow_genres}
    liked = [key for key in player.liked_genres if key in genres]
    avoided = [key for key in player.avoided_genres if key in genres]
    owned = {*turn.reading.slots.platforms, *turn.reading.slots.exclude_platforms}
    platforms = [key for key in dict.fromkeys((*player.platforms, *turn.state.tonight.platforms)) if key in owned]
    if liked or avoided or platforms:
        facts = {"liked_genres": liked, "avoided_genres": avoided, "platforms": platforms}
        what = [*(f"that you like {naming.genre(key)}" for key in liked),
                *(f"that you avoid {naming.genre(key)}" for key in avoided),
                *(f"that you play on {naming.platform(key)}" for key in platforms)]  # fmt: skip
        return _forgotten(turn, naming.joined(what), facts)
    if asked.kind == "gone":
        return None
    if title := _title_in(turn, words):
        return title
    for topic, pattern in _TOPICS:
        if pattern.search(words):
            return _topic(turn, topic)
    if moods := _moods_in(turn, words):
        return _forget_moods(turn, moods)
    learnt = {f"{kind}:{key}" for key in genres for kind in ("genre", "tag")} & set(player.scores)
    if learnt or genres & {*turn.state.tonight.genres, *turn.state.tonight.excluded_genres}:
        key = sorted(genres)
        return _forgotten(
            turn, f"what I'd guessed about {naming.joined(map(naming.genre, key))}", {"liked_genres": key}
        )
    return turn.answer("forget.nothing", state=turn.state, prompts=(Prompt("card", "what you know"),))


def _topic(turn: Turn, topic: str) -> Outcome:
    player = turn.player
    what = _WORDS[topic]
    if topic == "age" and player.age_band != Player.AgeBand.ADULT:
        return turn.answer("forget.age_stays" if player.age_band else "forget.nothing", state=turn.state)
    if topic in ("platforms", "liked_genres", "avoided_genres"):
        return _forgotten(turn, what, {topic: list(getattr(player, topic))})
    if topic in ("budget", "usual_minutes", "age", "skills"):
        return _forgotten(turn, what, {topic: True})
    if topic == "taste":
        return _reset(turn, what)
    if topic == "moods":
        return _forget_moods(turn, tuple(dict.fromkeys(turn.recall().moods)))
    if topic == "time_zone":
        state = replace(_settled(turn), asked=tuple(one for one in turn.state.asked if one != whereabouts.ASKED))
        return _said(turn, what, state, key="forget.gone").remembering(time_zone="")
    key = "forget.done" if topic in ("like", "dislike", "played") else "forget.gone"
    outcome = _said(turn, what, _settled(turn), key=key)
    if topic in ("like", "dislike", "played"):
        return outcome.remembering(taken_back=_reacted(turn, topic))
    if topic == "list":
        gone = tuple(Reaction("unsave", one.game.pk) for one in saved_games(player))
        return outcome.with_effects(reactions=gone)
    if topic == "reminders":
        waiting = Reminder.objects.waiting().filter(contact=turn.contact)
        return outcome.remembering(cancelled=tuple(waiting.values_list("pk", flat=True)))
    if topic == "english":
        return outcome.remembering(forgets_english=True)
    if topic == "english_help":
        return outcome.with_effects(manner={"english_help": False})
    # Nor is it asked for again: they have just said that they would rather not be called by one.
    state = replace(outcome.state, asked=tuple(dict.fromkeys((*outcome.state.asked, "name"))))
    return replace(outcome, state=state).remembering(forgets_name=True)


def _reset(turn: Turn, what: str) -> Outcome:
    """The genres they named and whatever their reactions taught; what they own, pay and played stays known."""
    player = turn.player
    facts = {"liked_genres": list(player.liked_genres), "avoided_genres": list(player.avoided_genres)}
    return _forgotten(turn, what, facts).remembering(resets_taste=True)


def _forgotten(turn: Turn, what: str, facts: dict[str, Any]) -> Outcome:
    """Of the lasting facts, and of tonight's wish where it said the same."""
    state, tonight = _settled(turn), turn.state.tonight
    genres = {*facts.get("liked_genres", ()), *facts.get("avoided_genres", ())}
    platforms = set(facts.get("platforms", ()))
    tonight = replace(
        tonight,
        genres=tuple(key for key in tonight.genres if key not in genres),
        excluded_genres=tuple(key for key in tonight.excluded_genres if key not in genres),
        platforms=tuple(key for key in tonight.platforms if key not in platforms),
        wish="" if genres & {*tonight.genres, *tonight.excluded_genres} else tonight.wish,
    )
    tonight = _without_its_mood(tonight, genres)
    if facts.get("budget"):
        tonight = replace(tonight, price_max="", currency="")
    if facts.get("usual_minutes"):
        tonight = replace(tonight, minutes=None, shorter_than=None)
    return _said(turn, what, replace(state, tonight=tonight, before=None)).remembering(forgotten=facts)


def _without_its_mood(tonight: Tonight, genres: Set[str]) -> Tonight:
    """Who takes back that they like horror is not shown it because they wanted a scare an hour ago, or one like it."""
    moods = {_MOOD_OF[key] for key in genres if key in _MOOD_OF}
    of_it = {game.title.casefold() for game in references.called(tonight.like_titles) if genres & {*game.genres}}
    like_titles = tuple(title for title in tonight.like_titles if title.casefold() not in of_it)
    if not moods & {tonight.mood, tonight.secondary_mood}:
        return replace(tonight, like_titles=like_titles)
    return replace(
        tonight,
        mood="" if tonight.mood in moods else tonight.mood,
        secondary_mood="" if tonight.secondary_mood in moods else tonight.secondary_mood,
        like_titles=like_titles,
        wish="",
    )


def _forget_moods(turn: Turn, moods: tuple[str, ...]) -> Outcome:
    tonight = turn.state.tonight
    if {tonight.mood, tonight.secondary_mood} & set(moods):
        tonight = replace(tonight, mood="", secondary_mood="", wish="")
    what = naming.joined((f"that you were {mood}" for mood in moods), "or") or _WORDS["moods"]
    return _said(turn, what, replace(_settled(turn), tonight=tonight, before=None)).remembering(moods=moods)


def _title_in(turn: Turn, words: str) -> Outcome | None:
    """A game they reacted to: the reaction goes, and what was learnt from it."""
    reacted = Interaction.objects.filter(player=turn.player, game__isnull=False, kind__in=memory.KINDS)
    told = [row for row in reacted.values_list("kind", "game_id", "game__title") if len(row[2]) > 2]
    named = sorted((row for row in told if row[2].casefold() in words), key=lambda row: -len(row[2]))
    if not named:
        return None
    title = named[0][2]
    gone = tuple(sorted({(kind, game_id) for kind, game_id, its in named if its == title}))
    return _said(turn, f"what you said about {title}", _settled(turn)).remembering(taken_back=gone)


def _reacted(turn: Turn, kind: str) -> tuple[tuple[str, int], ...]:
    since = turn.now - memory.REMEMBERED
    ids = Interaction.objects.filter(player=turn.player, kind=kind, at__gt=since, game__isnull=False)
    return tuple((kind, game_id) for game_id in sorted(set(ids.values_list("game_id", flat=True))) if game_id)


def _moods_in(turn: Turn, words: str) -> tuple[str, ...]:
    """The moods that "I said I'm sad" names, among those that we hold."""
    held = set(turn.recall().moods) | {turn.state.tonight.mood, turn.state.tonight.secondary_mood} - {""}
    said = {mood for mood in held if re.search(rf"\b{mood}\b", words)}
    if not said and _FEELS.search(words):
        reading = understand(_FEELS.sub(" I feel ", words), ReadingContext(), knowledge=turn.knowledge)
        said = {reading.mood} & held
    return tuple(sorted(said))


def _said(turn: Turn, what: str, state: DialogueState, *, key: str = "forget.done") -> Outcome:
    return turn.answer(key, state=state, what=what, prompts=(Prompt("card", "what's left"),))


def _settled(turn: Turn) -> DialogueState:
    return replace(turn.state, awaiting="", card=(), misunderstood_in_a_row=0)
