"""Rating: keys and the field of a row turned into changes of the file. What cannot be saved is kept as it was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from covenant_monitor.domain.model import LEVEL_VALUES, Level, Number, Rating, exact
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.store import queries
from covenant_monitor_ui.models.criteria import CriterionRow, SectionRow
from covenant_monitor_ui.pages.assessments.desk import TYPED_IN_ROW, Desk, Place
from covenant_monitor_ui.pages.assessments.done import as_last_round, confirmed, nothing_to_do, rated_so, without_last
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments.words import LEVEL_KEYS, number_ends

NA = "na"


class Rater:
    """Rates what is chosen in the assessment that is shown; every rating is saved when it is made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reasons: list[str] | None = None
        self._at: Place | None = None
        self._asked: list[str] = []
        self._asks_number = False
        self._answer: Callable[[str], bool] | None = None
        self._unanswered: Callable[[], object] | None = None

    def attach(self) -> None:
        """Listen to the field of the grid, once the desk has its widgets."""
        field = self._desk.view.table.field
        field.submitted.connect(self._submit_field)
        field.cancelled.connect(self._cancel_field)

    def press(self, key: str) -> None:
        """A digit or decimal sign was typed on the current row."""
        shown = self._desk.shown()
        if shown is None or self._desk.current is None:
            return
        if not shown.place.framework.scale.by_level:
            if self._desk.may_write():
                self._ask_number(shown, key)
        elif key == "0":
            self.ask_reason()
        elif key in LEVEL_KEYS:
            self.rate_current(LEVEL_KEYS[key].value)

    def rate_current(self, value: str, reason: str = "") -> bool:
        """Rate the current criterion and go on to the next, or rate all that are chosen; whether it was saved.

        `value`: fully, partially, not, "na" with its reason, a number as it is typed, or "" for nothing yet.
        """
        shown = self._desk.shown()
        if self._desk.current is None or shown is None or not self._desk.may_write():
            return False
        try:
            codes = self._desk.to_rate(shown) if value else self._to_clear(shown)
            ratings = {code: self._rating(shown, code, value, reason) for code in codes}
        except Problem as problem:
            self._desk.view.banner.say("warning", problem.text(self._desk.session.language))
            return False
        return self._rate_all(
            shown, ratings, stay=not value, done=lambda n: rated_so(n, value, self._desk.session.language)
        )

    def _to_clear(self, shown: ParticipantSheet) -> list[str]:
        many = self._desk.is_many
        return [c for c in self._desk.chosen if not many or shown.sheet.rating(c).is_rated or c in shown.sheet.carried]

    def _rate_all(
        self, shown: ParticipantSheet, ratings: Mapping[str, Rating], *, done: Callable[[int], str], stay: bool = False
    ) -> bool:
        """Save ratings as one step. Of one criterion: go on to the next; of more: say what was `done`."""
        many, place = self._desk.is_many, self._desk.view.table.current_place
        if many:
            ratings = self._desk.news(shown, ratings)
            if not ratings:
                self._desk.view.banner.say("info", nothing_to_do(self._desk.session.language))
                return False
        if not self._desk.save(shown, ratings):
            return False
        if many:
            self._desk.view.table.choice.end_marking()
            self._desk.view.banner.say("info", done(len(ratings)))
        elif not stay:
            self._desk.go_on(place)
        return True

    def as_last_round(self) -> None:
        """Rate as the last round did, where that can be taken over."""
        shown = self._desk.shown()
        if shown is None or self._desk.current is None or not self._desk.may_write():
            return
        codes, language, round_ = self._desk.to_rate(shown), self._desk.session.language, shown.earlier_round
        found = {code: last for code in codes if (last := shown.sheet.last_rating(code)) is not None}
        if not found:
            self._desk.view.banner.say("info", without_last(round_, language))
            return
        left = len(codes) - len(found)
        self._rate_all(shown, _as(shown, found), done=lambda n: as_last_round(n, left, round_, language))

    def confirm(self) -> None:
        """Confirm what was carried forward, and go on."""
        shown = self._desk.shown()
        if shown is None or self._desk.current is None or not self._desk.may_write():
            return
        language = self._desk.session.language
        found = {code: shown.sheet.carried[code] for code in self._desk.chosen if code in shown.sheet.carried}
        if not found:
            self._desk.view.banner.say("info", language.gettext("There is nothing to confirm here."))
            return
        self._rate_all(shown, _as(shown, found), done=lambda n: confirmed(n, language))

    def rate_as(self, codes: Sequence[str], other: Rating, done: Callable[[int], str]) -> None:
        """Rate criteria as one was rated: value, or n.a. with its reason."""
        shown = self._desk.shown()
        if shown is not None:
            self._rate_all(shown, _as(shown, dict.fromkeys(codes, other)), done=done)

    def pass_on(self) -> None:
        """Enter: confirm what there is to confirm, else only go on to the next criterion."""
        shown, row = self._desk.shown(), self._desk.current
        active = self._desk.view.table.choice.is_active
        waiting = [code for code in self._desk.chosen if shown is not None and code in shown.sheet.carried]
        if waiting and (active or isinstance(row, CriterionRow)):
            self.confirm()
        else:
            self._desk.go_on(self._desk.view.table.current_place)

    def _rating(self, shown: ParticipantSheet, code: str, value: str, reason: str) -> Rating:
        """The rating of a criterion with another value; evidence and note stay. Raises Problem for what is no value."""
        found: Number | None = None
        if value in LEVEL_VALUES:
            found = LEVEL_VALUES[Level(value)]
        elif value and value != NA:
            point = self._desk.session.language.code != "nl"
            found = exact(cells.number(value, Notation(point_decimals=point)))
        na = value == NA
        return replace(shown.sheet.rating(code), value=found, not_applicable=na, na_reason=reason if na else "")

    def ask_reason(self) -> None:
        """Ask why the current criterion is not applicable, or why all are that are chosen, or open in the section."""
        row, shown = self._desk.current, self._desk.shown()
        if row is None or shown is None or not self._desk.may_write():
            return
        language = self._desk.session.language
        codes, reason, n_ = self._desk.to_rate(shown), "", language.ngettext
        n = language.number(len(codes), 0)
        if not codes:
            self._desk.view.banner.say("info", nothing_to_do(language))
            return
        if self._desk.view.table.choice.is_active:
            ask = n_(
                "Why is the {n} chosen criterion not applicable?",
                "Why are the {n} chosen criteria not applicable?",
                len(codes),
            )
            hint = ask.format(n=n)
        elif isinstance(row, SectionRow):
            ask = n_(
                "Why is {n} criterion of section {section} that is still open not applicable?",
                "Why are {n} criteria of section {section} that are still open not applicable?",
                len(codes),
            )
            hint = ask.format(n=n, section=row.code)
        else:
            reason = shown.sheet.rating(row.code).na_reason
            hint = language.gettext("Why is {criterion} not applicable?").format(criterion=row.code)
        self._open_field(shown, row.code, codes, reason, hint, self.reasons())
        self._asks_number = False

    def ask_once(self, hint: str, answer: Callable[[str], bool], unanswered: Callable[[], object]) -> None:
        """Ask for one reason in the current row, for `answer` to use; `unanswered` is told where none is given."""
        row, shown = self._desk.current, self._desk.shown()
        if row is None or shown is None:
            return
        self._open_field(shown, row.code, [], "", hint, self.reasons())
        self._asks_number = False
        self._answer, self._unanswered = answer, unanswered

    def reasons(self) -> Sequence[str]:
        """The reasons for n.a. that were given before in this covenant."""
        if self._reasons is None:
            self._reasons = queries.na_reasons(self._desk.session.file, self._desk.session.covenant)
        return self._reasons

    def _ask_number(self, shown: ParticipantSheet, typed: str) -> None:
        row, codes = self._desk.current, self._desk.to_rate(shown)
        language = self._desk.session.language
        if row is None or not codes:
            self._desk.view.banner.say("info", nothing_to_do(language))
            return
        scale = shown.place.framework.scale
        hint = number_ends(language.gettext("A number from {low} to {high}."), scale, language)
        value = None if self._desk.is_many else shown.sheet.rating(row.code).value
        text = typed or ("" if value is None else language.number(value, None))
        self._open_field(shown, row.code, codes, text, hint, (), typed=bool(typed))
        self._asks_number = True

    def edit(self) -> None:
        """Open the current rating to type it anew: its number, or the reason why it is not applicable."""
        row, shown = self._desk.current, self._desk.shown()
        if not isinstance(row, CriterionRow) or shown is None or not self._desk.may_write():
            return
        if shown.sheet.rating(row.code).not_applicable:
            self.ask_reason()
        elif not shown.place.framework.scale.by_level:
            self._ask_number(shown, "")

    def _open_field(
        self,
        shown: ParticipantSheet,
        at: str,
        codes: list[str],
        text: str,
        hint: str,
        reasons: Sequence[str],
        *,
        typed: bool = False,
    ) -> None:
        self._at, self._asked, self._answer, self._unanswered = (shown.key, at), codes, None, None
        kept = self._desk.drafts.get(self._at, {}).pop(TYPED_IN_ROW, "")
        self._desk.view.table.field.open(at, (not typed and kept) or text, hint, reasons, typed=typed)

    def _submit_field(self, text: str) -> None:
        """Save what was typed in the row. By Enter: go on to the next one."""
        field, shown = self._desk.view.table.field, self._desk.shown()
        if shown is None or not field.code or self._at != (shown.key, field.code):
            return
        code, by_enter, several = field.code, field.hasFocus(), self._desk.is_many
        if not self._save_field(shown, text):
            field.show_problem(True)
            return
        answered, self._answer, self._unanswered = self._answer is not None, None, None
        if not self._asks_number:
            self._reasons = [text, *(reason for reason in self._reasons or () if reason != text)]
        field.close_field()
        if by_enter and not answered and not several and self._desk.view.criteria.place(code) >= 0:
            self._desk.go_on(self._desk.view.criteria.place(code))

    def _save_field(self, shown: ParticipantSheet, text: str) -> bool:
        language = self._desk.session.language
        _ = language.gettext
        scale = shown.place.framework.scale
        if not text:
            self._desk.view.banner.say("warning", _("Type the reason first, or press Esc to leave it as it was."))
            return False
        if self._answer is not None:
            return self._answer(text)
        value = text if self._asks_number else NA
        try:
            found = {one: self._rating(shown, one, value, text) for one in self._asked}
        except Problem as problem:
            self._desk.view.banner.say("warning", problem.text(language))
            return False
        if any(one.value is not None and not scale.minimum <= one.value <= scale.maximum for one in found.values()):
            said = number_ends(_("Type a number from {low} to {high}."), scale, language)
            self._desk.view.banner.say("warning", said)
            return False
        if not self._desk.save(shown, found):
            return False
        if len(found) > 1:
            self._desk.view.table.choice.end_marking()
            self._desk.view.banner.say("info", rated_so(len(found), value, language))
        return True

    def _cancel_field(self) -> None:
        unanswered, self._answer, self._unanswered = self._unanswered, None, None
        self._desk.view.table.field.close_field()
        if unanswered is not None:
            unanswered()

    def settle(self) -> None:
        """Save what is being typed before something else is shown; what cannot be saved is kept for later."""
        field = self._desk.view.table.field
        if not field.code:
            return
        if field.text().strip():
            self._submit_field(field.text().strip())
        if field.code:
            unanswered, self._answer, self._unanswered = self._unanswered, None, None
            if unanswered is not None:
                unanswered()
            elif field.text().strip() and self._at is not None:
                self._desk.drafts.setdefault(self._at, {})[TYPED_IN_ROW] = field.text()
                self._desk.tell_drafts()
            field.close_field()

    def edit_number(self) -> None:
        """Type a number for what is chosen."""
        shown = self._desk.shown()
        if self._desk.current is not None and shown is not None and self._desk.may_write():
            self._ask_number(shown, "")

    def forget_reasons(self) -> None:
        """Another covenant: other reasons are usual there."""
        self._reasons = None


def _as(shown: ParticipantSheet, found: Mapping[str, Rating]) -> dict[str, Rating]:
    """Criteria rated as in `found`; evidence and notes stay as they are."""
    return {
        code: replace(
            shown.sheet.rating(code),
            value=other.value,
            not_applicable=other.not_applicable,
            na_reason=other.na_reason,
        )
        for code, other in found.items()
    }
