"""The sixteen moods, from the file that ships with the code. Rows that exist are left as they are."""

import json
from pathlib import Path

from django.db import migrations

MOODS = Path(__file__).resolve().parent.parent / "data" / "moods.json"


def seed(apps, schema_editor):
    Mood = apps.get_model("games", "Mood")
    for position, mood in enumerate(json.loads(MOODS.read_text(encoding="utf-8"))):
        Mood.objects.get_or_create(
            key=mood["key"],
            defaults={
                "label": mood["label"],
                "phrases": mood["phrases"],
                "needs": mood["needs"],
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("games", "0004_mood_fit_estimate")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
