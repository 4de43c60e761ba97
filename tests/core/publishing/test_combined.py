"""Releases of small covenants one after another: nothing about a few follows from all of their figures together.

The solver is the test's own: unknown are every participant's scores by section, and in which of three classes it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from covenant_monitor.charts import Request
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import (
    AssessmentKind,
    Covenant,
    Framework,
    Party,
    Requirement,
    Round,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.releases import Statement
from covenant_monitor.domain.scoring import SectionScore, classify, total
from covenant_monitor.language import language
from covenant_monitor.publishing.checking import Figures, picked, prepared
from covenant_monitor.publishing.statements import in_chart, in_report, in_workbook
from covenant_monitor.store.releases import Release

PRIME = (1 << 61) - 1
CODES = "ABCD"
Unknown = tuple[str, str]


@dataclass
class Small:
    """A covenant of one round: per participant its score in every section that it has, and whether it counts."""

    picture: CovenantPicture
    scores: Mapping[str, Mapping[str, Fraction]]


def small(chance: Random) -> Small:
    n, sections, minimum = chance.randint(5, 14), chance.randint(2, 4), chance.randint(3, 5)
    weights = [chance.randint(1, 3) for _ in range(sections)]
    framework = Framework(
        "F",
        "1",
        Text(),
        [Section(CODES[i], Text(), (), step=1 + i // 2, weight=weights[i]) for i in range(sections)],
        published=True,
    )
    scores: dict[str, dict[str, Fraction]] = {}
    standings = []
    for number in range(n):
        having = [section for section in framework.sections if chance.random() < 0.85] or framework.sections[:1]
        own = {section.code: Fraction(chance.choice([0, 25, 50, 75, 100])) for section in having}
        scores[f"P{number}"] = own
        score = total(
            [
                SectionScore(section.code, section.weight, points=own[section.code], maximum=100)
                if section.code in own
                else SectionScore(section.code, section.weight)
                for section in framework.sections
            ]
        )
        year = chance.choice([1, 1, 2])
        required = 30 * year
        standings.append(
            Standing(
                Party(f"P{number}", f"P{number}"),
                "2020",
                AssessmentKind.SECRETARIAT,
                year,
                chance.choices([Status.FINAL, Status.DRAFT], [9, 1])[0],
                score,
                required,
                classify(score.score, required, 10),
            )
        )
    needs = [Requirement(year, 30 * year) for year in (1, 2)]
    round_ = Round("2020", date(2020, 1, 1), date(2020, 12, 31), "F", "1", requirements=needs, on_track_margin=10)
    covenant = Covenant("C", Text(), minimum_group=minimum)
    return Small(CovenantPicture(covenant, [RoundPicture(round_, framework, standings)]), scores)


def one_finished_or_reopened(picture: CovenantPicture, chance: Random) -> CovenantPicture:
    (round_,) = picture.rounds
    standings = list(round_.standings)
    place = chance.randrange(len(standings))
    status = Status.DRAFT if standings[place].status is Status.FINAL else Status.FINAL
    standings[place] = replace(standings[place], status=status)
    return replace(picture, rounds=[replace(round_, standings=standings)])


def chart(name: str, target: str = "") -> Figures:
    def figures(picture: CovenantPicture) -> Sequence[Statement]:
        request = Request(picture, language("en"), round="2020", target=target, public=True)
        return in_chart(name, request)

    return figures


def tables(picture: CovenantPicture) -> Sequence[Statement]:
    return in_workbook(picture, "2020")


OUTPUTS: Sequence[tuple[Callable[..., object], Figures]] = [
    (prepared, tables),
    (picked, tables),
    (prepared, lambda picture: in_report(picture, "2020")),
    *((prepared, chart(name)) for name in ("outcomes", "sections", "profile", "cohorts", "heatmap")),
    (prepared, chart("target", "computed:mean-score")),
    (prepared, chart("target", "computed:meets")),
]


def unknowns(one: Statement, given: Small) -> dict[Unknown, Fraction]:
    """What a figure adds up, in a common unit."""
    kind, _colon, which = one.measure.partition(":")
    weights = {section.code: Fraction(section.weight) for section in given.picture.rounds[0].framework.sections}
    steps = {section.code: str(section.step) for section in given.picture.rounds[0].framework.sections}
    found: dict[Unknown, Fraction] = {}
    for member in one.members:
        if kind == "outcome":
            parts = ["meets", "on_track"] if which == "behind" else [which]
            found |= {(member, part): Fraction(-1 if which == "behind" else 1) for part in parts}
            continue
        own = list(given.scores[member])
        if kind == "section":
            own = [which]
        if kind == "step":
            own = [code for code in own if steps[code] == which]
        together = sum(weights[code] for code in own)
        found |= {(member, code): weights[code] / together for code in own}
    return found


def reduced(rows: Iterable[Mapping[Unknown, int]]) -> list[dict[Unknown, int]]:
    """Independent rows, modulo a prime."""
    done: list[tuple[Unknown, dict[Unknown, int]]] = []
    for row in rows:
        left = dict(row)
        for pivot, other in done:
            if factor := left.get(pivot, 0):
                for key, value in other.items():
                    left[key] = (left.get(key, 0) - factor * value) % PRIME
        left = {key: value for key, value in left.items() if value}
        if left:
            pivot = next(iter(left))
            inverse = pow(left[pivot], -1, PRIME)
            done.append((pivot, {key: value * inverse % PRIME for key, value in left.items()}))
    return [row for _pivot, row in done]


def few(statements: Iterable[Statement], given: Small, limit: int) -> list[tuple[str, ...]]:
    """All fewer than `limit` participants about whom some combination is, and about nobody else."""
    rows = []
    for one in statements:
        exactly = unknowns(one, given)
        rows.append(
            {key: value.numerator * pow(value.denominator, -1, PRIME) % PRIME for key, value in exactly.items()}
        )
    rows = reduced(rows)
    found = []
    for size in range(1, limit):
        for some in combinations(sorted(given.scores), size):
            outside = [{key: value for key, value in row.items() if key[0] not in some} for row in rows]
            if len(reduced(outside)) < len(rows):
                found.append(some)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_of_all_outputs_together_nothing_about_a_few_follows(seed: int) -> None:
    chance = Random(seed)
    given = small(chance)
    picture, releases = given.picture, list[Release]()
    for _release in range(chance.randint(1, 4)):
        test, figures = chance.choice(OUTPUTS)
        check = (picked if test is picked else prepared)(picture, "2020", releases, figures)
        if not check.refused:
            now = datetime.now(UTC)
            releases.insert(0, Release(now, "", "workbook", "2020", "public", "nl", "", "", check.allowed))
        picture = one_finished_or_reopened(picture, chance)
    published = [one for release in releases for one in release.statements]
    assert few(published, given, max(3, picture.covenant.minimum_group)) == []
    # Where two classes are empty, all are in the third; so a group has all three of its classes, or none.
    for members in {one.members for one in published if one.measure == "outcome:behind"}:
        classes = {one.measure: int(one.value) for one in published if one.members == members and one.is_count}
        assert len(classes) == 3
        assert max(classes.values()) < len(members)
