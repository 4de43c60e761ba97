"""What all that changes an assessment needs: which one it is, what is chosen in it, and whether it may change."""

from collections.abc import Callable, Mapping

from covenant_monitor.domain.model import Rating, Status
from covenant_monitor.domain.workflow import Obstacle
from covenant_monitor.store.assessments import OBSTACLES, AssessmentKey, begin, rate, set_status
from covenant_monitor_ui.models.criteria import CriterionRow, SectionRow
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments.view import AssessmentsView
from covenant_monitor_ui.session import Session

Place = tuple[AssessmentKey, str]
"""An assessment, and the code of a criterion (or a section) in it."""

TYPED_IN_ROW = "typed in the row"
"""The draft of what was typed in the field of a row."""


class Desk:
    """The assessment that is shown, the widgets that show it, and what was typed there and could not be saved."""

    def __init__(self, session: Session, shown: Callable[[], ParticipantSheet | None]) -> None:
        self.session = session
        self.shown = shown
        self.drafts: dict[Place, dict[str, str]] = {}
        """What was typed and could not be saved, by field."""

    def attach(self, view: AssessmentsView, go: Callable[[AssessmentKey, str], None]) -> None:
        """Work with the widgets of the page; `go` shows a criterion of an assessment."""
        self.view = view
        self.go = go

    @property
    def current(self) -> CriterionRow | SectionRow | None:
        """The row that the keys are about."""
        return self.view.criteria.row(self.view.table.currentIndex())

    def may_write(self) -> bool:
        """Whether the assessment can be changed; if not, the banner says why in one sentence."""
        shown, session = self.shown(), self.session
        if shown is None or shown.place.source is not session.store:
            return False
        language = session.language
        if not session.can_write:
            text = language.gettext("This file is open read-only: nothing can be changed. Save a copy to work in.")
            self.view.banner.say("warning", text)
            return False
        if shown.status is Status.FINAL:
            text = language.gettext(OBSTACLES[Obstacle.LOCKED]).format(party=shown.standing.party.name)
            self.view.banner.say("info", text, language.gettext("Reopen"), self.ask_why)
            return False
        return True

    @property
    def chosen(self) -> list[str]:
        """The criteria that the keys are about: all that are chosen, those under a head, or the current one."""
        row, view = self.current, self.view
        codes = view.table.choice.codes
        if codes or row is None:
            return codes
        return view.criteria.members(row.code) if isinstance(row, SectionRow) else [row.code]

    @property
    def is_many(self) -> bool:
        """Whether the keys are about more than the current criterion: rows that are chosen, or a section."""
        return self.view.table.choice.is_active or isinstance(self.current, SectionRow)

    def to_rate(self, shown: ParticipantSheet) -> list[str]:
        """The criteria that a rating goes to: all that are chosen; of a section what is still open in it."""
        codes = self.chosen
        if self.view.table.choice.is_active or not isinstance(self.current, SectionRow):
            return codes
        return [code for code in codes if not shown.sheet.rating(code).is_rated]

    def go_on(self, place: int) -> None:
        """To the criterion after a row, over the heads of sections."""
        after = self.view.criteria.following(place)
        if after >= 0:
            self.view.table.go_to(after)

    @staticmethod
    def news(shown: ParticipantSheet, ratings: Mapping[str, Rating]) -> dict[str, Rating]:
        """Those of some ratings that change something."""
        sheet = shown.sheet
        return {code: new for code, new in ratings.items() if new != sheet.rating(code) or code in sheet.carried}

    def save(self, shown: ParticipantSheet, ratings: Mapping[str, Rating]) -> bool:
        """Save ratings as one step; whether it worked."""
        session = self.session
        if not session.change(lambda: rate(session.file, key=shown.key, ratings=ratings)):
            return False
        self.hush()
        return True

    def hush(self) -> None:
        """Take away what was told last: something else was done since."""
        if not self.view.banner.isHidden():
            self.view.banner.dismiss()

    def tell_drafts(self) -> bool:
        """Say where something that was typed is waiting to be saved; whether there is such a place."""
        waiting = next((place for place, texts in self.drafts.items() if texts), None)
        if waiting is None:
            return False
        key, code = waiting
        _ = self.session.language.gettext
        text = _("What you typed at {criterion} of {party} in {round} is not saved yet. It is kept there.")
        said = text.format(criterion=code, party=self._name(key), round=key.round)
        self.view.banner.say("warning", said, _("Go there"), lambda: self.go(key, code))
        return True

    def _name(self, key: AssessmentKey) -> str:
        shown = self.shown()
        standing = shown.place.standings.get(key.party) if shown else None
        return standing.party.name if standing else key.party

    def step(self, status: Status) -> None:
        """Give the assessment another status."""
        shown, session = self.shown(), self.session
        if shown is None:
            return
        if session.change(
            lambda: (
                begin(session.file, key=shown.key)
                if shown.status is None
                else set_status(session.file, key=shown.key, status=status)
            )
        ):
            self.hush()

    def ask_why(self) -> None:
        """Ask in the page why a final assessment is reopened."""
        self.view.header.strip.open()
        self.hush()

    def reopen(self, why: str) -> bool:
        """Reopen a final assessment; whether that worked."""
        shown, session = self.shown(), self.session
        if shown is None:
            return False
        done = session.change(lambda: set_status(session.file, key=shown.key, status=Status.DRAFT, why=why))
        if done:
            self.hush()
        return done
