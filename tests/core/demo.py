"""The demo covenant for tests: made once, copied for each test."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from covenant_monitor.exchange.demo import create_demo


@cache
def _original() -> Path:
    folder = Path(mkdtemp(prefix="demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_demo(folder / "demo.covenant", user="A. Voorbeeld").close()
    return folder / "demo.covenant"


def demo_copy(folder: Path) -> Path:
    """A demo file of a test's own."""
    return Path(shutil.copy(_original(), folder / "demo.covenant"))
