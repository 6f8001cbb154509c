"""What the admin shows of this app; the dashboards themselves are in ``analytics.pages``."""

from analytics.admin import alerts

__all__ = ["alerts"]
