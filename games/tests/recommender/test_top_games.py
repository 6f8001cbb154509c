from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from games.models import Slate


def top_games(*arguments: str) -> str:
    out = StringIO()
    call_command("top_games", *arguments, stdout=out)
    return out.getvalue()


def test_the_best_for_a_mood_come_as_json_and_nothing_is_recorded(make_game):
    make_game("Lullaby", slug="lullaby", mood_fit={"tired": 0.95})
    make_game("Earthquake", mood_fit={"tired": 0.1})

    (best,) = json.loads(top_games("--mood", "tired", "--json"))
    assert best.keys() == {"slug", "title", "score", "reason"}
    assert (best["slug"], best["title"]) == ("lullaby", "Lullaby")
    assert 0 < best["score"] <= 1
    assert best["reason"]
    assert not Slate.objects.exists()


def test_platform_and_limit_are_kept(make_game):
    for _ in range(4):
        make_game(platforms=["switch"])
    make_game("Only PC")

    told = top_games("--mood", "tired", "--platform", "switch", "--limit", "3")
    assert len(told.splitlines()) == 3
    assert "Only PC" not in told


def test_an_empty_shelf_says_so(db):
    assert "nothing" in top_games("--mood", "tired")
    assert json.loads(top_games("--mood", "tired", "--json")) == []


def test_an_unknown_mood_is_refused(db):
    with pytest.raises(CommandError, match="invalid choice"):
        top_games("--mood", "hangry")
