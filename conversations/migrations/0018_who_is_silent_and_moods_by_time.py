from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0017_find_people_by_name_or_last_digits"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("goes_at", None), ("proactive_allowed", True), ("replies_allowed", True)),
                fields=["last_inbound_at"],
                name="contact_silent",
            ),
        ),
        migrations.AddIndex(
            model_name="moodreading",
            index=models.Index(fields=["at"], name="mood_by_time"),
        ),
    ]
