"""The table of facts anew: sets of keys as numbers, and what is asked most at the front of the row.

It holds copies only. Without its state the next run brings everybody's facts anew.
"""

import django.db.models.deletion
from django.db import migrations, models


def begin_anew(apps, schema_editor):
    apps.get_model("engagement", "FactsState").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("conversations", "0010_plain_names"), ("engagement", "0010_who_may_run_cycles")]

    operations = [
        migrations.DeleteModel(name="SegmentFacts"),
        migrations.CreateModel(
            name="SegmentFacts",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="segment_facts",
                        serialize=False,
                        to="conversations.contact",
                    ),
                ),
                ("liked_genres", models.BigIntegerField(default=0)),
                ("avoided_genres", models.BigIntegerField(default=0)),
                ("learnt_genres", models.BigIntegerField(default=0)),
                ("first_seen", models.DateTimeField()),
                ("refreshed_at", models.DateTimeField()),
                ("platforms", models.IntegerField(default=0)),
                ("moods", models.IntegerField(default=0)),
                ("sessions", models.IntegerField(default=0)),
                ("events", models.IntegerField(default=0)),
                ("channels", models.SmallIntegerField(default=0)),
                ("topics", models.SmallIntegerField(default=0)),
                ("is_known", models.BooleanField(default=False)),
                ("may_write_first", models.BooleanField(default=False)),
                ("may_reply", models.BooleanField(default=False)),
                ("last_seen", models.DateTimeField(null=True)),
                ("last_liked", models.DateTimeField(null=True)),
                ("usual_price", models.FloatField(null=True)),
                ("confidence", models.FloatField(null=True)),
                ("stale_at", models.DateTimeField(null=True)),
                ("usual_minutes", models.SmallIntegerField(null=True)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("age_band", models.CharField(blank=True, max_length=10)),
                ("english", models.CharField(blank=True, max_length=6)),
                ("onboarding_intent", models.CharField(blank=True, max_length=10)),
                ("cluster", models.CharField(blank=True, max_length=20)),
                ("city", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "verbose_name_plural": "segment facts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("stale_at__isnull", False)), fields=["stale_at"], name="segmentfacts_stale"
                    )
                ],
            },
        ),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
