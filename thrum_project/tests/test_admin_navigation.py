"""Each role finds its own pages in the sidebar, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import RequestFactory
from django.urls import reverse

from thrum_project.admin_navigation import account_links, navigation
from thrum_project.admin_purposes import PURPOSES
from thrum_project.roles import sync_roles

pytestmark = pytest.mark.django_db


def groups_for(role: str, path: str = "/admin/") -> list[dict[str, Any]]:
    sync_roles()
    user = User.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
    if role != "superuser":
        user.groups.add(Group.objects.get(name=role))
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request)


def titles_for(role: str) -> dict[str, list[str]]:
    return {group.get("title", ""): [item["title"] for item in group["items"]] for group in groups_for(role)}


def test_an_editor_works_with_the_catalogue_alone():
    found = titles_for("editor")
    assert "Games" in found["Catalogue"]
    assert "Imports" in found["Catalogue"]
    assert "Conversations" not in found


def test_an_operator_finds_talks_and_the_queue():
    found = titles_for("operator")
    assert {"Sessions", "Contacts"} <= set(found["Conversations"])
    assert "Failed tasks" in found["System"]
    assert "Users" not in found["System"]


def test_the_simulator_is_for_editors_and_operators():
    assert titles_for("editor")["How Thrum talks"][:2] == ["Simulator", "Saved chats"]
    assert titles_for("operator")["How Thrum talks"][:2] == ["Simulator", "Saved chats"]
    assert "How Thrum talks" not in titles_for("marketer")


@pytest.mark.parametrize(
    ("role", "first"),
    [("editor", "Catalogue"), ("marketer", "Campaigns"), ("operator", "Conversations"), ("analyst", "Dashboards")],
)
def test_the_daily_work_of_a_role_stands_first_and_open_and_the_rest_is_a_line_each(role, first):
    home, *groups = groups_for(role)
    assert home["items"][0]["title"] == "Home"
    assert groups[0]["title"] == first
    assert groups[0]["is_open"]
    assert not groups[-1]["is_open"]


def test_a_group_is_open_while_a_page_of_it_is():
    opened = [
        group["title"] for group in groups_for("superuser", "/admin/games/slate/7/change/") if group.get("is_open")
    ]
    assert opened == ["Recommendations"]


def test_no_page_of_the_admin_is_missing_for_a_superuser(client):
    titles_for("superuser")
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(username="superuser")
    links = {str(item["link"]) for group in navigation(request) for item in group["items"]}
    links |= {str(link["link"]) for link in account_links(request)}
    lists = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    }
    assert lists <= links
    client.force_login(request.user)
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "Recommendations" in page.content.decode()


def test_every_list_says_what_it_is_for():
    assert {model._meta.label_lower for model in admin.site._registry} <= {*PURPOSES}


def test_a_page_is_called_what_the_sidebar_calls_it(admin_client):
    page = admin_client.get(reverse("admin:engagement_touch_changelist")).content.decode()
    assert "Touches" not in page
    assert "Every message that we planned to write first" in page
