"""Two texts beside each other with their differences marked word by word: by shape as well as by colour."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from covenant_monitor.domain.likeness import PieceKind, text_differences
from covenant_monitor.domain.model import Criterion, Framework, Text
from covenant_monitor.domain.versions import Match
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.theme import Theme, text_label, theme_of


def marked(before: str, after: str, theme: Theme) -> tuple[str, str]:
    """Both texts as rich text: struck through in the first what was removed, underlined in the second what was added.

    Nothing in the texts is read as markup.
    """
    first, second = [], []
    for piece in text_differences(before, after):
        shown = escape(piece.text).replace("\n", "<br>")
        if piece.kind is not PieceKind.ADDED:
            first.append(_span(shown, "line-through", theme, "bad_x") if piece.kind is PieceKind.REMOVED else shown)
        if piece.kind is not PieceKind.REMOVED:
            second.append(_span(shown, "underline", theme, "good_x") if piece.kind is PieceKind.ADDED else shown)
    return "".join(first), "".join(second)


def _span(text: str, decoration: str, theme: Theme, role: str) -> str:
    weight = "; font-weight: 600" if decoration == "underline" else ""
    return f'<span style="text-decoration: {decoration}; color: {theme.color(role).name()}{weight}">{text}</span>'


class Differences(QWidget):
    """What a match is made of: every criterion of the old version with what it became, in both languages."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._shown: tuple[Match, Framework, Framework] | None = None
        self._labels: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    @property
    def texts(self) -> list[str]:
        """What stands in it, as rich text where there are marks."""
        return [label.text() for label in self._labels]

    def show_match(self, match: Match, old: Framework, new: Framework) -> None:
        """Show a match of two versions."""
        self._shown = match, old, new
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self._fill()

    def _fill(self) -> None:
        self._labels.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self._shown is None:
            return
        match, old, new = self._shown
        before = [old.criteria[code] for code in match.before]
        after = [new.criteria[code] for code in match.after]
        if before and after:
            for one in before:
                for other in after:
                    self._add_pair(one, other, old, new)
        for criterion, framework in [(one, old) for one in before] if not after else [(one, new) for one in after]:
            if not (before and after):
                self._add_alone(criterion, framework)

    def _add_pair(self, before: Criterion, after: Criterion, old: Framework, new: Framework) -> None:
        theme = theme_of(self)
        picked: list[Callable[[Text], str]] = [lambda text: text.nl, lambda text: text.en]
        if self._language.code != "nl":
            picked.reverse()
        pairs = [marked(pick(before.text), pick(after.text), theme) for pick in picked]
        for place, (criterion, framework) in enumerate(((before, old), (after, new))):
            self._add_head(criterion, framework)
            for texts in pairs:
                if texts[place]:
                    self._add_text(texts[place], rich=True)

    def _add_alone(self, criterion: Criterion, framework: Framework) -> None:
        self._add_head(criterion, framework)
        first, second = criterion.text.nl, criterion.text.en
        for text in (first, second) if self._language.code == "nl" else (second, first):
            if text:
                self._add_text(text, rich=False)

    def _add_head(self, criterion: Criterion, framework: Framework) -> None:
        _ = self._language.gettext
        version = _("version {version}").format(version=one_line(framework.version))
        if self._column.count():
            self._column.addSpacing(8)
        self._add(text_label(f"{criterion.code} · {version}", "group"))

    def _add_text(self, text: str, *, rich: bool) -> None:
        label = text_label(text, wrap=True)
        if rich:
            label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._add(label)

    def _add(self, label: QLabel) -> None:
        self._labels.append(label)
        self._column.addWidget(label)
