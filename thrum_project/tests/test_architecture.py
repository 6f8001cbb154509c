"""What only a reviewer enforces is lost within months; so the house's rules are tests."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

BASE = Path(settings.BASE_DIR)
LAYERS = ["games", "conversations", "engagement", "analytics"]
PRESENT = [app for app in LAYERS if (BASE / app).exists()]
BANNED_NAMES = {"utils", "common", "helpers", "core", "services", "signals", "misc", "managers"}

# Who may import what: the only door to each outside world.
DOORS = {
    "twilio": {
        "conversations/channels/twilio_whatsapp/transport.py",
        "conversations/channels/twilio_whatsapp/signature.py",
        "conversations/management/commands/sync_content.py",
    },
    "torch": {"games/embedding/model_export.py"},
    "transformers": {"games/embedding/model_export.py"},
    "sentence_transformers": set(),
    "plotly": set(),
    "openai": {"conversations/llm/transport.py"},
}
# Cores that can be called a thousand times without a database.
PURE = (
    "analytics/charts.py",
    "analytics/colours.py",
    "analytics/figures.py",
    "analytics/number_words.py",
    "analytics/variety.py",
    "analytics/metrics",
    "analytics/values.py",
    "conversations/understanding",
    "conversations/companions/journey_scoring.py",
    "conversations/companions/journey_text.py",
    "conversations/companions/letter_text.py",
    "conversations/companions/story_text.py",
    "conversations/channels/twilio_whatsapp/parsing.py",
    "conversations/channels/twilio_whatsapp/errors.py",
    "engagement/campaign_copy.py",
    "engagement/campaign_texts.py",
    "engagement/recurrence.py",
    "engagement/send_time.py",
    "engagement/breaker.py",
    "engagement/costs.py",
    "engagement/decision.py",
    "engagement/experiment_metrics.py",
    "engagement/experiment_plan.py",
    "engagement/experiment_reading.py",
    "engagement/experiment_words.py",
    "engagement/policy.py",
    "engagement/quiet_hours.py",
    "engagement/reasons.py",
    "engagement/segment_fields.py",
    "engagement/segment_rules.py",
    "engagement/segment_sql.py",
    "engagement/segment_words.py",
    "engagement/segments.py",
    "engagement/statistics",
    "games/buckets.py",
    "games/taste/clusters.py",
    "games/interactions/outcomes.py",
    "games/players/places.py",
    "games/taste/scores.py",
    "games/recommender/types.py",
    "games/recommender/blend.py",
    "games/recommender/diversity.py",
    "games/recommender/rotation.py",
    "games/recommender/rules.py",
    "games/recommender/shaping.py",
    "games/recommender/tuning.py",
    "games/recommender/confidence.py",
    "games/recommender/explain.py",
    "games/recommender/explain_words.py",
    "games/recommender/fair_start.py",
    "games/recommender/mood_fit.py",
    "games/importing/rows.py",
    "games/catalogue/quality.py",
    "conversations/dialogue/care",
    "conversations/dialogue/said",
    "conversations/llm/answers.py",
    "conversations/llm/patience.py",
    "conversations/llm/shapes.py",
    "conversations/llm/types.py",
    "conversations/llm/wrapping.py",
    "conversations/moderation/folding.py",
    "conversations/moderation/patterns.py",
    "conversations/moderation/stage_one.py",
    "engagement/facts.py",
    "engagement/held_out.py",
    "engagement/template_lint.py",
)
LONGEST = 300
LONGER_WITH_A_REASON: dict[str, str] = {
    "thrum_project/embedded_postgres/__init__.py": "one server, one owner",
}


def modules(*roots: str) -> Iterator[Path]:
    for root in roots:
        path = BASE / root
        found = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (module for module in found if "migrations" not in module.parts)


def product(*roots: str) -> Iterator[Path]:
    yield from (module for module in modules(*roots) if "tests" not in module.parts)


@functools.cache
def imported(path: Path) -> list[tuple[int, str]]:
    """Read once: a dozen tests ask every module."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.lineno, node.module))
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def name_of(path: Path) -> str:
    return str(path.relative_to(BASE))


@pytest.mark.parametrize("app", PRESENT)
def test_an_app_imports_only_apps_below_it(app):
    above = {*LAYERS[LAYERS.index(app) + 1 :], "thrum_project"}
    offences = [
        f"{name_of(path)}:{line} imports {name}"
        for path in product(app)
        for line, name in imported(path)
        if name.split(".")[0] in above
    ]
    assert offences == []


@pytest.mark.parametrize("app", PRESENT)
def test_a_foreign_key_points_to_its_own_app_or_downwards(app):
    below = {*LAYERS[: LAYERS.index(app) + 1], "auth"}
    offences = [
        f"{model.__name__}.{field.name} -> {field.related_model._meta.app_label}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model._meta.app_label not in below
    ]
    assert offences == []


def test_no_private_name_is_imported_across_apps():
    offences = [
        f"{name_of(path)}:{line} imports {name}"
        for app in PRESENT
        for path in product(app)
        for line, name in imported(path)
        if name.split(".")[0] in LAYERS and name.split(".")[0] != app
        if any(part.startswith("_") for part in name.split("."))
    ]
    assert offences == []


@pytest.mark.parametrize("library", DOORS)
def test_each_outside_world_has_one_door(library):
    users = {
        name_of(path)
        for path in product(*PRESENT, "thrum_project")
        for _, name in imported(path)
        if name.split(".")[0] == library
    }
    assert users <= DOORS[library] | {name for name in users if name.startswith("thrum_project/benchmarks/")}


@pytest.mark.parametrize("root", PURE)
def test_a_pure_core_knows_neither_database_nor_settings(root):
    offences = [
        f"{name_of(path)}:{line} imports {name}"
        for path in product(root)
        for line, name in imported(path)
        if (name.split(".")[0] in {"django", "rest_framework", "django_q"} and not name.startswith("django.utils.text"))
        or ".models" in name
    ]
    assert offences == []


def test_modules_stay_short():
    too_long = {
        name_of(path): lines
        for path in product(*PRESENT, "thrum_project")
        if (lines := len(path.read_text().splitlines())) > LONGEST and name_of(path) not in LONGER_WITH_A_REASON
    }
    assert too_long == {}


def test_no_module_is_a_drawer():
    assert [name_of(path) for path in modules(*PRESENT, "thrum_project") if path.stem in BANNED_NAMES] == []


def test_nothing_is_wired_by_signals():
    offences = [
        f"{name_of(path)}:{line}"
        for path in product(*PRESENT, "thrum_project")
        for line, name in imported(path)
        if name.startswith("django.db.models.signals") or name.startswith("django.dispatch")
    ]
    assert offences == []


def test_migrations_have_names_that_people_gave_them():
    auto = [
        name_of(path)
        for app in (*PRESENT, "thrum_project")
        for path in (BASE / app / "migrations").glob("0*.py")
        if "_auto_" in path.stem or path.stem.endswith("_initial")
    ]
    assert auto == []
