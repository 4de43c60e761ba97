"""The fourth step of the version wizard: what the new version does to the scores of the last round."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from covenant_monitor.domain.version_effect import Effects, effect
from covenant_monitor.domain.versions import rows_of
from covenant_monitor.names import reason_count
from covenant_monitor.store import framework_reading as reading
from covenant_monitor_ui.dialogs.version_wizard.pair import Pair
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.models.version_effect import Column, EffectModel, difference_text
from covenant_monitor_ui.pages.participants.table import NameDelegate, QuietDelegate, QuietNumberDelegate
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label, text_width
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.topbar import LabelledCombo


class EffectTable(DataTable):
    """The participants. The name and the reason share the room that the numbers leave."""

    def __init__(self, name: str, model: EffectModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, edge=24, row=32)
        self._model = model
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(model)
        header = self.horizontalHeader()
        header.setSortIndicator(model.sort_column, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegateForColumn(Column.NAME, NameDelegate(self))
        for column in (Column.BEFORE, Column.AFTER, Column.DIFFERENCE, Column.CORE):
            self.setItemDelegateForColumn(column, QuietNumberDelegate(self))
        self.setItemDelegateForColumn(Column.WHY, QuietDelegate(self))
        model.modelReset.connect(self.fit_columns)

    def fit_columns(self) -> None:
        """The numbers get what they need, the words the rest."""
        widths = {}
        for column in (Column.BEFORE, Column.AFTER, Column.DIFFERENCE, Column.CORE):
            head = text_width(str(self._model.headerData(column, Qt.Orientation.Horizontal) or ""), "strong") + 16
            cells = {
                f"{row.texts[column]} {row.provisional if column == Column.AFTER else ''}" for row in self._model.rows
            }
            widest = max((text_width(text, "body", True) for text in cells), default=0.0)
            widths[column] = round(max(head, widest)) + 2 * PADDING + 16
        room = max(160, self.viewport().width() - sum(widths.values()))
        why = round(max((text_width(row.texts[Column.WHY]) for row in self._model.rows), default=0.0))
        head = round(text_width(str(self._model.headerData(Column.WHY, Qt.Orientation.Horizontal) or ""), "strong"))
        why = min(room // 2, max(why, head) + 2 * PADDING + 18)
        for column, width in {**widths, Column.NAME: room - why, Column.WHY: why}.items():
            self.setColumnWidth(column, width)


class EffectStep(QWidget):
    """The means, and every participant's score under both versions. Computed in the background."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        _ = session.language.gettext
        self._wish = 0
        self._computing = False
        self._pair: Pair | None = None
        self.effects: Effects | None = None
        self.model = EffectModel(session.language, self)
        self.table = EffectTable(_("Scores under both versions"), self.model)
        self.round_box = LabelledCombo(_("Round"))
        self.round_box.activated.connect(self._compute)
        self.figures = QHBoxLayout()
        self.figures.setSpacing(48)
        self.note = text_label("", "secondary", wrap=True)
        self._waiting = text_label(_("Computing …"), "secondary")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty: EmptyState | None = None
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(24, 8, 24, 0)
        top.setSpacing(8)
        line = QHBoxLayout()
        line.addLayout(self.figures, 1)
        line.addWidget(self.round_box, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(line)
        top.addWidget(self.note)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._result = result
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(result)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for last."""
        return not self._computing

    def show_pair(self, pair: Pair) -> None:
        """Compute what the new version of a pair does to the last round of the old one, or to the one chosen."""
        last = reading.last_round(self._session.file, pair.before.key)
        same = self._pair is not None and self._pair.before.key == pair.before.key
        wanted = self.round_box.currentData() if same else None
        self._pair = pair
        self._fill_rounds(pair, wanted if wanted in pair.before.rounds else last)
        if last is None:
            self._wish += 1
            self._computing = False
            self._show_nothing(pair)
            return
        if not same or self._stack.currentWidget() is not self._result:
            self._stack.setCurrentWidget(self._waiting)
        self._compute()

    def _fill_rounds(self, pair: Pair, chosen: tuple[str, str] | None) -> None:
        several = len({covenant for covenant, _round in pair.before.rounds}) > 1
        with QSignalBlocker(self.round_box):
            self.round_box.clear()
            for covenant, round_ in pair.before.rounds:
                self.round_box.addItem(f"{covenant} {round_}" if several else round_, (covenant, round_))
            if chosen is not None:
                self.round_box.setCurrentIndex(list(pair.before.rounds).index(chosen))

    def _compute(self) -> None:
        session, pair = self._session, self._pair
        if pair is None or not session.is_open:
            return
        self._wish += 1
        wish = self._wish
        self._computing = True
        covenant, round_ = self.round_box.currentData()
        cases = reading.cases(session.file, covenant=covenant, round=round_)
        rows = rows_of(pair.matches)

        def done(effects: Effects) -> None:
            # The page may be gone by now, with the file that it was about.
            if isValid(self) and wish == self._wish:
                self._computing = False
                self._show(effects, pair, round_)

        session.in_background(lambda: effect(pair.old, pair.new, rows, cases), done)

    def take_focus(self) -> None:
        """To the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_nothing(self, pair: Pair) -> None:
        _ = self._session.language.gettext
        if self.empty is not None:
            self._stack.removeWidget(self.empty)
            self.empty.deleteLater()
        said = _("No round has been rated with version {version}, so there is nothing to compare.")
        self.empty = EmptyState(_("No scores yet"), said.format(version=pair.before.key.version))
        self._stack.addWidget(self.empty)
        self._stack.setCurrentWidget(self.empty)

    def _show(self, effects: Effects, pair: Pair, round_: str) -> None:
        self.effects = effects
        language = self._session.language
        _, n_ = language.gettext, language.ngettext
        old, new = one_line(pair.before.key.version), one_line(pair.after.key.version)
        self.model.show_effects(effects, before=old, after=new)
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        after = language.percent(effects.after)
        band = ""
        if effects.low is not None and effects.high is not None and effects.low != effects.high:
            text = _("between {low} and {high} once everything is rated")
            band = text.format(low=language.percent(effects.low), high=language.percent(effects.high))
        core = n_("{n} criterion", "{n} criteria", effects.core_criteria)
        version = _("version {version}")
        self._fill_figures(
            [
                (
                    language.percent(effects.before),
                    _("mean, {version}").format(version=version.format(version=old)),
                    "",
                ),
                (after, _("mean, {version}").format(version=version.format(version=new)), band),
                (
                    difference_text(effects.before, effects.after, language),
                    _("points difference"),
                    "",
                ),
                (
                    language.percent(effects.core),
                    _("mean of the common core"),
                    core.format(n=language.number(effects.core_criteria, 0)),
                ),
            ]
        )
        n = effects.n
        counted = n_("Round {round}: {n} participant counted.", "Round {round}: {n} participants counted.", n)
        parts = [counted.format(round=round_, n=language.number(n, 0))]
        if effects.left_out:
            reasons = ", ".join(reason_count(why, count, language) for why, count in effects.left_out.items())
            parts.append(_("Left out of the means: {reasons}.").format(reasons=reasons))
        parts.append(_("The ratings themselves stay as they are; this is what they would have given."))
        self.note.setText(" ".join(parts))
        self._stack.setCurrentWidget(self._result)

    def _fill_figures(self, figures: Sequence[tuple[str, str, str]]) -> None:
        while (item := self.figures.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for figure, words, more in figures:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(text_label(figure, "figure"))
            column.addWidget(text_label(words, "secondary"))
            column.addWidget(text_label(more, "note"))
            box.setAccessibleName(f"{words}: {figure} {more}".strip())
            self.figures.addWidget(box)
        self.figures.addStretch(1)
