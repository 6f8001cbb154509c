"""What we may write about first: given and taken in words and with a tap, and the clock that nights go by."""

from __future__ import annotations

import pytest

from conversations.dialogue.said.topic_words import TopicWish, asks_for_fewer, asks_for_topics, read_topics
from conversations.models import PROACTIVE_TOPICS, ConsentChange


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no more deals", TopicWish(refused=("deals",))),
        ("stop sending me deals", TopicWish(refused=("deals",))),
        ("Unsubscribe from deals please!", TopicWish(refused=("deals",))),
        ("don't message me about deals or new games", TopicWish(refused=("new_games", "deals"))),
        ("i don’t want to hear about new games anymore", TopicWish(refused=("new_games",))),
        ("no more check-ins", TopicWish(refused=("check_ins",))),
        ("no más ofertas", TopicWish(refused=("deals",))),
        ("keine Angebote mehr", TopicWish(refused=("deals",))),
        ("deals off", TopicWish(refused=("deals",))),
        ("no more letters please", TopicWish(refused=("letters",))),
        ("tell me about new games", TopicWish(allowed=("new_games",))),
        ("let me know when there are deals", TopicWish(allowed=("deals",))),
        ("yes to deals and new games", TopicWish(allowed=("new_games", "deals"))),
        ("only tell me about deals", TopicWish(allowed=("deals",), refused=("new_games", "check_ins", "letters"))),
        ("tell me about deals only", TopicWish(allowed=("deals",), refused=("new_games", "check_ins", "letters"))),
        *((text, None) for text in ("stop", "no deals", "show me new games", "stop giving me horror games", "no letter",
                                    "tell me about new games on switch", "tell me more", "just deals", "")),
    ],
)  # fmt: skip
def test_words_about_topics_are_read_and_wishes_for_now_are_not(said, meant):
    assert read_topics(said) == meant


def test_what_we_write_about_can_be_asked():
    assert asks_for_topics("What do you message me about?")
    assert not asks_for_topics("what do you know about me")


@pytest.mark.parametrize(
    "said",
    ["dont text me so often", "Don't message me so much please", "text me less", "too many messages", "fewer texts pls",
     "you message me too often", "message me less often"],
)  # fmt: skip
def test_fewer_messages_are_asked_for_without_stopping_them(said):
    assert asks_for_fewer(said)


@pytest.mark.parametrize(
    "said",
    ["stop", "stop texting me", "stop texting me so often", "dont text me", "dont text me ever again", "never message me so often again",
     "dont text me so often. actually dont text me at all", "no more messages", "less horror", "too many shooters"],
)  # fmt: skip
def test_no_stop_is_taken_for_a_wish_for_less(said):
    assert not asks_for_fewer(said)


def test_who_wants_fewer_messages_may_choose_which_and_hears_how_to_end_all(mia):
    mia.say("START")
    said = mia.say("dont text me so often")
    assert "stop" in said.text
    assert "topic:deals-off" in said.buttons.values()
    assert mia.contact.topics == list(PROACTIVE_TOPICS), "nothing is turned off that nobody named"
    assert mia.contact.replies_allowed
    mia.say("stop texting me so often")
    assert not mia.contact.proactive_allowed, "whoever says stop means it"


def ledger(mia):
    rows = ConsentChange.objects.filter(contact=mia.contact).order_by("pk")
    return [(row.topic, row.granted, row.evidence.body) for row in rows]


def test_a_topic_is_allowed_with_the_words_that_prove_it(mia):
    said = mia.say("tell me about deals")
    assert "deals" in said.text
    contact = mia.contact
    assert (contact.topics, contact.proactive_allowed) == (["deals"], True)
    assert ledger(mia) == [("deals", True, "tell me about deals")]


def test_start_allows_all_topics_and_one_can_be_taken_back(mia):
    mia.say("START")
    assert mia.contact.topics == list(PROACTIVE_TOPICS)
    said = mia.say("stop sending me deals")
    assert "new games" in said.text, "what stays is said"
    assert mia.contact.topics == ["check_ins", "letters", "new_games"]
    assert mia.contact.replies_allowed


def test_without_the_last_topic_nobody_writes_first(mia):
    mia.say("tell me about deals")
    mia.say("no more deals")
    assert (mia.contact.topics, mia.contact.proactive_allowed) == ([], False)


def test_after_stop_one_tap_starts_again(mia):
    stopped = mia.say("STOP")
    [button] = stopped.replies[0].content["buttons"]
    assert mia.contact.topics == []
    mia.tap(button["id"])
    assert (mia.contact.replies_allowed, mia.contact.topics) == (True, list(PROACTIVE_TOPICS))


def test_a_topic_is_turned_with_a_tap_from_the_list(mia):
    shown = mia.say("my notifications")
    assert [button["id"] for button in shown.replies[0].content["buttons"]] == [
        "topic:new_games-on", "topic:deals-on", "topic:check_ins-on", "topic:letters-on",
    ]  # fmt: skip
    mia.tap("topic:check_ins-on")
    assert mia.contact.topics == ["check_ins"]
    assert "check-ins" in mia.say("my notifications").text


def test_no_more_new_games_with_games_on_the_table_asks_for_others(mia):
    mia.say("something calm on pc")
    mia.say("no more new games")
    assert ledger(mia) == []


def test_a_child_gets_no_topic(mia):
    mia.say("I am 11 years old")
    mia.say("tell me about deals")
    assert mia.contact.topics == []


def test_a_topic_is_taken_back_even_while_a_person_leads_the_talk(mia):
    mia.say("START")
    mia.say("can i talk to a real person")
    assert mia.say("no more deals").replies == []
    assert "deals" not in mia.contact.topics


def test_whoever_lets_us_write_first_is_asked_once_whether_we_know_their_night(robin):
    said = robin.say("START")
    assert "time" in said.text or "clock" in said.text or "city" in said.text
    noted = robin.say("I'm in Lisbon")
    assert "Lisbon" in noted.text
    assert robin.contact.time_zone == "Europe/Lisbon"
    assert "Lisbon" not in robin.say("START").text
