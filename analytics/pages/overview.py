"""How many are here, how much do they talk, and do our answers come?"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from analytics import reading
from analytics.charts import Table, number, words
from analytics.metrics import METRICS
from analytics.number_words import change_in_words, in_words
from analytics.pages import drills
from analytics.pages.drawing import beside, over_time, quantiles_over_time, split_over_time, tile, tone_of
from analytics.pages.so_far import compare_today
from analytics.pages.types import Ask, Page, Panel, Tile
from analytics.reading import Period

_LARGE: Final = ("sessions", "turns_a_session", "answer_time", "delivered")
_TODAY: Final = ("active_players", "new_players", "sessions", "turns_a_session", "messages_in", "messages_out",
                 "picks_shown", "picks_accepted")  # fmt: skip


def _tiles(ask: Ask) -> list[Tile]:
    """People by the last day that is over, for different people of many days do not add up; then the period's."""
    days = len(ask.period.days)
    day = ask.period.last_day - timedelta(days=int(ask.period.last_day == ask.today and days > 1))
    last = Period(day, day)
    earlier = Period(day - timedelta(days=days), day - timedelta(days=days))
    found = []
    for metric, label in (
        ("active_players", f"players on {day.day} {day:%b}"), ("active_players_7d", "players within a week"),
        ("active_players_30d", "players within a month"),
    ):  # fmt: skip
        if reading.offers(metric, only=ask.only):
            now = reading.total(metric, period=last, only=ask.only).value
            then = reading.total(metric, period=earlier, only=ask.only).value
            changed = change_in_words(now, then)
            compared = beside(changed, f"{earlier.last_day.day} {earlier.last_day:%b}").replace("as in", "as on")
            found.append(Tile(label, in_words(now), METRICS[metric].definition, compared, tone_of(metric, now, then)))
    large = [tile(metric, ask) for metric in _LARGE if reading.offers(metric, only=ask.only)]
    return [*found, *large]


def _today(ask: Ask) -> Table:
    rows = []
    for metric in _TODAY:
        if not reading.offers(metric, only=ask.only):
            continue
        told = METRICS[metric]
        now, then, until = compare_today(metric, ask)
        rows.append((
            words(told.label), number(now, told.unit), number(then, told.unit),
            words(change_in_words(now, then, told.unit) or "–"), words(until),
        ))  # fmt: skip
    return Table(("what", "today", "same day last week", "difference", "counted"), tuple(rows))


PAGE = Page(
    "overview",
    "Overview",
    "monitoring",
    "How many are here, how much do they talk, and do our answers come?",
    (
        Panel(
            "active", "Active players",
            over_time("active_players", "active_players_7d", "active_players_30d", names={
                "active_players": "on the day", "active_players_7d": "within a week",
                "active_players_30d": "within a month"}),
            ("active_players", "active_players_7d", "active_players_30d"),
            empty="Comes with the first player who writes.", drills=(drills.PLAYERS,),
        ),
        Panel(
            "today", "Today against the same day last week", _today, _TODAY, is_wide=True,
            note="Where hours are counted, only the hours that are over today are compared.",
            empty="Comes with the first player who writes.",
        ),
        Panel("sessions", "Sessions beside the week before", over_time("sessions", last_week=True), ("sessions",),
              drills=(drills.SESSIONS,), empty="Comes with the first talk."),
        Panel("kinds", "Sessions by kind", split_over_time("sessions", "session_kind"), ("sessions",),
              by=("session_kind",), drills=(drills.SESSIONS,), empty="Comes with the first talk."),
        Panel("channels", "Sessions by channel", split_over_time("sessions", "channel"), ("sessions",),
              by=("channel",), drills=(drills.SESSIONS,), empty="Comes with the first talk."),
        Panel("depth", "Turns a session", over_time("turns_a_session"), ("turns_a_session",),
              drills=(drills.SESSIONS,), empty="Comes with the first talk."),
        Panel("led_on", "Turns that led on", over_time("deep_turns"), ("deep_turns",), drills=(drills.SESSIONS,),
              empty="Comes with the first talk."),
        Panel("answer_time", "Answer time",
              quantiles_over_time("answer_time", {"half were faster": 0.5, "95 of 100 were faster": 0.95}),
              ("answer_time",), drills=(drills.MESSAGES_OUT,), empty="Comes with our first answer that was sent."),
        Panel("delivery", "Delivery", over_time("delivered", "read", "failed"), ("delivered", "read", "failed"),
              drills=(drills.MESSAGES_OUT, drills.FAILED), empty="Comes with the first message that left."),
        Panel("status", "Messages from us by status", split_over_time("messages_out", "status"), ("messages_out",),
              by=("status",), drills=(drills.MESSAGES_OUT,), empty="Comes with our first message."),
        Panel("queue", "Waiting in the queue", split_over_time("queue_depth", "queue", kind="lines"),
              ("queue_depth",), by=("queue",), drills=(drills.QUEUED,), follows_filters=False,
              empty="Comes within a minute of the workers' start."),
    ),
    tiles=_tiles,
    headlines=("active_players", "sessions", "answer_time"),
)  # fmt: skip
