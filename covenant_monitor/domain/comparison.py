"""Rounds of a covenant compared: participants, cohorts, sections, steps, themes and criteria; two rounds, or more.

Only assessments that count in headline figures are compared. Sections, steps, themes and criteria are compared over the
participants that have a number in every one of the rounds, so that nothing differs because others took part, unless
everybody in each round is asked for; cohorts are always, in each round, everybody in that participation year. Where the
versions of the framework differ, all of it is on the common core (see `comparison_sides`). A change is from the first
of the rounds to the last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeVar

from covenant_monitor.domain.applicability import Applicable
from covenant_monitor.domain.comparison_sides import Core, OnCore, Side, on_core
from covenant_monitor.domain.headline import Reason, reason_left_out
from covenant_monitor.domain.model import Number, Outcome, natural_key
from covenant_monitor.domain.scoring import weighted_mean
from covenant_monitor.domain.tally import themes_in

ENOUGH = 5
"""With fewer participants behind it, a difference says more about one of them than about all."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share or a mean: `numerator` of `denominator`. Of a mean score, scores count as parts of one: 80 % is 0.8."""

    numerator: Fraction
    denominator: int

    @property
    def percent(self) -> Fraction | None:
        """What it comes to; None of nothing."""
        return 100 * self.numerator / self.denominator if self.denominator else None


def mean_of(scores: Iterable[Fraction]) -> Ratio:
    """The mean of scores in percent."""
    values = list(scores)
    return Ratio(sum(values, Fraction()) / 100, len(values))


@dataclass(frozen=True, slots=True)
class Change:
    """A number in every round. `code` is of the oldest version; of a cohort it is the participation year."""

    code: str
    ratios: Sequence[Ratio]

    @property
    def then(self) -> Ratio:
        """What it was in the first round."""
        return self.ratios[0]

    @property
    def now(self) -> Ratio:
        """What it is in the last round."""
        return self.ratios[-1]

    @property
    def difference(self) -> Fraction | None:
        """How much higher it is in the last round, in percentage points; None where either has no number."""
        then, now = self.then.percent, self.now.percent
        return None if then is None or now is None else now - then

    @property
    def n(self) -> int:
        """The smaller of the numbers of participants behind the first and the last."""
        return min(self.then.denominator, self.now.denominator)

    @property
    def is_enough(self) -> bool:
        """Whether so many participants stand behind it that the difference means something."""
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class Place:
    """A participant in one of the rounds. Scores in percent.

    `score` is as it is compared, on the common core, and None where nothing of that was rated; `headline` is as it is
    in the round itself. `left_out`: why it does not count there.
    """

    year: int
    group: str
    score: Fraction | None
    headline: Fraction | None
    required: Number | None
    outcome: Outcome | None
    left_out: Reason | None

    @property
    def counted_score(self) -> Fraction | None:
        """The score as it is compared; None where it does not count."""
        return None if self.left_out else self.score


@dataclass(frozen=True, slots=True)
class ParticipantChange:
    """A participant in every round; None is a round that it was not in."""

    code: str
    name: str
    places: Sequence[Place | None]

    @property
    def then(self) -> Place | None:
        """In the first round."""
        return self.places[0]

    @property
    def now(self) -> Place | None:
        """In the last round."""
        return self.places[-1]

    @property
    def difference(self) -> Fraction | None:
        """How many points its score rose; None unless it counts in the first and in the last round."""
        then, now = (place.counted_score if place else None for place in (self.then, self.now))
        return None if then is None or now is None else now - then


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between rounds.

    `core` says what could be compared. `same`: how many participants count in all rounds. `mean` is over those, or with
    `everybody` over all that count in each; so are sections and the like. `cohorts` hold mean scores and
    `cohorts_meeting` shares that meet the requirement (of the round itself, not of the core).
    """

    core: Core
    participants: Sequence[ParticipantChange]
    same: int
    everybody: bool
    mean: Change
    cohorts: Sequence[Change]
    cohorts_meeting: Sequence[Change]
    sections: Sequence[Change]
    steps: Sequence[Change]
    themes: Sequence[Change]
    criteria: Sequence[Change]


def compare(sides: Sequence[Side], core: Core, *, final_only: bool = False, everybody: bool = False) -> Comparison:
    """Compare rounds, of which there is at least one; `core` as `comparison_sides.core_of` makes it of their versions.

    `everybody`: over all that count in each round, instead of over those that have a number in every one.
    """
    seen = [_Seen(side, core, final_only=final_only) for side in sides]
    codes = sorted({code for side in sides for code in side.by_party}, key=natural_key)
    participants = [
        ParticipantChange(
            code,
            next(filter(None, (one.name(code) for one in reversed(seen))), ""),
            tuple(one.place(code) for one in seen),
        )
        for code in codes
    ]
    counted = [tuple(one.counted(code) for one in seen) for code in codes]
    in_all = [row for row in counted if None not in row]
    rows = _Rows(counted if everybody else in_all, len(sides), everybody=everybody)
    points = _Points(core, rows)
    return Comparison(
        core=core,
        participants=participants,
        same=len(in_all),
        everybody=everybody,
        mean=rows.change("", _score),
        cohorts=_cohorts(participants, len(sides), _of_scores),
        cohorts_meeting=_cohorts(participants, len(sides), _of_outcomes),
        sections=[rows.change(s.code, _section_score(s.code)) for s in core.framework.sections if s.criteria],
        steps=_steps(core, rows),
        themes=[points.of_theme(theme, its) for theme, its in _themes(core).items()],
        criteria=[points.of_criterion(code) for code in core.framework.criteria],
    )


class _Seen:
    """One of the rounds on the core."""

    def __init__(self, side: Side, core: Core, *, final_only: bool) -> None:
        self._side = side
        applicable = Applicable(core.framework)
        self._on_core: dict[str, OnCore] = {}
        self._left_out: dict[str, Reason | None] = {}
        for entry in side.entries:
            code = entry.party.code
            self._on_core[code] = on_core(side, entry, core, applicable)
            self._left_out[code] = reason_left_out(side.standings[code], final_only=final_only)

    def counted(self, code: str) -> OnCore | None:
        """A participant on the core; None where it does not count, or has no score there."""
        found = self._on_core.get(code)
        return found if found and self._left_out[code] is None and _score(found) is not None else None

    def name(self, code: str) -> str:
        entry = self._side.by_party.get(code)
        return entry.party.name if entry else ""

    def place(self, code: str) -> Place | None:
        entry = self._side.by_party.get(code)
        if entry is None:
            return None
        standing, on_it = self._side.standings[code], self._on_core[code]
        return Place(
            entry.year,
            entry.party.group,
            _score(on_it),
            standing.score.score if standing.score else None,
            standing.required,
            standing.outcome,
            self._left_out[code],
        )


_Changed = TypeVar("_Changed", Change, ParticipantChange)
_Value = TypeVar("_Value", Fraction, int)
_Number = Callable[[OnCore], Fraction | None]
_Row = tuple[OnCore | None, ...]


class _Rows:
    """The participants that are compared: for each what it is on the core in every round, None where it does not count.

    Without `everybody` a number counts for those that have it in all rounds.
    """

    def __init__(self, rows: Sequence[_Row], rounds: int, *, everybody: bool) -> None:
        self.rows = rows
        self._rounds = rounds
        self._everybody = everybody

    def change(self, code: str, number: _Number) -> Change:
        """The mean of a number in every round."""
        return self.means(code, (tuple(number(of) if of else None for of in row) for row in self.rows))

    def means(self, code: str, numbers: Iterable[Sequence[Fraction | None]]) -> Change:
        """The mean of a number in every round; of each participant its numbers are given."""
        return Change(code, tuple(mean_of(column) for column in self.columns(numbers)))

    def columns(self, numbers: Iterable[Sequence[_Value | None]]) -> list[list[_Value]]:
        """For every round the numbers that count there."""
        counting = [row for row in numbers if self._everybody or None not in row]
        return [[value for row in counting if (value := row[at]) is not None] for at in range(self._rounds)]


def _score(of: OnCore) -> Fraction | None:
    return of.score.score if of.score else None


def _section_score(code: str) -> _Number:
    def number(of: OnCore) -> Fraction | None:
        return next((part.score for part in of.score.sections if part.section == code), None) if of.score else None

    return number


def _steps(core: Core, rows: _Rows) -> list[Change]:
    """The score of a step is the mean of its sections, by section weight."""
    sections: dict[int, set[str]] = {}
    for section in core.framework.sections:
        if section.step and section.criteria:
            sections.setdefault(section.step, set()).add(section.code)

    def of_step(codes: set[str]) -> _Number:
        def number(of: OnCore) -> Fraction | None:
            parts = of.score.sections if of.score else ()
            return weighted_mean((part.weight, part.score) for part in parts if part.section in codes)

        return number

    return [rows.change(str(step), of_step(codes)) for step, codes in sorted(sections.items())]


class _Points:
    """What ratings bring, in whole numbers over one denominator: exact, and much faster to add than fractions."""

    def __init__(self, core: Core, rows: _Rows) -> None:
        self._criteria = core.framework.criteria
        values = {
            id(rating.value): rating.value
            for row in rows.rows
            for of in row
            if of
            for rating in of.ratings.values()
            if rating.value is not None
        }
        weights = [criterion.weight for criterion in self._criteria.values()]
        unit = lcm(*(value.denominator for value in values.values())) * lcm(*(weight.denominator for weight in weights))
        self._maximum = {code: c.weight * core.framework.scale.maximum * unit for code, c in self._criteria.items()}
        self._all = rows
        known: dict[tuple[str, int], int] = {}
        self._rows = [tuple(self._points(of, unit, known) for of in row) for row in rows.rows]

    def _points(self, of: OnCore | None, unit: int, known: dict[tuple[str, int], int]) -> dict[str, int]:
        found = {}
        for code, rating in of.ratings.items() if of else ():
            if rating.value is not None:
                key = code, id(rating.value)
                if key not in known:
                    known[key] = int(self._criteria[code].weight * rating.value * unit)
                found[code] = known[key]
        return found

    def of_criterion(self, code: str) -> Change:
        """The mean rating in percent of the maximum."""
        columns = self._all.columns(tuple(points.get(code) for points in row) for row in self._rows)
        maximum = self._maximum[code]
        return Change(code, tuple(Ratio(Fraction(sum(column)) / maximum, len(column)) for column in columns))

    def of_theme(self, theme: str, codes: Sequence[str]) -> Change:
        """The mean score of a theme."""
        return self._all.means(theme, (tuple(self._theme_score(points, codes) for points in row) for row in self._rows))

    def _theme_score(self, points: Mapping[str, int], codes: Sequence[str]) -> Fraction | None:
        rated = [code for code in codes if code in points]
        maximum = sum(self._maximum[code] for code in rated)
        return Fraction(100 * sum(points[code] for code in rated)) / maximum if maximum else None


def _themes(core: Core) -> dict[str, list[str]]:
    """The codes of the criteria of every theme; a criterion may be of several."""
    codes: dict[str, list[str]] = {}
    for criterion in core.framework.criteria.values():
        for theme in themes_in(criterion.theme):
            codes.setdefault(theme, []).append(criterion.code)
    return dict(sorted(codes.items()))


def _cohorts(
    participants: Sequence[ParticipantChange], rounds: int, ratio: Callable[[Sequence[Place]], Ratio]
) -> list[Change]:
    counting = [
        [place for one in participants if (place := one.places[at]) is not None and place.left_out is None]
        for at in range(rounds)
    ]
    years = sorted({place.year for places in counting for place in places})
    return [
        Change(str(year), tuple(ratio([place for place in places if place.year == year]) for places in counting))
        for year in years
    ]


def _of_scores(places: Sequence[Place]) -> Ratio:
    return mean_of(place.score for place in places if place.score is not None)


def _of_outcomes(places: Sequence[Place]) -> Ratio:
    outcomes = [place.outcome for place in places if place.outcome is not None]
    return Ratio(Fraction(outcomes.count(Outcome.MEETS)), len(outcomes))


def most_improved(changes: Iterable[_Changed], most: int = 5) -> list[_Changed]:
    """Those that rose most, the largest rise first; of equal rises in order of code."""
    return _furthest(changes, most, 1)


def most_declined(changes: Iterable[_Changed], most: int = 5) -> list[_Changed]:
    """Those that fell most, the largest fall first; of equal falls in order of code."""
    return _furthest(changes, most, -1)


def _furthest(changes: Iterable[_Changed], most: int, way: int) -> list[_Changed]:
    moved = [(way * one.difference, one) for one in changes if one.difference is not None]
    moved = [(distance, one) for distance, one in moved if distance > 0]
    return [one for _, one in sorted(moved, key=lambda pair: (-pair[0], natural_key(pair[1].code)))[:most]]
