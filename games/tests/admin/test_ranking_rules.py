"""The editor's pages for rules: write, look, publish, go back; and who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from games.models import DataVersion, RankingRule, RankingRuleChange
from games.tests.factories import GameFactory
from thrum_project.roles import sync_roles

ADD = "/admin/games/rankingrule/add/"


def _of_role(role: str) -> Client:
    sync_roles()
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(db) -> Client:
    return _of_role("editor")


@pytest.fixture
def told():
    return {
        "name": "Front page", "kind": "pin", "strength": "0.3", "titles": "Hades", "price_currency": "USD",
        "why": "for the festival",
    }  # fmt: skip


@pytest.fixture
def hades(db):
    return GameFactory(title="Hades", slug="hades", studio="Supergiant", tags=["fast"])


def _page(client: Client, name: str, rule: RankingRule, **data: str):
    url = f"/admin/games/rankingrule/{rule.pk}/{name}/"
    return client.post(url, data) if data or name in ("publish", "off") else client.get(url)


def test_a_rule_is_written_looked_at_published_and_switched_off(editor, told, hades):
    saved = editor.post(ADD, told)
    rule = RankingRule.objects.get()
    assert saved.url == f"/admin/games/rankingrule/{rule.pk}/preview/"
    assert (rule.titles, rule.live) == (["hades"], None)

    page = _page(editor, "preview", rule).content.decode()
    assert "a stranger" in page
    assert "from 1" in page or "stays at 1" in page

    version = DataVersion.objects.filter(kind="rules").values_list("version", flat=True).first() or 0
    _page(editor, "publish", rule, revision=str(rule.revision))
    rule.refresh_from_db()
    assert rule.live["titles"] == ["hades"]
    assert DataVersion.objects.get(kind="rules").version == version + 1
    assert "in use" in editor.get("/admin/games/rankingrule/").content.decode()

    _page(editor, "off", rule)
    rule.refresh_from_db()
    assert rule.live is None
    history = _page(editor, "history", rule).content.decode()
    assert "for the festival" in history
    assert history.count("switched off") == 1


def test_an_older_version_comes_back_as_the_draft(editor, told, hades):
    editor.post(ADD, told)
    rule = RankingRule.objects.get()
    editor.post(f"/admin/games/rankingrule/{rule.pk}/change/", {**told, "name": "Other name"})
    first = rule.changes.order_by("pk").first()

    editor.post(f"/admin/games/rankingrule/{rule.pk}/restore/{first.pk}/")

    rule.refresh_from_db()
    assert rule.name == "Front page"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"titles": "Hades\nNo Such Game"}, "Not in the catalogue: No Such Game"),
        ({"titles": ""}, "Name the titles to pin"),
        ({"kind": "boost", "titles": ""}, "without anything chosen"),
        ({"kind": "boost", "tags": "never-heard"}, "Not in the catalogue: never-heard"),
        ({"kind": "boost", "studios": "Nobody"}, "Not in the catalogue: Nobody"),
        ({"kind": "boost", "strength": "1.5"}, "less than or equal to 1"),
        ({"rated_from": "12", "rated_to": "7"}, "before the beginning"),
        ({"genres": ["made-up"]}, "not one of the available choices"),
        ({"why": ""}, "This field is required"),
    ],
)
def test_a_form_that_makes_no_sense_is_sent_back(editor, told, hades, values, complaint):
    answer = editor.post(ADD, {**told, **values})

    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert not RankingRule.objects.exists()


def test_a_title_that_two_games_share_is_asked_for_by_slug(editor, told, hades):
    GameFactory(title="Hades", slug="hades-1995")

    assert "hades, hades-1995" in editor.post(ADD, told).content.decode()
    assert editor.post(ADD, {**told, "titles": "hades-1995"}).status_code == 302


def test_tags_and_studios_are_taken_as_the_catalogue_spells_them(editor, told, hades):
    editor.post(ADD, {**told, "kind": "bury", "titles": "", "tags": "Fast", "studios": "supergiant"})

    rule = RankingRule.objects.get()
    assert (rule.tags, rule.studios) == (["fast"], ["supergiant"])


def test_publishing_what_somebody_changed_meanwhile_is_refused(editor, told, hades):
    editor.post(ADD, told)
    rule = RankingRule.objects.get()
    editor.post(f"/admin/games/rankingrule/{rule.pk}/change/", {**told, "name": "Changed"})

    answer = _page(editor, "publish", rule, revision=str(rule.revision))

    assert answer.url.endswith("/preview/")
    rule.refresh_from_db()
    assert rule.live is None


def test_the_list_says_what_each_rule_does_now(editor, told, hades):
    now = timezone.now()
    for name, live in {
        "Old": {"starts_at": None, "ends_at": str(now - timedelta(days=1))},
        "Later": {"starts_at": str(now + timedelta(days=1)), "ends_at": None},
    }.items():
        RankingRule.objects.create(name=name, kind="boost", genres=["puzzle"], live=live, published_at=now)

    page = editor.get("/admin/games/rankingrule/").content.decode()

    assert "over" in page
    assert "begins later" in page
    assert "genres puzzle" in page


@pytest.mark.parametrize(("role", "may_publish"), [("editor", True), ("operator", True), ("marketer", False)])
def test_each_role_may_do_its_own(told, hades, role, may_publish):
    rule = RankingRule.objects.create(name="x", kind="boost", genres=["puzzle"])
    client = _of_role(role)

    assert _page(client, "preview", rule).status_code == 200
    assert _page(client, "history", rule).status_code == 200
    assert _page(client, "publish", rule, revision="1").status_code == (302 if may_publish else 403)
    assert client.get(ADD).status_code == (200 if role == "editor" else 403)
    RankingRule.objects.update(live=None)
    change = rule.changes.first()
    if change is not None and role == "operator":
        assert client.post(f"/admin/games/rankingrule/{rule.pk}/restore/{change.pk}/").status_code == 403


def test_who_may_not_look_sees_nothing(vera, hades):
    rule = RankingRule.objects.create(name="x", kind="boost", genres=["puzzle"])

    assert _page(vera, "preview", rule).status_code == 403
    assert _page(vera, "history", rule).status_code == 403
    assert vera.post(f"/admin/games/rankingrule/{rule.pk}/delete/").status_code == 403


def test_games_chosen_in_the_list_become_a_draft_that_is_over_by_itself(editor, hades):
    other = GameFactory(title="Celeste")
    chosen = {"action": "feature", "_selected_action": [hades.pk, other.pk]}
    for name in ("Featured", " (2)"):
        page = editor.post("/admin/games/game/", chosen)
        rule = RankingRule.objects.latest("pk")
        assert page["Location"] == f"/admin/games/rankingrule/{rule.pk}/preview/"
        assert name in rule.name
        assert (rule.kind, rule.titles, rule.live) == ("boost", sorted([hades.slug, other.slug]), None)
        assert rule.ends_at
    assert RankingRuleChange.objects.filter(rule=rule).count() == 1
