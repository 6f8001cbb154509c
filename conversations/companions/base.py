"""What a companion's mode is, and when one may begin.

A mode answers messages of its own from a place in ``DialogueState.company``, which is saved with every turn, so that it
goes on after days and is where it was after a crash. It reads the same ``Turn`` as every handler, answers with the same
``Outcome``, and writes nothing: what is learnt of a player leaves as leanings, facts and planned writes, and its words
by the outbox. Whatever must work everywhere (STOP, a person, erasing, memory, a plain wish) is looked at before it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import ChainMap
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from conversations.dialogue.care import distress, grief
from conversations.dialogue.said import own_words
from conversations.dialogue.state import Company, DialogueState, Tonight
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming
from conversations.dialogue.wording.heard import facts_heard
from conversations.models import ModerationFlag
from conversations.understanding.normalise import read_message
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("wishes", Path(__file__).parent / "phrases")

ACTION = "companion"
GO_ON, LEAVE = "go_on", "leave"
_FLAGGED_FOR = timedelta(days=30)
# Offered again after so long, twice as long for each time in a row that nobody took it up.
_OFFERED_EVERY = timedelta(days=3)
_MOST_DOUBLINGS = 4
# So many messages in a row that a mode can make nothing of, and the usual talk answers.
PATIENCE = 2
_MENDED_CHARS = 160  # what asks for a story or stops one is short
# Slips of one thumb in words too short to be mended by likeness; in a mood or a wish they might be anything.
_THUMBED = {"teh": "the", "jus": "just", "gme": "game", "gmae": "game", "w": "with"}


class Mode(ABC):
    """One kind of company. ``noun`` is what people call it ("stop story"), ``title`` stands on the button for it."""

    key: ClassVar[str]
    noun: ClassVar[str]
    also_called: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[str]
    back: ClassVar[str]  # on the button that goes on with it

    @abstractmethod
    def asked_for(self, text: str) -> str | None:
        """The name of what these words ask for; "" for any of this kind, None where they ask for none."""

    @abstractmethod
    def begin(self, turn: Turn, name: str) -> Outcome:
        """The first answer. ``name`` is one of its own, or "" for one that fits."""

    @abstractmethod
    def hear(self, turn: Turn) -> Outcome | None:
        """The answer to words said in it; None where it can make nothing of them, which is not told to anybody."""

    @abstractmethod
    def tap(self, turn: Turn, argument: str) -> Outcome | None:
        """The answer to one of its own buttons; None for one of another time."""

    @abstractmethod
    def show(self, turn: Turn) -> Outcome:
        """Where they stand, once more: after an interruption, or when words led nowhere."""

    @abstractmethod
    def fits(self, turn: Turn, outcome: Outcome) -> str | None:
        """The name of what might be offered beside this answer of the usual talk ("" for any); None: nothing."""

    def is_for_others(self, turn: Turn) -> bool:
        """Whether what they say is for the usual talk, as a plain wish, a person or erasing always is."""
        return is_for_the_usual_talk(turn, expected=self.expects(turn))

    def expects(self, turn: Turn) -> bool:
        """Whether these words plainly answer what it has just told or asked: then a mere guess that they mean STOP or a
        person gives way. "Get out" is a way off a tram, "ask a friend for help" an answer."""
        return False

    def takes_up(self, turn: Turn) -> Outcome | None:
        """While it rests and nobody else makes anything of their words: the answer, where they are plainly for it."""
        return None

    def is_left_open(self, place: str) -> bool:
        """Whether there is something to go on with from this place, which they are told when they turn to another."""
        return True

    def hint(self, turn: Turn) -> Outcome | None:
        """A nudge for who is stuck."""
        return None

    def leave(self, turn: Turn) -> Outcome:
        """They want no more of it: back to the evening as it was."""
        state = replace(turn.state, company=turn.state.company.over(), awaiting="mood")
        return Outcome(back_to_the_evening(turn, f"{self.key}.left"), state)


def back_to_the_evening(turn: Turn, wording: str) -> Draft:
    """What closes it; where they had told what they want tonight, that is taken up and not asked for again."""
    tonight = turn.state.tonight
    said = replace(
        turn.reading.slots,
        price_max=float(tonight.price_max) if tonight.price_max else None,
        session_minutes=tonight.minutes,
    )
    facts = facts_heard(Tonight(), tonight, said, currency=turn.currency)
    if not turn.state.offered or not facts:
        return Draft((turn.say(wording),))
    return Draft((turn.say("companion.evening", facts=naming.joined(facts)),), (Prompt("more", "show me games"),))


def plain(turn: Turn) -> str:
    """Their words in small letters; emoji and other signs around them say nothing about what is to go on or to stop."""
    text = turn.text.lower().replace("’", "'")
    return " ".join(re.sub(r"[^\w\s'.,!?;:()-]+", " ", text).split())


def spellings(turn: Turn) -> tuple[str, ...]:
    """Their words as typed and, where they are few, with slips mended and slang spelt out: "can u tell me a stroy"."""
    typed = plain(turn)
    if len(typed) > _MENDED_CHARS:
        return (typed,)
    mended = read_message(typed, ChainMap(_THUMBED, dict(turn.knowledge.slang)), turn.knowledge.correct).plain
    return tuple(dict.fromkeys((typed, mended)))


def prompt(mode: str, title: str, argument: str) -> Prompt:
    return Prompt(ACTION, title, f"{mode}.{argument}")


def with_company(state: DialogueState, company: Company) -> DialogueState:
    """The state in which a mode has answered: no question of the usual talk is open any more."""
    return replace(state, company=company, awaiting="", misunderstood_in_a_row=0)


def may_begin(turn: Turn) -> bool:
    """Whether they may have what they ask for: nobody plays on with somebody in danger."""
    return not distress.is_recent(turn.contact.distress_at, now=turn.now) and not turn.is_held


def may_offer(turn: Turn, outcome: Outcome) -> bool:
    """Whether a mode may be offered unasked: to nobody who is flagged, held, silenced, low, a child or new here."""
    effects = outcome.effects
    is_grave = effects.consent or effects.hand_over or effects.in_distress or effects.erase or effects.looping
    return (
        outcome.draft is not None
        and not is_grave
        and may_begin(turn)
        and turn.contact.replies_allowed
        and not turn.is_child
        and not outcome.state.tonight.sorrow
        and not grief.sorrow_in(turn.text)
        and not own_words.sounds_low(turn.text)
        and turn.opening.kind != "onboarding"
        and not outcome.state.company.mode
        and outcome.state.awaiting in ("", "mood")
        and _is_time(outcome.state.company, turn.now)
    )


def is_flagged(turn: Turn) -> bool:
    """Whether operators look at what they wrote, or did lately."""
    if turn.contact.looping_at is not None or turn.contact.distress_at is not None:
        return True
    return ModerationFlag.objects.against(turn.contact.pk, since=turn.now - _FLAGGED_FOR).exists()


def _is_time(company: Company, now: datetime) -> bool:
    try:
        last = datetime.fromisoformat(company.offered_at) if company.offered_at else None
    except ValueError:
        return False
    wait: timedelta = _OFFERED_EVERY * 2 ** min(company.unanswered, _MOST_DOUBLINGS)
    return last is None or now - last >= wait


# --- what is for the usual talk, whatever mode they are in --------------------------------
_BEGINS_A_WISH = re.compile(rf"{_SAID['before a wish']}*{_SAID['wish']}\b")
_ASKS = re.compile(rf"{_SAID['asking']}*(?:recommend|suggest)(?: me| us)? {_SAID['something']}\b")
_SURE_OF_MOOD = 0.5
_OF_A_GAME = re.compile(r"\bgames?\b|\bto play\b|\bshould i play\b|\bcan (?:i|we) play\b")
_ELSEWHERE = ("human", "erase", "start", "stop")
_HELP = re.compile(r"(?:help|help me|what can (?:you|u) do|how does (?:this|it) work|commands|menu)[ ?!.]*")
_SHORT_WISH = 7  # words


def is_for_the_usual_talk(turn: Turn, *, expected: bool, short_wish: int = _SHORT_WISH) -> bool:
    """A plain wish for a game, a person, erasing, help: whatever works everywhere."""
    reading = turn.reading
    if reading.intent in _ELSEWHERE and not reading.is_unsure and not (expected and reading.sure_by == "meaning"):
        return True
    if _is_about_them(turn) and not expected:
        return True
    return any(_HELP.fullmatch(text) or _is_plain_wish(turn, text, short_wish) for text in spellings(turn))


def _is_about_them(turn: Turn) -> bool:
    """They tell their name, or what they play on: nothing that anybody does in a scene, or is asked."""
    reading = turn.reading
    told = (reading.intent in ("profile", "greet") and reading.slots.name) or (
        reading.intent == "profile" and reading.slots.platforms
    )
    return bool(told) and not reading.is_unsure


def _is_plain_wish(turn: Turn, text: str, short_wish: int) -> bool:
    reading, slots = turn.reading, turn.reading.slots
    if _ASKS.match(text):
        return True
    has_mood = bool(reading.mood) and reading.mood_confidence >= _SURE_OF_MOOD and len(text.split()) <= short_wish
    if _BEGINS_A_WISH.match(text) and (_OF_A_GAME.search(text) or slots.has_wishes or has_mood):
        return True
    is_wish = reading.intent in ("recommend", "refine") and not reading.is_unsure
    tells_limits = bool(slots.platforms or slots.session_minutes or slots.price_max is not None)
    return is_wish and tells_limits and len(text.split()) <= short_wish
