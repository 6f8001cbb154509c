"""No list and no page of this app asks more of the database when there are more rows."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from games import models

NOW = datetime(2026, 5, 1, tzinfo=UTC)
_numbers = itertools.count()


def a_game() -> models.Game:
    number = next(_numbers)
    game = models.Game.objects.create(slug=f"game-{number}", title=f"Game {number}", mood_fit={"chill": 1.0})
    an_offer(game)
    return game


def an_offer(game=None) -> models.Offer:
    return models.Offer.objects.create(
        game=game or models.Game.objects.create(slug=f"sold-{next(_numbers)}", title="Sold"),
        store=f"Store {next(_numbers)}", family="pc", amount="1", currency="USD", seen_at=NOW,
    )  # fmt: skip


def a_job() -> models.Job:
    user = User.objects.create_user(f"user{next(_numbers)}")
    return models.Job.objects.create(kind="embed", by=user, done=1, total=2)


def an_import() -> models.ImportBatch:
    batch = models.ImportBatch.objects.create(file_name="x.csv", sha256="", job=a_job(), content=b"x")
    for _ in range(3):
        models.ImportRow.objects.create(batch=batch, line=2, effect="changed", game=a_game(), after={"title": "x"})
    return batch


MAKERS = {
    models.Game: a_game,
    models.Offer: an_offer,
    models.Job: a_job,
    models.ImportBatch: an_import,
    models.Tag: lambda: models.Tag.objects.create(key=f"t{next(_numbers)}", label="x"),
    models.NameMapping: lambda: models.NameMapping.objects.create(kind="genre", name=f"n{next(_numbers)}"),
    models.ExchangeRate: lambda: models.ExchangeRate.objects.create(
        currency=f"X{next(_numbers) % 90 + 10}", per_usd=1, as_of=NOW.date()
    ),
    models.FairStart: lambda: models.FairStart.objects.create(
        game=a_game(), due=30, begins_at=NOW, ends_at=NOW + timedelta(days=14)
    ),
    models.PlayerCluster: lambda: models.PlayerCluster.objects.create(
        label="cozy", top_tags=[["tag:cozy", 0.4]], created_at=NOW, refreshed_at=NOW
    ),
    models.FairStart: lambda: models.FairStart.objects.create(
        game=a_game(), due=30, begins_at=NOW, ends_at=NOW + timedelta(days=14)
    ),
    models.RankingRule: lambda: models.RankingRule.objects.create(name=f"r{next(_numbers)}", kind="boost", tags=["x"]),
    models.Platform: lambda: models.Platform.objects.create(key=f"p{next(_numbers)}", label="x", family="pc"),
    models.Genre: lambda: models.Genre.objects.create(key=f"g{next(_numbers)}", label="x"),
    models.Mood: lambda: models.Mood.objects.create(key=f"m{next(_numbers)}", label="x", needs="x"),
}
OURS = [model for model in MAKERS if admin.site.is_registered(model)]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_asks_no_more_when_there_are_more_rows(superuser, queries_stay_flat, model):
    make = MAKERS[model]
    make()

    def look():
        assert superuser.get(f"/admin/games/{model._meta.model_name}/").status_code == 200

    queries_stay_flat(look, lambda: [make() for _ in range(5)])


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_page_asks_no_more_when_there_are_more_rows(superuser, queries_stay_flat, model):
    make = MAKERS[model]
    row = make()

    def look():
        assert superuser.get(f"/admin/games/{model._meta.model_name}/{row.pk}/change/").status_code == 200

    def add_rows():
        for _ in range(5):
            make()
            if model is models.Game:
                an_offer(row)
            if model is models.ImportBatch:
                models.ImportRow.objects.create(batch=row, line=9, effect="changed", game=a_game())

    queries_stay_flat(look, add_rows)


def test_every_catalogue_model_has_a_page():
    assert set(OURS) == set(MAKERS)
