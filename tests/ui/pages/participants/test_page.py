from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Party, PartyKind, Rating
from covenant_monitor.language import Language
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.parties import add_party, edit_party
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.pages.participants.page import ParticipantsPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from tests.core.demo import demo_copy

SORT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def page(session: Session, put_on_stage: Callable[[QWidget], None]) -> ParticipantsPage:
    return on_stage(session, put_on_stage)


def on_stage(
    session: Session, put_on_stage: Callable[[QWidget], None], state: dict[str, object] | None = None
) -> ParticipantsPage:
    """The page in a window, wired as the real one does it."""
    window = QMainWindow()
    made = ParticipantsPage(session)
    window.setCentralWidget(made)
    window.resize(1328, 824)
    session.changed.connect(made.show_change)
    session.place_changed.connect(made.show_place)
    put_on_stage(window)
    if state is not None:
        made.restore(state)
    made.show_place()
    made.take_focus()
    return made


def names(page: ParticipantsPage) -> list[str]:
    return [row.party.name for row in page.model.shown]


def texts(page: ParticipantsPage, key: str) -> list[str]:
    place = page.model.column(key)
    return [row.cells[place].text for row in page.model.shown]


def selected(page: ParticipantsPage) -> str:
    assert page.current_row is not None
    return page.current_row.code


def in_panel(page: ParticipantsPage, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: page.panel.name.text == name and page.panel.name.isVisible())


def click_cell(page: ParticipantsPage, qtbot: QtBot, key: str) -> None:
    index = page.model.index(page.table.currentIndex().row(), page.model.column(key))
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.visualRect(index).center())


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_everybody_of_the_round_is_there(page: ParticipantsPage) -> None:
    assert page.counts.text() == "60 in round 2020"
    assert len(page.model.shown) == 60
    assert page.tabs.tab("all").accessibleName() == "All 60"
    assert page.tabs.tab("open").accessibleName() == "Not complete 4"
    assert page.tabs.tab("behind").accessibleName() == "Behind 3"
    assert page.table.accessibleName() == "Participants"


def test_first_paint_does_not_wait_for_the_panel(page: ParticipantsPage, qtbot: QtBot) -> None:
    in_panel(page, qtbot, names(page)[0])
    assert page.panel.chart.accessibleName().startswith("2017: ")


def test_the_panel_follows_the_arrow_keys(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.go_to_party("VIRTUEEL-VESTEN")
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    in_panel(page, qtbot, "Voorbeeld Mode B.V.")
    assert page.panel.introduction.text() == "Large · participant since 3 October 2017"
    found = dict(page.panel.facts.facts)
    assert found["Participation year"] == "4"
    assert found["Assessor"] == "A. Voorbeeld"
    assert found["KvK number"] == "00000172"
    assert "Turnover 2020" in found


def test_another_round_is_another_table(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    page.go_to_party("CONCEPTUEEL-CONFECTIE")
    session.choose(session.covenant, "2018")
    assert page.counts.text() == "66 in round 2018"
    assert selected(page) == "CONCEPTUEEL-CONFECTIE"
    gone = page.model.find("CASUS-KANTOORKLEDING")
    assert gone is not None
    assert gone.quiet
    assert gone.cells[0].note == "until Dec 2018"
    page.go_to_party("CASUS-KANTOORKLEDING")
    qtbot.waitUntil(lambda: page.panel.departure.isVisible())
    assert page.panel.departure.text().startswith("Left on 31 December 2018: ")
    assert page.panel.leave.isHidden()


@pytest.mark.parametrize("key", ["name", "group", "since", "year", "status", "rated", "score", "required", "outcome"])
def test_every_column_sorts_by_a_click_and_what_is_missing_stays_last(
    page: ParticipantsPage, qtbot: QtBot, key: str
) -> None:
    header = page.table.horizontalHeader()
    place = page.model.column(key)
    middle = QPoint(header.sectionViewportPosition(place) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    first = [row.cells[place].key for row in page.model.shown]
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    second = [row.cells[place].key for row in page.model.shown]
    known = [one for one in first if one is not None]
    missing = [None] * (len(first) - len(known))
    # The names are in rising order to begin with.
    assert first == sorted(known, reverse=key == "name") + missing
    assert second == sorted(known, reverse=key != "name") + missing
    assert first != second


def test_sorting_by_keyboard(page: ParticipantsPage, qtbot: QtBot) -> None:
    for _step in range(page.model.column("score")):
        qtbot.keyClick(page.table, Qt.Key.Key_Right)
    who = selected(page)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, SORT)
    scores = [row.cells[6].key for row in page.model.shown]
    assert scores[:-1] == sorted(scores[:-1], reverse=True)
    assert scores[-1] is None
    assert page.table.horizontalHeader().sortIndicatorSection() == 6
    qtbot.keyClick(page.table, Qt.Key.Key_Up, SORT)
    assert [row.cells[6].key for row in page.model.shown][:-1] == sorted(scores[:-1])
    assert selected(page) == who


def test_status_sorts_in_the_order_of_the_work(page: ParticipantsPage) -> None:
    page.table.sort_by(page.model.column("status"), UP)
    seen = list(dict.fromkeys(texts(page, "status")))
    assert seen == ["Not begun", "In progress", "To be reviewed", "Reviewed", "Final"]


def test_filtering_as_one_types(page: ParticipantsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter, "voorbeeld mo")
    assert names(page) == ["Voorbeeld Mode B.V."]
    assert page.counts.text() == "60 in round 2020, 1 found"
    in_panel(page, qtbot, "Voorbeeld Mode B.V.")
    qtbot.keyClick(page.filter, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    page.filter.setFocus()
    qtbot.keyClick(page.filter, Qt.Key.Key_Escape)
    assert len(page.model.shown) == 60
    assert selected(page) == "VOORBEELD-MODE"


@pytest.mark.parametrize(
    ("words", "n"),
    [("behind", 3), ("not begun", 1), ("still open", 4), ("no score", 1), ("large reviewed", 2), ("denim", 1)],
)
def test_filtering_by_words(page: ParticipantsPage, words: str, n: int) -> None:
    page.filter.setText(words)
    assert len(page.model.shown) == n


def test_quick_filters(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.tabs.tab("behind"), Qt.MouseButton.LeftButton)
    assert set(texts(page, "outcome")) == {"Behind"}
    page.tabs.choose("open")
    assert all(not row.standing.score or not row.standing.score.complete for row in page.model.shown if row.standing)
    assert len(page.model.shown) == 4
    page.tabs.choose("left")
    assert {row.code for row in page.model.shown} >= {"CASUS-KANTOORKLEDING", "BLAUWDRUK-BEDLINNEN"}
    session.choose(session.covenant, "2017")
    page.tabs.choose("later")
    assert all(row.party.joined_on and row.party.joined_on > date(2017, 12, 31) for row in page.model.shown)


def test_blanks_can_be_found(page: ParticipantsPage, session: Session) -> None:
    with pytest.raises(KeyError):
        page.tabs.tab("blanks")
    blank = Party("LEEG", "Leeg B.V.")
    session.change(lambda: add_party(session.file, covenant=session.covenant, party=blank))
    page.tabs.choose("blanks")
    assert names(page) == ["Leeg B.V."]
    filled = replace(blank, group="small", joined_on=date(2020, 1, 1))
    session.change(lambda: edit_party(session.file, covenant=session.covenant, party=filled))
    assert page.tabs.current == "all"
    assert len(page.model.shown) == 61


def test_nothing_found_says_what_to_do(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.filter.setText("<b>zzz</b>")
    assert page.stack.currentWidget() is not page.table
    shown = [label.text() for label in page.stack.currentWidget().findChildren(QLabel)]
    assert shown[0] == "Nothing found"
    assert "<b>zzz</b>" in shown[1]
    qtbot.waitUntil(lambda: not page.panel.name.isVisible())
    page._show_all()
    assert len(page.model.shown) == 60
    assert page.table.hasFocus()


def test_enter_and_double_click_go_to_the_assessment(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.go_to_party("VOORBEELD-MODE")
    with qtbot.waitSignal(page.open_assessment, timeout=0) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == ["VOORBEELD-MODE"]
    at = page.table.visualRect(page.table.currentIndex()).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(page.open_assessment, timeout=0):
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(page.panel.go.isVisible)
    with qtbot.waitSignal(page.open_assessment, timeout=0):
        qtbot.mouseClick(page.panel.go, Qt.MouseButton.LeftButton)


def test_F1_and_a_click_on_the_score_explain_it(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.go_to_party("VOORBEELD-MODE")
    qtbot.keyClick(page.table, Qt.Key.Key_F1)
    popover = page.window().findChild(Popover)
    assert popover is not None
    assert popover.figure.text() == "63.1%"
    assert "Voorbeeld Mode B.V." in popover.words.text()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    click_cell(page, qtbot, "score")
    opened = page._popover
    assert opened is not None
    with qtbot.waitSignal(page.open_assessment, timeout=0):
        page._to_assessment()
    assert page._popover is None


def test_a_row_out_of_sight_comes_into_sight_to_be_explained_and_to_be_gone_to(
    page: ParticipantsPage, qtbot: QtBot
) -> None:
    page.go_to_party("VOORBEELD-MODE")
    table = page.table
    in_sight = table.viewport().rect()

    def scroll_away() -> None:
        bar = table.verticalScrollBar()
        bar.setValue(bar.minimum() if table.currentIndex().row() > table.model().rowCount() // 2 else bar.maximum())
        assert not table.visualRect(table.currentIndex()).intersects(in_sight)

    scroll_away()
    qtbot.keyClick(table, Qt.Key.Key_F1)
    assert in_sight.contains(table.visualRect(table.currentIndex()))
    scroll_away()
    page.go_to_party("VOORBEELD-MODE")
    assert in_sight.contains(table.visualRect(table.currentIndex()))


def test_a_score_that_is_not_there_is_explained_too(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.go_to_party("TESTPATROON")
    qtbot.keyClick(page.table, Qt.Key.Key_F1)
    assert page._popover is not None
    assert page._popover.figure.text() == "–"


def test_a_click_elsewhere_explains_nothing(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.go_to_party("VOORBEELD-MODE")
    click_cell(page, qtbot, "group")
    assert page._popover is None


def test_who_takes_no_part_has_nothing_to_explain_and_is_opened_to_be_changed(
    page: ParticipantsPage, qtbot: QtBot
) -> None:
    page.go_to_party("CASUS-KANTOORKLEDING")
    assert page.tabs.current == "left"
    page.explain()
    assert page._popover is None
    with qtbot.assertNotEmitted(page.open_assessment):
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.side.has_form


def test_a_popover_goes_with_the_page(page: ParticipantsPage) -> None:
    page.go_to_party("VOORBEELD-MODE")
    page.explain()
    page.hide()
    assert page._popover is None


def test_adding_shows_and_selects_who_was_added(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    page.filter.setText("denim")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Insert)
    qtbot.keyClicks(focused(), "Nieuw Garen B.V.")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert not page.side.has_form
    assert selected(page) == "NIEUW-GAREN"
    assert page.filter.text() == ""
    assert page.table.hasFocus()
    assert page.counts.text() == "61 in round 2020"
    session.undo()
    assert page.counts.text() == "60 in round 2020"
    session.redo()
    assert page.model.find("NIEUW-GAREN") is not None


def test_who_joins_later_is_shown_where_it_is(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.add()
    form = page.side.form
    form.fields["name"].set_text("Later B.V.")
    form.fields["joined_on"].set_text("1-2-2031")
    form.save()
    assert page.tabs.current == "later"
    assert selected(page) == "LATER"


def test_editing_with_F2_and_cancelling_with_escape(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    page.go_to_party("VOORBEELD-MODE")
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    qtbot.keyClicks(focused(), "Mode Anders B.V.")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert selected(page) == "VOORBEELD-MODE"
    in_panel(page, qtbot, "Mode Anders B.V.")
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    qtbot.keyClicks(focused(), "Iets")
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    assert queries.party(session.file, session.covenant, "VOORBEELD-MODE").name == "Mode Anders B.V."


def test_leaving_from_the_panel(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    page.go_to_party("VOORBEELD-MODE")
    in_panel(page, qtbot, "Voorbeeld Mode B.V.")
    qtbot.mouseClick(page.panel.leave, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(focused(), "31-12-2020")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    row = page.current_row
    assert row is not None
    assert row.quiet
    assert row.party.left_on == date(2020, 12, 31)
    session.undo()
    assert page.current_row is not None
    assert not page.current_row.quiet


def test_a_form_with_something_typed_stays_when_another_row_is_chosen(page: ParticipantsPage, qtbot: QtBot) -> None:
    page.go_to_party("VOORBEELD-MODE")
    page.edit()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert not page.side.has_form
    page.edit()
    qtbot.keyClicks(focused(), "Anders")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.side.has_form
    assert page.side.form.fields["name"].text == "Anders"
    assert page.side.form.message.text()
    page.add()
    assert page.side.form.fields["name"].text == "Anders"


def test_a_change_elsewhere_leaves_the_form_alone(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    page.add()
    qtbot.keyClicks(focused(), "Half getypt")
    other = Party("ANDER", "Ander B.V.", joined_on=date(2020, 1, 1))
    session.change(lambda: add_party(session.file, covenant=session.covenant, party=other))
    assert page.side.form.fields["name"].text == "Half getypt"
    assert page.side.form.message.text() == ""


def test_a_change_keeps_selection_and_scroll_position(page: ParticipantsPage, session: Session) -> None:
    page.go_to_party("VOORBEELD-MODE")
    bar = page.table.verticalScrollBar()
    at = bar.value()
    assert at > 0
    key = AssessmentKey(session.covenant, "2020", "VOORBEELD-MODE")
    place = page.model.place("VOORBEELD-MODE")
    assert texts(page, "rated")[place] == "42 of 56"
    session.change(lambda: rate(session.file, key=key, ratings={"4.01": Rating(value=1)}))
    assert texts(page, "rated")[place] == "43 of 56"
    assert (selected(page), bar.value()) == ("VOORBEELD-MODE", at)
    added = Party("AAA", "Aaa B.V.", joined_on=date(2020, 1, 1))
    session.change(lambda: add_party(session.file, covenant=session.covenant, party=added))
    assert selected(page) == "VOORBEELD-MODE"
    assert bar.value() == at


def test_other_parties_are_listed_added_and_changed(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    page.tabs.choose("others")
    assert page.stack.currentWidget() is page.others
    assert page.counts.text() == "9 parties that are not companies"
    in_panel(page, qtbot, "Bond van Voorbeelden in Mode (brancheorganisatie)")
    assert page.panel.chart.isHidden()
    assert page.panel.go.isHidden()
    page.take_focus()
    qtbot.keyClick(page.others, Qt.Key.Key_Insert)
    qtbot.keyClicks(focused(), "Bond van Bonden")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert selected(page) == "BOND-VAN-BONDEN"
    assert queries.party(session.file, session.covenant, "BOND-VAN-BONDEN").kind is PartyKind.ASSOCIATION
    with qtbot.assertNotEmitted(page.open_assessment):
        qtbot.keyClick(page.others, Qt.Key.Key_Return)
    assert page.side.form.code == "BOND-VAN-BONDEN"
    page.side.form.cancel()
    page.filter.setText("vakbond")
    assert [row.party.name for row in page.others_model.shown] == ["Vakbond Voorbeeld"]


def test_going_to_a_party_shows_it_whatever_the_filter(page: ParticipantsPage) -> None:
    page.filter.setText("denim")
    page.go_to_party("VOORBEELD-MODE")
    assert (selected(page), page.filter.text()) == ("VOORBEELD-MODE", "")
    page.go_to_party("VAKBOND-VOORBEELD")
    assert (selected(page), page.tabs.current) == ("VAKBOND-VOORBEELD", "others")
    page.go_to_party("DENKBEELDIG-DENIM")
    assert (selected(page), page.tabs.current) == ("DENKBEELDIG-DENIM", "all")
    page.go_to_party("NOBODY")
    assert selected(page) == "DENKBEELDIG-DENIM"


def test_all_is_as_it_was_after_another_language(
    page: ParticipantsPage, session: Session, put_on_stage: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    page.table.sort_by(page.model.column("score"), DOWN)
    page.tabs.choose("open")
    page.filter.setText("v")
    page.go_to_party("VERBEELD-ZIJDE")
    page.table.restore_layout({"sort": "score", "descending": True, "widths": {"rated": 133}})
    page.add()
    qtbot.keyClicks(focused(), "Half getypt")
    state = page.state()
    session.set_language(Language("nl"))
    for early in (True, False):
        other = on_stage(session, put_on_stage, state if early else None)
        if not early:
            other.restore(state)
        assert other.model.columns[other.model.sort_column].key == "score"
        assert other.model.descending
        assert (other.tabs.current, other.filter.text()) == ("open", "v")
        assert selected(other) == "VERBEELD-ZIJDE"
        assert other.table.columnWidth(5) == 133
        assert other.side.form.fields["name"].text == "Half getypt"
        assert other.state() == state


def test_the_scroll_position_comes_back(
    page: ParticipantsPage, session: Session, put_on_stage: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    page.go_to_party("VOORBEELD-MODE")
    page.table.verticalScrollBar().setValue(500)
    other = on_stage(session, put_on_stage, page.state())
    qtbot.waitUntil(lambda: other.table.verticalScrollBar().value() == 500)


@pytest.mark.parametrize(
    "garbage",
    [
        {},
        {"tab": "nonsense", "filter": 7, "selected": ["x"], "column": "x", "scroll": None, "participants": "x"},
        {"participants": {"sort": "nonsense", "descending": "x", "widths": {"group": "x", "nonsense": 4, "score": -9}}},
        {"covenant": "KLEDING", "selected": "NOBODY", "form": {"mode": "edit", "party": "NOBODY", "values": {}}},
        {"covenant": "KLEDING", "form": {"mode": 7, "values": 3}},
    ],
)
def test_F62_garbage_kept_from_before_does_no_harm(
    session: Session, put_on_stage: Callable[[QWidget], None], garbage: dict[str, object]
) -> None:
    page = on_stage(session, put_on_stage, garbage)
    assert len(page.model.shown) == 60
    assert page.tabs.current == "all"


def test_what_is_about_one_covenant_is_not_put_back_in_another(page: ParticipantsPage) -> None:
    state = page.state() | {"covenant": "OTHER", "selected": "VOORBEELD-MODE", "tab": "open"}
    first = selected(page)
    page.restore(state)
    assert page.tabs.current == "open"
    assert selected(page) != "VOORBEELD-MODE"
    assert first


def test_a_read_only_file_shows_all_and_changes_nothing(
    tmp_path: Path, put_on_stage: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path), read_only=True))
    page = on_stage(session, put_on_stage)
    assert not page.add_button.isEnabled()
    assert "read-only" in page.add_button.toolTip()
    assert not page.panel.edit.isEnabled()
    assert "read-only" in page.panel.leave.toolTip()
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert "read-only" in page.side.form.message.text()
    session.close()


def test_an_empty_file_says_so(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> None:
    session = Session(Language("en"))
    session.open(create(tmp_path / "new.covenant"))
    page = on_stage(session, put_on_stage)
    shown = [label.text() for label in page.stack.currentWidget().findChildren(QLabel)]
    assert shown[0] == "This file has no covenant yet"
    assert not page.add_button.isEnabled()
    assert "no covenant" in page.add_button.toolTip()
    assert page.state()["selected"] == ""
    session.close()


@pytest.mark.parametrize("name", ["=cmd|'/C calc'!A0", "<b>Vet</b>", "شركة النسيج", "🧵 Draad & Zonen", "X" * 40_000])
def test_F55_any_name_is_shown_as_text(page: ParticipantsPage, session: Session, qtbot: QtBot, name: str) -> None:
    party = Party(
        "RAAR", name, group=name[:60], left_reason=name, left_on=date(2020, 12, 31), joined_on=date(2020, 1, 1)
    )
    session.change(lambda: add_party(session.file, covenant=session.covenant, party=party))
    page.go_to_party("RAAR")
    in_panel(page, qtbot, name[:400])
    assert page.window().grab().width() == page.window().width()
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.findChildren(QLabel) if label.text())
    assert page.panel.departure.text().startswith("Left on 31 December 2020: ")


def test_a_thousand_participants(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    with session.file.change("import", {"source": "test"}):
        number = queries.covenant_id(session.file, session.covenant)
        session.file.connection.executemany(
            "INSERT INTO party (id, covenant, code, name, joined_on) VALUES (?, ?, ?, ?, '2020-01-01')",
            [(n, number, f"P{n}", f"Partij {n:04d}") for n in range(1, 1001)],
        )
    page.show_place()
    assert page.counts.text() == "1,060 in round 2020"
    page.filter.setText("partij 05")
    assert len(page.model.shown) > 90
    page.filter.clear()
    page.table.sort_by(page.model.column("rated"), DOWN)
    QTest.keyClick(page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.table.currentIndex().row() == 1059


def test_the_panel_gives_way_to_the_table_but_a_form_does_not(page: ParticipantsPage) -> None:
    page.window().resize(1168, 640)
    assert page.side.isVisible()
    page.window().resize(800, 640)
    assert not page.side.isVisible()
    page.add()
    assert page.side.isVisible()
    page.side.form.cancel()
    assert not page.side.isVisible()
