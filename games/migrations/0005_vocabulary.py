from django.db import migrations

from games.seeds import seed


def fill(apps, schema_editor):
    # seed() only ever adds rows, from files that are their one source; `manage.py seed_vocabulary`
    # adds what later versions bring, so nothing hangs on what this did when it ran.
    seed(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("games", "0004_mood_fit_estimate")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
