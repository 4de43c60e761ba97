"""The shares of the first and the last round, and why they changed, in a sentence that the program writes itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.charts.comparison_words import (
    basis_sentence,
    change_sentence,
    measure_name,
    points_words,
    shown_decimals,
)
from covenant_monitor.domain.comparison_parts import Decomposition, Measure
from covenant_monitor.language import Language
from covenant_monitor.store.comparing import RoundComparison
from covenant_monitor_ui.pages.assessments.parts import ScoreFigure
from covenant_monitor_ui.pages.comparing.words import left_out_words
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.panel import Panel


class LeadStrip(QWidget):
    """A figure per measure, each with a click or F1 that asks more, and beside them the sentence of the chosen one."""

    explain_wanted = Signal(str)
    """The key of a `Measure`."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.figures = {measure: ScoreFigure() for measure in Measure}
        self._tiles: dict[Measure, QWidget] = {}
        self.sentence = text_label("", "heading", wrap=True)
        self.basis = text_label("", "secondary", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(32)
        for measure, figure in self.figures.items():
            tile = QWidget()
            column = QVBoxLayout(tile)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            label = text_label(measure_name(measure, language), "group")
            label.setContentsMargins(4, 0, 0, 0)
            column.addWidget(label)
            column.addWidget(figure)
            column.addStretch(1)
            self._tiles[measure] = tile
            row.addWidget(tile)
            figure.clicked.connect(lambda _checked=False, measure=measure: self.explain_wanted.emit(measure.value))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.sentence)
        words.addWidget(self.basis)
        words.addStretch(1)
        row.addLayout(words, 1)
        panel = Panel()
        panel.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 12)
        column.addWidget(panel)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_comparison(self, found: RoundComparison, measure: Measure) -> None:
        """Show both measures, and why the one that is asked for changed."""
        language = self._language
        for one, figure in self.figures.items():
            change = found.changes.get(one)
            self._tiles[one].setVisible(change is not None)
            if change is not None:
                self._show_figure(figure, change)
        change = found.changes.get(measure)
        if change is None:
            self.sentence.setText(nothing_words(found, language))
            self.basis.setText(" ".join(left_out_words(found, language, ends=True)))
        else:
            self.sentence.setText(change_sentence(change, language))
            self.basis.setText(basis_sentence(change, found.then.round.code, found.now.round.code, language))

    def _show_figure(self, figure: ScoreFigure, change: Decomposition) -> None:
        language = self._language
        decimals = shown_decimals(change)
        then, now = (language.percent(ratio.percent, decimals) for ratio in (change.then, change.now))
        points = points_words(change.whole, language, decimals)
        name = measure_name(change.measure, language)
        figure.show_score(f"{then} → {now}", "", f"{name}: {then} → {now}, {points}")


def nothing_words(found: RoundComparison, language: Language) -> str:
    """Why there is no share to compare."""
    _ = language.gettext
    empty = [
        side.round.code
        for at, side in enumerate(found.sides)
        if at in (0, len(found.sides) - 1)
        and not any(place and not place.left_out for place in (one.places[at] for one in found.comparison.participants))
    ]
    if len(empty) == 2:
        return _("No assessment counts in round {then}, and none in round {now}.").format(then=empty[0], now=empty[1])
    if empty:
        return _("No assessment counts in round {round}, so no share can be compared.").format(round=empty[0])
    return _("Nothing is required in one of the two rounds, so no share meets it.")
