import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0012_later_weekends"),
    ]

    operations = [
        migrations.AlterField(
            model_name="step",
            name="position",
            field=models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)]),
        ),
    ]
