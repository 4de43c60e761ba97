"""What `history` prints, and since when it tells. The JSON is documented in docs/command-line.md."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.reports.change_words import line_of
from covenant_monitor.store.changes import FieldChange
from covenant_monitor.store.ledger import ChangeSet
from covenant_monitor.store.moments import meetings, since_backup
from covenant_monitor.store.queries import Reader

MEETING = "meeting"
"""What stands for the last meeting that was marked."""


def since_when(source: Reader, asked: str, covenant: str) -> datetime | int:
    """What --since names: a day, from its beginning; the last meeting, or a backup, as the change set after which.

    Raises Problem where it is none of these, no meeting was marked, or the backup is of another file.
    """
    if asked.strip().casefold() == MEETING:
        marked = meetings(source, covenant)
        if not marked:
            raise Problem("No meeting of {covenant} has been marked yet.", covenant=covenant)
        return marked[0].change_set
    try:
        return datetime.combine(date.fromisoformat(asked.strip()), time()).astimezone()
    except ValueError:
        path = Path(asked)
        if not path.exists():
            raise Problem(
                "“{since}” is no date (2020-12-31), not “meeting”, and no backup that there is.", since=asked
            ) from None
        return since_backup(source, path)


def is_since(change: ChangeSet, since: datetime | int | None) -> bool:
    """Whether a change set came after that."""
    if since is None:
        return True
    return change.id > since if isinstance(since, int) else change.at >= since


def field_json(change: FieldChange, words: Language) -> Mapping[str, Any]:
    """One entry of `history --fields --json`."""
    made, record = change.change_set, change.record
    return {
        "change_set": made.id,
        "at": made.at.isoformat(),
        "who": made.who,
        "action": made.action,
        "kind": made.kind,
        "text": made.text(words),
        "why": made.why,
        "table": record.table or None,
        "row": record.row or None,
        "covenant": record.covenant or None,
        "party": record.party or None,
        "record": record.label or None,
        "field": change.field or None,
        "before": change.before,
        "after": change.after,
        "new": change.is_new,
        "gone": change.is_gone,
        "records": dict(change.counts) or None,
    }


def fields_text(changes: Sequence[FieldChange], words: Language) -> list[str]:
    """A line per field that changed."""
    told = []
    for change in changes:
        line = line_of(change, words)
        what = f"{line.table} {line.record}".strip()
        if line.field:
            what += f", {line.field}: {line.before} → {line.after}"
        elif change.counts:
            what += f": {line.after}"
        elif change.is_new or change.is_gone:
            what += f": {line.before if change.is_new else line.after}"
        why = f" ({line.why})" if line.why else ""
        told.append(f"{change.change_set.id:>6}  {line.when}  {line.who}  {' '.join(what.split())}{why}")
    return told
