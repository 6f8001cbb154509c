"""An access token for trying the API out on this machine."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations.accounts import keeping as accounts
from conversations.models import Partner
from games.api.tokens import make_access_token


class Command(BaseCommand):
    help = "Print an access token for a user's id, of a partner or of nobody's app. Who was never seen is made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user_id")
        parser.add_argument("--partner", help="whose user it is; without it, one of this machine's own")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["partner"] or accounts.OUR_OWN
        try:
            if options["partner"]:
                partner = Partner.objects.get(name=name)
                player = accounts.partner_user(partner_id=partner.pk, user_id=options["user_id"])
            else:
                player = accounts.own_user(options["user_id"])
        except Partner.DoesNotExist as error:
            raise CommandError(f"there is no partner {name!r}") from error
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        self.stdout.write(make_access_token(player))
