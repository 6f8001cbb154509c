"""Plays from elsewhere: imported under digests, their titles matched with our games for an editor to look over."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from rapidfuzz import fuzz

from games.catalogue.series import plain, without_edition
from games.collaborative.play_log import PlayLog
from games.models import Game, LoggedPlay, PlayTitle

# From this score on a suggestion counts before anybody has looked at it.
SURE = 0.9
_EDITION, _LEAST = 0.95, 0.75
_SUGGESTED_AT_MOST = 0.89  # merely alike, so a person must say
_TITLE_CHARS = 300
_BATCH = 5_000


@dataclass(frozen=True)
class Imported:
    plays: int
    titles: int
    matched: int  # titles whose match counts
    to_review: int


@transaction.atomic
def import_plays(log: PlayLog, *, source: str) -> Imported:
    """Store who played what; the same file again changes nothing. ``source`` keeps apart users of different logs."""
    titles = _store_titles(log.titles)
    keys = [hashlib.sha256(f"{source}\x00{user}".encode()).hexdigest()[:32] for user in log.users]
    rows = log.hours.tocoo()
    plays = [
        LoggedPlay(player_key=keys[row], title_id=titles[log.titles[column][:_TITLE_CHARS]], hours=float(hours))
        for row, column, hours in zip(rows.row.tolist(), rows.col.tolist(), rows.data.tolist(), strict=True)
    ]
    LoggedPlay.objects.bulk_create(
        plays,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["player_key", "title"],
        update_fields=["hours"],
    )
    counts = LoggedPlay.objects.filter(title=OuterRef("pk")).order_by().values("title").annotate(n=Count("pk"))
    stored = PlayTitle.objects.filter(pk__in=titles.values())
    stored.update(players=Coalesce(Subquery(counts.values("n")), Value(0)))
    return Imported(
        plays=len(plays),
        titles=len(titles),
        matched=counting().filter(pk__in=titles.values()).count(),
        to_review=stored.filter(status=PlayTitle.Status.SUGGESTED, score__lt=SURE).count(),
    )


def counting() -> QuerySet[PlayTitle]:
    """The titles whose plays are learnt from: confirmed ones, and suggestions that are sure."""
    sure = Q(status=PlayTitle.Status.SUGGESTED, score__gte=SURE)
    return PlayTitle.objects.filter(Q(status=PlayTitle.Status.CONFIRMED) | sure, game__isnull=False)


@transaction.atomic
def confirm(titles: QuerySet[PlayTitle]) -> int:
    """An editor says that these are right. Titles without a game cannot be."""
    return titles.filter(game__isnull=False).update(status=PlayTitle.Status.CONFIRMED)


@transaction.atomic
def reject(titles: QuerySet[PlayTitle]) -> int:
    """An editor says that these are no games of ours; their plays are learnt from no more."""
    return titles.update(status=PlayTitle.Status.REJECTED)


@transaction.atomic
def suggest_again(titles: QuerySet[PlayTitle]) -> int:
    """Look in the catalogue as it is now. What an editor said stays; returns how many have another game."""
    open_ones = list(titles.filter(status=PlayTitle.Status.SUGGESTED).select_for_update())
    before = {row.pk: row.game_id for row in open_ones}
    for row, (game_id, score) in zip(open_ones, _suggestions([row.title for row in open_ones]), strict=True):
        row.game_id, row.score = game_id, score
    PlayTitle.objects.bulk_update(open_ones, ["game", "score"], batch_size=_BATCH)
    return sum(row.game_id != before[row.pk] for row in open_ones)


def _store_titles(titles: Iterable[str]) -> dict[str, int]:
    wanted = list(dict.fromkeys(title[:_TITLE_CHARS] for title in titles))
    known = set(PlayTitle.objects.filter(title__in=wanted).values_list("title", flat=True))
    new = [title for title in wanted if title not in known]
    PlayTitle.objects.bulk_create(
        [
            PlayTitle(title=title, game_id=game_id, score=score)
            for title, (game_id, score) in zip(new, _suggestions(new), strict=True)
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    return dict(PlayTitle.objects.filter(title__in=wanted).values_list("title", "pk"))


def _suggestions(titles: Sequence[str]) -> list[tuple[int | None, float]]:
    """For each title the game it most likely is, and how sure that is."""
    games = list(Game.objects.order_by(F("popularity").desc(), "pk").values_list("pk", "title"))
    exact: dict[str, int] = {}
    editions: dict[str, int] = {}
    by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for game_id, title in games:
        name = plain(title)
        exact.setdefault(name, game_id)
        editions.setdefault(without_edition(title), game_id)
        for word in set(name.split()):
            by_word[word].append((game_id, name))
    return [_suggestion(title, exact, editions, by_word) for title in titles]


def _suggestion(
    title: str, exact: dict[str, int], editions: dict[str, int], by_word: dict[str, list[tuple[int, str]]]
) -> tuple[int | None, float]:
    name = plain(title)
    if name in exact:
        return exact[name], 1.0
    if (edition := without_edition(title)) in editions:
        return editions[edition], _EDITION
    # Among the games that share the rarest of its words; comparing with all takes minutes.
    rarest = min((word for word in name.split() if word in by_word), key=lambda word: len(by_word[word]), default="")
    alike = [(fuzz.ratio(name, other) / 100, game_id) for game_id, other in by_word.get(rarest, ())]
    score, game_id = max(alike, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return (game_id, round(min(score, _SUGGESTED_AT_MOST), 3)) if score >= _LEAST else (None, 0.0)
