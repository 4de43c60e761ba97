"""The page of all covenants, with the demo and the published figures in one file."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Rating
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.files import sample_data
from covenant_monitor.language import Language
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.national.page import NationalPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy

DAY = date(2021, 6, 1)
COLUMNS = ["name", "period", "participants", "companies", "turnover", "round", "counted", "meets", "mean", "target"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = demo_copy(tmp_path_factory.mktemp("national"))
    with open_store(path, user="A. Voorbeeld") as store:
        import_files(store, [sample_data("published")])
    return path


@pytest.fixture
def session(file: Path, tmp_path: Path) -> Iterator[Session]:
    copy = tmp_path / "all.covenant"
    copy.write_bytes(file.read_bytes())
    made = Session(Language("en"))
    made.open(open_store(copy, user="A. Voorbeeld"))
    yield made
    made.close()


@pytest.fixture
def page(session: Session, put_on_stage: Callable[[QWidget], None], qtbot: QtBot) -> Iterator[NationalPage]:
    made = NationalPage(session)
    made.resize(1400, 900)
    put_on_stage(made)
    made.seen_on.see(DAY)
    made.show_place()
    yield made
    qtbot.waitUntil(lambda: made.targets.chart.is_settled, timeout=20_000)


def cells(page: NationalPage, covenant: str) -> dict[str, str]:
    line = next(line for line in page.table.lines.shown if line.key == (covenant,))
    return dict(zip(COLUMNS, [cell.text for cell in line.cells], strict=True))


def tips(page: NationalPage, covenant: str) -> dict[str, str]:
    line = next(line for line in page.table.lines.shown if line.key == (covenant,))
    return dict(zip(COLUMNS, [cell.tip for cell in line.cells], strict=True))


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def figures(name: str, year: int) -> dict[str, Fraction]:
    """The demo's figures of a year straight from its table: of the sector under "", of participants by code."""
    with sample_data("demo", "figures.csv").open(encoding="utf-8", newline="") as rows:
        return {
            row["party"]: Fraction(row["value"])
            for row in csv.DictReader(rows)
            if row["figure"] == name and row["year"] == str(year)
        }


def test_a_row_says_how_its_covenant_stands(page: NationalPage) -> None:
    companies, turnovers = figures("companies", 2020), figures("turnover", 2020)
    with sample_data("demo", "assessments.csv").open(encoding="utf-8", newline="") as rows:
        assessed = {row["party"] for row in csv.DictReader(rows) if row["round"] == "2020"}
    with sample_data("demo", "parties.csv").open(encoding="utf-8", newline="") as rows:
        taking = {
            row["party"]
            for row in csv.DictReader(rows)
            if row["kind"] == "company"
            and (row["joined_on"] or "0") <= "2020-12-31"
            and (row["left_on"] or "9") >= "2020-01-01"
        }
    members = taking | assessed
    turnover = 100 * sum(value for party, value in turnovers.items() if party in members) / turnovers[""]
    shown = cells(page, "KLEDING")
    assert shown == {
        "name": "Garments and textiles (example)",
        "period": "since Jul 2016",
        "participants": "60",
        "companies": f"{float(100 * len(members) / companies['']):.1f}%",
        "turnover": f"{float(turnover):.1f}%",
        "round": "2020",
        "counted": "56 of 60",
        "meets": "80%",
        "mean": shown["mean"],
        "target": "Behind, 40 points to go",
    }
    told = tips(page, "KLEDING")
    assert told["counted"] == "Not counted: 1 not begun, 3 still in progress."
    assert told["meets"] == "45 of 56"
    assert told["companies"].startswith("60 of 1,")
    assert told["period"] == "4 July 2016 – 31 December 2021"


def test_a_covenant_without_participants_has_no_numbers_but_a_target(page: NationalPage) -> None:
    shown = cells(page, "METALS")
    assert (shown["participants"], shown["round"], shown["meets"], shown["target"]) == ("–", "", "–", "No data")
    assert shown["period"] == "no dates known"
    assert cells(page, "FOOD")["target"] == ""


def test_the_lead_figures(page: NationalPage) -> None:
    assert (page.lead.covenants.figure.text(), page.lead.covenants.words.text()) == ("11", "2 running, 9 without dates")
    assert (page.lead.participants.figure.text(), page.lead.participants.words.text()) == ("60", "in 1 covenant")
    assert page.lead.target.figure.text() == "35%"
    assert page.lead.target.words.text() == (
        "Large companies endorsing the OECD Guidelines: 90% on 31 Dec 2023. Behind, 55 points to go."
    )
    assert page.lead.sectors.figure.text() == "5 of 13"
    assert "35%" in page.lead.target.accessibleName()


def test_another_day_is_another_picture(page: NationalPage) -> None:
    page.seen_on.see(date(2024, 1, 1))
    assert page.lead.target.words.text().endswith("Missed, 55 points short.")
    assert page.lead.covenants.words.text() == "8 without dates, 3 ended"
    assert page.lead.participants.figure.text() == "0"
    assert cells(page, "AGT")["period"] == "ended Dec 2021"
    page.seen_on.see(date(2015, 1, 1))
    assert cells(page, "AGT")["period"] == "from Jul 2016"
    assert page.lead.target.figure.text() == "–"
    assert (cells(page, "KLEDING")["round"], cells(page, "KLEDING")["participants"]) == ("", "0")


def test_the_national_target_is_drawn_and_has_a_table(page: NationalPage, qtbot: QtBot) -> None:
    assert page.targets.code == "NATIONAL/GROOT-OESO"
    qtbot.waitUntil(lambda: not page.targets.view.image.isNull(), timeout=20_000)
    headers, rows = page.targets.view.table
    assert headers
    assert any("35%" in row for row in rows)
    assert page.targets.words.whole_text == "90% on 31 Dec 2023: Behind, 55 points to go"
    qtbot.keyClick(page.targets.view, Qt.Key.Key_F1)
    popover = page.findChild(Popover)
    assert popover is not None
    popover.dismiss()


def test_another_target_can_be_chosen_and_stays_so(page: NationalPage, qtbot: QtBot) -> None:
    names = [page.targets.box.itemText(place) for place in range(page.targets.box.count())]
    assert names[0] == "Large companies endorsing the OECD Guidelines"
    assert "Share of Dutch market turnover (Dutch Agreement on Sustainable Garments and Textile)" in names
    page.targets.box.setCurrentIndex(1)
    chosen = page.targets.code
    page.show_place()
    assert page.targets.code == chosen
    again = NationalPage(page.session)
    qtbot.addWidget(again)
    again.restore(page.state())
    again.show_place()
    assert (again.targets.code, again.seen_on.day) == (chosen, DAY)


def test_sectors_with_and_without_a_covenant(page: NationalPage) -> None:
    rows = [row.split("\t") for row in page.sectors.table.accessibleName().splitlines()[1:]]
    assert len(rows) == 13
    assert ["Energy", "RBC agreement for the renewable energy sector", "covenant"] in rows
    assert ["Chemicals", "–", "none"] in rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert page.sectors.unknown.text() == (
        "None of the thirteen: RBC agreement for the gold sector (Goud); TruStone Initiative (Natuursteen)."
    )
    assert any("KPMG" in text and "2014" in text for text in texts(page.sectors))


def test_a_click_or_Enter_asks_for_a_covenant(page: NationalPage, qtbot: QtBot) -> None:
    wanted: list[str] = []
    page.covenant_wanted.connect(wanted.append)
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.lines.index(2, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    rect = page.table.visualRect(page.table.lines.index(4, 0))
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert wanted == [page.table.lines.shown[place].key[0] for place in (2, 4)]


def test_the_table_can_be_copied_and_sorted(page: NationalPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 12
    assert lines[0].startswith("Covenant\tPeriod\tParticipants")
    page.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert page.table.lines.shown[0].key == ("KLEDING",)
    page.show_place()
    assert page.table.lines.shown[0].key == ("KLEDING",)


@pytest.mark.parametrize("width", [960, 1100, 1224, 1800])
def test_columns_fit_and_the_least_needed_hide(page: NationalPage, width: int) -> None:
    page.resize(width, 700)
    page.table.fit_columns()
    shown = [place for place in range(10) if not page.table.isColumnHidden(place)]
    assert sum(page.table.columnWidth(place) for place in shown) <= page.table.viewport().width()
    assert {COLUMNS[place] for place in shown} >= {"name", "participants", "round", "meets", "mean", "target"}
    assert (len(shown) == 10) == (width >= 1224)


def test_the_model_is_sound(page: NationalPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.table.lines)


def test_after_a_rating_the_page_is_right_again(page: NationalPage) -> None:
    session = page.session
    before = cells(page, "KLEDING")["mean"]
    party, criterion = session.file.connection.execute(
        "SELECT p.code, k.code FROM assessment a JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
        " JOIN rating g ON g.assessment = a.id JOIN criterion k ON k.id = g.criterion"
        " WHERE r.code = '2020' AND a.status = 'assessed' AND a.kind = 'secretariat' AND g.value = 1"
    ).fetchone()
    session.changed.connect(page.show_change)
    assert session.change(
        lambda: rate(session.file, key=AssessmentKey("KLEDING", "2020", party), ratings={criterion: Rating(0)})
    )
    after = cells(page, "KLEDING")["mean"]
    fresh = NationalPage(session)
    fresh.seen_on.see(DAY)
    fresh.show_place()
    assert after == cells(fresh, "KLEDING")["mean"]
    assert tips(page, "KLEDING") == tips(fresh, "KLEDING")
    fresh.deleteLater()
    assert before.endswith("%")


def test_one_covenant_has_nothing_beside_it(
    tmp_path: Path, put_on_stage: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path)))
    page = NationalPage(session)
    put_on_stage(page)
    page.show_place()
    page.take_focus()
    assert "Not more than one covenant in this file" in texts(page)
    assert "All covenants" not in texts(page)
    with qtbot.waitSignal(page.new_wanted):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    session.close()


def test_in_the_window_a_click_goes_to_the_covenant_or_its_target(
    file: Path, tmp_path: Path, put_on_stage: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    copy = tmp_path / "w.covenant"
    copy.write_bytes(file.read_bytes())
    session = Session(Language("en"))
    window = MainWindow(session, Settings(tmp_path / "settings.json"))
    put_on_stage(window)
    window.open_path(copy)
    window.show_page("national")
    page = window.pages["national"]
    assert isinstance(page, NationalPage)
    page.seen_on.see(DAY)
    page.table.setFocus()
    place = page.table.lines.place(("KLEDING",))
    page.table.setCurrentIndex(page.table.lines.index(place, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert (session.covenant, session.round, window.page_key) == ("KLEDING", "2020", "overview")
    window.show_page("national")
    page.targets.view.spot_clicked.emit("target", "GROOT-OESO")
    assert (session.covenant, window.page_key) == ("NATIONAL", "targets")
    session.finish_tasks()
    window.close()


def test_in_dutch(session: Session, qtbot: QtBot) -> None:
    session.set_language(Language("nl"))
    page = NationalPage(session)
    qtbot.addWidget(page)
    page.seen_on.see(DAY)
    page.show_place()
    shown = cells(page, "KLEDING")
    assert (shown["name"], shown["mean"][-2:], shown["companies"][-2:]) == (
        "Kleding en textiel (voorbeeld)",
        "\N{NO-BREAK SPACE}%",
        "\N{NO-BREAK SPACE}%",
    )
    assert page.sectors.table.accessibleName().splitlines()[1].startswith("Bouw\t")
