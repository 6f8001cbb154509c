from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0019_touches_by_day"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("state", "active")), fields=["campaign", "next_at", "id"], name="enrolment_next"
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["campaign", "due_at", "id"], name="touch_waits"
            ),
        ),
        migrations.RemoveIndex(model_name="enrolment", name="enrolment_due"),
        migrations.RemoveIndex(model_name="touch", name="touch_due"),
    ]
