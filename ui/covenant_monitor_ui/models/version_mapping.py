"""The mapping between two versions of a framework as the rows of a table: what became what."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from PySide6.QtCore import QObject

from covenant_monitor.domain.model import Criterion, Framework, Relation
from covenant_monitor.domain.versions import Match
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.store.framework_words import relation_name
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, Headed, Index, TableModel, heads_of


class Column(IntEnum):
    """What stands in which column."""

    OLD_CODE = 0
    OLD_TEXT = 1
    RELATION = 2
    NEW_CODE = 3
    NEW_TEXT = 4
    SIMILARITY = 5


class Filter(StrEnum):
    """Which matches are shown."""

    LOOK = "look"
    SAME = "same"
    ALL = "all"


def belongs(match: Match, wanted: Filter) -> bool:
    """Whether a match belongs to a filter. Only what stayed the same needs no look."""
    return wanted is Filter.ALL or (match.relation is Relation.SAME) == (wanted is Filter.SAME)


@dataclass(frozen=True, slots=True)
class Row:
    """One match, with its texts by column."""

    match: Match
    texts: tuple[str, ...]
    spoken: str


class MappingModel(TableModel):
    """The matches of one mapping under a filter.

    A match stays where it is under its filter until that is chosen again, so that a slip can be mended at once: only a
    match of other criteria than before looks at the filter.
    """

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._old: Framework | None = None
        self._new: Framework | None = None
        self._every: list[Match] = []
        self._filter = Filter.LOOK
        self._kept: set[tuple[str, ...]] = set()
        self._rows: list[Row] = []
        self._heads = heads_of([""] * len(Column))

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self._rows

    @property
    def matches(self) -> Sequence[Match]:
        """All matches, shown or not."""
        return self._every

    @property
    def filter(self) -> Filter:
        """The filter in use."""
        return self._filter

    def count(self, wanted: Filter) -> int:
        """How many matches belong to a filter."""
        return sum(belongs(match, wanted) for match in self._every)

    def show_matches(self, old: Framework, new: Framework, matches: Sequence[Match]) -> None:
        """Show these matches of two versions."""
        _ = self._language.gettext
        if (old.version, new.version) != (self._old and self._old.version, self._new and self._new.version):
            self._kept = set()
        self._old, self._new, self._every = old, new, list(matches)
        version = _("Version {version}")
        texts = [
            "", version.format(version=one_line(old.version)), _("Became"),
            "", version.format(version=one_line(new.version)), _("Alike"),
        ]  # fmt: skip
        self._heads = heads_of(texts, {Column.SIMILARITY})
        self._kept |= {_ends(row.match) for row in self._rows}
        self._update()

    def set_filter(self, wanted: Filter) -> None:
        """Show the matches that belong to a filter now."""
        self._filter = wanted
        self._kept = set()
        self._update()

    def row(self, index: Index) -> Row | None:
        """What stands in a row; None for no row."""
        return self._rows[index.row()] if index.isValid() else None

    def row_of(self, *, before: str = "", after: str = "") -> int:
        """The row of the match that has a criterion on one side; -1 where none is shown."""
        return next(
            (
                number
                for number, row in enumerate(self._rows)
                if (before and before in row.match.before) or (after and after in row.match.after)
            ),
            -1,
        )

    def line_count(self) -> int:
        return len(self._rows)

    def heads(self) -> Sequence[Headed]:
        return self._heads

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == DISPLAY:
            return row.texts[index.column()]
        return row.spoken if role == SPOKEN else None

    def _update(self) -> None:
        shown = [match for match in self._every if belongs(match, self._filter) or _ends(match) in self._kept]
        rows = [self._row(match) for match in shown]
        if [_ends(row.match) for row in rows] != [_ends(row.match) for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for number, row in enumerate(rows):
            if row != self._rows[number]:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))

    def _row(self, match: Match) -> Row:
        language = self._language
        assert self._old is not None
        assert self._new is not None
        before = [self._old.criteria[code] for code in match.before]
        after = [self._new.criteria[code] for code in match.after]

        def texts(criteria: Sequence[Criterion]) -> str:
            return " + ".join(one_line(language.pick(one.text.nl, one.text.en)) for one in criteria)

        alike = language.percent(100 * match.similarity, 0) if match.similarity is not None else ""
        relation = relation_name(match.relation, language)
        shown = (
            " + ".join(match.before) or NO_NUMBER,
            texts(before),
            relation,
            " + ".join(match.after) or NO_NUMBER,
            texts(after),
            alike,
        )
        return Row(match, shown, f"{shown[0]} {shown[1]}, {relation}, {shown[3]} {shown[4]}")


def _ends(match: Match) -> tuple[str, ...]:
    return (*match.before, "\N{RIGHTWARDS ARROW}", *match.after)
