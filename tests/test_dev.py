"""The front door: what it says and decides. That it really sets up is seen each time it is used."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dev

ROOT = Path(__file__).parent.parent
SOURCE = (ROOT / "dev.py").read_text(encoding="utf-8")


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished environment in a temporary folder, as dev.py sees it."""
    folder = tmp_path / ".venv"
    for name in ("PYTHON", "STAMP", "UNFINISHED"):
        monkeypatch.setattr(dev, name, folder / getattr(dev, name).relative_to(dev.VENV))
    monkeypatch.setattr(dev, "VENV", folder)
    dev.PYTHON.parent.mkdir(parents=True)
    dev.PYTHON.touch()
    (folder / "pyvenv.cfg").write_text("version = 3.11.2\n")
    dev.STAMP.write_text(dev.fingerprint(), encoding="utf-8")
    return folder


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that dev.py would have run, each on one line."""
    done: list[str] = []

    def note(*command: object, **_variables: str) -> int:
        done.append(" ".join(map(str, command)))
        return 0

    monkeypatch.setattr(dev, "quietly", note)
    monkeypatch.setattr(dev, "call", note)
    return done


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 dev.py run" in readme
    assert "python3 dev.py test" in readme
    assert set(re.findall(r"dev\.py (\w+)", readme)) <= dev.VERBS.keys()


def test_development_names_verbs_that_exist() -> None:
    text = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
    assert set(re.findall(r"dev\.py (\w+)", text)) <= {*dev.VERBS, "VERB"}


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    said = capsys.readouterr().out
    verbs = ["run", "test", "lint", "bench", "screenshots", "translations", "package", "lock"]
    assert re.findall(r"^    ([a-z]+) {2,}\w", said, re.MULTILINE) == verbs


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["dance"]) == 2
    assert "dance" in capsys.readouterr().err


def test_needs_nothing_but_python_itself() -> None:
    wanted = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert wanted <= sys.stdlib_module_names


def test_an_old_python_can_read_the_file_and_is_told_in_one_line() -> None:
    ast.parse(SOURCE, feature_version=(3, 7))
    code = f"import sys; sys.version_info = (3, 10, 4); sys.argv = ['dev.py', 'run']; exec({SOURCE!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Covenant Monitor needs Python 3.11 or newer; this is 3.10.\n"


def test_a_finished_environment_is_left_alone(venv: Path, steps: list[str]) -> None:
    assert dev.is_set_up()
    assert steps == []


@pytest.mark.parametrize("name", ["LOCK", "ROOT"])
def test_another_lock_or_folder_means_setting_up_again(
    name: str, venv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, name, tmp_path / "other")
    assert not dev.is_set_up()


def test_another_python_in_the_environment_means_setting_up_again(venv: Path) -> None:
    (venv / "pyvenv.cfg").write_text("version = 3.13.0\n")
    assert not dev.is_set_up()


def test_an_environment_without_stamp_that_works_is_kept(
    venv: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.STAMP.unlink()
    monkeypatch.setattr(dev, "venv_works", lambda: True)
    dev.set_up_venv()
    assert [step.split("pip ")[1].split()[2] for step in steps] == ["install", "install"]
    assert dev.is_set_up()


def test_an_unfinished_environment_is_made_anew(venv: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    dev.UNFINISHED.touch()
    left_over = venv / "half"
    left_over.touch()
    monkeypatch.setattr(dev, "venv_works", lambda: True)
    dev.set_up_venv()
    assert steps[0].endswith(f"-m venv {venv}")
    assert not left_over.exists()
    assert not dev.UNFINISHED.exists()


def test_setting_up_that_fails_leaves_a_mark_and_no_stamp(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_command: object) -> None:
        raise dev.Stop("no network")

    monkeypatch.setattr(dev, "quietly", fail)
    monkeypatch.setattr(dev, "venv_works", lambda: True)
    with pytest.raises(dev.Stop):
        dev.set_up_venv()
    assert dev.UNFINISHED.exists()
    assert not dev.STAMP.exists()


def lacking(monkeypatch: pytest.MonkeyPatch, *, root: bool, apt: bool = True) -> None:
    """A Debian without libegl1 and libxcb-cursor0, seen by an ordinary user or by root."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(dev, "loads", lambda library: library not in {"libEGL.so.1", "libxcb-cursor.so.0"})
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/apt-get" if apt else None)
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000, raising=False)


@pytest.mark.parametrize(("window", "packages"), [(False, "libegl1"), (True, "libegl1 libxcb-cursor0")])
def test_a_user_is_told_the_one_command(
    window: bool, packages: str, monkeypatch: pytest.MonkeyPatch, steps: list[str]
) -> None:
    lacking(monkeypatch, root=False)
    with pytest.raises(dev.Stop) as stop:
        dev.add_system_packages(window=window)
    assert str(stop.value).endswith(f"\n    sudo apt-get update && sudo apt-get install -y {packages}")
    assert steps == []


def test_where_there_is_no_apt_the_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, root=True, apt=False)
    with pytest.raises(dev.Stop, match=r"libEGL\.so\.1, libxcb-cursor\.so\.0"):
        dev.add_system_packages(window=True)


def test_root_gets_them_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, root=True)
    installed: list[tuple[Any, ...]] = []

    def install(*command: object, **_variables: str) -> None:
        installed.append(command)
        monkeypatch.setattr(dev, "loads", lambda _library: True)

    monkeypatch.setattr("subprocess.run", lambda *_command, **_options: None)
    monkeypatch.setattr(dev, "quietly", install)
    dev.add_system_packages(window=False)
    assert installed == [("apt-get", "install", "-y", "--no-install-recommends", "libegl1")]


def test_python_without_ensurepip_needs_debians_package(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, root=False)
    monkeypatch.setattr(dev, "loads", lambda _library: True)
    monkeypatch.setattr(dev, "venv_works", lambda: False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else object())
    assert dev.missing_packages(window=False) == [dev.venv_package()]
    assert re.fullmatch(r"python3(\.\d+)?-venv", dev.venv_package())


def test_windows_and_macos_need_no_system_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, root=False)
    monkeypatch.setattr("sys.platform", "win32")
    assert dev.missing_packages(window=True) == []


def test_no_display_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "DISPLAY" in (dev.no_display() or "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert dev.no_display() is None
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert "QT_QPA_PLATFORM" in (dev.no_display() or "")


def test_arguments_go_to_pytest_without_the_floor(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "set_up", lambda **_options: None)
    assert dev.main(["test", "tests/core", "-k", "x"]) == 0
    assert [step.split(" -m ")[1] for step in steps] == ["pytest tests/core -k x"]


def test_without_arguments_the_core_runs_without_qt_and_then_the_rest_with_the_floor_of_both(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "set_up", lambda **_options: None)
    assert dev.main(["test"]) == 0
    core, others = steps
    assert "tests/core" in core
    assert "no:pytest-qt" in core
    assert "--cov-fail-under=0" in core
    assert others.endswith("--ignore=tests/core --cov --cov-append --cov-report=term")


def test_the_lock_fits_the_project() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==[^\s]+(?: ; .+)? \\$", lock, re.MULTILINE))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = {name.lower() for name in re.findall(r'^    "([A-Za-z0-9-]+)[>=]', project, re.MULTILINE)}
    assert len(wanted) > 10
    assert wanted <= locked
    assert "://" not in lock


def test_qt_cannot_be_imported_where_the_core_is_tried_without_it() -> None:
    code = "import importlib.util, sys; assert sys.modules['PySide6'] is None\nimport PySide6"
    environment = dev.environment(PYTHONPATH=str(ROOT / "tests" / "without_qt"))
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert "ModuleNotFoundError: import of PySide6 halted" in done.stderr
