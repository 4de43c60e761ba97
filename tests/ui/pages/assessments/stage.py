"""The assessments page in a plain window on a file of the test's own, wired as the real window wires it."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from covenant_monitor.domain.model import AssessmentKind, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.language import Language
from covenant_monitor.store import queries
from covenant_monitor.store.store import Change, Store, create, open_store
from covenant_monitor_ui.models.criteria import CriterionRow, SectionRow
from covenant_monitor_ui.pages.assessments.page import AssessmentsPage
from covenant_monitor_ui.session import Session
from tests.core.demo import demo_copy

HERO = "VOORBEELD-MODE"
LOCKED = "ALLEGORIE-OUTDOOR"
NOT_BEGUN = "TESTPATROON"


class Stage:
    """A page on a store, with what was told to the user, and keys to press where the focus is."""

    def __init__(self, store: Store, language: str = "en") -> None:
        self.session = Session(Language(language))
        self.session.open(store)
        self.problems: list[Problem] = []
        self.changes: list[Change] = []
        self.session.problem_met.connect(self.problems.append)
        self.session.changed.connect(self.changes.append)
        self.window = QMainWindow()
        self.page = AssessmentsPage(self.session)
        centre = QWidget()
        self._room = QVBoxLayout(centre)
        self._room.addWidget(self.page)
        self.window.setCentralWidget(centre)
        self.resize(1440, 900)
        self.session.changed.connect(self.page.show_change)
        self.session.place_changed.connect(self.page.show_place)
        self.page.show_place()

    def resize(self, width: int, height: int) -> None:
        """A window of this size, with the room of the real one for rail, top bar and status bar."""
        self._room.setContentsMargins(112 if width >= 1360 else 56, 48, 0, 28)
        self.window.resize(width, height)

    @property
    def table(self) -> QWidget:
        return self.page.view.table

    def go(self, criterion: str, party: str = "") -> None:
        """To a participant and a criterion, with the focus in the grid."""
        if party:
            self.page.go_to_party(party)
        self.page.go_to_criterion(criterion)
        self.page.take_focus()

    def keys(self, *pressed: str | Qt.Key) -> None:
        """Type texts and press keys in the widget that has the focus."""
        for one in pressed:
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(one, Qt.Key):
                QTest.keyClick(focus, one)
            else:
                QTest.keyClicks(focus, one)

    def row(self) -> CriterionRow | SectionRow | None:
        """The current row."""
        return self.page.view.criteria.row(self.page.view.table.currentIndex())

    def shown(self, code: str) -> CriterionRow:
        """What the row of a criterion shows."""
        criteria = self.page.view.criteria
        row = criteria.rows[criteria.place(code)]
        assert isinstance(row, CriterionRow)
        return row

    def kept(self, party: str = HERO, kind: AssessmentKind = AssessmentKind.SECRETARIAT) -> Mapping[str, Rating]:
        """The ratings that are in the file."""
        session = self.session
        for one in queries.assessments_of(session.file, session.covenant, party):
            if one.round == session.round and one.kind is kind:
                return one.ratings
        return {}


def demo_stage(folder: Path, language: str = "en", *, read_only: bool = False) -> Stage:
    """The demo covenant, at a participant that is half rated."""
    stage = Stage(open_store(demo_copy(folder), user="A. Voorbeeld", read_only=read_only), language)
    stage.page.go_to_party(HERO)
    return stage


NUMBERS = {
    "covenants": "covenant,name_nl\nN,Getallen",
    "frameworks": "framework,version,name_nl,scale,scale_min,scale_max\nF,1,Kader,number,0,100",
    "sections": "framework,version,section,name_nl\nF,1,A,Eerste\nF,1,B,Tweede",
    "criteria": "framework,version,section,criterion,text_nl,from_participation_year\n"
    "F,1,A,A1,Eerste vraag,1\nF,1,A,A2,Tweede vraag,1\nF,1,B,B1,Derde vraag,1\nF,1,B,B2,Vierde vraag,2",
    "rounds": "covenant,round,first_day,last_day,framework,version\nN,2021,2021-01-01,2021-12-31,F,1",
    "requirements": "covenant,round,participation_year,required_percent\nN,2021,1,50",
    "parties": "covenant,party,name,joined_on\nN,P1,Eerste & Zn. <b>B.V.</b>,2021-02-01\nN,P2,Tweede,2021-02-01",
}


def small_store(folder: Path, *leave_out: str) -> Store:
    """A covenant of four criteria rated by number, without the tables named."""
    source = folder / "tables"
    source.mkdir()
    for name, text in NUMBERS.items():
        if name not in leave_out:
            (source / f"{name}.csv").write_text(text, encoding="utf-8")
    store = create(folder / "small.covenant", user="A. Voorbeeld")
    if any(source.iterdir()):
        import_files(store, [source])
    return store
