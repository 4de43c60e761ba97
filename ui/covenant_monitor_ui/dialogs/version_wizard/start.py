"""The first step of the version wizard: from which version, and to which: a new one, or one that is there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor.store.frameworks import new_version
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_fields import Field, select_all
from covenant_monitor_ui.models.framework_list import state_word
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.frameworks.records import next_code
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_WIDTH = 640


class StartStep(QWidget):
    """The versions of one framework to choose from, and what a new one is called."""

    chosen = Signal(object, object)
    """The keys of the old and of the new version, once `go` has worked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        _ = session.language.gettext
        self._entries: list[FrameworkEntry] = []
        self._typed = False
        self.source = LabelledCombo()
        self.target = LabelledCombo()
        self.fields = {
            "from": Field(_("From version"), self.source),
            "to": Field(_("To version"), self.target),
            "version": Field(_("The new version is called"), QLineEdit()),
            "name_nl": Field(" · ".join((_("Name"), _("Dutch"))), QLineEdit()),
            "name_en": Field(" · ".join((_("Name"), _("English"))), QLineEdit()),
        }
        self.about = text_label("", "secondary", wrap=True)
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self._lay_out()
        self.source.currentIndexChanged.connect(self._source_changed)
        self.target.currentIndexChanged.connect(self._target_changed)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        for key, row, column in (("from", 0, 0), ("to", 0, 1), ("version", 1, 0), ("name_nl", 2, 0), ("name_en", 2, 1)):
            box = QVBoxLayout()
            box.setSpacing(4)
            box.addWidget(self.fields[key])
            box.addWidget(self.fields[key].message)
            grid.addLayout(box, row, column)
        inner = QWidget()
        inner.setFixedWidth(scaled(_WIDTH))
        column_ = QVBoxLayout(inner)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(16)
        column_.addLayout(grid)
        column_.addWidget(self.about)
        column_.addWidget(self.message)
        column_.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.addWidget(inner, 1, Qt.AlignmentFlag.AlignLeft)

    def begin(self, entries: Sequence[FrameworkEntry], source: FrameworkKey, target: FrameworkKey | None) -> None:
        """Offer the versions of one framework; `target` None is a new one."""
        self._entries = [entry for entry in entries if entry.key.framework == source.framework]
        self.message.setText("")
        for field in self.fields.values():
            field.say("", "")
        self.source.blockSignals(True)
        self.source.clear()
        for entry in self._entries:
            self.source.addItem(self._named(entry), entry.key)
        self.source.setCurrentIndex([entry.key for entry in self._entries].index(source))
        self.source.blockSignals(False)
        self._source_changed()
        places = [self.target.itemData(n) for n in range(self.target.count())]
        self.target.setCurrentIndex(places.index(target) if target in places else 0)

    def _named(self, entry: FrameworkEntry) -> str:
        _ = self._session.language.gettext
        version = _("Version {version}").format(version=one_line(entry.key.version))
        return f"{version} · {state_word(entry, self._session.language)}"

    @property
    def source_key(self) -> FrameworkKey:
        """The version that it starts from."""
        key = self.source.currentData()
        assert isinstance(key, FrameworkKey)
        return key

    @property
    def target_key(self) -> FrameworkKey | None:
        """The version that it leads to; None for a new one."""
        key = self.target.currentData()
        return key if isinstance(key, FrameworkKey) else None

    def _source_changed(self) -> None:
        _ = self._session.language.gettext
        source = next(entry for entry in self._entries if entry.key == self.source_key)
        self.target.blockSignals(True)
        self.target.clear()
        self.target.addItem(_("A new version"), None)
        for entry in self._entries:
            if entry.key != source.key:
                self.target.addItem(self._named(entry), entry.key)
        self.target.blockSignals(False)
        version = next_code(source.key.version, [entry.key.version for entry in self._entries])
        self.fields["version"].set_text(version)
        for key, name in (("name_nl", source.name.nl), ("name_en", source.name.en)):
            old = source.key.version
            self.fields[key].set_text(name.removesuffix(old) + version if old and name.endswith(old) else name)
        self._target_changed()

    def _target_changed(self) -> None:
        _ = self._session.language.gettext
        making = self.target_key is None
        for key in ("version", "name_nl", "name_en"):
            self.fields[key].setVisible(making)
        if making:
            about = _(
                "The new version begins as a draft: a copy of the old one, in which every criterion is the same. "
                "Ratings of past rounds stay as they are, under the version that they were given with."
            )
        else:
            about = _("Both versions are in the file already: only the mapping between them is shown and changed.")
        self.about.setText(about)

    def take_focus(self) -> None:
        """To what is most often changed."""
        target = self.fields["version"].control if self.target_key is None else self.target
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        select_all(target)

    def go(self) -> bool:
        """Make the new version, or take the one that is there; whether that worked. `chosen` tells which they are."""
        source, target = self.source_key, self.target_key
        if target is not None:
            self.chosen.emit(source, target)
            return True
        language = self._session.language
        field = self.fields["version"]
        field.say("", "")
        self.message.setText("")
        version = field.text.strip()
        key = FrameworkKey(source.framework, version)
        if not self._session.can_write:
            self.message.setText(language.gettext("This file is open read-only: nothing in it can be changed."))
            return False

        def verb() -> Change:
            name = Text(cells.text(self.fields["name_nl"].text), cells.text(self.fields["name_en"].text))
            return new_version(self._session.file, key=source, version=version, name=name)

        problem = self._session.attempt(verb)
        if problem is not None:
            self._tell(problem, field.say)
            field.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        self.chosen.emit(source, key)
        return True

    def _tell(self, problem: Problem, say: Callable[[str, str], None]) -> None:
        text = problem.text(self._session.language)
        if "framework" in problem.values or "limit" in problem.values or not self.fields["version"].text.strip():
            say("bad", text)
        else:
            self.message.setText(text)
