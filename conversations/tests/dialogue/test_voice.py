"""How things are said: three tones, several wordings, never the same twice in a row."""

from __future__ import annotations

import itertools
import re
from itertools import pairwise

import emoji
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.wording.voice import TONES, Style, Voice, all_wordings, has_slang, render, tone_for, vibe_of
from games.vocabulary import MOODS

# Serious or explaining texts take the room that they need.
LONG = {"help.how", "crisis.care"}
VALUES = {
    "name": "Robin", "title": "Ludo & Co", "vibe": "cozy stuff", "ack": "ok!", "link": "https://x/privacy/", "wish": "5 USD",
    "reason": "calm and short", "facts": "it's on Switch", "what": "the price", "platform": "Switch", "platforms": "PC",
    "prices": "$5 on Steam", "modes": "solo", "age": 7, "level": "easy", "year": 2020, "studio": "Us", "score": 90,
    "words": "A walk.", "known": "• name: Robin", "minutes": 30, "help": "findahelpline.com", "heard": "cheaper", "titles": "Loom and Ham Knight",
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(all_wordings()))
def test_every_reply_has_four_wordings_in_every_tone(key):
    for tone in TONES:
        plain = [one for one in all_wordings()[key] if one.tone in (tone, "any") and not one.is_slang]
        assert len(plain) >= 4
        assert len({one.template.source for one in plain}) == len(plain)


@pytest.mark.parametrize("key", sorted(all_wordings()))
def test_every_wording_is_short_and_holds_one_emoji_at_most(key):
    for wording in all_wordings()[key]:
        text = render(wording, VALUES)
        assert emoji.emoji_count(text) <= 1
        assert "&amp;" not in text
        assert "{" not in text
        if key not in LONG:
            assert len(text) <= 320


def test_a_wording_without_slang_holds_none():
    found = {
        (key, word)
        for key, wordings in all_wordings().items()
        for wording in wordings
        if not wording.is_slang
        for word in re.findall(r"\b(?:ngl|fr|no cap|lowkey|bussin|goated|slaps|rizz|lmao)\b", wording.template.source)
    }
    assert found == set()


@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(sorted(all_wordings())), min_size=2, max_size=12),
    st.sampled_from(TONES),
)
def test_the_same_wording_is_never_used_twice_in_a_row(seed, keys, tone):
    rng, last_used = np.random.default_rng(seed), {}
    said: dict[str, str] = {}
    for key in keys:
        voice = Voice(style=Style(tone=tone), last_used=last_used, rng=rng)
        text = voice.say(key, **VALUES)
        assert text != said.get(key)
        said[key] = text
        last_used = {**last_used, **voice.used}


def test_slang_is_answered_with_slang_only_after_theirs():
    plain = Voice(style=Style(tone="playful"), last_used={}, rng=np.random.default_rng(1))
    casual = Voice(style=Style(tone="playful", uses_slang=True), last_used={}, rng=np.random.default_rng(1))
    assert not any(has_slang(plain.say("offer.lead", ack="ok!")) for _ in range(60))
    assert any(has_slang(casual.say("offer.lead", ack="ok!")) for _ in range(60))


@pytest.mark.parametrize(
    ("text", "expected"), [("ngl im bored af", True), ("I am rather tired", False), ("no cap", True), ("a cape", False)]
)
def test_slang_is_heard_by_the_word(text, expected):
    assert has_slang(text) is expected


def test_every_mood_has_a_tone_a_name_and_an_acknowledgement():
    for mood in MOODS:
        assert tone_for(mood) in TONES
        assert vibe_of(mood)
        assert f"ack.{mood}" in all_wordings()


@pytest.mark.parametrize(
    ("mood", "tone"), [("sad", "warm"), ("angry", "warm"), ("silly", "playful"), ("chill", "neutral"), ("", "neutral")]
)
def test_the_mood_chooses_the_tone(mood, tone):
    assert tone_for(mood) == tone


def test_a_talk_never_says_the_same_thing_twice_in_a_row(mia):
    replies = [mia.say("qwzx").text for _ in range(6)]
    assert all(one != other for one, other in pairwise(replies))


def test_a_reply_holds_one_emoji_at_most(mia):
    for words in ("hi", "something silly", "lol more", "so hyped!!", "love it", "thanks"):
        assert emoji.emoji_count(mia.say(words).text) <= 1


def test_nobody_jokes_with_somebody_who_is_low():
    jokes = {one.source for wordings in all_wordings().values() for one in wordings if one.is_joke}
    assert jokes
    keys = [key for key, wordings in all_wordings().items() if any(one.is_joke for one in wordings)]
    for seed, key in itertools.product(range(8), keys):
        voice = Voice(style=Style(tone="warm", is_low=True), last_used={}, rng=np.random.default_rng(seed))
        voice.say(key, **VALUES)
        chosen = next(one for one in all_wordings()[key] if one.id == voice.used[key])
        assert not chosen.is_joke


def test_who_writes_little_is_answered_briefly():
    def length(is_terse: bool) -> float:
        voice = Voice(style=Style(is_terse=is_terse), last_used={}, rng=np.random.default_rng(5))
        return sum(len(voice.say("help.how")) + len(voice.say("smalltalk.low")) for _ in range(30))

    assert length(is_terse=True) < length(is_terse=False)


def test_a_name_is_said_once_in_a_reply_and_not_at_all_when_it_was_said_lately():
    voice = Voice(style=Style(), last_used={}, rng=np.random.default_rng(1))
    said = [
        voice.say(key, name="Robin")
        for key in ("back.cold_return", "hello.again", "back.idle_return", "hello.again") * 3
    ]
    assert sum("Robin" in text for text in said) == 1
    quiet = Voice(style=Style(may_name=False), last_used={}, rng=np.random.default_rng(1))
    assert not any("Robin" in quiet.say("back.cold_return", name="Robin") for _ in range(12))
    assert any("Robin" in quiet.say("profile.noted", name="Robin", facts="you're Robin") for _ in range(4))
