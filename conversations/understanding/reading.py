"""One text through all grammars, as training and understanding both need it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conversations.understanding.bare_wishes import is_bare_wish
from conversations.understanding.heads import Features, features_of
from conversations.understanding.mood_words import drop_refused, read_mood_words
from conversations.understanding.normalise import Message, read_message, spell_out
from conversations.understanding.slots import read_slots
from conversations.understanding.stated_moods import read_stated_mood
from conversations.understanding.titles import TitleIndex
from conversations.understanding.types import Slots, Vector


@dataclass(frozen=True)
class Reading:
    message: Message
    slots: Slots
    named_moods: tuple[str, ...]
    refused_moods: tuple[str, ...]
    stated_mood: str
    tells_no_mood: bool
    plain: str  # plain English, titles set aside, moods that are taken back left out

    @property
    def has_words(self) -> bool:
        return any(map(str.isalnum, self.plain))

    def features(self, vector: Vector | None) -> Features:
        return features_of(self.plain, vector, self.slots, self.named_moods, is_shouted=self.message.is_shouted)


def read(
    text: str,
    *,
    slang: Mapping[str, str],
    titles: TitleIndex,
    correct: Callable[[str], str],
    awaiting: str = "",
    offered: str = "",
) -> Reading:
    message = read_message(text, slang, correct)
    found = read_slots(message, titles, awaiting=awaiting, offered=offered)
    named, refused = read_mood_words(found.words, found.scopes)
    plain = spell_out(drop_refused(found.words, found.scopes), slang)
    return Reading(
        message=message,
        slots=found.slots,
        named_moods=named,
        refused_moods=refused,
        stated_mood=read_stated_mood(found.words, found.scopes),
        tells_no_mood=not (named or message.emojis) and is_bare_wish(found.words),
        plain=plain,
    )
