"""The whole product's tests borrow the cast and the stand-ins of the apps."""

from conversations.tests.conftest import now, post_to_webhook, twilio, whatsapp

__all__ = ["now", "post_to_webhook", "twilio", "whatsapp"]
