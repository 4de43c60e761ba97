"""What cells of other people's tables mean: numbers, percentages, days, words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.exchange.assistant.recipe import RATING_WORDS, Recipe
from covenant_monitor.exchange.assistant.values import Converter, fits, words_in
from covenant_monitor.exchange.cells import BadCell
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, Percentage
from covenant_monitor.language import language

LOOSE = Notation(point_decimals=False)


def value(cell: Cell, field: str = "value", table: str = "figures", heading: str = "", **recipe: object) -> Cell:
    made = Recipe(table, **recipe)  # type: ignore[arg-type]
    return Converter(made, LOOSE).convert(heading, field, cell)


@pytest.mark.parametrize(
    ("text", "decimals", "wanted"),
    [
        ("62,5", "", 62.5),
        ("1.240", ",", 1240.0),
        ("1.240", ".", 1.24),
        ("1,240", ".", 1240.0),
        ("1.240.000,75", ",", 1240000.75),
        ("€ 1.000,-", ",", 1000.0),
        ("1 240,5", ",", 1240.5),
        ("1'240.5", ".", 1240.5),
        ("\N{MINUS SIGN}5,0", ",", -5.0),
        ("12 EUR", ",", 12.0),
        ("n.b.", ",", None),
        ("-", "", None),
        ("–", "", None),
        ("  ", "", None),
        (7, ",", 7),
    ],
)
def test_numbers(text: Cell, decimals: str, wanted: float | None) -> None:
    assert value(text, decimals=decimals) == wanted


@pytest.mark.parametrize(
    ("text", "decimals"), [("1.240", ""), ("1.24,5", ","), ("1,2,3", ","), ("twaalf", ","), ("1e999", "."), ("", ",")]
)
def test_what_is_no_number_is_refused(text: str, decimals: str) -> None:
    if text:
        with pytest.raises(BadCell):
            value(text, decimals=decimals)
    else:
        assert value(text, decimals=decimals) is None


@given(st.integers(-(10**9), 10**9), st.sampled_from(["nl", "en"]))
def test_numbers_as_both_languages_write_them(cents: int, code: str) -> None:
    text = language(code).number(cents / 100, 2)
    assert value(text, decimals="," if code == "nl" else ".") == cents / 100


@pytest.mark.parametrize(
    ("cell", "scale", "wanted"),
    [
        ("7,5", (0, 10), 75.0),
        (0.7, (0, 1), 70.0),
        (3, (1, 5), 50.0),
        ("62,5 %", (0, 10), 62.5),
        (Percentage(40.0), (0, 10), 40.0),
        ("3.3333146853146842", (0, 10), 33.333146853146842),
        (55, (0, 100), 55),
        ("nb", (0, 10), None),
    ],
)
def test_percentages(cell: Cell, scale: tuple[float, float], wanted: float | None) -> None:
    mark = "." if cell == "3.3333146853146842" else ","
    assert value(cell, "percent", "summaries", scale=scale, decimals=mark) == pytest.approx(wanted)


@pytest.mark.parametrize("cell", ["11", -1, "10,01"])
def test_off_the_scale_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        value(cell, "percent", "summaries", scale=(0.0, 10.0), decimals=",")


@given(st.floats(-50, 50), st.floats(0.5, 200), st.integers(0, 1000))
def test_a_scale_goes_from_0_to_100(low: float, length: float, thousandth: int) -> None:
    high = low + length
    assert value(low, "percent", "summaries", scale=(low, high)) == 0
    assert value(high, "percent", "summaries", scale=(low, high)) == 100
    between = value(min(low + length * thousandth / 1000, high), "percent", "summaries", scale=(low, high))
    assert between == pytest.approx(thousandth / 10, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "first", "wanted"),
    [
        ("3 oktober 2017", None, date(2017, 10, 3)),
        ("3 okt. 2017", None, date(2017, 10, 3)),
        ("1 mrt 2020", None, date(2020, 3, 1)),
        ("3-10-2017", None, date(2017, 10, 3)),
        ("03/10/2017", True, date(2017, 10, 3)),
        ("03/10/2017", False, date(2017, 3, 10)),
        ("3.10.2017", True, date(2017, 10, 3)),
        (date(2017, 10, 3), None, date(2017, 10, 3)),
        ("onbekend", None, None),
    ],
)
def test_days(text: Cell, first: bool | None, wanted: date | None) -> None:
    assert value(text, "joined_on", "parties", day_first=first) == wanted


@pytest.mark.parametrize(("text", "first"), [("03/10/2017", None), ("31/02/2017", True), ("okt 2017", None)])
def test_days_that_cannot_be_told_are_refused(text: str, first: bool | None) -> None:
    with pytest.raises(BadCell):
        value(text, "joined_on", "parties", day_first=first)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (" Ja ", "fully"),
        ("DEELS", "partially"),
        ("nee", "not"),
        ("n.v.t. geen eigen productie", "na"),
        ("Not  applicable", "na"),
        ("In Development", "partially"),
        ("onbekend", None),
        ("-", None),
        ("loopt nog", "loopt nog"),
        ("1.1 Missie", "1.1 Missie"),
        ("7,5", 7.5),
        (0.5, 0.5),
    ],
)
def test_ratings(text: Cell, wanted: Cell) -> None:
    assert value(text, "rating", "ratings", decimals=",") == wanted


def test_the_words_of_a_column_go_before_those_of_all() -> None:
    words = {"rating": RATING_WORDS, "Aanwezig?": [("ja*", "not"), ("*", "partially")]}
    made = Converter(Recipe("ratings", words=words), LOOSE)
    assert [made.convert("Aanwezig?", "rating", text) for text in ("Ja, deels", "anders")] == ["not", "partially"]
    assert made.convert("Ander", "rating", "Ja") == "fully"
    assert made.meaning("Ander", "rating", "anders") is None


@pytest.mark.parametrize(
    ("cell", "field", "table", "wanted"),
    [
        ("klein", "group", "parties", "small"),
        ("Middelgroot", "parties.group", "ratings", "medium"),
        ("A", "group", "parties", "A"),
        ("vakbond", "kind", "parties", "union"),
        ("definitief", "assessments.status", "ratings", "final"),
        ("zelfbeoordeling", "kind", "ratings", "self"),
        ("NB", "party", "parties", "NB"),
        ("  –  ", "note", "ratings", None),
        (" tekst ", "note", "ratings", "tekst"),
        ("ja", "unproven", "ratings", "ja"),
    ],
)
def test_other_words(cell: str, field: str, table: str, wanted: str | None) -> None:
    assert value(cell, field, table) == wanted


def test_cells_without_a_value() -> None:
    error = CellError("#DIV/0!")
    assert value(error) is error
    assert value(None) is None
    assert value(True, "rating", "ratings") == "fully"


def test_a_star_stands_for_anything_and_nothing_else_is_special() -> None:
    assert fits("n.v.t*", "N.V.T. (geen productie)")
    assert not fits("n.v.t", "nxvxt")
    assert fits("*[a]*", "x [A] y")
    assert words_in({"ja": 3, "x": 1}, RATING_WORDS) == {"ja": "fully", "x": None}
