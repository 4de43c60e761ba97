"""A picture of every page, drawn without a display: `python -m covenant_monitor_ui.screenshots FILE OUTDIR`.

The README's picture, and what a person looks at after a change, come from here.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.language import language
from covenant_monitor_ui.actions import PAGES
from covenant_monitor_ui.application import build
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.pages.participants import ParticipantsPage
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.theme import THEMES, apply_theme
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow

_LONGEST_MS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what was asked for, and print where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--languages", default="nl")
    parser.add_argument("--themes", default="light")
    parser.add_argument("--sizes", default="1280x720,1920x1080")
    parser.add_argument("--party", default="VOORBEELD-MODE", help="the participant to show")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    options.outdir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        window = build(app, Settings(Path(scratch) / "settings.json"))
        window.show()
        for code in options.languages.split(","):
            for theme in options.themes.split(","):
                apply_theme(app, THEMES[theme])
                window.session.set_language(language(code))
                for size in options.sizes.split(","):
                    width, _, height = size.partition("x")
                    window.resize(int(width), int(height))
                    for path in _every_page(window, options, f"{code}-{theme}-{size}"):
                        print(path)
        window.close()
    return 0


def _every_page(window: MainWindow, options: argparse.Namespace, kind: str) -> list[Path]:
    window.session.close()
    window.session.place_changed.emit()
    made = [_grab(window, options.outdir / f"welcome-{kind}.png")]
    window.open_path(options.file)
    for key in PAGES:
        window.show_page(key)
        if key in ("participants", "assessments"):
            window.pages[key].go_to_party(options.party)
        made.append(_grab(window, options.outdir / f"{key}-{kind}.png"))
        if isinstance(page := window.pages[key], ParticipantsPage):
            page.explain()
            made.append(_grab(window, options.outdir / f"explain-{kind}.png"))
            if (popover := window.findChild(Popover)) is not None:
                popover.dismiss()
    return made


def _grab(window: QWidget, path: Path) -> Path:
    """Wait until everything is laid out and drawn, then take the picture."""
    _settle(window)
    window.grab().save(str(path))
    return path


def _settle(window: QWidget) -> None:
    deadline = QDeadlineTimer(_LONGEST_MS)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if all(drawn.is_settled for drawn in window.findChildren(DrawnChart)):
            break
    QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
