"""Facts about games come from the record; lasting facts about people are said back and kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from games.models import Game, Interaction, Offer


@pytest.fixture
def offered(mia) -> Game:
    """Hollow Stair: PC and PS5, 18+, a sitting of an hour, and nothing else known."""
    return Game.objects.get(title=mia.say("something spooky on ps5").titles[0])


def test_the_price_is_that_of_the_platform_in_question(mia, offered):
    Offer.objects.filter(game=offered, family="pc").update(amount=Decimal("3.50"))
    text = mia.say("how much does it cost?").text
    assert "$24.99 on PlayStation Store" in text
    assert "Steam" not in text


def test_on_a_platform_it_has(mia, offered):
    assert "PC" in mia.say("is it on pc?").text


def test_on_a_platform_that_the_record_lacks_nothing_is_promised(mia, offered):
    text = mia.say("is it on switch 2?").text
    assert "Switch 2" in text
    assert any(word in text for word in ("no", "sadly", "not", "can't", "don't"))


@pytest.mark.parametrize(
    ("question", "fact"),
    [("how long does it take", "60 minutes"), ("is it multiplayer?", "solo"), ("what's the age rating?", "18")],
)
def test_known_facts_are_told(mia, offered, question, fact):
    assert fact in mia.say(question).text


@pytest.mark.parametrize("question", ["is it hard?", "who made it?", "what's the metacritic score", "how much is it?"])
def test_what_the_record_lacks_is_not_made_up(mia, offered, question):
    Offer.objects.all().delete()
    text = mia.say(question).text
    assert any(words in text for words in ("don't know", "no idea", "don't have", "can't say"))


def test_two_questions_get_two_answers(mia, offered):
    text = mia.say("how much is it and how long does it take?").text
    assert "$24.99" in text
    assert "60 minutes" in text


def test_a_shop_in_a_question_about_the_price_is_no_machine(mia, offered):
    text = mia.say("is it cheaper on steam?").text
    assert "$" in text
    assert "runs on" not in text


def test_two_that_lie_before_somebody_are_compared_from_their_records(mia):
    first, second, *_ = mia.say("something calm on pc").titles
    Game.objects.filter(title=second).update(feel="A pond at dusk. It goes on for pages.")
    text = mia.say("compare it with the second one").text
    assert first in text
    assert second in text
    assert text.count("$") >= 2
    assert "A pond at dusk." in text
    assert "for pages" not in text


def test_the_reason_is_that_of_the_record(mia, offered):
    reason = mia.contact.player.slates.get().impressions.get(slot=0).reason
    assert reason.rstrip(".") in mia.say("why?").text


def test_lasting_facts_are_said_back_and_kept(mia):
    said = mia.say("i own a ps5 and a switch, and i love puzzle games")
    player = mia.contact.player
    assert set(player.platforms) == {"ps5", "switch"}
    assert player.liked_genres == ["puzzle"]
    assert "PS5" in said.text
    assert "puzzle" in said.text


def test_only_replaces_what_was_known(mia):
    mia.say("i play on pc")
    mia.say("i only have a switch now")
    assert mia.contact.player.platforms == ["switch"]


def test_a_genre_they_hate_never_comes_back(mia):
    mia.say("i hate horror games")
    said = mia.say("something spooky on pc")
    assert all("horror" not in one.game.genres for one in (said.slate.impressions.all() if said.slate else []))


def test_a_name_is_kept_and_used(noa):
    said = noa.say("call me Tomi")
    assert noa.contact.display_name == "Tomi"
    assert "Tomi" in said.text


def test_a_new_fact_that_spoils_the_offer_brings_another(mia):
    mia.say("something spooky on pc")
    said = mia.say("oh i should say i hate horror")
    assert mia.contact.player.avoided_genres == ["horror"]
    assert all("horror" not in one.game.genres for one in (said.slate.impressions.all() if said.slate else []))


@pytest.mark.parametrize("words", ["perfect", "more", "cheaper", "horror pls"])
def test_what_is_no_name_is_not_taken_for_one(noa, words):
    noa.say("something calm on pc")
    asked = noa.say("more")
    assert asked.state.awaiting == "name"
    noa.say(words)
    assert noa.contact.display_name == "."


def test_a_game_that_somebody_loves_is_noted_by_name_and_counts_for_what_comes_next(mia):
    text = mia.say("i love hollow stair").text
    assert "you love Hollow Stair" in text
    assert {it.kind for it in Interaction.objects.filter(game__title="Hollow Stair")} == {"played", "like"}
    assert "Hollow Stair" not in mia.say("something spooky on ps5").titles


def test_a_game_that_somebody_cannot_stand_is_noted_and_not_offered(mia):
    text = mia.say("i hate hollow stair").text
    assert "Hollow Stair is not for you" in text
    assert "Hollow Stair" not in mia.say("something spooky on ps5").titles
