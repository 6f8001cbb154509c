"""Reading a message: rules for what is certain, meaning for the rest, and "unsure" is an answer.

``understand`` is pure: the same text, context and knowledge give the same reading, and no text makes it raise.
The encoder is called once at most.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from conversations.understanding.heads import NO_MOOD, softmax
from conversations.understanding.reading import Reading, read
from conversations.understanding.rules import Verdict, decide
from conversations.understanding.sentiment import read_sentiment
from conversations.understanding.types import INTENTS, Example, Knowledge, ReadingContext, Slots, Understanding, unit_of

__all__ = ["Example", "Knowledge", "ReadingContext", "Slots", "Understanding", "understand"]

# Below this the dialogue asks instead of acting; see the reliability table in docs/understanding.md.
UNSURE_BELOW = 0.42
# These change what we may do or keep: by meaning only when it is plain and nothing is wished for.
_LAWFUL_INTENTS = frozenset({"stop", "start", "erase"})
_LAWFUL_FROM = 0.8
_WISHES = ("recommend", "refine", "profile")
# "Pixel art hurts my eyes" is none of these, whatever it sounds like.
_LEAVES_OUT = "rule:leaves out"
_SURE_OF_WHAT_IS_LEFT_OUT = 0.6
_ASIDES = ("like", "greet", "smalltalk", "other")
# On unseen messages a second mood from .12 on was one that its author would let pass in 39 of 100, from .2 on in 46,
# and half as many of them had one.
_SECOND_MOOD_FROM = 0.2
# Reactions to a suggestion need one; asking for a game and leaving do not. P(there was one | intent).
_AFTER_A_GAME = {"refine": 0.95, "more": 0.93, "why": 0.97, "like": 0.97, "dislike": 0.97, "played": 0.96, "details": 0.93,
                 "recommend": 0.12, "profile": 0.2, "greet": 0.2, "smalltalk": 0.6, "stop": 0.4, "start": 0.3, "help": 0.25,
                 "human": 0.45, "erase": 0.4, "other": 0.35}  # fmt: skip
# The bank's messages without a mood are of all intents; of a wish fewer lack one, of a change or a question more.
_NO_MOOD_MORE_LIKELY = {"recommend": -2.5, "refine": 1.0, "why": 1.0}
# Only these tell how somebody feels; in the others a mood word is about something else.
_MOODY_INTENTS = frozenset({"recommend", "refine", "why"})
_REFUSED_MOOD_SHARE = 0.1
# By how many moods are told as such: of "a silly and nostalgic mood" the first comes first. What meaning makes of the
# message shares the rest, too little for a second mood.
_TOLD_MOODS = ((), (0.85,), (0.5, 0.4))
# Said in so many words; what is asked of us beside the game (a person, leaving) is no matter of mood all the same.
_STATED_SURENESS = 0.75
_NEVER_MOODY = frozenset({"stop", "start", "help", "human", "erase", "other", "greet", "smalltalk"})


def understand(text: str, context: ReadingContext, *, knowledge: Knowledge) -> Understanding:
    reading = read(
        text,
        slang=knowledge.slang,
        titles=knowledge.titles,
        correct=knowledge.correct,
        awaiting=context.awaiting,
        offered=context.last_game or "",
        tags=knowledge.tags,
    )
    pooled = knowledge.encode(reading.plain) if knowledge.encode and reading.has_words else None
    features = reading.features(pooled)
    verdict = decide(reading.message, reading.slots, context)
    scores = knowledge.heads.score(features)
    intent, confidence, sure_by = _read_intent(
        verdict,
        scores["intent"],
        context,
        wishes=reading.slots.has_wishes,
        asks="?" in reading.message.words,
        leaves_out=bool(reading.slots.exclude_themes) or reading.is_easily_scared,
    )
    moods = _read_moods(scores["mood"], reading, knowledge.heads.mood.labels, intent=intent)
    if reading.tells_no_mood or (sure_by == _LEAVES_OUT and not reading.named_moods):
        moods = {mood: float(mood == NO_MOOD) for mood in moods}
    mood, second, mood_confidence = _choose_moods(moods, intent, verdict, stated=reading.stated_mood)
    sentiment, sentiment_score = read_sentiment(
        reading.message.plain,
        scores["sentiment"],
        intent=intent,
        moods={key: share for key, share in moods.items() if key != NO_MOOD} if intent in _MOODY_INTENTS else {},
    )
    return Understanding(
        text=reading.message.raw,
        intent=intent,
        intent_confidence=confidence,
        mood=mood,
        secondary_mood=second,
        mood_confidence=mood_confidence,
        sentiment=sentiment,
        sentiment_score=sentiment_score,
        slots=reading.slots.as_said_with(intent, offered=context.last_game or ""),
        is_unsure=confidence < UNSURE_BELOW,
        sure_by=sure_by,
        vector=None if pooled is None else unit_of(pooled),
    )


def _read_intent(
    verdict: Verdict | None,
    scores: NDArray[np.float64],
    context: ReadingContext,
    *,
    wishes: bool,
    asks: bool,
    leaves_out: bool,
) -> tuple[str, float, str]:
    if verdict:
        return verdict.intent, verdict.confidence, f"rule:{verdict.rule}"
    shares = softmax(scores + _context_scores(context))
    best = int(shares.argmax())
    if INTENTS[best] in _LAWFUL_INTENTS and (shares[best] < _LAWFUL_FROM or wishes):
        # Withdrawing consent or data on a guess does harm; the next best reading does not.
        shares[[place for place, label in enumerate(INTENTS) if label in _LAWFUL_INTENTS]] = 0.0
        best = int(shares.argmax())
    is_of_games = leaves_out and not asks and INTENTS[best] in _ASIDES
    if is_of_games or (wishes and not asks and shares[best] < UNSURE_BELOW and INTENTS[best] not in _WISHES):
        # What is wished is certain where nothing else is: it must not go by as an aside.
        best = max((INTENTS.index(label) for label in _WISHES), key=lambda place: shares[place])
    if is_of_games:
        return INTENTS[best], max(float(shares[best]), _SURE_OF_WHAT_IS_LEFT_OUT), _LEAVES_OUT
    return INTENTS[best], float(shares[best]), "meaning"


def _context_scores(context: ReadingContext) -> NDArray[np.float64]:
    shares = np.array([_AFTER_A_GAME[label] for label in INTENTS])
    return np.log(shares if context.last_game else 1.0 - shares)


def _read_moods(
    scores: NDArray[np.float64], reading: Reading, labels: tuple[str, ...], *, intent: str
) -> dict[str, float]:
    scores = scores.copy()
    scores[labels.index(NO_MOOD)] += _NO_MOOD_MORE_LIKELY.get(intent, 0.0)
    shares = softmax(scores)
    weighted = {
        mood: float(share) * (_REFUSED_MOOD_SHARE if mood in reading.refused_moods else 1.0)
        for mood, share in zip(labels, shares, strict=True)
    }
    total = sum(weighted.values())
    weights = _TOLD_MOODS[min(2, len(reading.told_moods))]
    left = (1 - sum(weights)) / total
    moods = {mood: share * left for mood, share in weighted.items()}
    for mood, weight in zip(reading.told_moods, weights, strict=False):
        moods[mood] += weight
    return moods


def _choose_moods(
    moods: dict[str, float], intent: str, verdict: Verdict | None, *, stated: str
) -> tuple[str, str, float]:
    if verdict and verdict.mood:
        return verdict.mood, "", verdict.confidence
    if intent not in _MOODY_INTENTS:
        return (stated, "", _STATED_SURENESS) if stated and intent not in _NEVER_MOODY else ("", "", 0.0)
    first, second, *_ = sorted(moods, key=lambda mood: -moods[mood])
    if first == NO_MOOD:
        return (stated, "", _STATED_SURENESS) if stated else ("", "", moods[first])
    if second == NO_MOOD or moods[second] < _SECOND_MOOD_FROM:
        second = ""
    return first, second, moods[first]
