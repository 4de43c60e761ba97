"""`import --guess` and `import --recipe`: other people's tables by the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from covenant_monitor.cli import main
from tests.core.exchange.assistant.stage import SOURCES

SCORES = SOURCES / "fti2023_section_scores.csv"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVENANT_MONITOR_LANGUAGE", "en")


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> Any:
    assert main([*map(str, arguments), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_guess_change_and_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, recipe = tmp_path / "a.covenant", tmp_path / "recipe.json"
    run(capsys, "new", file)
    said = run(capsys, "import", file, SCORES, "--guess", recipe)
    assert said["recipe"] == json.loads(recipe.read_text(encoding="utf-8"))
    run(capsys, "import", file, SCORES, "--recipe", recipe, code=1)
    values = said["recipe"] | {"constants": {"covenant": "FTI", "framework": "FTI", "version": "2023"}}
    recipe.write_text(json.dumps(values), encoding="utf-8")
    tried = run(capsys, "import", file, SCORES, "--recipe", recipe, "--dry-run")
    done = run(capsys, "import", file, SCORES, "--recipe", recipe)
    assert tried["added"] == done["added"]
    assert done["added"]["summaries"] == 6 * done["added"]["parties"]
    assert run(capsys, "import", file, SCORES, "--recipe", recipe)["change"] is None
    run(capsys, "undo", file)


def test_what_cannot_be_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, recipe = tmp_path / "a.covenant", tmp_path / "recipe.json"
    run(capsys, "new", file)
    recipe.write_text("{}", encoding="utf-8")
    assert "not a recipe" in run(capsys, "import", file, SCORES, "--recipe", recipe, code=1)["error"]
    said = run(capsys, "import", file, SCORES, "--recipe", tmp_path / "nergens.json", code=1)["error"]
    assert "nergens.json" in said
    with pytest.raises(SystemExit) as caught:
        main(["import", str(file), str(SCORES), "--recipe", "a", "--guess", "b"])
    assert caught.value.code == 2
