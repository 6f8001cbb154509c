"""Erase a person for good."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conversations.models import ErasureReceipt
from conversations.privacy import own_data


class Command(BaseCommand):
    help = "Erase everything about a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="phone, WhatsApp id, web id, an account's e-mail or the player's public id")

    def handle(self, *args: Any, **options: Any) -> None:
        player = own_data.find_player(options["address"])
        if player is None:
            raise CommandError("nobody is known by this address")
        receipt = own_data.erase_player(player=player, now=timezone.now(), asked=ErasureReceipt.Asked.COMMAND)
        rows = f"{receipt.rows} rows, receipt {receipt.reference}" if receipt else "by somebody else just now"
        self.stdout.write(f"erased: {rows}")
