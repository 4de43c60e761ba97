"""What the tests of the rules draw from, and a naive computation of a score to hold the real one against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from covenant_monitor.domain.model import (
    HALF,
    LEVELS,
    Assessment,
    Criterion,
    Framework,
    JoinRule,
    Number,
    Rating,
    Round,
    Scale,
    Section,
    Text,
)
from covenant_monitor.domain.scoring import Score, score_assessment

GROUPS = ("small", "medium", "large")
SOME_GROUPS = [frozenset[str](), frozenset[str](), frozenset({"small"}), frozenset({"medium", "large"})]
NA = Rating(not_applicable=True, na_reason="sells no brands of others")

# A slow machine is no failure of a rule.
relaxed = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Case:
    """One assessment with all that its score depends on."""

    framework: Framework
    ratings: Mapping[str, Rating]
    year: int
    group: str

    @property
    def score(self) -> Score:
        """What the code under test makes of it."""
        assessment = Assessment("P", "2020", ratings=self.ratings)
        return score_assessment(assessment, self.framework, self.year, self.group)

    @property
    def applying(self) -> list[Criterion]:
        """The criteria that apply, by the words of the design."""
        return [c for section in self.framework.sections for c in section.criteria if self.counts(c)]

    @property
    def open(self) -> list[Criterion]:
        """Those of them that are not dealt with yet."""
        return [c for c in self.applying if not self.ratings.get(c.code, Rating()).is_rated]

    def counts(self, criterion: Criterion) -> bool:
        """Whether a criterion applies: from its year on, and to everybody or to the participant's group."""
        if criterion.from_participation_year > self.year:
            return False
        return self.group in criterion.groups if criterion.groups else True

    def rated(self, code: str, rating: Rating) -> "Case":
        """The same with one criterion rated so."""
        return replace(self, ratings={**self.ratings, code: rating})

    def with_sections(self, change: Callable[[Section], Section]) -> "Case":
        """The same with every section changed."""
        sections = [change(section) for section in self.framework.sections]
        return replace(self, framework=replace(self.framework, sections=sections))

    def with_criteria(self, change: Callable[[Criterion], Criterion]) -> "Case":
        """The same with every criterion changed."""
        return self.with_sections(lambda s: replace(s, criteria=[change(c) for c in s.criteria]))


def reference(case: Case, fill: Number | None = None) -> Fraction | None:
    """The score as the design's rules 3.1 to 3.4 say it; with `fill`, once all open ones have that value."""
    top, bottom = Fraction(), Fraction()
    for section in case.framework.sections:
        got, could_be_got = Fraction(), Fraction()
        for criterion in section.criteria:
            rating = case.ratings.get(criterion.code, Rating())
            value = fill if not rating.is_rated else rating.value
            if case.counts(criterion) and value is not None:
                got += Fraction(criterion.weight) * Fraction(value)
                could_be_got += Fraction(criterion.weight) * Fraction(case.framework.scale.maximum)
        if could_be_got:
            top += Fraction(section.weight) * got / could_be_got
            bottom += Fraction(section.weight)
    return 100 * top / bottom if bottom else None


def framework_of(sizes: Sequence[int], scale: Scale = LEVELS) -> Framework:
    """A framework with so many criteria in steps 1, 2, 3 ... Criterion 5 of step 2 is "2.05"; all weigh 1."""
    sections = [
        Section(
            str(step),
            Text(f"Stap {step}", f"Step {step}"),
            [Criterion(f"{step}.{i:02}", Text(en=f"{step}.{i:02}")) for i in range(1, size + 1)],
            step=step if step <= 6 else None,
        )
        for step, size in enumerate(sizes, start=1)
    ]
    return Framework("garment", "2", Text("Kader", "Framework"), sections, scale, published=True)


def rate(section: str, marks: str) -> dict[str, Rating]:
    """Ratings of a section's criteria in order: f fully, p partially, n not, a n.a., - nothing yet."""
    meaning = {"f": Rating(1), "p": Rating(HALF), "n": Rating(0), "a": NA, "-": Rating()}
    return {f"{section}.{i:02}": meaning[mark] for i, mark in enumerate(marks, start=1)}


@cache
def weights() -> st.SearchStrategy[Number]:
    """Positive weights, whole and broken."""
    return st.integers(1, 9) | st.fractions(Fraction(1, 10), 10, max_denominator=20)


@cache
def scales() -> st.SearchStrategy[Scale]:
    """The default scale, and numbers in a range, also one that does not begin at 0."""
    numeric = st.builds(
        lambda minimum, width: Scale(minimum, minimum + width, by_level=False),
        st.sampled_from([0, 0, 1, Fraction(5, 2)]),
        st.sampled_from([1, 4, 100, Fraction(1, 3)]),
    )
    return st.just(LEVELS) | numeric


@cache
def values(scale: Scale) -> st.SearchStrategy[Number]:
    """A value of the scale, often one of its ends."""
    ends = st.sampled_from([scale.minimum, scale.maximum])
    if scale.by_level:
        return ends | st.just(HALF)
    return ends | st.fractions(scale.minimum, scale.maximum, max_denominator=12)


@cache
def dealt_with(scale: Scale) -> st.SearchStrategy[Rating]:
    """A rating that is one: a value or n.a."""
    return values(scale).map(Rating) | st.just(NA)


@cache
def maybe_rated(scale: Scale) -> st.SearchStrategy[Rating | None]:
    """As `dealt_with`, or nothing yet: no rating, or one that says nothing."""
    return st.none() | st.just(Rating()) | dealt_with(scale) | dealt_with(scale)


@st.composite
def cases(draw: st.DrawFn, *, years: Sequence[int] = (0, 1, 2, 3, 4)) -> Case:
    """An assessment under up to four sections, with some criteria for later years or other groups."""
    scale = draw(scales())
    sections, ratings = [], {}
    for step in range(1, draw(st.integers(1, 4)) + 1):
        criteria = []
        for i in range(draw(st.integers(0, 4))):
            code = f"{step}.{i}"
            criteria.append(
                Criterion(
                    code,
                    Text(code, code),
                    weight=draw(weights()),
                    from_participation_year=draw(st.sampled_from([1, 1, 1, 2, 3])),
                    groups=draw(st.sampled_from(SOME_GROUPS)),
                )
            )
            if rating := draw(maybe_rated(scale)):
                ratings[code] = rating
        sections.append(Section(str(step), Text(), criteria, step=step, weight=draw(weights())))
    framework = Framework("f", "1", Text(), sections, scale)
    return Case(framework, ratings, draw(st.sampled_from(years)), draw(st.sampled_from(["", *GROUPS])))


def pick(data: st.DataObject, criteria: Sequence[Criterion]) -> Criterion:
    """One of some criteria."""
    return data.draw(st.sampled_from(list(criteria)), label="criterion")


def year_round(year: int, **settings_: Any) -> Round:
    """The round of a calendar year."""
    return Round(str(year), date(year, 1, 1), date(year, 12, 31), "garment", "2", **settings_)


@st.composite
def round_rows(draw: st.DrawFn, *, rule: JoinRule | None = None) -> list[Round]:
    """Up to five rounds one after the other, some with days between; of one join rule, or of both."""
    rounds, first = [], date(2016, 1, 1)
    for number in range(1, draw(st.integers(1, 5)) + 1):
        first += timedelta(draw(st.integers(0, 40)))
        last = first + timedelta(draw(st.integers(0, 400)))
        own = rule or draw(st.sampled_from(list(JoinRule)))
        rounds.append(Round(f"R{number}", first, last, "garment", "2", join_rule=own))
        first = last + timedelta(1)
    return rounds


def join_dates() -> st.SearchStrategy[date]:
    """Days before, in, between and after the rounds of `round_rows`."""
    return st.dates(date(2015, 6, 1), date(2022, 6, 1))
