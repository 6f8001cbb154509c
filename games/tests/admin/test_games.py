"""The games list and a game's page."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.utils import timezone
from django_q.models import OrmQ

from games import versions
from games.interactions.recording import record_interaction
from games.models import ExchangeRate, FairStart, Game, Impression, Mood, NameMapping, Offer, Slate
from games.tests.factories import GameFactory, PlayerFactory

LIST = "/admin/games/game/"


@pytest.fixture
def hades(db) -> Game:
    game = Game.objects.create(
        slug="hades", title="Hades II", summary="Go down.", platforms=["pc"], genres=["action"],
        mood_fit={"angry": 0.9}, tags=["mythology"], critic_score=93,
    )  # fmt: skip
    Offer.objects.create(
        game=game, store="Steam", family="pc", amount="24.99", currency="USD", seen_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return game


@pytest.fixture
def celeste(db) -> Game:
    return Game.objects.create(slug="celeste", title="Celeste", platforms=["switch"], genres=["platformer"])


def listed(client, **params) -> set[str]:
    response = client.get(LIST, params)
    assert response.status_code == 200
    return {game.slug for game in response.context["cl"].result_list}


def form_of(game: Game, **changes):
    return {
        "title": game.title, "slug": game.slug, "summary": game.summary, "feel": game.feel, "is_published": "on",
        "platforms": game.platforms, "genres": game.genres, "tags": "mythology", "mood_fit": "angry:0.9",
        "critic_score": "93", "popularity": "0", "offers-TOTAL_FORMS": "0", "offers-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"q": "had"}, {"hades"}),
        ({"q": "II had"}, {"hades"}),
        ({"q": "ades"}, set()),
        ({"q": "& ' :*"}, {"hades", "celeste"}),
        ({"platform": "switch"}, {"celeste"}),
        ({"genre": "action"}, {"hades"}),
        ({"mood": "angry"}, {"hades"}),
        ({"missing": "price"}, {"celeste"}),
        ({"missing": "summary"}, {"celeste"}),
        ({"missing": "feel"}, {"hades", "celeste"}),
        ({"missing": "rating"}, {"celeste"}),
        ({"missing": "age"}, {"hades", "celeste"}),
        ({"missing": "platforms"}, set()),
        ({"missing": "image"}, {"hades", "celeste"}),
        ({"vector": "none"}, {"hades", "celeste"}),
        ({"vector": "current"}, set()),
        ({"vector": "old"}, set()),
    ],
)
def test_search_and_filters_find_games(edith, hades, celeste, params, expected):
    assert listed(edith, **params) == expected


def test_the_list_names_store_and_currency(edith, hades):
    shown = edith.get(LIST).content.decode()
    assert "$24.99 on Steam" in shown
    assert "none yet" in shown


def test_keys_are_checkboxes_and_moods_are_readable(edith, hades):
    shown = edith.get(f"{LIST}{hades.pk}/change/").content.decode()
    assert 'type="checkbox"' in shown
    assert 'value="angry:0.9"' in shown
    assert "$24.99" in shown or "24.99" in shown


def test_an_edit_is_stored_announced_and_makes_the_vector_stale(edith, hades):
    vector = np.ones(384, dtype=np.float32) / np.sqrt(384)
    Game.objects.filter(pk=hades.pk).update(embedding=vector, embedding_version="x")
    before = versions.current("catalogue")
    response = edith.post(
        f"{LIST}{hades.pk}/change/",
        form_of(hades, feel="Fast.", platforms=["pc", "ps5"], locked_fields=["feel"], tags="Hand Drawn;cozy"),
    )
    assert response.status_code == 302, response.context["adminform"].form.errors
    hades.refresh_from_db()
    assert (hades.feel, hades.platforms, hades.locked_fields) == ("Fast.", ["pc", "ps5"], ["feel"])
    assert hades.tags == ["cozy", "hand-drawn"]
    assert (hades.embedding, hades.embedding_version) == (None, "")
    assert hades.quality > 0
    assert versions.current("catalogue") > before
    assert OrmQ.objects.count() == 1


def test_an_edit_that_is_no_text_keeps_the_vector(edith, hades):
    vector = np.ones(384, dtype=np.float32) / np.sqrt(384)
    Game.objects.filter(pk=hades.pk).update(embedding=vector, embedding_version="x")
    edith.post(f"{LIST}{hades.pk}/change/", form_of(hades, critic_score="50"))
    hades.refresh_from_db()
    assert hades.critic_score == 50
    assert hades.embedding is not None
    assert not OrmQ.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("mood_fit", "sleepy:1"), ("tags", "!!"), ("platforms", ["toaster"])])
def test_a_wrong_word_is_explained(edith, hades, field, value):
    response = edith.post(f"{LIST}{hades.pk}/change/", form_of(hades, **{field: value}))
    assert field in response.context["adminform"].form.errors


def test_a_new_price_is_added_and_the_old_one_stays_as_history(edith, hades):
    new = {
        "offers-TOTAL_FORMS": "1", "offers-INITIAL_FORMS": "0", "offers-0-game": str(hades.pk),
        "offers-0-store": "Steam",
        "offers-0-family": "pc", "offers-0-amount": "9.99", "offers-0-currency": "USD", "offers-0-url": "",
    }  # fmt: skip
    response = edith.post(f"{LIST}{hades.pk}/change/", form_of(hades, **new))
    assert response.status_code == 302, [f.errors for f in response.context["inline_admin_formsets"]]
    assert list(hades.offers.order_by("amount").values_list("amount", "is_current")) == [
        (Decimal("9.99"), True),
        (Decimal("24.99"), False),
    ]


def test_games_can_be_withdrawn_together(edith, hades, celeste, run_queue):
    chosen = {"action": "bulk_withdraw_games", "_selected_action": [hades.pk, celeste.pk]}
    looked = edith.post(LIST, chosen).content.decode()
    assert "<b>2</b> chosen" in looked
    edith.post(LIST, {**chosen, "looked_at": "2", "do_it": "1"})
    run_queue()
    assert not Game.objects.filter(is_published=True).exists()


def test_a_game_can_be_added_by_hand(edith):
    response = edith.post(
        f"{LIST}add/",
        {
            "title": "Celeste", "slug": "celeste", "platforms": ["switch"], "popularity": "0",
            "offers-TOTAL_FORMS": "0", "offers-INITIAL_FORMS": "0",
        },
    )  # fmt: skip
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert Game.objects.get().platforms == ["switch"]


def test_moods_are_edited_a_phrase_a_line(edith):
    before = versions.current("knowledge")
    response = edith.post(
        "/admin/games/mood/chill/change/",
        {"label": "Chill", "needs": "Calm.", "phrases": "just vibes\n\n cozy time \njust vibes", "position": "0"},
    )
    assert response.status_code == 302
    assert Mood.objects.get(key="chill").phrases == ["just vibes", "cozy time"]
    assert versions.current("knowledge") > before


def test_a_mapping_cannot_mean_a_key_of_the_other_kind(edith):
    add = "/admin/games/namemapping/add/"
    assert edith.post(add, {"kind": "genre", "name": "Zeebo", "key": "pc"}).status_code == 200
    assert edith.post(add, {"kind": "platform", "name": " Zeebo ", "key": "pc"}).status_code == 302
    assert NameMapping.objects.get(name="zeebo").key == "pc"


def test_exchange_rates_are_edited(edith):
    ExchangeRate.objects.update_or_create(currency="GBP", defaults={"per_usd": "0.8", "as_of": "2026-01-01"})
    edith.post("/admin/games/exchangerate/GBP/change/", {"currency": "GBP", "per_usd": "0.75", "as_of": "2026-05-01"})
    assert ExchangeRate.objects.get(currency="GBP").per_usd == Decimal("0.75")


@pytest.mark.parametrize(
    "path", ["platform/add/", "genre/rpg/delete/", "mood/add/", "offer/add/", "job/add/", "importbatch/add/"]
)
def test_what_is_code_or_history_is_neither_added_nor_removed(superuser, path):
    assert superuser.get(f"/admin/games/{path}").status_code == 403


def test_a_game_s_page_tells_whom_it_was_shown_to_and_what_is_like_it(edith):
    now = timezone.now()
    near, far = [1.0] + [0.0] * 383, [0.0] * 383 + [1.0]
    abzu = GameFactory(title="Abzu", embedding=near, embedding_version="v")
    GameFactory(title="Under the Sea", embedding=near, embedding_version="v")
    GameFactory(title="Unrelated", embedding=far, embedding_version="v")
    mika = PlayerFactory()
    slate = Slate.objects.create(
        player=mika, surface="chat", policy_version="p", seed=1, created_at=now, context={"mood": "chill"}
    )
    Impression.objects.create(
        slate=slate, player=mika, game=abzu, slot=0, score=0.5, confidence=0.5, strategy="best_fit", propensity=1,
        shown_at=now, outcome="accepted",
    )  # fmt: skip
    shown = " ".join(edith.get(f"/admin/games/game/{abzu.pk}/change/").content.decode().split())
    assert "1 showing to 1 player in the last 28 days; of 1 answered, 1 taken (100 %)" in shown
    assert '<th scope="row">chill</th><td>1</td><td>1 of 1</td>' in shown
    assert shown.index(">Under the Sea</a>") < shown.index(">Unrelated</a>")
    assert "games/copy_check.js" in shown


def test_advice_on_a_text_comes_without_saving_it(edith, vera):
    told = {"title": "Abzu", "summary": "A must-play!", "platforms": ["pc"]}
    notes = edith.post("/admin/games/game/check-copy/", told).json()["notes"]
    assert {"field": "summary", "told": "says “must-play”", "grave": False} in notes
    assert "platforms" not in {note["field"] for note in notes}
    assert not Game.objects.exists()
    assert vera.post("/admin/games/game/check-copy/", told).status_code == 403


def test_a_game_that_nobody_was_shown_is_deleted_with_its_fair_start(edith, hades):
    now = timezone.now()
    FairStart.objects.create(game=hades, due=100, begins_at=now, ends_at=now + timedelta(days=7))
    edith.post(f"{LIST}{hades.pk}/delete/", {"post": "yes"})
    assert not Game.objects.exists()


def test_a_game_that_players_know_stays_and_the_page_says_how_it_is_offered_no_more(edith, hades):
    record_interaction(player=PlayerFactory(), game=hades, kind="like", source="chat", at=timezone.now())
    page = edith.get(f"{LIST}{hades.pk}/delete/")
    assert "Take off “is published” instead" in page.content.decode()
    edith.post(f"{LIST}{hades.pk}/delete/", {"post": "yes"})
    edith.post(LIST, {"action": "delete_selected", "_selected_action": [hades.pk], "post": "yes"})
    assert Game.objects.get() == hades
