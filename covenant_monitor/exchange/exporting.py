"""Exporting the exchange tables: rows sorted by key, columns as listed. Export then import changes nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from covenant_monitor.domain.applicability import participation_year
from covenant_monitor.domain.model import natural_key
from covenant_monitor.domain.registers import Register
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.tables import REGISTERS, TABLES, Kind, key_of
from covenant_monitor.exchange.writing import write_csv_folder, write_workbook
from covenant_monitor.store import queries
from covenant_monitor.store.queries import Reader

_OF_ASSESSMENT = "c.code, p.code, r.code, a.kind"
_ITS_NAMES = "JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant"

_OF_CRITERION = (
    "JOIN criterion k ON k.id = g.criterion JOIN framework f ON f.id = k.framework"
    f" JOIN assessment a ON a.id = g.assessment {_ITS_NAMES}"
)
_RATED = (
    "CASE WHEN g.not_applicable THEN 'na' WHEN f.scale = 'number' THEN g.value"
    " WHEN g.value >= f.scale_max THEN 'fully' WHEN g.value <= f.scale_min THEN 'not'"
    " WHEN g.value IS NOT NULL THEN 'partially' END"
)

_ENTRY = (
    "p.code, r.code, e.owner, e.status, e.raised_on, e.due_on, e.closed_on, e.result, e.participants, e.criteria,"
    " e.themes, e.note FROM register_entry e JOIN covenant c ON c.id = e.covenant"
    " LEFT JOIN party p ON p.id = e.party LEFT JOIN round r ON r.id = e.round"
)


def _entries(register: Register) -> str:
    risky = "e.severity, e.likelihood, " if register is Register.RISK else ""
    return f"c.code, e.code, e.title, e.description, {risky}{_ENTRY} WHERE e.register = '{register}'"


_SELECT: Mapping[str, str] = {
    "covenants": "code, name_nl, name_en, sector, start_date, end_date, minimum_group, dominance_percent,"
    " outcomes_public FROM covenant",
    "frameworks": "code, version, name_nl, name_en, scale, iif(scale = 'number', scale_min, NULL),"
    " iif(scale = 'number', scale_max, NULL), status FROM framework",
    "sections": "f.code, f.version, s.code, s.name_nl, s.name_en, s.step, s.weight"
    " FROM section s JOIN framework f ON f.id = s.framework WHERE s.code <> ''",
    "criteria": "f.code, f.version, s.code, k.code, k.text_nl, k.text_en, k.guidance_nl, k.guidance_en, k.theme,"
    " k.dimension, k.weight, k.from_participation_year, k.groups"
    " FROM criterion k JOIN section s ON s.id = k.section JOIN framework f ON f.id = k.framework",
    "anchors": "f.code, f.version, k.code, n.level, n.text_nl, n.text_en"
    " FROM anchor n JOIN criterion k ON k.id = n.criterion JOIN framework f ON f.id = k.framework",
    "mappings": "f.code, f.version, k.code, t.version, l.code, m.relation FROM mapping m"
    " JOIN framework f ON f.id = m.from_framework JOIN framework t ON t.id = m.to_framework"
    " LEFT JOIN criterion k ON k.id = m.from_criterion LEFT JOIN criterion l ON l.id = m.to_criterion",
    "rounds": "c.code, r.code, r.first_day, r.last_day, r.reference_date, f.code, f.version, r.join_rule,"
    " r.on_track_margin, r.note FROM round r JOIN covenant c ON c.id = r.covenant"
    " JOIN framework f ON f.id = r.framework",
    "requirements": "c.code, r.code, q.participation_year, q.group_code, q.required_percent"
    " FROM requirement q JOIN round r ON r.id = q.round JOIN covenant c ON c.id = r.covenant",
    "parties": "c.code, p.code, p.name, p.kind, p.group_code, p.country, p.kvk, p.lei, p.joined_on, p.left_on,"
    " p.left_reason FROM party p JOIN covenant c ON c.id = p.covenant",
    "figures": "c.code, p.code, g.year, g.figure, g.value, g.unit, g.source"
    " FROM figure g JOIN covenant c ON c.id = g.covenant LEFT JOIN party p ON p.id = g.party",
    "assessments": f"{_OF_ASSESSMENT}, a.status, a.assessor, a.reviewer, a.assessed_on, a.note,"
    " nullif(a.final_group, p.group_code), a.final_year"
    f" FROM assessment a {_ITS_NAMES}",
    "ratings": f"{_OF_ASSESSMENT}, k.code, {_RATED},"
    " g.na_reason, g.evidence, g.evidence_date, nullif(g.unproven, 0), g.note"
    f" FROM rating g {_OF_CRITERION}",
    "summaries": f"{_OF_ASSESSMENT}, s.section_code, s.percent"
    f" FROM summary s JOIN assessment a ON a.id = s.assessment {_ITS_NAMES}",
    "alignment": "c.code, g.year, g.component, g.dimension, g.fully, g.partially, g.not_met, g.unit, g.source"
    " FROM alignment g JOIN covenant c ON c.id = g.covenant",
    "indicators": "c.code, i.code, i.name_nl, i.name_en, i.unit, i.direction"
    " FROM indicator i JOIN covenant c ON c.id = i.covenant",
    "observations": "c.code, i.code, o.day, o.value, o.low, o.high, o.numerator, o.denominator, o.source, o.note"
    " FROM observation o JOIN indicator i ON i.id = o.indicator JOIN covenant c ON c.id = i.covenant",
    "targets": "c.code, t.code, i.code, t.baseline_date, t.baseline_value, m.day, m.value, m.note"
    " FROM milestone m JOIN target t ON t.id = m.target JOIN indicator i ON i.id = t.indicator"
    " JOIN covenant c ON c.id = t.covenant",
    "settings": "c.code, s.name, s.value FROM setting s JOIN covenant c ON c.id = s.covenant",
    "meetings": "c.code, m.at, m.name FROM meeting m JOIN covenant c ON c.id = m.covenant",
    "carried": f"{_OF_ASSESSMENT}, k.code, {_RATED}, g.na_reason, g.from_round FROM carried g {_OF_CRITERION}",
    "responses": f"{_OF_ASSESSMENT}, k.code, g.response, g.responded_by, g.responded_on, g.answer"
    f" FROM response g {_OF_CRITERION}",
    "remarks": f"{_OF_ASSESSMENT}, g.criterion_code, g.text, g.made_by, g.made_on, nullif(g.done, 0)"
    f" FROM remark g JOIN assessment a ON a.id = g.assessment {_ITS_NAMES}",
    "samples": f"{_OF_ASSESSMENT}, k.code FROM sample g {_OF_CRITERION}",
    **{table: _entries(register) for table, register in REGISTERS.items()},
    "followups": "c.code, e.code, r.code, f.answer, f.note, f.answered_by, f.answered_on FROM followup f"
    " JOIN register_entry e ON e.id = f.entry JOIN round r ON r.id = f.round JOIN covenant c ON c.id = e.covenant",
}


def rows_of(source: Reader, table: str) -> list[tuple[Any, ...]]:
    """The rows of one exchange table, sorted by key, a value per column of `TABLES`; None is an empty cell."""
    every = source.connection.execute(f"SELECT {_SELECT[table]}").fetchall()
    if table == "assessments":
        every = [(*row[:-1], year) for row, year in zip(every, _other_years(source, every), strict=True)]
    names = [column.name for column in TABLES[table]]
    places = [names.index(name) for name in key_of(table)]
    every.sort(key=lambda row: [natural_key(str(row[place] if row[place] is not None else "")) for place in places])
    # What is none, and not just the same as elsewhere or left open, has to be said.
    none = {place for place, column in enumerate(TABLES[table]) if column.clearable}
    return [
        tuple("-" if value == "" and place in none else _cell(value) for place, value in enumerate(row))
        for row in every
    ]


def _other_years(source: Reader, assessments: Iterable[Sequence[Any]]) -> Iterator[int | None]:
    """The participation year that each final assessment counts with, where its participant's is another one by now."""
    rounds = {covenant.code: queries.rounds(source, covenant.code) for covenant in queries.covenants(source)}
    joined = {
        (covenant, party.code): party.joined_on for covenant in rounds for party in queries.parties(source, covenant)
    }
    for covenant, party, code, *_rest, final_year in assessments:
        current = next(round_ for round_ in rounds[covenant] if round_.code == code)
        year = participation_year(joined[covenant, party], current, rounds[covenant])
        yield None if final_year == year else final_year


def _cell(value: Any) -> Any:
    """An empty text is an empty cell. A text that is just "-" would clear on import; with a space it is a text."""
    if value == "":
        return None
    return "- " if value == "-" else value


def export_tables(source: Reader, target: Path, *, tables: Collection[str] = ()) -> dict[str, int]:
    """Write the exchange tables to a workbook (`target` ends in .xlsx) or a folder of CSV files; rows per table.

    `tables` names those that are wanted; empty: all that have rows.

    Raises:
        Problem: a table is unknown, or the target cannot be written; what was there is then as it was.
    """
    for name in tables:
        if name not in TABLES:
            raise Problem("There is no table {table}. There are: {known}.", table=name, known=", ".join(TABLES))
    written: dict[str, int] = {}

    def contents() -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
        for name, columns in TABLES.items():
            if tables and name not in tables:
                continue
            rows = rows_of(source, name)
            if rows or tables:
                written[name] = len(rows)
                wanted = [
                    place
                    for place, column in enumerate(columns)
                    if not column.name.startswith("x_") or any(row[place] is not None for row in rows)
                ]
                typed = _typed(name, rows, as_workbook)
                yield name, [columns[place].name for place in wanted], [[row[p] for p in wanted] for row in typed]

    as_workbook = target.suffix.lower() == ".xlsx"
    if as_workbook:
        write_workbook(target, contents())
    else:
        if target.is_file():
            raise Problem("{path} is a file. Give a folder, or a name that ends in .xlsx.", path=target)
        write_csv_folder(target, contents())
    return written


def _typed(table: str, rows: Sequence[tuple[Any, ...]], as_workbook: bool) -> Sequence[tuple[Any, ...]]:
    """In a workbook, dates are real dates. In CSV they are text already."""
    dates = [place for place, column in enumerate(TABLES[table]) if column.kind is Kind.DATE]
    if not as_workbook or not dates:
        return rows
    return [
        tuple(date.fromisoformat(value) if place in dates and value else value for place, value in enumerate(row))
        for row in rows
    ]
