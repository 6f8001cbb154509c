"""How somebody's English reads, over several messages."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.said.english import Evidence, admits_little_english, level_after, listen
from conversations.knowledge.files import read_word_ranks

RANKS = read_word_ranks(settings.MODEL_DIR)

PEOPLE = {
    "a native in a hurry": ("normal", ["yo im bored af", "smth chill on switch under 20", "nah too easy", "what about co-op with my gf", "cheaper pls", "ok bet"]),
    "a native, plainly": ("normal", ["i had a long day and want something calm to play", "is it on the switch?", "do you have anything shorter", "my kids are finally asleep", "how much does it cost", "i love it thanks"]),
    "one word at a time": ("normal", ["sad", "switch", "more", "cheaper", "yes", "the second one", "nope"]),
    "a casual native with a good vocabulary": ("normal", ["honestly i'm exhausted, work was a nightmare and my boss is insufferable", "something with a decent story though, not too depressing", "i've got maybe an hour before bed", "what's the difference between those two?", "yeah that sounds perfect, cheers"]),
    "typing badly is no poor English": ("normal", ["smthing lik hades but esier", "hwo long is it", "wat about stardw valey", "imm so tierd 2day", "yeh tht one thx"]),
    "from Lagos, and at home in it": ("normal", ["i tire o, this work wan finish me", "abeg something easy to play before i sleep", "e no too cost?", "na so, make i try am", "thank you jare"]),
    "a learner": ("easy", ["hello, i want game for relax", "i have 30 years and work is hard", "my son want play also", "it have price? i not have much money", "more easy please"]),
    "another learner": ("easy", ["hi. i am very boring today", "suggest me good game", "how it is called in the store", "i play since 2 years on computer", "thanks you"]),
    "a learner with few slips": ("easy", ["I want game for my phone please", "what means roguelike", "I like it very much", "can you to explain me the game", "I am agree"]),
    "a reader": ("rich", ["Good evening. I find myself in a rather contemplative mood; perhaps something atmospheric and unhurried.", "I should prefer a narrative of some subtlety, ideally without gratuitous violence.", "That is delightful, although the price strikes me as somewhat extravagant.", "Have you anything comparably evocative, preferably on the Switch?"]),
    "another reader": ("rich", ["after an interminable week I'd appreciate something meditative, a game whose pacing is leisurely", "is there an equivalent with richer characterisation?", "my inclination is towards intricate puzzles rather than combat", "splendid, I shall try it"]),
}  # fmt: skip


def read(messages: list[str], level: str = "normal") -> tuple[Evidence, str]:
    evidence = Evidence()
    for message in messages:
        evidence = listen(evidence, message, ranks=RANKS)
        level = level_after(evidence, level)
    return evidence, level


@pytest.mark.parametrize("who", PEOPLE)
def test_people_are_met_at_their_level(who):
    expected, messages = PEOPLE[who]
    assert read(messages)[1] == expected


@pytest.mark.parametrize("who", PEOPLE)
def test_a_first_message_or_three_decide_nothing(who):
    assert read(PEOPLE[who][1][:3])[1] == "normal"


def test_one_slip_among_good_sentences_changes_nothing():
    assert read([*PEOPLE["a native, plainly"][1], "what means roguelike", "i want something short"])[1] == "normal"


def test_one_fine_word_among_plain_ones_changes_nothing():
    assert (
        read(["hey", "i want something calm", "is it on switch", "rather evocative, that one", "ok thanks a lot mate"])[
            1
        ]
        == "normal"
    )


def test_who_is_at_a_level_leaves_it_later_than_they_came():
    """Between the two lines one stays where one is."""
    between = Evidence(score=-0.25, heard=9)
    assert level_after(between, "easy") == "easy"
    assert level_after(between, "normal") == "normal"
    assert level_after(Evidence(score=-0.1, heard=9), "easy") == "normal"
    assert level_after(Evidence(score=0.25, heard=9), "rich") == "rich"
    assert level_after(Evidence(score=0.25, heard=9), "normal") == "normal"


def test_a_learner_who_gets_better_is_met_higher_again():
    evidence, level = read(PEOPLE["a learner"][1])
    for message in ["i had a long day and want something calm"] * 8:
        evidence = listen(evidence, message, ranks=RANKS)
        level = level_after(evidence, level)
    assert level == "normal"


@pytest.mark.parametrize(
    "text",
    ["my english is not good", "sorry for my bad english", "sorry my english is bad, i want game", "English isn't my first language",
     "i'm still learning english", "i dont speak english very well", "i speak only a little english", "My English is very poor, sorry"],
)  # fmt: skip
def test_saying_so_is_enough(text):
    assert admits_little_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "is it in english?",
        "english only please",
        "does the dub have good english",
        "my english teacher loved it",
        "i'm english, we don't do that",
    ],
)
def test_speaking_of_english_is_not_saying_so(text):
    assert not admits_little_english(text)


@pytest.mark.parametrize(
    "text", ["", "😀😀", "12345", "https://example.com/a-rather-contemplative-page", "¿qué tal?", "मुझे गेम चाहिए"]
)
def test_what_holds_no_english_shows_nothing(text):
    assert listen(Evidence(), text, ranks=RANKS).score == 0


def test_without_a_vocabulary_it_still_reads():
    evidence = Evidence()
    for message in PEOPLE["a learner"][1]:
        evidence = listen(evidence, message, ranks={})
    assert level_after(evidence, "normal") == "easy"


@given(st.lists(st.text(max_size=400), max_size=12))
def test_any_text_can_be_read(messages):
    evidence, level = read(messages)
    assert -1 <= evidence.score <= 1
    assert level in ("easy", "normal", "rich")


def test_short_messages_make_a_terse_person():
    assert read(["sad", "switch", "cheaper", "more pls"])[0].is_terse
    assert not read(PEOPLE["a native, plainly"][1])[0].is_terse
