"""Two pairs of eyes, and the company's word: returning with remarks, responses, beginning with earlier ratings."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from covenant_monitor.domain.model import Response
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.store.carrying import carry_forward
from covenant_monitor.store.responses import save_response
from covenant_monitor.store.review import return_assessment, save_remark, settle_remark
from covenant_monitor_ui.dialogs.summary_form import SummaryForm
from covenant_monitor_ui.pages.assessments.desk import Desk, Place
from covenant_monitor_ui.pages.assessments.said import ANSWER, BY, DAY, REMARK, RESPONSE


class Reviewer:
    """Turns what is done in the head and in the panel's remarks and responses into changes of the file."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.form: SummaryForm | None = None
        """The form for percentages that was opened last."""

    def attach(self) -> None:
        """Work with the widgets of the desk."""
        header, panel = self._desk.view.header, self._desk.view.panel
        header.return_strip.confirm = self.give_back
        header.carry_wanted.connect(self.carry)
        header.summary_wanted.connect(self.ask_percentages)
        header.remark_settled.connect(self._settle_whole)
        panel.remark.save = self.save_remark
        panel.remark.settle = self.settle
        panel.response.save = self.save_response
        for keys, part in (("Ctrl+M", "remark"), ("Ctrl+R", "response")):
            shortcut = QShortcut(QKeySequence(keys), self._desk.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.go_to, part))

    def go_to(self, part: str) -> None:
        """Go to the "remark" or "response" of the current criterion, where there is one or can be one."""
        panel = self._desk.view.panel
        if not panel.folds[part].isHidden():
            panel.folds[part].set_open(True)
            fields = panel.remark if part == "remark" else panel.response
            fields.open()
            panel.reveal(fields)

    def settle_fields(self) -> None:
        """Save what is being typed, before something else is shown."""
        panel = self._desk.view.panel
        for group in (panel.remark, panel.response):
            group.keep()

    def give_back(self, text: str) -> bool:
        """Return the assessment with a remark on the whole; whether that worked."""
        shown, session = self._desk.shown(), self._desk.session
        if shown is None:
            return False
        self.settle_fields()
        return session.change(lambda: return_assessment(session.file, key=shown.key, remarks={"": text}))

    def carry(self) -> None:
        """Begin with the ratings of the last round in which the participant was rated, to be confirmed."""
        shown, session = self._desk.shown(), self._desk.session
        if shown is not None:
            key = shown.key
            done = session.change(
                lambda: carry_forward(session.file, covenant=key.covenant, round=key.round, parties=[key.party])
            )
            if done:  # its button is gone, and the next one takes another step
                self._desk.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_percentages(self) -> None:
        """Ask for percentages that are entered directly."""
        shown = self._desk.shown()
        if shown is None or not self._desk.may_write():
            return
        self.form = SummaryForm(
            self._desk.session,
            shown.key,
            shown.standing.party.name,
            shown.place.framework,
            shown.assessment.summaries if shown.assessment else {},
            self._desk.view.window(),
        )
        self.form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form.open()

    def _settle_whole(self, done: bool) -> None:
        shown = self._desk.shown()
        if shown is not None:
            self.settle((shown.key, ""), done)

    def settle(self, place: Place, done: bool) -> bool:
        """Note whether a remark was dealt with; whether it could be saved."""
        session = self._desk.session
        return session.change(lambda: settle_remark(session.file, key=place[0], criterion=place[1], done=done))

    def save_remark(self, place: Place, texts: Mapping[str, str]) -> str | None:
        """Save a remark: "" where it worked, None where the window tells why not."""
        session = self._desk.session
        done = session.change(lambda: save_remark(session.file, key=place[0], criterion=place[1], text=texts[REMARK]))
        return "" if done else None

    def save_response(self, place: Place, texts: Mapping[str, str]) -> str | None:
        """Save a response with its answer: "" where it worked, what is wrong with it, None where the window tells."""
        session = self._desk.session
        try:
            day = cells.day(texts[DAY]) if texts[DAY] else None
        except Problem as problem:
            return problem.text(session.language)
        response = Response(texts[RESPONSE], texts[BY], day, texts[ANSWER])
        key, criterion = place
        done = session.change(lambda: save_response(session.file, key=key, criterion=criterion, response=response))
        return "" if done else None
