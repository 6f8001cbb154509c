"""What is said to begin with; marketers word it anew in the admin."""

from django.db import migrations

TEXTS = {
    "playful": "Hey {name}, we miss you! 😉",
    "warm": "Welcome, {name}! We're so glad you're here! 🌟",
    "neutral": "Hi {name}, just checking in! 👋",
}


def fill(apps, schema_editor):
    for tone, text in TEXTS.items():
        apps.get_model("engagement", "MessageText").objects.get_or_create(tone=tone, defaults={"text": text})


class Migration(migrations.Migration):
    dependencies = [("engagement", "0005_rules_templates_and_attention")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
