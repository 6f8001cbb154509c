"""Wiring that belongs to no single app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ThrumProjectConfig(AppConfig):
    name = "thrum_project"
    label = "thrum_project"

    def ready(self) -> None:
        from django_q.signals import post_spawn

        from thrum_project import (
            checks,  # noqa: F401  (registers the system checks)
            read_ahead,
        )

        # django-q2's own hook; it has no other for this moment.
        post_spawn.connect(read_ahead.before_tasks)


class StaffSiteConfig(AdminConfig):
    default_site = "thrum_project.staff_site.StaffSite"
