from django.db import migrations, models

_RECOUNT = """
UPDATE games_player AS p SET events_count = c.told, cold_start_done = c.told >= 3
  FROM (SELECT q.id, count(i.id) AS told FROM games_player AS q
          LEFT JOIN games_interaction AS i ON i.player_id = q.id AND NOT i.is_unlearnt{condition}
         GROUP BY q.id) AS c
 WHERE c.id = p.id AND p.events_count <> c.told
"""
_TELLING = (
    " AND i.kind IN ('like', 'purchase', 'dislike', 'skip', 'will_play', 'save', 'played', 'click', 'fit')"
)


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0020_policy_overrides"),
    ]

    operations = [
        migrations.RunSQL(_RECOUNT.format(condition=_TELLING), _RECOUNT.format(condition="")),
        migrations.AlterField(
            model_name="player",
            name="events_count",
            field=models.PositiveIntegerField(
                default=0, help_text="What they did or said that tells of their taste; views and searches do not."
            ),
        ),
    ]
