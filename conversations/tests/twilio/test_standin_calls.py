"""Who plays Twilio is believed like Twilio."""

from __future__ import annotations

from twilio.request_validator import RequestValidator

from conversations.channels.twilio_whatsapp import standin_calls
from conversations.channels.twilio_whatsapp.standin import TOKEN


def test_what_it_posts_is_signed_as_twilio_signs():
    url, form = "https://bot.example.com/webhooks/?mid=1", {"To": "whatsapp:+15550109999", "Body": "müde & blue ♥"}
    assert standin_calls.signature_of(url, form) == RequestValidator(TOKEN).compute_signature(url, form)


def test_nobody_at_home_is_no_crash():
    assert standin_calls.write("http://127.0.0.1:9", number="+15550100001", body="tired") == 0
