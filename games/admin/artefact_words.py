"""What stands beside a version of something learnt, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

_NAMES: Final[Mapping[str, str]] = {
    "collaborative": "who plays what",
    "confidence": "how sure we are of a pick",
    "mood_fit": "how games suit moods",
    "policy": "the ranking",
    "understanding": "what messages mean",
}
_LABELS: Final[Mapping[str, str]] = {
    "change": "change beside what served, at least and at most",
    "code": "made by the code",
    "covered": "of what it wants, could have been drawn",
    "effective": "slots that tell something",
    "error": "off by, for players it did not learn from",
    "error_of_the_guess": "off by, before it was learnt",
    "events_to": "up to reaction number",
    "examples": "examples",
    "games": "games",
    "impression": "up to pick number",
    "lessons": "settled picks it learnt from",
    "looked_at": "looked through last",
    "method": "method",
    "outcomes": "settled picks",
    "players": "players",
    "plays": "games they play",
    "recipe": "features, version",
    "refused": "not used",
    "shown_at": "up to what was shown",
    "slope": "slope of its scale",
    "slots": "slots it was judged on",
    "verdict": "judged",
}
_AS_SHARE: Final = frozenset({"covered", "error", "error_of_the_guess"})
_MOMENTS: Final = frozenset({"looked_at", "shown_at"})
_DIGEST: Final = 12


def name_of(key: str) -> str:
    return _NAMES.get(key, key.replace("_", " "))


def how_made(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A line for each figure; what lies within another stands right after it."""
    lines: list[tuple[str, str]] = []
    for key, value in config.items():
        if isinstance(value, Mapping):
            lines += how_made(value)
        elif value is not None:
            lines.append((_LABELS.get(key, key.replace("_", " ")), _told(key, value)))
    return lines


def _told(key: str, value: Any) -> str:
    if value is True:
        return "it would have been worse" if key == "refused" else "yes"
    if value is False:
        return "no"
    if key == "code":
        return str(value)[:_DIGEST]
    if key in _AS_SHARE:
        return f"{100 * float(value):.1f} %"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_told("", one) for one in value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int):
        return f"{value:,}"
    return _moment(str(value)) if key in _MOMENTS else str(value)


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text).astimezone(UTC):%-d %b %Y, %H:%M} UTC"
    except ValueError:
        return text
