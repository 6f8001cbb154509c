"""The page on which an operator writes to one person over the caps, and says why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from conversations.models import PROACTIVE_TOPICS, ConsentChange, Contact
from engagement import explaining, urgent
from engagement.admin.variable_lines import VariableLines
from engagement.facts import NEVER
from engagement.models import Attention, MessageTemplate

MAY = "engagement.write_over_caps"


class UrgentForm(forms.Form):
    topic = forms.ChoiceField(
        choices=[(topic, ConsentChange.Topic(topic).label) for topic in PROACTIVE_TOPICS],
        widget=UnfoldAdminSelectWidget(), help_text="What it is about. They must have said yes to it.",
    )  # fmt: skip
    text = forms.CharField(
        max_length=1_000, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="Leaves while the reply window is open.",
    )  # fmt: skip
    template = forms.ModelChoiceField(
        MessageTemplate.objects.none(), required=False, widget=UnfoldAdminSelectWidget(),
        help_text="Leaves outside the reply window.",
    )  # fmt: skip
    variables = VariableLines(example="1: Ana", help_text="What fills the template, one a line: 1: Ana")
    because = forms.CharField(
        label="It cannot wait because", max_length=200, widget=UnfoldAdminTextInputWidget(),
        help_text="Kept with your name, for everybody to read. Do not put their words or data here.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.fields["template"]
        assert isinstance(template, forms.ModelChoiceField)
        template.queryset = MessageTemplate.objects.approved()


def page(request: HttpRequest, contact_id: int, *, context: dict[str, Any]) -> tuple[HttpResponse, Attention | None]:
    """The page, or the way back and what was taken of their attention."""
    if not isinstance(request.user, User) or not request.user.has_perm(MAY):
        raise PermissionDenied
    contact, now = get_object_or_404(Contact, pk=contact_id), timezone.now()
    form = UrgentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = urgent.send(contact=contact, by=request.user, now=now, **form.cleaned_data)
        except urgent.UrgentRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is on its way.")
            back = reverse("admin:engagement_decision_person", args=[contact_id])
            return HttpResponseRedirect(back), taken
    shown = {
        **context,
        "title": f"Urgent message to {contact}",
        "contact": contact,
        "form": form,
        "never": explaining.why_not_reckoned(contact),
        "obstacles": [] if explaining.why_not_reckoned(contact) else _obstacles(contact),
    }
    return TemplateResponse(request, "admin/engagement/urgent.html", shown), None


def _obstacles(contact: Contact) -> list[tuple[str, str, str]]:
    """By topic what stands against it even so, as if there were a template."""
    now, found = timezone.now(), []
    for topic in PROACTIVE_TOPICS:
        for check, until in urgent.obstacles(contact, topic=topic, has_template=True, now=now)[:1]:
            when = f"until {until:%-d %b %H:%M} UTC" if until < NEVER else ""
            found.append((str(ConsentChange.Topic(topic).label), check.words, when))
    return found
