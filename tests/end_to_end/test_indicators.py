"""Every computed indicator of the demo and of the real garment data equals one worked out here from the CSV files.

Nothing of the program is used for the expected numbers: only the rules of the design, in plain floats.
"""

import csv
import json
import math
import re
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from covenant_monitor.cli import main
from covenant_monitor.domain import progress
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.profile import Profile
from covenant_monitor.domain.progress import computed_indicators
from covenant_monitor.domain.scope import ALL, Scope, select
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.store import pictures
from covenant_monitor.store.store import create

SAMPLES = Path(__file__).parents[2] / "sample_data"
DATA = {"KLEDING": SAMPLES / "demo", "MSA-GARMENT": SAMPLES / "msa-garment"}
VALUE = {"fully": 1.0, "partially": 0.5, "not": 0.0}
DIMENSIONS = ("standards", "implementation")
"""Of the third, credibility, nothing was published."""
COUNTING = ("assessed", "reviewed", "final")

Expected = dict[str, tuple[float, float, float]]
NONE = math.nan  # a number of participants has no numerator and denominator


@dataclass
class Tally:
    """The ratings of one participant in one part: points, maximum, and how many per level."""

    points: float = 0
    maximum: float = 0
    levels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VALUE, 0))

    def add(self, weight: float, rating: str) -> None:
        if rating in VALUE:
            self.points += weight * VALUE[rating]
            self.maximum += weight
            self.levels[rating] += 1

    @property
    def score(self) -> float | None:
        return 100 * self.points / self.maximum if self.maximum else None


@dataclass
class Fact:
    """One participant in one round, as the files say."""

    party: str
    year: int
    status: str
    score: float | None = None
    counts: bool = False
    outcome: str = ""
    turnover: float | None = None
    sections: dict[str, float] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)


class Raw:
    """The CSV files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rounds = sorted(self.rows("rounds"), key=lambda row: row["first_day"])
        self.ratings: dict[tuple[str, str], dict[str, str]] = {}
        for row in self.rows("ratings"):
            if row["kind"] == "secretariat":
                self.ratings.setdefault((row["party"], row["round"]), {})[row["criterion"]] = row["rating"]
        self.status = {
            (row["party"], row["round"]): row["status"]
            for row in self.rows("assessments")
            if row["kind"] == "secretariat"
        }
        self.summaries: dict[tuple[str, str], dict[str, float]] = {}
        for row in self.rows("summaries"):
            self.summaries.setdefault((row["party"], row["round"]), {})[row["section"]] = float(row["percent"])
        self.figures = {(row["party"], row["year"], row["figure"]): float(row["value"]) for row in self.rows("figures")}

    @cache  # noqa: B019 - there are two of these
    def rows(self, name: str) -> list[dict[str, str]]:
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cache  # noqa: B019 - there are two of these
    def facts(self, round_: str) -> list[Fact]:
        row = next(row for row in self.rounds if row["round"] == round_)
        return [
            self.fact(party, row)
            for party in self.rows("parties")
            if party["kind"] == "company"
            and (
                (party["party"], round_) in self.status
                or (
                    party["joined_on"] <= row["last_day"]
                    and (not party.get("left_on") or party["left_on"] >= row["first_day"])
                )
            )
        ]

    def sections(self, row: Mapping[str, str]) -> list[dict[str, str]]:
        return [section for section in self.rows("sections") if section["version"] == row["version"]]

    def fact(self, party: Mapping[str, str], row: Mapping[str, str]) -> Fact:
        code, round_ = party["party"], row["round"]
        ends = [one["last_day"] for one in self.rounds]
        codes = [one["round"] for one in self.rounds]
        joined = next(i for i, end in enumerate(ends) if end >= party["joined_on"])
        year = codes.index(round_) - joined + 1
        fact = Fact(code, max(year, 0), self.status.get((code, round_), ""))
        fact.turnover = self.figures.get((code, row["last_day"][:4], "turnover"))
        if fact.status:
            self.rate(fact, party, row)
        required = [
            float(r["required_percent"])
            for r in sorted(self.rows("requirements"), key=lambda r: int(r["participation_year"]))
            if r["round"] == round_ and int(r["participation_year"]) <= fact.year
        ]
        if fact.counts and fact.score is not None and required:
            margin = float(row["on_track_margin"])
            short = required[-1] - fact.score
            fact.outcome = "meets" if short <= 0 else "on-track" if short <= margin else "behind"
        return fact

    def rate(self, fact: Fact, party: Mapping[str, str], row: Mapping[str, str]) -> None:
        rated = self.ratings.get((fact.party, row["round"]), {})
        entered = self.summaries.get((fact.party, row["round"]), {})
        applying = [
            c
            for c in self.rows("criteria")
            if c["version"] == row["version"]
            and int(c["from_participation_year"]) <= fact.year
            and (not c.get("groups") or party["group"] in c["groups"].split(";"))
        ]
        for c in applying:
            names = ["all", f"section:{c['section']}", c["dimension"]]
            names += [f"theme:{theme}" for theme in c.get("theme", "").split(";") if theme]
            for name in names:
                fact.tallies.setdefault(name, Tally()).add(float(c["weight"]), rated.get(c["criterion"], ""))
        for section in self.sections(row):
            tally = fact.tallies.get(f"section:{section['section']}", Tally())
            score = entered.get(section["section"]) if entered else tally.score
            if score is not None:
                fact.sections[section["section"]] = score
        weights = {section["section"]: float(section["weight"]) for section in self.sections(row)}
        if fact.sections:
            total = sum(weights[code] * score for code, score in fact.sections.items())
            fact.score = total / sum(weights[code] for code in fact.sections)
        fact.score = entered.get("", fact.score)
        complete = all(c["criterion"] in rated for c in applying)
        if entered:
            complete = "" in entered or all(c["section"] in entered for c in applying)
        fact.counts = fact.status in COUNTING and complete and fact.score is not None


def percentage(numerator: float, denominator: float) -> tuple[float, float, float]:
    return 100 * numerator / denominator, numerator, denominator


def means(found: Expected, code: str, scores: Sequence[float]) -> None:
    if scores:
        found[code] = percentage(sum(scores) / 100, len(scores))


def levels(found: Expected, code: str, tallies: Sequence[Tally]) -> None:
    n = sum(sum(tally.levels.values()) for tally in tallies)
    for level in VALUE if n else ():
        found[f"{code}:{level}"] = percentage(sum(tally.levels[level] for tally in tallies), n)


def people(found: Expected, prefix: str, facts: Sequence[Fact]) -> None:
    """The figures that there are of a cohort too."""
    found[f"{prefix}participants"] = (len(facts), NONE, NONE)
    means(found, f"{prefix}mean-score", [f.score for f in facts if f.counts and f.score is not None])
    having = [f.outcome for f in facts if f.outcome]
    for outcome in ("meets", "on-track", "behind") if having else ():
        found[f"{prefix}{outcome}"] = percentage(having.count(outcome), len(having))


def expected(raw: Raw, round_: str, facts: Sequence[Fact], *, cohorts: bool = True) -> Expected:
    found: Expected = {}
    people(found, "", facts)
    counted = [fact for fact in facts if fact.counts]
    if facts:
        found["assessed"] = percentage(len(counted), len(facts))
        found["final"] = percentage(sum(f.status == "final" for f in facts), len(facts))
        found["missing"] = percentage(sum(not f.status for f in facts), len(facts))
        found["in-progress"] = percentage(sum(f.status not in ("", "final") for f in facts), len(facts))
    scores = [f.score for f in counted if f.score is not None]
    if scores:
        middle = 1 if len(scores) % 2 else 2
        median = statistics.median(scores)
        found["median-score"] = (median, median * middle / 100, middle)
    weighed = [(f.turnover, f.score) for f in counted if f.turnover is not None and f.score is not None]
    if weighed:
        points = sum(turnover * score / 100 for turnover, score in weighed)
        found["weighted-mean-score"] = percentage(points, sum(turnover for turnover, _ in weighed))
    row = next(row for row in raw.rounds if row["round"] == round_)
    calendar = row["last_day"][:4]
    if companies := raw.figures.get(("", calendar, "companies")):
        found["sector-companies"] = percentage(len(facts), companies)
    known = [f.turnover for f in facts if f.turnover is not None]
    if known and (turnover := raw.figures.get(("", calendar, "turnover"))):
        found["sector-turnover"] = percentage(sum(known), turnover)
    for year in sorted({f.year for f in facts}) if cohorts else ():
        people(found, f"year:{year}:", [f for f in facts if f.year == year])
    parts(found, counted)
    for section in raw.sections(row):
        code, step = section["section"], section["step"]
        of = [f.sections[code] for f in counted if code in f.sections]
        for name in (f"section:{code}", f"step:{step}"):  # in both frameworks each step is one section
            means(found, f"{name}:mean", of)
            levels(found, name, [f.tallies[f"section:{code}"] for f in counted if f"section:{code}" in f.tallies])
    having = [f for f in counted if f.sections]
    if having:
        found["every-step-50"] = percentage(sum(min(f.sections.values()) >= 50 for f in having), len(having))
    return found


def parts(found: Expected, counted: Sequence[Fact]) -> None:
    levels(found, "all", [f.tallies["all"] for f in counted if "all" in f.tallies])
    names = {name for f in counted for name in f.tallies if name.startswith("theme:")}
    for name in ("policy", "practice", *names):
        tallies = [f.tallies[name] for f in counted if name in f.tallies]
        means(found, f"{name}:mean", [tally.score for tally in tallies if tally.score is not None])
        levels(found, name, tallies)
    gaps = [
        policy - practice
        for f in counted
        if (policy := f.tallies.get("policy", Tally()).score) is not None
        and (practice := f.tallies.get("practice", Tally()).score) is not None
    ]
    means(found, "policy-practice-gap", gaps)


@pytest.fixture(scope="module", params=list(DATA))
def data(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[CovenantPicture, Raw]]:
    folder = DATA[request.param]
    with create(tmp_path_factory.mktemp("data") / "data.covenant", user="A. Voorbeeld") as store:
        import_files(store, [folder])
        yield pictures.picture(store, request.param, ratings=True), Raw(folder)


def found_in(picture: CovenantPicture, scope: Scope = ALL) -> dict[str, Expected]:
    """What the program says, by round and code."""
    found: dict[str, Expected] = {round_.round.code: {} for round_ in picture.rounds}
    by_day = {(r.round.reference_date or r.round.last_day): r.round.code for r in picture.rounds}
    for indicator in computed_indicators(picture, scope):
        for one in indicator.observations:
            numerator = NONE if one.numerator is None else float(one.numerator)
            denominator = NONE if one.denominator is None else float(one.denominator)
            assert one.value is not None
            code = indicator.code.removeprefix("computed:")
            if code.startswith("alignment:"):  # of the covenant itself, of no participant and of no round
                continue
            found[by_day[one.day]][code] = (float(one.value), numerator, denominator)
    return found


def holds(
    data: tuple[CovenantPicture, Raw], scope: Scope, inside: Callable[[str], Callable[[Fact], bool]]
) -> dict[str, Expected]:
    picture, raw = data
    found = found_in(picture, scope)
    for round_, of_round in found.items():
        keep = inside(round_)
        facts = [fact for fact in raw.facts(round_) if keep(fact)]
        wanted = expected(raw, round_, facts, cohorts=scope.participation_year is None)
        assert set(of_round) == set(wanted), round_
        for code, numbers in wanted.items():
            assert of_round[code] == pytest.approx(numbers, rel=1e-9, abs=1e-9, nan_ok=True), (round_, code)
    return found


def test_every_indicator_of_all_participants(data: tuple[CovenantPicture, Raw]) -> None:
    found = holds(data, ALL, lambda _round: lambda _fact: True)
    assert sum(map(len, found.values())) > 200


def test_every_indicator_of_the_same_participants(data: tuple[CovenantPicture, Raw]) -> None:
    raw = data[1]
    first = "2018" if raw.folder.name == "demo" else "2020"
    panel = {fact.party for fact in raw.facts(first) if fact.counts}
    assert len(panel) > 50
    holds(data, Scope(panel=(first,)), lambda _round: lambda fact: fact.party in panel)


@pytest.mark.parametrize("year", [1, 2, 4])
def test_every_indicator_of_a_cohort(data: tuple[CovenantPicture, Raw], year: int) -> None:
    holds(data, Scope(participation_year=year), lambda _round: lambda fact: fact.year == year)


def test_who_is_left_out_is_everybody_that_does_not_count(data: tuple[CovenantPicture, Raw]) -> None:
    picture, raw = data
    for round_ in picture.rounds:
        selection = select(picture, round_.round.code)
        out = {s.party.code for of in selection.headline.left_out.values() for s in of}
        assert out == {fact.party for fact in raw.facts(round_.round.code) if not fact.counts}
        for part in Profile(selection).sections.values():
            shown = part.counts.rounded()
            assert shown is None or sum(shown) == 100


def test_every_kind_of_indicator_is_among_them(tmp_path: Path) -> None:
    """What the program can compute and these files do not show would be compared with nothing."""
    found = set()
    for covenant, folder in DATA.items():
        with create(tmp_path / f"{covenant}.covenant", user="A. Voorbeeld") as store:
            import_files(store, [folder])
            picture = pictures.picture(store, covenant, ratings=True)
        found |= {
            re.sub(r"^(year|step|section|theme):[^:]*", r"\1", one.code.removeprefix("computed:"))
            for one in computed_indicators(picture)
            if one.observations
        }
    people = {"participants", "mean-score", "meets", "on-track", "behind"}
    shares = {"fully", "partially", "not"}
    parts = {"step", "section", "theme", "policy", "practice"}
    assert found == {
        *people,
        *{"assessed", "final", "in-progress", "missing", "median-score", "weighted-mean-score"},
        *{"sector-companies", "sector-turnover", "every-step-50", "policy-practice-gap"},
        *{f"year:{code}" for code in people},
        *{f"all:{share}" for share in shares},
        *{f"{part}:{code}" for part in parts for code in {"mean", *shares}},
        *{f"alignment:{dimension}:{code}" for dimension in DIMENSIONS for code in ("fully", "at-least-partially")},
    }
    assert {one.series.code for one in (*progress._FIRST, *progress._MORE)} <= found


def test_every_indicator_of_the_covenant_itself(data: tuple[CovenantPicture, Raw]) -> None:
    """Of the published shares: fully, and fully and partially together, per dimension."""
    picture, raw = data
    wanted = {}
    for row in raw.rows("alignment"):
        assert (row["component"], row["unit"]) == ("", "percent"), "else the test needs a sum of its own"
        fully, partially = float(row["fully"]), float(row["partially"])
        code, day = f"computed:alignment:{row['dimension']}", f"{row['year']}-12-31"
        wanted[f"{code}:fully", day] = fully
        wanted[f"{code}:at-least-partially", day] = fully + partially
    found = {
        (indicator.code, str(one.day)): float(one.value or 0)
        for indicator in computed_indicators(picture)
        if indicator.code.startswith("computed:alignment:")
        for one in indicator.observations
    }
    assert found == pytest.approx(wanted)
    assert bool(found) is (raw.folder.name == "demo")


def test_the_command_line_tells_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "data.covenant"
    raw = Raw(DATA["KLEDING"])
    with create(file, user="A. Voorbeeld") as store:
        import_files(store, [raw.folder])
    assert main(["progress", str(file), "--covenant", "KLEDING", "--json"]) == 0
    told = {one["indicator"]: one for one in json.loads(capsys.readouterr().out)["indicators"]}
    days = {row["reference_date"] or row["last_day"]: row["round"] for row in raw.rounds}
    compared = 0
    for day, round_ in days.items():
        for code, numbers in expected(raw, round_, raw.facts(round_)).items():
            (one,) = (one for one in told[f"computed:{code}"]["observations"] if one["date"] == day)
            found = [math.nan if one[name] is None else one[name] for name in ("value", "numerator", "denominator")]
            assert found == pytest.approx(numbers, rel=1e-9, abs=1e-9, nan_ok=True), (round_, code)
            compared += 1
    of_rounds = sum(len(one["observations"]) for code, one in told.items() if code.startswith("computed:"))
    of_covenant = sum(len(one["observations"]) for code, one in told.items() if code.startswith("computed:alignment:"))
    assert compared == of_rounds - of_covenant > 200
    drawn = ["chart", str(file), "target", str(tmp_path / "wage.svg"), "--target", "computed:theme:living wage:mean"]
    assert main(drawn) == 0, "any of them can be drawn"
