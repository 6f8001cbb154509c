"""What each text and each template of a campaign brought: by what people read, whichever step or version said it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import BooleanField, Case, Value, When

from engagement import experiment_copy
from engagement.campaigns import live_copy
from engagement.models import Campaign, CampaignVersion, MessageTemplate, Touch
from engagement.outcomes import Funnel, Line, funnels

_SHOWN_CHARS = 80


def by_wording(campaign: Campaign, *, window: timedelta) -> list[Line]:
    """Of what was sent. Inside the reply window people read the text, outside it the template; who is on a side of an
    experiment reads what that side says."""
    sent = Touch.objects.filter(campaign=campaign, sent_at__isnull=False).annotate(
        by_template=Case(
            When(message__content__has_key="template_sid", then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )
    copies = {version.pk: live_copy(version) for version in CampaignVersion.objects.filter(campaign=campaign)}
    names = dict(MessageTemplate.objects.values_list("pk", "name"))
    found: dict[str, Funnel] = {}
    for (version_id, position, variant, by_template), funnel in funnels(
        sent, "version", "step", "variant", "by_template", window=window
    ):
        words, step = "a step that is no more", copies[version_id].step(position)
        if step is not None:
            step = experiment_copy.worded(step, experiment_copy.configs_of(variant))
            words = f"template {names.get(step.template_id or 0, 'that is gone')}" if by_template else step.text
        shown = words if len(words) <= _SHOWN_CHARS else f"{words[: _SHOWN_CHARS - 1]}…"
        found[shown] = found[shown].plus(funnel) if shown in found else funnel
    return [Line(words, funnel) for words, funnel in sorted(found.items(), key=lambda one: -one[1].sent)]
