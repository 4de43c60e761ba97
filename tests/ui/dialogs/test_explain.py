from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.explanation import explain_score
from covenant_monitor.domain.scoring import SectionScore, total
from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.dialogs.explain import explain
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from tests.core.demo import demo_copy


@pytest.fixture
def opener(put_on_stage: Callable[[QWidget], None]) -> QPushButton:
    window = QWidget()
    window.resize(1000, 800)
    button = QPushButton("63,1 %", window)
    button.move(400, 40)
    put_on_stage(window)
    return button


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(Language("en"))
    made.open(open_store(demo_copy(tmp_path), read_only=True))
    return made


def popover_of(opener: QPushButton, session: Session, on_go: Callable[[], None] | None = None) -> Popover:
    score = total(
        [
            SectionScore("1", points=Fraction(27, 2), maximum=16, applicable=16, fully=12, partially=3, not_=1),
            SectionScore("2", applicable=5, open_maximum=5),
        ]
    )
    return explain(
        opener, QRect(opener.rect()), explain_score(score, required=60), session,
        title="Voorbeeld Mode B.V.", names={"1": "Embed", "2": "Track"}, source="Framework version 2", on_go=on_go,
    )  # fmt: skip


def texts(popover: Popover) -> str:
    return "\n".join(label.text() for label in popover.findChildren(QLabel))


def test_it_says_the_number_the_sum_what_is_left_out_and_what_can_still_change(
    opener: QPushButton, session: Session
) -> None:
    said = texts(popover_of(opener, session))
    for part in ("84.4%", "Voorbeeld Mode B.V., round 2020, provisional", "1 Embed", "13.5", "no score", "16 of 21"):
        assert part in said
    session.close()


def test_esc_gives_the_focus_back(opener: QPushButton, session: Session, qtbot: QtBot) -> None:
    opener.setFocus()
    popover = popover_of(opener, session)
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert opener.hasFocus()
    session.close()


def test_it_can_be_copied_as_text(opener: QPushButton, session: Session, qtbot: QtBot) -> None:
    popover = popover_of(opener, session)
    next(b for b in popover.findChildren(QPushButton) if b.text() == "Copy").click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("84.4%")
    assert "1 Embed\t13.5\t16" in copied
    session.close()


def test_the_main_button_goes_on(opener: QPushButton, session: Session) -> None:
    gone: list[bool] = []
    popover = popover_of(opener, session, lambda: gone.append(True))
    next(b for b in popover.findChildren(QPushButton) if b.text() == "To the assessment").click()
    assert gone == [True]
    assert not popover.isVisible()
    session.close()
