"""Over which participants of a round a figure is taken: one mechanism for all indicators (design, section 4).

The standings are filtered first; whatever is computed then knows nothing of how they were chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from covenant_monitor.domain.headline import Headline, Standing, headline
from covenant_monitor.domain.model import Party
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.tally import NO_FIGURES, Figures


@dataclass(frozen=True, slots=True)
class Scope:
    """All participants of a round, unless it is narrowed.

    `panel`: codes of rounds; only the participants that count in the headline figures of each of them (the constant
    panel). A panel of two rounds is the same seen from either. `participation_year`: only that cohort of the round.
    """

    panel: tuple[str, ...] = ()
    participation_year: int | None = None


ALL = Scope()


@dataclass(frozen=True, slots=True)
class Selection:
    """The participants of one round in one scope, those that count among them, and what figures need beside them.

    `outside`: the round's other participants. `gone`: those of the panel that are no participants of this round.
    """

    picture: RoundPicture
    scope: Scope
    standings: Sequence[Standing]
    headline: Headline
    outside: Sequence[Standing] = ()
    gone: Sequence[Party] = ()
    figures: Figures = NO_FIGURES

    @property
    def day(self) -> date:
        """The day that figures are of: the reference date of the round, or its last day."""
        return self.picture.round.seen_on


def select(covenant: CovenantPicture, round_code: str, scope: Scope = ALL, *, final_only: bool = False) -> Selection:
    """The participants of a round in a scope. `final_only`: only final assessments count, here and in the panel.

    Raises:
        KeyError: the covenant has no such round, or none of the panel.
    """
    picture = covenant.round(round_code)
    panel = _panel(covenant, scope.panel, final_only=final_only)
    whole = Selection(
        picture, ALL, picture.standings, headline(picture.standings, final_only=final_only), figures=covenant.figures
    )
    if panel is not None:
        present = {standing.party.code for standing in picture.standings}
        gone = [party for code, party in panel.items() if code not in present]
        inside = _narrowed(whole, lambda standing: standing.party.code in panel)
        whole = replace(inside, scope=Scope(scope.panel), gone=gone)
    return whole if scope.participation_year is None else _cohort(whole, scope.participation_year)


def cohorts(selection: Selection) -> Mapping[int, Selection]:
    """A selection by participation year, in order."""
    years = sorted({standing.participation_year for standing in selection.standings})
    return {year: _cohort(selection, year) for year in years}


def _cohort(selection: Selection, year: int) -> Selection:
    inside = _narrowed(selection, lambda standing: standing.participation_year == year)
    return replace(inside, scope=replace(selection.scope, participation_year=year))


def _narrowed(selection: Selection, keep: Callable[[Standing], bool]) -> Selection:
    """Only the participants to keep; the others are outside. Whether one counts does not depend on the others."""
    left_out = {
        reason: inside
        for reason, standings in selection.headline.left_out.items()
        if (inside := list(filter(keep, standings)))
    }
    return replace(
        selection,
        standings=list(filter(keep, selection.standings)),
        headline=Headline(list(filter(keep, selection.headline.counted)), left_out),
        outside=[*selection.outside, *(standing for standing in selection.standings if not keep(standing))],
    )


def _panel(covenant: CovenantPicture, rounds: Sequence[str], *, final_only: bool) -> dict[str, Party] | None:
    """The participants, by code, that count in all of these rounds; None where there are no rounds to count in."""
    panel: dict[str, Party] | None = None
    for code in rounds:
        counted = headline(covenant.round(code).standings, final_only=final_only).counted
        panel = {s.party.code: s.party for s in counted if panel is None or s.party.code in panel}
    return panel
