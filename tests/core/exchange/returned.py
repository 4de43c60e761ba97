"""Questionnaires of the small covenant as companies send them back, good and otherwise."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from covenant_monitor.exchange.questionnaires.layout import Returned
from covenant_monitor.exchange.questionnaires.marks import Column
from covenant_monitor.exchange.questionnaires.questionnaire import questionnaires
from covenant_monitor.exchange.questionnaires.reading import read_questionnaires
from covenant_monitor.exchange.questionnaires.staging import Part, Staged, stage
from covenant_monitor.exchange.questionnaires.writing import HEAD_ROW, write_questionnaires
from covenant_monitor.language import language
from covenant_monitor.store.store import Store

PLACES = {column: place for place, column in enumerate(Column, 1)}
"""The column of each, as openpyxl counts."""
FIRST_ROW = HEAD_ROW + 2
"""The row under the headings, as openpyxl counts."""
Change = Callable[[Worksheet], object]
Answers = Mapping[str, Mapping[Column, Any]]


def sent(store: Store, folder: Path, *, party: str = "P1", round_: str = "2020", code: str = "en") -> Path:
    """A questionnaire as it goes out."""
    asked = questionnaires(store, "KLEDING", round_, [party])
    (path,) = write_questionnaires(folder / f"{party}-{round_}-{code}", asked, language=language(code))
    return path


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """The row of every criterion, by its code."""
    codes = [(str(sheet.cell(row, 1).value), row) for row in range(FIRST_ROW, sheet.max_row + 1)]
    return {code: row for code, row in codes if code != "None"}


def edited(path: Path, *changes: Callable[[Worksheet], object]) -> Path:
    """The same workbook after somebody changed its sheet with the questions."""
    book = load_workbook(path)
    for change in changes:
        change(book.worksheets[1])
    book.save(path)
    return path


def filled(path: Path, answers: Answers) -> Path:
    """The same workbook with these answers typed in."""

    def fill(sheet: Worksheet) -> None:
        rows = rows_of(sheet)
        for code, cells in answers.items():
            for column, value in cells.items():
                sheet.cell(rows[code], PLACES[column]).value = value

    return edited(path, fill)


def staged(store: Store, *paths: Path, round_: str = "2020") -> Staged:
    """What these workbooks would change."""
    return stage(store, read_questionnaires(paths), covenant="KLEDING", round=round_)


def changes(found: Staged) -> dict[tuple[str, Part], tuple[str, str]]:
    """Before and after by criterion and part, in English."""
    return {(one.criterion, one.part): one.texts(language("en")) for one in found.changes}


def said(found: Staged | Returned, severity: str = "") -> list[str]:
    """The findings in English, without the names of files and sheets."""
    words = language("en")
    return [
        f"{one.cell} {words.fill(one.message, one.values)}".strip()
        for one in found.findings
        if severity in ("", one.severity)
    ]


def by_libreoffice(path: Path, *endings: str) -> Path:
    """The same workbook, saved by LibreOffice in these formats one after another."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice")
    profile = path.parent / "profile"
    for place, ending in enumerate(endings):
        folder = path.parent / f"saved-{place}"
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True, timeout=120)
        path = folder / f"{path.stem}.{ending}"
    return path


ANSWERED: Answers = {
    "A1": {Column.ANSWER: "Partially", Column.EVIDENCE: "Code p. 3", Column.DAY: date(2020, 10, 3)},
    "A2": {Column.ANSWER: "N.a.", Column.REASON: "no website"},
    "A3": {Column.ANSWER: "Not", Column.NOTE: "next year"},
    "B1": {Column.ANSWER: "Fully"},
    "B2": {Column.ANSWER: "Partially"},
}
"""What P1 answers in 2020, and what that changes."""
EXPECTED = {
    ("A1", Part.ANSWER): ("Fully", "Partially"),
    ("A1", Part.EVIDENCE): ("–", "Code p. 3"),
    ("A1", Part.DAY): ("–", "3 October 2020"),
    ("A2", Part.ANSWER): ("–", "N.a., no website"),
    ("A3", Part.ANSWER): ("–", "Not"),
    ("A3", Part.NOTE): ("–", "next year"),
    ("B1", Part.ANSWER): ("–", "Fully"),
    ("B2", Part.ANSWER): ("–", "Partially"),
}


def set_cell(code: str, column: Column, value: Any) -> Change:
    """A change: this value in the cell of a criterion."""

    def change(sheet: Worksheet) -> None:
        sheet.cell(rows_of(sheet)[code], PLACES[column]).value = value

    return change
