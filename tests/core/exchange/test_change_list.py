"""The list of changes as a file, read again by other programs' means."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.change_list import Entry, write_change_list
from covenant_monitor.language import language

HEADINGS = ("When", "Who", "From", "To")
AT = datetime(2020, 2, 29, 12, 30, 15, tzinfo=UTC)
HOSTILE = ("=1+1", "+31", "@x", "-", "<b>", "_x0041_", "a\nb", "😀", "\ud800")
ENTRIES = [Entry(AT, ("A. Voorbeeld", text, "")) for text in HOSTILE]


def write(path: Path, entries: list[Entry] = ENTRIES, told: list[tuple[int, int]] | None = None) -> Path:
    write_change_list(
        path,
        entries,
        headings=HEADINGS,
        widths=(18, 20, 40, 40),
        title="Changes in R&D",
        about="All",
        language=language("nl"),
        progress=None if told is None else lambda done, of: told.append((done, of)),
    )
    return path


def test_a_workbook(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    book = openpyxl.load_workbook(write(tmp_path / "a.xlsx", told=told))
    (sheet,) = book.worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Changes in R&D"
    assert rows[1][0] == "All"
    assert rows[2] == list(HEADINGS)
    # As Excel writes it: openpyxl does not take the escape away.
    assert [row[2].replace("_x005F_", "_") for row in rows[3:]] == [*HOSTILE[:-1], "\ufffd"]
    assert {row[0] for row in rows[3:]} == {AT.astimezone().replace(tzinfo=None)}
    assert {cell.data_type for cell in sheet["C"][3:]} == {"s"}
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == f"A3:D{len(HOSTILE) + 3}"
    assert sheet["A4"].number_format == "[$-413]d mmm yyyy hh:mm"
    assert sheet["D4"].border.bottom.style == "thin"  # an empty cell looks like the others
    assert told == [(0, len(HOSTILE))]


def test_csv(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == list(HEADINGS)
    assert rows[1][0] == AT.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert [row[2] for row in rows[1:5]] == ["'=1+1", "'+31", "'@x", "'-"]
    assert rows[7][2] == "a\nb"


def test_an_empty_list(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path / "a.xlsx", []))
    assert book.worksheets[0].max_row == 3


def test_what_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"ends in \.xlsx or \.csv"):
        write(tmp_path / "a.pdf")
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(Problem):
        write(tmp_path / "b.xlsx")
    with pytest.raises(Problem, match="at most"):
        write(tmp_path / "c.xlsx", [Entry(AT, ("x" * 40_000, "", ""))])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.xlsx"]
