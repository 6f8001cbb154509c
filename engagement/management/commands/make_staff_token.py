"""A token with which a program calls the API in the name of somebody of the staff."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations.api.staff_tokens import make_token


class Command(BaseCommand):
    help = "Print a token for the API. It ends with the account's password, or after STAFF_TOKEN_DAYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"nobody of the staff is called {options['username']}")
        self.stdout.write(make_token(user))
