"""The ledger: every change set with who, when, what and why, and every row before and after.

Triggers write the rows; this module opens and seals change sets, and builds undo, redo and history on them. Change sets
form a chain: each digest covers its own content and the digest before it, so the last one stands for the whole file.
Nothing is ever removed from the ledger; undo and redo are change sets themselves.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from covenant_monitor.language import N_, Language
from covenant_monitor.store.field_names import FIELD_NAMES
from covenant_monitor.store.schema import columns

UNDO_DEPTH = 1000

ACTIONS: Mapping[str, str] = {
    "import": N_("Import of {source}"),
    "add_party": N_("{party} added"),
    "edit_party": N_("{party} changed"),
    "party_left": N_("{party} left"),
    "rate": N_("{criterion} of {party} rated: {rating}"),
    "rate_many": N_("{n} ratings of {party}"),
    "clear_rating": N_("Rating of {criterion} of {party} cleared"),
    "evidence": N_("Evidence or note at {criterion} of {party}"),
    "status": N_("{party}: {status}"),
    "reopen": N_("Assessment of {party} reopened"),
    "assign_second": N_("Second assessment of {party} by {person}"),
    "assign_seconds": N_("{n} second assessments by {person}"),
    "return": N_("Assessment of {party} returned with remarks"),
    "questionnaire": N_("Questionnaire of {party} taken in"),
    "questionnaires": N_("{n} questionnaires of round {round} taken in"),
    "remark": N_("Remark on {party}"),
    "remark_done": N_("Remark on {party} dealt with"),
    "remark_open": N_("Remark on {party} open again"),
    "response": N_("Response of {party} at {criterion}"),
    "enter_summary": N_("Percentages of {party}"),
    "start_round": N_("Round {round} begun"),
    "edit_round": N_("Round {round} changed"),
    "carry_one": N_("{party} begun with the ratings of {round}"),
    "carry_many": N_("{n} assessments begun with earlier ratings"),
    "add_covenant": N_("Covenant {covenant} made"),
    "edit_covenant": N_("Covenant {covenant} changed"),
    "setting": N_("Setting of {covenant} changed"),
    "meeting": N_("Meeting marked: {meeting}"),
    "framework_new": N_("Framework {framework} made"),
    "framework_edit": N_("Framework {framework} changed"),
    "framework_version": N_("Framework {framework} begun as a new version"),
    "framework_publish": N_("Framework {framework} published"),
    "framework_delete": N_("Draft {framework} deleted"),
    "section_save": N_("Section {section} of {framework} changed"),
    "section_delete": N_("Section {section} of {framework} deleted"),
    "criterion_save": N_("Criterion {criterion} of {framework} changed"),
    "criteria_save": N_("{n} criteria of {framework} changed"),
    "criterion_delete": N_("Criterion {criterion} of {framework} deleted"),
    "mapping_save": N_("Mapping of {framework} changed"),
    "add_indicator": N_("Indicator {indicator} added"),
    "edit_indicator": N_("Indicator {indicator} changed"),
    "remove_indicator": N_("Indicator {indicator} removed"),
    "add_observation": N_("Observation of {indicator} added"),
    "edit_observation": N_("Observation of {indicator} changed"),
    "remove_observation": N_("Observation of {indicator} removed"),
    "add_target": N_("Target {target} added"),
    "edit_target": N_("Target {target} changed"),
    "remove_target": N_("Target {target} removed"),
    "add_alignment": N_("OECD alignment {year} added: {component}"),
    "edit_alignment": N_("OECD alignment {year} changed: {component}"),
    "remove_alignment": N_("OECD alignment {year} removed: {component}"),
    "entry_add": N_("{register} {code} added"),
    "entry_edit": N_("{register} {code} changed"),
    "entry_remove": N_("{register} {code} removed"),
    "entry_status": N_("{register} {code}: {entry_status}"),
    "proposals_accept": N_("Proposed actions of round {round} accepted: {n}"),
    "proposals_decline": N_("Proposed actions of round {round} declined: {n}"),
    "followup": N_("Action {code}, asked about in round {round}: {answer}"),
    "release": N_("Released to the public: {output} ({file})"),
    "releases_kept": N_("Kept when a backup was restored: {n} earlier releases"),
    "restore_field": N_("{record}: {field} restored"),
    "restore_record": N_("{record} restored"),
    "take_out": N_("{record} taken out again"),
}
"""What each action is called, with placeholders out of the change set's detail."""

TERMS: Mapping[str, str] = {
    "rating:fully": N_("fully"),
    "rating:partially": N_("partially"),
    "rating:not": N_("not"),
    "rating:na": N_("n.a."),
    "status:draft": N_("draft"),
    "status:submitted": N_("submitted"),
    "status:assessed": N_("assessed"),
    "status:reviewed": N_("reviewed"),
    "status:final": N_("final"),
    "component:whole": N_("all components together"),
    "component:year": N_("the whole year"),
    "register:risk": N_("Risk"),
    "register:action": N_("Action"),
    "register:commitment": N_("Commitment"),
    "register:complaint": N_("Complaint"),
    "entry_status:open": N_("open"),
    "entry_status:in_progress": N_("in progress"),
    "entry_status:done": N_("completed"),
    "entry_status:dropped": N_("dropped"),
    "answer:done": N_("done"),
    "answer:partly": N_("partly"),
    "answer:not": N_("not done"),
    "output:workbook": N_("workbook"),
    "output:report": N_("board report"),
    "output:tables": N_("tables of figures"),
    "output:chart": N_("chart"),
    "output:file": N_("copy of the covenant file"),
    **{f"field:{name}": text for name, text in FIELD_NAMES.items()},
}
"""Details that are words, not names: kept as these keys, so that history reads in any language."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after, by column; None where it did not exist. `row` is its key, parts joined by "/"."""

    table: str
    row: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One named transaction.

    `kind` is edit, undo, redo, or start: what a file was made with, which cannot be undone. An undo or redo bears the
    action of what it undid or redid.
    """

    id: int
    at: datetime
    who: str
    action: str
    detail: Mapping[str, object]
    why: str
    kind: str
    rows: Sequence[RowChange] = ()

    def text(self, language: Language) -> str:
        """What was done, in words."""
        _ = language.gettext
        # Only our own keys are words: a participant may be called "Open", in any language.
        detail = {
            name: language.gettext(TERMS[value])
            if isinstance(value, str) and value.startswith(f"{name}:") and value in TERMS
            else value
            for name, value in self.detail.items()
        }
        done = language.fill(ACTIONS[self.action], detail)
        if self.kind == "undo":
            return _("Undone: {change}").format(change=done)
        if self.kind == "redo":
            return _("Redone: {change}").format(change=done)
        return done


def open_change_set(
    connection: sqlite3.Connection,
    *,
    who: str,
    action: str,
    detail: Mapping[str, object],
    why: str = "",
    kind: str = "edit",
    reverts: int | None = None,
) -> int:
    """Start a change set in the running transaction; what the triggers write from now on belongs to it."""
    at = moment(datetime.now(UTC))
    cursor = connection.execute(
        "INSERT INTO change_set (at, who, action, detail, why, kind, reverts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (at, who, action, json.dumps(detail, ensure_ascii=False, sort_keys=True), why, kind, reverts),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def seal_change_set(connection: sqlite3.Connection, change_set: int) -> int:
    """Write the digest of a change set that is complete; how many rows it changed."""
    previous = connection.execute("SELECT digest FROM change_set WHERE id = ?", (change_set - 1,)).fetchone()
    digest, rows = _digest(connection, change_set, previous[0] if previous else "")
    connection.execute("UPDATE change_set SET digest = ? WHERE id = ?", (digest, change_set))
    return rows


def _digest(connection: sqlite3.Connection, change_set: int, previous: str) -> tuple[str, int]:
    head = connection.execute(
        "SELECT id, at, who, action, detail, why, kind, reverts FROM change_set WHERE id = ?", (change_set,)
    ).fetchone()
    rows = connection.execute(
        "SELECT tbl, row, before, after FROM change WHERE change_set = ? ORDER BY id", (change_set,)
    ).fetchall()
    content = json.dumps([previous, head, rows], ensure_ascii=False, separators=(",", ":"))
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest(), len(rows)


def broken_change_sets(connection: sqlite3.Connection) -> Iterator[int]:
    """The change sets whose digest does not fit their content and the chain before them."""
    previous = ""
    for number, stored in connection.execute("SELECT id, digest FROM change_set ORDER BY id").fetchall():
        if _digest(connection, number, previous)[0] != stored:
            yield number
        previous = stored


def last_digest(connection: sqlite3.Connection) -> str:
    """The digest of the last change set, which stands for everything in the file; "" where there is none."""
    row = connection.execute("SELECT digest FROM change_set ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


@dataclass
class Stacks:
    """What can be undone (change set ids) and redone (the change set, and the undo of it); the next one is last.

    Both are the near end of what there is: where they were built from recent change sets only, older ones are missing,
    but what is there is in its right order.
    """

    undo: list[int]
    redo: list[tuple[int, int]]

    def note(self, change_set: int, kind: str, reverts: int | None) -> None:
        """Take in one more change set, which follows on the last one. An edit ends what could be redone."""
        if kind == "edit":
            self.undo.append(change_set)
            self.redo.clear()
        elif kind == "undo" and reverts is not None:
            if self.undo:
                self.undo.pop()
            self.redo.append((reverts, change_set))
        elif kind == "redo":
            if self.redo:
                self.undo.append(self.redo.pop()[0])
            else:  # what it did again is too long ago to know, and all before it can no longer be undone first
                self.undo.clear()


def stacks(connection: sqlite3.Connection) -> Stacks:
    """What can be undone and redone, from the last `UNDO_DEPTH` change sets."""
    recent = connection.execute(
        "SELECT id, kind, reverts FROM change_set ORDER BY id DESC LIMIT ?", (UNDO_DEPTH,)
    ).fetchall()
    result = Stacks([], [])
    for change_set, kind, reverts in reversed(recent):
        result.note(change_set, kind, reverts)
    return result


def revert(connection: sqlite3.Connection, change_set: int) -> None:
    """Put every row that `change_set` changed back to what it was before, latest change first."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    rows = connection.execute(
        "SELECT tbl, row, before, after FROM change WHERE change_set = ? ORDER BY id DESC", (change_set,)
    ).fetchall()
    described = {table: columns(connection, table) for table in {row[0] for row in rows}}
    for table, _row, before, after in rows:
        names = [name for name, _, _ in described[table]]
        keys = [name for name, _, is_key in described[table] if is_key]
        where = " AND ".join(f"{name} = ?" for name in keys)
        now, then = _loads(after), _loads(before)
        # A column that a later version of the file added is not in an older image: it keeps what it holds.
        names = [name for name in names if name in (now or then)]
        if then is None and now is not None:
            connection.execute(f"DELETE FROM {table} WHERE {where}", [now[name] for name in keys])
        elif then is not None and now is None:
            marks = ", ".join("?" * len(names))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [then[name] for name in names]
            )
        elif then is not None and now is not None:
            settings = ", ".join(f"{name} = ?" for name in names)
            connection.execute(
                f"UPDATE {table} SET {settings} WHERE {where}",
                [then[name] for name in names] + [now[name] for name in keys],
            )


_SET_COLUMNS = "s.id, s.at, s.who, s.action, s.detail, s.why, s.kind"


def change_set(connection: sqlite3.Connection, number: int) -> ChangeSet:
    """One change set, without its rows."""
    row = connection.execute(f"SELECT {_SET_COLUMNS} FROM change_set s WHERE s.id = ?", (number,)).fetchone()
    return _change_set(row, ())


def change_sets(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, ChangeSet]:
    """Some change sets by their numbers, without their rows."""
    rows = connection.execute(
        f"SELECT {_SET_COLUMNS} FROM change_set s WHERE s.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return {row[0]: _change_set(row, ()) for row in rows}


def history(
    connection: sqlite3.Connection,
    *,
    party: int | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    with_rows: bool = True,
) -> list[ChangeSet]:
    """The change sets, newest first; of one party only where `party` is given: its own row and its assessments'.

    With `since` only those from that moment on.
    """
    mine = "true"
    parameters: list[object] = []
    if party is not None:
        assessments = [
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT row FROM change WHERE tbl = 'assessment'"
                " AND json_extract(coalesce(after, before), '$.party') = ?",
                (party,),
            )
        ]
        mine = (
            "((tbl = 'party' AND row = ?) OR (tbl = 'assessment' AND row IN (SELECT value FROM json_each(?)))"
            " OR (tbl = 'register_entry' AND json_extract(coalesce(after, before), '$.party') = ?)"
            " OR (tbl = 'followup' AND substr(row, 1, instr(row, '/') - 1) IN (SELECT row FROM change"
            " WHERE tbl = 'register_entry' AND json_extract(coalesce(after, before), '$.party') = ?))"
            " OR (tbl IN ('rating', 'summary', 'carried', 'response', 'remark', 'sample')"
            " AND substr(row, 1, instr(row, '/') - 1) IN (SELECT value FROM json_each(?))))"
        )
        parameters = [str(party), json.dumps(assessments), party, party, json.dumps(assessments)]
    where = "true" if party is None else f"s.id IN (SELECT change_set FROM change WHERE {mine})"
    rows = connection.execute(
        f"SELECT {_SET_COLUMNS} FROM change_set s WHERE {where} AND s.at >= ? ORDER BY s.id DESC LIMIT ?",
        (*parameters, moment(since) if since else "", -1 if limit is None else limit),
    ).fetchall()
    changes: dict[int, list[RowChange]] = {row[0]: [] for row in rows}
    if with_rows:
        numbers = json.dumps(list(changes))
        for number, table, key, before, after in connection.execute(
            "SELECT change_set, tbl, row, before, after FROM change"
            f" WHERE change_set IN (SELECT value FROM json_each(?)) AND {mine} ORDER BY id",
            (numbers, *parameters),
        ):
            changes[number].append(RowChange(table, key, _loads(before), _loads(after)))
    return [_change_set(row, changes[row[0]]) for row in rows]


def moment(at: datetime) -> str:
    """A moment as the file writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _loads(image: str | None) -> Any:
    # Not strict: a control character in a text is no reason to lose the history of it.
    return json.loads(image, strict=False) if image else None


def _change_set(row: Sequence[object], rows: Iterable[RowChange]) -> ChangeSet:
    number, at, who, action, detail, why, kind = row
    assert isinstance(number, int)
    return ChangeSet(
        number,
        datetime.fromisoformat(str(at)),
        str(who),
        str(action),
        json.loads(str(detail)),
        str(why),
        str(kind),
        tuple(rows),
    )
