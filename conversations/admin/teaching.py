"""Teaching the bot: what it missed, examples and slang of the editors' own."""

from __future__ import annotations

import contextlib
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from conversations.knowledge import in_use as knowledge
from conversations.knowledge import misses
from conversations.knowledge.intent_words import MEANINGS
from conversations.models import Message, Miss, MissGroup, SlangWord, TaughtExample
from conversations.redaction import redact
from conversations.understanding.types import INTENTS, SENTIMENTS
from games.vocabulary import MOODS

_NONE = [("", "–")]
# In the words of somebody who does not know the code.
_INTENT_CHOICES = [(key, f"{MEANINGS[key]} ({key})") for key in INTENTS]


def _who(request: HttpRequest) -> AbstractBaseUser:
    return cast(AbstractBaseUser, request.user)  # the admin lets nobody else in


class TeachForm(forms.ModelForm[MissGroup]):
    """What a group of misses means. Saving it teaches."""

    intent = forms.ChoiceField(
        label="They mean", choices=[*_NONE, *_INTENT_CHOICES], widget=UnfoldAdminSelectWidget(), required=False,
        help_text="Choose and save: the bot learns it within a minute or two. Leave it empty to change nothing.",
    )  # fmt: skip
    mood = forms.ChoiceField(
        choices=[*_NONE, *((key, key) for key in MOODS)], widget=UnfoldAdminSelectWidget(), required=False
    )
    sentiment = forms.ChoiceField(
        label="Tone", choices=[(key, key) for key in SENTIMENTS], initial="neutral", widget=UnfoldAdminSelectWidget()
    )
    texts = forms.CharField(
        label="Messages", widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}), required=False,
        help_text="One a line. Take out those that mean something else; names and numbers are masked already.",
    )  # fmt: skip

    class Meta:
        model = MissGroup
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["texts"] = "\n".join(misses.texts_of(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.state != MissGroup.State.OPEN:
            raise forms.ValidationError("Somebody has decided about these already.")
        if cleaned.get("intent") and not str(cleaned.get("texts", "")).strip():
            self.add_error("texts", "nothing to learn from: leave at least one message")
        return cleaned


class MissInline(TabularInline):
    model = Miss
    fields = readonly_fields = ("said", "guess", "sure", "at")
    verbose_name_plural = "messages that were not understood, or wrongly"
    hide_title = True
    extra = 0
    max_num = 0
    can_delete = False
    ordering = ("-at",)

    def has_add_permission(self, *args: Any) -> bool:
        return False  # people say them; an empty line to fill in has no confidence to show

    def get_queryset(self, request: HttpRequest) -> QuerySet[Miss]:
        newest: QuerySet[Miss] = super().get_queryset(request).select_related("message__contact")
        return newest

    @display(description="message")
    def said(self, miss: Miss) -> str:
        return redact(miss.message.body, names=(miss.message.contact.display_name,)) or "(deleted)"

    @display(description="confidence")
    def sure(self, miss: Miss) -> str:
        return f"{miss.confidence:.2f}"


@admin.register(MissGroup)
class MissGroupAdmin(ModelAdmin):
    list_display = ("example", "how_many", "nearest", "state_label", "newest_at")
    list_filter = ("state",)
    ordering = ("-newest_at",)
    show_full_result_count = False
    form = TeachForm
    fields = ("intent", "mood", "sentiment", "texts")
    inlines = (MissInline,)
    actions = ("put_aside",)

    def get_urls(self) -> list[URLPattern]:
        misread = path(
            "misread/<int:message_id>/",
            self.admin_site.admin_view(self.misread),
            name="conversations_missgroup_misread",
        )
        return [misread, *super().get_urls()]

    @method_decorator(require_POST)
    def misread(self, request: HttpRequest, message_id: int) -> HttpResponse:
        """Somebody who reads a talk sees that a message was taken for another: on to where its meaning is taught."""
        may_read = request.user.has_perm("conversations.view_message")
        if not (self.has_change_permission(request) and may_read):
            raise PermissionDenied
        theirs = Message.objects.filter(direction=Message.Direction.INBOUND).exclude(body="")
        message = get_object_or_404(theirs, pk=message_id)
        vector = knowledge.current().embed(message.body)
        group = misses.record_misreading(message=message, vector=vector, now=timezone.now())
        return HttpResponseRedirect(reverse("admin:conversations_missgroup_change", args=[group.pk]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MissGroup | None = None) -> bool:
        return False  # they go with their messages

    def get_queryset(self, request: HttpRequest) -> QuerySet[MissGroup]:
        newest = Miss.objects.filter(group=OuterRef("pk")).order_by("-at")
        groups: QuerySet[MissGroup] = super().get_queryset(request)
        return groups.annotate(
            count=Count("misses"),
            guess=Max("misses__guess"),
            body=Subquery(newest.values("message__body")[:1]),
            name=Subquery(newest.values("message__contact__display_name")[:1]),
        )

    @display(description="for example")
    def example(self, group: Any) -> str:
        return redact(group.body or "", names=(group.name or "",))[:90] or "(deleted)"

    @display(description="times", ordering="count")
    def how_many(self, group: Any) -> int:
        return int(group.count)

    @display(description="nearest guess")
    def nearest(self, group: Any) -> str:
        return MEANINGS.get(group.guess or "", "–")

    @display(description="state", label={"open": "warning", "taught": "success", "ignored": "info"})
    def state_label(self, group: MissGroup) -> str:
        return group.state

    def save_model(self, request: HttpRequest, obj: MissGroup, form: Any, change: bool) -> None:
        said = form.cleaned_data
        if not said["intent"]:
            return
        try:
            count = misses.teach(
                group=obj, texts=said["texts"].splitlines(), intent=said["intent"],
                moods=[said["mood"]] if said["mood"] else [], sentiment=said["sentiment"], by=_who(request),
                now=timezone.now(),
            )  # fmt: skip
        except misses.AlreadyDecidedError:
            messages.error(request, "Somebody has decided about these meanwhile.")
        else:
            messages.success(request, f"{count} examples taught. The bot knows them when the job “learn” is done.")

    @action(description="Nothing to learn here", permissions=["change"])
    def put_aside(self, request: HttpRequest, queryset: QuerySet[MissGroup]) -> None:
        for group in queryset.filter(state=MissGroup.State.OPEN):
            with contextlib.suppress(misses.AlreadyDecidedError):  # then somebody else has dealt with it
                misses.ignore(group=group, by=_who(request), now=timezone.now())


class _Knowledge(ModelAdmin):
    """What editors add to the project's own files; each change is learnt from at once."""

    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if isinstance(obj, TaughtExample) and not change:
            obj.taught_by_id = request.user.pk
        super().save_model(request, obj, form, change)
        misses.note_change(by=_who(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        misses.note_change(by=_who(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        misses.note_change(by=_who(request))


class TaughtExampleForm(forms.ModelForm[TaughtExample]):
    """Moods by choice rather than by key; the first is the stronger."""

    first_mood = forms.ChoiceField(
        choices=[*_NONE, *((key, key) for key in MOODS)], widget=UnfoldAdminSelectWidget(), required=False
    )
    second_mood = forms.ChoiceField(
        choices=[*_NONE, *((key, key) for key in MOODS)], widget=UnfoldAdminSelectWidget(), required=False
    )

    class Meta:
        model = TaughtExample
        fields = ("text", "intent", "sentiment", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, mood in zip(("first_mood", "second_mood"), self.instance.moods, strict=False):
            self.initial[name] = mood

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [cleaned.get("first_mood"), cleaned.get("second_mood")]
        self.instance.moods = list(dict.fromkeys(mood for mood in chosen if mood))
        return cleaned


@admin.register(TaughtExample)
class TaughtExampleAdmin(_Knowledge):
    list_display = ("text", "intent", "mood_words", "sentiment", "is_active", "taught_by", "created_at")
    list_filter = ("intent", "sentiment", "is_active")
    list_select_related = ("taught_by",)
    search_fields = ("text",)
    form = TaughtExampleForm
    fields = ("text", "intent", "first_mood", "second_mood", "sentiment", "is_active")

    @display(description="moods")
    def mood_words(self, example: TaughtExample) -> str:
        return ", ".join(example.moods) or "–"


@admin.register(SlangWord)
class SlangWordAdmin(_Knowledge):
    list_display = ("slang", "plain", "is_active")
    list_filter = ("is_active",)
    search_fields = ("slang", "plain")
