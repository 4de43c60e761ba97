"""What is done with framework versions as a whole: made, copied, published, deleted. See also `framework_content`.

A version that was published, or that final assessments were made with, no longer changes; the file itself refuses the
first. So a new version is how a framework changes, and ratings of past rounds stay what they were.
"""

from covenant_monitor.domain.model import LEVELS, Relation, Scale, Text
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.framework_mapping import rekey_mappings, write_mapping
from covenant_monitor.store.framework_reading import HAS_FINAL, HAS_RATINGS, findings, framework_id, known_id, named
from covenant_monitor.store.framework_words import refuse
from covenant_monitor.store.schema import free_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

LONGEST_CODE = 64
PUBLISHED = N_("This framework version is published and never changes: make a new version.")
FINAL_UNDER_IT = N_("Assessments made with this version are final, so it no longer changes: make a new version.")
SCALE_STAYS = N_("This framework version has ratings, so its scale stays as it is: make a new version.")
NOT_PUBLISHED = N_("It cannot be published yet: {n} things are wrong.")


def draft_id(store: Store, key: FrameworkKey) -> int:
    """The id of a version that may change. Raises Problem where there is none, or it no longer changes."""
    number = framework_id(store, key)
    status, final = store.connection.execute(
        f"SELECT status, {HAS_FINAL.format('framework.id')} FROM framework WHERE id = ?", (number,)
    ).fetchone()
    if status == "published":
        raise Problem(PUBLISHED)
    if final:
        raise Problem(FINAL_UNDER_IT)
    return number


def checked_code(text: str, *, missing: str) -> str:
    """A code as it is kept. Raises Problem (`missing`) where there is none, or it is none."""
    code = clean(text)
    if not code:
        raise Problem(missing, code=code)  # which tells a form at which field it is; so below
    if len(code) > LONGEST_CODE or "\n" in code or "\t" in code:
        raise Problem("A code stands on one line, and has at most {limit} characters.", limit=LONGEST_CODE, code=code)
    return code


def new_id(store: Store, table: str, *key: str) -> int:
    """The id for a new record with this natural key."""

    def is_taken(number: int) -> bool:
        return store.connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (number,)).fetchone() is not None

    return free_id(is_taken, table, *key)


def create(store: Store, *, key: FrameworkKey, name: Text, scale: Scale = LEVELS) -> Change:
    """Make a new framework, as an empty draft. Raises Problem where it is there, has no code, or its scale is none."""
    code, version = _new_key(store, key)
    with store.change("framework_new", named(code, version)) as change:
        _insert(store, code, version, name, scale)
    return change


def _new_key(store: Store, key: FrameworkKey) -> tuple[str, str]:
    code = checked_code(key.framework, missing=N_("A framework needs a short code."))
    version = checked_code(key.version, missing=N_("A framework needs a version, such as 1."))
    if known_id(store, FrameworkKey(code, version)) is not None:
        raise Problem(
            "There is a framework {framework}, version {version} already. Choose another version.",
            framework=code,
            version=version,
        )
    return code, version


def _insert(store: Store, code: str, version: str, name: Text, scale: Scale) -> int:
    number = new_id(store, "framework", code, version)
    store.connection.execute(
        "INSERT INTO framework (id, code, version, name_nl, name_en, scale, scale_min, scale_max)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, code, version, clean(name.nl), clean(name.en), *_scale_values(scale)),
    )
    return number


def _scale_values(scale: Scale) -> tuple[str, float, float]:
    if scale.maximum <= scale.minimum:
        raise Problem("The highest value of a scale is above its lowest.")
    if scale.by_level and (scale.minimum, scale.maximum) != (0, 1):
        raise Problem("A scale of fully, partially and not goes from 0 to 1.")
    return "levels" if scale.by_level else "number", float(scale.minimum), float(scale.maximum)


def edit(store: Store, *, key: FrameworkKey, name: Text, scale: Scale, version: str = "") -> Change:
    """Change name and scale of a draft, and what the version is called; "" keeps that.

    Raises Problem where it no longer changes, the version is taken, or it has ratings by another scale.
    """
    number = draft_id(store, key)
    values = _scale_values(scale)
    framework = store.framework(number)
    before = framework.scale
    rated = store.connection.execute(f"SELECT {HAS_RATINGS.format('?')}", (number,)).fetchone()[0]
    if rated and scale != before:
        raise Problem(SCALE_STAYS)
    called = clean(version) or framework.version
    if fold(called) != fold(framework.version):
        _, called = _new_key(store, FrameworkKey(framework.code, called))
    with store.change("framework_edit", named(framework.code, called)) as change:
        store.connection.execute(
            "UPDATE framework SET version = ?, name_nl = ?, name_en = ?, scale = ?, scale_min = ?, scale_max = ?"
            " WHERE id = ?",
            (called, clean(name.nl), clean(name.en), *values, number),
        )
        rekey_mappings(store, number)
    return change


def new_version(store: Store, *, key: FrameworkKey, version: str, name: Text | None = None) -> Change:
    """Copy a version to a new draft, with a mapping that says of every criterion that it is the same.

    Raises Problem where there is no such version, or the new one is there already.
    """
    old = framework_id(store, key)
    framework = store.framework(old)
    code, called = _new_key(store, FrameworkKey(framework.code, version))
    with store.change("framework_version", named(code, called)) as change:
        new = _insert(store, code, called, name or framework.name, framework.scale)
        _copy_contents(store, old, new, code, called)
        rows = [MappingRow(known, known, Relation.SAME) for known in framework.criteria]
        write_mapping(store, old, new, rows)
    return change


def _copy_contents(store: Store, old: int, new: int, code: str, version: str) -> None:
    connection = store.connection
    sections: dict[int, int] = {}
    for number, section, *rest in connection.execute(
        "SELECT id, code, name_nl, name_en, step, weight FROM section WHERE framework = ?", (old,)
    ).fetchall():
        sections[number] = new_id(store, "section", code, version, section)
        connection.execute("INSERT INTO section VALUES (?, ?, ?, ?, ?, ?, ?)", (sections[number], new, section, *rest))
    for number, section, criterion, *rest in connection.execute(
        f"SELECT id, section, code, {_CRITERION_TEXTS} FROM criterion WHERE framework = ?", (old,)
    ).fetchall():
        copy = new_id(store, "criterion", code, version, criterion)
        connection.execute(
            f"INSERT INTO criterion (id, framework, section, code, {_CRITERION_TEXTS})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (copy, new, sections[section], criterion, *rest),
        )
        connection.execute(
            "INSERT INTO anchor (criterion, level, text_nl, text_en)"
            " SELECT ?, level, text_nl, text_en FROM anchor WHERE criterion = ?",
            (copy, number),
        )


_CRITERION_TEXTS = (
    "text_nl, text_en, guidance_nl, guidance_en, theme, dimension, weight, from_participation_year, groups"
)


def delete_draft(store: Store, *, key: FrameworkKey) -> Change:
    """Delete a draft with everything in it. Raises Problem where it no longer changes, or a round uses it."""
    number = draft_id(store, key)
    framework = store.framework(number)
    used = store.connection.execute(
        "SELECT c.code, r.code FROM round r JOIN covenant c ON c.id = r.covenant WHERE r.framework = ?", (number,)
    ).fetchone()
    if used:
        raise Problem(
            "Round {round} of {covenant} uses this version. Give that round another version first.",
            covenant=used[0],
            round=used[1],
        )
    with store.change("framework_delete", named(framework.code, framework.version)) as change:
        query = store.connection.execute
        query("DELETE FROM mapping WHERE from_framework = :id OR to_framework = :id", {"id": number})
        query("DELETE FROM anchor WHERE criterion IN (SELECT id FROM criterion WHERE framework = ?)", (number,))
        query("DELETE FROM criterion WHERE framework = ?", (number,))
        query("DELETE FROM section WHERE framework = ?", (number,))
        query("DELETE FROM framework WHERE id = ?", (number,))
    return change


def publish(store: Store, *, key: FrameworkKey) -> Change:
    """Publish a draft: from then on it never changes.

    Raises:
        Problem: it is published already, or one thing is wrong with it.
        Rejected: several things are; `findings` says which.
    """
    number = framework_id(store, key)
    framework = store.framework(number)
    if framework.published:
        raise Problem("This framework version is published already.")
    refuse(findings(store, key), NOT_PUBLISHED)
    with store.change("framework_publish", named(framework.code, framework.version)) as change:
        store.connection.execute("UPDATE framework SET status = 'published' WHERE id = ?", (number,))
    return change
