"""What is found in a file that was read, each with its place, so that all can be told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from covenant_monitor.errors import Problem

if TYPE_CHECKING:
    from covenant_monitor.language import Language

Severity = Literal["error", "note"]


class Refused(Problem):
    """A file that is not read at all. The sentence does not name the file: its finding does."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a source. An error stops an import; a note is only listed.

    `message` is a msgid with {placeholders}, filled from `values`. `sheet` is the sheet's or the CSV's name,
    "" where the finding is about the whole file; `cell` is like "C12" (for CSV: column letter and line
    number) or "".
    """

    source: str
    sheet: str
    cell: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"

    def place(self, language: Language) -> str:
        """ "parties.xlsx, sheet parties, cell C12", as much of it as is known."""
        _ = language.gettext
        # A CSV file has no sheets: its name says which table it is.
        sheet = "" if PurePath(self.source).suffix.lower() in {".csv", ".tsv", ".txt"} else self.sheet
        if sheet and self.cell:
            return _("{source}, sheet {sheet}, cell {cell}").format(source=self.source, sheet=sheet, cell=self.cell)
        if sheet:
            return _("{source}, sheet {sheet}").format(source=self.source, sheet=sheet)
        if self.cell:
            return _("{source}, cell {cell}").format(source=self.source, cell=self.cell)
        return self.source

    def text(self, language: Language) -> str:
        """ "parties.xlsx, sheet parties, cell C12: what is wrong and what to do", in `language`."""
        return f"{self.place(language)}: {language.fill(self.message, self.values)}"
