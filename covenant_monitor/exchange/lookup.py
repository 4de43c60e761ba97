"""What rows of exchange tables refer to: keys looked up case-insensitively in the file and in what an import brings.

Nothing is written here. `exchange.binding` says what each table's rows become.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from covenant_monitor.domain.model import AssessmentKind, PartyKind
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.parsing import CLEARED, Row
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.language import N_, Term
from covenant_monitor.store.queries import GROUP_SEPARATOR
from covenant_monitor.store.schema import free_id
from covenant_monitor.store.schema_2 import ONE_PERSON
from covenant_monitor.store.store import Store
from covenant_monitor.store.texts import fold

Key = tuple[Any, ...]

UNKNOWN = N_("There is no {what} “{code}” in the file or in this import.")
NOT_A_COMPANY = N_("{party} is not a company: only companies are assessed.")
TWICE = N_("This row is about the same record as row {earlier}, and says something else.")

IDENTITY = frozenset({"code", "version", "figure", "component"})
"""Keys stay as the file, or the first row about a record, has them: another case means the same record."""

_RENAMED = {
    "group": "group_code",
    "section": "section_code",
    "date": "day",
    "milestone_date": "day",
    "milestone_value": "value",
    "not": "not_met",
    "x_final_group": "final_group",
    "x_final_year": "final_year",
}


@dataclass(slots=True)
class Bound:
    """One record: its primary key, the columns that are given, where from, and whose it is.

    `owner` is the assessment of an assessment and of all that is kept of one, and the framework of what is part of one.
    """

    key: Key
    values: dict[str, Any]
    table: RawTable
    row: int
    owner: int = 0


class Unbound(Exception):
    """A row that cannot be bound; what is wrong has been noted."""


class Lookup:
    """Finds what the current row is about, in the file and in what the import has brought so far; notes what it cannot.

    `published` and `used_in_final` are framework versions that no longer change, `final` the locked assessments.
    """

    def __init__(self, store: Store) -> None:
        self.bound: dict[str, dict[Key, Bound]] = {}
        self.published: set[int] = set()
        self.final: set[int] = set()
        self.used_in_final: set[int] = set()
        self.one_person: set[int] = set()
        self.covenant_of: dict[int, int] = {}
        self.assessment_places: dict[int, Bound] = {}
        self._taken: dict[str, set[int]] = {}
        self._findings: list[Finding] = []
        self._row: Row
        self._table: RawTable
        query = store.connection.execute
        self._covenants = {(fold(code),): number for number, code in query("SELECT id, code FROM covenant")}
        self.one_person |= {
            row[0] for row in query("SELECT covenant FROM setting WHERE name = ? AND value = '1'", (ONE_PERSON,))
        }
        self._frameworks: dict[Key, int] = {}
        self._scales: dict[int, tuple[bool, float, float]] = {}
        for number, code, version, scale, low, high, status in query(
            "SELECT id, code, version, scale, scale_min, scale_max, status FROM framework"
        ):
            self._frameworks[fold(code), fold(version)] = number
            self._scales[number] = scale == "levels", low, high
            if status == "published":
                self.published.add(number)
        self._sections = self._index(query("SELECT id, framework, code FROM section"))
        self._section_codes: dict[int, str] = dict(query("SELECT id, code FROM section"))
        self._criteria = self._index(query("SELECT id, framework, code FROM criterion"))
        self._criterion_codes: dict[int, str] = dict(query("SELECT id, code FROM criterion"))
        self._rounds: dict[Key, int] = {}
        self._round_framework: dict[int, int] = {}
        for number, covenant, code, framework in query("SELECT id, covenant, code, framework FROM round"):
            self._rounds[covenant, fold(code)] = number
            self._round_framework[number] = framework
            self.covenant_of[number] = covenant
        self._parties: dict[Key, int] = {}
        self._companies: dict[int, bool] = {}
        self._party_codes: dict[int, str] = {}
        for number, covenant, code, kind in query("SELECT id, covenant, code, kind FROM party"):
            self._parties[covenant, fold(code)] = number
            self._companies[number] = kind == PartyKind.COMPANY
            self._party_codes[number] = code
        self._indicators = self._index(query("SELECT id, covenant, code FROM indicator"))
        self._targets = self._index(query("SELECT id, covenant, code FROM target"))
        self._entries: dict[Key, int] = {
            (covenant, register, fold(code)): number
            for number, covenant, register, code in query("SELECT id, covenant, register, code FROM register_entry")
        }
        self._assessments: dict[Key, int] = {}
        for number, party, round_, kind, status in query("SELECT id, party, round, kind, status FROM assessment"):
            self._assessments[party, round_, kind] = number
            if status == "final":
                self.final.add(number)
                self.used_in_final.add(self._round_framework[round_])
        self._assessed_rounds = {round_ for _, round_, _ in self._assessments}
        self._rated_frameworks = {
            row[0]
            for row in query(
                "SELECT framework FROM criterion"
                " WHERE id IN (SELECT criterion FROM rating UNION SELECT criterion FROM carried)"
            )
        }
        self._assessed = {party for party, _, _ in self._assessments}
        self._groups = self._spellings(
            query(
                "SELECT group_code FROM party UNION SELECT group_code FROM requirement"
                " UNION SELECT groups FROM criterion"
            )
        )
        self._assessment_of: dict[Key, tuple[int, int]] = {}

    @staticmethod
    def _index(rows: Iterable[tuple[int, int, str]]) -> dict[Key, int]:
        return {(parent, fold(code)): number for number, parent, code in rows}

    @staticmethod
    def _spellings(rows: Iterable[tuple[str]]) -> dict[str, str]:
        """The groups in the file, as they are spelled there and folded, with their spelling."""
        known = sorted({group for (groups,) in rows for group in groups.split(GROUP_SEPARATOR)})
        return {fold(group): group for group in reversed(known)} | {group: group for group in known}

    def _group(self, group: str) -> str:
        """A group as the file, or this import before, has spelled it."""
        return self._groups.get(group) or self._groups.setdefault(fold(group), group)

    def _note(self, column: str, message: str, **values: object) -> None:
        place = self._table.header.index(column) if column in self._table.header else 0
        self._findings.append(self._table.finding(self._row.number, place, message, **values))

    def _text(self, column: str, default: str = "") -> str:
        value = self._row.values.get(column, default)
        return default if value is CLEARED else str(value)

    def _look_up(self, index: Mapping[Key, int], key: Key, what: str, column: str) -> int:
        found = index.get(key)
        if found is None:
            self._note(column, UNKNOWN, what=Term(what), code=self._text(column))
            raise Unbound
        return found

    def _covenant_id(self) -> int:
        return self._look_up(self._covenants, (fold(self._text("covenant")),), N_("covenant"), "covenant")

    def _framework_id(self, version: str = "version") -> int:
        key = (fold(self._text("framework")), fold(self._text(version)))
        return self._look_up(self._frameworks, key, N_("framework version"), version)

    def _round_id(self, covenant: int) -> int:
        return self._look_up(self._rounds, (covenant, fold(self._text("round"))), N_("round"), "round")

    def _party_id(self, covenant: int) -> int:
        return self._look_up(self._parties, (covenant, fold(self._text("party"))), N_("party"), "party")

    def _criterion_id(self, framework: int, column: str) -> int:
        return self._look_up(self._criteria, (framework, fold(self._text(column))), N_("criterion"), column)

    def _entity(self, index: dict[Key, int], natural: Key, table: str, *key: str) -> int:
        """The id of a record by its natural key: the one it has, or the one it will have."""
        if natural not in index:
            taken = self._taken.setdefault(table, set(index.values()))
            index[natural] = free_id(taken.__contains__, table, *key)
            taken.add(index[natural])
        return index[natural]

    def _put(self, table: str, key: Key, fixed: dict[str, Any], *columns: str, owner: int = 0) -> Bound:
        """Bind the current row to the record `key` of `table`: `fixed` values, and what is given of `columns`."""
        given = self._row.values
        values = fixed
        for column in columns:
            if column in given:
                values[_RENAMED.get(column, column)] = given[column]
        records = self.bound.setdefault(table, {})
        earlier = records.get(key)
        if earlier is not None:
            values = {name: value for name, value in values.items() if name not in IDENTITY}
            if any(earlier.values.get(name, value) != value for name, value in values.items()):
                self._note(self._table.header[0], TWICE, earlier=earlier.row)
            earlier.values.update(values)
            return earlier
        bound = records[key] = Bound(key, values, self._table, self._row.number, owner)
        return bound

    def _assessment_id(self) -> tuple[int, int]:
        """The assessment that the row is of, made where there is none yet, and its framework."""
        text = self._text
        kind = text("kind", AssessmentKind.SECRETARIAT) or AssessmentKind.SECRETARIAT.value
        memo = (text("covenant"), text("party"), text("round"), kind)
        found = self._assessment_of.get(memo)
        if found is None:
            covenant = self._covenant_id()
            party, round_ = self._party_id(covenant), self._round_id(covenant)
            if not self._companies[party]:
                self._note("party", NOT_A_COMPANY, party=text("party"))
                raise Unbound
            natural = (party, round_, kind)
            is_new = natural not in self._assessments
            number = self._entity(
                self._assessments, natural, "assessment", text("covenant"), text("party"), text("round"), kind
            )
            if is_new:
                self._put(
                    "assessment", (number,), {"id": number, "party": party, "round": round_, "kind": kind}, owner=number
                )
            found = self._assessment_of[memo] = number, self._round_framework[round_]
        return found
