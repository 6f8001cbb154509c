"""Whose first ten games an import would change: tried on players, and taken back."""

import io

from django.utils import timezone

from games.importing import impacts
from games.importing.batches import receive_upload
from games.importing.comparing import run_compare_chunk
from games.importing.impacts import Touched
from games.importing.trial import Trial, try_import
from games.models import DataVersion, Game, ImportBatch, Impression, Offer, Slate
from games.tests.factories import GameFactory, PlayerFactory


def check(content: bytes) -> ImportBatch:
    return receive_upload(file=io.BytesIO(content), file_name="a.csv", preset="", by=None, now=timezone.now())


def test_a_better_game_would_change_what_is_offered_and_the_trial_leaves_nothing(db):
    now = timezone.now()
    mika, abzu = PlayerFactory(platforms=["pc"], liked_genres=["puzzle"]), GameFactory(slug="abzu", title="Abzu")
    slate = Slate.objects.create(player=mika, surface="chat", policy_version="p", seed=1, created_at=now)
    Impression.objects.create(
        slate=slate, player=mika, game=abzu, slot=0, score=0.5, confidence=0.5, strategy="best_fit", propensity=1,
        shown_at=now,
    )  # fmt: skip
    batch = check(
        b"title,platforms,genres,critic_score,popularity,age_rating,player_modes,release_date\n"
        b"Stone Path,pc,puzzle,97,1,7,solo,2024-01-01\n"
    )
    before = list(DataVersion.objects.values_list("kind", "version"))
    assert try_import(batch, now=now) == Trial(asked=1, would_change=1, rows=1, of_rows=1)
    assert list(Game.objects.values_list("title", flat=True)) == ["Abzu"]
    assert list(DataVersion.objects.values_list("kind", "version")) == before
    assert try_import(check(b"title\nAbzu\n"), now=now) == Trial(asked=0, would_change=0, rows=0, of_rows=0)


def test_apps_above_hear_what_gets_cheaper_and_what_is_new(db, monkeypatch):
    heard = []

    def ask(foreseen, now):
        heard.append(foreseen)
        return [Touched("Autumn sale", 3, "because")]

    monkeypatch.setattr(impacts, "estimators", [ask])
    abzu = GameFactory(slug="abzu", title="Abzu", price="20.00")
    batch = check(
        b"slug,title,platforms,genres,prices\nabzu,Abzu,,,Steam|pc|15.00|USD|\nnew,New,pc;switch,puzzle,Steam|pc|1|USD|\n"
    )
    job = batch.compare_job
    while not (told := run_compare_chunk(job, timezone.now())).finished:
        job.cursor = told.cursor
    batch.refresh_from_db()
    assert batch.impact["campaigns"] == [{"name": "Autumn sale", "people": 3, "why": "because"}]
    assert heard[0].cheaper == {abzu.pk: 0.25}
    assert heard[0].new == {"pc": frozenset({"puzzle"}), "switch": frozenset({"puzzle"})}
    assert Offer.objects.count() == 1
