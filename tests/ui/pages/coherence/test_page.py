"""The coherence page in the real window, with real keys, on the demo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import AssessmentKind, Rating, exact
from covenant_monitor.language import Language
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.seconds import assign_second
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.pages.coherence.page import CoherencePage
from covenant_monitor_ui.pages.coherence.rows import Tab
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy

Stage = Callable[[QWidget], None]
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(demo_window: MainWindow) -> MainWindow:
    demo_window.show_page("coherence")
    return demo_window


@pytest.fixture
def page(window: MainWindow) -> CoherencePage:
    return of(window)


def of(window: MainWindow) -> CoherencePage:
    found = window.pages["coherence"]
    assert isinstance(found, CoherencePage)
    return found


def rows(page: CoherencePage) -> list[list[str]]:
    """The table as it is copied, without its head."""
    return [line.split("\t") for line in page.table.lines.as_text().splitlines()[1:]]


def popover(page: CoherencePage) -> Popover:
    found = page.window().findChild(Popover)
    assert found is not None
    return found


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def key(page: CoherencePage, pressed: Qt.Key, qtbot: QtBot, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, pressed, modifiers)


# What is there


def test_the_figures_of_the_round_with_their_numbers(page: CoherencePage) -> None:
    assert [shown.accessibleName() for shown in page.strip.figures.values()] == [
        "Agreement 84%, n = 407",
        "Kappa 0.70, n = 407",
        "Weighted kappa 0.75, n = 407",
    ]
    assert page.strip.na.text() == "3 n.a. with only one of the two"
    assert page.counts.text() == "8 second assessments in round 2020"
    assert "internal use" in page.internal.text()


def test_every_tab_has_its_table(page: CoherencePage, qtbot: QtBot) -> None:
    found = {}
    for tab in Tab:
        page.tabs.choose(tab)
        found[tab] = (len(rows(page)), page.tabs.tab(tab).count)
    assert found == {
        Tab.CRITERIA: (56, "56"),
        Tab.WEAK: (10, "10"),
        Tab.SECTIONS: (6, "6"),
        Tab.PAIRS: (4, "4"),
        Tab.DIFFERENCES: (68, "68"),
        Tab.DRIFT: (228, "4"),
    }


def test_few_ratings_are_marked_with_a_word(page: CoherencePage) -> None:
    by_code = {line.key[1]: line for line in page.table.lines.shown}
    assert (by_code["6.04"].cells[1].note, by_code["6.04"].quiet) == ("few", True)
    assert (by_code["3.03"].cells[1].note, by_code["3.03"].quiet) == ("", False)
    assert page.words.text().startswith("few: fewer than 5 ratings")


def test_anchors_that_need_work_come_with_a_reason(page: CoherencePage) -> None:
    page.tabs.choose(Tab.WEAK)
    assert rows(page)[1][0].startswith("3.03 Purchasing practices are adapted")
    assert rows(page)[1][1] == "2 of 7 the same (29%), weighted kappa 0.29"
    assert "fewer than 70% the same" in page.words.text()


def test_drift_shows_who_rates_otherwise_and_what_means_little_last(page: CoherencePage) -> None:
    page.tabs.choose(Tab.DRIFT)
    assert rows(page)[0] == ["D. Model", "All criteria", "68%", "472", "73%", "2,113", "−5"]
    few = [line.cells[-1].note for line in page.table.lines.shown]
    assert few == sorted(few)
    assert few[-1] == "few"


def test_sorting_by_a_column(page: CoherencePage, qtbot: QtBot) -> None:
    header = page.table.horizontalHeader()
    place = [column.key for column in page.table.lines.columns].index("weighted")
    x = header.sectionViewportPosition(place) + 10
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    values = [line.cells[place].key for line in page.table.lines.shown]
    there = [value for value in values if value is not None]
    assert there == sorted(there)
    assert values[len(there) :] == [None] * (len(values) - len(there))
    page.tabs.choose(Tab.WEAK)
    assert header.sortIndicatorSection() == -1, "every table begins in its own order"


# What the keys do


def test_F1_says_what_a_figure_means(page: CoherencePage, qtbot: QtBot) -> None:
    page.table.select(("criterion", "3.03"), 4)
    key(page, Qt.Key.Key_F1, qtbot)
    opened = popover(page)
    assert opened.figure.text() == "0.29"
    text = said(opened)
    assert "(64.3% − 50.0%) / (100.0% − 50.0%) =" in text
    assert "7 participants" in text
    assert "Round 2020, framework version 2. For internal use." in text
    key(page, Qt.Key.Key_Escape, qtbot)
    assert page.table.hasFocus()


def test_a_click_on_the_overall_figure_explains_it(page: CoherencePage, qtbot: QtBot) -> None:
    figure = next(iter(page.strip.figures.values()))
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton)
    text = said(popover(page))
    assert "342 / 407 =" in text
    assert "Left out: 3 n.a. with only one of the two, 4 n.a. with both." in text
    assert "Assessed twice: 8 participants" in text


def test_F1_on_drift(page: CoherencePage, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.DRIFT)
    page.take_focus()
    key(page, Qt.Key.Key_F1, qtbot)
    assert "D. Model gave 472 ratings with a value, on average 68.3% of the maximum." in said(popover(page))


def test_enter_on_a_criterion_shows_where_they_differ_and_enter_there_goes_to_the_rating(
    page: CoherencePage, window: MainWindow, qtbot: QtBot
) -> None:
    page.table.select(("criterion", "3.03"))
    page.take_focus()
    key(page, Qt.Key.Key_Return, qtbot)
    assert page.tab is Tab.DIFFERENCES
    assert {line.key[2] for line in page.table.lines.shown} == {"3.03"}
    assert len(rows(page)) == 5
    assert (
        page.words.text()
        == "Only criterion 3.03 Purchasing practices are adapted (price, lead time, planning, long-term relations)."
    )
    page.show_all.click()
    assert len(rows(page)) == 68
    page.table.select(("difference", "SPECIMEN-SPORT", "3.03"))
    with qtbot.waitSignal(page.rating_wanted) as asked:
        key(page, Qt.Key.Key_Return, qtbot)
    assert asked.args == ["SPECIMEN-SPORT", "3.03"]
    assert window.page_key == "assessments"
    assert window.pages["assessments"].state()["party"] == "SPECIMEN-SPORT"
    assert window.pages["assessments"].state()["criterion"] == "3.03"


def test_the_table_is_copied_as_text(page: CoherencePage, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.PAIRS)
    page.take_focus()
    key(page, Qt.Key.Key_C, qtbot, CONTROL)
    assert QApplication.clipboard().text().splitlines()[:2] == [
        "Assessor / second assessor\tn\tAgreement\tKappa\tWeighted kappa\tN.a. with one",
        "A. Voorbeeld / C. Schets\t109\t89%\t0.77\t0.81\t1",
    ]


def test_where_they_differ_from_the_explanation(page: CoherencePage, qtbot: QtBot) -> None:
    page.tabs.choose(Tab.SECTIONS)
    page.table.select(("section", "6"), 2)
    page.explain()
    next(one for one in popover(page).findChildren(QPushButton) if one.text() == "Where they differ").click()
    assert page.tab is Tab.DIFFERENCES
    assert {line.key[2][0] for line in page.table.lines.shown} == {"6"}


# Second assessments


def test_a_blind_second_assessment_from_beginning_to_kappa(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    session.choose("KLEDING", "2019")
    page = of(window)
    assert page.empty is not None
    assert page.empty.accessibleName() == "No second assessments in round 2019 yet"
    key(page, Qt.Key.Key_Return, qtbot)  # its button has the focus
    form = page.form
    assert form is not None
    qtbot.keyClicks(form.who.control, "E. Ander")
    form.tick(["AANNAME-ACCESSOIRES"])
    key(page, Qt.Key.Key_Return, qtbot)
    assert page.form is None
    assert page.empty is not None
    assert page.empty.accessibleName() == "No second ratings in round 2019 yet"
    assert "E. Ander" in page.empty.accessibleDescription()

    where = AssessmentKey("KLEDING", "2019", "AANNAME-ACCESSOIRES", AssessmentKind.SECOND)
    first = dict(list(values(session, "AANNAME-ACCESSOIRES").items())[:10])
    differing = next(code for code, value in first.items() if value == 0)
    mine = {code: 1.0 if code == differing else value for code, value in first.items()}
    session.file.user = "E. Ander"
    ratings = {code: Rating(exact(value)) for code, value in mine.items()}
    assert session.change(lambda: rate(session.file, key=where, ratings=ratings))
    wanted = _kappa([(first[code], mine[code]) for code in mine])
    shown = [figure.text() for figure in page.strip.figures.values()]
    assert shown == ["90%", *(session.language.number(round(one, 9), 2) for one in wanted)]
    page.tabs.choose(Tab.DIFFERENCES)
    assert rows(page) == [], "who is still assessing does not see where they differ"
    session.file.user = "A. Voorbeeld"
    page.show_place()
    assert [line.key[2] for line in page.table.lines.shown] == [differing]


def values(session: Session, party: str) -> dict[str, float]:
    """What the secretariat gave a participant in 2019, n.a. left out, by criterion."""
    return dict(
        session.file.connection.execute(
            "SELECT k.code, g.value FROM rating g JOIN assessment a ON a.id = g.assessment"
            " JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round JOIN criterion k ON k.id = g.criterion"
            " WHERE p.code = ? AND r.code = '2019' AND a.kind = 'secretariat' AND g.value IS NOT NULL ORDER BY k.code",
            (party,),
        ).fetchall()
    )


def _kappa(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Kappa and linearly weighted kappa in floats: one minus found over expected distance, over all pairs of raters."""
    found = []
    for distance in (lambda a, b: float(a != b), lambda a, b: abs(a - b)):
        expected = sum(distance(a, b) for a, _ in pairs for _, b in pairs) / len(pairs) ** 2
        found.append(1 - sum(distance(a, b) for a, b in pairs) / len(pairs) / expected)
    return found[0], found[1]


def test_ins_asks_and_escape_comes_back(page: CoherencePage, qtbot: QtBot) -> None:
    page.take_focus()
    key(page, Qt.Key.Key_Insert, qtbot)
    form = page.form
    assert form is not None
    assert form.who.control.hasFocus()
    key(page, Qt.Key.Key_Escape, qtbot)
    assert page.form is None
    assert page.table.hasFocus()


def test_an_unfinished_form_outlasts_another_language(page: CoherencePage, window: MainWindow) -> None:
    page.add()
    assert page.form is not None
    page.form.who.set_text("D. Model")
    page.form.tick(["AANNAME-ACCESSOIRES"])
    page.show_differences(("criterion", "3.03"))
    window.session.set_language(Language("nl"))
    made = of(window)
    assert made is not page
    assert made.form is not None
    assert (made.form.assessor, made.form.parties) == ("D. Model", ["AANNAME-ACCESSOIRES"])
    assert made.tab is Tab.DIFFERENCES
    assert {line.key[2] for line in made.table.lines.shown} == {"3.03"}


def test_what_is_kept_may_be_nonsense(page: CoherencePage) -> None:
    page.restore({"tab": "none", "round": "2020", "selected": [1, {}], "only": ["x"], "form": "no"})
    assert page.tab is Tab.CRITERIA
    page.restore({"tab": "differences", "round": "2020", "selected": "x", "only": ["criterion", "99"]})
    assert len(rows(page)) == 68


def test_a_read_only_file_says_why_nothing_can_be_assigned(tmp_path: Path, put_on_stage: Stage) -> None:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path), read_only=True))
    page = CoherencePage(session)
    put_on_stage(page)
    page.show_place()
    assert not page.add_button.isEnabled()
    assert "read-only" in page.add_button.toolTip()
    page.add()
    assert page.form is None
    session.close()


def test_an_empty_file_says_what_to_do(tmp_path: Path, put_on_stage: Stage) -> None:
    session = Session(Language("en"))
    session.open(create(tmp_path / "a.covenant"))
    page = CoherencePage(session)
    put_on_stage(page)
    page.show_place()
    assert page.empty is not None
    assert page.empty.accessibleName() == "This file has no covenant yet"
    page.take_focus()
    session.close()


def test_a_start_up_round_has_nobody_to_compare(page: CoherencePage, window: MainWindow) -> None:
    window.session.choose("KLEDING", "2017")
    assert page.empty is not None
    assert page.empty.accessibleName() == "No second assessments in round 2017 yet"


def test_a_pair_of_one_person_is_marked(page: CoherencePage, window: MainWindow) -> None:
    session = window.session
    with session.file.change("status", {"party": "x", "status": "status:draft"}) as change:
        session.file.connection.execute(
            "UPDATE assessment SET assessor = 'Z. Zelf' WHERE kind <> 'self' AND party ="
            " (SELECT id FROM party WHERE code = 'SPECIMEN-SPORT')"
        )
    session.tell_change(change)
    page.tabs.choose(Tab.PAIRS)
    notes = {line.cells[0].text: line.cells[0].note for line in page.table.lines.shown}
    assert notes["Z. Zelf / Z. Zelf"] == "one person: not blind"
    assert {note for name, note in notes.items() if not name.startswith("Z.")} == {""}


def test_a_handed_over_second_counts_nobody_twice(page: CoherencePage, window: MainWindow) -> None:
    session = window.session
    session.change(
        lambda: assign_second(
            session.file, covenant="KLEDING", round="2020", parties=["AANNAME-ACCESSOIRES"], criteria=[], assessor="E."
        )
    )
    assert page.counts.text() == "9 second assessments in round 2020"
    assert page.strip.figures[next(iter(page.strip.figures))].accessibleName() == "Agreement 84%, n = 407"


def test_every_control_has_a_name(page: CoherencePage) -> None:
    page.add()
    for widget in page.findChildren(QWidget):
        inside = isinstance(widget.parent(), QComboBox | QAbstractSpinBox)  # named by what it is in
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not inside:
            assert widget.accessibleName(), widget
