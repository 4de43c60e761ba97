"""The search of the top bar: type a few letters of a participant, criterion, page or command, and go there."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from covenant_monitor.names import register_one
from covenant_monitor.store import queries
from covenant_monitor_ui.actions import ACTIONS, PAGES
from covenant_monitor_ui.pages.registers.blind import visible_entries

if TYPE_CHECKING:
    from covenant_monitor_ui.window import MainWindow

_GO_ROLE = Qt.ItemDataRole.UserRole + 1
_LONGEST = 90


def attach_search(window: "MainWindow") -> None:
    """Give the window's search field its completer. What can be found is read when it is used."""
    model = QStandardItemModel(window.search)
    completer = QCompleter(model, window.search)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(12)

    def go(text: str) -> None:
        # The field takes the chosen text over after this; then there is nothing to find in it any more.
        QTimer.singleShot(0, window.search, window.search.clear)
        for item in model.findItems(text):
            item.data(_GO_ROLE)()
            break
        if window.search.hasFocus():
            window.search.left.emit()

    def go_to_first() -> None:
        """Enter without choosing goes to the first that was found."""
        popup = completer.popup()
        if popup is not None and popup.isVisible() and popup.currentIndex().isValid():
            return
        completer.setCompletionPrefix(window.search.text())
        if window.search.text().strip() and completer.setCurrentRow(0):
            if popup is not None:
                popup.hide()
            go(completer.currentCompletion())

    fresh = False

    def read_again() -> None:
        """What can be found is read when it is looked for, not after every change: a round may be large."""
        nonlocal fresh
        if not fresh:
            fresh = True
            fill(model, window)

    def outdate(*_args: object) -> None:
        nonlocal fresh
        fresh = False

    window.search.textEdited.connect(read_again)
    completer.activated.connect(go)
    window.search.returnPressed.connect(go_to_first)
    read_again()
    window.session.changed.connect(outdate)
    window.session.place_changed.connect(outdate)
    window.search.setCompleter(completer)


def fill(model: QStandardItemModel, window: "MainWindow") -> None:
    """Everything that can be gone to: pages, commands, participants, targets, entries of registers, criteria."""
    session = window.session
    _ = session.language.gettext
    model.clear()
    if not session.is_open:
        return

    def add(text: str, go: Callable[[], object]) -> None:
        item = QStandardItem(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
        item.setEditable(False)
        item.setData(go, _GO_ROLE)
        model.appendRow(item)

    for key, (_icon, name, _class) in PAGES.items():
        add(_("Page: {name}").format(name=_(name)), partial(window.show_page, key))
    for declared in ACTIONS:
        action = window.actions_by_key[declared.key]
        add(_("Command: {name}").format(name=action.text().replace("&&", "&")), action.trigger)
    if not session.covenant:
        return
    parties = queries.parties(session.file, session.covenant, companies_only=True)
    times = Counter(party.name for party in parties)
    for party in parties:
        name = party.name if times[party.name] == 1 else f"{party.name} ({party.code})"
        add(name, partial(window.go_to, "participants", party=party.code))
    picture = session.picture
    indicators = {indicator.code: indicator for indicator in picture.indicators}
    for target in picture.targets:
        named = indicators[target.indicator].name
        name = session.language.pick(named.nl, named.en) or target.code
        add(_("Target: {name}").format(name=name), partial(session.lead_wanted.emit, "target", target.code))
    for entry in visible_entries(session):
        # The code first: what low ratings propose has the same title at many participants.
        name = f"{register_one(entry.register, session.language)} {entry.code}"
        add(f"{name}: {' '.join(entry.title.split())}", partial(window.go_to_entry, entry.register, entry.code))
    if session.round:
        framework = session.picture.round(session.round).framework
        for criterion in framework.criteria.values():
            text = session.language.pick(criterion.text.nl, criterion.text.en)
            add(f"{criterion.code}  {text}", partial(window.go_to, "assessments", criterion=criterion.code))
