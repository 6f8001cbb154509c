"""Who can log into the admin."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "List the accounts of the admin with role, state and last login."

    def handle(self, *args: Any, **options: Any) -> None:
        for user in User.objects.filter(is_staff=True).prefetch_related("groups").order_by("username"):
            role = (
                "superuser" if user.is_superuser else ", ".join(group.name for group in user.groups.all()) or "no role"
            )
            state = "active" if user.is_active else "inactive"
            seen = f"{user.last_login:%Y-%m-%d %H:%M}" if user.last_login else "never logged in"
            self.stdout.write(f"{user.username:<20} {role:<12} {state:<9} {seen}")
