"""A letter that could not come in time: word of it to who agreed, and the letter itself once they answer."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from conversations import consent
from conversations.between_turns import unasked
from conversations.companions import letter_text
from conversations.letters import notices as letter_notices
from conversations.letters import post as letters
from conversations.models import Contact, Letter, Message, SenderWindow, Session
from conversations.operators import templates
from conversations.operators.templates import OfferedTemplate
from conversations.receiving import identity
from conversations.sending import outbox
from conversations.tests.companions.test_letter_text import LETTER
from conversations.tests.conftest import NOW, SENDER, queued
from conversations.tests.dialogue.conftest import Person
from games.models import Player

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OUTAGE = NOW + 40 * HOUR  # ten in the morning, UTC
APPROVED = OfferedTemplate(
    key="1", name="a_letter_waits", language="en", body="A letter has come.", sid="HX" + "1" * 32, is_marketing=True,
    variables=(), samples={}, problems_with=lambda values: (), filled_with=lambda values: "A letter has come.",
)  # fmt: skip


@pytest.fixture
def approved(monkeypatch) -> None:
    monkeypatch.setattr(templates, "sources", [lambda: [APPROVED]])


@pytest.fixture
def lena(make_contact, whatsapp) -> Contact:
    """Wrote a letter at six in the evening in Lisbon, and agreed to be told of it later."""
    lena = make_contact(
        "+351910000001", display_name="Lena", proactive_allowed=True, topics=["letters"], time_zone="Europe/Lisbon",
        last_inbound_ago=timedelta(), inbound_seq=1, answered_seq=1, introduced_at=NOW,
    )  # fmt: skip
    message = Message.objects.create(
        contact=lena, address=lena.addresses.get(), channel="whatsapp", sender=SENDER, direction="inbound",
        origin="player", status="handled", seq=1, body=LETTER, created_at=NOW,
    )  # fmt: skip
    Letter.objects.create(contact=lena, message=message, mood="sad", received_at=NOW, due_at=NOW + 4 * HOUR)
    return lena


def post(now) -> int:
    return letters.answer_due(now=now, rng=np.random.default_rng(1))


def state() -> tuple[str, str]:
    letter = Letter.objects.get()
    return letter.state, letter.reason


def writes(contact: Contact, *, at) -> None:
    """Anything: their window opens."""
    Contact.objects.filter(pk=contact.pk).update(last_inbound_at=at)
    SenderWindow.objects.filter(contact=contact).update(last_inbound_at=at)


def sent() -> list[Message]:
    return list(Message.objects.filter(content__type="letter").order_by("part"))


def test_nobody_is_woken_after_an_outage_and_a_letter_stopped_half_way_is_sent_once(lena):
    assert post(NOW + 9 * HOUR) == 0  # three in the morning
    assert state() == ("received", "")
    with transaction.atomic():
        assert post(NOW + 16 * HOUR) == 1
        transaction.set_rollback(True)
    assert state() == ("received", "")
    assert post(NOW + 16 * HOUR) == 1
    consent.stop(contact=lena, evidence=None, source="chat", now=NOW + 16 * HOUR)
    assert {part.withheld_because for part in sent()} == {"stopped"}


def test_what_can_go_nowhere_now_is_put_off_and_stands_in_nobodys_way(lena, settings):
    settings.TWILIO_AUTH_TOKENS = []
    assert post(NOW + 16 * HOUR) == 0
    assert state() == ("received", "")
    assert Letter.objects.get().due_at > NOW + 16 * HOUR


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        (lambda lena: Contact.objects.filter(pk=lena.pk).update(distress_at=NOW), "in_distress"),
        (lambda lena: Player.objects.filter(pk=lena.player_id).update(age_band="under_13"), "child"),
        (lambda lena: Message.objects.filter(contact=lena).update(body=""), "forgotten"),
    ],
)
def test_what_came_in_between_drops_it_with_its_reason(lena, since, reason):
    since(lena)
    post(NOW + 16 * HOUR)
    assert state() == ("dropped", reason)


def test_without_consent_or_without_a_template_it_is_dropped_once_the_window_has_closed(lena, approved, monkeypatch):
    with transaction.atomic():
        monkeypatch.setattr(templates, "sources", [])
        post(OUTAGE)
        assert state() == ("dropped", "window_closed")
        transaction.set_rollback(True)
    monkeypatch.undo()
    Contact.objects.update(topics=["deals"])
    post(OUTAGE)
    assert state() == ("dropped", "window_closed")


def test_word_that_it_waits_is_a_template_and_the_letter_comes_once_they_answer(lena, approved):
    post(OUTAGE)
    letter = Letter.objects.get()
    assert (letter.state, letter.told_at, sent()) == ("told", OUTAGE, [])
    assert (letter.notice.body, letter.notice.origin) == ("A letter has come.", "proactive")
    assert (letter.notice.content["topic"], letter.notice.content["template_sid"]) == ("letters", APPROVED.sid)
    assert [one.pk for one in outbox.claim_due(now=OUTAGE, limit=5)] == [letter.notice_id], "the law lets it leave"
    post(OUTAGE + HOUR)
    assert Message.objects.filter(content__type="letter_notice").count() == 1, "they are told once"
    writes(lena, at=OUTAGE + 2 * HOUR)
    assert post(OUTAGE + 2 * HOUR) == 1
    assert post(OUTAGE + 3 * HOUR) == 0
    assert state() == ("answered", "")
    quotes = letter_text.quotes_in("\n".join(part.body for part in sent()))
    assert quotes
    assert all(quote in LETTER for quote in quotes)


def test_word_that_was_withheld_is_sent_again(lena, approved):
    post(OUTAGE)
    Message.objects.filter(content__type="letter_notice").update(status="withheld", withheld_because="stale")
    post(OUTAGE + HOUR)
    assert state() == ("told", "")
    assert Letter.objects.get().told_at == OUTAGE + HOUR
    assert Message.objects.filter(content__type="letter_notice").count() == 2


@pytest.mark.parametrize("is_kept", [True, False])
def test_word_that_was_withheld_is_sent_again_beside_the_letter_of_a_contact_that_joined(
    lena, make_contact, approved, is_kept
):
    post(OUTAGE)
    Message.objects.filter(content__type="letter_notice").update(status="withheld", withheld_because="stale")
    other = make_contact("+351910000002", proactive_allowed=True, topics=["letters"], last_inbound_ago=timedelta())
    Letter.objects.create(contact=other, received_at=OUTAGE, due_at=OUTAGE + 20 * HOUR)
    keep, gone = (lena, other) if is_kept else (other, lena)
    identity.merge(keep_id=keep.pk, gone_id=gone.pk, now=OUTAGE)
    assert letter_notices.take_back_unsent(now=OUTAGE + HOUR) == 1
    assert sorted(Letter.objects.filter(contact=keep).values_list("state", "joined")) == [
        ("received", False), ("received", True),
    ]  # fmt: skip


def test_word_that_was_withheld_waits_for_what_they_wrote_since(lena, approved):
    post(OUTAGE)
    Message.objects.filter(content__type="letter_notice").update(status="withheld", withheld_because="stale")
    Letter.objects.create(contact=lena, received_at=OUTAGE, due_at=OUTAGE + 20 * HOUR)
    assert letter_notices.take_back_unsent(now=OUTAGE + HOUR) == 0


def test_where_one_letter_may_wait_again_the_oldest_does(lena):
    """The way back of a migration, on letters that wait side by side."""
    for hours in (1, 2):
        Letter.objects.create(contact=lena, received_at=NOW + hours * HOUR, due_at=NOW + 9 * HOUR, joined=True)
    connection.check_constraints()
    loader = MigrationLoader(connection)
    name = ("conversations", "0030_letters_joined_and_texts_on_trial")
    before = loader.project_state(("conversations", "0029_word_that_letters_wait"))
    with connection.schema_editor() as editor:
        loader.get_migration(*name).unapply(before, editor)
    waiting = Letter.objects.order_by("received_at").values_list("state", "reason")
    assert list(waiting) == [("received", ""), ("dropped", "only one waits"), ("dropped", "only one waits")]


def test_it_is_told_by_day_and_out_of_the_one_budget(lena, approved, monkeypatch):
    night = NOW + 33 * HOUR
    post(night)
    assert state() == ("received", "")
    asked = []

    def none_left(**told) -> None:
        asked.append((told["kind"], told["topic"]))

    monkeypatch.setattr(unasked, "budgets", [none_left])
    post(OUTAGE)
    assert asked == [("letter", "letters")]
    assert state() == ("received", "")
    post(NOW + timedelta(days=5))
    assert state() == ("dropped", "window_closed"), "it is not tried for ever"


def test_nobody_who_wants_no_letters_is_told_of_one_any_more(lena, approved):
    post(OUTAGE)
    consent.refuse_topics(contact=lena, topics=["letters"], evidence=None, source="chat", now=OUTAGE)
    assert state() == ("dropped", "no_consent")


def test_what_nobody_comes_for_waits_two_weeks(lena, approved):
    post(OUTAGE)
    post(OUTAGE + timedelta(days=15))
    assert state() == ("dropped", "unread")
    assert sent() == []


def test_the_database_lets_one_of_a_kind_wait(lena):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(contact=lena, received_at=NOW, due_at=NOW + HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(contact=lena, kind="campaign", state="told", received_at=NOW, due_at=NOW + HOUR)


def test_who_wrote_two_letters_as_two_contacts_is_answered_twice(lena, make_contact):
    other = make_contact("+351910000002", time_zone="Europe/Lisbon", last_inbound_ago=timedelta(), inbound_seq=1,
                         answered_seq=1, introduced_at=NOW)  # fmt: skip
    written = Message.objects.create(
        contact=other, address=other.addresses.get(), channel="whatsapp", sender=SENDER, direction="inbound",
        origin="player", status="handled", seq=1, body=LETTER.replace("November", "March"), created_at=NOW,
    )  # fmt: skip
    Letter.objects.create(contact=other, message=written, mood="sad", received_at=NOW, due_at=NOW + 3 * HOUR)
    identity.merge(keep_id=lena.pk, gone_id=other.pk, now=NOW + HOUR)
    assert sorted(Letter.objects.filter(contact=lena).values_list("state", "joined")) == [
        ("received", False), ("received", True),
    ]  # fmt: skip
    assert post(NOW + 16 * HOUR) == 2
    assert {letter.answer.contact_id for letter in Letter.objects.filter(state="answered")} == {lena.pk}


def test_a_letter_that_came_while_another_was_being_taken_in_is_kept_beside_it(lena):
    written = Message.objects.create(
        contact=lena, address=lena.addresses.get(), channel="whatsapp", sender=SENDER, direction="inbound",
        origin="player", status="handled", seq=2, body="Dear Marlow", created_at=NOW,
    )  # fmt: skip
    session = Session.objects.create(contact=lena, kind="first", channel="whatsapp", opened_at=NOW, last_message_at=NOW)
    taken_in = letters.Received("Dear Marlow", "sad", NOW + 5 * HOUR)
    taken_in.write(contact=lena, message=written, session=session, now=NOW)
    assert Letter.objects.get(message=written).joined


def told_that_one_waits(lena: Contact) -> None:
    Letter.objects.all().delete()
    told = queued(lena, "A letter has come.", origin="proactive", status="sent", sent_at=NOW)
    letter_notices.leave_all({lena.pk: told}, now=NOW)


@pytest.fixture
def phone(lena, shelf) -> Person:
    """Lena's."""
    person = Person("+351910000001", channel="whatsapp")
    person.at = NOW
    return person


def test_read_it_opens_the_letter_that_waits_and_nothing_where_none_does(lena, phone):
    assert "post" not in phone.say("open it").text.lower()
    told_that_one_waits(lena)
    phone.say("ok, read it please")
    post(phone.at)
    assert Letter.objects.get().state == "answered"


def test_what_is_opened_in_a_story_is_no_letter(lena, phone):
    phone.say("tell me the ghost story")
    told_that_one_waits(lena)
    phone.say("open it")
    post(phone.at)
    assert Letter.objects.get().state == "told"


def test_a_letter_of_a_campaign_comes_to_whoever_asks_for_it(lena, shelf):
    Letter.objects.all().delete()
    for _ in range(2):
        told = queued(lena, "A letter has come.", origin="proactive", status="sent", sent_at=NOW)
        letter_notices.leave_all({lena.pk: told}, now=NOW)
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "told"]
    person = Person("+351910000001", channel="whatsapp")
    person.at = NOW
    assert post(person.at + HOUR) == 0, "writing about something else brings none"
    opened = person.say("yes")
    assert opened.text
    post(person.at)
    letter = Letter.objects.get(state="answered")
    whole = "\n\n".join(part.body for part in sent())
    assert letter.game.title in whole
    assert "Marlow" in whole
    assert sent()[0].pk > opened.replies[-1].pk
    assert "letter" in person.say("read the letter").text.lower() or not Letter.objects.unread().exists()
