from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMainWindow, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.registers import Entry, EntryStatus, Register
from covenant_monitor.language import Language
from covenant_monitor.store import registers
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.dialogs.register_form import EntryForm
from covenant_monitor_ui.session import Session
from tests.ui.pages.registers.stage import empty_registers

CONTROL = Qt.KeyboardModifier.ControlModifier
Stage = Callable[[QWidget], None]


@pytest.fixture(autouse=True)
def nothing_yet(session: Session) -> None:
    empty_registers(session.file)


@pytest.fixture
def form(session: Session, put_on_stage: Stage) -> EntryForm:
    return on_stage(session, put_on_stage)


def on_stage(session: Session, put_on_stage: Stage) -> EntryForm:
    window = QMainWindow()
    made = EntryForm(session)
    window.setCentralWidget(made)
    window.resize(336, 720)
    put_on_stage(window)
    return made


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def control(form: EntryForm, key: str) -> QLineEdit:
    found = form.fields[key].control
    assert isinstance(found, QLineEdit)
    return found


def choose(form: EntryForm, key: str, data: str) -> None:
    found = form.fields[key].control
    assert isinstance(found, QComboBox)
    found.setCurrentIndex(found.findData(data))


def kept(session: Session, register: Register, code: str) -> Entry:
    return registers.entry(session.file, "KLEDING", register, code)


def added(session: Session, entry: Entry) -> Entry:
    session.change(lambda: registers.add_entry(session.file, covenant="KLEDING", entry=entry))
    return kept(session, entry.register, entry.code)


def test_everything_of_a_risk(form: EntryForm, session: Session, qtbot: QtBot) -> None:
    form.add(Entry(Register.RISK, "R1", "", round="2020"))
    form.take_focus()
    qtbot.keyClicks(focused(), "Forced labour")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert isinstance(focused(), QPlainTextEdit)
    qtbot.keyClicks(focused(), "In spinning mills")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "and farther up")
    choose(form, "severity", "5")
    choose(form, "likelihood", "3")
    choose(form, "party", "VOORBEELD-MODE")
    form.fields["owner"].set_text("C. Schets")
    control(form, "due_on").setText("31-12-2099")
    form.picks["participants"].choose(["MODELWERK-JASSEN"])
    form.picks["criteria"].choose(["3.07", "1.01"])
    form.fields["title"].control.setFocus()
    with qtbot.waitSignal(form.saved, timeout=0) as saved:
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert saved.args == ["R1"]
    found = kept(session, Register.RISK, "R1")
    assert (found.title, found.description) == ("Forced labour", "In spinning mills\nand farther up")
    assert (found.severity, found.likelihood, found.risk_level) == (5, 3, 15)
    assert (found.party, found.owner, found.round) == ("VOORBEELD-MODE", "C. Schets", "2020")
    assert (found.due_on, found.raised_on) == (date(2099, 12, 31), date.today())
    assert (found.participants, found.criteria) == (("MODELWERK-JASSEN",), ("1.01", "3.07"))
    session.undo()
    assert registers.entries(session.file, "KLEDING", Register.RISK) == []


def test_what_it_asks_depends_on_the_register(form: EntryForm) -> None:
    form.add(Entry(Register.COMMITMENT, "C1", ""))
    assert form.fields["severity"].isHidden()
    assert form.fields["party"].control.accessibleName() == "Owed by"
    parties = form.fields["party"].control
    assert isinstance(parties, QComboBox)
    assert parties.itemText(1) == "Demobrancheorganisatie"[: len(parties.itemText(1))] or parties.itemData(1)
    assert form.fields["result"].isHidden()
    assert not form.fields["code"].isHidden()
    form.add(Entry(Register.RISK, "R1", ""))
    assert not form.fields["severity"].isHidden()
    assert form.fields["party"].control.accessibleName() == "Party"


def test_a_title_is_needed(form: EntryForm, session: Session, qtbot: QtBot) -> None:
    form.add(Entry(Register.ACTION, "A1", ""))
    with qtbot.assertNotEmitted(session.changed):
        form.save()
    assert form.fields["title"].message.text() == "Give it a title."
    assert focused() is control(form, "title")
    qtbot.keyClicks(focused(), "x")
    assert form.fields["title"].message.isHidden()


@pytest.mark.parametrize(
    ("field", "text"), [("due_on", "31-31-2020"), ("due_on", "1-1-1990"), ("code", ""), ("code", "A1")]
)
def test_what_is_wrong_is_said_at_its_field(
    form: EntryForm, session: Session, qtbot: QtBot, field: str, text: str
) -> None:
    added(session, Entry(Register.ACTION, "A1", "There already"))
    form.add(Entry(Register.ACTION, "A2", "New", raised_on=date(2020, 1, 1)))
    control(form, field).setText(text)
    with qtbot.assertNotEmitted(form.saved):
        form.save()
    assert form.fields[field].message.isVisible()
    assert focused() is control(form, field)
    assert form.fields["title"].text == "New"


def test_a_day_is_shown_as_it_was_understood(form: EntryForm, qtbot: QtBot) -> None:
    form.add(Entry(Register.ACTION, "A1", ""))
    control(form, "due_on").setFocus()
    qtbot.keyClicks(focused(), "3-4-2031")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert form.fields["due_on"].text == "3 Apr 2031"


def test_editing_keeps_what_it_does_not_ask(form: EntryForm, session: Session, qtbot: QtBot) -> None:
    entry = Entry(
        Register.ACTION, "A1", "Plan", status=EntryStatus.DROPPED, result="Sold", closed_on=date(2020, 3, 1),
        raised_on=date(2020, 1, 1), criteria=("3.07",), themes=("remedy", "own theme"), note="A\nB",
    )  # fmt: skip
    added(session, entry)
    form.edit(kept(session, Register.ACTION, "A1"))
    assert not form.is_changed
    assert form.fields["result"].control.accessibleName() == "Reason"
    control(form, "title").setText("Another plan")
    assert form.is_changed
    control(form, "title").setFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    assert kept(session, Register.ACTION, "A1") == kept(session, Register.ACTION, "A1")
    found = kept(session, Register.ACTION, "A1")
    assert (found.title, found.status, found.closed_on, found.note) == (
        "Another plan", EntryStatus.DROPPED, date(2020, 3, 1), "A\nB",
    )  # fmt: skip
    assert (found.criteria, found.themes) == (("3.07",), ("own theme", "remedy"))


def test_nothing_changed_writes_nothing(form: EntryForm, session: Session, qtbot: QtBot) -> None:
    form.edit(added(session, Entry(Register.ACTION, "A1", "Plan", themes=("remedy",))))
    with qtbot.assertNotEmitted(session.changed), qtbot.waitSignal(form.saved, timeout=0):
        form.save()


def test_ctrl_enter_in_a_text_saves_and_esc_cancels(form: EntryForm, session: Session, qtbot: QtBot) -> None:
    form.add(Entry(Register.ACTION, "A1", ""))
    control(form, "title").setText("Plan")
    form.fields["note"].control.setFocus()
    qtbot.keyClicks(focused(), "A note")
    with qtbot.waitSignal(form.saved, timeout=0):
        qtbot.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    assert kept(session, Register.ACTION, "A1").note == "A note"
    form.edit(kept(session, Register.ACTION, "A1"))
    form.fields["note"].control.setFocus()
    with qtbot.waitSignal(form.cancelled, timeout=0):
        qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert not form.mode


def test_what_was_typed_comes_back_in_another_language(session: Session, put_on_stage: Stage) -> None:
    form = on_stage(session, put_on_stage)
    form.add(Entry(Register.RISK, "R1", ""))
    control(form, "title").setText("Half")
    choose(form, "severity", "4")
    form.picks["themes"].choose(["remedy"])
    values = form.values()
    session.set_language(Language("nl"))
    other = on_stage(session, put_on_stage)
    other.add(Entry(Register.RISK, "R1", ""))
    other.restore(values)
    assert other.values() == values
    assert other.is_changed


def test_read_only(session: Session, put_on_stage: Stage) -> None:
    path = session.file.path
    added(session, Entry(Register.ACTION, "A1", "Plan"))
    session.close()
    session.open(open_store(path, user="A. Voorbeeld", read_only=True))
    form = on_stage(session, put_on_stage)
    form.edit(kept(session, Register.ACTION, "A1"))
    form.take_focus()
    assert not form.save_button.isEnabled()
    assert not form.fields["title"].isEnabled()
    assert focused() is form.cancel_button
    assert form.message.text()
    form.save()
    assert form.mode
