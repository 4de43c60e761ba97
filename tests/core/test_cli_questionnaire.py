"""The command line: questionnaires out, and `import` takes them back."""

import json
from pathlib import Path
from typing import Any

import pytest

from covenant_monitor.cli import main
from covenant_monitor.exchange.questionnaires.marks import Column
from covenant_monitor.store.store import open_store
from tests.core.exchange.returned import filled
from tests.core.store.small import small

ENGLISH = ("--language", "en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "small.covenant"
    small(made).close()
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_one_for_each_participant_and_back(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    code, made = run(capsys, "questionnaire", path, out, "--round", "2020", *ENGLISH)
    assert code == 0
    assert [Path(name).name for name in made["files"]] == sorted(one.name for one in out.iterdir())
    assert len(made["files"]) == 3
    first = filled(Path(made["files"][0]), {"A1": {Column.ANSWER: "Not", Column.NOTE: "eerlijk"}})
    code, dry = run(capsys, "import", path, first, "--round", "2020", "--dry-run")
    assert (code, dry["change"], dry["dry_run"]) == (0, None, True)
    code, done = run(capsys, "import", path, first, "--round", "2020")
    assert code == 0
    assert [(one["party"], one["criterion"], one["part"]) for one in done["changes"]] == [
        ("P1", "A1", "answer"),
        ("P1", "A1", "note"),
    ]
    assert done["change"] is not None
    assert done["changes"] == dry["changes"]
    code, again = run(capsys, "import", path, first, "--round", "2020")
    assert (code, again["changes"], again["change"]) == (0, [], None)
    assert len(again["notes"]) == 1


def test_a_folder_of_them_is_taken_in_at_once(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    _code, made = run(capsys, "questionnaire", path, out, "--round", "2020", *ENGLISH)
    for name in made["files"]:
        filled(Path(name), {"B1": {Column.ANSWER: "Partially"}})
    code, done = run(capsys, "import", path, out, "--round", "2020")
    assert code == 0
    assert {one["party"] for one in done["changes"]} == {"P1", "P2", "P3"}


def test_only_one_participant(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, made = run(capsys, "questionnaire", path, tmp_path / "out", "--round", "2020", "--participant", "p2")
    assert (code, len(made["files"])) == (0, 1)


def test_anything_wrong_is_listed_and_nothing_is_written(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _code, made = run(capsys, "questionnaire", path, tmp_path / "out", "--round", "2020", *ENGLISH)
    good = filled(Path(made["files"][0]), {"A1": {Column.ANSWER: "Not"}})
    bad = filled(Path(made["files"][1]), {"A1": {Column.ANSWER: "ja hoor"}})
    code, told = run(capsys, "import", path, good, bad, "--round", "2020")
    assert code == 1
    assert [(one["source"], one["cell"]) for one in told["findings"]] == [(bad.name, "E9")]
    with open_store(path) as store:
        last = store.next_undo()
        assert last is not None
        assert last.action == "import"


@pytest.mark.parametrize("arguments", [("--round", "2019"), ()])
def test_another_round_is_stopped(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    _code, made = run(capsys, "questionnaire", path, tmp_path / "out", "--round", "2020", *ENGLISH)
    code, told = run(capsys, "import", path, made["files"][0], *arguments)
    assert code == 1
    assert len(told["findings"]) == 1


def test_lines_for_people(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["questionnaire", str(path), str(tmp_path / "out"), "--round", "2020", *ENGLISH]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    one = filled(next(iter(sorted((tmp_path / "out").iterdir()))), {"A1": {Column.ANSWER: "Not"}})
    assert main(["import", str(path), str(one), "--round", "2020", "--dry-run"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "A1" in said[0]
    assert "→" in said[0]
    assert len(said) == 3


def test_a_file_for_a_folder_and_questionnaires_among_tables_are_told(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = tmp_path / "parties.csv"
    in_the_way.write_text("covenant,party\n")
    assert main(["questionnaire", str(path), str(in_the_way)]) == 1
    _code, made = run(capsys, "questionnaire", path, tmp_path / "out", "--round", "2020")
    assert main(["import", str(path), made["files"][0], str(in_the_way)]) == 1
