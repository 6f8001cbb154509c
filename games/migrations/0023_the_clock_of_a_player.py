from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0022_no_direction_of_a_taste"),
    ]

    operations = [
        migrations.AddField(
            model_name="player",
            name="time_zone",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Whose clock they live by, where it is known; else that of the server.",
                max_length=40,
            ),
            preserve_default=False,
        ),
    ]
