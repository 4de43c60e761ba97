"""The demo covenant, and what tests ask of it."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from covenant_monitor.domain.model import Status
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.store.assessments import AssessmentKey, set_status
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.store import Store, open_store


@cache
def _original() -> Path:
    path = Path(mkdtemp(prefix="released-")) / "demo.covenant"
    create_demo(path, user="A. Voorbeeld").close()
    return path


def demo(folder: Path) -> Store:
    """A demo file of a test's own, open."""
    return open_store(Path(shutil.copy(_original(), folder / "demo.covenant")), user="A. Voorbeeld")


def reopen_one(store: Store, round_: str) -> str:
    """Take one participant out of those that count in a round; its code."""
    counted = picture(store, "KLEDING").round(round_).headline.counted
    one = next(standing for standing in counted if standing.status is Status.FINAL)
    key = AssessmentKey("KLEDING", round_, one.party.code)
    set_status(store, key=key, status=Status.DRAFT, why="again")
    return one.party.code
