"""A shelf to import onto, and files as their makers send them."""

import csv
import hashlib
import io
from datetime import UTC, datetime

import pytest

from games.importing.engine import import_file
from games.models import Game, ImportBatch

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def as_csv(*rows, columns=None) -> bytes:
    """A file with the columns of its first row."""
    columns = columns or list(rows[0])
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.fixture
def load(db):
    """Import rows, or the bytes of a file; returns the tally, with what was refused as ``tally.refusals``."""

    def run(*rows, mode=ImportBatch.Mode.GOOD_ROWS, preset="", dry_run=False, now=NOW):
        content = rows[0] if isinstance(rows[0], bytes) else as_csv(*rows)
        seen = []
        tally = import_file(
            io.BytesIO(content),
            file_name="games.csv",
            sha256=hashlib.sha256(content).hexdigest(),
            preset=preset,
            mode=mode,
            dry_run=dry_run,
            now=now,
            watch=seen.append,
        )
        tally.refusals = [(c.row.line, c.row.column, c.row.reason) for c in seen if c.effect == "refused"]
        return tally

    return run


@pytest.fixture
def hades(load) -> Game:
    """A game with every field filled in."""
    load(HADES)
    return Game.objects.get(slug="hades")


HADES = {
    "slug": "hades",
    "title": "Hades",
    "igdb_id": "113112",
    "steam_appid": "1145360",
    "summary": "Fight out of the Greek underworld, die, talk to your family, try again.",
    "feel": "Fast hands and a warm homecoming after every defeat.",
    "platforms": "pc;ps5;switch",
    "genres": "action;roguelike",
    "tags": "mythology;Hand Drawn",
    "release_date": "2020-09-17",
    "session_minutes": "30",
    "hours_to_finish": "22.5",
    "player_modes": "solo",
    "difficulty": "4",
    "age_rating": "12",
    "sexual_content": "no",
    "critic_score": "93",
    "studio": "Supergiant Games",
    "image_url": "https://images.example.com/hades.jpg",
    "prices": "Steam|pc|24.99|USD|https://store.example.com/hades;Nintendo eShop|nintendo|24.99|USD|",
    "mood_fit": "angry:0.9;hyped:0.8",
    "popularity": "0.9",
}
