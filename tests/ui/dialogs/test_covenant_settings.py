from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Status
from covenant_monitor.store.assessments import AssessmentKey, set_status
from covenant_monitor.store.settings import covenant
from covenant_monitor_ui.dialogs.covenant_settings import CovenantForm, covenant_form, new_covenant_form
from covenant_monitor_ui.session import Session


@pytest.fixture
def form(session: Session, put_on_stage: Callable[[QWidget], None]) -> CovenantForm:
    made = covenant_form(session)
    put_on_stage(made)
    return made


def test_everything_of_a_covenant_is_changed_in_one_step(form: CovenantForm, session: Session, qtbot: QtBot) -> None:
    before = covenant(session.file, session.covenant)
    for key, text in (
        ("name_en", "Garments"),
        ("sector", "Clothing"),
        ("end_date", "31-12-2022"),
        ("minimum_group", "6"),
        ("dominance_percent", "70.5 %"),
    ):
        form.fields[key].set_text(text)
    form.outcomes_public.setChecked(True)
    form.one_person.setChecked(True)
    focus = QApplication.focusWidget()
    assert focus is form.fields["name_nl"].control
    with qtbot.waitSignal(form.saved, timeout=0):
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    after = covenant(session.file, session.covenant)
    assert (after.name.en, after.sector, after.end_date) == ("Garments", "Clothing", date(2022, 12, 31))
    assert (after.minimum_group, float(after.dominance_percent)) == (6, 70.5)
    assert after.outcomes_public
    assert after.one_person
    session.undo()
    assert covenant(session.file, session.covenant) == before


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("end_date", "1-1-2010", "The covenant cannot end on"),
        ("minimum_group", "0", "The smallest group that is published has at least 1 participant."),
        ("minimum_group", "five", "“five” is not a number."),
        ("dominance_percent", "101", "101 is no percentage: type a number from 0 to 100."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    form: CovenantForm, session: Session, key: str, typed: str, says: str
) -> None:
    before = covenant(session.file, session.covenant)
    form.fields[key].set_text(typed)
    form.save()
    assert form.fields[key].message.text().startswith(says)
    assert form.isVisible()
    assert covenant(session.file, session.covenant) == before


def test_a_covenant_without_a_name_is_told_below_the_form(form: CovenantForm) -> None:
    for key in ("name_nl", "name_en"):
        form.fields[key].set_text(" ")
    form.save()
    assert form.message.text() == "A covenant needs a name."


def test_one_person_cannot_end_while_somebody_reviewed_their_own_work(form: CovenantForm, session: Session) -> None:
    form.one_person.setChecked(True)
    form.save()
    key = AssessmentKey(session.covenant, "2020", "VOORBEELD-MODE")
    for status in (Status.ASSESSED, Status.REVIEWED):
        set_status(session.file, key=key, status=status)
    form.one_person.setChecked(False)
    form.save()
    assert "Have somebody else review those first." in form.message.text()


def test_esc_leaves_everything_as_it_was(form: CovenantForm, session: Session, qtbot: QtBot) -> None:
    before = covenant(session.file, session.covenant)
    form.fields["sector"].set_text("Something else")
    qtbot.keyClick(form.fields["sector"].control, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert covenant(session.file, session.covenant) == before


def test_a_new_covenant_has_a_code_of_its_own(
    session: Session, qtbot: QtBot, put_on_stage: Callable[[QWidget], None]
) -> None:
    form = new_covenant_form(session)
    put_on_stage(form)
    form.fields["name_nl"].set_text("Sierteelt")
    for code, says in (("", "A covenant needs a short code."), ("kleding", "There is a covenant kleding already.")):
        form.fields["code"].set_text(code)
        form.save()
        assert form.fields["code"].message.text().startswith(says)
    form.fields["code"].set_text("SIERTEELT")
    with qtbot.waitSignal(form.saved, timeout=0):
        form.save()
    made = covenant(session.file, "sierteelt")
    assert (made.code, made.name.nl, made.minimum_group, made.one_person) == ("SIERTEELT", "Sierteelt", 5, False)
