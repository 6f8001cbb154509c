"""Changing a suggestion: the rest of the wish stays, and what is in the way is named."""

from __future__ import annotations

import pytest

from games import recommender
from games.models import ExchangeRate, Game, Interaction, Offer


def facts_of(said):
    return [impression.game for impression in said.slate.impressions.select_related("game")]


def test_shorter_means_shorter_than_the_one_we_led_with(mia):
    first = mia.say("something calm on pc")
    lead = facts_of(first)[0]
    said = mia.say("shorter")
    assert all(game.session_minutes < lead.session_minutes for game in facts_of(said))


@pytest.mark.parametrize("words", ["something calm and short on pc", "calm please, nothing long, on pc"])
def test_a_first_wish_for_something_short_is_kept_to(mia, words):
    said = mia.say(words)

    assert said.state.tonight.shorter_than == 45
    assert all((game.session_minutes or 0) < 45 for game in facts_of(said))
    assert "short" in said.text.split("\n")[0]


def test_nothing_long_means_shorter_than_the_one_we_led_with(mia):
    lead = facts_of(mia.say("something calm on pc"))[0]

    said = mia.say("nothing long")

    assert said.state.tonight.shorter_than <= lead.session_minutes


def test_cheaper_means_cheaper_than_the_one_we_led_with(mia):
    first = mia.say("something spooky on pc")
    lead = first.state.offered[0]
    said = mia.say("cheaper")
    prices = Offer.objects.filter(game__in=facts_of(said) if said.slate else [], family="pc")
    assert all(price.amount < float(lead.amount) for price in prices)


def test_what_is_not_wanted_is_a_change_and_no_dislike(mia):
    mia.say("something calm on pc")
    said = mia.say("dont want anything sad")
    assert said.slate
    assert not Interaction.objects.filter(kind="dislike").exists()


def test_each_thing_is_said_back_once(mia):
    text = mia.say("something calm on pc, nothing scary").text
    assert "no horror" in text
    assert "nothing scary" not in text


def test_a_free_game_cannot_get_cheaper_and_we_say_so(mia):
    mia.say("something calm and free on my phone")
    said = mia.say("cheaper")
    assert "free" in said.text or "nothing" in said.text
    assert said.titles == []


def test_not_on_pc_leaves_every_pc_out(mia):
    mia.say("something silly on pc")
    said = mia.say("not on pc")
    assert said.titles
    assert all(set(game.platforms) - {"pc"} for game in facts_of(said))
    assert "pc" not in said.slate.context["platforms"]


def test_another_platform_replaces_the_first(mia):
    mia.say("something spooky on ps5")
    said = mia.say("on switch instead")
    assert all("switch" in game.platforms for game in facts_of(said))


def test_not_that_genre_leaves_out_the_genre_of_the_lead(mia):
    first = mia.say("something calm on pc")
    genre = facts_of(first)[0].genres[0]
    said = mia.say("different genre please")
    assert genre in said.state.tonight.excluded_genres
    assert all(genre not in game.genres for game in facts_of(said))


def test_a_change_of_mood_changes_the_pick(mia):
    mia.say("something spooky on pc")
    said = mia.say("changed my mind, make me laugh, something silly")
    assert said.state.tonight.mood == "silly"
    assert "horror" not in facts_of(said)[0].genres


def test_more_never_repeats_what_was_just_shown(mia):
    first = mia.say("something silly or fun on pc")
    second = mia.say("more")
    assert not set(first.titles) & set(second.titles)


def test_when_the_budget_is_in_the_way_we_say_so_and_offer_to_go_higher(mia):
    said = mia.say("something spooky on ps5 under $5")
    assert said.titles == []
    assert "5 USD" in said.text
    assert "loosen:price" in said.buttons.values()
    assert mia.say("yes").titles == ["Hollow Stair"]


def test_who_leaves_it_to_us_what_to_give_up_is_given_a_game(mia):
    mia.say("something spooky on ps5 under $5")
    assert mia.say("you pick").titles == ["Hollow Stair"]


def test_a_loosened_wish_can_be_tapped_too(mia):
    said = mia.say("something spooky on ps5 under $5")
    assert mia.tap(said.buttons["yes, go for it"]).titles == ["Hollow Stair"]


def test_when_either_of_two_wishes_is_in_the_way_both_are_named_and_one_of_them_is_dropped(mia):
    """On PS5 the scary one is dearer, and the cheaper one is sold elsewhere."""
    said = mia.say("something spooky on ps5 under $15")
    assert said.titles == []
    assert {"loosen:price", "loosen:platforms"} <= {*said.buttons.values()}
    assert "15 USD" in said.text
    assert "PS5" in said.text
    assert mia.say("drop the price limit").titles == ["Hollow Stair"]


def test_two_wishes_that_only_together_are_in_the_way_are_named_together(mia):
    """Hollow Stair takes an hour and costs 24.99."""
    said = mia.say("something spooky on ps5 under $5 for 15 minutes")
    assert said.titles == []
    assert "5 USD" in said.text
    assert "15 minutes" in said.text
    assert said.buttons["drop both"] == "loosen:minutes+price"
    assert mia.say("yes").titles == ["Hollow Stair"]


def test_what_is_in_the_way_is_found_with_few_searches(mia, monkeypatch):
    asked = []
    search = recommender.recommend
    monkeypatch.setattr(recommender, "recommend", lambda **told: asked.append(told) or search(**told))
    mia.say("something spooky on ps5 under $5 for 15 minutes")
    assert len(asked) == 2  # the wish itself, and what is offered instead


def test_another_price_said_when_nothing_fits_takes_the_place_of_the_old_one(mia):
    mia.say("something spooky on ps5 under $5")
    assert mia.say("ok under $30 then").titles == ["Hollow Stair"]


def test_another_machine_said_when_nothing_fits_takes_the_place_of_the_old_one(mia):
    assert mia.say("something spooky on android under $20").titles == []
    assert mia.say("pc instead").titles == ["The Cellar Below"]


def test_fewer_good_games_are_not_padded(mia):
    said = mia.say("something spooky on ps5")
    assert said.titles == ["Hollow Stair"]
    assert "1." not in said.text
    assert any(word in said.text for word in ("only", "just the one", "wouldn't fit"))


def test_an_unknown_price_is_said_plainly(mia):
    Offer.objects.all().delete()
    assert "price unknown" in mia.say("something silly on pc").text


def test_a_reply_names_store_and_currency(mia):
    assert "$24.99 on PlayStation Store" in mia.say("something spooky on ps5").text


def test_a_game_for_a_child_is_rated_for_it(mia):
    said = mia.say("something spooky for my 8 year old on pc")
    assert all(game.age_rating is not None and game.age_rating <= 8 for game in (facts_of(said) if said.slate else []))


@pytest.mark.parametrize("words", ["shorter", "cheaper", "easier", "not on pc"])
def test_a_change_without_a_suggestion_is_a_first_wish_or_a_question(mia, words):
    assert mia.say(words).text


def test_the_words_of_a_wish_are_searched_again_with_a_vector(mia):
    mia.say("gardening under the clouds, calm, on pc")
    said = mia.say("shorter")
    assert said.state.tonight.wish.startswith("gardening")


def test_disliking_brings_something_else_and_is_remembered(mia):
    first = mia.say("something silly on pc")
    said = mia.say("nah not for me")
    disliked = Game.objects.get(title=first.titles[0])
    assert mia.contact.player.interactions.filter(kind="dislike", game=disliked).count() == 1
    assert first.slate.impressions.get(game=disliked).outcome == "rejected"
    assert disliked.title not in said.titles


def test_playing_it_already_brings_something_else(mia):
    first = mia.say("something silly on pc")
    said = mia.say("already played that")
    assert mia.contact.player.interactions.get(kind="played").game.title == first.titles[0]
    assert first.titles[0] not in said.titles


def test_liking_is_noted_with_the_link_at_hand(mia):
    first = mia.say("something silly on pc")
    said = mia.say("love it, looks great")
    assert first.titles[0] in said.text
    assert "/g/" in said.text
    assert first.slate.impressions.get(slot=0).outcome == "accepted"


@pytest.mark.parametrize("words", ["any length is fine", "time doesn't matter"])
def test_a_wish_that_no_longer_matters_is_dropped(mia, words):
    mia.say("something calm on pc, i have 15 minutes")
    assert mia.say(words).state.tonight.minutes is None


def test_a_budget_told_after_a_suggestion_is_a_wish_and_no_question(mia):
    mia.say("something calm on pc")
    said = mia.say("under 7 bucks")
    assert float(said.state.tonight.price_max) == 7
    assert said.titles


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("ok bet im in", {"like", "will_play"}),
        ("gonna play that tonight", {"like", "will_play"}),
        ("I'll play it", {"like", "will_play"}),
        ("I'll try that one", {"like", "will_play"}),
        ("sold!", {"like"}),
    ],
)
def test_taking_it_up_counts_as_liking_it_and_a_plan_to_play_as_more(mia, words, kinds):
    first = mia.say("something silly on pc")
    mia.say(words)
    told = set(mia.contact.player.interactions.values_list("kind", "game__title"))
    assert told == {(kind, first.titles[0]) for kind in kinds}
    assert first.slate.impressions.get(slot=0).sentiment is not None


def test_without_a_known_platform_every_family_is_named(mia, shelf):
    text = mia.say("gardening in the clouds, something creative and calm").text
    assert "Cloud Gardeners (PC, iOS, Android · free" in text


def test_more_like_the_last_one_is_another_of_its_kind_and_no_like(mia):
    last = mia.say("something calm on switch").titles[-1]
    said = mia.say("more like the last one")
    assert said.titles
    assert last not in said.titles
    assert said.state.tonight.like_titles == (last,)
    assert not Interaction.objects.filter(player=mia.contact.player).exists()


def test_a_price_in_another_money_than_the_limit_says_about_how_much_it_is(mia):
    ExchangeRate.objects.update_or_create(currency="GBP", defaults={"per_usd": "0.8", "as_of": "2026-05-01"})
    assert "$24.99 on PlayStation Store, about £20" in mia.say("something spooky on ps5 under £30").text
    assert "about" not in mia.say("the same on ps5 under $30").text
