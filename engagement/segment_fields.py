"""What a segment may ask about a person: each fact with its kind and its words. Pure.

The key of a fact is the name of its column in the table of facts. Gender and distress are no facts here: nobody
is to be picked by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from games.vocabulary import GENRES, MOODS, PLATFORMS


class Kind(StrEnum):
    SEVERAL = "several"  # a set of keys, perhaps empty
    ONE = "one"  # one key, or "" where it is not known
    TEXT = "text"  # like ONE, of free words, compared in lower case
    NUMBER = "number"
    WHEN = "when"
    YES_NO = "yes_no"


# What may be asked of each kind, with its words.
OPERATORS: Mapping[Kind, Mapping[str, str]] = {
    Kind.SEVERAL: {
        "any_of": "include any of", "all_of": "include all of", "none_of": "include none of",
        "known": "are known", "unknown": "are not known",
    },
    Kind.ONE: {"any_of": "is any of", "none_of": "is none of", "known": "is known", "unknown": "is not known"},
    Kind.TEXT: {"any_of": "is any of", "none_of": "is none of", "known": "is known", "unknown": "is not known"},
    Kind.NUMBER: {
        "at_least": "is at least", "at_most": "is at most", "known": "is known", "unknown": "is not known",
    },
    Kind.WHEN: {
        "within": "is within the last", "longer_ago": "is longer ago than", "known": "has been", "unknown": "never was",
    },
    Kind.YES_NO: {"yes": "yes", "no": "no"},
}  # fmt: skip
OF_LIST, OF_SPAN, OF_NUMBER = ("any_of", "all_of", "none_of"), ("within", "longer_ago"), ("at_least", "at_most")


@dataclass(frozen=True)
class Field:
    """``choices`` are empty where the keys are rows or free words; ``offered_by`` then says whose rows they are."""

    key: str
    label: str
    kind: Kind
    group: str
    choices: tuple[tuple[str, str], ...] = ()
    offered_by: str = ""
    unit: str = ""
    least: float = 0
    most: float = 1_000_000

    def bits(self, keys: Iterable[str]) -> int:
        """Keys of a set as one number, as the table of facts holds them: a bit for the place of each among the choices.

        Places never change: a new key goes to the end of its vocabulary. Keys that are none have no bit.
        """
        places = {key: place for place, (key, _) in enumerate(self.choices)}
        return sum(1 << places[key] for key in set(keys) if key in places)

    def keys_in(self, bits: int) -> tuple[str, ...]:
        return tuple(key for place, (key, _) in enumerate(self.choices) if bits >> place & 1)

    @property
    def operators(self) -> Mapping[str, str]:
        return OPERATORS[self.kind]


def _plainly(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((key, key.replace("-", " ").replace("_", " ")) for key in keys)


_AGES = (("under_13", "under 13"), ("13_17", "13 to 17"), ("adult", "18 or older"))
_CHANNELS = (("whatsapp", "WhatsApp"), ("web", "web chat"), ("demo", "demo"), ("api", "partner app"))
_TOPICS = (("new_games", "new games"), ("deals", "deals"), ("check_ins", "check-ins"), ("letters", "letters"))
_INTENTS = (("explore", "explore"), ("create", "create"), ("freelance", "freelance"))
_ENGLISH = (("easy", "easy"), ("normal", "normal"), ("rich", "rich"))

FIELDS: Mapping[str, Field] = {
    field.key: field
    for field in (
        Field("platforms", "platforms", Kind.SEVERAL, "Taste", _plainly(PLATFORMS), offered_by="platforms"),
        Field("liked_genres", "genres they say they like", Kind.SEVERAL, "Taste", _plainly(GENRES), "genres"),
        Field("avoided_genres", "genres they say they avoid", Kind.SEVERAL, "Taste", _plainly(GENRES), "genres"),
        Field("learnt_genres", "genres they are drawn to", Kind.SEVERAL, "Taste", _plainly(GENRES), "genres"),
        Field("cluster", "group of players", Kind.ONE, "Taste", offered_by="clusters"),
        Field("usual_price", "usual price", Kind.NUMBER, "Taste", unit="US dollars", most=1000),
        Field("usual_minutes", "usual time to play", Kind.NUMBER, "Taste", unit="minutes", most=1440),
        Field("onboarding_intent", "what they came for", Kind.ONE, "Taste", _INTENTS),
        Field("moods", "moods of the last 7 days", Kind.SEVERAL, "Mood", _plainly(MOODS), offered_by="moods"),
        Field("last_seen", "last message from them", Kind.WHEN, "Activity"),
        Field("first_seen", "known to us", Kind.WHEN, "Activity"),
        Field("last_liked", "last like", Kind.WHEN, "Activity"),
        Field("sessions", "sessions", Kind.NUMBER, "Activity"),
        Field("events", "events", Kind.NUMBER, "Activity"),
        Field("confidence", "confidence of recent picks", Kind.NUMBER, "Activity", unit="%", most=100),
        Field("is_known", "taste is known", Kind.YES_NO, "Activity"),
        Field("city", "city", Kind.TEXT, "Person"),
        Field("country", "country of their number", Kind.ONE, "Person", offered_by="countries"),
        Field("age_band", "age", Kind.ONE, "Person", _AGES),
        Field("channels", "channels", Kind.SEVERAL, "Person", _CHANNELS),
        Field("english", "English", Kind.ONE, "Person", _ENGLISH),
        Field("topics", "topics they said yes to", Kind.SEVERAL, "Consent", _TOPICS),
        Field("may_write_first", "may be written to first", Kind.YES_NO, "Consent"),
        Field("may_reply", "may be answered", Kind.YES_NO, "Consent"),
    )
}
