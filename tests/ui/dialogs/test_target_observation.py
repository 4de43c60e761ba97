"""The form for an observation: a value or a range in one field, and a doubt where the sum does not make it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import exact
from covenant_monitor.domain.targets import Indicator, Observation
from covenant_monitor.language import Language
from covenant_monitor.store import pictures
from covenant_monitor_ui.dialogs.target_observation import ObservationForm
from covenant_monitor_ui.session import Session


def share(session: Session) -> Indicator:
    found = pictures.indicators(session.file, session.covenant)
    return next(one for one in found if one.code == "OMZETAANDEEL")


def opened(session: Session, qtbot: QtBot, one: Observation | None = None) -> ObservationForm:
    form = ObservationForm(session, share(session), "Omzetaandeel", one)
    qtbot.addWidget(form)
    form.show()
    return form


def typed(form: ObservationForm, **values: str) -> None:
    for key, text in values.items():
        form.fields[key].set_text(text)
        control = form.fields[key].control
        assert isinstance(control, QLineEdit)
        control.editingFinished.emit()


def test_a_range_in_dutch_decimals(session: Session, qtbot: QtBot) -> None:
    session.set_language(Language("nl"))
    form = opened(session, qtbot)
    typed(form, day="30-6-2021", value="40,5–45 %", numerator="3", denominator="7", source="bron", note="noot")
    assert form.fields["day"].text == "30 jun 2021"
    with qtbot.waitSignal(form.saved):
        qtbot.keyClick(form.fields["note"].control, Qt.Key.Key_Return)
    assert form.day == date(2021, 6, 30)
    assert share(session).observations[-1] == Observation(
        date(2021, 6, 30), None, exact(40.5), 45, 3, 7, "bron", "noot"
    )


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("day", "", "Say on which day."),
        ("day", "31-2-2020", "“31-2-2020” is a day that does not exist."),
        ("day", "31-12-2019", "There is an observation of 31 December 2019 already. Change that one."),
        ("value", "", "An observation has a value, such as 48, or a range, such as 40-45."),
        ("value", "45-40", "The range goes from 45 down to 40: the lower end comes first."),
        ("value", "much", "“much” is not a number."),
        ("denominator", "0", "The denominator is more than 0: it is what is divided by."),
        ("numerator", "x", "“x” is not a number."),
    ],
)
def test_what_is_wrong_is_told_at_its_field(session: Session, qtbot: QtBot, key: str, text: str, said: str) -> None:
    form = opened(session, qtbot)
    before = share(session).observations
    for name, fine in {"day": "30-6-2021", "value": "48"}.items():
        form.fields[name].set_text(fine)
    form.fields[key].set_text(text)
    form.save()
    assert form.fields[key].kind == "bad"
    assert form.fields[key].message.text() == said
    assert form.isVisible()
    assert share(session).observations == before


def test_a_percentage_that_its_numbers_do_not_make_is_doubted_and_may_stay(session: Session, qtbot: QtBot) -> None:
    """8 companies out of "5 companies (8 %)": numerator, denominator and percentage beside one another."""
    form = opened(session, qtbot)
    typed(form, day="30-6-2021", value="8", numerator="5", denominator="63")
    assert form.fields["value"].kind == "", "7.9 is 8 by rounding"
    typed(form, value="63", numerator="8")
    assert form.fields["value"].kind == "warn"
    assert form.fields["value"].message.text() == "8 of 63 is 12.7%."
    typed(form, value="10-15")
    assert form.fields["value"].kind == ""
    typed(form, value="63")
    form.save()
    assert share(session).observations[-1].value == 63


def test_an_existing_one_is_shown_as_it_can_be_typed(session: Session, qtbot: QtBot) -> None:
    ranged = share(session).observations[-1]
    form = opened(session, qtbot, ranged)
    assert form.fields["value"].text == "40–45"
    assert form.fields["day"].text == "31 Dec 2019"
    typed(form, day="1-1-2020")
    form.save()
    assert share(session).observations[-1].day == date(2020, 1, 1)
    assert len(share(session).observations) == 5
