"""Long replies: parts that fit, nothing lost, cut where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.wording.splitting import MAX_PART, split

FAMILY = "👨‍👩‍👧‍👦"


@given(st.text(max_size=400), st.integers(1, 60))
def test_no_part_is_too_long_and_no_word_is_lost(text, limit):
    parts = split(text, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.sampled_from([FAMILY, "🏳️‍🌈", "👋🏽", "🇬🇧", "é", "ab"]), max_size=60))
def test_an_emoji_is_not_torn_apart(pieces):
    for part in split("".join(pieces), 40):
        assert part[0] not in "\u200d\ufe0f\u0301🏽"
        assert not part.endswith("\u200d")


def test_a_short_reply_is_one_part():
    assert split("hello there") == ["hello there"]


def test_nothing_is_no_part():
    assert split("  \n ") == []


def test_a_cut_comes_after_a_sentence():
    text = "One sentence here. " * 200
    parts = split(text)
    assert len(parts) > 1
    assert all(part.endswith(".") for part in parts)
    assert all(len(part) <= MAX_PART for part in parts)


def test_paragraphs_stay_whole_where_they_can():
    paragraph = "word " * 150
    assert split("\n\n".join([paragraph.strip()] * 3)) == [
        "\n\n".join([paragraph.strip()] * 2),
        paragraph.strip(),
    ]


def test_a_part_of_nothing_is_refused():
    with pytest.raises(ValueError, match="room"):
        split("x", 0)
