from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from covenant_monitor_ui.models.assistant import MOST_SHOWN, TextRows
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN


def test_rows_of_texts(qtmodeltester: ModelTester) -> None:
    model = TextRows()
    qtmodeltester.check(model)
    model.show_rows(["Kop", "Aantal"], [["a\nb", "1"], ["x" * 1000], ["c", "3"]], at_right=(1,))
    qtmodeltester.check(model)
    assert model.data(model.index(0, 0), DISPLAY) == "a b"
    assert model.data(model.index(1, 1), DISPLAY) == ""
    assert len(str(model.data(model.index(1, 0), DISPLAY))) == MOST_SHOWN
    assert model.data(model.index(2, 1), SPOKEN) == "Aantal 3"
    assert model.data(QModelIndex(), DISPLAY) is None
    model.change_rows({2: ["d", "4"]})
    model.change_rows({})
    assert list(model.rows[2]) == ["d", "4"]
    model.show_rows([], [])
    qtmodeltester.check(model)
