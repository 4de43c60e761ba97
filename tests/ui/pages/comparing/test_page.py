"""The comparing page in the real window, with real keys, on the demo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.comparison_parts import Measure
from covenant_monitor.domain.headline import mean, scores_of
from covenant_monitor.domain.model import Rating
from covenant_monitor.language import Language
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.comparing import compare_rounds
from covenant_monitor.store.store import create
from covenant_monitor_ui.pages.assessments.page import AssessmentsPage
from covenant_monitor_ui.pages.comparing.page import ComparingPage
from covenant_monitor_ui.pages.comparing.rows import Order, Tab
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.widgets.checklist import CheckList
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow

Stage = Callable[[QWidget], None]
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(demo_window: MainWindow, qtbot: QtBot) -> MainWindow:
    demo_window.show_page("comparing")
    settle(demo_window, qtbot)
    return demo_window


@pytest.fixture
def page(window: MainWindow) -> ComparingPage:
    return of(window)


def of(window: MainWindow) -> ComparingPage:
    found = window.pages["comparing"]
    assert isinstance(found, ComparingPage)
    return found


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until what was asked for is shown, chart and all."""
    page = of(window)
    qtbot.waitUntil(lambda: page.is_settled and page.why.chart.is_settled, timeout=20_000)


def take(page: ComparingPage, qtbot: QtBot, then: str, *between: str, now: str = "") -> None:
    """Choose rounds as a person does, and wait for them."""
    if now:
        page.session.choose(page.session.covenant, now)
    page.choice.set_then(then)
    page.choice.set_between(between)
    page.choice.changed.emit()
    qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)


def rows(page: ComparingPage) -> list[list[str]]:
    """The table as it is copied, with its head."""
    return [line.split("\t") for line in page.table.lines.as_text().splitlines()]


def popover(page: ComparingPage) -> Popover:
    shown = [one for one in page.window().findChildren(Popover) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def press(qtbot: QtBot, pressed: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, pressed, modifiers)


# What is there


def test_the_round_of_the_window_with_the_one_before(page: ComparingPage) -> None:
    assert page.choice.rounds == ("2019", "2020")
    assert [one.accessibleName() for one in page.lead.figures.values()] == [
        "Share that meets the requirement: 63% → 80%, +17 points",
        "Mean score: 56% → 66%, +10 points",
    ]
    assert page.lead.sentence.text().startswith("63% became 80% because ratings got better (+21 points);")
    assert "36 of 57 in round 2019" in page.lead.basis.text()
    assert page.scope.text() == "The same framework version: all its 56 criteria are compared."
    assert page.tab is Tab.WHY


def test_the_chart_and_the_causes_that_add_up(page: ComparingPage) -> None:
    chart = page.why.chart.chart
    assert chart is not None
    assert chart.title == "Why the share that meets the requirement changed, 2019 to 2020"
    assert page.why.view.spots
    points = [label.text() for label in page.why.causes.findChildren(QLabel)[1::3]]
    assert points == ["+4", "+21", "−4", "0", "0", "−4"]
    assert "54 count in both, 3 only in 2019, 2 only in 2020." in said(page.why.causes)
    assert "Version 2 in both." in said(page.why.causes)


def test_every_tab_has_its_table(page: ComparingPage) -> None:
    found = {}
    for tab in list(Tab)[1:]:
        page.tabs.choose(tab)
        found[tab] = (len(rows(page)) - 1, page.tabs.tab(tab).count)
    assert found == {
        Tab.PARTICIPANTS: (64, "64"),
        Tab.COHORTS: (4, "4"),
        Tab.SECTIONS: (7, "6"),
        Tab.STEPS: (6, "6"),
        Tab.THEMES: (13, "13"),
        Tab.CRITERIA: (56, "56"),
    }


def test_what_is_shown_is_what_the_rules_say(page: ComparingPage) -> None:
    found = compare_rounds(page.session.file, "KLEDING", "2019", "2020").comparison
    page.tabs.choose(Tab.SECTIONS)
    words = page.session.language
    whole, *lines = rows(page)[1:]
    assert (whole[0], whole[3], whole[4]) == ("Score as a whole", "+9.3", "54")
    shown = {line[0].split()[0]: line[1:] for line in lines}
    for section in found.sections:
        then, now, change, n = shown[section.code]
        assert (then, now) == (words.percent(section.then.percent), words.percent(section.now.percent))
        assert float(change.replace("−", "-")) == pytest.approx(float(now[:-1]) - float(then[:-1]))
        assert n == str(section.n)


def test_the_order_is_chosen_and_any_column_sorts(page: ComparingPage, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.PARTICIPANTS)

    def changes() -> list[float]:
        return [float(line[3].replace("−", "-")) for line in rows(page)[1:] if line[3] != "–"]

    assert changes() == sorted(changes(), reverse=True)
    page.order_box.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert page.order_box.currentData() == Order.DECLINED
    assert changes() == sorted(changes())
    press(qtbot, Qt.Key.Key_Down)
    names = [line[0] for line in rows(page)[1:]]
    assert names == sorted(names, key=Language.sort_key)
    page.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    nows = [float(line[2][:-1]) for line in rows(page)[1:] if line[2] != "–"]
    assert nows == sorted(nows)


def test_the_model_keeps_its_promises(page: ComparingPage) -> None:
    QAbstractItemModelTester(page.table.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for tab in list(Tab)[1:]:
        page.tabs.choose(tab)
        page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)


# Which rounds


def test_other_versions_are_said_and_compared_on_what_they_share(page: ComparingPage, qtbot: QtBot) -> None:
    take(page, qtbot, "2018")
    assert page.choice.rounds == ("2018", "2020")
    assert page.scope.text().startswith("Compared on the 39 criteria that both versions")
    assert "¦ 2020 is not quite comparable with before: framework version 2 from round 2019 on." in page.scope.text()
    page.tabs.choose(Tab.CRITERIA)
    assert rows(page)[0] == ["Criterion", "2018", "¦ 2020", "Difference", "n"]
    page.explain_core()
    text = said(popover(page))
    assert "Left out of version 1: A03" in text
    assert "Left out of version 2: 1.03" in text


def test_the_rounds_between_are_ticked_with_the_keyboard(page: ComparingPage, qtbot: QtBot) -> None:
    take(page, qtbot, "2018")
    page.choice.between_button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    ticks = popover(page).findChild(CheckList)
    assert isinstance(ticks, CheckList)
    assert ticks.hasFocus()
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)
    assert page.choice.between_button.text() == "1 round between"
    assert page.choice.rounds == ("2018", "2019", "2020")
    page.tabs.choose(Tab.SECTIONS)
    assert rows(page)[0] == ["Section", "2018", "¦ 2019", "2020", "Difference", "n"]
    assert "Over the 49 participants that count in all these rounds." in page.words.text()


def test_another_last_round_is_that_of_the_window(page: ComparingPage, window: MainWindow, qtbot: QtBot) -> None:
    page.choice.now_box.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert window.session.round == "2019"
    settle(window, qtbot)
    assert page.choice.rounds == ("2018", "2019"), "the first stays if it can, and else is the one before"
    assert page.lead.sentence.text().startswith("8% became 63%")


def test_everybody_in_each_round(page: ComparingPage, qtbot: QtBot) -> None:
    assert not page.choice.people_box.isEnabled(), "why a share changed is of everybody"
    page.tabs.choose(Tab.SECTIONS)
    page.choice.people_box.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)
    assert page.words.text().startswith("Everybody that counts in a round")
    rounds = (page.session.picture.round(code) for code in ("2019", "2020"))
    means = [page.session.language.percent(mean(scores_of(one.headline.counted))) for one in rounds]
    assert rows(page)[1] == ["Score as a whole", *means, "+9.9", "57 → 56"]


def test_the_first_round_has_nothing_before_it(page: ComparingPage, window: MainWindow, qtbot: QtBot) -> None:
    window.session.choose("KLEDING", "2017")
    assert page.empty_words == ("There is no earlier round", "Compare 2017 with 2018")
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert page.choice.rounds == ("2017", "2018")
    assert not page.lead.figures[Measure.MEETS].isVisible(), "nothing was required in 2017"
    assert page.lead.sentence.text().startswith("22% became 30%")


def test_an_empty_file(qtbot: QtBot, tmp_path: Path, put_on_stage: Stage) -> None:
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(made)
    made.session.open(create(tmp_path / "empty.covenant"))
    made.show_page("comparing")
    assert of(made).empty_words[0] == "This file has no covenant yet"
    made.close()


# Where it leads


def test_enter_on_a_participant_goes_to_its_assessment(page: ComparingPage, window: MainWindow, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.PARTICIPANTS)
    page.take_focus()
    line = page.table.current_line
    assert line is not None
    press(qtbot, Qt.Key.Key_Return)
    assert window.page_key == "assessments"
    assessments = window.pages["assessments"]
    assert isinstance(assessments, AssessmentsPage)
    assert assessments.state()["party"] == line.key[1]


def test_who_left_is_shown_in_the_last_round_that_it_was_in(
    page: ComparingPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert page.found is not None
    gone = next(one for one in page.found.comparison.participants if one.now is None)
    page.tabs.choose(Tab.PARTICIPANTS)
    page.table.select(("participant", gone.code))
    page.take_focus()
    press(qtbot, Qt.Key.Key_Return)
    assert (window.page_key, window.session.round) == ("assessments", "2019")
    assert window.pages["assessments"].state()["party"] == gone.code


def test_enter_on_a_criterion_goes_to_it_by_its_code_in_the_last_round(
    page: ComparingPage, window: MainWindow, qtbot: QtBot
) -> None:
    take(page, qtbot, "2018", now="2019")
    page.tabs.choose(Tab.CRITERIA)
    page.table.select(("criterion", "A01"))
    page.take_focus()
    press(qtbot, Qt.Key.Key_Return)
    assert window.page_key == "assessments"
    assert str(window.pages["assessments"].state()["criterion"]).startswith("1.")


def test_enter_on_a_section_shows_its_criteria(page: ComparingPage, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.SECTIONS)
    page.table.select(("section", "2"))
    page.take_focus()
    press(qtbot, Qt.Key.Key_Return)
    assert page.tab is Tab.CRITERIA
    assert {line.key[1][:2] for line in page.table.lines.shown} == {"2."}
    assert page.words.text().startswith("Only 2")
    page.tabs.choose(Tab.SECTIONS)
    page.table.select(("whole", ""))
    page.take_focus()
    press(qtbot, Qt.Key.Key_Return)
    assert len(page.table.lines.shown) == 56
    page.show_part(Tab.CRITERIA, ("theme", "purchasing"))
    assert 0 < len(page.table.lines.shown) < 56
    page.show_all.click()
    assert len(page.table.lines.shown) == 56
    page.show_part(Tab.PARTICIPANTS, ("cohort", "1"))
    assert 0 < len(page.table.lines.shown) < 64


# What it means


def test_f1_says_what_a_number_is_made_of(page: ComparingPage, qtbot: QtBot) -> None:
    for tab in list(Tab)[1:]:
        page.tabs.choose(tab)
        page.take_focus()
        press(qtbot, Qt.Key.Key_F1)
        assert "For internal use" in said(popover(page))
        press(qtbot, Qt.Key.Key_Escape)
        assert page.table.hasFocus()


def test_a_participants_change_is_taken_apart(page: ComparingPage, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.PARTICIPANTS)
    page.take_focus()
    press(qtbot, Qt.Key.Key_F1)
    text = said(popover(page))
    line = page.table.current_line
    assert line is not None
    assert f"Its own score changed by {line.cells[3].text} points" in text
    assert "better" in text


def test_the_lead_figure_shows_every_step(page: ComparingPage, qtbot: QtBot) -> None:
    page.lead.figures[Measure.MEETS].setFocus()
    press(qtbot, Qt.Key.Key_F1)
    text = said(popover(page))
    for shown in ("63.2%", "66.7%", "87.0%", "83.3%", "79.6%", "80.4%", "+20.4"):
        assert shown in text


def test_the_other_measure_changes_sentence_chart_and_cohorts(
    page: ComparingPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.tabs.choose(Tab.COHORTS)
    before = rows(page)
    page.tabs.choose(Tab.WHY)
    page.why.measures.segment(Measure.MEAN).click()
    settle(window, qtbot)
    assert page.lead.sentence.text().startswith("56% became 66%")
    assert page.why.chart.chart is not None
    assert page.why.chart.chart.title == "Why the mean score changed, 2019 to 2020"
    page.tabs.choose(Tab.COHORTS)
    assert rows(page) != before


def test_copying_takes_the_table_as_it_is_shown(page: ComparingPage, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.STEPS)
    page.take_focus()
    press(qtbot, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text().splitlines()[0] == "Step\t2019\t2020\tDifference\tn"
    page.tabs.choose(Tab.WHY)
    page.why.view.setFocus()
    press(qtbot, Qt.Key.Key_C, CONTROL)
    assert "Requirement\t−4" in QApplication.clipboard().text()


# While things change


def test_a_change_is_compared_anew(page: ComparingPage, window: MainWindow, qtbot: QtBot) -> None:
    before = page.found
    key = AssessmentKey("KLEDING", "2020", "VERZONNEN-SOKKEN")
    file = window.session.file
    assert window.session.change(lambda: rate(file, key=key, ratings={"1.01": Rating(1)}))
    settle(window, qtbot)
    assert page.found is not before


def test_only_the_last_wish_is_shown(page: ComparingPage, qtbot: QtBot) -> None:
    shown: list[tuple[str, ...]] = []
    page.reading.compared.connect(lambda found: shown.append(tuple(side.round.code for side in found.sides)))
    for then in ("2018", "2017", "2019", "2018"):
        page.choice.set_then(then)
        page.choice.changed.emit()
    qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)
    assert shown == [("2018", "2020")]


def test_closing_while_it_compares(window: MainWindow) -> None:
    page = of(window)
    page.choice.set_then("2017")
    page.choice.changed.emit()
    window.close_file()
    assert "comparing" not in window.pages


def test_the_page_comes_back_in_another_language(page: ComparingPage, window: MainWindow, qtbot: QtBot) -> None:
    take(page, qtbot, "2018", "2019")
    page.tabs.choose(Tab.CRITERIA)
    page.show_part(Tab.CRITERIA, ("section", "B"))
    page.table.select(("criterion", "B07"))
    window.session.set_language(Language("nl"))
    settle(window, qtbot)
    again = of(window)
    assert again is not page
    assert again.choice.rounds == ("2018", "2019", "2020")
    assert (again.tab, again.table.current_line and again.table.current_line.key) == (
        Tab.CRITERIA,
        ("criterion", "B07"),
    )
    assert {line.key[1][0] for line in again.table.lines.shown} == {"B"}
    again.tabs.choose(Tab.THEMES)
    assert "kinderarbeid" in [line[0] for line in rows(again)], "themes are in the reader's language"


@pytest.mark.parametrize(
    "bad", [{"tab": 3, "then": 7, "only": ["x"], "order": "up"}, {"tab": "criteria", "only": ["a", "b"]}]
)
def test_a_state_that_makes_no_sense_is_left_out(
    page: ComparingPage, window: MainWindow, qtbot: QtBot, bad: dict[str, object]
) -> None:
    page.restore(bad)
    page.show_place()
    settle(window, qtbot)
    assert page.choice.rounds == ("2019", "2020")


def test_every_control_has_a_name(page: ComparingPage) -> None:
    for control in page.findChildren(QWidget):
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisibleTo(page):
            assert control.accessibleName() or isinstance(control, QLabel), type(control)
