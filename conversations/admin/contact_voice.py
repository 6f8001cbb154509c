"""How a person is spoken to: seen on their page, set by an operator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from conversations import personas
from conversations.models import Contact

_GUESSED = ""


class VoiceForm(forms.Form):
    persona = forms.ChoiceField(required=False, widget=UnfoldAdminSelectWidget())
    english_level = forms.ChoiceField(label="English", required=False, widget=UnfoldAdminSelectWidget())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast = personas.current()
        persona, level = self.fields["persona"], self.fields["english_level"]
        assert isinstance(persona, forms.ChoiceField)
        assert isinstance(level, forms.ChoiceField)
        persona.choices = [("", f"the default ({cast.names[cast.default]})"), *cast.names.items()]
        level.choices = [(_GUESSED, "as they write"), *Contact.EnglishLevel.choices]


class ChooseVoiceMixin:
    """Adds the action "Choose the voice" to a contact's page."""

    admin_site: Any

    @action(description="Choose the voice", url_path="voice", permissions=("care",), icon="record_voice_over")
    def choose_voice(self, request: HttpRequest, object_id: int) -> HttpResponse:
        contact = get_object_or_404(Contact, pk=object_id)
        is_guess = contact.english_level_by == Contact.LevelBy.GUESS
        now = {"persona": contact.persona, "english_level": _GUESSED if is_guess else contact.english_level}
        form = VoiceForm(request.POST or None, initial=now)
        if request.method == "POST" and form.is_valid():
            level = form.cleaned_data["english_level"]
            changes = {"persona": form.cleaned_data["persona"]}
            if level != _GUESSED:
                changes |= {"english_level": level, "english_level_by": Contact.LevelBy.OPERATOR}
            else:
                changes |= {"english_level_by": Contact.LevelBy.GUESS}
            Contact.objects.filter(pk=contact.pk).update(**changes)
            messages.success(request, "Done: the next reply speaks so.")
            return HttpResponseRedirect(reverse("admin:conversations_contact_change", args=[contact.pk]))
        context = {
            **self.admin_site.each_context(request), "title": f"Who speaks with {contact}", "contact": contact,
            "form": form,
        }  # fmt: skip
        return TemplateResponse(request, "admin/conversations/voice.html", context)
