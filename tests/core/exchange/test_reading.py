"""Reading sources together: workbooks, CSV files and folders."""

import os
from pathlib import Path

import pytest

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import reading, workbook_reader, zip_check
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.language import language
from tests.core.exchange.foreign_files import FIRST, HEADER, ole, parties

NAMES = {"parties", "rounds"}
CSV = "covenant;party;name\nKLEDING;P1;Voorbeeld BV\n"


def read(*sources: Path) -> tuple[list[RawTable], list[Finding]]:
    return read_tables(sources, table_names=NAMES)


def test_a_folder_and_a_workbook_give_the_same_table(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "Parties.csv").write_text(CSV)
    (folder / "README.md").write_text("Not a table.")
    (folder / "._parties.csv").write_bytes(b"what macOS leaves behind")
    (folder / "x_own.csv").write_text("whatever")
    (folder / "deeper.csv").mkdir()
    workbook = parties(tmp_path / "parties.XLSX", HEADER + FIRST)
    (one, two), findings = read(folder, workbook)
    assert findings == []
    assert (one.source, two.source) == ("Parties.csv", "parties.XLSX")
    assert (one.name, one.header, one.rows) == (two.name, two.header, two.rows)


def test_all_files_are_read_before_anything_is_told(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_bytes(CSV.encode("utf-16"))
    (tmp_path / "partijen.csv").write_text(CSV)
    (tmp_path / "rounds.csv").write_bytes(b"")
    (tmp_path / "locked.xlsx").write_bytes(ole("EncryptedPackage"))
    (tmp_path / "old.xls").write_bytes(ole("Workbook"))
    tables, findings = read(tmp_path, tmp_path / "locked.xlsx", tmp_path / "old.xls")
    assert [table.name for table in tables] == ["parties"]
    assert [(finding.source, finding.message) for finding in findings] == [
        ("partijen.csv", workbook_reader.UNKNOWN_TABLE_LIKE),
        ("rounds.csv", zip_check.EMPTY),
        ("locked.xlsx", zip_check.PROTECTED),
        ("old.xls", zip_check.OLD_EXCEL),
    ]
    assert all(finding.text(language("nl")).startswith(finding.source) for finding in findings)


def test_F44_a_csv_file_called_xlsx_and_a_workbook_called_csv(tmp_path: Path) -> None:
    (tmp_path / "parties.xlsx").write_text(CSV)
    (tmp_path / "rounds.csv").write_bytes(parties(tmp_path / "good.xlsx").read_bytes())
    _, findings = read(tmp_path / "parties.xlsx", tmp_path / "rounds.csv")
    assert [finding.message for finding in findings] == [zip_check.TEXT, zip_check.NOT_A_CSV]


def test_a_source_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        read(tmp_path / "none.xlsx")
    assert problem.value.message == reading.NO_SUCH_FILE


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Nothing here.")
    _, findings = read(tmp_path)
    assert [finding.message for finding in findings] == [reading.NO_CSV]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that cannot be sized up")
def test_a_source_that_is_no_file_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(Problem) as problem:
        read(tmp_path / "pipe.xlsx")
    assert problem.value.message == reading.NOT_A_FILE


def test_a_source_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading, "read_workbook", refuse)
    with pytest.raises(Problem, match="Permission denied") as problem:
        read(parties(tmp_path / "open in excel.xlsx"))
    assert problem.value.message == reading.UNREADABLE
