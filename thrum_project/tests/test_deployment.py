"""What the deployment files call and name exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from thrum_project import asgi, checks, health

BASE = Path(settings.BASE_DIR)
FILES = ("Dockerfile", "compose.yaml", ".do/app.yaml")
COMPOSE: dict[str, Any] = yaml.safe_load((BASE / "compose.yaml").read_text())
APP: dict[str, Any] = yaml.safe_load((BASE / ".do/app.yaml").read_text())
# Read by other programs than ours, or by the shell alone.
FOREIGN = {"PATH", "PYTHONUNBUFFERED", "HF_HUB_OFFLINE"}
POSTGRES = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"}


@pytest.mark.parametrize("name", FILES)
def test_every_command_that_is_called_exists(name):
    called = set(re.findall(r"manage\.py[\",]* *,? *\"?([a-z_]+)", (BASE / name).read_text()))
    assert called
    assert called <= set(get_commands())


def test_every_variable_is_one_that_is_read():
    listed = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (BASE / ".env.example").read_text(), re.MULTILINE)) | {
        "Q_CLUSTER_NAME"
    }
    ours = {name for service in COMPOSE["services"].values() for name in service.get("environment", {})} - POSTGRES
    theirs = {entry["key"] for entry in _envs(APP)}
    built = set(re.findall(r"\b([A-Z][A-Z_]+)=", (BASE / "Dockerfile").read_text())) - FOREIGN
    assert {name for name in ours | theirs | built if not name.startswith("PIP_")} <= listed


def test_all_of_them_ask_the_same_health():
    assert APP["services"][0]["health_check"]["http_path"] == health.PATH
    assert health.PATH in (BASE / "Dockerfile").read_text()


def test_the_usual_ports_are_published():
    published = {name: service.get("ports") for name, service in COMPOSE["services"].items()}
    assert published["web"] == ["8000:8000"]
    assert published["db"] == ["5432:5432"]
    assert published["redis"] == ["6379:6379"]


def test_both_clusters_are_run_everywhere():
    for clusters in (
        {COMPOSE["services"][name]["environment"]["Q_CLUSTER_NAME"] for name in ("talk", "work")},
        {entry["value"] for worker in APP["workers"] for entry in worker["envs"] if entry["key"] == "Q_CLUSTER_NAME"},
    ):
        assert clusters == {settings.Q_CLUSTER["cluster_name"], *settings.Q_CLUSTER["ALT_CLUSTERS"]}


def test_the_sockets_are_run_everywhere_and_the_pages_know_where():
    at_home = COMPOSE["services"]["sockets"]
    port = at_home["environment"]["PORT"]
    assert at_home["ports"] == [f"{port}:{port}"]
    assert asgi.HEALTH in at_home["healthcheck"]["test"][-1]
    assert COMPOSE["services"]["web"]["environment"]["REALTIME_URL"] == f"${{REALTIME_URL:-:{port}}}"

    away = next(service for service in APP["services"] if service["name"] == "sockets")
    assert away["health_check"]["http_path"] == asgi.HEALTH
    assert away["routes"] == [{"path": "/ws", "preserve_path_prefix": True}]
    assert {"key": "REALTIME_URL", "scope": "RUN_TIME", "value": "/"} in APP["envs"]
    assert {at_home["command"][-1], away["run_command"].split()[-1]} == {"realtime"}


def test_nothing_runs_before_the_release_step_is_done():
    for name in ("web", "sockets", "talk", "work"):
        assert COMPOSE["services"][name]["depends_on"]["release"] == {"condition": "service_completed_successfully"}
    assert APP["jobs"][0]["kind"] == "PRE_DEPLOY"


def test_the_image_is_run_by_nobody_important():
    last_stage = (BASE / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER thrum$", last_stage, re.MULTILINE)
    assert "SECRET_KEY" not in last_stage


def test_one_command_is_the_release_step_of_all():
    run = (BASE / "thrum_project/management/commands/run.py").read_text()
    assert 'call_command("release"' in run
    assert "manage.py release" in COMPOSE["services"]["release"]["command"][-1]
    assert APP["jobs"][0]["run_command"] == "python manage.py release"


def test_the_example_key_of_the_containers_is_refused_where_others_reach_them():
    example = re.search(r"SECRET_KEY:-([^}]+)}", COMPOSE["x-thrum"]["environment"]["SECRET_KEY"])
    assert example
    assert example[1].startswith(checks.EXAMPLE_KEYS)


def test_what_the_image_leaves_out_is_needed_by_the_export_alone():
    dockerfile = (BASE / "Dockerfile").read_text()
    left_out = re.search(r"grep -iE '\^\((.+)\)\$'", dockerfile)
    assert left_out
    names = [name.replace("-", "_") for name in left_out[1].split("|") if "*" not in name]
    importing = re.compile(rf"^\s*(?:import|from) ({'|'.join(names)})\b", re.MULTILINE)
    users = {
        str(path.relative_to(BASE))
        for app in ("games", "conversations", "thrum_project")
        for path in (BASE / app).rglob("*.py")
        if importing.search(path.read_text()) and not {"tests", "benchmarks"} & set(path.parts)
    }
    assert users == {"games/embedding/model_export.py"}
    assert dockerfile.index("prepare_model") < dockerfile.index("pip uninstall")


def test_every_dependency_has_its_reason():
    told = (BASE / "docs/dependencies.md").read_text().lower()
    for file in ("requirements.txt", "requirements-dev.txt"):
        pinned = re.findall(r"^([A-Za-z0-9-]+)(?:\[\w+\])?==", (BASE / file).read_text(), re.MULTILINE)
        assert [name for name in pinned if not re.search(rf"(?<![\w-]){re.escape(name.lower())}(?![\w-])", told)] == []


def test_what_runs_the_product_stands_apart_from_what_checks_it():
    runs = (BASE / "requirements.txt").read_text()
    for name in (
        "django", "djangorestframework", "pgvector", "psycopg", "sentence-transformers", "twilio", "django-q2",
        "django-import-export", "plotly",
    ):  # fmt: skip
        assert re.search(rf"^{name}(\[binary\])?==", runs, re.MULTILINE)
    assert "pytest" not in runs
    assert "no package of that name exists" in runs


def _envs(spec: Any) -> Iterator[dict[str, str]]:
    if isinstance(spec, dict):
        yield from spec.get("envs", [])
        for value in spec.values():
            yield from _envs(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _envs(value)
