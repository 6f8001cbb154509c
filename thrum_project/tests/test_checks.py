"""What is dangerous or half done in the settings is found by `manage.py check`."""

from __future__ import annotations

import copy

import pytest

from thrum_project.checks import (
    connections_are_not_pooled,
    pooled,
    queue_settings_are_safe,
    whatsapp_is_connected_wholly_or_not_at_all,
)


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
