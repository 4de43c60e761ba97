"""The head of an assessment: its way to final, and the button that takes the next step."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.domain.model import AssessmentKind
from tests.ui.pages.assessments.stage import Stage, demo_stage

Show = Callable[[QWidget], None]


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    yield made
    made.session.close()


def test_the_second_press_of_a_double_click_takes_no_second_step(stage: Stage) -> None:
    header = stage.page.view.header
    wanted: list[object] = []
    header.step_wanted.disconnect()
    header.step_wanted.connect(wanted.append)
    left, at = Qt.MouseButton.LeftButton, QPointF(header.step.rect().center())
    press, release, again = (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
    )
    for kind in (press, release, again, release):
        held = Qt.MouseButton.NoButton if kind is release else left
        event = QMouseEvent(kind, at, at, left, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(header.step, event)
    assert len(wanted) == 1


def test_the_way_of_what_is_not_reviewed_is_short(stage: Stage) -> None:
    header = stage.page.view.header
    assert len(header.steps.parts) == 5
    stage.page.show_kind(AssessmentKind.SELF)
    assert [part.name for part in header.steps.parts] == ["In progress", "Submitted"]
    assert not header.step.isVisible()
    stage.page.show_kind(AssessmentKind.SECOND)
    assert [part.name for part in header.steps.parts] == ["In progress", "Assessed"]
