"""One framework version as the rows of a table: the version itself, its sections, and their criteria under them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from PySide6.QtCore import QObject

from covenant_monitor.domain.model import Criterion, Framework, Section
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import term
from covenant_monitor_ui.models.participants import one_line, plain
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, Headed, Index, TableModel, heads_of
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE


class Kind(StrEnum):
    """What a row is about."""

    VERSION = "version"
    SECTION = "section"
    CRITERION = "criterion"


@dataclass(frozen=True, slots=True)
class Place:
    """A record of a framework version: the version itself (`code` ""), a section or a criterion."""

    kind: Kind
    code: str = ""


WHOLE = Place(Kind.VERSION)
WITHOUT = Place(Kind.SECTION)
"""The head over the criteria that are in no section."""


class Column(IntEnum):
    """What stands in which column."""

    CODE = 0
    TEXT = 1
    THEME = 2
    FROM = 3
    WEIGHT = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A head spans all columns: its texts are its title and the quiet words at its right."""

    place: Place
    section: str
    texts: tuple[str, ...]
    spoken: str
    folded: bool = False

    @property
    def is_head(self) -> bool:
        """Whether it is the version itself or a section."""
        return self.place.kind is not Kind.CRITERION


class FrameworkModel(TableModel):
    """The rows of one version under a filter, with sections that can be folded. Texts are in one language."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._framework: Framework | None = None
        self._words: list[str] = []
        self._folded: set[str] = set()
        self._rows: list[Row] = []
        texts = (_("Code"), _("Criterion"), _("Theme"), _("From"), _("Weight"))
        self._heads = heads_of(texts, {Column.FROM, Column.WEIGHT})

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self._rows

    @property
    def folded(self) -> Collection[str]:
        """The codes of the sections that are folded."""
        return frozenset(self._folded)

    @property
    def found(self) -> int:
        """How many criteria the filter leaves."""
        return sum(self._matches(criterion) for section in self._sections() for criterion in section.criteria)

    def show_framework(self, framework: Framework | None) -> None:
        """Show a version; where the rows are the same ones as before, only those that differ are told."""
        self._framework = framework
        self._update()

    def set_filter(self, text: str) -> None:
        """Only criteria in which every word of `text` is found, and sections of such criteria."""
        self._words = plain(text).split()
        self._update()

    def fold(self, section: str, folded: bool) -> None:
        """Fold a section to its head, or unfold it."""
        if folded != (section in self._folded):
            self._folded ^= {section}
            self._update()

    def set_folded(self, sections: Collection[str]) -> None:
        """Fold these sections and no others."""
        self._folded = set(sections)
        self._update()

    def row(self, index: Index) -> Row | None:
        """What stands in a row; None for no row."""
        return self._rows[index.row()] if index.isValid() else None

    def row_of(self, place: Place) -> int:
        """The row of a record; -1 where it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.place == place), -1)

    def line_count(self) -> int:
        return len(self._rows)

    def heads(self) -> Sequence[Headed]:
        return self._heads

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == HEAD_ROLE:
            return row.is_head
        if role == SPOKEN:
            return row.spoken
        if role == DISPLAY:
            return row.texts[index.column()] if not row.is_head or index.column() == 0 else None
        return None

    def _update(self) -> None:
        rows = list(self._all_rows())
        if [row.place for row in rows] != [row.place for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for number, row in enumerate(rows):
            if row != self._rows[number]:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))

    def _sections(self) -> Sequence[Section]:
        return self._framework.sections if self._framework is not None else ()

    def _matches(self, criterion: Criterion) -> bool:
        if not self._words:
            return True
        searched = plain(
            f"{criterion.code} {criterion.text.nl} {criterion.text.en} {term(criterion.theme, self._language)}"
        )
        return all(word in searched for word in self._words)

    def _all_rows(self) -> Iterator[Row]:
        framework = self._framework
        if framework is None:
            return
        if not self._words:
            yield self._version_row(framework)
        for section in framework.sections:
            shown = [criterion for criterion in section.criteria if self._matches(criterion)]
            # A section that is still empty must be seen; the one of those without a section only if there are any.
            if not shown and (self._words or not section.code):
                continue
            head = self._section_row(section)
            yield head
            if not head.folded:
                for criterion in shown:
                    yield self._criterion_row(section.code, criterion)

    def _version_row(self, framework: Framework) -> Row:
        _ = self._language.gettext
        name = one_line(self._language.pick(framework.name.nl, framework.name.en)) or framework.code
        title = _("The version as a whole")
        return Row(WHOLE, "", (title, name), f"{title}: {name}")

    def _section_row(self, section: Section) -> Row:
        language = self._language
        _, n_ = language.gettext, language.ngettext
        n = len(section.criteria)
        name = one_line(language.pick(section.name.nl, section.name.en))
        title = f"{section.code}  {name or NO_NUMBER}" if section.code else _("Without a section")
        count = n_("{n} criterion", "{n} criteria", n).format(n=language.number(n, 0))
        row = Row(Place(Kind.SECTION, section.code), section.code, (title, count), f"{title}, {count}")
        return replace(row, folded=section.code in self._folded and not self._words)

    def _criterion_row(self, section: str, criterion: Criterion) -> Row:
        language = self._language
        _ = language.gettext
        text = one_line(language.pick(criterion.text.nl, criterion.text.en)) or _("(no text yet)")
        texts = (
            criterion.code,
            text,
            term(criterion.theme, language),
            _("yr {n}").format(n=criterion.from_participation_year),
            language.number(criterion.weight, None),
        )
        return Row(Place(Kind.CRITERION, criterion.code), section, texts, f"{criterion.code} {text}")
