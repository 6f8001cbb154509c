from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = "Engagement"

    def ready(self) -> None:
        from conversations import consent
        from conversations.between_turns import unasked
        from conversations.operators import panels, templates
        from conversations.privacy import own_data
        from conversations.receiving import identity
        from engagement import (
            attention,
            contests,
            dropping,
            erasing,
            experiment_merging,
            import_impact,
            merging,
            operator_templates,
            player_ledger,
            segment_facts,
        )
        from engagement.held_about_people import HELD
        from games import jobs
        from games.importing import impacts as import_impacts

        unasked.budgets.append(contests.budget)
        identity.merging += [attention.take_along, merging.take_along, experiment_merging.take_along]
        consent.planned.append(dropping.drop_planned)
        own_data.held_above.update(HELD)
        own_data.first_to_go.append(erasing.let_go)
        templates.sources.append(operator_templates.approved)
        panels.panels.append(
            panels.Panel("Ledger of sends", player_ledger.TEMPLATE, player_ledger.PERMISSION, player_ledger.ledger_of)
        )
        import_impacts.estimators.append(import_impact.campaigns_touched)
        jobs.register(segment_facts.KIND, segment_facts.run_rebuild_chunk)
