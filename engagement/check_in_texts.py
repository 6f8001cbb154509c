"""What a check-in says in each tone, and which template it takes outside the reply window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conversations.sending.outbox import Template
from engagement import campaign_texts, template_lint
from engagement.messages import DEFAULT_TEXTS, FIELDS, generate_message
from engagement.models import MessageTemplate, MessageText


@dataclass(frozen=True)
class Filled:
    """A template with its variables; ``body`` is how it reads."""

    template: Template
    body: str


@dataclass(frozen=True)
class _Approved:
    sid: str
    body: str
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Wordings:
    """By tone. Only what the provider has approved, and whose variables are filled, stands in ``templates``."""

    texts: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_TEXTS))
    templates: Mapping[str, _Approved] = field(default_factory=dict)

    def body(self, tone: str, context: Mapping[str, str]) -> str:
        return generate_message(tone, context, self.texts)

    def wording(self, tone: str, *, by_template: bool) -> str:
        """Before anybody's name is filled in: what all who get it have in common."""
        return f"template: {self.templates[tone].body}" if by_template else self.texts[tone]

    def template(self, tone: str, context: Mapping[str, str]) -> Filled | None:
        if (approved := self.templates.get(tone)) is None:
            return None
        variables = campaign_texts.render_variables(approved.variables, context)
        return Filled(Template(approved.sid, variables), template_lint.render(approved.body, variables))


def saying_otherwise(
    words: Wordings, tone: str, *, text: str = "", template: MessageTemplate | None = None
) -> Wordings:
    """The same, but in this tone another text inside the reply window, or another template outside it."""
    texts = {**words.texts, tone: text} if text else words.texts
    if template is None or tone not in words.templates:
        return replace(words, texts=texts)
    approved = _Approved(template.content_sid, template.body, words.templates[tone].variables)
    return replace(words, texts=texts, templates={**words.templates, tone: approved})


def wordings() -> Wordings:
    """As they stand now; a tone that nobody has worded keeps its first words."""
    rows = list(MessageText.objects.select_related("template"))
    somebody = dict.fromkeys(FIELDS, "somebody")
    return Wordings(
        texts={**DEFAULT_TEXTS, **{row.tone: row.text for row in rows}},
        templates={
            row.tone: _Approved(row.template.content_sid, row.template.body, row.template_variables)
            for row in rows
            if row.template is not None
            and not row.template.check_ready()
            and not row.template.problems_with(campaign_texts.render_variables(row.template_variables, somebody))
        },
    )
