"""The tone of a message: what its words say (VADER), what its kind and mood say, weighed together."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from conversations.understanding.heads import softmax
from conversations.understanding.types import SENTIMENTS

# Words that chat uses otherwise than VADER's film reviews and news: valence from -4 to 4.
_CHAT_VALENCES = {
    "sick": 0.0, "fire": 2.0, "banger": 2.5, "goat": 2.0, "goated": 2.8, "slaps": 2.5, "bussin": 2.6, "lit": 1.8,
    "dope": 2.2, "mid": -1.6, "meh": -1.3, "cringe": -2.0, "trash": -2.2, "sucks": -2.2, "gutted": -2.4,
    "knackered": -1.4, "wiped": -1.2, "drained": -1.6, "exhausted": -1.7, "shattered": -1.6, "dead": -0.8,
    "killing": -1.0, "kill": -0.6, "game": 0.0, "play": 0.0, "playing": 0.0, "played": 0.0, "war": 0.0, "fight": 0.0,
    "fighting": 0.0, "shoot": 0.0, "shooter": 0.0, "shooters": 0.0, "horror": 0.0, "scary": 0.0, "creepy": 0.0,
    "ghost": 0.0, "battle": 0.0, "zombie": 0.0, "zombies": 0.0, "free": 0.0, "like": 0.0, "please": 0.0, "chill": 0.4,
    "relaxing": 0.4, "calm": 0.2, "hard": 0.0, "challenge": 0.0, "cozy": 0.4, "fun": 0.4, "funny": 0.5, "silly": 0.2,
    "stupid": -0.6, "dumb": -0.6, "weird": 0.0, "fuck": -0.4, "fucking": 0.0, "shit": -0.8, "damn": -0.2,
    "hell": -0.4, "lol": 0.2, "lmao": 0.3, "haha": 0.5, "crying": -1.4, "obsessed": 1.6, "easy": 0.0, "good": 1.0,
    "great": 1.8, "best": 1.6, "nice": 1.6, "perfect": 2.7, "love": 2.0, "loved": 1.0, "fan": 0.5, "want": 0.0,
    "need": 0.0, "help": 0.0, "ok": 0.2, "okay": 0.2, "cool": 1.3, "interesting": 0.8, "thanks": 1.9, "cheers": 1.8,
    "ty": 1.6, "thx": 1.8, "violent": 0.0, "survival": 0.0, "alone": -0.3, "death": 0.0, "evil": 0.0, "strategy": 0.0,
    "party": 0.2, "adventure": 0.0, "top": 0.0, "win": 0.2, "beat": 0.0, "destroy": 0.0, "smash": 0.0, "crush": 0.0,
    "scare": 0.0, "terrifying": 0.0, "dark": 0.0, "spooky": 0.0, "no": -0.5,
}  # fmt: skip
# How much each kind of message and each mood leans, as log odds against neutral: (positive, negative).
# Fitted to the example bank out of fold, together with VADER's weight; see docs/understanding.md.
_BY_INTENT = {
    "greet": (-1.6, -1.7), "recommend": (-0.8, -0.2), "refine": (-1.8, -1.4), "more": (-1.0, -1.9), "why": (-1.4, -0.6),
    "like": (4.7, -1.2), "dislike": (-1.5, 4.2), "played": (-1.5, -1.2), "details": (-1.2, -1.8), "profile": (-0.1, -1.1),
    "smalltalk": (-0.3, -1.0), "stop": (-0.5, 3.0), "start": (-1.1, -2.0), "help": (-1.4, -1.5), "human": (-1.1, -0.8),
    "erase": (-1.0, -1.4), "other": (-2.2, -2.3),
}  # fmt: skip
_BY_MOOD = {
    "chill": (-0.9, -1.0), "tired": (0.1, 1.4), "stressed": (-0.1, 1.9), "sad": (0.1, 2.3), "lonely": (-0.5, 2.0),
    "angry": (0.0, 2.1), "bored": (0.0, 1.2), "happy": (1.9, 0.2), "hyped": (1.7, -0.8), "competitive": (-0.4, -1.5),
    "adventurous": (-0.6, -1.6), "nostalgic": (-0.8, -1.1), "creative": (-0.4, -1.1), "spooky": (-0.9, -1.2),
    "brainy": (-0.7, -1.3), "silly": (-0.7, -1.4),
}  # fmt: skip
_VADER_WEIGHT_PRAISE, _VADER_WEIGHT_BLAME = 1.0, 0.7


@functools.lru_cache(maxsize=1)
def _analyser() -> SentimentIntensityAnalyzer:
    analyser = SentimentIntensityAnalyzer()
    analyser.lexicon.update(_CHAT_VALENCES)
    return analyser


def read_sentiment(
    plain: str, head_scores: NDArray[np.float64], *, intent: str, moods: dict[str, float]
) -> tuple[str, float]:
    """The label and a score from -1 to 1. ``moods`` gives the probability of each."""
    order = {name: place for place, name in enumerate(SENTIMENTS)}
    scores = head_scores.copy()
    valence = float(_analyser().polarity_scores(plain)["compound"])
    scores[order["positive"]] += _VADER_WEIGHT_PRAISE * valence
    scores[order["negative"]] -= _VADER_WEIGHT_BLAME * valence
    leanings = [
        (1.0, _BY_INTENT.get(intent, (0.0, 0.0))),
        *((share, _BY_MOOD[mood]) for mood, share in moods.items() if mood in _BY_MOOD),
    ]
    for share, (positive, negative) in leanings:
        scores[order["positive"]] += share * positive
        scores[order["negative"]] += share * negative
    shares = softmax(scores)
    label = SENTIMENTS[int(shares.argmax())]
    return label, float(shares[order["positive"]] - shares[order["negative"]])
