"""Some rows are known by a word and not by a number: texts by their tone, moods by their key."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('games', '0026_what_the_api_keeps_of_requests'),
    ]

    operations = [
        migrations.AlterField(
            model_name='change',
            name='object_id',
            field=models.CharField(max_length=64),
        ),
    ]
