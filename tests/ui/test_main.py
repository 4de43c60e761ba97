import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from covenant_monitor import cli
from covenant_monitor.commands import COMMANDS, READER_FLAG
from covenant_monitor.exchange.limits import DEFAULT_LIMITS
from covenant_monitor.exchange.writing import write_workbook
from covenant_monitor.language import Language
from covenant_monitor_ui.main import main


def test_a_command_goes_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/no/such/file.covenant"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_names_of_the_commands_are_those_of_the_parser() -> None:
    parser = cli._parser(Language("en"))
    choices = next(action.choices for action in parser._actions if action.dest == "command")
    assert choices is not None
    assert set(choices) == set(COMMANDS)


def test_a_command_imports_no_qt() -> None:
    code = (
        "import sys\nfrom covenant_monitor_ui.main import main\nmain(['check', '/no/such.covenant'])\n"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_packaged_program_is_its_own_reader(tmp_path: Path) -> None:
    request = json.dumps({"limits": asdict(DEFAULT_LIMITS), "wanted": ["parties"]})
    book = tmp_path / "book.xlsx"
    write_workbook(book, [("parties", ("covenant", "party"), [("A", "=B")])])
    with book.open("rb") as file:
        run = subprocess.run(
            [sys.executable, "-m", "covenant_monitor_ui.main", READER_FLAG, request], stdin=file, capture_output=True
        )
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert ["rows", [[1, ["covenant", "party"]], [2, ["A", "=B"]]]] in lines
    assert lines[-1] == ["done"]
