"""A finding says where it is and what it is, in the reader's language."""

import pytest

from covenant_monitor.exchange.addresses import cell_name, column_index, column_letters
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.language import language


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (Finding("p.xlsx", "Parties", "C12", "x {a}", {"a": 1}), "p.xlsx, sheet Parties, cell C12: x 1"),
        (Finding("p.xlsx", "Parties", "", "x"), "p.xlsx, sheet Parties: x"),
        (Finding("p.xlsx", "", "", "x"), "p.xlsx: x"),
        (Finding("parties.csv", "parties", "C12", "x"), "parties.csv, cell C12: x"),
        (Finding("PARTIES.CSV", "PARTIES", "", "x"), "PARTIES.CSV: x"),
    ],
)
def test_text_names_the_place(finding: Finding, text: str) -> None:
    assert finding.text(language("en")) == text


def test_values_are_said_in_the_language() -> None:
    assert Finding("p.csv", "p", "", "{n}", {"n": 1234.5}).text(language("nl")) == "p.csv: 1.234,5"


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")])
def test_column_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_index(letters) == column


def test_cell_name() -> None:
    assert cell_name(12, 2) == "C12"
