from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor.language import Language
from covenant_monitor.store import queries
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.dialogs.party_form import PartyForm
from covenant_monitor_ui.session import Session
from tests.core.demo import demo_copy

SAME = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(session: Session, put_on_stage: Callable[[QWidget], None]) -> PartyForm:
    return on_stage(session, put_on_stage)


def on_stage(session: Session, put_on_stage: Callable[[QWidget], None]) -> PartyForm:
    window = QMainWindow()
    made = PartyForm(session)
    window.setCentralWidget(made)
    window.resize(320, 640)
    put_on_stage(window)
    return made


def party(session: Session, code: str) -> Party:
    return queries.party(session.file, session.covenant, code)


def control(form: PartyForm, key: str) -> QLineEdit:
    found = form.fields[key].control
    assert isinstance(found, QLineEdit)
    return found


def retype(qtbot: QtBot, form: PartyForm, key: str, text: str) -> None:
    """Go to a field, and type something else into it."""
    field = control(form, key)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_adding_by_keyboard_alone(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.add()
    form.take_focus()
    qtbot.keyClicks(focused(), "Nieuw Garen B.V.")
    assert form.fields["code"].text == "NIEUW-GAREN"
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is control(form, "code")
    retype(qtbot, form, "joined_on", "3-10-2020")
    retype(qtbot, form, "kvk", "1234 5678")
    with qtbot.waitSignal(form.saved, timeout=0) as saved, qtbot.waitSignal(session.changed, timeout=0):
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert saved.args == ["NIEUW-GAREN"]
    assert party(session, "NIEUW-GAREN") == Party(
        "NIEUW-GAREN", "Nieuw Garen B.V.", country="NL", kvk="12345678", joined_on=date(2020, 10, 3)
    )


def test_one_undo_takes_it_back_and_redo_does_it_again(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.edit(party(session, "VOORBEELD-MODE"))
    retype(qtbot, form, "name", "Mode Voorbeeld B.V.")
    retype(qtbot, form, "lei", "724500pmk2a2m1sqq228")
    form.save()
    assert party(session, "VOORBEELD-MODE").name == "Mode Voorbeeld B.V."
    assert party(session, "VOORBEELD-MODE").lei == "724500PMK2A2M1SQQ228"
    session.undo()
    assert party(session, "VOORBEELD-MODE").name == "Voorbeeld Mode B.V."
    assert party(session, "VOORBEELD-MODE").lei == ""
    session.redo()
    assert party(session, "VOORBEELD-MODE").name == "Mode Voorbeeld B.V."


def test_editing_without_a_change_writes_nothing(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.edit(party(session, "VOORBEELD-MODE"))
    assert not form.is_changed
    with qtbot.assertNotEmitted(session.changed), qtbot.waitSignal(form.saved, timeout=0):
        qtbot.keyClick(control(form, "name"), Qt.Key.Key_Return, CONTROL)


def test_leaving(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.leave(party(session, "VOORBEELD-MODE"))
    assert [key for key, field in form.fields.items() if field.isVisible()] == ["left_on", "left_reason"]
    assert control(form, "left_on").text() == Language("en").short_day(date.today())
    retype(qtbot, form, "left_on", "31 dec 2020")
    retype(qtbot, form, "left_reason", "Overgenomen")
    qtbot.keyClick(focused(), Qt.Key.Key_Enter)
    left = party(session, "VOORBEELD-MODE")
    assert (left.left_on, left.left_reason) == (date(2020, 12, 31), "Overgenomen")
    session.undo()
    assert party(session, "VOORBEELD-MODE").left_on is None


def test_leaving_needs_a_day(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.leave(party(session, "VOORBEELD-MODE"))
    retype(qtbot, form, "left_on", " ")
    form.save()
    assert form.fields["left_on"].message.text() == "Say on which day it left."
    assert party(session, "VOORBEELD-MODE").left_on is None


def test_what_the_store_refuses_is_said_at_the_field_and_all_stays_as_typed(
    form: PartyForm, session: Session, qtbot: QtBot
) -> None:
    form.edit(party(session, "VOORBEELD-MODE"))
    retype(qtbot, form, "name", "Andere naam")
    retype(qtbot, form, "left_on", "1-1-2000")
    with qtbot.assertNotEmitted(form.saved), qtbot.assertNotEmitted(session.problem_met):
        form.save()
    assert "cannot leave on 1 January 2000" in form.fields["left_on"].message.text()
    assert form.fields["name"].text == "Andere naam"
    assert focused() is control(form, "left_on")
    assert party(session, "VOORBEELD-MODE").name == "Voorbeeld Mode B.V."
    retype(qtbot, form, "left_on", "1")
    assert form.fields["left_on"].message.isHidden()


def test_a_taken_code_is_said_at_the_code(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "name", "Iets anders")
    retype(qtbot, form, "code", "voorbeeld-mode")
    form.save()
    assert "Voorbeeld Mode B.V." in form.fields["code"].message.text()
    assert form.fields["code"].text == "voorbeeld-mode"


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("name", "  ", "A party needs a name."),
        ("code", " ", "A party needs a short code."),
        ("joined_on", "31-2-2020", "“31-2-2020” is a day that does not exist."),
        (
            "left_reason",
            "bel\x07",
            "This text contains a character that cannot be shown (U+0007) at place 4. Remove it.",
        ),
    ],
)
def test_what_is_typed_wrong_is_said_at_the_field(
    form: PartyForm, session: Session, qtbot: QtBot, key: str, text: str, said: str
) -> None:
    before = len(queries.parties(session.file, session.covenant))
    form.add()
    retype(qtbot, form, "name", "Nieuw")
    control(form, key).setText(text)
    form.save()
    assert form.fields[key].message.text() == said
    assert control(form, key).text() == text
    assert focused() is control(form, key)
    assert len(queries.parties(session.file, session.covenant)) == before


def test_problems_that_are_about_no_field_are_said_at_the_foot(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    one = party(session, "VOORBEELD-MODE")
    form.edit(replace(one, code="WEG"))
    form.save()
    assert form.message.isVisible()
    assert "WEG" in form.message.text()


def test_a_day_is_shown_as_it_was_understood(form: PartyForm, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "joined_on", "3-10-2017")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert control(form, "joined_on").text() == "3 Oct 2017"


def test_numbers_that_cannot_be_right_are_doubted_not_refused(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "name", "Nieuw")
    retype(qtbot, form, "kvk", "123")
    retype(qtbot, form, "lei", "724500PMK2A2M1SQQ22")
    retype(qtbot, form, "left_reason", "")
    assert form.fields["kvk"].kind == "warn"
    assert form.fields["lei"].kind == "warn"
    form.save()
    assert party(session, "NIEUW").kvk == "123"


def test_F56_a_name_that_is_there_already_is_warned_of(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "name", " voorbeeld  MODE b.v.")
    assert form.fields["name"].message.text() == (
        "There is a party of this name already, with the code VOORBEELD-MODE."
    )
    assert form.save_button.text() == "Add all the same"
    assert form.fields["code"].text == "VOORBEELD-MODE-2"
    retype(qtbot, form, "name", "Iets anders")
    assert form.fields["name"].message.isHidden()
    assert form.save_button.text() == "Add"


def test_F56_its_own_name_is_no_double(form: PartyForm, session: Session) -> None:
    form.edit(party(session, "VOORBEELD-MODE"))
    assert form.fields["name"].message.isHidden()


@pytest.mark.parametrize(
    "name", ["=cmd|'/C calc'!A0", "+1", "@x", "<b>Vet</b>", "\N{RIGHT-TO-LEFT MARK}شركة", "🧵 Draad & Zonen"]
)
def test_F55_any_name_is_stored_exactly(form: PartyForm, session: Session, name: str) -> None:
    form.add()
    control(form, "name").setText(name)
    control(form, "code").setText("RAAR")
    form.save()
    assert party(session, "RAAR").name == name
    form.edit(party(session, "RAAR"))
    assert form.about.text() == name
    assert form.about.textFormat() is Qt.TextFormat.PlainText


def test_a_code_that_was_typed_is_left_alone(form: PartyForm, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "name", "Nieuw")
    retype(qtbot, form, "code", "N1")
    retype(qtbot, form, "name", "Nieuwer")
    assert form.fields["code"].text == "N1"


def test_groups_are_shown_by_name_and_kept_by_code(form: PartyForm, session: Session) -> None:
    form.edit(party(session, "VOORBEELD-MODE"))
    group = form.fields["group"]
    assert group.text == "Large"
    group.set_text("small")
    form.save()
    assert party(session, "VOORBEELD-MODE").group == "small"
    form.edit(party(session, "VOORBEELD-MODE"))
    group.set_text("Importeur A")
    form.save()
    assert party(session, "VOORBEELD-MODE").group == "Importeur A"


def test_other_kinds_of_parties(form: PartyForm, session: Session) -> None:
    form.add(PartyKind.ASSOCIATION)
    control(form, "name").setText("Bond van Bonden")
    form.fields["kind"].set_text("Trade union")
    form.save()
    assert party(session, "BOND-VAN-BONDEN").kind is PartyKind.UNION


def test_escape_cancels(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "name", "Toch maar niet")
    assert form.is_changed
    with qtbot.waitSignal(form.cancelled, timeout=0), qtbot.assertNotEmitted(session.changed):
        qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert not form.is_changed


def test_enter_on_a_button_is_that_button(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "name", "Toch maar niet")
    form.cancel_button.setFocus()
    with qtbot.waitSignal(form.cancelled, timeout=0), qtbot.assertNotEmitted(form.saved):
        qtbot.keyClick(form.cancel_button, Qt.Key.Key_Return)


def test_enter_in_the_choices_saves_too(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    for key in ("kind", "group"):
        form.edit(party(session, "VOORBEELD-MODE"))
        form.fields[key].control.setFocus()
        with qtbot.waitSignal(form.saved, timeout=0):
            qtbot.keyClick(focused(), Qt.Key.Key_Return)


def test_what_was_typed_can_be_put_back(form: PartyForm, session: Session, qtbot: QtBot) -> None:
    form.add()
    retype(qtbot, form, "name", "Nieuw")
    retype(qtbot, form, "joined_on", "3-10")
    kept = form.values()
    form.cancel()
    form.add()
    form.restore({**kept, "nonsense": "x", "kvk": 7})
    assert (form.fields["name"].text, form.fields["joined_on"].text) == ("Nieuw", "3-10")
    assert form.is_changed


def test_a_file_that_cannot_be_written_locks_the_form_and_says_so(
    tmp_path: Path, put_on_stage: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path), read_only=True))
    form = on_stage(session, put_on_stage)
    form.edit(party(session, "VOORBEELD-MODE"))
    form.take_focus()
    assert not form.save_button.isEnabled()
    assert not control(form, "name").isEnabled()
    assert "read-only" in form.message.text()
    assert focused() is form.cancel_button
    form.save()
    assert form.mode == "edit"
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert form.mode == ""
    session.close()


def test_the_button_says_what_it_does_in_every_mode(form: PartyForm, session: Session) -> None:
    someone = party(session, "TESTPATROON")
    form.leave(someone)
    assert (form.save_button.text(), form.save_button.accessibleName()) == ("Save", "Save")
    form.add()
    assert form.save_button.text() == "Add"
    form.leave(someone)
    assert form.save_button.text() == "Save"
