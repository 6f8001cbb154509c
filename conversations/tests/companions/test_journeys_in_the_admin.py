"""Editors add journeys by a file, looked at first, and see how people score."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conversations.companions import journeys
from conversations.models import JourneyAnswer, JourneyRun, JourneyText
from conversations.tests.companions.test_journey import _csv
from conversations.tests.factories import NOON, ContactFactory
from thrum_project.roles import sync_roles

pytestmark = pytest.mark.django_db
LIST, ADD = "admin:conversations_journeytext_changelist", "admin:conversations_journeytext_add"


@pytest.fixture
def editor(client) -> User:
    sync_roles()
    mia = User.objects.create_user("mia", password="x", is_staff=True)
    mia.groups.add(Group.objects.get(name="editor"))
    client.force_login(mia)
    return mia


def test_a_file_is_looked_at_refused_by_the_line_and_saved_only_when_it_was_seen(client, editor):
    wrong = SimpleUploadedFile("j.csv", _csv(genre="metrovania").encode())
    page = client.post(reverse(ADD), {"file": wrong}).content.decode()
    assert "line 2: genre: metrovania is none of ours" in page
    assert not JourneyText.objects.exists()
    page = client.post(reverse(ADD), {"file": SimpleUploadedFile("j.csv", _csv().encode())}).content.decode()
    assert "Lost on purpose" in page
    assert not JourneyText.objects.exists()
    saved = client.post(reverse(ADD), {"text": _csv(), "save": "1"})
    assert saved.status_code == 302
    assert JourneyText.objects.get().changed_by == editor
    assert "metroidvanias" in journeys.all_journeys()


def test_the_list_shows_averages_and_a_page_who_was_still_there(client, editor):
    for score in (80, 40):
        run = JourneyRun.objects.create(
            contact=ContactFactory(), name="roguelikes", begun_at=NOON, finished_at=NOON, score=score
        )
        JourneyAnswer.objects.create(run=run, question=1, score=score, model_score=score - 10, at=NOON)
    JourneyRun.objects.create(contact=ContactFactory(), name="roguelikes", begun_at=NOON)
    assert "Dying on purpose" in client.get(reverse(LIST)).content.decode()
    row = JourneyText.objects.get(name="roguelikes")
    page = client.get(reverse("admin:conversations_journeytext_change", args=[row.pk])).content.decode()
    assert "67%" in page
    assert "60" in page


def test_a_text_is_changed_refused_and_returns_to_the_file_when_emptied(client, editor):
    journeys.list_every_file()
    row = JourneyText.objects.get(name="roguelikes")
    page = reverse("admin:conversations_journeytext_change", args=[row.pk])
    refused = client.post(page, {"is_on": "on", "text": _csv()})
    assert "every line" in refused.content.decode()
    changed = journeys.files()["roguelikes"].replace("Dying on purpose", "Dying happily")
    assert client.post(page, {"is_on": "on", "text": changed}).status_code == 302
    assert journeys.all_journeys()["roguelikes"].title == "Dying happily"
    client.post(page, {"is_on": "on", "text": ""})
    assert journeys.all_journeys()["roguelikes"].title == "Dying on purpose"
    told = client.post(reverse(LIST), {"action": "download", "_selected_action": [row.pk]})
    assert told["Content-Type"] == "text/csv"
    assert "roguelikes" in told.content.decode()
