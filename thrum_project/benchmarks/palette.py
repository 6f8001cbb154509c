"""A million people: how soon does ⌘K answer an operator, beside the search that the admin's framework brings along?

Opt-in (``make bench ARGS="--only palette"``): making the people takes a minute or two. ``--games`` is how many people.
The peer is what ``search_models`` of the palette does by itself: each model's list is asked for the words.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from conversations.models import Contact
from thrum_project import palette
from thrum_project.benchmarks import made_up_people
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

_TIMES = 30
_TARGET_MS = 200
_FIRST = [
    "Ana",
    "Robin",
    "Mina",
    "Tom",
    "Priya",
    "Chidi",
    "Olga",
    "Wei",
    "Sara",
    "Noor",
    "Liam",
    "Yara",
    "Max",
    "Ines",
    "Kofi",
    "Jun",
    "Lena",
    "Omar",
    "Pia",
    "Sven",
]
_LAST = [
    "Miller",
    "Okafor",
    "Singh",
    "Chen",
    "Garcia",
    "Novak",
    "Haddad",
    "Olsen",
    "Rossi",
    "Kim",
    "Silva",
    "Brown",
    "Weber",
    "Mensah",
    "Khan",
    "Ito",
]
_TERMS = {
    "a common first name": "ana",
    "first and last name": "priya singh",
    "a name that nobody has": "zyxwv",
    "the last four digits": "4321",
    "a whole number": "+44 7700 0004321",
    "the beginning of a public id": "a1b2c3d4",
    "two letters": "mi",
}


def _ask(request: HttpRequest, term: str, _: int) -> object:
    return palette.search(request, term)


def measure(bench: Bench) -> Iterator[Row]:
    began = time.perf_counter()
    made_up_people.fill(bench.games, now=timezone.now(), with_talks=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_contact SET display_name = (%s::text[])[1 + id %% %s] || ' '"
            " || (%s::text[])[1 + id / 7 %% %s]",
            [_FIRST, len(_FIRST), _LAST, len(_LAST)],
        )
        cursor.execute("VACUUM (ANALYZE) conversations_contact")
    bench.say(f"{bench.games:,} people made in {time.perf_counter() - began:.0f} s")
    request = HttpRequest()
    request.user = User.objects.create_superuser("bench")
    for words, term in _TERMS.items():
        taken = time_each(partial(_ask, request, term), _TIMES, warm_up=2)
        yield Row(f"⌘K for {words}", quantiles(taken), target=f"p95 ≤ {_TARGET_MS} ms", met=p(taken, 95) <= _TARGET_MS)
    page = admin.site.get_model_admin(Contact)

    def as_the_framework_does(_: int) -> None:
        found = Contact.objects.filter(display_name__icontains="zyxwv") | Contact.objects.filter(
            addresses__value__icontains="zyxwv"
        )
        list(page.get_queryset(request).filter(pk__in=found.values("pk")))

    taken = time_each(as_the_framework_does, 3, warm_up=0)
    yield Row("the framework's own search for a name that nobody has", quantiles(taken))
