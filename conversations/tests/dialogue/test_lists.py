"""Games put aside: saved, shown with price and link, taken off again."""

from __future__ import annotations

import pytest

from games.models import Interaction
from games.players.saved import saved_games


def saved_titles(person) -> list[str]:
    return [one.game.title for one in saved_games(person.contact.player)]


@pytest.fixture
def shown(mia):
    return mia.say("something calm and cozy on switch")


def test_save_this_saves_what_we_led_with(mia, shown):
    said = mia.say("save this")
    assert saved_titles(mia) == shown.titles[:1]
    assert shown.titles[0] in said.text
    assert said.buttons["my list"] == "list:0"


def test_save_the_second_one_saves_the_second(mia, shown):
    mia.say("save the second one for later")
    assert saved_titles(mia) == [shown.titles[1]]


@pytest.mark.parametrize("words", ["save all of them", "add them all to my list"])
def test_all_that_was_shown_can_be_saved_at_once(mia, shown, words):
    mia.say(words)
    assert set(saved_titles(mia)) == set(shown.titles)


def test_a_game_is_saved_by_its_name_though_it_was_never_shown(mia, shown):
    said = mia.say("add goose parade to my list")
    assert saved_titles(mia) == ["Goose Parade"]
    assert "Goose Parade" in said.text


def test_a_game_that_nobody_knows_is_not_mistaken_for_the_last_one(mia, shown):
    mia.say("save zorkmania deluxe 7000")
    assert saved_titles(mia) == []


def test_saving_twice_keeps_one_and_says_so(mia, shown):
    mia.say("save this")
    again = mia.say("save it")
    assert saved_titles(mia) == shown.titles[:1]
    assert Interaction.objects.filter(kind="save").count() == 1
    assert shown.titles[0] in again.text


def test_the_list_shows_platform_price_and_link(mia, shown):
    mia.say("save the second one")
    said = mia.say("what's on my list?")
    game = saved_games(mia.contact.player)[0].game
    assert game.title in said.text
    assert "Switch" in said.text
    assert "$" in said.text or "free" in said.text
    assert "/g/" in said.text


def test_a_game_that_was_never_shown_links_to_its_store(mia, shown):
    mia.say("save goose parade")
    assert "https://store.example.com/goose-parade" in mia.say("my list").text


def test_a_long_list_comes_five_at_a_time(mia, shown):
    for title in (
        "goose parade",
        "paper pond",
        "tea for badgers",
        "knot theory",
        "wobble street",
        "ham knight",
        "rust riders",
    ):
        mia.say(f"save {title}")
    everything = saved_titles(mia)
    assert len(everything) == 7
    first = mia.say("my list")
    assert [title in first.text for title in everything] == [True] * 5 + [False] * 2
    assert first.buttons["more of my list"] == "list:5"
    rest = mia.say("more")
    assert [title in rest.text for title in everything] == [False] * 5 + [True] * 2
    end = mia.say("more")
    assert end.titles == []
    assert not any(title in end.text for title in everything)


def test_on_the_list_the_second_one_means_the_second_of_the_list(mia, shown):
    for title in ("goose parade", "knot theory"):
        mia.say(f"save {title}")
    mia.say("my list")
    assert "Goose Parade" in mia.say("tell me more about the second one").text


@pytest.mark.parametrize(
    "words", ["take goose parade off my list", "remove the first one from my list", "delete number 1", "unsave goose parade",
              "take the first one off", "don't want goose parade on my list"]
)  # fmt: skip
def test_a_game_comes_off_the_list(mia, shown, words):
    mia.say("save knot theory")
    mia.say("save goose parade")
    mia.say("my list")
    mia.say(words)
    assert saved_titles(mia) == ["Knot Theory"]


def test_what_came_off_can_be_saved_again(mia, shown):
    mia.say("save goose parade")
    mia.say("take goose parade off my list")
    mia.say("save goose parade")
    assert saved_titles(mia) == ["Goose Parade"]


def test_what_is_not_on_the_list_cannot_come_off(mia, shown):
    mia.say("save goose parade")
    mia.say("take knot theory off my list")
    assert saved_titles(mia) == ["Goose Parade"]


def test_the_whole_list_is_cleared(mia, shown):
    mia.say("save all of them")
    said = mia.say("clear my list")
    assert saved_titles(mia) == []
    assert said.message.contact.player.interactions.filter(kind="like").count() == 0


def test_an_empty_list_says_so(mia):
    assert "list" in mia.say("what's on my list").text


def test_taking_something_off_is_no_stop(mia, shown):
    mia.say("save this")
    mia.say("remove it from my list")
    assert mia.contact.replies_allowed


def test_a_child_has_no_list(mia):
    mia.say("i'm 9 and i want something calm on switch")
    mia.say("save this")
    assert saved_titles(mia) == []
    assert "13" in mia.say("my list").text


def test_a_game_that_left_the_catalogue_leaves_the_list(mia, shown):
    mia.say("save goose parade")
    game = saved_games(mia.contact.player)[0].game
    type(game).objects.filter(pk=game.pk).update(is_published=False)
    assert saved_titles(mia) == []


def test_the_list_takes_the_same_number_of_queries_however_long(mia, shown, queries_stay_flat):
    player = mia.contact.player
    mia.say("save goose parade")
    queries_stay_flat(
        lambda: saved_games(player), lambda: [mia.say(f"save {title}") for title in ("knot theory", "ham knight")]
    )


def test_the_button_beneath_a_recalled_game_saves_it(mia, shown):
    recalled = mia.say("what was the first thing you showed me")
    mia.tap(recalled.buttons["save it"])
    assert saved_titles(mia) == shown.titles[:1]


def test_undo_takes_back_what_was_just_saved_or_taken_off(mia, shown):
    mia.say("save goose parade")
    mia.say("undo that")
    assert saved_titles(mia) == []
    mia.say("save goose parade")
    mia.say("take goose parade off my list")
    mia.say("undo")
    assert saved_titles(mia) == ["Goose Parade"]


def test_the_list_of_whom_we_learn_to_be_a_child_goes(mia, shown):
    mia.say("save this")
    mia.say("btw i'm 9 years old")
    assert not Interaction.objects.filter(kind="save").exists()
