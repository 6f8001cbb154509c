from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        from conversations import contact_acts
        from conversations.knowledge import learning_job
        from games import jobs

        jobs.register(learning_job.KIND, learning_job.run_learning)
        contact_acts.declare()
