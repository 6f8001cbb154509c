"""Not understood, off-topic, pictures, and everything that is no sentence: always a sensible answer."""

from __future__ import annotations

import pytest

from conversations.dialogue.said import own_words
from conversations.models import Contact, Message

NONSENSE = "qwzx vbnk"


def test_unsure_asks_for_other_words_then_offers_choices_then_a_person(mia):
    first, second, third = mia.say(NONSENSE), mia.say(NONSENSE), mia.say(NONSENSE)
    assert (first.buttons, first.titles) == ({}, [])
    assert len(second.buttons) == 3
    assert "human" in third.buttons.values()
    assert mia.contact.held_by_human_at is None


def test_a_person_comes_when_that_offer_is_taken(mia):
    for _ in range(3):
        said = mia.say(NONSENSE)
    mia.tap(said.buttons["talk to a person"])
    assert mia.contact.held_by_human_at is not None


def test_being_understood_ends_the_ladder(mia):
    mia.say(NONSENSE)
    mia.say(NONSENSE)
    assert mia.say("something calm on pc").state.misunderstood_in_a_row == 0
    assert mia.say(NONSENSE).buttons == {}


def test_a_surprise_is_a_game(mia):
    mia.say(NONSENSE)
    said = mia.say(NONSENSE)
    assert mia.tap(said.buttons["surprise me"]).titles


@pytest.mark.parametrize("kind", ["voice", "image", "video", "document", "location", "contact", "sticker", "other"])
def test_what_is_no_text_is_met_kindly_and_words_are_asked_for(mia, kind):
    said = mia.say(kind=kind)
    assert said.text.strip()
    assert said.titles == []
    assert said.state.awaiting == "mood"


def test_the_words_under_a_picture_are_read(mia):
    assert mia.say("something like this vibe, calm, on pc", kind="image").titles


# A sample of what breaks naive programs; the wording is the web's folklore.
NAUGHTY = [
    "", " ", "\n\n", "\x00", "a\x00b", "undefined", "null", "NaN", "true", "0", "1/0", "-1", "1e309", "0x0", "٠١٢", "９", "½",
    "'; DROP TABLE conversations_message;--", "1;DROP TABLE users", "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}",
    "%s%s%s%n", "$HOME", "../../../etc/passwd", "COM1", "\ufeff", "\u200b\u200d\u2060", "\u202etest\u202c", "مرحبا كيف حالك",
    "שלום", "ﷺ" * 20, "田中さんにあげて下さい", "Ω≈ç√∫˜µ≤≥÷", "Ţ̗h̡e̜ ̠Z̟a̴l̲g̵o̧" * 4, "👾🙇💁🙅🙆", "👨‍👩‍👧‍👦", "😂", "❤️", "🇺🇸🇷🇺", "¯\\_(ツ)_/¯",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "ABC<div>DEF", "http://a/%%30%30", "Scunthorpe",
    "a" * 5000, "calm " * 4000, "?" * 300, "1234567890" * 30, "the quick brown fox", "File:///", "() { 0; }; touch /tmp/x",
    "\U000e0061", "\u2028\u2029", "power لُلُصّبُلُلصّبُررً ॣ ॣh ॣ ॣ 冗", "tired\r\ncalm\ton pc",
]  # fmt: skip


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_every_naughty_string_gets_a_sensible_answer(mia, text):
    said = mia.say(text)
    assert said.message.status == "handled"
    assert said.text.strip()
    assert "{{" not in said.text
    assert all(len(reply.body) <= 1600 for reply in said.replies)


def test_a_hundred_thousand_characters_are_answered(mia):
    said = mia.say("I am so tired of everything today, " * 3000)
    assert said.message.status == "handled"
    assert said.text.strip()


def test_a_name_that_is_a_template_stays_a_name(shelf):
    from conversations.tests.dialogue.conftest import Person

    said = Person("x", profile_name="{{ 7*7 }} <b>Bo</b> & Co").say("hi")
    assert "49" not in said.text
    assert "&amp;" not in said.text
    assert "&lt;" not in said.text


def test_a_title_reaches_the_player_unescaped(mia):
    assert "Moss & Lanterns" in mia.say("tired, something calm under $12 on switch, farming").text


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ana Example", "Ana"), (".", ""), ("", ""), ("🌸🌸", ""), ("+1 555 0100", ""), ("JAMIE", "Jamie"), ("~ mike ~", "mike"),
        ("李小龙", "李小龙"), ("Jean-Luc", "Jean-Luc"), ("O'Neil", "O'Neil"), ("x" * 60, ""), ("❤️Lea❤️", "Lea"), ("J", ""),
    ],
)  # fmt: skip
def test_a_profile_name_is_used_if_it_can_be(raw, name):
    assert own_words.usable_name(raw) == name


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("yes", True), ("Yeah!", True), ("yes please", True), ("ok", True), ("no", False), ("nah thanks", False), ("cancel", False),
     ("yes but no horror", None), ("yesterday", None), ("nothing calm?", None), ("", None)],
)  # fmt: skip
def test_yes_and_no_are_told_from_sentences(text, verdict):
    assert own_words.yes_or_no(text) is verdict


def test_thanks_is_no_verdict_on_a_game(mia):
    mia.say("something silly on pc")
    mia.say("thanks!")
    assert not mia.contact.player.interactions.exists()


def test_off_topic_is_met_with_an_honest_no(mia):
    said = mia.say("can you order me a pizza please")
    assert said.titles == []
    assert Contact.objects.count() == 1
    assert Message.objects.filter(direction="outbound").count() == 1


def test_more_gibberish_climbs_the_ladder_however_sure_it_is_off_topic(mia):
    mia.say("qwzx vbnk")
    assert len(mia.say("qwzx vbnk grmpf").buttons) == 3
    assert "human" in mia.say("zzk qwzx vbnk").buttons.values()


@pytest.mark.parametrize("text", ["hint", "a hint please", "can i get a hint?"])
def test_a_hint_without_story_or_journey_points_at_three_moods(mia, text):
    assert len(mia.say(text).buttons) == 3
