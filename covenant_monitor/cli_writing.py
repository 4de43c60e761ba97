"""The commands that write something for others: tables, workbook, report, letters, charts, questionnaires."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from covenant_monitor.cli_common import (
    Result,
    covenant_of,
    for_audience,
    must_be_another_file,
    reading,
    round_of,
    told_written,
    writing,
)
from covenant_monitor.cli_questionnaire import write_for_round
from covenant_monitor.cli_release import release, release_json
from covenant_monitor.domain.picture import CovenantPicture, RoundContent
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.releases import Statement
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language, language
from covenant_monitor.names import status_name
from covenant_monitor.publishing.checking import picked, publish, publish_copy
from covenant_monitor.publishing.statements import ROUND_CHARTS, in_chart, in_report, in_workbook
from covenant_monitor.publishing.tables import in_tables, write_tables
from covenant_monitor.store import pictures, queries
from covenant_monitor.store.comparing import RoundComparison, compare_rounds
from covenant_monitor.store.releases import releases
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.store import Store

if TYPE_CHECKING:
    from covenant_monitor.reports.report_reading import ReportContent

_Content = TypeVar("_Content", RoundContent, "ReportContent")


def export(options: argparse.Namespace, words: Language) -> Result:
    """The exchange tables as a workbook or CSV files; for the public the figures, or a copy without names."""
    from covenant_monitor.exchange.exporting import export_tables

    if options.audience == "public":
        return _export_public(options, words)
    names = [name for text in options.tables for name in text.split(",") if name]
    must_be_another_file(options)
    if options.out.suffix.lower() == ".covenant":
        raise Problem("A copy of the file with everything in it is a backup. For others: --audience public.")
    with reading(options) as store:
        written = export_tables(store, options.out, tables=names)
    lines = [words.gettext("{table}: {n} rows").format(table=table, n=n) for table, n in written.items()]
    return 0, {"out": options.out, "tables": written}, lines


def _export_public(options: argparse.Namespace, words: Language) -> Result:
    """A copy of the file without names, or the figures of a round that may be published."""
    must_be_another_file(options)
    kind = options.out.suffix.lower()
    if kind not in (".covenant", ".csv") or options.tables:
        raise Problem(
            "For the public, {out} ends in .covenant (a copy without names) or .csv (the figures), and no tables are"
            " named.",
            out=options.out.name,
        )
    with writing(options) as store:
        if kind == ".covenant":
            if options.out.exists():
                raise Problem("{path} exists already. Choose another name.", path=options.out)
            covenants = [covenant.code for covenant in queries.covenants(store)]
            publish_copy(store, options.out, covenants, language=options.language)
            return 0, {"out": options.out, "audience": "public"}, told_written(options, None, words)
        covenant = covenant_of(store, options.covenant)
        round_ = round_of(store, covenant, options.round)
        picture = pictures.picture(store, covenant)
        check = picked(picture, round_, releases(store, covenant), partial(in_tables, round_=round_))
        spoken = language(options.language)
        publish(
            store,
            check,
            options.out,
            lambda path: write_tables(path, check, spoken),
            output="tables",
            language=options.language,
        )
    output = {"out": options.out, "covenant": covenant, "round": round_, "audience": "public"}
    return 0, output | release_json(check, words), told_written(options, check, words)


def workbook(options: argparse.Namespace, words: Language) -> Result:
    """The annual workbook of a round."""
    from covenant_monitor.exchange.annual_workbook.source import read_beside
    from covenant_monitor.exchange.annual_workbook.workbook import write_round_workbook

    must_be_another_file(options)
    if options.out.suffix.lower() != ".xlsx":
        raise Problem("{path} is no name for a workbook: it ends in .xlsx.", path=options.out)

    def read(store: Store, covenant: str, round_: str) -> tuple[RoundContent, Callable[..., None]]:
        content = round_content(store, covenant, round_)
        beside = read_beside(store, covenant, round_, public=options.audience == "public")
        return content, partial(write_round_workbook, source=options.file.name, beside=beside)

    return _of_round(options, words, read, in_workbook, output="workbook")


def report(options: argparse.Namespace, words: Language) -> Result:
    """The board report of a round as a PDF."""
    from covenant_monitor.reports.board_report import write_board_report
    from covenant_monitor.reports.report_reading import report_content

    must_be_another_file(options)
    if options.out.suffix.lower() != ".pdf":
        raise Problem("{path} is no name for a report: it ends in .pdf.", path=options.out)

    def read(store: Store, covenant: str, round_: str) -> tuple["ReportContent", Callable[..., None]]:
        return report_content(store, covenant, round_), write_board_report

    return _of_round(options, words, read, in_report, output="report")


def _of_round(
    options: argparse.Namespace,
    words: Language,
    read: Callable[[Store, str, str], tuple[_Content, Callable[..., None]]],
    figures: Callable[[CovenantPicture, str], Sequence[Statement]],
    *,
    output: str,
) -> Result:
    """Write what tells of a whole round, for either audience; `read` gives its content, and what writes that."""
    public, spoken, released = options.audience == "public", language(options.language), None
    with for_audience(options) as store:
        covenant = covenant_of(store, options.covenant)
        round_ = round_of(store, covenant, options.round)
        content, write_content = read(store, covenant, round_)

        def write(path: Path, picture: CovenantPicture) -> None:
            shown = replace(content, picture=picture, round=picture.round(round_))
            write_content(path, shown, language=spoken, public=public)

        if public:
            released = release(
                options, store, content.picture, round_, lambda shown: figures(shown, round_), write, output=output
            )
    if not public:
        write(options.out, content.picture)
    told = {"out": options.out, "covenant": covenant, "round": round_, "audience": options.audience}
    return 0, told | release_json(released, words), told_written(options, released, words)


def letters(options: argparse.Namespace, words: Language) -> Result:
    """A letter to each participant of a round, as PDFs in a folder."""
    from covenant_monitor.reports.letters import write_letters
    from covenant_monitor.reports.report_reading import letter_content

    with reading(options) as store:
        covenant = covenant_of(store, options.covenant)
        round_ = round_of(store, covenant, options.round)
        content = letter_content(store, covenant, round_)
    options.out.mkdir(parents=True, exist_ok=True)
    made = write_letters(options.out, content, language=language(options.language), participant=options.participant)
    _ = words.gettext
    lines = [_("Written: {file}").format(file=path) for path in made.written]
    for party, status in made.left_out:
        lines.append(
            _("No letter to {participant}: {status}").format(
                participant=party.name or party.code, status=status_name(status, words).lower()
            )
        )
    output = {
        "out": options.out,
        "covenant": covenant,
        "round": round_,
        "written": [path.name for path in made.written],
        "left_out": [{"participant": party.code, "status": status} for party, status in made.left_out],
    }
    return 0, output, lines


def _comparison(store: Store, covenant: str, then: str, now: str) -> RoundComparison:
    """Two rounds compared; `then` "": the round before."""
    known = [round_.code for round_ in queries.rounds(store, covenant)]
    if not then and now == known[0]:
        raise Problem("There is no round before {round} to compare with. Name one with --from.", round=now)
    then = round_of(store, covenant, then) if then else known[known.index(now) - 1]
    if then == now:
        raise Problem("Round {round} is compared with itself. Name another one with --from.", round=now)
    return compare_rounds(store, covenant, then, now)


def chart(options: argparse.Namespace, words: Language) -> Result:
    """One chart as .png, .svg or .pdf; for the public as .png only."""
    from covenant_monitor import charts
    from covenant_monitor.charts.saving import save

    must_be_another_file(options)
    public, released = options.audience == "public", None
    drawn: list[charts.Chart] = []
    with for_audience(options) as store:
        covenant = covenant_of(store, options.covenant)
        kind = charts.CHARTS.get(options.name)
        # Some charts may be drawn of a covenant without rounds; what needs one says so.
        needed = options.name not in ("target", "alignment", "dumbbell") or bool(
            options.round or queries.rounds(store, covenant)
        )
        round_ = round_of(store, covenant, options.round) if needed else ""
        picture = pictures.picture(store, covenant, ratings=options.target.startswith(COMPUTED))
        comparison = _comparison(store, covenant, options.from_round, round_) if kind and kind.of_rounds else None
        request = charts.Request(
            picture,
            language(options.language),
            round=round_,
            target=options.target,
            from_round=options.from_round,
            comparison=comparison,
            look=charts.DARK if options.theme == "dark" else charts.LIGHT,
            scale=options.scale,
            public=public,
            at=options.at or date.today(),
            outgoing=True,
        )

        def write(path: Path, picture: CovenantPicture) -> None:
            drawn.append(charts.draw(options.name, replace(request, picture=picture)))
            save(drawn[0], path)

        if public:
            own = round_ if options.name in ROUND_CHARTS else ""
            released = release(
                options,
                store,
                picture,
                own,
                lambda shown: in_chart(options.name, replace(request, picture=shown)),
                write,
                output=f"chart:{options.name}",
            )
    if not public:
        write(options.out, picture)
    chart = drawn[0]
    output = {"out": options.out, "title": chart.title, "description": chart.description}
    return 0, output | release_json(released, words), told_written(options, released, words)


def questionnaire(options: argparse.Namespace, words: Language) -> Result:
    """A questionnaire for each participant of a round, in a folder."""
    with reading(options) as store:
        covenant = covenant_of(store, options.covenant)
        round_ = round_of(store, covenant, options.round)
        written = write_for_round(
            store,
            options.out,
            covenant=covenant,
            round_=round_,
            party=options.participant,
            words=language(options.language),
        )
    lines = [words.gettext("Written: {file}").format(file=path) for path in written]
    return 0, {"out": options.out, "covenant": covenant, "round": round_, "files": written}, lines
