"""What the history is filtered by: since when, by whom, and what kind of records."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.reports.change_words import KINDS
from covenant_monitor.store import backup
from covenant_monitor.store.changes import people
from covenant_monitor.store.moments import digests_of, last_common, meetings
from covenant_monitor_ui.pages.history.since import ALL, DAY, Since, choices, start_of
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.topbar import LabelledCombo


class HistoryFilters(QWidget):
    """Three selectors, a field for a day, and which record it is where it is one only."""

    since_changed = Signal()
    """`since` is another: what was read is to be read anew."""
    changed = Signal()
    """Another person or kind of record: what was read stays."""
    all_records_wanted = Signal()

    def __init__(self, session: Session, edge: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        _ = session.language.gettext
        self.since: datetime | int | None = None
        """The moment, or the change set, after which changes are shown."""
        self._choices: dict[str, Since] = {}
        self.since_box = LabelledCombo(_("Since"))
        self.day_field = QLineEdit()
        self.day_problem = text_label("", "small")
        self.who_box = LabelledCombo(_("By"))
        self.kind_box = LabelledCombo(_("What"))
        self.only = ElidedLabel("", "heading")
        self.all_button = button(_("All records"), self.all_records_wanted.emit, kind="link", tip="Esc")
        self.day_field.setPlaceholderText(_("e.g. {day}").format(day=session.language.short_day(date.today())))
        self.day_field.setAccessibleName(_("Since which day"))
        self.day_field.setFixedWidth(scaled(136))
        set_meaning(self.day_problem, "bad")
        for box, most in ((self.since_box, 400), (self.who_box, 240), (self.kind_box, 240)):
            box.setMaximumWidth(scaled(most))
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, 0, edge, 12)
        column.setSpacing(4)
        for parts in (
            (self.since_box, self.day_field, self.who_box, self.kind_box),
            (self.day_problem, self.only, self.all_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            column.addLayout(row)
        self._hide(self.day_field, self.day_problem, self.only, self.all_button)
        self.since_box.activated.connect(self._since_chosen)
        self.day_field.editingFinished.connect(self._day_typed)
        self.who_box.activated.connect(self.changed)
        self.kind_box.activated.connect(self.changed)

    @property
    def who(self) -> str:
        """The person that is chosen; "" for everybody."""
        return str(self.who_box.currentData() or "")

    @property
    def tables(self) -> frozenset[str]:
        """The tables of the kind of record that is chosen; none for all."""
        key = self.kind_box.currentData()
        return KINDS[str(key)][1] if key else frozenset()

    @property
    def words(self) -> str:
        """Which changes are shown, for who reads a list of them later."""
        parts = [f"{box.label}: {box.currentText()}" for box in (self.since_box, self.who_box, self.kind_box)]
        if self.since_box.currentData() == DAY:
            parts[0] = f"{self.since_box.label}: {self.day_field.text()}"
        return " · ".join(filter(None, [*parts, self.only.whole_text]))

    @staticmethod
    def _hide(*parts: QWidget) -> None:
        for part in parts:
            part.hide()

    def fill(self) -> None:
        """Offer what there is to choose from by now; what was chosen stays, if it is still there."""
        session, language = self._session, self._session.language
        _ = language.gettext
        marked = meetings(session.file, session.covenant) if session.covenant else []
        chosen = self.since_box.currentData()
        offered = choices(marked, backup.backups(session.file.path), date.today(), language)
        self._choices = {one.key: one for one in offered}
        self._offer(self.since_box, [(one.text, one.key) for one in offered])
        self._offer(self.who_box, [(_("everybody"), ""), *((name, name) for name in people(session.file))])
        self._offer(self.kind_box, [(_("everything"), ""), *((_(name), key) for key, (name, _t) in KINDS.items())])
        self.day_field.setVisible(self.since_box.currentData() == DAY)
        if chosen not in (None, self.since_box.currentData()):  # a meeting that was undone, a backup that is pruned
            self._set_since(None)

    @staticmethod
    def _offer(box: LabelledCombo, entries: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            for text, data in entries:
                box.addItem(text, data)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        box.updateGeometry()

    def reset(self) -> None:
        """Everything, of everybody, from the beginning. No signal."""
        for box in (self.since_box, self.who_box, self.kind_box):
            box.setCurrentIndex(0)
        self.since = None
        self.day_field.hide()
        self._tell_day("")

    def show_only(self, record: str) -> None:
        """Say that it is one record only; "" for all."""
        _ = self._session.language.gettext
        self.only.show_text(_("Only: {record}").format(record=record) if record else "")
        self.only.setVisible(bool(record))
        self.all_button.setVisible(bool(record))

    def _since_chosen(self) -> None:
        key = str(self.since_box.currentData())
        chosen = self._choices[key]
        self.day_field.setVisible(key == DAY)
        self._tell_day("")
        if key == DAY:
            self.day_field.setFocus()
            self._day_typed()
        elif chosen.path is not None:
            self._read_backup(chosen.path)
        else:
            self._set_since(chosen.when)

    def _day_typed(self) -> None:
        if self.since_box.currentData() != DAY:
            return
        try:
            day = typed_day(self.day_field.text())
        except Problem as problem:
            self._tell_day(problem.text(self._session.language))
            return
        self._tell_day("")
        if day is not None:
            self._set_since(start_of(day))

    def _tell_day(self, text: str) -> None:
        self.day_problem.setText(text)
        self.day_problem.setVisible(bool(text))
        self.day_field.setProperty("problem", bool(text))
        self.day_field.style().unpolish(self.day_field)
        self.day_field.style().polish(self.day_field)

    def _read_backup(self, path: Path) -> None:
        """Find in the background what a backup has, which is another file; then show what came after."""
        _ = self._session.language.gettext

        def done(digests: dict[int, str]) -> None:
            chosen = self._choices.get(str(self.since_box.currentData()))
            if chosen is None or chosen.path != path:
                return
            try:
                self._set_since(last_common(self._session.file, digests, name=path.name))
            except Problem as problem:
                self._refuse(problem)

        progress = Progress(_("Reading {names}").format(names=path.name))
        self._session.in_background(lambda: digests_of(path), done, progress=progress, failed=self._refuse)

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            raise error
        self.since_box.setCurrentIndex(self.since_box.findData(ALL))
        self._set_since(None)
        self._session.tell(error)

    def _set_since(self, since: datetime | int | None) -> None:
        if since != self.since:
            self.since = since
            self.since_changed.emit()

    def state(self) -> dict[str, object]:
        """What is chosen, as plain values."""
        return {
            "since": self.since_box.currentData(),
            "day": self.day_field.text(),
            "who": self.who_box.currentData(),
            "kind": self.kind_box.currentData(),
        }

    def restore(self, state: dict[str, object]) -> None:
        """Choose what `state` kept, as far as it is there."""
        self.day_field.setText(str(state.get("day") or ""))
        for box, key in ((self.since_box, "since"), (self.who_box, "who"), (self.kind_box, "kind")):
            box.setCurrentIndex(max(0, box.findData(state.get(key))))
        if self.since_box.currentData() != ALL:
            self._since_chosen()
