"""Two rounds out of a file; those of the demo against sums that are written out here, over its CSV files."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from covenant_monitor.domain.comparison import most_declined, most_improved
from covenant_monitor.domain.comparison_parts import Cause, Measure
from covenant_monitor.domain.model import Number
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.exchange.importing import import_tables
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.files import sample_data
from covenant_monitor.store.comparing import RoundComparison, compare_rounds, compared, read_lineage, read_round
from covenant_monitor.store.store import Store, create
from tests.core.store.small import bring, small

POINTS = {"fully": 1.0, "partially": 0.5, "not": 0.0}
LADDER = {0: None, 1: 20, 2: 40}
Row = Mapping[str, str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "demo.covenant"
    with create_demo(path, user="A. Voorbeeld") as store:
        yield store


@cache
def table(name: str) -> Sequence[Row]:
    with (sample_data("demo") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def years() -> Mapping[tuple[str, str], int]:
    """The participation year of everybody in every round: the demo's rounds are calendar years from 2017 on."""
    return {
        (row["party"], str(round_)): round_ - max(2017, int(row["joined_on"][:4])) + 1
        for row in table("parties")
        for round_ in range(2017, 2021)
        if row["kind"] == "company"
    }


@cache
def ratings(round_: str) -> Mapping[str, Mapping[str, str]]:
    """The secretariat's ratings of what applies, of those that count: at least assessed, and complete."""
    group = {row["party"]: row["group"] for row in table("parties")}
    counted: dict[str, dict[str, str]] = {
        row["party"]: {}
        for row in table("assessments")
        if row["round"] == round_
        and row["kind"] == "secretariat"
        and row["status"] in ("assessed", "reviewed", "final")
    }
    for row in table("ratings"):
        if row["round"] == round_ and row["kind"] == "secretariat" and row["party"] in counted and row["rating"]:
            counted[row["party"]][row["criterion"]] = row["rating"]
    found = {}
    for party, its in counted.items():
        asked = applying("2", years()[party, round_], group[party])
        if its and asked <= set(its):
            found[party] = {code: rating for code, rating in its.items() if code in asked}
    return found


@cache
def applying(version: str, year: int, group: str) -> frozenset[str]:
    return frozenset(
        row["criterion"]
        for row in table("criteria")
        if row["version"] == version
        and int(row["from_participation_year"]) <= year
        and (not row["groups"] or group in row["groups"].split(";"))
    )


def score(its: Mapping[str, str]) -> float:
    """Of version 2, of which all sections and criteria weigh the same."""
    sections: dict[str, list[float]] = {}
    for code, rating in its.items():
        if rating != "na":
            sections.setdefault(code.split(".")[0], []).append(POINTS[rating])
    means = [sum(values) / len(values) for values in sections.values()]
    return 100 * sum(means) / len(means)


def test_2019_and_2020_of_the_demo_by_plain_sums(demo: Store) -> None:
    found = compare_rounds(demo, "KLEDING", "2019", "2020")
    then, now = ratings("2019"), ratings("2020")
    both = sorted(set(then) & set(now))
    assert (len(then), len(now), len(both)) == (57, 56, found.comparison.same) == (57, 56, 54)
    # The later rating of what applied in both, and the earlier one of what applied in the earlier only.
    rated = {p: {code: now[p].get(code, rating) for code, rating in then[p].items()} for p in both}
    states = [
        [score(its) for its in then.values()],
        [score(then[p]) for p in both],
        [score(rated[p]) for p in both],
        [score(now[p]) for p in both],
        [score(its) for its in now.values()],
    ]
    means = [sum(values) / len(values) for values in states]
    assert [pytest.approx(step.before.percent) for step in found.changes[Measure.MEAN].steps] == [
        *means[:3],
        *[means[3]] * 4,
    ]
    assert found.changes[Measure.MEAN].now.percent == pytest.approx(means[4])

    def meeting(scores: Mapping[str, float], round_: str) -> tuple[Number, int]:
        required = {p: LADDER.get(years()[p, round_], 60) for p in scores}
        within = [p for p in scores if required[p] is not None]
        return sum(scores[p] >= (required[p] or 0) - 1e-9 for p in within), len(within)

    assert [(step.after.numerator, step.after.denominator) for step in found.changes[Measure.MEETS].steps] == [
        meeting({p: score(then[p]) for p in both}, "2019"),
        meeting({p: score(rated[p]) for p in both}, "2019"),
        *[meeting({p: score(now[p]) for p in both}, "2019")] * 3,
        meeting({p: score(now[p]) for p in both}, "2020"),
        meeting({p: score(its) for p, its in now.items()}, "2020"),
    ]
    shares = found.changes[Measure.MEETS]
    assert [int(shares.then.numerator), int(shares.now.numerator)] == [36, 45]
    differences = {p: score(now[p]) - score(then[p]) for p in both}
    for one in found.comparison.participants:
        assert one.difference == (pytest.approx(differences[one.code]) if one.code in differences else None)
    ranked = sorted(differences, key=lambda p: -differences[p])
    assert [one.code for one in most_improved(found.comparison.participants, 3)] == ranked[:3]
    assert [one.code for one in most_declined(found.comparison.participants, 3)] == ranked[::-1][:3]
    for change in found.comparison.criteria:
        values = [
            (POINTS[then[p][change.code]], POINTS[now[p][change.code]])
            for p in both
            if then[p].get(change.code, "na") != "na" and now[p].get(change.code, "na") != "na"
        ]
        assert change.n == len(values)
        if values:
            risen = sum(after - before for before, after in values)
            assert change.difference == pytest.approx(100 * risen / len(values))


def test_2018_and_2019_of_the_demo_on_the_common_core(demo: Store) -> None:
    found = compare_rounds(demo, "KLEDING", "2018", "2019")
    mapped = {
        row["from_criterion"]: row["to_criterion"]
        for row in table("mappings")
        if row["relation"] in ("same", "reworded")
    }
    assert found.comparison.core.became == {(found.now.framework.code, "2"): mapped}
    assert [one.code for one in found.comparison.criteria] == sorted(mapped)
    assert found.comparison.core.criteria == 39
    back = compare_rounds(demo, "KLEDING", "2019", "2018")
    assert [one.code for one in back.comparison.criteria] == sorted(mapped), (
        "of the older version, whichever is named first"
    )
    for measure, change in found.changes.items():
        assert back.changes[measure].whole == -change.whole
        assert sum(change.parts.values()) == change.whole
        assert change.parts[Cause.VERSION]


def test_only_percentages_are_known_of_2017(demo: Store) -> None:
    found = compare_rounds(demo, "kleding", "2017", "2018")
    assert list(found.changes) == [Measure.MEAN], "nothing was required in 2017"
    mean = found.changes[Measure.MEAN]
    assert mean.not_taken_apart == mean.same > 0
    assert {cause for cause, part in mean.parts.items() if part} == {Cause.PARTICIPANTS, Cause.RATINGS}
    assert found.comparison.sections[0].difference is not None
    assert found.comparison.criteria[0].difference is None


def test_who_is_in_one_of_the_rounds_only_and_who_is_in_another_group(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        found = compare_rounds(store, "KLEDING", "2019", "2020")
        by_code = {one.code: one for one in found.comparison.participants}
        assert list(by_code) == ["P1", "P2", "P3"], "a union is no participant"
        assert by_code["P2"].then is None
        bring(store, parties="covenant,party,name,group\nKLEDING,P1,Voorbeeld Mode B.V.,large")
        again = compare_rounds(store, "KLEDING", "2019", "2020").comparison.participants[0]
        assert again.then is not None
        assert again.now is not None
        assert (again.then.group, again.now.group) == ("small", "large"), "a final one keeps its group"
        with pytest.raises(Problem, match="has no round 1999"):
            compare_rounds(store, "KLEDING", "2019", "1999")
        with pytest.raises(Problem, match="no covenant"):
            compare_rounds(store, "ANDERS", "2019", "2020")


def test_versions_of_different_frameworks_have_nothing_in_common(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        found = compare_rounds(store, "KLEDING", "2020", "2021")
    assert (found.comparison.core.same_version, found.comparison.core.criteria) == (False, 0)


def test_a_fixed_number_of_queries(demo: Store) -> None:
    def queries(then: str, now: str) -> int:
        seen: list[str] = []
        demo.connection.set_trace_callback(seen.append)
        try:
            compare_rounds(demo, "KLEDING", then, now)
        finally:
            demo.connection.set_trace_callback(None)
        return len(seen)

    compare_rounds(demo, "KLEDING", "2018", "2019")
    assert queries("2019", "2020") == queries("2017", "2018") <= 18
    assert queries("2018", "2019") == queries("2019", "2020") + 1, "the mapping"


def test_the_same_twice(demo: Store) -> None:
    def told() -> RoundComparison:
        return compare_rounds(demo, "KLEDING", "2018", "2020")

    assert told() == told()


def test_three_rounds_of_the_demo_by_plain_sums(demo: Store) -> None:
    """2018 by version 1, the others by version 2: over who has a value in all three, carried back by the mapping."""
    found = compare_rounds(demo, "KLEDING", "2018", "2019", "2020")
    back = {
        row["to_criterion"]: row["from_criterion"]
        for row in table("mappings")
        if row["relation"] in ("same", "reworded")
    }
    statuses = {
        (row["party"], row["round"])
        for row in table("assessments")
        if row["kind"] == "secretariat" and row["status"] in ("assessed", "reviewed", "final")
    }
    old = {
        party: {
            row["criterion"]: row["rating"]
            for row in table("ratings")
            if row["round"] == "2018" and row["kind"] == "secretariat" and row["party"] == party and row["rating"]
        }
        for party, round_ in statuses
        if round_ == "2018"
    }
    group = {row["party"]: row["group"] for row in table("parties")}
    oldest = {party: applying("1", years()[party, "2018"], group[party]) for party in old}
    before = {party: its for party, its in old.items() if oldest[party] <= set(its)}
    later = [
        {
            party: {
                back[code]: rating
                for code, rating in its.items()
                if code in back and back[code] in applying("1", years()[party, round_], group[party])
            }
            for party, its in ratings(round_).items()
        }
        for round_ in ("2019", "2020")
    ]
    everyone = [before, *later]
    in_all = set.intersection(*(set(of_round) for of_round in everyone))
    assert found.comparison.same == len(in_all) == 49
    assert len(found.comparison.criteria) == len(back) == 39
    for change in found.comparison.criteria:
        values = [
            [POINTS[of_round[party][change.code]] for of_round in everyone]
            for party in in_all
            if all(of_round[party].get(change.code, "na") != "na" for of_round in everyone)
        ]
        means = [100 * sum(column) / len(column) for column in zip(*values, strict=True)] if values else [None] * 3
        assert [ratio.denominator for ratio in change.ratios] == [len(values)] * 3
        assert [ratio.percent for ratio in change.ratios] == [
            mean if mean is None else pytest.approx(mean) for mean in means
        ]
    assert list(found.changes) == list(compare_rounds(demo, "KLEDING", "2018", "2020").changes)
    assert found.changes == compare_rounds(demo, "KLEDING", "2018", "2020").changes, "of the first and the last alone"


def test_everybody_in_eight_rounds_of_the_garment_data(tmp_path: Path) -> None:
    with create(tmp_path / "a.covenant") as store:
        tables, findings = read_tables([sample_data("msa-garment")], table_names=TABLES)
        import_tables(store, tables, findings, source="garment")
        rounds = [str(year) for year in range(2015, 2023)]
        found = compare_rounds(store, "MSA-GARMENT", *rounds, everybody=True)
        same = compare_rounds(store, "MSA-GARMENT", "2020", "2021")
    given: dict[tuple[str, str], dict[str, str]] = {}
    with (sample_data("msa-garment") / "ratings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given.setdefault((row["party"], row["round"]), {})[row["criterion"]] = row["rating"]
    with (sample_data("msa-garment") / "criteria.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["criterion"] for row in csv.DictReader(file)}
    complete = {place: its for place, its in given.items() if codes <= set(its) and set(its.values()) != {"na"}}
    for at, round_ in enumerate(rounds):
        scores = [score(its) for (_party, its_round), its in complete.items() if its_round == round_]
        ratio = found.comparison.mean.ratios[at]
        assert ratio.denominator == len(scores)
        assert ratio.percent == (pytest.approx(sum(scores) / len(scores)) if scores else None)
    assert (found.comparison.same, found.changes) == (0, {}), "nobody is complete in 2015"
    both = [party for party, round_ in complete if round_ == "2020" and (party, "2021") in complete]
    assert same.comparison.same == len(both) == 75
    for end, round_ in ((same.comparison.mean.then, "2020"), (same.comparison.mean.now, "2021")):
        assert end.percent == pytest.approx(sum(score(complete[party, round_]) for party in both) / len(both))


def test_nothing_is_read_twice_in_another_thread(demo: Store) -> None:
    read = [read_round(demo, "KLEDING", code) for code in ("2018", "2019")]
    lineage = read_lineage(demo, read)
    demo.connection.set_trace_callback(lambda statement: pytest.fail(statement))
    try:
        found = compared(read, lineage)
    finally:
        demo.connection.set_trace_callback(None)
    assert found == compare_rounds(demo, "KLEDING", "2018", "2019")
