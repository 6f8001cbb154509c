"""One row: its values, or every problem it has, told with the column."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.catalogue.csv_columns import COLUMN_NAMES, Names
from games.importing.csv_reading import RawRow
from games.importing.rows import parse_row

NAMES = Names(
    platforms={"pc": "pc", "pc (microsoft windows)": "pc", "switch": "switch", "wii": ""},
    genres={"role-playing (rpg)": "rpg", "rpg": "rpg", "indie": ""},
)


def parse(**cells):
    return parse_row(RawRow(7, cells), NAMES)


def test_values_come_out_typed():
    row = parse(
        slug="hades", release_date="2020-09-17", hours_to_finish="22.55", critic_score="93", sexual_content="No"
    )
    assert row.values == {
        "slug": "hades",
        "release_date": date(2020, 9, 17),
        "hours_to_finish": Decimal("22.6"),
        "critic_score": 93,
        "sexual_content": False,
    }


def test_an_empty_cell_says_nothing_and_clear_empties():
    row = parse(slug="hades", summary="  ", feel=r"\clear", critic_score=r"\clear", platforms=r"\clear")
    assert row.values == {"slug": "hades", "feel": "", "critic_score": None, "platforms": []}


@pytest.mark.parametrize("column", ["slug", "title"])
def test_what_names_a_game_cannot_be_emptied(column):
    row = parse(igdb_id="5", **{column: r"\clear"})
    assert (row.column, row.reason) == (column, "cannot be emptied")


def test_names_are_mapped_and_a_name_for_nothing_is_no_error():
    row = parse(slug="x", platforms="Switch; PC (Microsoft Windows);Wii", genres="Indie;Role-playing (RPG)")
    assert row.values["platforms"] == ["pc", "switch"]
    assert row.values["genres"] == ["rpg"]
    assert not row.problems


def test_unknown_names_are_reported_for_mapping_never_dropped():
    row = parse(slug="x", platforms="pc;Ouya", genres="Bubble tea")
    assert [problem.unknown for problem in row.problems] == [(("platform", "ouya"),), (("genre", "bubble tea"),)]
    assert row.column == "platforms"
    assert "genres: unknown genre 'Bubble tea'" in row.reason


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("slug", "two words"),
        ("title", "x" * 201),
        ("igdb_id", "-5"),
        ("igdb_id", "1.5"),
        ("steam_appid", "99999999999"),
        ("release_date", "17/09/2020"),
        ("release_date", "20200917"),
        ("release_date", "2020-13-01"),
        ("release_date", "1020-01-01"),
        ("session_minutes", "half an hour"),
        ("hours_to_finish", "NaN"),
        ("hours_to_finish", "Infinity"),
        ("player_modes", "mmo"),
        ("difficulty", "6"),
        ("age_rating", "99"),
        ("sexual_content", "maybe"),
        ("critic_score", "101"),
        ("image_url", "javascript:alert(1)"),
        ("image_url", "https://exa mple.com/"),
        ("image_url", "https://[broken"),
        ("prices", "Steam|pc|14.99"),
        ("prices", "Steam|toaster|14.99|USD|"),
        ("prices", "Steam|pc|-1|USD|"),
        ("prices", "Steam|pc|1|dollars|"),
        ("prices", "Steam|pc|1|USD|ftp://x"),
        ("prices", "Steam|pc|1|USD|;Steam|pc|2|USD|"),
        ("mood_fit", "sleepy:0.5"),
        ("mood_fit", "chill:1.5"),
        ("mood_fit", "chill"),
        ("popularity", "2"),
        ("tags", "!!!"),
        ("summary", "a\x00b"),
        ("genres", "x" * 121),
    ],
)
def test_a_cell_that_cannot_be_used_is_told_with_its_column(column, cell):
    row = parse(**{"title": "Hades", column: cell})
    assert [problem.column for problem in row.problems] == [column]
    assert row.reason


def test_a_platform_may_stand_for_its_family_in_a_price():
    row = parse(slug="x", prices="eShop|switch|9.5|EUR")
    (price,) = row.values["prices"]
    assert (price.family, price.amount) == ("nintendo", Decimal("9.50"))


def test_formulas_that_an_export_escaped_come_back_as_they_were():
    assert parse(title="'=SUM(A1)").values["title"] == "=SUM(A1)"
    assert parse(title="=SUM(A1)").values["title"] == "=SUM(A1)"
    assert parse(title="'n Verlore Verstand").values["title"] == "'n Verlore Verstand"


def test_a_row_must_name_a_game():
    assert parse(summary="Nice.").reason == "names no game: a slug, igdb_id, steam_appid or title is needed"


@given(st.dictionaries(st.sampled_from(COLUMN_NAMES), st.text()))
def test_no_cells_whatever_raise(cells):
    row = parse(**cells)
    assert row.problems or row.keys
