"""The internal sheet of a round's workbook with its ratings in long form: what all its other numbers are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.applicability import Applicable
from covenant_monitor.domain.headline import reason_left_out
from covenant_monitor.domain.model import (
    UNRATED,
    Assessment,
    AssessmentKind,
    Level,
    Number,
    Rating,
    Text,
)
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.exchange.annual_workbook.sheet import (
    Book,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cells_of,
    fitting,
)
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import kind_name, na_name, rating_in_words, unrated_name

HEAD_ROW = Page.TOP + 1
_LEVEL_STYLES = {Level.FULLY: "good", Level.PARTIALLY: "half", Level.NOT: "bad"}
_WEIGHT, _WORD, _VALUE, _POINTS, _KEY, _COUNTS = 6, 8, 9, 10, 16, 17
_KINDS = list(AssessmentKind)
_SECTIONS = 1000
"""A key is the participant's number times this, and the section's number: in no framework are there so many."""


@dataclass(frozen=True, slots=True)
class RatingCells:
    """Where the totals find the ratings: the columns of their sheet, as formulas name them. `of`: the highest value."""

    points: str
    weight: str
    key: str
    word: str
    counts: str
    of: Number
    yes: str

    def section_score(self, key: str) -> str:
        """The score, in percent, of the participant and section with the key in some cell."""
        points, weights = (f"SUMIFS({cells},{self.key},{key})" for cells in (self.points, self.weight))
        of = "" if self.of == 1 else f"{float(self.of)!r}*"
        return f'IFERROR(100*{points}/({of}{weights}),"{NO_NUMBER}")'

    def how_many(self, section: int, word: str) -> str:
        """How many ratings in section number `section` of those that count in the figures are `word`."""
        factors = (
            f"(MOD({self.key},{_SECTIONS})={section + 1})",
            f'({self.counts}="{self.yes}")',
            f'({self.word}="{word}")',
        )
        return f"SUMPRODUCT({'*'.join(factors)})"


def key_of(number: str, section: int) -> str:
    """The key of a participant, whose number is in some cell, and the section with this place in the framework."""
    return f"{number}*{_SECTIONS}+{section + 1}"


def rating_cells(content: RoundContent, rows: int, language: Language) -> RatingCells:
    """The columns of the ratings sheet that will be made, with so many rows."""
    first, last = HEAD_ROW + 1, HEAD_ROW + max(rows, 1)

    def column(number: int) -> str:
        return cells_of(language.gettext("Ratings"), first, last, number)

    return RatingCells(
        points=column(_POINTS),
        weight=column(_WEIGHT),
        key=column(_KEY),
        word=column(_WORD),
        counts=column(_COUNTS),
        of=content.round.framework.scale.maximum,
        yes=language.gettext("Yes"),
    )


def write_ratings(book: Book, rows: Sequence[Sequence[Value | Styled]]) -> None:
    """The sheet with the rows of every assessment of the round, as `RatingRows` makes them."""
    language = book.language
    _ = language.gettext
    columns = fitting(
        [
            Column(_("Code"), 22, "code"),
            Column(_("Participant"), 26, "shrunk"),
            Column(_("Kind"), 15),
            Column(_("Section"), 33, "small text"),
            Column(_("Criterion"), 11),
            Column(_("Text"), 44, "wrapped"),
            Column(_("Weight"), 9, "general"),
            Column(_("Applies"), 10),
            Column(_("Rating"), 11),
            Column(_("Value"), 9, "general"),
            Column(_("Points"), 9, "general"),
            Column(_("Why n.a."), 22, "wrapped"),
            Column(_("Evidence"), 24, "wrapped"),
            Column(_("Evidence date"), 13, "day"),
            Column(_("No evidence seen"), 11),
            Column(_("Note"), 30, "wrapped"),
            Column(_("Adds to"), 9, "key"),
            Column(_("Counts"), 8),
        ]
    )
    name = _("Ratings")
    page = book.page(name, _("Ratings in round {round}").format(round=book.round), (column.width for column in columns))
    legend = _(
        "One row per criterion that applies or was rated. {unrated} and {na} have no value; 0 is a value. A rating of"
        " a criterion that does not apply is kept and not counted."
    ).format(na=na_name(language), unrated=unrated_name(language))
    page.put(2, 0, legend, "line")
    page.table(HEAD_ROW, columns, rows, name=name, main=True)
    page.sheet.freeze_panes(HEAD_ROW + 1, 2)
    if not rows:
        page.put(HEAD_ROW + 1, 1, _("No assessments in this round yet."), "none")


class RatingRows:
    """The rows of the ratings sheet. `numbers`: those of the participants on their own sheet, by code."""

    def __init__(self, content: RoundContent, numbers: Mapping[str, int], language: Language) -> None:
        _ = language.gettext
        self._content = content
        self._language = language
        self._numbers = numbers
        self._yes, self._no = _("Yes"), _("No")
        self._standings = {standing.party.code: standing for standing in content.round.standings}
        self._applicable = Applicable(content.round.framework)
        self._criteria = [
            (place, heading, criterion, language.pick(criterion.text.nl, criterion.text.en), float(criterion.weight))
            for place, section in enumerate(content.round.framework.sections)
            for heading in [f"{section.code} {language.pick(section.name.nl, section.name.en)}".strip()]
            for criterion in section.criteria
        ]
        self._words: dict[tuple[Number | None, bool], Styled] = {}

    def rows(self, one_done: Callable[[], None]) -> list[list[Value | Styled]]:
        """Every rating of every assessment of the round, and what is open; `one_done` after each assessment."""
        found: list[list[Value | Styled]] = []
        for assessment in sorted(self._content.assessments, key=self._order):
            found.extend(self._of(assessment, HEAD_ROW + 1 + len(found)))
            one_done()
        return found

    def _order(self, assessment: Assessment) -> tuple[object, ...]:
        standing = self._standings.get(assessment.party)
        name = standing.party.name if standing else assessment.party
        return standing is None, self._language.sort_key(name), _KINDS.index(assessment.kind)

    def _of(self, assessment: Assessment, row: int) -> Iterator[list[Value | Styled]]:
        """The criteria of one assessment. Without a standing, what applies to the company is not known."""
        standing = self._standings.get(assessment.party)
        first = [
            assessment.party,
            standing.party.name if standing else "",
            kind_name(assessment.kind, self._language),
        ]
        if assessment.summaries and not any(rating.is_rated for rating in assessment.ratings.values()):
            for code, percent in assessment.summaries.items():
                yield [*first, *_entered(code, percent, self._content, self._language)]
            return
        codes = None
        if standing is not None:
            codes = self._applicable.codes(standing.participation_year, standing.party.group)
        adds = standing is not None and assessment.kind is AssessmentKind.SECRETARIAT
        counts = self._yes if standing and reason_left_out(standing) is None else self._no
        number = self._numbers.get(assessment.party, 0) * _SECTIONS + 1
        for place, heading, criterion, text, weight in self._criteria:
            rating = assessment.ratings.get(criterion.code, UNRATED)
            applying = codes is not None and criterion.code in codes
            if not applying and not rating.is_rated:
                continue
            value = rating.value
            totals: list[Value] = [None, None, None]
            if adds and applying and value is not None:
                points = Formula(f"G{row + 1}*J{row + 1}", weight * float(value))
                totals = [points, number + place, counts]
            yield [
                *first,
                heading,
                criterion.code,
                text,
                weight,
                NO_NUMBER if codes is None else self._yes if applying else self._no,
                self._word(rating),
                value,
                totals[0],
                rating.na_reason,
                rating.evidence,
                rating.evidence_date,
                self._yes if rating.unproven else "",
                rating.note,
                *totals[1:],
            ]
            row += 1

    def _word(self, rating: Rating) -> Styled:
        key = rating.value, rating.not_applicable
        if key not in self._words:
            scale = self._content.round.framework.scale
            style = "none" if rating.value is None else _LEVEL_STYLES[scale.level(rating.value)]
            self._words[key] = Styled(rating_in_words(rating, scale, self._language), style)
        return self._words[key]


def _entered(code: str, percent: Number, content: RoundContent, language: Language) -> list[Value | Styled]:
    """A percentage that was entered directly, of a section or (code "") in total. It is no value of a rating."""
    _ = language.gettext
    names = {section.code: section.name for section in content.round.framework.sections}
    name = names.get(code, Text())
    section = f"{code} {language.pick(name.nl, name.en)}".strip() if code else _("Total")
    entered = _("Entered as a percentage: {percent}").format(percent=language.percent(percent, None))
    return [section, "", entered, *[None] * 12]
