"""What can bring somebody into a campaign by itself: each a statement that says whom, by which event, and what for.

A row is (contact_id, key, context). The key names the event, so the same event never brings anybody in twice. Only
people who said yes to the campaign's topic are looked at; everything else about whether they may be written to is
asked when the message would leave.

Nothing is looked at as a whole: a walk goes piece by piece, along an index, from a place that the caller keeps. For
what happens at a moment the place is that moment; for a new title, which may fit anybody, it is a contact's number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from engagement.campaign_copy import FrozenCampaign
from games.querysets import WHO_COUNT
from games.vocabulary import PLATFORM_FAMILIES

# What happened longer ago than this is no occasion any more.
_NEWS_FOR = timedelta(days=3)
_NEW_FOR = timedelta(days=14)
_NEW_TITLES = 20
_DRAWN_TO = 0.3  # so strong a learnt score of a genre: two likes, as things stand
_IDLE_SPAN = timedelta(hours=37)  # 11 h to 48 h: then it is cold
_COLD_SPAN = timedelta(days=28)  # who is away for longer needs more than a trigger
_MOODS_WITHIN = timedelta(days=7)
PIECE = 5_000  # so many rows are looked at in one statement

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_AGREED = f"""c.proactive_allowed AND c.replies_allowed AND %(topic)s = ANY (c.topics) AND c.goes_at IS NULL
   AND EXISTS (SELECT 1 FROM games_player p WHERE p.id = c.player_id AND {WHO_COUNT})"""
_IS_NEW = """n.is_published AND n.created_at > %(new_since)s AND n.created_at > %(since)s AND n.created_at <= %(until)s
           AND (n.release_date IS NULL OR n.release_date > %(now)s::date - 365)"""


@dataclass(frozen=True)
class _Statement:
    piece: str
    brings: str


# Of each trigger: the next piece of its walk, with the place of each row, and whom the piece brings in. What bears the
# same moment is one piece.
_SILENT = _Statement(
    f"""
SELECT c.last_inbound_at AS place, c.id, c.inbound_seq
  FROM conversations_contact c
 WHERE {_AGREED} AND c.last_inbound_at <= %(until)s AND c.last_inbound_at > %(after)s
 ORDER BY c.last_inbound_at FETCH FIRST %(most)s ROWS WITH TIES
""",
    "SELECT p.id AS contact_id, 'silent:' || p.inbound_seq AS key, '{}'::jsonb AS context FROM piece p",
)
_MOOD = _Statement(
    """
SELECT r.at AS place, r.id, r.contact_id, r.mood
  FROM conversations_moodreading r
 WHERE r.at > %(after)s AND r.at <= %(until)s AND r.mood = ANY (%(moods)s)
 ORDER BY r.at FETCH FIRST %(most)s ROWS WITH TIES
""",
    f"""
SELECT DISTINCT ON (r.contact_id) r.contact_id, 'mood:' || r.id AS key,
       jsonb_build_object('mood', r.mood, 'said_at', r.place) AS context
  FROM piece r
  JOIN conversations_contact c ON c.id = r.contact_id
 WHERE {_AGREED}
   AND NOT EXISTS (SELECT 1 FROM conversations_moodreading y
                    WHERE y.contact_id = r.contact_id AND y.mood = ANY (%(moods)s) AND y.at > r.place
                      AND y.at <= %(until)s)
   AND (SELECT count(*) FROM conversations_moodreading x
         WHERE x.contact_id = r.contact_id AND x.mood = ANY (%(moods)s)
           AND x.at <= r.place AND x.at > r.place - %(moods_within)s) >= %(least)s
 ORDER BY r.contact_id, r.place DESC
""",
)
_NEW_TITLE = _Statement(
    f"""
SELECT c.id AS place, c.id, c.player_id
  FROM conversations_contact c
 WHERE {_AGREED} AND c.id > %(after)s
   AND EXISTS (SELECT 1 FROM games_game n WHERE {_IS_NEW})
 ORDER BY c.id LIMIT %(most)s
""",
    f"""
SELECT DISTINCT ON (c.id) c.id AS contact_id, 'title:' || g.id AS key, jsonb_build_object('game', g.id) AS context
  FROM piece c
  JOIN games_player p ON p.id = c.player_id
  JOIN (SELECT * FROM games_game n WHERE {_IS_NEW} ORDER BY n.quality DESC, n.id LIMIT {_NEW_TITLES}) g
    ON g.platforms && p.platforms AND NOT g.genres && p.avoided_genres
   AND (g.genres && p.liked_genres OR EXISTS (
           SELECT 1 FROM unnest(g.genres) w WHERE (p.scores ->> ('genre:' || w))::float8 >= {_DRAWN_TO}))
 ORDER BY c.id, (g.genres && p.liked_genres) DESC, g.quality DESC, g.id
""",
)
_PRICE_DROP = _Statement(
    """
SELECT o.seen_at AS place, o.id, o.game_id, o.store, o.family, o.currency, o.amount
  FROM games_offer o
 WHERE o.is_current AND o.seen_at > %(after)s AND o.seen_at <= %(until)s
 ORDER BY o.seen_at FETCH FIRST %(most)s ROWS WITH TIES
""",
    f"""
SELECT DISTINCT ON (c.id) c.id AS contact_id, 'offer:' || o.id AS key,
       jsonb_build_object('game', o.game_id, 'offer', o.id, 'was', p.amount) AS context
  FROM piece o
 CROSS JOIN LATERAL (
       SELECT b.amount FROM games_offer b
        WHERE b.game_id = o.game_id AND b.store = o.store AND b.family = o.family AND b.currency = o.currency
          AND NOT b.is_current AND b.seen_at < o.place
        ORDER BY b.seen_at DESC, b.id DESC LIMIT 1) p
  JOIN games_interaction i ON i.game_id = o.game_id AND i.kind IN ('save', 'like')
  JOIN games_player l ON l.id = i.player_id AND (l.platforms = '{{}}' OR EXISTS (
           SELECT 1 FROM unnest(%(platforms)s::text[], %(families)s::text[]) AS sold (platform, family)
            WHERE sold.family = o.family AND sold.platform = ANY (l.platforms)))
  JOIN conversations_contact c ON c.player_id = i.player_id
 WHERE {_AGREED} AND p.amount > 0 AND o.amount <= p.amount * (1 - %(drop)s)
   AND NOT EXISTS (SELECT 1 FROM games_interaction x
                    WHERE x.player_id = i.player_id AND x.game_id = i.game_id
                      AND (x.kind IN ('dislike', 'purchase', 'played')
                           OR (x.kind = 'unsave' AND i.kind = 'save' AND x.at >= i.at)))
 ORDER BY c.id, o.amount / NULLIF(p.amount, 0), o.id
""",
)
_AFTER_LIKE = _Statement(
    """
SELECT i.at AS place, i.id, i.player_id, i.game_id
  FROM games_interaction i
 WHERE i.kind = 'like' AND i.at > %(after)s AND i.at <= %(until)s
 ORDER BY i.at FETCH FIRST %(most)s ROWS WITH TIES
""",
    f"""
SELECT DISTINCT ON (c.id) c.id AS contact_id, 'like:' || i.id AS key,
       jsonb_build_object('liked', i.game_id) AS context
  FROM piece i
  JOIN conversations_contact c ON c.player_id = i.player_id
 WHERE {_AGREED}
   AND NOT EXISTS (SELECT 1 FROM games_interaction x
                    WHERE x.player_id = i.player_id AND x.game_id = i.game_id AND x.kind = 'dislike'
                      AND x.at >= i.place)
 ORDER BY c.id, i.place DESC, i.id DESC
""",
)
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
    """The next piece of a walk (``piece``, with a column ``place``) and whom it brings in (``text``), with named
    parameters. With ``is_by_person`` a place is a contact."""

    piece: str
    text: str
    params: dict[str, Any]
    until: datetime
    is_by_person: bool

    def place_of(self, last: datetime | int | None, *, is_last_piece: bool) -> int:
        """Where to go on, as a number: after the last row, or where nothing is left for now at the moment up to which
        was looked."""
        if self.is_by_person:
            return last if isinstance(last, int) else 0
        moment = self.until if is_last_piece or not isinstance(last, datetime) else last
        return int((moment - _EPOCH) // _MICROSECOND)


def what_happened(
    copy: FrozenCampaign, *, launched_at: datetime, now: datetime, place: int = 0, most: int = PIECE
) -> Happened:
    """Whom the campaign's trigger brings in by now, from ``place`` on. What happened before the launch brings in
    nobody, but who is silent at the launch is silent."""
    statement, until = _STATEMENTS[copy.trigger], now - copy.threshold
    since = max(launched_at - copy.threshold, until - _NEWS_FOR)
    is_by_person = copy.trigger == "new_title"
    if copy.trigger in ("idle", "cold"):
        first = until - (_IDLE_SPAN if copy.trigger == "idle" else _COLD_SPAN)
    else:
        first = since
    return Happened(
        statement.piece,
        statement.brings,
        {
            "now": now,
            "topic": copy.topic,
            "most": most,
            "until": until,
            "since": since,
            "after": place if is_by_person else max(first, _EPOCH + place * _MICROSECOND),
            "moods": list(copy.moods),
            "moods_within": _MOODS_WITHIN,
            "least": copy.least_readings,
            "new_since": now - _NEW_FOR,
            "drop": copy.drop_percent / 100,
            "platforms": list(PLATFORM_FAMILIES),
            "families": list(PLATFORM_FAMILIES.values()),
        },
        until,
        is_by_person,
    )
