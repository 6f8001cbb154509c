"""What a made-up past leaves beside people: imports of the catalogue, segments, groups of one taste and of one riddle.
Each returns its rows; they are told from real ones by the keys that the record keeps.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from analytics.demo.people import CIRCLES
from analytics.models import Membership
from conversations.models import Miss, MissGroup
from engagement.models import Segment
from games.bulk_copy import copy_in
from games.models import ImportBatch, Player, PlayerCluster
from games.vocabulary import GENRES

_IMPORTS = (("spring_catalogue.csv", 78, 41, 6, 2), ("prices_of_june.csv", 46, 0, 188, 0), ("indies.csv", 19, 63, 4, 7),
            ("corrections.csv", 5, 0, 12, 1))  # fmt: skip
_SEGMENTS = (
    ("Demo: has a Switch", "platforms", "switch"), ("Demo: has a PC", "platforms", "pc"),
    ("Demo: loves shooters", "liked_genres", "shooter"), ("Demo: loves horror", "liked_genres", "horror"),
)  # fmt: skip


def imports(*, now: datetime) -> list[ImportBatch]:
    """Files that came and were done with; none of their rows is left, so there is nothing to undo."""
    batches = ImportBatch.objects.bulk_create(
        ImportBatch(
            file_name=f"demo_{name}", sha256=hashlib.sha256(name.encode()).hexdigest(), state=ImportBatch.State.DONE,
            mode=ImportBatch.Mode.GOOD_ROWS, created=created, changed=changed, refused=refused,
            unchanged=max(0, 240 - changed), finished_at=now - timedelta(days=days) + timedelta(seconds=40),
        )
        for name, days, created, changed, refused in _IMPORTS
    )  # fmt: skip
    pks = [batch.pk for batch in batches]
    ImportBatch.objects.filter(pk__in=pks).update(created_at=F("finished_at") - timedelta(seconds=40))
    return batches


def circles(players: Sequence[tuple[Player, int]], *, now: datetime, since: datetime) -> list[PlayerCluster]:
    """Groups that are no more, with their people by day: dashboards know them, and nobody new is put beside them."""
    sizes = Counter(circle for _, circle in players)
    groups = PlayerCluster.objects.bulk_create(
        PlayerCluster(
            label=f"{circle.name} (demo)", is_current=False, created_at=since, refreshed_at=now,
            top_tags=[[f"{'genre' if name in GENRES else 'tag'}:{name}", love] for name, love in circle.loves.items()],
            size=sizes[number],
        )
        for number, circle in enumerate(CIRCLES)
    )  # fmt: skip
    copy_in([
        Membership(kind="cluster", key=groups[circle].pk, player=player, from_day=player.created_at.date())
        for player, circle in players
    ])  # fmt: skip
    return groups


def segments(players: Sequence[Player], *, now: datetime) -> list[Segment]:
    """Rules that really hold, with the made-up people they would mean by day: dashboards can ask for them. Nobody made
    up is counted on their own pages, for a segment is whom one may write to."""
    kept = [
        Segment(name=name, note="Of the demo: its made-up people stand on the dashboards alone.", counted_at=now,
                last_count=0, tree={"match": "all", "rules": [{"fact": fact, "is": "any_of", "value": [key]}]})
        for name, fact, key in _SEGMENTS
    ]  # fmt: skip
    made = Segment.objects.bulk_create(kept)
    copy_in([
        Membership(kind="segment", key=segment.pk, player=player, from_day=player.created_at.date())
        for segment, (_, fact, key) in zip(made, _SEGMENTS, strict=True)
        for player in players
        if key in getattr(player, fact)
    ])  # fmt: skip
    return made


def riddles(misses: Mapping[str, Sequence[Miss]], *, now: datetime) -> list[MissGroup]:
    """Put aside already: nobody is to teach the bot what was never said."""
    groups = []
    for told in filter(None, misses.values()):
        group = MissGroup.objects.create(
            state=MissGroup.State.IGNORED, decided_at=now, newest_at=max(miss.at for miss in told)
        )
        for miss in told:
            miss.group = group
        groups.append(group)
    return groups
