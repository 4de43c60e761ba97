"""Importing any workbook or CSV file by a recipe: read, made into exchange tables, and imported as those are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange.assistant.guess import guess_recipe, guess_sheet
from covenant_monitor.exchange.assistant.known import known_in
from covenant_monitor.exchange.assistant.reading import read_source
from covenant_monitor.exchange.assistant.recipe import Recipe, from_json
from covenant_monitor.exchange.assistant.tables import Followed, follow
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.importing import OPEN_HERE, Counts, Imported, import_tables
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.exchange.sheet_cells import SheetCells
from covenant_monitor.language import N_
from covenant_monitor.store.changes import FieldChange, field_changes
from covenant_monitor.store.opening import is_open_here
from covenant_monitor.store.store import Store

NO_SHEET = N_("There is no sheet “{sheet}” in {file}. It has: {known}.")


_CHANGES_KNOWN = (
    "SELECT 1 FROM change WHERE change_set = ? AND before IS NOT NULL"
    " AND (tbl, row) NOT IN (SELECT tbl, row FROM change WHERE change_set = ? AND before IS NULL) LIMIT 1"
)


def import_by_recipe(store: Store, sources: Sequence[Path], recipe: Recipe, *, dry_run: bool = False) -> Imported:
    """Import sources that are all read by one recipe, after a backup, as one change.

    Raises:
        Rejected: with every finding, each with its place in the source; the file is as it was.
        Problem: a source cannot be read, or has not the recipe's sheet.
    """
    known = known_in(store)
    tables: list[RawTable] = []
    findings: list[Finding] = []
    for source in sources:
        if is_open_here(source):
            raise Problem(OPEN_HERE, file=source.name)
        sheets, told = read_source(source)
        made = follow(sheet_for(sheets, recipe.sheet), recipe, known)
        tables += made.tables
        findings += [*told, *made.findings]
    names = ", ".join(source.name for source in sources)
    return import_tables(store, tables, findings, source=names, dry_run=dry_run, with_backup=True)


@dataclass(frozen=True, slots=True)
class Tried:
    """What an import would do: its counts, or what stops it; and every field of known records that it would change."""

    counts: Counts | None = None
    rejected: Rejected | None = None
    changes: Sequence[FieldChange] = ()


def try_out(store: Store, made: Followed) -> Tried:
    """Try an import of what a recipe made. The file stays as it is.

    Raises:
        Problem: the file cannot be written.
    """
    changes: list[FieldChange] = []

    def look() -> None:
        ((number,),) = store.connection.execute("SELECT max(id) FROM change_set").fetchall()
        if not store.connection.execute(_CHANGES_KNOWN, (number, number)).fetchone():
            return  # all is new: a long table of that is not told line by line to be left out
        found = field_changes(store, since=number - 1, opened=(number,))
        changes.extend(change for change in reversed(found) if not change.is_new and change.field)

    try:
        done = import_tables(store, made.tables, made.findings, source="", dry_run=True, look=look)
    except Rejected as rejected:
        return Tried(rejected=rejected)
    return Tried(done.counts, changes=changes)


def guess_for(store: Store, source: Path) -> Recipe:
    """A proposal for how to read a source. Raises Problem where it cannot be read."""
    sheets, _findings = read_source(source)
    return guess_recipe(guess_sheet(sheets), known_in(store))


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file. Raises Problem where there is none."""
    try:
        return from_json(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Problem("{path} is not in UTF-8, and so is no recipe.", path=path) from error


def sheet_for(sheets: Sequence[SheetCells], name: str) -> SheetCells:
    """The sheet with a name; where there is only one, or none is named, that which is most likely meant."""
    found = next((sheet for sheet in sheets if sheet.name.casefold() == name.casefold()), None)
    if found is not None:
        return found
    if not name or len(sheets) == 1:
        return guess_sheet(sheets)
    raise Problem(NO_SHEET, sheet=name, file=sheets[0].source, known=", ".join(sheet.name for sheet in sheets))
