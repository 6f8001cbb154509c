"""Acts on many rows of a list: chosen there, looked at with their number, then done in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from games.by_hand import bulk
from games.by_hand.bulk import BulkAct

_SHOWN = 10


class ActForm(forms.Form):
    """What the act asks, and why it is done."""

    why = forms.CharField(
        required=False, max_length=300, widget=UnfoldAdminTextInputWidget(), help_text="For the record."
    )

    def __init__(self, act: BulkAct, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if act.asks:
            self.fields[act.asks.name] = forms.MultipleChoiceField(
                label=act.asks.label, choices=act.asks.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget()
            )
            self.order_fields([act.asks.name, "why"])


class ActsOnMany(ModelAdmin):
    """Adds the acts that are declared for the model to the list's actions, for whoever may do them."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        for act in bulk.acts_on(self.model):
            if request.user.has_perm(act.permission):
                name = f"bulk_{act.key}"
                actions[name] = (_action(act), name, f"{act.label} …")
        return actions

    def look_before(self, request: HttpRequest, act: BulkAct, chosen: QuerySet[Any]) -> HttpResponse | None:
        """The page with the number and the first of them; with its button pressed, the job."""
        if not request.user.has_perm(act.permission):
            raise PermissionDenied
        form = ActForm(act, request.POST if "do_it" in request.POST else None)
        count = chosen.order_by().values("pk").distinct().count()
        if form.is_valid() and str(count) != request.POST.get("looked_at"):
            messages.warning(request, "The list has changed meanwhile. Look at the number again.")
        elif form.is_valid():
            argument = {name: value for name, value in form.cleaned_data.items() if name != "why"}
            assert isinstance(request.user, User)  # the admin lets nobody else in
            run = bulk.begin(
                act=act, chosen=chosen, argument=argument, by=request.user, why=form.cleaned_data["why"],
                now=timezone.now(),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("admin:games_bulkrun_change", args=[run.pk]))
        return TemplateResponse(request, "admin/games/bulk_act.html", {
            **self.admin_site.each_context(request),
            "title": act.label,
            "opts": self.opts,
            "act": act,
            "form": form,
            "count": count,
            "first": chosen[:_SHOWN],
            "action": f"bulk_{act.key}",
            "ids": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
        })  # fmt: skip


def _action(act: BulkAct) -> Callable[[ActsOnMany, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    def look(page: ActsOnMany, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        return page.look_before(request, act, chosen)

    return look
