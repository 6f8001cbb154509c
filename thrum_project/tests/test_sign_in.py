"""The admin's door: a code beside the password, wrong passwords, and leaving one's desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from games.models import Change
from thrum_project import second_factor
from thrum_project.staff_sessions import BACKGROUND_HEADER

pytestmark = pytest.mark.django_db
HOME, DOOR, CODE = "/admin/", "/admin/login/", "/admin/second-factor/"
SET_UP = f"{CODE}set-up/"
SCRIPT = "/admin/jsi18n/"  # the cheapest thing that is for staff alone


@pytest.fixture
def olga() -> User:
    return User.objects.create_superuser("olga", password="right")


def come_in(client: Client, *, password: str = "right", name: str = "olga"):
    return client.post(f"{DOOR}?next={HOME}", {"username": name, "password": password})


def set_up(client: Client) -> list[str]:
    """Scan, type the code, keep the paper."""
    client.get(SET_UP)
    device = TOTPDevice.objects.get(confirmed=False)
    page = client.post(SET_UP, {"code": f"{totp(device.bin_key):06d}"})
    assert b"Backup codes" in page.content
    return list(StaticToken.objects.values_list("token", flat=True))


def test_where_it_is_required_nobody_works_without_a_second_factor(client, olga, settings):
    settings.REQUIRE_STAFF_2FA = True
    come_in(client)
    assert client.get(HOME, follow=True).redirect_chain[-1][0].startswith(SET_UP)
    assert client.get("/admin/games/game/").status_code == 302
    page = client.get(SET_UP).content.decode()
    assert "data:image/svg+xml" in page
    assert len(set_up(client)) == second_factor.BACKUP_CODES
    assert client.get(HOME).status_code == 200


def test_where_it_is_not_required_it_is_asked_of_who_has_one(client, olga):
    come_in(client)
    assert client.get(HOME).status_code == 200
    set_up(client)
    another = Client()
    come_in(another)
    assert another.get(HOME, follow=True).redirect_chain[-1][0].startswith(CODE)


def test_a_backup_code_opens_once_and_a_wrong_code_makes_the_next_one_wait(client, olga, time_machine):
    come_in(client)
    code = set_up(client)[0]
    other = Client()
    come_in(other)
    assert b"That is not the code" in other.post(CODE, {"code": "000000"}).content
    assert b"Too many wrong codes" in other.post(CODE, {"code": "000001"}).content
    assert other.post(CODE, {"code": f" {code.upper()} ", "next": "/admin/games/"}).url == "/admin/games/"
    assert other.get(HOME).status_code == 200
    third = Client()
    come_in(third)
    assert b"That is not the code" in third.post(CODE, {"code": code}).content
    told = list(Change.objects.filter(kind="auth.user").values_list("why", flat=True))
    assert told.count("wrong code") == 2
    assert "backup code used, 9 left" in told


def test_the_code_leads_nowhere_else(client, olga):
    come_in(client)
    code = set_up(client)[0]
    other = Client()
    come_in(other)
    assert other.post(CODE, {"code": code, "next": "https://evil.example/"}).url == HOME


def test_a_secret_that_another_session_has_seen_is_never_confirmed(client, olga):
    thief = Client()
    come_in(thief)
    thief.get(SET_UP)
    seen = TOTPDevice.objects.get().key
    come_in(client)
    set_up(client)
    assert TOTPDevice.objects.get().key != seen
    assert thief.get(SET_UP).url.startswith(CODE), "whoever has the password alone cannot take another phone"


def test_a_superuser_resets_a_lost_device_and_it_is_written_down(client, olga):
    set_up_by = Client()
    anna = User.objects.create_user("anna", password="right", is_staff=True)
    come_in(set_up_by, name="anna")
    set_up(set_up_by)
    assert Client().post(f"/admin/auth/user/{anna.pk}/reset-second-factor/").status_code == 302
    assert set_up_by.post(f"/admin/auth/user/{anna.pk}/reset-second-factor/").status_code == 403
    come_in(client)
    client.post(f"/admin/auth/user/{anna.pk}/reset-second-factor/", {"why": "phone in the sea"})
    assert not TOTPDevice.objects.exists()
    last = Change.objects.first()
    assert (last.by, last.object_id, last.why) == (olga, str(anna.pk), "second factor taken away: phone in the sea")
    assert "phone in the sea" in client.get(f"/admin/auth/user/{anna.pk}/history/").content.decode()
    assert set_up_by.get(HOME).status_code == 200, "it is not required here"
    call_command("reset_second_factor", "anna")


def test_wrong_passwords_close_the_door_of_one_account_and_of_one_address(client, olga, settings):
    settings.AXES_FAILURE_LIMIT = 3
    User.objects.create_user("anna", password="right", is_staff=True)
    for _ in range(3):
        last = come_in(client, password="wrong")
    assert last.status_code == 429
    assert "15 minutes" in last.content.decode()
    assert come_in(client).status_code == 429, "the right one as well"
    assert come_in(client, name="anna").status_code == 429, "from this address nobody"
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert come_in(elsewhere).status_code == 429, "this account from nowhere"
    assert come_in(elsewhere, name="anna").status_code == 302
    assert AccessFailureLog.objects.filter(username="olga").count() >= 3
    assert AccessLog.objects.get().username == "anna"
    second = Client()
    second.force_login(olga)
    second.post(f"/admin/auth/user/{olga.pk}/unlock/")
    assert come_in(elsewhere).status_code == 302


def test_only_our_own_proxy_may_say_where_somebody_comes_from(client, olga, settings):
    client.post(DOOR, {"username": "olga", "password": "no"}, HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    settings.TRUST_PROXY_HEADERS = True
    client.post(DOOR, {"username": "olga", "password": "no"}, HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    told = AccessFailureLog.objects.order_by("pk").values_list("ip_address", flat=True)
    assert list(told) == ["127.0.0.1", "2.2.2.2"]


def test_who_leaves_the_desk_is_signed_out_and_a_page_that_refreshes_itself_is_no_click(client, olga, time_machine):
    time_machine.move_to("2026-05-01 09:00:00+00:00", tick=False)
    come_in(client)
    client.get(SCRIPT)
    for _ in range(3):
        time_machine.shift(timedelta(minutes=50))
        assert client.get(SCRIPT).status_code == 200, "a click prolongs it"
    time_machine.shift(timedelta(minutes=50))
    assert client.get(SCRIPT, headers={BACKGROUND_HEADER: "1"}).status_code == 200
    time_machine.shift(timedelta(minutes=11))
    assert client.get(SCRIPT, headers={BACKGROUND_HEADER: "1"}).status_code == 302
    assert "without a click" in client.get(DOOR).content.decode()
    come_in(client)
    for _ in range(24):
        time_machine.shift(timedelta(minutes=30))
        client.get(SCRIPT)
    time_machine.shift(timedelta(minutes=30))
    assert client.get(SCRIPT).status_code == 302, "twelve hours are a working day"
