"""The lists of the admin behind the charts, narrowed to the days, and to the channel where the list knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from analytics.pages.types import Ask, Drill


def between(column: str, *, channel: str = "", **more: str) -> Callable[[Ask], Mapping[str, str]]:
    """``channel`` names the column that holds it; ``more`` are further conditions of the list."""

    def query(ask: Ask) -> dict[str, str]:
        zone = ZoneInfo(settings.ANALYTICS_TIME_ZONE)
        since = datetime.combine(ask.period.first_day, time.min, zone)
        until = datetime.combine(ask.period.last_day + timedelta(days=1), time.min, zone)
        chosen = {f"{column}__gte": since.isoformat(), f"{column}__lt": until.isoformat(), **more}
        if channel and ask.only.channel:
            chosen[f"{channel}__exact"] = ask.only.channel
        return chosen

    return query


def address(drill: Drill, ask: Ask) -> str:
    told = urlencode(drill.query(ask))
    listed = reverse(f"admin:{drill.view}_changelist")
    return f"{listed}?{told}" if told else listed


def listed(view: str, column: str) -> Callable[[str], str]:
    """From a value to the list of its rows, whenever they were."""

    def link(value: str) -> str:
        return f"{reverse(f'admin:{view}_changelist')}?{urlencode({f'{column}__exact': value})}"

    return link


def opened(view: str) -> Callable[[str], str]:
    """From the number of a row to its page; what is none has no page."""

    def link(value: str) -> str:
        return reverse(f"admin:{view}_change", args=[value]) if value.isdecimal() else ""

    return link


SESSIONS = Drill("Sessions", "conversations_session", between("opened_at", channel="channel"))
MESSAGES_IN = Drill(
    "Messages from players",
    "conversations_message",
    between("created_at", channel="channel", direction__exact="inbound"),
)
MESSAGES_OUT = Drill(
    "Messages from us", "conversations_message", between("created_at", channel="channel", direction__exact="outbound")
)
FAILED = Drill(
    "Failed messages", "conversations_message", between("created_at", channel="channel", status__exact="failed")
)
PICKS = Drill("Picks shown", "games_impression", between("shown_at"))
TAKEN = Drill("Picks taken up", "games_impression", between("shown_at", outcome__exact="accepted"))
SLATES = Drill("Slates, with the reasons", "games_slate", between("created_at"))
REACTIONS = Drill("Reactions", "games_interaction", between("at"))
HAND_OVERS = Drill("Hand-overs", "conversations_handover", between("opened_at"))
MISSES = Drill("Groups of what we did not understand", "conversations_missgroup")
TOUCHES = Drill("Planned messages", "engagement_touch", between("sent_at"))
CAMPAIGNS = Drill("Campaigns", "engagement_campaign")
EXPERIMENTS = Drill("Experiments", "engagement_experiment")
PLAYERS = Drill("Players", "games_player", between("created_at"))
GAMES = Drill("Games", "games_game")
FAIR_STARTS = Drill("Fair starts", "games_fairstart")
IMPORTS = Drill("Imports", "games_importbatch", between("created_at"))
QUEUED = Drill("Queued tasks", "django_q_ormq")
FAILURES = Drill("Failed tasks", "django_q_failure", between("stopped"))
MODELS = Drill("What was learnt", "games_modelartefact")
