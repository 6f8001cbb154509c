"""Who was in what, from a day to a day."""

from __future__ import annotations

from datetime import date

import pytest

from analytics import memberships, reading, rollups
from analytics.models import Membership
from analytics.reading import Filters, Period
from analytics.tests.history import MONDAY, at, person, talk
from engagement import segment_facts
from engagement.models import Segment
from games.models import PlayerCluster, PlayerClusterMembership

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 1)


def spans(kind):
    rows = Membership.objects.filter(kind=kind).order_by("from_day", "pk")
    return [(row.from_day.day, row.until_day.day if row.until_day else None) for row in rows]


def test_a_segment_counts_who_was_in_it_on_each_day():
    ada, ben = person("Ada", came=at(0)), person("Ben", came=at(0))
    segment = Segment.objects.create(
        name="On Switch", tree={"match": "all", "rules": [{"fact": "platforms", "is": "any_of", "value": ["switch"]}]}
    )
    for day in range(3):
        for who in (ada, ben):
            talk(who, at(day))
        if day == 1:
            ada.player.platforms = ["switch"]
        if day == 2:
            ada.player.platforms = []
        ada.player.save()
        segment_facts.refresh("TRUE", [], now=at(day, 3))
        memberships.note_everything(now=at(day, 4))
    assert spans("segment") == [(2, 3)]
    rollups.rebuild(FIRST, FIRST.replace(day=3), now=at(2, 20))
    asked = Period(FIRST, FIRST.replace(day=3))
    series = reading.series("active_players", period=asked, only=Filters(segment=str(segment.pk)))
    assert series.groups[0].values == (0, 1, 0)
    assert reading.total("messages_in", period=asked, only=Filters(segment=str(segment.pk))).value == 1


def test_a_group_of_one_taste_is_kept_as_it_was():
    ada = person("Ada", came=at(0))
    one, two = (PlayerCluster.objects.create(label=name, created_at=MONDAY, refreshed_at=MONDAY) for name in "ab")
    mine = PlayerClusterMembership.objects.create(player=ada.player, cluster=one, closeness=1, since=MONDAY)
    memberships.note_clusters(now=at(0))
    memberships.note_clusters(now=at(0, 13))
    mine.cluster = two
    mine.save()
    memberships.note_clusters(now=at(2))
    memberships.note_clusters(now=at(2, 13))
    assert spans("cluster") == [(1, 3), (3, None)]
    talk(ada, at(1))
    talk(ada, at(2))
    rollups.rebuild(FIRST.replace(day=2), FIRST.replace(day=3), now=at(2, 20))
    asked = reading.series("sessions", period=Period(FIRST.replace(day=2), FIRST.replace(day=3)), by="cluster")
    assert {group.label: group.values for group in asked.groups} == {"a": (1, 0), "b": (0, 1)}
