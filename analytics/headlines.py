"""What stands for each dashboard on the home page of whoever may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.urls import reverse

from analytics import reading
from analytics.metrics import METRICS
from analytics.number_words import in_words
from analytics.pages import PAGES
from analytics.pages.asking import ask_from
from analytics.pages.drawing import settled

DAYS = 7
_OF_EACH = 2


@dataclass(frozen=True)
class Headline:
    label: str
    value: str
    link: str
    definition: str


def pages_of(user: AbstractBaseUser | AnonymousUser) -> Iterator[tuple[str, str, str]]:
    """Title, icon and address of each dashboard that this person may see."""
    assert isinstance(user, User | AnonymousUser)
    for page in PAGES.values():
        if user.has_perm(page.permission):
            yield page.title, page.icon, reverse("analytics:page", args=[page.key])


def headlines_for(user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> list[Headline]:
    """Of the last seven days, two a page."""
    assert isinstance(user, User | AnonymousUser)
    ask, _ = ask_from({"days": str(DAYS)}, now=now)
    return [
        Headline(
            f"{METRICS[key].label} · {page.title}",
            in_words(reading.total(key, period=settled(ask, key), only=ask.only).value, METRICS[key].unit),
            f"{reverse('analytics:page', args=[page.key])}?days={DAYS}",
            METRICS[key].in_full,
        )
        for page in PAGES.values()
        if user.has_perm(page.permission)
        for key in page.headlines[:_OF_EACH]
    ]
