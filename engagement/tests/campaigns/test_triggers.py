"""What brings somebody in by itself: by which event, after how long, and never twice by the same one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from conversations.models import Message
from engagement import enrolling
from engagement.campaigns import live_copy
from engagement.models import Enrolment
from engagement.tests.campaigns.conftest import NOW, PICK, play, touches_of, wrote
from engagement.triggers import what_happened
from games.catalogue import offers
from games.interactions.recording import record_interaction
from games.models import Game, Interaction
from games.tests.factories import GameFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def entered() -> dict[str, str]:
    return dict(Enrolment.objects.values_list("contact__display_name", "occasion"))


def triggered(launched, trigger, *texts, **fields):
    return launched(*texts, kind="triggered", trigger=trigger, re_entry="each_time", **fields)


def test_idle_is_eleven_to_forty_eight_hours_and_cold_is_after_it(make_person, launched):
    for hours in (2, 12, 30, 60, 800):
        make_person(f"{hours} h", ago=hours * HOUR)
    idle, cold = triggered(launched, "idle"), triggered(launched, "cold")
    play(idle)
    play(cold)
    assert set(Enrolment.objects.filter(campaign=idle).values_list("contact__display_name", flat=True)) == {
        "12 h", "30 h",
    }  # fmt: skip
    assert list(Enrolment.objects.filter(campaign=cold).values_list("contact__display_name", flat=True)) == ["60 h"]


def test_the_same_silence_brings_nobody_in_twice_but_the_next_one_does(make_person, launched):
    contact = make_person("Idle", ago=12 * HOUR)
    campaign = triggered(launched, "idle")
    play(campaign)
    play(campaign, now=NOW + HOUR)
    assert Enrolment.objects.count() == 1
    wrote(contact, at=NOW + 2 * HOUR)
    type(contact).objects.update(last_inbound_at=NOW + 2 * HOUR, inbound_seq=2, answered_seq=2)
    play(campaign, now=NOW + 14 * HOUR)
    assert sorted(Enrolment.objects.values_list("occasion", flat=True)) == ["silent:1", "silent:2"]


def test_who_comes_back_before_it_leaves_is_not_asked_where_they_were(make_person, launched):
    contact = make_person("Back", ago=12 * HOUR)
    campaign = triggered(launched, "idle", at=NOW)
    from engagement import advancing, pacer

    enrolling.enrol(campaign, live_copy(campaign.version), now=NOW)
    advancing.advance(now=NOW)
    type(contact).objects.update(last_inbound_at=NOW + HOUR)
    pacer.release(now=NOW + 2 * HOUR, rng=None, limit=5)
    assert touches_of(campaign) == [("refused", "active")]


def test_a_rough_week_brings_comfort_picks_and_one_bad_day_does_not(make_person, games, launched):
    rough, fine = make_person("Rough", ago=4 * HOUR), make_person("Fine", ago=4 * HOUR)
    for contact, days in ((rough, (0, 2)), (fine, (0,))):
        for day in days:
            at = NOW - timedelta(days=day, hours=4)
            message = wrote(contact, at=at, seq=10 + day)
            contact.mood_readings.create(message=message, mood="stressed", confidence=0.9, at=at)
    campaign = triggered(
        launched, "mood", "{name}, rough week? {game}: {reason}.", moods=["stressed", "sad"], least_readings=2,
        at=NOW - timedelta(days=1),
    )  # fmt: skip
    play(campaign)
    assert list(entered()) == ["Rough"]
    assert "Dorfromantik: calm tiles" in Message.objects.get(origin="proactive").body


def test_a_new_title_that_fits_is_told_to_whom_it_fits_and_is_that_very_title(make_person, games, launched):
    make_person("Puzzler", player={"liked_genres": ["puzzle"]})
    make_person("Racer", player={"liked_genres": ["racing"]})
    make_person("Hater", player={"liked_genres": ["puzzle"], "avoided_genres": ["puzzle"]})
    Game.objects.update(created_at=NOW - timedelta(days=60))
    campaign = triggered(launched, "new_title", PICK, at=NOW - HOUR)
    new = GameFactory(title="Patchwork Fields", genres=["puzzle"], release_date=NOW.date(), feel="Sewing meadows.")
    Game.objects.filter(pk=new.pk).update(created_at=NOW - HOUR / 2)
    play(campaign)
    assert entered() == {"Puzzler": f"title:{new.pk}"}
    assert "Patchwork Fields might suit you" in Message.objects.get(origin="proactive").body


def test_a_price_drop_is_told_to_who_saved_or_liked_the_game_with_both_prices(make_person, games, launched):
    hades = Game.objects.get(slug="hades")
    saver, unsaver, owner = make_person("Saver"), make_person("Unsaver"), make_person("Owner")
    for contact, *kinds in ((saver, "save"), (unsaver, "save", "unsave"), (owner, "like", "purchase")):
        for number, kind in enumerate(kinds):
            Interaction.objects.create(
                player=contact.player, game=hades, kind=kind, source="chat", at=NOW - timedelta(days=20 - number)
            )
    campaign = triggered(
        launched, "price_drop", "{game} fell from {old_price} to {price}: {reason}", topic="deals", drop_percent=30,
        at=NOW - HOUR,
    )  # fmt: skip
    offers.note_price(
        game_id=hades.pk,
        store="Steam",
        family="pc",
        amount=Decimal("9.99"),
        currency="USD",
        url="",
        seen_at=NOW - HOUR / 2,
    )
    play(campaign)
    assert list(entered()) == ["Saver"]
    body = Message.objects.get(origin="proactive").body
    assert body.startswith("Hades fell from $24.50 to $9.99 on Steam")


def test_a_price_for_a_family_of_consoles_is_told_to_who_plays_on_one_of_them(make_person, games, launched):
    hades = Game.objects.get(slug="hades")
    for name, platform in (("Switch", "switch"), ("Mac", "mac"), ("Station", "ps5")):
        person = make_person(name)
        person.player.platforms = [platform, "nonsense"]
        person.player.save()
        Interaction.objects.create(
            player=person.player, game=hades, kind="save", source="chat", at=NOW - timedelta(days=20)
        )
    campaign = triggered(launched, "price_drop", PICK, topic="deals", drop_percent=30, at=NOW - HOUR)
    for family, store in (("nintendo", "eShop"), ("playstation", "PS Store")):
        for amount, seen_at in (("24.50", NOW - timedelta(days=3)), ("9.99", NOW - HOUR / 2)):
            offers.note_price(
                game_id=hades.pk, store=store, family=family, amount=Decimal(amount), currency="USD", url="",
                seen_at=seen_at,
            )  # fmt: skip
    play(campaign)
    assert set(entered()) == {"Switch", "Station"}


def test_what_was_free_and_still_is_has_not_become_cheaper(make_person, games, launched):
    hades = Game.objects.get(slug="hades")
    saver = make_person("Saver")
    Interaction.objects.create(player=saver.player, game=hades, kind="save", source="chat", at=NOW - timedelta(days=20))
    campaign = triggered(launched, "price_drop", PICK, topic="deals", at=NOW - HOUR)
    for url, seen_at in (("", NOW - timedelta(days=3)), ("https://shop.example/hades", NOW - HOUR / 2)):
        offers.note_price(
            game_id=hades.pk, store="Free shop", family="pc", amount=Decimal(0), currency="USD", url=url,
            seen_at=seen_at,
        )  # fmt: skip
    play(campaign)
    assert entered() == {}


def test_a_day_after_a_like_the_next_pick_names_what_they_liked(make_person, games, launched):
    contact = make_person("Liker")
    hades = Game.objects.get(slug="hades")
    record_interaction(
        player=contact.player, game=hades, kind="like", source="chat", key="like:1", at=NOW - timedelta(hours=25)
    )
    record_interaction(
        player=contact.player, game=hades, kind="played", source="chat", key="played:1", at=NOW - timedelta(hours=24)
    )
    text = "You liked {liked}, {name}. {game}: {reason}."
    campaign = triggered(launched, "after_like", text, at=NOW - timedelta(hours=2))
    play(campaign)
    assert Message.objects.get(origin="proactive").body.startswith("You liked Hades, Liker. Dorfromantik: ")


def test_what_happened_before_the_launch_brings_in_nobody(make_person, games, launched):
    contact = make_person("Liker")
    Interaction.objects.create(
        player=contact.player, game=games[0], kind="like", source="chat", at=NOW - timedelta(days=2)
    )
    campaign = triggered(launched, "after_like", PICK)
    play(campaign)
    assert entered() == {}


def test_who_said_no_to_the_topic_is_not_looked_at(make_person, launched):
    make_person("No deals", ago=12 * HOUR, topics=["check_ins"])
    play(triggered(launched, "idle", topic="deals"))
    assert entered() == {}


@pytest.mark.parametrize(("re_entry", "times"), [("never", 1), ("after_days", 1), ("each_time", 2)])
def test_the_rule_of_coming_in_again_is_kept(make_person, launched, re_entry, times):
    contact = make_person("Idle", ago=12 * HOUR)
    campaign = launched(kind="triggered", trigger="idle", re_entry=re_entry, re_entry_days=7)
    play(campaign)
    type(contact).objects.update(last_inbound_at=NOW + 2 * HOUR, inbound_seq=2, answered_seq=2)
    play(campaign, now=NOW + 14 * HOUR)
    assert Enrolment.objects.count() == times


@pytest.mark.parametrize("trigger", ["cold", "after_like", "new_title"])
def test_a_walk_comes_by_everybody_piece_by_piece_also_by_those_of_the_same_moment(
    make_person, games, launched, trigger
):
    silent = [make_person(f"{days} days", ago=days * 24 * HOUR) for days in (3, 4, 4, 4, 5, 6)]
    for person in silent:
        person.player.liked_genres = ["puzzle"]
        person.player.save()
        at = NOW - timedelta(days=1, hours=int(person.display_name[0]))
        Interaction.objects.create(player=person.player, game=games[0], kind="like", source="chat", at=at)
    campaign = triggered(launched, trigger, PICK, at=NOW - timedelta(days=3))
    Game.objects.filter(pk=games[0].pk).update(created_at=NOW - HOUR, release_date=NOW.date())
    copy, place, found = live_copy(campaign.version), 0, []
    for _ in range(6):
        happened = what_happened(copy, launched_at=campaign.launched_at, now=NOW, place=place, most=2)
        with connection.cursor() as cursor:
            cursor.execute(f"WITH piece AS ({happened.piece}) {happened.text}", happened.params)
            found += [contact_id for contact_id, *_ in cursor.fetchall()]
            cursor.execute(f"SELECT count(*), max(place) FROM ({happened.piece}) p", happened.params)
            looked_at, last = cursor.fetchone()
        if looked_at < 2:
            break
        place = happened.place_of(last, is_last_piece=False)
    assert sorted(found) == [person.pk for person in silent]


def test_who_agrees_after_the_walk_came_by_is_found_by_the_next_one(make_person, launched):
    contact = make_person("Late", ago=12 * HOUR, topics=["deals"])
    campaign = triggered(launched, "idle")
    play(campaign)
    type(contact).objects.update(topics=["new_games"])
    play(campaign, now=NOW + HOUR / 2)
    assert entered() == {}
    play(campaign, now=NOW + HOUR)
    assert entered() == {"Late": "silent:1"}


def test_more_than_fit_into_one_turn_come_in_with_the_next_and_a_clock_that_goes_back_forgets_nobody(
    make_person, launched
):
    for number in range(3):
        make_person(f"Idle {number}", ago=(12 + number) * HOUR)
    campaign = triggered(launched, "idle", at=NOW - HOUR)
    copy = live_copy(campaign.version)
    entered_by_turn = [enrolling.enrol(campaign, copy, now=at, limit=2) for at in (NOW, NOW - HOUR / 4, NOW)]
    assert entered_by_turn == [2, 1, 0]
