"""Who needs a person stands first, the most urgent and the longest waiting above all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.dialogue.state import DialogueState, Tonight
from conversations.operators import acts, handover, queue
from conversations.privacy import own_data
from conversations.tests.operators.conftest import say

pytestmark = pytest.mark.django_db


def names(olga, **changes) -> list[tuple[str, tuple[str, ...]]]:
    rows = queue.load(operator_id=olga.pk, now=timezone.now(), **changes)
    return [(row.contact.display_name, row.reasons) for row in rows]


def test_the_most_urgent_stand_first_and_recent_ones_last(olga, robin, a_person, take):
    now = timezone.now()
    a_person("Wes", ago=timedelta(minutes=1))
    a_person("Ann", ago=timedelta(hours=3))
    a_person("Lost", state=DialogueState(misunderstood_in_a_row=2).as_json())
    a_person("Cross", state=DialogueState(tonight=Tonight(mood="angry")).as_json(), ago=timedelta(minutes=9))
    take(a_person("Held", ago=timedelta(minutes=20)), olga)
    a_person("Stuck", parked_at=now)
    a_person("Deb", distress_at=now)
    a_person("Looked at", distress_at=now, distress_seen_at=now, ago=timedelta(days=2))
    assert names(olga) == [
        ("Deb", ("distress",)),
        ("Robin", ("waiting",)),
        ("Held", ("waiting",)),
        ("Stuck", ("stuck",)),
        ("Lost", ("unsure",)),
        ("Cross", ("angry",)),
        ("Wes", ()),
        ("Ann", ()),
        ("Looked at", ()),
    ]


def test_sharp_words_count_as_angry_until_somebody_has_settled_it(olga, a_person):
    contact = a_person("Sue")
    at = timezone.now() - timedelta(minutes=1)
    session = contact.sessions.get()
    say(contact, "you are useless", at=at, session=session, understanding={"sentiment_score": -0.9})
    session.last_message_at = at
    session.save()
    assert names(olga) == [("Sue", ("angry",))]
    acts.settle(contact=contact, by=olga, now=timezone.now())
    assert names(olga) == [("Sue", ())]
    session.last_message_at = timezone.now()
    session.save()
    assert names(olga) == [("Sue", ("angry",))]


def test_an_old_quarrel_behind_a_newer_session_needs_nobody(olga, a_person):
    contact = a_person("Sue")
    contact.sessions.update(mood_at_end="angry", closed_at=timezone.now())
    assert names(olga) == [("Sue", ("angry",))]
    now = timezone.now()
    contact.sessions.create(kind="returning", channel="whatsapp", opened_at=now, last_message_at=now)
    assert names(olga) == [("Sue", ())]


def test_an_answered_talk_no_longer_waits_but_stays_with_its_person(olga, robin, take):
    take(robin, olga)
    handover.reply(contact=robin, by=olga, body="hi", seen=10**9, now=timezone.now())
    assert names(olga) == [("Robin", ("held",))]


def test_the_chips_count_what_they_keep(olga, pablo, robin, a_person, take):
    take(a_person("Held"), pablo)
    acts.assign(contact=a_person("Mine"), to=olga, by=pablo, expected_id=None, now=timezone.now())
    rows = queue.load(operator_id=olga.pk, now=timezone.now())
    many = queue.counts(rows, operator_id=olga.pk)
    assert (many["all"], many["needs"], many["mine"], many["nobodys"], many["waiting"]) == (3, 2, 1, 1, 2)


def test_each_operator_has_read_for_themselves(olga, pablo, robin):
    acts.mark_read(contact=robin, by=olga, seen=robin.messages.latest("pk").pk)
    acts.mark_read(contact=robin, by=olga, seen=1)
    assert [row.unread for row in queue.load(operator_id=olga.pk, now=timezone.now())] == [0]
    assert [row.unread for row in queue.load(operator_id=pablo.pk, now=timezone.now())] == [1]
    say(robin, "hello?", at=timezone.now())
    assert [row.unread for row in queue.load(operator_id=olga.pk, now=timezone.now())] == [1]


def test_a_search_finds_the_beginning_of_a_name_or_a_whole_address(olga, robin, a_person):
    a_person("Ann")
    whole = robin.addresses.get().value
    assert [name for name, _ in names(olga, search="rob")] == ["Robin"]
    assert [name for name, _ in names(olga, search=whole)] == ["Robin"]
    assert names(olga, search=whole[:-2]) == []


def test_who_is_being_erased_is_not_listed(olga, robin):
    own_data.erase(contact=robin, now=timezone.now(), farewell="bye", answering=robin.messages.get())
    assert names(olga) == []


def test_numbers_in_the_preview_are_redacted(olga, a_person):
    a_person("Robin", body="call Robin at +44 7700 900123")
    (row,) = queue.load(operator_id=olga.pk, now=timezone.now())
    assert "7700" not in row.last_words


def test_more_people_need_no_more_queries(olga, a_person, robin, queries_stay_flat):
    queries_stay_flat(
        lambda: queue.load(operator_id=olga.pk, now=timezone.now()),
        lambda: [a_person(f"P{n}", parked_at=timezone.now()) for n in range(4)],
    )
