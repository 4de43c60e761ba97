"""What cells mean: every notation that is accepted, and every one that is refused with its reason."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from covenant_monitor.exchange import cells
from covenant_monitor.exchange.cells import BadCell
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, Percentage
from covenant_monitor.language import language

DUTCH = Notation(point_decimals=False)
DAY = date(2017, 10, 3)


def refused(parse: Callable[[], object]) -> str:
    with pytest.raises(BadCell) as bad:
        parse()
    assert str(bad.value)
    return bad.value.message


class TestText:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("Voorbeeld BV", "Voorbeeld BV"),
            ("  Voorbeeld BV\xa0", "Voorbeeld BV"),
            ("Cafe\u0301", "Café"),
            ("a\r\nb\rc\td", "a\nb\nc\td"),
            (2019, "2019"),
            (5.0, "5"),
            (1.1, "1.1"),
            (True, "TRUE"),
            (DAY, "2017-10-03"),
            (datetime(2017, 10, 3, 18), "2017-10-03 18:00:00"),
            (Percentage(62.5), "62.5%"),
            ("-", "-"),
        ],
    )
    def test_accepted(self, cell: Cell, text: str) -> None:
        assert cells.text(cell) == text

    @pytest.mark.parametrize(
        "name",
        [
            "=cmd|' /C calc'!A1",
            "+1",
            "@x",
            "<b>Vet</b>",
            "\u200f\u05e9\u05dc\u05d5\u05dd\u200e BV",
            "👩‍🏭 Werk 🧵",
            "-3",
            "x" * 32_767,
        ],
    )
    def test_F55_names_are_kept_exactly(self, name: str) -> None:
        assert cells.text(name) == name

    def test_F55_a_text_that_no_workbook_could_hold_is_refused(self) -> None:
        assert refused(lambda: cells.text("x" * 40_000)) == cells.TOO_LONG
        assert refused(lambda: cells.text("é" * 40_000)) == cells.TOO_LONG

    @pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x85", "\ud800", "\uffff"])
    def test_F14_characters_that_cannot_be_shown_are_refused(self, character: str) -> None:
        assert refused(lambda: cells.text(f"ab{character}c")) == cells.CONTROL

    @pytest.mark.parametrize(("cell", "message"), [(None, cells.EMPTY), (CellError("#REF!"), cells.UNUSABLE)])
    def test_no_value(self, cell: Cell, message: str) -> None:
        assert refused(lambda: cells.text(cell)) == message

    @given(st.text())
    def test_whatever_is_accepted_is_trimmed_composed_and_stays_so(self, cell: str) -> None:
        try:
            text = cells.text(cell)
        except BadCell:
            return
        assert text == text.strip() == unicodedata.normalize("NFC", text)
        assert cells.text(text) == text


class TestCode:
    @pytest.mark.parametrize(
        ("cell", "code"), [(" P1 ", "P1"), (2019, "2019"), ("2019-2020", "2019-2020"), (1.1, "1.1")]
    )
    def test_accepted(self, cell: Cell, code: str) -> None:
        assert cells.code(cell) == code

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("x" * 65, cells.CODE_TOO_LONG),
            ("a\nb", cells.CODE_LINES),
            ("a\tb", cells.CODE_LINES),
            ("\xa0", cells.EMPTY),
            (DAY, cells.CODE_IS_DAY),
            (None, cells.EMPTY),
        ],
    )
    def test_refused(self, cell: Cell, message: str) -> None:
        assert refused(lambda: cells.code(cell)) == message


class TestNumber:
    @pytest.mark.parametrize(
        ("cell", "number"),
        [
            (3, 3),
            (3.5, 3.5),
            ("3.5", 3.5),
            ("3,5", 3.5),
            (" 3,5 ", 3.5),
            (",5", 0.5),
            (".5", 0.5),
            ("-3", -3),
            ("+3", 3),
            ("\N{MINUS SIGN}3,5", -3.5),
            ("1.240,5", 1240.5),
            ("1,240.5", 1240.5),
            ("1.240.000", 1_240_000),
            ("1,240,000", 1_240_000),
            ("1 240,5", 1240.5),
            ("1\N{NO-BREAK SPACE}240", 1240),
            ("1\N{NARROW NO-BREAK SPACE}240\N{THIN SPACE}000,125", 1_240_000.125),
            ("1240,125", 1240.125),
            ("0,125", 0.125),
            ("1,24", 1.24),
            ("1,2400", 1.24),
            ("1e-05", 1e-05),
            ("1,240E+03", 1240),
            ("12345678901234567890", 1.2345678901234567e19),
        ],
    )
    @pytest.mark.parametrize("notation", [cells.PLAIN, DUTCH])
    def test_F50_accepted(self, cell: Cell, number: float, notation: Notation) -> None:
        found = cells.number(cell, notation)
        assert found == number
        assert type(found) is float

    def test_F50_a_point_and_three_digits(self) -> None:
        assert cells.number("1.240") == 1.24
        assert refused(lambda: cells.number("1.240", DUTCH)) == cells.AMBIGUOUS

    def test_F50_a_comma_and_three_digits_says_both_readings(self) -> None:
        with pytest.raises(BadCell) as bad:
            cells.number("-62,500")
        assert bad.value.message == cells.AMBIGUOUS
        assert bad.value.text(language("en")).startswith("“62,500” can be read as 62500 and as 62.500.")
        assert "62,500" in str(bad.value.values["small"].text(language("nl")))  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("", cells.NOT_A_NUMBER),
            ("twee", cells.NOT_A_NUMBER),
            ("nan", cells.NOT_A_NUMBER),
            ("inf", cells.NOT_A_NUMBER),
            ("NaN", cells.NOT_A_NUMBER),
            ("1_000", cells.NOT_A_NUMBER),
            ("٣", cells.NOT_A_NUMBER),
            ("€ 5", cells.NOT_A_NUMBER),
            ("1 2", cells.NOT_A_NUMBER),
            ("1.24.000", cells.NOT_A_NUMBER),
            ("1.240,5,5", cells.NOT_A_NUMBER),
            ("1 240.000,5", cells.NOT_A_NUMBER),
            ("1,2 3", cells.NOT_A_NUMBER),
            ("5.", cells.NOT_A_NUMBER),
            ("5,", cells.NOT_A_NUMBER),
            ("--5", cells.NOT_A_NUMBER),
            ("1" * 80 + ",5", cells.NOT_A_NUMBER),
            (True, cells.NOT_A_NUMBER),
            ("1e999", cells.NUMBER_TOO_LARGE),
            ("9" * 400, cells.NUMBER_TOO_LARGE),
            (10**400, cells.NUMBER_TOO_LARGE),
            (float("nan"), cells.NUMBER_TOO_LARGE),
            (DAY, cells.DAY_NOT_NUMBER),
            ("62,5 %", cells.NO_PERCENT),
            (Percentage(62.5), cells.NO_PERCENT),
            (None, cells.EMPTY),
            (CellError("#DIV/0!"), cells.UNUSABLE),
        ],
    )
    def test_F50_refused(self, cell: Cell, message: str) -> None:
        assert refused(lambda: cells.number(cell)) == message

    @pytest.mark.parametrize(
        "cell", ["62,5", "62.5", "62,5%", "62.5 %", "62,5\N{NO-BREAK SPACE}%", 62.5, Percentage(62.5)]
    )
    def test_F50_percentages(self, cell: Cell) -> None:
        assert cells.number(cell, DUTCH, percent=True) == 62.5

    @given(st.floats(allow_nan=False, allow_infinity=False))
    @example(0.1 + 0.2)
    @example(1e22)
    @example(-0.0)
    def test_what_is_exported_reads_back_exactly(self, value: float) -> None:
        assert cells.number(cells.plain_number(value)) == value

    @given(st.floats(-1e12, 1e12), st.sampled_from(["nl", "en"]), st.integers(0, 6))
    def test_what_the_program_shows_reads_back(self, value: float, code: str, decimals: int) -> None:
        shown = language(code).number(value, decimals)
        plain = shown.replace("\N{MINUS SIGN}", "-").replace("." if code == "nl" else ",", "").replace(",", ".")
        digits = plain.lstrip("-")
        thousands_or_decimals = decimals == 0 and 4 <= len(digits) <= 6
        decimals_or_thousands = decimals == 3 and 0 < float(digits.partition(".")[0]) < 1000
        if thousands_or_decimals or decimals_or_thousands:
            assert refused(lambda: cells.number(shown, DUTCH)) == cells.AMBIGUOUS
        else:
            assert cells.number(shown, DUTCH) == float(plain)

    @given(st.integers(0, 999), st.integers(0, 999), st.sampled_from([".", ","]))
    def test_one_separator_before_three_digits_is_never_guessed(self, head: int, tail: int, mark: str) -> None:
        assume(head > 0)
        assert refused(lambda: cells.number(f"{head}{mark}{tail:03}", DUTCH)) == cells.AMBIGUOUS

    @given(st.text())
    def test_anything_else_is_a_number_or_refused(self, cell: str) -> None:
        with suppress(BadCell):
            assert isinstance(cells.number(cell, DUTCH, percent=True), float)

    def test_no_number_is_exported_that_is_none(self) -> None:
        with pytest.raises(ValueError, match="not a finite number"):
            cells.plain_number(float("inf"))


class TestInteger:
    @pytest.mark.parametrize(
        ("cell", "number"), [(3, 3), (3.0, 3), ("3", 3), ("1 240", 1240), ("1.240.000", 1_240_000)]
    )
    def test_accepted(self, cell: Cell, number: int) -> None:
        found = cells.integer(cell)
        assert found == number
        assert type(found) is int

    @pytest.mark.parametrize("cell", [3.5, "3,5", "1.240", 2.0**60])
    def test_refused(self, cell: Cell) -> None:
        assert refused(lambda: cells.integer(cell)) == cells.NOT_WHOLE


class TestDay:
    @pytest.mark.parametrize(
        "cell",
        [
            DAY,
            datetime(2017, 10, 3, 18),
            "2017-10-03",
            " 2017-10-03 ",
            "2017-10-03T18:00:00",
            "2017-10-03 18:00",
            "2017-10-03T18:00:00.000Z",
            "2017-10-03T18:00:00+02:00",
            "3-10-2017",
            "03-10-2017",
            43011,
            43011.75,
        ],
    )
    def test_accepted(self, cell: Cell) -> None:
        assert cells.day(cell) == DAY
        assert type(cells.day(cell)) is date

    def test_F51_serial_numbers_of_the_calendar_of_1904(self) -> None:
        assert cells.day(41549, Notation(date1904=True)) == DAY

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("3/10/2017", cells.SLASHES),
            ("10/3/17", cells.SLASHES),
            ("3.10.2017", cells.NOT_A_DAY),
            ("3-10-17", cells.NOT_A_DAY),
            ("20171003", cells.NOT_A_DAY),
            ("2017", cells.NOT_A_DAY),
            ("43011", cells.NOT_A_DAY),
            ("oktober 2017", cells.NOT_A_DAY),
            ("2017-02-29", cells.NO_SUCH_DAY),
            ("31-4-2017", cells.NO_SUCH_DAY),
            ("0000-01-01", cells.NO_SUCH_DAY),
            ("1017-10-03", cells.YEAR_OUT_OF_RANGE),
            ("3-10-2917", cells.YEAR_OUT_OF_RANGE),
            (date(2917, 10, 3), cells.YEAR_OUT_OF_RANGE),
            (datetime(1, 1, 1), cells.YEAR_OUT_OF_RANGE),
            (2019, cells.NOT_A_DAY),
            (0, cells.NOT_A_DAY),
            (-1, cells.NOT_A_DAY),
            (60, cells.NOT_A_DAY),
            (10**12, cells.NOT_A_DAY),
            (True, cells.NOT_A_DAY),
            (None, cells.EMPTY),
        ],
    )
    def test_F51_refused(self, cell: Cell, message: str) -> None:
        assert refused(lambda: cells.day(cell)) == message

    @given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
    def test_both_notations_read_back(self, day: date) -> None:
        assert cells.day(day.isoformat()) == day
        assert cells.day(f"{day.day}-{day.month}-{day.year}") == day

    @given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.booleans())
    def test_serial_numbers_read_back(self, day: date, date1904: bool) -> None:
        serial = (day - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days
        assert cells.day(serial, Notation(date1904=date1904)) == day


@pytest.mark.parametrize("cell", [1, 1.0, True, "1", "true", "TRUE", "ja", "Ja", "yes", " x ", "WAAR"])
def test_yes(cell: Cell) -> None:
    assert cells.yes_no(cell) is True


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "false", "nee", "No", None, " ", "onwaar"])
def test_no(cell: Cell) -> None:
    assert cells.yes_no(cell) is False


@pytest.mark.parametrize("cell", ["misschien", 2, DAY, "-"])
def test_neither_yes_nor_no(cell: Cell) -> None:
    assert refused(lambda: cells.yes_no(cell)) == cells.NOT_YES_NO


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("fully", "fully"),
        ("Volledig ", "fully"),
        (1, "fully"),
        (1.0, "fully"),
        (Percentage(100), "fully"),
        ("partially", "partially"),
        ("deels", "partially"),
        ("Gedeeltelijk", "partially"),
        (0.5, "partially"),
        ("0,5", "partially"),
        (Percentage(50), "partially"),
        ("not", "not"),
        ("niet", "not"),
        ("\u200bNiet\ufeff", "not"),
        (0, "not"),
        ("0", "not"),
        ("na", "na"),
        ("NVT", "na"),
        ("n.v.t.", "na"),
        ("n/a", "na"),
    ],
)
def test_levels(cell: Cell, level: str) -> None:
    assert cells.rating(cell) == level


@pytest.mark.parametrize("cell", ["goed", 2, 0.75, True, DAY, "1.00001", None, CellError("")])
def test_no_level(cell: Cell) -> None:
    assert refused(lambda: cells.level(cell)) in (cells.NOT_A_LEVEL, cells.EMPTY, cells.UNUSABLE)


def test_a_rating_that_is_a_number() -> None:
    assert cells.rating("62,5", levels=False) == 62.5
    assert cells.rating("N.v.t.", levels=False) == "na"
    assert refused(lambda: cells.rating("volledig", levels=False)) == cells.NOT_A_NUMBER


def test_a_choice() -> None:
    kind = cells.choice(("self", "secretariat", "second"))
    assert kind("self") == "self"
    assert kind(" Secretariat ") == "secretariat"
    with pytest.raises(BadCell, match="“third” is not one of: self, secretariat, second"):
        kind("third")


def test_long_values_are_shown_shortened() -> None:
    with pytest.raises(BadCell, match="“" + "x" * 39 + "…” is not a number"):
        cells.number("x" * 500)
