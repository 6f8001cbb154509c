from __future__ import annotations

from datetime import date

import pytest

from games.catalogue.quality import quality_of
from games.catalogue.side_products import ADD_ON, DEMO, SOFTWARE, is_side_product, side_product
from games.importing.presets import PRESETS


@pytest.mark.parametrize(
    ("title", "summary", "tag"),
    [
        ("Lantern Bay: Season Pass", "", ADD_ON),
        ("Lantern Bay: Costume Pack", "", ADD_ON),
        ("Lantern Bay - Deep Water", "Deep Water is the first expansion pack for Lantern Bay.", ADD_ON),
        ("Lantern Bay: Storm", "New tides and fish. Requires the base game.", ADD_ON),
        ("Lantern Bay: Prologue", "", DEMO),
        ("Lantern Bay", "Play the free demo of our fishing game.", DEMO),
        ("Sketch Pro", "The leading animation software for professionals.", SOFTWARE),
        ("Lantern Bay", "A fishing village to expand at your own pace.", ""),
        ("Lantern Bay: Complete Edition", "Includes the expansion pack for free.", ""),
        ("Lantern Bay: Ashore", "A stand-alone game; it is the expansion that players asked for.", ""),
        ("Packrat", "", ""),
        ("Demolition Day", "", ""),
    ],
)
def test_what_stands_beside_a_game_is_told_from_a_game(title, summary, tag):
    assert side_product(title=title, summary=summary) == tag


def test_an_import_tags_an_add_on_and_its_quality_is_halved():
    row = {"igdb_id": "1", "title": "Lantern Bay: Season Pass", "summary": "", "genres": "Indie", "platforms": ""}
    tags = PRESETS["igdb"].translate(row)["tags"].split(";")
    assert tags == ["indie", ADD_ON]
    assert is_side_product(tags)
    known = {"critic_score": 80, "popularity": 0.6, "release_date": date(2020, 1, 1), "today": date(2026, 1, 1)}
    assert quality_of(**known, tags=tags) == pytest.approx(quality_of(**known) / 2, abs=1e-3)
