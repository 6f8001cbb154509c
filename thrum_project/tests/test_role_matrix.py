"""Every page of the admin × every role. A page that nobody has declared fails, so that none is open by oversight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from games.admin.history import KeepsHistory
from games.by_hand import changes
from games.models import Change
from thrum_project.roles import ROLES, sync_roles
from thrum_project.tests.rows_of_everything import make, registered

pytestmark = pytest.mark.django_db

# Pages that are no list, form or history of a model: which roles open them (or may do what a form there posts).
PAGES: dict[str, str] = {
    "auth_user_password_change": "",
    "auth_user_reset_second_factor": "",
    "auth_user_unlock": "",
    "conversations_account_sign_out": "operator",
    "conversations_contact_erase": "operator",
    "conversations_contact_erase_person": "operator",
    "conversations_contact_export": "operator",
    "conversations_contact_hand_back": "operator",
    "conversations_contact_open_player": "editor marketer operator analyst",
    "conversations_contact_open_talk": "editor marketer operator analyst",
    "conversations_contact_player": "marketer operator",
    "conversations_contact_stop_writing": "operator",
    "conversations_contact_take_over": "operator",
    "conversations_contact_talk": "marketer operator",
    "conversations_contact_talk_claim": "operator",
    "conversations_contact_talk_lines": "marketer operator",
    "conversations_contact_talk_reply": "operator",
    "conversations_contact_talk_seen": "operator",
    "conversations_contact_voice": "operator",
    "conversations_inbox": "operator",
    "conversations_inbox_act": "operator",
    "conversations_inbox_feed": "operator",
    "conversations_inbox_talk": "operator",
    "conversations_missgroup_misread": "operator",
    "conversations_partner_issue_token": "",
    "conversations_moderationflag_decide": "operator",
    "conversations_personatext_restore": "editor",
    "conversations_personatext_trial": "editor",
    "conversations_personatext_played": "editor",
    "conversations_savedchat_import": "editor operator",
    "conversations_savedchat_import_file": "editor operator",
    "conversations_savedchat_open_on_phone": "editor operator",
    "conversations_savedchat_open_simulator": "editor operator",
    "conversations_savedchat_simulator": "editor operator",
    "conversations_servicetoken_revoke": "",
    "engagement_attention_urgent": "operator",
    "engagement_campaign_audience": "marketer operator analyst",
    "engagement_campaign_begin_a_letter": "marketer",
    "engagement_campaign_calendar": "marketer operator analyst",
    "engagement_campaign_do": "marketer operator",
    "engagement_campaign_open_overview": "marketer operator analyst",
    "engagement_campaign_overview": "marketer operator analyst",
    "engagement_campaign_rehearse": "marketer operator",
    "engagement_campaign_test": "marketer operator",
    "engagement_cyclerun_results": "marketer operator analyst",
    "engagement_cyclerun_resume": "marketer",
    "engagement_decision_person": "marketer operator analyst",
    "engagement_experiment_coverage": "marketer analyst",
    "engagement_experiment_do": "marketer",
    "engagement_experiment_result": "marketer analyst",
    "engagement_messagetemplate_copy": "marketer",
    "engagement_messagetemplate_read_back": "marketer",
    "engagement_messagetemplate_submit": "marketer",
    "engagement_segment_ask": "",
    "engagement_segment_audience": "marketer operator analyst",
    "games_bulkrun_result": "editor",
    "games_bulkrun_undo": "editor",
    "games_game_export": "editor marketer operator analyst",
    "games_game_import": "editor",
    "games_game_template": "editor",
    "games_importbatch_apply": "editor",
    "games_importbatch_bad_rows": "editor operator analyst",
    "games_importbatch_map": "editor",
    "games_importbatch_columns": "editor",
    "games_importbatch_columns_again": "editor",
    "games_importbatch_undo": "editor",
    "games_game_check_copy": "editor",
    "games_job_cancel": "editor",
    "games_job_resume": "editor",
    "games_modelartefact_ranking": "operator analyst",
    "games_rankingrule_off": "editor operator",
    "games_rankingrule_preview": "editor marketer operator analyst",
    "games_rankingrule_publish": "editor operator",
    "games_rankingrule_restore": "editor",
    "thrum_project_savedfilter_as_segment": "marketer",
    "thrum_project_savedfilter_save": "",
}
# Lists that no role opens: superusers alone.
SUPERUSERS_ALONE = {
    "auth.Group", "auth.User", "axes.AccessFailureLog", "axes.AccessLog", "conversations.Partner",
    "conversations.ServiceToken", "games.Change",
}  # fmt: skip
# Whoever works here keeps their own.
FOR_EVERYBODY = {"thrum_project.SavedFilter"}
# The site's own: for everybody of the staff, tested in test_sign_in.py and test_palette.py.
OF_THE_SITE = {
    "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "view_on_site",
    "app_list", "search", "second_factor", "second_factor_set_up", "second_factor_codes",
}  # fmt: skip
ROWS = {
    "campaign_id": "engagement.Campaign", "contact_id": "conversations.Contact", "segment_id": "engagement.Segment",
    "experiment_id": "engagement.Experiment", "rule_id": "games.RankingRule", "change": "conversations.PersonaTextChange",
}  # fmt: skip
WORDS = {"which": "after", "act": "note"}
OPEN, CLOSED, FORM_ALONE = "open", "closed", "only posted to"


class Silent(BaseStorage):
    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, *args: Any, **kwargs: Any) -> list[Any]:
        return []


@pytest.fixture
def people() -> dict[str, User]:
    sync_roles()
    found = {}
    for role in ROLES:
        found[role] = User.objects.create_user(role, is_staff=True)
        found[role].groups.add(Group.objects.get(name=role))
    return found


def pages(found: list[Any] | None = None, before: str = "/admin/") -> Iterator[tuple[str, str]]:
    """Each page's name and its address with the names of what it takes."""
    for one in admin.site.get_urls() if found is None else found:
        address = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from pages(one.url_patterns, address)
        elif one.name:
            yield one.name, address


def own_pages() -> dict[str, str]:
    """Those that no model has by itself."""
    usual = {
        f"{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in registered()
        for page in ("changelist", "add", "change", "history", "delete")
    }
    return {
        name: address
        for name, address in pages()
        if name not in usual | OF_THE_SITE and not address.endswith("/history/<int:change_id>/<str:which>/")
    }


def address_with_rows(address: str) -> str:
    """The address of a page about rows that exist."""
    _, _, app, model, *_ = address.split("/")

    def fill(found: re.Match[str]) -> str:
        name = found[1].rpartition(":")[2]
        if name in WORDS:
            return WORDS[name]
        if name == "change_id" and model != "rankingrule":
            row = make(f"{app}.{model}")
            return str(make(Change, kind=changes.kind_of(row), object_id=row.pk).pk)
        if name == "change_id":
            return str(make("games.RankingRuleChange").pk)
        return str(make(ROWS.get(name, f"{app}.{model}")).pk)

    return re.sub(r"<([^>]+)>", fill, address)


def outcome(user: User, address: str, *, may_post: bool = True) -> str:
    """Whether they come past the door. What is only posted to is posted to, and what came of it is thrown away."""
    for method in ("get", "post") if may_post else ("get",):
        request: HttpRequest = getattr(RequestFactory(), method)(address)
        request.user, request.session = user, SessionStore()
        request._messages = Silent(request)  # type: ignore[attr-defined]
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        view, args, kwargs = resolve(address)
        try:
            with transaction.atomic():
                status = view(request, *args, **kwargs).status_code
                transaction.set_rollback(True)
        except (PermissionDenied, Http404):  # lists that hide rows have none of it to show
            return CLOSED
        if status != 405:
            return CLOSED if status == 403 else OPEN
    return FORM_ALONE


def test_each_page_of_its_own_opens_for_the_roles_that_it_names(people):
    declared = own_pages()
    assert set(PAGES) == set(declared), "a page was added or taken away: say here for whom it is"
    wrong = {}
    for name, address in declared.items():
        found = address_with_rows(address)
        named = set(PAGES[name].split())
        came = {role: outcome(user, found, may_post=role not in named) for role, user in people.items()}
        opened = {role for role, what in came.items() if what == OPEN}
        # What is only posted to is not done here for those who may: they were let as far as the form.
        if opened | {role for role in named if came[role] == FORM_ALONE} != named:
            wrong[name] = " ".join(sorted(opened))
    assert wrong == {}


def test_versions_are_taken_back_by_those_who_may_change_the_row(people):
    kept = {model: page for model, page in admin.site._registry.items() if isinstance(page, KeepsHistory)}
    for model in kept:
        app, name = model._meta.app_label, model._meta.model_name
        address = address_with_rows(f"/admin/{app}/{name}/<str:pk>/history/<int:change_id>/<str:which>/")
        for role, user in people.items():
            if f"{app}.change_{name}" not in ROLES[role]:
                assert outcome(user, address) == CLOSED, (role, name)


def test_the_pages_of_a_model_open_for_who_holds_its_permissions(people):
    wrong = [problem for model in registered() for problem in problems_of(model, people)]
    assert wrong == []


def problems_of(model: Any, people: dict[str, User]) -> Iterator[str]:
    page, label = admin.site._registry[model], model._meta.label
    app, name = model._meta.app_label, model._meta.model_name
    row = make(model)
    listed = {role for role in people if {f"{app}.view_{name}", f"{app}.change_{name}"} & set(ROLES[role])}
    if bool(listed) == (label in SUPERUSERS_ALONE | FOR_EVERYBODY):
        yield f"{label}: give it to a role, or say in SUPERUSERS_ALONE that none has it"
    for role, user in people.items():
        request = RequestFactory().get("/")
        request.user = user
        may_list = role in listed or label in FOR_EVERYBODY
        # Knocking is cheap where it stays closed; where it opens, the list's own word is taken for it.
        is_open = page.has_view_or_change_permission(request)
        if is_open is not may_list or (not may_list and outcome(user, f"/admin/{app}/{name}/") == OPEN):
            yield f"{label}: list, {role}"
        has = {
            "add": page.has_add_permission(request),
            "change": page.has_change_permission(request, row),
            "delete": page.has_delete_permission(request, row),
        }
        for verb, may in has.items():
            if may and f"{app}.{verb}_{name}" not in ROLES[role] and label not in FOR_EVERYBODY:
                yield f"{label}: {verb}, {role}"
