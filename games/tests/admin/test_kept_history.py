"""What an editor changes by hand is kept with before, after, who and why, and comes back with one click."""

from __future__ import annotations

import pytest

from games.models import Change, Game
from games.tests.admin.test_games import form_of
from games.tests.factories import GameFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/games/game/"


def test_a_change_is_kept_shown_and_taken_back(edith, vera):
    game = GameFactory(title="Hades", summary="Hell.\nAgain.", is_published=True)
    saved = edith.post(
        f"{LIST}{game.pk}/change/",
        form_of(game, title="Hades II", summary="Hell.\nOnce more.", why_changed="the sequel"),
    )
    assert saved.status_code == 302
    change = Change.objects.get(kind="games.game")
    assert (change.did, change.by.username, change.why) == ("changed", "edith", "the sequel")
    assert (change.before["title"], change.after["title"]) == ("Hades", "Hades II")
    history = edith.get(f"{LIST}{game.pk}/history/").content.decode()
    assert "the sequel" in history
    assert "<ins>+ Once more.</ins>" in history
    back = f"{LIST}{game.pk}/history/{change.pk}/before/"
    assert edith.get(back).status_code == 405, "a link changes nothing"
    assert vera.post(back).status_code == 403
    assert "Take back" not in vera.get(f"{LIST}{game.pk}/history/").content.decode()
    edith.post(back)
    assert Game.objects.get(pk=game.pk).title == "Hades"
    assert Change.objects.first().did == "restored"


def test_who_saves_later_is_told_once_what_was_saved_since_they_opened_it(edith):
    game = GameFactory(title="Hades", studio="Supergiant")
    page = edith.get(f"{LIST}{game.pk}/change/").content.decode()
    assert 'name="opened_as" value="0"' in page
    edith.post(f"{LIST}{game.pk}/change/", form_of(game, title="Hades II", opened_as="0"))
    late = {**form_of(game, studio="Giant"), "opened_as": "0"}
    refused = edith.post(f"{LIST}{game.pk}/change/", late)
    assert "edith saved this at" in refused.content.decode()
    assert Game.objects.get(pk=game.pk).title == "Hades II"
    newest = Change.objects.get().pk
    assert f'name="opened_as" value="{newest}"' in refused.content.decode()
    edith.post(f"{LIST}{game.pk}/change/", {**late, "opened_as": str(newest)})
    assert Game.objects.get(pk=game.pk).studio == "Giant"


def test_saving_without_a_change_keeps_nothing(edith):
    game = GameFactory()
    for _ in range(2):
        edith.post(f"{LIST}{game.pk}/change/", form_of(game))
    assert Change.objects.count() == 1


def test_a_version_that_cannot_be_any_more_is_refused_in_words(edith):
    game = GameFactory(slug="first")
    edith.post(f"{LIST}{game.pk}/change/", form_of(game, slug="second"))
    GameFactory(slug="first")
    page = edith.post(f"{LIST}{game.pk}/history/{Change.objects.get().pk}/before/", follow=True)
    assert "That version cannot come back" in page.content.decode()
    assert Game.objects.get(pk=game.pk).slug == "second"
