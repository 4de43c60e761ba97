"""Every field of every record: who changed it, when, from what, to what, and why.

What the ledger keeps as rows is told here field by field, newest first. What came in one large import is one line
until it is opened.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_with
from datetime import datetime
from typing import Any

from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.ledger import ChangeSet, change_sets, moment
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.records import Image, Names, Record
from covenant_monitor.store.schema import columns

LARGE = 200
"""How many records a change set has at most that is not told as one line."""

COMBINED: Mapping[tuple[str, str], Sequence[str]] = {
    ("rating", "rating"): ("value", "not_applicable"),
    ("carried", "rating"): ("value", "not_applicable"),
}
"""Fields that are several columns: (table, field) -> those columns."""

_SILENT = frozenset({"id", "final_group", "final_year"})
"""Columns that follow from others, or say nothing to people."""

_IDENTITY: Mapping[str, frozenset[str]] = {
    table: frozenset(columns.split())
    for table, columns in {
        "covenant": "code",
        "framework": "code version",
        "section": "framework code",
        "criterion": "framework code",
        "mapping": "from_framework from_criterion to_framework to_criterion",
        "round": "covenant code",
        "party": "covenant",
        "figure": "covenant party year figure",
        "assessment": "party round kind",
        "alignment": "covenant year component dimension",
        "indicator": "covenant code",
        "target": "covenant code",
        "meeting": "covenant",
        "register_entry": "covenant register code",
        "release": "covenant at who output round audience language file digest members",
        "released_figure": "release number measure round group_code line value is_count rounding",
    }.items()
}
"""What says which record it is, and so is no news in one that is new."""

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record in one change set.

    `change` is the row of the ledger. Values are as `Names` gives them: codes for references, a rating as fully,
    partially, not, na or a number; None or "" for nothing. A record without any field that says something has one line
    with `field` "". `counts`: the line stands for a whole change set, with so many records by table; it has no record
    of its own then.
    """

    change_set: ChangeSet
    change: int
    record: Record
    field: str
    before: object = None
    after: object = None
    is_new: bool = False
    is_gone: bool = False
    counts: Mapping[str, int] = made_with(default_factory=dict)


def field_changes(
    source: Reader,
    *,
    since: datetime | int | None = None,
    until: datetime | int | None = None,
    covenant: str | None = None,
    party: str | None = None,
    table: str | None = None,
    row: str | None = None,
    who: str | None = None,
    opened: Collection[int] = (),
    before: int | None = None,
    limit: int | None = None,
) -> list[FieldChange]:
    """What changed, newest first.

    `since` is a moment, or the change set after which to begin; `until` likewise, the change set itself included.
    `covenant` and `party` are codes; what belongs to no covenant, such as a framework, is there for every one. `table`
    and `row` are those of the ledger. `opened`: the large change sets to tell in full. `before`: only rows of the
    ledger older than this, and `limit`: about so many lines, since a record is never told in part; the `change` of the
    last line is the `before` of the next page. An empty list means that there is no more.
    """
    wanted = _Wanted(since, until, table, row, who)
    names = Names(source)
    told: list[FieldChange] = []
    large = {} if table or party else _large(source, wanted, opened)
    kinds = _Columns(source)
    ends: dict[int, _Ends] = {}
    size = _ROWS_AT_ONCE if limit is None else max(1, limit)
    while True:
        rows = _rows(source, wanted, large, before, size)
        last = rows[-1][0] if len(rows) == size else 0
        sets = change_sets(source.connection, {row[1] for row in rows})
        page = [line for row in _once(source, rows, ends) for line in _lines(row, sets, names, kinds)]
        page = [line for line in page if _is_of(line.record, covenant, party)]
        page += _large_lines(source, large, names, covenant, before, last)
        page.sort(key=lambda line: line.change, reverse=True)  # stable: fields stay in their order
        told += page
        if not last or (limit is not None and len(told) >= limit):
            return told
        before = last


@dataclass(frozen=True, slots=True)
class _Wanted:
    since: datetime | int | None
    until: datetime | int | None
    table: str | None
    row: str | None
    who: str | None

    def where(self) -> tuple[str, list[object]]:
        """The condition on change h and change_set s, and its parameters."""
        conditions = [
            ("h.change_set > ?" if isinstance(self.since, int) else "s.at >= ?", _key(self.since)),
            ("h.change_set <= ?" if isinstance(self.until, int) else "s.at < ?", _key(self.until)),
            ("h.tbl = ?", self.table),
            ("h.row = ?", self.row),
            ("s.who = ?", self.who),
        ]
        given = [(text, value) for text, value in conditions if value is not None]
        return " AND ".join(["true", *(text for text, _ in given)]), [value for _, value in given]


def _key(at: datetime | int | None) -> object:
    return moment(at) if isinstance(at, datetime) else at


_Row = tuple[int, int, str, str, str | None, str | None]


def _rows(source: Reader, wanted: _Wanted, large: Mapping[int, int], before: int | None, limit: int) -> list[_Row]:
    where, parameters = wanted.where()
    if before is not None:
        where += " AND h.id < ?"
        parameters.append(before)
    if large:
        where += " AND h.change_set NOT IN (SELECT value FROM json_each(?))"
        parameters.append(json.dumps(list(large)))
    return source.connection.execute(
        "SELECT h.id, h.change_set, h.tbl, h.row, h.before, h.after FROM change h"
        f" JOIN change_set s ON s.id = h.change_set WHERE {where} ORDER BY h.id DESC LIMIT ?",
        (*parameters, limit),
    ).fetchall()


_Ends = dict[tuple[int, str, str], tuple[int, int]]
"""By change set, table and row: its first and last row in the ledger."""


def _once(source: Reader, rows: Sequence[_Row], ends: dict[int, _Ends]) -> list[_Row]:
    """A record that one change set wrote more than once was changed once: from what it was to what it became.

    `ends` has what is known already, by change set, of the records that it wrote more than once.
    """
    new = {row[1] for row in rows} - ends.keys()
    ends.update({number: {} for number in new})
    for number, table, row_key, first, last in source.connection.execute(
        "SELECT change_set, tbl, row, min(id), max(id) FROM change"
        " WHERE change_set IN (SELECT value FROM json_each(?)) GROUP BY change_set, tbl, row HAVING count(*) > 1",
        (json.dumps(list(new)),),
    ):
        ends[number][number, table, row_key] = first, last
    found = [(row, ends[row[1]].get(row[1:4], (row[0], row[0]))) for row in rows]
    found = [(row, (first, last)) for row, (first, last) in found if row[0] == first]
    lasts = [last for _row, (first, last) in found if last != first]
    after = dict(
        source.connection.execute(
            "SELECT id, after FROM change WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(lasts),)
        )
    )
    return [(*row[:5], after.get(last, row[5])) for row, (_first, last) in found]


def _large(source: Reader, wanted: _Wanted, opened: Collection[int]) -> dict[int, int]:
    """The change sets that are one line each, with the row of the ledger that they begin with."""
    where, parameters = wanted.where()
    found = source.connection.execute(
        "SELECT h.change_set, min(h.id) FROM change h JOIN change_set s ON s.id = h.change_set"
        f" WHERE {where} GROUP BY h.change_set HAVING count(*) > ? OR s.kind = 'start'",
        (*parameters, LARGE),
    ).fetchall()
    return {number: first for number, first in found if number not in opened}


def _large_lines(
    source: Reader, large: Mapping[int, int], names: Names, covenant: str | None, before: int | None, last: int
) -> Iterator[FieldChange]:
    """The lines of large change sets that belong between two rows of the ledger."""
    here = {number: first for number, first in large.items() if first > last and (before is None or first < before)}
    sets = change_sets(source.connection, here)
    for number, first in here.items():
        counts = _counts(source, number, names, covenant)
        if counts:
            yield FieldChange(sets[number], first, Record("", "", ()), "", counts=counts)


def _counts(source: Reader, number: int, names: Names, covenant: str | None) -> dict[str, int]:
    """How many records of each table a change set changed, of one covenant where the file has several."""
    if covenant is None or names.covenants < 2:
        return dict(
            source.connection.execute(
                "SELECT tbl, count(DISTINCT row) FROM change WHERE change_set = ? GROUP BY tbl ORDER BY 2 DESC",
                (number,),
            )
        )
    counts: dict[str, int] = {}
    for table, row, image in source.connection.execute(
        "SELECT tbl, row, max(coalesce(after, before)) FROM change WHERE change_set = ? GROUP BY tbl, row", (number,)
    ):
        if _is_of(names.record(table, row, json.loads(image, strict=False)), covenant, None):
            counts[table] = counts.get(table, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def _is_of(record: Record, covenant: str | None, party: str | None) -> bool:
    if covenant is not None and record.covenant and record.covenant.casefold() != covenant.casefold():
        return False
    return party is None or record.party.casefold() == party.casefold()


class _Columns:
    """The columns of every table that was asked for, with what a new row holds in them."""

    def __init__(self, source: Reader) -> None:
        self._source = source
        self._fields: dict[str, list[str]] = {}
        self._news: dict[str, dict[str, object]] = {}

    def fields(self, table: str) -> list[str]:
        """The fields that are told, in order."""
        if table not in self._fields:
            described = columns(self._source.connection, table)
            keys = {name for name, _, is_key in described if is_key} - {"id"}
            defaults = column_defaults(self._source, table)
            found: list[str] = []
            for name, _, _ in described:
                combined = next((f for (of, f), parts in COMBINED.items() if of == table and name in parts), name)
                if combined not in found and name not in _SILENT:
                    found.append(combined)
            self._fields[table] = found
            identity = _IDENTITY.get(table, frozenset()) | keys
            self._news[table] = {name: defaults.get(name) for name in found if name not in identity}
        return self._fields[table]

    def news(self, table: str) -> Mapping[str, object]:
        """The fields that say something of a record that is new or gone, with what says nothing in them."""
        self.fields(table)
        return self._news[table]


def column_defaults(source: Reader, table: str) -> dict[str, object]:
    """What a new row holds in the columns that are not given; None also where there is nothing to hold."""
    return {
        name: None if default is None else source.connection.execute(f"SELECT {default}").fetchone()[0]
        for _, name, _, _, default, _ in source.connection.execute(f"PRAGMA table_info({table})").fetchall()
    }


def _lines(row: _Row, sets: Mapping[int, ChangeSet], names: Names, kinds: _Columns) -> Iterator[FieldChange]:
    number, change_set, table, key, before_text, after_text = row
    before, after = image_of(before_text), image_of(after_text)
    if before is None and after is None:  # it came and went
        return
    record = names.record(table, key, after or before or {})
    told = False
    for name in kinds.fields(table):
        old, new = _value(table, name, before, names), _value(table, name, after, names)
        if before is None or after is None:
            image = after if before is None else before
            nothing = kinds.news(table).get(name, ...)
            raw = None if image is None else image.get(name)
            says = new if before is None else old
            if nothing is ... or says in (None, "") or (nothing is not None and raw == nothing):
                continue
        elif not _differs(table, name, before, after):
            continue
        told = True
        yield FieldChange(sets[change_set], number, record, name, old, new, before is None, after is None)
    if not told and (before is None or after is None):
        yield FieldChange(sets[change_set], number, record, "", None, None, before is None, after is None)


def _differs(table: str, name: str, before: Image, after: Image) -> bool:
    return any(before.get(column) != after.get(column) for column in COMBINED.get((table, name), (name,)))


def _value(table: str, name: str, image: Image | None, names: Names) -> object:
    if image is None:
        return None
    if (table, name) in COMBINED:
        return names.rating(image)
    return names.named(table, name, image.get(name))


def image_of(text: str | None) -> dict[str, Any] | None:
    """A row as the ledger keeps it; None for none."""
    return json.loads(text, strict=False) if text else None


def large_sets(source: Reader) -> list[int]:
    """The change sets that `field_changes` tells as one line each unless they are opened."""
    return list(_large(source, _Wanted(None, None, None, None, None), ()))


def people(source: Reader) -> list[str]:
    """Everybody whom the history names."""
    return [
        row[0] for row in source.connection.execute("SELECT DISTINCT who FROM change_set ORDER BY who COLLATE NOCASE")
    ]


def rating_row(source: Reader, key: AssessmentKey, criterion: str) -> str:
    """The row that table `rating` has in the ledger for one criterion of an assessment; "" while there is neither."""
    found = source.connection.execute(
        "SELECT a.id || '/' || k.id FROM assessment a JOIN round r ON r.id = a.round"
        " JOIN covenant c ON c.id = r.covenant JOIN party p ON p.id = a.party"
        " JOIN criterion k ON k.framework = r.framework"
        " WHERE c.code = ? AND r.code = ? AND p.code = ? AND a.kind = ? AND k.code = ?",
        (key.covenant, key.round, key.party, key.kind, criterion),
    ).fetchone()
    return str(found[0]) if found else ""


def state_at(source: Reader, change_set: int) -> dict[tuple[str, str], Image]:
    """Every record as it was right after a change set, by table and key."""
    return {
        (table, row): json.loads(after, strict=False)
        for table, row, after in source.connection.execute(
            "SELECT tbl, row, after FROM change WHERE id IN"
            " (SELECT max(id) FROM change WHERE change_set <= ? GROUP BY tbl, row) AND after IS NOT NULL",
            (change_set,),
        )
    }
