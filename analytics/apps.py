from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = "Analytics"

    def ready(self) -> None:
        from analytics import memberships, merging
        from analytics.held_about_people import HELD
        from conversations.privacy import own_data
        from conversations.receiving import identity
        from games import jobs

        identity.merging.append(merging.take_along)
        own_data.held_above.update(HELD)
        jobs.register(memberships.KIND, memberships.run_noting_chunk)
