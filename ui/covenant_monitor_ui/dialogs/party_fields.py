"""What the form for a party is made of: its fields, and what is understood of what is typed into them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.language import Language, language
from covenant_monitor_ui.theme import set_meaning, text_label

_LEGAL_FORM = re.compile(r"[\s,]+(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|gmbh|ltd\.?|limited|inc\.?|s\.?a\.?)$", re.IGNORECASE)
_DAY_IN_WORDS = re.compile(r"([0-9]{1,2})\s+([^\W\d]{3,})\.?\s+([0-9]{4})")
_KVK = re.compile(r"[0-9]{8}")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_LONGEST_CODE = 40


def suggested_code(name: str, taken: Iterable[str]) -> str:
    """A short code that says the name: "Voorbeeld Mode B.V." is VOORBEELD-MODE, or VOORBEELD-MODE-2 if taken."""
    stem = _LEGAL_FORM.sub("", name.strip()[:200])
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    code = re.sub(r"[^A-Z0-9]+", "-", ascii_only.upper()).strip("-")[:_LONGEST_CODE].strip("-") or "PARTY"
    used = {one.casefold() for one in taken}
    candidate, n = code, 1
    while candidate.casefold() in used:
        n += 1
        candidate = f"{code}-{n}"
    return candidate


def same_name(name: str) -> str:
    """What is equal for names that a reader takes for the same: composed, case folded, spaces as one."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


@cache
def _months() -> Mapping[str, int]:
    """The month by every short or long name of it in both languages."""
    found = {}
    for month in range(1, 13):
        for spoken in (language("nl"), language("en")):
            day = date(2000, month, 1)
            found[spoken.day(day).split()[1].casefold()] = month
            found[spoken.month(day).split()[0].casefold()] = month
    return found


def typed_day(text: str) -> date | None:
    """The day that was typed: "3-10-2017", "2017-10-03" or "3 okt 2017"; None where nothing was. Raises Problem."""
    text = " ".join(text.split())
    if not text:
        return None
    match = _DAY_IN_WORDS.fullmatch(text)
    month = _months().get(match[2].casefold()) if match else None
    return cells.day(f"{match[1]}-{month}-{match[3]}" if match and month else text)


def read_name(text: str) -> str:
    """A name, composed and trimmed. Raises Problem where there is none, or it holds what cannot be shown."""
    if not text.strip():
        raise Problem("A party needs a name.")
    return cells.text(text)


def read_code(text: str) -> str:
    """A short code. Raises Problem where there is none, or it is too long."""
    if not text.strip():
        raise Problem("A party needs a short code.")
    return cells.code(text)


def read_day_left(text: str) -> date:
    """The day on which a party left. Raises Problem where none can be read."""
    day = typed_day(text)
    if day is None:
        raise Problem("Say on which day it left.")
    return day


def read_number(text: str) -> str:
    """A KvK number or LEI without spaces, in capitals."""
    return cells.text("".join(text.split()).upper())


def doubt_number(key: str, text: str, language: Language) -> str:
    """Why a "kvk" or "lei" can hardly be right; "" where it can. Foreign companies may have other numbers."""
    _ = language.gettext
    number = "".join(text.split()).upper()
    if not number:
        return ""
    if key == "kvk":
        return "" if _KVK.fullmatch(number) else _("A KvK number has 8 digits.")
    return "" if _LEI.fullmatch(number) else _("A LEI has 20 letters and digits.")


def select_all(control: QWidget) -> None:
    """Select what is typed with the cursor in front, so that its beginning is what is seen of it."""
    if isinstance(control, QLineEdit):
        control.setSelection(len(control.text()), -len(control.text()))


class Field(QWidget):
    """A label and its control. `message` says what is wrong with it; whoever lays out the form gives it a place."""

    edited = Signal()

    def __init__(self, label: str, control: QLineEdit | QComboBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.kind = ""
        self._label = text_label(label, "label")
        self._label.setBuddy(control)
        self.message = text_label("", "small", wrap=True)
        self.message.hide()
        control.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(control)
        changed = control.textChanged if isinstance(control, QLineEdit) else control.currentTextChanged
        changed.connect(lambda _text: self.edited.emit())

    @property
    def text(self) -> str:
        """What is typed or chosen."""
        return self.control.text() if isinstance(self.control, QLineEdit) else self.control.currentText()

    @property
    def data(self) -> object:
        """What a choice stands for."""
        return self.control.currentData() if isinstance(self.control, QComboBox) else None

    def set_text(self, text: str) -> None:
        """Fill it in."""
        if isinstance(self.control, QLineEdit):
            self.control.setText(text)
            self.control.setCursorPosition(0)
        else:
            self.control.setCurrentText(text)

    def say(self, kind: str, text: str) -> None:
        """Show a message under the control: "bad" is something to mend first, "warn" to think about, "" nothing."""
        self.kind = kind
        set_meaning(self.message, kind)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
        self.control.setProperty("problem", "true" if kind == "bad" else "")
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
