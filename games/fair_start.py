"""New titles and the showings they are owed: begun when they have a vector, counted by the clock, audited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Q

from games import versions
from games.models import DataVersion, FairStart, Game, ImportRow
from games.querysets import WHO_COUNT
from games.recommender.fair_start import Owed, how_it_goes, those_due

_AT_ONCE = 5_000
# The most that a process keeps in memory; who comes later waits until others have had theirs.
_MOST_DUE = 20_000
# Answers come in for so long after the last showing.
_ANSWERS_FOR = timedelta(days=7)
_LOCK = 7_478_004  # of an advisory lock: two that count at once would count twice
FITTED = ("", "others fit better", "same series as a pick")

_snapshot: tuple[int, dict[int, Owed]] | None = None
# The weights of a minute: they rise over days, and to reckon thousands of them costs an answer milliseconds.
_weights: tuple[datetime, dict[int, float]] | None = None


def due_now(now: datetime) -> dict[int, float]:
    """Game → its weight in the draw of a newcomer, reckoned once a minute.

    From memory: no query unless something was counted anew.
    """
    global _snapshot, _weights
    version = versions.current(DataVersion.Kind.FAIR_START)
    if _snapshot is None or _snapshot[0] != version:
        rows = FairStart.objects.filter(given__lt=F("due"), ends_at__gt=now).order_by("ends_at")
        _snapshot = (version, {row.game_id: owed_of(row) for row in rows[:_MOST_DUE]})
        _weights = None
    minute = now.replace(second=0, microsecond=0)
    if _weights is None or _weights[0] != minute:
        _weights = (minute, those_due(_snapshot[1], now))
    return _weights[1]


def forget() -> None:
    """Read what is owed anew at the next question, if there was anything."""
    global _snapshot, _weights
    if _snapshot is not None and _snapshot[1]:
        versions.forget()
        _snapshot = _weights = None


@transaction.atomic
def keep(*, now: datetime) -> str:
    """Begin for what is new, count anew for what is under way; returns what was done, in words. Repeatable."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return "somebody else is counting"
    begun = begin(now=now)
    counted = _count(now)
    if begun or counted:
        versions.bump(DataVersion.Kind.FAIR_START)
    return f"{begun} begun, {counted} counted"


def begin(*, now: datetime) -> int:
    """A fair start for every published title that has a vector, came in lately and has had none."""
    days = timedelta(days=settings.FAIR_START_DAYS)
    if not settings.FAIR_START_IMPRESSIONS:
        return 0
    fresh = Game.objects.published().filter(
        created_at__gt=now - days, embedding__isnull=False, fair_start=None, has_sexual_content=False
    )
    games = list(fresh.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    added_by = _who_added(games)
    rows = [
        FairStart(
            game_id=game_id, added_by_id=added_by.get(game_id), due=settings.FAIR_START_IMPRESSIONS,
            begins_at=now, ends_at=now + days,
        )
        for game_id in games
    ]  # fmt: skip
    FairStart.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def why_short(row: FairStart, *, now: datetime) -> str:
    """What keeps a title from its showings, in an editor's words; "" while all is well."""
    if how_it_goes(owed_of(row), now) in ("given", "on its way"):
        return ""
    if not row.considered:
        lacks = _lacks(row.game)
        return f"no wish has found it yet: it lacks {', '.join(lacks)}" if lacks else "no wish has found it yet"
    if row.stayed * 5 < row.considered:
        reason, times = max(row.dropped.items(), key=lambda item: (item[1], item[0]))
        return f"{times} of {row.considered} times {reason}"
    return "it fits, but is seldom near enough to the best; others are owed showings too"


def owed_of(row: FairStart) -> Owed:
    return Owed(row.due, row.given, row.begins_at, row.ends_at)


def _who_added(games: list[int]) -> dict[int, int]:
    """Game → the user whose import or whose form brought it in."""
    rows = ImportRow.objects.filter(game__in=games, effect=ImportRow.Effect.CREATED, batch__job__by__isnull=False)
    by_import = {game: user for game, user in rows.values_list("game_id", "batch__job__by_id") if game and user}
    by_hand = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Game), action_flag=ADDITION, object_id__in=map(str, games)
    ).values_list("object_id", "user_id")
    return {int(game): user for game, user in by_hand if game} | by_import


def _lacks(game: Game) -> list[str]:
    """Facts without which a title is left out of many searches."""
    facts: Mapping[str, Any] = {
        "platforms": game.platforms, "genres": game.genres, "an age rating": game.age_rating,
        "a summary": game.summary, "player modes": game.player_modes,
    }  # fmt: skip
    return [name for name, value in facts.items() if value in (None, "", [])]


def _count(now: datetime) -> int:
    """Showings and answers from the beginning, so that late answers count; candidates since the last count."""
    open_rows = list(FairStart.objects.filter(Q(ends_at__gt=now - _ANSWERS_FOR)).select_for_update())
    if not open_rows:
        return 0
    shown = _shown([row.game_id for row in open_rows])
    since = max((row.counted_at for row in open_rows if row.counted_at), default=min(r.begins_at for r in open_rows))
    seen = _seen_as_candidates(since, now)
    changed = []
    for row in open_rows:
        before = (row.given, row.accepted, row.rejected, row.ignored, row.considered)
        row.given, row.accepted, row.rejected, row.ignored = shown.get(row.game_id, (0, 0, 0, 0))
        for reason, times in seen.get(row.game_id, {}).items():
            row.considered += times
            if reason in FITTED:
                row.stayed += times
            else:
                row.dropped[reason] = row.dropped.get(reason, 0) + times
        row.counted_at = now
        if before != (row.given, row.accepted, row.rejected, row.ignored, row.considered):
            changed.append(row)
    fields = ("given", "accepted", "rejected", "ignored", "considered", "stayed", "dropped")
    FairStart.objects.bulk_update(changed, fields, batch_size=500)
    FairStart.objects.filter(pk__in=[row.pk for row in open_rows]).update(counted_at=now)
    return len(changed)


def _shown(games: list[int]) -> dict[int, tuple[int, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.game_id, count(*),"  # noqa: S608 - our own condition
            " count(*) FILTER (WHERE i.outcome = 'accepted'),"
            " count(*) FILTER (WHERE i.outcome = 'rejected'), count(*) FILTER (WHERE i.outcome = 'ignored')"
            " FROM games_impression AS i JOIN games_fairstart AS f ON f.game_id = i.game_id"
            f" JOIN games_player AS p ON p.id = i.player_id AND {WHO_COUNT}"
            " WHERE i.game_id = ANY(%s) AND i.shown_at >= f.begins_at AND i.shown_at < f.ends_at GROUP BY i.game_id",
            [games],
        )
        return {game_id: (given, yes, no, nothing) for game_id, given, yes, no, nothing in cursor.fetchall()}


def _seen_as_candidates(since: datetime, until: datetime) -> dict[int, dict[str, int]]:
    """Game → why it left the slate ("" or a near miss: it fitted) → how often; of titles with a fair start."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.game_id, coalesce(one ->> 'dropped_because', ''), count(*)"  # noqa: S608 - our own condition
            " FROM games_slate AS s CROSS JOIN LATERAL jsonb_array_elements(s.candidates) AS one"
            " JOIN games_fairstart AS f ON f.game_id = (one ->> 'game')::bigint"
            f" JOIN games_player AS p ON p.id = s.player_id AND {WHO_COUNT}"
            " WHERE s.created_at > %s AND s.created_at <= %s GROUP BY 1, 2",
            [since, until],
        )
        seen: dict[int, dict[str, int]] = {}
        for game_id, reason, times in cursor.fetchall():
            seen.setdefault(game_id, {})[reason] = times
        return seen
