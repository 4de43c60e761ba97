from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.store.coherence import round_coherence
from covenant_monitor.store.standing_reading import standings
from covenant_monitor_ui.dialogs.second_candidates import candidates
from covenant_monitor_ui.dialogs.second_sample import RANDOM, SECTION, SecondSample
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.delegates import NOTE_ROLE

Stage = Callable[[QWidget], None]


@pytest.fixture
def form(session: Session, put_on_stage: Stage) -> SecondSample:
    window = QMainWindow()
    made = SecondSample(session)
    window.setCentralWidget(made)
    window.resize(360, 800)
    put_on_stage(window)
    ask(made, session)
    return made


def ask(form: SecondSample, session: Session) -> None:
    found = round_coherence(session.file, session.covenant, session.round)
    people = standings(session.file, session.covenant, session.round)
    form.open(found.framework, session.round, candidates(people, found.second))
    form.take_focus()


def seconds(session: Session) -> dict[str, tuple[str, frozenset[str]]]:
    found = round_coherence(session.file, session.covenant, session.round)
    return {one.party: (one.assessor, one.sample) for one in found.second if not one.ratings}


def row(form: SecondSample, name: str) -> int:
    return next(
        place for place in range(form.list.model().rowCount()) if form.list.model().index(place, 0).data() == name
    )


def tick(qtbot: QtBot, form: SecondSample, *names: str) -> None:
    form.list.setFocus()
    for name in names:
        form.list.selectionModel().setCurrentIndex(
            form.list.model().index(row(form, name), 0), form.list.selectionModel().SelectionFlag.NoUpdate
        )
        qtbot.keyClick(form.list, Qt.Key.Key_Space)


def test_by_keyboard(qtbot: QtBot, form: SecondSample, session: Session) -> None:
    qtbot.keyClicks(form.who.control, "D. Model")
    tick(qtbot, form, "Bedacht Badgoed B.V.", "Aanname Accessoires B.V.")
    assert form.summary.text().startswith("2 participants, 89 ratings")
    with qtbot.waitSignal(form.saved):
        qtbot.keyClick(form.list, Qt.Key.Key_Return)
    wanted = ("D. Model", frozenset[str]())
    assert seconds(session) == {"BEDACHT-BADGOED": wanted, "AANNAME-ACCESSOIRES": wanted}
    session.undo()
    assert seconds(session) == {}


def test_who_assessed_first_cannot_be_ticked(qtbot: QtBot, form: SecondSample) -> None:
    tick(qtbot, form, "Allegorie Outdoor B.V.", "Aanname Accessoires B.V.")
    assert form.parties == ["AANNAME-ACCESSOIRES", "ALLEGORIE-OUTDOOR"]
    form.who.set_text("d. model")  # who assessed Allegorie
    assert form.parties == ["AANNAME-ACCESSOIRES"]
    index = form.list.model().index(row(form, "Allegorie Outdoor B.V."), 0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    assert index.data(Qt.ItemDataRole.ToolTipRole).splitlines() == [
        "Allegorie Outdoor B.V.",
        "Assessed by D. Model",
        "Reviewed by A. Voorbeeld",
    ]
    form.who.set_text("A. Voorbeeld")
    assert index.data(NOTE_ROLE) == "has seen it"
    form.who.set_text("")
    assert index.flags() & Qt.ItemFlag.ItemIsEnabled


def test_what_another_has_begun_cannot_be_ticked(form: SecondSample) -> None:
    form.who.set_text("B. Proef")
    index = form.list.model().index(row(form, "Dummy Damesmode B.V."), 0)
    assert index.data(NOTE_ROLE) == "again: A. Voorbeeld"
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    form.who.set_text("A. Voorbeeld")
    assert index.flags() & Qt.ItemFlag.ItemIsEnabled


def test_participants_at_random_are_fresh_ones(qtbot: QtBot, form: SecondSample, session: Session) -> None:
    form.who.set_text("C. Schets")
    form.party_count.setValue(20)
    qtbot.keyClick(form.draw_parties, Qt.Key.Key_Return)
    assert len(form.parties) == 20
    by_party = {one.party.code: one for one in standings(session.file, session.covenant, session.round)}
    for code in form.parties:
        assert "C. Schets" not in (by_party[code].assessor, by_party[code].reviewer)
    assert form.parties == [
        str(form.list.model().index(place, 0).data(Qt.ItemDataRole.UserRole + 40)) for place in range(20)
    ], "who was drawn comes first"
    drawn = form.parties
    form.draw_parties.click()
    assert form.parties != drawn, "one chance in many billions"


def test_criteria_of_a_section_or_at_random(qtbot: QtBot, form: SecondSample, session: Session) -> None:
    assert form.codes == []
    assert not form.criterion_count.isVisibleTo(form)
    form.criteria.setCurrentIndex(form.criteria.findData(SECTION + "6"))
    assert form.codes == ["6.01", "6.02", "6.03", "6.04", "6.05"]
    form.criteria.setCurrentIndex(form.criteria.findData(RANDOM))
    form.criterion_count.setValue(8)
    assert len(form.codes) == 8
    assert {code[0] for code in form.codes} == set("123456")
    assert form.drawn.text() == ", ".join(form.codes)
    form.who.set_text("D. Model")
    form.tick(["AANNAME-ACCESSOIRES"])
    sample = frozenset(form.codes)
    form.save()
    assert seconds(session) == {"AANNAME-ACCESSOIRES": ("D. Model", sample)}
    assert sample


def test_what_is_missing_is_said_and_all_stays(qtbot: QtBot, form: SecondSample, session: Session) -> None:
    tick(qtbot, form, "Aanname Accessoires B.V.")
    qtbot.keyClick(form.list, Qt.Key.Key_Return)
    assert form.who.message.text() == "Say who makes the second assessment."
    focus = QApplication.focusWidget()
    assert focus is form.who.control or form.who.control.isAncestorOf(focus)
    form.who.set_text("D. Model")
    assert form.who.message.text() == ""
    form.tick([])
    assert form.summary.text() == "Nobody is ticked yet."
    form.save()
    assert form.message.text() == "Choose at least one participant to assess again."
    assert seconds(session) == {}


def test_the_filter_hides_but_does_not_untick(qtbot: QtBot, form: SecondSample) -> None:
    form.tick(["AANNAME-ACCESSOIRES"])
    qtbot.keyClicks(form.filter, "zijde")
    shown = [place for place in range(form.list.model().rowCount()) if not form.list.isRowHidden(place)]
    assert [form.list.model().index(place, 0).data() for place in shown] == ["Verbeeld Zijde B.V."]
    assert form.parties == ["AANNAME-ACCESSOIRES"]


def test_escape_cancels(qtbot: QtBot, form: SecondSample, session: Session) -> None:
    form.tick(["AANNAME-ACCESSOIRES"])
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(form.list, Qt.Key.Key_Escape)
    assert seconds(session) == {}


def test_what_was_chosen_can_be_put_back(form: SecondSample, session: Session, qtbot: QtBot) -> None:
    form.who.set_text("D. Model")
    form.tick(["AANNAME-ACCESSOIRES", "BEDACHT-BADGOED"])
    form.criteria.setCurrentIndex(form.criteria.findData(RANDOM))
    kept, codes = form.values(), form.codes
    ask(form, session)
    assert (form.assessor, form.parties, form.codes) == ("", [], [])
    form.restore(kept)
    assert (form.assessor, form.parties, form.codes) == ("D. Model", ["AANNAME-ACCESSOIRES", "BEDACHT-BADGOED"], codes)
    form.restore({"who": 7, "parties": "x", "criteria": None, "drawn": ["nonsense"]})
    assert form.assessor == "D. Model"


def test_known_assessors_are_offered(form: SecondSample) -> None:
    control = form.who.control
    assert isinstance(control, QComboBox)
    assert [control.itemText(place) for place in range(control.count())] == [
        "A. Voorbeeld",
        "B. Proef",
        "C. Schets",
        "D. Model",
    ]


def test_a_candidate_with_a_second_without_ratings_can_be_handed_over(session: Session, form: SecondSample) -> None:
    form.who.set_text("D. Model")
    form.tick(["AANNAME-ACCESSOIRES"])
    form.save()
    ask(form, session)
    form.who.set_text("A. Voorbeeld")
    form.tick(["AANNAME-ACCESSOIRES"])
    assert form.parties == ["AANNAME-ACCESSOIRES"]
    form.save()
    assert seconds(session) == {"AANNAME-ACCESSOIRES": ("A. Voorbeeld", frozenset())}
