"""What the rows of somebody else's table refer to: found in the file by code or name, or made where it is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from covenant_monitor.exchange import cells
from covenant_monitor.exchange.assistant.known import Known, code_for, numbered
from covenant_monitor.exchange.assistant.recipe import OF_ASSESSMENTS, Recipe
from covenant_monitor.exchange.cells import BadCell
from covenant_monitor.exchange.findings import Severity
from covenant_monitor.exchange.raw_table import Cell
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.exchange.typed import suggested_code
from covenant_monitor.language import N_

LOOKS_ALIKE = N_("“{name}” is new and gets the code {code}. It looks much like “{other}”. Is it the same participant?")
NO_FRAMEWORK = N_("Round {round} is not in the file yet. Say which framework and version it uses, to make it.")
NO_DAYS = N_("Round {round} is not in the file yet, and is no year. Say on which days it begins and ends, to make it.")

_WHO = frozenset({"covenant", "party", "name", "round", "kind", "framework", "version"}) | {
    *("covenants", "parties", "rounds", "frameworks", "assessments")
}
_WHAT = frozenset({"framework", "version", "covenant", "section", "criterion", "indicator"}) | {
    *("sections", "criteria", "indicators")
}
_FOUND_WHO = ("covenant", "party", "framework", "version")
_FOUND_WHAT = ("section", "criterion", "indicator")
Said = tuple[Severity, str, str, Mapping[str, object]]
"""How grave, at which column, in which sentence, with which values."""


class RecordLike(Protocol):
    """A row to be, with its values by field and where they came from."""

    row: int
    values: dict[str, Cell]
    columns: dict[str, int]
    heading: str


class Parents:
    """Gives records their codes, and keeps the rows of other tables that they need. `known` learns what is made."""

    def __init__(self, recipe: Recipe, known: Known) -> None:
        self._recipe = recipe
        self._known = known
        self._own = {column.name for column in TABLES[recipe.table]}
        self._memory: dict[tuple[object, ...], dict[str, Cell]] = {}
        self._done: set[tuple[object, ...]] = set()
        self.rows: list[tuple[str, int, dict[str, Cell], Mapping[str, int]]] = []

    def complete(self, record: RecordLike) -> list[Said]:
        """Complete one record; what there is to say of it."""
        if "party" not in record.columns and (place := record.columns.get("parties.name")) is not None:
            record.columns["party"] = place
        said = self._remembered(record, _WHO, self._complete_who)
        self._remembered(record, _WHAT, self._complete_what)
        return said

    def _complete_who(self, record: RecordLike) -> list[Said]:
        said = [*self._covenant(record), *self._party(record), *self._round(record)]
        self._framework(record)
        if self._recipe.table in OF_ASSESSMENTS and self._recipe.table != "assessments":
            self._assessment(record)
        return said

    def _complete_what(self, record: RecordLike) -> list[Said]:
        self._section(record)
        self._criterion(record)
        self._indicator(record)
        return []

    def _remembered(
        self, record: RecordLike, names: frozenset[str], complete: Callable[[RecordLike], list[Said]]
    ) -> list[Said]:
        """Complete a record, at once where one with the same values was completed before."""
        given = [(name, value) for name, value in record.values.items() if name in names or name.split(".")[0] in names]
        key = (names, record.heading if names is _WHAT else "", *given)
        known = self._memory.get(key)
        if known is None:
            said = complete(record)
            found = _FOUND_WHO if names is _WHO else _FOUND_WHAT
            self._memory[key] = {name: record.values[name] for name in found if name in record.values}
            return said
        record.values.update(known)
        return []

    def _text(self, record: RecordLike, name: str) -> str:
        value = record.values.get(name)
        return "" if value is None else cells.text(value)

    def _code(self, record: RecordLike, name: str) -> str:
        """A code as it will be read; "" where it is none, which the import then says."""
        try:
            return cells.code(record.values[name]) if record.values.get(name) is not None else ""
        except BadCell:
            return ""

    def _extra(self, record: RecordLike, table: str) -> dict[str, Cell]:
        """What is given of another table."""
        start = f"{table}."
        return {
            name.removeprefix(start): value
            for name, value in record.values.items()
            if name.startswith(start) and value is not None
        }

    def _make(self, table: str, record: RecordLike, values: Mapping[str, Cell]) -> None:
        if self._recipe.make_missing and table != self._recipe.table:
            self.rows.append((table, record.row, dict(values), record.columns))

    def _once(self, *key: object) -> bool:
        """Whether this is met for the first time."""
        new = key not in self._done
        self._done.add(key)
        return new

    def _covenant(self, record: RecordLike) -> Iterator[Said]:
        if "covenant" not in self._own:
            return
        text = self._code(record, "covenant")
        if not text:
            return
        code = self._known.covenants.find(text)
        if code is None:
            code = text
            self._known.covenants.add(code)
            extra = self._extra(record, "covenants")
            self._make("covenants", record, {"covenant": code, **(extra or {"name_nl": text, "name_en": text})})
        record.values["covenant"] = code
        yield from ()

    def _party(self, record: RecordLike) -> Iterator[Said]:
        if "party" not in self._own or self._recipe.table in ("risks", "actions", "commitments", "complaints"):
            return
        parties = self._known.covenant(self._code(record, "covenant")).parties
        main = self._recipe.table == "parties"
        name = self._text(record, "name" if main else "parties.name")
        code = self._code(record, "party")
        if not name and not code:
            return
        other = ""
        found = parties.by_code(code) if code else parties.by_name(name)
        if found is None and code and not name:
            found = parties.find(code)  # a column of codes that holds a name
        new = found is None
        if found is None:
            if code:
                parties.add(code, name)
                found = code
            else:
                found, other = parties.make(name)
        record.values["party"] = found
        if other:
            yield "note", "party", LOOKS_ALIKE, {"name": name, "code": found, "other": other}
        extra = self._extra(record, "parties")
        extra.pop("name", None)
        if main or (not new and not extra):
            return
        known_name = parties.names.get(found) or name
        if not known_name and not extra:
            return  # a code that is nowhere else: the import says that there is no such party
        values: dict[str, Cell] = {"covenant": record.values.get("covenant"), "party": found, "name": known_name}
        self._make("parties", record, {**values, **extra})

    def _round(self, record: RecordLike) -> Iterator[Said]:
        if "round" not in self._own or self._recipe.table == "rounds":
            return
        covenant, code = self._code(record, "covenant"), self._code(record, "round")
        if not code or not self._recipe.make_missing:
            return
        rounds = self._known.covenant(covenant).rounds
        if self._known.framework_of(covenant, code) is not None:
            return
        framework, version = self._code(record, "framework"), self._code(record, "version")
        days = self._extra(record, "rounds")
        if code.isdigit() and len(code) == 4 and not days:
            days = {"first_day": f"{code}-01-01", "last_day": f"{code}-12-31"}
        if not self._once("round", covenant, code):
            return
        if not (framework and version):
            yield "error", "round", NO_FRAMEWORK, {"round": code}
        elif not {"first_day", "last_day"} <= set(days):
            yield "error", "round", NO_DAYS, {"round": code}
        else:
            rounds[code.casefold()] = framework, version
            values = {"covenant": covenant, "round": code, **days, "framework": framework, "version": version}
            self._make("rounds", record, values)

    def _framework(self, record: RecordLike) -> None:
        """The framework version that a record is about: what it says, or its round's."""
        if not self._own & {"criterion", "section", "round"}:
            return
        of_round = self._known.framework_of(self._code(record, "covenant"), self._code(record, "round"))
        if of_round is not None:
            record.values["framework"], record.values["version"] = of_round
        framework, version = self._code(record, "framework"), self._code(record, "version")
        if not (framework and version) or self._recipe.table == "frameworks":
            return
        is_new = (framework.casefold(), version.casefold()) not in self._known.versions
        if self._once("framework", framework.casefold(), version.casefold()) and is_new:
            values = {"framework": framework, "version": version, "name_nl": framework, "name_en": framework}
            self._make("frameworks", record, {**values, **self._extra(record, "frameworks")})

    def _section(self, record: RecordLike) -> None:
        """The section of a summary or a criterion; that of a criterion is its number's first part, or 1."""
        framework, version = self._code(record, "framework"), self._code(record, "version")
        own = self._recipe.table
        if not (framework and version) or own == "sections" or not self._own & {"section", "criterion"}:
            return
        known = self._known.version(framework, version)
        text = self._code(record, "section")
        if "criterion" in self._own and own != "criteria":
            if self._find_criterion(record) is not None:
                return
            if not text:
                number = numbered(self._text(record, "criterion") + " x")[0]
                text = number.rpartition(".")[0] or "1"
        if not text:
            return
        found = known.sections.find(text)
        if found is None:
            number = numbered(text)[0]
            found = known.sections.by_code(number) if number else None
            if found is None:
                found = number or (text if len(text) <= 12 else code_for(text, known.sections, in_words=True))
                name = record.heading if own == "summaries" and record.heading else text
                name = numbered(name)[1] if own == "summaries" or text != "1" else "Criteria"
                known.sections.add(found, text)
                values: dict[str, Cell] = {"framework": framework, "version": version, "section": found}
                extra = self._extra(record, "sections")
                self._make("sections", record, {**values, **(extra or {"name_nl": name, "name_en": name})})
        record.values["section"] = found

    def _find_criterion(self, record: RecordLike) -> str | None:
        known = self._known.version(self._code(record, "framework"), self._code(record, "version")).criteria
        text = self._text(record, "criterion")
        number, rest = numbered(text)
        return known.find(text) or (number and known.by_code(number)) or (rest and known.by_name(rest)) or None

    def _criterion(self, record: RecordLike) -> None:
        framework, version = self._code(record, "framework"), self._code(record, "version")
        if "criterion" not in self._own or self._recipe.table == "criteria" or not (framework and version):
            return
        text = self._text(record, "criterion")
        if not text:
            return
        found = self._find_criterion(record)
        if found is None:
            known = self._known.version(framework, version).criteria
            number, rest = numbered(text)
            spoken = record.heading or rest or text
            is_code = len(text) <= 40 and text == text.strip() and " " not in text
            found = number or (text if is_code else suggested_code(text, known.names))
            known.add(found, text, spoken)
            said = numbered(spoken)[1] or spoken
            values: dict[str, Cell] = {
                "framework": framework,
                "version": version,
                "section": record.values.get("section"),
                "criterion": found,
            }
            extra = self._extra(record, "criteria")
            texts = {} if extra.keys() & {"text_nl", "text_en"} else {"text_nl": said, "text_en": said}
            self._make("criteria", record, {**values, **texts, **extra})
        record.values["criterion"] = found

    def _indicator(self, record: RecordLike) -> None:
        if self._recipe.table not in ("observations", "targets"):
            return
        text = self._text(record, "indicator")
        if not text:
            return
        covenant = self._code(record, "covenant")
        known = self._known.covenant(covenant).indicators
        found = known.find(text)
        if found is None:
            found = text if " " not in text and len(text) <= 40 else suggested_code(text, known.names)
            name = record.heading or text
            known.add(found, text, name)
            extra = self._extra(record, "indicators")
            names = {} if extra.keys() & {"name_nl", "name_en"} else {"name_nl": name, "name_en": name}
            self._make("indicators", record, {"covenant": covenant, "indicator": found, **names, **extra})
        record.values["indicator"] = found

    def _assessment(self, record: RecordLike) -> None:
        extra = self._extra(record, "assessments")
        if not extra:
            return
        keys = {name: record.values.get(name) for name in ("covenant", "party", "round", "kind")}
        given = {name: value for name, value in keys.items() if value is not None}
        # Not only where something is missing: it was said of these assessments.
        if self._recipe.table != "assessments":
            self.rows.append(("assessments", record.row, {**given, **extra}, record.columns))
