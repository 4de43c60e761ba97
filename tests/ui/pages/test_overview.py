from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.pages.overview import OverviewPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from tests.ui.demo import demo_copy


@pytest.fixture
def page(tmp_path: Path, put_on_stage: Callable[[QWidget], None], qtbot: QtBot) -> Iterator[OverviewPage]:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path)))
    made = OverviewPage(session)
    made.resize(1168, 900)
    put_on_stage(made)
    made.show_place()
    yield made
    qtbot.waitUntil(lambda: made._outcomes.is_settled and made._target.is_settled, timeout=20_000)
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
    qtbot.waitUntil(lambda: not page.target_view.image.isNull(), timeout=20_000)
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


def test_a_target_is_seen_as_at_the_round_and_another_can_be_chosen(page: OverviewPage) -> None:
    assert (
        page.target_words.text()
        == "50% on 31 December 2018: missed, 2 points short\n80% on 31 December 2021: behind, 40 points short"
    )
    page.target_box.setCurrentIndex(page.target_box.findData("LOCATIES-2019"))
    assert "achieved" in page.target_words.text()


def test_without_a_round_it_says_what_to_do(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> None:
    session = Session(Language("en"))
    session.open(create(tmp_path / "new.covenant"))
    made = OverviewPage(session)
    put_on_stage(made)
    made.show_place()
    assert "No round yet" in texts(made)
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
    connection = page.session.file.connection
    with connection:
        connection.execute("DELETE FROM requirement")
    page.session.choose("KLEDING", "2020")
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
