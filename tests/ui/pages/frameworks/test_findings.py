from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget

from covenant_monitor.domain.framework_rules import Flaw, FlawKind
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.frameworks.findings import Findings

STOPS, NOTE = Flaw(FlawKind.NO_SECTION, "1.02"), Flaw(FlawKind.NO_ANCHORS, "1.03")


@pytest.fixture
def findings(put_on_stage: Callable[[QWidget], None]) -> Findings:
    window = QMainWindow()
    made = Findings(Language("en"))
    window.setCentralWidget(made)
    window.resize(360, 480)
    put_on_stage(window)
    return made


def test_what_stops_stands_apart_from_what_does_not(findings: Findings) -> None:
    findings.show_flaws([STOPS, NOTE])
    assert findings.stops.item(0).text() == "Criterion 1.02 has no section: choose one."
    assert findings.notes.count() == 1
    assert not findings.none.isVisible()
    findings.show_flaws([])
    assert findings.none.isVisible()
    assert not findings.stops.isVisible()


def test_enter_and_a_click_go_there(findings: Findings) -> None:
    gone: list[object] = []
    findings.go_wanted.connect(gone.append)
    findings.show_flaws([STOPS, NOTE])
    findings.take_focus()
    QTest.keyClick(findings.stops, Qt.Key.Key_Return)
    where = findings.notes.visualItemRect(findings.notes.item(0)).center()
    QTest.mouseClick(findings.notes.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert gone == [STOPS, NOTE]


def test_esc_goes_back(findings: Findings) -> None:
    left: list[int] = []
    findings.left.connect(lambda: left.append(1))
    findings.show_flaws([NOTE])
    findings.take_focus()
    QTest.keyClick(findings.notes, Qt.Key.Key_Escape)
    assert left == [1]


def test_a_long_sentence_is_wrapped_and_all_are_in_sight(findings: Findings) -> None:
    findings.show_flaws([STOPS])
    low = findings.stops.height()
    findings.show_flaws([Flaw(FlawKind.NO_SECTION, "x" * 64)] * 3)
    assert findings.stops.height() >= 3 * low
