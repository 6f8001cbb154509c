from django.apps import AppConfig


class GamesConfig(AppConfig):
    name = "games"
    verbose_name = "Games"

    def ready(self) -> None:
        from games import jobs
        from games.by_hand import bulk
        from games.catalogue import acts as catalogue_acts
        from games.embedding import job as embedding_job
        from games.importing import batches, comparing, undo
        from games.moods import estimates_job
        from games.taste import clustering_job

        jobs.register(batches.CHECK_KIND, batches.run_check_chunk)
        jobs.register(batches.APPLY_KIND, batches.run_apply_chunk)
        jobs.register(comparing.KIND, comparing.run_compare_chunk)
        jobs.register(undo.KIND, undo.run_undo_chunk)
        jobs.register(embedding_job.KIND, embedding_job.run_embed_chunk)
        jobs.register(estimates_job.KIND, estimates_job.run_renewal_chunk)
        jobs.register(clustering_job.KIND, clustering_job.run_clustering_chunk)
        jobs.register(bulk.DO, bulk.do_chunk)
        jobs.register(bulk.UNDO, bulk.undo_chunk)
        catalogue_acts.declare()
