"""Accounts of the back office: made once, with random passwords, in roles that allow just enough."""

from __future__ import annotations

import stat
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from thrum_project import staff
from thrum_project.roles import ROLES, sync_roles

pytestmark = pytest.mark.django_db


def sign_in(client, username: str, password: str) -> None:
    client.post("/admin/login/", {"username": username, "password": password})


def test_the_standing_accounts_are_made_once():
    made = staff.ensure_accounts()
    assert set(made) == {"operator", "marketer", "editor", "analyst", "superuser"}
    assert len(set(made.values())) == 5
    assert staff.ensure_accounts() == {}


def test_a_made_password_opens_the_admin(client):
    sign_in(client, "editor", staff.ensure_accounts()["editor"])
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("role", "permission", "expected"),
    [
        ("editor", "games.change_game", True),
        ("editor", "conversations.view_message", False),
        ("editor", "conversations.see_full_addresses", False),
        ("marketer", "conversations.view_session", True),
        ("marketer", "conversations.see_full_addresses", False),
        ("marketer", "games.change_game", False),
        ("marketer", "conversations.erase_people", False),
        ("operator", "conversations.see_full_addresses", True),
        ("operator", "conversations.erase_people", True),
        ("operator", "games.change_game", False),
        ("operator", "django_q.view_ormq", True),
    ],
)
def test_a_role_allows_just_enough(role, permission, expected):
    staff.ensure_accounts()
    assert User.objects.get(username=role).has_perm(permission) is expected


def test_nobody_but_the_superuser_manages_accounts():
    staff.ensure_accounts()
    for role in ROLES:
        assert not any(perm.startswith("auth.") for perm in User.objects.get(username=role).get_all_permissions())


def test_a_permission_taken_from_the_table_is_taken_from_the_role():
    from django.contrib.auth.models import Group, Permission

    sync_roles()
    Group.objects.get(name="editor").permissions.add(Permission.objects.get(codename="add_user"))
    sync_roles()
    assert not Group.objects.get(name="editor").permissions.filter(codename="add_user").exists()


def test_kept_passwords_are_for_the_owner_alone(tmp_path):
    path = tmp_path / "accounts.txt"
    staff.keep_passwords(path, {"editor": "a b"})
    staff.keep_passwords(path, {"operator": "c"})
    assert staff.read_passwords(path) == {"editor": "a b", "operator": "c"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_local_user_can_be_made_and_is_listed():
    out = StringIO()
    call_command("create_local_user", "dana", "--role", "operator", stdout=out)
    call_command("check_users", stdout=out)
    assert out.getvalue().count("dana") == 2
    with pytest.raises(CommandError, match="already"):
        call_command("create_local_user", "dana")


def test_passwords_can_be_reset(settings, tmp_path, client):
    settings.STATE_DIR = tmp_path
    old = staff.ensure_accounts()["operator"]
    call_command("reset_staff_passwords", stdout=StringIO())
    sign_in(client, "operator", old)
    assert client.get("/admin/").status_code == 302
    sign_in(client, "operator", staff.read_passwords(tmp_path / "staff_accounts.txt")["operator"])
    assert client.get("/admin/").status_code == 200
