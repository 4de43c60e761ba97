"""The sample data: right in shape, true to what was published, and what make_demo.py makes.

Everything is worked out here from the CSV files, by the rules of the design and without the program's own code.
"""

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "sample_data" / "demo"
PUBLISHED = ROOT / "sample_data" / "published"
MSA = ROOT / "sample_data" / "msa-garment"
DEFAULT = ROOT / "resources" / "frameworks" / "default"

REGISTERED = "party round owner status raised_on due_on closed_on result participants criteria themes note"
COLUMNS = {
    "covenants": "covenant name_nl name_en sector start_date end_date minimum_group dominance_percent outcomes_public",
    "frameworks": "framework version name_nl name_en scale scale_min scale_max status",
    "sections": "framework version section name_nl name_en step weight",
    "criteria": "framework version section criterion text_nl text_en guidance_nl guidance_en theme dimension weight"
    " from_participation_year groups",
    "anchors": "framework version criterion level text_nl text_en",
    "mappings": "framework from_version from_criterion to_version to_criterion relation",
    "rounds": "covenant round first_day last_day reference_date framework version join_rule on_track_margin note",
    "requirements": "covenant round participation_year group required_percent",
    "parties": "covenant party name kind group country kvk lei joined_on left_on left_reason",
    "figures": "covenant party year figure value unit source",
    "assessments": "covenant party round kind status assessor reviewer assessed_on note",
    "ratings": "covenant party round kind criterion rating na_reason evidence evidence_date unproven note",
    "summaries": "covenant party round kind section percent",
    "alignment": "covenant year component dimension fully partially not unit source",
    "indicators": "covenant indicator name_nl name_en unit direction",
    "observations": "covenant indicator date value low high numerator denominator source note",
    "targets": "covenant target indicator baseline_date baseline_value milestone_date milestone_value note",
    "risks": f"covenant risk title description severity likelihood {REGISTERED}",
    **{f"{one}s": f"covenant {one} title description {REGISTERED}" for one in ("action", "commitment", "complaint")},
    "followups": "covenant action round answer note answered_by answered_on",
}
KEYS = {
    "covenants": "covenant",
    "frameworks": "framework version",
    "sections": "framework version section",
    "criteria": "framework version criterion",
    "anchors": "framework version criterion level",
    "mappings": "framework from_version from_criterion to_version to_criterion",
    "rounds": "covenant round",
    "requirements": "covenant round participation_year group",
    "parties": "covenant party",
    "figures": "covenant party year figure",
    "assessments": "covenant party round kind",
    "ratings": "covenant party round kind criterion",
    "summaries": "covenant party round kind section",
    "alignment": "covenant year component dimension",
    "indicators": "covenant indicator",
    "observations": "covenant indicator date",
    "targets": "covenant target milestone_date",
    **{f"{one}s": f"covenant {one}" for one in ("risk", "action", "commitment", "complaint")},
    "followups": "covenant action round",
}
REGISTERS = ("risks", "actions", "commitments", "complaints")
OPTIONAL = ("figures", *REGISTERS)
"""Tables whose rows may name no party, or no round."""
OURS = sorted(path for folder in (DEFAULT, DEMO, PUBLISHED) for path in folder.glob("*.csv"))
LEVELS = {"fully": Fraction(1), "partially": Fraction(1, 2), "not": Fraction(0)}
STATUSES = ["draft", "submitted", "assessed", "reviewed", "final"]

Row = Mapping[str, str]


@cache
def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def demo(name: str) -> list[dict[str, str]]:
    return table(DEMO / f"{name}.csv")


@cache
def ratings_of(year: str, kind: str = "secretariat") -> dict[str, dict[str, Row]]:
    """The ratings of a round, by party and criterion."""
    found: dict[str, dict[str, Row]] = {}
    for row in demo("ratings"):
        if (row["round"], row["kind"]) == (year, kind):
            found.setdefault(row["party"], {})[row["criterion"]] = row
    return found


@cache
def assessments_of(year: str, kind: str = "secretariat") -> dict[str, Row]:
    return {r["party"]: r for r in demo("assessments") if (r["round"], r["kind"]) == (year, kind)}


def participation_year(party: str, year: str) -> int:
    joined = next(row["joined_on"] for row in demo("parties") if row["party"] == party)
    return int(year) - max(2017, int(joined[:4])) + 1


def applicable(party: str, year: str) -> list[dict[str, str]]:
    version = next(row["version"] for row in demo("rounds") if row["round"] == year)
    group = next(row["group"] for row in demo("parties") if row["party"] == party)
    n = participation_year(party, year)
    return [
        row
        for row in demo("criteria")
        if row["version"] == version
        and int(row["from_participation_year"]) <= n
        and (not row["groups"] or group in row["groups"].split(";"))
    ]


def score(party: str, year: str) -> Fraction:
    """Design rules 3.2 and 3.3; all sections of the demo weigh 1."""
    parts: dict[str, list[tuple[int, Fraction]]] = {}
    for criterion in applicable(party, year):
        rating = ratings_of(year)[party].get(criterion["criterion"], {}).get("rating", "")
        if rating in LEVELS:
            parts.setdefault(criterion["section"], []).append((int(criterion["weight"]), LEVELS[rating]))
    shares = [sum((w * v for w, v in p), Fraction(0)) / sum(w for w, _ in p) for p in parts.values()]
    return 100 * sum(shares, Fraction(0)) / len(shares)


def is_complete(party: str, year: str) -> bool:
    rated = ratings_of(year)[party]
    return all(criterion["criterion"] in rated for criterion in applicable(party, year))


def outcome(party: str, year: str) -> str:
    required = [
        (int(row["participation_year"]), int(row["required_percent"]))
        for row in demo("requirements")
        if row["round"] == year and int(row["participation_year"]) <= participation_year(party, year)
    ]
    margin = next(int(row["on_track_margin"]) for row in demo("rounds") if row["round"] == year)
    gap = score(party, year) - max(required)[1]
    return "meets" if gap >= 0 else "on track" if gap >= -margin else "behind"


def counted(year: str, least: str = "assessed") -> list[str]:
    """The participants in headline figures: complete, and assessed or later (design rule 3.5)."""
    reached = STATUSES[STATUSES.index(least) :]
    return [p for p, row in assessments_of(year).items() if row["status"] in reached and is_complete(p, year)]


def outcomes(parties: list[str], year: str) -> tuple[int, int, int]:
    found = Counter(outcome(party, year) for party in parties)
    return found["meets"], found["on track"], found["behind"]


# The published outcome


@pytest.mark.parametrize(
    ("year", "expected", "rounded"),
    [("2018", (5, 50, 9), (8, 78, 14)), ("2019", (36, 15, 6), (63, 26, 11)), ("2020", (45, 8, 3), (80, 14, 5))],
)
def test_outcome_of_a_round_is_the_published_one(
    year: str, expected: tuple[int, int, int], rounded: tuple[int, int, int]
) -> None:
    found = outcomes(counted(year), year)
    assert found == expected
    assert tuple(round(100 * n / sum(found)) for n in found) == rounded


def test_final_assessments_of_2020_are_50_of_which_40_meet() -> None:
    assert outcomes(counted("2020", "final"), "2020") == (40, 7, 3)


def test_outcome_by_participation_year() -> None:
    found = {
        (year, n): outcomes([p for p in counted(year) if participation_year(p, year) == n], year)
        for year, years in (("2018", (1, 2)), ("2019", (1, 2, 3)), ("2020", (1, 2, 3, 4)))
        for n in years
    }
    assert found == {
        ("2018", 1): (1, 7, 1),
        ("2018", 2): (4, 43, 8),
        ("2019", 1): (3, 2, 0),
        ("2019", 2): (4, 3, 1),
        ("2019", 3): (29, 10, 5),
        ("2020", 1): (1, 0, 0),
        ("2020", 2): (4, 1, 0),
        ("2020", 3): (4, 1, 1),
        ("2020", 4): (36, 6, 2),
    }


def test_no_score_lies_on_a_boundary() -> None:
    for year in ("2018", "2019", "2020"):
        for party in counted(year):
            assert all(abs(score(party, year) - boundary) > Fraction(1, 100) for boundary in (5, 20, 25, 40, 45, 60))


def test_participants_per_round() -> None:
    found = {
        year: sum(
            row["kind"] == "company"
            and row["joined_on"] <= f"{year}-12-31"
            and not (row["left_on"] and row["left_on"] < f"{year}-01-01")
            for row in demo("parties")
        )
        for year in ("2017", "2018", "2019", "2020")
    }
    assert found == {"2017": 59, "2018": 66, "2019": 62, "2020": 60}


def test_round_2020_is_still_being_worked_on() -> None:
    assessments = assessments_of("2020")
    assert Counter(row["status"] for row in assessments.values()) == {
        "final": 50,
        "reviewed": 2,
        "assessed": 4,
        "draft": 3,
    }
    begun = {
        party: (len(ratings_of("2020")[party]), len(applicable(party, "2020")))
        for party, row in assessments.items()
        if row["status"] == "draft"
    }
    assert begun == {"BEDACHT-BADGOED": (8, 53), "VERBEELD-ZIJDE": (31, 53), "VOORBEELD-MODE": (42, 56)}
    assert "TESTPATROON" not in assessments


def test_voorbeeld_mode_in_2020() -> None:
    rated = ratings_of("2020")["VOORBEELD-MODE"]
    last_year = ratings_of("2019")["VOORBEELD-MODE"]
    own = ratings_of("2020", "self")["VOORBEELD-MODE"]
    assert participation_year("VOORBEELD-MODE", "2020") == 4
    assert round(float(score("VOORBEELD-MODE", "2020")), 1) == 63.1
    assert sum(own[code]["rating"] != row["rating"] for code, row in rated.items()) == 12
    assert sum(last_year[code]["rating"] != row["rating"] for code, row in rated.items()) == 15
    assert sum(row["unproven"] == "1" for row in rated.values()) == 2


def test_companies_rate_themselves_higher_than_the_secretariat_does() -> None:
    for year in ("2018", "2019", "2020"):
        differences = [
            LEVELS[row["rating"]] - LEVELS[theirs[code]["rating"]]
            for party, own in ratings_of(year, "self").items()
            for theirs in [ratings_of(year)[party]]
            for code, row in own.items()
            if code in theirs and "na" not in (row["rating"], theirs[code]["rating"])
        ]
        assert Fraction(2, 100) < sum(differences, Fraction(0)) / len(differences) < Fraction(15, 100)


# Shape


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_table_has_the_right_columns_order_and_bytes(path: Path) -> None:
    raw = path.read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8").splitlines()[0] == ",".join(COLUMNS[path.stem].split())
    keys = [tuple(row[column] for column in KEYS[path.stem].split()) for row in table(path)]
    assert keys == sorted(keys)
    assert len({tuple(part.casefold() for part in key) for key in keys}) == len(keys)


@pytest.mark.parametrize("path", sorted(MSA.glob("*.csv")), ids=lambda path: path.stem)
def test_real_tables_have_known_columns(path: Path) -> None:
    assert set(table(path)[0]) <= set(COLUMNS[path.stem].split())


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_dates_are_dates_and_numbers_are_numbers(path: Path) -> None:
    for row in table(path):
        for column, value in row.items():
            if value and (column.endswith(("_on", "_day", "_date")) or column == "date"):
                date.fromisoformat(value)
            if value and column in ("value", "low", "high", "percent", "weight", "milestone_value", "fully"):
                Fraction(value)


def test_default_framework_is_complete_in_both_languages() -> None:
    criteria = table(DEFAULT / "criteria.csv")
    assert len(criteria) == 56
    assert [row["step"] for row in table(DEFAULT / "sections.csv")] == ["1", "2", "3", "4", "5", "6"]
    (framework,) = table(DEFAULT / "frameworks.csv")
    assert "voorstel" in framework["name_nl"]
    assert "suggestion" in framework["name_en"]
    for row in criteria:
        assert row["text_nl"], row["criterion"]
        assert row["text_en"], row["criterion"]
        assert "n.v.t." in row["guidance_nl"].lower(), row["criterion"]
        assert "n.a." in row["guidance_en"].lower(), row["criterion"]
        assert row["dimension"] in ("policy", "practice")
        assert set(row["groups"].split(";")) <= {"", "medium", "large"}
    anchors = table(DEFAULT / "anchors.csv")
    assert {(row["criterion"], row["level"]) for row in anchors} == {
        (row["criterion"], level) for row in criteria for level in LEVELS
    }
    for language in ("text_nl", "text_en"):
        texts = [row[language] for row in anchors]
        assert len(set(texts)) == len(texts), "an anchor belongs to one criterion"
        assert all(texts)


@pytest.mark.parametrize("name", ["sections", "criteria", "anchors"])
def test_version_2_of_the_demo_is_the_default_framework(name: str) -> None:
    own = ("framework", "version")
    newer = [{k: v for k, v in row.items() if k not in own} for row in demo(name) if row["version"] == "2"]
    assert newer == [{k: v for k, v in row.items() if k not in own} for row in table(DEFAULT / f"{name}.csv")]


def test_mappings_account_for_every_criterion_of_both_versions() -> None:
    mappings = demo("mappings")
    codes = {v: {row["criterion"] for row in demo("criteria") if row["version"] == v} for v in "12"}
    assert {row["from_criterion"] for row in mappings} - {""} == codes["1"]
    assert {row["to_criterion"] for row in mappings} - {""} == codes["2"]
    before = Counter(row["from_criterion"] for row in mappings)
    after = Counter(row["to_criterion"] for row in mappings)
    relations = Counter(row["relation"] for row in mappings)
    assert set(relations) == {"same", "reworded", "split", "merged", "new", "dropped"}
    for row in mappings:
        old, new, relation = row["from_criterion"], row["to_criterion"], row["relation"]
        assert (old == "") == (relation == "new")
        assert (new == "") == (relation == "dropped")
        if old and new:
            assert (before[old] > 1) == (relation == "split")
            assert (after[new] > 1) == (relation == "merged")


# References


def test_everything_in_the_demo_refers_to_something_that_is_there() -> None:
    parties = {row["party"]: row for row in demo("parties")}
    rounds = {row["round"]: row for row in demo("rounds")}
    versions = {(row["framework"], row["version"]) for row in demo("frameworks")}
    sections = {(row["version"], row["section"]) for row in demo("sections")}
    criteria = {(row["version"], row["criterion"]) for row in demo("criteria")}
    indicators = {row["indicator"] for row in demo("indicators")}
    assessments = {(row["party"], row["round"], row["kind"]): row for row in demo("assessments")}
    for name in COLUMNS:
        for row in demo(name):
            assert row.get("covenant", "KLEDING") == "KLEDING"
            assert row.get("framework", "KLEDING") == "KLEDING"
            assert "party" not in row or row["party"] in parties or (name in OPTIONAL and not row["party"])
            assert "round" not in row or row["round"] in rounds or (name in REGISTERS and not row["round"])
            assert "indicator" not in row or row["indicator"] in indicators
    assert {(row["framework"], row["version"]) for row in rounds.values()} == versions
    assert {(row["version"], row["section"]) for row in demo("criteria")} == sections
    assert {(row["version"], row["criterion"]) for row in demo("anchors")} <= criteria
    for row in demo("ratings"):
        assert (rounds[row["round"]]["version"], row["criterion"]) in criteria
        assert (row["party"], row["round"], row["kind"]) in assessments
    for row in demo("summaries"):
        assert (row["party"], row["round"], row["kind"]) in assessments
        assert not row["section"] or (rounds[row["round"]]["version"], row["section"]) in sections


def test_the_registers_say_what_the_ratings_do() -> None:
    parties = {row["party"]: row for row in demo("parties")}
    ratings = {
        (row["party"], row["round"], row["criterion"]): row["rating"]
        for row in demo("ratings")
        if row["kind"] == "secretariat"
    }
    themes = {row["criterion"]: row["theme"] for row in demo("criteria") if row["version"] == "2"}
    answers = {row["action"]: row["answer"] for row in demo("followups")}
    assert {name: len(demo(name)) for name in REGISTERS} == dict(zip(REGISTERS, (6, 15, 5, 3), strict=True))
    for name in REGISTERS:
        for row in demo(name):
            assert set(filter(None, row["participants"].split(";"))) <= set(parties)
            assert set(filter(None, row["criteria"].split(";"))) <= set(themes)
            assert (row["status"] in ("done", "dropped")) == bool(row["closed_on"]) == bool(row["result"])
    assert all(parties[row["party"]]["kind"] != "company" for row in demo("commitments"))
    actions = {row["action"]: row for row in demo("actions")}
    for row in actions.values():
        if row["party"]:
            assert ratings[row["party"], row["round"], row["criteria"]] in ("not", "partially")
            assert row["themes"] == themes[row["criteria"]]
    for code, answer in answers.items():
        row = actions[code]
        found = ratings[row["party"], "2020", row["criteria"]]
        assert (row["round"], found) == ("2019", {"done": "fully", "partly": "partially", "not": "not"}[answer])
        assert row["status"] == {"done": "done", "partly": "in_progress", "not": "open"}[answer]
    assert Counter(answers.values()) == {"done": 4, "partly": 2, "not": 3}


def test_only_participants_of_the_round_are_assessed() -> None:
    parties = {row["party"]: row for row in demo("parties")}
    for row in demo("assessments"):
        party = parties[row["party"]]
        assert party["kind"] == "company"
        assert party["joined_on"] <= f"{row['round']}-12-31"
        assert not party["left_on"] or party["left_on"] >= f"{row['round']}-01-01"


def test_party_kinds_and_groups() -> None:
    kinds = Counter(row["kind"] for row in demo("parties"))
    assert set(kinds) == {"company", "association", "union", "ngo", "government", "other"}
    assert kinds["company"] == 75
    for row in demo("parties"):
        assert row["group"] in (("small", "medium", "large") if row["kind"] == "company" else ("",))
        assert not row["left_on"] or row["left_reason"]


# Rules of the work


def test_reviewer_is_another_person_than_the_assessor() -> None:
    for row in demo("assessments"):
        if row["round"] != "2017" and row["kind"] == "secretariat":
            assert row["assessor"]
            assert bool(row["reviewer"]) == (row["status"] in ("reviewed", "final"))
            assert row["reviewer"] != row["assessor"]


def test_second_assessor_is_neither_the_first_nor_the_reviewer() -> None:
    second = assessments_of("2020", "second")
    assert len(second) == 8
    for party, row in second.items():
        first = assessments_of("2020")[party]
        assert row["assessor"] not in (first["assessor"], first["reviewer"])
        assert set(ratings_of("2020", "second")[party]) == set(ratings_of("2020")[party])


def test_final_assessments_are_complete() -> None:
    for year in ("2018", "2019", "2020"):
        for party, row in assessments_of(year).items():
            assert is_complete(party, year) == (row["status"] in ("assessed", "reviewed", "final"))


def test_na_has_a_reason_and_nothing_else_has() -> None:
    for row in demo("ratings"):
        assert row["rating"] in (*LEVELS, "na")
        assert bool(row["na_reason"]) == (row["rating"] == "na")


def test_evidence_has_a_date_before_the_assessment_and_claims_have_none() -> None:
    done = {(row["party"], row["round"], row["kind"]): row["assessed_on"] for row in demo("assessments")}
    for row in demo("ratings"):
        assert bool(row["evidence"]) == bool(row["evidence_date"])
        assert not (row["unproven"] and row["evidence"])
        assert not row["evidence"] or row["rating"] in ("fully", "partially")
        assessed_on = done[row["party"], row["round"], row["kind"]]
        assert not assessed_on or row["evidence_date"] <= assessed_on
        if row["round"] >= "2019" and row["kind"] == "secretariat" and row["rating"] == "fully":
            assert row["evidence"], (row["party"], row["criterion"])


def test_start_up_year_has_summaries_only() -> None:
    assert not ratings_of("2017")
    by_party: dict[str, set[str]] = {}
    for row in demo("summaries"):
        assert row["round"] == "2017"
        assert 0 <= int(row["percent"]) <= 100
        by_party.setdefault(row["party"], set()).add(row["section"])
    assert set(by_party) == set(assessments_of("2017"))
    shapes = Counter("".join(sorted(sections)) for sections in by_party.values())
    assert set(shapes) == {"", "ABC", "ABCDEF"}
    assert shapes["ABC"] == 1


def test_invented_figures_say_so() -> None:
    assert all("voorbeeld" in row["source"] for row in demo("figures"))
    assert {row["figure"] for row in demo("figures") if not row["party"]} == {"companies", "employees", "turnover"}


# Real figures


def test_demo_targets_and_observations_are_the_published_ones() -> None:
    real = {(r["indicator"], r["date"]): r for r in table(PUBLISHED / "observations.csv") if r["covenant"] == "AGT"}
    for row in demo("observations"):
        published = real[row["indicator"], row["date"]]
        assert {c: row[c] for c in ("value", "low", "high", "source")} == {
            c: published[c] for c in ("value", "low", "high", "source")
        }
    agreed = [row for row in demo("targets") if "Voorbeelddoel" not in row["note"]]
    assert [(r["milestone_date"], r["milestone_value"]) for r in agreed] == [("2018-12-31", "50"), ("2021-12-31", "80")]


def test_alignment_of_agt_is_the_published_one() -> None:
    for path in (DEMO, PUBLISHED):
        rows = [row for row in table(path / "alignment.csv") if row["covenant"] in ("AGT", "KLEDING")]
        assert [(r["dimension"], r["fully"], r["partially"], r["not"]) for r in rows] == [
            ("implementation", "40", "23", ""),
            ("standards", "62", "17", ""),
        ]


def test_no_published_figure_is_lost() -> None:
    figures = table(PUBLISHED / "sources" / "published_figures.csv")
    carried = table(PUBLISHED / "sources" / "carried_over.csv")
    observations = {
        tuple(row[c] for c in KEYS["observations"].split()): row for row in table(PUBLISHED / "observations.csv")
    }
    targets = {tuple(row[c] for c in KEYS["targets"].split()): row for row in table(PUBLISHED / "targets.csv")}
    assert len(figures) == len(carried) == 59
    for figure, row in zip(figures, carried, strict=True):
        assert (figure["indicator"], figure["value"]) == (row["indicator"], row["value"])
        place, _, key = row["went_to"].split("; ")[0].partition(": ")
        if place == "targets":
            target = targets[tuple(key.split(", "))]
            assert target["milestone_value"] == figure["value"]
            assert figure["source"] in target["note"]
        else:
            found = observations[tuple(key.split(", "))]
            value = found["value"] or f"{found['low']}-{found['high']}"
            assert value == ("0-50" if "less than" in figure["note"] else figure["value"])
            assert found["source"] == figure["source"]


def test_published_rows_refer_to_something_that_is_there() -> None:
    covenants = {row["covenant"] for row in table(PUBLISHED / "covenants.csv")}
    indicators = {(row["covenant"], row["indicator"]) for row in table(PUBLISHED / "indicators.csv")}
    observed = {(row["covenant"], row["indicator"]) for row in table(PUBLISHED / "observations.csv")}
    assert observed == indicators
    assert {(row["covenant"], row["indicator"]) for row in table(PUBLISHED / "targets.csv")} <= indicators
    assert {row["covenant"] for row in table(PUBLISHED / "alignment.csv")} | {c for c, _ in indicators} == covenants
    assert all(row["source"] for row in table(PUBLISHED / "observations.csv"))
    for row in table(PUBLISHED / "observations.csv"):
        assert bool(row["value"]) != bool(row["low"] and row["high"])


def test_real_garment_data_is_whole_and_attributed() -> None:
    rows = {name: table(MSA / f"{name}.csv") for name in ("parties", "assessments", "criteria", "ratings")}
    assert {name: len(found) for name, found in rows.items()} == {
        "parties": 204,
        "assessments": 445,
        "criteria": 17,
        "ratings": 6766,
    }
    assert Counter(row["status"] for row in rows["assessments"])["final"] == 177
    text = (MSA / "README.md").read_text(encoding="utf-8")
    assert "WikiRate" in text
    assert "CC BY-SA 4.0" in text


def test_demo_is_what_make_demo_makes(tmp_path: Path) -> None:
    script = ROOT / "sample_data" / "make_demo.py"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True, env=environment)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in DEMO.glob("*.csv"))
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (DEMO / path.name).read_bytes(), path.name
