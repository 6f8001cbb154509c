"""A chart says the same as a drawing, as a table, as a file and as a sentence."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.charts import Cell, Chart, Heat, Line, file_of, number, sentence_of, table_of, words
from analytics.figures import figure
from analytics.lone_day import lone_day_of
from analytics.number_words import age_in_words, change_in_words, in_words, span_in_words
from analytics.variety import variety_of

DAYS = Chart(
    "lines",
    "day",
    ("2026-11-02", "2026-11-03", "2026-11-04"),
    (Line("acceptance", (0.25, None, 0.5), low=(0.2, None, 0.4), high=(0.3, None, 0.6), behind=(40, 0, 12)),),
    "%",
    is_over_days=True,
)
MOODS = Chart("rows", "mood", ("Chill", "Sad"), (Line("moods told", (1234, 7)),), links=("/chill/", "/sad/"))
WEEK = Heat("day", ("Monday", "Sunday"), "hour", ("08:00", "20:00"), ((0.1, None), (0.0, 0.9)), "%")


def sheet(table):
    text = "".join(file_of(table.headers, table.rows))
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (None, "", "–"), (0, "", "0"), (7, "", "7"), (0.034, "", "0.03"), (1234, "", "1.2 k"), (12_340, "", "12 k"),
        (2_500_000, "", "2.5 M"), (0.342, "%", "34 %"), (0.034, "%", "3.4 %"), (1.0, "%", "100 %"), (0.24, "s", "240 ms"),
        (3.2, "s", "3.2 s"), (600, "s", "10 min"), (3 * 1024**3, "bytes", "3 GB"), (12.5, "USD", "12 USD"),
        (float("nan"), "", "–"), (0.574, "of 100", "57 of 100"),
    ],
)  # fmt: skip
def test_numbers_are_told_as_people_read_them(value, unit, told):
    assert in_words(value, unit) == told


@pytest.mark.parametrize(
    ("now", "before", "unit", "told"),
    [(120, 100, "", "+20 %"), (80, 100, "", "−20 %"), (0.34, 0.3, "%", "+4 points"), (5, 5, "", "as before"),
     (5, 0, "", "from nothing"), (14_000, 82, "", "from 82"), (None, 3, "", ""), (3, None, "", "")],
)  # fmt: skip
def test_a_change_is_told_by_percent_and_that_of_a_share_by_points(now, before, unit, told):
    assert change_in_words(now, before, unit) == told


def test_spans_and_ages_are_told_in_words():
    assert span_in_words(date(2026, 10, 1), date(2026, 11, 2)) == "1 Oct to 2 Nov 2026"
    assert span_in_words(date(2025, 12, 1), date(2026, 1, 2)) == "1 Dec 2025 to 2 Jan 2026"
    assert age_in_words(None) == "nothing was counted yet"
    assert age_in_words(timedelta(minutes=3)) == "counted 3 minutes ago"
    assert age_in_words(timedelta(days=3)) == "counted 3 days ago"


def test_a_table_holds_each_value_with_its_interval_and_what_lies_behind():
    table = table_of(DAYS)
    assert table.headers == (
        "day", "acceptance", "acceptance, at least", "acceptance, at most", "acceptance, out of",
    )  # fmt: skip
    assert [cell.text for cell in table.rows[0]] == ["Mon 2 Nov", "25 %", "20 %", "30 %", "40"]
    assert [cell.text for cell in table.rows[1]] == ["Tue 3 Nov", "–", "–", "–", "0"]


@pytest.mark.parametrize("drawing", [DAYS, MOODS, WEEK])
def test_the_file_is_the_table_with_exact_numbers(drawing):
    table = table_of(drawing)
    header, *rows = sheet(table)
    assert tuple(header) == table.headers
    assert [[cell.value if cell.value is not None else "" for cell in row] for row in table.rows] == [
        [row[0], *(float(text) if text else "" for text in row[1:])] for row in rows
    ]


def test_nothing_in_a_file_is_run_by_a_spreadsheet():
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "fine", '=HYPERLINK("http://x")']
    text = "".join(file_of(["=head"], [[words(one)] for one in evil]))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["'=head", "'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "fine", "'" + evil[-1]]
    assert list(file_of(["a"], [[number(-0.5)]]))[1] == "-0.5\r\n"  # a number stays one


def test_the_drawing_holds_the_values_and_no_colour():
    told = figure(DAYS)
    (line,) = told["traces"]
    assert line["y"] == [25.0, None, 50.0]
    assert line["mode"] == "lines+markers"
    assert line["error_y"]["array"] == [pytest.approx(5.0), 0, pytest.approx(10.0)]
    assert "color" not in json.dumps(told).replace("colorbar", "")


def test_what_a_person_wrote_is_never_read_as_html():
    chart = Chart("rows", "campaign", ("<b>x</b>",), (Line("<script>", (1,)),))
    assert "<" not in json.dumps(figure(chart)["traces"][0]["customdata"]).replace("<br>", "")
    assert figure(chart)["layout"]["yaxis"]["ticktext"] == ["&lt;b&gt;x&lt;/b&gt;"]


def test_two_places_of_one_name_stay_two():
    chart = Chart("rows", "campaign", ("Back", "Back"), (Line("sent", (1, 2)),))
    assert figure(chart)["traces"][0]["y"] == [0, 1]


@pytest.mark.parametrize("kind", ["lines", "stacked", "bars", "rows", "funnel", "intervals"])
def test_every_kind_is_drawn_of_the_same_values(kind):
    line = Line("x", (0.2, 0.1), low=(0.1, 0.05), high=(0.3, 0.2))
    drawn = figure(Chart(kind, "step", ("a", "b"), (line,), "%"))
    assert any([20.0, 10.0] in (trace.get("x"), trace.get("y")) for trace in drawn["traces"])


def test_a_heat_map_tells_what_it_knows():
    told = figure(WEEK)["traces"][0]
    assert told["z"] == [[10.0, None], [0.0, 90.0]]
    assert told["text"][1][1] == "Sunday, 20:00: 90 %"


def test_a_sentence_tells_who_cannot_see_it():
    assert sentence_of(DAYS) == (
        "acceptance: 50 % on Wed 4 Nov; least 25 % on Mon 2 Nov, most 50 % on Wed 4 Nov."
    )  # fmt: skip
    assert sentence_of(MOODS) == "moods told: Chill 1.2 k, Sad 7."
    assert "the most, 90 %, at Sunday and 20:00" in sentence_of(WEEK)


def test_nothing_is_empty_and_zeros_are_nothing():
    assert Chart("lines", "day", ("2026-11-02",), (Line("x", (0,)),), is_over_days=True).is_empty
    assert not DAYS.is_empty
    assert sentence_of(Heat("a", (), "b", (), ())) == "Nothing to show yet."
    assert Cell("x").link == ""


def test_showings_spread_evenly_have_no_bias_and_one_title_alone_has_all_of_it():
    even, alone = variety_of([5] * 20, published=20), variety_of([100], published=20)
    assert even["gini"] == pytest.approx(0, abs=1e-9)
    assert even["novelty"] == pytest.approx(4.3219, abs=1e-3)
    assert even["top_tenth"] == pytest.approx(0.1)
    assert alone["gini"] == pytest.approx(0.95)
    assert alone["coverage"] == 0.05
    assert alone["top_tenth"] == 1.0


def test_days_that_are_not_over_are_shaded_and_said_to_be_so():
    days = ("2026-06-08", "2026-06-09", "2026-06-10")
    chart = Chart("lines", "day", days, (Line("sessions", (4.0, 5.0, 1.0)),), is_over_days=True, open_places=1,
                  open_words="today so far")  # fmt: skip
    layout = figure(chart)["layout"]
    assert (layout["shapes"][0]["x0"], layout["annotations"][0]["text"]) == (
        "2026-06-09T00:00:00",
        "shaded: today so far",
    )
    assert "(today so far)" in sentence_of(chart)
    assert "shapes" not in figure(replace(chart, open_places=0))["layout"]


def test_what_rests_on_a_handful_of_picks_bends_no_calibration_curve():
    chart = Chart("calibration", "told", ("70–80 %", "80–90 %"), (
        Line("taken up", (0.7, 0.0), low=(0.6, 0.0), high=(0.8, 0.8), behind=(90, 1)), Line("told", (0.74, 0.81)),
    ), "%")  # fmt: skip
    assert figure(chart)["traces"][1]["y"] == [70.0, None]
    assert len(table_of(chart).rows) == 2


def test_a_line_of_one_day_is_told_in_numbers_until_there_are_two():
    days = ("2026-06-08", "2026-06-09", "2026-06-10")
    first = Chart("lines", "day", days, (
        Line("acceptance", (None, None, 0.25), low=(None, None, 0.2), high=(None, None, 0.3), behind=(0, 0, 40)),
    ), "%", is_over_days=True, open_places=1, open_words="today so far")  # fmt: skip
    alone = lone_day_of(first)
    assert [(one.name, one.value, one.beside) for one in alone.numbers] == [("", "25 %", "20 % to 30 %, out of 40")]
    assert alone.words == "One day so far, Wed 10 Jun (today so far): a line needs two."
    two = replace(first, lines=(Line("asked", (None, None, 3.0)), Line("answered", (None, None, 2.0))))
    assert [one.name for one in lone_day_of(two).numbers] == ["asked", "answered"]
    asked_for = replace(first, places=days[:1], lines=(Line("sessions", (4.0,)),), open_places=0)
    assert lone_day_of(asked_for).words == "Mon 8 Jun."
    assert lone_day_of(replace(first, lines=(Line("sessions", (None, 4.0, 1.0)),))) is None
    assert lone_day_of(MOODS) is None


@pytest.mark.parametrize(
    ("values", "is_band"), [((0.2, 0.3, 0.4), True), ((0.2, 0.3, None), True), ((0.2, None, 0.4), False)]
)
def test_an_interval_is_no_band_across_days_of_which_nothing_is_told(values, is_band):
    edges = {
        edge: tuple(None if value is None else value + by for value in values)
        for edge, by in (("low", -0.1), ("high", 0.1))
    }
    line = Line("taken up", values, **edges)
    traces = figure(Chart("lines", "day", ("2026-06-01", "2026-06-02", "2026-06-03"), (line,), "%"))["traces"]
    assert [("fill" in trace, "error_y" in trace) for trace in traces] == (
        [(False, False), (True, False), (False, False)] if is_band else [(False, True)]
    )
