"""The first minutes with somebody new: mood first, questions later."""

from __future__ import annotations

from decimal import Decimal

from conversations.dialogue.said import comparing
from conversations.dialogue.state import Offered, Tonight
from conversations.models import ConsentChange
from conversations.tests.dialogue.conftest import Person


def test_a_bare_hello_gets_a_short_hello_that_asks_how_they_feel(mia):
    said = mia.say("hi")
    assert "Thrum" in said.text
    assert "Mia" in said.text
    assert "?" in said.text
    assert all(button_id.startswith("mood:") for button_id in said.buttons.values())
    assert said.titles == []
    assert said.session.kind == "onboarding"


def test_a_first_message_with_a_mood_gets_a_game_at_once(mia):
    said = mia.say("so tired, something calm and cozy please")
    assert said.titles[0] in said.text
    assert said.state.awaiting == "platforms"
    assert "/g/" in said.text


def test_a_first_message_that_names_its_platform_is_not_asked_for_it(mia):
    said = mia.say("something calm on switch")
    assert said.titles
    assert "platforms" not in said.state.asked


def test_the_first_reply_ever_says_who_talks_and_no_later_one_does(mia, settings):
    first, second = mia.say("hi"), mia.say("something calm please")
    for words in ("bot", "STOP", "delete my data", f"{settings.PUBLIC_BASE_URL}/privacy/"):
        assert words in first.text
    assert "/privacy/" not in second.text
    assert mia.contact.introduced_at is not None


def test_the_name_is_asked_only_when_the_profile_has_none(mia, noa):
    for person in (mia, noa):
        person.say("something calm please")
    assert "name" not in mia.say("on my switch").state.asked
    assert "name" in noa.say("on my switch").state.asked


def test_an_answer_to_the_name_question_becomes_the_name(noa):
    noa.say("something calm please")
    noa.say("on my switch")
    said = noa.say("Tomi")
    assert noa.contact.display_name == "Tomi"
    assert "Tomi" in said.text


def test_a_name_question_can_be_skipped(noa):
    noa.say("something calm please")
    noa.say("on my switch")
    noa.say("nah")
    assert noa.contact.display_name == "."
    assert noa.say("something spooky").state.awaiting == ""


def test_a_wish_instead_of_a_name_is_a_wish(noa):
    noa.say("something calm please")
    noa.say("on my switch")
    said = noa.say("something scary please")
    assert said.titles
    assert noa.contact.display_name == "."


def test_a_platform_told_later_is_kept_and_changes_the_offer(mia):
    mia.say("scare me, something spooky")
    said = mia.say("switch")
    assert mia.contact.player.platforms == ["switch"]
    assert "Switch" in said.text
    assert "The Cellar Below" in said.text


def test_a_tapped_platform_is_kept(mia):
    first = mia.say("so tired, something calm please")
    said = mia.tap(first.buttons["Switch"])
    assert mia.contact.player.platforms == ["switch"]
    assert said.text


def test_nothing_known_still_gets_a_game(mia):
    assert mia.say("recommend me a game").titles


def test_a_first_stop_is_only_confirmed(mia):
    said = mia.say("STOP")
    assert "/privacy/" not in said.text
    assert len(said.replies) == 1
    assert not mia.contact.replies_allowed
    assert ConsentChange.objects.filter(contact=mia.contact, granted=False).count() == 2


def test_two_strangers_are_two_people(shelf):
    one, other = Person("one", profile_name="Ana"), Person("other", profile_name="Ben")
    one.say("i hate horror")
    other.say("hi")
    assert other.contact.player.avoided_genres == []


def test_a_budget_told_with_the_platform_takes_back_a_pick_that_costs_more(mia):
    mia.say("so tired, something calm and cozy please")
    said = mia.say("on my switch, not more than 3 quid")
    assert "still stands" not in said.text
    assert said.state.tonight.price_max == "3.0"
    assert said.state.tonight.currency == "GBP"


def test_cheaper_never_lifts_a_budget_told_in_another_money():
    told = Tonight(price_max="15.0", currency="GBP")
    dear = Offered(slug="dear", amount="59.99", currency="USD")
    rates = {"USD": Decimal(1), "GBP": Decimal("0.75")}
    assert comparing.cheaper(told, dear, purse=comparing.Purse("USD", rates)) == told
