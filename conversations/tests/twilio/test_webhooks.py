"""Twilio's webhooks: forged requests are refused, genuine ones recorded and acknowledged at once."""

from __future__ import annotations

import pytest
from django_q.models import OrmQ

from conversations.models import Contact, Message
from conversations.tests.conftest import inbound_form, queued
from conversations.tests.twilio_standin import TOKEN

pytestmark = pytest.mark.django_db


def test_a_signed_message_is_stored_and_answered_with_empty_twiml(post_to_webhook):
    response = post_to_webhook(inbound_form("third night no sleep"))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/xml")
    assert b"<Response/>" in response.content
    assert Message.objects.get().body == "third night no sleep"
    assert OrmQ.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "é", "\x80", "x" * 10_000])
def test_a_forged_message_is_refused_and_leaves_nothing(post_to_webhook, signature):
    assert post_to_webhook(inbound_form(), signature=signature).status_code == 403
    assert not Contact.objects.exists()


def test_both_tokens_are_valid_while_one_is_rotated(post_to_webhook, settings):
    settings.TWILIO_AUTH_TOKENS = ["the-new-token", TOKEN]
    assert post_to_webhook(inbound_form(), token=TOKEN).status_code == 200
    assert post_to_webhook(inbound_form(), token="the-new-token").status_code == 200
    assert post_to_webhook(inbound_form(), token="an-old-token").status_code == 403


def test_another_account_is_refused(post_to_webhook):
    assert post_to_webhook({**inbound_form(), "AccountSid": "AC" + "9" * 32}).status_code == 403


def test_without_credentials_nobody_gets_in(post_to_webhook, settings):
    settings.TWILIO_AUTH_TOKENS = []
    assert post_to_webhook(inbound_form()).status_code == 403


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("application/json", "{}"), ("text/plain", "x"), ("multipart/form-data", "x"), ("", "a=b"),
     ("application/x-www-form-urlencoded", "&" * 5000), ("application/x-www-form-urlencoded", "a=%FF%FE")],
)  # fmt: skip
def test_any_other_body_is_refused_without_an_error(client, whatsapp, content_type, body):
    response = client.generic(
        "POST", "/webhooks/twilio/whatsapp/inbound/", body, content_type=content_type,
        headers={"X-Twilio-Signature": "AAAA"},
    )  # fmt: skip
    assert response.status_code == 403


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_change_nothing(client, whatsapp, method):
    assert getattr(client, method)("/webhooks/twilio/whatsapp/inbound/").status_code in (403, 405)


def test_a_redelivery_is_acknowledged_and_not_answered_twice(post_to_webhook):
    form = inbound_form("hi")
    post_to_webhook(form)
    assert post_to_webhook(form).status_code == 200
    assert OrmQ.objects.count() == 1


def test_the_fallback_address_stores_the_message_and_alerts(post_to_webhook, caplog):
    form = inbound_form("are you there?", ErrorCode="11200", ErrorUrl="https://bot.example.com/x")
    assert post_to_webhook(form, path="fallback/").status_code == 200
    assert Message.objects.get().body == "are you there?"
    assert "11200" in caplog.text


def test_a_field_that_nobody_knows_yet_is_signed_and_kept(post_to_webhook):
    assert post_to_webhook(inbound_form(SomeNewParameter="x", AnotherOne="")).status_code == 200
    assert Message.objects.get().raw["SomeNewParameter"] == "x"


def test_a_genuine_message_that_makes_no_sense_is_acknowledged(post_to_webhook):
    assert post_to_webhook({"MessageSid": "nonsense", "Body": "x"}).status_code == 200
    assert not Message.objects.exists()


def test_one_person_who_floods_is_slowed_down(post_to_webhook, monkeypatch):
    from conversations.channels.twilio_whatsapp.views import SenderThrottle

    monkeypatch.setattr(SenderThrottle, "THROTTLE_RATES", {"twilio_webhook": "3/min"})
    codes = [post_to_webhook(inbound_form()).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_a_status_moves_our_message_forward(post_to_webhook, amina):
    message = queued(amina, status="accepted", provider_id="SM" + "b" * 32)
    form = {"MessageSid": "SM" + "b" * 32, "MessageStatus": "delivered", "To": "whatsapp:+15550100001"}
    assert post_to_webhook(form, path=f"status/?mid={message.public_id}").status_code == 200
    message.refresh_from_db()
    assert message.status == "delivered"


@pytest.mark.parametrize("status", ["partially_delivered", "", "receiving", "something new"])
def test_an_unknown_status_is_acknowledged(post_to_webhook, status):
    form = {"MessageSid": "SM" + "b" * 32, "MessageStatus": status}
    assert post_to_webhook(form, path="status/").status_code == 200


def test_a_forged_status_is_refused(post_to_webhook, amina):
    message = queued(amina, status="sent")
    form = {"MessageSid": "SM" + "b" * 32, "MessageStatus": "failed"}
    assert post_to_webhook(form, path=f"status/?mid={message.public_id}", token="wrong").status_code == 403
    message.refresh_from_db()
    assert message.status == "sent"


def test_no_number_and_no_word_of_a_message_reaches_the_log(post_to_webhook, caplog):
    caplog.set_level("DEBUG")
    post_to_webhook(inbound_form("my very secret words"))
    post_to_webhook(inbound_form("my very secret words"), path="fallback/")
    logged = [record.getMessage() for record in caplog.records if record.name.startswith(("conversations", "games"))]
    assert "secret" not in "".join(logged)
    assert "5550100009" not in "".join(logged)
