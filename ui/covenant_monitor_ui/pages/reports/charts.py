"""A chart as a picture: which one, of which round, for whom and in which language, seen before it is saved."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from covenant_monitor import charts
from covenant_monitor.charts import Request
from covenant_monitor.language import language
from covenant_monitor_ui.dialogs.chart_table import show_chart_table
from covenant_monitor_ui.drawing import CHART_KINDS, DrawnChart, save_chart
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.pages.reports.release import release_chart
from covenant_monitor_ui.pages.reports.told import WrittenLine
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.buttons import button, enable
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_OF_A_TARGET, _OF_TWO_ROUNDS = "target", "profile"
_OF_NO_ROUND = ("target", "alignment", "dumbbell")


class ChartsPanel(Panel):
    """Choosing, seeing and saving a chart. Those that compare rounds are on the page where these are chosen."""

    def __init__(self, session: Session) -> None:
        _ = session.language.gettext
        super().__init__(_("A chart as a picture"))
        self.session = session
        self.chart_box = LabelledCombo(_("Chart"))
        for kind in charts.CHARTS.values():
            if not kind.of_rounds:
                self.chart_box.addItem(_(kind.title), kind.name)
        self.target_box = LabelledCombo(_("Of"))
        self.round_box = LabelledCombo(_("Round"))
        self.from_box = LabelledCombo(_("Compared with"))
        self.audience_box = LabelledCombo(_("For"))
        self.audience_box.addItem(_("internal use"), "internal")
        self.audience_box.addItem(_("the public"), "public")
        self.language_box = LabelledCombo(_("Language"))
        for code, name in (("nl", "Nederlands"), ("en", "English")):
            self.language_box.addItem(name, code)
        self.language_box.setCurrentIndex(self.language_box.findData(session.language.code))
        self.view = ChartView(session.language)
        self.trouble = text_label("", "secondary", wrap=True)
        self.drawn = DrawnChart(session, self.view, self.name, self.request, as_saved=True, told=self._say)
        self.save_button = button(_("Save …"), self.save, icon="export")
        self.table_link = button(_("Table"), self.show_table, kind="link", tip=_("The numbers of this chart"))
        self.line = WrittenLine(session)
        self._lay_out()
        self.view.table_wanted.connect(self.show_table)
        # What the view itself offers in its menu is the same as the button does, and asks by the same rules.
        self.view.save_wanted.disconnect(self.drawn.save)
        self.view.save_wanted.connect(self.save)
        self.view.image_wanted.disconnect(self.drawn.copy)
        self.view.image_wanted.connect(self.copy)
        for box in self._boxes():
            box.currentIndexChanged.connect(self._chosen)

    def _boxes(self) -> Sequence[LabelledCombo]:
        return (
            self.chart_box,
            self.target_box,
            self.round_box,
            self.from_box,
            self.audience_box,
            self.language_box,
        )

    def _lay_out(self) -> None:
        self.set_right_widget(self.table_link)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, boxes in ((first, self._boxes()[:2]), (second, self._boxes()[2:])):
            row.setSpacing(8)
            for box in boxes:
                row.addWidget(box)
            self.body.addLayout(row)
        second.addWidget(self.save_button)
        for row in (first, second):
            row.addStretch(1)
        self.trouble.hide()
        self.add(self.trouble)
        self.add(self.view, 1)
        self.add(self.line)

    @property
    def name(self) -> str:
        """The chart that is chosen."""
        return str(self.chart_box.currentData())

    @property
    def is_public(self) -> bool:
        """Whether it is for the public."""
        return bool(self.audience_box.currentData() == "public")

    def show_place(self) -> None:
        """Offer the rounds and targets that there are, and draw anew."""
        known = bool(self.session.round)
        no_round = "" if known else self.session.language.gettext("There is no round yet.")
        for part in (*self._boxes(), self.save_button, self.table_link):
            enable(part, no_round)
        self._offer()
        self._chosen()
        if not known:
            self._say(no_round)

    def _offer(self) -> None:
        picture = self.session.picture if self.session.covenant else None
        rounds = [one.round.code for one in picture.rounds] if picture else []
        say = self.session.language.pick
        names = {one.code: say(one.name.nl, one.name.en) or one.code for one in picture.indicators} if picture else {}
        targets = {one.code: names.get(one.indicator, one.code) for one in picture.targets} if picture else {}
        with_target = {one.indicator for one in picture.targets} if picture else set()
        series = targets | {code: name for code, name in names.items() if code not in with_target}
        _fill(self.round_box, [(code, code) for code in reversed(rounds)], self.session.round)
        before = rounds.index(self.session.round) - 1 if self.session.round in rounds else -1
        _fill(self.from_box, [(code, code) for code in reversed(rounds)], rounds[before] if before >= 0 else "")
        _fill(self.target_box, [(name, code) for code, name in series.items()], str(self.target_box.currentData()))

    def _chosen(self, _index: int = 0) -> None:
        """Show what belongs to the chart that is chosen, and draw it."""
        self.target_box.setVisible(self.name == _OF_A_TARGET and self.target_box.count() > 1)
        self.round_box.setVisible(self.name not in _OF_NO_ROUND)
        self.from_box.setVisible(self.name == _OF_TWO_ROUNDS and self.from_box.count() > 1)
        self.view.setMinimumHeight(round(charts.CHARTS[self.name].size[1]))
        self.drawn.name = self.name
        self.drawn.refresh()

    def show_theme(self) -> None:
        """The picture stays as it will be saved: in light colours, on paper."""

    def request(self) -> Request | None:
        """What is to be drawn; None where there is no round yet."""
        if not self.session.round:
            return None
        chosen = str(self.round_box.currentData() or self.session.round)
        current = self.session.picture.round(self.session.round).round
        return Request(
            self.session.picture,
            language(str(self.language_box.currentData())),
            round="" if self.name in _OF_NO_ROUND else chosen,
            from_round=str(self.from_box.currentData() or "") if self.name == _OF_TWO_ROUNDS else "",
            target=str(self.target_box.currentData() or "") if self.name == _OF_A_TARGET else "",
            public=self.is_public,
            at=current.seen_on if self.name == _OF_A_TARGET else None,
            outgoing=True,
        )

    def _say(self, trouble: str) -> None:
        """Why there is no picture; "" where there is one."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.view.setVisible(not trouble)
        self.save_button.setEnabled(not trouble and bool(self.session.round))

    def show_table(self) -> None:
        """The numbers of the chart, beside what asked for them."""
        if self.view.table[1]:
            opener = self.view if self.view.hasFocus() else self.table_link
            show_chart_table(opener, self.view, self.chart_box.currentText(), self.session.language)

    def save(self) -> None:
        """Ask where to, and save the chart in the background; a public one as a raster image only."""
        request = self.request()
        if request is None:
            return
        _ = self.session.language.gettext
        name = f"{self.session.covenant}-{request.round or self.session.round}-{self.name}.png".lower()
        if self.is_public:
            release_chart(self, self.session, self.name, request, name, self.line.tell)
            return
        start = str(self.session.file.path.parent / name)
        chosen, kind = QFileDialog.getSaveFileName(self, _("Save the chart"), start, CHART_KINDS)
        if chosen:
            path = with_ending(chosen, kind, name)
            save_chart(self.session, self.name, request, path, lambda _said: self.line.tell(path))

    def copy(self) -> None:
        """Put the chart on the clipboard; a public one is saved instead, for then it is recorded."""
        if self.is_public:
            self.save()
        else:
            self.drawn.copy()


def _fill(box: LabelledCombo, items: Sequence[tuple[str, str]], chosen: str) -> None:
    """Offer these (text, value), with one of them chosen, without telling."""
    box.blockSignals(True)
    box.clear()
    for text, value in items:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0) if items else -1)
    box.blockSignals(False)
