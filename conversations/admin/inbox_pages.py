"""The operators' inbox: who needs a person on the left, one talk on the right, news without a reload.

A page is made of pieces; the feed answers with those pieces that have changed since a cursor, which is nothing but
the pieces' digests. Nothing here decides anything: that is done in conversations/operators/.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from conversations.admin import inbox_acts
from conversations.admin.masking import show_address
from conversations.admin.talks import CARE, newest_lines, number, operator_of
from conversations.admin.transcripts import lines_of
from conversations.channels.registry import channel_for
from conversations.models import Contact, HandOver, InboxNote, InboxThread, Message, OperatorAct
from conversations.operators import queue
from conversations.operators.handover import HandOverRefusal
from conversations.operators.summary import summarise
from conversations.operators.templates import offered_to
from conversations.realtime.address import socket_address
from conversations.sending.reply_window import ReplyWindow, find_window

if TYPE_CHECKING:
    from games.admin.history import HistoryAdmin as _Base
else:
    _Base = object

_MOST_LINES, _STATUSES, _ACTS_SHOWN, _MORE = 80, 20, 6, 160
# What differs between two renderings of the same piece.
_FLEETING = re.compile(r'name="(?:csrfmiddlewaretoken|key|seen)" value="[^"]*"|data-left="[^"]*"')


class InboxPages(_Base):
    """The pages of the inbox below the contacts, for their admin. Operators only."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("inbox/", wrap(self.inbox), name="conversations_inbox"),
            path("inbox/feed/", wrap(self.inbox_feed), name="conversations_inbox_feed"),
            path("inbox/<int:contact_id>/", wrap(self.inbox), name="conversations_inbox_talk"),
            path("inbox/<int:contact_id>/<slug:act>/", wrap(self.inbox_act), name="conversations_inbox_act"),
            *super().get_urls(),
        ]

    def inbox(self, request: HttpRequest, contact_id: int | None = None) -> HttpResponse:
        contact = self._person(request, contact_id) if contact_id else None
        now = timezone.now()
        rows, chosen = _rows(request, now), _chip(request)
        pieces = {"list": _list_piece(request, rows, chosen, contact)}
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Inbox: {contact}" if contact else "Inbox",
            "contact": contact,
            "chosen": chosen,
            "search": request.GET.get("q", ""),
            "query": request.GET.urlencode(),
            "live": socket_address(request, "inbox"),
            "needs": queue.counts(rows, operator_id=_me(request))["needs"],
        }
        if contact:
            lines = newest_lines(contact)
            newest = max((line["message"].pk for line in lines), default=0)
            pieces |= _talk_pieces(request, contact, seen=newest, now=now)
            context |= {
                "lines": lines,
                "newest": newest,
                "summary": summarise(contact, now=now),
                "addresses": [show_address(one, request) for one in contact.addresses.order_by("pk")],
                "operators": inbox_acts.operators(),
            }
        context |= {"pieces": pieces, "since": _cursor(pieces)}
        return TemplateResponse(request, "admin/conversations/inbox.html", context)

    def inbox_feed(self, request: HttpRequest) -> HttpResponse:
        """What has changed since the cursor ``since``: pieces of the page, and messages after ``after``."""
        contact = self._person(request, open_id) if (open_id := number(request.GET.get("open"))) else None
        if contact is None:
            self._check(request)
        now = timezone.now()
        rows = _rows(request, now)
        pieces = {"list": _list_piece(request, rows, _chip(request), contact)}
        answer: dict[str, Any] = {"needs": queue.counts(rows, operator_id=_me(request))["needs"]}
        if contact:
            after = number(request.GET.get("after"))
            pieces |= _talk_pieces(request, contact, seen=after, now=now)
            newer = Message.objects.filter(contact=contact, pk__gt=after).order_by("pk")
            lines = lines_of(newer, limit=_MOST_LINES)
            answer |= {
                "lines": render_to_string("admin/conversations/_inbox_lines.html", {"lines": lines, "contact": contact})
                if lines
                else "",
                "newest": max((line["message"].pk for line in lines), default=0),
                "statuses": dict(
                    Message.objects.filter(contact=contact, direction=Message.Direction.OUTBOUND)
                    .order_by("-created_at", "-pk")
                    .values_list("pk", "status")[:_STATUSES]
                ),
            }
        known = _digests(request.GET.get("since", ""))
        answer["pieces"] = {name: html for name, html in pieces.items() if known.get(name) != _digest(html)}
        return JsonResponse({**answer, "cursor": _cursor(pieces)})

    def inbox_act(self, request: HttpRequest, contact_id: int, act: str) -> HttpResponse:
        """Acts on POST alone. A script gets JSON; a plain form comes back to the page with a message."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        contact = self._person(request, contact_id)
        wants_json = request.headers.get("Accept") == "application/json"
        try:
            said = inbox_acts.run(act, contact, request.POST, by=operator_of(request), now=timezone.now())
        except HandOverRefusal as refusal:
            if wants_json:
                return JsonResponse({"refused": str(refusal)}, status=409)
            messages.error(request, str(refusal))
        else:
            if wants_json:
                return JsonResponse({"said": said, "key": uuid.uuid4().hex})
            messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:conversations_inbox_talk", args=[contact_id]))

    def _check(self, request: HttpRequest) -> None:
        if not (self.has_view_permission(request) and request.user.has_perm(CARE)):
            raise PermissionDenied

    def _person(self, request: HttpRequest, contact_id: int) -> Contact:
        self._check(request)
        return get_object_or_404(Contact.objects.select_related("player"), pk=contact_id)


def _me(request: HttpRequest) -> int:
    return int(operator_of(request).pk)


def _chip(request: HttpRequest) -> str:
    asked = request.GET.get("show", "all")
    return asked if asked in queue.CHIPS else "all"


def _rows(request: HttpRequest, now: datetime) -> list[queue.Row]:
    if not request.user.has_perm(CARE):
        raise PermissionDenied
    recent = _MORE if request.GET.get("more") else queue.RECENT
    return queue.load(operator_id=_me(request), now=now, search=request.GET.get("q", "").strip()[:80], recent=recent)


def _list_piece(request: HttpRequest, rows: list[queue.Row], chosen: str, contact: Contact | None) -> str:
    me, many = _me(request), queue.counts(rows, operator_id=_me(request))
    keeps = queue.CHIPS[chosen][1]
    rest = request.GET.copy()
    for name in ("show", "open", "after", "since"):
        rest.pop(name, None)
    kept = request.GET.copy()
    for name in ("open", "after", "since"):
        kept.pop(name, None)
    context = {
        "rows": [(row, [show_address(one, request) for one in row.addresses]) for row in rows if keeps(row, me)],
        "chips": [(key, words, many[key]) for key, (words, _) in queue.CHIPS.items() if many[key] or key == chosen],
        "chosen": chosen, "open_id": contact.pk if contact else None, "me": me, "now": timezone.now(),
        "rest": rest.urlencode(), "kept": kept.urlencode(), "is_short": not request.GET.get("more"),
        "base": reverse("admin:conversations_inbox_talk", args=[contact.pk]) if contact
        else reverse("admin:conversations_inbox"),
    }  # fmt: skip
    return render_to_string("admin/conversations/_inbox_list.html", context)


def _talk_pieces(request: HttpRequest, contact: Contact, *, seen: int, now: datetime) -> dict[str, str]:
    """``seen`` is the newest message on the page; a script moves it on with what it adds."""
    held = HandOver.objects.still_open().with_waiting_time().select_related("claimed_by").filter(contact=contact)
    row = held.first()
    thread = InboxThread.objects.filter(contact=contact).select_related("assigned_to").first()
    holder = row.claimed_by if row else thread.assigned_to if thread else None
    window = find_window(contact, now=now)
    is_mine = row is not None and row.claimed_by_id == _me(request)
    mode = _mode(contact, window, is_mine=is_mine)
    context = {
        "contact": contact, "row": row, "holder": holder, "is_mine": is_mine, "window": window, "now": now,
        "left": (window.closes_at - now).total_seconds() if window and window.closes_at and window.is_open else None,
        "mode": mode, "key": uuid.uuid4().hex, "seen": seen, "me": _me(request), "csrf_token": get_token(request),
        "most_chars": channel_for(window.last_inbound.channel).max_body_chars if window else 0,
        "templates": offered_to(contact) if mode == "template" else [],
        "notes": InboxNote.objects.filter(contact=contact).select_related("by"),
        "acts": OperatorAct.objects.filter(contact=contact).select_related("by")[:_ACTS_SHOWN],
    }  # fmt: skip
    return {
        name: render_to_string(f"admin/conversations/_inbox_{name}.html", context)
        for name in ("state", "form", "notes")
    }


def _mode(contact: Contact, window: ReplyWindow | None, *, is_mine: bool) -> str:
    """What the box under the talk lets one do."""
    if not contact.replies_allowed:
        return "stopped"
    if not is_mine or window is None:
        return "take"
    return "free" if window.is_open else "template"


def _digest(html: str) -> str:
    return hashlib.blake2s(_FLEETING.sub("", html).encode(), digest_size=6).hexdigest()


def _cursor(pieces: Mapping[str, str]) -> str:
    return ".".join(f"{name}-{_digest(html)}" for name, html in pieces.items())


def _digests(cursor: str) -> dict[str, str]:
    parts = (part.partition("-") for part in cursor[:400].split("."))
    return {name: digest for name, _, digest in parts}
