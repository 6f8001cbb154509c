"""A code from the phone beside the password, and ten on paper for the day when the phone is lost.

A device that is not confirmed yet belongs to the session that began it: its secret was shown there, and a secret that
somebody with the password alone may have seen must never become the second factor of another.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from games.by_hand import changes

BACKUP_CODES = 10
_KIND = "auth.user"


class WaitError(Exception):
    """Too many wrong codes: the next one is looked at after ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many wrong codes. Try again in {seconds} seconds.")
        self.seconds = seconds


def lets_in(user: AbstractBaseUser | AnonymousUser, *, required: bool) -> bool:
    """Whether they have shown a second factor, or need none: it is optional here and they have not set one up."""
    if getattr(user, "otp_device", None) is not None:
        return True
    return not required and not is_set_up(user)


def is_set_up(user: AbstractBaseUser | AnonymousUser) -> bool:
    return bool(TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists())


@transaction.atomic
def begin(*, user: User, draft_id: object) -> TOTPDevice:
    """The device that this session is setting up; drafts of other sessions go."""
    drafts = TOTPDevice.objects.filter(user=user, confirmed=False)
    mine = drafts.filter(pk=draft_id if isinstance(draft_id, int) else None).first()
    drafts.exclude(pk=mine.pk if mine else None).delete()
    return mine or TOTPDevice.objects.create(user=user, name="phone", confirmed=False)


@transaction.atomic
def confirm(*, user: User, device: TOTPDevice, code: str, now: datetime) -> list[str] | None:
    """Make it the second factor if the code is its own: returns new backup codes, which are shown this once.

    An older device and its codes end with it. Raises WaitError.
    """
    if not _is_right(user, device, code, now):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    codes = _new_codes(user)
    _note(user, "second factor set up", by=user, now=now)
    return codes


@transaction.atomic
def renew_codes(*, user: User, now: datetime) -> list[str]:
    """Ten new ones; the old ones open nothing any more."""
    codes = _new_codes(user)
    _note(user, "new backup codes made", by=user, now=now)
    return codes


def verify(*, user: User, code: str, now: datetime) -> Any | None:
    """The device that the code belongs to, or None. Each code opens once. Raises WaitError."""
    code = re.sub(r"[\s-]", "", code).lower()
    model = TOTPDevice if code.isdecimal() else StaticDevice
    device = model.objects.filter(user=user, confirmed=True).first()
    if device is None or not _is_right(user, device, code, now):
        _note(user, "wrong code", by=user, now=now)
        return None
    if isinstance(device, StaticDevice):
        _note(user, f"backup code used, {device.token_set.count()} left", by=user, now=now)
    return device


@transaction.atomic
def reset(*, user: User, by: User | None, why: str, now: datetime) -> bool:
    """Take the lost device and its codes away; they set up another one when they sign in. False when there was none."""
    gone = TOTPDevice.objects.filter(user=user).delete()[0] + StaticDevice.objects.filter(user=user).delete()[0]
    if gone:
        _note(user, f"second factor taken away: {why}" if why else "second factor taken away", by=by, now=now)
    return bool(gone)


def codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def _is_right(user: User, device: TOTPDevice | StaticDevice, code: str, now: datetime) -> bool:
    allowed, told = device.verify_is_allowed()
    if not allowed:
        until = (told or {}).get("locked_until")
        raise WaitError(max(1, round((until - now).total_seconds())) if until else 1)
    return verify_token(user, device.persistent_id, code) is not None


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    paper = StaticDevice.objects.create(user=user, name="paper", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=paper, token=code) for code in codes])
    return codes


def _note(user: User, what: str, *, by: User | None, now: datetime) -> None:
    changes.note(kind=_KIND, object_id=user.pk, name=user.get_username(), what=what, by=by, now=now)
