"""One effect for one Idempotency-Key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rest_framework.response import Response

from games.api import repeats
from games.api.problems import Problem
from games.models import KeptAnswer, Player
from thrum_project.tests.at_once import at_once

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def make_player(*, request: str = "r1", key: str = "k1", asker: str = "partner:1", now: datetime = NOW) -> Response:
    def act() -> Response:
        player = Player.objects.create(origin="api")
        return Response({"id": str(player.public_id)}, status=201, headers={"Location": "/v1/user/profile"})

    return repeats.once(key=key, asker=asker, player_id=None, request=request, now=now, act=act)


@pytest.mark.django_db
def test_a_repeated_request_gets_the_first_answer_and_has_no_second_effect() -> None:
    first, second = make_player(), make_player()
    assert second.data == first.data
    assert (second.status_code, second["Location"], second["Idempotent-Replayed"]) == (201, "/v1/user/profile", "true")
    assert Player.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_its_request_and_its_asker_for_a_day() -> None:
    make_player()
    with pytest.raises(Problem) as refused:
        make_player(request="r2")
    assert refused.value.get_codes() == "idempotency_key_reused"
    make_player(asker="partner:2")
    make_player(now=NOW + timedelta(days=2))
    assert Player.objects.count() == 3


@pytest.mark.django_db
def test_what_failed_is_tried_again_under_the_same_key() -> None:
    def break_down() -> Response:
        Player.objects.create(origin="api")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        repeats.once(key="k1", asker="a", player_id=None, request="r1", now=NOW, act=break_down)
    assert not Player.objects.exists()
    make_player(asker="a")
    assert Player.objects.count() == KeptAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_under_one_key_have_one_effect_and_one_answer() -> None:
    answers = at_once(*[lambda: make_player().data["id"]] * 8)
    assert set(answers) == {str(Player.objects.get().public_id)}
