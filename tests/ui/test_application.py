"""Starting and ending the real program, in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from covenant_monitor.store.lock import lock_path
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.application import build, catch_bugs, is_bad_pair
from covenant_monitor_ui.settings import Settings
from tests.core.demo import demo_copy

_LONGEST = 30


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """The window on a demo file, in a process of its own, once it has the file open."""
    path = demo_copy(tmp_path)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PYTHONFAULTHANDLER": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "covenant_monitor_ui.main", str(path)], env=environment, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + _LONGEST
    while not lock_path(path).exists():
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        assert time.monotonic() < deadline
        os.sched_yield()
    yield process, path
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
def test_F61_a_polite_end_from_outside_lets_go_of_the_file(running: tuple[subprocess.Popen[bytes], Path]) -> None:
    process, path = running
    process.send_signal(signal.SIGTERM)
    assert process.wait(_LONGEST) == 0
    assert not lock_path(path).exists()
    open_store(path).close()


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_F27_the_lock_of_a_killed_window_is_no_obstacle(running: tuple[subprocess.Popen[bytes], Path]) -> None:
    process, path = running
    process.kill()
    process.wait(_LONGEST)
    assert lock_path(path).exists()
    open_store(path).close()


def test_F59_a_bug_is_logged_with_its_traceback_and_told(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    window = build(qapp, Settings(tmp_path / "settings.json"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    catch_bugs(window, tmp_path / "log.txt")
    window.show()
    try:
        raise ZeroDivisionError("a bug")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qapp.processEvents()
    assert window.banner.isVisible()
    assert "log.txt" in window.banner.text
    assert "ZeroDivisionError: a bug" in caplog.text
    window.close()


def test_F63_qt_takes_no_references_that_are_not_its_own(qapp: QApplication) -> None:
    button = QPushButton()
    before = [sys.getrefcount(value) for value in (None, True, False)]
    for _ in range(2000):
        button.click()
        button.setChecked(False)
        button.isChecked()
    after = [sys.getrefcount(value) for value in (None, True, False)]
    assert all(abs(now - then) < 500 for then, now in zip(before, after, strict=True))
    assert not is_bad_pair()


def test_F63_the_pair_that_aborts_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PySide6.__version_info__", (6, 12, 0, "", ""))
    monkeypatch.setattr(sys, "version_info", (3, 11, 7, "final", 0))
    assert is_bad_pair()
    monkeypatch.setattr(sys, "version_info", (3, 13, 0, "final", 0))
    assert not is_bad_pair()
