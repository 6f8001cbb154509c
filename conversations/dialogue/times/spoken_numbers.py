"""Numbers of time as people say them, in digits: "half an hour", "a couple of days", "at eight". Pure."""

from __future__ import annotations

import re

from conversations.understanding.number_words import NUMBER_WORDS

_NUMBERS = {
    **{word: str(number) for word, number in NUMBER_WORDS.items()}, "an": "1", "a": "1", "fifteen": "15",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90",
}  # fmt: skip


def spell_numbers(text: str) -> str:
    """The text in lower case, its numbers in digits."""
    words = re.sub(r"\bim\b", "i'm", " ".join(text.casefold().replace("’", "'").split()))
    words = re.sub(r"\bforty[- ]five\b", "45", words)
    words = re.sub(
        r"\b(?:half an?|a half|1/2 an?|half) (?:hour|hr)\b|\b(?:half[- ]?hour|halfhour)\b", "0.5 hour", words
    )
    words = re.sub(r"\b(?:an|1|one) (hour|hr) and a half\b", r"1.5 \1", words)
    words = re.sub(r"\b(?:a |quarter of an |a quarter of an )?quarter of an hour\b", "15 min", words)
    words = re.sub(r"\b(\d+) and a half (hours?|days?|weeks?)\b|\b(\d+)½ ?(hours?)\b",
                   lambda m: f"{m[1] or m[3]}.5 {m[2] or m[4]}", words)  # fmt: skip
    words = re.sub(r"\b(?:a )?couple(?: of)? (?=hours?|hrs?|days?|weeks?|min)", "2 ", words)
    words = re.sub(r"\b(?:a )?few (?=hours?|hrs?|days?|weeks?|min)", "3 ", words)
    words = re.sub(
        r"\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
        r"|ninety)\b(?= (?:more )?(?:hours?|hrs?|days?|nights?|weeks?|wks?|months?|min(?:ute)?s?)\b)",
        lambda m: _NUMBERS[m[1]], words,
    )  # fmt: skip
    return re.sub(
        r"\b(at|past|to|by|around|after|quarter|half)"
        r" (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
        lambda m: f"{m[1]} {_NUMBERS[m[2]]}", words,
    )  # fmt: skip
