"""How somebody's English reads: easy, normal or rich, guessed from what they write over several messages. Pure.

One message says little, so a guess needs a few and moves slowly; who sits between two levels stays where they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("english_read", Path(__file__).parent / "phrases")

EASY, NORMAL, RICH = "easy", "normal", "rich"
# What is needed before a guess counts, and how far the score goes before the level moves and moves back.
LEAST_HEARD = 4
_ENTER, _LEAVE = 0.35, 0.15
_STEP = 0.3
_RARE_FROM = 9_000  # of the 30,000 words of the encoder's vocabulary, the most used first
_RARE_LETTERS = 7
_READ_CHARS = 500  # more shows nothing new
_LEARNT_WORD = re.compile(rf"[a-z]{{4,}}{_SAID['learnt ending']}")
# Long or rare in books, and still what everybody says who plays.
_OF_THE_TRADE = frozenset(
    line.strip()
    for line in (Path(__file__).parents[2] / "data" / "words_of_the_trade.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_JOINING = re.compile(
    r"\b(?:although|albeit|whereas|whilst|nevertheless|nonetheless|preferably|ideally|somewhat|provided that|however"
    r"|in which|of which|as opposed to|rather than|insofar|hence|thus|perhaps|wherein|i suppose|i daresay|shall)\b"
)
_CASUAL = re.compile(
    r"\b(?:i'?m|i'?ve|don'?t|can'?t|it'?s|that'?s|what'?s|gonna|wanna|gotta|kinda|lemme|dunno|lol|lmao|tbh|ngl|rn|idk|pls|plz|u|ur"
    r"|yo|hey|bro|dude|mate|omg|wtf|smth|yeah|nah|nope|cuz|tho|af|fr)\b|(\w)\1\1"
)
# Slips that people make whose first language is another; each is rare in the casual English of natives.
_SLIPS = tuple(
    re.compile(pattern)
    for pattern in (
        _SAID["a game without its article"],
        _SAID["no for do not"],
        _SAID["am before a verb"],
        # not "does it cost", "can me and my son play", "make it look"
        r"(?<!does )(?<!do )(?<!did )(?<!can )(?<!could )(?<!will )(?<!would )(?<!should )(?<!and )"
        r"(?<!or )(?<!make )(?<!makes )(?<!let )(?<!does that )(?<!if )(?<!or )(?<!may )(?<!might )(?<!must )\b"
        rf"{_SAID['somebody']} {_SAID['without its s']}\b(?! to be)"
        r"|\bdo(?:es)? (?:he|she|it) (?:has|costs|works|plays|likes)\b",
        _SAID["no such plural"],
        _SAID["many and much"],
        _SAID["more easy"],
        _SAID["to too many"],
        _SAID["since for for"],
        _SAID["how is it called"],
        _SAID["have for am"],
        _SAID["did twice past"],
        _SAID["am liking"],
        _SAID["for before a verb"],
        _SAID["thanks you"],
        _SAID["in the phone"],
    )
)
_ADMITS = re.compile(_SAID["little english"])


@dataclass(frozen=True)
class Evidence:
    """What their messages have shown so far. ``score`` runs from -1 (easy) to 1 (rich)."""

    score: float = 0.0
    heard: int = 0
    words: float = 0.0  # in their usual message

    @property
    def is_terse(self) -> bool:
        return self.heard >= LEAST_HEARD - 1 and 0 < self.words <= 3.5


def listen(evidence: Evidence, text: str, *, ranks: Mapping[str, int]) -> Evidence:
    """The evidence with one more message. ``ranks`` tells how common a word is; without it length alone counts."""
    text = text[:_READ_CHARS]
    words = _words(text)
    if not words:
        return evidence
    usual = evidence.words + _STEP * (len(words) - evidence.words) if evidence.heard else float(len(words))
    heard = replace(evidence, heard=min(evidence.heard + 1, 1_000), words=round(usual, 2))
    score, weight = _read(text, words, ranks)
    return replace(heard, score=round(heard.score + weight * _STEP * (score - heard.score), 3))


def level_after(evidence: Evidence, level: str) -> str:
    """The level to speak at now, given the one spoken so far."""
    if evidence.heard < LEAST_HEARD:
        return level
    score = evidence.score
    if score <= -_ENTER or (level == EASY and score <= -_LEAVE):
        return EASY
    if score >= _ENTER or (level == RICH and score >= _LEAVE):
        return RICH
    return NORMAL


def admits_little_english(text: str) -> bool:
    """They say so themselves; then nothing is left to guess."""
    return bool(_ADMITS.search(_folded(text[:_READ_CHARS])))


def _read(text: str, words: list[str], ranks: Mapping[str, int]) -> tuple[float, float]:
    """How one message reads, -1 to 1, and how much that counts."""
    lowered = _folded(text)
    slips = sum(1 for slip in _SLIPS if slip.search(lowered)) + int(admits_little_english(lowered))
    if slips:
        return max(-1.0, -slips), 1.0
    if len(words) < 4:
        return 0.0, 0.2  # "cheaper", "the second one": everybody says that
    rich = sum(1 for word in dict.fromkeys(words) if _is_rich(word, ranks))
    sentences = [part for part in re.split(r"[.!?\n;]+", text) if part.strip()]
    per_sentence = len(words) / max(1, len(sentences))
    letters = sum(map(len, words)) / len(words)
    points = (
        min(rich, 3)
        + bool(_JOINING.search(lowered))
        + 0.5 * (per_sentence >= 16)
        + 0.5 * (letters >= 5.2 and len(words) >= 6)
    )
    if _CASUAL.search(lowered):
        points -= 1.0
    return max(0.0, min(1.0, points / 2)), 1.0


def _is_rich(word: str, ranks: Mapping[str, int]) -> bool:
    if len(word) < _RARE_LETTERS or word in _OF_THE_TRADE:
        return False
    rank = ranks.get(word)
    if rank is None:
        # A typo, a title or a learnt word; only the last has such an ending.
        return _LEARNT_WORD.fullmatch(word) is not None
    return rank >= _RARE_FROM and (len(word) > _RARE_LETTERS or rank >= 2 * _RARE_FROM)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"https?://\S+", " ", _folded(text)).replace("'", ""))


def _folded(text: str) -> str:
    return text.lower().replace("’", "'")
