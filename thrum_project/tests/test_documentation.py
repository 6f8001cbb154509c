"""Docs that nobody checks are wrong within months."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from thrum_project.schedules import JOBS

BASE = Path(settings.BASE_DIR)
DOCS = "\n".join(path.read_text() for path in [BASE / "README.md", *sorted((BASE / "docs").rglob("*.md"))])
SETTINGS = "\n".join(path.read_text() for path in (BASE / "thrum_project/settings").glob("*.py"))
READ = sorted(set(re.findall(r'(?:env\.\w+|secret|money)\(\s*"([A-Z_]+)"', SETTINGS)))
OURS = sorted(
    name
    for name, app in get_commands().items()
    if app in ("games", "conversations", "engagement", "analytics", "thrum_project")
)


@pytest.mark.parametrize("name", READ)
def test_a_setting_is_listed_and_explained(name):
    assert re.search(rf"^#?{name}=", (BASE / ".env.example").read_text(), re.MULTILINE)
    assert f"`{name}`" in (BASE / "docs/configuration.md").read_text()


@pytest.mark.parametrize("command", OURS)
def test_a_command_is_documented(command):
    assert re.search(rf"\b{command}\b", DOCS)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_schedule_is_documented(job):
    assert job.name in re.sub(r"\s+", " ", DOCS)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(((?!http)[^)#]+)\)", (BASE / "README.md").read_text()))))
def test_a_link_of_the_readme_leads_somewhere(link):
    assert (BASE / link).exists()


@pytest.mark.parametrize(
    "path",
    sorted(set(re.findall(r"`((?:analytics|conversations|engagement|games|thrum_project)/(?:\w+/|\w+\.py)+)", DOCS))),
)
def test_a_file_named_in_the_docs_exists(path):
    assert (BASE / path).exists()


@pytest.mark.parametrize("app", ["games", "conversations"])
def test_each_package_and_each_module_at_the_root_of_an_app_is_told_of(app):
    told = (BASE / "docs/architecture.md").read_text().partition(f"## Inside {app}\n")[2].partition("\n## ")[0]
    packages = {path.parent.name for path in (BASE / app).glob("*/__init__.py")} - {"management", "migrations", "tests"}
    modules = {path.name for path in (BASE / app).glob("*.py")} - {"__init__.py"}
    assert [name for name in sorted({f"{package}/" for package in packages} | modules) if f"`{name}`" not in told] == []
