"""What a row is called above its own page, where the name that our logs give it would tell a reader little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.timezone import localtime

from conversations.personas.naming import in_words
from conversations.redaction import redact
from thrum_project.schedules import OURS


def title_of(row: Model) -> str:
    named = TITLES.get(row._meta.label_lower)
    return named(row) if named else str(row)


def moment_in_words(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def task_in_words(name: str | None, function: str) -> str:
    """By the name that the clock gives its work; else by the function's, read as words."""
    return (name or function.rpartition(".")[2].replace("_", " ")).removeprefix(OURS) or "a task"


def _misses(row: Any) -> str:
    """As the page below tells it: people write their names and numbers into what nobody understood."""
    newest = row.misses.select_related("message__contact").order_by("-at").first()
    if newest is None:
        return str(row)
    return redact(newest.message.body, names=(newest.message.contact.display_name,)) or "(deleted)"


TITLES: Final[Mapping[str, Callable[[Any], str]]] = {
    "analytics.alert": lambda row: f"{row.rule}, {moment_in_words(row.opened_at)}",
    "axes.accessfailurelog": lambda row: f"{row.username}, {moment_in_words(row.attempt_time)}",
    "axes.accesslog": lambda row: f"{row.username}, {moment_in_words(row.attempt_time)}",
    "conversations.letter": lambda row: f"Letter to {row.contact}",
    "conversations.message": lambda row: f"{row.contact}, {moment_in_words(row.created_at)}",
    "conversations.missgroup": _misses,
    "conversations.personatext": lambda row: in_words(row.name),
    "conversations.reminder": lambda row: f"{row.contact}, {moment_in_words(row.due_at)}",
    "django_q.failure": lambda row: task_in_words("", row.func),
    "django_q.ormq": lambda row: task_in_words(row.group(), str(row.func() or "")),
    "django_q.schedule": lambda row: task_in_words(row.name, row.func),
    "engagement.attention": lambda row: f"{row.contact}, {moment_in_words(row.at)}",
    "engagement.campaignversion": lambda row: f"{row.campaign}, version {row.number}",
    "engagement.cyclerun": lambda row: f"Cycle of {moment_in_words(row.started_at)}",
    "engagement.enrolment": lambda row: f"{row.contact} in {row.campaign}",
    "engagement.touch": lambda row: f"{row.contact}, {moment_in_words(row.planned_at)}",
    "games.exchangerate": lambda row: f"1 USD = {row.per_usd.normalize():f} {row.currency}",
    "games.fairstart": lambda row: row.game.title,
    "games.impression": lambda row: f"{row.game.title}, {moment_in_words(row.shown_at)}",
    "games.importbatch": lambda row: f"{row.file_name}, {moment_in_words(row.created_at)}",
    "games.interaction": lambda row: f"{row.get_kind_display()}: {row.game or '–'}, {moment_in_words(row.at)}",
    "games.job": lambda row: f"{row.kind.replace('_', ' ')}: {row.get_state_display().lower()}",
    "games.offer": lambda row: f"{row.game.title}: {row.amount} {row.currency}, {row.store}",
}
