"""Taking an import back: everything that nobody touched since, and nothing behind anybody's back."""

import pytest

from games import jobs
from games.importing import undo as import_undo
from games.models import Game, ImportBatch, Impression, Offer, Slate
from games.tests.factories import PlayerFactory

from .conftest import HADES, NOW


@pytest.fixture
def undo():
    def take_back(*, force=False) -> ImportBatch:
        batch = ImportBatch.objects.filter(state="done").latest("pk")
        import_undo.start_undo(batch=batch, force=force, by=None, now=NOW)
        batch.refresh_from_db()
        return batch

    return take_back


def test_values_and_prices_are_what_they_were(load, hades, undo):
    before = Game.objects.values().get()
    load({**HADES, "title": "Hades!", "critic_score": "1", "tags": "x", "release_date": "2021-01-01",
          "prices": "Steam|pc|9.99|USD|", "mood_fit": "sad:0.1", "igdb_id": "5"})  # fmt: skip
    assert undo().state == "undone"
    after = Game.objects.values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}
    assert sorted(str(offer.amount) for offer in Offer.objects.filter(is_current=True)) == ["24.99", "24.99"]


def test_a_new_game_goes_but_one_that_was_shown_is_only_not_offered_any_more(load, undo):
    load({"title": "Abzu"}, {"title": "Celeste"})
    mika = PlayerFactory()
    slate = Slate.objects.create(player=mika, surface="chat", policy_version="p", seed=1, created_at=NOW)
    Impression.objects.create(
        slate=slate, player=mika, game=Game.objects.get(slug="celeste"), slot=0, score=0.5, confidence=0.5,
        strategy="best_fit", propensity=1, shown_at=NOW,
    )  # fmt: skip
    batch = undo()
    assert list(Game.objects.values_list("slug", "is_published")) == [("celeste", False)]
    assert list(batch.rows.values_list("undo", flat=True)) == ["undone", "hidden"]


def test_force_overrules_what_was_changed_since(load, undo):
    load({"title": "Abzu", "studio": "Old"})
    load({"title": "Abzu", "studio": "New"})
    Game.objects.update(studio="Newer")
    undo(force=True)
    assert Game.objects.get().studio == "Old"


def test_a_number_that_another_game_has_by_now_does_not_come_back(load, undo):
    load({"slug": "abzu", "title": "Abzu", "igdb_id": "1"})
    load({"slug": "abzu", "title": "Abzu", "igdb_id": "2"})
    Game.objects.create(slug="other", title="Other", igdb_id=1)
    batch = undo(force=True)
    assert Game.objects.get(slug="abzu").igdb_id == 2
    assert "belongs to another game by now" in batch.rows.get().undo_reason


def test_a_large_one_goes_by_a_job_in_pieces(load, undo, monkeypatch):
    monkeypatch.setattr(import_undo, "INLINE_ROWS", 3)
    load(*[{"title": f"Game {number}"} for number in range(8)])
    batch = undo()
    assert batch.state == "undoing"
    for chunk in range(3):
        jobs.run_chunk(batch.undo_job_id, chunk)
    assert not Game.objects.exists()
    assert ImportBatch.objects.get().state == "undone"
