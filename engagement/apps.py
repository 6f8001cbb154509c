from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = "Engagement"

    def ready(self) -> None:
        from conversations import consent, unasked
        from engagement import attention, campaigns, segment_facts
        from games import jobs

        unasked.budgets.append(attention.budget)
        consent.planned.append(campaigns.drop_planned)
        jobs.register(segment_facts.KIND, segment_facts.run_rebuild_chunk)
