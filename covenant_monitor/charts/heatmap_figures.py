"""The numbers of the heat map: by participant, by band of participants, or by participation year. No matplotlib."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from covenant_monitor.charts.cohorts import may_be_parted, published_parts, year_groups
from covenant_monitor.domain.disclosure import published_mean, too_small
from covenant_monitor.domain.headline import Standing, mean, scores_of
from covenant_monitor.domain.model import Framework
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.domain.scoring import SectionScore
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import na_name, unrated_name

BANDS = 10


class State(StrEnum):
    """What there is in a cell: a score, one that can still change, nothing that applies, nothing yet, or a secret."""

    SCORE = "score"
    PROVISIONAL = "provisional"
    NA = "na"
    OPEN = "open"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Cell:
    """One section of one row: the score or mean in percent, of `n` participants that have one."""

    state: State
    value: Fraction | None = None
    n: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A participant, or several together. `total` is the score or its mean; None where the row has no such column."""

    name: str
    size: str
    cells: Sequence[Cell]
    total: Cell | None
    party: str = ""


@dataclass(frozen=True, slots=True)
class HeatFigures:
    """What a heat map shows; `kind` says what its rows are: "participants", "bands" or "cohorts".

    `years_withheld`: one participation year could be computed from the rest, so that none is shown.
    """

    kind: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    minimum: int | None = None
    years_withheld: bool = False

    @property
    def has_total(self) -> bool:
        """Whether there is a column of whole scores."""
        return any(row.total for row in self.rows)

    def states(self) -> set[State]:
        """What there is in any cell."""
        return {cell.state for row in self.rows for cell in (*row.cells, *filter(None, [row.total]))}


def columns(framework: Framework, language: Language) -> list[tuple[str, str]]:
    """Code and name of every section."""
    return [(section.code, language.pick(section.name.nl, section.name.en)) for section in framework.sections]


def by_participant(picture: RoundPicture, language: Language) -> HeatFigures:
    """A row for every participant, from the highest score to the lowest; those without one come last."""
    codes = columns(picture.framework, language)
    rows = [_participant(standing, codes) for standing in in_order(picture.standings, language)]
    return HeatFigures("participants", codes, rows)


def in_order(standings: Iterable[Standing], language: Language) -> list[Standing]:
    """From the highest score to the lowest, then those without; equals by name."""

    def key(standing: Standing) -> tuple[bool, Fraction, tuple[str, str]]:
        score = standing.score.score if standing.score else None
        return score is None, -(score or Fraction()), language.sort_key(standing.party.name)

    return sorted(standings, key=key)


def _participant(standing: Standing, codes: Sequence[tuple[str, str]]) -> Row:
    score = standing.score
    parts = {part.section: part for part in score.sections} if score else {}
    total = Cell(State.OPEN)
    if score is not None and score.score is not None:
        total = Cell(State.PROVISIONAL if score.provisional else State.SCORE, score.score)
    elif score is not None and score.complete:
        total = Cell(State.NA)
    cells = [Cell(State.OPEN) if score is None else _section(parts.get(code)) for code, _name in codes]
    return Row(standing.party.name, "", cells, total, standing.party.code)


def _section(part: SectionScore | None) -> Cell:
    if part is None:
        return Cell(State.NA)
    if (value := part.score) is not None:
        return Cell(State.PROVISIONAL if part.open_maximum else State.SCORE, value)
    return Cell(State.OPEN if part.open_maximum else State.NA)


def by_band(picture: RoundPicture, language: Language, bands: int = BANDS) -> HeatFigures:
    """Means of about equally many participants each, in order of their score; those without a score are in none."""
    codes = columns(picture.framework, language)
    scored = [s for s in in_order(picture.standings, language) if s.score is not None and s.score.score is not None]
    edges = [len(scored) * i // bands for i in range(bands + 1)]
    rows = []
    for start, end in pairwise(edges):
        members = scored[start:end]
        if members:
            name = f"{language.number(start + 1, 0)}–{language.number(end, 0)}"
            rows.append(Row(name, "", _means(members, codes), _mean_cell(scores_of(members))))
    return HeatFigures("bands", codes, rows)


def _means(members: Sequence[Standing], codes: Sequence[tuple[str, str]]) -> list[Cell]:
    return [_mean_cell(values) for values in _values(members, codes)]


def _values(members: Sequence[Standing], codes: Sequence[tuple[str, str]]) -> list[list[Fraction]]:
    """The scores that the members have, by section."""
    found: dict[str, list[Fraction]] = {code: [] for code, _name in codes}
    for standing in members:
        for part in standing.score.sections if standing.score else ():
            if part.section in found and (value := part.score) is not None:
                found[part.section].append(value)
    return list(found.values())


def _mean_cell(values: Sequence[Fraction]) -> Cell:
    if not values:
        return Cell(State.NA, n=0)
    return Cell(State.SCORE, mean(values), len(values))


def by_year(picture: RoundPicture, language: Language, minimum: int) -> HeatFigures:
    """Means by participation year, and of all, of the assessments that count: what the public may see.

    There is no column of whole scores: it would give back a section that is withheld.
    """
    codes = columns(picture.framework, language)
    counted = picture.headline.counted
    groups = year_groups(counted)
    years_withheld = not may_be_parted([group.standings for group in groups], minimum)
    if len(groups) < 2 or years_withheld:
        groups = []
    every = _values(counted, codes)
    parts = [_values(group.standings, codes) for group in groups]
    whole = [_published(published_mean(mean(values), len(values), minimum), len(values)) for values in every]
    by_section: list[list[Cell]] = []
    for place in range(len(codes)):
        values = [part[place] for part in parts]
        shown = published_parts([(len(part), mean(part)) for part in values], minimum)
        by_section.append([_published(value, len(part)) for value, part in zip(shown, values, strict=True)])
    rows = [Row(language.gettext("All participants"), _size(len(counted), minimum, language), whole, None)]
    for place, group in enumerate(groups):
        n = len(group.standings)
        cells = [column[place] for column in by_section]
        if too_small(n, minimum):
            cells = [Cell(State.WITHHELD, n=0)] * len(codes)
        rows.append(Row(group.name(language), _size(n, minimum, language), cells, None))
    return HeatFigures("cohorts", codes, rows if counted else [], minimum, years_withheld)


def _published(value: Fraction | None, n: int) -> Cell:
    if not n:
        return Cell(State.NA, n=0)
    return Cell(State.WITHHELD, n=0) if value is None else Cell(State.SCORE, value, n)


def _size(n: int, minimum: int | None, language: Language) -> str:
    return f"n < {minimum}" if too_small(n, minimum) else f"n = {language.number(n, 0)}"


def cell_text(cell: Cell, language: Language) -> str:
    """A cell as it stands in the table."""
    _ = language.gettext
    if cell.value is not None:
        said = language.percent(cell.value)
        return _("{value} (provisional)").format(value=said) if cell.state is State.PROVISIONAL else said
    if cell.state is State.NA:
        return na_name(language) if cell.n else NO_NUMBER
    return _("withheld") if cell.state is State.WITHHELD else unrated_name(language)
