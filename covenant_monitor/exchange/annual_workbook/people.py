"""The internal sheet of a round's workbook about its participants. Their scores are formulas over the ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.headline import Standing, reason_left_out
from covenant_monitor.domain.model import Framework, Outcome
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.domain.scoring import Score, SectionScore
from covenant_monitor.exchange.annual_workbook.figures import Group
from covenant_monitor.exchange.annual_workbook.ratings import RatingCells, key_of
from covenant_monitor.exchange.annual_workbook.sheet import (
    Book,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cell,
    cells_of,
    fitting,
    or_dash,
)
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import na_name, outcome_name, reason_name, status_name, term, unrated_name

HEAD_ROW = Page.TOP + 1
OUTCOME_STYLES: Mapping[Outcome | None, str] = {
    Outcome.MEETS: "good",
    Outcome.ON_TRACK: "half",
    Outcome.BEHIND: "bad",
    None: "none",
}
_CODE, _YEAR, _SCORE, _OUTCOME, _COUNTS, _REASON, _FIRST_SECTION = 0, 3, 8, 13, 14, 15, 16


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

    def counting(self, group: Group) -> str:
        """Who counts of a group, as a factor in SUMPRODUCT."""
        who = f'({self.counts}="{self.yes}")'
        if group.year is None:
            return f"{who}*1"
        return f"{who}*({self.year}{'>=' if group.and_later else '='}{group.year})"


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


def in_order(content: RoundContent, language: Language) -> list[Standing]:
    """The participants of the round by name. Their numbers count from 1 in this order."""
    return sorted(content.round.standings, key=lambda standing: language.sort_key(standing.party.name))


def write_participants(book: Book, content: RoundContent, ratings: RatingCells) -> None:
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
            Column(_("Why not"), 18, "wrapped"),
            *sections,
            Column(_("No."), 6, "key"),
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
    framework = content.round.framework
    if not weighs_alike(framework):
        page.put(HEAD_ROW - 1, _FIRST_SECTION - 1, _("Weight"), "small")
        for place, section in enumerate(framework.sections, _FIRST_SECTION):
            page.put(HEAD_ROW - 1, place, section.weight, "small number")
    standings = in_order(content, language)
    rows = (
        _participant(standing, number, framework, ratings, language) for number, standing in enumerate(standings, 1)
    )
    page.table(HEAD_ROW, columns, rows, name=participants_name(language), main=True)
    if not standings:
        page.put(HEAD_ROW + 1, 1, _("No participants in this round yet."), "none")
    page.sheet.freeze_panes(HEAD_ROW + 1, 2)


def weighs_alike(framework: Framework) -> bool:
    """Whether all sections of a framework count the same, so that a score is their plain mean."""
    return len({section.weight for section in framework.sections}) < 2


def _participant(
    standing: Standing, number: int, framework: Framework, ratings: RatingCells, language: Language
) -> list[Value | Styled]:
    _ = language.gettext
    party, score = standing.party, standing.score
    reason = reason_left_out(standing)
    entered = score is not None and score.from_summary
    is_live = score is not None and not entered
    row: list[Value | Styled] = [
        party.code,
        party.name,
        term(party.group, language),
        standing.participation_year,
        or_dash(party.joined_on),
        status_name(standing.status, language),
        score.rated if score and is_live else NO_NUMBER,
        score.applicable if score and is_live else NO_NUMBER,
        _score(score, HEAD_ROW + number, framework, language),
        or_dash(score.low if score else None),
        or_dash(score.high if score else None),
        NO_NUMBER if score is None else _("Yes") if score.provisional else _("No"),
        or_dash(standing.required),
        Styled(outcome_or_dash(standing, language), OUTCOME_STYLES[standing.outcome]),
        _("No") if reason else _("Yes"),
        reason_name(reason, language) if reason else "",
    ]
    parts = list(score.sections) if score else [None] * len(framework.sections)
    key = cell(HEAD_ROW + number, _FIRST_SECTION + len(parts))
    for place, part in enumerate(parts):
        value = _section(part, language, entered=entered)
        if is_live and part is not None and part.score is not None:
            value = Formula(ratings.section_score(key_of(key, place)), part.score)
        row.append(value)
    return [*row, number]


def _score(score: Score | None, row: int, framework: Framework, language: Language) -> Value:
    """The mean of the sections' scores, by their weight; or why there is none."""
    if score is None or score.score is None:
        return _no_score(score, language)
    if score.from_summary:
        return score.score
    first, last = _FIRST_SECTION, _FIRST_SECTION + len(framework.sections) - 1
    its = f"{cell(row, first)}:{cell(row, last)}"
    mean = f"AVERAGE({its})"
    if not weighs_alike(framework):
        weights = f"{cell(HEAD_ROW - 1, first, fixed=True)}:{cell(HEAD_ROW - 1, last, fixed=True)}"
        mean = f"SUMPRODUCT({weights},{its})/SUMPRODUCT({weights}*ISNUMBER({its}))"
    return Formula(f'IFERROR({mean},"{NO_NUMBER}")', score.score)


def outcome_or_dash(standing: Standing, language: Language) -> str:
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
