"""What is refused before openpyxl makes trees of a part."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from defusedxml import DTDForbidden

from covenant_monitor.exchange import sheet_scan
from covenant_monitor.exchange.sheet_scan import UnreadableError, count_cells, first_spaces, has_values
from tests.core.exchange.foreign_files import FIRST, HEADER, MAIN, STRICT, XML, row, sheet, text, write

PART = "xl/worksheets/sheet1.xml"


def archive(path: Path, xml: str) -> ZipFile:
    return ZipFile(write(path / "p.xlsx", {PART: xml}))


def refusal(path: Path, xml: str, most: int = 1_000, last_row: int = 10) -> tuple[str, str]:
    with archive(path, xml) as parts, pytest.raises(UnreadableError) as error:
        count_cells(parts, PART, most, last_row)
    return error.value.code, error.value.cell


def test_cells_and_rows_are_counted(tmp_path: Path) -> None:
    with archive(tmp_path, sheet(HEADER + FIRST)) as parts:
        assert count_cells(parts, PART, 8, 2) == 8
        assert has_values(parts, PART, 8)
    assert refusal(tmp_path, sheet(HEADER + FIRST), most=7) == ("cells", "")


def test_cells_with_nothing_in_them_may_be_anywhere(tmp_path: Path) -> None:
    with archive(tmp_path, sheet(row(1_048_576, '<c r="XFD1048576" s="1"/>'))) as parts:
        assert count_cells(parts, PART, 2, 10) == 2
        assert not has_values(parts, PART, 2)


@pytest.mark.parametrize(
    ("data", "cell"),
    [(row(11, text("B11", "x")), "B11"), ("<row><c><f>1</f></c></row>" * 11, "A11")],
)
def test_F47_a_value_too_far_down_is_refused(tmp_path: Path, data: str, cell: str) -> None:
    assert refusal(tmp_path, sheet(data)) == ("far", cell)


def test_F47_too_much_of_anything_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_scan, "_MOST_OTHERS", 100)
    assert refusal(tmp_path, sheet(HEADER, after="<x/>" * 100)) == ("cells", "")


def test_F46_a_document_type_is_refused_wherever_it_is(tmp_path: Path) -> None:
    with archive(tmp_path, sheet(HEADER, prolog=f'{XML}<!DOCTYPE a [<!ENTITY b "c">]>')) as parts:
        with pytest.raises(DTDForbidden):
            list(first_spaces(parts))
        with pytest.raises(DTDForbidden):
            count_cells(parts, PART, 100, 10)


def test_namespaces_of_parts_that_are_xml(tmp_path: Path) -> None:
    content = {PART: sheet(""), "xl/other.xml": sheet("", namespace=STRICT), "bad.xml": b"\0", "no.xml": "", "a": "b"}
    with ZipFile(write(tmp_path / "p.xlsx", content)) as parts:
        assert list(first_spaces(parts)) == [MAIN, STRICT]
