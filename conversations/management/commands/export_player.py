"""Everything we hold about a person, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations import privacy


class Command(BaseCommand):
    help = "Print everything that is kept about a person as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="phone, WhatsApp id, web id, an account's e-mail or the player's public id")

    def handle(self, *args: Any, **options: Any) -> None:
        player = privacy.find_player(options["address"])
        if player is None:
            raise CommandError("nobody is known by this address")
        document = privacy.export_player(player)
        self.stdout.write(json.dumps(document, default=privacy.as_json_default, ensure_ascii=False, indent=2))
