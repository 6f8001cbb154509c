"""A player's own page: what it shows, and that each button does at once what it says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from conversations.me import reading
from conversations.models import Contact, Message, MoodReading
from conversations.tests.me.conftest import signed_in
from games.interactions.recording import record_interaction
from games.models import Game, Impression, Interaction, Offer, Player

pytestmark = pytest.mark.django_db


def titles_on(page: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", page)


def first_id_on(page: str) -> str:
    found = re.search(r'name="recommendation_id" value="([^"]+)"', page)
    assert found
    return found[1]


def press(client: Client, name: str, **told: str) -> str:
    return client.post(f"/me/{name}", told, follow=True).content.decode()


def test_a_dislike_takes_the_game_away_and_shows_in_the_taste_at_once(of_mika, mika, shelf):
    before = of_mika.get("/me/").content.decode()
    gone = titles_on(before)[0]

    after = press(of_mika, "react", kind="dislike", recommendation_id=first_id_on(before))

    assert gone not in titles_on(after)
    assert len(titles_on(after)) > 5
    genre = Game.objects.get(title=gone).genres[0]
    assert f"avoids {genre}" in after


def test_a_like_shows_in_the_taste_and_can_be_removed(of_mika, mika, shelf):
    before = of_mika.get("/me/").content.decode()
    genre = Game.objects.get(title=titles_on(before)[0]).genres[0]

    assert f"likes {genre}" in press(of_mika, "react", kind="like", recommendation_id=first_id_on(before))
    assert f"likes {genre}" not in press(of_mika, "forget", kind="liked", key=genre)


def test_pressing_like_twice_counts_once(of_mika, mika, shelf):
    told = {"kind": "like", "recommendation_id": first_id_on(of_mika.get("/me/").content.decode())}
    press(of_mika, "react", **told)
    press(of_mika, "react", **told)

    assert Interaction.objects.filter(player=mika, kind="like").count() == 1


def test_a_child_can_turn_games_down_and_nothing_else_is_kept(of_mika, mika, shelf):
    Game.objects.update(age_rating=3)
    Player.objects.filter(pk=mika.pk).update(age_band=Player.AgeBand.UNDER_13)
    page = of_mika.get("/me/").content.decode()
    assert 'value="dislike"' in page
    assert 'value="like"' not in page

    press(of_mika, "react", kind="like", recommendation_id=first_id_on(page))
    assert not Interaction.objects.exists()


def test_what_is_saved_stands_on_the_list_until_it_is_taken_off(of_mika, mika, shelf):
    before = of_mika.get("/me/").content.decode()
    game = Game.objects.get(title=titles_on(before)[0])

    assert f"Take {game.title} off the list" in press(
        of_mika, "react", kind="save", recommendation_id=first_id_on(before)
    )
    assert f"Take {game.title} off the list" not in press(of_mika, "unsave", slug=game.slug)


def test_facts_are_told_and_forgotten_one_by_one(of_mika, mika, shelf):
    Player.objects.filter(pk=mika.pk).update(budget=20, budget_currency="EUR", usual_minutes=30)
    page = of_mika.get("/me/").content.decode()
    assert "plays on Switch" in page
    assert "pays up to 20.00 EUR" in page

    assert "pays up to" not in press(of_mika, "forget", kind="budget", key="budget")
    assert "about 30 minutes" not in press(of_mika, "forget", kind="minutes", key="minutes")
    assert "plays on" not in press(of_mika, "forget", kind="platform", key="switch")


def test_a_card_says_machine_and_price_as_people_do(of_mika, shelf):
    for game, amount in ((shelf[0], "0"), (shelf[1], "19.99")):
        Offer.objects.create(
            game=game, store="Nintendo eShop", family="nintendo", amount=amount, currency="USD", seen_at=timezone.now()
        )
    page = " ".join(of_mika.get("/me/").content.decode().split())
    assert "Switch · free" in page
    assert "Switch · 19.99 USD" in page
    assert "PC, Switch" not in page  # they play on Switch alone


def test_a_press_leaves_the_other_games_where_they_are(of_mika, shelf):
    before = of_mika.get("/me/").content.decode()
    first, *rest = titles_on(before)
    after = titles_on(press(of_mika, "react", kind="save", recommendation_id=first_id_on(before)))
    assert first not in after
    assert len(set(rest) & set(after)) > 5


def test_nobody_reacts_to_what_another_player_was_shown(of_mika, shelf):
    ren = Player.objects.create(origin="api", platforms=["pc"])
    rec = first_id_on(signed_in(ren).get("/me/").content.decode())

    press(of_mika, "react", kind="like", recommendation_id=rec)

    assert not Interaction.objects.exists()
    assert not Impression.objects.filter(shown_at__isnull=False).exists()


@pytest.mark.parametrize("told", [{}, {"kind": "purchase"}, {"kind": "like", "recommendation_id": "rec_\x00"}])
def test_a_button_that_we_never_made_does_nothing(of_mika, shelf, told):
    assert of_mika.post("/me/react", told).status_code == 302
    assert of_mika.post("/me/forget", told).status_code == 302
    assert of_mika.post("/me/unsave", {"slug": "\x00"}).status_code == 302
    assert not Interaction.objects.exists()


def test_the_week_goes_by_the_players_own_days(mika, contact):
    Player.objects.filter(pk=mika.pk).update(time_zone="Asia/Tokyo")
    mika.refresh_from_db()
    now = timezone.now().replace(hour=20, minute=0)  # five in the morning of the next day in Tokyo
    for number, mood in enumerate(("tired", "chill")):
        message = Message.objects.create(
            contact=contact, direction=Message.Direction.INBOUND, origin=Message.Origin.PLAYER, channel="web",
            status=Message.Status.HANDLED, seq=number + 1, created_at=now,
        )  # fmt: skip
        MoodReading.objects.create(
            contact=contact, message=message, mood=mood, confidence=0.9, at=now - timedelta(hours=6 * number)
        )

    week = reading.mood_week(mika, now=now)

    assert len(week) == 7
    assert [day.moods for day in week[-2:]] == [("chill",), ("tired",)]


def test_played_games_are_told_once(mika, shelf):
    for back in (3, 1):
        record_interaction(
            player=mika, game=shelf[0], kind="played", source="chat", at=timezone.now() - timedelta(days=back)
        )
    assert [one.title for one in reading.played_by(mika)] == ["Tale00"]


def test_everything_can_be_taken_along(of_mika, mika, contact):
    answer = of_mika.post("/me/export")

    assert "attachment" in answer["Content-Disposition"]
    assert answer.json()["player"]["public_id"] == str(mika.public_id)
    assert answer.json()["account"]["email"] == "Mika@Example.org"


def test_erasing_asks_first_and_then_leaves_nothing(of_mika, mika, contact):
    assert "Delete everything?" in of_mika.get("/me/erase").content.decode()
    of_mika.post("/me/erase")
    assert Player.objects.filter(pk=mika.pk).exists()

    assert "All gone" in of_mika.post("/me/erase", {"sure": "yes"}).content.decode()

    assert not Player.objects.filter(pk=mika.pk).exists()
    assert not Contact.objects.exists()
    assert not User.objects.exists()
    assert of_mika.get("/me/").status_code == 302


def test_every_button_needs_our_own_form(mika):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(signed_in(mika).cookies)
    for name in ("react", "forget", "unsave", "export", "erase", "sign-out", "sign-in"):
        assert strict.post(f"/me/{name}", {"sure": "yes"}).status_code == 403
    assert Player.objects.filter(pk=mika.pk).exists()


def test_the_front_door_leads_everywhere(client):
    page = client.get("/").content.decode()
    for address in ("/chat/", "/me/", "/v1/docs", "/admin/", "/privacy/"):
        assert f'href="{address}"' in page
