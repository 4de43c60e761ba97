"""A picture of every view, drawn without a display: `python -m covenant_monitor_ui.screenshots FILE OUTDIR`.

The README's picture, and what a person looks at after a change, come from here. FILE is the demo; it stays as it is.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from covenant_monitor.language import language
from covenant_monitor_ui.actions import PAGES
from covenant_monitor_ui.application import build
from covenant_monitor_ui.screenshots_views import VIEWS, put_away, settle
from covenant_monitor_ui.screenshots_work import COVENANT, ROUND, USER, work_on
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.theme import THEMES, apply_theme
from covenant_monitor_ui.window import MainWindow


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what was asked for, and print where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--languages", default="nl")
    parser.add_argument("--themes", default="light")
    parser.add_argument("--sizes", default="1280x720,1920x1080")
    parser.add_argument("--views", default="", help="only views whose name begins with one of these")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    options.outdir.mkdir(parents=True, exist_ok=True)
    wanted = tuple(options.views.split(","))
    with tempfile.TemporaryDirectory() as scratch:
        worked_on = Path(shutil.copy(options.file, Path(scratch) / "worked-on.covenant"))
        work_on(worked_on)
        file = Path(scratch) / options.file.name
        settings = Settings(Path(scratch) / "settings.json")
        settings.set("user", USER)
        window = build(app, settings)
        window.show()
        for code in options.languages.split(","):
            for theme in options.themes.split(","):
                apply_theme(app, THEMES[theme])
                window.session.set_language(language(code))
                # Without an event loop nobody deletes the pages in the language before, with charts never drawn.
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                for size in options.sizes.split(","):
                    width, _, height = size.partition("x")
                    window.resize(int(width), int(height))
                    window.close_file()
                    shutil.copy(worked_on, file)
                    for name in _every_view(window, file, wanted):
                        path = options.outdir / f"{name}-{code}-{theme}-{size}.png"
                        _grab(window, path)
                        print(path)
        window.close()
    return 0


def _every_view(window: MainWindow, file: Path, wanted: tuple[str, ...]) -> Iterator[str]:
    """Show one view after another, and name it; each begins with its page as it opens."""
    if "welcome".startswith(wanted):
        yield "welcome"
    window.open_path(file)
    window.session.choose(COVENANT, ROUND)
    for name, show in VIEWS.items():
        if not name.startswith(wanted):
            continue
        key = name.partition("-")[0]
        if window.session.round != ROUND:
            window.session.choose(COVENANT, ROUND)
        if key in PAGES:
            window.show_page(key)
            settle(window)
        show(window)
        yield name
        put_away(window)


def _grab(window: MainWindow, path: Path) -> None:
    """Take the picture once everything is laid out and drawn, with the form that is open in front."""
    settle(window)
    form = next((dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()), None)
    shown: QWidget = window if form is None else form
    shown.grab().save(str(path))


if __name__ == "__main__":
    sys.exit(main())
