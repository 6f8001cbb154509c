"""A lost phone, when no superuser can sign in to reset it."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from thrum_project import second_factor


class Command(BaseCommand):
    help = "Take away the second factor of an account; they set up another one when they sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"there is no account {options['username']}")
        gone = second_factor.reset(user=user, by=None, why="on the command line", now=timezone.now())
        self.stdout.write("taken away" if gone else "there was none")
