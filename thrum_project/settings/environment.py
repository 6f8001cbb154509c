"""Reading the environment: secrets from files, and every value checked before it is used."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, ValidationError

ROOT = Path(__file__).resolve().parent.parent.parent

env = Env()
env.read_env(ROOT / ".env", recurse=False)


def secret(name: str, default: str = "") -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` points to."""
    if path := env.str(f"{name}_FILE", ""):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {path}: {error.strerror}") from error
    return env.str(name, default)


def database(url: str) -> dict[str, Any]:
    """The address is never repeated in what we say about it, for it holds a password."""
    try:
        parsed = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL is no address of a database; see .env.example") from error
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: postgres://USER:PASSWORD@HOST/NAME")
    # A host that swallows packets is told after seconds, not minutes.
    return {**parsed, "OPTIONS": {"connect_timeout": 10, **parsed.get("OPTIONS", {})}}


def steps(name: str, defaults: dict[str, float]) -> dict[str, float]:
    """The defaults, and what was set of them: a misspelt kind would teach nothing and nobody would know."""
    given: dict[str, float] = env.dict(name, {}, subcast_values=float)
    for kind, step in given.items():
        if kind not in defaults or not -1 <= step <= 1:
            raise ImproperlyConfigured(f"{name} knows {', '.join(defaults)}, each from -1 to 1; not {kind}={step}")
    return defaults | given


def seconds_by_segment(name: str, defaults: dict[str, int]) -> dict[str, timedelta]:
    """One number for all, or some of them by name; the rest keeps its default."""
    told = env.str(name, "")
    given = dict.fromkeys(defaults, int(told)) if told.isdecimal() else env.dict(name, {}, subcast_values=int)
    for segment, seconds in given.items():
        if segment not in defaults or seconds < 0:
            raise ImproperlyConfigured(f"{name} knows {', '.join(defaults)}, none below 0; not {segment}={seconds}")
    return {segment: timedelta(seconds=seconds) for segment, seconds in (defaults | given).items()}


def money(name: str, default: str) -> Decimal:
    told: Decimal = env.decimal(name, Decimal(default), validate=lambda money: money >= 0 or None)
    return told


def served_at(path: Path, *, told_port: int) -> str:
    """What `manage.py run` wrote down and takes away when it ends; a port that is told goes before it."""
    if told_port:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ValidationError(f"{name} is no time zone, such as Europe/Berlin") from error


def socket_place(told: str) -> None:
    if not re.fullmatch(r"|/|:\d{2,5}|wss?://[^/\s]+/?", told):
        raise ValidationError(f"{told} is no place of sockets: /, :8001 or wss://sockets.example")


def kept_secret(path: Path) -> str:
    """A random key made once per clone, so that a fresh machine needs no set-up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()
