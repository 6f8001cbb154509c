from django.db import migrations


class Migration(migrations.Migration):
    """Backwards the column comes again empty; the version that read it reckoned it anew with the next event."""

    dependencies = [
        ("games", "0021_events_count_what_tells_of_a_taste"),
    ]

    operations = [
        migrations.RemoveField(model_name="player", name="taste"),
    ]
