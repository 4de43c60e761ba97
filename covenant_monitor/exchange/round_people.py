"""The internal sheets of a round's workbook: its participants, and their ratings in long form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.applicability import applies
from covenant_monitor.domain.headline import Standing, reason_left_out
from covenant_monitor.domain.model import UNRATED, Assessment, AssessmentKind, Criterion, Level, Number, Outcome, Text
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.domain.scoring import Score, SectionScore
from covenant_monitor.exchange.round_sheet import Book, Column, Page, Styled, Value, cells_of, fitting, or_dash
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import (
    kind_name,
    na_name,
    outcome_name,
    rating_in_words,
    reason_name,
    status_name,
    term,
    unrated_name,
)

HEAD_ROW = Page.TOP + 1
OUTCOME_STYLES: Mapping[Outcome | None, str] = {
    Outcome.MEETS: "good",
    Outcome.ON_TRACK: "half",
    Outcome.BEHIND: "bad",
    None: "none",
}
_LEVEL_STYLES = {Level.FULLY: "good", Level.PARTIALLY: "half", Level.NOT: "bad"}
_CODE, _YEAR, _SCORE, _OUTCOME, _COUNTS, _REASON, _FIRST_SECTION = 0, 3, 8, 13, 14, 15, 16
_KINDS = list(AssessmentKind)


@dataclass(frozen=True, slots=True)
class PeopleCells:
    """Where the totals find the participants: the columns of their sheet, as formulas name them."""

    code: str
    year: str
    score: str
    outcome: str
    counts: str
    reason: str
    sections: Sequence[str]
    yes: str


def participants_name(language: Language) -> str:
    """The name of the sheet, and of its table."""
    return language.gettext("Participants")


def people_cells(content: RoundContent, language: Language) -> PeopleCells:
    """The columns of the participants sheet that will be made."""
    first = HEAD_ROW + 1
    last = HEAD_ROW + max(len(content.round.standings), 1)

    def column(number: int) -> str:
        return cells_of(participants_name(language), first, last, number)

    return PeopleCells(
        code=column(_CODE),
        year=column(_YEAR),
        score=column(_SCORE),
        outcome=column(_OUTCOME),
        counts=column(_COUNTS),
        reason=column(_REASON),
        sections=[column(_FIRST_SECTION + i) for i in range(len(content.round.framework.sections))],
        yes=language.gettext("Yes"),
    )


def write_participants(book: Book, content: RoundContent) -> None:
    """Every participant of the round, how it stands by the secretariat's assessment, and whether it counts."""
    language = book.language
    _ = language.gettext
    sections = [
        Column(f"{section.code} {language.pick(section.name.nl, section.name.en)}", 9, "percent")
        for section in content.round.framework.sections
    ]
    columns = fitting(
        [
            Column(_("Code"), 20, "code"),
            Column(_("Participant"), 26, "wrapped"),
            Column(_("Group"), 8),
            Column(_("Participation year"), 9, "count"),
            Column(_("Joined"), 12, "day"),
            Column(_("Status"), 16),
            Column(_("Rated"), 7, "count"),
            Column(_("Of"), 5, "count"),
            Column(_("Score"), 9, "percent"),
            Column(_("At least"), 9, "percent"),
            Column(_("At most"), 9, "percent"),
            Column(_("Provisional"), 9),
            Column(_("Required"), 9, "percent"),
            Column(_("Outcome"), 10),
            Column(_("Counts"), 7),
            Column(_("Why not"), 17, "wrapped"),
            *sections,
        ]
    )
    title = _("Participants in round {round}").format(round=content.round.round.code)
    page = book.page(participants_name(language), title, (column.width for column in columns))
    page.put(
        2,
        0,
        _("{dash} there is no number · {na} not applicable · {unrated} still to be rated. None of these is 0.").format(
            dash=NO_NUMBER, na=na_name(language), unrated=unrated_name(language)
        ),
        "line",
    )
    standings = sorted(content.round.standings, key=lambda standing: language.sort_key(standing.party.name))
    rows = (_participant(standing, len(sections), language) for standing in standings)
    page.table(HEAD_ROW, columns, rows, name=participants_name(language))
    if not standings:
        page.put(HEAD_ROW + 1, 1, _("No participants in this round yet."), "none")
    page.sheet.freeze_panes(HEAD_ROW + 1, 2)


def _participant(standing: Standing, sections: int, language: Language) -> list[Value | Styled]:
    _ = language.gettext
    party, score = standing.party, standing.score
    reason = reason_left_out(standing)
    counted_criteria = score is not None and not score.from_summary
    row: list[Value | Styled] = [
        party.code,
        party.name,
        term(party.group, language),
        standing.participation_year,
        or_dash(party.joined_on),
        status_name(standing.status, language),
        score.rated if score and counted_criteria else NO_NUMBER,
        score.applicable if score and counted_criteria else NO_NUMBER,
        _no_score(score, language) if score is None or score.score is None else score.score,
        or_dash(score.low if score else None),
        or_dash(score.high if score else None),
        NO_NUMBER if score is None else _("Yes") if score.provisional else _("No"),
        or_dash(standing.required),
        Styled(_outcome(standing, language), OUTCOME_STYLES[standing.outcome]),
        _("No") if reason else _("Yes"),
        reason_name(reason, language) if reason else "",
    ]
    parts = list(score.sections) if score else [None] * sections
    entered = score is not None and score.from_summary
    return [*row, *(_section(part, language, entered=entered) for part in parts)]


def _outcome(standing: Standing, language: Language) -> str:
    """An outcome, "still open", or a dash where nothing is required and so nothing will come."""
    if standing.outcome is None and standing.required is None:
        return NO_NUMBER
    return outcome_name(standing.outcome, language)


def _no_score(score: Score | None, language: Language) -> str:
    if score is None:
        return unrated_name(language)
    if score.from_summary or not score.applicable:
        return NO_NUMBER
    return unrated_name(language) if score.rated < score.applicable else na_name(language)


def _section(part: SectionScore | None, language: Language, *, entered: bool) -> Value:
    """A section's score, or why there is none: still to be rated, all n.a., or a dash where nothing applies."""
    if part is None:
        return unrated_name(language)
    if part.score is not None:
        return part.score
    if entered or not part.applicable:
        return NO_NUMBER
    return unrated_name(language) if part.open else na_name(language)


def write_ratings(book: Book, content: RoundContent, one_done: Callable[[], None]) -> None:
    """Every rating of every assessment of the round, and what is open; `one_done` after each assessment."""
    language = book.language
    _ = language.gettext
    columns = fitting(
        [
            Column(_("Code"), 22, "code"),
            Column(_("Participant"), 26),
            Column(_("Kind"), 15),
            Column(_("Section"), 33, "small text"),
            Column(_("Criterion"), 11),
            Column(_("Text"), 44, "wrapped"),
            Column(_("Weight"), 9, "general"),
            Column(_("Applies"), 10),
            Column(_("Rating"), 11),
            Column(_("Value"), 9, "general"),
            Column(_("Why n.a."), 22, "wrapped"),
            Column(_("Evidence"), 24, "wrapped"),
            Column(_("Evidence date"), 13, "day"),
            Column(_("No evidence seen"), 11),
            Column(_("Note"), 30, "wrapped"),
        ]
    )
    name = _("Ratings")
    title = _("Ratings in round {round}").format(round=content.round.round.code)
    page = book.page(name, title, (column.width for column in columns))
    legend = _(
        "One row per criterion that applies or was rated. {unrated} and {na} have no value; 0 is a value. A rating of"
        " a criterion that does not apply is kept and not counted."
    ).format(na=na_name(language), unrated=unrated_name(language))
    page.put(2, 0, legend, "line")
    rows = _ratings(content, language, one_done)
    end = page.table(HEAD_ROW, columns, rows, name=name)
    page.sheet.freeze_panes(HEAD_ROW + 1, 2)
    if end == HEAD_ROW + 2 and not content.assessments:
        page.put(HEAD_ROW + 1, 1, _("No assessments in this round yet."), "none")


def _ratings(content: RoundContent, language: Language, one_done: Callable[[], None]) -> Iterator[list[Value | Styled]]:
    standings = {standing.party.code: standing for standing in content.round.standings}

    def order(assessment: Assessment) -> tuple[object, ...]:
        standing = standings.get(assessment.party)
        name = standing.party.name if standing else assessment.party
        return standing is None, language.sort_key(name), _KINDS.index(assessment.kind)

    for assessment in sorted(content.assessments, key=order):
        yield from _ratings_of(assessment, standings.get(assessment.party), content, language)
        one_done()


def _ratings_of(
    assessment: Assessment, standing: Standing | None, content: RoundContent, language: Language
) -> Iterator[list[Value | Styled]]:
    """The criteria of one assessment. Without a standing, what applies to the company is not known."""
    name = standing.party.name if standing else ""
    kind = kind_name(assessment.kind, language)
    rated = any(rating.is_rated for rating in assessment.ratings.values())
    if assessment.summaries and not rated:
        for code, percent in assessment.summaries.items():
            yield [assessment.party, name, kind, *_entered(code, percent, content, language)]
        return
    for section in content.round.framework.sections:
        heading = f"{section.code} {language.pick(section.name.nl, section.name.en)}".strip()
        for criterion in section.criteria:
            applying = None
            if standing is not None:
                applying = applies(criterion, standing.participation_year, standing.party.group)
            if applying or (criterion.code in assessment.ratings and assessment.ratings[criterion.code].is_rated):
                cells = _rating(assessment, criterion, applying, content, language)
                yield [assessment.party, name, kind, heading, *cells]


def _entered(code: str, percent: Number, content: RoundContent, language: Language) -> list[Value | Styled]:
    """A percentage that was entered directly, of a section or (code "") in total. It is no value of a rating."""
    _ = language.gettext
    names = {section.code: section.name for section in content.round.framework.sections}
    name = names.get(code, Text())
    section = f"{code} {language.pick(name.nl, name.en)}".strip() if code else _("Total")
    entered = _("Entered as a percentage: {percent}").format(percent=language.percent(percent, None))
    return [section, "", entered, *[None] * 9]


def _rating(
    assessment: Assessment, criterion: Criterion, applying: bool | None, content: RoundContent, language: Language
) -> list[Value | Styled]:
    _ = language.gettext
    rating = assessment.ratings.get(criterion.code, UNRATED)
    scale = content.round.framework.scale
    style = "none" if rating.value is None else _LEVEL_STYLES[scale.level(rating.value)]
    return [
        criterion.code,
        language.pick(criterion.text.nl, criterion.text.en),
        criterion.weight,
        NO_NUMBER if applying is None else _("Yes") if applying else _("No"),
        Styled(rating_in_words(rating, scale, language), style),
        rating.value,
        rating.na_reason,
        rating.evidence,
        rating.evidence_date,
        _("Yes") if rating.unproven else "",
        rating.note,
    ]
