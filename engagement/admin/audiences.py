"""The audience of a segment before anybody is written to: who is lost where, and what the rest costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from conversations.admin.contacts import more_filters
from conversations.models import PROACTIVE_TOPICS, ConsentChange, Contact
from engagement import audience, costs, kept_audiences, membership, segment_facts
from engagement.admin.audience_asked import MARKETING, Asked
from engagement.models import Campaign, MessagePrice, Segment
from engagement.segment_words import in_words

_TEMPLATES = {
    "marketing": "an approved marketing template", "utility": "an approved utility template", "": "free text only",
}  # fmt: skip
_LINES_SHOWN = 8


@dataclass(frozen=True)
class _CostShown:
    country: str
    category: str
    each: str
    line: costs.CostLine


def segment_audience(request: HttpRequest, segment_id: int, context: dict[str, Any]) -> HttpResponse:
    """GET ?topic=&template=: for a message of this kind, as things stand."""
    segment = get_object_or_404(Segment, pk=segment_id)
    topic, template = request.GET.get("topic", ""), request.GET.get("template", MARKETING)
    asked = Asked(
        segment_id=segment.pk,
        topic=topic if topic in PROACTIVE_TOPICS else PROACTIVE_TOPICS[0],
        category=template if template in _TEMPLATES else MARKETING,
    )
    return _page(request, asked, {
        **context,
        "title": f"Audience of {segment}",
        "segment": segment,
        "topics": [(key, ConsentChange.Topic(key).label) for key in PROACTIVE_TOPICS],
        "templates": _TEMPLATES.items(),
        "asked": asked,
    })  # fmt: skip


def campaign_audience(request: HttpRequest, campaign_id: int, context: dict[str, Any]) -> HttpResponse:
    """For the first message of a campaign, with its own topic, template, silence and holdout."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    told = {"title": f"Audience of {campaign}", "campaign": campaign}
    return _page(request, Asked(campaign_id=campaign.pk), {**context, **told})


def _page(request: HttpRequest, asked: Asked, context: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    people = reverse("admin:conversations_contact_changelist")
    if (found := asked.find(now=now)) is not None:
        fall, counted_at = kept_audiences.find(found.rule, found.rules, now=now, anew="anew" in request.GET)
        # Without a template nobody is left whose window is closed, so no other price is asked for.
        estimate = costs.estimate(
            fall.crowds, _prices(), category=found.category or costs.FREE_TEXT, messages=found.messages
        )
        context |= {
            "words": in_words(found.rule, membership.names()),
            "fall": fall,
            "counted_at": counted_at,
            "anew_url": f"?{urlencode({**request.GET.dict(), 'anew': 1})}" if counted_at < now else "",
            "steps": [
                {"step": step, "losses": [(loss, f"{people}?audience={asked.at(loss.reason)}") for loss in step.losses]}
                for step in fall.steps
            ],
            "people_url": f"{people}?segment={asked.segment_id}" if asked.segment_id else "",
            "send_url": f"{people}?audience={asked.at(audience.SEND)}",
            "each_gets": found.messages,
            "most_listed": audience.MOST_LISTED,
            "estimate": estimate,
            "lines": [_shown(line) for line in estimate.lines[:_LINES_SHOWN]],
            "more_lines": max(len(estimate.lines) - _LINES_SHOWN, 0),
        }  # fmt: skip
    return TemplateResponse(request, "admin/engagement/segment/audience.html", context)


def _prices() -> dict[tuple[str, str], Any]:
    rows = MessagePrice.objects.values_list("category", "country", "amount")
    return {(category, country): amount for category, country, amount in rows}


def _shown(line: costs.CostLine) -> _CostShown:
    country = segment_facts.country_names().get(line.country, "country not known")
    each = "–" if line.each is None else f"{line.each:f}".rstrip("0")
    return _CostShown(country, MessagePrice.Category(line.category).label, each, line)


class AudienceFilter(admin.SimpleListFilter):
    """People of one step of an audience. Comes by a link of that page: its steps are no choices of a list."""

    title = "step of the audience"
    parameter_name = "audience"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        text = request.GET.get(self.parameter_name, "")
        asked = Asked.read(text)
        return [(text, audience.WORDS[asked.reason])] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
        asked = Asked.read(self.value() or "")
        if asked is None or not request.user.has_perm("engagement.view_segment"):
            return queryset
        now = timezone.now()
        found = asked.find(now=now)
        if found is None:
            return queryset.none()
        return queryset.filter(pk__in=audience.stopped_by(asked.reason, found.rule, found.rules, now=now))


more_filters.append(AudienceFilter)
