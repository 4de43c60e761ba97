"""How coherent the assessors of a round are: agreement, kappa, where they differ, and who rates otherwise."""

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from covenant_monitor.store.coherence import RoundCoherence, round_coherence
from covenant_monitor_ui.dialogs.second_candidates import candidates
from covenant_monitor_ui.pages.coherence.explain import (
    Figure,
    explain_drift,
    explain_figure,
)
from covenant_monitor_ui.pages.coherence.figures import FigureStrip
from covenant_monitor_ui.pages.coherence.rows import Tab, agreement_of, blind_to, in_order, table_of
from covenant_monitor_ui.pages.coherence.table import CoherenceTable
from covenant_monitor_ui.pages.coherence.words import (
    empty_words,
    head_words,
    internal_words,
    key_hints,
    tab_names,
    tab_words,
    table_empty_words,
)
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.participants.table import EDGE
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.empty import EmptyState, put_empty
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import foot, in_column, in_row, rule

if TYPE_CHECKING:
    from covenant_monitor_ui.dialogs.second_sample import SecondSample

_FORM_WIDTH, _NARROW_FORM, _NARROW_PAGE = 360, 320, 1240
_FIGURE_OF = {"kappa": Figure.KAPPA, "weighted": Figure.WEIGHTED}


class CoherencePage(Page):
    """The figures of the round, and tables per criterion, section and pair of assessors."""

    rating_wanted = Signal(str, str)
    """The codes of a participant and a criterion whose rating is asked for."""

    LASTING = frozenset({"tab"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        set_surface(self, "window")
        self._found: RoundCoherence | None = None
        self._only: tuple[str, ...] = ()
        self._wanted: dict[str, object] = {}
        self._form: SecondSample | None = None
        self._empty: EmptyState | None = None
        self.title = text_label(_("Coherence"), "title")
        self.counts = text_label("", "secondary")
        self.internal = text_label(internal_words(session.language), "note")
        self.add_button = button(_("Second assessment …"), self.add, icon="plus", tip="Ins")
        self.strip = FigureStrip(session.language)
        self.tabs = FilterTabs(_("Tables"), _("More tables"))
        self.words = text_label("", "note", wrap=True)
        self.show_all = button(_("Show all differences"), self._show_all, kind="link")
        self.table = CoherenceTable(_("Coherence"))
        self.hints = KeyHints()
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 20, EDGE, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.counts)
        head.addStretch(1)
        head.addWidget(self.add_button)
        note = QHBoxLayout()
        note.setContentsMargins(EDGE, 0, EDGE, 8)
        note.addWidget(self.internal)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(EDGE - 8, 0, EDGE, 4)
        tabs.addWidget(self.tabs)
        about = QHBoxLayout()
        about.setContentsMargins(EDGE, 0, EDGE, 6)
        about.setSpacing(8)
        about.addWidget(self.words, 1)
        about.addWidget(self.show_all)
        self._work = QWidget()
        work = in_column(self._work)
        for part in (self.strip, tabs, about, rule(), self.stack, rule(), foot(self.hints, EDGE)):
            if isinstance(part, QWidget):
                work.addWidget(part, int(part is self.stack))
            else:
                work.addLayout(part)
        self.stack.addWidget(self.table)
        self._whole_empty = QWidget()
        QVBoxLayout(self._whole_empty).setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addLayout(note)
        left.addWidget(self._work, 1)
        left.addWidget(self._whole_empty, 1)
        self._side_rule = rule(upright=True)
        self._side_rule.hide()
        self._row = in_row(self)
        self._row.addLayout(left, 1)
        self._row.addWidget(self._side_rule)

    def _connect(self) -> None:
        self.strip.explain_wanted.connect(lambda figure: self._explain_overall(Figure(figure)))
        self.tabs.chosen.connect(self._choose)
        self.table.activated.connect(self._activate)
        self.table.clicked.connect(self._click)
        self.table.explain_wanted.connect(self.explain)
        self.table.copy_wanted.connect(self.copy)
        self.table.add_wanted.connect(self.add)

    @property
    def found(self) -> RoundCoherence | None:
        """What is shown; None where there is no round."""
        return self._found

    @property
    def form(self) -> "SecondSample | None":
        """The form for a second assessment, while it is open."""
        return self._form if self._form is not None and self._form.isVisibleTo(self) else None

    @property
    def empty(self) -> EmptyState | None:
        """What is said where there is nothing to show."""
        return self._empty

    def show_place(self) -> None:
        session = self.session
        self.close_popover()
        place = session.is_open and session.covenant and session.round
        round_before = self._found.round.code if self._found else None
        self._found = round_coherence(session.file, session.covenant, session.round) if place else None
        if self._found is None or self._found.round.code != round_before:
            self._only = ()
            self.close_form()
        self._show()
        if self._wanted and self._found is not None:
            self._put_back()

    def _show(self) -> None:
        found, language = self._found, self.session.language
        can_assign = bool(found and found.framework.criteria and self._standings())
        self._lock(can_assign=can_assign)
        self.counts.setText(head_words(found, language) if found and found.second else "")
        compared = bool(found and found.coherence.compared)
        self._work.setVisible(compared)
        self._whole_empty.setVisible(not compared)
        if found is None or not compared:
            said = empty_words(found, language, no_covenant=not self.session.covenant, can_assign=can_assign)
            asked = can_assign and self.add_button.isEnabled()
            actions = [(language.gettext("Second assessment …"), self.add)] if asked else []
            self._empty = put_empty(EmptyState(*said, actions), self._empty, self._whole_empty)
            return
        self.strip.show_agreement(found.coherence.overall)
        self.tabs.set_tabs(tab_names(found, session_user(self.session), language))
        self._show_table()

    def _standings(self) -> int:
        return len(self.session.picture.round(self.session.round).standings) if self.session.round else 0

    def _lock(self, *, can_assign: bool) -> None:
        """What changes the file is off where it cannot be changed, and says why."""
        _ = self.session.language.gettext
        reason = self.session.locked
        if not reason and not can_assign:
            reason = _("This round has no participants or criteria yet.")
        self.add_button.setEnabled(not reason)
        self.add_button.setToolTip(plain_tip(reason or "Ins"))

    @property
    def tab(self) -> Tab:
        """The table that is shown."""
        return Tab(self.tabs.current or Tab.CRITERIA)

    def _show_table(self) -> None:
        found, language, tab = self._found, self.session.language, self.tab
        assert found is not None
        line, column = self.table.current_line, self.table.currentIndex().column()
        user = session_user(self.session)
        self.table.show_table(table_of(tab, found, user, self._only, language))
        if line is not None:
            self.table.select(line.key, column)
        hidden = len(blind_to(found, user)) if tab is Tab.DIFFERENCES else 0
        said = tab_words(tab, found, hidden, self._only, language)
        self.words.setText(said)
        self.words.setVisible(bool(said))
        self.show_all.setVisible(tab is Tab.DIFFERENCES and bool(self._only))
        self.hints.set_hints(key_hints(tab, language))
        if self.table.lines.shown:
            self.stack.setCurrentWidget(self.table)
        else:
            self._empty = put_empty(EmptyState(*table_empty_words(tab, language)), self._empty, self.stack)

    def _choose(self, _key: str) -> None:
        self._only = ()
        self._show_table()

    def _show_all(self) -> None:
        self._only = ()
        self._show_table()
        self.take_focus()

    def show_differences(self, key: tuple[str, ...] = ()) -> None:
        """Where the two differ on a criterion, in a section or of a pair; () is everywhere."""
        self.tabs.set_current(Tab.DIFFERENCES)
        self._only = key
        self._show_table()
        self.take_focus()

    def _activate(self, _index: QModelIndex) -> None:
        line = self.table.current_line
        if line is None:
            return
        if line.key[0] == "difference":
            self.rating_wanted.emit(line.key[1], line.key[2])
        elif line.key[0] != "drift":
            self.show_differences(line.key)

    def _click(self, index: QModelIndex) -> None:
        if self.table.lines.columns[index.column()].key in ("agreement", "kappa", "weighted", "difference"):
            self.explain()

    def explain(self) -> None:
        """Say what the figure in the current cell means."""
        line, found = self.table.current_line, self._found
        if line is None or found is None:
            return
        language, table = self.session.language, self.table
        self.close_popover()
        rect = table.cell_rect(table.currentIndex())
        if line.key[0] == "drift":
            one = next(one for one in in_order(found.coherence.drift) if line.key[1:] == (one.assessor, one.criterion))
            self.keep_popover(explain_drift(table, rect, found, one, language))
            return
        here = agreement_of(found, line.key)
        if here is not None:
            figure = _FIGURE_OF.get(table.current_column, Figure.AGREEMENT)
            key = line.key
            self.keep_popover(
                explain_figure(
                    table, rect, found, key, here, figure, line.cells[0].text, language,
                    lambda: self.show_differences(key),
                )
            )  # fmt: skip

    def _explain_overall(self, figure: Figure) -> None:
        found, opener = self._found, self.strip.figures[figure]
        if found is None:
            return
        self.close_popover()
        rect = QRect(opener.rect())
        overall = found.coherence.overall
        self.keep_popover(
            explain_figure(opener, rect, found, (), overall, figure, "", self.session.language, self.show_differences)
        )

    def copy(self) -> None:
        """Put the whole table on the clipboard, for a spreadsheet."""
        QApplication.clipboard().setText(self.table.lines.as_text())

    def add(self) -> None:
        """Ask beside the table who assesses whom again."""
        if not self.add_button.isEnabled() or self._found is None:
            return
        if self.form is None:
            asking = import_module("covenant_monitor_ui.dialogs.second_sample")
            if self._form is None:
                self._form = asking.SecondSample(self.session)
                self._form.cancelled.connect(self._leave_form)
                self._form.saved.connect(self._leave_form)
                self._row.addWidget(self._form)
            standings = self.session.picture.round(self._found.round.code).standings
            self._form.open(self._found.framework, self._found.round.code, candidates(standings, self._found.second))
            self._form.show()
            self._side_rule.show()
            self._fit()
        assert self._form is not None
        self._form.take_focus()

    def close_form(self) -> None:
        """Take the form away."""
        if self._form is not None:
            self._form.hide()
            self._side_rule.hide()

    def _leave_form(self) -> None:
        self.close_form()
        self.take_focus()

    def _fit(self) -> None:
        if self._form is not None:
            self._form.setFixedWidth(scaled(_FORM_WIDTH if self.width() >= scaled(_NARROW_PAGE) else _NARROW_FORM))

    def take_focus(self) -> None:
        if self.form is not None:
            self.form.take_focus()
        elif self._work.isVisibleTo(self) and self.table.lines.shown:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._work.isVisibleTo(self):
            self.tabs.tab(self.tabs.current).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._empty is not None and self._empty.buttons:
            self._empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.add()
        elif event.key() == Qt.Key.Key_F1 and self._found is not None and self._found.coherence.compared:
            self._explain_overall(Figure.AGREEMENT)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def state(self) -> dict[str, object]:
        """Table, selection, which differences, and a form that is not saved."""
        line = self.table.current_line
        kept: dict[str, object] = {
            "tab": self.tabs.current,
            "round": self._found.round.code if self._found else "",
            "selected": list(line.key) if line else [],
            "only": list(self._only),
        }
        if self.form is not None:
            kept["form"] = self.form.values()
        return kept

    def restore(self, state: dict[str, object]) -> None:
        self._wanted = dict(state)
        if self._found is not None:
            self._put_back()

    def _put_back(self) -> None:
        """What `state` kept, once there are rows; whatever is no longer there, or never was right, is left out."""
        state, self._wanted = self._wanted, {}
        assert self._found is not None
        tab, selected, only, form = (state.get(key) for key in ("tab", "selected", "only", "form"))
        here = state.get("round") == self._found.round.code
        if self._found.coherence.compared:
            if isinstance(tab, str) and tab in set(Tab):
                self.tabs.set_current(tab)
            if here and isinstance(only, list) and self.tab is Tab.DIFFERENCES:
                self._only = tuple(str(part) for part in only)
                if self._only and agreement_of(self._found, self._only) is None:
                    self._only = ()
            self._show_table()
            if here and isinstance(selected, list):
                self.table.select(tuple(str(part) for part in selected))
        if here and isinstance(form, dict):
            self.add()
            if self._form is not None:
                self._form.restore(form)


def session_user(session: Session) -> str:
    """Who is working; "" while no file is open."""
    return session.file.user if session.is_open else ""
