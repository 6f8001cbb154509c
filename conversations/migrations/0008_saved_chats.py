import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0007_personas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedChat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("note", models.TextField(blank=True, help_text="What this chat is there for.", max_length=2000)),
                (
                    "script",
                    models.JSONField(
                        help_text="Who writes, from when on, and what happens; see docs/simulator.md."
                    ),
                ),
                (
                    "expected",
                    models.JSONField(blank=True, default=list, help_text="What each step must keep; {} is free."),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("never_run", "never run"), ("holds", "Holds"), ("broke", "Broke")],
                        default="never_run",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("differences", models.JSONField(blank=True, default=list, editable=False)),
                ("last_run_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_run_at", None), ("verdict", "never_run"))
                        | models.Q(
                            models.Q(("verdict", "never_run"), _negated=True), ("last_run_at__isnull", False)
                        ),
                        name="saved_chat_verdict_has_a_time",
                    )
                ],
            },
        ),
    ]
