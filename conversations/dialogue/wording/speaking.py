"""With whose words and in which style somebody is answered: persona, English, tone, their own way, the hour there."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from django.conf import settings

from conversations.dialogue.said import english
from conversations.dialogue.said.persona_requests import level_within
from conversations.dialogue.state import REPLIES_BETWEEN_NAMES, DialogueState
from conversations.dialogue.types import Outcome, Turn
from conversations.dialogue.wording.prompt_text import HINT_KEYS, PromptName
from conversations.dialogue.wording.voice import Style, Voice, daytime_of, tone_for
from conversations.knowledge.files import read_word_ranks
from conversations.models import Contact
from conversations.personas import tone_overrides
from conversations.personas import trials as persona_trials

_MOST_REFUSALS = 99
_REFUSALS_BETWEEN_HINTS = 3
# What pleases them or leads elsewhere; after it the refusals count from the beginning.
_PLEASED = ("like", "recommend", "greet", "stop", "start", "erase", "human")


def voice_for(
    *, contact: Contact, state: DialogueState, mood: str, level: str, now: datetime, rng: np.random.Generator
) -> Voice:
    """The voice of one turn. Its chance is its own: whoever speaks, the same games are picked."""
    own = tone_for(mood)
    tone, labels = tone_overrides.tone_for(contact.player, own=own)
    style = Style(
        tone=tone,
        uses_slang=state.uses_slang,
        is_low=own == "warm",
        is_terse=state.english.is_terse,
        daytime=daytime_of(now, contact.time_zone),
        may_name=state.since_name >= REPLIES_BETWEEN_NAMES,
        labels=labels,
    )
    words = persona_trials.cast_for(contact.player.public_id).speaker(contact.persona, level).wordings
    return Voice(style=style, last_used=state.wordings, rng=rng.spawn(1)[0], wordings=words)


def spoken_by(contact: Contact, level: str, outcome: Outcome, *, used: Collection[str]) -> dict[str, str | int]:
    """Whose words an answer is in, for the figures of each change of a persona's texts. ``used`` are its keys."""
    public_id = contact.player.public_id
    wanted = str(outcome.effects.manner.get("persona", contact.persona))
    speaker = persona_trials.cast_for(public_id).speaker(
        wanted, str(outcome.effects.manner.get("english_level", level))
    )
    name = PromptName(speaker.persona, speaker.level)
    number = persona_trials.number_for(public_id, name)
    told: dict[str, str | int] = {"persona": name.persona, "level": name.level, "number": number}
    if any(key.startswith(HINT_KEYS) for key in used):
        told["hint"] = persona_trials.number_for(public_id, replace(name, is_hint=True))
    return told


def listen(state: DialogueState, text: str) -> DialogueState:
    """The state with what one more message shows of their English."""
    return state.having_heard(english.listen(state.english, text, ranks=_word_ranks(settings.MODEL_DIR)))


def level_for(contact: Contact, state: DialogueState, text: str) -> str:
    """The level to answer at: as asked for or set by a person, else as they write."""
    if asked := level_within(text):
        return asked
    if contact.english_level_by != Contact.LevelBy.GUESS:
        return contact.english_level
    if english.admits_little_english(text):
        return english.EASY
    return english.level_after(state.english, contact.english_level)


def new_manner(turn: Turn) -> dict[str, str]:
    """What to store of the level: what they asked for in passing, or a new guess. Of a child nothing is guessed."""
    by_player = bool(level_within(turn.text))
    if not by_player and (turn.is_child or turn.english_level == turn.contact.english_level):
        return {}
    by = Contact.LevelBy.PLAYER if by_player else Contact.LevelBy.GUESS
    return {"english_level": turn.english_level, "english_level_by": by}


def after_speaking(state: DialogueState, turn: Turn, outcome: Outcome) -> DialogueState:
    """What the next turn's voice has to know."""
    intent = turn.reading.intent
    if intent == "dislike" or any(reaction.kind == "dislike" for reaction in outcome.effects.reactions):
        state = replace(state, refusals=min(turn.state.refusals + 1, _MOST_REFUSALS))
    elif intent in _PLEASED:
        state = replace(state, refusals=0)
    voice = turn.voice
    since = 0 if voice.has_named else min(turn.state.since_name + bool(voice.used), REPLIES_BETWEEN_NAMES)
    return replace(state, since_name=since)


def is_stuck(state: DialogueState, before: DialogueState) -> bool:
    """Every third refusal in a row earns a nudge."""
    return state.refusals > before.refusals and state.refusals % _REFUSALS_BETWEEN_HINTS == 0


@functools.lru_cache(maxsize=2)
def _word_ranks(model_dir: Path) -> Mapping[str, int]:
    return read_word_ranks(model_dir)
