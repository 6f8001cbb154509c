"""The sidebar of the admin: what each role works with, in the words of its work. What one may not open is not shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy

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
        ("Sessions", "forum", "conversations", "session"),
        ("Hand-overs", "support_agent", "conversations", "handover"),
        ("Contacts", "contacts", "conversations", "contact"),
        ("Messages", "chat", "conversations", "message"),
        ("Reminders", "alarm", "conversations", "reminder"),
        ("Erasures", "delete_sweep", "conversations", "erasurereceipt"),
    )),
    ("Engagement", (
        ("Campaigns", "campaign", "engagement", "campaign"),
        ("Calendar", "calendar_month", "engagement", "campaign"),
        ("Planned messages", "schedule_send", "engagement", "touch"),
        ("Who is in a campaign", "group_add", "engagement", "enrolment"),
        ("Copies of campaigns", "file_copy", "engagement", "campaignversion"),
        ("Segments", "diversity_3", "engagement", "segment"),
        ("May we write first?", "quiz", "engagement", "decision"),
        ("Cycles", "autorenew", "engagement", "cyclerun"),
        ("What check-ins bring", "monitoring", "engagement", "cyclerun"),
        ("Experiments", "science", "engagement", "experiment"),
        ("Check-in texts", "waving_hand", "engagement", "messagetext"),
        ("Templates", "description", "engagement", "messagetemplate"),
        ("Quiet hours and caps", "bedtime", "engagement", "sendingrules"),
        ("Holdouts", "balance", "engagement", "holdoutrule"),
        ("Attention taken", "hourglass_bottom", "engagement", "attention"),
        ("Prices of messages", "payments", "engagement", "messageprice"),
        ("Switches", "emergency_home", "conversations", "switch"),
    )),
    ("Words", (
        ("Persona texts", "record_voice_over", "conversations", "personatext"),
        ("Not understood", "help_center", "conversations", "missgroup"),
        ("Taught examples", "school", "conversations", "taughtexample"),
        ("Slang", "translate", "conversations", "slangword"),
    )),
    ("Try it out", (
        ("Simulator", "smartphone", "conversations", "savedchat"),
        ("Saved chats", "fact_check", "conversations", "savedchat"),
    )),
    ("Recommendations", (
        ("Ranking rules", "tune", "games", "rankingrule"),
        ("Fair starts", "rocket_launch", "games", "fairstart"),
        ("Slates", "playlist_play", "games", "slate"),
        ("Impressions", "visibility", "games", "impression"),
        ("Players", "sports_esports", "games", "player"),
        ("Groups of players", "groups", "games", "playercluster"),
        ("Interactions", "touch_app", "games", "interaction"),
        ("Titles in play logs", "link", "games", "playtitle"),
    )),
    ("Catalogue", (
        ("Games", "stadia_controller", "games", "game"),
        ("Prices", "sell", "games", "offer"),
        ("Imports", "upload_file", "games", "importbatch"),
        ("Moods", "mood", "games", "mood"),
        ("Platforms", "devices", "games", "platform"),
        ("Genres", "category", "games", "genre"),
        ("Tags", "label", "games", "tag"),
        ("Name mappings", "swap_horiz", "games", "namemapping"),
        ("Exchange rates", "currency_exchange", "games", "exchangerate"),
    )),
    ("System", (
        ("Jobs", "hourglass_top", "games", "job"),
        ("What was learnt", "model_training", "games", "modelartefact"),
        ("Queued tasks", "queue", "django_q", "ormq"),
        ("Failed tasks", "error", "django_q", "failure"),
        ("Successful tasks", "task_alt", "django_q", "success"),
        ("Schedules", "schedule", "django_q", "schedule"),
        ("Acts on many", "rule", "games", "bulkrun"),
        ("Changes by hand", "history", "games", "change"),
        ("Users", "person", "auth", "user"),
        ("Roles", "badge", "auth", "group"),
        ("Sign-ins", "login", "axes", "accesslog"),
        ("Refused sign-ins", "gpp_bad", "axes", "accessfailurelog"),
    )),
)  # fmt: skip

# Pages that are no list of their model.
_ADDRESSES = {
    "Calendar": "admin:engagement_campaign_calendar",
    "Inbox": "admin:conversations_inbox",
    "What check-ins bring": "admin:engagement_cyclerun_results",
    "Simulator": "admin:conversations_savedchat_simulator",
}
# Pages that need more than a look at their model.
_NEEDS = {"Inbox": ("conversations.take_over_conversations",)}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups that hold at least one page for this person."""
    home = {"title": "Home", "icon": "home", "link": reverse_lazy("admin:index")}
    groups: list[dict[str, Any]] = [
        {
            "title": title,
            "separator": True,
            "items": [
                {
                    "title": name,
                    "icon": icon,
                    "link": reverse_lazy(_ADDRESSES.get(name, f"admin:{app}_{model}_changelist")),
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
    return [{"items": [home]}, *(group for group in groups if group["items"])]


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Below one's own name: what somebody may change about themselves."""
    return [
        {"title": "Change password", "link": reverse_lazy("admin:password_change")},
        {"title": "Second factor", "link": reverse_lazy("admin:second_factor")},
        {"title": "Saved filters", "link": reverse_lazy("admin:thrum_project_savedfilter_changelist")},
    ]


def _mark_open(groups: list[dict[str, Any]], path: str) -> None:
    """Only the page that is open is lit, not the list that its address begins with."""
    items = [item for group in groups for item in group["items"]]
    opened = max((str(item["link"]) for item in items if path.startswith(str(item["link"]))), key=len, default="")
    for item in items:
        item["active"] = str(item["link"]) == opened


def _may_look(app: str, model: str) -> Callable[[HttpRequest], bool]:
    def check(request: HttpRequest) -> bool:
        return any(request.user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change"))

    return check
