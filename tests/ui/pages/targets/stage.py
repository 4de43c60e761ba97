"""The page of targets in the real window on the demo, for its tests."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.models.targets import Key, Tab
from covenant_monitor_ui.pages.targets.page import TargetsPage
from covenant_monitor_ui.pages.targets.table import FiguresTable
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow

SHARE, LOCATIONS = Key(Tab.TARGETS, "OMZETAANDEEL"), Key(Tab.TARGETS, "LOCATIES-2019")
MATERIALS = Key(Tab.ENTERED, "DUURZAMERE-GRONDSTOFFEN")
MEETS = Key(Tab.COMPUTED, "computed:meets")
PLAIN = Qt.KeyboardModifier.NoModifier


def page_of(window: MainWindow, qtbot: QtBot) -> TargetsPage:
    """The page, once everything on it has come."""
    window.show_page("targets")
    page = window.pages["targets"]
    assert isinstance(page, TargetsPage)
    settled(page, qtbot)
    return page


def settled(page: TargetsPage, qtbot: QtBot) -> None:
    """Wait until everything that is computed and drawn has come."""
    qtbot.waitUntil(lambda: page.is_settled, timeout=30_000)


def key(pressed: Qt.Key, qtbot: QtBot, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, pressed, modifiers)


def rows(table: FiguresTable) -> list[list[str]]:
    """A table as it is copied, without its head."""
    return [line.split("\t") for line in table.lines.as_text().splitlines()[1:]]


def said(widget: QWidget) -> str:
    """Everything that a widget says."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def popover(page: TargetsPage) -> Popover:
    """The explanation that is open."""
    found = [one for one in page.window().findChildren(Popover) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def fill(form: FormDialog, values: dict[str, str]) -> None:
    """Type into the fields of a form."""
    for name, text in values.items():
        control = form.fields[name].control
        if isinstance(control, QLineEdit):
            control.setText(text)
        else:
            control.setCurrentText(text)


def day(text: str) -> date:
    """A day in a test."""
    return date.fromisoformat(text)
