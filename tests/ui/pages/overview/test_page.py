from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.exchange.importing import import_files
from covenant_monitor.files import sample_data
from covenant_monitor.language import Language
from covenant_monitor.store.store import Change, create, open_store
from covenant_monitor_ui.models.assessment_list import Whose
from covenant_monitor_ui.pages.overview.page import OverviewPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from tests.core.demo import demo_copy


@pytest.fixture
def page(tmp_path: Path, put_on_stage: Callable[[QWidget], None], qtbot: QtBot) -> Iterator[OverviewPage]:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path)))
    made = OverviewPage(session)
    made.resize(1168, 900)
    put_on_stage(made)
    made.show_place()
    yield made
    qtbot.waitUntil(lambda: made._outcomes.is_settled, timeout=20_000)
    session.close()


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_the_lead_figure_names_its_count_and_what_is_left_out(page: OverviewPage) -> None:
    assert page.lead.text() == "80%"
    assert page.lead_count.text() == "45 of 56"
    assert page.left_out.text() == "Not counted: 3 still in progress, 1 not begun."


def test_outcomes_are_told_by_participation_year(page: OverviewPage) -> None:
    assert page.cohorts.accessibleName().splitlines()[1:] == [
        "1\t20%\t1\t1\t0\t0",
        "2\t40%\t5\t4\t1\t0",
        "3\t60%\t6\t4\t1\t1",
        "4\t60%\t44\t36\t6\t2",
    ]


def test_the_charts_come_by_themselves_with_a_table_behind_them(page: OverviewPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.outcome_view.image.isNull(), timeout=20_000)
    headers, rows = page.outcome_view.table
    assert headers
    assert any("36" in row for row in rows)
    assert "63" in page.outcome_view.accessibleName() + page.outcome_view.accessibleDescription()


def test_F1_on_the_explain_button_explains_the_share(page: OverviewPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.explain_button, Qt.Key.Key_Space)
    popover = page.window().findChild(Popover)
    assert popover is not None
    assert any("45 of 56 assessed participants (80%)" in text for text in texts(popover))
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert page.explain_button.hasFocus()


def test_a_section_explains_its_mean(page: OverviewPage, qtbot: QtBot) -> None:
    row = page.section_bars.rows[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_F1)
    popover = page.window().findChild(Popover)
    assert popover is not None
    assert any("mean of 56 participants" in text for text in texts(popover))


def test_every_target_says_how_it_stands_at_the_round_and_leads_to_its_page(page: OverviewPage, qtbot: QtBot) -> None:
    assert [(line.row.name, line.row.detail, line.row.status_text, line.row.gap_text) for line in page.targets.lines][
        2:
    ] == [
        ("Share of market turnover", "48% of 50% on 31 Dec 2018", "Missed", "2 points short"),
        ("Share of market turnover", "40–45% of 80% on 31 Dec 2021", "Behind", "40 points to go"),
    ]
    page.targets.lines[0].setFocus()
    qtbot.keyClick(page.targets.lines[0], Qt.Key.Key_Down)
    assert page.targets.lines[1].hasFocus()
    with qtbot.waitSignal(page.session.lead_wanted) as leads:
        qtbot.keyClick(page.targets.lines[1], Qt.Key.Key_Return)
    assert leads.args == ["target", page.targets.lines[1].row.target]


def test_what_is_needed_today_leads_to_where_it_is_dealt_with(page: OverviewPage, qtbot: QtBot) -> None:
    said = texts(page.attention)
    assert {"4", "assessments wait for review", "The longest since 5 January 2021: Denkbeeldig Denim B.V."} <= set(said)
    with qtbot.waitSignal(page.way_wanted) as ways:
        qtbot.keyClick(page.attention.links[0], Qt.Key.Key_Return)
    assert ways.args is not None
    way = ways.args[0]
    assert (way.page, way.whose) == ("assessments", Whose.TO_REVIEW)
    assert way.party


def test_what_changed_since_yesterday_is_said_with_the_way_to_all_of_it(page: OverviewPage, qtbot: QtBot) -> None:
    assert "Import of demo" in texts(page.since)
    with qtbot.waitSignal(page.page_wanted) as wanted:
        qtbot.mouseClick(page.since.link, Qt.MouseButton.LeftButton)
    assert wanted.args == ["history"]
    page.since.show_changes(date.today() + timedelta(days=3))
    said = {"Changed last", "Nothing has changed since yesterday.", "Import of demo"}
    qtbot.waitUntil(lambda: said <= set(texts(page.since)))


def test_without_a_round_it_says_what_to_do(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> None:
    session = Session(Language("en"))
    session.open(create(tmp_path / "new.covenant"))
    made = OverviewPage(session)
    put_on_stage(made)
    made.show_place()
    assert "This file has no covenant yet" in texts(made)
    made.take_focus()
    assert made._empty.buttons[0].hasFocus()
    session.close()


def test_a_covenant_without_a_round_has_its_targets_and_says_how_to_begin_one(
    tmp_path: Path, put_on_stage: Callable[[QWidget], None]
) -> None:
    session = Session(Language("en"))
    session.open(create(tmp_path / "published.covenant"))
    import_files(session.file, [sample_data("published")])
    session.choose("AGT")
    made = OverviewPage(session)
    put_on_stage(made)
    made.show_place()
    assert not session.round
    assert {"This covenant has no round yet", "Targets", "Since yesterday"} <= set(texts(made))
    assert not {"Needed today", "Outcome by participation year"} & set(texts(made))
    made.take_focus()
    assert made.targets.lines[0].hasFocus()
    session.close()


def test_an_earlier_round_counts_by_its_own_figures(page: OverviewPage) -> None:
    page.session.choose("KLEDING", "2019")
    page.show_place()
    assert (page.lead.text(), page.lead_count.text()) == ("63%", "36 of 57")


def test_F1_and_a_click_on_the_figure_explain_the_share(page: OverviewPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.explain_button, Qt.Key.Key_F1)
    popover = page.window().findChild(Popover)
    assert popover is not None
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    qtbot.mouseClick(page.lead, Qt.MouseButton.LeftButton)
    assert any(one.isVisible() for one in page.window().findChildren(Popover))


def test_the_focus_goes_back_to_the_section_that_was_explained(page: OverviewPage, qtbot: QtBot) -> None:
    row = page.section_bars.rows[2]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_F1)
    popover = page.window().findChild(Popover)
    assert popover is not None
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert row.hasFocus()


def test_the_numbers_of_a_chart_are_shown_as_a_table(page: OverviewPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.outcome_view.image.isNull(), timeout=20_000)
    page.outcome_view.setFocus()
    qtbot.keyClick(page.outcome_view, Qt.Key.Key_F1)
    popover = page.window().findChild(Popover)
    assert popover is not None
    assert {"2020", "45", "80%"} <= set(texts(popover))
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert page.outcome_view.hasFocus()


def test_where_nothing_is_required_the_mean_is_explained(page: OverviewPage, qtbot: QtBot) -> None:
    store = page.session.file

    def drop() -> Change:
        with store.change("import", {"source": "test"}) as change:
            store.connection.execute("DELETE FROM requirement")
        return change

    assert page.session.change(drop)
    page.show_place()
    assert "mean score" in page.lead_words.text()
    page.explain_lead()
    popover = page.window().findChild(Popover)
    assert popover is not None
    assert "mean score of round 2020" in texts(popover)
    assert any("mean of 56 participants" in text for text in texts(popover))


def test_a_long_explanation_is_scrolled_by_keys(page: OverviewPage, qtbot: QtBot) -> None:
    page.explain_lead()
    popover = page.window().findChild(Popover)
    assert popover is not None
    qtbot.waitUntil(lambda: any(one.maximum() > 0 for one in popover.findChildren(QScrollBar)))
    bar = next(one for one in popover.findChildren(QScrollBar) if one.maximum() > 0)
    qtbot.keyClick(popover, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(popover, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_Tab_goes_down_the_left_column_and_then_the_right_one(page: OverviewPage, qtbot: QtBot) -> None:
    page.take_focus()
    assert page.attention.links[0].hasFocus()
    passed = []
    for _ in range(len(page.attention.links) + 8):
        focused = QApplication.focusWidget()
        assert focused is not None
        passed.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    order = [page.attention.links[-1], page.outcome_view, page.lead, page.targets.lines[0], page.since.link]
    places = [passed.index(one) for one in order]
    assert places == sorted(places)
