from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0025_help_with_english"),
    ]

    operations = [
        migrations.AddField(
            model_name="personatext",
            name="trial_percent",
            field=models.PositiveSmallIntegerField(
                blank=True, editable=False, help_text="Of players who hear the newest text; unset: everybody.", null=True
            ),
        ),
        migrations.AddField(
            model_name="personatext",
            name="before_trial",
            field=models.TextField(
                blank=True, editable=False, help_text="What the rest hears meanwhile; empty: the project's file."
            ),
        ),
        migrations.AddField(
            model_name="personatext",
            name="before_number",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="personatext",
            constraint=models.CheckConstraint(
                condition=Q(trial_percent=None) | Q(trial_percent__lt=100), name="persona_text_trial_is_a_share"
            ),
        ),
    ]
