"""The parts of the page of all covenants: its lead figures, the national targets, the risk sectors."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.charts import Request
from covenant_monitor.domain.national import Cover, National, State, TargetFigure
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.chart_table import table_link
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.pages.national.rows import (
    MARKS,
    sector_rows,
    target_name,
    target_now,
    target_title,
    target_value,
    target_words,
    unknown_words,
)
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_meaning, text_label
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import rule
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.shapes import MEANINGS
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_CHART_HEIGHT = 340


class LeadFigure(QWidget):
    """A number with what it is of above it, and what it is made of below."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.figure = text_label("", "figure")
        self.words = text_label("", "secondary", wrap=True)
        column.addWidget(text_label(heading, "group"))
        column.addWidget(self.figure)
        column.addWidget(self.words)
        column.addStretch(1)

    def say(self, figure: str, words: str) -> None:
        """Show another number."""
        self.figure.setText(figure)
        self.words.setText(words)
        self.setAccessibleName(f"{self._heading}: {figure}. {words}")


class LeadPanel(Panel):
    """The four numbers that are asked for first."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        _ = language.gettext
        self._language = language
        self.covenants = LeadFigure(_("Covenants"))
        self.participants = LeadFigure(_("Participants"))
        self.target = LeadFigure(_("National target"))
        self.sectors = LeadFigure(_("Risk sectors with a covenant"))
        row = QHBoxLayout()
        row.setSpacing(24)
        for place, figure in enumerate((self.covenants, self.participants, self.target, self.sectors)):
            if place:
                row.addWidget(rule(upright=True))
            row.addWidget(figure, 1)
        self.body.addLayout(row)

    def show_figures(self, found: National) -> None:
        """Show the numbers of a day."""
        words = self._language
        _, n_ = words.gettext, words.ngettext
        counts = [
            (State.RUNNING, _("{n} running")),
            (State.UNDATED, _("{n} without dates")),
            (State.ENDED, _("{n} ended")),
            (State.AHEAD, _("{n} to begin")),
        ]
        said = [text.format(n=words.number(found.count(state), 0)) for state, text in counts if found.count(state)]
        self.covenants.say(words.number(len(found.covenants), 0), ", ".join(said))
        taking = sum(bool(one.participants) for one in found.covenants)
        self.participants.say(
            words.number(found.participants, 0),
            n_("in {n} covenant", "in {n} covenants", taking).format(n=words.number(taking, 0))
            + (", " + _("each counted in every one") if taking > 1 else ""),
        )
        self._show_target(found.targets)
        ended = found.covered(Cover.ENDED)
        running = _("{n} of {total}").format(n=found.covered(Cover.RUNNING), total=len(found.sectors))
        more = n_("{n} other had one that has ended", "{n} others had one that has ended", ended)
        none = n_("{n} never had one in this file", "{n} never had one in this file", found.covered(Cover.NONE))
        parts = [more.format(n=ended)] if ended else []
        self.sectors.say(running, ", ".join([*parts, none.format(n=found.covered(Cover.NONE))]))

    def _show_target(self, targets: Sequence[TargetFigure]) -> None:
        words = self._language
        if not targets:
            self.target.say("–", words.gettext("There is none in this file."))
            return
        first = targets[0]
        told = f"{target_name(first, words)}: {target_value(first, words)}. {target_words(first, words)}."
        self.target.say(target_now(first, words), told)


class TargetsPanel(Panel):
    """The national targets: one is chosen, told and drawn."""

    def __init__(self, session: Session, request: Callable[[], Request | None]) -> None:
        super().__init__(session.language.gettext("National targets"))
        _ = session.language.gettext
        self._language = session.language
        self._session = session
        self._targets: Sequence[TargetFigure] = ()
        self.box = LabelledCombo()
        self.box.setAccessibleName(_("National targets"))
        self.box.currentIndexChanged.connect(self._chosen)
        self.view = ChartView(session.language)
        self.view.setMinimumHeight(_CHART_HEIGHT)
        self.view.spot_clicked.connect(self._choose_covenant)  # before the chart leads to one of its targets
        self._link = table_link(self.view, self.box.currentText, session.language)
        self.set_right_widget(self._link)
        self.words = ElidedLabel("", "heading")
        self.none = text_label(
            _(
                "A national target is one of a covenant that has neither participants nor rounds, such as the national"
                " policy. Import its indicators and targets to see here how it stands."
            ),
            "secondary",
            wrap=True,
        )
        for widget in (self.box, self.words, self.none):
            self.add(widget)
        self.add(self.view, 1)
        self.body.addStretch(0)  # takes the room where there is no chart
        self.chart = DrawnChart(session, self.view, "target", request)

    def _choose_covenant(self, _kind: str, _code: str) -> None:
        if figure := self.chosen:
            self._session.choose(figure.covenant.code)

    @property
    def chosen(self) -> TargetFigure | None:
        """The target that is shown."""
        place = self.box.currentIndex()
        return self._targets[place] if 0 <= place < len(self._targets) else None

    @property
    def code(self) -> str:
        """The covenant and target that are shown, as one text; "" where there is none."""
        return str(self.box.currentData() or "")

    def show_targets(self, targets: Sequence[TargetFigure], wanted: str) -> None:
        """Show the targets of a day, with the one chosen that was chosen before, or `wanted`."""
        code = self.code or wanted
        self._targets = targets
        names = [target_title(one, self._language) for one in targets]
        self.box.blockSignals(True)
        self.box.clear()
        for one, name in zip(targets, names, strict=True):
            self.box.addItem(name, f"{one.covenant.code}/{one.target.code}")
        self.box.setCurrentIndex(max(0, self.box.findData(code)) if targets else -1)
        self.box.blockSignals(False)
        self.box.setVisible(len(targets) > 1)
        for widget in (self.words, self.view, self._link):
            widget.setVisible(bool(targets))
        self.none.setVisible(not targets)
        self._chosen()

    def _chosen(self, _index: int = 0) -> None:
        if figure := self.chosen:
            said = f"{target_value(figure, self._language)}: {target_words(figure, self._language)}"
            if len(self._targets) == 1:
                said = f"{target_title(figure, self._language)}. {said}"
            self.words.show_text(said)
            set_meaning(self.words, MEANINGS[MARKS[figure.status]])
            self.chart.refresh()


class SectorsPanel(Panel):
    """The risk sectors, with and without a covenant."""

    def __init__(self, language: Language) -> None:
        super().__init__(language.gettext("The thirteen risk sectors"))
        _ = language.gettext
        self._language = language
        self.table = PlainTable()
        self.unknown = text_label("", "secondary", wrap=True)
        self.add(self.table)
        self.add(self.unknown)
        self.add(text_label(_("Source: KPMG, CSR Sector Risk Assessment (MVO Sector Risico Analyse), 2014."), "note"))
        self.body.addStretch(1)

    def show_sectors(self, found: National) -> None:
        """Show the sectors as they are on a day."""
        _ = self._language.gettext
        rows = sector_rows(found.sectors, self._language)
        quiet = [place for place, row in enumerate(rows) if row[1] == "–"]
        self.table.fill([_("Sector"), _("Covenant"), ""], rows, quiet_rows=quiet, stretch=(1,))
        self.unknown.setText(unknown_words(found, self._language))
        self.unknown.setVisible(bool(found.unknown))
