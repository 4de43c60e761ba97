"""The second step of the version wizard: which criterion became which, with the words that differ."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from covenant_monitor.domain.model import Relation
from covenant_monitor.domain.versions import Match, link, nearest, propose, rows_of, with_relation
from covenant_monitor.errors import Rejected
from covenant_monitor.store.framework_mapping import save_mapping
from covenant_monitor.store.framework_words import relation_name
from covenant_monitor_ui.dialogs.version_wizard.differences import Differences
from covenant_monitor_ui.dialogs.version_wizard.pair import Pair
from covenant_monitor_ui.dialogs.version_wizard.picker import CriterionPicker
from covenant_monitor_ui.dialogs.version_wizard.table import MappingTable
from covenant_monitor_ui.models.version_mapping import Filter, MappingModel
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_surface, text_label, text_width
from covenant_monitor_ui.widgets.banner import Banner
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.layout import in_column, rule

_WIDE, _NARROW, _SHARE = 440, 368, 0.36
_ONE_TO_ONE = (Relation.SAME, Relation.REWORDED)


class MappingStep(QWidget):
    """The matches, and beside them the current one in full with what can be done with it.

    Every change is saved in the file at once, and can be undone.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._language = session.language
        _ = session.language.gettext
        self._pair: Pair | None = None
        self._purpose = ""
        self._keeping = False
        self.model = MappingModel(session.language, self)
        self.tabs = FilterTabs(_("Which criteria"), _("More filters"))
        self.propose_button = button(_("Propose anew"), self.propose)
        self.save_button = button(_("Save this mapping"), self.save_proposal)
        self.why = QLineEdit()
        self.why.setAccessibleName(_("Why the mapping changes"))
        self.why.setPlaceholderText(_("Why does the mapping change? The version is published, so a reason is asked."))
        self.banner = Banner(session.language)
        self.table = MappingTable(_("What became of the criteria"), self.model)
        self.title = text_label("", "title", wrap=True)
        self.differences = Differences(session.language)
        self.picker = CriterionPicker(session.language)
        self.buttons = self._make_buttons()
        self.side = QStackedWidget()
        self._lay_out()
        self.tabs.chosen.connect(self._filter)
        self.table.chosen.connect(self._show_match)
        self.table.asked.connect(self.ask)
        self.picker.picked.connect(self._picked)
        self.picker.cancelled.connect(self._close_picker)

    def _make_buttons(self) -> dict[str, QPushButton]:
        _ = self._language.gettext
        named = {
            "relation": (_("Call it reworded"), "R"),
            "link": (_("Link to another …"), "L"),
            "split": (_("Split …"), "S"),
            "merge": (_("Merge …"), "M"),
            "drop": (_("Drop"), "D"),
            "new": (_("Mark as new"), "N"),
        }
        return {key: button(text, partial(self.ask, key), tip=letter) for key, (text, letter) in named.items()}

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 0, 24, 8)
        tools.setSpacing(8)
        tools.addWidget(self.tabs, 1)
        tools.addWidget(self.save_button)
        tools.addWidget(self.propose_button)
        reason = QHBoxLayout()
        reason.setContentsMargins(24, 0, 24, 8)
        reason.addWidget(self.why)
        message = QHBoxLayout()
        message.setContentsMargins(24, 0, 24, 8)
        message.addWidget(self.banner)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.table, 1)
        body.addWidget(rule(upright=True))
        body.addWidget(self.side)
        whole = in_column(self)
        for line in (tools, reason, message):
            whole.addLayout(line)
        whole.addWidget(rule())
        whole.addLayout(body, 1)
        self.side.addWidget(self._match_panel())
        picking = QWidget()
        box = QVBoxLayout(picking)
        box.setContentsMargins(16, 16, 16, 16)
        box.addWidget(self.picker)
        self.side.addWidget(picking)
        set_surface(self.side, "window")

    def _match_panel(self) -> QWidget:
        content = QWidget()
        set_surface(content, "window")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.differences)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 16, 16)
        grid.setSpacing(8)
        for place, made in enumerate(self.buttons.values()):
            grid.addWidget(made, place // 2, place % 2)
        panel = QWidget()
        whole = in_column(panel)
        whole.addWidget(scroll, 1)
        whole.addWidget(rule())
        whole.addLayout(grid)
        return panel

    def fit(self, width: int, *, narrow: bool, low: bool) -> None:
        """Fit `width` pixels of a narrow or a low window."""
        wanted = _NARROW if narrow else _WIDE
        # A larger font takes the panel along as far as that leaves the table enough.
        room = max(scaled(wanted), self._room_for_buttons())
        self.side.setFixedWidth(max(wanted, min(room, round(width * _SHARE))))
        self.table.set_row_height(32 if low else 40)

    def _room_for_buttons(self) -> int:
        """How wide the panel must be for two buttons beside each other, whatever the first one says."""
        _ = self._language.gettext
        relation = self.buttons["relation"]
        relation.ensurePolished()
        beside = relation.sizeHint().width() - text_width(relation.text())
        labels = [made.text() for made in self.buttons.values()]
        labels += [_("Call it reworded"), _("Call it the same")]
        return 2 * round(max(map(text_width, labels)) + beside) + 2 * 16 + 8

    def show_pair(self, pair: Pair) -> None:
        """Show the mapping between two versions; the match that was current stays so, by its criteria."""
        other = self._pair is None or (self._pair.before.key, self._pair.after.key) != (pair.before.key, pair.after.key)
        row, place = self.table.current_row, self.table.currentIndex().row()
        self._pair = pair
        self._close_picker(focus=False)
        if other:
            self.why.clear()
            self.banner.hide()
            self.model.set_filter(Filter.LOOK)
            self.tabs.set_tabs([(one.value, "", "") for one in Filter])
            self.tabs.set_current(Filter.LOOK)
        self._keeping = True
        self.model.show_matches(pair.old, pair.new, pair.matches)
        self._show_tabs()
        if other and not self.model.rows:
            self.tabs.choose(Filter.ALL)
        ends = row.match if row is not None and not other else None
        found = ends is not None and (
            any(self.table.select(after=c) for c in ends.after[:1])
            or any(self.table.select(before=c) for c in ends.before[:1])
        )
        if not found:
            self.table.select_near(0 if other else place)
        self._keeping = False
        self.table.fit_columns()
        writing = self._session.can_write
        self.why.setVisible(writing and pair.after.published)
        self.save_button.setVisible(writing and not pair.saved)
        self.propose_button.setVisible(writing)
        self._show_match()

    def forget(self) -> None:
        """The next mapping is another one, even if it is of the same versions: begin with what is to be looked at."""
        self._pair = None

    def take_focus(self) -> None:
        """To the table, or to the picker while that is open."""
        if self.side.currentIndex() == 1:
            self.picker.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_criterion(self, code: str) -> None:
        """Make the match of a criterion of either version current, whatever is filtered away."""
        if not (self.table.select(after=code) or self.table.select(before=code)):
            self.tabs.choose(Filter.ALL)
            if not self.table.select(after=code):
                self.table.select(before=code)

    def _show_tabs(self) -> None:
        _ = self._language.gettext
        names = {Filter.LOOK: _("To look at"), Filter.SAME: _("The same"), Filter.ALL: _("All")}
        number = self._language.number
        self.tabs.set_tabs([(key.value, name, number(self.model.count(key), 0)) for key, name in names.items()])

    def _filter(self, key: str) -> None:
        row = self.table.current_row
        self.model.set_filter(Filter(key))
        kept = row is not None and any(
            [*(self.table.select(after=c) for c in row.match.after[:1]),
             *(self.table.select(before=c) for c in row.match.before[:1])]
        )  # fmt: skip
        if not kept:
            self.table.select_near(0)
        self._show_match()

    def _show_match(self) -> None:
        if self._keeping or self._pair is None:
            return
        row, pair = self.table.current_row, self._pair
        _ = self._language.gettext
        self.differences.setVisible(row is not None)
        if row is None:
            self.title.setText(_("Nothing here"))
        else:
            self.title.setText(_headline(row.match, relation_name(row.match.relation, self._language)))
            self.differences.show_match(row.match, pair.old, pair.new)
        self._offer(row.match if row is not None else None)

    def _offer(self, match: Match | None) -> None:
        """Which of the buttons do something for a match."""
        _ = self._language.gettext
        can = {
            "relation": match is not None and match.relation in _ONE_TO_ONE,
            "link": match is not None,
            "split": match is not None and len(match.before) == 1,
            "merge": match is not None and len(match.after) == 1,
            "drop": match is not None and bool(match.before) and match.relation is not Relation.DROPPED,
            "new": match is not None and bool(match.after) and match.relation is not Relation.NEW,
        }
        same = match is not None and match.relation is Relation.SAME
        text = _("Call it reworded") if same else _("Call it the same")
        self.buttons["relation"].setText(escaped(text))
        self.buttons["relation"].setAccessibleName(text)
        for key, made in self.buttons.items():
            made.setEnabled(can[key] and self._session.can_write)

    def ask(self, purpose: str) -> None:
        """Do with the current match what a key or button asks; what needs another criterion opens the picker."""
        row, pair = self.table.current_row, self._pair
        if row is None or pair is None or not self.buttons[purpose].isEnabled() or not self._may_write():
            return
        match = row.match
        if purpose == "relation":
            other = Relation.REWORDED if match.relation is Relation.SAME else Relation.SAME
            self._save([with_relation(one, other) if one == match else one for one in pair.matches], match)
        elif purpose == "drop":
            self._link(match.before, ())
        elif purpose == "new":
            self._link((), match.after)
        else:
            self._pick(purpose, match)

    def _pick(self, purpose: str, match: Match) -> None:
        """Ask which criterion: of the new version, or (to merge, or where a new one comes from) of the old one."""
        pair = self._pair
        assert pair is not None
        _ = self._language.gettext
        from_old = purpose == "merge" or not match.before
        among, side = (pair.old, match.before) if from_old else (pair.new, match.after)
        known = pair.new.criteria[match.after[0]] if from_old else pair.old.criteria[match.before[0]]
        ranked = [one for one in nearest(known, pair.old, pair.new, among=among) if one[0] not in side]
        codes = " + ".join(match.after if from_old else match.before)
        titles = {
            "link": _("Where does {criterion} come from?") if from_old else _("What did {criterion} become?"),
            "split": _("What else did {criterion} become?"),
            "merge": _("What else was merged into {criterion}?"),
        }
        self._purpose = purpose
        self.side.setCurrentIndex(1)
        self.picker.open(titles[purpose].format(criterion=codes), among, ranked)

    def _picked(self, code: str) -> None:
        row = self.table.current_row
        self._close_picker()
        if row is None:
            return
        match, purpose = row.match, self._purpose
        if purpose == "merge":
            self._link((*match.before, code), match.after)
        elif purpose == "split":
            self._link(match.before, (*match.after, code))
        elif match.before:
            self._link(match.before, (code,))
        else:
            self._link((code,), match.after)

    def _close_picker(self, *, focus: bool = True) -> None:
        was_open = self.side.currentIndex() == 1
        self.side.setCurrentIndex(0)
        if focus and was_open:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _link(self, before: Sequence[str], after: Sequence[str]) -> None:
        pair = self._pair
        assert pair is not None
        # What is dropped stands at the end of the table; whoever drops it goes on where it stood.
        current = Match(tuple(before), tuple(after), Relation.SAME) if after else None
        self._save(link(pair.matches, pair.old, pair.new, before, after), current)

    def propose(self) -> None:
        """Begin again with what the texts suggest; undo brings the other mapping back."""
        pair = self._pair
        if pair is not None and self._may_write():
            self._save(propose(pair.old, pair.new), None)

    def save_proposal(self) -> None:
        """Save the mapping as it is shown."""
        if self._pair is not None and self._may_write():
            self._save(self._pair.matches, None)

    def _may_write(self) -> bool:
        pair = self._pair
        _ = self._language.gettext
        if pair is None or not self._session.can_write:
            self.banner.say("info", _("This file is open read-only: nothing in it can be changed."))
            return False
        if pair.after.published and not self.why.text().strip():
            said = _("Version {version} is published: say first, above the table, why its mapping changes.")
            self.banner.say("error", said.format(version=pair.after.key.version))
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        self.banner.hide()
        return True

    def _save(self, matches: Sequence[Match], current: Match | None) -> None:
        """Save the mapping as one step; what is wrong is said here, and the mapping stays what it was."""
        pair = self._pair
        assert pair is not None
        why = self.why.text().strip() if pair.after.published else ""
        rows = rows_of(matches)
        old, new = pair.before.key, pair.after.key
        problem = self._session.attempt(lambda: save_mapping(self._session.file, old=old, new=new, rows=rows, why=why))
        if problem is not None:
            findings = problem.findings[:1] if isinstance(problem, Rejected) else ()
            said = findings[0] if findings else problem
            self.banner.say("error", said.text(self._language))
            return
        self.banner.hide()
        self.changed.emit()
        if current is not None:
            for code in current.after[:1]:
                self.table.select(after=code)
            for code in current.before[:1]:
                self.table.select(before=code)


def _headline(match: Match, relation: str) -> str:
    arrow = "\N{RIGHTWARDS ARROW}"
    before, after = " + ".join(match.before), " + ".join(match.after)
    ends = f"{before} {arrow} {after}" if before and after else before or after
    return f"{ends}: {relation}"
