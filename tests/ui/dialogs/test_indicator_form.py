"""The form for an indicator: suggested code, inline errors, one change."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.targets import Direction, Indicator
from covenant_monitor.language import Language
from covenant_monitor.store import pictures
from covenant_monitor_ui.dialogs.indicator_form import IndicatorForm
from covenant_monitor_ui.session import Session


def known(session: Session, code: str) -> Indicator:
    return next(one for one in pictures.indicators(session.file, session.covenant) if one.code == code)


def opened(session: Session, qtbot: QtBot, indicator: Indicator | None = None) -> IndicatorForm:
    form = IndicatorForm(session, indicator)
    qtbot.addWidget(form)
    form.show()
    return form


@pytest.mark.parametrize(("spoken", "first"), [("nl", "name_nl"), ("en", "name_en")])
def test_the_readers_language_comes_first(session: Session, qtbot: QtBot, spoken: str, first: str) -> None:
    session.set_language(Language(spoken))
    assert next(iter(opened(session, qtbot).fields)) == first


def test_a_new_one_with_a_suggested_code(session: Session, qtbot: QtBot) -> None:
    form = opened(session, qtbot)
    form.fields["name_nl"].set_text("Omzetaandeel")
    assert form.fields["code"].text == "OMZETAANDEEL-2", "the first is taken"
    form.fields["name_en"].set_text("Share")
    assert form.fields["code"].text == "OMZETAANDEEL-2"
    form.fields["unit"].set_text("locaties")
    form.fields["direction"].set_text("Lower is better")
    with qtbot.waitSignal(form.saved):
        qtbot.keyClick(form.fields["name_nl"].control, Qt.Key.Key_Return)
    made = known(session, form.code)
    assert (made.name.nl, made.name.en, made.unit, made.direction) == (
        *("Omzetaandeel", "Share", "locaties"),
        Direction.DOWN,
    )
    session.undo()
    assert form.code not in [one.code for one in pictures.indicators(session.file, session.covenant)]


def test_a_code_that_was_typed_stays(session: Session, qtbot: QtBot) -> None:
    form = opened(session, qtbot)
    qtbot.keyClicks(form.fields["code"].control, "KORT")
    form.fields["name_en"].set_text("A long name")
    assert form.fields["code"].text == "KORT"


def test_what_is_wrong_is_told_at_its_field(session: Session, qtbot: QtBot) -> None:
    form = opened(session, qtbot)
    qtbot.keyClicks(form.fields["code"].control, "omzetaandeel")
    form.save()
    assert form.fields["code"].kind == "bad"
    assert "OMZETAANDEEL" in form.fields["code"].message.text()
    qtbot.keyClicks(form.fields["code"].control, "X")
    assert form.fields["code"].kind == ""
    form.save()
    assert form.fields["name_en"].message.text() == "An indicator needs a name, in Dutch or in English."
    assert form.isVisible()


def test_an_existing_one_keeps_its_code_and_observations(session: Session, qtbot: QtBot) -> None:
    before = known(session, "PRODUCTIELOCATIES")
    form = opened(session, qtbot, before)
    assert not form.fields["code"].isVisible()
    assert form.fields["unit"].text == "locaties"
    form.fields["name_en"].set_text("Sites published")
    form.save()
    after = known(session, "PRODUCTIELOCATIES")
    assert after.name.en == "Sites published"
    assert (after.observations, after.direction, after.unit) == (before.observations, before.direction, before.unit)
