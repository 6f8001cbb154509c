"""What a check-in says in each tone, and the template that it takes outside the reply window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from engagement import campaign_texts, messages
from engagement.admin.variable_lines import VariableLines
from engagement.models import MessageText
from games.admin.history import KeepsHistory

_SOMEBODY = {campaign_texts.NAME: "Ana"}


class MessageTextForm(forms.ModelForm[MessageText]):
    text = forms.CharField(widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), help_text="{name} is their first name.")
    template_variables = VariableLines(example="1: {name}", help_text="What fills the template, one a line: 1: {name}")

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if problems := messages.problems_of(text):
            raise forms.ValidationError(problems)
        return text

    def clean_template_variables(self) -> dict[str, str]:
        variables: dict[str, str] = self.cleaned_data["template_variables"]
        if problems := [problem for text in variables.values() for problem in messages.problems_of(text)]:
            raise forms.ValidationError(problems)
        return variables

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        template, variables = told.get("template"), told.get("template_variables")
        if template is not None and variables is not None:
            filled = campaign_texts.render_variables(variables, _SOMEBODY)
            for problem in template.problems_with(filled):
                self.add_error("template_variables", problem)
        return told


@admin.register(MessageText)
class MessageTextAdmin(KeepsHistory):
    form = MessageTextForm
    list_display = ("tone", "text", "outside_the_window")
    list_select_related = ("template",)
    fields = ("tone", "text", "template", "template_variables")
    readonly_fields = ("tone",)

    @display(description="outside the reply window")
    def outside_the_window(self, row: MessageText) -> str:
        if row.template is None:
            return "nothing leaves: no template"
        return " ".join(row.template.check_ready()) or str(row.template.body)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # each tone has its row from the start

    def has_delete_permission(self, request: HttpRequest, obj: MessageText | None = None) -> bool:
        return False
