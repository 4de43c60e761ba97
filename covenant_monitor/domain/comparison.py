"""Two rounds of a covenant compared: participants, cohorts, sections, steps, themes and criteria.

Only assessments that count in headline figures are compared. Sections, steps, themes and criteria are compared over the
participants that have a number in both rounds, so that nothing differs because others took part; cohorts are, in each
round, everybody in that participation year. Where the versions of the framework differ, all of it is on the common
core (see `comparison_sides`).
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
    """A number in the two rounds. `code` is of the older version; of a cohort it is the participation year."""

    code: str
    then: Ratio
    now: Ratio

    @property
    def difference(self) -> Fraction | None:
        """How much higher it is in the later round, in percentage points; None where either has no number."""
        then, now = self.then.percent, self.now.percent
        return None if then is None or now is None else now - then

    @property
    def n(self) -> int:
        """The smaller of the two numbers of participants behind it."""
        return min(self.then.denominator, self.now.denominator)

    @property
    def is_enough(self) -> bool:
        """Whether so many participants stand behind it that the difference means something."""
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class Place:
    """A participant in one of the two rounds. Scores in percent.

    `score` is as it is compared, on the common core, and None where nothing of that was rated; `headline` is as it is
    in the round itself. `left_out`: why it does not count there.
    """

    year: int
    group: str
    score: Fraction | None
    headline: Fraction | None
    outcome: Outcome | None
    left_out: Reason | None


@dataclass(frozen=True, slots=True)
class ParticipantChange:
    """A participant in the two rounds; None is a round that it was not in."""

    code: str
    name: str
    then: Place | None
    now: Place | None

    @property
    def difference(self) -> Fraction | None:
        """How many points its score rose; None unless it counts in both rounds."""
        if self.then is None or self.now is None or self.then.left_out or self.now.left_out:
            return None
        if self.then.score is None or self.now.score is None:
            return None
        return self.now.score - self.then.score


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two rounds.

    `core` says what could be compared. `same`: how many participants count in both. `mean` is over those. `cohorts`
    hold mean scores and `cohorts_meeting` shares that meet the requirement (of the round itself, not of the core).
    """

    core: Core
    participants: Sequence[ParticipantChange]
    same: int
    mean: Change
    cohorts: Sequence[Change]
    cohorts_meeting: Sequence[Change]
    sections: Sequence[Change]
    steps: Sequence[Change]
    themes: Sequence[Change]
    criteria: Sequence[Change]


def compare(then: Side, now: Side, core: Core, *, final_only: bool = False) -> Comparison:
    """Compare two rounds; `core` as `comparison_sides.core_of` makes it of their versions."""
    before = _Seen(then, core, is_older=core.then_is_older, final_only=final_only)
    after = _Seen(now, core, is_older=not core.then_is_older, final_only=final_only)
    codes = sorted({*then.by_party, *now.by_party}, key=natural_key)
    participants = [
        ParticipantChange(code, (after.name(code) or before.name(code)), before.place(code), after.place(code))
        for code in codes
    ]
    pairs = [
        (before.on_core[code], after.on_core[code]) for code in codes if before.counts(code) and after.counts(code)
    ]
    points = _Points(core, pairs)
    return Comparison(
        core=core,
        participants=participants,
        same=len(pairs),
        mean=_change("", pairs, _score),
        cohorts=_cohorts(participants, _of_scores),
        cohorts_meeting=_cohorts(participants, _of_outcomes),
        sections=[_change(s.code, pairs, _section_score(s.code)) for s in core.framework.sections if s.criteria],
        steps=_steps(core, pairs),
        themes=[points.of_theme(theme, its) for theme, its in _themes(core).items()],
        criteria=[points.of_criterion(code) for code in core.framework.criteria],
    )


class _Seen:
    """One of the rounds on the core."""

    def __init__(self, side: Side, core: Core, *, is_older: bool, final_only: bool) -> None:
        self._side = side
        applicable = Applicable(core.framework)
        self.on_core: dict[str, OnCore] = {}
        self._left_out: dict[str, Reason | None] = {}
        for entry in side.entries:
            code = entry.party.code
            self.on_core[code] = on_core(side, entry, core, applicable, is_older=is_older)
            self._left_out[code] = reason_left_out(side.standings[code], final_only=final_only)

    def counts(self, code: str) -> bool:
        return code in self.on_core and self._left_out[code] is None and _score(self.on_core[code]) is not None

    def name(self, code: str) -> str:
        entry = self._side.by_party.get(code)
        return entry.party.name if entry else ""

    def place(self, code: str) -> Place | None:
        entry = self._side.by_party.get(code)
        if entry is None:
            return None
        standing, on_it = self._side.standings[code], self.on_core[code]
        return Place(
            entry.year,
            entry.party.group,
            _score(on_it),
            standing.score.score if standing.score else None,
            standing.outcome,
            self._left_out[code],
        )


_Changed = TypeVar("_Changed", Change, ParticipantChange)
_Number = Callable[[OnCore], Fraction | None]


def _change(code: str, pairs: Iterable[tuple[OnCore, OnCore]], number: _Number) -> Change:
    """A number over those that have it in both rounds."""
    both = [
        (before, after)
        for before, after in ((number(then), number(now)) for then, now in pairs)
        if before is not None and after is not None
    ]
    return Change(code, mean_of(before for before, _ in both), mean_of(after for _, after in both))


def _score(of: OnCore) -> Fraction | None:
    return of.score.score if of.score else None


def _section_score(code: str) -> _Number:
    def number(of: OnCore) -> Fraction | None:
        return next((part.score for part in of.score.sections if part.section == code), None) if of.score else None

    return number


def _steps(core: Core, pairs: Sequence[tuple[OnCore, OnCore]]) -> list[Change]:
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

    return [_change(str(step), pairs, of_step(codes)) for step, codes in sorted(sections.items())]


class _Points:
    """What ratings bring, in whole numbers over one denominator: exact, and much faster to add than fractions."""

    def __init__(self, core: Core, pairs: Sequence[tuple[OnCore, OnCore]]) -> None:
        self._criteria = core.framework.criteria
        values = {
            id(rating.value): rating.value
            for pair in pairs
            for of in pair
            for rating in of.ratings.values()
            if rating.value is not None
        }
        weights = [criterion.weight for criterion in self._criteria.values()]
        unit = lcm(*(value.denominator for value in values.values())) * lcm(*(weight.denominator for weight in weights))
        self._maximum = {code: c.weight * core.framework.scale.maximum * unit for code, c in self._criteria.items()}
        known: dict[tuple[str, int], Number] = {}
        self._pairs = [(self._points(then, unit, known), self._points(now, unit, known)) for then, now in pairs]

    def _points(self, of: OnCore, unit: int, known: dict[tuple[str, int], Number]) -> dict[str, Number]:
        found = {}
        for code, rating in of.ratings.items():
            if rating.value is not None:
                key = code, id(rating.value)
                if key not in known:
                    known[key] = int(self._criteria[code].weight * rating.value * unit)
                found[code] = known[key]
        return found

    def of_criterion(self, code: str) -> Change:
        """The mean rating in percent of the maximum, over those that have one in both rounds."""
        both = [(then[code], now[code]) for then, now in self._pairs if code in then and code in now]
        maximum = self._maximum[code]
        before, after = (Fraction(sum(side)) / maximum for side in (zip(*both, strict=True) if both else ((), ())))
        return Change(code, Ratio(before, len(both)), Ratio(after, len(both)))

    def of_theme(self, theme: str, codes: Sequence[str]) -> Change:
        """The mean score of a theme, over those that have one in both rounds."""
        both = []
        for then, now in self._pairs:
            before, after = self._theme_score(then, codes), self._theme_score(now, codes)
            if before is not None and after is not None:
                both.append((before, after))
        return Change(theme, mean_of(before for before, _ in both), mean_of(after for _, after in both))

    def _theme_score(self, points: Mapping[str, Number], codes: Sequence[str]) -> Fraction | None:
        rated = [code for code in codes if code in points]
        maximum = sum(self._maximum[code] for code in rated)
        return Fraction(100 * sum(points[code] for code in rated)) / maximum if maximum else None


def _themes(core: Core) -> dict[str, list[str]]:
    """The codes of the criteria of every theme; a criterion may be of several."""
    codes: dict[str, list[str]] = {}
    for criterion in core.framework.criteria.values():
        for theme in filter(None, (part.strip() for part in criterion.theme.split(";"))):
            codes.setdefault(theme, []).append(criterion.code)
    return dict(sorted(codes.items()))


def _cohorts(participants: Sequence[ParticipantChange], ratio: Callable[[Sequence[Place]], Ratio]) -> list[Change]:
    then, now = (
        [place for one in participants if (place := getattr(one, side)) is not None and place.left_out is None]
        for side in ("then", "now")
    )
    years = sorted({place.year for place in (*then, *now)})
    return [
        Change(str(year), ratio([p for p in then if p.year == year]), ratio([p for p in now if p.year == year]))
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
