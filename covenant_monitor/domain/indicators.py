"""The figures of a round over some of its participants: how many, how far, how good (design, section 4).

Every one says what it was divided by, whose assessments it is of, and whose were left out and why. A percentage is
100 x numerator / denominator; where there is nothing to divide by there is no value, which is not 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from covenant_monitor.domain.headline import Reason, Standing, outcomes, scores_of
from covenant_monitor.domain.model import Number, Outcome, Status, Text
from covenant_monitor.domain.scope import Selection
from covenant_monitor.domain.shares import sum_of
from covenant_monitor.domain.tally import COMPANIES, TURNOVER, Amount

PERCENT = "%"


class Lack(StrEnum):
    """Why a participant that counts is not in one figure; `headline.Reason` says why one does not count at all."""

    TURNOVER = "no_turnover"
    OTHER_UNIT = "other_unit"
    ENTERED = "entered"
    NO_VALUE = "no_value"


LACKS: Mapping[Lack, Text] = {
    Lack.TURNOVER: Text("Geen omzet van dat jaar bekend", "No turnover known of that year"),
    Lack.OTHER_UNIT: Text("Omzet in een andere eenheid", "Turnover in another unit"),
    Lack.ENTERED: Text("Alleen percentages ingevoerd, geen oordelen", "Entered as percentages only, without ratings"),
    Lack.NO_VALUE: Text("Niets hierin met een waarde beoordeeld", "Nothing in it rated with a value"),
}
"""The reasons as they are shown."""

LeftOut = Mapping[Reason | Lack, Sequence[Standing]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and what it is made of. `of`: the standings it is taken over; `left_out`: those that are not in it.

    Who lies outside the scope altogether is said by the selection, not here.
    """

    value: Number | None
    numerator: Number | None
    denominator: Number | None
    unit: str
    of: Sequence[Standing]
    left_out: LeftOut

    @property
    def n(self) -> int:
        """How many participants it is taken over."""
        return len(self.of)


def share(numerator: Number, denominator: Number | None, of: Sequence[Standing], left_out: LeftOut) -> Figure:
    """100 x numerator / denominator, in percent; no value where there is nothing to divide by."""
    if not denominator:
        return Figure(None, None, None, PERCENT, of, left_out)
    return Figure(Fraction(100 * numerator, denominator), numerator, denominator, PERCENT, of, left_out)


def left_out_of(selection: Selection) -> dict[Reason | Lack, Sequence[Standing]]:
    """The participants that count in no headline figure, by the reason."""
    return dict[Reason | Lack, Sequence[Standing]](selection.headline.left_out.items())


def participants(selection: Selection) -> Figure:
    """How many participants the round has."""
    return Figure(len(selection.standings), None, None, "", selection.standings, {})


def sector_companies(selection: Selection) -> Figure:
    """The participants as a share of the sector's companies, in the year that the round's figures are of."""
    sector = selection.figures.sector.get((COMPANIES, selection.day.year))
    known = sector.value if sector else None
    return share(len(selection.standings), known, selection.standings, {})


def sector_turnover(selection: Selection) -> Figure:
    """The participants' turnover as a share of the sector's, in the year that the round's figures are of.

    Participants without a turnover of that year, or in another unit than the sector's, are left out, and said.
    """
    sector = selection.figures.sector.get((TURNOVER, selection.day.year))
    known, left_out = _turnovers(selection, selection.standings, sector.unit if sector else None)
    return share(
        sum(amount for _, amount in known) if known else 0,
        sector.value if sector and known else None,
        [standing for standing, _ in known],
        left_out,
    )


def _turnovers(
    selection: Selection, standings: Sequence[Standing], unit: str | None
) -> tuple[list[tuple[Standing, Number]], LeftOut]:
    """The standings with their turnover in `unit` (None: the most usual one), and those without."""
    amounts: Mapping[str, Amount] = selection.figures.of.get((TURNOVER, selection.day.year), {})
    having = [(s, amounts[s.party.code]) for s in standings if s.party.code in amounts]
    if unit is None:
        units = [amount.unit for _, amount in having]
        unit = max(dict.fromkeys(units), key=units.count, default="")
    left_out: dict[Reason | Lack, Sequence[Standing]] = {}
    if missing := [s for s in standings if s.party.code not in amounts]:
        left_out[Lack.TURNOVER] = missing
    if other := [s for s, amount in having if amount.unit != unit]:
        left_out[Lack.OTHER_UNIT] = other
    return [(s, amount.value) for s, amount in having if amount.unit == unit], left_out


def final(selection: Selection) -> Figure:
    """The share of the participants whose assessment is final."""
    return _state(selection, [s for s in selection.standings if s.status is Status.FINAL])


def in_progress(selection: Selection) -> Figure:
    """The share of the participants whose assessment is begun and not final."""
    return _state(selection, [s for s in selection.standings if s.status not in (None, Status.FINAL)])


def missing(selection: Selection) -> Figure:
    """The share of the participants without an assessment."""
    return _state(selection, [s for s in selection.standings if s.status is None])


def assessed(selection: Selection) -> Figure:
    """The share of the participants whose assessment counts in headline figures."""
    return _state(selection, selection.headline.counted)


def _state(selection: Selection, standings: Sequence[Standing]) -> Figure:
    return share(len(standings), len(selection.standings), selection.standings, {})


def mean_score(selection: Selection) -> Figure:
    """The mean of the scores that count, each participant once. The numerator is their sum as parts of 1."""
    counted = selection.headline.counted
    scores = scores_of(counted)
    points = sum_of((score.numerator, 100 * score.denominator) for score in scores)
    return share(points, len(scores), counted, left_out_of(selection))


def median_score(selection: Selection) -> Figure:
    """The score in the middle of those that count; of an even number the mean of the two in the middle.

    The denominator says of how many it is the mean: 1 or 2.
    """
    counted = selection.headline.counted
    scores = sorted(scores_of(counted))
    middle = scores[(len(scores) - 1) // 2 : len(scores) // 2 + 1]
    return share(sum(middle, Fraction()) / 100, len(middle), counted, left_out_of(selection))


def weighted_mean_score(selection: Selection) -> Figure:
    """The mean of the scores that count, weighted by turnover in the year of the round; in its most usual unit.

    Numerator and denominator are sums of turnover x score / 100, and of turnover. Whoever has no turnover of that year
    is left out.
    """
    known, lacking = _turnovers(selection, selection.headline.counted, None)
    weighed = [(s, turnover, s.score.score) for s, turnover in known if s.score and s.score.score is not None]
    points = sum_of(
        (turnover.numerator * score.numerator, 100 * turnover.denominator * score.denominator)
        for _, turnover, score in weighed
    )
    whole = sum_of((turnover.numerator, turnover.denominator) for _, turnover, _ in weighed)
    return share(points, whole, [s for s, _, _ in weighed], {**left_out_of(selection), **lacking})


def outcome_share(selection: Selection, outcome: Outcome) -> Figure:
    """The share of this outcome class, of the participants that count and have an outcome."""
    counted = selection.headline.counted
    counts = outcomes(counted)
    left_out = left_out_of(selection)
    if without := [standing for standing in counted if standing.outcome is None]:
        left_out[Reason.NO_REQUIREMENT] = without
    return share(counts.count(outcome), counts.n, [s for s in counted if s.outcome is not None], left_out)
