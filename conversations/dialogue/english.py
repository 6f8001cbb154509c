"""How somebody's English reads: easy, normal or rich, guessed from what they write over several messages. Pure.

One message says little, so a guess needs a few and moves slowly; who sits between two levels stays where they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

EASY, NORMAL, RICH = "easy", "normal", "rich"
# What is needed before a guess counts, and how far the score goes before the level moves and moves back.
LEAST_HEARD = 4
_ENTER, _LEAVE = 0.35, 0.15
_STEP = 0.3
_RARE_FROM = 9_000  # of the 30,000 words of the encoder's vocabulary, the most used first
_RARE_LETTERS = 7
_READ_CHARS = 500  # more shows nothing new
_LEARNT_WORD = re.compile(
    r"[a-z]{4,}(?:ive|ious|eous|uous|esque|[aei]nce|[aei]bly|[aei]ble|tion|sion|ity|uity|istic|iously|fully|uanced|urely|antly|ently|ative|ical|ically)"
)
# Long or rare in books, and still what everybody says who plays.
_OF_THE_TRADE = frozenset(
    line.strip()
    for line in (Path(__file__).parents[1] / "data" / "words_of_the_trade.txt").read_text(encoding="utf-8").splitlines()
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
        r"\b(?:want|need|wants|search|give me|find me|looking for|recommend me|suggest me|show me|play|like|have)(?: (?:good|nice|new|free|easy|small|short|best|other|cheap|cool|calm|simple|funny|any good))? game\b(?! (?:recs?|ideas?|night|pass|tips|suggestions?|recommendations?|that|which|plan))",
        r"\bi (?:no|not) (?:want|like|understand|have|know|speak|need|play|can|find|sleep)\b|\b(?:no|not) have (?:money|time|console|pc)\b",
        r"\bi(?: am|'m|m) (?:very |so |too )?(?:boring|want|need|like|agree|have|play|search|prefer|feel)\b(?! (?:if|when))",
        # not "does it cost", "can me and my son play", "make it look"
        r"(?<!does )(?<!do )(?<!did )(?<!can )(?<!could )(?<!will )(?<!would )(?<!should )(?<!and )(?<!or )(?<!make )(?<!makes )(?<!let )(?<!does that )(?<!if )(?<!or )(?<!may )(?<!might )(?<!must )\b(?:he|she|it|my (?:son|daughter|wife|husband|friend|boyfriend|girlfriend|brother|sister|boss)) (?:have|want|like|need|play|work|cost|look|say)\b(?! to be)|\bdo(?:es)? (?:he|she|it) (?:has|costs|works|plays|likes)\b",
        r"\b(?:informations|advices|softwares|feedbacks|peoples|childs|childrens|homeworks|equipments|mans|womans)\b",
        r"\b(?:many|few) (?:money|time|fun)\b|\bmuch (?:games|hours|people|friends|levels)\b",
        r"\bmore (?:easy|cheap|short|fast|big|small|new|old|calm|simple|nice|good|bad|hard|long|happy|sad|funny)\b(?! (?:games?|ones?|stuff|things|content|vibes|music))",
        r"\b(?:can|could|must|should|will|may) (?:you |i |we )?to \w+|\bplease to \w+|\b(?:explain|say|suggest|describe) (?:to )?me (?:a|the|some|good|game|other|what|how|this|please)\b|\btell to me\b",
        r"\bsince (?:\d+|one|two|three|four|five|many|some|long) (?:years?|months?|days?|hours?|weeks?|time)\b",
        r"\bhow (?:it |this |that )?(?:is |it )?called\b|\bhow (?:do you|to) call\b|\bwhat (?:means?|is mean|it means|mean)\b",
        r"\bi have \d{1,2} years\b|\bi have (?:hungry|cold|fear|sleepy|reason)\b",
        r"\b(?:did|didn'?t|did not|don'?t|doesn'?t|does not) (?:understood|knew|liked|played|saw|bought|had|has|wanted|found|worked)\b",
        r"\bam (?:understanding|liking|wanting|knowing|needing|preferring)\b|\b(?:is|are) (?:having|wanting|liking|needing) (?:a|an|the|some|no)\b",
        r"\b(?:game|games|something|app|thing) for (?:buy|play|relax|kill|pass|make|forget|download|spend|learn)\b",
        r"\bthanks you\b|\bthank (?:you|u) (?:for you|very)\b(?! much)|\bi wish you can\b|\bhow about to \w+|\bi want (?:that you|play|buy|relax|try|find|know|forget)\b",
        r"\b(?:in the|at) (?:phone|mobile|computer)\b(?! lab)|\bwith my (?:mobile|computer) i\b|\bdepend of\b|\bin (?:home|the internet)\b(?! caf)",
    )
)
_ADMITS = re.compile(
    r"\bmy english (?:is |it'?s )?(?:very |so |really |still |only |quite )?(?:not|no|bad|poor|weak|little|basic|small|low|terrible|limited|so so|beginner|broken)\b"
    r"|\bsorry (?:for|about) my (?:\w+ )?english\b|\benglish (?:is |it'?s )?(?:not|isn'?t) my (?:first|mother|native|main|own)\b"
    r"|\b(?:i|i'?m|am|im) (?:still )?learn(?:ing)? english\b"
    r"|\bi (?:do not|don'?t|dont|not|no|can'?t|cannot) (?:speak|understand|know|read|write) (?:very |so |much |good |well |a lot of |enough )*english\b"
    r"|\bi (?:only )?(?:speak|know|understand) (?:only |just )?(?:a )?(?:little|bit of|few|basic|simple)(?: bit)?(?: of)? english\b"
)


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
