"""Accounts for the people of the back office, with passwords that nobody chose."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.db import transaction

from thrum_project.roles import ROLES, sync_roles

SUPERUSER = "superuser"
NAMES = (*ROLES, SUPERUSER)


@transaction.atomic
def ensure_accounts() -> dict[str, str]:
    """Make the accounts that are missing; returns the passwords of those, by name."""
    sync_roles()
    made = {}
    for name in NAMES:
        if not User.objects.filter(username=name).exists():
            made[name] = create_account(name, role=name)
    return made


def create_account(username: str, *, role: str, password: str = "") -> str:
    """One account in a role; returns its password. Raises IntegrityError when the name is taken."""
    password = password or secrets.token_urlsafe(12)
    user = User.objects.create_user(username, password=password, is_staff=True, is_superuser=role == SUPERUSER)
    if role in ROLES:
        user.groups.add(Group.objects.get(name=role))
    return password


@transaction.atomic
def reset_passwords() -> dict[str, str]:
    """New passwords for the standing accounts; returns them by name."""
    fresh = {}
    for user in User.objects.filter(username__in=NAMES):
        fresh[user.username] = secrets.token_urlsafe(12)
        user.set_password(fresh[user.username])
        user.save(update_fields=["password"])
    return fresh


def keep_passwords(path: Path, passwords: Mapping[str, str]) -> None:
    """Write them where only the owner of this clone reads them; other accounts' lines stay."""
    known = {**read_passwords(path), **passwords}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{name} {password}\n" for name, password in known.items())


def read_passwords(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    return dict(line.split(" ", 1) for line in path.read_text().splitlines() if " " in line)
