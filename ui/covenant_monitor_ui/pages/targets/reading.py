"""What the page of targets shows, read beside the work: the covenant, and the computed indicators in a scope."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.progress import ComputedIndicator, computed_figures
from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.domain.targets import Indicator, Target
from covenant_monitor.store import pictures
from covenant_monitor.store.snapshot import snapshot
from covenant_monitor.store.store import Change
from covenant_monitor_ui.session import Session

ENTERED_TABLES = frozenset({"indicator", "observation", "target", "milestone"})
"""What is entered here, and nothing computed depends on."""
_Found = tuple[CovenantPicture, Scope, list[ComputedIndicator]]


class Known:
    """The targets and indicators of a covenant. What is computed comes later, from another thread."""

    def __init__(self, indicators: Sequence[Indicator] = (), targets: Sequence[Target] = ()) -> None:
        self.indicators = list(indicators)
        self.targets = list(targets)
        self.computed: list[ComputedIndicator] = []
        self.picture: CovenantPicture | None = None

    @cached_property
    def by_code(self) -> Mapping[str, Indicator]:
        """The entered indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    def target(self, code: str) -> Target | None:
        """The target with this code."""
        return next((target for target in self.targets if target.code == code), None)

    def of_indicator(self, code: str) -> Target | None:
        """The first target that is about an indicator."""
        return next((target for target in self.targets if target.indicator == code), None)

    def computed_one(self, code: str) -> ComputedIndicator | None:
        """The computed indicator with this code."""
        return next((one for one in self.computed if one.indicator.code == code), None)

    def drawn(self, indicator: Indicator, target: Target | None) -> CovenantPicture | None:
        """The picture of a chart of this indicator: of the covenant with nothing else in it to look through."""
        if self.picture is None:
            return None
        return replace(self.picture, indicators=[indicator], targets=[target] if target else [])


class TargetsReading(QObject):
    """Keeps `known` up to date; `changed` says when what is computed has come."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.known = Known()
        self.scope = ALL
        self._wish = self._shown = 0

    @property
    def is_settled(self) -> bool:
        """Whether everything asked for has come."""
        return self._wish == self._shown

    def read(self) -> None:
        """Read what is entered now, and the rest in the background."""
        session = self._session
        if not session.covenant:
            self.forget()
            return
        self.read_entered()
        covenant, scope, file = session.covenant, self.scope, session.file

        def work() -> _Found:
            with snapshot(file) as source:
                picture = pictures.picture(source, covenant, ratings=True)
            fitting = scope if _fits(scope, picture) else ALL
            return picture, fitting, computed_figures(picture, fitting)

        self._in_background(work)

    def forget(self) -> None:
        """What is known, and what is under way, is of another covenant."""
        self.known, self.scope = Known(), ALL
        self._wish += 1
        self._shown = self._wish

    def read_entered(self) -> None:
        """Read only what is entered; what was computed stays."""
        session, before = self._session, self.known
        self.known = Known(
            pictures.indicators(session.file, session.covenant), pictures.targets(session.file, session.covenant)
        )
        self.known.computed, self.known.picture = before.computed, before.picture

    def follow(self, change: Change) -> None:
        """Read what a change can have touched."""
        if self._session.covenant and change.tables <= ENTERED_TABLES:
            self.read_entered()
        else:
            self.read()

    def look_over(self, scope: Scope) -> None:
        """Compute over other participants."""
        if scope == self.scope or self.known.picture is None:
            return
        self.scope = scope
        picture = self.known.picture
        self._in_background(lambda: (picture, scope, computed_figures(picture, scope)))

    def _in_background(self, work: Callable[[], _Found]) -> None:
        self._wish += 1
        wish = self._wish

        def done(found: _Found) -> None:
            # The page may be gone by now, with the file that it was about.
            if isValid(self) and wish == self._wish:
                self._shown = wish
                self.known.picture, self.scope, self.known.computed = found
                self.changed.emit()

        self._session.in_background(work, done)


def _fits(scope: Scope, picture: CovenantPicture) -> bool:
    """Whether the covenant still has what a scope names."""
    return set(scope.panel) <= {one.round.code for one in picture.rounds}


def round_days(picture: CovenantPicture) -> Mapping[date, str]:
    """The rounds by the day that their figures are of."""
    return {one.round.seen_on: one.round.code for one in picture.rounds}
