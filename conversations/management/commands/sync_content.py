"""Create the Content resources for quick replies at Twilio, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from twilio.base.exceptions import TwilioException

from conversations.channels.registry import channel_for
from conversations.channels.twilio_whatsapp import content


class Command(BaseCommand):
    help = "Create the Content resources that WhatsApp's quick-reply buttons need. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not channel_for("whatsapp").is_connected():
            raise CommandError("WhatsApp is not connected: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and a number")
        try:
            made = content.sync()
        except TwilioException as error:
            raise CommandError(f"Twilio refused: {error}") from error
        self.stdout.write(f"made {', '.join(made)}" if made else "everything is there already")
