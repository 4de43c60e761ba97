"""`report` and `letters`: files, exit codes and JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from covenant_monitor.cli import main
from covenant_monitor.exchange.demo import create_demo
from tests.core.reports.pdfs import read, text_of


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.covenant"
    create_demo(path).close()
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> tuple[str, str]:
    assert main([str(argument) for argument in arguments]) == code
    said = capsys.readouterr()
    return said.out, said.err


def ask(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    return json.loads(run(capsys, *arguments, "--json")[0])


def test_a_report_is_written(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.pdf"
    output = ask(capsys, "report", demo, out, "--round", "2018", "--audience", "internal", "--language", "nl")
    assert output == {"out": str(out), "covenant": "KLEDING", "round": "2018", "audience": "internal"}
    root: Any = read(out).trailer["/Root"]
    assert root["/Lang"] == "nl"
    own = tmp_path / "own.covenant"
    own.write_bytes(demo.read_bytes())
    output = ask(capsys, "report", own, out, "--round", "2018", "--audience", "public", "--language", "en")
    assert {key: output[key] for key in ("out", "audience")} == {"out": str(out), "audience": "public"}
    assert "Public: totals only" in text_of(out)


def test_a_report_needs_a_name_that_fits(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _out, said = run(capsys, "report", demo, tmp_path / "report.docx", code=1)
    assert said.strip().endswith("is no name for a report: it ends in .pdf.")
    _out, said = run(capsys, "report", demo, tmp_path / "x.pdf", "--round", "1999", code=1)
    assert len(said.strip().splitlines()) == 1
    before = demo.read_bytes()
    run(capsys, "report", demo, demo, code=1)
    assert demo.read_bytes() == before


def test_a_report_has_two_audiences(demo: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["report", str(demo), str(tmp_path / "x.pdf"), "--audience", "press"])
    assert stopped.value.code == 2


def test_a_letter_to_one_participant(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "letters"
    given = ("letters", demo, folder, "--round", "2019", "--participant", "VOORBEELD-MODE", "--language", "en")
    assert ask(capsys, *given) == {
        "out": str(folder),
        "covenant": "KLEDING",
        "round": "2019",
        "written": ["KLEDING-2019-VOORBEELD-MODE.pdf"],
        "left_out": [],
    }
    assert "Your assessment in round 2019" in text_of(folder / "KLEDING-2019-VOORBEELD-MODE.pdf")


def test_letters_to_everybody(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = ask(capsys, "letters", demo, tmp_path, "--round", "2020")
    assert len(output["written"]) == len(list(tmp_path.glob("*.pdf"))) == 56
    assert {one["status"] for one in output["left_out"]} == {None, "draft", "submitted"} & {
        one["status"] for one in output["left_out"]
    }
    assert len(output["written"]) + len(output["left_out"]) == 60


def test_nobody_of_that_name(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _out, said = run(capsys, "letters", demo, tmp_path / "none", "--round", "2019", "--participant", "NOPE", code=1)
    assert said.strip() == "NOPE is no participant in round 2019."
