"""A million people are found by the beginning of their name or the end of their number within milliseconds."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0016_inbox_of_operators'),
        ('games', '0024_changes_by_hand_and_acts_on_many'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('display_name'), name='text_pattern_ops'), name='contact_by_name'),
        ),
        migrations.AddIndex(
            model_name='contactaddress',
            index=models.Index(django.db.models.functions.text.Right('value', 4), condition=models.Q(('kind', 'phone')), name='address_by_last_digits'),
        ),
    ]
