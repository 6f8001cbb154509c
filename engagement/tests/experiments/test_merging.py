"""Two players turn out to be one person, who was in experiments as either."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.receiving import identity
from engagement import experiment_counts
from engagement.models import Assignment, AssignmentOutcome, ExperimentEvent
from engagement.tests.campaigns.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def mia_twice(make_person):
    return make_person("Mia"), make_person("Mia on another number")


def place(experiment, contact, key: str, *, days: int = 1, **fields) -> Assignment:
    return Assignment.objects.create(
        experiment=experiment, variant=experiment.variants.get(key=key), player=contact.player,
        assigned_at=NOW + days * DAY, **fields,
    )  # fmt: skip


def stages(experiment) -> tuple[int, ...]:
    return experiment_counts.reading_of(experiment, now=NOW + 30 * DAY).balances["assigned"].counts


def test_who_was_in_as_the_player_that_goes_stays_in(mia_twice, running):
    mia, other = mia_twice
    experiment = running()
    place(experiment, other, "b")
    identity.merge(keep_id=mia.pk, gone_id=other.pk, now=NOW)
    assert Assignment.objects.get().player_id == mia.player_id
    assert stages(experiment) == (0, 1)


def test_of_two_places_on_one_side_the_earlier_stays_with_all_that_was_done(mia_twice, running):
    mia, other = mia_twice
    experiment = running()
    late = place(experiment, mia, "b", days=3, sent_at=NOW + 3 * DAY, before=1)
    early = place(experiment, other, "b", days=1, before=2)
    AssignmentOutcome.objects.create(assignment=late, metric="accepted", at=NOW + 4 * DAY)
    identity.merge(keep_id=mia.pk, gone_id=other.pk, now=NOW)
    kept = Assignment.objects.get()
    assert (kept.pk, kept.player_id, kept.before, kept.crossed) == (early.pk, mia.player_id, 3, False)
    assert kept.sent_at == NOW + 3 * DAY
    assert kept.outcomes.get().metric == "accepted"
    assert stages(experiment) == (0, 1)


def test_who_was_on_both_sides_is_counted_on_neither_and_the_record_says_so(mia_twice, running):
    mia, other = mia_twice
    experiment = running()
    place(experiment, mia, "a", days=1)
    place(experiment, other, "b", days=2)
    identity.merge(keep_id=mia.pk, gone_id=other.pk, now=NOW)
    kept = Assignment.objects.get()
    assert (kept.variant.key, kept.crossed) == ("a", True)
    assert stages(experiment) == (0, 0)
    told = ExperimentEvent.objects.get(what="merged").why
    assert "A since 2026-05-05 stays, B of 2026-05-06 is dropped; seen on both sides" in told
