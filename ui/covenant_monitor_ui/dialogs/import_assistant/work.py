"""What the steps of the import assistant work on together: the source, and how it is to be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from covenant_monitor.exchange import cells
from covenant_monitor.exchange.assistant.known import Known
from covenant_monitor.exchange.assistant.recipe import VALUE_OF, Recipe, Use, headings
from covenant_monitor.exchange.assistant.values import fits
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.raw_table import Cell, CellError, Percentage
from covenant_monitor.exchange.sheet_cells import SheetCells
from covenant_monitor.language import Language

_WHO = ("party", "parties.name", "name")


@dataclass(slots=True)
class Work:
    """One source on its way in. Steps put another recipe in its place; nothing is written before the end."""

    path: Path
    sheets: Sequence[SheetCells]
    told: Sequence[Finding]
    sheet: SheetCells
    recipe: Recipe
    known: Known
    is_remembered: bool = False
    names: list[str] = field(default_factory=list)
    _rows: tuple[tuple[int, int | None], list[int]] | None = None

    def __post_init__(self) -> None:
        self.names = headings(self.sheet.rows.get(self.recipe.header_row, ()))

    def column(self, heading: str, most: int | None = None) -> list[Cell]:
        """What stands below a heading, without what is empty; the first `most`, or all."""
        place = self.names.index(heading)
        found = (cell for number in self._numbers() if (cell := self.sheet.cell(number, place)) is not None)
        return list(islice(found, most))

    def _numbers(self) -> Sequence[int]:
        """The rows below the headings, without those about all participants together."""
        recipe = self.recipe
        named = (place for place, name in enumerate(self.names) if (use := self.use(name)) and use.field in _WHO)
        who = next(named, None)
        if self._rows is None or self._rows[0] != (recipe.header_row, who):
            below = [number for number in sorted(self.sheet.rows) if number > recipe.header_row]
            kept = below if who is None else [number for number in below if not self._is_total(number, who)]
            self._rows = ((recipe.header_row, who), kept)
        return self._rows[1]

    def _is_total(self, row: int, who: int) -> bool:
        text = self.sheet.cell(row, who)
        return isinstance(text, str) and any(fits(word, text) for word in self.recipe.leave_out)

    def use(self, heading: str) -> Use | None:
        """What a column is for; None where it is left out."""
        found = self.recipe.columns.get(heading)
        if found is not None:
            return found
        folded = heading.casefold()
        return next((use for name, use in self.recipe.columns.items() if name.casefold() == folded), None)

    def set_use(self, heading: str, use: Use | None) -> None:
        """Say what a column is for; what only one column can be is taken from the other that was."""
        columns = {name: old for name, old in self.recipe.columns.items() if name.casefold() != heading.casefold()}
        if use is not None:
            if not use.given:
                columns = {name: old for name, old in columns.items() if old.field != use.field or old.given}
            columns[heading] = use
        self.recipe = replace(self.recipe, columns=columns)

    def set_constant(self, name: str, value: str) -> None:
        """Say what holds for all rows; "" for nothing."""
        constants = {key: old for key, old in self.recipe.constants.items() if key != name}
        if value:
            constants[name] = value
        self.recipe = replace(self.recipe, constants=constants)

    def set_meaning(self, name: str, text: str, meaning: str) -> None:
        """Say what a word means, in a column or (by field) in all; it goes before what was said of it."""
        plain = " ".join(text.casefold().split())
        old = [pair for pair in self.recipe.words.get(name, ()) if " ".join(pair[0].casefold().split()) != plain]
        self.recipe = replace(self.recipe, words={**self.recipe.words, name: [(text, meaning), *old]})

    @property
    def worded(self) -> Sequence[str]:
        """The headings of columns that hold ratings in words."""
        value = VALUE_OF.get(self.recipe.table)
        return [n for n in self.names if value == "rating" and (use := self.use(n)) is not None and use.field == value]

    def words(self, names: Sequence[str]) -> Mapping[str, int]:
        """The different texts in columns and how often each stands there, most often first."""
        found = Counter(
            " ".join(shown(cell, None).split())
            for name in names
            for cell in self.column(name)
            if not isinstance(cell, CellError)
        )
        return dict(found.most_common())


def shown(cell: Cell, language: Language | None) -> str:
    """A cell as a text, in the notation of a language; None: as it is written."""
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.code or "#"
    if isinstance(cell, bool) or language is None:
        return cells.text(cell)
    if isinstance(cell, Percentage):
        return language.percent(cell, None)
    if isinstance(cell, float):
        return language.number(cell, None)
    if isinstance(cell, datetime):
        return f"{language.short_day(cell.date())} {cell:%H:%M}"
    if isinstance(cell, date):
        return language.short_day(cell)
    return str(cell)
