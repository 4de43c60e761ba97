"""Following a recipe: the rows of a sheet as rows of exchange tables, with what they need where the file lacks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.assistant.known import Known
from covenant_monitor.exchange.assistant.parents import Parents
from covenant_monitor.exchange.assistant.reading import notes_on
from covenant_monitor.exchange.assistant.recipe import MAIN_TABLES, OF_ASSESSMENTS, SHARED, Recipe, Use, headings
from covenant_monitor.exchange.assistant.values import Converter, fits
from covenant_monitor.exchange.cells import BadCell
from covenant_monitor.exchange.findings import Finding, Severity
from covenant_monitor.exchange.import_rules import PUBLISHED_CHANGED
from covenant_monitor.exchange.raw_table import Cell, CellError, Found, RawTable
from covenant_monitor.exchange.sheet_cells import SheetCells
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.language import N_

NO_COLUMN = N_("The recipe has a column “{heading}”, which is not among the headings of row {row}.")
LEFT_OUT = N_("This row is called “{name}” and is left out, since it is not about one participant.")
NOBODY = N_("This row does not say which participant it is about, and is left out.")
MERGED_FILLED = N_("The cells {area} are merged. Each of them counts as holding their value.")
NOTHING_USED = N_("No column of this sheet is used yet. Say what its columns are for.")
NOT_SAID = N_("No row says this: {what}. Say which column holds it, or what it is for all rows.")
NOT_IN_VERSION = N_(
    "This is not in framework {framework} {version}, which is published and takes nothing new. Say what it is there,"
    " leave the column out, or choose a round of another version."
)
NO_ROWS = N_("There is no row below the headings in row {row}.")


FIELDS = {
    "covenant": N_("Covenant"),
    "party": N_("Participant, name"),
    "round": N_("Round"),
    "criterion": N_("Criterion"),
    "percent": N_("Score"),
    "figure": N_("Figure"),
    "year": N_("Year"),
    "value": N_("Value"),
    "indicator": N_("Indicator"),
    "date": N_("Date"),
}
"""What every row of the main tables has to say, or the recipe for all of them."""
_MOST_NOTES = 100
_TELLING = ("criterion", "section", "indicator", "figure", "round", "party")


class _Told(Found):
    """Findings in which many notes do not become an error for being many."""

    __slots__ = ()

    def add(self, cell: str, message: str, severity: Severity = "error", **values: object) -> None:
        if severity == "error" or len(self.findings) < _MOST_NOTES:
            super().add(cell, message, severity, **values)


class SourceRow(int):
    """The number of a row in its source, which knows from which column each cell of an exchange row came."""

    columns: Mapping[str, int]

    def __new__(cls, number: int, columns: Mapping[str, int]) -> SourceRow:
        made = super().__new__(cls, number)
        made.columns = columns
        return made


@dataclass(frozen=True, slots=True)
class FollowedTable(RawTable):
    """An exchange table whose findings name the cells of the source that they come from."""

    def finding(self, row: int, column: int, message: str, **values: object) -> Finding:
        """An error at the cell of the source that a cell of this table was made of."""
        places = row.columns if isinstance(row, SourceRow) else {}
        if message == PUBLISHED_CHANGED:
            cells_ = next(line for number, line in self.rows if number is row)
            version = dict(zip(self.header, cells_, strict=True))
            message, values = NOT_IN_VERSION, {name: version.get(name) for name in ("framework", "version")}
        # What the recipe says itself stands nowhere: then at what tells the rows of one line apart.
        place = next((places[name] for name in (self.header[column], *_TELLING) if name in places), 0)
        return Finding(self.source, self.sheet, cell_name(row, place), message, values)


@dataclass(slots=True)
class Record:
    """One row to be: values by field, where the table's own stand without its name, and where each came from."""

    row: int
    values: dict[str, Cell] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    heading: str = ""


@dataclass(slots=True)
class Followed:
    """The exchange tables that a recipe makes of a sheet, and what was found on the way."""

    tables: list[RawTable]
    findings: list[Finding]

    def table(self, name: str) -> RawTable | None:
        """One of them."""
        return next((table for table in self.tables if table.name == name), None)


def follow(sheet: SheetCells, recipe: Recipe, known: Known) -> Followed:
    """The exchange tables of a sheet by a recipe. `known` is added to: it is for one use.

    What the recipe does not use is left alone. Findings of severity "error" mean that nothing is to be imported.
    """
    found = _Told(sheet.source, sheet.name)
    findings = [*notes_on(sheet)]
    names = headings(sheet.rows.get(recipe.header_row, ()))
    place_of = {name.casefold(): place for place, name in enumerate(names)}
    uses: list[tuple[int, str, Use]] = []
    for heading, use in recipe.columns.items():
        place = place_of.get(heading.casefold())
        if place is None:
            found.add(cell_name(recipe.header_row, 0), NO_COLUMN, heading=heading, row=recipe.header_row)
        else:
            uses.append((place, heading, use))
    uses.sort(key=lambda one: one[0])
    if not uses:
        found.add("", NOTHING_USED)
    elif not any(row > recipe.header_row for row in sheet.rows):
        found.add("", NO_ROWS, row=recipe.header_row)
    elif unsaid := _unsaid(recipe):
        for what in unsaid:
            found.add("", NOT_SAID, what=Problem(what))
        return Followed([], [*findings, *found.findings])
    reader = _Reader(sheet, recipe, uses, found)
    parents = Parents(recipe, known)
    main = _Rows(recipe.table)
    for record in reader.records():
        for severity, column, message, values in parents.complete(record):
            place = record.columns.get(column, 0)
            found.add(cell_name(record.row, place), message, severity, **values)
        main.add(record.row, _of_main(record, recipe.table), record.columns)
    made: dict[str, _Rows] = {}
    for table, row, values, columns in parents.rows:
        made.setdefault(table, _Rows(table)).add(row, values, columns)
    tables = [made[name] for name in TABLES if name in made and name != recipe.table]
    return Followed(
        [rows.table(sheet, recipe.header_row) for rows in [*tables, main] if rows.rows], [*findings, *found.findings]
    )


def _unsaid(recipe: Recipe) -> list[str]:
    """What no column and no constant says, and no row can do without, in words. Rows would all be found wanting."""
    if recipe.table not in MAIN_TABLES:
        return []
    said = {use.field for use in recipe.columns.values()} | set(recipe.constants)
    said |= {name for use in recipe.columns.values() for name in use.given}
    if said & {"parties.name", "name"}:
        said.add("party")
    needed = [column.name for column in TABLES[recipe.table] if column.required and column.name in FIELDS]
    return [FIELDS[name] for name in needed if name not in said]


def _of_main(record: Record, table: str) -> dict[str, Cell]:
    own = {column.name for column in TABLES[table]}
    return {name: value for name, value in record.values.items() if name in own}


class _Rows:
    """The rows of one exchange table, whose columns are those that any of them has."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[tuple[Any, ...], tuple[int, Mapping[str, Cell], Mapping[str, int]]] = {}

    def add(self, row: int, values: Mapping[str, Cell], columns: Mapping[str, int]) -> None:
        """One more; the same content a second time is left out, but for rows of which one says another thing."""
        key = tuple(sorted((name, repr(value)) for name, value in values.items()))
        self.rows.setdefault(key, (row, values, columns))

    def table(self, sheet: SheetCells, header_row: int) -> RawTable:
        """All of them."""
        present = {name for _row, values, _columns in self.rows.values() for name in values}
        header = tuple(
            column.name for column in TABLES[self.name] if column.name in present or (column.required and column.key)
        )
        rows: list[tuple[int, tuple[Cell, ...]]] = []
        for row, values, columns in self.rows.values():
            places = {
                name: place
                for name in header
                if (place := columns.get(f"{self.name}.{name}", columns.get(name))) is not None
            }
            if "section" in header and "section" not in places and "criterion" in columns:
                places["section"] = columns["criterion"]  # it is made for a criterion
            rows.append((SourceRow(row, places), tuple(values.get(name) for name in header)))
        return FollowedTable(sheet.source, self.name, header, rows, sheet=sheet.name, header_row=header_row)


class _Reader:
    """Reads the rows of a sheet as records, one or more of each row."""

    def __init__(self, sheet: SheetCells, recipe: Recipe, uses: list[tuple[int, str, Use]], found: Found) -> None:
        self._sheet, self._recipe, self._found = sheet, recipe, found
        self._plain = [one for one in uses if not one[2].given]
        self._beside: dict[tuple[tuple[str, str], ...], list[tuple[int, str, Use]]] = {}
        for one in uses:
            if one[2].given:
                self._beside.setdefault(tuple(sorted(one[2].given.items())), []).append(one)
        self._converter = Converter(recipe, sheet.notation)
        self._constants = self._said(recipe.constants)
        self._given = {given: self._said(dict(given)) for given in self._beside}
        self._merged = _merged_values(sheet, recipe.header_row, {place for place, _heading, _use in uses}, found)

    def records(self) -> Iterator[Record]:
        """Every record, from the first row below the headings on."""
        recipe = self._recipe
        for row in sorted(number for number in self._sheet.rows if number > recipe.header_row):
            if not any(self._cell(row, place) is not None for place, _h, _u in self._plain) and not any(
                self._cell(row, place) is not None for group in self._beside.values() for place, _h, _u in group
            ):
                continue
            base = Record(row, dict(self._constants))
            self._fill(base, self._plain)
            if self._is_left_out(base):
                continue
            if not self._beside:
                yield self._with_reason(base)
                continue
            for given, columns in self._beside.items():
                record = Record(row, dict(base.values), dict(base.columns), columns[0][1])
                if self._fill(record, columns):
                    record.values.update(self._given[given])
                    record.columns.update({self._named(name): columns[0][0] for name, _value in given})
                    yield self._with_reason(record)

    def _said(self, texts: Mapping[str, str]) -> dict[str, Cell]:
        """What a recipe says itself, understood as if it stood in a cell."""
        values: dict[str, Cell] = {}
        for name, text in texts.items():
            try:
                values[self._named(name)] = self._converter.convert("", name, text)
            except BadCell as bad:
                self._found.add("", bad.message, "error", **bad.values)
        return values

    def _cell(self, row: int, place: int) -> Cell:
        value = self._sheet.cell(row, place)
        return self._merged.get((row, place)) if value is None else value

    def _fill(self, record: Record, columns: list[tuple[int, str, Use]]) -> bool:
        """Put what columns hold into a record; whether that is anything."""
        any_value = False
        for place, heading, use in columns:
            cell = self._cell(record.row, place)
            if isinstance(cell, CellError):
                self._unusable(record.row, place)
                continue
            try:
                value = self._converter.convert(heading, use.field, cell)
            except BadCell as bad:
                self._found.add(cell_name(record.row, place), bad.message, "error", **bad.values)
                any_value = True
                continue
            if value is None:
                continue
            any_value = True
            name = self._named(use.field)
            record.values[name] = value
            record.columns[name] = place
        return any_value

    def _unusable(self, row: int, place: int) -> None:
        known = self._sheet.unusable.get((row, place))
        if known is not None and known not in self._found.findings:
            self._found.add(known.cell, known.message, "error", **known.values)

    def _named(self, name: str) -> str:
        """A field without the name of the main table, and by its own name where all tables mean the same by it."""
        table, _, column = name.rpartition(".")
        return column if column in SHARED or table == self._recipe.table else name

    def _is_left_out(self, record: Record) -> bool:
        """Whether a row is about nobody, or about all together."""
        values = record.values
        place = record.columns.get("party", record.columns.get("parties.name", record.columns.get("name", 0)))
        needed = self._recipe.table in {"parties", "ratings", "summaries"} | OF_ASSESSMENTS
        who = [values.get(name) for name in ("parties.name", "name", "party")]
        if self._recipe.table not in ("parties",):
            who = [values.get(name) for name in ("parties.name", "party")]
        called = next((one for one in who if one is not None), None)
        if called is None:
            if needed:
                self._found.add(cell_name(record.row, place), NOBODY, "note")
            return needed
        text = cells.text(called)
        if any(fits(word, text) for word in self._recipe.leave_out):
            self._found.add(cell_name(record.row, place), LEFT_OUT, "note", name=text)
            return True
        return False

    def _with_reason(self, record: Record) -> Record:
        """What is not applicable needs a reason: where none is given, what stands in the cell."""
        values = record.values
        if self._recipe.table == "ratings" and values.get("rating") == "na":
            if not values.get("na_reason"):
                cell = self._cell(record.row, record.columns["rating"])
                values["na_reason"] = cells.text(cell)
        elif "na_reason" in self._recipe.constants and record.values.get("rating") != "na":
            values.pop("na_reason", None)
        return record


def _merged_values(sheet: SheetCells, header_row: int, used: set[int], found: Found) -> Mapping[tuple[int, int], Cell]:
    """The value of merged cells, for each of those below the headings that a recipe uses."""
    values: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in sheet.merged:
        places = [place for place in range(left, right + 1) if place in used]
        value = sheet.cell(top, left)
        if bottom <= header_row or not places or value is None:
            continue
        # As a table is looked at: what stands over several rows holds for each of them, in its own column.
        for row in range(max(top, header_row + 1), min(bottom, max(sheet.rows)) + 1):
            if left in used:
                values[row, left] = value
        area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        found.add(cell_name(top, left), MERGED_FILLED, "note", area=area)
    return values
