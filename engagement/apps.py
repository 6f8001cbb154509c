from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = "Engagement"

    def ready(self) -> None:
        from conversations import consent, identity, privacy, unasked
        from engagement import attention, dropping, merging, segment_facts
        from engagement.held_about_people import HELD
        from games import jobs

        unasked.budgets.append(attention.budget)
        identity.merging += [attention.take_along, merging.take_along]
        consent.planned.append(dropping.drop_planned)
        privacy.held_above.update(HELD)
        jobs.register(segment_facts.KIND, segment_facts.run_rebuild_chunk)
