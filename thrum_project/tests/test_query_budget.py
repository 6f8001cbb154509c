"""No list and no form of the admin asks more of the database when there are more rows, shows a number in full, or runs
what somebody has written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, TextField
from django.forms.models import _get_foreign_key
from django.test import Client
from django.urls import reverse

from conversations.models import Contact, ContactAddress
from thrum_project.tests.rows_of_everything import make, registered

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
FEW, MORE = 1, 4
_NUMBER = "+49170555"
_CODE = "<script>alert(1)"
_KEYS = {"action"}  # of code of ours: nobody writes them
# Of these there is one row, or a given number.
FIXED = {"conversations.Switch", "engagement.SendingRules", "engagement.MessageText"}


@pytest.fixture
def nearly_root() -> Client:
    """Opens every page and may do everything but see a number in full."""
    user = User.objects.create_user("nearly", is_staff=True)
    user.user_permissions.set(Permission.objects.exclude(codename="see_full_addresses"))
    client = Client()
    client.force_login(user)
    return client


def questions(client: Client, address: str) -> int:
    """How many, without what is asked by the clock: whether something has changed, once a second."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):  # a log of them would spell out every value of every question
        page = client.get(address)
    assert page.status_code in (200, 302), (address, page.status_code)
    text = page.content.decode()
    assert _NUMBER not in text, f"{address} shows a number in full"
    assert _CODE not in text, f"{address} runs what somebody has written"
    told = [sql for sql in asked if "games_dataversion" not in sql]
    return len([sql for sql in told if not sql.startswith(("SAVEPOINT", "RELEASE"))])


def add_rows(count: int) -> None:
    for model in registered():
        if model._meta.label not in FIXED:
            for _ in range(count):
                write_code_into(make(model))
    reachable = Contact.objects.filter(addresses=None).values_list("pk", flat=True)
    ContactAddress.objects.bulk_create(
        [ContactAddress(contact_id=pk, kind="phone", value=f"{_NUMBER}{pk:06d}") for pk in reachable]
    )


def write_code_into(row: Any) -> None:
    """Names and texts that a browser would run if a page forgot that they are words."""
    texts = [
        field.name for field in row._meta.concrete_fields
        if type(field) in (CharField, TextField) and not (field.choices or field.primary_key or field.unique)
        and (field.max_length or 99) >= len(_CODE) and field.name not in _KEYS
    ]  # fmt: skip
    if texts and row._meta.app_label != "django_q":
        with suppress(IntegrityError), transaction.atomic():  # some take what they know alone
            type(row)._default_manager.filter(pk=row.pk).update(**dict.fromkeys(texts, _CODE))


def grown(client: Client, addresses: Iterable[str], add: Callable[[], None]) -> dict[str, tuple[int, int]]:
    """The pages that ask about once more for each row that is more. Nothing is warmed up before: that is another page
    load for each, and what is kept in memory makes one or two questions, not one a row."""
    few = {address: questions(client, address) for address in addresses}
    add()
    many = {address: questions(client, address) for address in few}
    return {address: (few[address], many[address]) for address in few if many[address] - few[address] >= MORE - 1}


def test_no_list_asks_more_when_there_are_more_rows(nearly_root):
    add_rows(FEW)
    lists = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in registered()]
    assert grown(nearly_root, lists, lambda: add_rows(MORE)) == {}


def test_no_form_asks_more_when_there_are_more_rows_around_it_and_below_it(nearly_root):
    rows = {model: make(model) for model in registered()}
    for row in rows.values():
        write_code_into(row)
    forms = {
        model: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        for model, row in rows.items()
    }

    def add(count: int = MORE) -> None:
        add_rows(count)
        for model, row in rows.items():
            for below in admin.site._registry[model].inlines:
                add_below(below.model, row, count)

    add(1)
    assert grown(nearly_root, forms.values(), add) == {}


def add_below(model: Any, row: Any, count: int) -> None:
    way = _get_foreign_key(type(row), model)
    for number in range(count):
        place = {"position": number + 100} if any(field.name == "position" for field in model._meta.fields) else {}
        with suppress(IntegrityError), transaction.atomic():  # of some there may be one below a row and no more
            make(model, **{way.name: row}, **place)
