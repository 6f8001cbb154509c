"""The schema tells of every address, who may ask, what is refused, and shows an example that is right."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver
from rest_framework.test import APIClient

from games.api.tokens import make_access_token
from games.models import Player
from thrum_project import api_examples
from thrum_project.tests.api.conftest import schema_document

pytestmark = pytest.mark.django_db

# Their examples hold what only an answer before could tell.
_NEED_AN_ANSWER = {
    "/v1/auth/refresh", "/v1/auth/logout", "/v1/feedback/reward", "/v1/auth/link", "/v1/auth/code",
    "/v1/auth/password/reset", "/v1/auth/login",
}  # fmt: skip
_OF_STAFF = {"/v1/engagement/cycles"}
# The last two are told with their last slash.
_NOT_TOLD = {"/v1/schema", "/v1/docs", "/v1/feedback", "/v1/recommend"}


def _addresses() -> set[str]:
    (api,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "v1/"]
    found = set()
    for one in api.url_patterns:
        for path in getattr(one, "url_patterns", [one]):
            found.add("/v1/" + str(path.pattern).replace("<slug:", "{").replace("<int:", "{").replace(">", "}"))
    return found - _NOT_TOLD


def test_every_address_is_told_with_a_summary_and_its_refusals():
    paths = schema_document()["paths"]

    assert set(paths) >= _addresses()
    for path, operations in paths.items():
        for operation in operations.values():
            assert operation.get("summary"), path
            assert path.startswith("/v1/health") or "default" in operation["responses"]


def test_every_body_has_an_example():
    without = [
        path
        for path, operations in schema_document()["paths"].items()
        for operation in operations.values()
        if "requestBody" in operation and example_of(operation) is None
    ]
    assert without == []


def example_of(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    shown = [one["value"] for one in content.get("examples", {}).values()]
    return content.get("example", shown[0] if shown else None)


def test_pressing_an_example_works(shelf, no_limits, encoder):
    """As the page sends them: signed up by the first one, each as it stands."""
    player = Player.objects.create(origin="api", platforms=["switch"])
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_access_token(player)}")
    document = schema_document()
    answers = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path in _NEED_AN_ANSWER | _OF_STAFF or "staff" in str(operation.get("security")) or method == "delete":
                continue
            url = path.format(**api_examples.PARTS)
            answer = client.post(url, example_of(operation), format="json") if method == "post" else client.get(url)
            answers[f"{method} {path}"] = answer.status_code
            if answer.status_code >= 400:
                answers[f"{method} {path}"] = answer.json()
            if "logout" in path:
                player.refresh_from_db()
                client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_access_token(player)}")
    wrong = {where: told for where, told in answers.items() if not isinstance(told, int)}
    assert wrong == {}
