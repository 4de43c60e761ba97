"""What is done on the registers page with what is selected: keys, menu and buttons turned into changes of the file."""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from covenant_monitor.domain.registers import Entry, EntryStatus, Register
from covenant_monitor.names import entry_status_name
from covenant_monitor.store import registers
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.registers.reading import RegistersReading
from covenant_monitor_ui.pages.registers.rows import MARKS, concerned
from covenant_monitor_ui.pages.registers.view import RegistersView
from covenant_monitor_ui.pages.registers.words import answered_words, removed_words
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import theme_of
from covenant_monitor_ui.widgets.buttons import escaped
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, mark_image

STATUS_OF_KEY = {str(place): status for place, status in enumerate(EntryStatus, 1)}
"""The statuses by the key that gives them."""


class RegistersWork(QObject):
    """Works on the entry or the proposal that is selected. `view.table` is the one of the entries."""

    party_wanted = Signal(str)
    """The code of a party that is asked for."""
    rating_wanted = Signal(str, str)
    """The codes of a participant ("" for whoever is shown) and a criterion whose rating is asked for."""
    add_wanted = Signal()
    """A new entry is asked for."""

    def __init__(self, session: Session, view: RegistersView, reading: RegistersReading, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view, self._reading = session, view, reading
        self._popover: Popover | None = None

    @property
    def current(self) -> Entry | None:
        """The entry that is selected."""
        view = self._view
        line = view.table.current_line
        shown = view.stack.currentWidget() is view.table
        return self._reading.entries.get(line.key) if line is not None and shown else None

    @property
    def asks(self) -> bool:
        """Whether the round still has to ask about the selected entry."""
        entry = self.current
        return entry is not None and (entry.register.value, entry.code) in self._reading.asked

    def command(self, name: str) -> None:
        """Do what a key or the menu asks for."""
        if name.startswith("status:"):
            self.give_status(STATUS_OF_KEY[name.removeprefix("status:")])
            return
        commands: dict[str, Callable[[], object]] = {
            "add": self.add_wanted.emit,
            "edit": self.edit,
            "remove": self.remove,
            "history": self.show_history,
            "menu": self.open_menu,
            "ask": self.ask,
            "go": self.go,
            "accept": self._view.bar.make,
            "decline": self._view.bar.ask_reason,
        }
        commands[name]()

    def may_write(self) -> bool:
        """Whether the file can be changed, and no form waits to be saved; if not, that is said."""
        if not self._session.may_write():
            return False
        if self._view.side.is_unsaved:
            self._view.side.remind()
            return False
        return True

    def edit(self) -> None:
        """Show the selected entry to be changed."""
        entry = self.current
        if entry is not None:
            self._view.side.edit(entry)

    def remove(self) -> None:
        """Remove the selected entry, and say how that is undone."""
        session, entry = self._session, self.current
        if entry is None or not self.may_write():
            return
        self._view.side.close_form()
        done = session.change(
            lambda: registers.remove_entry(
                session.file, covenant=session.covenant, register=entry.register, code=entry.code
            )
        )
        if done:
            session.notice_given.emit(removed_words(entry, session.language))

    def give_status(self, status: EntryStatus) -> None:
        """Give the selected entry another status; what is dropped needs a reason, which is asked for first."""
        entry = self.current
        if entry is None or status is entry.status or not self.may_write():
            return
        self._view.side.close_form()
        if status is EntryStatus.DROPPED:
            self._view.open_strip()
        else:
            self._set_status(entry, status, None)

    def drop(self, reason: str) -> bool:
        """Drop the selected entry for a reason; whether that worked."""
        entry = self.current
        return entry is not None and self._set_status(entry, EntryStatus.DROPPED, reason)

    def _set_status(self, entry: Entry, status: EntryStatus, result: str | None) -> bool:
        session = self._session
        return session.change(
            lambda: registers.set_status(
                session.file,
                covenant=session.covenant,
                register=entry.register,
                code=entry.code,
                status=status,
                result=result,
            )
        )

    def _may_be_asked(self, entry: Entry | None) -> bool:
        """Whether the round may ask about an entry, or change its answer."""
        action = entry is not None and entry.register is Register.ACTION and entry.status is not EntryStatus.DROPPED
        return action and bool(self._session.round)

    def ask(self) -> None:
        """Ask whether the selected action was done by the chosen round, beside it."""
        entry, session, table = self.current, self._session, self._view.table
        if entry is None or not self._may_be_asked(entry) or not self.may_write():
            return
        self.close_popover()
        asking = import_module("covenant_monitor_ui.dialogs.register_followup")
        table.scrollTo(table.currentIndex())

        def done(n: int) -> None:
            session.notice_given.emit(answered_words(n, session.language))

        self._keep(asking.ask_followups(table, table.cell_rect(table.currentIndex()), session, [entry], done))

    def show_history(self) -> None:
        """Show who changed what of the selected entry, and when."""
        entry, session, table = self.current, self._session, self._view.table
        if entry is None:
            return
        self.close_popover()
        number, _entry = registers.find(session.file, session.covenant, entry.register, entry.code)
        table.scrollTo(table.currentIndex())
        opening = import_module("covenant_monitor_ui.dialogs.record_history")
        rect = table.cell_rect(table.currentIndex())
        title = one_line(entry.title)
        self._keep(opening.show_record_history(table, rect, session, "register_entry", str(number), title))

    def _keep(self, popover: Popover) -> None:
        self._popover = popover
        popover.closed.connect(self._forget_popover)

    def _forget_popover(self) -> None:
        self._popover = None

    @property
    def popover(self) -> Popover | None:
        """What is open beside the table."""
        return self._popover

    def close_popover(self) -> None:
        """Close what is open beside the table."""
        if self._popover is not None:
            self._popover.dismiss(give_back_focus=False)

    def go(self) -> None:
        """Go to what the selected entry or proposal is about: its first criterion, or else its party."""
        view = self._view
        line = view.proposal_table.current_line
        if view.stack.currentWidget() is view.proposal_table and line is not None:
            self.rating_wanted.emit(*line.key)
            return
        entry = self.current
        if entry is None:
            return
        if entry.criteria:
            self.go_to_criterion(entry.criteria[0])
        elif parties := concerned(entry):
            self.party_wanted.emit(parties[0])

    def go_to_criterion(self, code: str) -> None:
        """Go to the rating of a criterion of the selected entry: in its own round where this one has it no more."""
        entry, session = self.current, self._session
        if entry is None:
            return
        known = session.picture.round(session.round).framework.criteria if session.round else {}
        party = next(iter(concerned(entry)), "")
        if code not in known and entry.round and entry.round != session.round:
            session.choose(session.covenant, entry.round)
        self.rating_wanted.emit(party, code)

    def open_menu(self) -> None:
        """Open the menu of the selected entry below it."""
        table = self._view.table
        if self.current is not None:
            rect = table.cell_rect(table.currentIndex())
            self.menu().popup(table.mapToGlobal(QPoint(rect.left(), rect.bottom() + 1)))

    def menu(self) -> QMenu:
        """The menu of the selected entry, with the key of each."""
        session, table, entry = self._session, self._view.table, self.current
        _ = session.language.gettext
        menu = QMenu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add(text: str, key: str, name: str, mark: str = "", *, on: bool = True) -> None:
            action = menu.addAction(escaped(f"{text}\t{key}"))
            action.setEnabled(on)
            if mark:
                image = mark_image(mark, MARK_SIZE, table.devicePixelRatioF(), theme_of(table))
                action.setIcon(QIcon(QPixmap.fromImage(image)))
            action.triggered.connect(lambda _checked=False: self.command(name))

        writable = session.can_write
        if entry is not None:
            for key, status in STATUS_OF_KEY.items():
                name = entry_status_name(entry.register, status, session.language)
                add(name, key, f"status:{key}", MARKS[status], on=writable and status is not entry.status)
            menu.addSeparator()
        if self._may_be_asked(entry):
            add(_("Was it done?"), "Q", "ask", on=writable)
        add(_("Edit"), "F2", "edit", on=writable)
        add(_("Go to it"), "G", "go")
        add(_("History"), "F7", "history")
        menu.addSeparator()
        add(_("Remove"), _("Del"), "remove", on=writable)
        return menu
