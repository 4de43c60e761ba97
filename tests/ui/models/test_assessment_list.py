from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Criterion, Framework, Party, Section, Status, Text
from covenant_monitor.domain.scoring import Score
from covenant_monitor.language import Language
from covenant_monitor_ui.models.assessment_list import ORDER, AssessmentListModel, Whose
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE, MARK_ROLE, NOTE_ROLE

FIRST, LATER = Criterion("A1", Text()), Criterion("A2", Text(), from_participation_year=2)
FRAMEWORK = Framework("F", "1", Text(), (Section("A", Text(), (FIRST, LATER)),))


def standing(code: str, name: str, status: Status | None, rated: int = 0, of: int = 8, year: int = 2) -> Standing:
    party = Party(code, name, joined_on=date(2018, 1, 1))
    score = None if status is None else Score((), None, None, None, rated, of)
    return Standing(party, "2020", AssessmentKind.SECRETARIAT, year, status, score)


EVERY = [
    standing("C", "Cirkel", Status.FINAL, 8),
    standing("B", "École", Status.DRAFT, 2),
    standing("A", "Eb", Status.DRAFT, 4),
    standing("D", "Dak", None),
    standing("E", "Erf", None, year=1),
    standing("S", "Som", Status.ASSESSED, 8),
]


def model(language: str = "en") -> AssessmentListModel:
    made = AssessmentListModel(Language(language))
    made.show_standings(EVERY, FRAMEWORK)
    return made


def test_participants_stand_under_a_head_with_their_number(qtmodeltester: ModelTester) -> None:
    made = model()
    assert [(entry.party or entry.text, entry.note) for entry in made.entries] == [
        ("In progress", "2"), ("A", "4/8"), ("B", "2/8"),
        ("To be reviewed", "1"), ("S", ""),
        ("Not begun", "2"), ("D", "0/2"), ("E", "0/1"),
        ("Final", "1"), ("C", ""),
    ]  # fmt: skip
    qtmodeltester.check(made)


def test_heads_cannot_be_chosen() -> None:
    made = model()
    flags = [made.flags(made.index(row)) & Qt.ItemFlag.ItemIsSelectable for row in range(2)]
    assert [bool(flag) for flag in flags] == [False, True]
    assert [made.data(made.index(row), HEAD_ROLE) for row in range(2)] == [True, False]
    assert made.party_at(made.index(0)) == ""


def test_a_mark_says_how_far_each_is() -> None:
    made = model()
    marks = {entry.party: made.data(made.index(row), MARK_ROLE) for row, entry in enumerate(made.entries)}
    assert marks == {
        "": "", "A": "draft:0.500", "B": "draft:0.250", "S": "assessed",
        "D": "not_begun", "E": "not_begun", "C": "final",
    }  # fmt: skip


def test_a_standing_with_the_same_status_changes_one_row_in_place(qtbot: object) -> None:
    made = model()
    told: list[tuple[int, int]] = []
    made.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    assert made.show_standing(standing("B", "École", Status.DRAFT, 3)) is False
    assert told == [(2, 2)]
    assert made.entries[2].note == "3/8"
    assert made.show_standing(standing("B", "École", Status.DRAFT, 3)) is False
    assert len(told) == 1


def test_another_status_moves_it_to_another_group() -> None:
    made = model()
    assert made.show_standing(standing("B", "École", Status.SUBMITTED, 8)) is True
    assert [entry.text for entry in made.entries[:4]] == ["In progress", "Eb", "Submitted", "École"]


def test_the_filter_ignores_case_and_accents_and_reads_codes() -> None:
    made = model()
    made.set_filter("ECO")
    assert made.parties == ["B"]
    made.set_filter(" s ")
    assert made.parties == ["S"]
    made.set_filter("nothing like it")
    assert made.rowCount() == 0
    made.set_filter("")
    assert len(made.parties) == 6


def test_neighbours_pass_over_heads_and_stop_at_the_ends() -> None:
    made = model()
    assert [made.neighbour(*one) for one in (("A", -1), ("B", 1), ("C", 1), ("GONE", 1))] == ["A", "S", "C", "A"]
    made.set_filter("zz")
    assert made.neighbour("A", 1) == "A"


def test_counts_can_be_left_out_but_not_those_of_the_heads() -> None:
    made = model()
    made.show_counts(False)
    assert [made.data(made.index(row), NOTE_ROLE) for row in range(3)] == ["2", "", ""]


def test_names_are_kept_as_they_are() -> None:
    made = AssessmentListModel(Language("nl"))
    name = "=cmd|' <b>vet</b> & zoon \u202e" + "x" * 40_000
    made.show_standings([standing("X", name, Status.DRAFT)], FRAMEWORK)
    assert made.data(made.index(1), int(Qt.ItemDataRole.DisplayRole)) == name


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=6), st.sampled_from(ORDER)), max_size=12), st.text(max_size=2))
def test_every_participant_stands_once_under_the_head_of_its_status(
    given_: list[tuple[str, Status | None]], wanted: str
) -> None:
    made = AssessmentListModel(Language("nl"))
    made.show_standings([standing(f"P{n}", name, status) for n, (name, status) in enumerate(given_)], FRAMEWORK)
    assert sorted(made.parties) == sorted(f"P{n}" for n in range(len(given_)))
    head: Status | None = None
    for entry in made.entries:
        head = entry.status if not entry.party else head
        assert entry.status is head
    made.set_filter(wanted)
    assert all(isinstance(made.row_of(party), int) and made.row_of(party) >= 0 for party in made.parties)
    assert isinstance(made, QAbstractItemModel)


def test_some_participants_can_be_listed_alone() -> None:
    made = AssessmentListModel(Language("en"))
    every = [replace(one, assessor="a. VOORBEELD") if one.party.code == "S" else one for one in EVERY]
    every = [replace(one, reviewer="A. Voorbeeld") if one.party.code == "C" else one for one in every]
    made.show_standings(every, FRAMEWORK, user="A. Voorbeeld", returned=frozenset({"B"}))
    shown = {}
    for whose in Whose:
        made.set_whose(whose)
        shown[whose] = sorted(made.parties)
        assert made.count(whose) == len(made.parties)
    assert shown == {
        Whose.ALL: ["A", "B", "C", "D", "E", "S"],
        Whose.MINE: ["C", "S"],
        Whose.NOT_BEGUN: ["D", "E"],
        Whose.RETURNED: ["B"],
        Whose.TO_REVIEW: ["S"],
    }
    made.set_filter("zz")
    assert made.parties == []


def test_typing_goes_to_the_next_name_that_begins_so() -> None:
    made = model()
    assert made.begins_with("e", "A") == "A"
    assert made.begins_with("ec", "A") == "B"
    assert made.begins_with("e", "B") == "B"
    assert made.begins_with("C", "A") == "C"
    assert made.begins_with("zz", "A") == ""
