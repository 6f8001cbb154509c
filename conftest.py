"""Fixtures for every app: no network, flat query counts, the real encoder, a drained queue."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator

import hypothesis
import numpy as np
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect
from pytest_django.plugin import blocking_manager_key

from conversations.knowledge import in_use as knowledge
from conversations.personas import tone_overrides
from games import fair_start, versions
from games.embedding.encoder import Encoder, get_encoder
from games.neighbours import in_use as neighbours_in_use
from games.policy import in_use as policy_in_use
from games.policy import overrides as policy_overrides
from games.ranking_rules import rulebook
from games.seeds import seed

# Playwright leaves an event loop running in the test thread; Django would refuse its ORM beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config):
    """Hash passwords quickly: a tenth of a second a hash is right for people and an hour for a suite.

    Nothing is read beside a test either, for another connection would not see what the test wrote.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CATALOGUE_AT_HAND = False
    expect.set_options(timeout=30_000)  # however busy the machine is
    # How long an example takes says more of the machine than of us.
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile("busy")
    TransactionTestCase._fixture_teardown = _delete_what_was_committed


# What migrations alone write; a test that changes a row of these has to put it back.
_KEPT = {"django_migrations", "django_content_type", "auth_permission", "django_site"}


def _delete_what_was_committed(test):
    """Django would truncate every table and make all permissions anew, which takes a second and a half a test."""
    quote = connection.ops.quote_name
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _KEPT)
    asked = " UNION ALL ".join(f"SELECT {n}, EXISTS (SELECT 1 FROM {quote(name)})" for n, name in enumerate(tables))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [tables[number] for number, is_filled in cursor.fetchall() if is_filled]
        # Neither foreign keys nor triggers: all goes.
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(";".join(f"DELETE FROM {quote(name)}" for name in filled) or "SELECT 1")  # noqa: S608
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Only this machine may be talked to: the database, Twilio's stand-in, Chromium."""
    really_connect = socket.socket.connect

    def connect(self, address, *args):
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise RuntimeError(f"a test tried to reach {address[0]}")
        return really_connect(self, address, *args)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A kept test database may have lost its vocabulary to the last test that emptied every table.

    The index of vectors is approximate: full of what earlier tests took back, it finds now this, now that. Without it
    the same statements read every row; the tests of how it searches make it for themselves.
    """
    with django_db_blocker.unblock():
        seed()
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS game_embedding_hnsw")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Tests with real transactions end by emptying every table; whatever runs next finds the vocabulary again."""
    result = yield
    marker = item.get_closest_marker("django_db")
    is_flushed = "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if is_flushed and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            seed()
    return result


@pytest.fixture(autouse=True)
def _no_rules_of_an_earlier_test():
    """What a process keeps in memory outlives a test's transaction."""
    yield
    rulebook.forget()
    fair_start.forget()
    policy_in_use.forget()
    neighbours_in_use.forget()
    policy_overrides.policy.forget()
    tone_overrides.tones.forget()


@pytest.fixture(scope="module", autouse=True)
def _no_titles_of_another_catalogue():
    """Where every change is taken back, versions count from the same number again: what is held under one of them may
    be of the games that another file made up."""
    yield
    versions.forget()
    knowledge.forget()


def _by_rows(queries: CaptureQueriesContext) -> list[str]:
    """Without what is asked by the clock: whether a version has changed, once a second, however many rows there are."""
    told = [query["sql"] for query in queries if 'FROM "games_dataversion"' not in query["sql"]]
    # Each such look-up stands in a savepoint of its own.
    return [sql for sql in told if not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))]


@pytest.fixture
def queries_stay_flat(db):
    """Assert that an action needs no more queries when there are more rows."""

    def check(act: Callable[[], object], add_rows: Callable[[], object]) -> None:
        act()  # fills caches that live longer than one request
        with CaptureQueriesContext(connection) as few:
            act()
        add_rows()
        with CaptureQueriesContext(connection) as many:
            act()
        assert len(_by_rows(many)) <= len(_by_rows(few)), [query[:120] for query in _by_rows(many)]

    return check


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real MiniLM; `make test` exports it first."""
    return get_encoder(settings.MODEL_DIR)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20260101)


@pytest.fixture
def run_queue(db):
    """Do what the workers would do, here and now, until nothing is left. Returns the number of tasks run."""
    from django_q.models import OrmQ

    def drain() -> int:
        count = 0
        while queued := OrmQ.objects.order_by("pk").first():
            task = queued.task
            queued.delete()
            task["func"](*task["args"], **task["kwargs"])
            count += 1
        return count

    return drain


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with browser tests first: begun last, the longest of them would keep one process busy alone for minutes.

    Browser tests run where Chromium is. In CI it must be; elsewhere they say why they are left out.
    """
    in_browser = {item.path for item in items if "browser" in item.keywords}
    items.sort(key=lambda item: item.path not in in_browser)
    if shutil.which("chromium") or os.environ.get("THRUM_BROWSER_TESTS") == "required":
        return
    why = pytest.mark.skip(reason="needs Chromium (Debian: apt-get install chromium)")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(why)


@pytest.fixture
def browse_as(page: Page, live_server, client) -> Iterator[Callable[[User], Page]]:
    """Gives the browser's page, signed in as somebody; a fault of a script, on any page of theirs, fails the test."""
    faults: list[str] = []
    page.context.on("weberror", lambda told: faults.append(str(told.error)))

    def sign_in(user: User) -> Page:
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    yield sign_in
    # What a page still waits for would be answered while the next test empties the tables.
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    assert faults == []


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium: Playwright's own cannot be downloaded everywhere."""
    return {
        "executable_path": shutil.which("chromium") or "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }
