from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.widgets.fold import Fold


@pytest.fixture
def fold(put_on_stage: Callable[[QWidget], None]) -> Fold:
    made = Fold("Others", QLabel("12"))
    put_on_stage(made)
    return made


def test_the_head_folds_it_away_and_opens_it(fold: Fold, qtbot: QtBot) -> None:
    inner = fold.findChildren(QLabel)[0]
    assert inner.isVisible()
    with qtbot.waitSignal(fold.folded, timeout=0) as folded:
        qtbot.mouseClick(fold.head, Qt.MouseButton.LeftButton)
    assert (folded.args, inner.isVisible(), fold.is_open) == ([True], False, False)
    with qtbot.waitSignal(fold.folded, timeout=0):
        qtbot.keyClick(fold.head, Qt.Key.Key_Return)
    assert inner.isVisible()


def test_folding_it_by_hand_of_the_program_is_not_told(fold: Fold, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(fold.folded):
        fold.set_open(False)
    assert not fold.is_open


def test_the_head_says_how_much_is_behind_it(fold: Fold) -> None:
    fold.head.show_words("Others in 2020", "n = 12")
    assert (fold.head.accessibleName(), fold.head.beside) == ("Others in 2020 n = 12", "n = 12")
    fold.grab()
