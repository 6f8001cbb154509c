"""Talks that people lead: who waits longest stands first, closed ones below with how long the first answer took."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timesince import timesince
from unfold.decorators import display

from conversations.admin.talks import CARE
from conversations.models import HandOver, Message
from conversations.models.hand_overs import BY_URGENCY
from conversations.redaction import redact
from games.admin.history import HistoryAdmin

_MOST_CHARS = 90


@admin.register(HandOver)
class HandOverAdmin(HistoryAdmin):
    list_display = ("contact", "last_words", "because", "waits", "claimed_by", "first_answer", "opened_at", "condition")
    list_filter = (("closed_at", admin.EmptyFieldListFilter), "because", "ending", "claimed_by")
    list_select_related = ("contact", "claimed_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[HandOver]:
        said = Message.objects.filter(contact=OuterRef("contact"), direction=Message.Direction.INBOUND).exclude(body="")
        return HandOver.objects.with_waiting_time().annotate(
            said_last=Subquery(said.order_by("-pk").values("body")[:1])
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str | OrderBy, ...]:
        return BY_URGENCY  # unless a column is clicked

    @display(description="last words")
    def last_words(self, row: HandOver) -> str:
        """What they want, redacted as everywhere in lists."""
        said = redact(getattr(row, "said_last", None) or "", names=(row.contact.display_name,))
        return Truncator(said).chars(_MOST_CHARS) or "–"

    @display(description="waits")
    def waits(self, row: HandOver) -> str:
        since: datetime | None = getattr(row, "waits_since", None)
        return timesince(since) if since and row.closed_at is None else "–"

    @display(description="first answer after", ordering="first_answer_at")
    def first_answer(self, row: HandOver) -> str:
        if row.first_answer_at is None:
            return "–"
        return timesince(row.opened_at, row.first_answer_at)

    @display(
        description="condition",
        label={"waits": "danger", "answered": "success", "over": "info", "nobody came": "warning"},
    )
    def condition(self, row: HandOver) -> str:
        if row.closed_at is not None:
            never_answered = row.ending == HandOver.Ending.TIMED_OUT and row.first_answer_at is None
            return "nobody came" if never_answered else "over"
        return "waits" if getattr(row, "waits_since", None) else "answered"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A hand-over is looked at in its talk; who may answer is led to the inbox."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(HandOver, pk=object_id if object_id.isdecimal() else 0)
        page = "conversations_inbox_talk" if request.user.has_perm(CARE) else "conversations_contact_talk"
        return HttpResponseRedirect(reverse(f"admin:{page}", args=[row.contact_id]))
