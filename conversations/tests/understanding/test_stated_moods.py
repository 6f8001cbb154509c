"""Moods said in so many words count in every kind of message; words about the game do not."""

from __future__ import annotations

import pytest

from conversations.understanding.negation import find_scopes
from conversations.understanding.told_moods import read_told_moods


@pytest.mark.parametrize(
    ("text", "mood"),
    [("omg that looks sick im so hyped", "hyped"), ("no thx too cutesy for me, i want scares", "spooky"),
     ("one more, a bit goofier", "silly"), ("make it turn based, i'm too knackered for reflexes", "tired"),
     ("eh why this? i asked for chill", "chill"), ("is it funny? i'm in a giggly mood", "silly"), ("funnier though", "silly"), ("scarier!! and single player", "spooky"),
     ("something less stressful, my hands are shaking", "chill")],
)  # fmt: skip
def test_a_mood_said_outright_is_read_after_a_suggestion(reading_of, text, mood):
    assert reading_of(text, after="Hades").mood == mood


@pytest.mark.parametrize(
    "text",
    [
        "is it relaxing?",
        "is it scary",
        "is it scarier than outlast",
        "played it to death, the ending was sad",
        "perfect, cheers",
    ],
)
def test_words_about_the_game_are_nobodys_mood(reading_of, text):
    assert reading_of(text, after="Hades").mood == ""


@pytest.mark.parametrize(
    ("text", "intent"),
    [("just what i needed after today", "like"), ("and this fits me because...?", "why"), ("actually i'd rather play alone", "refine"),
     ("something cosier, i've had a horrible day", "refine"), ("what else ya got under ten bucks", "more"),
     ("hate hate hate this suggestion", "dislike"), ("no. i hate roguelikes", "dislike"), ("ugh not another zombie thing", "dislike"),
     ("no more souls. something fun like ratchet", "refine"), ("can u swap it for one i play alone", "refine"),
     ("like the look of it but without the crafting", "refine")],
)  # fmt: skip
def test_a_reaction_is_read_as_one_where_a_suggestion_lies_there(reading_of, text, intent):
    assert reading_of(text, after="Hades").intent == intent


def test_the_same_words_without_a_suggestion_are_no_reaction(reading_of):
    assert reading_of("something cosier than my job please").intent == "recommend"


def test_a_message_for_somebody_else_is_no_wish(reading_of):
    assert reading_of("sorry wrong chat lol", after="Hades").intent == "other"


@pytest.mark.parametrize(
    "text",
    ["caves of qud, cogmind, nethack. what now", "pentiment?? more history like it", "hades, celeste. anything close"],
)
def test_after_loved_games_a_question_is_a_wish_and_no_fact(reading_of, text):
    assert reading_of(text).intent == "recommend"


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("je suis epuise ce soir, un petit jeu", "tired"),
        ("bu gece korku oyunu istiyorum", "spooky"),
        ("che noia, cosa gioco", "bored"),
    ],
)
def test_a_mood_in_another_tongue_is_still_heard(reading_of, text, mood):
    assert reading_of(text).mood == mood


@pytest.mark.parametrize(
    ("text", "mood", "second"),
    [
        ("in an adventurous mood tonight", "adventurous", ""),
        ("i'm in a really chill mood, something on pc", "chill", ""),
        ("cozy vibes please", "chill", ""),
        ("in the mood for something silly", "silly", ""),
        ("kind of a silly and nostalgic mood today", "silly", "nostalgic"),
        ("brainy mood, what have you got", "brainy", ""),
        ("competitive mindset tonight, 1v1", "competitive", ""),
    ],
)
def test_a_mood_that_is_told_as_such_is_that_mood(reading_of, text, mood, second):
    reading = reading_of(text)
    assert (reading.mood, reading.secondary_mood) == (mood, second)


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("not in a sad mood, just give me something funny", "sad"),
        ("less spooky vibes please", "spooky"),
    ],
)
def test_a_mood_that_is_refused_is_not_told(reading_of, text, mood):
    assert reading_of(text).mood != mood


@pytest.mark.parametrize("text", ["i was in a happy mood but now i'm exhausted", "that killed my happy mood"])
def test_a_mood_that_is_over_is_not_told(text):
    assert read_told_moods(text, find_scopes(text)) == ()


def test_a_row_of_moods_of_any_length_is_read_to_its_end():
    text = f"{'happy, ' * 14_000}sad mood"  # going back for each of them would take longer than a test may
    assert read_told_moods(text, find_scopes(text))[-1] == "sad"
