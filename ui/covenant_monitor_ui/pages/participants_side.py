"""What stands beside the participants: the panel of the selected one, or the form in which a party is changed."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor_ui.pages.participants_panel import PartyPanel
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import body_px

if TYPE_CHECKING:
    from covenant_monitor_ui.dialogs.party_form import PartyForm

_WIDTH, _NARROW_WIDTH, _SHARE = 320, 296, 0.27
_NARROW_PAGE, _NO_ROOM = 1240, 940
_FORM = "covenant_monitor_ui.dialogs.party_form"
"""Imported when it is first asked for."""


class ParticipantsSide(QStackedWidget):
    """The panel, until something is added or changed: then the form, which what is typed in it keeps open."""

    closed = Signal()
    """The form is gone, and the focus was in it."""
    saved = Signal(str)
    """The code of the party that was saved; the form is gone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._page_width = 0
        self.panel = PartyPanel(session.language)
        self._form: PartyForm | None = None
        self.addWidget(self.panel)

    @property
    def form(self) -> "PartyForm":
        """The form, made when it is first asked for, so that the first paint does not wait for it."""
        if self._form is None:
            self._form = import_module(_FORM).PartyForm(self._session)
            self._form.cancelled.connect(self.close_form)
            self._form.saved.connect(self._finish)
            self.addWidget(self._form)
        return self._form

    @property
    def has_form(self) -> bool:
        """Whether a form is open."""
        return self._form is not None and bool(self._form.mode)

    def add(self, kind: PartyKind = PartyKind.COMPANY) -> None:
        """Ask for a new party."""
        self._open(lambda: self.form.add(kind))

    def edit(self, party: Party) -> None:
        """Show a party to be changed."""
        self._open(lambda: self.form.edit(party))

    def leave(self, party: Party) -> None:
        """Ask when and why a party left."""
        self._open(lambda: self.form.leave(party))

    def _open(self, fill: Callable[[], None]) -> None:
        if self.has_form and self.form.is_changed:
            self._remind()
        else:
            fill()
            self.setCurrentWidget(self.form)
            self.fit(self._page_width)
        self.form.take_focus()

    def _remind(self) -> None:
        self.form.remind(self._session.language.gettext("Save or cancel this first: it is not saved yet."))

    def pass_by(self, code: str) -> None:
        """Another party was selected: a form in which nothing was typed makes room, another one stays and says so."""
        if not self.has_form or self.form.code == code:
            return
        if self.form.is_changed:
            self._remind()
        else:
            self.close_form()

    def close_form(self) -> None:
        """Go back to the panel."""
        if self._form is None:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.form.isAncestorOf(focus)
        self.form.mode = ""
        self.setCurrentWidget(self.panel)
        self.fit(self._page_width)
        if had_focus:
            self.closed.emit()

    def _finish(self, code: str) -> None:
        self.close_form()
        self.saved.emit(code)

    def fit(self, page_width: int) -> None:
        """The panel is there unless the table would have no room, in a page this wide; a form always is."""
        self._page_width = page_width
        larger = body_px() / 13
        base = _NARROW_WIDTH if page_width < _NARROW_PAGE * larger else _WIDTH
        # A larger font takes the panel along as far as that leaves the table enough.
        self.setFixedWidth(max(base, min(round(base * larger), round(page_width * _SHARE))))
        self.setVisible(page_width >= _NO_ROOM or self.has_form)

    def state(self) -> dict[str, object]:
        """A form that is not saved, as plain values; empty where there is none."""
        if not self.has_form or not self.form.is_changed:
            return {}
        return {"mode": self.form.mode, "party": self.form.code, "values": self.form.values()}

    def restore(self, state: Mapping[str, object], parties: Sequence[Party]) -> None:
        """Open the form again that `state` kept, if its party is still there."""
        mode, values = state.get("mode"), state.get("values")
        party = next((party for party in parties if party.code == state.get("party")), None)
        if mode == "add":
            self.add()
        elif party is not None and mode == "edit":
            self.edit(party)
        elif party is not None and mode == "leave":
            self.leave(party)
        if self.has_form and isinstance(values, dict):
            self.form.restore(values)
