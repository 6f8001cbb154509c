"""Campaigns: written as drafts, tried out, approved, launched and watched; one page says where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.admin import StackedInline
from unfold.decorators import action, display
from unfold.views import ChangeList

from conversations.models import Contact
from engagement import campaigns, letter_campaigns, membership, rehearsal, try_outs
from engagement.admin import campaign_pages
from engagement.admin.campaign_forms import CampaignForm, StepForm
from engagement.admin.row_links import leading_to
from engagement.campaigns import CampaignRefusedError
from engagement.models import Campaign, CampaignEvent, Step, Touch
from games.admin.history import KeepsHistory
from games.by_hand import changes

_LABELS = {
    "draft": "default", "waits for approval": "warning", "approved": "info", "running": "success", "paused": "warning",
    "done": "default", "cancelled": "danger",
}  # fmt: skip
_DONE = {
    "submit": "Submitted.",
    "approve": "Approved.",
    "send_back": "Sent back.",
    "launch": "Launched. The first messages leave within a minute.",
    "pause": "Paused. Nothing more is handed over.",
    "resume": "It goes on.",
    "cancel": "Cancelled. What waited is dropped.",
}
_APPROVE, _SEND = "engagement.approve_campaign", "engagement.send_campaign"


class StepInline(StackedInline):
    model = Step
    form = StepForm
    extra = 0
    min_num = 1
    fields = (("position", "wait_hours"), "condition", "picks_a_game", "text", "template", "template_variables")
    show_change_link = False

    def get_formset(self, request: HttpRequest, obj: Campaign | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        template = formset.form.base_fields["template"]
        template.choices = list(template.choices)  # read once, not once a message
        return formset


@admin.register(Campaign)
class CampaignAdmin(KeepsHistory):
    kept_below = ("steps",)
    form = CampaignForm
    inlines = (StepInline,)
    list_display = ("title", "kind", "shown_state", "topic", "starts_at", "sent", "stopped_by", "created_at")
    list_filter = ("state", "kind", "trigger", "topic", "is_demo")
    list_select_related = ("version",)
    search_fields = ("name",)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("name", "kind")}),
        ("Who", {"fields": ("segment", "topic", "holdout_percent")}),
        ("What starts it", {"fields": (
            "starts_at", "ends_at", "recurs", "trigger", "threshold_hours", "moods", "least_readings", "drop_percent",
        )}),
        ("How often a person is in it", {"fields": (("re_entry", "re_entry_days"),)}),
        ("When it leaves, what counts, and when it stops itself", {"fields": (
            "send_time", "attribution_hours", ("failed_limit_percent", "opt_out_limit_percent"),
        )}),
    )  # fmt: skip

    class Media:
        css = {"all": ("engagement/campaigns.css",)}
        js = (forms.Script("engagement/campaign_form.js", defer=True),)

    actions_detail = ("open_overview",)
    actions_list = ("begin_a_letter",)

    @action(
        description="Where it stands: dry run, test, submit, launch", url_path="where-it-stands",
        permissions=["view"],
    )  # fmt: skip
    def open_overview(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return _go(object_id)

    def has_begin_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        return bool(self.has_add_permission(request))

    @action(description="New: a letter waits", url_path="a-letter-waits", permissions=["begin"])
    def begin_a_letter(self, request: HttpRequest) -> HttpResponse:
        """A draft that only lacks its people and its time. Links only lead here; what makes it is a form."""
        if request.method != "POST":
            return self._page(request, "letter.html", {"title": "New campaign: a letter waits"})
        campaign = letter_campaigns.draft()
        self.log_addition(request, campaign, [{"added": {}}])
        return HttpResponseRedirect(reverse("admin:engagement_campaign_change", args=[campaign.pk]))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The name leads to where it stands, and from there to the form."""
        return leading_to(lambda row: reverse("admin:engagement_campaign_overview", args=[row.pk]))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        rows: QuerySet[Campaign] = super().get_queryset(request)
        # By an index alone: a campaign may have sent a million.
        sent = Touch.objects.filter(campaign=OuterRef("pk"), state=Touch.State.SENT).order_by().values("campaign")
        return rows.annotate(sent_count=Coalesce(Subquery(sent.annotate(count=Count("pk")).values("count")), 0))

    def may_take_back(self, request: HttpRequest, row: Campaign) -> bool:
        return request.user.has_perm("engagement.change_campaign")

    def take_back(self, request: HttpRequest, row: Campaign, earlier: Mapping[str, Any]) -> Campaign:
        """What has left its draft is not rewritten: its earlier version comes back as a draft of its own."""
        if row.state == Campaign.State.DRAFT:
            back: Campaign = super().take_back(request, row, earlier)
            return back
        name = f"{row.name[:55]} (of {timezone.now():%d %b %H:%M:%S})"
        draft = Campaign(is_demo=row.is_demo)
        changes.put_back(draft, {**earlier, "name": name}, below=self.kept_below)
        return draft

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # what was sent stays explainable: cancel it

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (not isinstance(obj, Campaign) or obj.state in campaigns.EDITABLE)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<int:campaign_id>/{name}/", self.admin_site.admin_view(view), name=f"engagement_campaign_{name}")
            for name, view in (
                ("overview", self.overview), ("do", self.do), ("rehearse", self.rehearse), ("test", self.send_test),
            )
        ]  # fmt: skip
        month = path("calendar/", self.admin_site.admin_view(self.calendar), name="engagement_campaign_calendar")
        return [month, *own, *super().get_urls()]

    @display(description="name", ordering="name")
    def title(self, campaign: Campaign) -> str:
        return campaign.name

    @display(description="state", ordering="state", label=_LABELS)
    def shown_state(self, campaign: Campaign) -> str:
        return campaign.get_state_display().lower()

    @display(description="sent", ordering="sent_count")
    def sent(self, campaign: Campaign) -> str:
        return f"{getattr(campaign, 'sent_count', 0):,}"

    @display(description="paused because")
    def stopped_by(self, campaign: Campaign) -> str:
        return campaign.paused_because or "–"

    def response_add(self, request: HttpRequest, obj: Campaign, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Campaign) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def overview(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        campaign = self._seen(request, campaign_id)
        told = campaign_pages.overview(campaign, now=timezone.now())
        return self._page(request, "overview.html", {
            **told,
            "title": campaign.name,
            "verbs": campaign_pages.verbs_for(
                campaign,
                by=_who(request),
                differs=told["differs"],
                may_change=self.has_change_permission(request),
                may_send=request.user.has_perm(_SEND),
                may_approve=request.user.has_perm(_APPROVE),
            ),
            "may_send": request.user.has_perm(_SEND),
            "may_change": self.has_change_permission(request, campaign),
            "may_try": campaign_pages.may_be_tried(campaign) and request.user.has_perm("engagement.add_experiment"),
            "numbers": try_outs.allowed_numbers(),
        })  # fmt: skip

    def calendar(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        told = campaign_pages.month(request.GET.get("month", ""), now=timezone.now())
        return self._page(request, "calendar.html", {"title": "Campaign calendar", **told})

    @method_decorator(require_POST)
    def do(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        """One of the verbs; who may not is told so, and what does not fit its state is refused in words."""
        campaign = self._seen(request, campaign_id)
        told: dict[str, Any] = {"campaign": campaign, "by": _who(request), "now": timezone.now()}
        reason = {**told, "why": request.POST.get("why", "")}
        verb = request.POST.get("verb", "")
        acts: dict[str, Callable[[], object]] = {
            "submit": lambda: campaigns.submit(**told),
            "approve": lambda: campaigns.approve(**told),
            "send_back": lambda: campaigns.send_back(**reason),
            "launch": lambda: campaigns.launch(**told),
            "pause": lambda: campaigns.pause(**reason),
            "resume": lambda: campaigns.resume(**told),
            "cancel": lambda: campaigns.cancel(**reason),
        }
        needs = {"submit": "engagement.change_campaign", "approve": _APPROVE, "send_back": _APPROVE}
        if verb not in acts or not request.user.has_perm(needs.get(verb, _SEND)):
            raise PermissionDenied
        self._try(request, acts[verb], _DONE[verb])
        return _go(campaign_id)

    @method_decorator(require_POST)
    def rehearse(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        """Played through at once and kept as figures; what each person would read is shown this once."""
        campaign = self._seen(request, campaign_id)
        if not (request.user.has_perm(_SEND) or request.user.has_perm("engagement.change_campaign")):
            raise PermissionDenied
        now = timezone.now()
        try:
            played = rehearsal.rehearse(campaign, now=now, rng=np.random.default_rng(campaign.pk))
        except CampaignRefusedError as error:
            messages.error(request, str(error))
            return _go(campaign_id)
        CampaignEvent.objects.create(
            campaign=campaign, what=CampaignEvent.What.REHEARSED, by=_who(request), at=now, counts=played.as_json()
        )
        return self._page(request, "rehearsal.html", {
            "title": f"Dry run: {campaign}", "campaign": campaign, "played": played,
            "refused": campaign_pages.in_words(played.refused), "samples": campaign_pages.with_names(played.samples),
        })  # fmt: skip

    @method_decorator(require_POST)
    def send_test(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        campaign = self._seen(request, campaign_id)
        if not request.user.has_perm(_SEND):
            raise PermissionDenied
        who = membership.find_person(request.POST.get("sample", "")[:200])
        sample = Contact.objects.select_related("player").filter(pk=who or 0).first()
        if sample is None:
            messages.error(request, "Nobody is known by that: a number of a contact, a whole address or a public id.")
            return _go(campaign_id)
        step = _number(request.POST.get("step", "")) or 1
        self._try(request, lambda: try_outs.send(
            campaign=campaign, copy=campaign_pages.shown_copy(campaign), position=step,
            sample=sample, number=request.POST.get("number", ""), by=_who(request), now=timezone.now(),
            rng=np.random.default_rng(sample.pk),
        ), "The test is on its way. It is counted nowhere.")  # fmt: skip
        return _go(campaign_id)

    def _try(self, request: HttpRequest, act: Callable[[], object], done: str) -> None:
        try:
            act()
        except CampaignRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)

    def _after_saving(self, request: HttpRequest, campaign: Campaign) -> HttpResponse | None:
        return None if "_continue" in request.POST or "_addanother" in request.POST else _go(campaign.pk)

    def _seen(self, request: HttpRequest, campaign_id: int) -> Campaign:
        campaign = get_object_or_404(Campaign.objects.select_related("version", "segment"), pk=campaign_id)
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return campaign

    def _page(self, request: HttpRequest, page: str, told: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **told}
        return TemplateResponse(request, f"admin/engagement/campaign/{page}", context)


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return request.user


def _number(text: str) -> int:
    """0 for what is none of ours."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _go(campaign_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:engagement_campaign_overview", args=[campaign_id]))
