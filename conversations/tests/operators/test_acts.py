"""What operators do: said once, seen by colleagues, written down, and undone by nobody unseen."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from conversations.models import Contact, HandOver, InboxNote, InboxThread, Message, OperatorAct
from conversations.operators import acts, handover
from conversations.operators.handover import HandOverRefusal
from conversations.privacy import retention
from conversations.receiving import identity
from games.models import Player

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def newest() -> int:
    return Message.objects.latest("pk").pk


def test_a_double_click_sends_once(olga, robin, take):
    take(robin, olga)
    seen = newest()
    first = handover.reply(contact=robin, by=olga, body="hi", seen=seen, now=now(), key="k1")
    assert handover.reply(contact=robin, by=olga, body="hi", seen=seen, now=now(), key="k1") == first
    assert Message.objects.filter(origin="operator").count() == 1
    handover.reply(contact=robin, by=olga, body="hi", seen=newest(), now=now(), key="k2")
    assert Message.objects.filter(origin="operator").count() == 2


def test_the_second_operator_sees_the_firsts_answer_before_sending(olga, pablo, robin, take):
    take(robin, olga)
    seen = newest()
    handover.reply(contact=robin, by=olga, body="hi", seen=seen, now=now(), key="same")
    handover.claim(contact=robin, by=pablo, now=now(), rng=np.random.default_rng(1), from_user_id=olga.pk)
    with pytest.raises(HandOverRefusal, match="answered meanwhile"):
        handover.reply(contact=robin, by=pablo, body="hello", seen=seen, now=now(), key="same")
    handover.reply(contact=robin, by=pablo, body="hello", seen=newest(), now=now(), key="same")


def test_assigning_a_held_talk_hands_it_to_a_colleague_and_a_stale_page_is_refused(olga, pablo, robin, take):
    take(robin, olga)
    acts.assign(contact=robin, to=pablo, by=olga, expected_id=olga.pk, now=now())
    assert HandOver.objects.get().claimed_by == pablo
    with pytest.raises(HandOverRefusal, match="pablo has them by now"):
        acts.assign(contact=robin, to=olga, by=olga, expected_id=olga.pk, now=now())
    assert HandOver.objects.get().claimed_by == pablo


def test_assigning_while_the_bot_leads_leaves_it_leading(olga, pablo, a_person):
    contact = a_person("Ann")
    acts.assign(contact=contact, to=pablo, by=olga, expected_id=None, now=now())
    contact.refresh_from_db()
    assert contact.held_by_human_at is None
    assert contact.inbox_thread.assigned_to == pablo
    acts.assign(contact=contact, to=None, by=olga, expected_id=pablo.pk, now=now())
    assert InboxThread.objects.get().assigned_to is None


def test_handing_back_settles_and_frees_the_talk(olga, robin, take):
    take(robin, olga)
    handover.hand_back(contact=robin, now=now(), rng=np.random.default_rng(1), by=olga)
    thread = InboxThread.objects.get()
    assert (thread.assigned_to, bool(thread.settled_at)) == (None, True)


def test_each_act_is_written_down_without_a_word_of_what_was_said(olga, pablo, robin, take):
    take(robin, olga)
    handover.reply(contact=robin, by=olga, body="a secret answer", seen=newest(), now=now())
    note = acts.note(contact=robin, by=olga, body="a secret note", now=now())
    acts.remove_note(contact=robin, note_id=note.pk, by=olga, now=now())
    acts.assign(contact=robin, to=pablo, by=olga, expected_id=olga.pk, now=now())
    acts.settle(contact=robin, by=olga, now=now())
    handover.hand_back(contact=robin, now=now(), rng=np.random.default_rng(1), by=pablo)
    told = list(OperatorAct.objects.order_by("pk").values_list("by__username", "what", "detail"))
    assert told == [
        ("olga", "took", ""),
        ("olga", "answered", ""),
        ("olga", "noted", ""),
        ("olga", "note_removed", ""),
        ("olga", "assigned", "to pablo"),
        ("olga", "settled", ""),
        ("pablo", "handed_back", ""),
    ]


def test_a_note_is_never_a_message_and_only_its_writer_removes_it(olga, pablo, robin):
    before = Message.objects.count()
    note = acts.note(contact=robin, by=olga, body="  wants a refund \0 ", now=now())
    assert (note.body, Message.objects.count()) == ("wants a refund", before)
    with pytest.raises(HandOverRefusal):
        acts.remove_note(contact=robin, note_id=note.pk, by=pablo, now=now())
    for body in ("  ", "x" * 2001):
        with pytest.raises(HandOverRefusal):
            acts.note(contact=robin, by=olga, body=body, now=now())


def test_nothing_is_noted_about_a_child(olga, robin):
    Player.objects.update(age_band="under_13")
    with pytest.raises(HandOverRefusal, match="under 13"):
        acts.note(contact=robin, by=olga, body="likes frogs", now=now())
    assert not InboxNote.objects.exists()


def test_notes_are_forgotten_with_the_words_of_messages(olga, robin):
    acts.note(contact=robin, by=olga, body="kind person", now=now())
    retention.forget_what_is_old(now=now() + timedelta(days=179))
    assert InboxNote.objects.exists()
    retention.forget_what_is_old(now=now() + timedelta(days=181))
    assert not InboxNote.objects.exists()


def test_what_operators_keep_goes_along_when_two_contacts_are_one_person(olga, robin, a_person):
    other = a_person("Robin again")
    acts.note(contact=other, by=olga, body="same person?", now=now())
    acts.assign(contact=other, to=olga, by=olga, expected_id=None, now=now())
    identity.merge(keep_id=robin.pk, gone_id=other.pk, now=now())
    kept = Contact.objects.get()
    assert kept.inbox_notes.get().body == "same person?"
    assert kept.inbox_thread.assigned_to == olga
    assert kept.operator_acts.count() == 2
