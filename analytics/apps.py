from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = "Analytics"

    def ready(self) -> None:
        from analytics import memberships, merging
        from analytics.held_about_people import HELD
        from conversations import identity, privacy
        from games import jobs

        identity.merging.append(merging.take_along)
        privacy.held_above.update(HELD)
        jobs.register(memberships.KIND, memberships.run_noting_chunk)
