"""What can bring somebody into a campaign by itself: each a statement that says whom, by which event, and what for.

A row is (contact_id, key, context). The key names the event, so the same event never brings anybody in twice. Only
people who said yes to the campaign's topic are looked at; everything else about whether they may be written to is
asked when the message would leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagement.campaign_copy import FrozenCampaign
from games.vocabulary import PLATFORM_FAMILIES

# What happened longer ago than this is no occasion any more.
_NEWS_FOR = timedelta(days=3)
_NEW_FOR = timedelta(days=14)
_NEW_TITLES = 20
_DRAWN_TO = 0.3  # so strong a learnt score of a genre: two likes, as things stand
_IDLE_SPAN = timedelta(hours=37)  # 11 h to 48 h: then it is cold
_COLD_SPAN = timedelta(days=28)  # who is away for longer needs more than a trigger
_MOODS_WITHIN = timedelta(days=7)

_AGREED = "c.proactive_allowed AND c.replies_allowed AND %(topic)s = ANY (c.topics) AND c.goes_at IS NULL"

_SILENT = f"""
SELECT c.id AS contact_id, 'silent:' || c.inbound_seq AS key, '{{}}'::jsonb AS context
  FROM conversations_contact c
 WHERE {_AGREED} AND c.last_inbound_at <= %(until)s AND c.last_inbound_at > %(until)s - %(span)s
"""
_MOOD = f"""
SELECT DISTINCT ON (r.contact_id) r.contact_id, 'mood:' || r.id AS key,
       jsonb_build_object('mood', r.mood, 'said_at', r.at) AS context
  FROM conversations_moodreading r
  JOIN conversations_contact c ON c.id = r.contact_id
 WHERE {_AGREED} AND r.at > %(since)s AND r.at <= %(until)s AND r.mood = ANY (%(moods)s)
   AND (SELECT count(*) FROM conversations_moodreading x
         WHERE x.contact_id = r.contact_id AND x.mood = ANY (%(moods)s)
           AND x.at <= r.at AND x.at > r.at - %(moods_within)s) >= %(least)s
 ORDER BY r.contact_id, r.at DESC
"""
_NEW_TITLE = f"""
SELECT DISTINCT ON (c.id) c.id AS contact_id, 'title:' || g.id AS key, jsonb_build_object('game', g.id) AS context
  FROM conversations_contact c
  JOIN games_player p ON p.id = c.player_id
  JOIN (SELECT * FROM games_game n
         WHERE n.is_published AND n.created_at > %(new_since)s AND n.created_at > %(since)s
           AND n.created_at <= %(until)s
           AND (n.release_date IS NULL OR n.release_date > %(now)s::date - 365)
         ORDER BY n.quality DESC, n.id LIMIT {_NEW_TITLES}) g
    ON g.platforms && p.platforms AND NOT g.genres && p.avoided_genres
   AND (g.genres && p.liked_genres OR EXISTS (
           SELECT 1 FROM unnest(g.genres) w WHERE (p.scores ->> ('genre:' || w))::float8 >= {_DRAWN_TO}))
 WHERE {_AGREED}
 ORDER BY c.id, (g.genres && p.liked_genres) DESC, g.quality DESC, g.id
"""
_PRICE_DROP = f"""
SELECT DISTINCT ON (c.id) c.id AS contact_id, 'offer:' || o.id AS key,
       jsonb_build_object('game', o.game_id, 'offer', o.id, 'was', p.amount) AS context
  FROM games_offer o
 CROSS JOIN LATERAL (
       SELECT b.amount FROM games_offer b
        WHERE b.game_id = o.game_id AND b.store = o.store AND b.family = o.family AND b.currency = o.currency
          AND NOT b.is_current AND b.seen_at < o.seen_at
        ORDER BY b.seen_at DESC, b.id DESC LIMIT 1) p
  JOIN games_interaction i ON i.game_id = o.game_id AND i.kind IN ('save', 'like')
  JOIN games_player l ON l.id = i.player_id AND (l.platforms = '{{}}' OR EXISTS (
           SELECT 1 FROM unnest(%(platforms)s::text[], %(families)s::text[]) AS sold (platform, family)
            WHERE sold.family = o.family AND sold.platform = ANY (l.platforms)))
  JOIN conversations_contact c ON c.player_id = i.player_id
 WHERE {_AGREED} AND o.is_current AND o.seen_at > %(since)s AND o.seen_at <= %(until)s
   AND p.amount > 0 AND o.amount <= p.amount * (1 - %(drop)s)
   AND NOT EXISTS (SELECT 1 FROM games_interaction x
                    WHERE x.player_id = i.player_id AND x.game_id = i.game_id
                      AND (x.kind IN ('dislike', 'purchase', 'played')
                           OR (x.kind = 'unsave' AND i.kind = 'save' AND x.at >= i.at)))
 ORDER BY c.id, o.amount / NULLIF(p.amount, 0), o.id
"""
_AFTER_LIKE = f"""
SELECT DISTINCT ON (c.id) c.id AS contact_id, 'like:' || i.id AS key,
       jsonb_build_object('liked', i.game_id) AS context
  FROM games_interaction i
  JOIN conversations_contact c ON c.player_id = i.player_id
 WHERE {_AGREED} AND i.kind = 'like' AND i.at > %(since)s AND i.at <= %(until)s
   AND NOT EXISTS (SELECT 1 FROM games_interaction x
                    WHERE x.player_id = i.player_id AND x.game_id = i.game_id AND x.kind = 'dislike' AND x.at >= i.at)
 ORDER BY c.id, i.at DESC, i.id DESC
"""
_STATEMENTS = {
    "idle": _SILENT,
    "cold": _SILENT,
    "mood": _MOOD,
    "new_title": _NEW_TITLE,
    "price_drop": _PRICE_DROP,
    "after_like": _AFTER_LIKE,
}


@dataclass(frozen=True)
class Happened:
    """A statement with named parameters, each beginning with nothing that a caller's may begin with."""

    text: str
    params: dict[str, Any]


def what_happened(copy: FrozenCampaign, *, launched_at: datetime, now: datetime) -> Happened:
    """Whom the campaign's trigger brings in by now. What happened before the launch brings in nobody, but who is
    silent at the launch is silent."""
    return Happened(
        _STATEMENTS[copy.trigger],
        {
            "now": now,
            "topic": copy.topic,
            "until": now - copy.threshold,
            "since": max(launched_at - copy.threshold, now - copy.threshold - _NEWS_FOR),
            "span": _IDLE_SPAN if copy.trigger == "idle" else _COLD_SPAN,
            "moods": list(copy.moods),
            "moods_within": _MOODS_WITHIN,
            "least": copy.least_readings,
            "new_since": now - _NEW_FOR,
            "drop": copy.drop_percent / 100,
            "platforms": list(PLATFORM_FAMILIES),
            "families": list(PLATFORM_FAMILIES.values()),
        },
    )
