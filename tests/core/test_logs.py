"""Where bugs are written down."""

import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from covenant_monitor import logs

NAMES = ("covenant_monitor", "covenant_monitor_ui")


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    """The loggers are afterwards as they were, and no file stays open."""
    before = {name: list(logging.getLogger(name).handlers) for name in NAMES}
    yield
    for name in NAMES:
        for handler in logging.getLogger(name).handlers[:]:
            if handler not in before[name]:
                logging.getLogger(name).removeHandler(handler)
                handler.close()


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_STATE_HOME": "/s"}, "/s/covenant-monitor"),
        ("linux", {}, "/home/x/.local/state/covenant-monitor"),
        ("darwin", {}, "/home/x/Library/Application Support/covenant-monitor"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/covenant-monitor"),
        ("win32", {}, "/home/x/AppData/Local/covenant-monitor"),
    ],
)
def test_the_folder_is_where_the_system_wants_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/x"))
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert logs.user_folder("state") == Path(expected)


def test_a_cache_is_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/x"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert logs.user_folder("cache") == Path("/home/x/.cache/covenant-monitor")


def test_a_bug_is_written_down_by_core_and_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "user_folder", lambda _: tmp_path / "state")
    where = logs.start_logging()
    assert where == tmp_path / "state" / "log.txt"
    try:
        raise ZeroDivisionError("één bug")
    except ZeroDivisionError:
        logging.getLogger("covenant_monitor.cli").exception("command %s failed", "check")
    logging.getLogger("covenant_monitor_ui").error("in the window")
    text = where.read_text(encoding="utf-8")
    assert "ZeroDivisionError: één bug" in text
    assert "command check failed" in text
    assert "in the window" in text


def test_the_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "user_folder", lambda _: tmp_path)
    where = logs.start_logging()
    for _ in range(30):
        logging.getLogger("covenant_monitor").error("x" * 50_000)
    assert where.stat().st_size <= 500_000
    assert len(list(tmp_path.iterdir())) == 2


def test_where_there_is_no_place_a_temporary_one_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(logs, "user_folder", lambda _: tmp_path / "file" / "state")
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_: str(tmp_path))
    where = logs.start_logging()
    logging.getLogger("covenant_monitor").error("kept")
    assert "kept" in where.read_text(encoding="utf-8")
    assert where.parent == tmp_path
