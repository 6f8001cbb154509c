"""An index a mood, so that the best for it are read and not sought. Written out, for a migration keeps its words."""

from django.db import migrations

_MOODS = (
    "chill", "tired", "stressed", "sad", "lonely", "angry", "bored", "happy", "hyped", "competitive", "adventurous",
    "nostalgic", "creative", "spooky", "brainy", "silly",
)  # fmt: skip


def _score(place: int, mood: str) -> str:
    return (
        f"(COALESCE((mood_fit ->> '{mood}')::float8, COALESCE(mood_fit_estimate[{place}], 0.3)"
        " * CASE WHEN mood_fit = '{}'::jsonb THEN 1 ELSE 0.5 END) + 0.6 * quality)"
    )


class Migration(migrations.Migration):
    dependencies = [("games", "0014_mood_fit_estimates_have_a_version")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX game_best_for_{mood} ON games_game ({_score(place, mood)} DESC)"
            f" WHERE is_published AND {_score(place, mood)} > 0.7",
            f"DROP INDEX game_best_for_{mood}",
        )
        for place, mood in enumerate(_MOODS, 1)
    ]
