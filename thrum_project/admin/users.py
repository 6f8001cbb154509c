"""Accounts and roles: in which role somebody is, and what to do when a phone is lost or a door has closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from games.admin.history import KeepsHistory
from games.by_hand import changes
from thrum_project import second_factor, sign_in
from thrum_project.admin.asking import sure

_VERBS = {"view": "see", "add": "add", "change": "change", "delete": "delete"}
_ORDER = tuple(_VERBS.values())

admin.site.unregister([User, Group])  # Django's own, which do not look like the others


@admin.register(User)
class StaffAdmin(KeepsHistory, UserAdmin):  # type: ignore[type-arg]  # generic in its stubs alone
    form = UserChangeForm
    add_form = UserCreationForm
    add_fieldsets = UserAdmin.add_fieldsets  # the framework's are empty and would come first
    change_password_form = AdminPasswordChangeForm
    # Rights come with roles (thrum_project/roles.py), not one by one.
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Who", {"fields": (("first_name", "last_name"), "email")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("When", {"fields": (("last_login", "date_joined"),)}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    list_display = ("username", "email", "roles", "is_active", "is_superuser", "second_factor", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    actions_detail = ("reset_second_factor", "unlock")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        has_device = Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True))
        users: QuerySet[User] = super().get_queryset(request)
        # Players' accounts are no staff: their e-mails are shown to nobody here.
        users = users.exclude(is_staff=False, account__isnull=False)
        return users.prefetch_related("groups").annotate(has_second_factor=has_device)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
            kwargs |= {"label": "Roles", "help_text": "Somebody with several may do what each of them may."}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.widget.can_add_related = False  # roles are not made up in passing
        return field

    @display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "–"

    @display(description="second factor", boolean=True)
    def second_factor(self, user: User) -> bool:
        return bool(getattr(user, "has_second_factor", False))

    def has_care_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Whoever opens doors for others: an administrator."""
        return bool(request.user.is_superuser)

    @action(
        description="Reset second factor", url_path="reset-second-factor", permissions=("care",), icon="phonelink_erase"
    )
    def reset_second_factor(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def act(user: User) -> str:
            assert isinstance(request.user, User)
            why = request.POST.get("why", "")
            gone = second_factor.reset(user=user, by=request.user, why=why, now=timezone.now())
            return "They set up another one when they sign in." if gone else "They had none."

        return self._sure(
            request, object_id, "Reset second factor", act,
            "The device and its backup codes open nothing any more, and their sessions end at the next click. "
            "Make sure that it is really them who asks.",
        )  # fmt: skip

    @action(description="Let them try again", url_path="unlock", permissions=("care",), icon="lock_open")
    def unlock(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def act(user: User) -> str:
            sign_in.unlock(username=user.get_username())
            changes.note(
                kind="auth.user", object_id=user.pk, name=user.get_username(), what="let in after wrong passwords",
                by=request.user if isinstance(request.user, User) else None, now=timezone.now(),
            )  # fmt: skip
            return "Their wrong passwords are forgotten."

        return self._sure(
            request,
            object_id,
            "Let them try again",
            act,
            "After too many wrong passwords the door is closed for a while.",
        )

    def _sure(
        self, request: HttpRequest, object_id: int, verb: str, act: Callable[[User], str], consequence: str
    ) -> HttpResponse:
        """Ask on GET, act on POST."""
        user = get_object_or_404(User, pk=object_id)
        back = reverse("admin:auth_user_change", args=[user.pk])
        if request.method == "POST":
            messages.success(request, act(user))
            return HttpResponseRedirect(back)
        return sure(self, request, verb=verb, about=str(user), consequence=consequence, back=back)


@admin.register(Group)
class RoleAdmin(KeepsHistory, GroupAdmin):
    """What roles may do comes from thrum_project/roles.py with every release; here it is looked at."""

    list_display = ("name", "people")
    fieldsets = (
        (None, {"fields": ("name", "may")}),
        ("One by one", {"fields": ("permissions",), "classes": ("collapse",)}),
    )
    readonly_fields = ("may",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        rows: QuerySet[Group] = super().get_queryset(request)
        return rows.annotate(how_many=Count("user"))

    @display(description="people", ordering="how_many")
    def people(self, role: Group) -> int:
        return int(role.how_many)  # type: ignore[attr-defined]  # annotated

    @display(description="may")
    def may(self, role: Group) -> str:
        return _rights_in_words(role) if role.pk else ""


def _rights_in_words(role: Group) -> str:
    """A line for each thing to do, and the lists it is done in; what is none of these four stands in its own words."""
    lists: dict[str, list[str]] = {}
    others = []
    for right in role.permissions.select_related("content_type").order_by("content_type__app_label", "pk"):
        verb = _VERBS.get(right.codename.partition("_")[0])
        model = right.content_type.model_class()
        if verb and model and right.codename.endswith(f"_{model._meta.model_name}"):
            lists.setdefault(str(model._meta.verbose_name_plural), []).append(verb)
        else:
            others.append(right.name.removeprefix("Can "))
    by_verbs: dict[str, list[str]] = {}
    for name, verbs in lists.items():
        by_verbs.setdefault(", ".join(sorted(verbs, key=_ORDER.index)), []).append(name)
    lines = [(verbs, ", ".join(sorted(names))) for verbs, names in sorted(by_verbs.items())]
    lines += [("also", ", ".join(sorted(others)))] if others else []
    return format_html_join("", "<p><b>{}</b>: {}</p>", ((verbs.capitalize(), names) for verbs, names in lines))
