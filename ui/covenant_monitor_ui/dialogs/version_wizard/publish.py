"""The third and the last step of the version wizard: changing the draft, and publishing it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.domain.framework_rules import Flaw
from covenant_monitor.domain.model import Relation
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store.framework_words import relation_name
from covenant_monitor.store.frameworks import publish
from covenant_monitor_ui.dialogs.version_wizard.pair import Pair
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.frameworks.findings import Findings
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.banner import Banner
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.plaintable import PlainTable

_WIDTH = 640


class DraftStep(QWidget):
    """Says how far the draft is from the old version, and leads to where it is changed."""

    edit_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        _ = session.language.gettext
        self.words = text_label("", wrap=True)
        self.counts = PlainTable()
        self.edit_button = button(_("Change the draft"), self.edit_wanted.emit, kind="primary", icon="edit")
        inner = QWidget()
        inner.setFixedWidth(scaled(_WIDTH))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.counts)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.addWidget(inner, 1, Qt.AlignmentFlag.AlignLeft)

    def show_pair(self, pair: Pair) -> None:
        """Show the draft of a pair."""
        language = self._session.language
        _, number = language.gettext, language.number
        entry = pair.after
        version = one_line(entry.key.version)
        if entry.locked:
            said = _("Version {version} can no longer be changed. What should be different goes into a new version.")
        else:
            said = _(
                "Criteria of version {version} are added, reworded and dropped on the Frameworks page. The mapping "
                "follows: a changed text is reworded, an added criterion is new, a deleted one is dropped. Come back "
                "here with “Mapping and effect …” in the menu of the version."
            )
        self.words.setText(said.format(version=version))
        self.edit_button.setVisible(not entry.locked and self._session.can_write)
        rows = []
        for relation in Relation:
            found = [match for match in pair.matches if match.relation is relation]
            before = sum(len(match.before) for match in found)
            after = sum(len(match.after) for match in found)
            name = relation_name(relation, language)
            rows.append([name[:1].upper() + name[1:], number(before, 0), number(after, 0)])
        named = _("Version {version}")
        heads = [
            _("Criteria"),
            named.format(version=one_line(pair.before.key.version)),
            named.format(version=version),
        ]
        total = [_("Together"), number(len(pair.old.criteria), 0), number(len(pair.new.criteria), 0)]
        self.counts.fill(heads, [*rows, total], numbers=(1, 2))

    def take_focus(self) -> None:
        """To the button, where there is one."""
        self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)


class PublishStep(QWidget):
    """What stands in the way, and publishing or leaving it a draft."""

    go_wanted = Signal(object)
    """A `Flaw` to go to."""
    leave_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        language = session.language
        _ = language.gettext
        self._pair: Pair | None = None
        self.words = text_label("", wrap=True)
        self.banner = Banner(language)
        self.findings = Findings(language)
        self.publish_button = button(_("Publish"), self.publish, kind="primary")
        self.leave_button = button(_("Leave it a draft"), self.leave_wanted.emit)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.publish_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        inner = QWidget()
        inner.setFixedWidth(scaled(_WIDTH))
        set_surface(inner, "window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addWidget(self.banner)
        column.addLayout(buttons)
        column.addWidget(self.findings)
        column.addStretch(1)
        outer = QWidget()
        set_surface(outer, "window")
        row = QHBoxLayout(outer)
        row.setContentsMargins(24, 16, 24, 16)
        row.addWidget(inner)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(outer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.findings.go_wanted.connect(self.go_wanted)
        self.findings.left.connect(self.take_focus)

    def show_pair(self, pair: Pair) -> None:
        """Show the new version of a pair."""
        other = self._pair is None or self._pair.after.key != pair.after.key
        self._pair = pair
        _ = self._session.language.gettext
        entry = pair.after
        if entry.published:
            said = _("Version {version} is published: it never changes, and a round can use it.")
        elif entry.locked:
            said = _("Version {version} is not published, but final assessments were made with it.")
        else:
            said = _(
                "Once version {version} is published, nothing of it changes any more, and a round can use it. Leave it "
                "a draft as long as it may change."
            )
        self.words.setText(said.format(version=one_line(entry.key.version)))
        can = self._session.can_write and not entry.published
        self.publish_button.setVisible(can)
        self.leave_button.setVisible(can)
        flaws: Sequence[Flaw] = reading.findings(self._session.file, entry.key) if not entry.published else ()
        self.findings.show_flaws(flaws)
        self.findings.setVisible(not entry.published)
        if other or entry.published:
            self.banner.hide()

    def publish(self) -> None:
        """Publish; what stands in the way is said in one sentence and listed."""
        pair = self._pair
        if pair is None:
            return
        problem = self._session.attempt(lambda: publish(self._session.file, key=pair.after.key))
        if problem is None:
            self.leave_wanted.emit()
            return
        self.banner.say("error", problem.text(self._session.language))
        if self.findings.flaws:
            self.findings.take_focus()

    def take_focus(self) -> None:
        """To the main button."""
        self.publish_button.setFocus(Qt.FocusReason.OtherFocusReason)
