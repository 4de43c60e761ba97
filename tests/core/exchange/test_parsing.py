from datetime import date

import pytest

from covenant_monitor.exchange import cells, parsing
from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.parsing import CLEARED, Row, parse_table
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, Percentage, RawTable
from covenant_monitor.language import language
from tests.core.store.small import raw

PLAIN = Notation()
HEAD = "covenant,party,name,kind,group,joined_on,left_reason"


def parsed(name: str, text: str) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows of a CSV file, and cell and message of every finding."""
    rows, findings = parse_table(raw(name, text))
    return rows, [(finding.cell, finding.message) for finding in findings]


# A row of every table that is tried, with no more than it needs.
GOOD: dict[str, dict[str, Cell]] = {
    "covenants": {"covenant": "K"},
    "sections": {"framework": "F", "version": "1", "section": "A"},
    "criteria": {"framework": "F", "version": "1", "section": "A", "criterion": "A1"},
    "rounds": {
        "covenant": "K",
        "round": "1",
        "first_day": "2020-01-01",
        "last_day": "2020-12-31",
        "framework": "F",
        "version": "1",
    },
    "requirements": {"covenant": "K", "round": "1", "participation_year": "1", "required_percent": "20"},
    "parties": {"covenant": "K", "party": "P1", "name": "Een"},
    "figures": {"covenant": "K", "year": "2020", "figure": "turnover", "value": "1"},
    "ratings": {"covenant": "K", "party": "P1", "round": "1", "criterion": "A1"},
    "alignment": {"covenant": "K", "year": "2020", "dimension": "standards", "fully": "1", "partially": "2"},
}


def cell(table: str, column: str, value: Cell, *, notation: Notation = PLAIN) -> object:
    """What one cell is understood as: its value, or the message of its finding; None where it is left out."""
    given = GOOD[table] | {column: value}
    at = list(given).index(column)
    rows, findings = parse_table(RawTable("t.csv", table, tuple(given), [(2, tuple(given.values()))], notation))
    if findings:
        assert [finding.cell for finding in findings] == [cell_name(2, at)]
        return findings[0].message
    return rows[0].values.get(column)


def test_only_the_columns_that_are_given_have_values() -> None:
    rows, findings = parsed("parties", f"{HEAD}\nKLEDING, p1 ,Eén B.V.,COMPANY,small,3-10-2017,-\nKLEDING,P2,Twee,,,,")
    assert findings == []
    assert rows[0] == Row(
        2,
        {
            "covenant": "KLEDING",
            "party": "p1",
            "name": "Eén B.V.",
            "kind": "company",
            "group": "small",
            "joined_on": "2017-10-03",
            "left_reason": CLEARED,
        },
    )
    assert rows[1] == Row(3, {"covenant": "KLEDING", "party": "P2", "name": "Twee"})


def test_headings_that_are_wrong_are_all_told_and_then_no_row_is_read() -> None:
    rows, findings = parsed("parties", "covenant,naam,kind,x_eigen,tel\nK,a,b,c,d")
    assert rows == []
    assert findings == [
        ("B1", parsing.UNKNOWN_COLUMN),
        ("E1", parsing.UNKNOWN_COLUMN),
        ("A1", parsing.MISSING_COLUMN),
        ("A1", parsing.MISSING_COLUMN),
    ]


def test_the_row_of_the_headings_is_the_place_of_what_is_wrong_with_them() -> None:
    table = RawTable("t.xlsx", "parties", ("covenant", "wat"), [], sheet="Parties", header_row=4)
    _, findings = parse_table(table)
    assert {finding.cell for finding in findings} == {"B4", "A4"}
    assert findings[0].text(language("en")).startswith("t.xlsx, sheet Parties, cell B4: There is no column “wat”")


def test_columns_of_ones_own_are_left_alone() -> None:
    rows, findings = parsed("parties", "covenant,party,name,x_tel,x_\nK,P1,Een,020,-")
    assert findings == []
    assert rows == [Row(2, {"covenant": "K", "party": "P1", "name": "Een"})]


def test_a_row_without_a_usable_key_is_left_out_and_others_are_kept_with_what_is_right_in_them() -> None:
    rows, findings = parsed(
        "parties",
        f"{HEAD}\n,P1,Een,,,,\nK,-,Twee,,,,\nK,P3,,,,,\nK,P4,-,,,,\nK,P5,Vijf,bedrijf,,gisteren,reden",
    )
    assert findings == [
        ("A2", parsing.REQUIRED),
        ("B3", parsing.NOT_CLEARABLE),
        ("C4", parsing.REQUIRED),
        ("C5", parsing.NOT_CLEARABLE),
        ("D6", cells.NOT_A_CHOICE),
        ("F6", cells.NOT_A_DAY),
    ]
    assert [row.number for row in rows] == [4, 5, 6]
    assert rows[2].values == {"covenant": "K", "party": "P5", "name": "Vijf", "left_reason": "reden"}


def test_F49_a_cell_without_a_value_was_told_before_and_is_not_taken_for_empty() -> None:
    header = ("covenant", "party", "name", "country")
    table = RawTable(
        "t.xlsx",
        "parties",
        header,
        [(2, ("K", CellError("#N/A"), "x", None)), (3, ("K", "P2", "x", CellError("")))],
    )
    rows, findings = parse_table(table)
    assert findings == []
    assert rows == [Row(3, {"covenant": "K", "party": "P2", "name": "x"})]


DUTCH = Notation(point_decimals=False)


@pytest.mark.parametrize(
    ("table", "column", "value", "meant"),
    [
        ("covenants", "minimum_group", "5", 5),
        ("covenants", "minimum_group", "0", parsing.OUT_OF_RANGE),
        ("covenants", "minimum_group", "2,5", cells.NOT_WHOLE),
        ("covenants", "dominance_percent", "75%", 75),
        ("covenants", "dominance_percent", "100,1", parsing.OUT_OF_RANGE),
        ("covenants", "outcomes_public", "ja", 1),
        ("covenants", "outcomes_public", "nee", 0),
        ("covenants", "outcomes_public", "misschien", cells.NOT_YES_NO),
        ("sections", "step", "6", 6),
        ("sections", "step", "7", parsing.OUT_OF_RANGE),
        ("sections", "step", "0", parsing.OUT_OF_RANGE),
        ("sections", "weight", "0,25", 0.25),
        ("sections", "weight", "0", parsing.OUT_OF_RANGE),
        ("sections", "weight", "-1", parsing.OUT_OF_RANGE),
        ("sections", "weight", "50%", cells.NO_PERCENT),
        ("criteria", "from_participation_year", "0", 0),
        ("criteria", "from_participation_year", "-1", parsing.OUT_OF_RANGE),
        ("criteria", "groups", "groot, klein;klein ;", "groot;klein"),
        ("criteria", "groups", " ; ", ""),
        ("figures", "year", "1899", parsing.OUT_OF_RANGE),
        ("figures", "year", "2200", parsing.OUT_OF_RANGE),
        ("figures", "value", "1.234,5", 1234.5),
        ("requirements", "required_percent", "-", parsing.NOT_CLEARABLE),
        ("rounds", "on_track_margin", "12,5", 12.5),
        ("parties", "joined_on", "2017-10-03", "2017-10-03"),
        ("parties", "joined_on", "10/3/2017", cells.SLASHES),
        ("parties", "kvk", "01234567", "01234567"),
        ("ratings", "rating", "volledig", "volledig"),
        ("ratings", "rating", "-", CLEARED),
        ("ratings", "unproven", "x", 1),
        ("alignment", "fully", "62", 62),
        ("alignment", "not", None, None),
    ],
)
def test_F50_every_kind_of_column_takes_its_own_values(table: str, column: str, value: Cell, meant: object) -> None:
    assert cell(table, column, value) == meant


@pytest.mark.parametrize(
    ("table", "column", "value", "meant"),
    [
        ("figures", "value", "1.240", cells.AMBIGUOUS),
        ("covenants", "minimum_group", "1.000", cells.AMBIGUOUS),
        ("figures", "value", "1.240,5", 1240.5),
        ("sections", "weight", "0.5", 0.5),
    ],
)
def test_F50_with_semicolons_a_point_may_be_one_for_thousands(
    table: str, column: str, value: Cell, meant: object
) -> None:
    assert cell(table, column, value, notation=DUTCH) == meant


@pytest.mark.parametrize(
    ("table", "column", "value", "meant"),
    [
        ("sections", "version", 2023, "2023"),
        ("sections", "version", 1.5, "1.5"),
        ("sections", "version", date(2017, 10, 3), cells.CODE_IS_DAY),
        ("requirements", "required_percent", Percentage(62.5), 62.5),
        ("requirements", "required_percent", 0.625, 0.625),
        ("parties", "joined_on", date(2017, 10, 3), "2017-10-03"),
        ("parties", "joined_on", 43011, "2017-10-03"),
        ("covenants", "outcomes_public", True, 1),
        ("figures", "value", date(2017, 10, 3), cells.DAY_NOT_NUMBER),
        ("figures", "year", 2019.0, 2019),
        ("figures", "value", float("inf"), cells.NUMBER_TOO_LARGE),
    ],
)
def test_F50_cells_of_a_workbook_keep_their_kind(table: str, column: str, value: Cell, meant: object) -> None:
    assert cell(table, column, value) == meant
