"""The workbook that goes out: what is in it, what may be written where, and that it holds nothing of anybody else."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.questionnaires.marks import DEFINED_NAME, ENTERED, Column, Identity, identity_in
from covenant_monitor.exchange.questionnaires.questionnaire import questionnaires
from covenant_monitor.exchange.questionnaires.writing import write_questionnaires
from covenant_monitor.language import language
from covenant_monitor.store.store import Store
from tests.core.exchange.returned import PLACES, by_libreoffice, rows_of, sent
from tests.core.store.small import bring, small

NAME = "Voorbeeld Mode B.V."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as made:
        yield made


def questions(path: Path) -> Worksheet:
    sheet = load_workbook(path).worksheets[1]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_it_says_whose_it_is_in_a_hidden_cell_of_each_sheet(store: Store, tmp_path: Path) -> None:
    book = load_workbook(sent(store, tmp_path))
    expected = Identity("KLEDING", "2020", "P1", "F", "1", "en", NAME)
    for sheet in book.worksheets:
        assert identity_in(sheet["A1"].value) == expected
        assert sheet.row_dimensions[1].hidden
    assert DEFINED_NAME in book.defined_names


def test_only_what_the_company_writes_is_open(store: Store, tmp_path: Path) -> None:
    book = load_workbook(sent(store, tmp_path))
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    sheet = book.worksheets[1]
    open_ = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    rows = rows_of(sheet).values()
    assert open_ == {sheet.cell(row, PLACES[column]).coordinate for row in rows for column in ENTERED}


@pytest.mark.parametrize(
    ("code", "listed"), [("nl", '"Volledig,Deels,Niet,N.v.t.,-"'), ("en", '"Fully,Partially,Not,N.a.,-"')]
)
def test_the_answers_are_chosen_from_a_list_in_its_language(
    store: Store, tmp_path: Path, code: str, listed: str
) -> None:
    sheet = questions(sent(store, tmp_path, code=code))
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert rules["list"].formula1 == listed
    first, last = min(rows_of(sheet).values()), max(rows_of(sheet).values())
    (area,) = rules["list"].sqref.ranges
    assert (area.min_row <= first, area.max_row) == (True, last)
    assert "date" in rules


def test_a_number_scale_takes_a_number_of_that_scale(store: Store, tmp_path: Path) -> None:
    sheet = questions(sent(store, tmp_path, round_="2021"))
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if rule.type == "custom"]
    assert ">=0" in rule.formula1
    assert "<=10" in rule.formula1


def test_what_was_answered_is_filled_in_and_counted(store: Store, tmp_path: Path) -> None:
    path = sent(store, tmp_path)
    sheet = questions(path)
    assert sheet.cell(rows_of(sheet)["A1"], PLACES[Column.ANSWER]).value == "Fully"
    counted = load_workbook(path, data_only=True).worksheets[1]["B6"].value
    assert counted == "1 of 5"


def test_the_count_is_the_same_where_it_is_computed_anew(store: Store, tmp_path: Path) -> None:
    path = by_libreoffice(sent(store, tmp_path, code="nl"), "xlsx")
    values = [
        cell.value for row in load_workbook(path, data_only=True).worksheets[1].iter_rows(max_row=8) for cell in row
    ]
    assert "1 van 5" in values or "1 of 5" in values


def test_F55_texts_are_texts(store: Store, tmp_path: Path) -> None:
    names = ("=cmd|' /C calc'!A0", "+1 <r>b</r> _x0041_x0042_", "@x \u202eabc \U0001f600")
    for name in names:
        store.connection.execute("BEGIN")
        store.connection.execute("UPDATE party SET name = ? WHERE code = 'P1'", (name,))
        path = sent(store, tmp_path / str(names.index(name)))
        store.connection.execute("ROLLBACK")
        cell = questions(path)["B4"]
        assert cell.data_type in ("s", "inlineStr")
        assert cell.value.replace("_x005F_", "_") == name


def test_C13_it_holds_the_name_of_nobody_else(store: Store, tmp_path: Path) -> None:
    path = sent(store, tmp_path)
    with ZipFile(path) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "Voorbeeld Mode B.V." in whole
    for other in ("Fictief Textiel", "Denkbeeldig Dessin", "Vakbond Voorbeeld", "A. Voorbeeld", "B. Test"):
        assert other not in whole


def test_one_that_is_there_already_is_never_written_over(store: Store, tmp_path: Path) -> None:
    path = sent(store, tmp_path)
    before = path.read_bytes()
    with pytest.raises(Problem, match="may be filled in"):
        sent(store, tmp_path)
    assert path.read_bytes() == before


def test_it_can_be_stopped_between_two(store: Store, tmp_path: Path) -> None:
    asked = questionnaires(store, "KLEDING", "2020")
    steps: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        steps.append((done, of))
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_questionnaires(tmp_path / "out", asked, language=language("nl"), progress=stop)
    assert steps == [(0, 3), (1, 3)]
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_F57_a_folder_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises((Problem, OSError)):
        write_questionnaires(
            tmp_path / "file" / "out", questionnaires(store, "KLEDING", "2020"), language=language("nl")
        )


def test_a_framework_with_anchors_says_what_each_answer_stands_for(store: Store, tmp_path: Path) -> None:
    sheet = questions(sent(store, tmp_path, code="nl"))
    assert "Volledig: Alles is er" in str(sheet.cell(rows_of(sheet)["A1"], PLACES[Column.GUIDANCE]).value)


def test_a_text_that_fits_in_no_cell_is_told_rather_than_cut(store: Store, tmp_path: Path) -> None:
    bring(
        store,
        ratings=f"""
            covenant,party,round,kind,criterion,rating,note
            KLEDING,P1,2020,self,A1,fully,{"x" * 32_000}
        """,
    )
    path = sent(store, tmp_path)
    sheet = questions(path)
    assert len(str(sheet.cell(rows_of(sheet)["A1"], PLACES[Column.NOTE]).value)) == 32_000
