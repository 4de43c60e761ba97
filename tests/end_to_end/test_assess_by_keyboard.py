"""A participant of 56 criteria by keyboard in the real window: one to three keys for each, or all in one paste.

Every key that is pressed is counted. Two minutes of typing for 56 criteria are 2.1 seconds for each; somebody who types
slowly presses 120 keys a minute, so three keys are 1.5 seconds.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import AssessmentKind, Rating, Status
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.exchange.pasting import to_block
from covenant_monitor.language import Language
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.check import check
from covenant_monitor.store.store import create
from covenant_monitor_ui.models.criteria import CriterionRow
from covenant_monitor_ui.pages.assessments.page import AssessmentsPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.ui.conftest import light, put_on_stage  # noqa: F401  (fixtures)

DATA = Path(__file__).parents[2] / "sample_data" / "msa-garment"
PARTY, ROUND = "VOORBEELD-MODE", "2020"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYS = {"1": Qt.Key.Key_1, "2": Qt.Key.Key_2, "3": Qt.Key.Key_3}
ENTER = Qt.Key.Key_Return


class Hands:
    """Somebody at the keyboard, who counts: every key goes to whatever has the focus."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.count = 0

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key, held)
            self.count += 1

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)
        self.count += len(text)


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


@pytest.fixture
def window(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> Iterator[MainWindow]:  # noqa: F811
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    made.resize(1280, 720)
    put_on_stage(made)
    made.open_path(demo_copy(tmp_path))
    yield made
    made.close()


def empty(window: MainWindow, hands: Hands, party: str = PARTY) -> AssessmentsPage:
    """The page at the first criterion of a participant of which everything was cleared."""
    window.go_to("assessments", party=party)
    page = window.pages["assessments"]
    assert isinstance(page, AssessmentsPage)
    page.take_focus()
    hands.press(Qt.Key.Key_A, Qt.Key.Key_A, held=CTRL)
    hands.press(Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_Down)
    assert not any(rating.is_rated for rating in kept(window, party).values())
    return page


def kept(window: MainWindow, party: str = PARTY) -> dict[str, Rating]:
    session = window.session
    for one in queries.assessments_of(session.file, session.covenant, party):
        if (one.round, one.kind) == (session.round, AssessmentKind.SECRETARIAT):
            return dict(one.ratings)
    return {}


def test_56_criteria_are_one_key_each(window: MainWindow, hands: Hands) -> None:
    page = empty(window, hands)
    hands.count = 0
    codes = page.view.criteria.members()
    assert len(codes) == 56
    for _code, key in zip(codes, cycle("1213"), strict=False):
        hands.press(KEYS[key])
    rated = kept(window)
    assert [float(rated[code].value or 0) for code in codes[:4]] == [1, 0.5, 1, 0]
    assert all(rated[code].is_rated for code in codes)
    assert hands.count == 56
    assert page.view.score.rated.accessibleName() == "56 of 56 rated"


def test_with_na_evidence_and_the_last_round_it_is_three_keys_at_most(window: MainWindow, hands: Hands) -> None:
    page = empty(window, hands)
    hands.count = 0
    codes = page.view.criteria.members()
    per_criterion: dict[str, int] = {}
    for place, code in enumerate(codes):
        assert page.criterion == code
        before = hands.count
        if place == 0:
            hands.press(Qt.Key.Key_0)
            hands.write("No shops of its own")
            hands.press(ENTER)
            typed = len("No shops of its own")
            per_criterion[code] = hands.count - before - typed
            continue
        if place % 7 == 0:
            hands.press(Qt.Key.Key_L)
            if page.criterion == code:  # the last round says nothing of it
                hands.press(Qt.Key.Key_2)
        else:
            hands.press(KEYS["123"[place % 3]])
        per_criterion[code] = hands.count - before
    assert max(per_criterion.values()) <= 3
    assert all(kept(window)[code].is_rated for code in codes)
    assert kept(window)[codes[0]].na_reason == "No shops of its own"
    assert hands.count <= 56 * 3


def test_what_is_carried_forward_is_one_key_for_all_or_one_each(window: MainWindow, hands: Hands) -> None:
    page = empty(window, hands)
    store = window.session.file
    with store.change("rate_many", {"party": PARTY, "n": 56}) as change:
        store.connection.execute(
            "INSERT INTO carried (assessment, criterion, value, from_round) SELECT a.id, k.id, 0.5, '2019'"
            " FROM assessment a JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
            " JOIN criterion k ON k.framework = r.framework WHERE p.code = ? AND r.code = ? AND a.kind = 'secretariat'",
            (PARTY, ROUND),
        )
    window.session.tell_change(change)
    page.take_focus()
    hands.count = 0
    for _ in range(56):
        hands.press(ENTER)
    assert sum(rating.is_rated for rating in kept(window).values()) == 56
    assert hands.count == 56


def test_56_ratings_are_pasted_in_one_go_and_undone_by_one_key(window: MainWindow, hands: Hands) -> None:
    page = empty(window, hands)
    codes = page.view.criteria.members()
    words = [word for _code, word in zip(codes, cycle(("volledig", "deels", "niet", "1", "0,5")), strict=False)]
    before = kept(window)
    steps = window.session.file.connection.execute("SELECT count(*) FROM change_set").fetchone()[0]
    QApplication.clipboard().setText("\r\n".join(words) + "\r\n")
    hands.count = 0
    hands.press(Qt.Key.Key_V, held=CTRL)
    assert sum(rating.is_rated for rating in kept(window).values()) == 56
    assert page.view.banner.text == "Pasted: 56 criteria changed. Ctrl+Z undoes it."
    assert window.session.file.connection.execute("SELECT count(*) FROM change_set").fetchone()[0] == steps + 1
    hands.press(Qt.Key.Key_Z, held=CTRL)
    assert kept(window) == before
    assert hands.count == 2
    assert not check(window.session.file).findings


def test_56_ratings_by_code_in_any_order_with_evidence(window: MainWindow, hands: Hands) -> None:
    page = empty(window, hands)
    codes = page.view.criteria.members()
    rows = [["Toelichting", "Oordeel", "Code"]]
    rows += [[f"zie bijlage {place}", "n.v.t." if place == 5 else "deels", c] for place, c in enumerate(codes)][::-1]
    QApplication.clipboard().setText(to_block(rows))
    hands.press(Qt.Key.Key_V, held=CTRL)
    hands.write("Geen winkels")
    hands.press(ENTER)
    rated = kept(window)
    assert rated[codes[5]].na_reason == "Geen winkels"
    assert [rated[code].note for code in codes] == [f"zie bijlage {place}" for place in range(56)]


def test_the_garment_data_are_one_key_each_too(tmp_path: Path, window: MainWindow, hands: Hands) -> None:
    path = tmp_path / "garment.covenant"
    with create(path, user="A. Voorbeeld") as store:
        import_files(store, [DATA])
    window.open_path(path)
    session = window.session
    standings = standing_reading.standings(session.file, session.covenant, session.round)
    party = next(one.party.code for one in standings if one.status not in (None, Status.FINAL))
    page = empty(window, hands, party)
    hands.count = 0
    codes = page.view.criteria.members()
    for place in range(len(codes)):
        hands.press(KEYS["123"[place % 3]])
    assert hands.count == len(codes) >= 10
    rated = kept(window, party)
    assert all(rated[code].is_rated for code in codes)
    for _ in codes:
        hands.press(Qt.Key.Key_Z, held=CTRL)
    assert not any(rating.is_rated for rating in kept(window, party).values())


def test_a_whole_section_is_one_key(window: MainWindow, hands: Hands) -> None:
    page = empty(window, hands)
    hands.press(Qt.Key.Key_Home)
    hands.count = 0
    hands.press(Qt.Key.Key_2)
    rows = page.view.criteria.rows
    section = [row.code for row in rows if isinstance(row, CriterionRow) and row.section == "1"]
    assert all(kept(window)[code].value for code in section)
    assert hands.count == 1
