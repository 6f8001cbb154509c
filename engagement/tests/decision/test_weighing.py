"""Of several messages for one person the one that is worth most goes, and nothing waits for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement import weighing
from engagement.tests.decision.conftest import NOW
from engagement.weighing import LEAST, PRIOR, Counts, Likely, Rival, likely, weigh, weight_of

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
KINDS, TOPICS, SEGMENTS = ("campaign", "trigger", "cycle"), ("deals", "check_ins"), ("dormant", "normal")
COUNTS = st.integers(0, 5_000).flatmap(
    lambda sent: st.builds(Counts, st.just(sent), st.integers(0, sent), st.integers(0, sent), st.integers(0, sent))
)
SEEN = st.dictionaries(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(TOPICS), st.sampled_from(SEGMENTS)), COUNTS, max_size=6
)


def rival(key: int = 1, *, kind: str = "campaign", since: datetime = NOW, due_at: datetime = NOW, fee: float = 0.0):
    return Rival(key, f"number {key}", kind, "deals", "normal", since, due_at, fee)


RIVALS = st.lists(
    st.builds(
        rival, st.integers(), kind=st.sampled_from(KINDS), fee=st.floats(0, 1),
        since=st.integers(0, 20).map(lambda days: NOW - timedelta(days=days)),
        due_at=st.integers(-5, 5).map(lambda hours: NOW + timedelta(hours=hours)),
    ), min_size=1, max_size=6, unique_by=lambda one: one.key,
)  # fmt: skip


@QUICK
@given(SEEN, st.sampled_from(KINDS), st.sampled_from(TOPICS), st.sampled_from(SEGMENTS))
def test_what_is_likely_is_a_share_whatever_was_seen(seen, kind, topic, segment):
    told = likely(seen, kind=kind, topic=topic, segment=segment)
    assert all(0 <= share <= 1 for share in (told.replied, told.accepted, told.opted_out))


@QUICK
@given(RIVALS, SEEN)
def test_the_order_in_which_they_are_told_does_not_matter(rivals, seen):
    forth = weigh(rivals, seen, now=NOW)
    assert [one.rival for one in weigh(rivals[::-1], seen, now=NOW)] == [one.rival for one in forth]
    assert sorted(one.rival.key for one in forth) == sorted(one.key for one in rivals)


@QUICK
@given(st.floats(-50, 5), st.floats(-50, 5))
def test_whoever_waits_goes_before_every_newcomer_within_days(mine, best):
    """The best that any message can be worth is an answer and a pick from everybody."""
    days = 9
    old = weight_of(mine, since=NOW - timedelta(days=days), due_at=NOW, now=NOW)
    assert old > weight_of(best, since=NOW, due_at=NOW, now=NOW)


@QUICK
@given(st.floats(-50, 5), st.floats(0, 5), st.integers(0, 400))
def test_more_worth_never_weighs_less_and_waiting_never_hurts(worth, more, hours):
    now = NOW + timedelta(hours=hours)
    before = weight_of(worth, since=NOW, due_at=NOW, now=now)
    assert weight_of(worth + more, since=NOW, due_at=NOW, now=now) >= before >= LEAST
    assert weight_of(worth, since=NOW, due_at=NOW, now=now + timedelta(hours=1)) >= before


def test_what_was_seen_often_counts_more_than_what_is_believed_beforehand():
    seen = {("cycle", "check_ins", "dormant"): Counts(20_000, 6_000, 2_000, 10)}
    learnt = likely(seen, kind="cycle", topic="check_ins", segment="dormant")
    assert learnt.replied == pytest.approx(0.3, abs=0.01)
    assert learnt.people == 20_000
    new = likely(seen, kind="campaign", topic="deals", segment="normal")
    assert new.replied == pytest.approx(PRIOR["campaign"].replied)
    # A topic that nobody has seen leans on what is known of the kind.
    assert likely(seen, kind="cycle", topic="deals", segment="normal").replied > 0.25


def test_stops_and_fees_are_taken_off():
    liked, hated = Likely(0.1, 0.1, 0.0), Likely(0.1, 0.1, 0.05)
    assert hated.worth() < 0 < liked.worth(fee=0.1) < liked.worth()


def test_one_that_is_due_later_must_be_clearly_better():
    now_or_later = [rival(1), rival(2, due_at=NOW + timedelta(hours=3))]
    first, second = weigh(now_or_later, {}, now=NOW)
    assert first.rival.key == 1
    assert weighing.in_words(first, second) == "by number 1 (0.15 against 0.11)"
    later = [rival(1), rival(2, kind="trigger", due_at=NOW + timedelta(hours=3))]
    assert weigh(later, {}, now=NOW)[0].rival.key == 2
