"""Who is not won over hears something new of the game, and only what its record holds."""

from __future__ import annotations

import pytest

from conversations.dialogue.offers import persuading
from conversations.dialogue.state import Tonight
from conversations.tests.dialogue.conftest import Person
from games.models import Game, Impression

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["convince me", "sell it to me", "why should i?", "what's so good about it?"])
def test_the_reason_is_not_said_twice(mia: Person, shelf, words):
    mia.say("something calm")
    lead = Impression.objects.order_by("slot").first()
    Game.objects.filter(pk=lead.game_id).update(critic_score=91, studio="Low Tide", hours_to_finish=8)
    said = mia.say(words).text
    assert lead.reason.rstrip(".") not in said
    assert "91 out of 100" in said


def test_each_time_it_is_something_else_until_the_record_ends(mia: Person, shelf):
    mia.say("something calm")
    said = [mia.say("convince me").text for _ in range(8)]
    facts = [one.partition(": ")[2] for one in said if ": " in one]
    assert len(set(facts)) == len(facts) > 1
    assert said[-1] != said[0]
    assert any(word in said[-1] for word in ("all I know", "everything I have", "no more facts", "out of arguments"))


def test_asking_why_twice_tells_more_the_second_time(mia: Person, shelf):
    mia.say("something calm")
    first, second = mia.say("why?").text, mia.say("but why?").text
    reason = Impression.objects.order_by("slot").first().reason.rstrip(".")
    assert reason in first
    assert reason not in second


def test_another_game_begins_anew(mia: Person, shelf):
    mia.say("something calm")
    mia.say("why?")
    assert persuading.told_of("some-other-game", mia.say("convince me").state.asked) == 0


@pytest.mark.parametrize("words", ["convince me", "talk me into it", "why should I bother", "give me one good reason",
                                   "what makes it so special?", "überzeug mich"])  # fmt: skip
def test_who_wants_to_be_convinced(words):
    assert persuading.wants_convincing(words)


@pytest.mark.parametrize(
    "words", ["why this one?", "why not", "why did you pick that", "i'm convinced", "sell my data"]
)
def test_who_only_asks_why(words):
    assert not persuading.wants_convincing(words)


def test_what_the_reason_told_is_left_out():
    game = Game(title="Quiet Harbour", feel="A slow evening by the sea. Boats come home.", summary="A harbour game.")
    facts = persuading.other_facts(game, said="a slow evening by the sea, fits chill nights", tonight=Tonight())
    assert facts == ["Boats come home.", "A harbour game."]
