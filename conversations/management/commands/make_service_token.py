"""A token with which a partner's server acts for its users."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from conversations.accounts.service_tokens import make_service_token
from games.api.principals import Scope


class Command(BaseCommand):
    help = "Print a new service token of a partner, who is made where the name is new. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partner")
        parser.add_argument(
            "--scopes", nargs="+", choices=[str(scope) for scope in Scope], default=list(map(str, Scope))
        )
        parser.add_argument("--label", default="")
        parser.add_argument("--days", type=int, help="good for so long; without it, until it is revoked")

    def handle(self, *args: Any, **options: Any) -> None:
        text = make_service_token(
            partner=options["partner"], scopes=options["scopes"], label=options["label"], days=options["days"]
        )
        self.stdout.write(text)
