"""The sidebar of the admin: what each role works with, in the words of its work. What one may not open is not shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.urls import reverse

from analytics import headlines

# The pages of charts come before the lists of this group.
DASHBOARDS = "Dashboards"
# Group, then for each page: title, icon (Material Symbols), app, model.
_PAGES: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (DASHBOARDS, (
        ("Alerts", "notification_important", "analytics", "alert"),
        ("Alert rules", "rule_settings", "analytics", "alertrule"),
    )),
    ("Conversations", (
        ("Inbox", "inbox", "conversations", "contact"),
        ("Contacts", "contacts", "conversations", "contact"),
        ("Sessions", "forum", "conversations", "session"),
        ("Hand-overs", "support_agent", "conversations", "handover"),
        ("Messages", "chat", "conversations", "message"),
        ("Moderation", "flag", "conversations", "moderationflag"),
        ("Reminders", "alarm", "conversations", "reminder"),
        ("Letters", "stylus_note", "conversations", "letter"),
        ("Switches", "emergency_home", "conversations", "switch"),
        ("Erasures", "delete_sweep", "conversations", "erasurereceipt"),
    )),
    ("Campaigns", (
        ("Campaigns", "campaign", "engagement", "campaign"),
        ("Calendar", "calendar_month", "engagement", "campaign"),
        ("Segments", "diversity_3", "engagement", "segment"),
        ("Experiments", "science", "engagement", "experiment"),
        ("Templates", "description", "engagement", "messagetemplate"),
        ("Planned messages", "schedule_send", "engagement", "touch"),
        ("Who is in a campaign", "group_add", "engagement", "enrolment"),
        ("Copies of campaigns", "file_copy", "engagement", "campaignversion"),
        ("Prices of messages", "payments", "engagement", "messageprice"),
    )),
    ("Check-ins and limits", (
        ("What check-ins bring", "monitoring", "engagement", "cyclerun"),
        ("Check-in texts", "waving_hand", "engagement", "messagetext"),
        ("Cycles", "autorenew", "engagement", "cyclerun"),
        ("Quiet hours and caps", "bedtime", "engagement", "sendingrules"),
        ("Holdouts", "balance", "engagement", "holdoutrule"),
        ("May we write first?", "quiz", "engagement", "decision"),
        ("Attention taken", "hourglass_bottom", "engagement", "attention"),
    )),
    ("Catalogue", (
        ("Games", "stadia_controller", "games", "game"),
        ("Imports", "upload_file", "games", "importbatch"),
        ("Prices", "sell", "games", "offer"),
        ("Acts on many", "rule", "games", "bulkrun"),
        ("Jobs", "hourglass_top", "games", "job"),
    )),
    ("Words of the catalogue", (
        ("Moods", "mood", "games", "mood"),
        ("Platforms", "devices", "games", "platform"),
        ("Genres", "category", "games", "genre"),
        ("Tags", "label", "games", "tag"),
        ("Name mappings", "swap_horiz", "games", "namemapping"),
        ("Column mappings", "view_column", "games", "headermapping"),
        ("Titles in play logs", "link", "games", "playtitle"),
        ("Exchange rates", "currency_exchange", "games", "exchangerate"),
    )),
    ("Recommendations", (
        ("Ranking rules", "tune", "games", "rankingrule"),
        ("Fair starts", "rocket_launch", "games", "fairstart"),
        ("Slates", "playlist_play", "games", "slate"),
        ("Impressions", "visibility", "games", "impression"),
        ("Players", "sports_esports", "games", "player"),
        ("Groups of players", "groups", "games", "playercluster"),
        ("Interactions", "touch_app", "games", "interaction"),
        ("What was learnt", "model_training", "games", "modelartefact"),
    )),
    ("How Thrum talks", (
        ("Simulator", "smartphone", "conversations", "savedchat"),
        ("Saved chats", "fact_check", "conversations", "savedchat"),
        ("Persona texts", "record_voice_over", "conversations", "personatext"),
        ("Not understood", "help_center", "conversations", "missgroup"),
        ("Taught examples", "school", "conversations", "taughtexample"),
        ("Slang", "translate", "conversations", "slangword"),
        ("Harmless words", "verified_user", "conversations", "harmlessphrase"),
        ("Journeys", "hiking", "conversations", "journeytext"),
    )),
    ("Partners and accounts", (
        ("Partners", "handshake", "conversations", "partner"),
        ("Service tokens", "key", "conversations", "servicetoken"),
        ("Accounts", "account_circle", "conversations", "account"),
    )),
    ("System", (
        ("Model calls", "smart_toy", "conversations", "modelcall"),
        ("Queued tasks", "queue", "django_q", "ormq"),
        ("Failed tasks", "error", "django_q", "failure"),
        ("Schedules", "schedule", "django_q", "schedule"),
    )),
    ("Staff", (
        ("Users", "person", "auth", "user"),
        ("Roles", "badge", "auth", "group"),
        ("Changes by hand", "history", "games", "change"),
        ("Sign-ins", "login", "axes", "accesslog"),
        ("Refused sign-ins", "gpp_bad", "axes", "accessfailurelog"),
    )),
)  # fmt: skip
# Whose daily work a group is, by what only they may do: for them it stands first and open, for others it is one line.
_WORK_OF = {
    "Conversations": "conversations.take_over_conversations",
    "Campaigns": "engagement.add_campaign",
    "Catalogue": "games.change_game",
    "How Thrum talks": "conversations.change_personatext",
    DASHBOARDS: "analytics.add_alertrule",
}

# Pages that are no list of their model.
_ADDRESSES = {
    "Calendar": "admin:engagement_campaign_calendar",
    "Inbox": "admin:conversations_inbox",
    "What check-ins bring": "admin:engagement_cyclerun_results",
    "Simulator": "admin:conversations_savedchat_simulator",
}
# Pages that need more than a look at their model.
_NEEDS = {"Inbox": ("conversations.take_over_conversations",)}


# Addresses never change while a process lives, and every page of the admin shows all of them.
_address_of = cache(reverse)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups that hold at least one page for this person."""
    home = {"title": "Home", "icon": "home", "link": _address_of("admin:index")}
    groups: list[dict[str, Any]] = [
        {
            "title": title,
            "items": [
                {
                    "title": name,
                    "icon": icon,
                    "link": _address_of(_ADDRESSES.get(name, f"admin:{app}_{model}_changelist")),
                }
                for name, icon, app, model in pages
                if _may_look(app, model)(request) and request.user.has_perms(_NEEDS.get(name, ()))
            ],
        }
        for title, pages in _PAGES
    ]
    charts = [
        {"title": title, "icon": icon, "link": link} for title, icon, link in headlines.pages_of(request.user)
    ]  # fmt: skip
    groups[0]["items"] = [*charts, *groups[0]["items"]]
    _mark_open(groups, request.path)
    mine = [group for group in groups if _is_work(request, group["title"])]
    for group in groups:
        group["is_open"] = group in mine or any(item["active"] for item in group["items"])
    others = [group for group in groups if group not in mine]
    return [{"items": [home]}, *(group for group in mine + others if group["items"])]


@cache
def places() -> dict[str, tuple[str, str]]:
    """Group and title of each page of the sidebar but the charts, by address."""
    return {
        _address_of(_ADDRESSES.get(name, f"admin:{app}_{model}_changelist")): (title, name)
        for title, pages in _PAGES
        for name, _, app, model in pages
    }


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Below one's own name: what somebody may change about themselves."""
    return [
        {"title": "Change password", "link": _address_of("admin:password_change")},
        {"title": "Second factor", "link": _address_of("admin:second_factor")},
        {"title": "Saved filters", "link": _address_of("admin:thrum_project_savedfilter_changelist")},
    ]


def _is_work(request: HttpRequest, group: str) -> bool:
    """For who may do everything no group is more theirs than another."""
    needed = _WORK_OF.get(group)
    assert isinstance(request.user, User | AnonymousUser)
    return bool(needed and request.user.has_perm(needed)) and not request.user.is_superuser


def _mark_open(groups: list[dict[str, Any]], path: str) -> None:
    """Only the page that is open is lit, not the list that its address begins with."""
    items = [item for group in groups for item in group["items"]]
    opened = max((item["link"] for item in items if path.startswith(item["link"])), key=len, default="")
    for item in items:
        item["active"] = item["link"] == opened


def _may_look(app: str, model: str) -> Callable[[HttpRequest], bool]:
    def check(request: HttpRequest) -> bool:
        return any(request.user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change"))

    return check
