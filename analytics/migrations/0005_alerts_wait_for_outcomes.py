"""Words beside a field; no row changes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0004_times_of_webhooks")]

    operations = [
        migrations.AlterField(
            model_name="alertrule",
            name="window_days",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="Today included; 1 is today alone. Days whose outcomes still come in are passed over.",
                validators=[MinValueValidator(1), MaxValueValidator(90)],
                verbose_name="over so many days",
            ),
        ),
    ]
