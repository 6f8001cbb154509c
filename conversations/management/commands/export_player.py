"""Everything we hold about a person, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations.privacy import own_data


class Command(BaseCommand):
    help = "Print everything that is kept about a person as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="phone, WhatsApp id, web id, an account's e-mail or the player's public id")

    def handle(self, *args: Any, **options: Any) -> None:
        player = own_data.find_player(options["address"])
        if player is None:
            raise CommandError("nobody is known by this address")
        document = own_data.export_player(player)
        self.stdout.write(json.dumps(document, default=own_data.as_json_default, ensure_ascii=False, indent=2))
