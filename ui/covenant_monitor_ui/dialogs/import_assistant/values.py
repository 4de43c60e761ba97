"""The third step of the import assistant: how numbers and days are written, and what words mean."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.exchange.assistant.recipe import MEANINGS
from covenant_monitor.exchange.assistant.values import Converter
from covenant_monitor_ui.dialogs.import_assistant.table import TextTable
from covenant_monitor_ui.dialogs.import_assistant.words import MEANING_NAMES
from covenant_monitor_ui.dialogs.import_assistant.work import Work
from covenant_monitor_ui.models.assistant import TextRows
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.fields import NumberField
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_MOST_WORDS = 2_000


class WordTable(TextTable):
    """The words; digits say what the selected ones mean."""

    meant = Signal(str)

    KEYS: ClassVar = {int(Qt.Key.Key_1) + place: meaning for place, meaning in enumerate(MEANINGS)}

    def is_own_key(self, event: QKeyEvent) -> bool:
        return event.key() in self.KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_own_key(event):
            self.meant.emit(self.KEYS[event.key()])
        else:
            super().keyPressEvent(event)


def _is_number(text: str) -> bool:
    """Whether a text is a number as it stands, which needs no meaning."""
    digits = text.strip().removesuffix("%").replace(",", "").replace(".", "").strip()
    return digits.isascii() and digits.isdigit()


class ValuesStep(QWidget):
    """How numbers and days are written, and every word that stands for a rating with what it means."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = session.language
        _ = session.language.gettext
        self._work: Work | None = None
        self._words: list[tuple[str, int]] = []
        self.decimals = LabelledCombo(_("Decimals"))
        for text, mark in ((_("not stated"), ""), (_("comma: 62,5"), ","), (_("point: 62.5"), ".")):
            self.decimals.addItem(text, mark)
        self.days = LabelledCombo(_("Days with slashes"))
        for text, first in ((_("not accepted"), None), (_("day first: 31/12"), True), (_("month first: 12/31"), False)):
            self.days.addItem(text, first)
        self.low = NumberField(_("0 % is written as"), -1e6, 1e6, decimals=1)
        self.high = NumberField(_("100 % is written as"), -1e6, 1e6, decimals=1)
        self._scale = QWidget()
        self.column_box = LabelledCombo(_("Words in"))
        self.explained = ElidedLabel("", "secondary")
        self.model = TextRows(self)
        self.table = WordTable(_("Words and what they mean"), self.model, several=True)
        self.buttons = [
            button(f"{place}  {_(MEANING_NAMES[meaning])}", partial(self.set_meaning, meaning))
            for place, meaning in enumerate(MEANINGS, start=1)
        ]
        self._words_part = QWidget()
        self.nothing = text_label(_("Nothing in this table has to be said in other words."), "secondary", wrap=True)
        self._lay_out()
        self.decimals.activated.connect(lambda _place: self._chosen())
        self.days.activated.connect(lambda _place: self._chosen())
        self.low.editingFinished.connect(self._chosen)
        self.high.editingFinished.connect(self._chosen)
        self.column_box.activated.connect(lambda _place: self._show_words())
        self.table.meant.connect(self.set_meaning)

    def _lay_out(self) -> None:
        _ = self._language.gettext
        scale = QHBoxLayout(self._scale)
        scale.setContentsMargins(0, 0, 0, 0)
        scale.setSpacing(8)
        for text, field in ((_("A score runs from"), self.low), (_("to"), self.high)):
            scale.addWidget(text_label(text, "secondary"))
            field.setFixedWidth(96)
            field.setLocale(QLocale(self._language.code))
            scale.addWidget(field)
        top = QHBoxLayout()
        top.setContentsMargins(24, 8, 24, 8)
        top.setSpacing(16)
        for part in (self.decimals, self.days, self._scale):
            top.addWidget(part)
        top.addStretch(1)
        line = QHBoxLayout()
        line.setContentsMargins(24, 0, 24, 8)
        line.setSpacing(16)
        line.addWidget(self.column_box)
        line.addWidget(self.explained)
        line.addStretch(1)
        meanings = QHBoxLayout()
        meanings.setContentsMargins(24, 8, 24, 8)
        meanings.setSpacing(8)
        meanings.addWidget(text_label(_("The selected words mean"), "secondary"))
        for made in self.buttons:
            meanings.addWidget(made)
        meanings.addStretch(1)
        words = QVBoxLayout(self._words_part)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addLayout(line)
        words.addWidget(self.table, 1)
        words.addLayout(meanings)
        self.nothing.setContentsMargins(24, 16, 24, 16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._words_part, 1)
        column.addWidget(self.nothing)
        column.addStretch(0)

    def show_work(self, work: Work) -> None:
        """Show how the values of a source are read."""
        _ = self._language.gettext
        self._work = work
        recipe = work.recipe
        self.decimals.setCurrentIndex(self.decimals.findData(recipe.decimals))
        self.days.setCurrentIndex([None, True, False].index(recipe.day_first))
        with QSignalBlocker(self.low), QSignalBlocker(self.high):
            self.low.setValue(recipe.scale[0])
            self.high.setValue(recipe.scale[1])
        self._scale.setVisible(recipe.table == "summaries")
        worded = work.worded
        self._words_part.setVisible(bool(worded))
        self.nothing.setVisible(not worded)
        chosen = self.column_box.currentData()
        with QSignalBlocker(self.column_box):
            self.column_box.clear()
            self.column_box.addItem(_("all columns"), "")
            for name in worded:
                self.column_box.addItem(name[:60], name)
            self.column_box.setCurrentIndex(max(0, self.column_box.findData(chosen)))
        self._show_words()

    def _show_words(self) -> None:
        work = self._work
        if work is None:
            return
        row = max(0, self.table.currentIndex().row())
        column = str(self.column_box.currentData() or "")
        self._words = list(work.words([column] if column else work.worded).items())[:_MOST_WORDS]
        _ = self._language.gettext
        self.model.show_rows([_("Stands there"), _("How often"), _("Counts as")], self._texts(), at_right=(1,))
        self.table.select_row(row)
        self._explain()

    def _meanings(self) -> list[str | None]:
        """What each word means: in the chosen column, or by the list for all."""
        work = self._work
        assert work is not None
        column = str(self.column_box.currentData() or "")
        converter = Converter(work.recipe, work.sheet.notation)
        number = self._language.gettext("as a number")
        return [
            converter.meaning(column, "rating", text) if not _is_number(text) else number for text, _n in self._words
        ]

    def _texts(self) -> list[Sequence[str]]:
        _ = self._language.gettext
        said = [_("not known") if one is None else _(MEANING_NAMES.get(one, one)) for one in self._meanings()]
        return [
            (text, self._language.number(n, 0), meaning) for (text, n), meaning in zip(self._words, said, strict=True)
        ]

    def _explain(self) -> None:
        """How many words still say nothing. Numbers need no meaning on a scale of numbers."""
        language = self._language
        n = sum(meaning is None for meaning in self._meanings())
        self.explained.show_text(
            language.ngettext("{n} word is not known yet.", "{n} words are not known yet.", n).format(
                n=language.number(n, 0)
            )
            if n
            else language.gettext("Every word is known.")
        )

    def set_meaning(self, meaning: str) -> None:
        """Say what the selected words mean, in the chosen column or in all of them, and go to the next word."""
        work, rows = self._work, self.table.selected_rows
        if work is None or not rows:
            return
        name = str(self.column_box.currentData() or "") or "rating"
        for row in rows:
            work.set_meaning(name, self._words[row][0].replace("*", ""), meaning)
        self.model.change_rows(dict(enumerate(self._texts())))
        self._explain()
        self.table.select_row(rows[-1] + 1)
        self.changed.emit()

    def _chosen(self) -> None:
        work = self._work
        if work is None:
            return
        low, high = self.low.value(), self.high.value()
        scale = (low, high) if low < high else work.recipe.scale
        made = replace(
            work.recipe,
            decimals=str(self.decimals.currentData()),
            day_first=self.days.currentData(),
            scale=scale,
        )
        if made != work.recipe:
            work.recipe = made
            self.changed.emit()

    def take_focus(self) -> None:
        """To the words, where there are any."""
        target = self.table if self._words else self.decimals
        target.setFocus(Qt.FocusReason.OtherFocusReason)
