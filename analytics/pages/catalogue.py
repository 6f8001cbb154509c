"""What is in the catalogue, what is missing, and what is loved?"""

from __future__ import annotations

from django.urls import reverse

from analytics.charts import Chart, Line, Table, number, words
from analytics.pages import drills
from analytics.pages.drawing import by_value, over_time, split_over_time, tiles
from analytics.pages.types import Ask, Page, Panel
from games.models import ImportBatch, Trend

_FIRST = "Comes with the first game that reaches a player."
_SHOWN = 15


def _trends(ask: Ask) -> Chart:
    loved = Trend.objects.filter(segment="everyone").order_by("-score", "game_id")
    rows = list(loved.values_list("game__title", "score", "game")[:_SHOWN])
    line = Line("loved of late", tuple(score for _, score, _ in rows))
    links = tuple(reverse("admin:games_game_change", args=[game]) for _, _, game in rows)
    return Chart("rows", "game", tuple(title for title, _, _ in rows), (line,), links=links)


def _imports(ask: Ask) -> Table:
    rows = ImportBatch.objects.order_by("-created_at", "-pk").values_list(
        "pk", "file_name", "created_at", "state", "created", "changed", "refused", "kept", "job__by__username",
    )[:_SHOWN]  # fmt: skip
    return Table(("file", "when", "by", "state", "new", "changed", "refused", "left alone"), tuple(
        (
            words(file_name, reverse("admin:games_importbatch_change", args=[pk])), words(f"{at:%Y-%m-%d %H:%M}"),
            words(who or "–"), words(state), number(created), number(changed), number(refused), number(kept),
        )
        for pk, file_name, at, state, created, changed, refused, kept, who in rows
    ))  # fmt: skip


PAGE = Page(
    "catalogue",
    "Catalogue",
    "stadia_controller",
    "What is in the catalogue, what is missing, and what is loved?",
    (
        Panel("gaps", "What is missing", by_value("catalogue_gaps", by="gap"), ("catalogue_gaps",), by=("gap",),
              follows_filters=False, drills=(drills.GAMES,), empty="Nothing is missing, or nothing was counted yet."),
        Panel("gaps_over_time", "What is missing, over time", split_over_time("catalogue_gaps", "gap", kind="lines"),
              ("catalogue_gaps",), by=("gap",), follows_filters=False, drills=(drills.GAMES,),
              empty="Nothing is missing, or nothing was counted yet."),
        Panel("published", "Games on offer", over_time("games_published"), ("games_published",),
              follows_filters=False, drills=(drills.GAMES,), empty="Comes with the first game."),
        Panel("unseen", "Seen and unseen", over_time("coverage"), ("coverage", "starving"), follows_filters=False,
              drills=(drills.FAIR_STARTS,), empty=_FIRST),
        Panel("genres", "Popular genres", by_value("genre_accepted", by="genre"), ("genre_accepted",), by=("genre",),
              drills=(drills.TAKEN,), empty=_FIRST),
        Panel("genre_rates", "Acceptance by genre", by_value("genre_acceptance", by="genre"), ("genre_acceptance",),
              by=("genre",), drills=(drills.PICKS,), empty=_FIRST),
        Panel("genres_over_time", "Genres over time", split_over_time("genre_accepted", "genre", kind="lines"),
              ("genre_accepted",), by=("genre",), drills=(drills.TAKEN,), empty=_FIRST),
        Panel("trends", "Loved of late", _trends, follows_filters=False, drills=(drills.GAMES,),
              note="1 is the game that is loved most; reckoned every hour.",
              empty="Comes with the first reactions of several players."),
        Panel("imports", "Imports", _imports, follows_filters=False, is_wide=True, drills=(drills.IMPORTS,),
              note="Open one to see its rows and to undo it.", empty="Comes with the first file that is imported."),
    ),
    tiles=tiles("games_published", "starving", "coverage"),
    headlines=("games_published", "starving", "coverage"),
)  # fmt: skip
