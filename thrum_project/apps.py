"""Wiring that belongs to no single app."""

from django.apps import AppConfig


class ThrumProjectConfig(AppConfig):
    name = "thrum_project"
    label = "thrum_project"

    def ready(self) -> None:
        from thrum_project import checks  # noqa: F401  (registers the system checks)
