"""Whether somebody rates higher or lower than the rest: the means of the ratings that assessors gave in one round."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.domain.applicability import Applicable
from covenant_monitor.domain.model import Assessment, AssessmentKind, Framework, Number
from covenant_monitor.domain.workflow import same_person

ENOUGH_RATINGS = 5
"""On fewer ratings a share, a kappa or a mean says more about chance than about the assessors."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An assessment with what decides which criteria apply: participation year and group of its participant."""

    assessment: Assessment
    year: int
    group: str


@dataclass(frozen=True, slots=True)
class Drift:
    """The mean rating that somebody gave, on one criterion ("" is all together), against the mean of all the others.

    Means are shares of the scale's maximum, 0-1, over `n` and `rest_n` ratings. A difference may also lie in the
    participants: nobody assessed the same ones.
    """

    assessor: str
    criterion: str
    mean: Fraction
    n: int
    rest: Fraction | None
    rest_n: int

    @property
    def difference(self) -> Fraction | None:
        """How much higher the assessor rates than the rest, -1 to 1."""
        return None if self.rest is None else self.mean - self.rest

    @property
    def is_enough(self) -> bool:
        """Whether enough ratings stand behind both means for the difference to mean something."""
        return min(self.n, self.rest_n) >= ENOUGH_RATINGS


def assessor_names(placed: Iterable[Placed]) -> Mapping[str, str]:
    """Every name of an assessor as it was first spelled."""
    first: list[str] = []
    found: dict[str, str] = {}
    for one in placed:
        name = one.assessment.assessor
        if name in found:
            continue
        found[name] = next((known for known in first if same_person(known, name)), name.strip())
        first.append(found[name])
    return found


def drift(framework: Framework, placed: Iterable[Placed], names: Mapping[str, str]) -> list[Drift]:
    """Per assessor the mean rating given over all criteria, and then per criterion, against that of the others.

    Of the secretariat's assessments whose assessor is known, whatever their status; only criteria that apply. Nothing
    where there is only one assessor. By name, and in the order of the framework.
    """
    given: dict[str, dict[str, list[Number]]] = {}
    applicable = Applicable(framework)
    for one in placed:
        who = names[one.assessment.assessor]
        if one.assessment.kind is not AssessmentKind.SECRETARIAT or not who:
            continue
        codes = applicable.codes(one.year, one.group)
        mine = given.setdefault(who, {})
        for code, rating in one.assessment.ratings.items():
            if rating.value is not None and code in codes:
                mine.setdefault(code, []).append(rating.value)
    given = {who: by_criterion for who, by_criterion in given.items() if by_criterion}
    if len(given) < 2:
        return []
    sums = {
        who: {code: _sum(values, framework.scale.maximum) for code, values in by_criterion.items()}
        for who, by_criterion in given.items()
    }
    everybody = _together(sums.values())
    found = []
    for who, by_criterion in sorted(sums.items()):
        own = _together([by_criterion])
        for code in ("", *framework.criteria):
            if code not in own:
                continue
            total, n = own[code]
            rest_total, rest_n = everybody[code][0] - total, everybody[code][1] - n
            found.append(Drift(who, code, total / n, n, rest_total / rest_n if rest_n else None, rest_n))
    return found


def _sum(values: Sequence[Number], maximum: Number) -> tuple[Fraction, int]:
    """The sum of some values as shares of the maximum, and how many there are."""
    # Counted by object: equal values are few, mostly one object, and a fraction is slow to hash and to add.
    objects = {id(value): value for value in values}
    total = sum((Fraction(objects[key]) * n for key, n in Counter(map(id, values)).items()), Fraction())
    return total / maximum, len(values)


def _together(sums: Iterable[Mapping[str, tuple[Fraction, int]]]) -> dict[str, tuple[Fraction, int]]:
    """Sum and number of some people's ratings by criterion, and of all criteria under ""."""
    found: dict[str, tuple[Fraction, int]] = {}
    for one in sums:
        for code, (total, n) in one.items():
            for place in (code, ""):
                before, so_far = found.get(place, (Fraction(), 0))
                found[place] = before + total, so_far + n
    return found
