"""The annual workbook as a whole: its sheets in order, and writing it in the place of an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from covenant_monitor.domain.disclosure import wanted_names
from covenant_monitor.domain.model import Party
from covenant_monitor.domain.picture import RoundContent, breaks
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.annual_workbook.alignment import write_alignment
from covenant_monitor.exchange.annual_workbook.cohorts import write_cohorts
from covenant_monitor.exchange.annual_workbook.comparison import write_comparison
from covenant_monitor.exchange.annual_workbook.figures import RoundFigures, last_year, round_figures
from covenant_monitor.exchange.annual_workbook.history import history_cells, write_history
from covenant_monitor.exchange.annual_workbook.method import write_method
from covenant_monitor.exchange.annual_workbook.outcomes import Summary, break_words
from covenant_monitor.exchange.annual_workbook.people import in_order, people_cells, write_participants
from covenant_monitor.exchange.annual_workbook.ratings import RatingRows, rating_cells, write_ratings
from covenant_monitor.exchange.annual_workbook.registers import write_registers
from covenant_monitor.exchange.annual_workbook.sections import write_sections
from covenant_monitor.exchange.annual_workbook.sheet import Book, Styled, Value
from covenant_monitor.exchange.annual_workbook.source import NOTHING, Beside
from covenant_monitor.exchange.annual_workbook.summary import write_summary
from covenant_monitor.exchange.annual_workbook.targets import (
    write_observations,
    write_requirements,
    write_targets,
)
from covenant_monitor.files import replacing
from covenant_monitor.language import N_, Language

Progress = Callable[[int, int], None]


class OpenElsewhere(Problem):
    """The workbook could not take the place of one that is open in another program, or read-only.

    That one is as it was. `other` is a name beside it that is free.
    """

    def __init__(self, path: Path) -> None:
        self.other = free_name(path)
        super().__init__(
            N_("{path} is open in another program or read-only, and stays as it was. Close it, or write to {other}."),
            path=path,
            other=self.other.name,
        )


def free_name(path: Path) -> Path:
    """A name like that of `path` that no file has: "2020 (2).xlsx"."""
    number = 2
    while (other := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return other


def write_round_workbook(
    path: Path,
    content: RoundContent,
    *,
    language: Language,
    public: bool = False,
    progress: Progress | None = None,
    written_on: date | None = None,
    source: str = "",
    beside: Beside = NOTHING,
) -> None:
    """Write the workbook of a round to `path`, which stays as it was unless all of it is written.

    `public`: totals only, without what could tell how one participant stands; else everything, marked confidential.
    `progress` is called with how much is done, of how much; it may raise to stop. `written_on` (default: today) and
    `source`, the name of the covenant file, are told in it. `beside`: comparisons, registers and the file's digest.

    Raises OpenElsewhere where the old file cannot be replaced, another Problem where the file cannot be written, and
    rather than cut a text that no cell can hold.
    """
    try:
        with replacing(path) as temporary:
            whole = round_workbook(
                content,
                language=language,
                public=public,
                progress=progress or (lambda done, of: None),
                written_on=written_on or date.today(),
                source=source,
                beside=beside,
            )
            temporary.write_bytes(whole)
    except Problem as problem:
        if isinstance(problem.__cause__, PermissionError) and path.exists():
            raise OpenElsewhere(path) from problem
        raise


def round_workbook(
    content: RoundContent,
    *,
    language: Language,
    public: bool,
    progress: Progress,
    written_on: date,
    source: str,
    beside: Beside = NOTHING,
) -> bytes:
    """The bytes of the workbook. Made in memory: nothing confidential is left in a folder for temporary files."""
    _ = language.gettext
    covenant, round_ = content.picture.covenant, content.round.round
    place = [picture.round.code for picture in content.picture.rounds].index(round_.code)
    rounds = content.picture.rounds[: place + 1]
    figures = _figures(content, place, public=public)
    at = content.round.round.seen_on
    alignment = [one for one in content.picture.alignment if one.year <= at.year]
    steps = 9 + (0 if public else 4 + len(content.assessments))
    done = 0

    def one_done() -> None:
        nonlocal done
        done += 1
        progress(done, steps)

    progress(0, steps)
    buffer = BytesIO()
    name = language.pick(covenant.name.nl, covenant.name.en) or covenant.code
    mark = _("Public: totals only") if public else _("Internal: confidential")
    book = Book(buffer, language, mark, wanted_names(_known(content, beside)) if public else None)
    about = _("{covenant}, round {round}").format(covenant=book.safe(name), round=book.safe(round_.code))
    book.about = about
    book.round = round_.code
    book.workbook.set_properties(
        {"title": about, "comments": mark, "created": datetime(written_on.year, written_on.month, written_on.day)}
    )
    rated = [] if public else _rated(content, language, one_done)
    summary = Summary(
        content,
        figures,
        None if public else people_cells(content, language),
        None if public else rating_cells(content, len(rated), language),
        None if public or not place else history_cells(rounds[:-1], language),
        written_on,
    )
    changed = {mark.round: break_words(mark, language) for mark in breaks(rounds)}
    sheet, table = write_summary(book, summary, changed)
    one_done()
    if content.picture.targets:
        write_targets(book, content.picture, at)
    one_done()
    write_cohorts(book, summary, changed)
    one_done()
    write_sections(book, summary)
    one_done()
    write_comparison(book, summary, beside, changed, sheet, table)
    one_done()
    if alignment:
        write_alignment(book, alignment)
    if summary.requires:
        write_requirements(book, rounds)
    one_done()
    if any(indicator.observations for indicator in content.picture.indicators):
        write_observations(book, content.picture.indicators, at)
    one_done()
    if not public:
        if summary.ratings:
            write_participants(book, content, summary.ratings)
        one_done()
        if summary.history:
            write_history(book, rounds[:-1])
        one_done()
        write_ratings(book, rated)
        rated = []
        one_done()
        if beside.entries:
            names = {party.code: party.name for party in _known(content, beside)}
            write_registers(book, beside.entries, names, written_on)
        one_done()
    write_method(book, content, figures, written_on, (source, beside.digest), aligned=bool(alignment))
    one_done()
    book.workbook.close()
    one_done()
    return buffer.getvalue()


def _figures(content: RoundContent, place: int, *, public: bool) -> list[RoundFigures]:
    """The figures of the round with this place and of all before it, as the audience may see them."""
    rounds = content.picture.rounds[: place + 1]
    last = last_year(rounds)
    minimum = content.picture.covenant.minimum_group if public else None
    return [round_figures(picture, last, minimum) for picture in rounds]


def _rated(
    content: RoundContent, language: Language, one_done: Callable[[], None]
) -> Sequence[Sequence[Value | Styled]]:
    numbers = {standing.party.code: number for number, standing in enumerate(in_order(content, language), 1)}
    return RatingRows(content, numbers, language).rows(one_done)


def _known(content: RoundContent, beside: Beside) -> list[Party]:
    """Every party, every participant of every round, and those of whom there is an assessment only."""
    parties = {s.party.code: s.party for picture in content.picture.rounds for s in picture.standings}
    for assessment in content.assessments:
        parties.setdefault(assessment.party, Party(assessment.party, assessment.party))
    for party in beside.parties:
        parties.setdefault(party.code, party)
    return list(parties.values())
