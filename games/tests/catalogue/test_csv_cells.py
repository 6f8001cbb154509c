"""What leaves as a cell comes back as the same text, and no spreadsheet runs it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games.catalogue.csv_cells import CLEAR, escape_cell, unescape_cell


@given(st.text())
@example("=1+1")
@example("'=1+1")
@example("''@x")
@example("'n Verlore Verstand")
@example(r"\clear")
@example(r"\\clear")
@example("\r\n")
def test_every_text_survives_the_way_out_and_in(text):
    assert unescape_cell(escape_cell(text)) == text
    assert escape_cell(text) != CLEAR


@given(st.text())
def test_no_escaped_cell_begins_like_a_formula(text):
    assert escape_cell(text)[:1] not in tuple("=+-@\t\r")


@pytest.mark.parametrize("text", ["Hades", "'n Verlore Verstand", "", "it's =fine"])
def test_ordinary_texts_are_left_alone(text):
    assert escape_cell(text) == text
