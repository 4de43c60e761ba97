from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from covenant_monitor_ui.pages.assessments.steps import StepLine, StepPart
from covenant_monitor_ui.theme import LIGHT
from tests.ui.conftest import Pixels

PARTS = [
    StepPart("In progress", "A. Voorbeeld, 3 Oct 2020", taken=True),
    StepPart("Assessed", "B. Een-heel-lange-naam van der Achternaam, 4 Oct 2020", taken=True, is_current=True),
    StepPart("Reviewed"),
    StepPart("Final"),
]


@pytest.fixture
def line(put_on_stage: Callable[[QWidget], None]) -> StepLine:
    made = StepLine("Steps")
    made.resize(640, 40)
    put_on_stage(made)
    return made


def test_what_is_taken_is_said_with_who_and_when(line: StepLine) -> None:
    line.show_parts(PARTS)
    assert line.accessibleName().startswith("Steps: In progress: A. Voorbeeld, 3 Oct 2020, Assessed: B.")
    assert line.toolTip().endswith("Reviewed\nFinal")
    assert line.current is PARTS[1]
    line.show_parts([])
    assert (line.accessibleName(), line.current) == ("Steps", None)
    line.grab()


@pytest.mark.parametrize("low", [False, True])
def test_the_steps_fill_the_width_and_no_more(line: StepLine, picture: Pixels, *, low: bool) -> None:
    line.set_low(low)
    line.show_parts(PARTS)
    for width in (320, 640, 1200):
        line.resize(width, line.sizeHint().height())
        widths = line._widths()
        assert sum(widths) <= max(width, 320)
        assert min(widths) > 20
    line.resize(640, line.sizeHint().height())
    image = picture(line)
    left = line._widths()[0] + 5
    assert image.pixelColor(left, 9) == LIGHT.accent


def test_one_line_is_lower_than_two(line: StepLine) -> None:
    high = line.sizeHint().height()
    line.set_low(True)
    assert line.sizeHint().height() < high
