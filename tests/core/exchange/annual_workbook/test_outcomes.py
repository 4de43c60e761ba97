"""A round's workbook where there is little to tell: nothing required, no targets, nothing observed, a first round."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.domain.targets import Indicator, Observation
from covenant_monitor.exchange.annual_workbook.figures import round_figures
from covenant_monitor.exchange.annual_workbook.workbook import write_round_workbook
from covenant_monitor.language import NO_NUMBER, language
from tests.core.domain.strategies import year_round
from tests.core.exchange.annual_workbook.contents import LADDER, content, members

EN = language("en")
DAY = date(2021, 3, 1)


def write(path: Path, made: RoundContent, *, public: bool = False) -> Workbook:
    write_round_workbook(path, made, language=EN, public=public, written_on=DAY)
    return openpyxl.load_workbook(path, data_only=True)


def heads(book: Workbook, sheet: str, table: int = 0) -> list[str]:
    return list(list(book[sheet].tables.values())[table].column_names)


def method(book: Workbook) -> dict[str, str]:
    return {row[0]: row[1] for row in book["Method"].iter_rows(min_row=5, max_col=2, values_only=True)}


@pytest.mark.parametrize("public", [False, True])
def test_where_nothing_is_required_there_are_no_columns_of_outcomes(tmp_path: Path, public: bool) -> None:
    made = content({2019: members(6), 2020: [*members(8), *members(5, "N", marks=None)]}, ladder=())
    book = write(tmp_path / "r.xlsx", made, public=public)
    assert heads(book, "Summary") == ["Participation year", "Mean score", "Mean of (n)"]
    assert heads(book, "Summary", 1) == [
        *("Round", "Reference date", "Mean score", "Mean of (n)", "Framework version", "Break with the round before"),
    ]
    assert heads(book, "Participation years") == ["Participation year", "Round", "Mean score", "Mean of (n)"]
    assert not {"n", "Meets (%)"} & set(heads(book, "Comparison"))
    said = [str(row[0]) for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert "Scores in round 2020" in said
    assert not [text for text in said if text.startswith(("Outcome", "No required score", "Share that meets"))]
    rows = list(book["Summary"].iter_rows(values_only=True))
    (at,) = [place for place, row in enumerate(rows) if row[0] == "This round and the earlier ones"]
    assert [row[2:4] for row in rows[at + 2 : at + 4]] == [(50, 6), (50, 8)]


def test_what_is_said_of_a_round_without_requirements_does_not_contradict_itself(tmp_path: Path) -> None:
    made = content({2019: members(6), 2020: [*members(8), *members(5, "N", marks=None)]}, ladder=())
    book = write(tmp_path / "r.xlsx", made)
    said = method(book)
    assert said["n"] == "8 of 13 participants count in the figures of round 2020."
    assert said["What counts in the figures"].endswith("Not counted in 2020: 5 not begun.")
    assert said["Required score and outcome"] == (
        "Nothing is required in these rounds, so there are scores and no outcomes."
    )
    rows = [row[:2] for row in book["Summary"].iter_rows(values_only=True)]
    at = rows.index(("Not counted, and why", None))
    assert rows[at + 2 : at + 4] == [("Not begun", 5), (None, None)]


def test_one_participant_is_told_in_the_singular(tmp_path: Path) -> None:
    made = content({2020: [*members(1), *members(1, "N", marks=None)]})
    said = method(write(tmp_path / "r.xlsx", made))
    assert said["n"] == "1 of 2 participants counts in the figures of round 2020. 1 has an outcome."


@pytest.mark.parametrize("public", [False, True])
def test_a_round_without_requirements_among_others_has_dashes(tmp_path: Path, public: bool) -> None:
    rounds = {2019: year_round(2019), 2020: year_round(2020, requirements=LADDER, on_track_margin=15)}
    made = content({2019: members(6), 2020: members(6)}, rounds=rounds)
    book = write(tmp_path / "r.xlsx", made, public=public)
    rows = [row for row in book["Summary"].iter_rows(values_only=True) if row[0] == "2019"]
    assert rows[0][2:9] == (NO_NUMBER,) * 7
    assert [row[4:7] for row in book["Comparison"].iter_rows(values_only=True) if row[0] == "2019"] == [
        (NO_NUMBER,) * 3
    ]


def test_the_charts_begin_with_the_first_round_that_has_anything_to_draw(tmp_path: Path) -> None:
    made = content({2018: [], 2019: members(6, marks=None), 2020: members(6), 2021: members(6)})
    rows = [row[0] for row in write(tmp_path / "r.xlsx", made)["Summary"].iter_rows(values_only=True)]
    assert rows[rows.index("What the charts are drawn from") + 2 :] == ["2020 (n = 6)", "2021 (n = 6)"]


@pytest.mark.parametrize("public", [False, True])
def test_there_are_no_sheets_of_nothing(tmp_path: Path, public: bool) -> None:
    book = write(tmp_path / "r.xlsx", content({2020: members(6)}, ladder=()), public=public)
    assert not {"Targets", "Requirements", "Indicators"} & set(book.sheetnames)
    assert method(book)["Targets and indicators"] == "There are no targets and no observations."
    assert "Projection" not in method(book)


def test_observations_that_all_come_later_are_a_sentence_and_no_table(tmp_path: Path) -> None:
    indicator = Indicator("I", Text("I", "I"), observations=[Observation(date(2030, 1, 1), 5)])
    made = content({2020: members(6)})
    made = replace(made, picture=replace(made.picture, indicators=[indicator]))
    sheet = write(tmp_path / "r.xlsx", made)["Indicators"]
    assert not sheet.tables
    assert [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)] == [
        "There are no observations yet.",
        "1 later observation is left out.",
    ]


@pytest.mark.parametrize(("others", "shown"), [(0, True), (2, False), (6, True)])
def test_C02_how_many_do_not_count_tells_no_size_that_is_withheld(others: int, shown: bool) -> None:
    made = content({2020: [*members(8), *members(others, "N", marks=None)]}, ladder=())
    figures = round_figures(made.round, 3, 5)
    sizes = (figures.participants, figures.counted, figures.left_out_total)
    assert (None not in sizes) is shown or others == 0
    assert shown or sizes.count(None) > 1
