from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = "Analytics"

    def ready(self) -> None:
        from analytics.held_about_people import HELD
        from conversations import privacy

        privacy.held_above.update(HELD)
