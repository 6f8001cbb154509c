"""Journeys: what is asked, changed by CSV and refused by the line; how people score, and where they leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from conversations.companions import journey_figures, journey_text, journeys
from conversations.companions.journey_figures import OfJourney
from conversations.companions.journey_text import Journey, Problem
from conversations.models import JourneyText

_MOST_PROBLEMS = 30
_MOST_BYTES = 400_000


class JourneyTextForm(forms.ModelForm[JourneyText]):
    text = forms.CharField(
        required=False, strip=False, label="Questions",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 16, "spellcheck": "true"}),
        help_text="A CSV, a question a line. Empty it to return to the project's file. See docs/companions.md.",
    )  # fmt: skip

    class Meta:
        model = JourneyText
        fields = ("is_on", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["text"] = journeys.text_of(self.instance)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip("\n")
        name = self.instance.name
        if not text:
            if name not in journeys.files():
                raise forms.ValidationError("the project has no file of this name, so it cannot be empty")
            return ""
        found, problems = journey_text.read(text)
        if problems:
            raise forms.ValidationError([str(problem) for problem in problems[:_MOST_PROBLEMS]])
        if list(found) != [name]:
            raise forms.ValidationError(f"every line's journey must be {name}; others are added by a file")
        return "" if text == journeys.files().get(name, "").strip("\n") else f"{text}\n"


@admin.register(JourneyText)
class JourneyTextAdmin(ModelAdmin):
    form = JourneyTextForm
    list_display = ("name", "title", "genre", "asked", "begun", "finished", "average", "is_on", "changed_by")
    list_select_related = ("changed_by",)
    list_filter = ("is_on",)
    search_fields = ("name",)
    fields = ("is_on", "scores", "preview", "text")
    readonly_fields = ("scores", "preview")
    actions = ("download",)
    show_full_result_count = False

    class Media:
        css = {"all": ("conversations/journeys.css",)}

    def has_delete_permission(self, request: HttpRequest, obj: JourneyText | None = None) -> bool:
        return False  # people's scores hang on its name; one that is switched off is offered to nobody

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        journeys.list_every_file()
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def get_queryset(self, request: HttpRequest) -> QuerySet[JourneyText]:
        self._figures = journey_figures.of_journeys()
        rows: QuerySet[JourneyText] = super().get_queryset(request)
        return rows

    def save_model(self, request: HttpRequest, obj: JourneyText, form: Any, change: bool) -> None:
        obj.changed_at, obj.changed_by = timezone.now(), request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A file, looked at first: what would be asked, or what is wrong in which line."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        text = ""
        found: dict[str, Journey] = {}
        problems: list[Problem] = []
        if request.method == "POST":
            text = _uploaded(request)
            found, problems = journey_text.read(text)
            if not problems and "save" in request.POST:
                names = journeys.save(text=text, by=request.user, now=timezone.now())  # type: ignore[arg-type]
                messages.success(request, f"Saved: {', '.join(names)}. Players can ask for it now.")
                return HttpResponseRedirect(reverse("admin:conversations_journeytext_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Add journeys from a file",
            "text": text,
            "problems": problems[:_MOST_PROBLEMS],
            "more_problems": max(len(problems) - _MOST_PROBLEMS, 0),
            "journeys": [] if problems else list(found.values()),
            "replaces": sorted({*found} & {*journeys.all_journeys()}),
            "columns": ", ".join(journey_text.COLUMNS),
        }
        return TemplateResponse(request, "admin/conversations/journeys_import.html", context)

    @admin.action(description="Download as CSV", permissions=["view"])
    def download(self, request: HttpRequest, queryset: QuerySet[JourneyText]) -> HttpResponse:
        """As a file that can be changed and brought in again."""
        texts = [journeys.text_of(row).strip("\n").split("\n", 1) for row in queryset]
        lines = [rest for _, rest in (text for text in texts if len(text) == 2)]
        response = HttpResponse("\n".join([",".join(journey_text.COLUMNS), *lines, ""]), content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="journeys.csv"'
        return response

    # --- the list -------------------------------------------------------------------------
    @display(description="title")
    def title(self, row: JourneyText) -> str:
        journey = journeys.read_row(row)
        return journey.title if journey else "–"

    @display(description="genre")
    def genre(self, row: JourneyText) -> str:
        journey = journeys.read_row(row)
        return journey.genre if journey else "–"

    @display(description="questions")
    def asked(self, row: JourneyText) -> int:
        journey = journeys.read_row(row)
        return len(journey.questions) if journey else 0

    def _figure(self, row: JourneyText) -> OfJourney:
        return self._figures.get(row.name, OfJourney())

    @display(description="begun")
    def begun(self, row: JourneyText) -> int:
        return self._figure(row).begun

    @display(description="finished")
    def finished(self, row: JourneyText) -> int:
        return self._figure(row).finished

    @display(description="average score")
    def average(self, row: JourneyText) -> str:
        return _shown(self._figure(row).average)

    # --- the page -------------------------------------------------------------------------
    @display(description="How it goes")
    def scores(self, row: JourneyText) -> SafeString:
        figures = journey_figures.of_questions(row.name)
        if not figures:
            return mark_safe("Nobody has taken it yet.")
        head = ("Question", "Answered", "Skipped", "Average", "Still there", "A model's score was apart by")
        rows = (
            (one.number, one.answered, one.skipped, _shown(one.average), f"{one.still_here:.0%}", _shown(one.apart))
            for one in figures
        )
        return _table(head, rows)

    @display(description="Now")
    def preview(self, row: JourneyText) -> SafeString:
        journey = journeys.read_row(row)
        if journey is None:
            return mark_safe("It cannot be read.")
        asked = ((number, one.asks, len(one.points)) for number, one in enumerate(journey.questions, 1))
        return _table(("", journey.title, "Points"), asked)


def _uploaded(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return str(request.POST.get("text", ""))[:_MOST_BYTES]
    return str(file.read(_MOST_BYTES).decode("utf-8-sig", errors="replace"))


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.0f}"


def _table(head: tuple[str, ...], rows: Any) -> SafeString:
    cells = format_html_join("", "<th>{}</th>", ((one,) for one in head))
    lines = format_html_join(
        "",
        "<tr>{}</tr>",
        ((format_html_join("", "<td>{}</td>", ((one,) for one in row)),) for row in rows),
    )
    return format_html(
        '<div class="journey-figures wide"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        cells,
        lines,
    )
