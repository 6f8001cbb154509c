"""How rich are the talks, do newcomers find what they came for, and do people come back?"""

from __future__ import annotations

from datetime import date, timedelta

from analytics import reading, reports
from analytics.charts import Chart, Heat, Line, Table, number, words
from analytics.pages import drills
from analytics.pages.drawing import by_value, over_time, settled, split_over_time, tiles
from analytics.pages.types import Ask, Page, Panel
from analytics.reading import Period

_TALK = "Comes with the first talk that ended."
_STEPS = ("newcomers_told_mood", "newcomers_saw_picks", "newcomers_took_one", "newcomers_came_back")
_WEEKS = 12


def _funnel(ask: Ask) -> Chart:
    """Each step of those who came, whichever steps came before it."""
    period = settled(ask, *_STEPS)
    came = reading.total("newcomers", period=period, only=ask.only)
    steps = [reading.total(metric, period=period, only=ask.only) for metric in _STEPS]
    counts = [came.value, *(step.counted.numerator if step.counted else 0 for step in steps)]
    names = (came.metric.label, *(step.metric.label for step in steps))
    return Chart("funnel", "step", names, (Line("players", tuple(counts)),))


def _cohorts(ask: Ask) -> Heat:
    """A row a week of newcomers, a column a week since; the share of them who were active in it."""
    monday = ask.period.last_day - timedelta(days=ask.period.last_day.weekday())
    weeks = Period(monday - timedelta(weeks=_WEEKS - 1), ask.period.last_day)
    told = reading.series("cohort_active", period=weeks, by="cohort", only=ask.only)
    rows, values = [], []
    for group in sorted(told.groups, key=lambda group: group.value):
        began = date.fromisoformat(group.value)
        active = {day: value for day, value in zip(told.days, group.values, strict=True) if value}
        came = active.get(began)
        if not came:
            continue
        rows.append(f"{began.day} {began:%b} ({came:.0f})")
        values.append(tuple(
            (active.get(day, 0) / came) if (day := began + timedelta(weeks=week)) <= monday else None
            for week in range(1, _WEEKS)
        ))  # fmt: skip
    return Heat(
        "came in the week of", tuple(rows), "weeks later", tuple(map(str, range(1, _WEEKS))), tuple(values), "%"
    )


def _validation(ask: Ask) -> Table:
    kept = reports.read("score", is_demo=ask.only.is_demo)
    headers = ("of the talks, those after which somebody", "talks", "share", "told apart (AUC)", "at least", "at most")
    return Table(headers, tuple(
        (
            words(one["what"]), number(one["talks"]), number(one["share"], "%"),
            *(number(one[name]) for name in ("auc", "low", "high")),
        )
        for one in (kept.told["checks"] if kept else ())
    ))  # fmt: skip


PAGE = Page(
    "engagement",
    "Engagement",
    "volunteer_activism",
    "How rich are the talks, do newcomers find what they came for, and do people come back?",
    (
        Panel("score", "Engagement score", over_time("engagement_score"), ("engagement_score",),
              drills=(drills.SESSIONS,), empty=_TALK),
        Panel("score_kinds", "Engagement score by kind of session", by_value("engagement_score", by="session_kind"),
              ("engagement_score",), by=("session_kind",), drills=(drills.SESSIONS,), empty=_TALK),
        Panel("score_moods", "Engagement score by mood at the start", by_value("engagement_score", by="mood"),
              ("engagement_score",), by=("mood",), drills=(drills.SESSIONS,), empty=_TALK),
        Panel("score_hours", "Engagement score by hour",
              by_value("engagement_score", by="hour", kind="bars", most=24), ("engagement_score",), by=("hour",),
              drills=(drills.SESSIONS,), empty=_TALK),
        Panel("validation", "Does the score tell something?", _validation, is_wide=True, follows_filters=False,
              note="Of two talks, how often the one after which it happened scores higher; half would be chance. "
              "Reckoned every hour of the talks whose week is over.",
              empty="Comes a week after the first talks."),
        Panel("onboarding", "Onboarding", _funnel, ("newcomers", *_STEPS), drills=(drills.PLAYERS,),
              note="Of those who came in these days, what they did within a week.",
              empty="Comes with the first player who writes."),
        Panel("onboarding_rates", "Onboarding over time", over_time(*_STEPS), _STEPS, drills=(drills.PLAYERS,),
              empty="Comes with the first player who writes."),
        Panel("new", "New players", over_time("new_players", last_week=True), ("new_players",),
              drills=(drills.PLAYERS,), empty="Comes with the first player who writes."),
        Panel("came_by", "Where newcomers come from", split_over_time("newcomers", "came_by"), ("newcomers",),
              by=("came_by",), drills=(drills.PLAYERS,), empty="Comes with the first player who writes."),
        Panel("cohorts", "Who is still here", _cohorts, ("cohort_active",), by=("cohort",), is_wide=True,
              note=f"Newcomers of each of the last {_WEEKS} weeks, and the share of them who were active later.",
              drills=(drills.PLAYERS,), empty="Comes with the week after the first players."),
        Panel("returns", "Idle and cold returns", split_over_time("sessions", "session_kind"),
              ("sessions", "returns"), by=("session_kind",), drills=(drills.SESSIONS,), empty=_TALK),
        Panel("won_back", "Returns won back", over_time("won_back"), ("won_back",),
              drills=(drills.SESSIONS, drills.TOUCHES), empty="Comes with the first return."),
        Panel("led_on", "Turns that led on", over_time("deep_turns"), ("deep_turns",), drills=(drills.SESSIONS,),
              empty=_TALK),
    ),
    tiles=tiles("engagement_score", "new_players", "newcomers_took_one", "newcomers_came_back", "returns", "won_back"),
    headlines=("engagement_score", "newcomers_came_back", "won_back"),
)  # fmt: skip
