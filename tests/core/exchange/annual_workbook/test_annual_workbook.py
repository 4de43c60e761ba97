"""The annual workbook whole, of the demo and of real data: comparison, registers, live totals, no name in public."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.data import import_garment
from covenant_monitor.charts.comparison_words import change_sentence
from covenant_monitor.domain.comparison_parts import Cause, Measure
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.exchange.annual_workbook.source import Beside, read_beside
from covenant_monitor.exchange.annual_workbook.workbook import free_name, write_round_workbook
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.language import language
from covenant_monitor.store.queries import covenant_id, parties_by_id
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.store import create

EN = language("en")
Made = tuple[RoundContent, Beside]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Made:
    with create_demo(tmp_path_factory.mktemp("demo") / "demo.covenant") as store:
        return round_content(store, "KLEDING", "2020"), read_beside(store, "KLEDING", "2020")


@pytest.fixture(scope="module")
def internal(demo: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("internal") / "r.xlsx"
    write_round_workbook(path, demo[0], language=EN, beside=demo[1], source="demo.covenant")
    return path


@pytest.fixture(scope="module")
def results(internal: Path) -> Workbook:
    return openpyxl.load_workbook(internal, data_only=True)


def rows_after(sheet: Worksheet, first: str, skip: int = 0) -> Iterator[tuple[object, ...]]:
    """The rows of a table whose first heading is `first`, the one after `skip` others of that name, until an end."""
    rows = list(sheet.iter_rows(values_only=True))
    heads = [place for place, row in enumerate(rows) if row[0] == first]
    for row in rows[heads[skip] + 1 :]:
        if row[0] is None or row[1:3] == (None, None):
            return
        yield row


def test_every_total_is_a_formula_with_its_result(internal: Path, results: Workbook) -> None:
    formulas = openpyxl.load_workbook(internal)
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    assert results[sheet.title][cell.coordinate].value is not None, (sheet.title, cell.coordinate)
    assert seen > 3_000
    participants = formulas["Participants"]
    assert participants["I6"].value.startswith("=IFERROR(AVERAGE(")
    assert "SUMIFS('Ratings'!" in participants["Q6"].value
    earlier = [row for row in formulas["Summary"].iter_rows(values_only=True) if row[0] == "2018"]
    assert all("'Earlier rounds'!" in str(value) for row in earlier for value in row[3:6])


def test_why_the_shares_changed_adds_up_and_is_said(demo: Made, results: Workbook) -> None:
    sheet = results["Comparison"]
    found = demo[1].comparisons[0]
    assert (found.then.round.code, found.now.round.code) == ("2019", "2020")
    said = [str(row[0]) for row in sheet.iter_rows(values_only=True)]
    for place, measure in enumerate(Measure):
        change = found.changes[measure]
        assert change_sentence(change, EN) in said
        first, *causes, last = rows_after(sheet, "What changed", place)
        assert first[0] == "2019"
        assert first[2] == pytest.approx(float(change.then.percent or 0))
        assert [row[1] for row in causes] == pytest.approx([float(change.parts[c]) for c in Cause if change.parts[c]])
        assert last[0] == "2020"
        assert last[1] == pytest.approx(float(change.whole))
        assert last[2] == pytest.approx(float(change.now.percent or 0))


def test_the_same_participants(demo: Made, results: Workbook) -> None:
    sheet = results["Comparison"]
    compared = demo[1].comparisons[0].comparison
    whole, *sections = list(rows_after(sheet, "Mean score", 1))[: 1 + len(compared.sections)]
    for row, change in zip([whole, *sections], [compared.mean, *compared.sections], strict=True):
        assert row[1] == change.n
        assert row[2:5] == pytest.approx(
            [float(x or 0) for x in (change.then.percent, change.now.percent, change.difference)]
        )


def test_breaks_are_marked(results: Workbook) -> None:
    rows = list(rows_after(results["Comparison"], "Round"))
    assert [row[0] for row in rows] == ["2017", "2018", "2019", "2020"]
    assert [row[3] for row in rows] == [None, None, 100, None]
    assert str(rows[2][10]).startswith("Framework version 2")
    meets = [row[5] for row in rows]
    assert rows[3][6] == pytest.approx(meets[3] - meets[2])  # type: ignore[operator]


def test_registers_are_for_internal_use(demo: Made, results: Workbook, tmp_path: Path) -> None:
    sheet = results["Risks & actions"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert len(rows) == len(demo[1].entries)
    assert {row[0] for row in rows} == {"Risk", "Action", "Commitment", "Complaint"}
    levels = {one.code: one.risk_level for one in demo[1].entries}
    assert all(row[12] == levels[str(row[1])] for row in rows if row[0] == "Risk")
    path = tmp_path / "p.xlsx"
    write_round_workbook(path, demo[0], language=EN, beside=demo[1], public=True)
    whole = everything(path)
    assert not [one.title for one in demo[1].entries if one.title.casefold() in whole]


def test_public_does_not_say_why_nor_how_ratings_fall(demo: Made, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    write_round_workbook(path, demo[0], language=EN, beside=demo[1], public=True)
    book = openpyxl.load_workbook(path)
    said = "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)
    assert "Why a figure changed is for internal use" in said
    for found in demo[1].comparisons:
        assert not [change for change in found.changes.values() if change_sentence(change, EN) in said]
    assert "How the ratings fall" not in said
    assert "Mean score per section, 2019 and 2020" in said


@pytest.mark.parametrize("public", [False, True])
def test_every_sheet_and_page_says_for_whom_it_is(demo: Made, tmp_path: Path, public: bool) -> None:
    path = tmp_path / "r.xlsx"
    write_round_workbook(path, demo[0], language=EN, beside=demo[1], public=public)
    mark = "Public: totals only" if public else "Internal: confidential"
    for sheet in openpyxl.load_workbook(path):
        assert mark in sheet.oddHeader.right.text
        assert mark in sheet.oddFooter.center.text
        assert sheet["A2"].value.startswith(mark)


@pytest.mark.parametrize("public", [False, True])
def test_the_method_names_digest_version_and_n(demo: Made, tmp_path: Path, public: bool) -> None:
    path = tmp_path / "r.xlsx"
    write_round_workbook(path, demo[0], language=EN, beside=demo[1], public=public, source="demo.covenant")
    said = {
        row[0]: str(row[1]) for row in openpyxl.load_workbook(path)["Method"].iter_rows(min_row=5, values_only=True)
    }
    assert len(demo[1].digest) == 64
    assert demo[1].digest in said["Digest of the file"]
    assert "From the file demo.covenant." in said["This workbook"]
    assert "Framework version 2" in said["This workbook"]
    if not public:
        assert said["n"].startswith("56 of 60 participants count in the figures of round 2020")


@pytest.mark.parametrize("code", ["nl", "en"])
def test_C11_a_public_workbook_of_real_data_names_no_company(tmp_path: Path, code: str) -> None:
    with create(tmp_path / "msa.covenant") as store:
        import_garment(store)
        parties = parties_by_id(store, covenant_id(store, "MSA-GARMENT"), companies_only=True).values()
        content, beside = round_content(store, "MSA-GARMENT", "2021"), read_beside(store, "MSA-GARMENT", "2021")
    path = tmp_path / "r.xlsx"
    write_round_workbook(path, content, language=language(code), public=True, beside=beside)
    whole = everything(path)
    assert len(parties) == 204
    for party in parties:
        for text in (party.name, party.code):
            assert not re.search(rf"(?<!\w){re.escape(text.casefold())}(?!\w)", whole), text


def everything(path: Path) -> str:
    """Every part of the package, as one text."""
    with ZipFile(path) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist()).casefold()


def test_a_free_name(tmp_path: Path) -> None:
    assert free_name(tmp_path / "a.xlsx").name == "a (2).xlsx"
    (tmp_path / "a (2).xlsx").touch()
    assert free_name(tmp_path / "a.xlsx").name == "a (3).xlsx"
