"""People, as far as the product knows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from django.contrib import admin, messages
from django.db.models import F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display

from conversations import consent
from conversations.admin.contact_voice import ChooseVoiceMixin
from conversations.admin.inbox_pages import InboxPages
from conversations.admin.masking import SEE_ADDRESSES, show_address, shown
from conversations.admin.player_page import PlayerPages
from conversations.admin.talks import CARE, TalkPages, operator_of
from conversations.models import ConsentChange, Contact, ContactAddress, MoodReading, OperatorAct, Session
from conversations.operators import handover
from conversations.operators.audit import record
from games.admin.bulk_acts import ActsOnMany
from games.admin.history import HistoryAdmin, HistoryInline


class AddressInline(HistoryInline):
    model = ContactAddress
    fields = readonly_fields = ("kind", "shown", "created_at")
    verbose_name_plural = "addresses"

    # The inline has no request of its own; get_queryset brings it along for masking. Each request makes its own inline.
    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactAddress]:
        self._request = request
        rows: QuerySet[ContactAddress] = super().get_queryset(request)
        return rows

    @admin.display(description="address")
    def shown(self, address: ContactAddress) -> str:
        return show_address(address, self._request)


class ConsentInline(HistoryInline):
    model = ConsentChange
    fields = readonly_fields = ("at", "topic", "granted", "source")
    verbose_name_plural = "consent, newest first"


class SessionInline(HistoryInline):
    model = Session
    fields = readonly_fields = ("opened_at", "kind", "turns", "mood_at_start", "mood_at_end", "closed_at")
    show_change_link = True
    verbose_name_plural = "sessions, newest first"


class ConditionFilter(admin.SimpleListFilter):
    """Who needs somebody, for the tiles of the first page to point to."""

    title = "condition"
    parameter_name = "condition"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Contact]) -> list[tuple[str, str]]:
        return [(key, label) for key, (label, _) in _CONDITIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
        chosen = _CONDITIONS.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


_IN_DISTRESS = Q(distress_at__isnull=False, distress_seen_at=None)
_CONDITIONS = {
    "distress": ("in distress, nobody has looked", _IN_DISTRESS),
    "held": ("with a person", Q(held_by_human_at__isnull=False)),
    "parked": ("waits for a person", Q(parked_at__isnull=False)),
    "looping": ("like a machine", Q(looping_at__isnull=False)),
    "unanswered": ("unanswered", Q(answered_seq__lt=F("inbound_seq"), parked_at=None)),
}


# Filters that apps above add when their admin is loaded.
more_filters: list[type[admin.SimpleListFilter]] = []
# Pages about one person that apps above have: what the link says, and the name of the page.
more_pages: list[tuple[str, str]] = []


@admin.register(Contact)
class ContactAdmin(ActsOnMany, ChooseVoiceMixin, InboxPages, PlayerPages, TalkPages, HistoryAdmin):
    list_display = ("who", "reached_by", "last_inbound_at", "latest_mood", "may_reply", "may_write_first", "condition")
    list_filter = (ConditionFilter, "replies_allowed", "proactive_allowed", "addresses__kind")
    search_fields = ("display_name", "addresses__value", "player__public_id")
    search_help_text = "Name, whole address or public id"
    ordering = ("-pk",)
    inlines = (AddressInline, SessionInline, ConsentInline)
    actions_detail = ("open_player", "open_talk", "take_over", "hand_back", "stop_writing", "erase_person")
    fields = readonly_fields = (
        "display_name", "player", "locale", "time_zone", "spoken_to", "more",
        "last_inbound_at", "replies_allowed", "proactive_allowed", "about",
        "introduced_at", "held_by_human_at", "parked_at", "looping_at", "handed_back_at",
        "distress_at", "distress_seen_at", "created_at",
    )  # fmt: skip

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        return (*super().get_list_filter(request), *more_filters)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        latest = MoodReading.objects.filter(contact=OuterRef("pk")).order_by("-at", "-pk").values("mood")[:1]
        contacts: QuerySet[Contact] = super().get_queryset(request)
        return (
            contacts.select_related("player")
            .prefetch_related(Prefetch("addresses", ContactAddress.objects.order_by("pk")))
            .annotate(latest_mood_key=Subquery(latest), latest_session=Max("sessions__pk"))
            # With the row, not with this page: one page object serves all who look at the same time.
            .annotate(in_full=Value(request.user.has_perm(SEE_ADDRESSES)))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Contact], search_term: str
    ) -> tuple[QuerySet[Contact], bool]:
        """Whole addresses only: who may not see them must not find them out digit by digit."""
        term = search_term.strip()
        if not term:
            return queryset, False
        by_address = ContactAddress.objects.filter(value__in=(term, f"+{term.lstrip('+')}")).values("contact")
        by_name = queryset.filter(display_name__istartswith=term)
        return by_name | queryset.filter(pk__in=by_address), False

    @display(description="see also")
    def more(self, contact: Contact) -> str:
        links = [(reverse(page, args=[contact.pk]), words) for words, page in more_pages]
        return format_html_join(", ", '<a class="underline" href="{}">{}</a>', links) or "–"

    @display(description="we may write about")
    def about(self, contact: Contact) -> str:
        return contact.topics_in_words

    @display(description="who", ordering="display_name")
    def who(self, contact: Contact) -> str:
        return str(contact)

    @display(description="reached by")
    def reached_by(self, contact: Contact) -> str:
        return ", ".join(
            f"{address.get_kind_display()} {shown(address.value, in_full=getattr(contact, 'in_full', False))}"
            for address in contact.addresses.all()
        )

    @display(description="mood", ordering="latest_mood_key", label=True)
    def latest_mood(self, contact: Contact) -> str:
        return getattr(contact, "latest_mood_key", None) or "–"

    @display(description="replies", boolean=True, ordering="replies_allowed")
    def may_reply(self, contact: Contact) -> bool:
        return contact.replies_allowed

    @display(description="write first", boolean=True, ordering="proactive_allowed")
    def may_write_first(self, contact: Contact) -> bool:
        return contact.proactive_allowed

    @display(
        description="condition",
        label={
            "in distress": "danger",
            "waits for a person": "danger",
            "like a machine": "danger",
            "with a person": "warning",
            "unanswered": "info",
            "fine": "success",
        },
    )
    def condition(self, contact: Contact) -> str:
        if contact.distress_at and not contact.distress_seen_at:
            return "in distress"
        if contact.parked_at:
            return "waits for a person"
        if contact.looping_at:
            return "like a machine"
        if contact.held_by_human_at:
            return "with a person"
        return "unanswered" if contact.answered_seq < contact.inbound_seq else "fine"

    def has_care_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return request.user.has_perm(CARE)

    def has_erase_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return request.user.has_perm("conversations.erase_people")

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[UnfoldAction]:
        """Only what can be done to them as they are now: in its header a page has room for a few."""
        contact = Contact.objects.filter(pk=object_id).only("held_by_human_at", "replies_allowed").first()
        useless = {"take_over" if contact and contact.held_by_human_at else "hand_back"}
        if contact and not contact.replies_allowed:
            useless.add("stop_writing")
        actions: list[UnfoldAction] = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.method.original_function_name not in useless]

    @action(description="Open the talk", url_path="open-talk", icon="forum")
    def open_talk(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:conversations_contact_talk", args=[object_id]))

    @action(description="Take over", url_path="take-over", permissions=("care",), icon="support_agent")
    def take_over(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def act(contact: Contact) -> None:
            handover.claim(contact=contact, by=operator_of(request), now=timezone.now(), rng=np.random.default_rng())

        return self._confirmed(
            request, object_id, act, "Take over", "The bot tells them, and is silent until you hand back."
        )

    @action(description="Hand back to the bot", url_path="hand-back", permissions=("care",), icon="smart_toy")
    def hand_back(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def act(contact: Contact) -> None:
            handover.hand_back(
                contact=contact, now=timezone.now(), rng=np.random.default_rng(), by=operator_of(request)
            )

        return self._confirmed(
            request,
            object_id,
            act,
            "Hand back",
            "The bot says that it is back and answers from now on; what was written to you is not answered again.",
        )

    @action(description="Stop writing", url_path="stop-writing", permissions=("care",), icon="block")
    def stop_writing(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def act(contact: Contact) -> None:
            now = timezone.now()
            consent.stop(contact=contact, evidence=None, source="operator", now=now)
            record(contact_id=contact.pk, by=operator_of(request), what=OperatorAct.What.STOPPED, now=now)

        return self._confirmed(
            request,
            object_id,
            act,
            "Stop writing",
            "It counts as their STOP; all that is queued is withheld.",
        )

    @action(description="Player page", url_path="open-player", icon="person")
    def open_player(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:conversations_contact_player", args=[object_id]))

    @action(description="Erase everything", url_path="erase-person", permissions=("erase",), icon="delete_forever")
    def erase_person(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:conversations_contact_erase", args=[object_id]))

    def _confirmed(
        self, request: HttpRequest, contact_id: int, act: Callable[[Contact], None], verb: str, consequence: str
    ) -> HttpResponse:
        """Ask on GET, act on POST: a link alone must change nothing."""
        contact = get_object_or_404(Contact, pk=contact_id)
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "title": f"{verb}: {contact}",
                "contact": contact,
                "verb": verb,
                "consequence": consequence,
            }
            return TemplateResponse(request, "admin/conversations/confirm.html", context)
        try:
            act(contact)
            messages.success(request, f"Done: {verb.lower()}.")
        except handover.HandOverRefusal as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:conversations_contact_change", args=[contact_id]))
