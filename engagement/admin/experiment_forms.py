"""The form of an experiment: two texts, a share, go. Everything else has a default and stands folded away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from conversations.dialogue.wording.wordings import TONES
from engagement import check_in_texts, experiment_configs, experiment_metrics
from engagement.models import Campaign, Experiment, MessageTemplate, Step
from engagement.segments import NEUTRAL, PLAYFUL, WARM

Kind = Experiment.Kind
_SEPARATOR = ":"
_CHECK_INS = (
    (NEUTRAL, "our check-in"),
    (PLAYFUL, "our check-in to who was silent for days"),
    (WARM, "our welcome to who is new"),
)
_SHORT_NAME = 40
_LONGEST_PLACE = 15
_MAY_SAY = "{name} is their first name; in a campaign also {game}, {reason} and what else its text may say."
_OVER = (Campaign.State.DONE, Campaign.State.CANCELLED)


class ExperimentForm(forms.ModelForm[Experiment]):
    where = forms.ChoiceField(label="What is tried", widget=UnfoldAdminSelectWidget())
    text_a = forms.CharField(
        label="Text A, as it is", required=False, max_length=1000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )
    text_b = forms.CharField(
        label="Text B", required=False, max_length=1000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_MAY_SAY,
    )  # fmt: skip
    template_b = forms.ModelChoiceField(
        label="Template B", required=False, queryset=MessageTemplate.objects.none(), widget=UnfoldAdminSelectWidget(),
        help_text="What B gets outside the reply window, where text does not leave. Empty: nobody there takes part, "
        "or in a campaign gets what A gets.",
    )  # fmt: skip
    tone_b = forms.ChoiceField(
        label="B answers", required=False, widget=UnfoldAdminSelectWidget(), choices=[(tone, tone) for tone in TONES],
        help_text="A answers as it does now. Who feels low is answered warmly on both sides.",
    )  # fmt: skip
    send_time_b = forms.ChoiceField(
        label="B leaves", required=False, widget=UnfoldAdminSelectWidget(), choices=Campaign.SendTime.choices
    )
    settings_b = forms.JSONField(
        label="Settings of B", required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text='For example {"exploration_share": 0.05} or {"relevance": 0.8, "weights": {"mood": 1.3}}. '
        "A picks as it does now.",
    )  # fmt: skip
    name = forms.CharField(
        required=False, max_length=80, widget=UnfoldAdminTextInputWidget(), help_text="Empty: named after text B."
    )
    also = forms.MultipleChoiceField(
        label="Looked at as well", required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        choices=experiment_metrics.CHOICES, help_text="Each further question makes every answer need more people.",
    )  # fmt: skip

    class Meta:
        model = Experiment
        fields = (
            "share_percent", "name", "hypothesis", "metric", "also", "least_lift_percent", "window_days", "least_days",
            "alpha", "power", "margin_opt_out", "margin_block", "margin_negative",
        )  # fmt: skip
        labels = {
            "least_days": "Days at least",
            "alpha": "False alarms at most",
            "power": "Found in",
            "margin_negative": "More annoyed answers at most",
        }
        help_texts = {
            "alpha": "0.05: of 100 tests in which nothing differs at most 5 say that something does.",
            "power": "0.8: a gain as large as is worth finding is found in 80 of 100 tests.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "where" not in self.fields:  # who may only look has no form
            return
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = _places()
        templates = self.fields["template_b"]
        assert isinstance(templates, forms.ModelChoiceField)
        templates.queryset = MessageTemplate.objects.approved().order_by("name")
        mine = self.instance
        if mine.pk:
            self._fill(mine)
        else:
            self.initial["settings_b"] = {}
            # A campaign's page leads here with its message chosen.
            self.initial.setdefault("where", f"{Kind.CHECK_IN}{_SEPARATOR}{NEUTRAL}")
            self.initial["text_a"] = check_in_texts.wordings().texts[NEUTRAL]
        self._tell_what_a_says(str(self.initial["where"]))

    def _tell_what_a_says(self, where: str) -> None:
        """A campaign's own text is not asked for again; B is written beside it."""
        kind, _, rest = where.partition(_SEPARATOR)
        pk, _, position = rest.partition(_SEPARATOR)
        if kind != Kind.CAMPAIGN or not (pk.isdecimal() and position.isdecimal() and len(rest) < _LONGEST_PLACE):
            return
        if step := Step.objects.filter(campaign=int(pk), position=int(position)).first():
            self.fields["text_b"].help_text = format_html("A says: “{}” {}", step.text, _MAY_SAY)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        kind, _, rest = str(told.get("where", "")).partition(_SEPARATOR)
        self.instance.kind = kind
        self.instance.campaign, self.instance.step = None, 1
        if kind in (Kind.CAMPAIGN, Kind.TIME):
            pk, _, step = rest.partition(_SEPARATOR)
            self.instance.campaign = Campaign.objects.filter(pk=pk).first()
            self.instance.step = int(step or 1)
        told["sides"] = self._sides(kind, rest, told)
        for key, config in told["sides"].items():
            for problem in experiment_configs.problems_of(self.instance, config):
                self.add_error(_FIELD_OF.get(kind, f"text_{key}"), problem)
        told["name"] = told.get("name") or _named(self.instance, told["sides"]["b"])
        if Experiment.objects.exclude(pk=self.instance.pk).filter(name=told["name"]).exists():
            told["name"] = f"{told['name'][:70]} ({Experiment.objects.count() + 1})"
        return told

    def _sides(self, kind: str, rest: str, told: dict[str, Any]) -> dict[str, dict[str, Any]]:
        if kind == Kind.CHECK_IN:
            sides = {key: {"texts": {rest: told.get(f"text_{key}") or ""}} for key in ("a", "b")}
            if template := told.get("template_b"):
                sides["b"]["templates"] = {rest: template.pk}
            return sides
        if kind == Kind.CAMPAIGN:
            template = told.get("template_b")
            words = {"text": told["text_b"]} if told.get("text_b") else {}
            return {"a": {}, "b": words | ({"template": template.pk} if template else {})}
        if kind == Kind.TIME:
            return {"a": {}, "b": {"send_time": told.get("send_time_b")}}
        if kind == Kind.TONE:
            return {"a": {}, "b": {"tone": told.get("tone_b")}}
        settings = told.get("settings_b")
        return {"a": {}, "b": settings if isinstance(settings, dict) else {}}

    def _fill(self, mine: Experiment) -> None:
        sides = {side.key: side.config for side in mine.variants.all()}
        b = sides.get("b", {})
        place = [mine.kind]
        if mine.kind == Kind.CHECK_IN:
            place += list(b.get("texts", {}))[:1]
            for key in ("a", "b"):
                self.initial[f"text_{key}"] = next(iter(sides.get(key, {}).get("texts", {}).values()), "")
            self.initial["template_b"] = next(iter(b.get("templates", {}).values()), None)
        elif mine.campaign_id:
            place += [str(mine.campaign_id), str(mine.step)]
            self.initial["text_b"], self.initial["template_b"] = b.get("text", ""), b.get("template")
            self.initial["send_time_b"] = b.get("send_time")
        self.initial["where"] = _SEPARATOR.join(place)
        self.initial["tone_b"] = b.get("tone")
        self.initial["settings_b"] = b if mine.kind == Kind.RECOMMENDER else {}


_FIELD_OF: dict[str, str] = {
    Kind.TONE: "tone_b",
    Kind.RECOMMENDER: "settings_b",
    Kind.TIME: "send_time_b",
    Kind.CAMPAIGN: "text_b",
}


def _places() -> list[tuple[str, str]]:
    steps = Step.objects.exclude(campaign__state__in=_OVER).filter(campaign__is_demo=False).select_related("campaign")
    found = [(f"{Kind.CHECK_IN}{_SEPARATOR}{tone}", words) for tone, words in _CHECK_INS]
    for step in steps.order_by("campaign__name", "position")[:200]:
        place = f"{step.campaign_id}{_SEPARATOR}{step.position}"
        found.append((f"{Kind.CAMPAIGN}{_SEPARATOR}{place}", f"“{step.campaign}”, message {step.position}"))
        found.append((f"{Kind.TIME}{_SEPARATOR}{place}", f"“{step.campaign}”, when message {step.position} leaves"))
    return [*found, (Kind.TONE, Kind.TONE.label), (Kind.RECOMMENDER, Kind.RECOMMENDER.label)]


def _named(experiment: Experiment, config: dict[str, Any]) -> str:
    words = experiment_configs.in_words(experiment, config)
    short = words if len(words) <= _SHORT_NAME else words[:_SHORT_NAME].rsplit(" ", 1)[0] + " …"
    return f"{Kind(experiment.kind).label}: {short}"[:80] if experiment.kind in Kind.values else short
