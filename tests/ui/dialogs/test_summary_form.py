from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Number
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor_ui.dialogs.summary_form import TOTAL, SummaryForm
from covenant_monitor_ui.session import Session

Make = Callable[..., SummaryForm]
PARTY = "TESTPATROON"


@pytest.fixture
def make(session: Session, put_on_stage: Callable[[QWidget], None]) -> Make:
    def made(**entered: Number) -> SummaryForm:
        key = AssessmentKey(session.covenant, "2020", PARTY)
        _n, _round, framework, _rounds = queries.round_of(session.file, session.covenant, "2020")
        form = SummaryForm(session, key, "Testpatroon B.V.", session.file.framework(framework), entered)
        put_on_stage(form)
        return form

    return made


def entered(session: Session) -> dict[str, Number]:
    found = [one for one in queries.assessments_of(session.file, session.covenant, PARTY) if one.round == "2020"]
    return dict(found[0].summaries) if found else {}


def test_percentages_are_entered_and_taken_away_as_one_change_each(make: Make, session: Session, qtbot: QtBot) -> None:
    form = make()
    assert list(form.fields) == ["1", "2", "3", "4", "5", "6", TOTAL]
    assert QApplication.focusWidget() is form.fields["1"].control
    form.fields["1"].set_text("40")
    form.fields[TOTAL].set_text("62.5 %")
    qtbot.keyClick(form.fields[TOTAL].control, Qt.Key.Key_Return)
    assert {code: float(percent) for code, percent in entered(session).items()} == {"1": 40.0, TOTAL: 62.5}
    again = make(**entered(session))
    assert again.fields[TOTAL].text == "62.5"
    again.fields["1"].set_text("")
    again.save()
    assert list(entered(session)) == [TOTAL]
    session.undo()
    assert set(entered(session)) == {"1", TOTAL}


@pytest.mark.parametrize("typed", ["101", "-1", "most"])
def test_what_is_no_percentage_is_said_at_its_field_and_nothing_is_lost(
    make: Make, session: Session, typed: str
) -> None:
    form = make()
    form.fields["1"].set_text("40")
    form.fields["2"].set_text(typed)
    form.save()
    assert "number" in form.fields["2"].message.text()
    assert (form.fields["1"].text, form.fields["2"].text) == ("40", typed)
    assert entered(session) == {}
