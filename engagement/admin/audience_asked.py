"""Which audience a page or a filter asks for: that of a segment for a message of some kind, or that of a campaign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from conversations.models import PROACTIVE_TOPICS
from engagement import audience, membership, permission
from engagement.admin.campaign_pages import shown_copy
from engagement.facts import Rules
from engagement.models import Campaign, MessageTemplate, Segment
from engagement.segment_rules import EVERYBODY, Group, parse

MARKETING = "marketing"


@dataclass(frozen=True)
class Audience:
    """``category`` is that of the template, empty where there is none."""

    rule: Group
    rules: Rules
    category: str
    messages: int = 1


@dataclass(frozen=True)
class Asked:
    """As it stands in an address: "7.deals.marketing.capped", or "c5.capped" for a step of a campaign's audience."""

    segment_id: int = 0
    campaign_id: int = 0
    topic: str = ""
    category: str = ""
    reason: str = audience.SEND

    @classmethod
    def read(cls, text: str) -> Asked | None:
        of, *kind, reason = text.split(".") if "." in text else ("", "")
        number = of.removeprefix("c")
        if not (number.isascii() and number.isdigit() and len(number) < 10) or reason not in audience.WORDS:
            return None
        if of != number:
            return None if kind else cls(campaign_id=int(number), reason=reason)
        if len(kind) != 2 or kind[0] not in PROACTIVE_TOPICS or kind[1] not in ("", *MessageTemplate.Category.values):
            return None
        return cls(segment_id=int(number), topic=kind[0], category=kind[1], reason=reason)

    def __str__(self) -> str:
        if self.campaign_id:
            return f"c{self.campaign_id}.{self.reason}"
        return f"{self.segment_id}.{self.topic}.{self.category}.{self.reason}"

    def at(self, reason: str) -> Asked:
        return replace(self, reason=reason)

    def find(self, *, now: datetime) -> Audience | None:
        """None where that segment or campaign is no more."""
        if self.campaign_id:
            campaign = Campaign.objects.filter(pk=self.campaign_id).first()
            return of_campaign(campaign, now=now) if campaign else None
        segment = Segment.objects.filter(pk=self.segment_id).first()
        if segment is None:
            return None
        rules = audience.rules_for(self.topic, has_template=bool(self.category), now=now)
        return Audience(membership.rule_of(segment), rules, self.category)


def of_campaign(campaign: Campaign, *, now: datetime) -> Audience | None:
    """For its first message, as people would get it now; None while it has no step."""
    copy = shown_copy(campaign)
    if not copy.steps:
        return None
    first = copy.steps[0]
    rules = permission.rules_for(campaign.pk, copy, first, now=now)
    template = MessageTemplate.objects.filter(pk=first.template_id or 0).first() if rules.has_template else None
    rule = EVERYBODY if copy.segment_rules is None else parse(copy.segment_rules, known=lambda field: None)
    return Audience(rule, rules, template.category if template else "", messages=len(copy.steps))
