"""The parts of a framework over the participants of a round: steps, sections, themes, policy and practice.

A part has two readings. Its mean: every participant that has a score in it counts once, whatever its size. Its shares
fully, partially and not: every criterion that applies and is rated with a value counts once, of all participants
together; rounded they add up to 100 (design, rule 3.7).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple, TypeVar

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.indicators import Figure, Lack, LeftOut, left_out_of, share
from covenant_monitor.domain.model import Dimension, Level, Number
from covenant_monitor.domain.scope import Selection
from covenant_monitor.domain.scoring import Score, SectionScore, weighted_mean
from covenant_monitor.domain.shares import Alignment, sum_of
from covenant_monitor.domain.tally import themes_in

_Key = TypeVar("_Key")
_Sums = tuple[int, int, int, int, int]
_NOTHING: _Sums = (0, 0, 0, 0, 0)
_LEVELS = (Level.FULLY, Level.PARTIALLY, Level.NOT)


class Entry(NamedTuple):
    """What one participant has in a part: its score is 100 x points / maximum, and none where the maximum is 0.

    Both in whole numbers: multiplied by one factor, and a ratio stays the same by it. Adding whole numbers up is many
    times as fast. `entered`: the score is a percentage that was entered, so that there is nothing to count.
    """

    standing: Standing
    points: int
    maximum: int
    fully: int = 0
    partially: int = 0
    not_: int = 0
    entered: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a framework, with an entry for every participant that counts."""

    entries: Sequence[Entry]
    left_out: LeftOut

    @cached_property
    def mean(self) -> Figure:
        """The mean score in this part; the numerator is the sum of the scores as parts of 1."""
        scored: list[Standing] = []
        without: list[Standing] = []
        points_of: dict[int, int] = {}  # by maximum, of which there are few
        for standing, points, maximum, _fully, _partially, _not, _entered in self.entries:
            if maximum:
                scored.append(standing)
                points_of[maximum] = points_of.get(maximum, 0) + points
            else:
                without.append(standing)
        total = sum_of((points, maximum) for maximum, points in points_of.items())
        return share(total, len(scored), scored, _with(self.left_out, Lack.NO_VALUE, without))

    @cached_property
    def counts(self) -> Alignment:
        """How many ratings are fully, partially and not; its `rounded` gives the shares as they are shown."""
        shares = self.shares
        return Alignment(*(int(shares[level].numerator or 0) for level in _LEVELS))

    @cached_property
    def shares(self) -> Mapping[Level, Figure]:
        """The exact shares of the ratings, per level; the denominator is a number of ratings, not of participants."""
        having: list[Standing] = []
        entered: list[Standing] = []
        without: list[Standing] = []
        all_fully = all_partially = all_not = 0
        for standing, _points, _maximum, fully, partially, not_, was_entered in self.entries:
            if fully or partially or not_:
                having.append(standing)
                all_fully += fully
                all_partially += partially
                all_not += not_
            else:
                (entered if was_entered else without).append(standing)
        left_out = _with(_with(self.left_out, Lack.ENTERED, entered), Lack.NO_VALUE, without)
        counts = (all_fully, all_partially, all_not)
        return {level: share(n, sum(counts), having, left_out) for level, n in zip(_LEVELS, counts, strict=True)}


@dataclass(frozen=True)
class Profile:
    """All parts of the framework over one selection; each is added up once, when it is first asked for."""

    selection: Selection

    @cached_property
    def whole(self) -> Part:
        """All criteria together; the mean is that of the scores."""
        return self._part([_joined(standing, score.sections, score.score) for standing, score in self._scored])

    @cached_property
    def sections(self) -> Mapping[str, Part]:
        """By section code, in the order of the framework."""
        entries: dict[str, list[Entry]] = {s.code: [] for s in self.selection.picture.framework.sections}
        for standing, score in self._scored:
            for part in score.sections:
                entries[part.section].append(_entry(standing, part))
        return {code: self._part(found) for code, found in entries.items()}

    @cached_property
    def steps(self) -> Mapping[int, Part]:
        """By OECD step (1-6), of the sections that name one; several sections of one step count by their weight."""
        codes: dict[int, list[str]] = {}
        for section in self.selection.picture.framework.sections:
            if section.step:
                codes.setdefault(section.step, []).append(section.code)
        return {
            step: self.sections[of[0]] if len(of) == 1 else self._part(self._joined_sections(frozenset(of)))
            for step, of in sorted(codes.items())
        }

    def _joined_sections(self, codes: frozenset[str]) -> list[Entry]:
        entries = []
        for standing, score in self._scored:
            parts = [part for part in score.sections if part.section in codes]
            entries.append(_joined(standing, parts, weighted_mean((part.weight, part.score) for part in parts)))
        return entries

    @cached_property
    def themes(self) -> Mapping[str, Part]:
        """By theme, in order of name; a criterion with several counts in each. Criteria count by their own weight."""
        return self._added_up(lambda theme, _dimension: themes_in(theme))

    @cached_property
    def dimensions(self) -> Mapping[Dimension, Part]:
        """Policy and practice; criteria count by their own weight, whatever their section."""
        return self._added_up(lambda _theme, dimension: (dimension,) if dimension else ())

    def policy_practice_gap(self) -> Figure:
        """The mean score in policy less that in practice, in percentage points, of the participants that have both."""
        both = self.dimensions
        if len(both) < len(Dimension):
            return share(0, None, (), self._left_out)
        pairs = list(zip(both[Dimension.POLICY].entries, both[Dimension.PRACTICE].entries, strict=True))
        having = [(policy, practice) for policy, practice in pairs if policy.maximum and practice.maximum]
        without = [policy.standing for policy, practice in pairs if not (policy.maximum and practice.maximum)]
        gap = sum_of((policy.points, policy.maximum) for policy, _ in having)
        gap -= sum_of((practice.points, practice.maximum) for _, practice in having)
        left_out = _with(self._left_out, Lack.NO_VALUE, without)
        return share(gap, len(having), [policy.standing for policy, _ in having], left_out)

    def every_step(self, level: Number) -> Figure:
        """The share of the participants with at least `level` percent in every step that they have a score in.

        A step in which nothing applies, or everything is n.a., asks nothing. Who has no score in any is left out.
        """
        reached: dict[str, bool] = {}
        for part in self.steps.values():
            for standing, points, maximum, *_ in part.entries:
                if maximum:
                    code = standing.party.code
                    reached[code] = reached.get(code, True) and 100 * points >= level * maximum
        counted = self.selection.headline.counted
        having = [standing for standing in counted if standing.party.code in reached]
        without = [standing for standing in counted if standing.party.code not in reached]
        left_out = _with(self._left_out, Lack.NO_VALUE, without)
        return share(sum(reached.values()), len(having), having, left_out)

    @cached_property
    def _scored(self) -> Sequence[tuple[Standing, Score]]:
        return [(standing, standing.score) for standing in self.selection.headline.counted if standing.score]

    @cached_property
    def _left_out(self) -> LeftOut:
        return left_out_of(self.selection)

    def _part(self, entries: Sequence[Entry]) -> Part:
        return Part(entries, self._left_out)

    @cached_property
    def _columns(self) -> Mapping[tuple[str, Dimension | None], Mapping[str, _Sums]]:
        """The tallies by theme and dimension, then by participant.

        Their sums are made whole by one factor for the whole round: a ratio stays the same by it, and adding whole
        numbers up is many times as fast.
        """
        tallies = self.selection.picture.tallies
        factor = lcm(*{t.points.denominator for t in tallies}, *{t.maximum.denominator for t in tallies})
        columns: dict[tuple[str, Dimension | None], dict[str, _Sums]] = {}
        for tally in tallies:
            points, maximum = tally.points, tally.maximum
            columns.setdefault((tally.theme, tally.dimension), {})[tally.party] = (
                points.numerator * (factor // points.denominator),
                maximum.numerator * (factor // maximum.denominator),
                tally.fully,
                tally.partially,
                tally.not_,
            )
        return columns

    def _added_up(self, keys_of: Callable[[str, Dimension | None], Iterable[_Key]]) -> Mapping[_Key, Part]:
        """The tallies of the participants that count, by what `keys_of` says of theme and dimension."""
        columns: dict[_Key, list[Mapping[str, _Sums]]] = {}
        for (theme, dimension), column in self._columns.items():
            for key in keys_of(theme, dimension):
                columns.setdefault(key, []).append(column)
        parts = {}
        for key in sorted(columns, key=str):
            first, *others = columns[key]
            found = dict(first)
            for column in others:
                for party, (points, maximum, fully, partially, not_) in column.items():
                    a, b, c, d, e = found.get(party, _NOTHING)
                    found[party] = (a + points, b + maximum, c + fully, d + partially, e + not_)
            parts[key] = self._part(
                [
                    Entry(standing, *found.get(standing.party.code, _NOTHING), score.from_summary)
                    for standing, score in self._scored
                ]
            )
        return parts


def _whole(points: Number, maximum: Number) -> tuple[int, int]:
    """points / maximum in whole numbers."""
    return points.numerator * maximum.denominator, points.denominator * maximum.numerator


def _with(left_out: LeftOut, reason: Lack, standings: Sequence[Standing]) -> LeftOut:
    return {**left_out, reason: standings} if standings else left_out


def _entry(standing: Standing, part: SectionScore) -> Entry:
    if part.entered is not None:
        return Entry(standing, *_whole(part.entered, 100 if part.weight else 0), entered=True)
    return Entry(standing, *_whole(part.points, part.maximum), part.fully, part.partially, part.not_)


def _joined(standing: Standing, parts: Sequence[SectionScore], score: Fraction | None) -> Entry:
    """Several sections together, of which the score is known."""
    fully, partially, not_ = (
        sum(part.fully for part in parts),
        sum(part.partially for part in parts),
        sum(part.not_ for part in parts),
    )
    entered = score is not None and not (fully or partially or not_)
    return Entry(standing, *_whole(score or 0, 0 if score is None else 100), fully, partially, not_, entered)
