"""The national picture as the window keeps it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.domain.national import CovenantContent, round_figures
from covenant_monitor.language import Language
from covenant_monitor.store import national as store_national
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.models.national import NationalReading
from covenant_monitor_ui.session import Session
from tests.core.store.small import small

DAY = date(2020, 6, 1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(Language("en"))
    made.open(small(tmp_path / "a.covenant"))
    yield made
    made.close()


def test_it_reads_once_and_after_a_change_only_what_changed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("read", "renewed"):
        verb = getattr(store_national, name)

        def spied(*given: object, name: str = name, verb: object = verb) -> list[CovenantContent]:
            asked.append(name)
            return verb(*given)  # type: ignore[operator, no-any-return]

        monkeypatch.setattr(store_national, name, spied)
    reading = NationalReading(session)
    first = reading.on(DAY)
    assert reading.on(DAY) == first
    key = AssessmentKey("KLEDING", "2020", "P1")
    session.change(lambda: rate(session.file, key=key, ratings={"A2": Rating(1)}))
    (content,) = reading.contents(DAY)
    assert asked == ["read", "renewed"]
    (fresh,) = store_national.read(session.file, DAY)
    assert content.latest is not None
    assert fresh.latest is not None
    assert round_figures(content.latest) == round_figures(fresh.latest)


def test_another_day_or_file_is_read_anew(session: Session, tmp_path: Path) -> None:
    reading = NationalReading(session)
    assert [one.latest and one.latest.round.code for one in reading.contents(DAY)] == ["2020"]
    assert [one.latest and one.latest.round.code for one in reading.contents(date(2019, 1, 1))] == ["2019"]
    other = tmp_path / "b.covenant"
    small(other).close()
    session.open(open_store(other))
    assert [one.latest and one.latest.round.code for one in reading.contents(date(2019, 1, 1))] == ["2019"]
    session.undo()
    assert reading.on(DAY).covenants == []
