import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0007_templates_of_check_ins"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="template",
            field=models.ForeignKey(
                blank=True,
                help_text="What they get outside the reply window. Without one, only who wrote within 24 hours gets it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.messagetemplate",
            ),
        ),
    ]
