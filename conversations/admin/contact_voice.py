"""How a person is spoken to: seen on their page, set by an operator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from conversations.models import Contact
from conversations.personas import in_use as personas

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


class ChooseVoiceMixin(ModelAdmin):
    """Shows on a contact's page how they are spoken to, with a way to change it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.choose_voice)
        return [path("<int:pk>/voice/", view, name="conversations_contact_voice"), *super().get_urls()]

    @display(description="spoken to by")
    def spoken_to(self, contact: Contact) -> str:
        cast = personas.current()
        who = cast.names[cast.speaker(contact.persona, contact.english_level).persona]
        chosen = "" if contact.persona else ", the default"
        level = f"{contact.get_english_level_display()} English ({contact.get_english_level_by_display()})".lower()
        words = f"{who}{chosen}, in {level.replace('english', 'English')}"
        page = reverse("admin:conversations_contact_voice", args=[contact.pk])
        return format_html('{} · <a href="{}" class="text-primary-600 dark:text-primary-500">change</a>', words, page)

    def choose_voice(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("conversations.take_over_conversations"):
            raise PermissionDenied
        contact = get_object_or_404(Contact, pk=pk)
        is_guess = contact.english_level_by == Contact.LevelBy.GUESS
        now = {"persona": contact.persona, "english_level": _GUESSED if is_guess else contact.english_level}
        form = VoiceForm(request.POST or None, initial=now)
        if request.method == "POST" and form.is_valid():
            level = form.cleaned_data["english_level"]
            changes = {"persona": form.cleaned_data["persona"], "english_level_by": Contact.LevelBy.GUESS}
            if level != _GUESSED:
                changes |= {"english_level": level, "english_level_by": Contact.LevelBy.OPERATOR}
            Contact.objects.filter(pk=contact.pk).update(**changes)
            messages.success(request, "Done: the next reply speaks so.")
            return HttpResponseRedirect(reverse("admin:conversations_contact_change", args=[contact.pk]))
        context = {
            **self.admin_site.each_context(request), "title": f"Who speaks with {contact}", "contact": contact,
            "form": form,
        }  # fmt: skip
        return TemplateResponse(request, "admin/conversations/voice.html", context)
