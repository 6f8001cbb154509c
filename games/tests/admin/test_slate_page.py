"""What an operator sees of a recommendation."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from games.admin.slate_rows import rows_of
from games.models import RankingRule, Slate
from games.ranking_rules import rulebook
from games.recommender import Context, recommend, record
from games.tests.factories import GameFactory, PlayerFactory

NOW = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)


@pytest.fixture
def slate(db):
    for number in range(8):
        GameFactory(title=f"Tale {chr(65 + number)}", quality=0.5 + number / 20, mood_fit={"tired": 0.9})
    GameFactory(title="Noise", mood_fit={"tired": 0.1, "hyped": 0.9})
    GameFactory(title="Gone", slug="gone", mood_fit={"tired": 0.9}, quality=0.95)
    rule = RankingRule(name="No more of it", kind="exclude", titles=["gone"])
    rulebook.save_draft(rule=rule, by=None, why="", now=NOW)
    rulebook.publish(rule_id=rule.pk, revision=rule.revision, by=None, why="", now=NOW)
    mika = PlayerFactory()
    chosen = recommend(player=mika, context=Context(mood="tired"), limit=3, rng=np.random.default_rng(1), now=NOW)
    return record(chosen, player=mika, surface="chat", now=NOW)


def test_every_candidate_has_its_parts_weights_ranks_and_the_reason_why_not(slate):
    slate.refresh_from_db()
    rows = rows_of(slate, list(slate.impressions.all()))

    assert len(rows) == 10
    by_title = {row.title: row for row in rows}
    gone, noise = by_title["Gone"], by_title["Noise"]
    assert (gone.before, gone.after, gone.rules) == (1, None, ("No more of it",))
    assert gone.why == "excluded by rule “No more of it”"
    assert noise.why == "wrong for the mood"
    for row in rows:
        assert row.before is not None
        # Parts that the learnt ranking alone looks at weigh nothing among the fixed weights.
        assert sum(part.weight or 0 for part in row.parts) == pytest.approx(1, abs=0.001)
        assert sum(part.adds or 0 for part in row.parts) == pytest.approx(row.static_score, abs=0.002)
        assert bool(row.why) != (row.impression is not None)
    assert [row.impression.slot for row in rows if row.impression] == [0, 1, 2]


def test_the_page_tells_all_of_it(superuser, slate):
    page = superuser.get(f"/admin/games/slate/{slate.pk}/change/").content.decode()

    assert "excluded by rule “No more of it”" in page
    assert "1 × wrong for the mood" in page
    assert page.count("<details") >= 10
    assert "propensity" in page


def test_a_slate_of_an_older_version_is_still_readable(superuser, slate):
    old = [
        {key: row[key] for key in ("game", "slug", "title", "source", "score", "parts", "dropped_because")}
        for row in slate.candidates
    ]
    Slate.objects.filter(pk=slate.pk).update(candidates=old, context={"mood": "tired"})

    page = superuser.get(f"/admin/games/slate/{slate.pk}/change/").content.decode()

    assert "Tale H" in page
