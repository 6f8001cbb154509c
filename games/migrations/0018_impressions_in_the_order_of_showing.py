from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("games", "0017_neighbours_and_play_logs")]

    operations = [
        migrations.AddIndex(
            model_name="impression",
            index=models.Index(fields=["shown_at", "id"], name="impression_in_order"),
        ),
    ]
