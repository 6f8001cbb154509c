"""Prices, money, and the prior."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from games.catalogue.offers import UnknownCurrencyError, cheapest, convert, current_rates, format_price, note_price
from games.catalogue.quality import popularity_from_plays, quality_of
from games.models import ExchangeRate, Offer
from games.recommender.types import Money, PriceTag
from games.tests.factories import GameFactory
from games.tests.importing.conftest import NOW

RATES = {"USD": Decimal(1), "GBP": Decimal("0.8"), "EUR": Decimal("0.9")}
STEAM = {"store": "Steam", "family": "pc", "currency": "USD", "url": "https://store.example.com/hades"}


def test_seeing_the_same_price_again_writes_nothing(hades):
    before = list(Offer.objects.order_by("pk").values())
    note_price(game_id=hades.pk, amount=Decimal("24.99"), seen_at=NOW + timedelta(days=9), **STEAM)
    assert list(Offer.objects.order_by("pk").values()) == before


def test_a_new_price_becomes_current_and_the_old_one_stays(hades):
    note_price(game_id=hades.pk, amount=Decimal("9.99"), seen_at=NOW + timedelta(days=1), **STEAM)
    steam = hades.offers.filter(store="Steam").order_by("seen_at")
    assert [(offer.amount, offer.is_current) for offer in steam] == [
        (Decimal("24.99"), False),
        (Decimal("9.99"), True),
    ]


def test_an_older_sighting_does_not_replace_a_newer_one(hades):
    note_price(game_id=hades.pk, amount=Decimal("9.99"), seen_at=NOW - timedelta(days=1), **STEAM)
    assert hades.offers.get(store="Steam").amount == Decimal("24.99")


def test_money_is_converted_over_the_dollar_to_the_cent():
    assert convert(Money(Decimal(20), "GBP"), "EUR", RATES) == Money(Decimal("22.50"), "EUR")
    assert convert(Money(Decimal("0.01"), "USD"), "USD", {}) == Money(Decimal("0.01"), "USD")


def test_a_currency_without_a_rate_says_so():
    with pytest.raises(UnknownCurrencyError):
        convert(Money(Decimal(20), "XXX"), "USD", RATES)


def test_an_editor_s_rate_is_used(db):
    ExchangeRate.objects.update_or_create(currency="GBP", defaults={"per_usd": "0.5", "as_of": "2026-01-01"})
    assert convert(Money(Decimal(20), "GBP"), "USD", current_rates()).amount == Decimal("40.00")


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("14.99", "USD", "$14.99 on Steam"),
        ("0", "EUR", "free on Steam"),
        ("1980", "JPY", "¥1,980 on Steam"),
        ("99.90", "PLN", "99.90 PLN on Steam"),
    ],
)
def test_a_price_names_its_store_and_currency(amount, currency, text):
    assert format_price(PriceTag(Decimal(amount), currency, "Steam")) == text


def quality(**facts):
    known = {"critic_score": 80, "popularity": 0.5, "release_date": date(2020, 1, 1), "today": date(2026, 1, 1)}
    return quality_of(**{**known, **facts})


def test_quality_rises_with_each_of_its_parts_and_stays_a_share():
    assert quality(critic_score=90) > quality() > quality(critic_score=60)
    assert quality(popularity=0.9) > quality() > quality(popularity=0.1)
    assert quality(release_date=date(2025, 1, 1)) > quality() > quality(release_date=date(1990, 1, 1))
    assert quality(release_date=date(2027, 1, 1)) < quality()
    assert quality_of(critic_score=100, popularity=1, release_date=date(2026, 1, 1), today=date(2026, 1, 1)) == 1
    assert quality_of(critic_score=0, popularity=0, release_date=date(2030, 1, 1), today=date(2026, 1, 1)) == 0


def test_an_unreviewed_game_is_neither_praised_nor_buried():
    assert quality(critic_score=90) > quality(critic_score=None) > quality(critic_score=50)


def test_hours_left_idle_do_not_make_a_game_the_most_popular():
    loved = popularity_from_plays(median_minutes=3_000, critic_score=92)
    idle = popularity_from_plays(median_minutes=449_641, critic_score=None)
    assert 0 <= popularity_from_plays(median_minutes=None, critic_score=None) < idle < loved <= 1


def test_praise_for_what_nobody_plays_is_half_believed():
    def praise_is_worth(popularity):
        return quality(critic_score=95, popularity=popularity) - quality(critic_score=None, popularity=popularity)

    assert praise_is_worth(0.9) > praise_is_worth(0.1) > 0


def test_what_is_on_many_machines_and_much_written_about_is_better_known():
    plain = popularity_from_plays(median_minutes=300, critic_score=80)
    assert popularity_from_plays(median_minutes=300, critic_score=80, platforms=7) > plain
    assert popularity_from_plays(median_minutes=300, critic_score=80, told_chars=500) > plain


def test_what_is_not_out_yet_has_half_of_its_quality():
    soon, out = (quality(release_date=date(2026, 1, day), today=date(2026, 1, 15)) for day in (16, 15))
    assert soon < 0.5 * out


def test_beside_a_limit_in_another_money_a_price_says_about_how_much_it_is():
    rates = {"USD": Decimal(1), "GBP": Decimal("0.8")}
    told = PriceTag(Decimal("14.99"), "USD", "Steam")
    assert format_price(told, beside="GBP", rates=rates) == "$14.99 on Steam, about £12"
    assert format_price(PriceTag(Decimal("4.99"), "USD", "Steam"), beside="GBP", rates=rates).endswith("about £3.99")
    assert format_price(told, beside="USD", rates=rates) == format_price(told, beside="XTS", rates=rates)


def test_the_cheapest_offer_is_so_in_dollars_and_one_of_unknown_worth_comes_last(db):
    ExchangeRate.objects.update_or_create(currency="JPY", defaults={"per_usd": "150", "as_of": NOW.date()})
    game = GameFactory()
    for store, amount, currency in (("Dear", 9, "USD"), ("Cheap", 900, "JPY"), ("Unknown", 1, "XTS")):
        Offer.objects.create(
            game=game, store=store, family="pc", amount=amount, currency=currency, seen_at=NOW, is_current=True
        )
    assert [offer.store for offer in cheapest(game=game)] == ["Cheap", "Dear", "Unknown"]
