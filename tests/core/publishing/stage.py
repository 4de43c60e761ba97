"""The demo covenant, and what tests ask of it."""

from pathlib import Path

from covenant_monitor.domain.model import Status
from covenant_monitor.store.assessments import AssessmentKey, set_status
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.store import Store, open_store
from tests.core.demo import demo_copy


def demo(folder: Path) -> Store:
    """A demo file of a test's own, open."""
    return open_store(demo_copy(folder), user="A. Voorbeeld")


def reopen_one(store: Store, round_: str) -> str:
    """Take one participant out of those that count in a round; its code."""
    counted = picture(store, "KLEDING").round(round_).headline.counted
    one = next(standing for standing in counted if standing.status is Status.FINAL)
    key = AssessmentKey("KLEDING", round_, one.party.code)
    set_status(store, key=key, status=Status.DRAFT, why="again")
    return one.party.code
