"""The form for a target: a baseline and rows of milestones, with what is wrong said where it is."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import exact
from covenant_monitor.domain.targets import Indicator, Milestone, Target
from covenant_monitor.store import pictures
from covenant_monitor_ui.dialogs.target_form import TargetForm
from covenant_monitor_ui.session import Session


def share(session: Session) -> Indicator:
    found = pictures.indicators(session.file, session.covenant)
    return next(one for one in found if one.code == "OMZETAANDEEL")


def targets(session: Session) -> dict[str, Target]:
    return {target.code: target for target in pictures.targets(session.file, session.covenant)}


def opened(session: Session, qtbot: QtBot, target: Target | None = None) -> TargetForm:
    form = TargetForm(session, share(session), "Share of market turnover", target, list(targets(session)))
    qtbot.addWidget(form)
    form.show()
    return form


def test_a_new_target(session: Session, qtbot: QtBot) -> None:
    form = opened(session, qtbot)
    assert form.fields["code"].text == "OMZETAANDEEL-2"
    form.fields["baseline_day"].set_text("31-12-2018")
    form.fields["baseline_value"].set_text("48 %")
    row = form.milestones.rows[0]
    row.day.setText("2025-12-31")
    row.value.setText("90.5")
    qtbot.mouseClick(form.milestones.add_button, Qt.MouseButton.LeftButton)
    assert len(form.milestones.rows) == 2, "an empty row does not count"
    form.save()
    assert targets(session)["OMZETAANDEEL-2"] == Target(
        "OMZETAANDEEL-2", "OMZETAANDEEL", (Milestone(date(2025, 12, 31), exact(90.5)),), date(2018, 12, 31), 48
    )
    session.undo()
    assert "OMZETAANDEEL-2" not in targets(session)


def test_milestones_are_changed_added_and_taken_away_as_one_change(session: Session, qtbot: QtBot) -> None:
    before = targets(session)["OMZETAANDEEL"]
    form = opened(session, qtbot, before)
    assert not form.fields["code"].isVisible()
    assert [(row.day.text(), row.value.text()) for row in form.milestones.rows] == [
        *(("31 Dec 2018", "50"), ("31 Dec 2021", "80")),
    ]
    assert form.milestones.rows[1].value.accessibleName() == "Value wanted (%), milestone 2"
    first = form.milestones.rows[0]
    first.remove.setFocus()
    qtbot.keyClick(first.remove, Qt.Key.Key_Space)
    assert form.milestones.rows[0].remove.hasFocus() or not form.isActiveWindow()
    form.milestones.rows[0].value.setText("85")
    added = form.milestones.add()
    added.day.setText("31-12-2023")
    added.value.setText("95")
    form.save()
    days = [(one.day.year, one.value) for one in targets(session)["OMZETAANDEEL"].milestones]
    assert days == [(2021, 85), (2023, 95)]
    session.undo()
    assert targets(session)["OMZETAANDEEL"] == before


@pytest.mark.parametrize(
    ("day", "value", "said"),
    [
        ("", "50", "Say on which day."),
        ("31-12-2025", "", "Say what is wanted then, such as 50."),
        ("31-12-2025", "much", "“much” is not a number."),
        ("soon", "50", "“soon” is not a date. Write it as 2017-10-03 or 3-10-2017."),
        ("31-12-2018", "50", "There are two milestones on 31 December 2018."),
    ],
)
def test_a_wrong_milestone_is_told_below_the_table(
    session: Session, qtbot: QtBot, day: str, value: str, said: str
) -> None:
    form = opened(session, qtbot, targets(session)["OMZETAANDEEL"])
    row = form.milestones.add()
    row.day.setText(day)
    row.value.setText(value)
    form.save()
    assert form.milestones.message.text() == said
    assert form.isVisible()
    qtbot.keyClicks(row.value, "1")
    assert form.milestones.message.text() == ""


def test_a_target_without_milestones_is_told(session: Session, qtbot: QtBot) -> None:
    form = opened(session, qtbot)
    form.save()
    assert form.milestones.message.text().startswith("A target has at least one milestone")


@pytest.mark.parametrize(
    ("day", "value", "said"),
    [
        ("31-12-2016", "", "A baseline has a date and a value, or neither."),
        ("", "35", "A baseline has a date and a value, or neither."),
        ("31-12-2019", "35", "The baseline lies before the first milestone, that of 31 December 2018."),
        ("soon", "35", "“soon” is not a date. Write it as 2017-10-03 or 3-10-2017."),
    ],
)
def test_a_wrong_baseline_is_told_at_its_field(session: Session, qtbot: QtBot, day: str, value: str, said: str) -> None:
    form = opened(session, qtbot, targets(session)["OMZETAANDEEL"])
    form.fields["baseline_day"].set_text(day)
    form.fields["baseline_value"].set_text(value)
    form.save()
    assert form.fields["baseline_day"].message.text() == said


def test_a_taken_code_is_told_at_its_field(session: Session, qtbot: QtBot) -> None:
    form = opened(session, qtbot)
    form.fields["code"].set_text("omzetaandeel")
    row = form.milestones.rows[0]
    row.day.setText("31-12-2025")
    row.value.setText("90")
    form.save()
    assert form.fields["code"].message.text() == "There is a target OMZETAANDEEL already. Choose another code."
