"""The page of targets in the real window, with real keys, on the demo."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.language import Language
from covenant_monitor.store import pictures
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.indicator_form import IndicatorForm
from covenant_monitor_ui.dialogs.target_form import TargetForm
from covenant_monitor_ui.dialogs.target_observation import ObservationForm
from covenant_monitor_ui.models.targets import Key, Tab
from covenant_monitor_ui.pages.targets.page import TargetsPage
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow
from tests.ui.pages.targets.stage import (
    LOCATIONS,
    MATERIALS,
    MEETS,
    SHARE,
    fill,
    key,
    page_of,
    popover,
    rows,
    said,
    settled,
)


@pytest.fixture
def window(demo_window: MainWindow) -> MainWindow:
    return demo_window


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> TargetsPage:
    return page_of(window, qtbot)


def shown(page: TargetsPage) -> list[str]:
    return [entry.spoken for entry in page.list.entries.shown if entry.key]


def form_of(page: TargetsPage, kind: type[FormDialog], qtbot: QtBot) -> FormDialog:
    form = page.work.form
    assert isinstance(form, kind)
    qtbot.waitUntil(form.isActiveWindow)
    return form


def back_in(page: TargetsPage, widget: QWidget, qtbot: QtBot) -> None:
    """The window is active again after a form (a window manager sees to that), and the focus is in `widget`."""
    page.window().activateWindow()
    qtbot.waitUntil(widget.hasFocus)


# What is there


def test_targets_come_first_with_status_gap_and_milestone(page: TargetsPage, qtbot: QtBot) -> None:
    page.seen_on.see(date(2020, 6, 30))
    assert shown(page)[:3] == [
        "More sustainable raw materials, On track, 22 points to go · 50% Dec 2022",
        "Production locations published, Achieved, 5,000 locaties Dec 2019",
        "Share of market turnover, Behind, 40 points to go · 80% Dec 2021",
    ]
    page.seen_on.see(date(2017, 1, 1))
    assert shown(page)[0].startswith("More sustainable raw materials, No data")
    page.seen_on.see(None)
    assert "Share of market turnover, Missed, 40 points short · 80% Dec 2021" in shown(page)
    settled(page, qtbot)


def test_every_computed_indicator_is_there(page: TargetsPage) -> None:
    codes = {entry.key.code for entry in page.list.entries.shown if entry.key and entry.key.tab is Tab.COMPUTED}
    assert len(codes) > 170
    assert {"computed:theme:living wage:mean", "computed:policy-practice-gap", "computed:year:1:meets"} <= codes


def test_the_list_is_found_by_words_and_tabs(page: TargetsPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    key(Qt.Key.Key_F, qtbot, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.hasFocus()
    qtbot.keyClicks(page.filter, "living wage mean")
    assert [entry.key for entry in page.list.entries.shown if entry.key] == [
        Key(Tab.COMPUTED, "computed:theme:living wage:mean")
    ]
    qtbot.keyClick(page.filter, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    assert page.sheet.title.text() == "Theme living wage: mean"
    page.tabs.choose(Tab.TARGETS)
    assert page.none_found.isVisibleTo(page)
    page.filter.clear()
    assert [entry.key for entry in page.list.entries.shown if entry.key][-1] == SHARE
    settled(page, qtbot)


def test_themes_speak_dutch_in_dutch(window: MainWindow, qtbot: QtBot) -> None:
    window.session.set_language(Language("nl"))
    page = page_of(window, qtbot)
    page.go_to(Key(Tab.COMPUTED, "computed:theme:living wage:mean"))
    assert page.sheet.title.text() == "Thema leefbaar loon: gemiddelde"
    settled(page, qtbot)


def test_a_target_with_its_sentence_rule_tables_and_chart(page: TargetsPage, qtbot: QtBot) -> None:
    page.seen_on.see(date(2020, 1, 15))
    page.go_to(SHARE)
    sheet = page.sheet
    assert sheet.about.text() == "OMZETAANDEEL · % · higher is better"
    assert sheet.mark.text == "Behind"
    assert sheet.sentence.text() == (
        "40–45% on 31 December 2019, where the straight path to 80% on 31 December 2021 is at 60.0%. From then on it"
        " takes 20 points a year; so far it was 1.4 points a year."
    )
    assert sheet.rule.text() == (
        "On track is: on the straight path from 35% on 4 July 2016 to the milestone, or better. A range counts by its"
        " low end."
    )
    assert rows(sheet.milestones)[1] == [
        *("31 Dec 2021", "80%", "Behind", "40 points", "60.0%", "20 points", "1.4 points", "53% (26–79%)"),
    ]
    assert rows(sheet.milestones)[0][-1] == "day has come"
    assert [row[:3] for row in rows(sheet.observations)][-1] == ["31 Dec 2019", "40–45%", "60.0%"]
    settled(page, qtbot)
    assert "projection 53% (26–79%)" in sheet.view.accessibleName()
    assert any(row[1] == "Projection" for row in sheet.view.table[1])


def test_what_is_later_than_the_day_is_quiet(page: TargetsPage, qtbot: QtBot) -> None:
    page.seen_on.see(date(2018, 12, 1))
    page.go_to(SHARE)
    assert [line.quiet for line in page.sheet.observations.lines.shown] == [False, False, False, True, True]
    assert rows(page.sheet.observations)[-1][0] == "31 Dec 2019 later"
    settled(page, qtbot)


def test_a_computed_indicator_round_by_round_with_who_is_left_out(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(MEETS)
    sheet = page.sheet
    assert not sheet.milestones.isVisibleTo(page)
    assert not any(one.isVisibleTo(page) for one in sheet.buttons)
    assert "entered indicators only" in sheet.rule.text()
    last = rows(sheet.observations)[-1]
    assert last[:6] == ["2020", "31 Dec 2020", "80.4%", "45", "56", "56"]
    assert last[6] == "3 still in progress, 1 not begun"
    settled(page, qtbot)


def test_over_the_same_participants_and_over_a_cohort(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(MEETS)
    box = page.sheet.scope_box
    choices = [box.itemText(place) for place in range(box.count())]
    assert choices[0] == "all participants"
    assert "the same participants as round 2018" in choices
    assert "participation year 2 of each round" in choices
    box.setFocus()
    box.setCurrentIndex(choices.index("the same participants as round 2018"))
    box.activated.emit(box.currentIndex())
    settled(page, qtbot)
    assert page.reading.scope == Scope(panel=("2018",))
    assert rows(page.sheet.observations)[-1][2:6] == ["80%", "40", "50", "50"]
    assert "7 outside this choice, 11 no longer there" in rows(page.sheet.observations)[-1][6]
    assert page.sheet.observations_head.text() == "Every round, the same participants as round 2018"
    place = page.list.entries.place(MEETS)
    assert page.list.entries.shown[place].note == "80% · Dec 2020"
    settled(page, qtbot)
    assert page.sheet.chart.chart is not None
    assert page.sheet.chart.chart.title == "Meets the required score, the same participants as round 2018"
    box.setCurrentIndex(choices.index("participation year 2 of each round"))
    box.activated.emit(box.currentIndex())
    settled(page, qtbot)
    assert rows(page.sheet.observations)[-1][2:6] == ["80%", "4", "5", "5"]


def test_f1_in_the_list_explains_and_esc_comes_back(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(LOCATIONS)
    page.list.setFocus()
    key(Qt.Key.Key_F1, qtbot)
    assert "milestone 5,000 locaties on 31 December 2019" in said(popover(page))
    qtbot.keyClick(popover(page), Qt.Key.Key_Escape)
    settled(page, qtbot)


def test_f1_explains_what_the_list_says(page: TargetsPage, qtbot: QtBot) -> None:
    page.seen_on.see(date(2020, 6, 30))
    for entry, lead in ((SHARE, "milestone 80% on 31 December 2021"), (MEETS, "Meets the required score, round 2019")):
        page.go_to(entry)
        page.list.setFocus()
        key(Qt.Key.Key_F1, qtbot)
        opened = popover(page)
        assert lead in opened.words.text()
        place = page.list.entries.place(entry)
        shown_entry = page.list.entries.shown[place]
        assert opened.figure.text() in (shown_entry.word, shown_entry.note.partition(" · ")[0])
        opened.dismiss()
    settled(page, qtbot)


def test_a_click_on_a_computed_number_names_who_is_left_out(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(MEETS)
    table = page.sheet.observations
    index = table.lines.index(len(table.lines.shown) - 1, 2)
    table.setCurrentIndex(index)
    table.clicked.emit(index)
    told = said(popover(page))
    assert "45 ÷ 56 =" in told
    assert "Still in progress (3): Bedacht Badgoed B.V." in told
    settled(page, qtbot)


# The day


def test_up_and_down_go_a_year_and_today_comes_back(page: TargetsPage, qtbot: QtBot) -> None:
    field = page.seen_on.field
    page.seen_on.see(date(2020, 2, 29))
    field.setFocus()
    key(Qt.Key.Key_Down, qtbot)
    assert page.seen_on.day == date(2019, 2, 28)
    key(Qt.Key.Key_Up, qtbot)
    assert field.text() == "28 Feb 2020"
    qtbot.mouseClick(page.seen_on.today_button, Qt.MouseButton.LeftButton)
    assert page.seen_on.day == date.today()
    assert not page.seen_on.today_button.isVisibleTo(page)
    settled(page, qtbot)


def test_what_is_no_day_is_told_below_the_field(page: TargetsPage, qtbot: QtBot) -> None:
    field = page.seen_on.field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "31-2-2020")
    key(Qt.Key.Key_Return, qtbot)
    assert page.seen_on.message.text() == "“31-2-2020” is a day that does not exist."
    assert page.seen_on.day == date.today()
    settled(page, qtbot)


# Entering


def test_an_indicator_an_observation_and_a_target_by_keyboard(page: TargetsPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    key(Qt.Key.Key_Insert, qtbot)
    form = form_of(page, IndicatorForm, qtbot)
    qtbot.keyClicks(form.fields["name_en"].control, "Complaints handled")
    assert form.fields["code"].text == "COMPLAINTS-HANDLED"
    fill(form, {"unit": "%", "direction": "Higher is better"})
    qtbot.keyClick(form.fields["name_en"].control, Qt.Key.Key_Return)
    assert page.current_key == Key(Tab.ENTERED, "COMPLAINTS-HANDLED")
    back_in(page, page.list, qtbot)
    assert page.sheet.observations_note.text() == "Nothing was observed yet. Add the first observation."
    qtbot.mouseClick(page.sheet.observation_button, Qt.MouseButton.LeftButton)
    form = form_of(page, ObservationForm, qtbot)
    fill(form, {"day": "31-12-2019", "value": "60-65", "source": "report"})
    qtbot.keyClick(form.fields["source"].control, Qt.Key.Key_Return)
    assert [row[1] for row in rows(page.sheet.observations)] == ["60–65%"]
    back_in(page, page.sheet.observations, qtbot)
    assert page.sheet.indicator is not None
    page.work.add_target(page.sheet.indicator, page.reading.known)
    form = form_of(page, TargetForm, qtbot)
    assert isinstance(form, TargetForm)
    row = form.milestones.rows[0]
    row.day.setText("31-12-2021")
    row.value.setText("80")
    qtbot.keyClick(row.value, Qt.Key.Key_Return)
    assert page.current_key == Key(Tab.TARGETS, "COMPLAINTS-HANDLED")
    assert rows(page.sheet.milestones)[0][1:3] == ["80%", "Missed"]
    session = page.session
    for _step in range(3):
        session.undo()
    assert "COMPLAINTS-HANDLED" not in [one.code for one in pictures.indicators(session.file, session.covenant)]
    settled(page, qtbot)


def test_an_observation_is_changed_taken_out_and_brought_back(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(MATERIALS)
    table = page.sheet.observations
    table.setFocus()
    table.select(("observation", "2020-12-31"))
    key(Qt.Key.Key_F2, qtbot)
    form = form_of(page, ObservationForm, qtbot)
    assert form.fields["day"].text == "31 Dec 2020"
    assert form.fields["value"].text == "38"
    fill(form, {"value": "39.5"})
    form.save()
    back_in(page, table, qtbot)
    assert rows(table)[-1][1] == "39.5%"
    key(Qt.Key.Key_Delete, qtbot)
    assert len(rows(table)) == 1
    assert "Observation of Duurzamere grondstoffen removed. Ctrl+Z undoes it." in said(page.window())
    page.session.undo()
    assert rows(table)[-1][1] == "39.5%"
    settled(page, qtbot)


def test_taking_out_an_indicator_with_a_target_is_refused_and_told(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(MATERIALS)
    page.list.setFocus()
    key(Qt.Key.Key_Delete, qtbot)
    assert "Target GRONDSTOFFEN-2022 is about this indicator." in said(page.window())
    page.go_to(Key(Tab.TARGETS, "GRONDSTOFFEN-2022"))
    page.list.setFocus()
    key(Qt.Key.Key_Delete, qtbot)
    assert not page.list.entries.has(Key(Tab.TARGETS, "GRONDSTOFFEN-2022"))
    page.go_to(MATERIALS)
    page.list.setFocus()
    key(Qt.Key.Key_Delete, qtbot)
    assert not page.list.entries.has(MATERIALS)
    settled(page, qtbot)


def test_enter_changes_a_target(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(LOCATIONS)
    page.list.setFocus()
    key(Qt.Key.Key_Return, qtbot)
    form = form_of(page, TargetForm, qtbot)
    assert isinstance(form, TargetForm)
    assert form.fields["baseline_value"].text == "2802"
    form.milestones.rows[0].value.setText("7000")
    form.save()
    assert rows(page.sheet.milestones)[0][1:4] == ["7,000 locaties", "Missed", "1,200 locaties"]
    page.session.undo()
    settled(page, qtbot)


def test_the_menu_has_what_can_be_done(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(SHARE)
    sheet = page.sheet
    assert sheet.indicator is not None
    menu = page.work.menu(sheet.indicator, sheet.target, page.reading.known)
    assert [action.text() for action in menu.actions()] == [
        *("Target …", "Indicator …", "New target …", "Remove the target", "Remove the indicator"),
    ]
    settled(page, qtbot)


def test_the_history_of_a_target(page: TargetsPage, qtbot: QtBot) -> None:
    page.go_to(SHARE)
    page.list.setFocus()
    key(Qt.Key.Key_F7, qtbot)
    assert "Share of market turnover" in said(popover(page))
    popover(page).dismiss()
    settled(page, qtbot)


# Elsewhere


def test_what_was_chosen_outlasts_a_change_of_language(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    page.seen_on.see(date(2019, 6, 1))
    page.go_to(MEETS)
    page.sheet.scope_chosen.emit(Scope(participation_year=2))
    settled(page, qtbot)
    window.session.set_language(Language("nl"))
    page = page_of(window, qtbot)
    assert page.current_key == MEETS
    assert page.seen_on.day == date(2019, 6, 1)
    assert page.reading.scope == Scope(participation_year=2)
    assert page.sheet.title.text() == "Voldoet aan de vereiste score"


def test_another_covenant_begins_anew(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    page.go_to(MEETS)
    page.sheet.scope_chosen.emit(Scope(panel=("2018",)))
    settled(page, qtbot)
    window.session.choose("")
    assert page._empty is not None
    window.session.choose("KLEDING")
    settled(page, qtbot)
    assert page.reading.scope == ALL


def test_a_mark_of_a_chart_elsewhere_leads_to_its_target(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    page.go_to_target("LOCATIES-2019")
    assert page.current_key == LOCATIONS
    page.go_to_target("computed:meets")
    assert page.current_key == MEETS
    page.go_to_target("nothing")
    assert page.current_key == MEETS
    settled(page, qtbot)


def test_a_read_only_file_shows_and_changes_nothing(qtbot: QtBot, tmp_path: Path, window: MainWindow) -> None:
    path = window.session.file.path
    window.session.close()
    window.session.open(open_store(path, read_only=True))
    page = page_of(window, qtbot)
    page.go_to(SHARE)
    assert not page.add_button.isEnabled()
    assert not page.sheet.observation_button.isEnabled()
    page.list.setFocus()
    told: list[object] = []
    window.session.problem_met.connect(told.append)
    for pressed in (Qt.Key.Key_Insert, Qt.Key.Key_F2, Qt.Key.Key_Delete):
        key(pressed, qtbot)
        assert page.work.form is None
    assert len(told) == 3
    settled(page, qtbot)


def test_an_empty_file_says_what_to_do(qtbot: QtBot, tmp_path: Path, window: MainWindow) -> None:
    create(tmp_path / "empty.covenant").close()
    window.session.open(open_store(tmp_path / "empty.covenant"))
    page = page_of(window, qtbot)
    assert page._empty is not None
    assert "This file has no covenant yet" in said(page._empty)
    assert not [one for one in page._empty.findChildren(QPushButton) if one.isVisibleTo(page)]


def test_leaving_the_page_closes_what_was_explained(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    page.go_to(SHARE)
    page.explain()
    window.show_page("participants")
    assert not [one for one in window.findChildren(Popover) if one.isVisible()]
