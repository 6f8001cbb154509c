"""Figures that take long to count, kept by the name of what they are about, with their age."""

from __future__ import annotations

from django.db import models


class Figures(models.Model):
    """Made anew by the clock; pages show what stands here and say how old it is."""

    key = models.CharField(max_length=60, primary_key=True)
    counted_at = models.DateTimeField()
    figures = models.JSONField()

    class Meta:
        ordering = ("key",)
        verbose_name_plural = "figures"

    def __str__(self) -> str:
        return self.key
