"""The forms of campaigns: every rule that a copy is checked by is said while it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from engagement.admin.variable_lines import VariableLines
from engagement.campaign_copy import FrozenStep
from engagement.campaign_texts import FIELDS
from engagement.campaigns import problems_of_step
from engagement.models import Campaign, Step
from games.models import Mood

_EVERYBODY = 100  # per cent
# What each kind has no use for is emptied, so that nothing stays behind from another choice.
_OF_KIND: dict[str, dict[str, str]] = {
    Campaign.Kind.ONE_OFF: {"trigger": "", "recurs": ""},
    Campaign.Kind.RECURRING: {"trigger": ""},
    Campaign.Kind.TRIGGERED: {"recurs": ""},
}


class CampaignForm(forms.ModelForm[Campaign]):
    moods = forms.MultipleChoiceField(
        required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="For “a mood was seen”. A rough week: stressed, sad, tired, lonely, angry, seen two times.",
    )  # fmt: skip

    class Meta:
        model = Campaign
        fields = (
            "name", "kind", "segment", "topic", "starts_at", "ends_at", "recurs", "trigger", "threshold_hours", "moods",
            "least_readings", "drop_percent", "re_entry", "re_entry_days", "send_time", "holdout_percent",
            "attribution_hours", "failed_limit_percent", "opt_out_limit_percent",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moods = self.fields.get("moods")
        if isinstance(moods, forms.ChoiceField):
            moods.choices = list(Mood.objects.values_list("key", "label"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        kind = told.get("kind")
        told |= _OF_KIND.get(str(kind), {})
        if kind == Campaign.Kind.TRIGGERED and not told.get("trigger"):
            self.add_error("trigger", "Say what has to happen.")
        if kind == Campaign.Kind.RECURRING:
            if not told.get("recurs"):
                self.add_error("recurs", "Say how often.")
            if not told.get("starts_at"):
                self.add_error("starts_at", "Say when it goes out first.")
        if told.get("trigger") == Campaign.Trigger.MOOD and not told.get("moods"):
            self.add_error("moods", "Say which moods count.")
        if told.get("re_entry") == Campaign.ReEntry.AFTER_DAYS and not told.get("re_entry_days"):
            self.add_error("re_entry_days", "Say after how many days.")
        starts, ends = told.get("starts_at"), told.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "It ends before it starts.")
        elif ends and "ends_at" in self.changed_data and ends <= timezone.now():
            self.add_error("ends_at", "This has passed: nothing would be sent.")
        if told.get("holdout_percent") == _EVERYBODY:
            self.add_error("holdout_percent", "Everybody would be held out: nothing would be sent.")
        return told


class StepForm(forms.ModelForm[Step]):
    text = forms.CharField(
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="Fields: " + "; ".join(f"{{{name}}} {what}" for name, what in FIELDS.items()) + ".",
    )

    template_variables = VariableLines(example="1: {name}", help_text="What fills the template, one a line: 1: {name}")

    class Meta:
        model = Step
        fields = ("position", "wait_hours", "condition", "picks_a_game", "text", "template", "template_variables")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        variables = told.get("template_variables") or {}
        template = told.get("template")
        step = FrozenStep(
            position=told.get("position") or 1, text=told.get("text") or "",
            picks_a_game=bool(told.get("picks_a_game")), template_variables=variables,
        )  # fmt: skip
        for problem in problems_of_step(step):
            self.add_error("template_variables" if problem.startswith("Variable") else "text", problem)
        if template is not None and (
            missing := [one for one in template.variables if not variables.get(one, "").strip()]
        ):
            self.add_error(
                "template_variables", f"The template's variable {', '.join(missing)} is filled with nothing."
            )
        if told.get("position") == 1 and told.get("condition") not in (None, Step.Condition.ALWAYS):
            self.add_error("condition", "Before the first message there is nothing to have replied to.")
        return told
