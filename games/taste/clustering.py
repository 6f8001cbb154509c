"""Who plays like whom, in the database: see ``games.taste.clusters`` for how groups are found.

Memory does not grow with the number of players: a sample of bounded size, and parts of bounded size.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value

from games.jobs import Progress
from games.models import Job, Player, PlayerCluster, PlayerClusterMembership
from games.taste.clusters import Group, Space, group, match, nearest

_SAMPLE = 20_000
_AT_ONCE = 10_000


def place_players(job: Job, now: datetime) -> Progress:
    """Those whom the groups hold, in the order of their numbers, a part a call; at last nobody else."""
    space = Space(tuple(job.cursor["names"]), tuple(job.cursor["weights"]))
    ids: list[int] = job.cursor["groups"]
    kept = PlayerCluster.objects.in_bulk(ids)
    if len(kept) < len(ids):  # somebody deleted one meanwhile: begin anew
        return find_groups(now)
    groups = [Group(kept[pk].features, ()) for pk in ids]
    after: int = job.cursor["after"]
    part = list(_tasteful().filter(pk__gt=after).order_by("pk").values_list("pk", "scores")[:_AT_ONCE])
    until = part[-1][0] if len(part) == _AT_ONCE else None
    placed = _place(space, groups, ids, part, now) if groups else set()
    _leave_out(after=after, until=until, but=placed)
    done = job.done + len(part)
    if until is not None:
        return Progress(done=done, finished=False, cursor={**job.cursor, "after": until})
    _count()
    return Progress(done=done, finished=True, total=done, cursor=job.cursor, result={"groups": len(ids)})


def find_groups(now: datetime) -> Progress:
    """The groups of a sample; one that lies where one lay the night before goes on as that one."""
    # Scattered over all players, and the same ones every night.
    scattered = Func(F("pk"), Value(_SAMPLE), function="hashint8extended", output_field=IntegerField())
    sample = list(_tasteful().order_by(scattered, "pk").values_list("scores", flat=True)[:_SAMPLE])
    before = list(PlayerCluster.objects.select_for_update().filter(is_current=True).order_by("pk"))
    space, groups = group(sample, groups_before=len(before))
    rows: list[PlayerCluster] = []
    for found, went_on in zip(groups, match(groups, [row.features for row in before]), strict=True):
        row = PlayerCluster(created_at=now) if went_on is None else before[went_on]
        row.label = found.label_after(row.label)
        row.features, row.refreshed_at = dict(found.features), now
        row.top_tags = [[name, above] for name, above in found.top]
        row.save()
        rows.append(row)
    ids = [row.pk for row in rows]
    PlayerCluster.objects.filter(is_current=True).exclude(pk__in=ids).update(is_current=False)
    cursor = {"names": list(space.names), "weights": list(space.weights), "groups": ids, "after": 0}
    return Progress(done=0, finished=False, total=_tasteful().count(), cursor=cursor)


def _place(
    space: Space,
    groups: Sequence[Group],
    ids: Sequence[int],
    part: Sequence[tuple[int, dict[str, float]]],
    now: datetime,
) -> set[int]:
    """Write who is of which group; ``since`` stays with whom stays. Returns who was placed."""
    found = nearest(space, groups, [scores for _, scores in part])
    placed = {pk: (ids[of[0]], of[1]) for (pk, _), of in zip(part, found, strict=True) if of is not None}
    were = dict(PlayerClusterMembership.objects.filter(pk__in=placed).values_list("pk", "cluster_id"))
    news = [
        PlayerClusterMembership(player_id=pk, cluster_id=cluster_id, closeness=closeness, since=now)
        for pk, (cluster_id, closeness) in placed.items()
        if were.get(pk) != cluster_id
    ]
    PlayerClusterMembership.objects.bulk_create(
        news,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["player"],
        update_fields=["cluster", "closeness", "since"],
    )
    return set(placed)


def _leave_out(*, after: int, until: int | None, but: set[int]) -> None:
    """Who was of a group and has no taste any more is of none."""
    members = PlayerClusterMembership.objects.filter(pk__gt=after)
    if until is not None:
        members = members.filter(pk__lte=until)
    gone = set(members.values_list("pk", flat=True)) - but
    PlayerClusterMembership.objects.filter(pk__in=gone).delete()


def _count() -> None:
    sizes: dict[int, Any] = dict(PlayerClusterMembership.objects.values_list("cluster").annotate(size=Count("pk")))
    rows = list(PlayerCluster.objects.filter(Q(is_current=True) | Q(size__gt=0)))
    for row in rows:
        row.size = sizes.get(row.pk, 0)
    PlayerCluster.objects.bulk_update(rows, ["size"])


def _tasteful() -> QuerySet[Player]:
    return Player.objects.who_teach().exclude(scores={})
