"""Reading CSV files: what is accepted, and what is told of each line that is wrong."""

from pathlib import Path

import pytest

from covenant_monitor.exchange import csv_reader, raw_table, zip_check
from covenant_monitor.exchange.csv_reader import read_csv
from covenant_monitor.exchange.findings import Finding, Refused
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.raw_table import Notation, RawTable


def read(tmp_path: Path, content: str | bytes, limits: Limits | None = None) -> tuple[RawTable, list[Finding]]:
    path = tmp_path / "Parties.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table, findings = read_csv(path, limits or Limits())
    assert table is not None
    return table, findings


def refusal(tmp_path: Path, content: bytes, limits: Limits | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        read(tmp_path, content, limits)
    return refused.value


def places(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.cell, finding.message) for finding in findings]


def test_a_plain_file(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "Covenant, Party ,name\nKLEDING,P1,Voorbeeld BV\nKLEDING,P2,\n")
    assert findings == []
    assert table == RawTable(
        "Parties.csv",
        "parties",
        ("covenant", "party", "name"),
        [(2, ("KLEDING", "P1", "Voorbeeld BV")), (3, ("KLEDING", "P2", None))],
        Notation(),
        "",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(tmp_path: Path, encoding: str, separator: str, line_end: str) -> None:
    lines = ["covenant;name;note", 'KLEDING;Café Zoë;"two\nlines; and ""quotes"""', ""]
    content = line_end.join(
        line.replace("covenant;name;note", separator.join(("covenant", "name", "note"))) for line in lines
    )
    content = content.replace("KLEDING;Café Zoë;", f"KLEDING{separator}Café Zoë{separator}")
    table, findings = read(tmp_path, content.encode(encoding))
    assert findings == []
    assert table.rows == [(2, ("KLEDING", "Café Zoë", 'two\nlines; and "quotes"'))]
    assert table.notation.point_decimals is (separator == ",")


def test_excel_names_the_separator_in_a_first_line(tmp_path: Path) -> None:
    table, _ = read(tmp_path, "sep=;\r\ncovenant;party\r\nKLEDING;P1\r\n")
    assert table.header == ("covenant", "party")
    assert table.rows == [(3, ("KLEDING", "P1"))]


def test_rows_are_numbered_by_their_first_line(tmp_path: Path) -> None:
    table, _ = read(tmp_path, '\ncovenant,note\nA,"1\n2\n3"\n\n , \nB,x\n')
    assert [number for number, _ in table.rows] == [3, 8]
    assert table.header_row == 2


def test_empty_columns_and_rows_at_the_end_are_ignored(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "covenant,party,,\nA,P1,,\nA,P2,,,,\n,,,\n , ,,\n")
    assert findings == []
    assert table.header == ("covenant", "party")
    assert [cells for _, cells in table.rows] == [("A", "P1"), ("A", "P2")]


def test_F50_lines_with_another_number_of_fields_are_listed(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "covenant,party,name\nA,P1\nA,P2,Een, twee\nA,P3,x\n")
    assert places(findings) == [("C2", csv_reader.FEWER_FIELDS), ("D3", csv_reader.MORE_FIELDS)]
    assert len(table.rows) == 3


def test_headings_that_cannot_be_are_listed(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "covenant,,party,Party\nA,1,2,3\n")
    assert places(findings) == [("B1", raw_table.NO_HEADING), ("D1", raw_table.SAME_HEADING)]


def test_too_many_columns(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "a,b,c,d\n1,2,3,4\n", Limits(columns=2))
    assert places(findings)[0] == ("C1", raw_table.TOO_MANY_COLUMNS)
    assert table.header == ("a", "b")


def test_a_quote_that_is_not_closed_is_told_at_its_line(tmp_path: Path) -> None:
    table, findings = read(tmp_path, 'covenant,name\nA,x\nA,"y\nA,z\n')
    assert places(findings) == [("A3", csv_reader.BAD_QUOTES)]
    assert table.rows == [(2, ("A", "x"))]


def test_an_endless_field_is_told_at_its_line(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "covenant,name\nA," + "x" * 140_000 + "\n")
    assert places(findings) == [("A2", csv_reader.BAD_QUOTES)]


def test_no_more_findings_than_anyone_reads(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "covenant,party\n" + "A\n" * 1_000)
    assert len(table.rows) == 1_000
    assert len(findings) == 201
    assert findings[-1].message == raw_table.MORE


def test_too_many_rows(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "covenant\n" + "A\n" * 12, Limits(csv_rows=10))
    assert places(findings) == [("A12", csv_reader.TOO_MANY_ROWS)]


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "covenant,name\nA,plain\nA,café\n".encode("cp1252"))
    assert refused.message == csv_reader.NOT_UTF8
    assert refused.values == {"line": 3}


def test_half_a_utf16_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "covenant\nA".encode("utf-16")[:-1]).message == csv_reader.NOT_UTF8


def test_nul_characters_are_refused_with_their_line(tmp_path: Path) -> None:
    refused = refusal(tmp_path, b"covenant,name\nA,x\nA,y\0z\n" + b"A,x\n" * 20)
    assert refused.message == csv_reader.NUL
    assert refused.values == {"line": 3}


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , ,\n", b"\xef\xbb\xbf", b"sep=;\n"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content).message == zip_check.EMPTY


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path, b"covenant\n" + b"A\n" * 100, Limits(csv_bytes=100))
    assert refused.message == zip_check.TOO_LARGE


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "covenant,party\n")
    assert (table.rows, findings) == ([], [])
