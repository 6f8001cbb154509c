"""One person on one page: what Thrum knows, how they felt, what they got and said; their data to take out or erase."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from conversations.admin.masking import SEE_ADDRESSES, show_address
from conversations.admin.talks import CARE, operator_of
from conversations.memory import last_days as memory
from conversations.models import Contact, ErasureReceipt, OperatorAct
from conversations.operators import player_history
from conversations.operators.audit import record
from conversations.operators.panels import panels
from conversations.operators.summary import summarise
from conversations.privacy import own_data
from games.players.saved import saved_games

if TYPE_CHECKING:
    from games.admin.history import HistoryAdmin as _Base
else:
    _Base = object

ERASE, EXPORT = "conversations.erase_people", "conversations.export_people"
_ACTS_SHOWN = 30


def phrase_for(contact: Contact) -> str:
    """What has to be typed before somebody is erased: of this person, and nothing that is typed by accident."""
    return f"erase {str(contact.player.public_id)[:8]}"


class PlayerPages(_Base):
    """The player page and what it does, below the contact's own address, for its admin."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:contact_id>/player/", wrap(self.player), name="conversations_contact_player"),
            path("<int:contact_id>/player/export/", wrap(self.export), name="conversations_contact_export"),
            path("<int:contact_id>/player/erase/", wrap(self.erase), name="conversations_contact_erase"),
            *super().get_urls(),
        ]

    def player(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        contact, now = self._whom(request, contact_id), timezone.now()
        days = player_history.moods_by_day(contact, now=now)
        may_care = request.user.has_perm(CARE)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{contact}",
            "contact": contact,
            "now": now,
            "addresses": [
                (one.get_kind_display(), show_address(one, request)) for one in contact.addresses.order_by("pk")
            ],
            "summary": summarise(contact, now=now),
            "week": memory.recall(contact=contact, now=now),
            "saved": saved_games(contact.player),
            "days": days,
            "shares": player_history.mood_shares(days),
            "offered": player_history.offered(contact),
            "consents": player_history.consents(contact),
            "sessions": player_history.sessions(contact),
            "reminders": contact.reminders.order_by("-due_at")[:_ACTS_SHOWN],
            "notes": contact.inbox_notes.select_related("by") if may_care else [],
            "acts": contact.operator_acts.select_related("by")[:_ACTS_SHOWN],
            "panels": [
                (panel.title, render_to_string(panel.template, {"contact": contact, **panel.read(contact, now)}))
                for panel in panels
                if request.user.has_perm(panel.permission)
            ],
            "may_care": may_care,
            "may_export": _may_export(request),
            "may_erase": request.user.has_perm(ERASE),
        }
        return TemplateResponse(request, "admin/conversations/player.html", context)

    def export(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        """Everything we hold, as a file. On POST alone: it is written down who took it out."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        contact = self._whom(request, contact_id)
        if not _may_export(request):
            raise PermissionDenied
        by = operator_of(request)
        record(contact_id=contact.pk, by=by, what=OperatorAct.What.EXPORTED, now=timezone.now())
        told = json.dumps(own_data.export(contact), default=own_data.as_json_default, ensure_ascii=False, indent=2)
        name = f"player-{str(contact.player.public_id)[:8]}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(told, content_type="application/json; charset=utf-8", headers=headers)

    def erase(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        """Asks for the phrase, erases, and shows the receipt."""
        contact = self._whom(request, contact_id)
        if not request.user.has_perm(ERASE):
            raise PermissionDenied
        phrase = phrase_for(contact)
        typed = request.POST.get("phrase", "").strip()
        if request.method == "POST" and typed.casefold() == phrase:
            receipt = own_data.erase(
                contact=contact, now=timezone.now(), asked=ErasureReceipt.Asked.ADMIN, by=operator_of(request)
            )
            if receipt is None:
                messages.info(request, "They were erased by somebody else just now.")
                return HttpResponseRedirect(reverse("admin:conversations_contact_changelist"))
            messages.success(request, f"Erased: {receipt.rows} rows are gone.")
            return HttpResponseRedirect(reverse("admin:conversations_erasurereceipt_change", args=[receipt.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Erase {contact}",
            "contact": contact,
            "phrase": phrase,
            "is_wrong": request.method == "POST",
        }
        return TemplateResponse(request, "admin/conversations/erase.html", context)

    def _whom(self, request: HttpRequest, contact_id: int) -> Contact:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Contact.objects.select_related("player"), pk=contact_id)


def _may_export(request: HttpRequest) -> bool:
    """An export holds their addresses in full."""
    return request.user.has_perms((EXPORT, SEE_ADDRESSES))
