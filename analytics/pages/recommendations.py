"""Are our picks taken up, are we as sure as we should be, and who comes too short?"""

from __future__ import annotations

from django.urls import reverse

from analytics import reading, reports
from analytics.charts import Cell, Chart, Line, Table, number, words
from analytics.number_words import in_words
from analytics.pages import drills
from analytics.pages.drawing import by_value, heat, over_time, settled, split_over_time, tiles
from analytics.pages.types import Ask, Page, Panel
from games import fair_start
from games.models import FairStart
from games.recommender.fair_start import how_it_goes

_FIRST = "Comes with the first game that reaches a player."
_FINAL = "Comes 72 hours after the first pick, or with its answer."
_ESTIMATES = {
    "earned": "what the ranking in use earned", "ips": "by inverse chances (IPS)", "snips": "the same, weighed (SNIPS)",
    "dr": "doubly robust (DR)", "change": "change beside the one in use",
}  # fmt: skip
_STARVING_SHOWN = 20


def _calibration(ask: Ask) -> Chart:
    told = reading.table(
        ("acceptance", "confidence"), period=settled(ask, "acceptance"), by="confidence", only=ask.only
    )
    rows = [row for row in told.rows if row.totals[0].counted and row.totals[0].value is not None]
    taken, sure = ([row.totals[place] for row in rows] for place in (0, 1))
    return Chart(
        "calibration", "confidence told", tuple(row.label for row in rows),
        (
            Line(
                "taken up", tuple(one.value for one in taken),
                low=tuple(one.interval.low if one.interval else None for one in taken),
                high=tuple(one.interval.high if one.interval else None for one in taken),
                behind=tuple(one.counted.denominator if one.counted else 0 for one in taken),
            ),
            Line("told on average", tuple(one.value for one in sure)),
        ),
        "%",
    )  # fmt: skip


def _how_sure(ask: Ask) -> str:
    kept = reports.read("ranking", is_demo=ask.only.is_demo)
    told = kept and kept.told["confidence"]
    if not told:
        return "On the dashed line what we tell is what happens; below it we promise too much."
    return (
        f"On the dashed line what we tell is what happens. Over the last {reports.DAYS} days we are off by "
        f"{in_words(told['error'], '%')} on average (Brier score {told['brier']:.3f}, {in_words(told['count'])} picks)."
    )


def _off_policy(ask: Ask) -> Table:
    kept = reports.read("ranking", is_demo=ask.only.is_demo)
    told = kept and kept.told["estimate"]
    headers = ("a slot's reward, 0 to 1", "estimate", "at least", "at most")
    if not told:
        return Table(headers, ())
    rows = [
        (words(label), *(_figure(value) for value in told[name]))
        for name, label in _ESTIMATES.items()
    ]  # fmt: skip
    return Table(headers, tuple(rows))


def _figure(value: float) -> Cell:
    return Cell(f"{value:+.4f}".replace("-", "−"), value, is_number=True)


def _verdict(ask: Ask) -> str:
    kept = reports.read("ranking", is_demo=ask.only.is_demo)
    told = kept and kept.told["estimate"]
    if not kept or not told:
        return ""
    return (
        f"Ranking “{kept.told['version']}” over the last {reports.DAYS} days: {told['verdict']}. "
        f"{in_words(told['slots'])} slots of which {in_words(told['effective'])} tell something, "
        f"{in_words(told['covered'], '%')} of what it wants could have been drawn."
    )


def _lift(ask: Ask) -> str:
    kept = reports.read("ranking", is_demo=ask.only.is_demo)
    told = kept and kept.told["lift"]
    if not told or not told["lift"]:
        return "Some players keep the ranking as it was built, so that we know what learning is worth."
    value, low, high = (100 * one for one in told["lift"])
    return (
        f"Over the last {reports.DAYS} days: {value:+.1f} points ({low:+.1f} to {high:+.1f}, by player): "
        f"{told['verdict']}."
    )


def _chance(ask: Ask) -> str:
    kept = reports.read("ranking", is_demo=ask.only.is_demo)
    told = kept and kept.told["chance"]
    if not told:
        return "Where chance has a say, so much of it is left to discoveries."
    breaches = f", {told['breaches']} against the rules" if told["breaches"] else ""
    return (
        f"Agreed are {in_words(told['budget'], '%')}; over the last {reports.DAYS} days: {told['verdict']}{breaches}."
    )


def _variety(ask: Ask) -> Table:
    kept = reports.read("variety", is_demo=ask.only.is_demo)
    headers = ("what", f"last {reports.DAYS} days", "what it means")
    if not kept:
        return Table(headers, ())
    told = kept.told
    novelty = Cell(f"{told['novelty']:.1f} bits", told["novelty"], is_number=True)
    gini = Cell(f"{told['gini']:.2f}", told["gini"], is_number=True)
    return Table(headers, (
        (words("coverage"), number(told["coverage"], "%"), words("Published games that somebody was shown.")),
        (words("novelty"), novelty, words("The mean surprise of a showing: the rarer the games, the higher.")),
        (words("popularity bias"), gini, words("Gini: 0 if all games are shown alike, 1 if one has all showings.")),
        (words("the top tenth"), number(told["top_tenth"], "%"), words("Showings of the most shown tenth of games.")),
    ))  # fmt: skip


def _starving(ask: Ask) -> Table:
    """New titles that are behind what they are owed."""
    rows = (
        FairStart.objects.filter(ends_at__gt=ask.now, begins_at__lte=ask.now)
        .select_related("game").only("game__title", "due", "given", "begins_at", "ends_at", "considered", "stayed")
        .order_by("given", "ends_at")[: 5 * _STARVING_SHOWN]
    )  # fmt: skip
    starving = [row for row in rows if how_it_goes(fair_start.owed_of(row), ask.now) == "starving"]
    return Table(("title", "shown", "owed", "until"), tuple(
        (
            words(row.game.title, reverse("admin:games_game_change", args=[row.game_id])), number(row.given),
            number(row.due), words(f"{row.ends_at:%-d %b}"),
        )
        for row in starving[:_STARVING_SHOWN]
    ))  # fmt: skip


PAGE = Page(
    "recommendations",
    "Recommendations",
    "thumb_up",
    "Are our picks taken up, are we as sure as we should be, and who comes too short?",
    (
        Panel("acceptance", "Acceptance", over_time("acceptance"), ("acceptance",),
              drills=(drills.PICKS, drills.TAKEN), empty=_FINAL),
        Panel("calibration", "Acceptance by confidence", _calibration, ("acceptance", "confidence"),
              by=("confidence",), note=_how_sure, drills=(drills.PICKS,), empty=_FINAL),
        Panel("strategies", "Acceptance by strategy",
              by_value("acceptance", by="strategy", link=drills.listed("games_impression", "strategy")),
              ("acceptance",), by=("strategy",), drills=(drills.PICKS,), empty=_FINAL),
        Panel("slots", "Acceptance by position",
              by_value("acceptance", by="slot", link=drills.listed("games_impression", "slot")), ("acceptance",),
              by=("slot",), drills=(drills.PICKS,), empty=_FINAL),
        Panel("moods", "Acceptance by mood", by_value("acceptance", by="mood"), ("acceptance",), by=("mood",),
              drills=(drills.SLATES,), empty=_FINAL),
        Panel("mood_slot", "Acceptance by mood and strategy", heat("acceptance", rows="mood", columns="strategy"),
              ("acceptance",), by=("mood", "strategy"), drills=(drills.SLATES,), empty=_FINAL),
        Panel("outcomes", "What came of the picks", over_time("acceptance", "rejection", "ignored"),
              ("acceptance", "rejection", "ignored"), drills=(drills.PICKS,), empty=_FINAL),
        Panel("discovery", "Left to chance", over_time("discovery"), ("discovery",), note=_chance,
              drills=(drills.PICKS,), empty=_FIRST),
        Panel("holdback", "What learning is worth", by_value("acceptance", by="policy"), ("acceptance",),
              by=("policy",), note=_lift, drills=(drills.SLATES,), empty=_FINAL),
        Panel("off_policy", "Off-policy report", _off_policy, note=_verdict, follows_filters=False,
              empty="Comes with the first settled picks in which chance had a say; reckoned every hour."),
        Panel("variety", "Coverage, novelty, popularity bias", _variety, follows_filters=False,
              empty=f"{_FIRST} Reckoned every hour."),
        Panel("coverage", "Coverage", over_time("coverage"), ("coverage",), follows_filters=False, empty=_FIRST),
        Panel("repeats", "Shown again", over_time("repeats"), ("repeats",), drills=(drills.PICKS,), empty=_FIRST),
        Panel("fit", "Fitted the mood, as told afterwards", over_time("mood_fit"), ("mood_fit",),
              drills=(drills.PICKS,), empty="Comes with the first answer to “did it fit?”."),
        Panel("starving", "Titles that starve", _starving, ("starving",), follows_filters=False,
              note="New titles that are far behind the showings that they are owed.", drills=(drills.FAIR_STARTS,),
              empty="No new title is behind what it is owed."),
        Panel("unseen", "Published games that nobody sees", over_time("starving"), ("starving",),
              follows_filters=False, drills=(drills.GAMES,), empty="Comes with the first count of the catalogue."),
        Panel("feedback", "Feedback", split_over_time("reactions", "reaction"), ("reactions",), by=("reaction",),
              drills=(drills.REACTIONS,), empty="Comes with the first like, dislike or click.", is_wide=True),
    ),
    tiles=tiles("picks_shown", "acceptance", "rejection", "discovery", "repeats", "coverage", "mood_fit"),
    headlines=("acceptance", "picks_shown"),
    links=(("Confidence log", "analytics:confidence_log", "analytics.see_recommendations"),),
)  # fmt: skip
