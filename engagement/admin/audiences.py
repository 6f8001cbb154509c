"""The audience of a segment before anybody is written to: who is lost where, and what the rest costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from conversations.admin.contacts import more_filters
from conversations.models import PROACTIVE_TOPICS, ConsentChange, Contact
from engagement import audience, costs, membership, segment_facts
from engagement.models import MessagePrice, Segment
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


def audience_page(request: HttpRequest, segment_id: int, context: dict[str, Any]) -> HttpResponse:
    """GET ?topic=&template=: the waterfall of this segment for a message of this kind, as things stand."""
    segment = get_object_or_404(Segment, pk=segment_id)
    topic, template = request.GET.get("topic", ""), request.GET.get("template", "marketing")
    topic = topic if topic in PROACTIVE_TOPICS else PROACTIVE_TOPICS[0]
    template = template if template in _TEMPLATES else "marketing"
    now, rule = timezone.now(), membership.rule_of(segment)
    fall = audience.waterfall(rule, audience.rules_for(topic, has_template=bool(template), now=now), now=now)
    # Without a template nobody is left whose window is closed, so no other price is asked for.
    estimate = costs.estimate(fall.crowds, _prices(), category=template or costs.FREE_TEXT)
    people = reverse("admin:conversations_contact_changelist")

    def of_step(reason: str) -> str:
        return f"{people}?audience={audience.Asked(segment.pk, topic, bool(template), reason)}"

    page = {
        **context,
        "title": f"Audience of {segment}",
        "segment": segment,
        "words": in_words(rule, membership.names()),
        "topics": [(key, ConsentChange.Topic(key).label) for key in PROACTIVE_TOPICS],
        "topic": topic,
        "templates": _TEMPLATES.items(),
        "template": template,
        "fall": fall,
        "steps": [
            {"step": step, "losses": [(loss, of_step(loss.reason)) for loss in step.losses]}
            for step in fall.steps
        ],
        "people_url": f"{people}?segment={segment.pk}",
        "send_url": of_step(audience.SEND),
        "estimate": estimate,
        "lines": [_shown(line) for line in estimate.lines[:_LINES_SHOWN]],
        "more_lines": max(len(estimate.lines) - _LINES_SHOWN, 0),
        "now": now,
    }  # fmt: skip
    return TemplateResponse(request, "admin/engagement/segment/audience.html", page)


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
        asked = audience.Asked.read(self._used(request))
        return [(self._used(request), asked.words)] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
        asked = audience.Asked.read(self.value() or "")
        if asked is None or not request.user.has_perm("engagement.view_segment"):
            return queryset
        return queryset.filter(audience.at_step(asked, now=timezone.now()))

    def _used(self, request: HttpRequest) -> str:
        return request.GET.get(self.parameter_name, "")


more_filters.append(AudienceFilter)
