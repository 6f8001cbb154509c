"""One text through all grammars, as training and understanding both need it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from conversations.understanding.bare_wishes import is_bare_wish, without_refusals
from conversations.understanding.genres import easily_scared_at, refused_at
from conversations.understanding.heads import Features, features_of
from conversations.understanding.mood_words import drop_refused, had_enough_at, moods_of_the_refused, read_mood_words
from conversations.understanding.normalise import Message, read_message, spell_out
from conversations.understanding.slots import SlotReading, read_slots
from conversations.understanding.stated_moods import read_stated_mood
from conversations.understanding.titles import TitleIndex
from conversations.understanding.told_moods import read_told_moods
from conversations.understanding.types import Slots, Vector


@dataclass(frozen=True)
class Reading:
    message: Message
    slots: Slots
    named_moods: tuple[str, ...]
    refused_moods: tuple[str, ...]
    stated_mood: str
    told_moods: tuple[str, ...]
    tells_no_mood: bool
    is_easily_scared: bool  # somebody who plays along is, which leaves horror out
    plain: str  # plain English, titles set aside, moods that are taken back left out

    @property
    def has_words(self) -> bool:
        return any(map(str.isalnum, self.plain))

    def features(self, vector: Vector | None) -> Features:
        return features_of(self.plain, vector, self.slots, self.named_moods, is_shouted=self.message.is_shouted)


def _blotted(words: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Of the same length, for what a refusal reaches is told by places."""
    for start, end in spans:
        words = f"{words[:start]}{' ' * (end - start)}{words[end:]}"
    return words


def _told_of_games(found: SlotReading) -> tuple[str, ...]:
    """Kinds and themes that are left out, wanted less or let in again: none of it tells how somebody feels."""
    return (*found.slots.left_out, *found.themes.lessened, *found.themes.allowed)


def read(
    text: str,
    *,
    slang: Mapping[str, str],
    titles: TitleIndex,
    correct: Callable[[str], str],
    awaiting: str = "",
    offered: str = "",
    tags: Collection[str] = (),
) -> Reading:
    message = read_message(text, slang, correct)
    found = read_slots(message, titles, awaiting=awaiting, offered=offered, tags=tags)
    # What is left out, or let in again, tells no mood: who wants nothing violent is not angry.
    scared = easily_scared_at(found.words)
    telling_no_mood = (*found.themes.said, *scared, *had_enough_at(found.words))
    words = _blotted(found.words, telling_no_mood)
    named, refused = read_mood_words(words, found.scopes)
    bare = words
    if found.slots.left_out:
        bare = without_refusals(_blotted(words, refused_at(words, found.scopes)))
    refused = (*refused, *moods_of_the_refused(_told_of_games(found), but={*named, *refused}))
    plain = spell_out(drop_refused(words, found.scopes), slang)
    return Reading(
        message=message,
        slots=found.slots,
        named_moods=named,
        refused_moods=refused,
        stated_mood=read_stated_mood(found.words, found.scopes),
        told_moods=read_told_moods(words, found.scopes),
        tells_no_mood=not (named or message.emojis) and is_bare_wish(bare),
        is_easily_scared=bool(scared),
        plain=plain,
    )
