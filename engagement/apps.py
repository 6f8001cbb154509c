from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = "Engagement"

    def ready(self) -> None:
        from engagement import segment_facts
        from games import jobs

        jobs.register(segment_facts.KIND, segment_facts.run_rebuild_chunk)
