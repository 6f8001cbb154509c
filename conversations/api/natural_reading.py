"""A wish in somebody's own words, from text to the recommender's question. Pure but for the list of cities."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from conversations.dialogue.care import distress
from conversations.dialogue.offers import sliders, wishes
from conversations.dialogue.said import own_words
from conversations.dialogue.state import DialogueState, Tonight
from conversations.understanding import understand
from conversations.understanding.types import Knowledge, ReadingContext, Vector
from games.api.nearest_city import city_names
from games.recommender import Context
from games.vocabulary import GENRES

TIME_SLOTS: Final = ("now", "tonight", "today", "tomorrow", "weekend", "morning", "afternoon", "evening", "night")
_SLOTS_SAID: Final = (
    ("tonight", r"tonight|tonite|2nite|this evening"),
    ("tomorrow", r"tomorrow|tmrw|tmr"),
    ("weekend", r"weekend|wknd|saturday|sunday"),
    ("morning", r"morning|before work|breakfast"),
    ("afternoon", r"afternoon|lunch(?:time)?|after school"),
    ("evening", r"evening|after work|after dinner"),
    ("night", r"night|midnight|before bed|bedtime"),
    ("today", r"today"),
    ("now", r"right now|now|asap"),
)
_VIBES: Final = frozenset((
    "adventurous", "atmospheric", "beautiful", "brainy", "bright", "brutal", "building", "calm", "casual",
    "challenging", "charming", "cheerful", "chill", "cinematic", "clever", "colorful", "colourful", "comfy",
    "competitive", "cosy", "cozy", "crafting", "creative", "creepy", "cute", "dark", "deep", "dreamy", "eerie",
    "emotional", "epic", "exciting", "fast", "funny", "goofy", "gory", "gritty", "hardcore", "heartwarming",
    "immersive", "intense", "laid-back", "lighthearted", "lonely", "melancholic", "melancholy", "mellow", "mindless",
    "minimalist", "moody", "mysterious", "narrative", "nostalgic", "open-world", "peaceful", "pixel-art", "puzzling",
    "quick", "quiet", "quirky", "relaxed", "relaxing", "relentless", "retro", "rewarding", "romantic", "sandbox",
    "satisfying", "scary", "serene", "short", "silly", "simple", "slow", "snappy", "soothing", "spooky", "stealthy",
    "story-driven", "story-rich", "strange", "strategic", "stylish", "surreal", "tactical", "tense", "thoughtful",
    "thrilling", "turn-based", "uplifting", "weird", "whimsical", "wholesome", "zen",
))  # fmt: skip
_MOST_VIBES: Final = 8
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DENIALS: Final = frozenset({"no", "not", "nothing", "never", "without", "isnt", "dont", "non", "too", "less", "avoid"})
_WHERE: Final = re.compile(r"\b(?:in|near|around|from)\s+((?:[^\W\d_][\w'.-]*\s*){1,3})", re.IGNORECASE)
_SHORTEST_CITY: Final = 4


@dataclass(frozen=True)
class NaturalWish:
    """What a text asks for. ``tonight`` holds the wish itself, the rest what stands around it.

    ``names_disliked`` are titles named as what it should not be like.
    """

    text: str
    tonight: Tonight
    intent: str = ""
    confidence: float = 0.0
    is_unsure: bool = False
    time_slot: str = ""
    location: str = ""
    vibe_keywords: tuple[str, ...] = ()
    names_disliked: tuple[str, ...] = ()
    own_age: int | None = None
    needs_care: bool = False
    is_refined: bool = False
    vector: Vector | None = None

    def as_json(self, *, default_currency: str) -> dict[str, Any]:
        tonight = self.tonight
        return {
            "categories": list(tonight.genres),
            "exclude_categories": [key for key in tonight.excluded_genres if key in GENRES],
            "exclude_themes": [key for key in tonight.excluded_genres if key not in GENRES],
            "price_max": float(tonight.price_max) if tonight.price_max else None,
            "currency": (tonight.currency or default_currency) if tonight.price_max else None,
            "time_slot": self.time_slot or None,
            "location": self.location or None,
            "vibe_keywords": list(self.vibe_keywords),
            "platforms": list(tonight.platforms),
            "exclude_platforms": list(tonight.excluded_platforms),
            "mood": tonight.mood or None,
            "session_minutes": tonight.minutes,
            "multiplayer": tonight.player_mode or None,
            "like_titles": list(tonight.like_titles),
            "youngest_age": min(self.ages, default=None),
            "intent": self.intent,
            "confidence": round(self.confidence, 3),
            "is_unsure": self.is_unsure,
            "needs_care": self.needs_care,
            "refined": self.is_refined,
        }

    @property
    def ages(self) -> tuple[int, ...]:
        """Of whom a game must suit: a child that plays along, or a child that asks."""
        own = self.own_age if self.own_age is not None and self.own_age < 18 else None
        return tuple(age for age in (self.tonight.child_age, own) if age is not None)


def read_wish(text: str, *, own_platforms: Sequence[str], knowledge: Knowledge, now: datetime) -> NaturalWish:
    """As the chat would read it from somebody who just came in."""
    reading = understand(text, ReadingContext(known_platforms=tuple(own_platforms)), knowledge=knowledge)
    tonight = wishes.new_wish(Tonight(), reading)
    tonight, _ = sliders.slide(tonight, text, this_year=now.year)
    if distress.is_serious(text):
        tonight = replace(tonight, mood="", secondary_mood="", genres=())  # none of it is a wish for a game
    lowered = text.lower()
    return NaturalWish(
        text=text,
        tonight=replace(tonight, wish=text),
        intent=reading.intent,
        confidence=reading.intent_confidence,
        is_unsure=reading.is_unsure,
        time_slot=next((slot for slot, said in _SLOTS_SAID if re.search(rf"\b(?:{said})\b", lowered)), ""),
        location=city_in(text),
        vibe_keywords=vibes_in(text),
        names_disliked=reading.slots.dislike_titles,
        own_age=own_words.own_age(text),
        needs_care=distress.is_serious(text) or own_words.sounds_low(text),
        vector=reading.vector,
    )


def context_of(
    wish: NaturalWish, *, own_platforms: Sequence[str], default_currency: str, refused: Collection[str],
    exclude_seen: bool, is_diverse: bool,
) -> Context:  # fmt: skip
    """``refused`` are slugs."""
    context = wishes.as_context(
        DialogueState(tonight=wish.tonight),
        own_platforms=own_platforms,
        vector=wish.vector,
        default_currency=default_currency,
        own_age=min(wish.ages, default=None),
    )
    return replace(
        context,
        exclude_slugs=context.exclude_slugs | frozenset(refused),
        exclude_seen=exclude_seen,
        is_diverse=is_diverse,
        needs_care=wish.needs_care,
    )


def vibes_in(text: str) -> tuple[str, ...]:
    """How it should feel, in the order said, without what is denied right before."""
    words = [word.lower() for word in _WORD.findall(text.replace("’", "").replace("'", ""))]
    said = [
        word
        for place, word in enumerate(words)
        if word in _VIBES and not _DENIALS & set(words[max(place - 2, 0) : place])
    ]
    return tuple(dict.fromkeys(said))[:_MOST_VIBES]


def city_in(text: str) -> str:
    """A large city that is named as where they are, or ""."""
    for found in _WHERE.finditer(text):
        words = found[1].replace(",", " ").split()
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count]).strip(".,!?'")
            if len(name) >= _SHORTEST_CITY and (city := _cities().get(folded(name))):
                return city
    return ""


def folded(name: str) -> str:
    """Without accents and capitals."""
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).casefold()


@functools.cache
def _cities() -> dict[str, str]:
    return {folded(name): name for name in city_names()}
