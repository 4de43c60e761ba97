"""Files that are dropped on the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData

_TABLES = frozenset({".xlsx", ".csv"})


def dropped_files(data: QMimeData) -> list[Path]:
    """The workbooks, CSV files and folders that are being dragged; none where anything else is among them."""
    if not data.hasUrls():
        return []
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(paths) < len(data.urls()):
        return []
    return paths if all(path.suffix.lower() in _TABLES or path.is_dir() for path in paths) else []
