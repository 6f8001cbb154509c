"""Twilio's webhooks: forged requests are refused, genuine ones recorded and acknowledged at once."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import pytest
from django.http import QueryDict
from django_q.models import OrmQ
from twilio.request_validator import RequestValidator

from conversations.channels.twilio_whatsapp.standin import ACCOUNT, TOKEN
from conversations.models import Contact, Message
from conversations.tests.conftest import inbound_form, queued

pytestmark = pytest.mark.django_db
INBOUND = "https://bot.example.com/webhooks/twilio/whatsapp/inbound/"


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
     ("application/x-www-form-urlencoded", "&" * 5000), ("application/x-www-form-urlencoded", "a=%FF%FE"),
     ("application/x-www-form-urlencoded; charset=punycode", "a=b"),
     ("application/x-www-form-urlencoded; charset=base64", "a=b"),
     ("application/x-www-form-urlencoded", "Body=" + "x" * 1_000_001)],
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


@pytest.mark.parametrize(
    "field", ["To", "Body", "ProfileName", "OriginalRepliedMessageSid", "ButtonPayload", "OptOutType"]
)
@pytest.mark.parametrize("value", ["x\x00y", "x" * 5000])
def test_no_field_of_a_message_breaks_the_database(post_to_webhook, field, value):
    assert (
        post_to_webhook(inbound_form(**{field: value}) if field != "Body" else inbound_form(value)).status_code == 200
    )
    assert Message.objects.count() == 1


def test_a_field_sent_twice_is_signed_and_read_once(client, whatsapp):
    pairs = [("AccountSid", ACCOUNT), *inbound_form("one").items(), ("Body", "two")]
    signed = RequestValidator(TOKEN).compute_signature(INBOUND, QueryDict(urlencode(pairs)))
    answer = client.generic(
        "POST", urlsplit(INBOUND).path, urlencode(pairs), content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signed},
    )  # fmt: skip
    assert answer.status_code == 200
    assert Message.objects.get().body == "two"


@pytest.mark.parametrize(
    "changes",
    [{"ErrorCode": "6\x003"}, {"ErrorCode": "x" * 50}, {"MessageSid": "\x00"}, {"MessageSid": "x" * 500}],
)
def test_no_field_of_a_status_breaks_the_database(post_to_webhook, amina, changes):
    message = queued(amina, status="accepted")
    form = {"MessageSid": "SM" + "b" * 32, "MessageStatus": "failed", **changes}
    assert post_to_webhook(form, path=f"status/?mid={message.public_id}").status_code == 200
    message.refresh_from_db()
    assert message.status == "failed"


def test_a_status_with_the_sid_of_another_message_moves_its_own(post_to_webhook, amina):
    other = queued(amina, status="accepted", provider_id="SM" + "a" * 32)
    message = queued(amina, status="accepted")
    form = {"MessageSid": other.provider_id, "MessageStatus": "sent"}
    assert post_to_webhook(form, path=f"status/?mid={message.public_id}").status_code == 200
    assert set(Message.objects.values_list("pk", "status", "provider_id")) == {
        (other.pk, "accepted", other.provider_id),
        (message.pk, "sent", None),
    }


def test_a_status_of_another_account_is_refused(post_to_webhook, amina):
    message = queued(amina, status="sent", provider_id="SM" + "b" * 32)
    form = {"AccountSid": "AC" + "9" * 32, "MessageSid": "SM" + "b" * 32, "MessageStatus": "failed"}
    assert post_to_webhook(form, path=f"status/?mid={message.public_id}").status_code == 403
    message.refresh_from_db()
    assert message.status == "sent"
