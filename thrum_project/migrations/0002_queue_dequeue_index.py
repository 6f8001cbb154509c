"""An index for the queue's one hot query: the oldest tasks of a cluster that nobody has claimed.

The broker asks: WHERE key = … AND lock < now() LIMIT n, twenty times a second for each cluster.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("thrum_project", "0001_cache_table"),
        ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX queue_dequeue ON django_q_ormq (key, lock, id)",
            "DROP INDEX queue_dequeue",
        )
    ]
