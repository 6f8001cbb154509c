"""The approved templates, as operators are offered them in the inbox."""

from __future__ import annotations

from functools import partial

from conversations.operators.templates import OfferedTemplate
from engagement import template_lint
from engagement.models import MessageTemplate

_MOST = 60


def approved() -> list[OfferedTemplate]:
    """By name; what could not be sent as it stands is left out."""
    rows = MessageTemplate.objects.approved().order_by("name", "language")[:_MOST]
    return [
        OfferedTemplate(
            key=str(row.pk),
            name=row.name,
            language=row.language,
            body=row.body,
            sid=row.content_sid,
            is_marketing=row.category == MessageTemplate.Category.MARKETING,
            variables=row.variables,
            samples={name: str(value) for name, value in row.samples.items()},
            problems_with=partial(template_lint.value_problems, row.body),
            filled_with=partial(template_lint.render, row.body),
        )
        for row in rows
        if not row.check_ready()
    ]
