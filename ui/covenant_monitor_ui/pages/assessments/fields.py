"""Fields that are saved when they are left: evidence, date, note. What cannot be saved stays as it was typed."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from covenant_monitor.domain.model import Rating
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.assessments.references import ReferenceList
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.layout import in_column

EVIDENCE, DAY, NOTE = "evidence", "evidence_date", "note"
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def day_text(day: date | None, language: Language) -> str:
    """A day as it is typed: "3-10-2017" in Dutch, "2017-10-03" in English; "" for none."""
    if day is None:
        return ""
    return f"{day.day}-{day.month}-{day.year}" if language.code == "nl" else day.isoformat()


class LineField(QLineEdit):
    """One line. Enter and leaving it ask to save what was changed; Esc puts back what was saved."""

    committed = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.saved = ""

    @property
    def typed(self) -> str:
        """What stands in it now."""
        return self.text()

    @property
    def is_changed(self) -> bool:
        """Whether it is another text than was saved."""
        return self.typed.strip() != self.saved.strip()

    def show_saved(self, text: str) -> None:
        """Show what is in the file."""
        self.saved = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def show_typed(self, text: str) -> None:
        """Show what was typed and is not saved yet."""
        self.setText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            _commit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _answers(self, event, enter=event.key() in _ENTER):
            super().keyPressEvent(event)


class TextField(QPlainTextEdit):
    """Several lines. Ctrl+Enter and leaving it ask to save what was changed; Esc puts back what was saved."""

    committed = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.saved = ""

    @property
    def typed(self) -> str:
        """What stands in it now."""
        return self.toPlainText()

    @property
    def is_changed(self) -> bool:
        """Whether it is another text than was saved."""
        return self.typed.strip() != self.saved.strip()

    def show_saved(self, text: str) -> None:
        """Show what is in the file."""
        self.saved = text
        if self.typed != text:
            self.setPlainText(text)

    def show_typed(self, text: str) -> None:
        """Show what was typed and is not saved yet."""
        self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            _commit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not _answers(self, event, enter=enter):
            super().keyPressEvent(event)


def _commit(field: LineField | TextField) -> None:
    if field.is_changed:
        field.committed.emit()


def _answers(field: LineField | TextField, event: QKeyEvent, *, enter: bool) -> bool:
    """Whether the key was one that ends typing in `field`: the Enter that saves it, or Esc."""
    if enter:
        _commit(field)
        field.entered.emit()
        return True
    if event.key() == Qt.Key.Key_Escape:
        field.show_saved(field.saved)
        field.escaped.emit()
        return True
    return False


class EvidenceFields(QWidget):
    """Evidence, its date, whether it was only claimed, and a note, of one criterion; a link while there is nothing.

    `save(field, text)` is called to save a field, and says what is wrong with it: "" for nothing, None where it could
    not be saved for a reason that the window tells. `save_mark(unproven)` says whether the check box could be saved.
    """

    left = Signal()
    """The user is done here: back to the grid."""
    troubled = Signal()
    """It says what is wrong, at its lower edge."""

    def __init__(
        self,
        language: Language,
        save: Callable[[str, str], str | None],
        save_mark: Callable[[bool], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._save, self._save_mark = save, save_mark
        self._texts: Mapping[str, str] = {}
        self._opened = False
        self._writable = True
        self.nothing = text_label(_("Nothing yet at this criterion."), "secondary", wrap=True)
        self.add = button(_("Add evidence"), self.open, kind="link")
        self.evidence = LineField(_("Evidence"))
        self.evidence.setPlaceholderText(_("Document and page; several with ;"))
        self.day = LineField(_("Date of the evidence"))
        self.day.setPlaceholderText("3-10-2020" if language.code == "nl" else "2020-10-03")
        self.day.setFixedWidth(scaled(104))
        claimed = _("Claimed, no evidence seen")
        self.references = ReferenceList(language)
        self.references.removed.connect(self._remove_reference)
        self.unproven = QCheckBox(escaped(claimed))
        self.unproven.setAccessibleName(claimed)
        self.note = TextField(_("Note"))
        self.note.setFixedHeight(scaled(64))
        self.trouble = text_label("", "small", wrap=True)
        set_meaning(self.trouble, "bad")
        self.fields: Mapping[str, LineField | TextField] = {
            EVIDENCE: self.evidence, DAY: self.day, NOTE: self.note,
        }  # fmt: skip
        self._build(_("Evidence"), _("Date"), _("Note"))
        for key, field in self.fields.items():
            field.committed.connect(lambda key=key: self.commit(key))
            field.entered.connect(lambda key=key: self._leave(key))
            field.escaped.connect(lambda key=key: self._drop(key))
        self.unproven.clicked.connect(self._mark)

    def _build(self, evidence: str, day: str, note: str) -> None:
        empty = QHBoxLayout()
        empty.setContentsMargins(0, 0, 0, 0)
        empty.setSpacing(4)
        empty.addWidget(self.nothing, 1)
        empty.addWidget(self.add)
        self._form = QWidget()
        grid = QGridLayout(self._form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for row, (name, field) in enumerate(((evidence, self.evidence), (day, self.day), (note, self.note))):
            label = text_label(name, "secondary")
            label.setBuddy(field)
            top = Qt.AlignmentFlag.AlignTop if field is self.note else Qt.AlignmentFlag.AlignVCenter
            label.setContentsMargins(0, 8 if field is self.note else 0, 0, 0)
            grid.addWidget(label, row + 1, 0, top)
            side = Qt.AlignmentFlag.AlignLeft if field is self.day else Qt.AlignmentFlag(0)
            grid.addWidget(field, row + 1, 1, side)
        grid.addWidget(self.references, 0, 0, 1, 2)
        grid.addWidget(self.unproven, 4, 0, 1, 2)
        grid.addWidget(self.trouble, 5, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        column = in_column(self)
        column.addLayout(empty)
        column.addWidget(self._form)

    def show_rating(self, rating: Rating, drafts: Mapping[str, str], *, other: bool, writable: bool) -> None:
        """Show what is in the file, and over it what was typed and could not be saved.

        `other`: it is another criterion than before. Of the same one, what is being typed stays.
        """
        texts = {
            EVIDENCE: rating.evidence,
            DAY: day_text(rating.evidence_date, self._language),
            NOTE: rating.note,
        }
        self._texts = texts
        self._writable = writable
        self.references.show_references(rating.evidence, writable=writable)
        for key, field in self.fields.items():
            typing = not other and field.is_changed
            if not typing:
                field.show_saved(texts[key])
            if other:
                if key in drafts:
                    field.show_typed(drafts[key])
                show_problem(field, key in drafts)
            field.setReadOnly(not writable)
        if other:
            self._opened = bool(drafts)
            self.trouble.setText(self._language.gettext("Not saved yet. Press Enter to try again.") if drafts else "")
        self.unproven.setChecked(rating.unproven)
        self.unproven.setEnabled(writable)
        self._show_form(self._opened or any(texts.values()) or rating.unproven)

    def open(self) -> None:
        """Go to the evidence; the fields appear if they are not there yet."""
        self._opened = True
        self._show_form(True)
        self.evidence.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.evidence.selectAll()

    @property
    def drafts(self) -> dict[str, str]:
        """What was typed and is not saved, by field."""
        return {key: field.typed for key, field in self.fields.items() if field.is_changed}

    def commit(self, key: str) -> bool:
        """Save one field; whether that was needed and worked, or was not needed."""
        field = self.fields[key]
        if not field.is_changed:
            return True
        wrong = self._save(key, field.typed.strip())
        show_problem(field, wrong != "")
        if wrong == "":
            field.show_saved(self._texts.get(key, ""))
            self.trouble.setText("")
            self.trouble.hide()
            return True
        again = self._language.gettext("Not saved yet. Press Enter to try again.")
        self.trouble.setText(again if wrong is None else wrong)
        self.trouble.show()
        self.troubled.emit()
        return False

    def commit_all(self) -> None:
        """Save what was typed and not left yet."""
        for key in self.fields:
            self.commit(key)

    def _leave(self, key: str) -> None:
        if not self.fields[key].is_changed:
            self.left.emit()

    def _remove_reference(self, left: str) -> None:
        """Save the evidence without one of its references."""
        self.evidence.show_typed(left)
        self.commit(EVIDENCE)

    def _drop(self, key: str) -> None:
        show_problem(self.fields[key], False)
        if not self.drafts:
            self.trouble.setText("")
            self.trouble.hide()
        self.left.emit()

    def _mark(self, checked: bool) -> None:
        if not self._save_mark(checked):
            self.unproven.setChecked(not checked)

    def _show_form(self, shown: bool) -> None:
        self._form.setVisible(shown)
        self.nothing.setVisible(not shown)
        self.add.setVisible(not shown and self._writable)
        self.trouble.setVisible(bool(self.trouble.text()))


def show_problem(field: LineField | TextField, problem: bool) -> None:
    """Show whether a field holds what could not be saved."""
    value = "true" if problem else "false"
    if field.property("problem") != value:
        field.setProperty("problem", value)
        field.style().unpolish(field)
        field.style().polish(field)
