"""A list of changes as a file: a formatted workbook, or CSV. The words are made by who shows the list."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.writing import ExactSheet, write_text
from covenant_monitor.files import replacing
from covenant_monitor.language import Language

_FONT, _SIZE = "Arial", 10
_INK, _QUIET, _LINE, _BORDER, _PAPER = "#1C2124", "#555C61", "#DEDBD5", "#86898B", "#FAF9F7"
_MOMENTS = {"nl": "[$-413]d mmm yyyy hh:mm", "en": "[$-809]d mmm yyyy hh:mm"}
_FIRST = 3
_MOST_ROWS = 1_000_000
_MOST_TOLD = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


class Entry(NamedTuple):
    """One row: when it changed (with its time zone), and the texts of the other columns."""

    at: datetime
    texts: Sequence[str]


def write_change_list(
    path: Path,
    entries: Sequence[Entry],
    *,
    headings: Sequence[str],
    widths: Sequence[float],
    title: str,
    about: str,
    language: Language,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write `entries` to `path`, as CSV or as a workbook by its ending.

    `headings` and `widths` (in characters): of the moment and every text. `about` says which changes they are.
    `progress` is told how many rows of how many are done.

    Raises:
        Problem: the name ends in neither .xlsx nor .csv, or the file cannot be written.
    """
    kind = path.suffix.casefold()
    if kind not in (".xlsx", ".csv"):
        raise Problem("{path} is no name for a list: it ends in .xlsx or .csv.", path=path)
    if kind == ".xlsx" and len(entries) > _MOST_ROWS:
        raise Problem("{n} rows are too many for a workbook. Save the list as CSV.", n=len(entries))
    with replacing(path) as temporary:
        if kind == ".csv":
            _write_csv(temporary, entries, headings)
        else:
            _write_workbook(temporary, entries, headings, widths, title, about, language, progress)


def _write_csv(path: Path, entries: Sequence[Entry], headings: Sequence[str]) -> None:
    # With the mark that tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n", delimiter=";")
        writer.writerow(headings)
        for entry in entries:
            moment = entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
            writer.writerow([moment, *(_harmless(text) for text in entry.texts)])


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens a CSV file."""
    text = text.encode("utf-8", "replace").decode()
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _write_workbook(
    path: Path,
    entries: Sequence[Entry],
    headings: Sequence[str],
    widths: Sequence[float],
    title: str,
    about: str,
    language: Language,
    progress: Callable[[int, int], None] | None,
) -> None:
    _ = language.gettext
    with tempfile.TemporaryDirectory() as scratch:
        book = Workbook(
            path,
            {
                "constant_memory": True,
                "tmpdir": scratch,
                "default_format_properties": {"font_name": _FONT, "font_size": _SIZE},
            },
        )
        common = {"font_name": _FONT, "font_size": _SIZE, "font_color": _INK, "valign": "top"}
        cell = {**common, "bottom": 1, "bottom_color": _LINE, "text_wrap": True}
        formats = {
            "title": book.add_format({**common, "bold": True, "font_size": 16, "valign": "vcenter"}),
            "about": book.add_format({**common, "font_color": _QUIET}),
            "head": book.add_format({**common, "bold": True, "bg_color": _PAPER, "bottom": 1, "bottom_color": _BORDER}),
            "moment": book.add_format({**cell, "num_format": _MOMENTS[language.code], "align": "left"}),
            "text": book.add_format(cell),
        }
        sheet: Any = book.add_worksheet(_("Changes"), ExactSheet)
        _set_up(sheet, widths, title, language)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, title, formats["title"])
        sheet.write_string(1, 0, about, formats["about"])
        for place, heading in enumerate(headings):
            sheet.write_string(_FIRST - 1, place, heading, formats["head"])
        try:
            for n, entry in enumerate(entries):
                moment = entry.at.astimezone().replace(tzinfo=None)
                sheet.write_datetime(_FIRST + n, 0, moment, formats["moment"])
                for place, text in enumerate(entry.texts, 1):
                    write_text(_Looking(sheet, formats["text"]), _("Changes"), _FIRST + n, place, text)
                if progress is not None and n % _MOST_TOLD == 0:
                    progress(n, len(entries))
            sheet.autofilter(_FIRST - 1, 0, max(_FIRST, _FIRST + len(entries) - 1), len(headings) - 1)
            book.close()
        except FileCreateError as error:
            # XlsxWriter wraps the system's error; `replacing` knows what to say of it.
            raise error.args[0] from error
        finally:
            sheet.row_data_fh.close()


def _set_up(sheet: Any, widths: Sequence[float], title: str, language: Language) -> None:
    _ = language.gettext
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(_FIRST, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(0, _FIRST - 1)
    pages = _("Page {page} of {pages}").format(page="&P", pages="&N")
    sheet.set_footer(f"&L&9 {title.replace('&', '&&')}&R&9 {pages}")


class _Looking:
    """A sheet whose texts get one look; an empty one is an empty cell with that look."""

    def __init__(self, sheet: Any, look: Any) -> None:
        self._sheet = sheet
        self._look = look

    def write_string(self, row: int, column: int, text: str) -> None:
        if text:
            self._sheet.write_string(row, column, text, self._look)
        else:
            self._sheet.write_blank(row, column, None, self._look)
