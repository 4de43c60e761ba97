"""What a table takes in any PySide6 window: the demo's participants out of SQLite, one model, one delegate that paints.

Nothing is locked or checked, nothing can be done with it. Prints when it was painted, and ends.
"""

import sqlite3
import sys
from time import perf_counter_ns

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStyledItemDelegate, QStyleOptionViewItem, QTableView

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_NO_PARENT = QModelIndex()


class Model(QAbstractTableModel):
    """Rows as they come."""

    def __init__(self, rows: list[tuple[object, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows[0])

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        return str(self._rows[index.row()][index.column()]) if role == _DISPLAY else None


class Delegate(QStyledItemDelegate):
    """Paints the text and nothing else."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignLeft, index.data())


class Table(QTableView):
    """Ends the program once it, and with it the window, is painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, end)


def end() -> None:
    """Print the time by the system's clock, which is the same in every process."""
    print(perf_counter_ns())
    QApplication.quit()


def main(path: str) -> int:
    """Run it on a covenant file."""
    app = QApplication(sys.argv[:1])
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT name, status, participation_year, rated, applicable, score, low, high, assessor FROM v_scores"
        " WHERE kind = 'secretariat' AND round = '2020'"
    ).fetchall()
    window = QMainWindow()
    table, model, delegate = Table(), Model(rows), Delegate()
    table.setItemDelegate(delegate)
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1440, 900)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
