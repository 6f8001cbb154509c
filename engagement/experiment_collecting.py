"""Who took part, how far it came to them, and what they did: read from the records into rows of our own. Set-based.

Safe to run twice and by several at once: one row a player and experiment is a constraint, and each statement only
adds what is missing or moves forward. What was recorded a moment ago is read again the next time, for a transaction
that is still open holds a lower id than others that are not.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from engagement import experiment_counts, experiment_metrics
from engagement.experiment_sources import SOURCES, parameters
from engagement.models import Experiment

_STILL_OPEN = timedelta(minutes=15)
# The provider may tell so much later that something arrived, and so much later who did what is still being settled.
_NEWS_AFTER = timedelta(days=7)
_SETTLED_AFTER = timedelta(days=1)
_PAST = timedelta(days=14)


def collect_all(*, now: datetime) -> int:
    """Every experiment that runs, or ended so lately that somebody's days are not over; returns how many."""
    ended = Experiment.objects.filter(ended_at__gt=now - timedelta(days=28) - _NEWS_AFTER)
    due = [*Experiment.objects.running(), *ended]
    for experiment in due:
        collect(experiment=experiment, now=now)
    return len(due)


@transaction.atomic
def collect(*, experiment: Experiment, now: datetime) -> None:
    """Bring one experiment up to date."""
    if experiment.is_demo or experiment.launched_at is None:
        return
    told = parameters(experiment) | {
        "now": now,
        "read_to": experiment.read_to,
        "settled": now - _STILL_OPEN,
        "until": experiment.ended_at or now,
        "launched": experiment.launched_at,
        "window": timedelta(days=experiment.window_days),
        "past": _PAST,
        "on_its_way_since": (experiment.read_at or experiment.launched_at) - _NEWS_AFTER,
        "open_since": (experiment.read_at or experiment.launched_at) - _SETTLED_AFTER,
    }
    source = SOURCES[Experiment.Kind(experiment.kind)]
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN.format(rows=source.rows), told)
        cursor.execute(_CROSS.format(rows=source.rows), told)
        cursor.execute(_STAGES.format(stages=source.stages), told)
        cursor.execute(_BEFORE, told)
        cursor.execute(_FORGET_OPEN, told)
        for metric in experiment_metrics.METRICS:
            cursor.execute(_OUTCOMES.format(first=metric.sql), told | {"metric": metric.key})
        cursor.execute(
            _READ_TO.format(usual=source.usual, pending=source.pending), told | {"from_row": experiment.read_to}
        )
    Experiment.objects.filter(pk=experiment.pk).update(read_at=now)
    experiment_counts.keep(experiment, now=now)


_SEEN = """SELECT s.player_id, s.at, v.id AS variant_id
    FROM ({rows}) s
    JOIN engagement_variant v ON v.experiment_id = %(experiment)s
        AND s.labels ? ('x' || v.experiment_id || '.' || v.key)
    WHERE s.id > %(read_to)s AND s.at >= %(launched)s AND s.at <= %(until)s"""
_ASSIGN = f"""INSERT INTO engagement_assignment (experiment_id, variant_id, player_id, assigned_at, crossed)
    SELECT DISTINCT ON (seen.player_id) %(experiment)s, seen.variant_id, seen.player_id, seen.at, false
    FROM ({_SEEN}) seen ORDER BY seen.player_id, seen.at
    ON CONFLICT (experiment_id, player_id) DO NOTHING"""
_CROSS = f"""UPDATE engagement_assignment a SET crossed = true FROM ({_SEEN}) seen
    WHERE a.experiment_id = %(experiment)s AND a.player_id = seen.player_id AND a.variant_id <> seen.variant_id
        AND NOT a.crossed"""
_STAGES = """UPDATE engagement_assignment mine SET
        eligible_at = coalesce(mine.eligible_at, came.eligible_at), sent_at = coalesce(mine.sent_at, came.sent_at),
        delivered_at = coalesce(mine.delivered_at, came.delivered_at)
    FROM (SELECT a.*, 'x' || v.experiment_id || '.' || v.key AS label FROM engagement_assignment a
          JOIN engagement_variant v ON v.id = a.variant_id
          WHERE a.experiment_id = %(experiment)s AND a.delivered_at IS NULL AND a.assigned_at > %(on_its_way_since)s) a
    CROSS JOIN LATERAL ({stages}) AS came (eligible_at, sent_at, delivered_at)
    WHERE mine.id = a.id AND came.eligible_at IS NOT NULL"""
_BEFORE = """UPDATE engagement_assignment a SET before = (
        SELECT count(*) FROM games_impression i WHERE i.player_id = a.player_id AND i.outcome = 'accepted'
            AND i.shown_at >= a.assigned_at - %(past)s AND i.shown_at < a.assigned_at)
    WHERE a.experiment_id = %(experiment)s AND a.before IS NULL"""
_OPEN = """SELECT id, player_id, coalesce(sent_at, assigned_at) AS began,
        coalesce(sent_at, assigned_at) + %(window)s AS ends
    FROM engagement_assignment
    WHERE experiment_id = %(experiment)s AND coalesce(sent_at, assigned_at) + %(window)s > %(open_since)s"""
# While somebody's days are not over an answer may still be taken back.
_FORGET_OPEN = f"DELETE FROM engagement_assignmentoutcome o USING ({_OPEN}) a WHERE o.assignment_id = a.id"
_OUTCOMES = f"""INSERT INTO engagement_assignmentoutcome (assignment_id, metric, at)
    SELECT a.id, %(metric)s, did.at FROM ({_OPEN}) a CROSS JOIN LATERAL ({{first}}) AS did (at)
    WHERE did.at IS NOT NULL
    ON CONFLICT (assignment_id, metric) DO NOTHING"""
_READ_TO = """UPDATE engagement_experiment x SET read_to = greatest(x.read_to, least(
        coalesce((SELECT max(s.id) FROM ({usual}) s WHERE s.at <= %(settled)s), 0),
        (SELECT min(w.id) - 1 FROM ({pending}) w)))
    WHERE x.id = %(experiment)s"""
