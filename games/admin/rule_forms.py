"""The form of an editors' rule: choices, dates and numbers only; every name is checked against the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from games.models import ExchangeRate, Game, Genre, Mood, Platform, RankingRule
from games.ranking_rules.rulebook import FIELDS

_MOST_NAMED = 100
_TOLD = 5
# What narrows a rule down to some games; a rule with none of it would concern all.
_CHOOSING = ("platforms", "genres", "tags", "studios", "titles", "released_from", "released_to", "price_from",
             "price_to", "fits_moods", "rated_from", "rated_to")  # fmt: skip


def _checkboxes(label: str, help_text: str = "") -> forms.MultipleChoiceField:
    widget = UnfoldAdminCheckboxSelectMultipleWidget()
    return forms.MultipleChoiceField(label=label, required=False, widget=widget, help_text=help_text)


def _lines(label: str, help_text: str, *, rows: int = 3) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


class RankingRuleForm(forms.ModelForm[RankingRule]):
    platforms = _checkboxes("Platforms", "On one of them.")
    genres = _checkboxes("Genres", "Of one of them.")
    tags = _lines("Tags", "One a line; one of them is enough.")
    studios = _lines("Studios", "One a line, spelt as in the catalogue.")
    titles = _lines("Titles", "One a line: the title or the slug. A pin needs them.", rows=5)
    fits_moods = _checkboxes("Fits a mood", "Games that fit one of these moods.")
    said_moods = _checkboxes("Only when a player says", "None chosen: for everybody.")
    price_currency = forms.ChoiceField(label="Currency", initial="USD", widget=UnfoldAdminSelectWidget())
    why = forms.CharField(
        max_length=300, widget=UnfoldAdminTextInputWidget(), help_text="For the history: why is it changed?"
    )

    class Meta:
        model = RankingRule
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moods = list(Mood.objects.values_list("key", "label"))
        currencies = sorted({"USD", *ExchangeRate.objects.values_list("currency", flat=True)})
        choices: dict[str, list[tuple[str, str]]] = {
            "platforms": list(Platform.objects.values_list("key", "label")),
            "genres": list(Genre.objects.values_list("key", "label")),
            "fits_moods": moods,
            "said_moods": moods,
            "price_currency": [(code, code) for code in currencies],
        }
        for name, pairs in choices.items():
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                field.choices = pairs
        for name in ("tags", "studios", "titles"):
            self.initial[name] = "\n".join(getattr(self.instance, name))

    def clean_tags(self) -> list[str]:
        wanted = [line.casefold() for line in self._lines_of("tags")]
        self._refuse([tag for tag in wanted if not Game.objects.filter(tags__contains=[tag]).exists()])
        return wanted

    def clean_studios(self) -> list[str]:
        wanted = self._lines_of("studios")
        self._refuse([studio for studio in wanted if not Game.objects.filter(studio__iexact=studio).exists()])
        return wanted

    def clean_titles(self) -> list[str]:
        """Slugs, whichever way each was written. A title that several games share is asked for by its slug."""
        wanted = self._lines_of("titles")
        by_name: dict[str, set[str]] = {}
        rows = Game.objects.filter(slug__in=wanted) | Game.objects.filter(title__in=wanted)
        for slug, title in rows.values_list("slug", "title") if wanted else ():
            by_name.setdefault(title, set()).add(slug)
            by_name[slug] = {slug}
        self._refuse([name for name in wanted if name not in by_name])
        for name in wanted:
            if len(by_name[name]) > 1:
                raise forms.ValidationError(f"{name}: which of {', '.join(sorted(by_name[name])[:_TOLD])}?")
        return sorted({slug for name in wanted for slug in by_name[name]})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == RankingRule.Kind.PIN and cleaned.get("titles") == []:
            self.add_error("titles", "Name the titles to pin.")
        elif not self.errors and not any(cleaned.get(name) not in (None, "", []) for name in _CHOOSING):
            raise forms.ValidationError("Say which games: without anything chosen the rule would concern all of them.")
        for least, most in (("released_from", "released_to"), ("price_from", "price_to"), ("rated_from", "rated_to"),
                            ("starts_at", "ends_at")):  # fmt: skip
            low, high = cleaned.get(least), cleaned.get(most)
            if low is not None and high is not None and (low > high or (low == high and most == "ends_at")):
                self.add_error(most, "This lies before the beginning.")
        return cleaned

    def _lines_of(self, name: str) -> list[str]:
        lines = [line.strip() for line in str(self.cleaned_data[name]).splitlines()]
        wanted = list(dict.fromkeys(line for line in lines if line))
        if len(wanted) > _MOST_NAMED:
            raise forms.ValidationError(f"At most {_MOST_NAMED} lines.")
        return wanted

    def _refuse(self, missing: list[str]) -> None:
        if missing:
            told = ", ".join(missing[:_TOLD]) + (", …" if len(missing) > _TOLD else "")
            raise forms.ValidationError(f"Not in the catalogue: {told}")
