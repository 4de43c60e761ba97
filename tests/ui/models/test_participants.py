import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Party
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import (
    QUIET_ROLE,
    Cell,
    Column,
    Row,
    RowsModel,
    group_key,
    group_name,
    one_line,
    plain,
)
from covenant_monitor_ui.widgets.delegates import MARK_ROLE, NOTE_ROLE

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
COLUMNS = [Column("name", "Participant"), Column("score", "Score", at_right=True, tip="Score of this round")]


def row(name: str, score: float | None = None, *tabs: str) -> Row:
    cell = Cell("–") if score is None else Cell(f"{score} %", score, mark="meets", note="prov.", tip="the band")
    cells = (Cell(name, Language.sort_key(name)), cell)
    return Row(Party(name.upper(), name), None, cells, plain(name), frozenset(tabs))


ROWS = [row("Aap", 40.0, "all"), row("Bever", None, "all", "open"), row("Crèche", 9.5, "all"), row("Das", None, "all")]


@pytest.fixture
def model() -> RowsModel:
    made = RowsModel(COLUMNS)
    made.set_rows(ROWS)
    return made


def names(model: RowsModel) -> list[str]:
    return [one.party.name for one in model.shown]


def test_the_model_keeps_qts_rules_through_everything(qtmodeltester: ModelTester) -> None:
    model = RowsModel(COLUMNS)
    qtmodeltester.check(model)
    model.set_rows(ROWS)
    model.sort(1, DOWN)
    model.set_filter("all", "e")
    model.set_filter("", "")
    model.set_rows(ROWS[:2])
    model.set_rows([])
    model.set_rows(ROWS)
    qtmodeltester.check(model)


def test_what_is_missing_comes_last_in_both_directions(model: RowsModel) -> None:
    model.sort(1, UP)
    assert names(model) == ["Crèche", "Aap", "Bever", "Das"]
    model.sort(1, DOWN)
    assert names(model) == ["Aap", "Crèche", "Bever", "Das"]


def test_equals_stay_in_the_order_of_their_names(model: RowsModel) -> None:
    model.set_rows([row("Aap", 5), row("Bever", 5), row("Das", 5)])
    for order in (UP, DOWN):
        model.sort(1, order)
        assert names(model) == ["Aap", "Bever", "Das"]


def test_a_column_that_is_not_there_sorts_nothing(model: RowsModel) -> None:
    model.sort(7, DOWN)
    model.sort(-1)
    assert (model.sort_column, names(model)) == (0, ["Aap", "Bever", "Crèche", "Das"])


def test_every_word_must_occur_whatever_its_case_and_accents(model: RowsModel) -> None:
    model.set_filter("", "CRECHE")
    assert names(model) == ["Crèche"]
    model.set_filter("", "  e   cr ")
    assert names(model) == ["Crèche"]
    model.set_filter("", "e zzz")
    assert names(model) == []


def test_a_quick_filter_and_words_go_together(model: RowsModel) -> None:
    model.set_filter("open", "")
    assert names(model) == ["Bever"]
    model.set_filter("open", "das")
    assert names(model) == []
    assert (model.count("all"), model.count("open"), model.count("nothing")) == (4, 1, 0)


def test_sorting_takes_the_selection_along(model: RowsModel) -> None:
    kept = QPersistentModelIndex(model.index(0, 1))
    model.sort(0, DOWN)
    assert (kept.row(), kept.column()) == (3, 1)


def test_new_values_in_the_same_rows_are_no_reset(model: RowsModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged, timeout=0):
        model.set_rows([row("Aap", 41.0), *ROWS[1:]])
    assert model.index(0, 1).data() == "41.0 %"
    with qtbot.waitSignal(model.modelReset, timeout=0):
        model.set_rows(ROWS[1:])


def test_roles(model: RowsModel) -> None:
    index = model.index(0, 1)
    assert index.data(MARK_ROLE) == "meets"
    assert index.data(NOTE_ROLE) == "prov."
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "the band"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "40.0 % prov."
    assert index.data(QUIET_ROLE) is False
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_heads_say_what_they_are_in_full(model: RowsModel) -> None:
    across = Qt.Orientation.Horizontal
    assert model.headerData(1, across) == "Score"
    assert model.headerData(1, across, Qt.ItemDataRole.ToolTipRole) == "Score of this round"
    assert model.headerData(0, across, Qt.ItemDataRole.ToolTipRole) is None
    assert int(model.headerData(1, across, Qt.ItemDataRole.TextAlignmentRole)) & int(Qt.AlignmentFlag.AlignRight)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(9, across) is None


def test_finding_rows(model: RowsModel) -> None:
    model.set_filter("open", "")
    assert (model.place("BEVER"), model.place("AAP"), model.column("score")) == (0, -1, 1)
    found = model.find("AAP")
    assert found is not None
    assert found.party.name == "Aap"
    assert model.find("NOBODY") is None
    with pytest.raises(KeyError):
        model.column("nothing")


def test_a_thousand_rows_sort_and_filter() -> None:
    model = RowsModel(COLUMNS)
    model.set_rows([row(f"Bedrijf {n:04d}", None if n % 7 == 0 else n % 100, "all") for n in range(1000)])
    model.sort(1, DOWN)
    assert model.shown[0].cells[1].key == 99
    assert model.shown[-1].cells[1].key is None
    model.set_filter("all", "bedrijf 099")
    assert len(model.shown) == 11


def test_groups_are_named_and_sorted_by_size(dutch: Language) -> None:
    assert [group_name(code, Language("en")) for code in ("small", "LARGE", "Importeur A")] == [
        "Small",
        "Large",
        "Importeur A",
    ]
    assert sorted(["large", "B", "small", "a", "medium"], key=group_key) == ["small", "medium", "large", "a", "B"]


def test_text_for_one_line() -> None:
    assert one_line("twee\n regels\t") == "twee regels"
    assert len(one_line("X" * 40_000)) < 1000
