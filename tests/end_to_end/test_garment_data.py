"""The real garment data, from CSV files to scores: every score equals one worked out here from the CSV files alone.

Nothing of the program is used for the expected numbers: only the rules of the design, in plain floats.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from covenant_monitor.cli import main
from covenant_monitor.exchange.exporting import export_tables
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.store.check import check
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Store, create, open_store
from tests.core.store.small import contents

DATA = Path(__file__).parents[2] / "sample_data" / "msa-garment"
VALUE = {"fully": 1.0, "partially": 0.5, "not": 0.0}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROUNDS = [row["round"] for row in sorted(rows("rounds"), key=lambda row: row["first_day"])]


def participation_year(joined_on: str, round_: str) -> int:
    """Rounds are calendar years; one counts from the round of the join date, or the first where it joined earlier."""
    joined = joined_on[:4] if joined_on[:4] in ROUNDS else ROUNDS[0]
    return ROUNDS.index(round_) - ROUNDS.index(joined) + 1


def criteria_of(section: str, year: int) -> list[dict[str, str]]:
    return [
        row for row in rows("criteria") if row["section"] == section and int(row["from_participation_year"]) <= year
    ]


def mean(parts: Sequence[tuple[float, float | None]]) -> float | None:
    """The mean of what there is, by weight."""
    there = [(weight, value) for weight, value in parts if value is not None]
    return sum(weight * value for weight, value in there) / sum(weight for weight, _ in there) if there else None


def section_score(
    criteria: Sequence[Mapping[str, str]], rated: Mapping[str, str], unrated: float | None
) -> float | None:
    """100 x sum(weight x value) / sum(weight x 1); `unrated` is the value of what is open, None leaves it out."""
    parts = [
        (float(criterion["weight"]), VALUE.get(rated[code]) if (code := criterion["criterion"]) in rated else unrated)
        for criterion in criteria
    ]
    found = mean(parts)
    return None if found is None else 100 * found


def expected_scores() -> dict[tuple[str, str], dict[str, Any]]:
    """By round and party: what the design says that every assessment of the data comes to."""
    sections = rows("sections")
    criteria = {
        year: {s["section"]: criteria_of(s["section"], year) for s in sections} for year in range(len(ROUNDS) + 1)
    }
    joined = {row["party"]: row["joined_on"] for row in rows("parties")}
    ratings: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows("ratings"):
        if row["rating"]:
            ratings.setdefault((row["round"], row["party"]), {})[row["criterion"]] = row["rating"]
    expected = {}
    for assessment in rows("assessments"):
        where = assessment["round"], assessment["party"]
        rated = ratings.get(where, {})
        year = max(participation_year(joined[assessment["party"]], assessment["round"]), 0)
        parts: list[dict[str, Any]] = []
        for section in sections:
            applying = criteria[year][section["section"]]
            given = [rated[criterion["criterion"]] for criterion in applying if criterion["criterion"] in rated]
            parts.append(
                {  # the shape of the JSON, and the band beside it
                    "section": section["section"],
                    "weight": float(section["weight"]),
                    "score": section_score(applying, rated, None),
                    "low": section_score(applying, rated, 0.0),
                    "high": section_score(applying, rated, 1.0),
                    "rated": len(given),
                    "applicable": len(applying),
                    **{rating: given.count(rating) for rating in ("fully", "partially", "not", "na")},
                }
            )
        expected[where] = {
            "year": year,
            "status": assessment["status"],
            **{name: mean([(p["weight"], p[name]) for p in parts]) for name in ("score", "low", "high")},
            **{name: sum(p[name] for p in parts) for name in ("rated", "applicable")},
            "sections": parts,
        }
    return expected


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-9, rel=0)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("garment") / "msa.covenant"
    with create(path) as store:
        done = import_files(store, [DATA])
    assert list(done.notes) == []
    assert done.counts.added == {name: len(rows(name)) for name in done.counts.added}
    assert done.counts.added["ratings"] == 6766
    return path


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with open_store(file) as opened:
        yield opened


def test_every_score_equals_an_independent_calculation(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = expected_scores()
    found = {}
    for round_ in ROUNDS:
        assert main(["scores", str(file), "--covenant", "MSA-GARMENT", "--round", round_, "--json"]) == 0
        for score in json.loads(capsys.readouterr().out)["scores"]:
            found[score["round"], score["party"]] = score
    assert len(found) == 445
    assert found.keys() == expected.keys()
    for where, wanted in expected.items():
        score = found[where]
        assert score["kind"] == "secretariat"
        assert (score["status"], score["participation_year"]) == (wanted["status"], wanted["year"]), where
        assert (score["rated"], score["applicable"]) == (wanted["rated"], wanted["applicable"]), where
        for name in ("score", "low", "high"):
            assert score[name] == near(wanted[name]), (where, name)
        assert len(score["sections"]) == 6
        for part, other in zip(score["sections"], wanted["sections"], strict=True):
            for name in ("section", "rated", "applicable", "fully", "partially", "not", "na"):
                assert part[name] == other[name], (where, name)
            assert part["score"] == near(other["score"]), (where, part["section"])


def test_every_band_of_every_section_equals_an_independent_calculation(store: Store) -> None:
    found = {
        (round_, party, section): (low, high)
        for round_, party, section, low, high in store.connection.execute(
            "SELECT r.code, p.code, o.section_code,"
            " 100 * (o.points + o.open_minimum) / nullif(o.maximum + o.open_maximum, 0),"
            " 100 * (o.points + o.open_maximum) / nullif(o.maximum + o.open_maximum, 0)"
            " FROM section_score o JOIN assessment a ON a.id = o.assessment"
            " JOIN round r ON r.id = a.round JOIN party p ON p.id = a.party"
        )
    }
    assert len(found) == 445 * 6
    for (round_, party), wanted in expected_scores().items():
        for part in wanted["sections"]:
            assert found[round_, party, part["section"]] == (near(part["low"]), near(part["high"]))


def test_the_calculation_is_about_something() -> None:
    """Not all scores are the same, not all are complete, and some have no score in a section."""
    expected = expected_scores()
    assert len({round(score["score"], 6) for score in expected.values() if score["score"] is not None}) > 100
    complete = [score for score in expected.values() if score["rated"] == score["applicable"]]
    assert len(complete) == 177
    assert all(score["low"] == pytest.approx(score["high"]) for score in complete)
    assert any(part["score"] is None for score in expected.values() for part in score["sections"])
    assert sum(part["na"] for score in expected.values() for part in score["sections"]) == 77
    assert sum(score["rated"] for score in expected.values()) == 6766


def test_nothing_is_wrong_with_the_file(store: Store) -> None:
    assert check(store).findings == []


def test_importing_it_again_or_its_own_export_changes_nothing(store: Store, tmp_path: Path) -> None:
    again = import_files(store, [DATA])
    assert (again.counts.added, again.counts.changed) == ({}, {})
    export_tables(store, tmp_path / "out")
    export_tables(store, tmp_path / "out.xlsx")
    back = import_files(store, [tmp_path / "out", tmp_path / "out.xlsx"])
    assert (back.counts.added, back.counts.changed) == ({}, {})


def test_the_whole_import_can_be_undone_to_nothing_and_done_again(store: Store) -> None:
    tables = [*RECORDED_TABLES, "score", "section_score"]
    before = contents(store, tables)
    undone, _ = store.undo()
    assert undone.action == "import"
    assert contents(store, tables) == {table: [] for table in tables}
    assert check(store).findings == []
    store.redo()
    assert contents(store, tables) == before
    assert check(store).findings == []
