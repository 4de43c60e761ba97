"""What another version of a framework does to scores that were given under the old one, before it is published.

The ratings themselves never change. Here they are carried over the mapping, to see what the score would have been:

- the same, or reworded: the rating as it is;
- split: the rating to each of the parts;
- merged: the lowest of the ratings. N.a. leaves it, unless all are; where one of those that apply is not rated, neither
  is the merged one;
- new: not rated, so that the score is provisional, with its band.

Between versions with different scales a value keeps its place on the scale, in proportion. The common core is the
criteria that were mapped one to one, scored under the old version: what both versions ask.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from covenant_monitor.domain.applicability import applies
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.lineage import ONE_TO_ONE
from covenant_monitor.domain.model import (
    UNRATED,
    Assessment,
    Framework,
    Number,
    Rating,
    Relation,
    Scale,
    Status,
    exact,
)
from covenant_monitor.domain.scoring import Score, score_assessment
from covenant_monitor.domain.versions import MappingRow


@dataclass(frozen=True, slots=True)
class Case:
    """One of the secretariat's assessments under the old version; year and group as it is scored with."""

    party: str
    name: str
    year: int
    group: str
    status: Status
    ratings: Mapping[str, Rating]


@dataclass(frozen=True, slots=True)
class Effect:
    """One assessment under the old version, under the new one, and (in percent) on the common core.

    `left_out` is why it is not in the means.
    """

    case: Case
    before: Score
    after: Score
    core: Fraction | None
    left_out: Reason | None


@dataclass(frozen=True, slots=True)
class Effects:
    """All of them, and the means in percent over the same `n` assessments; None where there is no number.

    `low` and `high` are the means of the provisional bands under the new version. `core_criteria` is how many criteria
    of the old version are in the common core.
    """

    each: Sequence[Effect]
    core_criteria: int
    before: Fraction | None
    after: Fraction | None
    low: Fraction | None
    high: Fraction | None
    core: Fraction | None
    n: int
    left_out: Mapping[Reason, int]


def effect(old: Framework, new: Framework, rows: Iterable[MappingRow], cases: Iterable[Case]) -> Effects:
    """What the new version does to the assessments of a round."""
    rows = list(rows)
    carry = _Carrier(old, new, rows)
    core = common_core(old, rows)
    each = [_effect(old, new, core, carry, case) for case in cases]
    counted = [one for one in each if one.left_out is None]
    left_out = Counter(one.left_out for one in each if one.left_out is not None)
    return Effects(
        each,
        len(core.criteria),
        _mean(one.before.score for one in counted),
        _mean(one.after.score for one in counted),
        _mean(one.after.low for one in counted),
        _mean(one.after.high for one in counted),
        _mean(one.core for one in counted),
        len(counted),
        dict(left_out),
    )


def carried_over(old: Framework, new: Framework, rows: Iterable[MappingRow], case: Case) -> dict[str, Rating]:
    """The ratings that a case would have under the new version, by its codes; those that have none are not there."""
    return _Carrier(old, new, list(rows)).ratings(case)


def common_core(old: Framework, rows: Iterable[MappingRow]) -> Framework:
    """The old version with only those of its criteria that became one criterion of the new one, and no other did."""
    kept = {row.from_criterion for row in rows if row.relation in ONE_TO_ONE}
    sections = [
        replace(section, criteria=tuple(criterion for criterion in section.criteria if criterion.code in kept))
        for section in old.sections
    ]
    return replace(old, sections=tuple(sections))


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    present = [value for value in values if value is not None]
    return sum(present, Fraction()) / len(present) if present else None


class _Carrier:
    """Carries ratings over one mapping."""

    def __init__(self, old: Framework, new: Framework, rows: Sequence[MappingRow]) -> None:
        self._old = old.criteria
        self._sources: dict[str, list[str]] = {}
        for row in rows:
            if row.from_criterion is not None and row.to_criterion is not None and row.relation is not Relation.NEW:
                self._sources.setdefault(row.to_criterion, []).append(row.from_criterion)
        self._place = _placing(old.scale, new.scale)

    def ratings(self, case: Case) -> dict[str, Rating]:
        found = {}
        for code, sources in self._sources.items():
            rating = case.ratings.get(sources[0], UNRATED) if len(sources) == 1 else self._merged(case, sources)
            if rating.is_rated:
                found[code] = self._placed(rating)
        return found

    def _placed(self, rating: Rating) -> Rating:
        if self._place is None or rating.value is None:
            return rating
        return replace(rating, value=self._place(rating.value))

    def _merged(self, case: Case, sources: Sequence[str]) -> Rating:
        applying = [code for code in sources if applies(self._old[code], case.year, case.group)]
        ratings = [case.ratings.get(code, UNRATED) for code in applying or sources]
        if applying and not all(rating.is_rated for rating in ratings):
            return UNRATED
        valued = [(rating.value, place) for place, rating in enumerate(ratings) if rating.value is not None]
        if valued:
            return ratings[min(valued)[1]]
        return next((rating for rating in ratings if rating.not_applicable), UNRATED)


def _placing(old: Scale, new: Scale) -> Callable[[Number], Number] | None:
    """How a value of one scale lies on the other; None where they are the same."""
    if (old.minimum, old.maximum) == (new.minimum, new.maximum):
        return None
    share = Fraction(new.maximum - new.minimum) / (old.maximum - old.minimum)

    def place(value: Number) -> Number:
        return exact(new.minimum + (value - old.minimum) * share)

    return place


def _effect(old: Framework, new: Framework, core: Framework, carry: _Carrier, case: Case) -> Effect:
    before = _score(old, case, case.ratings)
    after = _score(new, case, carry.ratings(case))
    same = _score(core, case, case.ratings).score if core.criteria else None
    return Effect(case, before, after, same, _left_out(case, before, after, same, has_core=bool(core.criteria)))


def _score(framework: Framework, case: Case, ratings: Mapping[str, Rating]) -> Score:
    return score_assessment(Assessment(case.party, "", ratings=ratings), framework, case.year, case.group)


def _left_out(case: Case, before: Score, after: Score, core: Fraction | None, *, has_core: bool) -> Reason | None:
    """The means are over those that count in headline figures and have a number in each of them."""
    if not case.status.reached(Status.ASSESSED):
        return Reason.STATUS
    if not any(rating.is_rated for rating in case.ratings.values()):
        return Reason.NOT_RATED
    if not before.complete:
        return Reason.INCOMPLETE
    missing = before.score is None or after.score is None or (has_core and core is None)
    return Reason.NO_SCORE if missing else None
