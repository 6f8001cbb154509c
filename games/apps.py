from django.apps import AppConfig


class GamesConfig(AppConfig):
    name = "games"
    verbose_name = "Games"

    def ready(self) -> None:
        from games import (
            bulk,
            catalogue_acts,
            clustering_job,
            embedding_job,
            import_batches,
            import_comparing,
            import_undo,
            jobs,
            mood_estimates_job,
        )

        jobs.register(import_batches.CHECK_KIND, import_batches.run_check_chunk)
        jobs.register(import_batches.APPLY_KIND, import_batches.run_apply_chunk)
        jobs.register(import_comparing.KIND, import_comparing.run_compare_chunk)
        jobs.register(import_undo.KIND, import_undo.run_undo_chunk)
        jobs.register(embedding_job.KIND, embedding_job.run_embed_chunk)
        jobs.register(mood_estimates_job.KIND, mood_estimates_job.run_renewal_chunk)
        jobs.register(clustering_job.KIND, clustering_job.run_clustering_chunk)
        jobs.register(bulk.DO, bulk.do_chunk)
        jobs.register(bulk.UNDO, bulk.undo_chunk)
        catalogue_acts.declare()
