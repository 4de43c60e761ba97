"""What the page of targets reads: at once what is entered, in the background the rest, the latest wish only."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.progress import computed_indicators
from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.domain.targets import Indicator, Observation
from covenant_monitor.store import pictures
from covenant_monitor.store.store import Change
from covenant_monitor.store.targets import add_indicator, save_observation
from covenant_monitor_ui.pages.targets.reading import TargetsReading
from covenant_monitor_ui.session import Session


@pytest.fixture
def reading(session: Session, qtbot: QtBot) -> TargetsReading:
    made = TargetsReading(session)
    made.read()
    assert made.known.indicators, "at once"
    assert not made.known.computed
    qtbot.waitUntil(lambda: made.is_settled, timeout=20_000)
    return made


def follow(reading: TargetsReading, session: Session) -> None:
    session.changed.connect(reading.follow)


def test_everything_comes(reading: TargetsReading, session: Session) -> None:
    picture = pictures.picture(session.file, session.covenant, ratings=True)
    assert reading.known.picture == picture
    assert [one.indicator for one in reading.known.computed] == computed_indicators(picture)


def test_the_latest_wish_counts(reading: TargetsReading, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reading.changed, timeout=20_000):
        reading.look_over(Scope(participation_year=1))
        reading.look_over(Scope(panel=("2018",)))
    assert reading.is_settled
    mean = reading.known.computed_one("computed:mean-score")
    assert mean is not None
    assert mean.figures["2020"].selection.scope == Scope(panel=("2018",))


def test_what_is_entered_is_read_again_and_nothing_computed(reading: TargetsReading, session: Session) -> None:
    follow(reading, session)
    computed = reading.known.computed
    new = Indicator("NIEUW", Text("Nieuw"))
    session.change(lambda: add_indicator(session.file, covenant=session.covenant, indicator=new))
    seen = Observation(date(2020, 1, 1), 5)
    session.change(
        lambda: save_observation(session.file, covenant=session.covenant, indicator="NIEUW", observation=seen)
    )
    assert reading.is_settled
    assert reading.known.computed is computed
    assert reading.known.by_code["NIEUW"].observations == (seen,)


def test_another_change_computes_anew(reading: TargetsReading, qtbot: QtBot) -> None:
    computed = reading.known.computed
    reading.follow(Change(tables=frozenset({"rating", "observation"})))
    assert not reading.is_settled
    qtbot.waitUntil(lambda: reading.is_settled, timeout=20_000)
    assert reading.known.computed is not computed
    assert [one.indicator for one in reading.known.computed] == [one.indicator for one in computed]


def test_a_scope_of_a_round_that_is_gone_becomes_everybody(reading: TargetsReading, qtbot: QtBot) -> None:
    reading.scope = Scope(panel=("1999",))
    reading.read()
    qtbot.waitUntil(lambda: reading.is_settled, timeout=20_000)
    assert reading.scope == ALL


def test_without_a_covenant_nothing_is_known(reading: TargetsReading, session: Session) -> None:
    reading.read()
    session.covenant = ""
    reading.read()
    assert reading.is_settled
    session.finish_tasks()
    QApplication.processEvents()
    assert reading.known.indicators == []
    assert reading.known.computed == [], "what was under way is of another covenant"


def test_a_drawn_picture_has_one_indicator(reading: TargetsReading) -> None:
    known = reading.known
    share = known.by_code["OMZETAANDEEL"]
    drawn = known.drawn(share, known.target("OMZETAANDEEL"))
    assert drawn is not None
    assert (list(drawn.indicators), list(drawn.targets)) == ([share], [known.target("OMZETAANDEEL")])
    assert known.of_indicator("OMZETAANDEEL") == known.target("OMZETAANDEEL")
    assert known.of_indicator("none") is known.target("none") is known.computed_one("none") is None
