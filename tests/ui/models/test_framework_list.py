from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor.domain.model import LEVELS, Text
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.language import Language
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor_ui.models.framework_list import FrameworkListModel, state_word, used_by
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE, MARK_ROLE, NOTE_ROLE

ENGLISH = Language("en")


def entry(
    version: str, *, published: bool = False, rounds: tuple[str, ...] = (), suggestion: bool = False
) -> FrameworkEntry:
    return FrameworkEntry(
        FrameworkKey("F", version), Text("Kader", "Framework"), LEVELS, published, 1, 2,
        tuple(("C", code) for code in rounds), locked=published, suggestion=suggestion,
    )  # fmt: skip


def test_versions_stand_under_their_framework(qtmodeltester: ModelTester) -> None:
    made = FrameworkListModel(ENGLISH)
    made.show_entries([entry("1", published=True), entry("2", suggestion=True)])
    qtmodeltester.check(made)
    assert [row.text for row in made.rows] == ["F", "version 1", "version 2"]
    assert made.index(0).data(HEAD_ROLE) is True
    assert made.flags(made.index(0)) == Qt.ItemFlag.ItemNeverHasChildren
    assert [made.index(row).data(MARK_ROLE) for row in (1, 2)] == ["final", "not_begun"]
    assert [made.index(row).data(NOTE_ROLE) for row in (1, 2)] == ["", "draft"]
    assert made.index(2).data(Qt.ItemDataRole.ToolTipRole) == "Framework, version 2, Draft, suggestion"
    assert made.key_at(made.index(1)) == FrameworkKey("F", "1")
    assert made.key_at(QModelIndex()) is None
    assert made.row_of(FrameworkKey("F", "2")) == 2
    assert made.row_of(None) == made.row_of(FrameworkKey("F", "9")) == -1
    assert made.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert made.data(QModelIndex()) is None


def test_the_same_versions_are_told_without_a_reset() -> None:
    made = FrameworkListModel(ENGLISH)
    made.show_entries([entry("1")])
    resets: list[int] = []
    made.modelReset.connect(lambda: resets.append(1))
    made.show_entries([entry("1", published=True)])
    assert resets == []
    assert made.index(1).data(NOTE_ROLE) == ""
    made.show_entries([])
    assert resets == [1]


def test_words() -> None:
    assert state_word(entry("1", rounds=("2020",)), ENGLISH) == "In use"
    assert used_by(entry("1", rounds=("2019", "2020")), ENGLISH) == "used by rounds 2019, 2020"
    assert used_by(entry("1"), ENGLISH) == ""
