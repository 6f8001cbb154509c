"""A lean is about no game, counts once, and is learnt again in its turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from games.interactions.recording import record_interaction, record_lean, reset_taste
from games.models import Interaction, Player
from games.tests.factories import GameFactory, PlayerFactory

NOW = datetime(2026, 5, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _lean(player: Player, key: str, at: datetime = NOW) -> bool:
    return record_lean(player=player, names=("genre:stealth", "tag:cozy"), source="chat", at=at, key=key)


def test_a_lean_is_recorded_once_and_taken_for_no_event_about_a_game():
    omar = PlayerFactory()
    assert _lean(omar, "message:1:lean")
    assert not _lean(omar, "message:1:lean")
    assert omar.scores == {"genre:stealth": pytest.approx(0.06), "tag:cozy": pytest.approx(0.06)}
    assert Interaction.objects.get().game is None
    omar.refresh_from_db()
    assert omar.events_count == 0
    assert omar.profile_version == 1


def test_of_a_child_no_lean_is_kept():
    kid = PlayerFactory(age_band="under_13")
    assert not _lean(kid, "message:2:lean")
    assert not Interaction.objects.exists()


def test_leans_are_learnt_anew_with_all_else_in_whatever_order_they_came():
    first, second = PlayerFactory(), PlayerFactory()
    game = GameFactory(genres=["stealth"], tags=["cozy"])
    later = NOW + timedelta(days=3)
    _lean(first, "message:3:lean")
    record_interaction(player=first, game=game, kind="like", source="chat", at=later)
    record_interaction(player=second, game=game, kind="like", source="chat", at=later)
    _lean(second, "message:4:lean")
    assert first.scores == pytest.approx(second.scores)
    reset_taste(player_id=first.pk)
    first.refresh_from_db()
    assert first.scores == {}
