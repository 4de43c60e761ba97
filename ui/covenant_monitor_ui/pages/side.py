"""What stands beside a table: the panel of what is selected, or a form in which something is added or changed."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import body_px

_SHARE = 0.27
_NARROW_PAGE, _NO_ROOM = 1240, 940


class Side(QStackedWidget):
    """The panel, until something is added or changed: then the form, which what is typed in it keeps open.

    A subclass names the module and the class of its FORM, imported when it is first asked for so that the first paint
    does not wait for it, and its WIDTHS in a wide and in a narrow page. A form has `mode` ("" while it is closed),
    `code`, `is_changed`, `values()`, `remind(text)`, `take_focus()` and the signals `cancelled` and `saved` (a code).
    """

    FORM = ("", "")
    WIDTHS = (320, 296)

    closed = Signal()
    """The form is gone, and the focus was in it."""
    saved = Signal(str)
    """The code of what was saved; the form is gone."""

    def __init__(self, session: Session, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._page_width = 0
        self.panel: QWidget = panel
        self._form: Any = None
        self.addWidget(panel)

    def made_form(self) -> Any:
        """The form, made when it is first asked for."""
        if self._form is None:
            module, name = self.FORM
            self._form = getattr(import_module(module), name)(self._session)
            self._form.cancelled.connect(self.close_form)
            self._form.saved.connect(self._finish)
            self.addWidget(self._form)
        return self._form

    @property
    def has_form(self) -> bool:
        """Whether a form is open."""
        return self._form is not None and bool(self._form.mode)

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed in a form that is not saved."""
        return self.has_form and bool(self._form.is_changed)

    def open_form(self, fill: Callable[[], None]) -> None:
        """Show the form as `fill` fills it, unless one is open in which something was typed."""
        if self.is_unsaved:
            self.remind()
        else:
            fill()
            self.setCurrentWidget(self._form)
            self.fit(self._page_width)
        self._form.take_focus()

    def remind(self) -> None:
        """Say that the form is not saved yet."""
        self._form.remind(self._session.language.gettext("Save or cancel this first: it is not saved yet."))

    def pass_by(self, code: str) -> None:
        """Something else was selected: a form in which nothing was typed makes room, another one stays and says so."""
        if not self.has_form or self._form.code == code:
            return
        if self.is_unsaved:
            self.remind()
        else:
            self.close_form()

    def close_form(self) -> None:
        """Go back to the panel."""
        if self._form is None:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._form.isAncestorOf(focus)
        self._form.mode = ""
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
        wide, narrow = self.WIDTHS
        base = narrow if page_width < _NARROW_PAGE * larger else wide
        # A larger font takes the panel along as far as that leaves the table enough.
        self.setFixedWidth(max(base, min(round(base * larger), round(page_width * _SHARE))))
        self.setVisible(page_width >= _NO_ROOM or self.has_form)
