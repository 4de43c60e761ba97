"""How the sheets of a round's workbook come out on paper: nothing cut, nothing that is only there for a chart."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

from covenant_monitor.domain.model import Party, Rating, Text
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.domain.registers import Entry, Register
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target
from covenant_monitor.exchange.annual_workbook.room import shortened
from covenant_monitor.exchange.annual_workbook.source import NOTHING, Beside
from covenant_monitor.exchange.annual_workbook.workbook import write_round_workbook
from covenant_monitor.language import language
from tests.core.domain.strategies import framework_of
from tests.core.exchange.annual_workbook.contents import COVENANT, Member, content, members

EN = language("en")
DAY = date(2021, 3, 1)


def write(path: Path, made: RoundContent, beside: Beside = NOTHING) -> Workbook:
    write_round_workbook(path, made, language=EN, written_on=DAY, beside=beside)
    return openpyxl.load_workbook(path)


def with_targets(n: int) -> RoundContent:
    indicator = Indicator("I", Text("I", "Share"), unit="%", observations=[Observation(date(2020, 6, 30), 12)])
    targets = [Target(f"T{i}", "I", [Milestone(date(2021 + i, 12, 31), 50)], date(2019, 1, 1), 5) for i in range(n)]
    made = content({2020: members(6)})
    return replace(made, picture=replace(made.picture, indicators=[indicator], targets=targets))


@pytest.mark.parametrize("n", [1, 4, 10, 12, 16, 30])
def test_a_chart_that_a_page_would_cut_begins_the_next_one(tmp_path: Path, n: int) -> None:
    sheet = write(tmp_path / "r.xlsx", with_targets(n))["Targets"]
    (chart,) = sheet._charts
    row = chart.anchor._from.row + 1
    broken = [one.id + 1 for one in sheet.row_breaks.brk]
    assert broken == ([row] if n in (10, 12) else [])


def test_what_the_chart_of_targets_is_drawn_from_is_not_printed(tmp_path: Path) -> None:
    sheet = write(tmp_path / "r.xlsx", with_targets(3))["Targets"]
    (head,) = [row[0].row for row in sheet.iter_rows() if row[0].value == "What the chart is drawn from"]
    assert range_boundaries(sheet.print_area.split("!")[1])[3] == head - 1
    (chart,) = sheet._charts
    assert chart.anchor._from.row + 1 < head


def test_a_long_name_does_not_run_on_beyond_the_columns(tmp_path: Path) -> None:
    name = "Convenant voor internationaal maatschappelijk verantwoord ondernemen " * 4
    covenant = replace(COVENANT, name=Text(name, name))
    book = write(tmp_path / "r.xlsx", content({2020: members(6)}, covenant=covenant))
    for sheet in book:
        assert len(sheet["A1"].value) < 140
    assert len(book["Summary"]["A2"].value) < 190
    assert book["Summary"]["A1"].value.endswith("…")
    assert book["Summary"]["B4"].value == name
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"


def test_charts_of_many_sections_are_no_higher_than_a_page(tmp_path: Path) -> None:
    framework = framework_of([1] * 30)
    ratings = {f"{i}.01": Rating(Fraction(i, 30)) for i in range(1, 31)}
    some = [replace(one, marks=("", ""), ratings=ratings) for one in members(6)]
    made = content({2019: some, 2020: some}, framework=framework)
    sheet = write(tmp_path / "r.xlsx", made)["Sections and steps"]
    assert sheet._charts
    for chart in sheet._charts:
        assert chart.anchor.to.row - chart.anchor._from.row <= 40


def test_a_name_is_whole_in_the_long_list_of_ratings(tmp_path: Path) -> None:
    long = Party("P", "Zeer Lange Naam van een Vennootschap met Beperkte Aansprakelijkheid B.V.", joined_on=DAY)
    sheet = write(tmp_path / "r.xlsx", content({2020: [Member(long)]}))["Ratings"]
    assert sheet["B6"].value == long.name
    assert sheet["B6"].alignment.shrink_to_fit


def test_registers_are_told_as_on_the_day_that_the_workbook_is_made(tmp_path: Path) -> None:
    entry = Entry(Register.ACTION, "A1", title="Iets", due_on=date(2021, 2, 1))
    sheet = write(tmp_path / "r.xlsx", content({2020: members(1)}), Beside(entries=[entry]))["Risks & actions"]
    assert sheet["A1"].value.endswith("on 1 March 2021")
    overdue = [cell.value for cell in sheet[4]].index("Overdue")
    assert sheet.cell(5, overdue + 1).value == "Yes"
