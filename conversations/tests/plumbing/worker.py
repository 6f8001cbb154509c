"""A worker's process of its own, on the test's database: ``python -m conversations.tests.plumbing.worker DATABASE CALL``."""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings


def main(database: str, call: str, *arguments: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thrum_project.settings")
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    if call == "answer":
        from conversations import tasks

        tasks.answer(int(arguments[0]))
    elif call == "remind":
        from conversations import tasks

        tasks.send_reminders()
    elif call == "send":
        from conversations import tasks

        tasks.send_due()
    else:
        from django.core.management import call_command

        call_command("qcluster")


if __name__ == "__main__":
    main(*sys.argv[1:])
