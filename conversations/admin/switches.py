"""The two switches: one page to turn them, with all that was turned, and a line on every page while one is on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from conversations import switches
from conversations.models import Contact, Message, Switch, SwitchChange
from games.admin.history import HistoryAdmin

_CHANGES_SHOWN = 50
_MAY_TURN = "conversations.turn_switches"
# What each does, for the person who is about to turn it.
_EFFECTS = {
    Switch.Key.SILENCE: (
        "Campaigns, triggers, the engagement cycle and questions of our own stop at once; what is queued waits. "
        "Answers, reminders that people asked for and operators go on."
    ),
    Switch.Key.MAINTENANCE: (
        "The bot answers nobody. Messages are kept, each person is told once, and all is answered when it is over. "
        "A STOP still counts at once, and nothing is sent that we would start ourselves."
    ),
}


def banner(request: HttpRequest) -> dict[str, Any]:
    """For every page of the admin: the switches that are on."""
    if not request.path.startswith(reverse("admin:index")):
        return {}
    return {"switches_on": SimpleLazyObject(switches.turned_on)}


@admin.register(Switch)
class SwitchAdmin(HistoryAdmin):
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._turn(request)
        rows = {row.key: row for row in Switch.objects.select_related("by")}
        context = {
            **self.admin_site.each_context(request),
            "title": "Switches",
            "opts": self.opts,
            "may_turn": request.user.has_perm(_MAY_TURN),
            "switches": [
                {"key": key, "label": Switch.Key(key).label, "effect": effect, "row": rows.get(key)}
                for key, effect in _EFFECTS.items()
            ],
            "held": _held(),
            "changes": SwitchChange.objects.select_related("by")[:_CHANGES_SHOWN],
        }
        return TemplateResponse(request, "admin/conversations/switches.html", context)

    def _turn(self, request: HttpRequest) -> HttpResponse:
        by = request.user
        if not isinstance(by, User) or not by.has_perm(_MAY_TURN):
            raise PermissionDenied
        key, on = request.POST.get("key", ""), request.POST.get("on") == "1"
        because = " ".join(request.POST.get("because", "").split())
        page = HttpResponseRedirect(reverse("admin:conversations_switch_changelist"))
        if key not in Switch.Key.values:
            messages.error(request, "There is no such switch.")
        elif on and not because:
            messages.error(request, "Say why, for those who find it turned.")
        else:
            changed = switches.turn(key=key, on=on, by=by, because=because, now=timezone.now())
            label = Switch.Key(key).label
            state = "on" if on else "off"
            messages.success(request, f"{label}: {state}." if changed else f"{label} was {state} already.")
        return page


def _held() -> dict[str, int]:
    """What waits because a switch is on, or will go when it is off."""
    queued = Message.objects.filter(status=Message.Status.QUEUED)
    ours = queued.filter(origin__in=(Message.Origin.PROACTIVE, Message.Origin.FOLLOW_UP)).count()
    unanswered = Contact.objects.filter(messages__status=Message.Status.RECEIVED).distinct().count()
    return {"queued": ours, "unanswered": unanswered}
