"""Whatever was done to the layout of a questionnaire: the same answers, and a sentence for what is odd."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from covenant_monitor.exchange.questionnaires.layout import NO_SHEET
from covenant_monitor.exchange.questionnaires.marks import Column
from covenant_monitor.exchange.questionnaires.staging import Part
from covenant_monitor.store.store import Store
from tests.core.exchange.returned import (
    ANSWERED,
    EXPECTED,
    FIRST_ROW,
    PLACES,
    Change,
    changes,
    edited,
    filled,
    rows_of,
    said,
    sent,
    set_cell,
    staged,
)
from tests.core.store.small import small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as made:
        yield made


@pytest.fixture
def answered(store: Store, tmp_path: Path) -> Path:
    return filled(sent(store, tmp_path), ANSWERED)


def insert_columns(sheet: Worksheet) -> None:
    sheet.insert_cols(1, 2)
    sheet.insert_cols(6)


def insert_rows(sheet: Worksheet) -> None:
    sheet.insert_rows(FIRST_ROW, 3)
    sheet.insert_rows(1)


def sort_rows(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW)]
    for number, values in enumerate(sorted(rows, key=str, reverse=True), FIRST_ROW):
        for place, value in enumerate(values, 1):
            sheet.cell(number, place).value = value


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[rows_of(sheet)["A1"]].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.sheet_state = "hidden"


def delete_guidance(sheet: Worksheet) -> None:
    sheet.delete_cols(PLACES[Column.GUIDANCE], 2)


def delete_marks(sheet: Worksheet) -> None:
    sheet.delete_rows(1, 2)
    for row in (1, 2):
        sheet.row_dimensions[row].hidden = False


def delete_codes(sheet: Worksheet) -> None:
    sheet.delete_cols(1)


def swap_columns(sheet: Worksheet) -> None:
    one, other = PLACES[Column.CRITERION], PLACES[Column.NOTE]
    for row in range(1, sheet.max_row + 1):
        here, there = sheet.cell(row, one), sheet.cell(row, other)
        if "merged" not in f"{type(here)} {type(there)}".lower():
            here.value, there.value = there.value, here.value


def rename(sheet: Worksheet) -> None:
    sheet.title = "Blad1"
    assert sheet.parent is not None
    del sheet.parent[sheet.parent.sheetnames[0]]


def unmerge(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (insert_columns, []),
        (insert_rows, []),
        (sort_rows, ["The rows are in another order than they were sent in. They are found by their codes."]),
        (hide, ["Rows or columns of this sheet are hidden. They are read too."]),
        (delete_guidance, []),
        (delete_marks, ["The hidden row over the columns is gone. They are found by their headings."]),
        (rename, []),
    ],
)
def test_F52_layout_does_not_matter(store: Store, answered: Path, change: Change, told: list[str]) -> None:
    found = staged(store, edited(answered, unmerge, change))
    assert changes(found) == EXPECTED
    assert said(found) == told


def test_F52_columns_may_change_places(store: Store, answered: Path) -> None:
    found = staged(store, edited(answered, unmerge, swap_columns))
    assert changes(found) == EXPECTED


def test_F52_without_codes_rows_are_found_by_their_text(store: Store, answered: Path) -> None:
    found = staged(store, edited(answered, unmerge, delete_codes))
    assert changes(found) == EXPECTED
    assert said(found) == [
        "The column with the codes of the criteria is missing. Rows are found by the text of the criterion."
    ]


def test_F52_one_column_sorted_is_noticed_and_nothing_of_it_is_taken_in(store: Store, answered: Path) -> None:
    def sort_codes(sheet: Worksheet) -> None:
        rows = rows_of(sheet)
        for code, row in zip(reversed(rows), rows.values(), strict=True):
            sheet.cell(row, 1).value = code

    found = staged(store, edited(answered, sort_codes))
    assert set(changes(found)) == {("A3", Part.ANSWER), ("A3", Part.NOTE)}  # the one in the middle stayed
    assert len(said(found, "error")) == 4
    assert "rows were moved apart" in said(found, "error")[0]


def test_F52_merged_cells(store: Store, answered: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        rows = rows_of(sheet)
        sheet.merge_cells(start_row=rows["A1"], end_row=rows["A2"], start_column=5, end_column=5)
        sheet.merge_cells(start_row=rows["B1"], end_row=rows["B1"], start_column=5, end_column=6)

    found = staged(store, edited(answered, merge))
    assert ("A1", Part.ANSWER) not in changes(found)
    assert ("A2", Part.ANSWER) not in changes(found)
    assert changes(found)["B1", Part.ANSWER] == ("–", "Fully")
    assert any("are merged, so it is not clear" in text for text in said(found, "error"))
    assert any("read as that of the first one" in text for text in said(found, "note"))


def test_F52_a_criterion_twice(store: Store, answered: Path) -> None:
    def copy(sheet: Worksheet) -> None:
        row, last = rows_of(sheet)["A1"], sheet.max_row + 1
        for place in range(1, 10):
            sheet.cell(last, place).value = sheet.cell(row, place).value

    assert changes(staged(store, edited(answered, copy))) == EXPECTED
    other = edited(answered, lambda sheet: sheet.cell(sheet.max_row, 5, "Not"))
    found = staged(store, other)
    assert ("A1", Part.ANSWER) not in changes(found)
    assert any("is also in row" in text for text in said(found, "error"))


def test_F52_rows_and_columns_that_are_gone(store: Store, answered: Path) -> None:
    found = staged(store, edited(answered, lambda sheet: sheet.delete_rows(rows_of(sheet)["B2"])))
    assert set(EXPECTED) - set(changes(found)) == {("B2", Part.ANSWER)}
    assert said(found) == ["Criterion B2 has no row in it any more. What the file has of it stays."]
    found = staged(store, edited(answered, unmerge, lambda sheet: sheet.delete_cols(PLACES[Column.EVIDENCE])))
    assert ("A1", Part.EVIDENCE) not in changes(found)
    assert any("“Evidence (document, page)” is missing" in text for text in said(found))
    path = filled(sent(store, answered.parent / "b"), ANSWERED)
    found = staged(store, edited(path, unmerge, lambda sheet: sheet.delete_cols(PLACES[Column.TEXT])))
    assert changes(found) == EXPECTED
    assert any("“Criterion” is missing" in text for text in said(found))
    found = staged(store, edited(answered, unmerge, lambda sheet: sheet.delete_cols(PLACES[Column.ANSWER])))
    assert changes(found) == {}
    assert [finding.message for finding in found.errors] == [NO_SHEET]


def test_F52_a_row_without_its_code_is_found_by_its_text_and_told(store: Store, answered: Path) -> None:
    found = staged(store, edited(answered, set_cell("A1", Column.CRITERION, None)))
    assert changes(found) == EXPECTED
    assert said(found) == ["A9 This row has no code that can be read. It is found by the text of criterion A1."]


def copy_sheet(path: Path, *changes: Change) -> Path:
    """The same workbook, with its questions on one more sheet that was changed then."""
    book = load_workbook(path)
    copied = book.copy_worksheet(book.worksheets[1])
    for change in changes:
        change(copied)
    book.save(path)
    return path


def test_F52_answers_on_a_copy_of_the_sheet_are_never_passed_over(store: Store, answered: Path, tmp_path: Path) -> None:
    found = staged(store, copy_sheet(answered))
    assert (changes(found), said(found)) == (EXPECTED, [])  # twice the same
    path = filled(sent(store, tmp_path / "other"), ANSWERED)
    found = staged(store, copy_sheet(path, set_cell("B2", Column.ANSWER, "Not")))
    assert changes(found) == {}
    assert said(found) == [
        "There are answers on the sheets “Questionnaire” and “Questionnaire Copy”, and not the same ones. Ask which"
        " count, put those on one sheet, and read the workbook again."
    ]
    empty = sent(store, tmp_path / "empty", party="P2")
    found = staged(store, copy_sheet(empty, set_cell("A1", Column.ANSWER, "Not")))
    assert changes(found)["A1", Part.ANSWER] == ("–", "Not")


def test_F52_rows_on_another_sheet_are_never_passed_over(store: Store, answered: Path) -> None:
    def only(*codes: str) -> Change:
        def change(sheet: Worksheet) -> None:
            for code, row in reversed(rows_of(sheet).items()):
                if code not in codes:
                    sheet.delete_rows(row)

        return change

    edited(copy_sheet(answered, only("B1", "B2")), only("A1", "A2", "A3"))
    found = staged(store, answered)
    assert changes(found) == {}
    assert "and not the same ones" in said(found)[0]


def test_F52_what_stands_elsewhere_is_told(store: Store, answered: Path) -> None:
    def beside(sheet: Worksheet) -> None:
        for code, row in rows_of(sheet).items():
            sheet.cell(row, 11, f"let op {code}")

    book = load_workbook(edited(answered, beside))
    book.create_sheet("Toelichting").cell(3, 1, "Zie onze uitleg")
    book.create_sheet("Leeg")
    book.save(answered)
    found = staged(store, answered)
    assert changes(found) == EXPECTED
    assert [(one.sheet, one.cell, one.severity) for one in found.findings] == [
        ("Toelichting", "", "note"),
        ("Questionnaire", "K9", "note"),
    ]
    assert said(found) == [
        "This sheet is not one of the questionnaire. What stands on it is not read.",
        "K9 Column K is not one of the questionnaire. What stands in it is not read.",
    ]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_F52_columns_that_changed_places_below_the_hidden_rows(store: Store, tmp_path: Path, code: str) -> None:
    def swap(sheet: Worksheet) -> None:
        one, other = PLACES[Column.EVIDENCE], PLACES[Column.NOTE]
        for row in range(FIRST_ROW - 1, sheet.max_row + 1):
            here, there = sheet.cell(row, one), sheet.cell(row, other)
            here.value, there.value = there.value, here.value

    found = staged(store, edited(filled(sent(store, tmp_path, code=code), ANSWERED), swap))
    assert changes(found) == EXPECTED
    assert said(found) == [
        "Headings stand over other columns than the hidden row says. The columns are found by their headings."
    ]
