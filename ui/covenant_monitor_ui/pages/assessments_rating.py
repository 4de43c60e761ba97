"""Rating: keys, menu and fields turned into changes of the file. What cannot be saved is kept as it was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from covenant_monitor.domain.model import LEVEL_VALUES, Level, Number, Rating, Status, exact
from covenant_monitor.domain.workflow import Obstacle
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.reports.wording import na_name, rating_name
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import OBSTACLES, AssessmentKey, begin, note_evidence, rate, set_status
from covenant_monitor_ui.models.criteria import CriterionRow, SectionRow
from covenant_monitor_ui.pages.assessments_fields import DAY, EVIDENCE
from covenant_monitor_ui.pages.assessments_sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments_view import AssessmentsView
from covenant_monitor_ui.pages.assessments_words import LEVEL_KEYS, number_ends
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import theme_of
from covenant_monitor_ui.widgets.buttons import escaped
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, mark_image

NA = "na"
_TYPED = "typed in the row"

Place = tuple[AssessmentKey, str]
"""An assessment, and the code of a criterion (or a section) in it."""


class Rater:
    """Changes the assessment that is shown. `shown` gives it; every edit is saved when it is made."""

    def __init__(self, session: Session, shown: Callable[[], ParticipantSheet | None]) -> None:
        self._session = session
        self._shown = shown
        self.drafts: dict[Place, dict[str, str]] = {}
        """What was typed and could not be saved, by field."""
        self._reasons: list[str] | None = None
        self._at: Place | None = None
        self._asks_number = False

    def attach(self, view: AssessmentsView, go: Callable[[AssessmentKey, str], None]) -> None:
        """Work with the widgets of the page; `go` shows a criterion of an assessment."""
        self._view = view
        self._go = go
        field = view.table.field
        field.submitted.connect(self._submit_field)
        field.cancelled.connect(self._cancel_field)

    @property
    def current(self) -> CriterionRow | SectionRow | None:
        """The row that the keys are about."""
        return self._view.criteria.row(self._view.table.currentIndex())

    def may_write(self) -> bool:
        """Whether the assessment can be changed; if not, the banner says why in one sentence."""
        shown, session = self._shown(), self._session
        if shown is None or shown.place.source is not session.store:
            return False
        language = session.language
        if not session.can_write:
            text = language.gettext("This file is open read-only: nothing can be changed. Save a copy to work in.")
            self._view.banner.say("warning", text)
            return False
        if shown.status is Status.FINAL:
            text = language.gettext(OBSTACLES[Obstacle.LOCKED]).format(party=shown.standing.party.name)
            self._view.banner.say("info", text, language.gettext("Reopen"), self.ask_why)
            return False
        return True

    def press(self, key: str) -> None:
        """A digit or decimal sign was typed on the current row."""
        shown, row = self._shown(), self.current
        if shown is None or row is None:
            return
        if not shown.place.framework.scale.by_level:
            if isinstance(row, CriterionRow) and self.may_write():
                self._ask_number(shown, row.code, key)
        elif key == "0":
            self.ask_reason()
        elif key in LEVEL_KEYS and isinstance(row, CriterionRow):
            self.rate_current(LEVEL_KEYS[key].value)

    def rate_current(self, value: str, reason: str = "") -> bool:
        """Rate the current criterion, and go on to the next; whether it was saved.

        `value`: fully, partially, not, "na" with its reason, a number as it is typed, or "" for nothing yet.
        """
        row, shown = self.current, self._shown()
        if not isinstance(row, CriterionRow) or shown is None or not self.may_write():
            return False
        place = self._view.table.current_place
        try:
            rating = self._rating(shown, row.code, value, reason)
        except Problem as problem:
            self._view.banner.say("warning", problem.text(self._session.language))
            return False
        if not self._save(shown, {row.code: rating}):
            return False
        if value:
            self.go_on(place)
        return True

    def go_on(self, place: int) -> None:
        """To the criterion after a row, over the heads of sections."""
        after = self._view.criteria.following(place)
        if after >= 0:
            self._view.table.go_to(after)

    def _rating(self, shown: ParticipantSheet, code: str, value: str, reason: str) -> Rating:
        """The rating of a criterion with another value; evidence and note stay. Raises Problem for what is no value."""
        found: Number | None = None
        if value in LEVEL_VALUES:
            found = LEVEL_VALUES[Level(value)]
        elif value and value != NA:
            point = self._session.language.code != "nl"
            found = exact(cells.number(value, Notation(point_decimals=point)))
        na = value == NA
        return replace(shown.sheet.rating(code), value=found, not_applicable=na, na_reason=reason if na else "")

    def _save(self, shown: ParticipantSheet, ratings: Mapping[str, Rating]) -> bool:
        session = self._session
        if not session.change(lambda: rate(session.file, key=shown.key, ratings=ratings)):
            return False
        if not self._view.banner.isHidden():
            self._view.banner.dismiss()
        return True

    def ask_reason(self) -> None:
        """Ask why the current criterion is not applicable; on the head of a section, why all is that is open in it."""
        row, shown = self.current, self._shown()
        if row is None or shown is None or not self.may_write():
            return
        language = self._session.language
        _ = language.gettext
        if self._reasons is None:
            self._reasons = queries.na_reasons(self._session.file, self._session.covenant)
        hint = _("Why is {criterion} not applicable?").format(criterion=row.code)
        reason = ""
        if isinstance(row, SectionRow):
            n = len(self._open_codes(shown, row.code))
            if not n:
                return
            ask = language.ngettext(
                "Why is {n} criterion of section {section} that is still open not applicable?",
                "Why are {n} criteria of section {section} that are still open not applicable?",
                n,
            )
            hint = ask.format(n=language.number(n, 0), section=row.code)
        else:
            reason = shown.sheet.rating(row.code).na_reason
        self._open_field(shown, row.code, reason, hint, self._reasons)
        self._asks_number = False

    def _ask_number(self, shown: ParticipantSheet, code: str, typed: str) -> None:
        scale, language = shown.place.framework.scale, self._session.language
        hint = number_ends(language.gettext("A number from {low} to {high}."), scale, language)
        value = shown.sheet.rating(code).value
        text = typed or ("" if value is None else language.number(value, None))
        self._open_field(shown, code, text, hint, (), typed=bool(typed))
        self._asks_number = True

    def edit(self) -> None:
        """Open the current rating to type it anew: its number, or the reason why it is not applicable."""
        row, shown = self.current, self._shown()
        if not isinstance(row, CriterionRow) or shown is None or not self.may_write():
            return
        if shown.sheet.rating(row.code).not_applicable:
            self.ask_reason()
        elif not shown.place.framework.scale.by_level:
            self._ask_number(shown, row.code, "")

    def _open_field(
        self, shown: ParticipantSheet, code: str, text: str, hint: str, reasons: Sequence[str], *, typed: bool = False
    ) -> None:
        self._at = shown.key, code
        kept = self.drafts.get(self._at, {}).pop(_TYPED, "")
        self._view.table.field.open(code, (not typed and kept) or text, hint, reasons, typed=typed)

    def _submit_field(self, text: str) -> None:
        """Save what was typed in the row. By Enter: go on to the next one."""
        field, shown = self._view.table.field, self._shown()
        if shown is None or not field.code or self._at != (shown.key, field.code):
            return
        code, by_enter = field.code, field.hasFocus()
        if not self._save_field(shown, code, text):
            field.show_problem(True)
            return
        if not self._asks_number:
            self._reasons = [text, *(reason for reason in self._reasons or () if reason != text)]
        field.close_field()
        if by_enter and self._view.criteria.place(code) >= 0:
            self.go_on(self._view.criteria.place(code))

    def _save_field(self, shown: ParticipantSheet, code: str, text: str) -> bool:
        _ = self._session.language.gettext
        scale = shown.place.framework.scale
        codes = [code] if code in shown.place.framework.criteria else self._open_codes(shown, code)
        if not text:
            self._view.banner.say("warning", _("Type the reason first, or press Esc to leave it as it was."))
            return False
        try:
            found = {one: self._rating(shown, one, text if self._asks_number else NA, text) for one in codes}
        except Problem as problem:
            self._view.banner.say("warning", problem.text(self._session.language))
            return False
        if any(one.value is not None and not scale.minimum <= one.value <= scale.maximum for one in found.values()):
            said = number_ends(_("Type a number from {low} to {high}."), scale, self._session.language)
            self._view.banner.say("warning", said)
            return False
        return self._save(shown, found)

    def _open_codes(self, shown: ParticipantSheet, section: str) -> list[str]:
        """The criteria of a section that apply and are not rated."""
        found = next((one for one in shown.place.framework.sections if one.code == section), None)
        codes = [criterion.code for criterion in found.criteria] if found else []
        return [code for code in codes if code in shown.sheet.applying and not shown.sheet.rating(code).is_rated]

    def _cancel_field(self) -> None:
        self._view.table.field.close_field()

    def settle(self) -> None:
        """Save what is being typed before something else is shown; what cannot be saved is kept for later."""
        self.settle_fields()
        field = self._view.table.field
        if not field.code:
            return
        if field.text().strip():
            self._submit_field(field.text().strip())
        if field.code:
            if field.text().strip() and self._at is not None:
                self.drafts.setdefault(self._at, {})[_TYPED] = field.text()
                self.tell_drafts()
            field.close_field()

    def settle_fields(self) -> None:
        """Save what is being typed in the panel."""
        fields, place = self._view.panel.fields, self._view.panel.place
        if place is None:
            return
        fields.commit_all()
        rest = {key: text for key, text in self.drafts.get(place, {}).items() if key == _TYPED} | fields.drafts
        if rest:
            self.drafts[place] = rest
            self.tell_drafts()
        else:
            self.drafts.pop(place, None)

    def tell_drafts(self) -> bool:
        """Say where something that was typed is waiting to be saved; whether there is such a place."""
        waiting = next((place for place, texts in self.drafts.items() if texts), None)
        if waiting is None:
            return False
        key, code = waiting
        _ = self._session.language.gettext
        text = _("What you typed at {criterion} of {party} in {round} is not saved yet. It is kept there.")
        said = text.format(criterion=code, party=self._name(key), round=key.round)
        self._view.banner.say("warning", said, _("Go there"), lambda: self._go(key, code))
        return True

    def _name(self, key: AssessmentKey) -> str:
        shown = self._shown()
        standing = shown.place.standings.get(key.party) if shown else None
        return standing.party.name if standing else key.party

    def field_drafts(self, place: Place) -> dict[str, str]:
        """What was typed in the panel at a criterion and could not be saved."""
        return {key: text for key, text in self.drafts.get(place, {}).items() if key != _TYPED}

    def save_evidence(self, key: str, text: str) -> str | None:
        """Save one field of the panel: "" where it worked, what is wrong with it, None where the window tells."""
        shown, place = self._shown(), self._view.panel.place
        if shown is None or place is None or place[0] != shown.key or not self.may_write():
            return None
        code = place[1]
        rating = shown.sheet.rating(code)
        if key == DAY:
            try:
                rating = replace(rating, evidence_date=cells.day(text) if text else None)
            except Problem as problem:
                return problem.text(self._session.language)
        else:
            rating = replace(rating, evidence=text) if key == EVIDENCE else replace(rating, note=text)
        return "" if self._note(shown, code, rating) else None

    def save_mark(self, unproven: bool) -> bool:
        """Save whether evidence was only claimed."""
        shown, place = self._shown(), self._view.panel.place
        if shown is None or place is None or place[0] != shown.key or not self.may_write():
            return False
        code = place[1]
        return self._note(shown, code, replace(shown.sheet.rating(code), unproven=unproven))

    def _note(self, shown: ParticipantSheet, code: str, rating: Rating) -> bool:
        session = self._session
        if not session.change(lambda: note_evidence(session.file, key=shown.key, criterion=code, rating=rating)):
            return False
        self.drafts.pop((shown.key, code), None)
        if not self._view.banner.isHidden():
            self._view.banner.dismiss()
        return True

    def step(self, status: Status) -> None:
        """Give the assessment another status."""
        shown, session = self._shown(), self._session
        if shown is None:
            return
        self.settle()
        if shown.status is None:
            session.change(lambda: begin(session.file, key=shown.key))
        else:
            session.change(lambda: set_status(session.file, key=shown.key, status=status))

    def ask_why(self) -> None:
        """Ask in the page why a final assessment is reopened."""
        self._view.header.strip.open()
        if not self._view.banner.isHidden():
            self._view.banner.dismiss()

    def reopen(self, why: str) -> bool:
        """Reopen a final assessment; whether that worked."""
        shown, session = self._shown(), self._session
        if shown is None:
            return False
        done = session.change(lambda: set_status(session.file, key=shown.key, status=Status.DRAFT, why=why))
        if done and not self._view.banner.isHidden():
            self._view.banner.dismiss()
        return done

    def menu(self) -> QMenu:
        """The ratings that the current criterion can get, each with its mark and key."""
        view, language = self._view, self._session.language
        _ = language.gettext
        menu = QMenu(view.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self._shown()
        by_level = shown is None or shown.place.framework.scale.by_level
        if by_level:
            for key, level in LEVEL_KEYS.items():
                rate_so = partial(self.rate_current, level.value)
                self._entry(menu, level.value, rating_name(level, language), key, rate_so)
        else:
            self._entry(menu, "", _("Type a number"), "F2", self.edit_number)
        self._entry(menu, NA, na_name(language), "0" if by_level else "Ctrl+0", self.ask_reason)
        menu.addSeparator()
        self._entry(menu, "", _("Clear"), _("Del"), lambda: self.rate_current(""))
        return menu

    def edit_number(self) -> None:
        """Type a number for the current criterion."""
        row, shown = self.current, self._shown()
        if isinstance(row, CriterionRow) and shown is not None and self.may_write():
            self._ask_number(shown, row.code, "")

    def _entry(self, menu: QMenu, mark: str, text: str, key: str, act: Callable[[], object]) -> None:
        action = menu.addAction(escaped(f"{text}\t{key}"))
        if mark:
            ratio = self._view.devicePixelRatioF()
            image = mark_image(mark, MARK_SIZE, ratio, theme_of(self._view))
            action.setIcon(QIcon(QPixmap.fromImage(image)))
        action.triggered.connect(lambda _checked=False: act())

    def forget_reasons(self) -> None:
        """Another covenant: other reasons are usual there."""
        self._reasons = None
