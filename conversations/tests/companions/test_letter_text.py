"""What a letter of ours is made of, and when it is due: nothing here needs a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conversations.companions import letter_text
from conversations.letters import post
from conversations.letters import writing as letter_writing

LETTER = (
    "I don't really know who else to write this to. It is November again and the evenings are dark by five, and I come"
    " home and only stare at the wall for a while before I put the light on. I have been thinking about my brother, who"
    " moved away in the spring, because we used to play together on the old Nintendo on every rainy afternoon, the two"
    " of us on the carpet in the hall, and our grandmother would bring us toast and complain about the noise, although"
    " she secretly wanted to know how the story went on. When I was a kid I thought that those afternoons were just"
    " what life is like. She is not here any more, and the flat was sold, and somebody else has a shelf where the"
    " television stood. I miss her a lot in this weather. My brother has two small children and no time, which is fine,"
    " it is what one hopes for, but on Sundays the phone stays quiet and I notice that I wait for it. Work is a lot at"
    " the moment. My boss wants everything by yesterday, and by the evening I have no words left for anybody. So I sit"
    " here and think that I would like to be somewhere quiet for an hour, somewhere with rain on a window and something"
    " small to put in order, and nobody who wants anything from me at all."
)
SHEET = letter_writing.sheet()


@pytest.mark.parametrize(
    ("written", "zones", "hour"),
    [
        (datetime(2026, 5, 4, 12, 0, tzinfo=UTC), ("UTC",), 15),
        (datetime(2026, 5, 4, 20, 0, tzinfo=UTC), ("UTC",), 9),
        (datetime(2026, 5, 4, 20, 0, tzinfo=UTC), (), 18),
        (datetime(2026, 5, 4, 3, 0, tzinfo=UTC), ("UTC",), 9),
    ],
)
def test_the_answer_comes_at_a_waking_hour_and_while_the_window_is_open(written, zones, hour):
    at = post.waking_hour(zones, now=written, after=timedelta(hours=3))
    assert at.hour == hour
    assert at - written < timedelta(hours=23)


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_has_the_length_of_a_letter(seed):
    words = letter_text.compose(LETTER, SHEET, mood="sad", title="Paper Pond", reason="calm, short", seed=seed)
    assert 150 <= letter_text.count_words(words) <= 300
    assert letter_text.problem_with(words, letter=LETTER, title="Paper Pond") == ""
    nothing = letter_text.compose("mm " * 200, SHEET, mood="", title="Paper Pond", reason="calm", seed=seed)
    assert 150 <= letter_text.count_words(nothing) <= 300


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mood", ["sad", "nostalgic", ""])
def test_a_letter_that_brings_no_game_says_so_and_is_a_whole_letter(mood, seed):
    for theirs in (LETTER, "It rained on my street. " * 40, "mm " * 200):
        words = letter_text.compose(theirs, SHEET, mood=mood, title="", reason="", seed=seed)
        assert 150 <= letter_text.count_words(words) <= 300
        assert "envelope" in words
        assert "{{" not in words


def test_no_quote_is_left_hanging():
    text = "We used to play chess on Sundays and then, when it got dark, he cooked for the whole house."
    assert [one.quote for one in letter_text.hear(text, SHEET)] == ["We used to play chess on Sundays"]


def test_numbers_and_addresses_are_not_read_out():
    text = (
        "call my brother at 555 0101 234 please. write to my friend me@x.example today. my friend lives far away now."
    )
    assert [one.quote for one in letter_text.hear(text, SHEET)] == ["my friend lives far away now"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (lambda words: words[:300], "length"),
        (lambda words: words.replace("Paper Pond", "Doom Eternal"), "game"),
        (lambda words: words + " “you never loved me at all”", "quotes"),
        (lambda words: words + " It takes 40 hours.", "numbers"),
    ],
)
def test_what_a_model_makes_up_is_not_sent(changed, why):
    words = letter_text.compose(LETTER, SHEET, mood="sad", title="Paper Pond", reason="calm", seed=0)
    assert letter_text.problem_with(changed(words), letter=LETTER, title="Paper Pond") == why


def test_each_letter_that_waits_is_whole_with_and_without_its_game():
    every = letter_writing.waiting_letters()
    for number, _ in enumerate(every):
        words = letter_text.compose_waiting(every, SHEET, number=number, title="Paper Pond", reason="calm, short")
        assert 150 <= letter_text.count_words(words) <= 220
        assert "Paper Pond. Calm, short." in words or "Paper Pond" in words.split("Calm, short.")[0]
        assert "Marlow" in words
        assert "bot" in words
        alone = letter_text.compose_waiting(every, SHEET, number=number, title="", reason="")
        assert "{{" not in words + alone
        assert letter_text.count_words(alone) >= 150
    first, again = (
        letter_text.compose_waiting(every, SHEET, number=number, title="", reason="") for number in (0, len(every))
    )
    assert first == again


def test_a_letter_without_its_game_is_refused():
    with pytest.raises(ValueError, match="names its game"):
        letter_text.read_waiting("# one\nDear you.")


def test_what_is_well_with_them_is_not_comforted():
    told = "I have two friends who would come if I called. I have a job in which nobody shouts. Work is fine."
    assert [one.theme for one in letter_text.hear(told, SHEET)] == []
    told = "My boss shouts at everybody from nine to five. I have not seen my brother since the spring of that year."
    assert {one.theme for one in letter_text.hear(told, SHEET)} >= {"work", "friends"}
