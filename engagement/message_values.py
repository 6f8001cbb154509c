"""What messages of each kind, topic and segment have brought of late: what `weighing` learns from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from conversations.models import PROACTIVE_TOPICS, ConsentChange
from engagement.models import Figures
from engagement.segments import DORMANT, NEW_USER, NORMAL
from engagement.weighing import Cell, Counts
from games.interactions.outcomes import ACCEPTS
from games.querysets import WHO_COUNT

KEY = "message values"
_WINDOW = timedelta(days=3)
_LOOK_BACK = timedelta(days=60)
_MOST, _ROWS_READ = 50_000, 500_000
_NO = (ConsentChange.Topic.PROACTIVE, *PROACTIVE_TOPICS)

# The segment is that of the moment at which it was sent: who has answered since is nobody's dormant any more.
_COUNT = f"""
WITH sent AS (
    SELECT t.kind, t.topic, t.sent_at, t.contact_id, c.player_id, c.created_at, m.slate_id
      FROM engagement_touch t
      JOIN conversations_contact c ON c.id = t.contact_id
      JOIN games_player p ON p.id = c.player_id AND {WHO_COUNT}
      LEFT JOIN conversations_message m ON m.id = t.message_id
     WHERE t.id > (SELECT max(id) FROM engagement_touch) - %(rows_read)s AND t.state = 'sent'
       AND t.sent_at <= %(now)s - %(window)s AND t.sent_at > %(now)s - %(look_back)s
     ORDER BY t.id DESC LIMIT %(most)s
)
SELECT s.kind, s.topic,
       CASE WHEN s.created_at <= s.sent_at - %(dormant_after)s AND NOT EXISTS (
                SELECT 1 FROM conversations_message b WHERE b.contact_id = s.contact_id AND b.direction = 'inbound'
                   AND b.created_at > s.sent_at - %(dormant_after)s AND b.created_at < s.sent_at) THEN '{DORMANT}'
            WHEN s.created_at > s.sent_at - %(new_user_for)s THEN '{NEW_USER}' ELSE '{NORMAL}' END AS segment,
       count(*),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM conversations_message r WHERE r.contact_id = s.contact_id AND r.direction = 'inbound'
              AND r.created_at >= s.sent_at AND r.created_at <= s.sent_at + %(window)s)),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM games_impression i
             JOIN games_interaction a ON a.player_id = i.player_id AND a.game_id = i.game_id
              AND a.kind = ANY (%(accepts)s) AND a.at >= s.sent_at AND a.at <= s.sent_at + %(window)s
            WHERE i.player_id = s.player_id AND i.outcome = 'accepted' AND i.shown_at >= s.sent_at
              AND i.shown_at <= a.at)),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM conversations_consentchange n WHERE n.contact_id = s.contact_id AND NOT n.granted
              AND n.topic = ANY (%(no)s) AND n.at >= s.sent_at AND n.at <= s.sent_at + %(window)s))
  FROM sent s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608 - names of our own; every value is a parameter


def count(*, now: datetime) -> int:
    """Count anew; returns over how many messages."""
    told: dict[str, Any] = {
        "now": now, "window": _WINDOW, "look_back": _LOOK_BACK, "most": _MOST, "rows_read": _ROWS_READ,
        "dormant_after": timedelta(days=settings.DORMANT_THRESHOLD_DAYS),
        "new_user_for": timedelta(days=settings.NEW_USER_THRESHOLD_DAYS),
        "accepts": list(ACCEPTS), "no": [str(topic) for topic in _NO],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, told)
        rows = cursor.fetchall()
    Figures.objects.update_or_create(key=KEY, defaults={"counted_at": now, "figures": [list(row) for row in rows]})
    return sum(row[3] for row in rows)


def seen() -> Mapping[Cell, Counts]:
    """As they were counted last; empty before the first time."""
    kept = Figures.objects.filter(key=KEY).values_list("figures", flat=True).first()
    return {(kind, topic, segment): Counts(*counts) for kind, topic, segment, *counts in kept or ()}
