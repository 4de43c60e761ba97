from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.models.participants import RowsModel
from covenant_monitor_ui.pages.participants.explain import explain_standing
from covenant_monitor_ui.pages.participants.rows import participant_columns, participant_rows
from covenant_monitor_ui.pages.participants.table import PartyTable
from covenant_monitor_ui.session import Session
from tests.core.demo import demo_copy


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(Language("en"))
    made.open(open_store(demo_copy(tmp_path), read_only=True))
    return made


@pytest.fixture
def round_(session: Session) -> RoundPicture:
    return session.picture.round("2020")


@pytest.fixture
def table(round_: RoundPicture, session: Session, put_on_stage: Callable[[QWidget], None]) -> PartyTable:
    companies = [standing.party for standing in round_.standings]
    model = RowsModel(participant_columns(session.language))
    model.set_rows(participant_rows(companies, round_.standings, round_.round, lambda year, group: 0, session.language))
    window = QMainWindow()
    made = PartyTable("Participants", model)
    window.setCentralWidget(made)
    window.resize(1200, 800)
    put_on_stage(window)
    return made


def standing_of(round_: RoundPicture, code: str) -> Standing:
    return next(standing for standing in round_.standings if standing.party.code == code)


def test_it_opens_at_the_score_and_leads_to_the_assessment(
    table: PartyTable, round_: RoundPicture, session: Session, qtbot: QtBot
) -> None:
    gone: list[str] = []
    table.select("VOORBEELD-MODE", column=0)
    mode = standing_of(round_, "VOORBEELD-MODE")
    popover = explain_standing(table, mode, round_.framework, session, lambda: gone.append("x"))
    assert popover.figure.text() == "63.1%"
    assert table.currentIndex().column() == table.rows.column("score")
    assert table.holds_ring
    said = [label.text() for label in popover.findChildren(QLabel)]
    assert "Framework version 2, assessment by A. Voorbeeld" in said
    session.close()


def test_without_an_assessor_or_an_assessment(table: PartyTable, round_: RoundPicture, session: Session) -> None:
    table.select("TESTPATROON")
    none = replace(standing_of(round_, "TESTPATROON"), assessor="")
    popover = explain_standing(table, none, round_.framework, session, lambda: None)
    assert popover.figure.text() == "–"
    assert "Framework version 2" in [label.text() for label in popover.findChildren(QLabel)]
    session.close()
