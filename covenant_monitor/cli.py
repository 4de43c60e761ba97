"""The command line: every verb of the core, for scripts and for people (docs/command-line.md).

Exit codes: 0 done; 1 the request could not be met, said in one line on stderr; 2 wrong usage; 3 conflicts.
`--json` prints one JSON object on stdout.
"""

import argparse
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from covenant_monitor import __version__, cli_writing
from covenant_monitor.cli_coherence import coherence_json, coherence_lines
from covenant_monitor.cli_common import Result, covenant_of, reading, round_of, writing
from covenant_monitor.cli_history import MEETING, field_json, fields_text, is_since, since_when
from covenant_monitor.cli_output import (
    finding_json,
    history_json,
    progress_json,
    score_json,
    scores_text,
)
from covenant_monitor.cli_questionnaire import take_in
from covenant_monitor.commands import COMMANDS
from covenant_monitor.domain.model import AssessmentKind
from covenant_monitor.domain.progress import computed_indicators
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.files import replacing
from covenant_monitor.language import Language, system_language
from covenant_monitor.logs import start_logging
from covenant_monitor.names import one_person_note
from covenant_monitor.store import backup, ledger, pictures, queries, settings, standing_reading
from covenant_monitor.store.changes import field_changes, large_sets
from covenant_monitor.store.check import check
from covenant_monitor.store.coherence import round_coherence
from covenant_monitor.store.opening import explain
from covenant_monitor.store.releases import restore_backup
from covenant_monitor.store.store import Store, create

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = system_language()
    options = _parser(words).parse_args(arguments)
    run: Callable[[argparse.Namespace, Language], Result] = options.run
    try:
        code, output, lines = _explained(run, options, words)
    except Rejected as rejected:
        code = 1
        output = {"error": rejected.text(words), "findings": [finding_json(f, words) for f in rejected.findings]}
        lines = [finding.text(words) for finding in rejected.findings]
        print(rejected.text(words), file=sys.stderr)
    except Problem as problem:
        print(problem.text(words), file=sys.stderr)
        code, output, lines = 1, {"error": problem.text(words)}, ()
    except OSError as error:
        said = words.gettext("{path}: {reason}. Nothing was changed.")
        told = said.format(path=error.filename or options.command, reason=error.strerror or error)
        print(told, file=sys.stderr)
        code, output, lines = 1, {"error": told}, ()
    except KeyboardInterrupt:
        return 130
    except Exception:
        where = start_logging()
        log.exception("command %s failed", options.command)
        said = words.gettext("Something went wrong in the program itself; the file was not changed. Details: {log}")
        told = said.format(log=where)
        print(told, file=sys.stderr)
        code, output, lines = 1, {"error": told}, ()
    return _print(code, _as_json(output) if options.json else "\n".join(lines), words)


def _explained(
    run: Callable[[argparse.Namespace, Language], Result], options: argparse.Namespace, words: Language
) -> Result:
    """Run a command. What SQLite says of a disk or a damaged file is the user's problem, also where it is only read."""
    try:
        return run(options, words)
    except sqlite3.Error as error:
        raise explain(error, options.file) from error


def _print(code: int, text: str, words: Language) -> int:
    """Print the result; the exit code, which is another one where it could not be written."""
    if not text:
        return code
    if isinstance(sys.stdout, TextIOWrapper):
        # A console or a file of an older kind has no sign for everything: better a "?" than nothing.
        sys.stdout.reconfigure(errors="replace")
    try:
        print(text, flush=True)
    except OSError as error:
        # Nor can what is left in the buffer be written when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # that is a reader, such as head, that has seen enough
            said = words.gettext("The result could not be written ({reason}).")
            print(said.format(reason=error.strerror or error), file=sys.stderr)
            return 1
    return code


def _as_json(output: Mapping[str, Any]) -> str:
    in_full = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(output, ensure_ascii=not in_full, default=_jsonable)


def _jsonable(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, (date, Path)):
        return str(value)
    raise TypeError(f"{type(value).__name__} in JSON output")


def _parser(words: Language) -> argparse.ArgumentParser:
    _ = words.gettext
    parser = argparse.ArgumentParser(
        prog="covenant-monitor",
        description=_("Assess the participants of sector covenants, and follow their progress."),
    )
    parser.add_argument("--version", action="version", version=f"covenant-monitor {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))

    def add(name: str, run: Callable[[argparse.Namespace, Language], Result], text: str) -> argparse.ArgumentParser:
        assert name in COMMANDS
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--json", action="store_true", help=_("print one JSON object"))
        command.add_argument("--user", metavar="NAME", help=_("who the history names (default: the system's user)"))
        command.set_defaults(run=run)
        if name != "restore":
            command.add_argument("file", type=Path, metavar="FILE")
        return command

    def of_round(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--covenant", metavar="C", default="", help=_("code of the covenant, if there are several")
        )
        command.add_argument("--round", metavar="R", default="", help=_("code of the round (default: the latest)"))

    def as_output(command: argparse.ArgumentParser) -> None:
        command.add_argument("--audience", choices=("internal", "public"), default="internal")
        command.add_argument("--language", choices=("nl", "en"), default=words.code)

    command = add("new", _new, _("Make a new covenant file."))
    command.add_argument("--demo", action="store_true", help=_("fill it with the demo covenant"))
    command = add("import", _import, _("Import exchange tables: workbooks, CSV files, folders of CSV files."))
    command.add_argument("sources", type=Path, nargs="+", metavar="SOURCE")
    command.add_argument("--dry-run", action="store_true", help=_("only tell what it would do"))
    how = command.add_mutually_exclusive_group()
    how.add_argument("--recipe", type=Path, metavar="JSON", help=_("how to read tables that are not exchange tables"))
    how.add_argument("--guess", type=Path, metavar="JSON", help=_("only write down a recipe for the first source"))
    of_round(command)
    command = add(
        "export", cli_writing.export, _("Export the exchange tables to a workbook (.xlsx) or a folder of CSV files.")
    )
    command.add_argument("out", type=Path, metavar="OUT")
    command.add_argument("--tables", nargs="+", default=[], metavar="TABLE")
    of_round(command)
    as_output(command)
    of_round(add("scores", _scores, _("The scores of a round, per participant and kind of assessment.")))
    of_round(add("coherence", _coherence, _("How far secretariat and second assessors agree. For internal use.")))
    command = add("progress", _progress, _("Indicators and targets of a covenant."))
    command.add_argument("--covenant", metavar="C", default="")
    command.add_argument(
        "--at", type=_iso_date, default=None, metavar="DATE", help=_("as on this date (default: today)")
    )
    command = add("workbook", cli_writing.workbook, _("Write the workbook of a round."))
    command.add_argument("out", type=Path, metavar="OUT.xlsx")
    of_round(command)
    as_output(command)
    command = add("report", cli_writing.report, _("Write the board report of a round as a PDF."))
    command.add_argument("out", type=Path, metavar="OUT.pdf")
    of_round(command)
    as_output(command)
    command = add(
        "letters", cli_writing.letters, _("Write a letter to each participant of a round as PDFs. For internal use.")
    )
    command.add_argument("out", type=Path, metavar="OUTDIR")
    of_round(command)
    command.add_argument("--participant", metavar="P", default="", help=_("only to this one"))
    command.add_argument("--language", choices=("nl", "en"), default=words.code)
    command = add("chart", cli_writing.chart, _("Draw a chart as .png, .svg or .pdf."))
    command.add_argument("name", metavar="NAME")
    command.add_argument("out", type=Path, metavar="OUT")
    of_round(command)
    as_output(command)
    command.add_argument("--target", metavar="T", default="", help=_("code of the target or indicator"))
    command.add_argument("--from", dest="from_round", metavar="R", default="", help=_("the round to compare with"))
    command.add_argument("--theme", choices=("light", "dark"), default="light")
    command.add_argument(
        "--at", type=_iso_date, default=None, metavar="DATE", help=_("as on this date (default: today)")
    )
    command.add_argument("--scale", type=_scale, default=2.0, help=_("of a .png, 0.25 to 10; 1 is 96 dots per inch"))
    command = add(
        "questionnaire", cli_writing.questionnaire, _("Write a questionnaire for each participant of a round.")
    )
    command.add_argument("out", type=Path, metavar="OUTDIR")
    of_round(command)
    command.add_argument("--participant", metavar="P", default="", help=_("code of the only one to write it for"))
    command.add_argument("--language", choices=("nl", "en"), default=words.code)
    add("check", _check, _("Verify a file: structure, rules, history, scores."))
    command = add("backup", _backup, _("Make a verified backup beside the file."))
    command = add("restore", _restore, _("Put a backup in the place of a file; what was there becomes a backup."))
    command.add_argument("backup", type=Path, metavar="BACKUP")
    command.add_argument("file", type=Path, metavar="FILE")
    command = add("history", _history, _("Who changed what, when and why; newest first."))
    command.add_argument("--participant", metavar="P", default="")
    command.add_argument("--covenant", metavar="C", default="")
    command.add_argument("--limit", type=int, default=None, metavar="N")
    command.add_argument(
        "--since",
        metavar="DATE|meeting|BACKUP",
        default="",
        help=_("only what changed since a day, the last meeting or a backup"),
    )
    command.add_argument("--fields", action="store_true", help=_("one line for every field that changed"))
    command.add_argument("--full", action="store_true", help=_("with --fields: also what came in large imports"))
    add("undo", _undo, _("Undo the last change."))
    add("redo", _redo, _("Do again what was undone last."))
    return parser


def _iso_date(text: str) -> date:
    return date.fromisoformat(text)


def _scale(text: str) -> float:
    value = float(text)
    if not 0.25 <= value <= 10:
        raise ValueError(text)
    return value


# What argparse calls them where they are wrong.
_iso_date.__name__, _scale.__name__ = "date", "scale"


def _new(options: argparse.Namespace, words: Language) -> Result:
    make = create_demo if options.demo else create
    with make(options.file, user=options.user):
        pass
    return 0, {"file": options.file}, [words.gettext("Made: {file}").format(file=options.file)]


def _take_in(options: argparse.Namespace, words: Language) -> Result:
    with writing(options) as store:
        covenant = covenant_of(store, options.covenant)
        round_ = round_of(store, covenant, options.round)
        output, lines = take_in(
            store, options.sources, covenant=covenant, round_=round_, dry_run=options.dry_run, words=words
        )
    return 0, {"file": options.file, **output}, lines


def _import(options: argparse.Namespace, words: Language) -> Result:
    from covenant_monitor.exchange.assistant.importing import import_by_recipe, read_recipe
    from covenant_monitor.exchange.importing import import_files
    from covenant_monitor.exchange.questionnaires.reading import all_questionnaires

    if options.guess:
        return _guess(options, words)
    recipe = read_recipe(options.recipe) if options.recipe else None
    if recipe is None and all_questionnaires(options.sources):
        return _take_in(options, words)
    with writing(options) as store:
        if recipe is not None:
            done = import_by_recipe(store, options.sources, recipe, dry_run=options.dry_run)
        else:
            done = import_files(store, options.sources, dry_run=options.dry_run)
    _ = words.gettext
    lines = [note.text(words) for note in done.notes]
    for table, unchanged in done.counts.unchanged.items():
        lines.append(
            _("{table}: {added} added, {changed} changed, {unchanged} unchanged").format(
                table=table,
                added=done.counts.added.get(table, 0),
                changed=done.counts.changed.get(table, 0),
                unchanged=unchanged,
            )
        )
    if options.dry_run:
        lines.append(_("Nothing was written: this was a dry run."))
    output = {
        "file": options.file,
        "dry_run": options.dry_run,
        "added": done.counts.added,
        "changed": done.counts.changed,
        "unchanged": done.counts.unchanged,
        "notes": [finding_json(note, words) for note in done.notes],
        "change": done.change.number if done.change.rows else None,
    }
    return 0, output, lines


def _guess(options: argparse.Namespace, words: Language) -> Result:
    """A recipe for the first source, written down to be looked at, changed and imported with."""
    from covenant_monitor.exchange.assistant.importing import guess_for
    from covenant_monitor.exchange.assistant.recipe import to_json

    with reading(options) as store:
        recipe = to_json(guess_for(store, options.sources[0]))
    with replacing(options.guess) as temporary:
        temporary.write_text(recipe, encoding="utf-8")
    said = words.gettext("Written: {file}").format(file=options.guess)
    return 0, {"file": options.file, "recipe": json.loads(recipe), "written": options.guess}, [said]


def _scores(options: argparse.Namespace, words: Language) -> Result:
    with reading(options) as store:
        covenant = covenant_of(store, options.covenant)
        round_ = round_of(store, covenant, options.round)
        by_kind = [standing_reading.standings(store, covenant, round_, kind=kind) for kind in AssessmentKind]
        described = settings.covenant(store, covenant)
    assessed = [standing for standings in by_kind for standing in standings if standing.status is not None]
    assessed.sort(key=lambda standing: (standing.party.code, standing.kind))
    output = {
        "covenant": covenant,
        "round": round_,
        "one_person": described.one_person,
        "scores": [score_json(standing) for standing in assessed],
    }
    return 0, output, [*scores_text(assessed, words), *filter(None, [one_person_note(described, words)])]


def _coherence(options: argparse.Namespace, words: Language) -> Result:
    with reading(options) as store:
        covenant = covenant_of(store, options.covenant)
        found = round_coherence(store, covenant, round_of(store, covenant, options.round))
        described = settings.covenant(store, covenant)
    output = {
        "covenant": covenant,
        "round": found.round.code,
        "one_person": described.one_person,
        **coherence_json(found),
    }
    return 0, output, [*coherence_lines(found, words), *filter(None, [one_person_note(described, words)])]


def _progress(options: argparse.Namespace, words: Language) -> Result:
    at = options.at or date.today()
    with reading(options) as store:
        picture = pictures.picture(store, covenant_of(store, options.covenant), ratings=True)
    indicators = [*picture.indicators, *computed_indicators(picture)]
    output, lines = progress_json(picture, indicators, at, words)
    return 0, output, lines


def _check(options: argparse.Namespace, words: Language) -> Result:
    with reading(options) as store:
        result = check(store)
    output = {
        "file": options.file,
        "digest": result.digest,
        "changes": result.change_sets,
        "findings": [{"area": finding.area, "message": finding.text(words)} for finding in result.findings],
    }
    _ = words.gettext
    lines = [f"{finding.area}: {finding.text(words)}" for finding in result.findings] or [
        _("Nothing is wrong. Digest: {digest}").format(digest=result.digest or "-")
    ]
    if result.findings:
        n = len(result.findings)
        problem = words.ngettext("{n} thing is wrong in {file}.", "{n} things are wrong in {file}.", n)
        print(problem.format(n=n, file=options.file), file=sys.stderr)
    return int(bool(result.findings)), output, lines


def _backup(options: argparse.Namespace, words: Language) -> Result:
    with reading(options) as store:
        made = backup.make(store.connection, store.path, "backup")
    return 0, {"backup": made}, [words.gettext("Written: {file}").format(file=made)]


def _restore(options: argparse.Namespace, words: Language) -> Result:
    kept = restore_backup(options.backup, options.file, user=options.user)
    _ = words.gettext
    lines = [_("Restored: {file}").format(file=options.file)]
    if kept:
        lines.append(_("What was there before is kept as: {file}").format(file=kept))
    return 0, {"file": options.file, "kept": kept}, lines


def _history(options: argparse.Namespace, words: Language) -> Result:
    with reading(options) as store:
        party, covenant = None, ""
        if options.participant or options.covenant or options.since.strip().casefold() == MEETING:
            covenant = covenant_of(store, options.covenant)
        if options.participant:
            party = queries.party_id(store, covenant, options.participant)
        since = since_when(store, options.since, covenant) if options.since else None
        if options.fields:
            return _history_of_fields(store, options, covenant, since, words)
        changes = [
            change
            for change in ledger.history(store.connection, party=party, limit=options.limit)
            if is_since(change, since)
        ]
    lines = [
        f"{change.id:>6}  {words.moment(change.at)}  {change.who}  {change.text(words)}"
        + (f" ({change.why})" if change.why else "")
        for change in changes
    ]
    return 0, {"file": options.file, "changes": [history_json(change, words) for change in changes]}, lines


def _history_of_fields(
    store: Store, options: argparse.Namespace, covenant: str, since: datetime | int | None, words: Language
) -> Result:
    every = field_changes(
        store,
        since=since,
        covenant=covenant or None,
        party=options.participant or None,
        opened=large_sets(store) if options.full else (),
        limit=options.limit,
    )
    told = every[: options.limit]
    return 0, {"file": options.file, "fields": [field_json(one, words) for one in told]}, fields_text(told, words)


def _undo(options: argparse.Namespace, words: Language) -> Result:
    with writing(options) as store:
        undone, change = store.undo()
    said = words.gettext("Undone: {change}").format(change=undone.text(words))
    return 0, {"undone": undone.id, "change": change.number, "text": undone.text(words)}, [said]


def _redo(options: argparse.Namespace, words: Language) -> Result:
    with writing(options) as store:
        redone, change = store.redo()
    said = words.gettext("Redone: {change}").format(change=redone.text(words))
    return 0, {"redone": redone.id, "change": change.number, "text": redone.text(words)}, [said]
