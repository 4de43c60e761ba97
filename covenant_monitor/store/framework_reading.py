"""What there is of framework versions: the list of them, each with what uses it, their mappings and their flaws."""

from dataclasses import dataclass

from covenant_monitor.domain.framework_rules import Flaw, leads_to, publish_findings
from covenant_monitor.domain.model import Framework, Relation, Scale, Status, Text, exact, natural_key
from covenant_monitor.domain.version_effect import Case
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from covenant_monitor.errors import Problem
from covenant_monitor.store.queries import GROUP_SEPARATOR, Reader, ratings_of, round_of
from covenant_monitor.store.texts import fold

_SUGGESTION_MARKS = ("(voorstel)", "(suggestion)")


@dataclass(frozen=True, slots=True)
class FrameworkEntry:
    """One version in a list of them. `sections` leaves out the one of the criteria that have none.

    `rounds` are (covenant, round) codes. `rated`: there are ratings by this version. `locked`: nothing of it changes
    any more. `suggestion`: its name still says so, as that of the framework that comes with the program.
    `mapped_from` are the versions that have a mapping to this one.
    """

    key: FrameworkKey
    name: Text
    scale: Scale
    published: bool
    sections: int
    criteria: int
    rounds: tuple[tuple[str, str], ...] = ()
    rated: bool = False
    locked: bool = False
    suggestion: bool = False
    mapped_from: tuple[str, ...] = ()


def entries(source: Reader) -> list[FrameworkEntry]:
    """Every framework version in the file, by code and version."""
    query = source.connection.execute
    rounds: dict[int, list[tuple[str, str]]] = {}
    for number, covenant, code in query(
        "SELECT r.framework, c.code, r.code FROM round r JOIN covenant c ON c.id = r.covenant"
        " ORDER BY c.code, r.first_day"
    ):
        rounds.setdefault(number, []).append((covenant, code))
    mapped: dict[int, list[str]] = {}
    for number, version in query(
        "SELECT DISTINCT m.to_framework, f.version FROM mapping m JOIN framework f ON f.id = m.from_framework"
    ):
        mapped.setdefault(number, []).append(version)
    found = [
        FrameworkEntry(
            key=FrameworkKey(code, version),
            name=Text(nl, en),
            scale=Scale(exact(low), exact(high), scale == "levels"),
            published=status == "published",
            sections=sections,
            criteria=criteria,
            rounds=tuple(rounds.get(number, ())),
            rated=bool(rated),
            locked=status == "published" or bool(final),
            suggestion=nl.endswith(_SUGGESTION_MARKS) or en.endswith(_SUGGESTION_MARKS),
            mapped_from=tuple(sorted(mapped.get(number, ()), key=natural_key)),
        )
        for number, code, version, nl, en, scale, low, high, status, sections, criteria, rated, final in query(
            "SELECT f.id, code, version, name_nl, name_en, scale, scale_min, scale_max, status,"
            " (SELECT count(*) FROM section s WHERE s.framework = f.id AND s.code <> ''),"
            " (SELECT count(*) FROM criterion k WHERE k.framework = f.id),"
            f" {HAS_RATINGS.format('f.id')}, {HAS_FINAL.format('f.id')} FROM framework f"
        )
    ]
    return sorted(found, key=lambda entry: (natural_key(entry.key.framework), natural_key(entry.key.version)))


HAS_RATINGS = (
    "EXISTS (SELECT 1 FROM round r JOIN assessment a ON a.round = r.id WHERE r.framework = {}"
    " AND (EXISTS (SELECT 1 FROM rating g WHERE g.assessment = a.id)"
    " OR EXISTS (SELECT 1 FROM carried c WHERE c.assessment = a.id)))"
)
HAS_FINAL = (
    "EXISTS (SELECT 1 FROM round r JOIN assessment a ON a.round = r.id WHERE r.framework = {} AND a.status = 'final')"
)


def framework_id(source: Reader, key: FrameworkKey) -> int:
    """The id of a framework version. Raises Problem where there is none."""
    number = known_id(source, key)
    if number is None:
        raise Problem(
            "There is no framework {framework}, version {version}.", framework=key.framework, version=key.version
        )
    return number


def known_id(source: Reader, key: FrameworkKey) -> int | None:
    """The id of a framework version; None where there is none."""
    wanted = fold(key.framework), fold(key.version)
    rows = source.connection.execute("SELECT id, code, version FROM framework")
    return next((number for number, code, version in rows if (fold(code), fold(version)) == wanted), None)


def framework_of(source: Reader, key: FrameworkKey) -> Framework:
    """A framework version. Raises Problem where there is none."""
    return source.framework(framework_id(source, key))


def key_of(framework: Framework) -> FrameworkKey:
    """Its code and version, as the file spells them."""
    return FrameworkKey(framework.code, framework.version)


def groups_of(source: Reader) -> list[str]:
    """Every group that the file knows: of parties, requirements and criteria."""
    return _split(
        source,
        "SELECT group_code FROM party UNION SELECT group_code FROM requirement UNION SELECT groups FROM criterion",
    )


def themes_of(source: Reader) -> list[str]:
    """Every theme that a criterion has."""
    return _split(source, "SELECT DISTINCT theme FROM criterion")


def _split(source: Reader, query: str) -> list[str]:
    parts = {part.strip() for (text,) in source.connection.execute(query) for part in text.split(GROUP_SEPARATOR)}
    return sorted(filter(None, parts), key=natural_key)


def named(framework: str, version: str) -> dict[str, object]:
    """What the ledger says of a version."""
    return {"framework": f"{framework} {version}"}


def chain(source: Reader) -> list[tuple[FrameworkKey, FrameworkKey]]:
    """Every pair of versions that has a mapping, old and new."""
    return [
        (FrameworkKey(row[0], row[1]), FrameworkKey(row[2], row[3]))
        for row in source.connection.execute(
            "SELECT DISTINCT f.code, f.version, t.code, t.version FROM mapping m"
            " JOIN framework f ON f.id = m.from_framework JOIN framework t ON t.id = m.to_framework"
        )
    ]


def circles(source: Reader) -> list[tuple[FrameworkKey, FrameworkKey]]:
    """The pairs of versions whose mapping goes in a circle, which none that is saved here does; an import may."""
    known = chain(source)
    return [(old, new) for old, new in known if old == new or leads_to(new, old, known)]


def mapping(source: Reader, old: FrameworkKey, new: FrameworkKey) -> list[MappingRow]:
    """The rows that lead from one version to another, by code. Raises Problem where there is no such version."""
    return rows_between(source, framework_id(source, old), framework_id(source, new))


def rows_between(source: Reader, old: int, new: int) -> list[MappingRow]:
    """The same, of versions by their ids."""
    rows = [
        MappingRow(before, after, Relation(relation))
        for before, after, relation in source.connection.execute(
            "SELECT o.code, n.code, m.relation FROM mapping m LEFT JOIN criterion o ON o.id = m.from_criterion"
            " LEFT JOIN criterion n ON n.id = m.to_criterion WHERE m.from_framework = ? AND m.to_framework = ?",
            (old, new),
        )
    ]
    return sorted(rows, key=lambda row: (natural_key(row.from_criterion or ""), natural_key(row.to_criterion or "")))


def findings(source: Reader, key: FrameworkKey) -> list[Flaw]:
    """What stands in the way of publishing a version, and notes on it. Raises Problem where there is none."""
    number = framework_id(source, key)
    framework = source.framework(number)
    groups = _split(source, "SELECT group_code FROM party UNION SELECT group_code FROM requirement")
    olds = source.connection.execute(
        "SELECT DISTINCT from_framework FROM mapping WHERE to_framework = ?", (number,)
    ).fetchall()
    mappings = [(source.framework(old), rows_between(source, old, number)) for (old,) in olds]
    return publish_findings(framework, groups=groups, mappings=mappings, chain=chain(source))


def cases(source: Reader, *, covenant: str, round: str) -> list[Case]:
    """The secretariat's assessments of a round, as `version_effect.effect` takes them, by participant.

    Raises Problem where there is no such round.
    """
    number, *_ = round_of(source, covenant, round)
    rows = source.connection.execute(
        "SELECT a.id, p.code, p.name, o.participation_year, coalesce(a.final_group, p.group_code), a.status"
        " FROM assessment a JOIN party p ON p.id = a.party JOIN score o ON o.assessment = a.id"
        " WHERE a.round = ? AND a.kind = 'secretariat' ORDER BY p.code",
        (number,),
    ).fetchall()
    ratings = ratings_of(source, [row[0] for row in rows])
    return [
        Case(code, name, year, group, Status(status), ratings[key]) for key, code, name, year, group, status in rows
    ]


def last_round(source: Reader, key: FrameworkKey) -> tuple[str, str] | None:
    """The (covenant, round) that was rated last by a version; None where none was. Raises Problem for no version."""
    row = source.connection.execute(
        "SELECT c.code, r.code FROM round r JOIN covenant c ON c.id = r.covenant WHERE r.framework = ? AND EXISTS"
        " (SELECT 1 FROM assessment a JOIN rating g ON g.assessment = a.id"
        " WHERE a.round = r.id AND a.kind = 'secretariat') ORDER BY r.first_day DESC, c.code LIMIT 1",
        (framework_id(source, key),),
    ).fetchone()
    return row and (row[0], row[1])
