"""Misconfiguration is found by ``manage.py check``, not by the first player."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1", None)
# What our own files and Django's templates fill in where nobody chose a key.
EXAMPLE_KEYS = ("for-this-machine-only", "django-insecure-")
_SHORTEST_KEY = 50
_OLDEST_PGVECTOR = (0, 8)


@register()
def queue_settings_are_safe(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """django-q2's defaults lose, repeat or never give up a task; each cluster overrides them."""
    base: dict[str, Any] = settings.Q_CLUSTER
    problems: list[CheckMessage] = []
    if base.get("orm") != "default":
        problems.append(Error("inbox.receive() relies on the ORM broker", id="thrum.E001"))
    for name, own in {"talk": {}, **base.get("ALT_CLUSTERS", {})}.items():
        queue = {**base, **own}
        if not 0 < (queue.get("timeout") or 0) < queue.get("retry", 60):
            problems.append(Error(f"{name}: timeout must be set and below retry", id="thrum.E002"))
        if not queue.get("max_attempts"):
            problems.append(Error(f"{name}: a failing task would be retried for ever", id="thrum.E003"))
        if queue.get("catch_up", True):
            problems.append(Error(f"{name}: an outage would be followed by a burst", id="thrum.E004"))
    return problems


@register()
def connections_are_not_pooled(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A psycopg pool inherited by fork stalls the queue's workers, and one environment starts web and workers alike."""
    return [
        Error(
            f"the database {alias!r} uses psycopg's pool, which workers that fork cannot share",
            hint="Leave OPTIONS['pool'] out; CONN_MAX_AGE keeps connections open.",
            id="thrum.E005",
        )
        for alias in pooled(settings.DATABASES)
    ]


def pooled(databases: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [alias for alias, database in databases.items() if database.get("OPTIONS", {}).get("pool")]


@register()
def whatsapp_is_connected_wholly_or_not_at_all(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A sender without a token, or the other way round, receives and never answers."""
    from conversations.channels.twilio_whatsapp.channel import missing_settings

    missing = missing_settings()
    if len(missing) == 3:
        return []
    problems: list[CheckMessage] = []
    if missing:
        problems.append(
            Warning(
                f"WhatsApp is half connected: {', '.join(missing)} missing",
                hint="Set all three, or none of them. See .env.example.",
                id="thrum.W006",
            )
        )
    if not settings.PUBLIC_BASE_URL.startswith("https://") and not settings.TWILIO_API_BASE_URL:
        problems.append(
            Warning(
                "Twilio signs the public address and reaches https alone; PUBLIC_BASE_URL is not https",
                hint="Set PUBLIC_BASE_URL to the address that Twilio calls.",
                id="thrum.W007",
            )
        )
    return problems


@register(Tags.security)
def what_the_world_reaches_is_closed(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A clone on a laptop may be lenient; an address that others reach may not."""
    if urlsplit(settings.PUBLIC_BASE_URL).hostname in _THIS_MACHINE:
        return []
    problems: list[CheckMessage] = []
    if settings.DEBUG:
        problems.append(
            Error(
                "DEBUG is on while PUBLIC_BASE_URL is an address that others reach",
                hint="Debug pages show settings and messages. Set DEBUG=0.",
                id="thrum.E008",
            )
        )
    key = settings.SECRET_KEY
    if len(key) < _SHORTEST_KEY or len(set(key)) < 10 or key.startswith(EXAMPLE_KEYS):
        problems.append(
            Error(
                "SECRET_KEY is short or an example, and whoever guesses it forges cookies, links and queue tasks",
                hint="python -c 'import secrets; print(secrets.token_urlsafe(64))'",
                id="thrum.E009",
            )
        )
    return problems


@register(Tags.database)
def the_database_knows_vectors(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """A search compares vectors of one model alone; the others are found by other means until they are made anew."""
    return [
        problem
        for alias in databases or ()
        for problem in (*_extension_problems(alias), *_mixed_vector_problems(alias))
    ]


def _extension_problems(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT default_version, installed_version FROM pg_available_extensions WHERE name = 'vector'",
        )
        row = cursor.fetchone()
    if row is None:
        return [
            Error(
                f"the server of the database {alias!r} has no pgvector",
                hint="Install pgvector 0.8 or newer for its version of PostgreSQL.",
                id="thrum.E010",
            )
        ]
    offered, installed = row
    if installed is None:
        return []  # the first migration adds it
    if _version(installed) < _OLDEST_PGVECTOR:
        return [
            Error(
                f"pgvector {installed} cannot go on searching when a filter leaves too few rows",
                hint=f"The server offers {offered}: ALTER EXTENSION vector UPDATE; 0.8 or newer is needed.",
                id="thrum.E011",
            )
        ]
    return []


def _mixed_vector_problems(alias: str) -> list[CheckMessage]:
    from games.embedding.game_vectors import CURRENT_VERSION  # here, for it brings onnxruntime along

    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = 'games_game' AND column_name = 'embedding_version'"
        )
        if cursor.fetchone() is None:
            return []  # before the first migrations
        cursor.execute(
            "SELECT count(*) FROM games_game WHERE embedding_version <> %s AND embedding_version > ''",
            [CURRENT_VERSION],
        )
        row = cursor.fetchone()
    if row is None or not row[0]:
        return []
    return [
        Warning(
            f"{row[0]:,} games have vectors of another model or text than this version's",
            hint="The release step queues their renewal; to do it now: manage.py embed_games.",
            id="thrum.W012",
        )
    ]


@register()
def personas_can_speak(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A file with a problem is passed over while we run; here it is told before anybody misses it."""
    from conversations.personas import in_use as personas

    problems: list[CheckMessage] = [
        Error(f"conversations/prompts/{name}, {problem}", hint="See docs/personas.md.", id="thrum.E020")
        for name, problem in personas.problems_of_files()
    ]
    if f"{settings.DEFAULT_PERSONA}_normal" not in personas.files():
        problems.append(
            Warning(
                f"DEFAULT_PERSONA is {settings.DEFAULT_PERSONA!r}, which is no persona of the project's files",
                hint="Unless an editor has written it in the admin, another one speaks in its place.",
                id="thrum.W021",
            )
        )
    return problems


@register()
def companions_can_be_met(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A story or journey with a problem is passed over while we run."""
    from conversations.companions import journeys, stories

    return [
        Error(f"conversations/{folder}/{name}, {problem}", hint="See docs/companions.md.", id="thrum.E025")
        for folder, files in (("stories", stories.problems_of_files()), ("journeys", journeys.problems_of_files()))
        for name, problems in files.items()
        for problem in problems
    ]


@register(Tags.database)
def what_editors_wrote_can_be_said(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """A release may take away a key that an editor's text still uses."""
    from conversations.personas import in_use as personas

    if not databases:
        return []
    return [
        Warning(
            f"the persona text {name} is not used: {problem}",
            hint="An older text or the project's file speaks in its place until somebody mends it in the admin.",
            id="thrum.W022",
        )
        for name, problem in personas.problems_of_rows()
    ]


@register()
def the_api_is_open_to_this_machine_alone(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    if not settings.API_OPEN_ON_LOCALHOST:
        return []
    if settings.BIND_HOST not in _THIS_MACHINE or settings.TRUST_PROXY_HEADERS:
        return [
            Error(
                "API_OPEN_ON_LOCALHOST is on, and this server can be reached from elsewhere",
                hint="Set BIND_HOST=127.0.0.1 and no proxy, or switch it off.",
                id="thrum.E023",
            )
        ]
    return [
        Warning(
            "API_OPEN_ON_LOCALHOST is on: everybody on this machine uses the API without a token",
            hint="For development alone; `manage.py generate_token NAME` makes a token instead.",
            id="thrum.W024",
        )
    ]


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2])
