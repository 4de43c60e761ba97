"""Evidence as a list of references: each can be opened where it is an address or a document, and taken away."""

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from covenant_monitor.language import Language
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.store import Store
from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import Theme, scaled, text_label, text_width
from covenant_monitor_ui.widgets.buttons import PaintedButton, button
from covenant_monitor_ui.widgets.labels import ElidedLabel, plain_tip
from covenant_monitor_ui.widgets.layout import empty_layout, in_column

SEPARATOR = ";"
DOCUMENTS = frozenset(
    {".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp"}
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".msg", ".eml"}
)
"""What is opened from here. A covenant file comes from others, and must not start programs."""
_LONGEST = 36
_CROSS, _ICON = 24, 14


def references_of(evidence: str) -> list[str]:
    """The references in a text: parted by semicolons or lines."""
    parts = evidence.replace("\n", SEPARATOR).split(SEPARATOR)
    return [part.strip() for part in parts if part.strip()]


def without(evidence: str, place: int) -> str:
    """The text without one of its references."""
    return f"{SEPARATOR} ".join(one for at, one in enumerate(references_of(evidence)) if at != place)


def target_of(reference: str, folder: Path | None) -> QUrl | None:
    """What a reference opens: a web address, or a document that exists, also relative to `folder`; else None.

    Nothing on another computer is looked up: only asking for it can tell that computer who asks.
    """
    if urlsplit(reference).scheme.casefold() in ("http", "https"):
        url = QUrl(reference)
        return url if url.isValid() and url.host() else None
    if reference.startswith(("\\\\", "//")) or "\0" in reference:
        return None
    try:
        path = Path(reference)
        path = path if path.is_absolute() or folder is None else folder / path
        found = path.suffix.casefold() in DOCUMENTS and path.is_absolute() and path.is_file()
    except (OSError, ValueError):
        return None
    return QUrl.fromLocalFile(str(path)) if found else None


def folder_of(source: Reader) -> Path | None:
    """The folder of the file that is shown, where relative paths begin."""
    return source.path.parent if isinstance(source, Store) else None


class _Cross(PaintedButton):
    """A small button that takes something away."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.setFixedSize(scaled(_CROSS), scaled(_CROSS))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(self.rect(), 4, 4)
        place = (self.width() - _ICON) / 2
        paint_icon(painter, place, place, "close", theme.text2, _ICON)


class ReferenceList(QWidget):
    """The references of a criterion, where there are several or one that can be opened."""

    removed = Signal(str)
    """One was taken away: what is left of the text."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.folder: Path | None = None
        """Where relative paths begin: the folder of the covenant file."""
        self._shown: tuple[str, bool] | None = None
        self._column = in_column(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_references(self, evidence: str, *, writable: bool) -> None:
        """Show the references of another text."""
        if (evidence, writable) == self._shown:
            return
        self._shown = evidence, writable
        empty_layout(self._column)
        found = references_of(evidence)
        targets = [target_of(one, self.folder) for one in found]
        useful = len(found) > 1 or any(targets)
        if useful:
            for place, (reference, target) in enumerate(zip(found, targets, strict=True)):
                self._column.addWidget(self._row(reference, target, place, writable=writable))
        self.setVisible(useful)

    def _row(self, reference: str, target: QUrl | None, place: int, *, writable: bool) -> QWidget:
        _ = self._language.gettext
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(text_label(self._language.number(place + 1, 0), "secondary"))
        if target is None:
            line.addSpacing(4)  # as a link has inside
            line.addWidget(ElidedLabel(reference), 1, Qt.AlignmentFlag.AlignVCenter)
            line.addStretch(0)
        else:
            opener = button(_elided(reference), lambda: QDesktopServices.openUrl(target), kind="link")
            opener.setToolTip(plain_tip(_("Open {name}").format(name=reference)))
            opener.setAccessibleName(_("Open {name}").format(name=reference))
            line.addWidget(opener)
            line.addStretch(1)
        if writable:
            remove = _Cross(_("Remove {name}").format(name=reference))
            remove.clicked.connect(lambda _checked=False: self._remove(place))
            line.addWidget(remove)
        return row

    def _remove(self, place: int) -> None:
        if self._shown is not None:
            self.removed.emit(without(self._shown[0], place))


def _elided(text: str) -> str:
    """The beginning and the end of a long reference: the end names the document."""
    room = text_width("x" * _LONGEST)
    if text_width(text) <= room:
        return text
    keep = max(6, int(_LONGEST * 0.4))
    return f"{text[:keep]}…{text[-keep:]}"
