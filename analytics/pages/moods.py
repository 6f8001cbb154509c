"""How do people feel, when, and what helps?"""

from __future__ import annotations

from analytics.pages import drills
from analytics.pages.drawing import by_value, heat, over_time, split_over_time, tiles
from analytics.pages.types import Page, Panel

_FIRST = "Comes with the first player who tells how they feel."

PAGE = Page(
    "moods",
    "Moods",
    "mood",
    "How do people feel, when, and what helps?",
    (
        Panel("most", "Most told", by_value("mood_readings", by="mood"), ("mood_readings",), by=("mood",),
              drills=(drills.SESSIONS,), empty=_FIRST),
        Panel("over_time", "Moods over time", split_over_time("mood_readings", "mood"), ("mood_readings",),
              by=("mood",), drills=(drills.SESSIONS,), empty=_FIRST),
        Panel("week", "When moods are told", heat("mood_readings", rows="weekday", columns="hour"),
              ("mood_readings",), by=("hour",), drills=(drills.MESSAGES_IN,), empty=_FIRST, is_wide=True),
        Panel("hours", "Which mood at which hour", heat("mood_readings", rows="mood", columns="hour"),
              ("mood_readings",), by=("mood", "hour"), drills=(drills.MESSAGES_IN,), empty=_FIRST, is_wide=True),
        Panel("weekdays", "Which mood on which day",
              heat("mood_readings", rows="mood", columns="weekday", of_row=True), ("mood_readings",), by=("mood",),
              note="Of each mood, how it spreads over the week.", empty=_FIRST),
        Panel("moves", "From mood to mood within a talk",
              heat("mood_moves", rows="mood", columns="mood_after", of_row=True), ("mood_moves",),
              by=("mood", "mood_after"), note="Of each mood, what was told next.", drills=(drills.SESSIONS,),
              empty="Comes with the first talk in which two moods are told."),
        Panel("genres", "Which genre is taken up in which mood",
              heat("genre_acceptance", rows="mood", columns="genre", most=16), ("genre_acceptance",),
              by=("mood", "genre"), note="Of the picks of a genre that were shown in a mood, those that were taken up.",
              drills=(drills.TAKEN,), empty="Comes 72 hours after the first pick, or with its answer.", is_wide=True),
        Panel("second", "Second moods", heat("mood_readings", rows="mood", columns="secondary", of_row=True),
              ("mood_readings",), by=("mood", "secondary"), note="Of each mood, what else was heard beside it.",
              empty=_FIRST),
        Panel("second_share", "How often there is a second one", over_time("second_moods"), ("second_moods",),
              empty=_FIRST),
        Panel("changes", "Moods that change within a talk", over_time("mood_changes"), ("mood_changes",),
              empty="Comes with the first talk in which two moods are told."),
        Panel("unsure", "Messages of which we were not sure", over_time("unsure"), ("unsure",),
              drills=(drills.MESSAGES_IN, drills.MISSES), empty="Comes with the first message."),
        Panel("certainty", "How sure we were, by mood", by_value("mood_certainty", by="mood"), ("mood_certainty",),
              by=("mood",), empty=_FIRST),
    ),
    tiles=tiles("mood_readings", "mood_certainty", "second_moods", "mood_changes", "unsure"),
    headlines=("mood_readings", "mood_certainty"),
)  # fmt: skip
