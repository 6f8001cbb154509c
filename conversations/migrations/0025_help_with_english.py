from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0024_journeys"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="english_help",
            field=models.BooleanField(
                default=False,
                help_text="They asked for corrections of what they write.",
                verbose_name="help with English",
            ),
        ),
    ]
