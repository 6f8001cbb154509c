""" "Easier", "less known", "cheaper": what is asked for bounds what is offered, and nothing else is blamed when nothing fits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.dialogue.offers.sliders import years_heard
from conversations.dialogue.offers.wishes import loosened, moods_told, new_wish, wishes_made
from conversations.dialogue.said import comparing
from conversations.dialogue.said.critiques import says_of_games
from conversations.dialogue.said.own_words import asks_only_for_its_like
from conversations.dialogue.state import DialogueState, Offered, Tonight
from conversations.understanding.types import Slots, Understanding
from games.models import Game, Offer
from games.recommender.types import Money


@pytest.fixture
def graded(shelf) -> None:
    """Every game of the shelf by how hard and how well known it is, both rising along the shelf."""
    for place, game in enumerate(Game.objects.order_by("pk")):
        Game.objects.filter(pk=game.pk).update(difficulty=1 + place % 5, popularity=0.1 + place * 0.05)


def _difficulties(said) -> list[int]:
    return list(Game.objects.filter(title__in=said.titles).values_list("difficulty", flat=True))


@pytest.mark.parametrize("text", ["too hard", "easier", "nah, too hard", "i hate it, way too hard for me"])
def test_easier_offers_nothing_as_hard_as_the_one_that_was_too_hard(mia, graded, text):
    first = mia.say("something calm on pc")
    lead = first.state.offered[0].difficulty
    said = mia.say(text)
    assert said.titles
    assert max(_difficulties(said)) <= min(lead - 1, 3)


def test_easier_after_harder_turns_round(mia, graded):
    bounded = comparing.harder(Tonight(keeps_difficulty=True), Offered("a", difficulty=3))
    turned = new_wish(bounded, _reading("an easy one", "", 0.0, slots=Slots(wants_easier=True)))
    assert (turned.wants_easier, turned.wants_harder, turned.least_difficulty) == (True, False, None)


def test_harder_offers_nothing_gentle(mia, graded):
    mia.say("something calm on pc")
    said = mia.say("too easy")
    assert said.titles
    assert min(_difficulties(said)) >= 3


def test_each_time_it_is_said_the_bound_moves_on():
    lead = Offered("a", difficulty=3)
    once = comparing.easier(Tonight(), lead)
    assert once.most_difficulty == 2
    assert comparing.easier(once, Offered("b", difficulty=2)).most_difficulty == 1
    assert comparing.harder(once, Offered("c", difficulty=4)).least_difficulty == 5
    assert comparing.harder(once, Offered("c", difficulty=4)).most_difficulty is None


def test_less_known_offers_nothing_as_well_known_as_the_best_known_of_them(mia, graded):
    first = mia.say("something calm on pc")
    said = mia.say("something less known")
    known = Game.objects.filter(title__in=first.titles).order_by("-popularity").first().popularity
    assert all(one.popularity < known for one in Game.objects.filter(title__in=said.titles))
    assert said.state.tonight.less_known_than == pytest.approx(known)


def test_a_bound_of_popularity_survives_storage():
    state = DialogueState(tonight=Tonight(less_known_than=0.35), offered=(Offered("a", popularity=0.5),))
    assert DialogueState.from_json(state.as_json()) == state


def test_what_bounds_the_offer_can_be_lifted_again():
    bounded = Tonight(wants_easier=True, most_difficulty=2, released_to=2011, fame="hidden", less_known_than=0.2)
    assert {"difficulty", "years", "fame"} <= {*wishes_made(bounded)}
    assert wishes_made(loosened(loosened(loosened(bounded, "difficulty"), "years"), "fame")) == ()


def test_nothing_fits_is_blamed_on_the_years_and_not_on_the_machine(mia):
    mia.say("something calm on pc")
    said = mia.say("older")
    assert not said.titles
    assert "loosen:years" in said.buttons.values()


def test_who_has_seen_it_all_can_change_the_wish(mia):
    mia.say("something spooky on pc")
    said = mia.say("nah")
    assert said.state.awaiting == "loosen:seen"
    for words in ("anything easier?", "under 5 bucks", "easier"):
        assert mia.say(words).replies


def test_a_game_out_of_budget_is_no_blame_and_brings_cheaper_ones_like_it(mia, shelf):
    Game.objects.filter(title="Rust Riders").update(genres=["shooter"])
    Offer.objects.filter(game__title="Rust Riders").update(amount="9.99")
    said = mia.say("i want Steel Verdict but it's out of my budget, pc")
    tonight = said.state.tonight
    assert tonight.like_titles == ("Steel Verdict",)
    assert float(tonight.price_max) < 29.99
    assert "Steel Verdict" not in said.titles


def test_cheap_is_cheap_in_their_own_money():
    purse = comparing.Purse("INR", {"USD": Decimal(1), "INR": Decimal("83.2")})
    tonight = comparing.cheaper(Tonight(), None, purse=purse)
    assert (tonight.price_max, tonight.currency) == ("1248", "INR")


def test_cheap_never_lifts_what_they_pay_at_most():
    thrifty = comparing.Purse("USD", {"USD": Decimal(1)}, usual=Money(Decimal(8), "USD"))
    assert comparing.cheaper(Tonight(), None, purse=thrifty).price_max == "4.00"
    assert comparing.cheaper(Tonight(), Offered("a", amount="29.99", currency="USD"), purse=thrifty) == Tonight()


@pytest.mark.parametrize(
    "text", ["it's out of my budget", "can't afford it", "way too expensive", "costs too much", "over my budget rn"]
)
def test_being_priced_out_is_told_in_many_words(text):
    assert comparing.is_priced_out(text)


def test_cheap_and_short_count_in_a_first_wish(mia):
    assert mia.say("something cheap on pc").state.tonight.price_max
    assert mia.say("something like Loom but shorter").state.tonight.shorter_than == 20


def test_nothing_is_shorter_than_the_shortest(mia, shelf):
    Game.objects.update(session_minutes=5)
    mia.say("something calm on pc")
    assert "5 minutes" in mia.say("too long").text


def test_years_are_said_back_unless_newer_or_older_says_it(mia):
    assert years_heard(Tonight(), Tonight(released_from=2024)) == ("from 2024 on",)
    assert years_heard(Tonight(), Tonight(released_from=1990, released_to=1999)) == ("from 1990 to 1999",)
    said = mia.say("something calm from the last 2 years")
    assert str(mia.at.year - 2) in said.text


@pytest.mark.parametrize(
    ("text", "is_only"),
    [
        ("something like doom", True),
        ("smth like elden ring pls", True),
        ("something like celeste but chill", False),
        ("something calm", False),
        ("something like stardew for when i'm sad", False),
    ],
)
def test_the_like_of_a_game_alone_tells_no_mood(text, is_only):
    assert asks_only_for_its_like(text) is is_only


def _reading(text: str, mood: str, confidence: float, second: str = "", slots: Slots | None = None) -> Understanding:
    return Understanding(
        text=text, intent="recommend", intent_confidence=1.0, mood=mood, secondary_mood=second,
        mood_confidence=confidence, sentiment="neutral", slots=slots or Slots(),
    )  # fmt: skip


def test_nobody_is_scared_on_a_guess():
    assert moods_told(_reading("something for tonight", "spooky", 0.31)) == ("", "")
    assert moods_told(_reading("something scary", "spooky", 0.31)) == ("spooky", "")
    assert moods_told(_reading("nothing too hard", "chill", 0.9, "spooky")) == ("chill", "")


def test_a_dislike_of_violence_blames_no_game(mia):
    assert says_of_games("I do not like violence.")
    assert not says_of_games("I do not like this one")
    mia.say("something calm on pc")
    said = mia.say("i don't like violence")
    assert "no violence" in said.text
    assert "dislike" not in said.message.contact.player.interactions.values_list("kind", flat=True)


def test_a_critique_that_was_hardly_understood_still_moves_its_slider(mia):
    mia.say("something calm on pc")
    assert "more grown-up" in mia.say("she thinks its too kiddy").text


def test_a_platform_beside_a_wish_is_no_bare_answer_to_which_platform(mia):
    mia.say("something calm")
    said = mia.say("something like Loom but shorter, switch")
    assert said.state.tonight.like_titles == ("Loom",)


def test_not_that_cheap_goes_back_to_the_budget_that_was_told(mia):
    mia.say("something silly on pc under 20 bucks")
    mia.say("cheaper")
    assert float(mia.say("no, not that cheap").state.tonight.price_max) == 20


def test_not_that_cheap_takes_back_nothing_but_the_price(mia):
    mia.say("something silly on pc under 20 bucks")
    mia.say("cheaper")
    shorter_than = mia.say("shorter").state.tonight.shorter_than
    tonight = mia.say("no, not that cheap").state.tonight
    assert (tonight.price_max, tonight.shorter_than) == ("", shorter_than)


def test_a_price_that_does_not_matter_is_dropped_right_after_cheaper_too(mia):
    mia.say("something silly on pc under 20 bucks")
    mia.say("cheaper")
    assert mia.say("price doesn't matter").state.tonight.price_max == ""
