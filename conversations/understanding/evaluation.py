"""How well understanding reads a labelled file: accuracy, F1 per slot, confusion, reliability, time. Pure."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conversations.understanding import Knowledge, ReadingContext, Understanding, understand
from conversations.understanding.title_names import in_digits, words_of

SLOTS = ("platforms", "genres", "exclude_genres", "price_max", "session_minutes", "like_titles", "multiplayer")
_BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)


@dataclass(frozen=True)
class Labelled:
    """One labelled message: its text, its context and what it should be read as."""

    text: str
    context: ReadingContext
    labels: Mapping[str, Any]


def labelled_from(entry: Mapping[str, Any]) -> Labelled:
    return Labelled(str(entry["text"]), context_from(entry.get("context")), entry)


def context_from(entry: Any) -> ReadingContext:
    """A context as JSON gives it; what is missing or of a wrong kind counts as not known."""
    if not isinstance(entry, Mapping):
        return ReadingContext()
    last, platforms, awaiting = (entry.get(name) for name in ("last_game", "known_platforms", "awaiting"))
    return ReadingContext(
        last_game=last if isinstance(last, str) and last else None,
        known_platforms=tuple(str(key) for key in platforms) if isinstance(platforms, list) else (),
        awaiting=awaiting if isinstance(awaiting, str) else "",
    )


def evaluate(messages: Sequence[Labelled], knowledge: Knowledge) -> dict[str, Any]:
    """Every number, ready for JSON."""
    readings: list[Understanding] = []
    took: list[float] = []
    for message in messages:
        started = time.perf_counter()
        readings.append(understand(message.text, message.context, knowledge=knowledge))
        took.append((time.perf_counter() - started) * 1000)
    pairs = list(zip([message.labels for message in messages], readings, strict=True))
    return {
        "messages": len(messages),
        "intent": {
            "accuracy": _share(reading.intent == labels["intent"] for labels, reading in pairs),
            "macro_f1": _macro_f1([(labels["intent"], reading.intent) for labels, reading in pairs]),
        },
        "mood": {
            "strict": _share((reading.mood or None) == labels["mood"] for labels, reading in pairs),
            "with_alternatives": _share(_is_good_mood(labels, reading) for labels, reading in pairs),
            "strict_where_expressed": _share((reading.mood or None) == labels["mood"] for labels, reading in pairs if labels["mood"]),
            "with_alternatives_where_expressed": _share(_is_good_mood(labels, reading) for labels, reading in pairs if labels["mood"]),
            "macro_f1": _macro_f1([(labels["mood"] or "none", reading.mood or "none") for labels, reading in pairs]),
        },
        "sentiment": {
            "accuracy": _share(reading.sentiment == labels["sentiment"] for labels, reading in pairs),
            "macro_f1": _macro_f1([(labels["sentiment"], reading.sentiment) for labels, reading in pairs]),
        },
        "slots": {slot: _slot_scores(slot, pairs) for slot in SLOTS},
        "unsure": _share(reading.is_unsure for _, reading in pairs),
        "ms": {
            "p50": round(float(np.percentile(took, 50)), 2) if took else 0.0,
            "p95": round(float(np.percentile(took, 95)), 2) if took else 0.0,
        },
        "reliability": {
            "intent": _reliability([(reading.intent_confidence, reading.intent == labels["intent"]) for labels, reading in pairs]),
            "mood": _reliability([(reading.mood_confidence, _is_good_mood(labels, reading)) for labels, reading in pairs if reading.mood]),
        },
        "confusion": {
            "intent": _confusion([(labels["intent"], reading.intent) for labels, reading in pairs]),
            "mood": _confusion([(labels["mood"] or "none", reading.mood or "none") for labels, reading in pairs]),
        },
    }  # fmt: skip


def _share(hits: Any) -> float:
    found = [bool(hit) for hit in hits]
    return round(sum(found) / len(found), 4) if found else 0.0


def _is_good_mood(labels: Mapping[str, Any], reading: Understanding) -> bool:
    mood = reading.mood or None
    return mood == labels["mood"] or mood in labels.get("also_ok_moods", ())


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    names = {wanted for wanted, _ in pairs}
    scores = []
    for name in names:
        right = sum(wanted == got == name for wanted, got in pairs)
        named = sum(wanted == name for wanted, _ in pairs) + sum(got == name for _, got in pairs)
        scores.append(2 * right / named)
    return round(sum(scores) / len(scores), 4) if scores else 0.0


def _slot_scores(slot: str, pairs: Sequence[tuple[Mapping[str, Any], Understanding]]) -> dict[str, float]:
    """Micro-F1: each value of each message counts once; a message without the slot only by false finds."""
    right = extra = missed = 0
    for labels, reading in pairs:
        wanted, got = (_values(found) for found in (labels.get(slot), reading.as_labels()[slot]))
        if slot == "like_titles":
            wanted, got = (set(map(_same_spelling, titles)) for titles in (wanted, got))
        right, extra, missed = right + len(wanted & got), extra + len(got - wanted), missed + len(wanted - got)
    total = 2 * right + extra + missed
    return {"f1": round(2 * right / total, 4) if total else 1.0, "right": right, "extra": extra, "missed": missed}


def _same_spelling(title: Any) -> str:
    """ "DOOM Eternal" is "Doom Eternal", and the second part the one in Roman numbers; another edition is another game."""
    return " ".join(in_digits(words_of(str(title))))


def _values(found: Any) -> set[Any]:
    if isinstance(found, list | tuple):
        return set(found)
    return set() if found is None else {float(found) if isinstance(found, int | float) else found}


def _reliability(pairs: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """For each band of confidence: how many, how sure on average, how often right."""
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, is_right in pairs:
        bands[int(np.searchsorted(_BINS, confidence, side="right"))].append((confidence, is_right))
    return [
        {
            "from": _BINS[band - 1],
            "messages": len(found),
            "confidence": round(sum(confidence for confidence, _ in found) / len(found), 3),
            "right": round(sum(is_right for _, is_right in found) / len(found), 3),
        }
        for band, found in sorted(bands.items())
    ]


def _confusion(pairs: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """What was taken for what, the commonest first; right readings are left out."""
    counted = Counter(pair for pair in pairs if pair[0] != pair[1])
    return [{"wanted": wanted, "got": got, "count": count} for (wanted, got), count in counted.most_common()]
