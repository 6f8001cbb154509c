from django.db import migrations, models
from django.db.models import F, OrderBy, Q


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0027_letters_of_players"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                F("understanding__spoken__persona"), F("understanding__spoken__level"), OrderBy(F("id"), descending=True),
                condition=Q(("direction", "inbound"), ("understanding__has_key", "spoken")), name="message_spoken_by",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                F("understanding__spoken__persona"), F("understanding__spoken__level"), OrderBy(F("id"), descending=True),
                condition=Q(("direction", "inbound"), ("understanding__spoken__has_key", "hint")), name="message_hinted_by",
            ),
        ),
    ]
