"""⌘K finds what somebody may open, and filters are saved, shared, pinned and made segments of."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from conversations.models import Contact, ContactAddress
from engagement.models import Campaign, Segment
from games.models import Player
from games.tests.factories import GameFactory
from thrum_project.models import SavedFilter
from thrum_project.roles import sync_roles

pytestmark = pytest.mark.django_db
SAVE = "/admin/thrum_project/savedfilter/save/"


@pytest.fixture
def as_role():
    sync_roles()

    def sign_in(role: str) -> Client:
        user = User.objects.create_user(f"a-{role}", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def robin() -> Contact:
    contact = Contact.objects.create(player=Player.objects.create(), display_name="Robin Miller")
    ContactAddress.objects.create(contact=contact, kind="phone", value="+491701234567")
    return contact


def found(client: Client, term: str) -> str:
    page = client.get("/admin/search/", {"s": term, "extended": "1"})
    assert page.status_code == 200
    return page.content.decode()


def test_each_finds_what_they_may_open_and_no_number_in_full(as_role, robin):
    game = GameFactory(title="Unpacking")
    Campaign.objects.create(name="Robins in spring", topic="deals")
    editor, marketer, operator = (as_role(role) for role in ("editor", "marketer", "operator"))
    person = f"/admin/conversations/contact/{robin.pk}/change/"
    assert f"/admin/games/game/{game.pk}/change/" in found(editor, "unpa")
    assert person not in found(editor, "robin")
    for client in (marketer, operator):
        shown = found(client, "robin")
        assert person in shown
        assert "Robins in spring" in shown
        assert "+491701234567" not in shown
        assert "1234567" not in shown
    assert person in found(operator, "4567")
    assert person not in found(marketer, "4567"), "nobody finds a number out digit by digit"
    assert person in found(marketer, "+49 170 1234567"), "who knows the whole number may ask whose it is"
    assert person in found(marketer, str(robin.player.public_id)[:9])
    assert "/admin/games/importbatch/" in found(editor, "import")
    assert "/admin/games/importbatch/" not in found(marketer, "import")


@pytest.mark.parametrize("term", ["", "x", "'", "%%", "\\", "\x00ab", "🙂🙂", "a" * 500, "' | !*", "00000000-"])
def test_no_words_break_it(as_role, robin, term):
    assert "Robin" not in found(as_role("operator"), term)


def test_what_nobody_is_called_is_said_in_the_place_of_results_and_nothing_of_an_empty_box(client):
    client.force_login(User.objects.create_superuser("root"))

    def told(term: str) -> str:
        return client.get("/admin/search/", {"s": term, "extended": "1"}).content.decode()

    assert 'id="command-results-list"' in told("qqzzxx")
    assert "Nothing is called that" in told("qqzzxx")
    assert "Nothing is called that" not in told("  ")


def test_people_are_looked_up_through_indexes(robin):
    """A million rows are not read for a name: the plan is asked, without reading all being allowed."""
    from thrum_project import palette

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        palette._by_name("robin")
        palette._by_address("4567", sees_numbers=True)
        palette._by_public_id("a1b2c3d4")
    for query in asked:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "Seq Scan" not in plan, plan


def save(client: Client, **told: str):
    return client.post(SAVE, {"page": "conversations.contact", "query": "proactive_allowed__exact=1&p=3", **told})


def test_a_filter_is_saved_shared_pinned_and_found_by_those_who_may_open_its_list(as_role, robin):
    marketer, operator, editor = (as_role(role) for role in ("marketer", "operator", "editor"))
    saved = save(marketer, name="Open to us", is_shared="on", is_pinned="on")
    address = "/admin/conversations/contact/?proactive_allowed__exact=1"
    assert saved.url == address, "without the page that one stood on"
    save(marketer, name="Mine alone", is_pinned="on")
    home = operator.get("/admin/").content.decode()
    assert "Open to us" in home
    assert "Mine alone" not in home
    assert "Open to us" not in editor.get("/admin/").content.decode()
    assert "Open to us" in operator.get("/admin/conversations/contact/").content.decode()
    assert "Open to us" in found(operator, "open to")
    row = SavedFilter.objects.get(name="Open to us")
    assert operator.post(f"/admin/thrum_project/savedfilter/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert save(editor, name="Not theirs").status_code == 403
    assert save(marketer, name="x", page="no.such").status_code == 403


def test_a_filter_of_contacts_becomes_a_segment_that_says_the_same(as_role, robin):
    Contact.objects.filter(pk=robin.pk).update(proactive_allowed=True)
    marketer, operator = as_role("marketer"), as_role("operator")
    save(marketer, name="Open to us", is_shared="on")
    row = SavedFilter.objects.get()
    page = f"/admin/thrum_project/savedfilter/{row.pk}/as-segment/"
    assert operator.get(page).status_code == 403
    marketer.get(page)
    assert not Segment.objects.exists(), "a link changes nothing"
    marketer.post(page)
    segment = Segment.objects.get()
    assert segment.tree == {"match": "all", "rules": [{"fact": "may_write_first", "is": "yes"}]}
    save(marketer, name="Odd", query="condition=held")
    told = marketer.post(
        f"/admin/thrum_project/savedfilter/{SavedFilter.objects.get(name='Odd').pk}/as-segment/", follow=True
    )
    assert "A segment cannot ask this: condition" in told.content.decode()
