"""What belongs to the people of the back office, and to no app."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def seen_by(self, user_id: int | None) -> SavedFilterQuerySet:
        """Their own and those that somebody shared."""
        return self.filter(Q(owner=user_id) | Q(is_shared=True))


class SavedFilter(models.Model):
    """A list of the admin as somebody has filtered it, under a name. Never holds more than an address and its query."""

    name = models.CharField(max_length=60)
    page = models.CharField(max_length=80, help_text="The list's model, such as conversations.contact.")
    query = models.CharField(max_length=2000, blank=True, help_text="What stands behind the ? of the address.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    is_shared = models.BooleanField("shared", default=False, help_text="Everybody who may open the list finds it.")
    is_pinned = models.BooleanField("on the first page", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("owner", "page", "name"), name="saved_filter_named_once")]
        indexes = [models.Index(fields=("page",), name="saved_filter_of_a_page")]

    def __str__(self) -> str:
        return self.name

    @property
    def list_name(self) -> str:
        """ "contacts", as the list is called."""
        app, _, model = self.page.partition(".")
        try:
            return str(apps.get_model(app, model)._meta.verbose_name_plural)
        except LookupError:
            return self.page
