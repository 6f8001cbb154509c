"""One account for the admin."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from thrum_project import staff
from thrum_project.roles import sync_roles


class Command(BaseCommand):
    help = "Create an account for the admin and print its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=staff.NAMES, default="operator")

    def handle(self, *args: Any, **options: Any) -> None:
        sync_roles()
        try:
            password = staff.create_account(options["username"], role=options["role"])
        except IntegrityError as error:
            raise CommandError(f"there is an account {options['username']} already") from error
        self.stdout.write(f"{options['username']} ({options['role']}): {password}")
