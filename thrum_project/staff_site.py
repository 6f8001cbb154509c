"""The admin's site: who is let in, the pages of the second factor, and the palette behind ⌘K."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import django_otp
import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite
from unfold.widgets import UnfoldAdminTextInputWidget

from thrum_project import second_factor

_DRAFT = "second_factor_draft"
_WITHOUT_PAGES = {"otp_totp", "otp_static", "token_blacklist", "account", "socialaccount"}
View = Callable[[HttpRequest], HttpResponse]


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "inputmode": "text", "spellcheck": "false"}
        ),
    )


class StaffSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold is not read by mypy
    index_title = "Home"
    empty_value_display = "–"  # as everywhere else in the product

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        known: bool | None = getattr(request, "_second_factor_shown", None)
        if known is None:  # asked several times a page
            known = second_factor.lets_in(request.user, required=settings.REQUIRE_STAFF_2FA)
            request._second_factor_shown = known  # type: ignore[attr-defined]
        return known

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """No text in the database holds a NUL, so nothing is asked with one, and no page is named so."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if "\x00" in request.path:
                raise Http404
            if "%00" in (asked := request.META.get("QUERY_STRING", "")):
                request.META["QUERY_STRING"] = asked.replace("%00", "")
                request.GET = QueryDict(request.META["QUERY_STRING"])
            return inner(request, *args, **kwargs)

        return checked

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Django asks on every page for a list that only its own index shows; ours has another sidebar."""
        found = super().get_app_list
        return SimpleLazyObject(lambda: found(request, app_label))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Libraries bring pages for their own tables; secrets and tokens are nothing to look at."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        shown = [model for model in models if model._meta.app_label not in _WITHOUT_PAGES]
        super().register(shown, admin_class, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own = [
            path("second-factor/", self._signed_in(self.second_factor), name="second_factor"),
            path("second-factor/set-up/", self._signed_in(self.set_up_second_factor), name="second_factor_set_up"),
            path("second-factor/codes/", self.admin_view(self.backup_codes), name="second_factor_codes"),
        ]
        return [*own, *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if super().has_permission(request) and not self.has_permission(request):
            return self._to_second_factor(request)
        page: HttpResponse = super().login(request, extra_context)
        return page

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Unfold's own asks every model without an index and keeps the answer for five minutes, whoever asks next."""
        from thrum_project import palette  # here, for it brings the apps' admin, which needs this site

        began = time.perf_counter()
        found = palette.search(request, term := request.GET.get("s", ""))
        if term.strip() and not found:  # unfold's own words for it have no place on the page
            return TemplateResponse(request, "admin/staff/nothing_found.html")
        results = Paginator(found, palette.MOST)
        return TemplateResponse(
            request,
            "unfold/helpers/command_results.html",
            {
                "page_obj": results,
                "results": results.page(1),
                "page_counter": 0,
                "execution_time": time.perf_counter() - began,
                "command_show_history": True,
            },
            headers={"HX-Trigger": "search"},
        )

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Asks for the code; who has shown it finds what they may do with their device."""
        user = _who(request)
        if not second_factor.is_set_up(user):
            return HttpResponseRedirect(_with_next("admin:second_factor_set_up", request))
        if self.has_permission(request):
            told = {"title": "Second factor", "codes_left": second_factor.codes_left(user)}
            return self._page(request, "second_factor_mine.html", told)
        form = CodeForm(request.POST or None)
        if form.is_valid():
            try:
                device = second_factor.verify(user=user, code=form.cleaned_data["code"], now=timezone.now())
            except second_factor.WaitError as wait:
                form.add_error("code", str(wait))
            else:
                if device is not None:
                    return self._let_in(request, device)
                form.add_error("code", "That is not the code. It changes every half minute, and each opens once.")
        return self._page(request, "second_factor.html", {"title": "Second factor", "form": form})

    def set_up_second_factor(self, request: HttpRequest) -> HttpResponse:
        user = _who(request)
        if second_factor.is_set_up(user) and not self.has_permission(request):
            return self._to_second_factor(request)  # a new phone needs the old one, or an administrator
        device = second_factor.begin(user=user, draft_id=request.session.get(_DRAFT))
        request.session[_DRAFT] = device.pk
        form = CodeForm(request.POST or None)
        if form.is_valid():
            try:
                codes = second_factor.confirm(
                    user=user, device=device, code=form.cleaned_data["code"], now=timezone.now()
                )
            except second_factor.WaitError as wait:
                form.add_error("code", str(wait))
            else:
                if codes is not None:
                    del request.session[_DRAFT]
                    return self._show_codes(request, codes, device)
                form.add_error("code", "That is not the code of this device. Is the clock of the phone right?")
        drawn = segno.make(device.config_url, error="m")
        return self._page(request, "second_factor_set_up.html", {
            "title": "Set up the second factor",
            "form": form,
            "picture": drawn.svg_data_uri(scale=5, light="#ffffff"),
            "secret": _spaced(device.config_url),
            "is_required": settings.REQUIRE_STAFF_2FA,
        })  # fmt: skip

    def backup_codes(self, request: HttpRequest) -> HttpResponse:
        """New codes for whoever has shown the second factor in this session."""
        if request.method != "POST" or getattr(request.user, "otp_device", None) is None:
            return HttpResponseRedirect(reverse("admin:second_factor"))
        codes = second_factor.renew_codes(user=_who(request), now=timezone.now())
        return self._page(request, "second_factor_codes.html", {"title": "Backup codes", "codes": codes})

    def _show_codes(self, request: HttpRequest, codes: list[str], device: Any) -> HttpResponse:
        following = _next_of(request)
        self._remember(request, device)
        told = {"title": "Backup codes", "codes": codes, "following": following}
        return self._page(request, "second_factor_codes.html", told)

    def _let_in(self, request: HttpRequest, device: Any) -> HttpResponse:
        following = _next_of(request)
        self._remember(request, device)
        user = _who(request)
        if (left := second_factor.codes_left(user)) < 3:
            messages.warning(request, f"{left} backup codes are left. Make new ones below your name, Second factor.")
        return HttpResponseRedirect(following)

    def _remember(self, request: HttpRequest, device: Any) -> None:
        django_otp.login(request, device)
        request.session.cycle_key()  # what was known before the code must not be worth a session after it
        request._second_factor_shown = True  # type: ignore[attr-defined]

    def _to_second_factor(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(_with_next("admin:second_factor", request))

    def _signed_in(self, view: View) -> View:
        """For staff who have given their password; the second factor is what these pages are about."""

        @never_cache
        def inner(request: HttpRequest) -> HttpResponse:
            if not super(StaffSite, self).has_permission(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return view(request)

        return inner

    def _page(self, request: HttpRequest, page: str, told: dict[str, Any]) -> HttpResponse:
        context = {**self.each_context(request), "following": _next_of(request), **told}
        return TemplateResponse(request, f"admin/staff/{page}", context)


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the site lets nobody else in
    return request.user


def _next_of(request: HttpRequest) -> str:
    told = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return told if allowed else reverse("admin:index")


def _with_next(name: str, request: HttpRequest) -> str:
    address = reverse(name)
    following = _next_of(request)
    return address if following == reverse("admin:index") else f"{address}?{urlencode({'next': following})}"


def _spaced(address: str) -> str:
    """The secret of an otpauth address in groups of four, for who types it."""
    secret = dict(parse_qsl(urlsplit(address).query))["secret"]
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
