"""A typed Python client, made from the schema by a tool of others, works against the running server."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

from thrum_project.tests.api.conftest import put_games, schema_document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def client_package(tmp_path, monkeypatch) -> str:
    schema, config = tmp_path / "schema.json", tmp_path / "config.json"
    schema.write_text(json.dumps(schema_document()))
    config.write_text(json.dumps({"post_hooks": []}))
    subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate", "--path", schema, "--meta", "none",
            "--output-path", tmp_path / "thrum_client", "--config", config, "--fail-on-warning",
        ],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    monkeypatch.syspath_prepend(tmp_path)
    return "thrum_client"


def test_a_client_made_from_the_schema_signs_up_and_sees_its_feed_change(client_package, live_server):
    put_games()

    def module(name: str) -> ModuleType:
        return importlib.import_module(f"{client_package}.{name}")

    models: Any = module("models")
    feed = module("api.recommend.recommend_feed")
    with module("client").Client(base_url=live_server.url) as guest:
        tokens = module("api.auth.auth_signup").sync(
            client=guest, body=models.SignUp(email="mika@example.org", password="a quiet evening in june")
        )
        assert feed.sync(client=guest, body=models.FeedWish()).code == models.ProblemCode.NOT_AUTHENTICATED
    with module("client").AuthenticatedClient(base_url=live_server.url, token=tokens.access_token) as mine:
        profile = module("api.user.user_onboarding").sync(
            client=mine, body=models.Onboarding(platforms=[models.Platform.SWITCH], intent=models.IntentEnum.EXPLORE)
        )
        before = feed.sync(client=mine, body=models.FeedWish())
        first = before.items[0]
        wish = models.FeedbackWish(recommendation_id=first.recommendation_id, feedback=models.FeedbackEnum.DISLIKE)
        learnt = module("api.feedback.feedback").sync(client=mine, body=wish)
        after = feed.sync(client=mine, body=models.FeedWish())

    assert profile.platforms == ["switch"]
    assert learnt.profile_version > profile.profile_version
    assert first.slug not in [item.slug for item in after.items]
