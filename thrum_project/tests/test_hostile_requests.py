"""What somebody might try at the admin: addresses that nobody clicks, forms from elsewhere, looking beside a colleague.
Texts that are code are tried on every page by test_query_budget.py."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from analytics.pages import PAGES
from conversations.models import Contact, ContactAddress
from games.models import Player
from thrum_project.models import SavedFilter
from thrum_project.roles import sync_roles
from thrum_project.tests.rows_of_everything import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("boss"))
    return client


def member(role: str) -> User:
    user = User.objects.create_user(f"a-{role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize(
    "asked", ["from=0001-01-01", "to=0001-01-05", "from=0001-01-01&to=0001-01-01", "from=1900-01-01&to=9999-12-31"]
)
def test_days_that_no_calendar_of_ours_has_are_put_right(boss, asked):
    for page in ("overview", "engagement"):
        assert boss.get(f"{reverse('analytics:page', args=[page])}?{asked}").status_code == 200
    assert boss.get(f"/admin/dashboards/confidence-log/?{asked}").status_code == 200


def test_what_no_filter_offers_finds_nothing_and_breaks_nothing(boss):
    for page in PAGES.values():
        address = reverse("analytics:page", args=[page.key])
        assert boss.get(address, dict.fromkeys(page.filters[:1], "-1 OR 1=1")).status_code == 200
    for address in (
        "games/game/?mood=99999999999999999999", "games/game/?mood=x__gte", "games/importbatch/abc/change/",
        "conversations/contact/?segment=x&condition=x&p=99999999", "search/?s=%25%27%28%26",
    ):  # fmt: skip
        assert boss.get(f"/admin/{address}").status_code in (200, 302, 404), address


@pytest.mark.parametrize(
    ("address", "status"),
    [("games/game/?platform=a%00b", 200), ("games/game/a%00b/change/", 404), ("dashboards/moods/?channel=%00", 200)],
)
def test_an_address_with_a_nul_is_asked_without_it_and_names_no_page(boss, address, status):
    assert boss.get(f"/admin/{address}").status_code == status


def test_a_form_from_elsewhere_changes_nothing(db):
    sync_roles()
    robin = make(Contact)
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(member("operator"))
    for address in (
        f"/admin/conversations/contact/{robin.pk}/stop-writing/", f"/admin/conversations/contact/inbox/{robin.pk}/note/",
        "/admin/conversations/switch/", "/admin/logout/",
    ):  # fmt: skip
        assert elsewhere.post(address, {"note": "x", "body": "x"}).status_code == 403, address


def test_who_looks_at_the_same_time_as_an_operator_sees_no_more_for_it():
    """One page object serves all threads of a process; what one of them may see must not be another's."""
    sync_roles()
    robin = Contact.objects.create(player=Player.objects.create(), display_name="Robin")
    ContactAddress.objects.create(contact=robin, kind="phone", value="+491701234567")
    page = admin.site.get_model_admin(Contact)
    operator, marketer = RequestFactory().get("/"), RequestFactory().get("/")
    operator.user, marketer.user = member("operator"), member("marketer")
    masked = page.get_queryset(marketer).get()
    in_full = page.get_queryset(operator).get()
    assert "+491701234567" in page.reached_by(in_full)
    assert "1701234" not in page.reached_by(masked)


def test_a_text_with_a_nul_is_kept_without_it_or_refused(boss):
    form = {"page": "games.game", "name": "mi\x00ne", "query": "q=%00"}
    assert boss.post("/admin/thrum_project/savedfilter/save/", form).status_code == 302
    assert SavedFilter.objects.get().name == "mine"
    robin = make(Contact)
    for act in ("note", "reply"):
        page = boss.post(f"/admin/conversations/contact/inbox/{robin.pk}/{act}/", {"note": "\x00", "body": "\x00"})
        assert page.status_code == 302, act


def test_a_dead_end_says_where_to_go_on(client, boss):
    gone = client.get("/no/such/page")
    assert gone.status_code == 404
    assert "There is no such page" in gone.content.decode()
    sync_roles()
    client.force_login(member("editor"))
    refused = client.get(reverse("admin:conversations_inbox"))
    assert refused.status_code == 403
    assert reverse("admin:index") in refused.content.decode()
    careful = Client(enforce_csrf_checks=True)
    stale = careful.post(reverse("admin:login"), {"username": "dana"})
    assert stale.status_code == 403
    assert "load the page again" in stale.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_page_about_a_mistake_wears_our_own_sheet_as_the_policy_allows_no_style_inside_it(status):
    page = render_to_string(f"{status}.html")
    assert "chat/chat.css" in page
    assert "<style" not in page
