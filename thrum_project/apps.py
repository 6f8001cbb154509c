"""Wiring that belongs to no single app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ThrumProjectConfig(AppConfig):
    name = "thrum_project"
    label = "thrum_project"

    def ready(self) -> None:
        from thrum_project import checks  # noqa: F401  (registers the system checks)


class StaffSiteConfig(AdminConfig):
    default_site = "thrum_project.staff_site.StaffSite"
