from fractions import Fraction

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor.domain.model import Criterion, Framework, Rating, Relation, Section, Status, Text
from covenant_monitor.domain.version_effect import Case, effect
from covenant_monitor.domain.versions import MappingRow
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import QUIET_ROLE
from covenant_monitor_ui.models.version_effect import Column, EffectModel, difference_text
from covenant_monitor_ui.widgets.delegates import NOTE_ROLE

ENGLISH = Language("en")


def framework(version: str, *codes: str) -> Framework:
    return Framework(
        "F", version, Text(), (Section("A", Text(), tuple(Criterion(code, Text(code)) for code in codes)),)
    )


def case(name: str, status: Status, **values: int) -> Case:
    return Case(name.upper(), name, 1, "", status, {code: Rating(value=value) for code, value in values.items()})


def model() -> EffectModel:
    old, new = framework("1", "A1", "A2"), framework("2", "A1", "A3")
    rows = [
        MappingRow("A1", "A1", Relation.SAME),
        MappingRow("A2", None, Relation.DROPPED),
        MappingRow(None, "A3", Relation.NEW),
    ]
    cases = [
        case("Zon", Status.FINAL, A1=1, A2=0),
        case("Aar", Status.FINAL, A1=0, A2=1),
        case("Nog", Status.DRAFT, A1=1),
    ]
    made = EffectModel(ENGLISH)
    made.show_effects(effect(old, new, rows, cases), before="1", after="2")
    return made


def test_every_participant_with_both_scores(qtmodeltester: ModelTester) -> None:
    made = model()
    qtmodeltester.check(made)
    assert [row.texts for row in made.rows] == [
        ("Aar", "50.0%", "0.0%", "\N{MINUS SIGN}50.0", "0.0%", ""),
        ("Nog", "100.0%", "100.0%", "0.0", "100.0%", "Still in progress"),
        ("Zon", "50.0%", "100.0%", "+50.0", "100.0%", ""),
    ]
    assert made.index(0, Column.AFTER).data(NOTE_ROLE) == "prov."
    assert [made.index(row, 0).data(QUIET_ROLE) for row in range(3)] == [False, True, False]
    assert made.headerData(Column.BEFORE, Qt.Orientation.Horizontal) == "Version 1"
    assert made.headerData(0, Qt.Orientation.Vertical) is None
    assert made.data(QModelIndex()) is None
    assert made.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


@pytest.mark.parametrize("column", list(Column))
def test_sorting_keeps_the_rows_that_are_pointed_at(column: Column) -> None:
    made = model()
    pointer = made.index(2, 0)
    name = pointer.data()
    keeper = made.index(2, 0)
    assert keeper.data() == name
    made.sort(column, Qt.SortOrder.DescendingOrder)
    first = made.rows[0].keys[column]
    assert all(first >= row.keys[column] for row in made.rows)  # type: ignore[operator]
    made.sort(Column.NAME)
    assert [row.texts[0] for row in made.rows] == ["Aar", "Nog", "Zon"]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (Fraction(50), Fraction(60), "+10.0"),
        (Fraction(50), Fraction(101, 2), "+0.5"),
        (Fraction(50), Fraction(50), "0.0"),
        (Fraction(50), Fraction(5001, 100), "0.0"),
        (Fraction(60), Fraction(50), "\N{MINUS SIGN}10.0"),
        (None, Fraction(50), "–"),
        (Fraction(50), None, "–"),
    ],
)
def test_a_difference_has_its_sign(before: Fraction | None, after: Fraction | None, text: str) -> None:
    assert difference_text(before, after, ENGLISH) == text
