"""A talk as an operator leads it: what was said, what to know, a box to answer in.

Nothing here decides anything: taking, answering and handing back are conversations/operators/handover.py's.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from conversations.admin.transcripts import lines_of
from conversations.channels.registry import channel_for
from conversations.models import Contact, Message
from conversations.operators import acts, handover
from conversations.operators.summary import summarise
from conversations.sending.reply_window import find_window

if TYPE_CHECKING:
    from games.admin.history import HistoryAdmin as _Base
else:
    _Base = object

_SHOWN = 80  # the newest messages; older ones stand in their sessions
CARE = "conversations.take_over_conversations"


def reply_box(request: HttpRequest, contact: Contact, *, now: datetime) -> dict[str, Any]:
    """What the box under a transcript needs; the same on every page that has one."""
    window = find_window(contact, now=now)
    newest = Message.objects.filter(contact=contact).order_by("-pk").values_list("pk", flat=True).first()
    return {
        "contact": contact,
        "now": now,
        "summary": summarise(contact, now=now),
        "window": window,
        "most_chars": channel_for(window.last_inbound.channel).max_body_chars if window else 0,
        "seen": newest or 0,
        "may_care": request.user.has_perm(CARE),
    }


def operator_of(request: HttpRequest) -> AbstractBaseUser:
    """Who acts. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, AbstractBaseUser):
        raise PermissionDenied
    return request.user


class TalkPages(_Base):
    """The pages of a talk below the contact's own address, for its admin."""

    def get_urls(self) -> list[URLPattern]:
        pages = (("talk", self.talk), ("talk/lines", self.new_lines), ("talk/claim", self.claim),
                 ("talk/reply", self.reply), ("talk/seen", self.mark_seen))  # fmt: skip
        ours = [
            path(
                f"<int:contact_id>/{page}/",
                self.admin_site.admin_view(view),
                name=f"conversations_contact_{page.replace('/', '_')}",
            )
            for page, view in pages
        ]
        return [*ours, *super().get_urls()]

    def talk(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        contact = self._contact(request, contact_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Talk with {contact}",
            "lines": newest_lines(contact),
            "box": reply_box(request, contact, now=timezone.now()),
        }
        return TemplateResponse(request, "admin/conversations/talk.html", context)

    def new_lines(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        """What came after the message ``after``, as it stands in the page; empty when nothing did."""
        contact = self._contact(request, contact_id)
        after = number(request.GET.get("after"))
        newer = Message.objects.filter(contact=contact, pk__gt=after).order_by("pk")
        context = {"lines": lines_of(newer, limit=_SHOWN), "who": contact}
        return TemplateResponse(request, "admin/conversations/_lines.html", context)

    def claim(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        def act(contact: Contact, now: datetime) -> str:
            handover.claim(
                contact=contact, by=operator_of(request), now=now, rng=np.random.default_rng(),
                from_user_id=number(request.POST.get("from")) or None,
            )  # fmt: skip
            return "This talk is yours. The bot is silent until you hand back."

        return self._done(request, contact_id, act)

    def reply(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        def act(contact: Contact, now: datetime) -> str:
            handover.reply(
                contact=contact, by=operator_of(request), body=request.POST.get("body", ""),
                seen=number(request.POST.get("seen")), now=now,
            )  # fmt: skip
            return "On its way."

        return self._done(request, contact_id, act)

    def mark_seen(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        def act(contact: Contact, now: datetime) -> str:
            acts.look_at_distress(contact=contact, by=operator_of(request), now=now)
            return "Noted: you have looked at it. Nothing is sent to them unasked for a while."

        return self._done(request, contact_id, act)

    def _contact(self, request: HttpRequest, contact_id: int) -> Contact:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Contact.objects.select_related("player"), pk=contact_id)

    def _done(self, request: HttpRequest, contact_id: int, act: Any) -> HttpResponse:
        """Act on POST alone; what was refused is told, and the words that were typed are not lost."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(CARE):
            raise PermissionDenied
        contact = self._contact(request, contact_id)
        try:
            messages.success(request, act(contact, timezone.now()))
        except handover.HandOverRefusal as refusal:
            messages.error(request, str(refusal))
            if request.POST.get("body"):
                context = {
                    **self.admin_site.each_context(request),
                    "opts": self.opts,
                    "title": f"Talk with {contact}",
                    "lines": newest_lines(contact),
                    "box": {**reply_box(request, contact, now=timezone.now()), "typed": request.POST["body"]},
                }
                return TemplateResponse(request, "admin/conversations/talk.html", context, status=409)
        return HttpResponseRedirect(f"{reverse('admin:conversations_contact_talk', args=[contact_id])}#reply")


def newest_lines(contact: Contact) -> list[dict[str, Any]]:
    """In the order in which they were said, for what is told afterwards, as by the demo, has a higher number."""
    newest = Message.objects.filter(contact=contact).order_by(F("pk").desc())
    return sorted(lines_of(newest, limit=_SHOWN), key=lambda line: (line["message"].created_at, line["message"].pk))


def number(raw: str | None) -> int:
    """What a form or an address holds as a number; 0 for anything else."""
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 16 else 0
