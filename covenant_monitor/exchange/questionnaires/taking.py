"""Taking returned questionnaires in: what was accepted of them is written as one step, and the originals are kept."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from covenant_monitor.domain.model import UNRATED, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.questionnaires.layout import Returned
from covenant_monitor.exchange.questionnaires.reading import digest_of
from covenant_monitor.exchange.questionnaires.staging import Part, Staged, StagedChange, part_of
from covenant_monitor.files import replacing
from covenant_monitor.language import N_
from covenant_monitor.store import backup
from covenant_monitor.store.answers import Answers, TakenFile, answers_of_rounds, take_answers
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import fold

CHANGED_HERE = N_(
    "The answer of {party} on {criterion} was changed in the file since the workbook was read. Read the workbook again."
)
CHANGED_SINCE = N_("{file} was changed since it was read. Read it again.")
ORIGINAL_UNKEPT = N_("The original could not be kept in {folder} ({reason}), so nothing was changed.")


def originals_folder(file: Path) -> Path:
    """Where the questionnaires are kept as they came back: beside the covenant file, as its backups are."""
    return file.with_name(f"{file.stem} questionnaires")


def accept(store: Store, staged: Staged, accepted: Collection[StagedChange] | None = None) -> Change:
    """Write what was staged, or only the `accepted` changes of it, as one step; a backup is made and the originals are
    kept before that.

    Raises:
        Problem: a workbook, or what the file has of an answer, was changed since it was read; its original cannot be
            kept, or `take_answers` refuses.
    """
    wanted = None if accepted is None else set(accepted)
    taken = [change for change in staged.changes if wanted is None or change in wanted]
    if not taken:
        return Change()
    sources = {change.source for change in taken}
    # What was left out, or could not be used, may be wanted of the same file later: it is not done with.
    open_sources = {change.source for change in staged.changes} - sources
    open_sources |= {change.source for change in staged.changes if wanted is not None and change not in wanted}
    open_sources |= {finding.source for finding in staged.errors}
    whose = {(change.source, fold(change.party)) for change in taken}
    used = [one for one in staged.returned if one.identity and (one.path.name, fold(one.identity.party)) in whose]
    current = answers_of_rounds(store, staged.covenant)
    _refuse_if_changed(taken, {party: rounds.get(staged.round, {}) for party, rounds in current.items()})
    keep_originals(store.path, used)
    backup.make(store.connection, store.path, "import")
    answers = [
        _answers(party, changes, current.get(party, {}).get(staged.round, {}))
        for party, changes in _by_party(taken).items()
    ]
    files = [TakenFile(one.path.name, one.sha256, one.path.name not in open_sources) for one in used]
    return take_answers(store, covenant=staged.covenant, round=staged.round, answers=answers, files=files)


def _refuse_if_changed(taken: Iterable[StagedChange], now: Mapping[str, Mapping[str, Rating]]) -> None:
    """Raise Problem where an answer is not any more what it was said to be before."""
    for change in taken:
        if isinstance(change.before, Rating):
            there = now.get(change.party, {}).get(change.criterion, UNRATED)
            if part_of(change.part, there) != part_of(change.part, change.before):
                raise Problem(CHANGED_HERE, party=change.party_name, criterion=change.criterion)


def _by_party(changes: Iterable[StagedChange]) -> dict[str, list[StagedChange]]:
    found: dict[str, list[StagedChange]] = {}
    for change in changes:
        found.setdefault(change.party, []).append(change)
    return found


def _answers(party: str, changes: Sequence[StagedChange], current: Mapping[str, Rating]) -> Answers:
    """What one participant answers: what was accepted, put into what the file has now."""
    ratings: dict[str, Rating] = {}
    for change in changes:
        if isinstance(change.after, Rating):
            now = ratings.get(change.criterion, current.get(change.criterion, UNRATED))
            ratings[change.criterion] = _with(now, change.part, change.after)
    return Answers(party, ratings, any(change.part is Part.STATUS for change in changes))


def _with(now: Rating, part: Part, new: Rating) -> Rating:
    """A rating with one part of another."""
    if part is Part.ANSWER:
        return replace(now, value=new.value, not_applicable=new.not_applicable, na_reason=new.na_reason)
    if part is Part.EVIDENCE:
        return replace(now, evidence=new.evidence)
    return replace(now, evidence_date=new.evidence_date) if part is Part.DAY else replace(now, note=new.note)


def keep_originals(file: Path, returned: Sequence[Returned]) -> list[Path]:
    """Copy workbooks, as they came back, into the folder beside the covenant file; each name begins with its hash.

    Raises:
        Problem: one was changed since it was read, or cannot be copied.
    """
    return [_keep(file, one) for one in returned]


def _keep(file: Path, one: Returned) -> Path:
    folder = originals_folder(file)
    target = folder / f"{one.sha256[:16]} {one.path.name}"
    try:
        folder.mkdir(exist_ok=True)
        if not (target.is_file() and digest_of(target) == one.sha256):
            with replacing(target) as temporary:
                shutil.copyfile(one.path, temporary)
                if digest_of(temporary) != one.sha256:
                    raise Problem(CHANGED_SINCE, file=one.path.name)
    except (Problem, OSError) as problem:
        error = problem.__cause__ if isinstance(problem, Problem) else problem
        if not isinstance(error, OSError):
            raise
        raise Problem(ORIGINAL_UNKEPT, folder=folder, reason=error.strerror or str(error)) from error
    return target
