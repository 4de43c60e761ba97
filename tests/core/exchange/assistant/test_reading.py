"""Reading any workbook or CSV: encodings, separators, and what is refused with a sentence that names the file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.assistant.reading import AS_WINDOWS, WIDER, notes_on, read_source
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.language import language
from tests.core.exchange.foreign_files import ole

TABLE = "Deelnemer;Oordeel\r\nCrèche Ünïque B.V.;62,5\r\n\r\n;\r\n“Aan de Amstel” – mode;€ 1.000\r\n"
ROWS = {1: ["Deelnemer", "Oordeel"], 2: ["Crèche Ünïque B.V.", "62,5"], 5: ["“Aan de Amstel” – mode", "€ 1.000"]}


def read(path: Path) -> dict[int, list[object]]:
    (sheet,), _findings = read_source(path)
    return {number: list(cells) for number, cells in sheet.rows.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same_table(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "gegevens.csv"
    path.write_bytes(TABLE.encode(encoding))
    sheets, findings = read_source(path)
    assert read(path) == ROWS
    assert [finding.message for finding in findings] == ([AS_WINDOWS] if encoding == "cp1252" else [])
    assert not sheets[0].notation.point_decimals


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("named", [False, True])
def test_every_separator(tmp_path: Path, separator: str, named: bool) -> None:
    path = tmp_path / "a.txt"
    lines = [f'"a{separator}1"{separator}b', f"x{separator}y"]
    path.write_text("\n".join([*(["sep=" + separator] if named else []), *lines]), encoding="utf-8")
    found = read(path)
    assert list(found.values()) == [[f"a{separator}1", "b"], ["x", "y"]]
    assert min(found) == (2 if named else 1)


def test_text_before_the_table_does_not_decide_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Uitkomsten, per deelnemer, 2020\n\nnaam;jaar;score\nA;2020;5\nB;2020;7\n", encoding="utf-8")
    assert read(path)[3] == ["naam", "jaar", "score"]


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=2, max_size=2))
)
def test_whatever_stands_in_cells_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    quoted = "".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    path.write_text('"kop een";"kop twee"\n' + quoted, encoding="utf-8-sig")
    wanted = [[cell if cell and not cell.isspace() else None for cell in row] for row in rows]
    assert list(read(path).values())[1:] == [row for row in wanted if any(row)]


def test_sheets_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook(path)
    book.add_worksheet("leeg")
    first = book.add_worksheet("Uitkomsten")
    first.write_row(2, 1, ["Deelnemer", "Score"])
    hidden = book.add_worksheet("Oud")
    hidden.write(0, 0, "x")
    hidden.hide()
    book.close()
    sheets, findings = read_source(path)
    assert [sheet.name for sheet in sheets] == ["Uitkomsten", "Oud"]
    assert sheets[0].rows == {3: [None, "Deelnemer", "Score"]}
    assert (notes_on(sheets[0]), len(notes_on(sheets[1])), findings) == ([], 1, [])


def test_a_wide_workbook_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook(path)
    book.add_worksheet("breed").write_row(0, 0, [f"criterium {n}" for n in range(300)])
    book.close()
    assert len(read(path)[1]) == 300


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n \n", "could be a table"),
        ("a.csv", b'a,b\n"open,1\n', "quotation"),
        ("a.csv", b"a,b\nx\0,1\n", "NUL"),
        ("a.csv", b"PK\x03\x04rest of a workbook", "workbook"),
        ("a.xlsx", b"naam;score\n", "text file"),
        ("a.xlsx", ole("EncryptedPackage"), "password"),
        ("a.xls", ole("Workbook"), "97-2003"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_files_name(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        read_source(path)
    assert caught.value.text(language("en")).startswith(name)
    assert said in caught.value.text(language("en"))
    assert caught.value.text(language("nl")).startswith(name)


def test_too_much_and_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" * 20, encoding="utf-8")
    with pytest.raises(Problem, match=r"a\.csv"):
        read_source(path, Limits(csv_rows=10))
    with pytest.raises(Problem, match=r"a\.csv"):
        read_source(path, Limits(csv_bytes=10))
    with pytest.raises(Problem, match=r"nergens\.csv"):
        read_source(tmp_path / "nergens.csv")
    assert WIDER.columns > 250
