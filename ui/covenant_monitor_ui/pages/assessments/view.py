"""What the assessments page is built of, and how it fits the window: participants, criteria, panel."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Scale
from covenant_monitor.language import Language
from covenant_monitor.reports.wording import na_name, rating_name
from covenant_monitor_ui.models.assessment_list import AssessmentListModel
from covenant_monitor_ui.models.criteria import CriteriaModel
from covenant_monitor_ui.pages.assessments.find import FindBox, Goal
from covenant_monitor_ui.pages.assessments.grid import CriteriaTable
from covenant_monitor_ui.pages.assessments.header import AssessmentHeader
from covenant_monitor_ui.pages.assessments.panel import CriterionPanel, ScoreBlock
from covenant_monitor_ui.pages.assessments.people import PeopleColumn
from covenant_monitor_ui.pages.assessments.report import PasteReport
from covenant_monitor_ui.pages.assessments.words import LEVEL_KEYS, scale_words
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.banner import Banner
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.layout import in_column, in_row, rule

PANEL_WIDE, PANEL_NARROW = 328, 304
NARROW_BELOW, LOW_BELOW = 1360, 800


class AssessmentsView(QWidget):
    """The widgets of the page. What happens in them is for the page to say.

    `confirm` reopens with a reason; `save` and `save_mark` are those of `EvidenceFields`.
    """

    def __init__(
        self,
        language: Language,
        confirm: Callable[[str], bool],
        save: Callable[[str, str], str | None],
        save_mark: Callable[[bool], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self.participants = AssessmentListModel(language, self)
        self.criteria = CriteriaModel(language, self)
        self.people = PeopleColumn(self.participants, language)
        self.header = AssessmentHeader(language, confirm)
        self.tabs = FilterTabs(_("Which criteria"), _("More filters"))
        self.banner = Banner(language)
        self.table = CriteriaTable(_("Criteria"), self.criteria, language)
        self.report = PasteReport(language)
        self.chosen = text_label("", "label")
        self.hints = KeyHints()
        self.keys_button = button(_("All keys"), kind="link")
        self.veil: EmptyState | None = None
        self._hints: tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]] = ((), ())
        self.score = ScoreBlock(language)
        self.panel = CriterionPanel(language, save, save_mark)
        self._right = QWidget()
        self._tab_keys: list[str] = []
        self._build()

    def _build(self) -> None:
        middle = self._middle = QWidget()
        set_surface(middle, "window")
        column = in_column(middle)
        column.addWidget(self.header)
        banner = QHBoxLayout()
        banner.setContentsMargins(16, 0, 16, 8)
        banner.addWidget(self.banner)
        column.addLayout(banner)
        work = self._work = QWidget()
        inner = in_column(work)
        for widget, margins in ((self.tabs, (8, 0, 8, 8)), (self.report, (16, 0, 16, 8))):
            row = QHBoxLayout()
            row.setContentsMargins(*margins)
            row.addWidget(widget)
            inner.addLayout(row)
        inner.addWidget(rule())
        inner.addWidget(self.table, 1)
        inner.addWidget(rule())
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(16)
        row.addWidget(self.chosen)
        row.addWidget(self.hints, 1)
        row.addWidget(self.keys_button)
        inner.addLayout(row)
        column.addWidget(work, 1)
        self.chosen.hide()
        self.finder = FindBox(self._language, self)
        right = in_column(self._right)
        right.addWidget(self.score)
        right.addWidget(rule())
        right.addWidget(self.panel, 1)
        line = in_row(self)
        line.addWidget(self.people)
        line.addWidget(rule(upright=True))
        line.addWidget(middle, 1)
        line.addWidget(rule(upright=True))
        line.addWidget(self._right)
        self.fit(narrow=False, low=False)

    def fit(self, *, narrow: bool, low: bool) -> None:
        """Fit a narrow window (less beside the criteria) or a low one (one line per criterion)."""
        self.people.set_narrow(narrow=narrow, low=low)
        self.participants.show_counts(not narrow)
        self.header.set_narrow(narrow)
        self.score.set_low(low)
        self.report.set_low(low)
        self.table.set_row_height(32 if low else 40)
        self._right.setFixedWidth(scaled(PANEL_NARROW if narrow else PANEL_WIDE))

    def show_tabs(self, tabs: Sequence[tuple[str, str, str]]) -> None:
        """Show the filters with their counts; Tab reaches them between the head and the grid."""
        self.tabs.set_tabs(tabs)
        keys = [key for key, _text, _count in tabs]
        if keys != self._tab_keys:
            self._tab_keys = keys
            chain = [self.header.others, *(self.tabs.tab(key) for key in keys), self.table]
            for before, after in pairwise(chain):
                QWidget.setTabOrder(before, after)

    def show_keys(self, scale: Scale, *, carried: bool) -> None:
        """Name the keys that rate on this scale, the most useful first. `carried`: there are ratings to confirm."""
        language = self._language
        _ = language.gettext
        rating = (
            [(key, _small(rating_name(level, language))) for key, level in LEVEL_KEYS.items()]
            + [("0", _small(na_name(language)))]
            if scale.by_level
            else [(scale_words(scale, language), _("number")), ("Ctrl+0", _small(na_name(language)))]
        )
        usual = [
            *rating,
            ("Enter", _("confirm") if carried else _("next")),
            ("N", _("next open")),
            ("/", _("find")),
            ("B", _("evidence")),
            ("L", _("as last round")),
            ("F1", _("explain")),
            (_("Del"), _("clear")),
            ("Ctrl+↓", _("next participant")),
            ("F6", _("other part")),
        ]
        several = [
            *rating[:-1],
            (rating[-1][0], _("n.a., one reason")),
            ("L", _("as last round")),
            ("C", _("confirm")),
            (_("Del"), _("clear")),
            ("Ctrl+D", _("fill down")),
            ("Ctrl+C", _("copy")),
            ("Esc", _("let go")),
        ]
        self._hints = usual, several
        self.hints.set_hints(usual if self.chosen.isHidden() else several)

    def show_chosen(self, n: int) -> None:
        """How many criteria are chosen together, and what keys do with them; 0: only one is current."""
        language = self._language
        text = language.ngettext("{n} criterion chosen", "{n} criteria chosen", n).format(n=language.number(n, 0))
        was = not self.chosen.isHidden()
        self.chosen.setText(text if n else "")
        self.chosen.setVisible(n > 0)
        if was != (n > 0):
            self.hints.set_hints(self._hints[n > 0])

    def show_veil(self, veil: EmptyState | None) -> None:
        """Show a sentence in the place of criteria and score, or (None) them again.

        Who was at work in what is replaced is so in what takes its place.
        """
        focus = QApplication.focusWidget()
        replaced = (self._work, self._right) if veil is not None else (self.veil,)
        had_focus = focus is not None and any(part is not None and part.isAncestorOf(focus) for part in replaced)
        if self.veil is not None:
            self.veil.hide()
            self.veil.deleteLater()
        self.veil = veil
        if veil is not None:
            layout = self._middle.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addWidget(veil, 1)
        self._work.setVisible(veil is None)
        self._right.setVisible(veil is None)
        if had_focus:
            self.to_grid()

    def to_grid(self) -> None:
        """Put the focus in the criteria, or on what stands in their place."""
        target = self.table if self.veil is None else self.veil.buttons[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_panel(self) -> None:
        """A field that is about to be hidden must not hand its focus to whatever comes next."""
        if self.panel.isAncestorOf(self.focusWidget()):
            self.to_grid()

    def next_part(self, step: int = 1) -> None:
        """From the list to the grid, the panel, and the list again; step -1 the other way."""
        focus = self.focusWidget()
        here = 0 if self.people.isAncestorOf(focus) else 2 if self._right.isAncestorOf(focus) else 1
        wanted = (here + step) % 3
        if wanted == 2 and self._right.isHidden():
            wanted = (wanted + step) % 3
        if wanted == 1:
            self.to_grid()
        else:
            part = self.score.figure if wanted else self.people.list
            part.setFocus(Qt.FocusReason.TabFocusReason)

    def open_find(self, goals: Sequence[Goal]) -> None:
        """Ask for a criterion or participant to go to, over the top of the grid."""
        self.finder.open(goals)
        corner = self._middle.mapTo(self, QPoint(0, 0))
        self.finder.place_over(corner.x(), corner.y() + 8, self._middle.width())


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]
