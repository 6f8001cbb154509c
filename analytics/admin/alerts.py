"""Rules of what somebody should look at, and what is or was beyond its bound."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from analytics import alerts
from analytics.dimensions import DIMENSIONS
from analytics.metrics import METRICS
from analytics.models import Alert, AlertRule
from games.admin.history import HistoryAdmin, KeepsHistory


def _metrics() -> list[tuple[str, list[tuple[str, str]]]]:
    """By the page that draws them; what no page draws cannot be looked into, so it rings no bell."""
    found = [(page.title, key) for key in METRICS if (page := alerts.page_of(key))]
    return [
        (title, [(key, METRICS[key].label) for _, key in keys])
        for title, keys in groupby(sorted(found, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    ]


class AlertRuleForm(forms.ModelForm[AlertRule]):
    metric = forms.ChoiceField(widget=UnfoldAdminSelectWidget)
    dimension = forms.ChoiceField(label="Only of", required=False, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = AlertRule
        fields = (
            "name", "metric", "dimension", "value", "comparison", "threshold", "window_days", "least_behind", "mail_to",
            "is_active",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one_at_a_time = {dims[0] for metric in METRICS.values() for dims in metric.breakdowns if len(dims) == 1}
        self.fields["metric"].choices = _metrics()  # type: ignore[attr-defined]
        self.fields["dimension"].choices = [  # type: ignore[attr-defined]
            ("", "everything"),
            *((key, DIMENSIONS[key].label) for key in DIMENSIONS if key in one_at_a_time),
        ]
        if not settings.EMAIL_HOST:
            self.fields["mail_to"].help_text += " Nothing is mailed yet: no mail server is set."

    def clean_mail_to(self) -> str:
        told = [one.strip() for one in self.cleaned_data["mail_to"].split(",") if one.strip()]
        for one in told:
            validate_email(one)
        return ", ".join(told)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        metric, dimension = METRICS.get(told.get("metric", "")), told.get("dimension", "")
        if metric is None:
            return told
        if (dimension,) not in metric.breakdowns if dimension else () not in metric.breakdowns:
            ways = ", ".join(sorted(DIMENSIONS[dims[0]].label for dims in metric.breakdowns if len(dims) == 1))
            what = f"by {DIMENSIONS[dimension].label}" if dimension else "as a whole"
            raise ValidationError(
                {"dimension": f"“{metric.label}” is not counted {what}; it is by: {ways or 'nothing'}."}
            )
        if not dimension:
            told["value"] = ""
        elif not told.get("value"):
            raise ValidationError({"value": self._values(dimension)})
        elif told["value"] not in (labels := DIMENSIONS[dimension].labels()):
            # What stands on the pages is what people write.
            by_name = {name.lower(): value for value, name in labels.items()}
            told["value"] = by_name.get(told["value"].lower(), told["value"])
        return told

    @staticmethod
    def _values(dimension: str) -> str:
        known = [name for value, name in list(DIMENSIONS[dimension].labels().items())[:12] if value]
        return f"Say which one, such as {', '.join(known)}." if known else "Say which one."


@admin.register(AlertRule)
class AlertRuleAdmin(KeepsHistory):
    form = AlertRuleForm
    list_display = ("name", "rule", "state", "mail_to")
    list_filter = ("is_active",)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AlertRule]:
        firing = Alert.objects.filter(rule=OuterRef("pk"), resolved_at=None)
        rows: QuerySet[AlertRule] = super().get_queryset(request)
        return rows.annotate(is_firing=Exists(firing))

    @display(description="rule")
    def rule(self, row: AlertRule) -> str:
        return alerts.in_a_sentence(row)

    @display(description="state", label={"firing": "danger", "quiet": "success", "off": "default"})
    def state(self, row: AlertRule) -> str:
        if not row.is_active:
            return "off"
        return "firing" if getattr(row, "is_firing", False) else "quiet"


@admin.register(Alert)
class AlertAdmin(HistoryAdmin):
    list_display = ("opened_at", "rule", "what", "state", "resolved_at", "mailed_at")
    list_filter = (("resolved_at", admin.EmptyFieldListFilter), "rule")
    list_select_related = ("rule",)

    @display(description="what")
    def what(self, alert: Alert) -> str:
        # What is over is within its bound again by the last value.
        value = alert.value if alert.resolved_at else alert.last_value
        return format_html('<a href="{}">{}</a>', alerts.link_of(alert.rule), alerts.in_a_sentence(alert.rule, value))

    @display(description="state", label={"firing": "danger", "over": "default"})
    def state(self, alert: Alert) -> str:
        return "over" if alert.resolved_at else "firing"
