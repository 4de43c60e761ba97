"""The sheets of a questionnaire: how cells look, texts that are read back exactly, print set-up and protection."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.sharedstrings import SharedStringTable

from covenant_monitor.exchange.annual_workbook.styles import BORDER, FONT, INK, LINE, PAPER, QUIET, SIZE, TINT
from covenant_monitor.exchange.questionnaires.marks import Identity, mark_of
from covenant_monitor.exchange.questionnaires.questionnaire import Questionnaire
from covenant_monitor.exchange.writing import ExactSheet, write_text
from covenant_monitor.language import Language

MISSING = "#F6C9A8"
_WRITE_HERE = "#FFF8E1"
_DAY_FORMATS = {"nl": "d-m-yyyy", "en": "yyyy-mm-dd"}
_LINE_HIGH, _SMALL_LINE_HIGH, _ROW_ROOM = 13.0, 11.6, 6.0
_LETTERS_PER_WIDTH, _SMALL_LETTERS = 1.15, 1.3
_INDENT = 1.5
_HIGHEST = 400.0
_LONGEST_HEADER = 80


class QuestionnaireBook:
    """A workbook being made for one participant, in memory: nothing of it is left in a folder for temporary files."""

    def __init__(self, one: Questionnaire, language: Language) -> None:
        _ = language.gettext
        self.one = one
        self.language = language
        self.title = _("Questionnaire {round}").format(round=one.round.code)
        self.covenant = language.pick(one.covenant.name.nl, one.covenant.name.en) or one.covenant.code
        self.mark = mark_of(
            Identity(
                one.covenant.code,
                one.round.code,
                one.party,
                one.framework.code,
                one.framework.version,
                language.code,
                one.party_name,
            )
        )
        self._buffer = BytesIO()
        self.book = Workbook(self._buffer, {"in_memory": True, "default_format_properties": {"font_name": FONT}})
        self.book.str_table = _TextsInCells()
        today = datetime.combine(date.today(), datetime.min.time())
        self.book.set_properties({"title": self.title, "comments": _("Confidential"), "created": today})
        common = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top", "text_wrap": True}
        self.looks: dict[str, Any] = {
            name: self.book.add_format({**common, **look}) for name, look in _looks(language).items()
        }

    def sheet(self, name: str, *, landscape: bool) -> Any:
        """A new sheet, marked in its hidden first row, protected, and set up for paper."""
        _ = self.language.gettext
        sheet = self.book.add_worksheet(name, _Sheet)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        about = _page_text(f"{self.one.party_name}, {self.title}")
        confidential = _page_text(_("Confidential"))
        sheet.set_header(f"&L&9 {about}&R&9&B&K98390A{confidential}")
        pages = _("Page {page} of {pages}").format(page="&P", pages="&N")
        sheet.set_footer(f"&L&9 {_page_text(self.covenant)}&R&9 {pages}")
        # Without a password: whoever has to change the layout can, and what comes back is read all the same.
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        self.put(sheet, 0, 0, self.mark, "hidden")
        sheet.set_row(0, None, None, {"hidden": True})
        return sheet

    def put(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        """Put a text in a cell; an empty one where there is none."""
        if text:
            write_text(_Looking(sheet, self.looks[look]), sheet.get_name(), row, column, text)
        else:
            sheet.write_blank(row, column, None, self.looks[look])

    def bytes(self) -> bytes:
        """The workbook as a file has it. Nothing can be added after that."""
        self.book.close()
        return self._buffer.getvalue()


def height(texts: Iterable[tuple[str, float, bool]]) -> float:
    """How high a row is that holds texts (text, width of the column in characters, whether in small letters)."""
    high = _LINE_HIGH
    for text, width, small in texts:
        letters = max(int((width - _INDENT) * (_SMALL_LETTERS if small else _LETTERS_PER_WIDTH)), 1)
        lines = sum(max(len(textwrap.wrap(line, letters)), 1) for line in text.splitlines())
        high = max(high, lines * (_SMALL_LINE_HIGH if small else _LINE_HIGH))
    return min(high + _ROW_ROOM, _HIGHEST)


class _TextsInCells(SharedStringTable):  # type: ignore[misc]
    """Keeps every text in its own cell, where `ExactSheet` sees to it that it reads back exactly."""

    def _get_shared_string_index(self, string: str) -> str:
        return string

    def _get_shared_string(self, index: str) -> str:
        return index


class _Sheet(ExactSheet):
    """Its rows have a height, and go on growing with what is typed in them, since they are not said to keep it."""

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        super()._xml_start_tag_unencoded(tag, _growing(tag, attributes))

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        super()._xml_empty_tag_unencoded(tag, _growing(tag, attributes))

    def _xml_string_element(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        self._xml_inline_string(self._escape_control_characters(string), True, attributes)


def _growing(tag: str, attributes: Sequence[tuple[str, object]]) -> Sequence[tuple[str, object]]:
    return [one for one in attributes if one[0] != "customHeight"] if tag == "row" else attributes


class _Looking:
    """A sheet whose texts get one look."""

    def __init__(self, sheet: Any, look: Any) -> None:
        self._sheet = sheet
        self._look = look

    def write_string(self, row: int, column: int, text: str) -> None:
        self._sheet.write_string(row, column, text, self._look)


def _looks(language: Language) -> Mapping[str, Mapping[str, object]]:
    """What every kind of cell looks like, beside the font that all have. Only entry cells are not locked."""
    below = {"bottom": 1, "bottom_color": LINE, "align": "left", "indent": 1}
    head = {
        "bold": True,
        "bg_color": PAPER,
        "valign": "vcenter",
        "bottom": 1,
        "bottom_color": BORDER,
        "align": "left",
        "indent": 1,
    }
    entry = {"locked": False, "bg_color": _WRITE_HERE, "border": 1, "border_color": LINE}
    entry |= {"align": "left", "indent": 1, "num_format": "@"}
    return {
        "hidden": {"font_color": QUIET, "font_size": 8, "text_wrap": False},
        "title": {"bold": True, "font_size": 16, "valign": "vcenter", "text_wrap": False},
        "label": {"font_color": QUIET, "text_wrap": False},
        "line": {"align": "left", "text_wrap": False, "bold": True},
        "value": {"align": "left"},
        "term": {"bold": True},
        "heading": {"bold": True, "font_size": 12, "valign": "vcenter", "text_wrap": False},
        "head": head,
        "code head": {**head, "indent": 0},
        "entry head": {**head, "bg_color": TINT},
        "band": {"bold": True, "bg_color": PAPER, "valign": "vcenter", "text_wrap": False, **below},
        "code": {**below, "indent": 0, "font_color": QUIET, "num_format": "@"},
        "text": below,
        "small": {**below, "font_color": QUIET, "font_size": 9},
        "answer": {**entry, "bold": True, "num_format": "General"},
        "entry": entry,
        "day": {**entry, "num_format": _DAY_FORMATS[language.code]},
    }


def _page_text(text: str) -> str:
    """A text in the head or foot of a printed page, where & gives orders and 255 characters is all there is."""
    plain = " ".join(text.split())
    plain = "".join(character for character in plain if character.isprintable())
    if len(plain) > _LONGEST_HEADER:
        plain = f"{plain[: _LONGEST_HEADER - 1]}…"
    return plain.replace("&", "&&")
