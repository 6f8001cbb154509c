"""Is the engagement score worth its name? Held against what people did later, which it does not look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from games.recommender.policy.intervals import Z

WITHIN: Final = timedelta(days=7)
_MOST: Final = 100_000
# Of talks whose week is over: did they begin another one, did they answer what we sent first, did they take up a pick?
_STATEMENT: Final = """
SELECT o.score,
       EXISTS (SELECT 1 FROM conversations_session n WHERE n.contact_id = s.contact_id
                  AND n.opened_at > s.last_message_at AND n.opened_at <= s.last_message_at + %(within)s) AS returned,
       t.sent_at IS NOT NULL AS was_written_to,
       EXISTS (SELECT 1 FROM conversations_message m WHERE m.contact_id = s.contact_id AND m.direction = 'inbound'
                  AND m.created_at > t.sent_at AND m.created_at <= t.sent_at + interval '72 hours') AS replied,
       EXISTS (SELECT 1 FROM games_impression i WHERE i.player_id = p.id AND i.outcome = 'accepted'
                  AND i.shown_at >= s.opened_at AND i.shown_at <= s.last_message_at) AS took_one
  FROM analytics_sessionscore o JOIN conversations_session s ON s.id = o.session_id
  JOIN conversations_contact c ON c.id = s.contact_id JOIN games_player p ON p.id = c.player_id
  LEFT JOIN LATERAL (SELECT min(t.sent_at) AS sent_at FROM engagement_touch t WHERE t.contact_id = s.contact_id
                        AND t.sent_at > s.last_message_at AND t.sent_at <= s.last_message_at + %(within)s) t ON TRUE
 WHERE s.last_message_at < %(until)s AND (p.origin = 'demo') = %(is_demo)s
 ORDER BY s.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class Check:
    """``auc`` is the chance that of two talks, one of which was followed by this, that one has the higher score."""

    what: str
    talks: int
    share: float
    auc: float | None
    low: float | None
    high: float | None
    correlation: float | None


def validate(*, now: datetime, is_demo: bool) -> list[Check]:
    told: dict[str, Any] = {"within": WITHIN, "until": now - WITHIN, "is_demo": is_demo, "most": _MOST}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, told)
        rows = cursor.fetchall()
    written_to = [row for row in rows if row[2]]
    return [
        check("came back within 7 days", [row[0] for row in rows], [row[1] for row in rows]),
        check("answered what we sent first", [row[0] for row in written_to], [row[3] for row in written_to]),
        check("took up a pick in the talk", [row[0] for row in rows], [row[4] for row in rows]),
    ]


def check(what: str, scores: Sequence[float], did: Sequence[bool]) -> Check:
    """Pure. Without both kinds of talks there is nothing to tell apart."""
    numbers, hits = np.asarray(scores, dtype=np.float64), np.asarray(did, dtype=bool)
    yes, no = int(hits.sum()), int((~hits).sum())
    share = yes / len(hits) if len(hits) else 0.0
    if not yes or not no:
        return Check(what, len(hits), share, None, None, None, None)
    auc = float((_ranks(numbers)[hits].sum() - yes * (yes + 1) / 2) / (yes * no))
    reach = Z * _spread(auc, yes, no)
    varies = numbers.std() > 0
    correlation = float(np.corrcoef(numbers, hits)[0, 1]) if varies else 0.0
    return Check(what, len(hits), share, auc, max(auc - reach, 0.0), min(auc + reach, 1.0), correlation)


def _ranks(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 1; equal ones share the mean of theirs."""
    _, place, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means = last - (counts - 1) / 2
    return np.asarray(means[place], dtype=np.float64)


def _spread(auc: float, yes: int, no: int) -> float:
    """The standard error after Hanley and McNeil."""
    one, two = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    variance = auc * (1 - auc) + (yes - 1) * (one - auc * auc) + (no - 1) * (two - auc * auc)
    return float(np.sqrt(max(variance, 0.0) / (yes * no)))
