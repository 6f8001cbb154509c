"""An operator goes back to an older version of something learnt."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from games import artefacts, jobs
from games.models import Job, ModelArtefact
from games.moods.estimates_job import ARTEFACT, KIND

NOW = datetime(2026, 5, 4, 20, tzinfo=UTC)


@pytest.fixture
def older(db) -> ModelArtefact:
    """The older of two heads, of which the newer is in use."""
    old, _ = (
        artefacts.publish(name=ARTEFACT, version=version, content=b"head", config={}, embedding="", now=NOW)
        for version in ("a" * 64, "b" * 64)
    )
    return old


def go_back(client, row: ModelArtefact):
    address = reverse("admin:games_modelartefact_changelist")
    return client.post(address, {"action": "use_this_version", "_selected_action": [row.pk]})


def test_who_goes_back_to_an_older_version_is_written_down(admin_client, admin_user, older):
    assert go_back(admin_client, older).status_code == 302

    assert artefacts.active(ARTEFACT) == older
    assert Job.objects.get().kind == KIND
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (admin_user, str(older.pk), "In use from now on.")


def test_a_head_is_not_put_into_use_without_the_job_that_applies_it(admin_client, older, monkeypatch):
    monkeypatch.delitem(jobs._handlers, KIND)

    with pytest.raises(ValueError, match="nothing does"):
        go_back(admin_client, older)

    assert artefacts.active(ARTEFACT) != older
    assert not LogEntry.objects.exists()
