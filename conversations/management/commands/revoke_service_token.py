"""Close a partner's service token."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conversations.accounts.service_tokens import PREFIX, revoke


class Command(BaseCommand):
    help = "Close a service token of a partner, by its first four letters after thrum_."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partner")
        parser.add_argument("begins", help="thrum_abcd, or abcd")

    def handle(self, *args: Any, **options: Any) -> None:
        hint = options["begins"].removeprefix(PREFIX)[:4]
        closed = revoke(partner=options["partner"], hint=hint, now=timezone.now())
        if not closed:
            raise CommandError("there is no such token that is open")
        self.stdout.write(f"{closed} closed")
