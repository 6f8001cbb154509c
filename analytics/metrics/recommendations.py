"""Are our picks taken up, are we as sure as we should be, and who comes too short?"""

from __future__ import annotations

from typing import Final

from analytics.metrics.types import ALL, Metric, Scan

# What a pick came to is what games.interactions.outcomes says, written on its row; it is final 72 hours
# after it was shown.
_OF_A_PICK = """FROM games_impression i JOIN games_slate s ON s.id = i.slate_id
          JOIN games_player p ON p.id = i.player_id
          LEFT JOIN LATERAL (SELECT m.channel FROM conversations_message m WHERE m.slate_id = s.id LIMIT 1) m ON TRUE"""
PICKS: Final = Scan(
    "picks",
    f"""SELECT i.player_id, p.origin = 'demo' AS is_demo, coalesce(m.channel, s.surface) AS channel, s.surface,
               i.strategy, coalesce(s.context ->> 'mood', '') AS mood, i.slot, i.outcome, i.confidence AS sure, i.fit,
               least(floor(i.confidence * 10 + 1e-9), 9)::int AS confidence, i.propensity < 1 AS is_drawn,
               CASE WHEN s.policy_version LIKE 'held back: %%' THEN 'held back'
                    WHEN s.policy_version LIKE 'learnt-%%' THEN 'learnt' ELSE 'as built' END AS policy,
               EXISTS (SELECT 1 FROM games_impression b WHERE b.player_id = i.player_id AND b.game_id = i.game_id
                          AND b.shown_at < i.shown_at AND b.shown_at >= i.shown_at - interval '30 days') AS is_repeat
          {_OF_A_PICK}
         WHERE i.shown_at >= %(since)s AND i.shown_at < %(until)s""",
    {
        "shown": "count(*)",
        "final": "count(*) FILTER (WHERE r.outcome <> 'pending')",
        "accepted": "count(*) FILTER (WHERE r.outcome = 'accepted')",
        "rejected": "count(*) FILTER (WHERE r.outcome = 'rejected')",
        "ignored": "count(*) FILTER (WHERE r.outcome = 'ignored')",
        "told_sure": "coalesce(sum(r.sure) FILTER (WHERE r.outcome <> 'pending'), 0)",
        "fits": "coalesce(sum(r.fit), 0)",
        "fit_told": "count(r.fit)",
        "drawn": "count(*) FILTER (WHERE r.is_drawn)",
        "explored": "count(*) FILTER (WHERE r.strategy <> 'best_fit')",
        "repeats": "count(*) FILTER (WHERE r.is_repeat)",
    },
    ("channel", "surface", "strategy", "mood", "slot", "confidence", "policy"),
)
GENRES: Final = Scan(
    "pick_genres",
    f"""SELECT i.player_id, p.origin = 'demo' AS is_demo, coalesce(m.channel, s.surface) AS channel, i.outcome,
               coalesce(s.context ->> 'mood', '') AS mood, e.genre
          {_OF_A_PICK}
          JOIN games_game g ON g.id = i.game_id CROSS JOIN LATERAL unnest(g.genres) e (genre)
         WHERE i.shown_at >= %(since)s AND i.shown_at < %(until)s""",
    {
        "shown": "count(*)",
        "final": "count(*) FILTER (WHERE r.outcome <> 'pending')",
        "accepted": "count(*) FILTER (WHERE r.outcome = 'accepted')",
    },
    ("channel", "mood", "genre"),
)
REACTIONS: Final = Scan(
    "reactions",
    """SELECT i.player_id, p.origin = 'demo' AS is_demo, i.kind AS reaction, i.source
         FROM games_interaction i JOIN games_player p ON p.id = i.player_id
        WHERE i.at >= %(since)s AND i.at < %(until)s AND i.source <> 'import'""",
    {"reactions": "count(*)"},
    ("reaction", "source"),
)
_BY = (
    ALL, ("channel",), ("cluster",), ("segment",), ("strategy",), ("mood",), ("slot",), ("confidence",), ("policy",),
    ("surface",), ("mood", "strategy"), ("channel", "strategy"), ("channel", "mood"), ("mood", "slot"),
    ("confidence", "strategy"), ("channel", "confidence"), ("cluster", "strategy"), ("segment", "strategy"),
    ("cluster", "mood"), ("segment", "mood"), ("slot", "strategy"), ("channel", "slot"), ("confidence", "policy"),
)  # fmt: skip

# The days in which a pick of the day before may still be answered.
_OPEN: Final = 3

METRICS: Final = (
    Metric("picks_shown", "picks shown", "Games that reached a player as a recommendation.",
           "count", "picks", "shown", by=_BY),
    Metric("picks_accepted", "picks taken up",
           "Picks that were liked, saved, clicked or bought, or that somebody means to play.",
           "count", "picks", "accepted", by=_BY, more_is="better"),
    Metric(
        "acceptance", "acceptance",
        "Of the picks whose outcome is final (answered, or 72 hours old), those that were taken up.",
        "share", "picks", "accepted", "final", unit="%", by=_BY, more_is="better", settles_in=_OPEN,
    ),
    Metric(
        "rejection", "turned down", "Of the picks whose outcome is final, those that were disliked or skipped.",
        "share", "picks", "rejected", "final", unit="%", by=_BY, more_is="worse", settles_in=_OPEN,
    ),
    Metric("ignored", "ignored", "Of the picks whose outcome is final, those that nobody answered within 72 hours.",
           "share", "picks", "ignored", "final", unit="%", by=_BY, settles_in=_OPEN),
    Metric(
        "confidence", "confidence told",
        "How sure we said to be that a pick would be taken up, on average of those whose outcome is final.",
        "mean", "picks", "told_sure", "final", unit="%", by=_BY, settles_in=_OPEN,
    ),
    Metric("mood_fit", "fitted the mood", "How well a pick fitted the mood, in the player's own words afterwards.",
           "mean", "picks", "fits", "fit_told", unit="%", by=_BY, more_is="better"),
    Metric(
        "discovery", "left to chance",
        "Of the picks in which chance had a say, those that it changed: a discovery or a new title's fair start.",
        "share", "picks", "explored", "drawn", unit="%", by=_BY,
    ),
    Metric("repeats", "shown again",
           "Of the picks shown, those that the same player had seen within 30 days before.",
           "share", "picks", "repeats", "shown", unit="%", by=_BY, more_is="worse"),
    Metric(
        "genre_shown", "shown, by genre", "Picks shown, once for each genre of the game.",
        "count", "pick_genres", "shown", by=(("genre",), ("genre", "mood"), ("channel", "genre")),
    ),
    Metric(
        "genre_accepted", "taken up, by genre", "Picks taken up, once for each genre of the game.",
        "count", "pick_genres", "accepted", by=(("genre",), ("genre", "mood"), ("channel", "genre")), more_is="better",
    ),
    Metric(
        "genre_acceptance", "acceptance by genre", "Of the final picks of a genre, those that were taken up.",
        "share", "pick_genres", "accepted", "final", unit="%", by=(("genre",), ("genre", "mood"), ("channel", "genre")),
        more_is="better", settles_in=_OPEN,
    ),
    Metric(
        "reactions", "reactions", "What players did or said about a game: likes, dislikes, clicks and the rest.",
        "count", "reactions", "reactions",
        by=(ALL, ("reaction",), ("source",), ("reaction", "source"), ("cluster", "reaction"), ("reaction", "segment"),
            ("cluster",), ("segment",)),
    ),
)  # fmt: skip
