"""Lists and forms of the admin in words: titles, what is kept as JSON, the queue, the clock, roles and new colleagues."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone
from django_q.models import Failure, Schedule

from games.models import Tag
from thrum_project import schedules
from thrum_project.admin_titles import TITLES, title_of
from thrum_project.roles import sync_roles
from thrum_project.tests.rows_of_everything import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("label", TITLES)
def test_a_page_of_a_row_is_titled_in_words(label, root):
    row = make(label)
    row.refresh_from_db()
    page = root.get(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))
    title = title_of(row)
    assert title
    assert "object (" not in title
    assert "_" not in title
    assert page.status_code in {200, 302}


def test_what_is_kept_as_json_is_told_in_lines_where_it_is_flat():
    shown = Template(
        '{% load staff_room %}{% told_flat value as lines %}{{ lines|default_if_none:"deep" }}', name="lines"
    )

    def told(value):
        return shown.render(Context({"value": value}, autoescape=False))

    assert (
        told({"rows_read": 12, "is_done": True, "why": ""}) == "[('rows read', '12'), ('is done', 'yes'), ('why', '–')]"
    )
    assert told(["pc", "switch"]) == "[('', 'pc'), ('', 'switch')]"
    assert told({}) == told([]) == told(None) == "[]"
    assert told({"by": {"mood": 3}}) == "deep"


def test_a_job_and_a_message_show_no_braces(root):
    job = make("games.Job", result={"changed": 3})
    page = root.get(reverse("admin:games_job_change", args=[job.pk])).content.decode()
    assert "changed: <b>3</b>" in page
    message = make("conversations.Message", content={}, understanding=None)
    page = root.get(reverse("admin:conversations_message_change", args=[message.pk])).content.decode()
    assert "null" not in page.split('id="content"')[1]
    assert ">{}<" not in page


def test_the_clock_tells_what_it_starts_and_how_often(root):
    schedules.sync()
    page = root.get(reverse("admin:django_q_schedule_changelist")).content.decode()
    assert "answer letters" in page
    assert "every 5 minutes" in page
    assert "every minute" in page
    assert schedules.OURS not in page
    assert "conversations.tasks" not in page
    row = Schedule.objects.get(name=f"{schedules.OURS}answer letters")
    form = reverse("admin:django_q_schedule_change", args=[row.pk])
    later = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    root.post(form, {"next_run_0": f"{later:%Y-%m-%d}", "next_run_1": f"{later:%H:%M:%S}"})
    row.refresh_from_db()
    assert (row.next_run, row.func) == (later, "conversations.tasks.answer_letters")


def test_a_failed_task_is_told_by_what_it_was_to_do(root):
    Failure.objects.create(
        id="f" * 32, name="whiskey-muppet", func="conversations.tasks.send_due", success=False, attempt_count=3,
        started=timezone.now(), stopped=timezone.now(), result="the provider did not answer\nTraceback ...",
    )  # fmt: skip
    page = root.get(reverse("admin:django_q_failure_changelist")).content.decode()
    assert "send due" in page
    assert "the provider did not answer" in page
    assert "whiskey-muppet" not in page
    form = root.get(reverse("admin:django_q_failure_change", args=["f" * 32])).content.decode()
    assert "conversations.tasks.send_due()" in form
    assert 'name="_save"' not in form


def test_a_persona_text_is_told_by_who_speaks_and_to_whom(root):
    text = make("conversations.PersonaText", name="librarian_easy_hint")
    page = root.get(reverse("admin:conversations_personatext_change", args=[text.pk])).content.decode()
    assert "The librarian, easy English, for who is stuck" in page
    listed = root.get(reverse("admin:conversations_personatext_changelist")).content.decode()
    assert "librarian_easy_hint" not in listed


def test_a_colleague_is_added_with_a_name_and_a_password(root):
    form = reverse("admin:auth_user_add")
    assert 'name="username"' in root.get(form).content.decode()
    told = {"username": "dana", "usable_password": "true", "password1": "a long walk 7", "password2": "a long walk 7"}
    root.post(form, told)
    assert User.objects.get(username="dana").check_password("a long walk 7")


def test_a_role_tells_in_words_what_it_may(root):
    sync_roles()
    role = Group.objects.get(name="marketer")
    page = root.get(reverse("admin:auth_group_change", args=[role.pk])).content.decode()
    assert "<b>See" in page
    assert "campaigns" in page


def test_a_list_counts_at_its_foot_what_there_is_or_what_was_found(root):
    Tag.objects.create(key="cosy", label="cosy")
    everything = root.get(reverse("admin:games_tag_changelist")).content.decode()
    assert "in all" in everything
    some = root.get(reverse("admin:games_tag_changelist"), {"q": "cosy"}).content.decode()
    assert "1 found" in some
