"""How do talks sound, where do they turn, what do we not understand, who needs a person?"""

from __future__ import annotations

from collections.abc import Mapping

from analytics.charts import Look
from analytics.pages import drills
from analytics.pages.drawing import by_value, heat, over_time, quantiles_over_time, split_over_time, tiles
from analytics.pages.types import Page, Panel

_FIRST = "Comes with the first message from a player."
_LOOKS: Mapping[str, Look] = {"positive": "good", "neutral": "quiet", "negative": "bad"}

PAGE = Page(
    "quality",
    "Tone and quality",
    "sentiment_satisfied",
    "How do talks sound, where do they turn, what do we not understand, who needs a person?",
    (
        Panel("tone", "Positive, neutral, negative", split_over_time("messages_in", "sentiment", looks=_LOOKS),
              ("messages_in",), by=("sentiment",), drills=(drills.MESSAGES_IN,), empty=_FIRST),
        Panel("shares", "Share of friendly and unfriendly messages", over_time("positive", "negative"),
              ("positive", "negative"), drills=(drills.MESSAGES_IN,), empty=_FIRST),
        Panel("soured", "After which replies talks turn sour", by_value("soured", by="after"), ("soured",),
              by=("after",), drills=(drills.SESSIONS,), empty="Comes with the first talk of several messages."),
        Panel("cheered", "After which replies talks cheer up", by_value("cheered", by="after"), ("cheered",),
              by=("after",), drills=(drills.SESSIONS,), empty="Comes with the first talk of several messages."),
        Panel("turning", "How often talks turn", over_time("soured", "cheered"), ("soured", "cheered"),
              drills=(drills.SESSIONS,), empty="Comes with the first talk of several messages."),
        Panel("groups", "Not understood, by group",
              by_value("misses", by="miss_group", link=drills.opened("conversations_missgroup")), ("misses",),
              by=("miss_group",), drills=(drills.MISSES,), empty="Comes when something was not understood."),
        Panel("misses", "Not understood, over time", over_time("misses", last_week=True), ("misses",),
              drills=(drills.MISSES,), empty="Comes when something was not understood."),
        Panel("guesses", "What it was nearest to", by_value("misses", by="guess"), ("misses",), by=("guess",),
              drills=(drills.MISSES,), empty="Comes when something was not understood."),
        Panel("unsure", "Not sure, by what it was about", by_value("unsure", by="intent"), ("unsure",),
              by=("intent",), drills=(drills.MESSAGES_IN,), empty=_FIRST),
        Panel("hand_overs", "Hand-overs", split_over_time("hand_overs", "because"), ("hand_overs",),
              by=("because",), drills=(drills.HAND_OVERS,), empty="Comes with the first talk that passes to a person."),
        Panel("wait", "Wait for a person",
              quantiles_over_time("hand_over_wait", {"half waited less": 0.5, "90 of 100 waited less": 0.9}),
              ("hand_over_wait", "hand_overs_in_vain"), drills=(drills.HAND_OVERS,),
              empty="Comes with the first answer of a person."),
        Panel("latency", "Answer time by hour", by_value("answer_time", by="hour", kind="bars", most=24),
              ("answer_time",), by=("hour",), drills=(drills.MESSAGES_OUT,),
              empty="Comes with our first answer that was sent."),
        Panel("busy", "When players write", heat("messages_in", rows="weekday", columns="hour"), ("messages_in",),
              by=("hour",), drills=(drills.MESSAGES_IN,), empty=_FIRST, is_wide=True),
    ),
    tiles=tiles("positive", "negative", "unsure", "misses", "hand_overs", "answer_time"),
    headlines=("negative", "unsure", "hand_overs"),
)  # fmt: skip
