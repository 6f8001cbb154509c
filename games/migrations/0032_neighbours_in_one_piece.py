"""A row of neighbours is read whole, always. Kept beside its table, each of its seven columns was a look-up of its own:
600 pages for the rows of forty games where 110 hold them. Rows that stand are as they were until they are learnt again.
"""

from django.db import migrations

_WAYS = ("close", "broad", "even", "together", "alike", "studio")


def _stored(ways: str, neighbours: str) -> str:
    columns = [f"ALTER COLUMN {way} SET STORAGE {ways}" for way in _WAYS]
    return f"ALTER TABLE games_gameneighbours {', '.join(columns)}, ALTER COLUMN neighbours SET STORAGE {neighbours}"


class Migration(migrations.Migration):
    dependencies = [("games", "0031_when_each_fact_was_told")]

    operations = [migrations.RunSQL(_stored("PLAIN", "MAIN"), _stored("EXTERNAL", "EXTENDED"))]
