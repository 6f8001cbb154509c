"""What a campaign has cost so far, by the table of prices, and what each person cost whom it won over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, Case, Count, Value, When

from engagement import costs
from engagement.campaign_copy import FrozenCampaign
from engagement.models import Campaign, MessagePrice, MessageTemplate, Touch
from engagement.outcomes import Lift


@dataclass(frozen=True)
class Spent:
    """In US dollars. ``per_extra`` is None while nobody can say that it won anybody over."""

    total: Decimal
    each: Decimal | None
    without_price: int
    per_extra: Decimal | None


def spent(campaign: Campaign, copy: FrozenCampaign, *, lift: Lift | None) -> Spent:
    """Of what was sent: templates by their category, free text inside the reply window, in each person's country."""
    rows = (
        Touch.objects.filter(campaign=campaign, sent_at__isnull=False)
        .annotate(
            is_template=Case(
                When(message__content__has_key="template_sid", then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
        .order_by()
        .values_list("contact__segment_facts__country", "is_template")
        .annotate(people=Count("pk"))
    )
    crowds = [costs.Crowd(country or "", not is_template, people) for country, is_template, people in rows]
    known = MessagePrice.objects.values_list("category", "country", "amount")
    prices = {(category, country): amount for category, country, amount in known}
    told = costs.estimate(crowds, prices, category=_category(copy))
    extra = Decimal(lift.extra) if lift is not None and lift.held_out and lift.difference.low > 0 else None
    per_extra = (told.total / extra).quantize(Decimal("0.01")) if extra else None
    return Spent(told.total, told.each, told.without_price, per_extra)


def _category(copy: FrozenCampaign) -> str:
    """The dearer one, where steps differ: what a campaign says is marketing unless its template is judged otherwise."""
    ids = [step.template_id for step in copy.steps if step.template_id]
    found = set(MessageTemplate.objects.filter(pk__in=ids).values_list("category", flat=True))
    return found.pop() if len(found) == 1 else MessagePrice.Category.MARKETING
