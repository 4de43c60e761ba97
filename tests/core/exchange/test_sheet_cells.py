from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import sheet_cells
from covenant_monitor.exchange.raw_table import CellError
from covenant_monitor.exchange.sheet_cells import read_sheets
from covenant_monitor.exchange.workbook_reader import ERROR_CELL, NO_SUCH_DAY, NOT_CALCULATED
from tests.core.exchange.foreign_files import package, row, sheet, styles, text, write


def test_every_sheet_is_read_whatever_its_name(tmp_path: Path) -> None:
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Blad 1"
    first["B3"], first["C3"] = "Naam", date(2020, 10, 3)
    first.merge_cells("B5:C6")
    first["B5"] = "samen"
    first.row_dimensions[3].hidden = True
    hidden = book.create_sheet("x_verborgen")
    hidden["A1"] = 1.5
    hidden.sheet_state = "hidden"
    book.create_sheet("leeg")
    path = tmp_path / "any.xlsx"
    book.save(path)
    sheets, findings = read_sheets(path)
    assert findings == []
    assert [(one.name, one.hidden) for one in sheets] == [("Blad 1", False), ("x_verborgen", True)]
    one, other = sheets
    assert (one.cell(3, 1), one.cell(3, 2), one.cell(3, 9), one.cell(99, 0)) == ("Naam", date(2020, 10, 3), None, None)
    assert (one.merged, one.hidden_rows) == ([(5, 1, 6, 2)], {3})
    assert other.cell(1, 0) == 1.5


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('<c r="A1" t="e"><v>#REF!</v></c>', ERROR_CELL),
        ('<c r="A1"><f>1+1</f></c>', NOT_CALCULATED),
        ('<c r="A1" s="1"><v>9999999</v></c>', NO_SUCH_DAY),
    ],
)
def test_F49_F51_cells_that_cannot_be_used_say_why(tmp_path: Path, cell: str, message: str) -> None:
    parts = package({"S": sheet(row(1, cell))}, styles=styles("", "yyyy-mm-dd"))
    (one,), _findings = read_sheets(write(tmp_path / "a.xlsx", parts))
    assert isinstance(one.cell(1, 0), CellError)
    assert one.unusable[1, 0].message == message


def test_F52_a_row_in_two_pieces_is_one_row(tmp_path: Path) -> None:
    data = row(1, text("A1", "a")) + row(1, text("B1", "b"), text("A1", "c"))
    (one,), _findings = read_sheets(write(tmp_path / "a.xlsx", package({"S": sheet(data)})))
    assert (one.rows[1], one.repeated) == (["c", "b"], ["A1"])


def test_F48_a_reader_that_says_nothing_has_crashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_cells, "read_lines", lambda *_arguments: ([], iter([])))
    with pytest.raises(Problem, match="could not be read"):
        read_sheets(tmp_path / "a.xlsx")
