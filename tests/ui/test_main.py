import subprocess
import sys

import pytest

from covenant_monitor import cli
from covenant_monitor.commands import COMMANDS
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
