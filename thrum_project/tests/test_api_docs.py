"""The page about the API works where there is no world outside."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.django_db


def test_everything_it_loads_is_our_own(client):
    page = client.get("/v1/docs").content.decode()

    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert any("swagger-ui-bundle" in one for one in loaded)
    assert [one for one in loaded if not one.startswith("/")] == []
