from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.pages.assessments.references import ReferenceList, references_of, target_of, without

SEVERAL = "Report 2020, p. 4; https://example.org/a.pdf;policy.pdf"


def test_references_are_parted_by_semicolons_and_lines() -> None:
    assert references_of(" a ;; b\nc;") == ["a", "b", "c"]
    assert references_of(" ") == []
    assert without("a; b\nc", 1) == "a; c"
    assert without("a", 0) == ""


def test_addresses_and_documents_that_exist_can_be_opened(tmp_path: Path) -> None:
    document = tmp_path / "policy.pdf"
    document.touch()
    assert target_of("https://example.org/a.pdf", None) == QUrl("https://example.org/a.pdf")
    assert target_of("policy.pdf", tmp_path) == QUrl.fromLocalFile(str(document))
    assert target_of(str(document), None) == QUrl.fromLocalFile(str(document))


@pytest.mark.parametrize(
    "reference",
    [
        *("Report 2020, p. 4", "missing.pdf", "run.sh", "https://", "javascript:alert(1)", "file:///etc/passwd"),
        *("\\\\elsewhere\\share\\a.pdf", "//elsewhere/share/a.pdf", "a\0.pdf", "x" * 5000 + ".pdf", "folder.pdf", ""),
    ],
)
def test_nothing_else_can(tmp_path: Path, reference: str) -> None:
    (tmp_path / "run.sh").touch()
    (tmp_path / "folder.pdf").mkdir()
    assert target_of(reference, tmp_path) is None
    assert target_of(reference, None) is None


@pytest.fixture
def shown(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> ReferenceList:
    window = QWidget()
    made = ReferenceList(Language("en"), window)
    made.folder = tmp_path
    put_on_stage(window)
    return made


def buttons(shown: ReferenceList) -> list[QAbstractButton]:
    return [one for one in shown.findChildren(QAbstractButton) if one.isVisibleTo(shown)]


def test_each_is_opened_and_taken_away_by_itself(
    shown: ReferenceList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown.show_references(SEVERAL, writable=True)
    names = [one.accessibleName() for one in buttons(shown)]
    assert names == [
        "Remove Report 2020, p. 4",
        "Open https://example.org/a.pdf",
        "Remove https://example.org/a.pdf",
        "Remove policy.pdf",
    ]
    qtbot.mouseClick(buttons(shown)[1], Qt.MouseButton.LeftButton)
    assert opened == ["https://example.org/a.pdf"]
    with qtbot.waitSignal(shown.removed, timeout=0) as removed:
        qtbot.keyClick(buttons(shown)[0], Qt.Key.Key_Return)
    assert removed.args == ["https://example.org/a.pdf; policy.pdf"]


def test_one_that_cannot_be_opened_needs_no_list_and_a_locked_one_no_way_to_remove(shown: ReferenceList) -> None:
    shown.show_references("Report", writable=True)
    assert not shown.isVisible()
    shown.show_references(SEVERAL, writable=False)
    assert [one.accessibleName() for one in buttons(shown)] == ["Open https://example.org/a.pdf"]
    shown.show_references("", writable=True)
    assert not shown.isVisible()
