"""Who assesses whom again, and on which criteria: asked beside the table, not in a dialog."""

import random
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.domain.applicability import applies
from covenant_monitor.domain.model import Framework
from covenant_monitor.domain.sampling import draw_sample
from covenant_monitor.domain.workflow import same_person
from covenant_monitor.store.seconds import assign_second
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.dialogs.second_candidates import Candidate
from covenant_monitor_ui.models.participants import one_line, plain
from covenant_monitor_ui.pages.coherence.rows import section_text
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_meaning, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, enter_pressed
from covenant_monitor_ui.widgets.checklist import CheckList
from covenant_monitor_ui.widgets.delegates import NOTE_ROLE
from covenant_monitor_ui.widgets.fields import NumberField
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import in_column, rule
from covenant_monitor_ui.widgets.topbar import LabelledCombo, SearchField

ALL, SECTION, RANDOM = "all", "section:", "random"
_MARGIN = 20
_CODE_ROLE = int(Qt.ItemDataRole.UserRole) + 40
_FEW_TO_DRAW = 5


class SecondSample(QWidget):
    """Enter assigns and Esc cancels. What is assigned is one change, so one undo takes it back."""

    saved = Signal()
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._language = session.language
        _ = self._language.gettext
        self._framework: Framework | None = None
        self._round = ""
        self._candidates: list[Candidate] = []
        self._drawn: list[str] = []
        who = QComboBox()
        who.setEditable(True)
        who.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who = Field(_("Who assesses again"), who)
        self.filter = SearchField(_("Filter"))
        self.list = CheckList(_("Participants"))
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.party_count = NumberField(_("How many participants"), 1, 999)
        self.draw_parties = button(_("Draw at random"), self._draw_parties)
        self.criteria = LabelledCombo()
        self.criteria.setAccessibleName(_("Criteria"))
        self.criterion_count = NumberField(_("How many criteria"), 1, 999)
        self.draw_criteria = button(_("Draw again"), self._draw_criteria)
        self.drawn = text_label("", "secondary", wrap=True)
        self.summary = text_label("", "secondary", wrap=True)
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.save_button = button(_("Assign"), self.save, kind="primary", tip="Enter")
        self.cancel_button = button(_("Cancel"), self.cancel, tip="Esc")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        _ = self._language.gettext
        set_surface(self, "window")
        column = QVBoxLayout()
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 12)
        column.setSpacing(8)
        column.addWidget(text_label(_("Second assessment"), "title", wrap=True))
        column.addWidget(
            text_label(_("Somebody else assesses again, without seeing the first assessment."), "secondary", wrap=True)
        )
        column.addSpacing(4)
        column.addWidget(self.who)
        column.addWidget(self.who.message)
        column.addSpacing(4)
        column.addWidget(text_label(_("Participants"), "label"))
        column.addLayout(_side_by_side(self.party_count, self.draw_parties))
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addSpacing(4)
        column.addWidget(text_label(_("Criteria"), "label"))
        column.addWidget(self.criteria)
        column.addLayout(_side_by_side(self.criterion_count, self.draw_criteria))
        column.addWidget(self.drawn)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save_button, 1)
        buttons.addWidget(self.cancel_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 12, _MARGIN, 16)
        foot.setSpacing(8)
        foot.addWidget(self.summary)
        foot.addWidget(self.message)
        foot.addLayout(buttons)
        whole = in_column(self)
        whole.addLayout(column, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)
        self.list.setMinimumHeight(scaled(96))
        for field in (self.party_count, self.criterion_count):
            field.setFixedWidth(scaled(72))

    def _connect(self) -> None:
        self.who.edited.connect(self._show_who)
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self.cancel)
        self.list.chosen.connect(self._show_summary)
        self.criteria.currentIndexChanged.connect(self._show_criteria)
        self.criterion_count.valueChanged.connect(self._draw_criteria)

    def open(self, framework: Framework, round_: str, found: Sequence[Candidate]) -> None:
        """Ask for a second assessment of some of these participants of a round."""
        self._framework, self._round, self._candidates = framework, round_, list(found)
        self._fill_list()
        self._drawn = []
        self._fill_who()
        self._fill_criteria()
        self.filter.clear()
        self.party_count.setMaximum(max(1, len(found)))
        self.party_count.setValue(min(_FEW_TO_DRAW, len(found)))
        self.remind("")
        self._show_who()
        self.save_button.setEnabled(self._session.can_write)

    def _fill_list(self) -> None:
        self._model.clear()
        for candidate in self._candidates:
            item = QStandardItem(one_line(candidate.standing.party.name))
            item.setEditable(False)
            item.setData(candidate.standing.party.code, _CODE_ROLE)
            self._model.appendRow(item)

    def _fill_who(self) -> None:
        known = {one.standing.assessor for one in self._candidates} | {one.second for one in self._candidates}
        known |= {one.standing.reviewer for one in self._candidates}
        user = self._session.file.user
        names = sorted(known - {"", user}, key=self._language.sort_key)
        control = self.who.control
        assert isinstance(control, QComboBox)
        control.clear()
        control.addItems([user, *names])
        control.setCurrentIndex(-1)
        self.who.set_text("")
        self.who.say("", "")

    def _fill_criteria(self) -> None:
        _ = self._language.gettext
        assert self._framework is not None
        self.criteria.clear()
        self.criteria.addItem(_("All criteria"), ALL)
        self.criteria.addItem(_("A random sample of all sections"), RANDOM)
        for section in self._framework.sections:
            if section.criteria:
                text = section_text(self._framework, section.code, self._language)
                self.criteria.addItem(text, SECTION + section.code)
        every = len(self._framework.criteria)
        self.criterion_count.setMaximum(max(1, every))
        self.criterion_count.setValue(max(1, min(every, 2 * len(self._framework.sections))))

    @property
    def assessor(self) -> str:
        """Who is to assess again."""
        return self.who.text.strip()

    @property
    def parties(self) -> list[str]:
        """The codes of the participants that are ticked."""
        return [str(index.data(_CODE_ROLE)) for index in self.list.ticked()]

    @property
    def codes(self) -> list[str]:
        """The codes of the criteria that are chosen; none where that is all of them."""
        chosen = str(self.criteria.currentData() or ALL)
        if chosen == RANDOM:
            return list(self._drawn)
        if chosen.startswith(SECTION) and self._framework is not None:
            section = next(one for one in self._framework.sections if SECTION + one.code == chosen)
            return [criterion.code for criterion in section.criteria]
        return []

    def _show_who(self) -> None:
        """Tick off who this person cannot assess blind; say at each who looked at it so far."""
        _ = self._language.gettext
        self.who.say("", "")
        for place, candidate in enumerate(self._candidates):
            item = self._model.item(place)
            refused = bool(self.assessor) and candidate.refusal(self.assessor)
            reviewed = same_person(candidate.standing.reviewer, self.assessor)
            item.setEnabled(not refused)
            if refused:
                self.list.tick(item.index(), on=False)
            second = _("again: {person}").format(person=one_line(candidate.second)) if candidate.second else ""
            first = _("has seen it") if reviewed else one_line(candidate.standing.assessor)
            item.setData(second or first, NOTE_ROLE)
            tip = [item.text(), *self._tips(candidate)]
            item.setToolTip("\n".join(filter(None, tip)))
        self._show_summary()

    def _tips(self, candidate: Candidate) -> list[str]:
        _ = self._language.gettext
        standing = candidate.standing
        return [
            _("Assessed by {person}").format(person=one_line(standing.assessor)) if standing.assessor else "",
            _("Reviewed by {person}").format(person=one_line(standing.reviewer)) if standing.reviewer else "",
            _("Assessed again by {person}").format(person=one_line(candidate.second)) if candidate.second else "",
        ]

    def _filter(self, text: str) -> None:
        words = plain(text).split()
        for place, candidate in enumerate(self._candidates):
            name = plain(candidate.standing.party.name)
            self.list.setRowHidden(place, not all(word in name for word in words))

    def _draw_parties(self) -> None:
        """Tick so many participants at random, of those that this person has not seen and nobody looks at again."""
        possible = [one for one in self._candidates if not one.refusal(self.assessor)]
        fresh = [one for one in possible if not one.second and not same_person(one.standing.reviewer, self.assessor)]
        if not possible:
            return
        chosen, _criteria = draw_sample(
            random.randrange(1 << 32),
            parties=[one.standing.party.code for one in fresh or possible],
            sections=(),
            party_count=round(self.party_count.value()),
        )
        # Who was drawn comes first, to be seen without scrolling.
        self._candidates.sort(key=lambda one: (one.standing.party.code not in chosen, one.standing.party.code))
        self._fill_list()
        self._show_who()
        self.filter.clear()
        self.tick(chosen)

    def tick(self, codes: Iterable[str]) -> None:
        """Tick these participants, and no others."""
        wanted = set(codes)
        for place, candidate in enumerate(self._candidates):
            self.list.tick(self._model.index(place, 0), on=candidate.standing.party.code in wanted)
        if ticked := self.list.ticked():
            self.list.scrollTo(ticked[0])
        self._show_summary()

    def _draw_criteria(self) -> None:
        """Draw so many criteria, of every section some."""
        if self._framework is None:
            return
        _parties, self._drawn = draw_sample(
            random.randrange(1 << 32),
            parties=(),
            sections=self._framework.sections,
            criterion_count=round(self.criterion_count.value()),
        )
        self._show_drawn()

    def _show_criteria(self) -> None:
        drawing = self.criteria.currentData() == RANDOM
        for widget in (self.criterion_count, self.draw_criteria, self.drawn):
            widget.setVisible(drawing)
        if drawing and not self._drawn:
            self._draw_criteria()
        self._show_drawn()

    def _show_drawn(self) -> None:
        self.drawn.setText(", ".join(self._drawn))
        self._show_summary()

    def _show_summary(self) -> None:
        """How much work it is."""
        language = self._language
        people = self.parties
        ratings = 0
        if self._framework is not None:
            wanted = set(self.codes) or set(self._framework.criteria)
            chosen = [one.standing for one in self._candidates if one.standing.party.code in set(people)]
            ratings = sum(
                applies(criterion, standing.participation_year, standing.party.group)
                for standing in chosen
                for code, criterion in self._framework.criteria.items()
                if code in wanted
            )
        said = language.ngettext(
            "{n} participant, {ratings} ratings", "{n} participants, {ratings} ratings", len(people)
        )
        shown = said.format(n=language.number(len(people), 0), ratings=language.number(ratings, 0))
        self.summary.setText(shown if people else language.gettext("Nobody is ticked yet."))
        names = [one_line(one.standing.party.name) for one in self._candidates if one.standing.party.code in people]
        self.summary.setToolTip(plain_tip("\n".join(names)))

    def remind(self, text: str) -> None:
        """Say something about the whole form; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def take_focus(self) -> None:
        """Put the focus in the first field."""
        self.who.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Assign what is chosen, as one change; what is wrong is said here, and all stays as it is."""
        if not self._session.can_write:
            return
        self.remind("")
        session = self._session
        problem = session.attempt(
            lambda: assign_second(
                session.file,
                covenant=session.covenant,
                round=self._round,
                parties=self.parties,
                criteria=self.codes,
                assessor=self.assessor,
            )
        )
        if problem is None:
            self.saved.emit()
        elif not self.assessor:
            self.who.say("bad", problem.text(self._language))
            self.take_focus()
        else:
            self.remind(problem.text(self._language))

    def cancel(self) -> None:
        """Leave everything as it was."""
        self.cancelled.emit()

    def values(self) -> dict[str, object]:
        """What is chosen, in no language, to be put back by `restore`."""
        return {
            "who": self.who.text,
            "parties": self.parties,
            "criteria": str(self.criteria.currentData() or ALL),
            "drawn": list(self._drawn),
        }

    def restore(self, values: Mapping[str, object]) -> None:
        """Put back what was chosen."""
        who, parties, criteria, drawn = (values.get(key) for key in ("who", "parties", "criteria", "drawn"))
        if isinstance(who, str):
            self.who.set_text(who)
        if isinstance(drawn, list) and self._framework is not None:
            self._drawn = [code for code in drawn if code in self._framework.criteria]
        self.criteria.setCurrentIndex(max(0, self.criteria.findData(criteria)))
        if isinstance(parties, list):
            self.tick(str(code) for code in parties)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif not enter_pressed(event, self.save):
            super().keyPressEvent(event)


def _side_by_side(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
