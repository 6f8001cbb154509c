"""Forms of the catalogue: keys as checkboxes, moods and tags as in the CSV, an upload, a mapping."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from games.catalogue.csv_columns import BY_NAME, LOCKS, CellError
from games.importing.batches import MAX_FILE_BYTES
from games.importing.name_mappings import load_names
from games.models import Game, Genre, Offer, Platform
from games.vocabulary import FAMILIES, PLAYER_MODES

_NOTHING_WE_KEEP = "nothing we keep"
_NAMES_AT_ONCE = 100  # a file with more is explained in rounds; Django refuses forms of over 1,000 fields


def _checkboxes(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget())


def _cell(column: str, label: str) -> forms.CharField:
    """A value written as in the CSV."""
    return forms.CharField(
        label=label, required=False, widget=UnfoldAdminTextInputWidget(), help_text=BY_NAME[column].rule
    )


class GameForm(forms.ModelForm[Game]):
    platforms = _checkboxes("Platforms")
    genres = _checkboxes("Genres")
    player_modes = _checkboxes("Player modes")
    locked_fields = _checkboxes("Locked against imports")
    tags = _cell("tags", "Tags")
    mood_fit = _cell("mood_fit", "Mood fit")

    class Meta:
        model = Game
        fields = (
            "title", "slug", "summary", "feel", "is_published", "locked_fields", "platforms", "genres", "tags",
            "player_modes", "mood_fit", "release_date", "studio", "session_minutes", "hours_to_finish", "difficulty",
            "critic_score", "age_rating", "has_sexual_content", "igdb_id", "steam_appid", "image_url", "popularity",
        )  # fmt: skip
        labels: ClassVar = {
            "igdb_id": "IGDB number",
            "steam_appid": "Steam number",
            "image_url": "Picture at",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "platforms": list(Platform.objects.values_list("key", "label")),
            "genres": list(Genre.objects.values_list("key", "label")),
            "player_modes": [(mode, mode) for mode in PLAYER_MODES],
            "locked_fields": [(lock, lock.replace("_", " ")) for lock in LOCKS.values()],
        }
        for name, pairs in choices.items():
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.MultipleChoiceField)
                field.choices = pairs
        for name in ("tags", "mood_fit"):
            self.initial[name] = BY_NAME[name].write(getattr(self.instance, name))

    def clean_tags(self) -> list[str]:
        value: list[str] = self._read_cell("tags")
        return value

    def clean_mood_fit(self) -> dict[str, float]:
        value: dict[str, float] = self._read_cell("mood_fit")
        return value

    def _read_cell(self, name: str) -> Any:
        text = self.cleaned_data[name].strip()
        try:
            return BY_NAME[name].read(text, load_names()) if text else BY_NAME[name].empty
        except CellError as error:
            raise forms.ValidationError(str(error)) from None


class OfferForm(forms.ModelForm[Offer]):
    family = forms.ChoiceField(
        choices=[(family, family) for family in FAMILIES], widget=UnfoldAdminSelectWidget(), label="Sold for"
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        widget=UnfoldAdminTextInputWidget(attrs={"size": 4}),
        error_messages={"invalid": "A currency code such as USD."},
    )

    class Meta:
        model = Offer
        fields = ("store", "family", "amount", "currency", "url")

    def validate_constraints(self) -> None:
        """A second price of a store is not refused: it replaces the current one (see games.catalogue.offers)."""


class UploadForm(forms.Form):
    import_file = forms.FileField(label="CSV file", widget=UnfoldAdminFileFieldWidget())
    preset = forms.ChoiceField(
        label="Columns",
        required=False,
        choices=[("", "Thrum's own (see the rules)"), ("igdb", "IGDB export with Steam's numbers")],
        widget=UnfoldAdminSelectWidget(),
    )

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size and file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {MAX_FILE_BYTES // 2**20} MB; split it or use manage.py import_games."
            )
        return file


class MappingForm(forms.Form):
    """A choice for each name of a platform or genre that nobody has explained yet; none is "decide later"."""

    def __init__(self, *args: Any, unknown: list[list[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = unknown[:_NAMES_AT_ONCE]
        self.names = {f"name_{number}": (kind, name) for number, (kind, name, _) in enumerate(unknown)}
        keys = {
            "platform": list(Platform.objects.values_list("key", "label")),
            "genre": list(Genre.objects.values_list("key", "label")),
        }
        for number, (kind, name, rows) in enumerate(unknown):
            self.fields[f"name_{number}"] = forms.ChoiceField(
                label=f"{kind} “{name}” ({rows} row{'s' if rows != 1 else ''})",
                required=False,
                choices=[("", "decide later"), *keys[kind], ("-", _NOTHING_WE_KEEP)],
                widget=UnfoldAdminSelectWidget(),
            )

    def meanings(self) -> dict[tuple[str, str], str]:
        """What was decided, for games.importing.name_mappings."""
        return {self.names[field]: "" if key == "-" else key for field, key in self.cleaned_data.items() if key != ""}


class ColumnsForm(forms.Form):
    """A choice for each column that nobody has explained yet: one of ours that the file has not, or left out."""

    def __init__(
        self, *args: Any, unknown: list[str], free: list[str], proposed: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unknown = unknown[:_NAMES_AT_ONCE]
        self.names = {f"column_{number}": name for number, name in enumerate(unknown)}
        for field, name in self.names.items():
            self.fields[field] = forms.ChoiceField(
                label=f"“{name or '(empty)'}”",
                required=False,
                initial=proposed.get(name, ""),
                choices=[("", "leave it out"), *[(column, column) for column in free]],
                widget=UnfoldAdminSelectWidget(),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [column for column in cleaned.values() if column]
        if twice := sorted({column for column in chosen if chosen.count(column) > 1}):
            raise forms.ValidationError(f"Two columns cannot both be {', '.join(twice)}.")
        return cleaned

    def columns(self) -> dict[str, str]:
        """Their name → ours, for games.importing.header_mappings."""
        return {name: self.cleaned_data.get(field, "") for field, name in self.names.items()}
