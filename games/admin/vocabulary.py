"""The words and tables that games are described with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from games import versions
from games.models import DataVersion, ExchangeRate, Genre, Mood, NameMapping, Offer, Platform, Tag


class _Kept(ModelAdmin):
    """Rows that every process holds in memory: a change is announced."""

    announces: tuple[str, ...] = (DataVersion.Kind.CATALOGUE,)
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._announce()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        self._announce()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        self._announce()

    def _announce(self) -> None:
        for kind in self.announces:
            versions.bump(kind)


class _KeysAreCode(_Kept):
    """Rules and vectors refer to the keys, so editors change the words but neither add nor remove."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Platform)
class PlatformAdmin(_KeysAreCode):
    list_display = ("label", "key", "family")
    readonly_fields = ("key", "family")


@admin.register(Genre)
class GenreAdmin(_KeysAreCode):
    list_display = ("label", "key")
    readonly_fields = ("key",)


class MoodForm(forms.ModelForm[Mood]):
    phrases = forms.CharField(
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}), help_text="How people say it; one phrase a line."
    )

    class Meta:
        model = Mood
        fields = ("label", "needs", "phrases", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phrases"] = "\n".join(self.instance.phrases)

    def clean_phrases(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["phrases"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


@admin.register(Mood)
class MoodAdmin(_KeysAreCode):
    form = MoodForm
    list_display = ("label", "key", "needs", "phrase_count")
    announces = (DataVersion.Kind.CATALOGUE, DataVersion.Kind.KNOWLEDGE)
    fields = ("key", "label", "needs", "phrases", "position")
    readonly_fields = ("key",)

    @admin.display(description="phrases")
    def phrase_count(self, mood: Mood) -> int:
        return len(mood.phrases)


class NameMappingForm(forms.ModelForm[NameMapping]):
    key = forms.ChoiceField(label="Means", required=False, widget=UnfoldAdminSelectWidget())

    class Meta:
        model = NameMapping
        fields = ("kind", "name", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "nothing we keep"),
            ("Platforms", list(Platform.objects.values_list("key", "label"))),
            ("Genres", list(Genre.objects.values_list("key", "label"))),
        ]

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        vocabulary = Platform if cleaned.get("kind") == NameMapping.Kind.PLATFORM else Genre
        if cleaned.get("key") and not vocabulary.objects.filter(key=cleaned["key"]).exists():
            self.add_error("key", f"This is not a {cleaned.get('kind')}.")
        return cleaned


@admin.register(NameMapping)
class NameMappingAdmin(_Kept):
    form = NameMappingForm
    list_display = ("name", "kind", "key")
    list_filter = ("kind",)
    search_fields = ("name", "key")


@admin.register(Tag)
class TagAdmin(_Kept):
    list_display = ("label", "key")
    search_fields = ("label", "key")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(_Kept):
    list_display = ("currency", "for_a_dollar", "as_of")
    search_fields = ("currency",)

    @display(description="for one US dollar", ordering="per_usd")
    def for_a_dollar(self, rate: ExchangeRate) -> str:
        return f"{rate.per_usd.normalize():f}"


@admin.register(Offer)
class OfferAdmin(ModelAdmin):
    """All prices ever seen; new ones come in on the game's page or by an import."""

    list_display = ("game", "store", "family", "amount", "currency", "seen_at", "is_current")
    list_filter = ("is_current", "family", "currency")
    list_select_related = ("game",)
    search_fields = ("game__title", "store")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        offers: QuerySet[Offer] = super().get_queryset(request)
        return offers.defer("game__embedding", "game__mood_fit_estimate", "game__search")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Offer | None = None) -> bool:
        return False
