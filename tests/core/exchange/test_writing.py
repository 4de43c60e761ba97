"""What is written reads back as it was, in our own reader, in openpyxl and in LibreOffice."""

import shutil
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import writing
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.exchange.workbook_cells import unescape
from covenant_monitor.exchange.writing import Table, Value, write_csv_folder, write_workbook

HEADER = ("covenant", "party", "name")
# What spreadsheets, csv modules and XML writers each treat as something else than text.
TRICKY = [
    "=cmd|' /C calc'!A1",
    "+1",
    "-3,5",
    "@x",
    "<b>Vet</b>",
    "<r><t>x</t></r>",
    "<r></r>",
    "a & b",
    "\u200f\u05e9\u05dc\u05d5\u05dd\u200e BV",
    "👩‍🏭 Werk 🧵",
    "0012",
    "1e5",
    "3-10",
    "TRUE",
    "#N/A",
    "{=1}",
    "'quoted",
    "mailto:a@b.nl",
    "https://example.org/" + "x" * 3_000,
    "_x0041_",
    "_x0041_x0042_",
    "_x005F_x0041_",
    "_xD83D_",
    "_x005F\x01",
    "_x000d_",
    "a\x01b\x1f",
    "tab\there",
    "two\nlines",
    "old\rline",
    "both\r\nends",
    "\ufffe\uffff",
    'semi;colon,comma"quote',
    "x" * 32_767,
    "sep=;",
    "\N{ZERO WIDTH NO-BREAK SPACE}mark",
]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.sampled_from(TRICKY)
escapes = st.lists(st.sampled_from(["_", "x", "0", "1", "F", "005F", "\x01", "\r", "_x0041_", "a"])).map("".join)


def table(*rows: Iterable[object], header: tuple[str, ...] = HEADER) -> Table:
    return "parties", header, [tuple(cast(Iterable[Value], row)) for row in rows]


def read(path: Path) -> list[RawTable]:
    tables, findings = read_tables([path], table_names={"parties", "rounds"})
    assert findings == []
    return tables


def stored(path: Path) -> dict[str, Any]:
    """openpyxl's cells of the sheet, address -> cell."""
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}


class TestCsv:
    def test_the_bytes(self, tmp_path: Path) -> None:
        rows = [
            ("A", None, 'Van "der" Berg, K.'),
            (5, 5.0, 0.1 + 0.2),
            (1e16, -0.0, 1e-7),
            (True, False, date(2017, 10, 3)),
            ("é", "two\nlines", "old\rline"),
            (10**20, "", " x "),
        ]
        write_csv_folder(tmp_path / "new" / "out", [table(*rows)])
        assert (tmp_path / "new" / "out" / "parties.csv").read_bytes().decode() == (
            "covenant,party,name\n"
            'A,,"Van ""der"" Berg, K."\n'
            "5,5,0.30000000000000004\n"
            "1e+16,0,1e-07\n"
            "yes,no,2017-10-03\n"
            'é,"two\nlines","old\rline"\n'
            "100000000000000000000,, x \n"
        )

    def test_the_same_content_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            write_csv_folder(tmp_path / name, [table(*([text] for text in TRICKY))])
        assert (tmp_path / "a/parties.csv").read_bytes() == (tmp_path / "b/parties.csv").read_bytes()

    @given(st.lists(st.tuples(texts, texts, texts), max_size=8))
    @example([("a\r", "b", "")])
    def test_F55_texts_read_back_exactly(self, rows: list[tuple[str, str, str]]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("covenant_monitor.files.os.fsync", lambda _: None)
            folder = self.folder
            write_csv_folder(folder, [table(*rows)])
        (found,) = read(folder)
        expected = [tuple(text if text.strip() else None for text in row) for row in rows]
        assert [cells for _, cells in found.rows] == [row for row in expected if any(row)]

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        self.folder = tmp_path_factory.mktemp("csv")

    def test_F57_no_file_changes_when_one_cannot_be_written(self, tmp_path: Path) -> None:
        write_csv_folder(tmp_path, [table(["A", "1", "old"]), ("rounds", ("a",), [["old"]])])

        def failing() -> Iterable[tuple[str]]:
            yield ("new",)
            raise OSError(28, "No space left on device")

        with pytest.raises(Problem, match="No space left on device"):
            write_csv_folder(tmp_path, [table(["A", "1", "new"]), ("rounds", ("a",), failing())])
        assert (tmp_path / "parties.csv").read_text() == "covenant,party,name\nA,1,old\n"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["parties.csv", "rounds.csv"]

    def test_F57_a_folder_that_cannot_be_made_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("a file")
        with pytest.raises(Problem, match="could not be written"):
            write_csv_folder(tmp_path / "out", [table()])

    def test_half_surrogates_become_replacement_characters(self, tmp_path: Path) -> None:
        write_csv_folder(tmp_path, [table(["a\ud800b"])])
        assert (tmp_path / "parties.csv").read_text("utf-8").endswith("a\ufffdb\n")


class TestWorkbook:
    def test_values_keep_their_kinds(self, tmp_path: Path) -> None:
        rows = [
            (5, 5.0, 0.1 + 0.2),
            (1e16, -2.5, 1e-7),
            (True, False, date(2017, 10, 3)),
            (date(1900, 1, 31), date(1899, 1, 1), None),
            (10**20, "", "x"),
        ]
        write_workbook(tmp_path / "p.xlsx", [table(*rows)])
        (found,) = read(tmp_path / "p.xlsx")
        assert [cells for _, cells in found.rows] == [
            (5, 5, 0.1 + 0.2),
            (1e16, -2.5, 1e-7),
            ("yes", "no", date(2017, 10, 3)),
            ("1900-01-31", "1899-01-01", None),
            ("100000000000000000000", None, "x"),
        ]

    def test_F55_texts_are_text_cells_that_read_back_exactly(self, tmp_path: Path) -> None:
        path = tmp_path / "p.xlsx"
        write_workbook(path, [table(*([text, "1"] for text in TRICKY))])
        (found,) = read(path)
        assert [cells[0] for _, cells in found.rows] == TRICKY
        cells = stored(path)
        for number, text in enumerate(TRICKY, 2):
            cell = cells[f"A{number}"]
            assert cell.data_type == "s"
            assert cell.hyperlink is None
            assert unescape(cell.value) == text

    def test_F58_any_texts_read_back_exactly(self, tmp_path: Path) -> None:
        """Many examples in one file: a workbook for each would take minutes."""
        found: list[str] = []

        @given(texts | escapes)
        def collect(text: str) -> None:
            found.append(text)

        collect()
        write_workbook(tmp_path / "p.xlsx", [table(*([text, "1"] for text in found))])
        (back,) = read(tmp_path / "p.xlsx")
        assert [cells[0] for _, cells in back.rows] == [text if text.strip() else None for text in found]

    def test_numbers_read_back_exactly(self, tmp_path: Path) -> None:
        found: list[float] = []

        @given(st.floats(allow_nan=False, allow_infinity=False))
        def collect(number: float) -> None:
            found.append(number)

        collect()
        write_workbook(tmp_path / "p.xlsx", [table(*([number, "1"] for number in found))])
        (back,) = read(tmp_path / "p.xlsx")
        assert [cells[0] for _, cells in back.rows] == found

    def test_the_heading_is_bold_and_frozen_with_a_filter(self, tmp_path: Path) -> None:
        path = tmp_path / "p.xlsx"
        write_workbook(path, [table(["A", "P1", "A rather long name of a company"]), ("rounds", ("round",), [])])
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["parties", "rounds"]
        sheet = book["parties"]
        assert sheet["A1"].font.bold
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:C2"
        assert sheet.column_dimensions["C"].width > 30 > sheet.column_dimensions["A"].width
        assert book["rounds"].auto_filter.ref == "A1"

    def test_the_same_content_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("a.xlsx", "b.xlsx"):
            write_workbook(tmp_path / name, [table(["A", 0.5, date(2017, 10, 3)])])
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()

    def test_nothing_personal_is_in_the_properties(self, tmp_path: Path) -> None:
        write_workbook(tmp_path / "p.xlsx", [table(["A"])])
        with ZipFile(tmp_path / "p.xlsx") as archive:
            core = archive.read("docProps/core.xml").decode()
        assert "2000-01-01T00:00:00Z" in core
        assert "<dc:creator></dc:creator>" in core

    @pytest.mark.parametrize("text", ["x" * 32_768, "x" * 40_000, "🧵" * 16_384])
    def test_F55_a_text_too_long_for_a_cell_is_told_and_nothing_is_written(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "p.xlsx"
        write_workbook(path, [table(["A", "P1", "old"])])
        before = path.read_bytes()
        with pytest.raises(Problem, match="parties C3 has") as problem:
            write_workbook(path, [table(["A", "P1", "new"], ["A", "P2", text])])
        assert problem.value.message == writing.TEXT_TOO_LONG
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]

    def test_a_table_too_long_to_read_back_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "DEFAULT_LIMITS", Limits(rows=10))
        write_workbook(tmp_path / "p.xlsx", [table(*(["A"] for _ in range(9)))])
        with pytest.raises(Problem) as problem:
            write_workbook(tmp_path / "p.xlsx", [table(*(["A"] for _ in range(10)))])
        assert problem.value.message == writing.TOO_MANY_ROWS

    def test_F57_a_folder_that_is_not_there_is_a_problem(self, tmp_path: Path) -> None:
        with pytest.raises(Problem, match="could not be written"):
            write_workbook(tmp_path / "none" / "p.xlsx", [table(["A"])])

    @pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
    def test_F58_libreoffice_reads_the_same(self, tmp_path: Path) -> None:
        """And we read what LibreOffice writes."""
        # LibreOffice ends lines its own way, has no place for control characters, and nests escapes wrongly.
        kept = [text for text in TRICKY if not set(text) & set("\r\x01\x1f\ufffe\uffff") and text.count("_x") < 2]
        rows = [(text, 62.125, date(2017, 10, 3)) for text in kept]
        write_workbook(tmp_path / "p.xlsx", [table(*rows)])
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        out = tmp_path / "out"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", out, tmp_path / "p.xlsx"],
            check=True,
            capture_output=True,
            timeout=120,
        )
        (found,) = read(out / "p.xlsx")
        assert [cells for _, cells in found.rows] == rows
