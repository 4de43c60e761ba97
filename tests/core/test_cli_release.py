"""Public outputs on the command line: tested, recorded, and refused in one sentence."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from covenant_monitor.cli import main
from covenant_monitor.publishing.statements import in_workbook
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.releases import releases
from covenant_monitor.store.store import open_store
from tests.core.publishing.stage import demo, reopen_one


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with demo(tmp_path) as store:
        return store.path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, object]]:
    code = main([*map(str, arguments), "--json", "--user", "A. Voorbeeld"])
    return code, json.loads(capsys.readouterr().out)


def recorded(path: Path) -> list[str]:
    with open_store(path, read_only=True) as store:
        return [one.output for one in releases(store, "KLEDING")]


def test_every_public_output_is_recorded(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = ("--audience", "public", "--language", "nl")
    outputs = [
        ("workbook", path, path.with_name("a.xlsx"), "--round", "2018", *public),
        ("report", path, path.with_name("a.pdf"), "--round", "2018", *public),
        ("chart", path, "sections", path.with_name("a.png"), "--round", "2018", *public),
        ("chart", path, "alignment", path.with_name("b.png"), *public),
        ("export", path, path.with_name("a.csv"), "--round", "2018", *public),
        ("export", path, path.with_name("b.covenant"), *public),
    ]
    for arguments in outputs:
        code, told = run(capsys, *arguments)
        assert (code, told.get("withheld", [])) == (0, []), told
        assert Path(str(told["out"])).exists()
    assert recorded(path) == ["file", "tables", "chart:alignment", "chart:sections", "report", "workbook"]


def test_an_internal_output_is_not_recorded_and_needs_no_writing(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    code, told = run(capsys, "workbook", path, path.with_name("a.xlsx"))
    assert code == 0
    assert "withheld" not in told
    assert path.read_bytes() == before


def test_what_would_give_one_away_is_left_out_or_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = ("--audience", "public")
    assert run(capsys, "workbook", path, path.with_name("a.xlsx"), *public)[0] == 0
    with open_store(path) as store:
        reopen_one(store, "2018")
    code, told = run(capsys, "workbook", path, path.with_name("b.xlsx"), *public)
    assert code == 0
    assert told["left_out"] == ["2018"]
    assert '"cause": "one_follows"' in json.dumps(told["withheld"])
    assert main(["workbook", str(path), str(path.with_name("c.xlsx")), *public]) == 0
    assert "Round 2018 is left out as a whole." in capsys.readouterr().out
    with open_store(path) as store:
        reopen_one(store, "2020")
    code = main(["workbook", str(path), str(path.with_name("d.xlsx")), *public])
    assert code == 1
    said = capsys.readouterr().err
    assert said.startswith("Not written: “Meets, all participants, round 2020” is withheld")
    assert said.count("\n") == 1
    assert not path.with_name("d.xlsx").exists()
    assert main(["chart", str(path), "heatmap", str(path.with_name("d.png")), *public]) == 1
    assert main(["chart", str(path), "heatmap", str(path.with_name("d.png"))]) == 0
    capsys.readouterr()
    code, told = run(capsys, "export", path, path.with_name("d.csv"), *public)
    assert code == 0
    assert told["withheld"]
    assert recorded(path) == ["tables", "workbook", "workbook", "workbook"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.xlsx", "--audience", "public"), "ends in .covenant"),
        (("x.csv", "--audience", "public", "--tables", "parties"), "no tables are"),
        (("x.covenant",), "is a backup"),
        (("there.covenant", "--audience", "public"), "exists already"),
    ],
)
def test_wrong_exports(path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    path.with_name("there.covenant").write_text("x")
    code = main(["export", str(path), str(path.with_name(arguments[0])), *arguments[1:]])
    assert code == 1
    assert said in capsys.readouterr().err
    assert recorded(path) == []


def test_every_number_in_the_public_workbook_was_tested_and_what_is_withheld_is_nowhere(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = path.with_name("a.xlsx")
    _code, told = run(capsys, "workbook", path, out, "--audience", "public", "--language", "en")
    with open_store(path, read_only=True) as store:
        whole = picture(store, "KLEDING")
        (release,) = releases(store, "KLEDING")
    tested = {round(float(one.value), 6) for one in release.statements}
    tested |= {round(100 * float(one.value) / len(one.members), 6) for one in release.statements if one.is_count}
    book = openpyxl.load_workbook(out, data_only=True)
    for sheet in ("Summary", "Participation years", "Sections and steps"):
        numbers = {cell for row in book[sheet].values for cell in row if isinstance(cell, float)}
        assert {number for number in numbers if number % 1 and round(number, 6) not in tested} == set(), sheet
    assert told["figures"] == len(release.statements)
    (held,) = [one for one in in_workbook(whole, "2020") if one not in release.statements]
    assert f'"measure": "{held.measure}"' in json.dumps(told["withheld"])
    with zipfile.ZipFile(out) as package:
        shown = [name for name in package.namelist() if str(float(held.value)).encode() in package.read(name)]
    assert shown == []
