"""The workbook of a round, in Excel: made for a coordinator who sends it on as it is.

round_summary   facts, sections, remarks            round_people  participants and ratings (internal only)
round_outcomes  the tables of outcomes              round_chart   the chart
round_context   requirements, targets, alignment    round_method  how the numbers came about
round_figures   what is shown, and what is withheld in public
round_sheet     how cells are written
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from covenant_monitor.domain.disclosure import wanted_names
from covenant_monitor.domain.model import Party
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.exchange.round_context import (
    seen_on,
    write_alignment,
    write_observations,
    write_requirements,
    write_targets,
)
from covenant_monitor.exchange.round_figures import last_year, round_figures
from covenant_monitor.exchange.round_method import write_method
from covenant_monitor.exchange.round_outcomes import Summary
from covenant_monitor.exchange.round_people import people_cells, write_participants, write_ratings
from covenant_monitor.exchange.round_sheet import Book
from covenant_monitor.exchange.round_summary import write_summary
from covenant_monitor.files import replacing
from covenant_monitor.language import Language

Progress = Callable[[int, int], None]


def write_round_workbook(
    path: Path,
    content: RoundContent,
    *,
    language: Language,
    public: bool = False,
    progress: Progress | None = None,
    written_on: date | None = None,
    source: str = "",
) -> None:
    """Write the workbook of a round to `path`, which stays as it was unless all of it is written.

    `public`: totals only, without what could tell how one participant stands; else everything, marked confidential.
    `progress` is called with how much is done, of how much; it may raise to stop. `written_on` (default: today) and
    `source`, the name of the covenant file, are told in it.

    Raises Problem where the file cannot be written, and rather than cut a text that no cell can hold.
    """
    with replacing(path) as temporary:
        whole = round_workbook(
            content,
            language=language,
            public=public,
            progress=progress or (lambda done, of: None),
            written_on=written_on or date.today(),
            source=source,
        )
        temporary.write_bytes(whole)


def round_workbook(
    content: RoundContent, *, language: Language, public: bool, progress: Progress, written_on: date, source: str
) -> bytes:
    """The bytes of the workbook. Made in memory: nothing confidential is left in a folder for temporary files."""
    _ = language.gettext
    covenant, round_ = content.picture.covenant, content.round.round
    minimum = covenant.minimum_group if public else None
    place = [picture.round.code for picture in content.picture.rounds].index(round_.code)
    rounds = content.picture.rounds[: place + 1]
    last = last_year(rounds)
    figures = [round_figures(picture, last, minimum) for picture in rounds]
    at = seen_on(content.round)
    alignment = [one for one in content.picture.alignment if one.year <= at.year]
    steps = 7 + (0 if public else 1 + len(content.assessments))
    done = 0

    def one_done() -> None:
        nonlocal done
        done += 1
        progress(done, steps)

    progress(0, steps)
    buffer = BytesIO()
    name = language.pick(covenant.name.nl, covenant.name.en) or covenant.code
    mark = _("Public: totals only") if public else _("Internal: confidential")
    book = Book(buffer, language, mark, wanted_names(_known(content)) if public else None)
    about = _("{covenant}, round {round}").format(covenant=book.safe(name), round=book.safe(round_.code))
    book.about = about
    book.workbook.set_properties(
        {"title": about, "comments": mark, "created": datetime(written_on.year, written_on.month, written_on.day)}
    )
    people = None if public else people_cells(content, language)
    write_summary(book, Summary(content, figures, people, written_on))
    one_done()
    if not public:
        write_participants(book, content)
        one_done()
        write_ratings(book, content, one_done)
    write_requirements(book, rounds)
    one_done()
    write_targets(book, content.picture, at)
    one_done()
    write_observations(book, content.picture.indicators, at)
    one_done()
    if alignment:
        write_alignment(book, alignment)
    one_done()
    write_method(book, content, figures, written_on, source, aligned=bool(alignment))
    one_done()
    book.workbook.close()
    one_done()
    return buffer.getvalue()


def _known(content: RoundContent) -> list[Party]:
    """Every participant of every round, and those of whom there is an assessment only."""
    parties = {s.party.code: s.party for picture in content.picture.rounds for s in picture.standings}
    for assessment in content.assessments:
        parties.setdefault(assessment.party, Party(assessment.party, assessment.party))
    return list(parties.values())
