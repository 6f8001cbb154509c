"""A penpal: somebody writes a long letter, and hours later, at a waking hour, gets one back.

Whoever asks for it is told how it goes; a long sad or nostalgic message is a letter without being asked. What it is
about leaves a lean; the answer itself is written by `conversations.letters.post`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from conversations import consent
from conversations.companions import letter_text
from conversations.companions.base import LEAVE, Mode, is_flagged, may_begin, prompt, with_company
from conversations.dialogue.handlers import topics
from conversations.dialogue.said import own_words
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.letters import notices as letter_notices
from conversations.letters import post
from conversations.letters.writing import sheet

_ASKED = re.compile(
    r"(?:(?:ok(?:ay)?|please|pls|hey|hi|so|well|then|actually)[ ,.!]+)*"
    r"(?:(?:can|could|may|will) (?:i|you|we) |i(?:'d| would)? (?:want|like|love)(?: to)? |i wanna |let me |let'?s "
    r"|(?:do|would) you (?:want to )?)?"
    r"(?:write|send|be|have|get|read|do|start|tell me about)?(?: (?:me|you|my|us))? ?"
    r"(?:(?:a|an|the|your|my|some|another|long|real) )*"
    r"(?:letters?|pen ?-?pals?|pen ?-?friends?)(?: (?:to|with|for|from) (?:you|me|us))?"
    r"(?: (?:please|pls|now|instead))*[ ?.!]*"
)
_WILLING = (
    r"(?:(?:ok(?:ay)?|yes|yeah|yep|sure|please|pls|hey)[ ,.!]+)*"
    r"(?:(?:i(?:'d| would) (?:like|love) to|i want to|can i|could i|may i|let me) )?"
)
_POLITELY = r"(?: (?:please|pls|now|then|to me))*[ .!?]*"
_READS = re.compile(
    rf"{_WILLING}(?:(?:read|open) (?:the|my|your|that|marlow'?s) letter(?: to me)?"
    r"|(?:show|send|give|bring|hand)(?: me)? (?:the|my|your|that|marlow'?s) letter"
    r"|(?:where|what)(?:'?s| is| about) (?:the|my|that) letter)"
    rf"{_POLITELY}"
)
# "Read it", which in a story is said of a chest or a door: heard only where a letter is unread.
_READS_IT = re.compile(rf"{_WILLING}(?:read|open) it(?: to me)?{_POLITELY}")
# "Did you get my letter?", "when does Marlow answer?"
_ABOUT_ONE = re.compile(r"\b(?:my|the|that|your|a) letter\b|\bmarlow\b|\blate post\b")
_ASKS_AFTER = re.compile(
    r"(?:(?:ok(?:ay)?|hey|hi|so|and|but|um+)[ ,.!]+)*(?:(?:about )?(?:my|the) letter[ ,:.]*)?"
    r"(?:did|has|have|is|was|when|where|how long|what (?:about|happened)|any|will|does|do i get|still)\b"
)
_GOT_IT = re.compile(
    r"(?:so |and |hey |ok |um+ )*did (?:you|u|it|marlow) (?:get|read|receive|arrive|come through|go through)"
    r"(?: (?:it|that|this|mine|there|ok))*[ ?.!]*"
)
# To "answer" alone is to answer a question: of a journey, or one of ours.
_ANSWERS = re.compile(
    r"(?:can|could|may|shall|should|i(?:'?d| would)? (?:want|like|love) to) ?(?:i|we)? ?"
    r"(?:write(?: (?:back|again|to|marlow|him|her|it|you|the|letter))*"
    r"|(?:answer|reply)(?: (?:back|again|to|the|that|your|his))* (?:marlow|letter)(?: back| again)?)[ ?.!]*"
)
# Thanks, or tears, for a letter that they have just read.
_MOVED = re.compile(
    r"\b(?:marlow|letter|wrote|write|writing|words|that was|thank|thanks|thx|lovely|beautiful|cry|cried|tears?)\b"
)
_OF_THE_GAME = re.compile(r"\b(?:games?|play|played|playing|try|tried|install|download|another|instead)\b")
_MOST_THANKS = 40  # words
WRITTEN = "penpal:letter"
_MOST_WORDS = 12
_SENT = "sent"
_OPEN = "open"
_ASKED_LATER = "later"
_WAITING = "waiting"  # as in letter_notices.READ_IT
_LATER_PROMPTS = (
    Prompt("topic", "yes, send it later", f"{letter_notices.TOPIC}-on"), prompt("penpal", "only in time", "in_time"),
)  # fmt: skip
_LOW = ("sad", "lonely", "nostalgic", "tired", "stressed")
# What a theme tells of a taste; all are tags or genres of games.
_LEANS = {
    "loss": ("tag:emotional",), "work": ("tag:relaxing",), "childhood": ("tag:nostalgic",),
    "friends": ("tag:heartwarming",), "seasons": ("tag:cozy",),
}  # fmt: skip


class PenpalMode(Mode):
    key = "penpal"
    noun = "penpal"
    title = "write me a letter"
    back = "back to the letter"

    def asked_for(self, text: str) -> str | None:
        if len(text.split()) > _MOST_WORDS:
            return None
        if _READS.fullmatch(text):
            return _WAITING
        return "" if _ASKED.fullmatch(text) or _ANSWERS.fullmatch(text) else None

    def begin(self, turn: Turn, name: str) -> Outcome:
        if turn.is_child:
            return turn.answer("penpal.none")
        if name == _WAITING:
            return hand_over(turn)
        if post.is_one_waiting(turn.contact):
            return turn.answer("penpal.one")
        company = turn.state.company.begun(self.key, "letter", _OPEN)
        draft = Draft((turn.say("penpal.begin"),), _PROMPTS)
        return Outcome(draft, with_company(turn.state, company))

    def show(self, turn: Turn) -> Outcome:
        is_sent = turn.state.company.place in (_SENT, _ASKED_LATER)
        if is_sent and not post.is_one_waiting(turn.contact):
            return _sent(turn).answer("penpal.nothing")
        draft = Draft((turn.say("penpal.one" if is_sent else "penpal.how"),), () if is_sent else _PROMPTS[1:])
        return Outcome(draft, with_company(turn.state, turn.state.company.moved()))

    def hear(self, turn: Turn) -> Outcome | None:
        if is_letter(turn.text):
            return self.receive(turn)
        if turn.state.company.place == _ASKED_LATER:
            if own_words.yes_or_no(turn.text):
                return topics.tapped(_sent(turn), f"{letter_notices.TOPIC}-on")
            return _sent(turn).answer("penpal.in_time")
        words = letter_text.count_words(turn.text)
        if turn.state.company.place != _OPEN or words < letter_text.FEWEST_WORDS // 8:
            return None
        draft = Draft((turn.say("penpal.short", words=words, fewest=letter_text.FEWEST_WORDS),))
        return Outcome(draft, with_company(turn.state, turn.state.company.moved()))

    def is_left_open(self, place: str) -> bool:
        return place == _OPEN

    def tap(self, turn: Turn, argument: str) -> Outcome | None:
        if argument == "in_time":
            return _sent(turn).answer("penpal.in_time")
        return self.show(turn) if argument == "how" else None

    def fits(self, turn: Turn, outcome: Outcome) -> str | None:
        return "" if turn.reading.mood == "nostalgic" and outcome.slate is not None else None

    def is_for_others(self, turn: Turn) -> bool:
        if is_letter(turn.text):
            return False
        if turn.state.company.place == _ASKED_LATER:
            return own_words.yes_or_no(turn.text) is None
        return turn.state.company.place == _SENT or super().is_for_others(turn)

    def receive(self, turn: Turn) -> Outcome:
        if post.is_one_waiting(turn.contact):
            return turn.answer("penpal.one")
        heard = letter_text.hear(turn.text, sheet())
        leanings = tuple(dict.fromkeys(lean for one in heard for lean in _LEANS.get(one.theme, ())))
        due_at = post.due_for(turn.contact, turn.message, now=turn.now)
        asks = _may_ask_for_later(turn, due_at)
        company = turn.state.company.begun(self.key, "letter", _ASKED_LATER if asks else _SENT)
        company = replace(company, finished=tuple(dict.fromkeys((*company.finished, WRITTEN))))
        draft = Draft((turn.say("penpal.received"),))
        if asks:
            draft = Draft((turn.say("penpal.later"),), _LATER_PROMPTS)
        outcome = Outcome(draft, with_company(turn.state, company))
        return outcome.with_effects(planned=(post.Received(turn.text, _mood(turn), due_at),), leanings=leanings)


def hand_over(turn: Turn) -> Outcome:
    """They come for a letter that they were told of; the post brings it at once."""
    if not letter_notices.is_one_unread(turn.contact):
        due_at = post.next_due(turn.contact)
        return turn.answer("penpal.nothing") if due_at is None else turn.answer("penpal.when", when=_when(due_at, turn))
    return turn.answer("penpal.opened").with_effects(planned=(letter_notices.Wanted(),))


def letter_in(turn: Turn) -> Outcome | None:
    """The answer to a letter, asked for or not; None for any other message. Who is in danger was answered before."""
    if turn.choice is not None or turn.is_child or not may_begin(turn):
        return None
    if not is_letter(turn.text):
        if _asks_after_one(turn):
            return hand_over(turn)
        if _is_about_what_they_read(turn):
            return turn.answer("penpal.read", state=turn.state)
        is_a_yes = len(turn.text.split()) <= _MOST_WORDS // 2 and own_words.yes_or_no(turn.text) is True
        return hand_over(turn) if is_a_yes and letter_notices.was_just_told(turn.contact) else None
    company = turn.state.company
    is_expected = company.mode == PENPAL.key and company.place == _OPEN
    if own_words.asks_for_a_game(turn.text) and not is_expected:
        return None
    if is_expected:
        return PENPAL.receive(turn)
    is_about_them = turn.reading.mood in _LOW or len(letter_text.hear(turn.text, sheet())) > 1
    return PENPAL.receive(turn) if is_about_them and not is_flagged(turn) else None


def _asks_after_one(turn: Turn) -> bool:
    """Whether they ask what became of a letter: one that there is, or was. In a story or a journey the same words are
    part of it, and who asks for a game about letters wants a game."""
    company, text = turn.state.company, " ".join(turn.text.lower().replace("’", "'").split())
    if (company.is_on and company.mode != PENPAL.key) or len(text.split()) > _MOST_WORDS:
        return False
    if _GOT_IT.fullmatch(text):
        return post.is_one_waiting(turn.contact)
    if _READS_IT.fullmatch(text):
        return letter_notices.is_one_unread(turn.contact)
    if not (_ABOUT_ONE.search(text) and _ASKS_AFTER.match(text)):
        return False
    if _OF_THE_GAME.search(text) or own_words.asks_for_a_game(text):
        return False
    return WRITTEN in company.finished or post.was_there_one(turn.contact)


def _is_about_what_they_read(turn: Turn) -> bool:
    """Thanks, or tears, for the letter that just came: no word on the game in it."""
    text = turn.text.lower()
    if not _MOVED.search(text) or _OF_THE_GAME.search(text) or len(text.split()) > _MOST_THANKS:
        return False
    is_for_it = not turn.reading.slots.has_wishes and not text.rstrip().endswith("?")
    return is_for_it and post.was_last_said(turn.contact)


def is_letter(text: str) -> bool:
    return letter_text.count_words(text) >= letter_text.FEWEST_WORDS


def _when(due_at: datetime, turn: Turn) -> str:
    hours = round((due_at - turn.now).total_seconds() / 3600)
    return "any moment now" if hours < 1 else "in about an hour" if hours == 1 else f"in about {hours} hours"


def _may_ask_for_later(turn: Turn, due_at: datetime) -> bool:
    """Whether the answer may come too late for the window, and they were never asked what then."""
    contact, topic = turn.contact, letter_notices.TOPIC
    if not post.is_tight(due_at, turn.message, now=turn.now) or (contact.proactive_allowed and topic in contact.topics):
        return False
    return not consent.has_refused(contact=contact, topic=topic)


def _sent(turn: Turn) -> Turn:
    """Their letter is on its way, and no question about it is open any more."""
    company = turn.state.company.moved(place=_SENT).rested()
    return replace(turn, state=replace(turn.state, company=company))


# Whatever else is read into two hundred words is a guess, and nobody wants to be cheered up by a car chase for it.
_OF_A_LETTER = ("sad", "lonely", "nostalgic", "tired", "stressed", "chill", "happy")


def _mood(turn: Turn) -> str:
    if turn.reading.mood in _OF_A_LETTER:
        return turn.reading.mood
    themes = [one.theme for one in letter_text.hear(turn.text, sheet())]
    return "sad" if "loss" in themes else "nostalgic" if "childhood" in themes else ""


_PROMPTS = (prompt("penpal", "how does it go?", "how"), prompt("penpal", "not now", LEAVE))
PENPAL = PenpalMode()
