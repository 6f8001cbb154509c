"""What is dangerous or half done in the settings is found by `manage.py check`."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.db import connection

from conversations.models import PersonaText
from conversations.personas import in_use as personas
from games.embedding.game_vectors import CURRENT_VERSION
from games.models import Game
from thrum_project import checks
from thrum_project.checks import (
    connections_are_not_pooled,
    pooled,
    queue_settings_are_safe,
    the_database_knows_vectors,
    what_the_world_reaches_is_closed,
    whatsapp_is_connected_wholly_or_not_at_all,
)
from thrum_project.settings.environment import served_at

_A_KEY = "sX2-9fKq0vT7mWc4bR8yLhJ3pZ6nD1gA5eU_iOtYxQkVwBzMrCsPlHd"


def test_our_own_settings_are_safe():
    assert queue_settings_are_safe(None) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"orm": None}, "thrum.E001"),
        ({"timeout": None}, "thrum.E002"),
        ({"timeout": 60, "retry": 60}, "thrum.E002"),
        ({"max_attempts": 0}, "thrum.E003"),
        ({"catch_up": True}, "thrum.E004"),
    ],
)
def test_a_dangerous_setting_is_named(settings, change, expected):
    settings.Q_CLUSTER = {**copy.deepcopy(settings.Q_CLUSTER), **change, "ALT_CLUSTERS": {}}
    assert expected in {problem.id for problem in queue_settings_are_safe(None)}


def test_the_second_cluster_is_checked_too(settings):
    settings.Q_CLUSTER = copy.deepcopy(settings.Q_CLUSTER)
    settings.Q_CLUSTER["ALT_CLUSTERS"]["work"]["max_attempts"] = 0
    assert [problem.id for problem in queue_settings_are_safe(None)] == ["thrum.E003"]


def test_a_pool_that_workers_would_inherit_is_refused():
    assert connections_are_not_pooled(None) == []
    assert pooled({"default": {"OPTIONS": {"pool": True}}, "other": {}}) == ["default"]


def test_no_whatsapp_at_all_is_fine(settings):
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = "", []
    settings.TWILIO_WHATSAPP_NUMBER = settings.TWILIO_MESSAGING_SERVICE_SID = ""
    assert whatsapp_is_connected_wholly_or_not_at_all(None) == []


def test_a_half_connected_whatsapp_names_what_is_missing(settings):
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = "AC1", []
    settings.TWILIO_WHATSAPP_NUMBER, settings.TWILIO_MESSAGING_SERVICE_SID = "", "MG1"
    settings.PUBLIC_BASE_URL, settings.TWILIO_API_BASE_URL = "http://localhost:8000", ""
    problems = whatsapp_is_connected_wholly_or_not_at_all(None)
    assert [problem.id for problem in problems] == ["thrum.W006", "thrum.W007"]
    assert "TWILIO_AUTH_TOKEN missing" in problems[0].msg


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:8001", "http://[::1]:8000"])
def test_on_a_laptop_debug_and_any_key_are_fine(settings, address):
    settings.PUBLIC_BASE_URL, settings.DEBUG, settings.SECRET_KEY = address, True, "short"
    assert what_the_world_reaches_is_closed(None) == []


def test_debug_where_others_reach_it_is_refused(settings):
    settings.PUBLIC_BASE_URL, settings.DEBUG, settings.SECRET_KEY = "https://thrum.example", True, _A_KEY
    assert [problem.id for problem in what_the_world_reaches_is_closed(None)] == ["thrum.E008"]


@pytest.mark.parametrize(
    "key",
    [
        "thrum",
        "a" * 64,
        "django-insecure-" + _A_KEY,
        "for-this-machine-only-replace-it-before-anybody-else-can-reach-it",
    ],
)
def test_a_key_that_can_be_guessed_is_refused(settings, key):
    settings.PUBLIC_BASE_URL, settings.DEBUG, settings.SECRET_KEY = "https://thrum.example", False, key
    (problem,) = what_the_world_reaches_is_closed(None)
    assert problem.id == "thrum.E009"
    assert problem.hint
    assert key not in problem.msg


def test_a_good_key_is_fine(settings):
    settings.PUBLIC_BASE_URL, settings.DEBUG, settings.SECRET_KEY = "https://thrum.example", False, _A_KEY
    assert what_the_world_reaches_is_closed(None) == []


@pytest.mark.django_db
def test_a_database_of_this_version_is_fine():
    assert the_database_knows_vectors(None, databases=["default"]) == []


def test_without_a_database_named_none_is_asked():
    assert the_database_knows_vectors(None) == []


@pytest.mark.django_db
def test_games_with_vectors_of_another_model_are_counted(settings):
    vector = [0.5] * 384
    Game.objects.create(title="Old Hat", slug="old-hat", embedding=vector, embedding_version="other-model/fp32/text-0")
    Game.objects.create(title="New Hat", slug="new-hat", embedding=vector, embedding_version=CURRENT_VERSION)
    Game.objects.create(title="No Hat", slug="no-hat")
    (problem,) = the_database_knows_vectors(None, databases=["default"])
    assert problem.id == "thrum.W012"
    assert problem.msg.startswith("1 games have vectors of another")


@pytest.mark.django_db
def test_an_extension_too_old_to_search_with_filters_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "_OLDEST_PGVECTOR", (99, 0))
    assert [problem.id for problem in the_database_knows_vectors(None, databases=["default"])] == ["thrum.E011"]


@pytest.mark.django_db
def test_a_server_without_the_extension_is_refused():
    # A view of the same name, found first, stands in for a server that offers nothing.
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY VIEW pg_available_extensions AS"
            " SELECT name, default_version, installed_version FROM pg_catalog.pg_available_extensions WHERE false"
        )
        cursor.execute("SET LOCAL search_path TO pg_temp, pg_catalog, public")
    assert [problem.id for problem in the_database_knows_vectors(None, databases=["default"])] == ["thrum.E010"]


def test_the_personas_that_ship_can_speak():
    assert checks.personas_can_speak(None) == []


def test_a_broken_persona_file_is_named_with_its_line(tmp_path, monkeypatch):
    shutil.copytree(personas.PROMPTS, tmp_path / "prompts")
    (tmp_path / "prompts" / "thrum_easy.txt").write_text("voice: a\n# nothing.known\nany b\n")
    (tmp_path / "prompts" / "notes.txt").write_text("not a persona")
    monkeypatch.setattr(personas, "PROMPTS", tmp_path / "prompts")
    found = [problem.msg for problem in checks.personas_can_speak(None)]
    assert len(found) == 2
    assert "conversations/prompts/notes.txt, line 1" in found[0]
    assert "conversations/prompts/thrum_easy.txt, line 2: unknown key 'nothing.known'" in found[1]


def test_a_default_persona_that_nobody_wrote_is_named(settings):
    settings.DEFAULT_PERSONA = "nobody"
    assert [problem.id for problem in checks.personas_can_speak(None)] == ["thrum.W021"]


@pytest.mark.django_db
def test_an_edited_text_that_this_release_cannot_use_is_named():
    assert checks.what_editors_wrote_can_be_said(None, databases=["default"]) == []
    PersonaText.objects.create(name="librarian_easy", text="voice: a\n# a.key.of.last.year\nany b")
    (problem,) = checks.what_editors_wrote_can_be_said(None, databases=["default"])
    assert "librarian_easy is not used: line 2" in problem.msg
    assert checks.what_editors_wrote_can_be_said(None) == []


def test_all_of_them_are_run_by_the_check_command():
    assert [problem.id for problem in run_checks() if str(problem.id).startswith("thrum.E")] == []


def test_the_model_runtime_keeps_what_it_sees_to_itself(tmp_path):
    """Left alone, onnxruntime writes an identifier of the machine and reports to its maker."""
    quiet = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); import games.embedding.encoder"],
        cwd=configured.BASE_DIR, check=True, timeout=60,
        env={**quiet, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "thrum_project.settings"},
    )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_links_lead_to_the_server_that_runs_unless_a_port_is_told(tmp_path):
    """`manage.py chat` in a terminal of its own, beside `manage.py run --port 8001`."""
    note = tmp_path / "served_at"
    assert served_at(note, told_port=0) == ""
    note.write_text("http://localhost:8001")
    assert served_at(note, told_port=0) == "http://localhost:8001"
    assert served_at(note, told_port=8002) == ""
