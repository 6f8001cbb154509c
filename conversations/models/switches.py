"""Two switches that hold for everybody at once, and who turned them when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from conversations.models.identity import Contact


class Switch(models.Model):
    """On or off for all. No row means off, so that nothing has to be seeded.

    ``silence``: nothing that we start by ourselves is sent; what is queued waits.
    ``maintenance``: what comes in is stored, told once that we are away, and answered when it is over.
    """

    class Key(models.TextChoices):
        SILENCE = "silence", "Nobody is written to first"
        MAINTENANCE = "maintenance", "The bot is in maintenance"

    key = models.CharField(max_length=12, primary_key=True, choices=Key)
    is_on = models.BooleanField(default=False)
    because = models.CharField("reason", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "switches"
        permissions = [("turn_switches", "Can stop all proactive sending and start maintenance")]

    def __str__(self) -> str:
        return f"{self.Key(self.key).label}: {'on' if self.is_on else 'off'}"


class SwitchChange(models.Model):
    """Every turn of a switch, kept."""

    key = models.CharField("switch", max_length=12, choices=Switch.Key)
    is_on = models.BooleanField()
    because = models.CharField("reason", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{Switch.Key(self.key).label}: {'on' if self.is_on else 'off'}"


class MaintenanceNotice(models.Model):
    """Who was told during which maintenance: each once."""

    change = models.ForeignKey(SwitchChange, on_delete=models.CASCADE, related_name="notices")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("change", "contact"), name="maintenance_told_once_a_person")]
