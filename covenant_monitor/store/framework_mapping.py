"""The mapping between two framework versions: saved as a whole, and kept true when one of the two is edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from covenant_monitor.domain.framework_rules import mapping_obstacles
from covenant_monitor.domain.likeness import same_text
from covenant_monitor.domain.lineage import ONE_TO_ONE
from covenant_monitor.domain.model import Criterion, Framework, Relation
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.framework_reading import chain, framework_id, key_of, named, rows_between
from covenant_monitor.store.framework_words import refuse
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

NOT_MAPPED = N_("The mapping cannot be saved: {n} things are wrong.")


def save_mapping(
    store: Store, *, old: FrameworkKey, new: FrameworkKey, rows: Iterable[MappingRow], why: str = ""
) -> Change:
    """Replace the mapping between two versions of one framework.

    The mapping is no part of a version, so that a mistake in it can be mended when that is published; but then only
    with a reason, since it changes what is compared.

    Raises:
        Problem: there is no such version, the reason is missing, or one thing is wrong with the mapping.
        Rejected: several things are.
    """
    before, after = framework_id(store, old), framework_id(store, new)
    old_version, new_version_ = store.framework(before), store.framework(after)
    if fold(old_version.code) != fold(new_version_.code):
        raise Problem("A mapping is between two versions of one framework.")
    must_say_why(new_version_, why)
    spelled = [_spelled(row, old_version, new_version_) for row in rows]
    between = {(key_of(old_version), key_of(new_version_))}
    refuse(mapping_obstacles(spelled, old_version, new_version_, set(chain(store)) - between), NOT_MAPPED)
    with store.change(
        "mapping_save", named(old_version.code, f"{old_version.version} → {new_version_.version}"), why=why
    ) as change:
        write_mapping(store, before, after, spelled)
    return change


def must_say_why(new: Framework, why: str) -> None:
    """Raise Problem where the mapping to a published version would change without a reason."""
    if new.published and not clean(why):
        raise Problem("Give the reason for changing the mapping to a published version; it will be visible.")


def _spelled(row: MappingRow, old: Framework, new: Framework) -> MappingRow:
    """The row with the codes as the file spells them; unknown ones stay."""

    def spell(code: str | None, known: Mapping[str, object]) -> str | None:
        if not code:
            return None
        return code if code in known else next((one for one in known if fold(one) == fold(code)), code)

    return MappingRow(spell(row.from_criterion, old.criteria), spell(row.to_criterion, new.criteria), row.relation)


def write_mapping(store: Store, old: int, new: int, rows: Sequence[MappingRow]) -> None:
    """Make the rows those between two versions, in the running change; rows that stay are left as they are."""
    connection = store.connection
    code, before = connection.execute("SELECT code, version FROM framework WHERE id = ?", (old,)).fetchone()
    after = connection.execute("SELECT version FROM framework WHERE id = ?", (new,)).fetchone()[0]
    ids_of = {
        framework: dict(connection.execute("SELECT code, id FROM criterion WHERE framework = ?", (framework,)))
        for framework in {old, new}
    }
    wanted = {}
    for row in rows:
        number = stable_id("mapping", code, before, row.from_criterion or "", after, row.to_criterion or "")
        from_id = ids_of[old][row.from_criterion] if row.from_criterion else None
        to_id = ids_of[new][row.to_criterion] if row.to_criterion else None
        wanted[number] = (number, old, from_id, new, to_id, str(row.relation))
    known = {
        row[0]: row
        for row in connection.execute(
            "SELECT id, from_framework, from_criterion, to_framework, to_criterion, relation FROM mapping"
            " WHERE from_framework = ? AND to_framework = ?",
            (old, new),
        )
    }
    going = [number for number, row in known.items() if wanted.get(number, ())[:5] != row[:5]]
    connection.executemany("DELETE FROM mapping WHERE id = ?", [(number,) for number in going])
    connection.executemany(
        "INSERT INTO mapping (id, from_framework, from_criterion, to_framework, to_criterion, relation)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [row for number, row in wanted.items() if number not in known or number in going],
    )
    connection.executemany(
        "UPDATE mapping SET relation = ? WHERE id = ?",
        [(row[5], number) for number, row in wanted.items() if number in known and number not in going],
    )


def rekey_mappings(store: Store, framework: int) -> None:
    """Give the mappings of a version the ids of their codes after a renaming: an import looks them up by those."""
    pairs = store.connection.execute(
        "SELECT DISTINCT from_framework, to_framework FROM mapping WHERE from_framework = :id OR to_framework = :id",
        {"id": framework},
    ).fetchall()
    for old, new in pairs:
        write_mapping(store, old, new, rows_between(store, old, new))


def follow_criterion(store: Store, framework_id: int, framework: Framework, criterion: Criterion, was: str) -> None:
    """A criterion that is added is new to a mapping; one whose text changed is reworded, or the same again."""
    if was and same_text(framework.criteria[was].text, criterion.text):
        return
    for old in _older(store, framework_id):
        rows = rows_between(store, old, framework_id)
        if was:
            before = store.framework(old).criteria
            rows = [
                replace(row, relation=_relation(before[row.from_criterion], criterion))
                if row.to_criterion == criterion.code and row.from_criterion and row.relation in ONE_TO_ONE
                else row
                for row in rows
            ]
        else:
            rows.append(MappingRow(None, criterion.code, Relation.NEW))
        write_mapping(store, old, framework_id, rows)


def _relation(before: Criterion, after: Criterion) -> Relation:
    return Relation.SAME if same_text(before.text, after.text) else Relation.REWORDED


def _older(store: Store, framework_id: int) -> list[int]:
    return [
        row[0]
        for row in store.connection.execute(
            "SELECT DISTINCT from_framework FROM mapping WHERE to_framework = ?", (framework_id,)
        )
    ]


def drop_criterion(store: Store, framework_id: int, code: str) -> None:
    """What it came from was dropped, unless that became others too; what it became is new, unless it was others too."""
    pairs = store.connection.execute(
        "SELECT DISTINCT from_framework, to_framework FROM mapping WHERE from_framework = :id OR to_framework = :id",
        {"id": framework_id},
    ).fetchall()
    for old, new in pairs:
        rows = without(rows_between(store, old, new), code, is_old=old == framework_id)
        write_mapping(store, old, new, rows)


def without(rows: Iterable[MappingRow], code: str, *, is_old: bool) -> list[MappingRow]:
    """A mapping after a criterion of its old (or else new) version was deleted."""
    rows = list(rows)
    gone = [row for row in rows if (row.from_criterion if is_old else row.to_criterion) == code]
    kept = [row for row in rows if row not in gone]
    for row in gone:
        other = row.to_criterion if is_old else row.from_criterion
        if other is None:
            continue
        still = [k for k in kept if (k.to_criterion if is_old else k.from_criterion) == other]
        if not still:
            alone = MappingRow(None, other, Relation.NEW) if is_old else MappingRow(other, None, Relation.DROPPED)
            kept.append(alone)
        elif len(still) == 1 and still[0].relation in (Relation.SPLIT, Relation.MERGED):
            kept[kept.index(still[0])] = replace(still[0], relation=Relation.REWORDED)
    return kept
