"""What does it bring when we write first, and what does it cost?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from analytics import reading, reports
from analytics.charts import Cell, Chart, Line, Table, number, words
from analytics.pages import drills
from analytics.pages.drawing import by_value, heat, over_time, split_over_time, tiles
from analytics.pages.types import Ask, Page, Panel

_SENT = "Comes with the first message that we send unasked."
_LEAST_TOLD = 0.001  # further zeros tell nobody more
_STEPS = ("first_delivered", "first_read", "first_replied", "first_accepted")
_COLUMNS = ("first_sent", *_STEPS, "first_opted_out")
_MONEY = ("campaign_spent", "campaign_extra", "cost_per_extra")
_HOURLY = "Reckoned every hour."


def _funnel(ask: Ask) -> Chart:
    steps = [reading.total(metric, period=ask.period, only=ask.only) for metric in _STEPS]
    sent = reading.total("first_sent", period=ask.period, only=ask.only)
    counts = (sent.value, *(step.counted.numerator if step.counted else 0 for step in steps))
    return Chart(
        "funnel", "step", ("sent", *(step.metric.label for step in steps)), (Line("messages", counts),)
    )  # fmt: skip


def _by_campaign(ask: Ask) -> Table:
    told = reading.table((*_COLUMNS, *_MONEY), period=ask.period, by="campaign", only=ask.only)
    metrics = told.metrics
    rows = sorted(
        (row for row in told.rows if row.value), key=lambda row: -(row.totals[0].value or 0)
    )  # fmt: skip
    return Table(
        ("campaign", *(metric.label for metric in metrics)),
        tuple(
            (
                words(row.label, _campaign(row.value)),
                *(number(total.value, total.metric.unit) for total in row.totals),
            )
            for row in rows[:50]
        ),
    )  # fmt: skip


def _campaign(value: str) -> str:
    return reverse("admin:engagement_campaign_overview", args=[value]) if value.isdecimal() else ""


def _lifts(ask: Ask) -> Chart:
    """The second question, "took a recommendation", is what campaigns are for."""
    kept = reports.read("campaigns", is_demo=ask.only.is_demo)
    told = [
        (row, row["lifts"][1]["difference"]) for row in (kept.told["campaigns"] if kept else ())
        if row["lifts"][1]["difference"] and row["lifts"][1]["held_out"]
    ]  # fmt: skip
    return _with_intervals("campaign", told, "took a pick, beside the held out", "engagement_campaign_overview")


def _with_intervals(place: str, told: Sequence[tuple[Any, Sequence[float]]], name: str, view: str) -> Chart:
    line = Line(
        name, tuple(one[0] for _, one in told), low=tuple(one[1] for _, one in told),
        high=tuple(one[2] for _, one in told),
    )  # fmt: skip
    return Chart(
        "intervals", place, tuple(row["name"] for row, _ in told), (line,), "%",
        links=tuple(reverse(f"admin:{view}", args=[row["id"]]) for row, _ in told),
    )  # fmt: skip


def _lifts_in_words(ask: Ask) -> Table:
    kept = reports.read("campaigns", is_demo=ask.only.is_demo)
    rows = [
        (
            words(row["name"], reverse("admin:engagement_campaign_overview", args=[row["id"]])), words(lift["what"]),
            number(lift["treated"]), number(lift["held_out"]), words(lift["words"]),
        )
        for row in (kept.told["campaigns"] if kept else ()) for lift in row["lifts"]
    ]  # fmt: skip
    return Table(("campaign", "what they did", "let through", "held out", "what it brings"), tuple(rows))


def _experiments(ask: Ask) -> Table:
    kept = reports.read("experiments", is_demo=ask.only.is_demo)
    rows = [
        (
            words(row["name"], reverse("admin:engagement_experiment_result", args=[row["id"]])), words(row["state"]),
            number(row["people"]), words(row["sentence"]), _proportion(row["stages"]),
        )
        for row in (kept.told["experiments"] if kept else ())
    ]  # fmt: skip
    return Table(("experiment", "state", "people", "result", "sides in proportion (SRM)"), tuple(rows))


def _proportion(stages: Sequence[Sequence[Any]]) -> Cell:
    broken = [f"{stage} ({_chance(p)})" for stage, p, is_broken in stages if is_broken]
    least = min((p for _, p, _ in stages), default=1.0)
    return words(f"No: {', '.join(broken)}" if broken else f"Yes (least {_chance(least)})")


def _chance(p: float) -> str:
    return f"p = {p:.2g}" if p >= _LEAST_TOLD else f"p < {_LEAST_TOLD}"


def _experiment_lifts(ask: Ask) -> Chart:
    kept = reports.read("experiments", is_demo=ask.only.is_demo)
    told = [(row, row["lift"]) for row in (kept.told["experiments"] if kept else ()) if row["lift"]]
    return _with_intervals("experiment", told, "more than A, relatively", "engagement_experiment_result")


PAGE = Page(
    "campaigns",
    "Campaigns and experiments",
    "campaign",
    "What does it bring when we write first, and what does it cost?",
    (
        Panel("funnel", "From sent to taken up", _funnel, ("first_sent", *_STEPS), drills=(drills.TOUCHES,),
              empty=_SENT),
        Panel("kinds", "Sent unasked, by kind", split_over_time("first_sent", "kind"), ("first_sent",), by=("kind",),
              drills=(drills.TOUCHES,), empty=_SENT),
        Panel("campaigns", "By campaign", _by_campaign, (*_COLUMNS, *_MONEY), by=("campaign",), is_wide=True,
              drills=(drills.CAMPAIGNS,), empty=_SENT),
        Panel("lifts", "Lift of campaigns", _lifts, follows_filters=False, drills=(drills.CAMPAIGNS,),
              note=f"Points more of the people took a pick than of those held out; right of 0 it helps. {_HOURLY}",
              empty="Comes with the first campaign that holds somebody out."),
        Panel("experiments_lift", "Lift of experiments", _experiment_lifts, follows_filters=False,
              drills=(drills.EXPERIMENTS,), note=f"The interval holds at every look. {_HOURLY}",
              empty="Comes with the first experiment that has people on both sides."),
        Panel("lift_words", "What campaigns bring, in words", _lifts_in_words, follows_filters=False, is_wide=True,
              drills=(drills.CAMPAIGNS,), note=_HOURLY, empty="Comes with the first campaign that was launched."),
        Panel("experiments", "Experiments", _experiments, follows_filters=False, is_wide=True,
              drills=(drills.EXPERIMENTS,), note=_HOURLY, empty="Comes with the first experiment that was launched."),
        Panel("variants", "Pick taken up, by side of an experiment", by_value("first_accepted", by="variant"),
              ("first_accepted",), by=("variant",), drills=(drills.EXPERIMENTS,), empty=_SENT),
        Panel("cost", "Cost per extra acceptance", by_value("cost_per_extra", by="campaign"), ("cost_per_extra",),
              by=("campaign",), drills=(drills.CAMPAIGNS,),
              empty="Comes once a campaign has surely brought somebody, beside those held out."),
        Panel("opt_outs", "Opt-outs", split_over_time("opt_outs", "topic"), ("opt_outs",), by=("topic",),
              empty="Nobody has opted out in these days."),
        Panel("opt_outs_after", "Opt-outs after a message of ours", over_time("opt_outs_after"), ("opt_outs_after",),
              empty="Nobody has opted out in these days."),
        Panel("send_time", "When messages bring a pick", heat("first_accepted", rows="weekday", columns="hour"),
              ("first_accepted",), by=("hour",), is_wide=True, drills=(drills.TOUCHES,), empty=_SENT,
              note="Of what was sent at that hour, the share that brought somebody to take up its pick."),
        Panel("sent_time", "When messages leave", heat("first_sent", rows="weekday", columns="hour"), ("first_sent",),
              by=("hour",), is_wide=True, drills=(drills.TOUCHES,), empty=_SENT),
    ),
    tiles=tiles("first_sent", *_STEPS, "first_opted_out", "opt_outs"),
    headlines=("first_sent", "first_accepted", "opt_outs"),
)  # fmt: skip
