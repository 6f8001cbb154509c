"""What must never be broken: by example, and for any catalogue and wish that hypothesis can think of."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from games.models import Game, Impression, Interaction, Offer, Player, Slate
from games.recommender import Context, Money, recommend
from games.recommender.limits import Profile, limits_for, oldest_rating
from games.tests.recommender.making import TONIGHT, dollars, sell
from games.vocabulary import PLATFORM_FAMILIES

RATES = {"USD": Decimal(1), "EUR": Decimal("0.80"), "GBP": Decimal("0.50")}


def test_only_games_for_the_platform_asked_for_are_offered(make_game, ask):
    make_game("For the Switch", platforms=["switch"])
    make_game("For the PC", platforms=["pc"])

    assert ask(platforms=("switch",)) == ["For the Switch"]


def test_the_players_own_platforms_count_when_none_is_named(make_game, ask, mika):
    make_game("For the Switch", platforms=["switch"])
    make_game("For the PC", platforms=["pc"])

    assert ask(mika) == ["For the PC"]
    assert ask(mika, platforms=("switch",)) == ["For the Switch"]


def test_a_price_unknown_for_the_asked_platform_is_never_within_budget(make_game, ask, rates):
    on_both = make_game("Cheap on Steam Only", platforms=["pc", "switch"])
    sell(on_both, "5.00", family="pc")
    cheap = make_game("Cheap on the eShop", platforms=["switch"])
    sell(cheap, "5.00", family="nintendo", store="eShop")
    make_game("Of Unknown Price", platforms=["switch"])

    assert ask(platforms=("switch",), price=dollars("20")) == ["Cheap on the eShop"]
    assert set(ask(price=dollars("20"))) == {"Cheap on Steam Only", "Cheap on the eShop"}


def test_an_offer_for_a_machine_the_game_does_not_run_on_is_no_offer(make_game, ask, rates):
    odd = make_game("Filed Wrongly", platforms=["pc"])
    sell(odd, "5.00", family="nintendo", store="eShop")

    assert ask(platforms=("pc", "switch"), price=dollars("20")) == []


def test_a_budget_converts_and_is_not_rounded_up(make_game, ask, rates):
    exact = make_game("Exactly Twenty Dollars", price="20.00")
    make_game("A Cent More", price="20.01")
    in_euros = make_game("Sixteen Euros")
    sell(in_euros, "16.00", currency="EUR")
    abroad = make_game("In Unknown Money")
    sell(abroad, "1.00", currency="XAU")

    assert set(ask(price=Money(Decimal(10), "GBP"))) == {exact.title, in_euros.title}


def test_a_budget_of_nothing_finds_what_is_free_even_in_money_without_a_rate(make_game, ask, rates):
    make_game("Free", price="0.00")
    make_game("Nearly Free", price="0.49")

    assert ask(price=dollars("0")) == ["Free"]
    assert ask(price=Money(Decimal(5), "XAU")) == ["Free"]


def test_only_the_current_price_counts(make_game, ask, rates):
    game = make_game("Was on Sale")
    sell(game, "1.00", is_current=False)
    sell(game, "30.00")

    assert ask(price=dollars("20")) == []


def test_a_lasting_budget_holds_where_tonight_names_none(make_game, ask, rates, mika):
    make_game("Dear", price="60.00")
    make_game("Cheap", price="6.00")
    mika.budget, mika.budget_currency = Decimal(20), "USD"

    assert ask(mika) == ["Cheap"]
    assert set(ask(mika, price=dollars("100"))) == {"Cheap", "Dear"}


def test_an_excluded_genre_is_out_as_a_tag_too(make_game, ask, mika):
    make_game("Filed as Horror", genres=["adventure", "horror"])
    make_game("Tagged as Horror", tags=["horror"])
    make_game("Harmless")

    assert ask(excluded_genres=("horror",)) == ["Harmless"]
    mika.avoided_genres = ["horror"]
    assert ask(mika) == ["Harmless"]


def test_a_theme_is_out_as_a_tag_in_the_title_and_in_the_text(make_game, ask, mika):
    make_game("Tagged", tags=["undead"])
    make_game("Zombie Picnic")
    make_game("Told in the Summary", summary="Keep the ZOMBIES out of the garden.")
    make_game("Told by an Editor", feel="Like a zombie at noon.")
    make_game("Proud of Having None", summary="No zombies, only tea.")

    assert ask(excluded_genres=("zombies",)) == ["Proud of Having None"]
    mika.avoided_genres = ["zombies"]
    assert ask(mika) == ["Proud of Having None"]


def test_a_word_that_has_no_entry_means_itself(make_game, ask):
    make_game("Tagged", tags=["clown"])
    make_game("Told", summary="A clown waits at the gate.")
    make_game("Harmless", summary="A clownish affair.")

    assert ask(excluded_genres=("clowns",)) == ["Harmless"]


def test_violence_is_known_by_genre_tag_text_and_rating(make_game, ask):
    make_game("Guns", genres=["shooter"])
    make_game("Tagged", tags=["gore"])
    make_game("Told", summary="A brutal tale of murder.")
    make_game("Rated", age_rating=18)
    make_game("For Nobody Knows Whom", age_rating=None)

    assert ask(excluded_genres=("violence",)) == ["For Nobody Knows Whom"]


def test_who_wants_no_pvp_gets_nothing_that_is_only_played_against_others(make_game, ask):
    make_game("Only Against Others", player_modes=["versus"])
    make_game("Alone Too", player_modes=["solo", "versus"])

    assert ask(excluded_genres=("pvp",)) == ["Alone Too"]


def test_tonight_may_have_what_is_avoided_as_a_rule(make_game, ask, mika):
    make_game("Zombie Picnic")
    mika.avoided_genres = ["zombies"]

    assert ask(mika) == []
    assert ask(mika, allowed_genres=("zombies",)) == ["Zombie Picnic"]


@pytest.mark.parametrize("kind", ["played", "purchase", "dislike"])
def test_what_was_played_owned_or_disliked_never_comes_back(kind, make_game, ask, mika, now):
    known = make_game("Known")
    make_game("New")
    Interaction.objects.create(player=mika, game=known, kind=kind, source="chat", at=now - timedelta(days=900))

    assert ask(mika) == ["New"]
    assert ask(mika, exclude_seen=False) == ["New"]


def test_a_child_is_never_offered_an_unrated_or_too_old_game(make_game, ask, mika):
    make_game("For Everybody", age_rating=3)
    make_game("For Twelve", age_rating=12)
    make_game("Unrated", age_rating=None)

    assert ask(youngest_age=7) == ["For Everybody"]
    assert set(ask(youngest_age=12)) == {"For Everybody", "For Twelve"}
    mika.age_band = "under_13"
    assert ask(mika) == ["For Everybody"]
    assert set(ask(mika, youngest_age=40)) == {"For Everybody", "For Twelve"}


def test_a_child_is_offered_no_hard_game_unless_one_is_asked_for(make_game, ask, mika):
    make_game("Gentle", age_rating=3, difficulty=2)
    make_game("Fit And Fierce", age_rating=7, difficulty=5)

    assert ask(youngest_age=9) == ["Gentle"]
    assert ask(youngest_age=9, wants_harder=True) == ["Fit And Fierce"]
    assert set(ask(youngest_age=12)) == set(ask()) == {"Gentle", "Fit And Fierce"}
    mika.age_band = "under_13"
    assert ask(mika) == ["Gentle"]


@pytest.mark.parametrize(
    ("told", "band", "expected"),
    [(None, "", None), (9, "", 9), (None, "under_13", 7), (None, "13_17", 13), (16, "13_17", 16), (30, "13_17", 17)],
)
def test_the_oldest_rating_that_fits(told, band, expected):
    assert oldest_rating(told, band) == expected


def test_sexual_content_and_unpublished_games_are_never_offered(make_game, ask, mika):
    make_game("Sexual", has_sexual_content=True)
    make_game("Hidden", is_published=False)

    assert ask(mika) == []


def test_company_needs_a_game_that_is_known_to_allow_it(make_game, ask):
    make_game("Together", player_modes=["solo", "coop"])
    make_game("Alone", player_modes=["solo"])
    make_game("Nobody Knows", player_modes=[])

    assert ask(player_mode="coop") == ["Together"]
    assert set(ask(player_mode="solo")) == {"Together", "Alone", "Nobody Knows"}


def test_named_games_stay_out(make_game, ask):
    game = make_game("Not That One")

    assert ask(exclude_slugs=frozenset({game.slug})) == []


def test_shorter_means_shorter(make_game, ask):
    make_game("An Hour", session_minutes=60)
    make_game("Twenty Minutes", session_minutes=20)

    assert ask(wants_shorter_than=60) == ["Twenty Minutes"]


def test_what_was_said_tonight_goes_before_the_profile():
    profile = Profile(platforms=("pc",), budget=Money(Decimal(10), "USD"))
    limits = limits_for(
        Context(platforms=("switch",), price=Money(Decimal(30), "USD")), profile, excluded_ids=frozenset(), rates=RATES
    )

    assert limits.platforms == ("switch",)
    assert limits.families == (("nintendo", ("switch",)),)
    assert dict(limits.price_caps)["USD"] == 30


# --- Any catalogue, any wish ------------------------------------------------------------------

_PLATFORMS = ("pc", "ps5", "switch", "ios")
_GENRES = ("adventure", "horror", "puzzle", "shooter")
_subsets = st.lists(st.sampled_from(_GENRES), max_size=2, unique=True).map(tuple)
_contexts = st.builds(
    Context,
    mood=st.sampled_from(["", "tired", "spooky"]),
    platforms=st.lists(st.sampled_from(_PLATFORMS), max_size=2, unique=True).map(tuple),
    genres=_subsets,
    excluded_genres=_subsets,
    price=st.none()
    | st.builds(Money, st.sampled_from([Decimal(0), Decimal(5), Decimal(12)]), st.sampled_from(list(RATES))),
    player_mode=st.sampled_from(["", "solo", "coop", "versus"]),
    youngest_age=st.none() | st.integers(3, 18),
    minutes=st.none() | st.integers(5, 120),
    exclude_slugs=st.frozensets(st.sampled_from([f"any-{number}" for number in range(120)]), max_size=5),
    exclude_seen=st.booleans(),
)
_profiles = st.fixed_dictionaries(
    {
        "platforms": st.lists(st.sampled_from(_PLATFORMS), max_size=2, unique=True),
        "avoided_genres": st.lists(st.sampled_from(_GENRES), max_size=1),
        "age_band": st.sampled_from(["", "under_13", "13_17", "adult"]),
    }
)


def _random_catalogue(rng: np.random.Generator) -> None:
    def some(words, most):
        return [str(word) for word in rng.choice(words, size=rng.integers(0, most + 1), replace=False)]

    games = Game.objects.bulk_create(
        Game(
            slug=f"any-{number}",
            title=f"Any {number:03d} {chr(97 + number % 26)}",
            platforms=some(_PLATFORMS, 3),
            genres=some(_GENRES, 2),
            tags=some(("horror", "cozy", "coop"), 1),
            player_modes=some(("solo", "coop", "versus"), 3),
            age_rating=rng.choice([None, 3, 7, 12, 16, 18]),
            has_sexual_content=bool(rng.random() < 0.1),
            is_published=bool(rng.random() < 0.9),
            session_minutes=rng.choice([None, 10, 30, 90]),
            mood_fit={"tired": 0.8, "spooky": 0.8},
            quality=float(rng.random()),
        )
        for number in range(120)
    )
    Offer.objects.bulk_create(
        Offer(
            game=game,
            store="Store",
            family=str(family),
            amount=Decimal(int(rng.integers(0, 20))),
            currency=str(rng.choice(list(RATES))),
            seen_at=TONIGHT,
            is_current=bool(rng.random() < 0.8),
        )
        for game in games
        for family in rng.choice(["pc", "playstation", "nintendo", "ios"], size=2, replace=False)
    )


def _broken(game: Game, context: Context, player: Player, offers: list[Offer]) -> list[str]:
    """Every promise that offering this game would break, told without the recommender's own code."""
    platforms = set(context.platforms or player.platforms)
    words = {*game.genres, *game.tags}
    age = context.youngest_age
    if player.age_band in ("under_13", "13_17"):
        age = min(age if age is not None else 99, 12 if player.age_band == "under_13" else 17)
    broken = []
    if platforms and not platforms & set(game.platforms):
        broken.append("platform")
    if words & {*context.excluded_genres, *player.avoided_genres}:
        broken.append("genre")
    if age is not None and (game.age_rating is None or game.age_rating > age):
        broken.append("age")
    if game.has_sexual_content or not game.is_published:
        broken.append("content")
    if context.player_mode in ("coop", "versus") and context.player_mode not in game.player_modes:
        broken.append("mode")
    if game.slug in context.exclude_slugs:
        broken.append("named")
    if context.price is not None:
        machines = {PLATFORM_FAMILIES[key] for key in game.platforms if key in platforms}
        in_dollars = context.price.amount / RATES[context.price.currency]
        if not any(
            offer.is_current
            and offer.amount / RATES[offer.currency] <= in_dollars
            and (not platforms or offer.family in machines)
            for offer in offers
        ):
            broken.append("price")
    return broken


@pytest.mark.django_db
def test_no_promise_is_broken_for_any_wish(rates):
    _random_catalogue(np.random.default_rng(7))
    offers: dict[int, list[Offer]] = {}
    for offer in Offer.objects.all():
        offers.setdefault(offer.game_id, []).append(offer)
    games = {game.pk: game for game in Game.objects.all()}
    player = Player.objects.create(origin="web")
    slate = Slate.objects.create(player=player, surface="chat", policy_version="x", seed=1, created_at=TONIGHT)
    for slot, pk in enumerate(sorted(games)[:20]):
        Impression.objects.create(
            slate=slate, player=player, game_id=pk, slot=slot, score=1, confidence=1, strategy="best_fit",
            propensity=1, reason="", shown_at=TONIGHT - timedelta(days=3),
        )  # fmt: skip
    seen = set(sorted(games)[:20])
    done = set(sorted(games)[20:40])
    for number, pk in enumerate(sorted(done)):
        kind = ("played", "dislike")[number % 2]
        Interaction.objects.create(player=player, game_id=pk, kind=kind, source="chat", at=TONIGHT)
    offered = 0

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(context=_contexts, profile=_profiles, explore=st.booleans())
    def hold(context, profile, explore):
        nonlocal offered
        for name, value in profile.items():
            setattr(player, name, value)
        picks = recommend(
            player=player, context=context, limit=3, rng=np.random.default_rng(3), now=TONIGHT, explore=explore
        ).picks
        for pick in picks:
            assert _broken(games[pick.facts.game_id], context, player, offers.get(pick.facts.game_id, [])) == []
            assert pick.facts.game_id not in done
            assert not (context.exclude_seen and pick.facts.game_id in seen)
            assert 0 < pick.propensity <= 1
        offered += len(picks)

    hold()
    assert offered > 30  # a recommender that never offers anything would keep every promise
