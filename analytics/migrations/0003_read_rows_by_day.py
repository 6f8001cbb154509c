"""Indexes by time of the rows that days are counted from. Each is a few kilobytes and costs a write next to nothing.

Rows lie in the order in which they came; what is changed later moves elsewhere, so a range of pages holds several
stretches of time, and the multi-minmax kind keeps them apart. They stand here, for nothing else reads by day.
"""

from django.db import migrations

COLUMNS = (
    ("conversations_message", "created_at"),
    ("conversations_session", "opened_at"),
    ("conversations_consentchange", "at"),
    ("games_interaction", "at"),
    ("games_player", "created_at"),
    ("engagement_touch", "sent_at"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0002_alerts_and_who_may_look"),
        ("conversations", "0001_contacts_and_messages"),
        ("engagement", "0003_campaigns_and_touches"),
        ("games", "0002_catalogue_and_players"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {table}_by_day ON {table} USING brin ({column} timestamptz_minmax_multi_ops)"
            " WITH (pages_per_range = 32, autosummarize = on)",
            f"DROP INDEX {table}_by_day",
        )
        for table, column in COLUMNS
    ]
