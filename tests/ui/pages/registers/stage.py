"""Entries for the registers of the demo, and the registers page in the real window on them."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from covenant_monitor.domain.registers import Entry, EntryStatus, Register
from covenant_monitor.errors import Problem
from covenant_monitor.store import registers
from covenant_monitor.store.store import Store
from covenant_monitor_ui.pages.registers.page import RegistersPage
from covenant_monitor_ui.window import MainWindow

HERO, OTHER, USER = "VOORBEELD-MODE", "MODELWERK-JASSEN", "A. Voorbeeld"
FAR = date(2099, 12, 31)

SAMPLE = (
    Entry(
        Register.ACTION,
        "A1",
        "Living wage plan",
        description="Three suppliers first.",
        owner=USER,
        party=HERO,
        round="2018",
        due_on=date(2019, 12, 31),
        raised_on=date(2019, 2, 1),
        criteria=("3.07",),
    ),
    Entry(
        Register.ACTION,
        "A2",
        "Publish the list of sites",
        owner="C. Schets",
        party=OTHER,
        round="2019",
        due_on=FAR,
        raised_on=date(2020, 2, 1),
        themes=("general",),
    ),
    Entry(
        Register.ACTION,
        "A3",
        "Train the buyers",
        owner=USER,
        party=HERO,
        round="2019",
        status=EntryStatus.DONE,
        raised_on=date(2020, 2, 1),
        closed_on=date(2020, 6, 1),
        result="Twelve buyers trained",
    ),
    Entry(
        Register.RISK,
        "R1",
        "Waste water of dye houses",
        owner="C. Schets",
        severity=3,
        likelihood=4,
        raised_on=date(2019, 1, 1),
    ),
    Entry(
        Register.RISK,
        "R2",
        "Forced labour in spinning mills",
        owner=USER,
        severity=5,
        likelihood=3,
        raised_on=date(2019, 1, 1),
        participants=(HERO, OTHER),
    ),
    Entry(Register.COMPLAINT, "K1", "Dismissal of union members", party=OTHER, raised_on=date(2020, 9, 3)),
)
"""Two open actions of earlier rounds, one of which is overdue, a closed one; two risks; a complaint; no commitment."""


def empty_registers(store: Store) -> None:
    """Take the demo's own entries away."""
    for entry in registers.entries(store, "KLEDING"):
        registers.remove_entry(store, covenant="KLEDING", register=entry.register, code=entry.code)


def add_sample(store: Store) -> None:
    """Put the sample in the place of the demo's own entries."""
    empty_registers(store)
    for entry in SAMPLE:
        registers.add_entry(store, covenant="KLEDING", entry=entry)


class RegistersStage:
    """The page in the real window, what was told to the user, and keys to press where the focus is."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.session = window.session
        self.problems: list[Problem] = []
        self.notices: list[str] = []
        self.session.problem_met.connect(self.problems.append)
        self.session.notice_given.connect(self.notices.append)
        window.show_page("registers")

    @property
    def page(self) -> RegistersPage:
        found = self.window.pages["registers"]
        assert isinstance(found, RegistersPage)
        return found

    def titles(self) -> list[str]:
        """What the table shows, in order."""
        return [line.cells[0].text for line in self.page.view.entries.shown]

    def texts(self, key: str) -> list[str]:
        """What a column of the table shows."""
        model = self.page.view.entries
        at = [column.key for column in model.columns].index(key)
        return [line.cells[at].text for line in model.shown]

    def select(self, code: str) -> None:
        """Select an entry of the register that is shown, with the focus in the table."""
        assert self.page.view.table.select((self.page.register.value, code))
        self.page.take_focus()

    def keys(self, *pressed: str | Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Type texts and press keys in the widget that has the focus."""
        for one in pressed:
            if isinstance(one, Qt.Key):
                QTest.keyClick(focused(), one, held)
            else:
                QTest.keyClicks(focused(), one, held)

    def kept(self, register: Register, code: str) -> Entry:
        """An entry as it is in the file."""
        return registers.entry(self.session.file, "KLEDING", register, code)

    def codes(self, register: Register) -> list[str]:
        """The codes of a register in the file."""
        return [one.code for one in registers.entries(self.session.file, "KLEDING", register)]


def focused() -> QWidget:
    """The widget that has the focus."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def said(widget: QWidget) -> set[str]:
    """Every text in sight of a widget."""
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()}
