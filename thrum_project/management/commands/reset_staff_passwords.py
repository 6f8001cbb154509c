"""New random passwords for the standing accounts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from thrum_project import staff


class Command(BaseCommand):
    help = "Give operator, marketer, editor and superuser new random passwords and print them."

    def handle(self, *args: Any, **options: Any) -> None:
        fresh = staff.reset_passwords()
        staff.keep_passwords(settings.STATE_DIR / "staff_accounts.txt", fresh)
        for name, password in fresh.items():
            self.stdout.write(f"{name:<10} {password}")
