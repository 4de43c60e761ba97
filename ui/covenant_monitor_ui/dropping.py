"""Files that are dropped on the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData

_TABLES = frozenset({".csv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers"})
"""Also those that cannot be read: once dropped it is told what to save them as, instead of nothing."""


def dropped_files(data: QMimeData) -> list[Path]:
    """The spreadsheets, CSV files and folders that are being dragged; none where anything else is among them."""
    if not data.hasUrls():
        return []
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(paths) < len(data.urls()):
        return []
    return paths if all(path.suffix.lower() in _TABLES or path.is_dir() for path in paths) else []
