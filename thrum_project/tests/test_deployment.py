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

from thrum_project import health

BASE = Path(settings.BASE_DIR)
FILES = ("Dockerfile", "compose.yaml", ".do/app.yaml")
COMPOSE: dict[str, Any] = yaml.safe_load((BASE / "compose.yaml").read_text())
APP: dict[str, Any] = yaml.safe_load((BASE / ".do/app.yaml").read_text())
# Read by other programs than ours, or by the shell alone.
FOREIGN = {"PATH", "PYTHONUNBUFFERED", "HF_HUB_OFFLINE", "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"}
POSTGRES = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"}


@pytest.mark.parametrize("name", FILES)
def test_every_command_that_is_called_exists(name):
    called = set(re.findall(r"manage\.py[\",]* *,? *\"?([a-z_]+)", (BASE / name).read_text()))
    assert called
    assert called <= set(get_commands())


def test_every_variable_is_one_that_is_read():
    listed = set(re.findall(r"^#?([A-Z_]+)=", (BASE / ".env.example").read_text(), re.MULTILINE)) | {"Q_CLUSTER_NAME"}
    ours = {name for service in COMPOSE["services"].values() for name in service.get("environment", {})} - POSTGRES
    theirs = {entry["key"] for entry in _envs(APP)}
    built = set(re.findall(r"\b([A-Z][A-Z_]+)=", (BASE / "Dockerfile").read_text())) - FOREIGN
    assert ours | theirs | built <= listed


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


def test_nothing_runs_before_the_release_step_is_done():
    for name in ("web", "talk", "work"):
        assert COMPOSE["services"][name]["depends_on"]["release"] == {"condition": "service_completed_successfully"}
    assert APP["jobs"][0]["kind"] == "PRE_DEPLOY"


def test_the_image_is_run_by_nobody_important():
    last_stage = (BASE / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER thrum$", last_stage, re.MULTILINE)
    assert "SECRET_KEY" not in last_stage


def _envs(spec: Any) -> Iterator[dict[str, str]]:
    if isinstance(spec, dict):
        yield from spec.get("envs", [])
        for value in spec.values():
            yield from _envs(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _envs(value)
