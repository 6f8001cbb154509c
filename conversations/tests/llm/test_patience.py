"""How often a model is asked, and when it is left alone."""

from __future__ import annotations

from conversations.llm.patience import AT_ONCE, FAILURES, REST, Kept, Patience
from conversations.llm.types import Reason

NOW = 1_800_000_000.0


def fail(patience: Patience, purpose: str = "story", *, times: int = 1, at: float = NOW) -> None:
    for _ in range(times):
        assert patience.admit(purpose, at=at) is None
        patience.done(purpose, at=at, failed=True)


def test_so_many_a_minute_and_no_more():
    patience = Patience(per_minute=2)
    for _ in range(2):
        assert patience.admit("story", at=NOW) is None
        patience.done("story", at=NOW, failed=False)
    assert patience.admit("story", at=NOW) == Reason.LIMITED
    assert patience.admit("story", at=NOW + 60) is None


def test_so_many_at_once():
    patience = Patience(per_minute=100)
    assert [patience.admit("story", at=NOW) for _ in range(AT_ONCE + 1)] == [None] * AT_ONCE + [Reason.LIMITED]


def test_after_failures_one_tries_again_when_the_rest_is_over():
    patience = Patience(per_minute=100)
    fail(patience, times=FAILURES)
    assert patience.admit("story", at=NOW + REST - 1) == Reason.BROKEN
    assert patience.admit("story", at=NOW + REST) is None
    assert patience.admit("story", at=NOW + REST) == Reason.BROKEN  # while the first finds out
    patience.done("story", at=NOW + REST, failed=True)
    assert patience.admit("story", at=NOW + REST + 1) == Reason.BROKEN
    assert patience.admit("story", at=NOW + 2 * REST) is None
    patience.done("story", at=NOW + 2 * REST, failed=False)
    assert patience.admit("story", at=NOW + 2 * REST) is None


def test_what_is_too_slow_for_one_purpose_may_be_quick_enough_for_another():
    patience = Patience(per_minute=100)
    fail(patience, "moderation", times=FAILURES)
    assert patience.admit("moderation", at=NOW) == Reason.BROKEN
    assert patience.admit("story", at=NOW) is None


def test_who_asks_to_be_left_alone_is():
    patience = Patience(per_minute=100)
    assert patience.admit("story", at=NOW) is None
    patience.done("story", at=NOW, failed=None, wait=30)
    assert patience.admit("letters", at=NOW + 29) == Reason.LIMITED
    assert patience.admit("letters", at=NOW + 30) is None


def test_what_was_answered_is_kept_for_a_while_and_not_without_end():
    kept = Kept(most=2, fresh=60)
    for key in "abc":
        kept.put(key, key.upper(), at=NOW)
    assert [kept.get(key, at=NOW + 59) for key in "abc"] == [None, "B", "C"]
    assert kept.get("c", at=NOW + 60) is None
