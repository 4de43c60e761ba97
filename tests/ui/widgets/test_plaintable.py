from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.widgets.plaintable import PlainTable


def shown(table: PlainTable) -> list[QLabel]:
    return [label for label in table.findChildren(QLabel) if not label.isHidden()]


def test_a_table_of_words_and_numbers(qtbot: QtBot) -> None:
    table = PlainTable()
    qtbot.addWidget(table)
    rows = [["1 <b>Inbedden</b>", "84,4 %"], ["4 Monitoren", "geen score"]]
    table.fill(["Stap", "Score"], rows, numbers=[1], strong=[1], quiet_rows=[1])
    labels = shown(table)
    assert [label.text() for label in labels] == ["Stap", "Score", *rows[0], *rows[1]]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert labels[3].alignment() & Qt.AlignmentFlag.AlignRight
    assert labels[3].property("text_role") == "heading"
    assert labels[5].property("text_role") == "secondary"
    assert table.accessibleName() == "Stap\tScore\n1 <b>Inbedden</b>\t84,4 %\n4 Monitoren\tgeen score"


def test_it_can_be_filled_again(qtbot: QtBot) -> None:
    table = PlainTable()
    qtbot.addWidget(table)
    table.fill(["Stap"], [["1"], ["2"]])
    table.fill([], [["3"]])
    assert [label.text() for label in shown(table)] == ["3"]


def test_a_name_takes_the_room_that_there_is(qtbot: QtBot) -> None:
    table = PlainTable()
    qtbot.addWidget(table)
    table.fill(["Deelnemer", "Score"], [["Aanname Accessoires B.V.", "42,9 %"]], numbers=[1])
    table.resize(540, 80)
    table.show()
    name, score = shown(table)[2:]
    assert name.width() > name.sizeHint().width()
    assert name.geometry().center().y() == score.geometry().center().y()
