"""The chart of two rounds on the command line: which rounds, which measure, and who may see it."""

import json
from pathlib import Path

import pytest

from covenant_monitor.cli import main
from covenant_monitor.exchange.demo import create_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.covenant"
    create_demo(path, user="A. Voorbeeld").close()
    return path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")


def chart(demo: Path, out: Path, *options: str) -> int:
    return main(["chart", str(demo), "waterfall", str(out), "--language", "en", "--json", *options])


def test_the_round_before_unless_another_is_named(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.svg"
    assert chart(demo, out) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["title"] == "Why the share that meets the requirement changed, 2019 to 2020"
    assert "63% became 80% because ratings got better (+21 points)" in said["description"]
    assert out.read_text(encoding="utf-8").startswith("<?xml")
    assert chart(demo, out, "--from", "2018", "--round", "2019", "--target", "mean-score") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Why the mean score changed, 2018 to 2019"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--audience", "public"], "for internal use"),
        (["--round", "2017"], "There is no round before 2017"),
        (["--round", "2019", "--from", "2019"], "compared with itself"),
        (["--from", "1999"], "has no round 1999"),
        (["--target", "median"], "There are: meets, mean-score."),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert chart(demo, tmp_path / "a.png", *options) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "a.png").exists()
