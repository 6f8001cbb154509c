"""What a chat must keep, and how a change of it is told."""

from __future__ import annotations

import pytest

from conversations.simulation.expectations import check_expectations, compare, expectations_of
from conversations.simulation.scripts import ScriptError

pytestmark = pytest.mark.django_db

CALM = "something calm on switch under 20 quid"


def told(talk, *expected: dict) -> list[str]:
    return [f"{one.step} {one.what}: {one.expected} / {one.found}" for one in compare(talk, expected)]


@pytest.mark.parametrize("picks", ["fit", "same", "free"])
def test_a_chat_keeps_what_was_taken_down_from_it(chat, picks):
    script = (CALM, {"tap": "more"}, "cheaper", {"wait": 720}, "hey", "STOP")
    assert compare(chat(*script), expectations_of(chat(*script), picks=picks, with_words=True)) == ()


def test_words_are_free_unless_they_were_asked_for(chat):
    assert "text" not in expectations_of(chat(CALM))[0]
    assert told(chat(CALM), {"text": "other words"})[0].startswith("1 text: other words / ")


def test_a_change_of_reading_is_told_by_name(chat):
    found = told(
        chat(CALM),
        {"intent": "greet", "mood": "sad", "slots": {"platforms": ["pc"], "price_max": 20.0, "currency": "GBP"}},
    )
    assert found == ["1 intent: greet / recommend", "1 mood: sad / chill", "1 slots.platforms: pc / switch"]


def test_a_wish_that_is_read_and_was_not_expected_is_a_difference(chat):
    assert told(chat(CALM), {"slots": {"platforms": ["switch"], "price_max": 20.0}}) == ["1 slots.currency: – / GBP"]


def test_the_order_of_wishes_is_no_difference(chat):
    talk = chat("a calm puzzle or farming game", platforms=[])
    assert told(talk, {"slots": {"genres": list(reversed(talk.turns[0].why.slots["genres"]))}}) == []


def test_a_kind_of_answer_stands_for_its_wordings(chat):
    assert told(chat(CALM), {"answers": ["offer"]}) == []
    assert told(chat(CALM), {"answers": ["offer.lead", "ack"]}) == []
    assert told(chat(CALM), {"answers": ["stop"]})[0].startswith("1 answers: stop / ")


def test_games_must_fit_or_be_the_very_same(chat):
    talk = chat(CALM)
    slugs = [pick.slug for pick in talk.turns[0].why.picks]
    assert told(talk, {"picks": "fit"}) == []
    assert told(talk, {"picks": slugs}) == []
    assert told(talk, {"picks": slugs[:1]}) == [f"1 picks: {slugs[0]} / {', '.join(slugs)}"]


def test_no_games_at_all_fit_nothing(chat):
    assert told(chat("hello"), {"picks": "fit"}) == ["1 picks: games that fit / none"]


def test_trouble_is_a_difference_whatever_is_expected(chat):
    assert told(chat({"tap": "why"}), {})[0].startswith("1 trouble: – / no quick reply")


def test_nothing_is_sent_while_time_passes_unless_it_was_expected(chat):
    assert told(chat(CALM, {"wait": 720}), {}, {"sent": []}) == []
    assert told(chat(CALM, {"wait": 720}), {}, {"sent": ["proactive"]}) == ["2 sent: proactive / none"]


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ({}, "a list"),
        ([1], "an object"),
        ([{}, {}], "1 are there"),
        ([{"weather": "fine"}], "weather"),
        ([{"intent": 1}], "wrong kind"),
        ([{"picks": "nice"}], "a list of slugs"),
    ],
)
def test_broken_expectations_are_refused_in_words(broken, complaint):
    with pytest.raises(ScriptError, match=complaint):
        check_expectations(broken, steps=1)
