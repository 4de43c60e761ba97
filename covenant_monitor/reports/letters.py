"""A letter (PDF) to each participant about its assessment in a round, or to one of them.

A letter holds what the secretariat found of its receiver, and of the others only what section 5 of the design allows to
somebody who knows a score already: its own. So a group must have one more member than in public.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from covenant_monitor import charts
from covenant_monitor.charts import Request
from covenant_monitor.charts.comparison_words import core_sentence
from covenant_monitor.domain.comparison import ParticipantChange
from covenant_monitor.domain.comparison_counts import count_ratings
from covenant_monitor.domain.comparison_sides import carried
from covenant_monitor.domain.disclosure import names_someone, too_small, wanted_names
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Assessment, AssessmentKind, Level, Party, Status
from covenant_monitor.domain.picture import breaks
from covenant_monitor.domain.registers import Register, in_order
from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing
from covenant_monitor.language import Language
from covenant_monitor.names import na_name, one_person_note, rating_name, status_name
from covenant_monitor.reports.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    Letterhead,
    Marked,
    Paragraph,
    Picture,
    Table,
)
from covenant_monitor.reports.letter_words import (
    few_sentence,
    improvement_sentence,
    one_class_sentence,
    place_sentence,
    requirement_sentence,
    score_sentence,
    status_sentence,
)
from covenant_monitor.reports.pictures import LOOK, SCALE, WIDTH, picture
from covenant_monitor.reports.report_context import status_cell
from covenant_monitor.reports.report_reading import LetterContent
from covenant_monitor.reports.summary_words import break_sentence
from covenant_monitor.reports.typesetting import pdf
from covenant_monitor.store.comparing import RoundComparison
from covenant_monitor.store.texts import fold

Progress = Callable[[int, int], None]

_MOST_CRITERIA = 12
_ALL_CRITERIA = 15
"""So many are told all: to leave out one or two saves nothing, and is asked about."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST_PART = 60


@dataclass(frozen=True, slots=True)
class Letters:
    """What came of making letters: the files, and the participants without one, with how far their assessment is."""

    written: Sequence[Path]
    left_out: Sequence[tuple[Party, Status | None]]


def write_letters(
    folder: Path,
    content: LetterContent,
    *,
    language: Language,
    participant: str = "",
    progress: Progress | None = None,
    written_on: date | None = None,
) -> Letters:
    """Write a letter to each participant whose assessment is assessed or further, or to one (its code) only.

    The names of the files follow from covenant, round and participant, so a letter takes the place of an earlier one.
    `progress` is called with how many are done, of how many; it may raise to stop, and what was written stays.

    Raises Problem where the folder is none, a file cannot be written, there is no such participant, or that one is not
    assessed yet.
    """
    day = written_on or date.today()
    if not folder.is_dir():
        raise Problem("{folder} is not a folder. Make it first, or choose another.", folder=folder)
    everyone = sorted(content.report.round.standings, key=lambda one: language.sort_key(one.party.name))
    chosen = [one for one in everyone if not participant or fold(one.party.code) == fold(participant)]
    if participant and not chosen:
        raise Problem(
            "{participant} is no participant in round {round}.",
            participant=participant,
            round=content.report.round.round.code,
        )
    ready = [one for one in chosen if _is_ready(one)]
    if participant and not ready:
        raise Problem(
            "The assessment of {participant} is not assessed yet, so there is nothing to write about.",
            participant=chosen[0].party.name,
        )
    maker = _Maker(content, language, day)
    tell = progress or (lambda done, of: None)
    written = []
    for done, standing in enumerate(ready):
        tell(done, len(ready))
        path = folder / file_name(content, standing.party.code)
        whole = pdf(maker.letter(standing), made_on=day)
        with replacing(path) as temporary:
            temporary.write_bytes(whole)
        written.append(path)
    tell(len(ready), len(ready))
    return Letters(written, [(one.party, one.status) for one in chosen if not _is_ready(one)])


def _is_ready(standing: Standing) -> bool:
    return standing.status is not None and standing.status.reached(Status.ASSESSED)


def file_name(content: LetterContent, participant: str) -> str:
    """The name of a letter's file: the same every time, another one for every participant, possible on every system."""
    codes = (content.report.picture.covenant.code, content.report.round.round.code, participant)
    return "-".join(_part(code) for code in codes) + ".pdf"


def criteria_told(n: int) -> int:
    """How many of `n` criteria a letter names."""
    return n if n <= _ALL_CRITERIA else _MOST_CRITERIA


def _part(code: str) -> str:
    """A code as a part of a file name; where it had to be changed, with a few signs that tell it from others."""
    plain = _UNSAFE.sub("-", code).strip("-")[:_LONGEST_PART]
    if plain == code and not _RESERVED.fullmatch(code):
        return code
    return f"{plain}-{sha256(fold(code).encode('utf-8', 'surrogatepass')).hexdigest()[:6]}".lstrip("-")


class _Maker:
    """What all letters of a round have in common."""

    def __init__(self, content: LetterContent, language: Language, day: date) -> None:
        self._content = content
        self._language = language
        self._day = day
        report = content.report
        self._assessments: Mapping[str, Assessment] = {
            one.party: one for one in content.assessments if one.kind is AssessmentKind.SECRETARIAT
        }
        compared = report.comparison.comparison.participants if report.comparison else ()
        self._changes: Mapping[str, ParticipantChange] = {one.code: one for one in compared}
        known = {one.party.code: one.party for picture_ in report.picture.rounds for one in picture_.standings}
        self._parties = list({**known, **{one.code: one for one in report.companies}}.values())

    @cached_property
    def _covenant(self) -> str:
        covenant = self._content.report.picture.covenant
        return self._language.pick(covenant.name.nl, covenant.name.en) or covenant.code

    @cached_property
    def _others(self) -> Picture | str:
        """How all participants did, without names; or why it is not told: it could be seen who they are, or nothing."""
        report = self._content.report
        group = report.picture.covenant.minimum_group + 1
        if not report.round.headline.n or too_small(report.round.headline.n, group):
            return few_sentence(report.picture.covenant.minimum_group, self._language)
        covenant = replace(report.picture.covenant, minimum_group=group)
        request = Request(
            replace(report.picture, covenant=covenant),
            self._language,
            round=report.round.round.code,
            look=LOOK,
            size=(WIDTH, 300),
            scale=SCALE,
            public=True,
            heading=False,
        )
        chart = charts.draw("distribution", request)
        if len({classes for _who, classes, _n in chart.rows}) < 2:
            return one_class_sentence(group, self._language)
        return picture(chart)

    def letter(self, standing: Standing) -> Document:
        """The letter to one participant."""
        language, round_ = self._language, self._content.report.round.round
        _ = language.gettext
        name = standing.party.name or standing.party.code
        wanted = wanted_names(one for one in self._parties if one.code != standing.party.code)
        subject = _("Your assessment in round {round}").format(round=round_.code)
        facts = [(_("Date"), language.day(self._day))]
        if round_.reference_date:
            facts.append((_("Reference date"), language.day(round_.reference_date)))
        facts.append((_("Assessment"), status_name(standing.status, language)))
        return Document(
            title=f"{name}: {subject}",
            language=language.code,
            about=_("{covenant}, round {round}").format(covenant=self._covenant, round=round_.code),
            mark=_("Confidential"),
            confidential=True,
            head=Letterhead(self._covenant, [name], facts, subject),
            blocks=list(self._blocks(standing, wanted)),
        )

    def _safe(self, text: str, wanted: frozenset[str]) -> str:
        """A text out of the file, unless it names another company."""
        return self._language.gettext("[withheld: names a participant]") if names_someone(text, wanted) else text

    def _blocks(self, standing: Standing, wanted: frozenset[str]) -> Iterator[Block]:
        language = self._language
        _ = language.gettext
        yield Paragraph(
            f"{score_sentence(standing, language)} {requirement_sentence(standing, language)}".strip(), "lead"
        )
        if standing.status is not None:
            yield Paragraph(status_sentence(standing.status, language))
        if note := one_person_note(self._content.report.picture.covenant, language):
            yield Paragraph(note, "note")
        yield from self._sections(standing)
        yield Paragraph(
            _(
                "How a score is computed: of each section the points got, as a percentage of the points that could be"
                " got; then the mean of the sections, by weight. What is not applicable does not count."
            ),
            "note",
        )
        yield from self._improved(standing)
        yield from self._asked(standing, wanted)
        yield Heading(_("How all participants did"), 2)
        if isinstance(self._others, str):
            yield Paragraph(self._others)
        else:
            yield Paragraph(place_sentence(standing, language), "intro")
            yield self._others

    def _sections(self, standing: Standing) -> Iterator[Block]:
        language, score = self._language, standing.score
        _ = language.gettext
        if score is None or not score.sections:
            return
        names = {one.code: one.name for one in self._content.report.round.framework.sections}
        counts = [(part.fully, part.partially, part.not_, part.na) for part in score.sections]
        rows: list[list[Cell]] = []
        for part, of_part in zip(score.sections, counts, strict=True):
            name = names.get(part.section)
            label = f"{part.section} {language.pick(name.nl, name.en) if name else ''}".strip()
            rows.append([label, language.percent(part.score), *(language.number(n, 0) for n in of_part)])
        sums = [sum(column) for column in zip(*counts, strict=True)]
        total = [Marked(text, "strong") for text in (_("Total"), language.percent(score.score))]
        rows.append([*total, *(language.number(n, 0) for n in sums)])
        levels = [rating_name(level, language) for level in (Level.FULLY, Level.PARTIALLY, Level.NOT)]
        note = _("The columns after the score say how many criteria were rated so.")
        if score.from_summary:
            levels, rows = [], [row[:2] for row in rows]
            note = _("Only percentages were entered of this round: there are no ratings behind them.")
        headers = [_("Section"), _("Score"), *([*levels, na_name(language)] if levels else [])]
        yield Heading(_("Section by section"), 2)
        yield Table(
            headers,
            rows,
            [False, *[True] * (len(headers) - 1)],
            [6, 1.6, *[1.5] * (len(headers) - 2)],
            note=note,
        )

    def _improved(self, standing: Standing) -> Iterator[Block]:
        """What improved since the round before, on the criteria that both versions have."""
        language, found = self._language, self._content.report.comparison
        _ = language.gettext
        code = standing.party.code
        change = self._changes.get(code)
        if found is None or change is None or change.then is None or change.now is None:
            return
        then, now = found.then, found.now
        earlier, later = then.by_party[code], now.by_party[code]
        if earlier.assessment is None or later.assessment is None:
            return
        before = then.round.code
        yield Heading(_("What changed since round {round}").format(round=before), 2)
        counts = count_ratings(then, now, found.ends, earlier, later)
        text = improvement_sentence(
            change.then.counted_score, change.now.counted_score, before, now.round.code, counts, language
        )
        yield Paragraph(text or _("The two rounds have nothing in common that can be compared."))
        pictures_ = {one.round.code: one for one in self._content.report.picture.rounds}
        for mark in breaks([pictures_[before], pictures_[now.round.code]]):
            yield Paragraph(break_sentence(mark, before, language), "note")
        if core := core_sentence(found.ends, language):
            yield Paragraph(core, "note")
        rows = self._better(found, code)
        if rows:
            yield Table(
                [_("Code"), _("What improved"), before, now.round.code],
                rows[: criteria_told(len(rows))],
                [False] * 4,
                [1, 7, 1.6, 1.6],
                note=self._only(len(rows)),
            )

    def _better(self, found: RoundComparison, participant: str) -> list[list[Cell]]:
        """The criteria that are rated higher now, with both ratings on the scale of the round before."""
        language, then, now = self._language, found.then, found.now
        codes = found.ends.between(then.framework, now.framework)
        after = now.counting[participant]
        if not found.ends.same_version:
            after = carried(after, now.framework, then.framework, codes)
        scale = then.framework.scale
        rows: list[list[Cell]] = []
        for code, criterion in now.framework.criteria.items():
            old = codes.get(code, "")
            values = [side[old].value if old in side else None for side in (then.counting[participant], after)]
            if values[0] is None or values[1] is None or values[1] <= values[0]:
                continue
            said = [
                rating_name(scale.level(value), language) if scale.by_level else language.number(value, None)
                for value in values
                if value is not None
            ]
            rows.append([code, language.pick(criterion.text.nl, criterion.text.en), *said])
        return rows

    def _only(self, n: int) -> str:
        """What is said where not all of `n` criteria are told."""
        if criteria_told(n) == n:
            return ""
        number = self._language.number
        return self._language.gettext("Only the first {n} of {all}.").format(
            n=number(_MOST_CRITERIA, 0), all=number(n, 0)
        )

    def _asked(self, standing: Standing, wanted: frozenset[str]) -> Iterator[Block]:
        """What is asked next: actions that are not closed, and low ratings that no action is about yet."""
        language, report = self._language, self._content.report
        _ = language.gettext
        at, code = self._day, standing.party.code
        yield Heading(_("What we ask of you next"), 2)
        actions = [
            one
            for one in in_order(report.entries, at)
            if one.register is Register.ACTION and not one.status.is_closed and one.falls_to(code)
        ]
        if actions:
            yield Table(
                [_("Code"), _("Agreed action"), _("Due"), _("Status")],
                [
                    [
                        one.code,
                        self._safe(one.title, wanted),
                        language.short_day(one.due_on),
                        status_cell(one, at, language),
                    ]
                    for one in actions
                ],
                [False] * 4,
                [1, 6, 2.2, 2.4],
            )
        proposed = [one for one in self._content.proposals if one.participant == code]
        if proposed:
            yield Table(
                [_("Code"), _("Rated “not”, and no action agreed yet")],
                [
                    [one.criterion, language.pick(one.text.nl, one.text.en)]
                    for one in proposed[: criteria_told(len(proposed))]
                ],
                [False] * 2,
                [1, 10.6],
                note=self._only(len(proposed)),
            )
        claimed = self._claimed(standing)
        if claimed:
            yield Table(
                [_("Code"), _("Claimed, but no evidence seen: please send it")],
                claimed[: criteria_told(len(claimed))],
                [False] * 2,
                [1, 10.6],
                note=self._only(len(claimed)),
            )
        if not actions and not proposed and not claimed:
            entered = standing.score is not None and standing.score.from_summary
            yield Paragraph(
                _("No actions are open.")
                if entered
                else _("No actions are open, and nothing that applies to you is rated “not”.")
            )

    def _claimed(self, standing: Standing) -> list[list[Cell]]:
        """The criteria that were claimed without evidence, in the order of the framework."""
        assessment = self._assessments.get(standing.party.code)
        framework = self._content.report.round.framework
        return [
            [code, self._language.pick(criterion.text.nl, criterion.text.en)]
            for code, criterion in framework.criteria.items()
            if assessment and code in assessment.ratings and assessment.ratings[code].unproven
        ]
