"""The figures of a whole round, above the tables of the coherence page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.domain.coherence import Agreement
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.assessments.parts import ScoreFigure
from covenant_monitor_ui.pages.coherence.explain import Figure, figure_name, figure_text
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.panel import Panel


class FigureStrip(QWidget):
    """Agreement, kappa and weighted kappa, each with the number of ratings behind it; a click or F1 asks more."""

    explain_wanted = Signal(str)
    """The key of a `Figure`."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.figures = {figure: ScoreFigure() for figure in Figure}
        self.na = text_label("", "secondary")
        self.na.setContentsMargins(0, 0, 0, 6)
        panel = Panel()
        row = QHBoxLayout()
        row.setSpacing(32)
        for figure, shown in self.figures.items():
            tile = QVBoxLayout()
            tile.setSpacing(0)
            label = text_label(figure_name(figure, language), "group")
            label.setContentsMargins(4, 0, 0, 0)
            tile.addWidget(label)
            tile.addWidget(shown)
            row.addLayout(tile)
            shown.clicked.connect(lambda _checked=False, figure=figure: self.explain_wanted.emit(figure.value))
        row.addStretch(1)
        row.addWidget(self.na, 0, Qt.AlignmentFlag.AlignBottom)
        panel.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 16)
        column.addWidget(panel)

    def show_agreement(self, here: Agreement) -> None:
        """Show the figures of all ratings together."""
        language = self._language
        _ = language.gettext
        for figure, shown in self.figures.items():
            text, n = figure_text(figure, here, language), f"n = {language.number(here.n, 0)}"
            few = "" if here.is_enough else " " + _("(few)")
            shown.show_score(text, n + few, f"{figure_name(figure, language)} {text}, {n}{few}")
        self.na.setText(_("{n} n.a. with only one of the two").format(n=language.number(here.na_disagreements, 0)))
