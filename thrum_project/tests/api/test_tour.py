"""The newcomer's tour of the documentation does what it says."""

from __future__ import annotations

import subprocess

import pytest
from django.conf import settings

from thrum_project.tests.api.conftest import put_games

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_tour_goes_from_sign_up_to_a_feed_that_changed(live_server):
    put_games()
    tour = subprocess.run(
        [settings.BASE_DIR / "docs/api_tour.sh", live_server.url],
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip

    assert tour.returncode == 0, tour.stdout + tour.stderr
    assert "is gone" in tour.stdout
    assert "the token opens nothing any more" in tour.stdout
