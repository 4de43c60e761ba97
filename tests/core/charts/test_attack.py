"""What a reader can compute from the table and the words of one public chart, of covenants that are made at random.

The reader knows who takes part, since when, and who was rated on what; not how. Every number in the table is an
equation, and no combination of equations may be about fewer participants than may be shown, or say that all of a group
are alike. The equations are solved here, from the cells as they are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import gcd

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covenant_monitor.charts import Chart, Request, draw
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import (
    AssessmentKind,
    Covenant,
    Criterion,
    Framework,
    Outcome,
    Party,
    Round,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.scoring import Score, SectionScore
from covenant_monitor.language import language
from tests.core.charts.pictures import texts

EN = language("en")
MINIMUM = 4
CODES = ("A", "B", "C")
OUTCOMES = (Outcome.MEETS, Outcome.ON_TRACK, Outcome.BEHIND)

Unknown = tuple[str, str]
"""A participant and what of it: its score, a section or a class."""


@dataclass(frozen=True)
class Equation:
    """A number that is shown: so much of every unknown adds up to about `total`; `most` is what it can be at most."""

    row: Mapping[Unknown, Fraction]
    total: Fraction
    most: Fraction
    is_count: bool

    @property
    def people(self) -> frozenset[str]:
        return frozenset(person for person, _what in self.row)

    def says_all(self, off: Fraction = Fraction(0)) -> bool:
        """Whether everybody in it has the most, or of a mean is within 10 points of an end. `off`: of the total."""
        if self.is_count:
            return self.total >= self.most
        return min(self.total, self.most - self.total) <= Fraction(1, 10) - off


def less(one: Equation, *others: Equation) -> Equation:
    row = dict(one.row)
    for other in others:
        for unknown, part in other.row.items():
            row[unknown] = row.get(unknown, Fraction(0)) - part
    return Equation(
        {unknown: part for unknown, part in row.items() if part},
        one.total - sum(other.total for other in others),
        one.most - sum(other.most for other in others),
        one.is_count,
    )


def rank(rows: Sequence[Sequence[int]]) -> int:
    left = [list(row) for row in rows]
    found = 0
    for place in range(len(left[0]) if left else 0):
        chosen = next((row for row in left[found:] if row[place]), None)
        if chosen is None:
            continue
        left.remove(chosen)
        left.insert(found, chosen)
        for i in range(found + 1, len(left)):
            if left[i][place]:
                a, b = left[i][place], chosen[place]
                mixed = [value * b - other * a for value, other in zip(left[i], chosen, strict=True)]
                shared = gcd(*mixed) or 1
                left[i] = [value // shared for value in mixed]
        found += 1
    return found


def small_groups(equations: Sequence[Equation]) -> Iterator[frozenset[str]]:
    """The groups of fewer than may be shown that a combination of equations is about, and nobody else."""
    unknowns = sorted({unknown for equation in equations for unknown in equation.row})
    scale = 60
    columns = {
        unknown: tuple(int(equation.row.get(unknown, Fraction(0)) * scale) for equation in equations)
        for unknown in unknowns
    }
    alike: dict[tuple[tuple[str, tuple[int, ...]], ...], set[str]] = {}
    for person in {person for person, _what in unknowns}:
        mine = tuple((what, columns[person, what]) for who, what in unknowns if who == person)
        alike.setdefault(mine, set()).add(person)
    classes = [members for members in alike.values() if len(members) < MINIMUM]
    for count in range(1, MINIMUM):
        for chosen in combinations(classes, count):
            group = frozenset().union(*chosen)
            if len(group) >= MINIMUM:
                continue
            whole = [[column[i] for column in columns.values()] for i in range(len(equations))]
            rest = [
                [column[i] for (person, _w), column in columns.items() if person not in group]
                for i in range(len(equations))
            ]
            if rank(whole) > (rank(rest) if rest and rest[0] else 0):
                yield group


def told(equations: Sequence[Equation]) -> list[str]:
    """What follows that should not."""
    wrong = [f"about {sorted(group)}" for group in small_groups(equations)]
    wrong += [f"all of {sorted(one.people)}" for one in equations if one.says_all()]
    for one in equations:
        parts = [other for other in equations if other is not one and other.people < one.people]
        for count in range(1, len(parts) + 1):
            for chosen in combinations(parts, count):
                if sum(len(part.people) for part in chosen) != len(frozenset().union(*(p.people for p in chosen))):
                    continue
                if any(not part.row.keys() <= one.row.keys() for part in chosen):
                    continue
                rest = less(one, *chosen)
                off = one.most / 1000
                if rest.row and rest.says_all(off) and all(part == 1 for part in rest.row.values()):
                    wrong.append(f"all of {sorted(rest.people)}, by taking off")
    return wrong


@st.composite
def covenants(draw_: st.DrawFn) -> CovenantPicture:
    steps = draw_(st.sampled_from([(1, 1, 2), (1, 2, 2), (1, 1, 1), (1, 2, 3), (1, None, 1)]))
    sections = [Section(code, Text(code, code), [Criterion(code, Text())], step) for code, step in zip(CODES, steps)]  # noqa: B905
    framework = Framework("F", "1", Text(), sections, published=True)
    value = st.sampled_from([Fraction(0), Fraction(30), Fraction(50), Fraction(100)])
    section = st.one_of(value, value, value, st.none())
    alike = draw_(st.sampled_from([None, None, None, 100]))
    cohorts = draw_(st.lists(st.integers(0, 6), min_size=1, max_size=4))
    rounds = []
    for place in range(2):
        standings = []
        for cohort, size in enumerate(cohorts):
            for number in range(size):
                if place < cohort - 1 or draw_(st.integers(0, 9)) == 0:
                    continue
                values = [draw_(section) for _ in CODES]
                if alike is not None and cohort == 0:
                    values[0] = Fraction(alike)
                known = [one for one in values if one is not None]
                score = sum(known, Fraction()) / len(known) if known else None
                parts = [
                    SectionScore(code, entered=one) if one is not None else SectionScore(code)
                    for code, one in zip(CODES, values, strict=True)
                ]
                outcome = draw_(st.sampled_from(OUTCOMES)) if cohort else OUTCOMES[draw_(st.sampled_from([0, 0, 0, 1]))]
                standings.append(
                    Standing(
                        Party(f"{cohort}{number}", f"Geheim {cohort}{number}"),
                        str(2019 + place),
                        AssessmentKind.SECRETARIAT,
                        place + 1 + (cohort % 3),
                        draw_(st.sampled_from([Status.FINAL] * 9 + [Status.DRAFT])),
                        Score(parts, score, score, score, 3, 3),
                        40,
                        outcome if score is not None and draw_(st.integers(0, 9)) else None,
                    )
                )
        days = date(2019 + place, 1, 1), date(2019 + place, 12, 31)
        rounds.append(RoundPicture(Round(str(2019 + place), *days, "F", "1"), framework, standings))
    return CovenantPicture(Covenant("C", Text("C", "C"), minimum_group=MINIMUM), rounds)


def number(text: str) -> Fraction | None:
    text = text.strip().rstrip("%").replace(",", "")
    try:
        return Fraction(text)
    except ValueError:
        return None


def of_mean(people: Sequence[str], what: str, shown: str) -> Iterator[Equation]:
    value = number(shown)
    if value is not None and people:
        row = {(person, what): Fraction(1) for person in people}
        yield Equation(row, value * len(people) / 100, Fraction(len(people)), is_count=False)


def of_count(people: Sequence[str], what: str, shown: str) -> Iterator[Equation]:
    value = number(shown)
    if value is not None and people:
        row = {(person, what): Fraction(1) for person in people}
        yield Equation(row, value, Fraction(len(people)), is_count=True)


def in_year(name: str, standings: Sequence[Standing]) -> list[Standing]:
    if name.startswith("All"):
        return list(standings)
    year = int("".join(filter(str.isdigit, name)))
    return [s for s in standings if min(s.participation_year, 3) == year]


def scored(standings: Sequence[Standing], section: str = "") -> list[str]:
    """Who has a score, or one in a section."""
    return [
        s.party.code
        for s in standings
        if s.score
        and (
            any(part.section == section and part.score is not None for part in s.score.sections)
            if section
            else s.score.score is not None
        )
    ]


def equations(name: str, chart: Chart, picture: CovenantPicture, target: str) -> list[Equation]:
    counted = {one.round.code: one.headline.counted for one in picture.rounds}
    last = counted["2020"]
    found: list[Equation] = []
    for row in chart.rows:
        if name == "outcomes":
            people = [s.party.code for s in in_year(row[1], counted[row[0]]) if s.outcome]
            for outcome, cell in zip(OUTCOMES, row[4:7], strict=True):
                found += of_count(people, f"{row[0]} {outcome}", cell)
        elif name == "sections":
            found += of_mean(scored(last, row[0][0]), row[0][0], row[1])
        elif name == "heatmap":
            for code, cell in zip(CODES, row[2:], strict=True):
                found += of_mean(scored(in_year(row[0], last), code), code, cell)
        elif name == "cohorts":
            first = {s.party.code: one.round.code for one in reversed(picture.rounds) for s in one.standings}
            for place, code in enumerate(("2019", "2020")):
                since = row[0].removeprefix("Since ")
                people = [p for p in scored(counted[code]) if row[0].startswith("All") or first[p] == since]
                found += of_mean(people, code, row[1 + 2 * place])
        elif name == "distribution":
            top = row[1].rpartition("–")[2]
            if number(top) is not None and number(top) != 100:
                people = scored(in_year(row[0], last))
                before = sum(
                    number(other[2]) or 0
                    for other in chart.rows
                    if other[0] == row[0] and (number(other[1].rpartition("–")[2]) or 0) <= (number(top) or 0)
                )
                found += of_count(people, f"below {top}", str(before))
        elif name == "profile":
            for place, code in enumerate(("2019", "2020")):
                found += of_profile(row[0], row[1 + 2 * place], counted[code], code, picture.rounds[0].framework)
        elif name == "target" and target == "computed:mean-score":
            found += of_mean(scored(counted[row[0][-4:]]), row[0][-4:], row[2])
        elif name == "target" and target == "computed:meets":
            people = [s.party.code for s in counted[row[0][-4:]] if s.outcome]
            found += of_count(people, row[0][-4:], row[4])
    return found


def of_profile(
    name: str, shown: str, standings: Sequence[Standing], round_: str, framework: Framework
) -> list[Equation]:
    if name[0] in CODES:
        return list(of_mean(scored(standings, name[0]), f"{round_} {name[0]}", shown))
    value = number(shown)
    of = [section.code for section in framework.sections if str(section.step) == name[0]]
    row: dict[Unknown, Fraction] = {}
    for standing in standings:
        mine = [code for code in of if standing.party.code in scored([standing], code)]
        for code in mine:
            row[standing.party.code, f"{round_} {code}"] = Fraction(1, len(mine))
    if value is None or not row:
        return []
    n = len({person for person, _what in row})
    return [Equation(row, value * n / 100, Fraction(n), is_count=False)]


ATTACKED = ["outcomes", "sections", "heatmap", "cohorts", "distribution", "profile"]
TARGETS = ["computed:mean-score", "computed:meets", "computed:assessed", "computed:participants"]


@pytest.mark.parametrize(
    ("name", "target"), [*((name, "") for name in ATTACKED), *(("target", target) for target in TARGETS)]
)
@settings(deadline=None, max_examples=60)
@given(picture=covenants())
def test_C02_C05_C06_nothing_follows_from_a_public_chart(name: str, target: str, picture: CovenantPicture) -> None:
    chart = draw(name, Request(picture, EN, public=True, target=target))
    assert told(equations(name, chart, picture, target)) == []
    said = " ".join([chart.description, chart.text, chart.title, *texts(chart), *(s.text for s in chart.spots)])
    assert "Geheim" not in said
    hidden_but_counted(name, chart)


def hidden_but_counted(name: str, chart: Chart) -> None:
    """A mean that is hidden although its group is large enough says that everybody is alike."""
    places = {"sections": [(1, 2)], "cohorts": [(1, 2), (3, 4)], "profile": [(1, 2), (3, 4)]}.get(name, [])
    for row in chart.rows:
        for mean, n in places:
            assert number(row[mean]) is not None or not number(row[n]), row
