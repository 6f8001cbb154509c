"""Whether the templates of a frozen campaign may leave: as they were frozen, and as Meta judges them now."""

from __future__ import annotations

from collections.abc import Iterator

from engagement.campaign_copy import FrozenCampaign, FrozenStep
from engagement.models import MessageTemplate


def is_approved(step: FrozenStep) -> bool:
    """The very resource that was frozen, approved at this moment."""
    if step.template_id is None or not step.template_sid:
        return False
    return MessageTemplate.objects.approved().filter(pk=step.template_id, content_sid=step.template_sid).exists()


def problems_of(copy: FrozenCampaign) -> list[str]:
    """Why it must not be launched, in words."""
    return [f"Step {step.position}: {problem}" for step in copy.steps for problem in _problems_of(step)]


def _problems_of(step: FrozenStep) -> Iterator[str]:
    if step.template_id is None:
        return
    template = MessageTemplate.objects.filter(pk=step.template_id).first()
    if template is None:
        yield "its template is gone."
        return
    yield from template.check_ready()
    if template.content_sid != step.template_sid:
        yield "its template has changed since the copy was made; submit it again."
    missing = [number for number in template.variables if not step.template_variables.get(number, "").strip()]
    if missing:
        yield f"variable {', '.join(missing)} of its template is filled with nothing."
