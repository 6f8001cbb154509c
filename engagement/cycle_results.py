"""What check-ins bring: how far they come, by their words, and beside those who are held out. Counted by the clock.

Compared are all for whom a cycle has planned a check-in with all who would have got one but for the global holdout,
each once, by their first. Who was planned for counts as treated whatever became of it, for those held out have no
second look either. People of the demo are counted apart, and shown for as long as nobody else was written to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from engagement import check_in_stops, outcomes
from engagement.decision_sql import HELD_OUT_OCCASION
from engagement.models import Figures, Touch
from engagement.outcomes import Funnel, Lift, Line
from games.querysets import DEMO

KEY = "check-ins"
DEMO_KEY = f"{KEY} (demo)"
WINDOW = check_in_stops.ATTRIBUTION
_LOOK_BACK = timedelta(days=90)
_ROWS_READ = 200_000
# For so many people the intervals are made, whatever has come in.
_USUAL_PEOPLE = 10_000

# From when on one of them is held out: before that there is nobody to compare with.
_PEOPLE = """
    SELECT DISTINCT ON (t.contact_id) t.contact_id, c.player_id, t.planned_at AS at,
           t.occasion LIKE %(held_out)s AS is_out
      FROM engagement_touch t JOIN conversations_contact c ON c.id = t.contact_id
      JOIN games_player p ON p.id = c.player_id AND (p.origin = %(demo)s) = %(is_demo)s
     WHERE t.kind = 'cycle' AND t.state <> 'dropped' AND t.planned_at <= %(settled)s AND t.planned_at >= (
               SELECT min(h.planned_at)
                 FROM engagement_touch h JOIN conversations_contact hc ON hc.id = h.contact_id
                 JOIN games_player hp ON hp.id = hc.player_id AND (hp.origin = %(demo)s) = %(is_demo)s
                WHERE h.kind = 'cycle' AND h.occasion LIKE %(held_out)s AND h.planned_at > %(since)s)
     ORDER BY t.contact_id, t.planned_at, t.id
"""


@dataclass(frozen=True)
class CycleResults:
    counted_at: datetime
    is_demo: bool
    whole: Funnel
    lifts: tuple[Lift, ...]
    breakdowns: tuple[tuple[str, tuple[Line, ...]], ...]


def count(*, now: datetime) -> None:
    """Count anew, over the newest two hundred thousand check-ins and the people of the last three months."""
    newest = Touch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    touches = Touch.objects.filter(kind=Touch.Kind.CYCLE, pk__gt=newest - _ROWS_READ).exclude(
        occasion__startswith=HELD_OUT_OCCASION
    )
    made_up = touches.filter(contact__player__origin=DEMO)
    _count_of(touches.exclude(contact__player__origin=DEMO), key=KEY, now=now)
    if made_up.exists():
        _count_of(made_up, key=DEMO_KEY, now=now)
    else:
        Figures.objects.filter(key=DEMO_KEY).delete()


def _count_of(touches: QuerySet[Touch], *, key: str, now: datetime) -> None:
    about = {
        "held_out": f"{HELD_OUT_OCCASION}%", "since": now - _LOOK_BACK, "settled": now - WINDOW, "demo": DEMO,
        "is_demo": key == DEMO_KEY,
    }  # fmt: skip
    breakdowns = {
        "By what they said": outcomes.by(touches.exclude(said=""), "said", "{}", window=WINDOW),
        "By persona": outcomes.by(touches, "contact__persona", "{}", window=WINDOW),
        "By hour (UTC)": outcomes.by_hour_of_sending(touches, window=WINDOW),
    }
    figures: dict[str, Any] = {
        "whole": asdict(outcomes.funnel_of(touches, window=WINDOW)),
        "did": outcomes.what_they_did(_PEOPLE, about, window=WINDOW),
        "breakdowns": [
            [title, [[line.what, asdict(line.funnel)] for line in lines]] for title, lines in breakdowns.items()
        ],
    }
    Figures.objects.update_or_create(key=key, defaults={"counted_at": now, "figures": figures})


def results() -> CycleResults | None:
    """As they were counted last; None before the first time."""
    every = Figures.objects.in_bulk([KEY, DEMO_KEY], field_name="key")
    kept = every.get(KEY)
    if DEMO_KEY in every and not (kept and kept.figures["whole"]["planned"]):
        kept = every[DEMO_KEY]
    if kept is None:
        return None
    figures: Mapping[str, Any] = kept.figures
    return CycleResults(
        counted_at=kept.counted_at,
        is_demo=kept.key == DEMO_KEY,
        whole=Funnel(**figures["whole"]),
        lifts=tuple(outcomes.lifts_from(figures["did"], expected=_USUAL_PEOPLE)),
        breakdowns=tuple(
            (title, tuple(Line(what, Funnel(**funnel)) for what, funnel in lines))
            for title, lines in figures["breakdowns"]
        ),
    )
