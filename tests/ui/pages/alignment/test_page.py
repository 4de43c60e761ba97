"""The page of OECD alignment in the real window, with real keys, on the demo."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.language import Language
from covenant_monitor.store import pictures
from covenant_monitor.store.alignment import add_results, remove_results
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.dialogs.alignment_form import AlignmentForm
from covenant_monitor_ui.pages.alignment.page import AlignmentPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy

Stage = Callable[[QWidget], None]
PAPER, PRACTICE, TRUST = AlignmentDimension
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
COVENANT = "KLEDING"
MADE_UP = {"1 Policy": (80, 68), "2 Risks": (60, 44), "3 Prevent": (55, 20), "4 Track": (50, 18)}


@pytest.fixture
def window(demo_window: MainWindow) -> MainWindow:
    demo_window.show_page("alignment")
    return demo_window


@pytest.fixture
def page(window: MainWindow) -> AlignmentPage:
    return of(window)


def of(window: MainWindow) -> AlignmentPage:
    found = window.pages["alignment"]
    assert isinstance(found, AlignmentPage)
    return found


def with_components(page: AlignmentPage, year: int = 2020) -> None:
    """Results of four components beside the published totals."""
    session = page.session
    for name, fully in MADE_UP.items():
        results = [
            CovenantAlignment(year, dimension, share, 10, component=name, source="Made up")
            for dimension, share in zip((PAPER, PRACTICE), fully, strict=True)
        ]
        assert session.change(lambda results=results: add_results(session.file, covenant=COVENANT, results=results))


def rows(page: AlignmentPage) -> list[list[str]]:
    """The table as it is copied, without its head."""
    return [line.split("\t") for line in page.table.lines.as_text().splitlines()[1:]]


def popover(page: AlignmentPage) -> Popover:
    (found,) = [one for one in page.window().findChildren(Popover) if one.isVisible()]
    return found


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def stored(page: AlignmentPage) -> Sequence[CovenantAlignment]:
    return pictures.alignment(page.session.file, COVENANT)


def leads(page: AlignmentPage) -> list[str]:
    return [one.accessibleName() for one in page.lead.figures.values() if one.isVisibleTo(page)]


# What is there


def test_the_published_result_in_lead_figures_and_table(page: AlignmentPage) -> None:
    assert leads(page) == [
        "Written standards: 62% fully",
        "Written standards: 17% partially",
        "Implementation: 40% fully",
        "Implementation: 23% partially",
        "62.0% fully on paper, 40.0% in practice: a gap of 22 points.",
    ]
    assert rows(page) == [
        ["Total published total", "Written standards", "62%", "17%", "21%", "–"],
        ["Total published total", "Implementation", "40%", "23%", "37%", "–"],
    ]
    assert not page.tabs.isVisibleTo(page), "there is one year only"
    assert "Only totals were published" in page.paper_words.text()
    assert "aangehaald in SER-advies (2020)" in page.sources.text()
    assert page.subtitle.whole_text == "assessment of 2020 · written standards, implementation"


def test_the_charts_are_drawn_with_their_tables(page: AlignmentPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(page.bars_view.table[1]) and bool(page.dumbbell_view.table[1]), timeout=20000)
    assert page.dumbbell_view.table[1] == (("Total", "62.0", "40.0", "22"),)
    assert [row[3:6] for row in page.bars_view.table[1]] == [("62%", "17%", "21%"), ("40%", "23%", "37%")]


def test_participants_own_gap_stands_apart_with_its_own_arithmetic(page: AlignmentPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.participants.found is not None)
    query = """
        SELECT k.dimension, a.party, sum(k.weight * g.value), sum(k.weight)
        FROM rating g JOIN assessment a ON a.id = g.assessment JOIN round r ON r.id = a.round
        JOIN criterion k ON k.id = g.criterion JOIN score o ON o.assessment = a.id JOIN party p ON p.id = a.party
        WHERE r.code = '2020' AND a.kind = 'secretariat' AND a.status IN ('assessed', 'reviewed', 'final')
        AND o.rated = o.applicable AND g.value IS NOT NULL AND k.from_participation_year <= o.participation_year
        AND (k.groups = '' OR instr(';' || k.groups || ';', ';' || coalesce(a.final_group, p.group_code) || ';'))
        GROUP BY k.dimension, a.party
    """
    scores: dict[str, dict[int, float]] = {}
    for dimension, party, points, most in page.session.file.connection.execute(query):
        scores.setdefault(dimension, {})[party] = 100 * points / most
    policy, practice = scores["policy"], scores["practice"]
    both = policy.keys() & practice.keys()
    found = page.participants.found
    assert found is not None
    assert found.gap.n == len(both)
    assert float(found.gap.value or 0) == pytest.approx(sum(policy[one] - practice[one] for one in both) / len(both))
    assert float(found.figures["policy"].value or 0) == pytest.approx(sum(policy.values()) / len(policy))
    assert "apart from that of the covenant above" in page.participants.words.text()
    assert "In 2019 the difference was" in page.participants.words.text()


def test_components_on_paper_only_with_the_largest_gap_first(page: AlignmentPage) -> None:
    with_components(page)
    assert [row.gap.component for row in page.paper.rows] == ["3 Prevent", "4 Track"]
    assert page.paper_words.text() == "2 of 4 components."
    assert [row[0] for row in rows(page)[2::2]] == list(MADE_UP)
    assert leads(page)[0] == "Written standards: 62% fully", "the published total stays"


def test_years_side_by_side(page: AlignmentPage, qtbot: QtBot) -> None:
    session = page.session
    later = [CovenantAlignment(2023, PAPER, 7, 2, 1, unit="count"), CovenantAlignment(2023, PRACTICE, 41, 30)]
    assert session.change(lambda: add_results(session.file, covenant=COVENANT, results=later))
    assert page.tabs.isVisibleTo(page)
    assert page.year is not None
    assert page.year.year == 2020, "what was shown stays in sight"
    page.go_to_year(2023)
    assert rows(page)[0] == ["Total published total", "Written standards", "70%", "20%", "10%", "10", "+8"]
    assert rows(page)[1][-1] == "+1"
    assert page.lead.note(PAPER) == "published total · +8 points since 2020"
    assert page.lead.note(PRACTICE) == "published total · +1 point since 2020"
    page.table.select(("", PRACTICE), 6)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F1)
    assert "41% − 40% =" in said(popover(page))
    assert "may differ in method" in said(popover(page))


def test_where_no_change_can_be_said_it_says_why(page: AlignmentPage) -> None:
    with_components(page, 2023)
    page.go_to_year(2023)
    assert rows(page)[0][-1] == rows(page)[2][-1] == "–"
    for component, why in (("", "not made in one way of the same components"), ("1 Policy", "no result of 2020")):
        page.table.select((component, PAPER), 6)
        page.explain()
        assert why in said(popover(page))
        popover(page).dismiss()


# Every number explains itself


def test_lead_figures_explain_themselves_by_keyboard(page: AlignmentPage, qtbot: QtBot) -> None:
    first = page.lead.figures[PAPER, "fully"]
    assert QApplication.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_F1)
    assert popover(page).accessibleName() == "62% fully, Written standards, Total, 2020"
    assert "Entered as percentages" in said(popover(page))
    assert "aangehaald in SER-advies" in said(popover(page))
    qtbot.keyClick(popover(page), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is first


def test_the_gap_is_a_difference(page: AlignmentPage) -> None:
    page.lead.figures["gap", "gap"].click()
    assert popover(page).figure.text() == "22"
    assert "62% − 40% =" in said(popover(page))


def test_not_is_said_to_be_derived(page: AlignmentPage, qtbot: QtBot) -> None:
    page.table.select(("", PAPER), 4)
    page.explain()
    assert popover(page).figure.text() == "21%"
    assert "100 − 62 − 17 =" in said(popover(page))
    assert "it is the rest of 100" in said(popover(page))


def test_a_click_on_a_number_explains_and_elsewhere_selects(page: AlignmentPage, qtbot: QtBot) -> None:
    table = page.table

    def click(row: int, column: int) -> None:
        rect = table.visualRect(table.lines.index(row, column))
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.center()))

    click(1, 0)
    assert not [one for one in page.window().findChildren(Popover) if one.isVisible()]
    click(1, 2)
    assert popover(page).accessibleName() == "40% fully, Implementation, Total, 2020"


def test_counts_and_means_show_their_sums(page: AlignmentPage) -> None:
    session = page.session
    for name, counts in {"A": (5, 3, 4), "B": (3, 0, 3)}.items():
        result = CovenantAlignment(2022, PAPER, *counts, component=name, unit="count")
        assert session.change(lambda result=result: add_results(session.file, covenant=COVENANT, results=[result]))
    page.go_to_year(2022)
    page.table.select(("", PAPER), 2)
    page.explain()
    assert "the criteria of 2 components, added up" in said(popover(page))
    assert "8 / 18 =" in said(popover(page))
    popover(page).dismiss()
    with_components(page, 2024)
    page.go_to_year(2024)
    page.table.select(("", PAPER), 2)
    page.explain()
    assert popover(page).figure.text() == "61%"
    assert "(80.0 + 60.0 + 55.0 + 50.0) / 4 =" in said(popover(page))


def test_a_component_on_paper_only_says_by_which_rule(page: AlignmentPage, qtbot: QtBot) -> None:
    with_components(page)
    row = page.paper.rows[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.paper.rows[1]
    qtbot.keyClick(page.paper.rows[1], Qt.Key.Key_F1)
    assert "50% − 18% =" in said(popover(page))
    assert "at least 50% fully aligned as written" in said(popover(page))


def test_participants_figures_explain_themselves(page: AlignmentPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.participants.found is not None)
    page.participants.figures["gap"].click()
    assert "Every participant counts once" in said(popover(page))
    assert "Not counted:" in said(popover(page))


# Entering, changing, removing


def form_of(page: AlignmentPage) -> AlignmentForm:
    assert isinstance(page.form, AlignmentForm)
    return page.form


def test_a_result_is_added_by_keyboard_and_undone(page: AlignmentPage, window: MainWindow, qtbot: QtBot) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Insert)
    form = form_of(page)
    form.fields["component"].set_text("4 Track")
    for key, text in (("fully", "50"), ("partially", "20.5")):
        qtbot.keyClicks(form.rows.rows[PAPER].numbers[key], text)
    qtbot.keyClick(form.rows.rows[PAPER].numbers["partially"], Qt.Key.Key_Return)
    assert page.form is None
    assert rows(page)[-1] == ["4 Track", "Written standards", "50%", "20%", "30%", "–"]
    assert page.table.current_key == ("4 Track", PAPER), "it goes to what was added"
    assert QApplication.focusWidget() is page.table
    window.undo()
    assert len(rows(page)) == 2


def test_enter_edits_the_component_of_the_line(page: AlignmentPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form = form_of(page)
    assert form.rows.rows[PRACTICE].numbers["fully"].text() == "40"
    form.rows.rows[PRACTICE].numbers["fully"].setText("45")
    form.save()
    assert [float(one.fully) for one in stored(page)] == [45.0, 62.0]
    assert leads(page)[-1].endswith("a gap of 17 points.")


def test_a_new_year_is_the_one_after_the_last(page: AlignmentPage) -> None:
    page.add_year()
    form = form_of(page)
    assert int(form.fields["year"].text) > 2020
    form.fields["year"].set_text("2024")
    form.rows.rows[PAPER].numbers["fully"].setText("67")
    form.rows.rows[PAPER].numbers["partially"].setText("33")
    form.save()
    assert page.year is not None
    assert page.year.year == 2024, "it goes to the new year"
    assert rows(page)[0][2:5] == ["67%", "33%", "0%"]


def test_a_total_that_follows_cannot_be_edited_or_removed_but_explains_itself(page: AlignmentPage) -> None:
    with_components(page, 2022)
    page.go_to_year(2022)
    page.table.select(("", PAPER))
    page.edit()
    assert page.form is None
    assert "the mean of the percentages of 4 components" in said(popover(page))
    popover(page).dismiss()
    page.remove()
    assert "the mean of" in said(popover(page))
    assert len(rows(page)) == 10


def test_del_removes_a_component_and_shift_del_the_year(page: AlignmentPage, window: MainWindow, qtbot: QtBot) -> None:
    with_components(page)
    page.table.go_to("2 Risks")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert len(stored(page)) == 8
    assert "OECD alignment 2020 removed: 2 Risks. Ctrl+Z undoes it." in said(window.banner)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete, SHIFT)
    assert stored(page) == []
    assert page.empty is not None
    window.undo()
    assert len(stored(page)) == 8
    assert page.empty is None


def test_the_table_is_copied(page: AlignmentPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == "Component\tDimension\tFully\tPartially\tNot\tn"
    assert len(copied) == 3


def test_a_line_far_down_is_brought_into_sight(page: AlignmentPage, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 720)
    with_components(page)
    QApplication.processEvents()  # what was added gets its place
    page.table.setFocus()
    for _again in range(9):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    rect = page.table.cell_rect(page.table.currentIndex())
    assert page.table.visibleRegion().boundingRect().contains(rect.center())


# Nothing, read-only, other places


def test_without_results_the_page_says_what_to_do(page: AlignmentPage, window: MainWindow) -> None:
    session = page.session
    assert session.change(lambda: remove_results(session.file, covenant=COVENANT, year=2020))
    assert page.empty is not None
    assert page.empty.accessibleName() == "No OECD alignment assessment yet"
    page.take_focus()
    first, second = page.empty.buttons
    assert QApplication.focusWidget() is first
    first.click()
    assert form_of(page).fields["component"].text == ""
    form_of(page).reject()
    second.click()
    assert window.page_key == "reports"


def test_a_file_that_cannot_be_written_can_be_read(qtbot: QtBot, tmp_path: Path, put_on_stage: Stage) -> None:
    window = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(window)
    window.session.open(open_store(demo_copy(tmp_path), user="x", read_only=True))
    window.show_page("alignment")
    page = of(window)
    assert not page.add_button.isEnabled()
    assert "read-only" in page.add_button.toolTip()
    page.edit()
    page.add()
    page.remove()
    assert page.form is None
    assert len(stored(page)) == 2
    window.close()


def test_a_file_without_a_covenant(qtbot: QtBot, tmp_path: Path, put_on_stage: Stage) -> None:
    create(tmp_path / "empty.covenant").close()
    window = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(window)
    window.open_path(tmp_path / "empty.covenant")
    window.show_page("alignment")
    page = of(window)
    assert page.empty is not None
    assert page.empty.accessibleName() == "This file has no covenant yet"
    assert not page.participants.isVisible()
    assert page.empty.buttons == []
    assert "There is no round yet." in page.participants.words.text()
    window.close()


def test_the_year_survives_a_change_of_language(page: AlignmentPage, window: MainWindow) -> None:
    with_components(page, 2018)
    page.go_to_year(2018)
    window.speak_dutch()
    year = of(window).year
    assert year is not None
    assert year.year == 2018
    window.speak_english()
