"""The demo's arithmetic: which ratings give a participant the score that it should have. See make_demo.py.

Scores are computed by the rules of the program, but not by its code: the demo would otherwise agree with any
mistake in it.
"""

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

SOURCE = Path(__file__).parent / "demo_source"
REQUIRED = {1: 20, 2: 40, 3: 60, 4: 60}
MARGIN = 15
OUTCOMES = ("meets", "on_track", "behind")
LADDER = ("not", "partially", "fully")
VALUE = {"not": Fraction(0), "partially": Fraction(1, 2), "fully": Fraction(1)}
STEP_DIFFICULTY = {1: -0.25, 2: 0.0, 3: 0.15, 4: 0.35, 5: 0.0, 6: 0.3}
GROUP_STRENGTH = {"large": 0.6, "medium": 0.1, "small": -0.35}
# Without an improvement plan (3.05) there is nothing to verify (4.02): n.a. together.
NA_WITH = {"4.02": "3.05"}
HARD_TO_AGREE_ON = ("2.08", "3.03", "4.02")

Ratings = dict[str, str]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROFILES = {row["criterion"]: row for row in read(SOURCE / "profiles.csv")}
EXCEPTIONS = {(row["round"], row["party"]): row for row in read(SOURCE / "exceptions.csv")}


def profile_of(criterion: str, became: str) -> Mapping[str, str]:
    """A criterion's own profile, else that of the one it became."""
    return PROFILES.get(criterion) or PROFILES[became]


def exception(year: str, party: str, column: str) -> str:
    return EXCEPTIONS.get((year, party), {}).get(column, "")


def draw(*key: object) -> random.Random:
    """A generator of its own for each question: no answer depends on what was asked before."""
    return random.Random("|".join(["demo", *map(str, key)]))


def bell(*key: object) -> float:
    """About normal, mean 0 and deviation 1, and the same on every machine: a sum of uniforms."""
    generator = draw(*key)
    return sum(generator.random() for _ in range(12)) - 6


@dataclass(frozen=True)
class Criterion:
    code: str
    section: str
    step: int
    weight: Fraction
    from_year: int
    groups: frozenset[str]
    profile: Mapping[str, str]


@dataclass(frozen=True)
class Party:
    code: str
    group: str
    joined: date
    left: date | None

    def takes_part(self, year: str) -> bool:
        return self.joined.year <= int(year) and (self.left is None or self.left.year >= int(year))

    def participation_year(self, year: str) -> int:
        return int(year) - max(self.joined.year, 2017) + 1


def applicable(framework: Sequence[Criterion], party: Party, year: str) -> list[Criterion]:
    n = party.participation_year(year)
    return [c for c in framework if c.from_year <= n and (not c.groups or party.group in c.groups)]


def score(criteria: Sequence[Criterion], ratings: Ratings) -> Fraction:
    """The mean of the sections' shares of their points, in percent."""
    points: dict[str, Fraction] = {}
    maximum: dict[str, Fraction] = {}
    for c in criteria:
        if ratings[c.code] != "na":
            points[c.section] = points.get(c.section, Fraction(0)) + c.weight * VALUE[ratings[c.code]]
            maximum[c.section] = maximum.get(c.section, Fraction(0)) + c.weight
    return 100 * sum((points[s] / maximum[s] for s in maximum), Fraction(0)) / len(maximum)


def outcome(points: Fraction, required: int) -> str:
    return OUTCOMES[0 if points >= required else 1 if points >= required - MARGIN else 2]


def aims(present: Sequence[Party], year: str) -> dict[str, float]:
    """A score to aim at for each participant that counts: the strongest of a cohort get the best outcomes."""
    found: dict[str, float] = {}
    for row in read(SOURCE / "outcomes.csv"):
        n = int(row["participation_year"])
        if row["round"] != year:
            continue
        cohort = [p for p in present if p.participation_year(year) == n]
        cohort = [p for p in cohort if not exception(year, p.code, "rated")]
        cohort.sort(key=lambda p: -strength(p, year))
        placed = {p.code: exception(year, p.code, "outcome") for p in cohort}
        free = [code for code, place in placed.items() if not place]
        for place in OUTCOMES:
            size = int(row[place])
            for code in free[: size - list(placed.values()).count(place)]:
                placed[code] = place
            free = [code for code in free if not placed[code]]
            chosen = [code for code, at in placed.items() if at == place]
            assert len(chosen) == size, (year, n, place, len(chosen))
            for i, code in enumerate(chosen):
                found[code] = _aim(REQUIRED[n], place, (i + 0.5) / size, int(row["reach"]))
        assert not free, (year, n, free)
    return found


def strength(party: Party, year: str) -> float:
    return bell(party.code) + GROUP_STRENGTH[party.group] + 0.5 * bell(party.code, year)


def _aim(required: int, place: str, depth: float, reach: int) -> float:
    """The score at `depth` (0 best, 1 worst) of an outcome class; the best `reach` above what is required."""
    if place == "meets":
        return required + 0.6 + reach * (1 - depth) * (1 - 0.4 * depth)
    if place == "on_track":
        return required - 0.25 - (MARGIN - 0.6) * depth * (0.5 + 0.5 * depth)
    return required - MARGIN - 0.4 - min(11, required - MARGIN) * 0.9 * depth


def not_applicable(criterion: Criterion, party: Party, year: str) -> bool:
    code = criterion.profile["criterion"]
    profile = PROFILES[NA_WITH.get(code, code)]
    when = year if profile["na_per"] == "round" else ""
    return draw("na", party.code, profile["criterion"], when).random() < float(profile["na_share"] or 0)


def lean(criterion: Criterion, party: Party, year: str) -> float:
    """How easy this criterion is for this participant this year. Most of it stays as it was last year."""
    code = criterion.profile["criterion"]
    return (
        0.8 * bell("bent", party.code, code)
        + 0.35 * bell("step", party.code, criterion.step)
        + 0.25 * bell("year", party.code, code, year)
        - float(criterion.profile["difficulty"])
        - STEP_DIFFICULTY[criterion.step]
    )


def fitted(criteria: Sequence[Criterion], party: Party, year: str, aim: float) -> Ratings:
    """Ratings whose score is as near to `aim` as can be: by ability first, then by a few single ratings."""
    leans = {c.code: lean(c, party, year) for c in criteria}
    na = dict.fromkeys((c.code for c in criteria if not_applicable(c, party, year)), "na")

    def at(ability: float) -> Ratings:
        return {code: LADDER[(ability + x > -0.5) + (ability + x > 0.5)] for code, x in leans.items()} | na

    low, high = -6.0, 8.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if score(criteria, at(middle)) < aim else (low, middle)
    ratings = at(low)
    doubtful = [code for code, x in leans.items() if code not in na and abs(abs(low + x) - 0.5) < 0.5]
    for _ in range(8):
        options = [ratings]
        for code in doubtful:
            level = LADDER.index(ratings[code])
            options += [ratings | {code: LADDER[i]} for i in (level - 1, level + 1) if 0 <= i <= 2]
        best = min(options, key=lambda option: abs(score(criteria, option) - Fraction(aim)))
        if best is ratings:
            break
        ratings = best
    return ratings


def own_answers(ratings: Ratings, party: Party, year: str, framework: Mapping[str, Criterion]) -> Ratings:
    """What the company says of itself: often a step better, now and then a step worse or n.a."""
    rosy = min(0.55, max(0.03, 0.22 + 0.13 * bell("rosy", party.code)))
    answers = dict(ratings)
    for code, rating in ratings.items():
        x = draw("self", party.code, year, code).random()
        if rating == "na":
            continue
        if x < rosy:
            answers[code] = LADDER[min(2, LADDER.index(rating) + 1)]
        elif x > 0.965:
            answers[code] = LADDER[max(0, LADDER.index(rating) - 1)]
        elif x > 0.8 and rating == "not" and framework[code].profile["na_reason"]:
            answers[code] = "na"
    return answers


def second_opinion(ratings: Ratings, party: Party, framework: Mapping[str, Criterion]) -> Ratings:
    """A second assessor's ratings: mostly the same, less so where the criterion is hard to agree on.

    Where somebody else saw nothing done, now and then there was nothing to do; and the other way round.
    """
    found = dict(ratings)
    for code, rating in ratings.items():
        x = draw("second", party.code, code).random()
        if rating == "na":
            found[code] = "not" if x < 0.25 else rating
        elif x > 0.9 and rating == "not" and framework[code].profile["na_reason"]:
            found[code] = "na"
        elif x < (0.6 if code in HARD_TO_AGREE_ON else 0.13):
            found[code] = "partially" if rating != "partially" else "fully" if x < 0.06 else "not"
    return found
