"""`coherence`: its JSON is a contract, held here against a computation of its own from the tables."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from covenant_monitor.cli import main
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.store import open_store
from tests.core.store.small import bring, small

LEVELS = ("fully", "partially", "not")
NUMBERS = ("n", "agreement", "kappa", "weighted_kappa", "na_disagreements")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.covenant"
    create_demo(path).close()
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert main([str(argument) for argument in arguments]) == code
    return capsys.readouterr().out


def ask(capsys: pytest.CaptureFixture[str], path: Path, *arguments: object) -> Any:
    return json.loads(run(capsys, "coherence", path, *arguments, "--json"))


def kappas(pairs: Sequence[tuple[str, str]]) -> tuple[float | None, float | None]:
    """Kappa and weighted kappa of pairs of levels: one minus found distance over that of every pair of all of them."""
    found = []
    for whole in (False, True):

        def distance(one: str, other: str, whole: bool = whole) -> float:
            steps = abs(LEVELS.index(one) - LEVELS.index(other))
            return steps / 2 if whole else float(steps > 0)

        crossed = [distance(one, other) for one, _ in pairs for _, other in pairs]
        expected = sum(crossed) / len(crossed) if crossed else 0
        observed = sum(distance(*pair) for pair in pairs) / len(pairs) if pairs else 0
        found.append(1 - observed / expected if expected else None)
    return found[0], found[1]


def numbers(rated: Sequence[tuple[str, str]]) -> dict[str, Any]:
    pairs = [pair for pair in rated if "na" not in pair]
    kappa, weighted = kappas(pairs)
    return {
        "n": len(pairs),
        "agreement": sum(a == b for a, b in pairs) / len(pairs) if pairs else None,
        "kappa": kappa,
        "weighted_kappa": weighted,
        "na_disagreements": sum((a == "na") != (b == "na") for a, b in rated),
    }


def close_to(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return {key: found[key] for key in NUMBERS} == {
        key: value if value is None else pytest.approx(value, abs=1e-9) for key, value in wanted.items()
    }


def test_the_numbers_of_the_demo(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, demo, "--covenant", "kleding", "--round", "2020")
    assert (found["covenant"], found["round"], found["one_person"]) == ("KLEDING", "2020", False)
    with open_store(demo, read_only=True) as store:
        rows = store.connection.execute(
            "SELECT k.code, s.code, a.assessor, b.assessor, g.value, g.not_applicable, h.value, h.not_applicable"
            " FROM rating g JOIN assessment a ON a.id = g.assessment AND a.kind = 'secretariat'"
            " JOIN assessment b ON b.party = a.party AND b.round = a.round AND b.kind = 'second'"
            " JOIN rating h ON h.assessment = b.id AND h.criterion = g.criterion"
            " JOIN round r ON r.id = a.round AND r.code = '2020'"
            " JOIN criterion k ON k.id = g.criterion JOIN section s ON s.id = k.section"
            " JOIN score o ON o.assessment = a.id WHERE k.from_participation_year <= o.participation_year"
        ).fetchall()
        second = [one for one in round_content(store, "KLEDING", "2020").assessments if one.kind == "second"]
    assert len(second) == 8

    def word(value: float | None, na: int) -> str:
        return "na" if na else {1: "fully", 0.5: "partially", 0: "not"}[value]  # type: ignore[index]

    rated = [(*row[:4], (word(*row[4:6]), word(*row[6:8]))) for row in rows]
    assert close_to(found["overall"], numbers([row[-1] for row in rated]))
    assert 0.75 < found["overall"]["agreement"] < 0.88
    for key, place in (("criterion", 0), ("section", 1)):
        name = {"criterion": "criteria", "section": "sections"}[key]
        by = {one[key]: one for one in found[name]}
        assert set(by) == {row[place] for row in rated}
        for code, one in by.items():
            assert close_to(one, numbers([row[-1] for row in rated if row[place] == code])), code
    pairs = {(one["assessor"], one["second"]): one for one in found["pairs"]}
    assert set(pairs) == {row[2:4] for row in rated}
    for pair, one in pairs.items():
        assert close_to(one, numbers([row[-1] for row in rated if row[2:4] == pair]))
    assert [one["criterion"] for one in found["weak"]][:3] == ["2.08", "3.03", "4.02"]
    assert Counter(one["assessor"] for one in found["drift"] if one["criterion"] is None) == Counter(
        ["A. Voorbeeld", "B. Proef", "C. Schets", "D. Model"]
    )


def test_where_nothing_can_be_said_there_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        bring(
            store,
            assessments="covenant,party,round,kind,assessor\nKLEDING,P1,2020,second,D. Ander",
            ratings="covenant,party,round,kind,criterion,rating\nKLEDING,P1,2020,second,A2,fully",
        )
    nothing = {"n": 0, "agreement": None, "kappa": None, "weighted_kappa": None, "na_disagreements": 0, "na_both": 0}
    found = ask(capsys, path, "--round", "2020")
    assert found["overall"] == nothing
    assert (found["criteria"], found["pairs"]) == ([], [])
    with open_store(path) as store:
        bring(
            store,
            ratings="covenant,party,round,kind,criterion,rating\nKLEDING,P1,2020,second,A1,fully",
        )
    one_level = {**nothing, "n": 1, "agreement": 1.0}
    found = ask(capsys, path, "--round", "2020")
    assert found["overall"] == one_level
    assert found["criteria"] == [{"criterion": "A1", **one_level}]
    assert found["pairs"] == [{"assessor": "B. Test", "second": "D. Ander", **one_level}]
    lines = run(capsys, "coherence", path, "--round", "2020").splitlines()
    assert lines[1].split() == ["All", "together", "1*", "100%", "–", "–", "0"]
    assert "* fewer than 5 ratings: chance weighs more than the assessors do" in lines


def test_a_round_without_second_assessments_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    assert run(capsys, "coherence", path, "--round", "2021") == "Round 2021 has no second assessments yet.\n"
    assert ask(capsys, path, "--round", "2021")["overall"]["n"] == 0


def test_the_lines_say_what_needs_work_and_who_drifts(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = run(capsys, "coherence", demo)
    assert "A. Voorbeeld / C. Schets" in text
    assert "\n3.03: 2 of 7 the same (29%), weighted kappa 0.29\n" in text
    assert "n = 816 / 1,769" in text
    lines = text.splitlines()
    assert len({len(line) for line in lines[1:12]}) == 1, "numbers at the right"
