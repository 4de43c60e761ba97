from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Requirement, Round
from covenant_monitor.language import Language
from covenant_monitor.store import queries, standing_reading
from covenant_monitor_ui.dialogs.new_round import RoundForm, new_round_form, round_settings_form
from covenant_monitor_ui.session import Session

Show = Callable[[QWidget], None]


@pytest.fixture
def form(session: Session, put_on_stage: Show) -> RoundForm:
    made = new_round_form(session)
    put_on_stage(made)
    return made


def last(session: Session) -> Round:
    return queries.rounds(session.file, session.covenant)[-1]


def retype(form: RoundForm, key: str, text: str) -> None:
    form.fields[key].set_text(text)


def test_it_proposes_the_next_round_and_one_key_begins_it(form: RoundForm, session: Session, qtbot: QtBot) -> None:
    before = last(session)
    focus = QApplication.focusWidget()
    assert focus is form.fields["code"].control
    assert form.fields["code"].text == "2021"
    with qtbot.waitSignal(form.saved, timeout=0), qtbot.waitSignal(session.changed, timeout=0):
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    made = last(session)
    assert (made.code, made.first_day, made.last_day) == ("2021", date(2021, 1, 1), date(2021, 12, 31))
    assert (made.framework, made.version, made.join_rule) == (before.framework, before.version, before.join_rule)
    assert sorted(made.requirements, key=repr) == sorted(before.requirements, key=repr)
    session.undo()
    assert last(session).code == before.code


def test_everything_can_be_changed_before_it_begins(form: RoundForm, session: Session) -> None:
    retype(form, "code", "2021-2022")
    retype(form, "last_day", "30 jun 2022")
    retype(form, "margin", "2.5")
    retype(form, "reference_date", "")
    form.note.setPlainText("Other rule for evidence")
    row = form.requirements.add()
    row.year.setText("6")
    row.percent.setText("80 %")
    row.group.setCurrentIndex(1)
    group = str(row.group.currentData())
    form.requirements.rows[0].remove.click()
    form.save()
    made = last(session)
    assert (made.code, made.last_day, made.reference_date) == ("2021-2022", date(2022, 6, 30), None)
    assert (float(made.on_track_margin), made.note) == (2.5, "Other rule for evidence")
    assert Requirement(6, 80, group) in made.requirements
    assert all(one.participation_year > 1 for one in made.requirements)


def test_it_can_begin_everybody_with_their_last_ratings(form: RoundForm, session: Session) -> None:
    form.carry.setChecked(True)
    form.save()
    found = standing_reading.standings(session.file, session.covenant, "2021")
    begun = [one for one in found if one.status is not None]
    assert len(begun) > 50
    assert all(one.score is not None and one.score.rated == 0 for one in begun)


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("code", "2020", "There is a round 2020 already. Choose another label."),
        ("code", " ", "A round needs a label, such as 2021."),
        ("first_day", "31-2-2021", "“31-2-2021” is a day that does not exist."),
        ("first_day", "", "Say on which day."),
        ("first_day", "31 dec 2020", "The round overlaps round 2020"),
        ("last_day", "31-12-2019", "The round cannot end on"),
        ("margin", "ten", "“ten” is not a number."),
        ("margin", "-1", "The margin of “on track” is 0 points or more."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    form: RoundForm, session: Session, key: str, typed: str, says: str
) -> None:
    before = last(session)
    retype(form, key, typed)
    form.save()
    assert form.fields[key].message.text().startswith(says)
    assert form.isVisible()
    assert form.fields[key].text.strip() in (typed.strip(), "31 Dec 2020", "31 Dec 2019")
    assert last(session) == before


@pytest.mark.parametrize(
    ("year", "percent", "says"),
    [
        ("1", "101", "101 is no percentage: type a number from 0 to 100."),
        ("0", "20", "A participation year is 1 or more."),
        ("1", "twenty", "“twenty” is not a number."),
        ("1", "", "This cell is empty."),
        ("2", "30", "Participation year 2 has two requirements for the same group."),
    ],
)
def test_what_is_wrong_with_a_requirement_is_said_below_the_table(
    form: RoundForm, session: Session, year: str, percent: str, says: str
) -> None:
    row = form.requirements.rows[0]
    row.year.setText(year)
    row.percent.setText(percent)
    form.save()
    assert form.requirements.message.text() == says
    assert last(session).code == "2020"
    row.percent.setText("")
    row.year.setText("")
    form.save()
    assert last(session).code == "2021"


def test_the_settings_of_a_round_that_is_there(session: Session, put_on_stage: Show) -> None:
    form = round_settings_form(session)
    put_on_stage(form)
    assert not form.fields["code"].isVisible()
    assert not form.carry.isVisible()
    form.note.setPlainText("Shorter")
    form.save()
    assert (last(session).code, last(session).note) == ("2020", "Shorter")


def test_a_version_that_was_assessed_under_stays(session: Session, put_on_stage: Show) -> None:
    form = round_settings_form(session)
    put_on_stage(form)
    form.fields["version"].set_text("KLEDING 1")
    form.save()
    assert form.fields["version"].message.text().endswith("so it keeps that version.")


def test_numbers_are_typed_as_the_language_has_them(session: Session, put_on_stage: Show) -> None:
    session.language = Language("nl")
    form = new_round_form(session)
    put_on_stage(form)
    retype(form, "margin", "2,5")
    field = form.requirements.rows[0].percent
    assert isinstance(field, QLineEdit)
    field.setText("12,5")
    form.save()
    made = last(session)
    assert float(made.on_track_margin) == 2.5
    assert min(float(one.percent) for one in made.requirements) == 12.5


def test_removing_requirements_by_keyboard_keeps_the_focus_in_the_table(form: RoundForm, qtbot: QtBot) -> None:
    while form.requirements.rows:
        remove = form.requirements.rows[0].remove
        remove.setFocus()
        qtbot.keyClick(remove, Qt.Key.Key_Return)
    assert form.requirements.add_button.hasFocus()
    qtbot.keyClick(form.requirements.add_button, Qt.Key.Key_Space)
    assert form.requirements.rows[0].year.hasFocus()


def test_tab_goes_through_the_form_as_it_stands(form: RoundForm, qtbot: QtBot) -> None:
    form.requirements.add()
    form.fields["join_rule"].control.setFocus()
    rows = form.requirements.rows
    fields = [field for row in rows for field in (row.year, row.group, row.percent, row.remove)]
    for wanted in (form.note, *fields, form.requirements.add_button, form.carry, form.cancel_button):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is wanted


def test_the_settings_begin_in_the_field_that_stands_first(session: Session, put_on_stage: Show) -> None:
    made = round_settings_form(session)
    put_on_stage(made)
    shown = [field for field in made.fields.values() if field.isVisible()]
    assert QApplication.focusWidget() is min(shown, key=lambda field: (field.y(), field.x())).control
