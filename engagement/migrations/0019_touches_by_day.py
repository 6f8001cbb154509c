from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0018_merged_players_in_experiments"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("campaign__isnull", False), ("sent_at__isnull", False)),
                fields=["sent_at"],
                name="touch_by_day",
            ),
        ),
    ]
