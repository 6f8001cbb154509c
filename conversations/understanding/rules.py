"""Intents that a few words settle for certain: leaving, coming back, data, people, help, hello, bare reactions.

Consent hangs on STOP, so it must not depend on a model; and it must not swallow "stop giving me horror".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from conversations.understanding.certain_words import (
    DISLIKES_BY_EMOJI,
    ERASE_WORDS,
    GAME_BY_EMOJI,
    GREET_REST,
    GREET_WORDS,
    HELP_WORDS,
    HUMAN_WORDS,
    LIKES_BY_EMOJI,
    MOOD_BY_EMOJI,
    MORE_BY_EMOJI,
    START_WORDS,
    STOP_WORDS,
)
from conversations.understanding.normalise import Message
from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.types import ReadingContext, Slots

_VOWEL_SIGNS = frozenset({"Mc", "Mn"})

_SAID = phrases_of("rules")
_POLITE = re.compile(rf"\b{_SAID['polite']}\b")
_STOP = re.compile(_SAID["stop"])
_START = re.compile(_SAID["start"])
_NEGATED_START = re.compile(r"\b(?:dont|don'?t|do not|never|no|stop|not)\b")
_ERASE = re.compile(
    rf"\b{_SAID['erase']}\b(?: \w+){{0,4}}? ?\b{_SAID['whose data']}\b(?: \w+){{0,3}}? ?{_SAID['data']}?\b"
)
_ERASE_OBJECT = re.compile(_SAID["what is to be erased"])
_ERASE_MORE = re.compile(_SAID["erased for certain"])
_NOT_ERASE = re.compile(_SAID["nothing to erase"])
_HUMAN = re.compile(_SAID["a person is asked for"])
_NOT_HUMAN = re.compile(_SAID["no person is asked for"])
_GREET_PHRASE = re.compile(rf"{_SAID['hello']}(?: {_SAID['whom we greet']})*")


@dataclass(frozen=True)
class Verdict:
    """What a rule decided; a mood only where the rule read one."""

    intent: str
    rule: str
    confidence: float = 1.0
    mood: str = ""


_TASTE = re.compile(
    rf"\b(?:i|we)(?: (?:really|just|absolutely|actually|generally|usually|do|also))* {_SAID['tells a taste']}"
    r"(?: (?:all|any|most|playing|anything|everything|with))* (?:[\w-]+ ?){1,3}"
    r"(?:$|[.,!;)]|\b(?:games?|stuff|so|btw|tbh|with a passion|for the record|and)\b)"
)
_ASKS = re.compile(rf"\?|\b{_SAID['asks']}\b")


def decide(message: Message, slots: Slots, context: ReadingContext) -> Verdict | None:
    """The intent that needs no guessing, or None."""
    bare = _without_signs(message.words)
    if not bare:
        return _by_signs(message, context)
    core = _without_signs(" ".join(_POLITE.sub(" ", bare).split())) or bare
    if bare in STOP_WORDS or core in STOP_WORDS:
        return Verdict("stop", "stop word")
    if context.awaiting:
        verdict = _answer(bare, slots, context)
        if verdict:
            return verdict
    for words, intent in (
        (START_WORDS, "start"),
        (ERASE_WORDS, "erase"),
        (HUMAN_WORDS, "human"),
        (HELP_WORDS, "help"),
    ):
        if bare in words or core in words:
            return Verdict(intent, f"{intent} word")
    return _by_pattern(message.words, slots, context) or _by_greeting(bare)


def _without_signs(text: str) -> str:
    """Without the signs at both ends. Vowels that are written as signs are a part of their word ("रुको")."""
    kept = [place for place, char in enumerate(text) if char.isalnum() or unicodedata.category(char) in _VOWEL_SIGNS]
    return text[kept[0] : kept[-1] + 1] if kept else ""


def _by_pattern(words: str, slots: Slots, context: ReadingContext) -> Verdict | None:
    is_erase = _ERASE_MORE.search(words) or (
        _ERASE.search(words) and _ERASE_OBJECT.search(words) and not _NOT_ERASE.search(words)
    )
    if _STOP.search(words) and not (
        slots.genres or slots.left_out or slots.like_titles or slots.dislike_titles or is_erase
    ):
        return Verdict("stop", "stop phrase")
    if is_erase and not (slots.genres or slots.left_out):
        return Verdict("erase", "erase phrase")
    if _START.search(words) and not _NEGATED_START.search(
        words.split("stop")[0] if "undo" in words or "by accident" in words else words
    ):
        return Verdict("start", "start phrase")
    if _WRITTEN_BY_A_MACHINE.search(words):
        return Verdict("other", "automatic answer", 0.9)
    if _HUMAN.search(words) and not _NOT_HUMAN.search(words):
        return Verdict("human", "human phrase", 0.97)
    if _WRONG_CHAT.search(words):
        return Verdict("other", "wrong chat", 0.9)
    if (slots.left_out or slots.dislike_titles) and _STOPS_A_KIND.search(words) and "?" not in words:
        return Verdict("refine" if context.last_game else "recommend", "stops a kind", 0.8)
    if slots.exclude_themes and "?" not in words and not _ASKS.search(words) and _NEVER_AGAIN.match(words):
        return Verdict("profile", "taste", 0.85)
    if slots.allow_genres and "?" not in words and not _TASTE.search(words):
        return Verdict("refine" if context.last_game else "recommend", "lets in", 0.75)
    if slots.exclude_themes and "?" not in words and _LEAVES_OUT.match(words):
        return Verdict("refine" if context.last_game else "recommend", "leaves out", 0.8)
    if context.last_game and (verdict := _by_reaction(words, slots)):
        return verdict
    if not context.last_game and slots.like_titles and _ASKS_FROM_TITLES.search(words):
        return Verdict("recommend", "titles and a question", 0.9)
    if (slots.genres or slots.left_out) and _TASTE.search(words) and not _ASKS.search(words):
        return Verdict("profile", "taste", 0.85)
    return None


# "Stop talking about horror" takes leave of a kind of game, not of us.
_STOPS_A_KIND = re.compile(rf"^(?:{_SAID['polite']}[,.]? |\w+[,.] )*{_SAID['stops a kind']}\b")
# "No zombies": of a wish that begins so, meaning makes a dislike or small talk.
_FIRST = rf"(?:{_SAID['polite']}[,.]? |\w+[,.] |(?:ok|and|but|also|so|hi|hey|pls|just|oh) )*"
_LEAVES_OUT = re.compile(rf"{_FIRST}{_SAID['leaves out']} ")
_NEVER_AGAIN = re.compile(rf"{_FIRST}never ")
_ASKS_FROM_TITLES = re.compile(_SAID["asks for what is like it"])
_WRITTEN_BY_A_MACHINE = re.compile(rf"\b{_SAID['written by a machine']}\b")
_WRONG_CHAT = re.compile(r"\bwrong (?:chat|person|number|window|group|convo)\b")
# What people say of a suggestion that lies before them.
_JUST_RIGHT = re.compile(r"\b(?:just|exactly) what (?:i|we) (?:needed|wanted|was after)\b")
_REFUSES_IT = re.compile(_SAID["refuses it"])
_COMPARES_TWO = re.compile(
    r"^(?:\w+ ){0,3}compare (?:it|this|that|them|those|these|the|both)\b"
    r"|\bdifferences? between (?:them|those|these|the two|both|it)\b"
)
_ASKS_WHY = re.compile(rf"\bbecause\W*\?\s*$|\bwhat part of\b|\b{_SAID['wants to be convinced']}\b")
_CHANGES_MIND = re.compile(r"^(?:hm+|ok|oh|wait|no|nah|sorry)?,? ?(?:actually|changed my mind|on second thoughts?)\b")
_COMPARES = re.compile(
    rf"^(?:{_SAID['before a comparison']}[,.]? )*(?:less [a-z]{{4,}}|{_SAID['compared']}(?:i?er|r))\b"
)
_ASKS_FOR_MORE = re.compile(rf"^(?:(?:ok|ooh|oh|hm+|cool|nice|and|so|well|yeah|yep|great),? )*{_SAID['asks for more']}")
_BUT_OTHERWISE = re.compile(_SAID["but otherwise"])
_NOT_THAT_BUT = re.compile(
    rf"^(?:(?:pls|please|ok|nah|no|hm+|ugh|and|but|again|god),? )*{_SAID['not that']} [^.!?,]{{2,30}}[.,!?;]+ ?"
    rf"(?:(?:just|maybe|then|i want|want|need) )*{_SAID['but this']}\w*\b"
)
_CHANGE_IT = re.compile(_SAID["change it"])


def _by_reaction(words: str, slots: Slots) -> Verdict | None:
    if _ASKS_WHY.search(words):
        return Verdict("why", "asks why", 0.85)
    if _REFUSES_IT.search(words):
        return Verdict("dislike", "refuses it", 0.85)
    if _COMPARES_TWO.search(words):
        return Verdict("details", "compares two", 0.85)
    if _JUST_RIGHT.search(words) and not slots.left_out and "?" not in words:
        return Verdict("like", "just right", 0.8)
    if _CHANGES_MIND.match(words) and not (slots.platforms and "i have" in words):
        return Verdict("refine", "changes mind", 0.8)
    if _NOT_THAT_BUT.match(words) or _CHANGE_IT.search(words):
        return Verdict("refine", "changes it", 0.85)
    if _COMPARES.match(words):
        return Verdict("refine", "compares", 0.85)
    if _ASKS_FOR_MORE.match(words) and not _BUT_OTHERWISE.search(words):
        return Verdict("more", "asks for more", 0.85)
    return None


def _by_greeting(bare: str) -> Verdict | None:
    words = re.findall(r"[^\W\d_]+(?:'[^\W_]+)?", bare)
    if _GREET_PHRASE.fullmatch(" ".join(words)):
        return Verdict("greet", "greeting")
    if words and len(words) <= 6 and any(word in GREET_WORDS for word in words) and not re.search(r"\d", bare):
        rest = " ".join(word for word in words if word not in GREET_WORDS)
        if not rest or all(word in GREET_REST for word in rest.split()) or _GREET_PHRASE.fullmatch(rest):
            return Verdict("greet", "greeting")
    return None


def _by_signs(message: Message, context: ReadingContext) -> Verdict:
    """Emoji or punctuation alone: a reaction after a suggestion, else a mood."""
    faces = message.emojis
    if not faces:
        return Verdict("help", "question mark") if "?" in message.words else Verdict("other", "no words", 0.6)
    first = faces[0]
    if first in MORE_BY_EMOJI:
        return Verdict("more", "emoji")
    if first == "👋":
        return Verdict("greet", "emoji")
    if context.last_game:
        for face in faces:
            if face in LIKES_BY_EMOJI:
                return Verdict("like", "emoji", 0.9)
            if face in DISLIKES_BY_EMOJI:
                return Verdict("dislike", "emoji", 0.9)
    mood = next((MOOD_BY_EMOJI[face] for face in faces if face in MOOD_BY_EMOJI), "")
    if mood and not context.last_game:
        return Verdict("recommend", "emoji", 0.75, mood)
    if not context.last_game and any(face in GAME_BY_EMOJI for face in faces):
        return Verdict("recommend", "emoji", 0.75)
    return Verdict("smalltalk", "emoji", 0.7)


_WISHES = re.compile(rf"\b{_SAID['wishes']}\b|[$£€₹]")


def _answer(bare: str, slots: Slots, context: ReadingContext) -> Verdict | None:
    """A short message after our question is the answer to it."""
    is_short = len(bare.split()) <= 8
    if context.awaiting == "platforms" and slots.platforms and is_short and not _WISHES.search(bare):
        return Verdict("profile", "answer: platforms", 0.95)
    if (
        context.awaiting == "name"
        and slots.name
        and len(bare.split()) <= 5
        and bare not in GREET_WORDS | HELP_WORDS | STOP_WORDS
    ):
        return Verdict("profile", "answer: name", 0.95)
    if context.awaiting == "choice" and slots.ordinal is not None and len(bare.split()) <= 5:
        return Verdict("like", "answer: choice", 0.9)
    return None
