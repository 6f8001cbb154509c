from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from games.interactions.outcomes import outcome_of
from games.interactions.recording import record_interaction, take_back
from games.interactions.settling import judged, settle_unanswered
from games.models import Impression, Interaction, Slate
from games.tests.factories import GameFactory, PlayerFactory

START = datetime(2026, 5, 4, 20, tzinfo=UTC)


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def show(player, game, *, at: datetime = START, is_shown: bool = True) -> Impression:
    slate = Slate.objects.create(player=player, surface="chat", policy_version="p", seed=1, created_at=at)
    return Impression.objects.create(
        slate=slate, player=player, game=game, slot=0, score=0.5, confidence=0.5, strategy="best_fit", propensity=1,
        shown_at=at if is_shown else None,
    )  # fmt: skip


@pytest.fixture
def mika(db):
    return PlayerFactory()


@pytest.fixture
def shown(mika):
    return show(mika, GameFactory())


def tell(shown, kind, *, hours=1.0, **more):
    record_interaction(player=shown.player, game=shown.game, kind=kind, source="chat", at=after(hours), **more)
    shown.refresh_from_db()
    return shown.outcome


@pytest.mark.parametrize(
    ("reactions", "verdict"),
    [
        ([], "ignored"),
        ([("view", 1), ("played", 2)], "ignored"),
        *(([(kind, 71)], "accepted") for kind in ("like", "click", "save", "purchase", "will_play")),
        ([("like", 72)], "accepted"),
        ([("like", 73)], "ignored"),
        ([("like", -1)], "ignored"),
        ([("skip", 1)], "rejected"),
        ([("dislike", 1)], "rejected"),
        ([("like", 1), ("dislike", 70)], "rejected"),
        ([("dislike", 1), ("like", 70)], "rejected"),
        ([("like", 1), ("dislike", 73)], "accepted"),
        ([("skip", 1), ("click", 2)], "accepted"),
    ],
)
def test_what_a_recommendation_came_to(reactions, verdict):
    told = [(kind, after(hours)) for kind, hours in reactions]
    assert outcome_of(START, told, was_shown=True, now=after(100)) == verdict


def test_what_is_not_answered_yet_or_was_never_shown_is_open():
    assert outcome_of(START, [], was_shown=True, now=after(72)) == "pending"
    assert outcome_of(START, [], was_shown=False, now=after(900)) == "pending"
    assert outcome_of(START, [("like", after(1))], was_shown=False, now=after(2)) == "accepted"


REACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["like", "click", "save", "purchase", "will_play", "skip", "dislike", "view", "played"]),
        st.sampled_from([-1, 0, 1, 40, 71, 72, 72.01, 100]),
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(REACTIONS, st.booleans()), min_size=1, max_size=4), st.sampled_from([1, 72, 72.01, 200]))
def test_the_database_says_the_same_as_the_function(mika, cases, hours):
    expected = {}
    for reactions, is_shown in cases:
        shown = show(mika, GameFactory(), is_shown=is_shown)
        Interaction.objects.bulk_create(
            Interaction(player=mika, game=shown.game, kind=kind, at=after(when)) for kind, when in reactions
        )
        told = [(kind, after(when)) for kind, when in reactions]
        expected[shown.pk] = outcome_of(START, told, was_shown=is_shown, now=after(hours))
    rows = judged(Impression.objects.filter(pk__in=expected), now=after(hours))
    assert dict(rows.values_list("pk", "verdict")) == expected


def test_a_reaction_settles_its_suggestion_at_once_and_a_later_dislike_turns_it(shown):
    assert tell(shown, "played") == "pending"
    assert tell(shown, "like", hours=2) == "accepted"
    assert tell(shown, "skip", hours=3) == "accepted"
    assert tell(shown, "dislike", hours=60) == "rejected"
    assert tell(shown, "like", hours=61) == "rejected"


def test_a_dislike_after_three_days_leaves_what_was_accepted(shown):
    tell(shown, "save")
    assert tell(shown, "dislike", hours=73) == "accepted"


def test_an_answer_settles_only_what_it_can_answer(mika, shown):
    older = show(mika, shown.game, at=after(-100))
    elsewhere = [show(PlayerFactory(), shown.game), show(mika, GameFactory())]
    tell(shown, "like")
    assert {one.pk for one in Impression.objects.filter(outcome="accepted")} == {shown.pk}
    assert {one.outcome for one in (older, *elsewhere)} == {"pending"}


def test_the_sentiment_of_the_words_stays_with_what_they_answer(shown):
    tell(shown, "like", sentiment=0.8)
    assert shown.sentiment == 0.8
    tell(shown, "click", hours=2)
    assert shown.sentiment == 0.8
    tell(shown, "dislike", hours=3, sentiment=-1.7)
    assert shown.sentiment == -1.0


def test_what_is_taken_back_leaves_the_outcome_to_what_stays(mika, shown):
    tell(shown, "click")
    tell(shown, "dislike", hours=2, sentiment=-0.5)

    def take(kind, hours):
        take_back(player_id=mika.pk, game_id=shown.game_id, kinds=(kind,), now=after(hours))
        shown.refresh_from_db()
        return shown.outcome, shown.sentiment

    assert take("dislike", 5) == ("accepted", None)
    assert take("click", 6) == ("pending", None)
    tell(shown, "like", hours=7)
    assert take("like", 90) == ("ignored", None)


def test_after_three_days_what_nobody_answered_is_ignored_once_and_only_if_it_was_shown(mika, shown):
    show(mika, GameFactory(), is_shown=False)
    show(mika, GameFactory(), at=after(10))
    assert settle_unanswered(now=after(72)) == 0
    assert settle_unanswered(now=after(73)) == 1
    assert settle_unanswered(now=after(73)) == 0
    shown.refresh_from_db()
    assert shown.outcome == "ignored"
    assert sorted(Impression.objects.values_list("outcome", flat=True)) == ["ignored", "pending", "pending"]


def test_news_that_comes_late_still_count_at_their_time(shown):
    settle_unanswered(now=after(80))
    assert tell(shown, "purchase", hours=50) == "accepted"
