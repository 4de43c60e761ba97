"""The demo covenant for tests of the window: made once, copied for each test."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from covenant_monitor.exchange.demo import create_demo


@cache
def _original() -> Path:
    path = Path(mkdtemp(prefix="demo-")) / "demo.covenant"
    create_demo(path, user="A. Voorbeeld").close()
    return path


def demo_copy(folder: Path) -> Path:
    """A demo file of a test's own."""
    return Path(shutil.copy(_original(), folder / "demo.covenant"))
