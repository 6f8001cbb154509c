"""The queue's dangerous defaults are found by `manage.py check`."""

from __future__ import annotations

import copy

import pytest

from thrum_project.checks import queue_settings_are_safe


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
