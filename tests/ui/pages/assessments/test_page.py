import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.model import Status
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.language import Language
from covenant_monitor.store import queries, standing_reading
from covenant_monitor_ui.models.criteria import Column, CriterionRow, SectionRow
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments.page import AssessmentsPage
from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.popover import Popover
from tests.ui.pages.assessments.stage import HERO, LOCKED, NOT_BEGUN, Stage, demo_stage, small_store

Show = Callable[[QWidget], None]


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    yield made
    made.session.close()


def test_the_page_shows_a_participant_with_status_counts_and_score(stage: Stage) -> None:
    view = stage.page.view
    assert view.header.name.whole_text == "Voorbeeld Mode B.V."
    assert view.header.about.whole_text == "Large · since Oct 2017 · participation year 4 · framework version 2"
    assert view.score.figure.text() == "63.1%"
    assert view.score.rated.text() == "42 of 56 rated"
    assert [view.tabs.tab(key).count for key in ("all", "open", "differs", "unproven", "changed")] == [
        "56", "14", "12", "2", "15",
    ]  # fmt: skip


def test_the_live_score_is_what_the_domain_says_of_the_assessment_in_the_file(stage: Stage) -> None:
    stage.go("3.10")
    for key in ("1", "3", "2", "1"):
        stage.keys(key)
        shown, session = stage.page.shown, stage.session
        assert shown is not None
        found = next(
            one
            for one in queries.assessments_of(session.file, session.covenant, HERO)
            if one.round == session.round and one.kind == "secretariat"
        )
        score = score_assessment(found, shown.place.framework, 4, "large")
        assert shown.score == score
        assert stage.page.view.score.figure.text() == session.language.percent(score.score)
        kept = next(one for one in standing_reading.standings(session.file, session.covenant, session.round)
                    if one.party.code == HERO)  # fmt: skip
        assert kept.score is not None
        assert kept.score.score == pytest.approx(float(score.score or 0))
        bars = {row.row.code: row.row.score_text for row in stage.page.view.score.sections.rows}
        assert bars == {part.section: session.language.percent(part.score) for part in score.sections}


def test_a_rating_changes_list_tabs_and_section_row_at_once(stage: Stage) -> None:
    stage.go("3.10")
    stage.keys("1")
    view = stage.page.view
    assert view.tabs.tab("open").count == "13"
    assert view.participants.entries[view.participants.row_of(HERO)].note == "43/56"
    head = view.criteria.rows[view.criteria.section_place("3")]
    assert isinstance(head, SectionRow)
    assert (head.rated, head.score) == ("10 of 13", "60.0%")


def test_undo_and_redo_go_to_the_criterion_that_they_change(stage: Stage) -> None:
    stage.go("3.10")
    stage.keys("1", "2")
    stage.go("1.01")
    stage.session.undo()
    assert (stage.page.criterion, stage.shown("3.11").mark) == ("3.11", "")
    stage.session.undo()
    assert (stage.page.criterion, stage.shown("3.10").mark) == ("3.10", "")
    stage.session.redo()
    assert (stage.page.criterion, stage.shown("3.10").mark) == ("3.10", "fully")


def test_undo_goes_to_the_participant_whose_assessment_it_changes(stage: Stage) -> None:
    stage.go("3.10")
    stage.keys("1")
    stage.go("1.01", NOT_BEGUN)
    stage.session.undo()
    assert stage.page.shown is not None
    assert stage.page.shown.standing.party.code == HERO
    assert stage.page.criterion == "3.10"


def test_undo_of_the_first_rating_leaves_the_participant_not_begun(stage: Stage) -> None:
    stage.go("1.01", NOT_BEGUN)
    stage.keys("1")
    assert stage.page.shown is not None
    assert stage.page.shown.status is Status.DRAFT
    stage.session.undo()
    assert stage.page.shown.status is None
    assert stage.page.view.participants.entries[
        stage.page.view.participants.row_of(NOT_BEGUN)
    ].mark == "not_begun"  # fmt: skip


def test_undo_shows_a_criterion_that_is_folded_or_filtered_away(stage: Stage) -> None:
    stage.go("3.10")
    stage.keys("1")
    stage.page.view.tabs.choose(Filter.UNPROVEN.value)
    stage.page.view.criteria.fold("3", True)
    stage.session.undo()
    assert stage.page.view.tabs.current == Filter.ALL
    row = stage.row()
    assert isinstance(row, CriterionRow)
    assert row.code == "3.10"


def test_a_change_elsewhere_keeps_the_current_cell(stage: Stage) -> None:
    from covenant_monitor.domain.model import Rating
    from covenant_monitor.store.assessments import AssessmentKey, rate

    stage.go("3.10")
    session = stage.session
    key = AssessmentKey(session.covenant, session.round, NOT_BEGUN)
    session.change(lambda: rate(session.file, key=key, ratings={"1.01": Rating(value=1)}))
    assert stage.page.criterion == "3.10"
    assert stage.page.view.people.list.currentIndex().row() == stage.page.view.participants.row_of(HERO)
    entry = stage.page.view.participants.entries[stage.page.view.participants.row_of(NOT_BEGUN)]
    assert entry.status is Status.DRAFT


def test_ctrl_up_and_down_step_through_participants_on_the_same_criterion(stage: Stage, qtbot: QtBot) -> None:
    stage.go("3.01")
    before = stage.page.view.participants.neighbour(HERO, 1)
    qtbot.keyClick(stage.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert stage.page.shown is not None
    assert stage.page.shown.standing.party.code == before
    assert stage.page.criterion == "3.01"
    qtbot.keyClick(stage.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert stage.page.shown.standing.party.code == HERO


def test_F6_goes_round_list_grid_and_panel(stage: Stage) -> None:
    view = stage.page.view
    stage.page.take_focus()
    seen = []
    for _ in range(3):
        stage.keys(Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [view.score.figure, view.people.list, view.table]


def test_enter_in_the_list_goes_to_the_grid_and_the_filter_to_the_first_it_leaves(stage: Stage) -> None:
    view = stage.page.view
    view.people.filter.setFocus()
    stage.keys("zijde", Qt.Key.Key_Return)
    assert view.header.name.whole_text == "Verbeeld Zijde B.V."
    assert QApplication.focusWidget() is view.people.list
    stage.keys(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is view.table


def test_the_arrows_of_the_list_show_the_next_participant(stage: Stage) -> None:
    view = stage.page.view
    after = view.participants.neighbour(HERO, 1)
    view.people.list.setFocus()
    stage.keys(Qt.Key.Key_Down)
    assert stage.page.shown is not None
    assert stage.page.shown.standing.party.code == after


def test_going_to_a_participant_that_is_filtered_away_empties_the_filter(stage: Stage) -> None:
    stage.page.view.people.filter.setText("zijde")
    stage.page.go_to_party(LOCKED)
    assert stage.page.view.people.filter.text() == ""
    assert stage.page.view.people.list.currentIndex().row() == stage.page.view.participants.row_of(LOCKED)


def test_unknown_places_to_go_to_change_nothing(stage: Stage) -> None:
    stage.go("3.10")
    stage.page.go_to_party("NOBODY")
    stage.page.go_to_criterion("99")
    assert (stage.page.shown and stage.page.shown.standing.party.code, stage.page.criterion) == (HERO, "3.10")


def test_F1_explains_the_section_of_the_row_and_shift_F1_the_score(stage: Stage, qtbot: QtBot) -> None:
    stage.go("3.10")
    stage.keys(Qt.Key.Key_F1)
    popover = stage.window.findChild(Popover)
    assert popover is not None
    assert popover.figure.text() == "55.6%"
    stage.keys(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is stage.table
    QApplication.sendPostedEvents(None, 52)
    qtbot.keyClick(stage.table, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    shown = [one for one in stage.window.findChildren(Popover) if one.isVisible()]
    assert [one.figure.text() for one in shown] == ["63.1%"]
    stage.keys(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is stage.table


def test_a_section_of_the_panel_explains_itself_and_gets_the_focus_back(stage: Stage) -> None:
    row = stage.page.view.score.sections.rows[2]
    row.setFocus()
    stage.keys(Qt.Key.Key_F1)
    popover = stage.window.findChild(Popover)
    assert popover is not None
    assert popover.figure.text() == "55.6%"
    stage.keys(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is row


def test_a_click_on_the_score_of_a_section_row_explains_it(stage: Stage, qtbot: QtBot) -> None:
    table = stage.page.view.table
    stage.go("3.01")
    rect = table.section_rect("3")
    at = table.viewport().mapFrom(table, rect.center())
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    popover = stage.window.findChild(Popover)
    assert popover is not None
    assert popover.figure.text() == "55.6%"


def test_a_click_on_the_chip_offers_the_ratings(stage: Stage, qtbot: QtBot) -> None:
    table = stage.page.view.table
    stage.go("3.10")
    place = table.visualRect(table.currentIndex()).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Fully\t1", "Partially\t2", "Not\t3", "N.a.\t0", "",
        "As in 2019\tL", "Fill down\tCtrl+D", "Clear\tDel", "",
        "Copy\tCtrl+C", "Paste\tCtrl+V", "", "History of this rating\tH",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    menu.close()
    assert stage.kept()["3.10"].value == 0.5


def test_space_offers_the_ratings_too(stage: Stage) -> None:
    stage.go("3.10")
    stage.keys(Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_the_filters_show_what_they_count(stage: Stage) -> None:
    view = stage.page.view
    for wanted in Filter:
        if wanted in (Filter.OUTSIDE, Filter.CARRIED, Filter.REMARKED, Filter.NEW, Filter.NO_REASON):
            continue
        view.tabs.choose(wanted.value)
        shown = sum(isinstance(row, CriterionRow) for row in view.criteria.rows)
        assert str(shown) == view.tabs.tab(wanted.value).count


def test_what_does_not_apply_has_a_tab_of_its_own_and_is_not_counted(stage: Stage) -> None:
    stage.page.go_to_party(NOT_BEGUN)
    view = stage.page.view
    view.tabs.choose(Filter.OUTSIDE.value)
    stage.page.take_focus()
    row = stage.row()
    assert isinstance(row, CriterionRow)
    assert row.outside
    assert "A rating is kept, and not counted." in view.panel.not_counted.text()
    stage.keys("1")
    assert stage.kept(NOT_BEGUN)[row.code].value == 1
    assert view.score.rated.text() == "0 of 18 rated"
    # The participant after it has no criteria that do not apply: the tab goes, and all are shown.
    stage.page.go_to_party(HERO)
    assert view.criteria.filter is Filter.ALL
    assert view.tabs.current == Filter.ALL


def test_a_final_assessment_says_why_it_cannot_be_rated(stage: Stage) -> None:
    stage.go("1.01", LOCKED)
    before = stage.kept(LOCKED)["1.01"]
    stage.keys("1", "3", "0", Qt.Key.Key_Delete)
    banner = stage.page.view.banner
    assert banner.isVisible()
    assert banner.text.startswith("The assessment of Allegorie Outdoor B.V. is final and locked.")
    assert stage.kept(LOCKED)["1.01"] == before
    assert stage.changes == []


def test_reopening_asks_its_reason_in_the_page(stage: Stage) -> None:
    stage.go("1.01", LOCKED)
    header = stage.page.view.header
    header.step.click()
    assert header.strip.isVisible()
    stage.keys(Qt.Key.Key_Return)
    assert stage.problems[-1].message.startswith("Give the reason for reopening")
    assert header.strip.isVisible()
    stage.keys("New evidence came in", Qt.Key.Key_Return)
    assert stage.page.shown is not None
    assert stage.page.shown.status is Status.DRAFT
    assert not header.strip.isVisible()
    assert QApplication.focusWidget() is stage.table
    done = stage.session.file.next_undo()
    assert done is not None
    assert (done.action, done.why) == ("reopen", "New evidence came in")


def test_escape_leaves_the_reason_for_reopening(stage: Stage) -> None:
    stage.go("1.01", LOCKED)
    stage.page.view.header.step.click()
    stage.keys("never mind", Qt.Key.Key_Escape)
    assert not stage.page.view.header.strip.isVisible()
    assert stage.changes == []


def test_the_steps_of_the_work_one_after_another(stage: Stage) -> None:
    stage.go("1.01", "VERZONNEN-SOKKEN")
    header = stage.page.view.header
    assert header.step.text() == "Mark as reviewed"
    header.step.click()
    assert stage.page.shown is not None
    assert stage.page.shown.status is Status.REVIEWED
    assert header.step.text() == "Make final"
    header.step.click()
    assert stage.page.shown.status is Status.FINAL
    assert header.step.text() == "Reopen"


def test_a_step_that_is_not_allowed_is_told_and_changes_nothing(stage: Stage) -> None:
    stage.page.go_to_party("GEFINGEERD-GAREN")
    stage.page.view.header.steps_menu().actions()[0].trigger()
    header = stage.page.view.header
    header.step.click()
    header.step.click()
    assert stage.problems[-1].message.startswith("{person} assessed {party}")
    assert stage.page.shown is not None
    assert stage.page.shown.status is Status.ASSESSED


def test_not_begun_can_be_begun_and_submitted(stage: Stage) -> None:
    stage.page.go_to_party(NOT_BEGUN)
    header = stage.page.view.header
    header.step.click()
    assert stage.page.shown is not None
    assert stage.page.shown.status is Status.DRAFT
    header.steps_menu().actions()[0].trigger()
    assert stage.page.shown.status is Status.SUBMITTED


def test_a_file_that_is_read_only_says_so(tmp_path: Path, put_on_stage: Show) -> None:
    stage = demo_stage(tmp_path, read_only=True)
    put_on_stage(stage.window)
    stage.go("3.10")
    stage.keys("1")
    assert stage.page.view.banner.text.startswith("This file is open read-only")
    assert not stage.page.view.header.step.isVisible()
    stage.session.close()


def test_place_filter_and_folds_come_back(stage: Stage, put_on_stage: Show) -> None:
    stage.go("3.10")
    stage.page.view.criteria.fold("1", True)
    stage.page.view.tabs.choose(Filter.OPEN.value)
    kept = json.loads(json.dumps(stage.page.state()))
    again = AssessmentsPage(stage.session)
    again.restore(kept)
    again.show_place()
    put_on_stage(again)
    assert (again.shown and again.shown.standing.party.code, again.criterion) == (HERO, "3.10")
    assert again.view.tabs.current == Filter.OPEN
    assert set(again.view.criteria.folded) == {"1"}


@pytest.mark.parametrize(
    "garbage",
    [{}, {"party": 3, "criterion": None, "filter": "x", "folded": {"a": 1}}, {"party": "GONE", "folded": [1]}],
)
def test_a_state_that_is_garbage_is_ignored(stage: Stage, garbage: dict[str, object]) -> None:
    stage.page.restore(garbage)
    assert stage.page.shown is not None


def test_the_page_is_the_same_in_another_language_and_theme(
    stage: Stage, put_on_stage: Show, qapp: QApplication
) -> None:
    stage.go("3.10")
    kept = stage.page.state()
    stage.session.set_language(Language("nl"))
    apply_theme(qapp, DARK)
    again = AssessmentsPage(stage.session)
    again.restore(kept)
    again.show_place()
    put_on_stage(again)
    assert again.view.score.figure.text() == "63,1\N{NO-BREAK SPACE}%"
    apply_theme(qapp, LIGHT)


def test_another_round_is_shown_with_the_framework_of_that_round(stage: Stage) -> None:
    stage.session.choose(stage.session.covenant, "2018")
    assert stage.page.shown is not None
    assert stage.page.shown.place.framework.version == "1"
    assert stage.page.shown.standing.party.code == HERO
    assert {row.section for row in stage.page.view.criteria.rows if isinstance(row, CriterionRow)} == set("ABCDEF")


def test_an_entered_percentage_is_shown_as_such(stage: Stage) -> None:
    stage.session.choose(stage.session.covenant, "2017")
    place = stage.page.view.participants
    party = next(entry.party for entry in place.entries if entry.status is Status.FINAL)
    stage.page.go_to_party(party)
    assert "Entered as percentages" in stage.page.view.score.verdict.text()


@pytest.mark.parametrize(
    ("left_out", "title", "way_out"),
    [
        (
            ("covenants", "frameworks", "sections", "criteria", "rounds", "requirements", "parties"),
            "no covenant yet",
            "Ctrl+I",
        ),
        (("rounds", "requirements"), "no round yet", "New round … in the menu"),
        (("criteria",), "no criteria yet", "Ctrl+I"),
        (("parties",), "Nobody takes part", "Ctrl+I"),
    ],
)
def test_where_there_is_nothing_the_page_says_what_to_do(
    tmp_path: Path, put_on_stage: Show, left_out: tuple[str, ...], title: str, way_out: str
) -> None:
    stage = Stage(small_store(tmp_path, *left_out))
    put_on_stage(stage.window)
    assert stage.page.empty is not None
    assert stage.page.empty.isVisible()
    assert title in stage.page.empty.accessibleName()
    assert way_out in stage.page.empty.accessibleDescription()
    stage.page.take_focus()
    stage.page.show_place()
    assert stage.page.state()["party"] == ""
    stage.session.close()


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1440, 900), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_page_fits_its_window(tmp_path: Path, put_on_stage: Show, size: tuple[int, int], language: str) -> None:
    stage = demo_stage(tmp_path, language)
    stage.resize(*size)
    put_on_stage(stage.window)
    view = stage.page.view
    room = size[0] - (112 if size[0] >= 1360 else 56)
    assert (view.width(), stage.window.width()) == (room, size[0])
    assert view.table.horizontalScrollBar().maximum() == 0
    assert view.table.columnWidth(Column.CRITERION) >= 100
    assert (
        view.table.columnViewportPosition(Column.MARKS) + view.table.columnWidth(Column.MARKS)
        <= view.table.viewport().width()
    )
    content = view.panel.widget()
    assert content is not None
    assert content.width() <= view.panel.viewport().width()
    stage.session.close()


def test_rows_have_one_line_in_a_low_window(stage: Stage) -> None:
    stage.resize(1440, 790)
    assert stage.page.view.table.verticalHeader().defaultSectionSize() == 32
    stage.resize(1440, 900)
    assert stage.page.view.table.verticalHeader().defaultSectionSize() == 40


def test_every_control_has_an_accessible_name(stage: Stage) -> None:
    stage.go("3.07")
    for widget in stage.page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget


def test_tab_goes_through_list_tabs_grid_and_panel_in_reading_order(stage: Stage) -> None:
    view = stage.page.view
    view.people.filter.setFocus()
    seen: list[QWidget] = []
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    order = [
        view.people.filter,
        view.people.list,
        view.header.step,
        view.tabs.tab("all"),
        view.table,
        view.score.figure,
    ]
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places)


def test_no_widget_is_left_behind_when_participants_are_stepped_through(stage: Stage) -> None:
    def step_and_count() -> int:
        for _ in range(4):
            stage.page._step_party(1)
        QApplication.sendPostedEvents(None, 52)
        return len(stage.page.findChildren(QWidget))

    stage.page.go_to_party(NOT_BEGUN)
    first = step_and_count()
    assert step_and_count() <= first


def test_rating_reads_the_file_a_fixed_number_of_times(stage: Stage) -> None:
    stage.go("3.10")
    said: list[str] = []
    stage.session.file.connection.set_trace_callback(said.append)
    stage.page.rate_current("fully")
    of_page = [text for text in said if text.startswith("SELECT") and "change" not in text]
    stage.session.file.connection.set_trace_callback(None)
    assert len(of_page) <= 30


def test_the_counts_of_applicable_criteria_are_those_of_the_domain(stage: Stage) -> None:
    stage.page.go_to_party(NOT_BEGUN)
    shown = stage.page.shown
    assert shown is not None
    expected = {c.code for _section, codes in applicable(shown.place.framework, 1, "small") for c in codes}
    assert shown.sheet.applying == expected


def test_a_click_beside_the_rows_is_harmless(stage: Stage, qtbot: QtBot) -> None:
    table = stage.page.view.table
    stage.page.view.tabs.choose(Filter.UNPROVEN.value)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, table.viewport().height() - 4))
    assert stage.changes == []
