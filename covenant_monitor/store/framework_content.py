"""What is done with the sections and criteria of a draft. Renaming keeps ids, ratings and mappings.

The mapping from an older version is kept true along the way: a criterion that is added is new in it, one that is
deleted leaves the one that it came from dropped, and one whose text changes is reworded, or the same again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from covenant_monitor.domain.model import Criterion, Framework, Section
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.framework_mapping import drop_criterion, follow_criterion, rekey_mappings
from covenant_monitor.store.framework_reading import groups_of, named
from covenant_monitor.store.frameworks import checked_code, draft_id, new_id
from covenant_monitor.store.queries import GROUP_SEPARATOR
from covenant_monitor.store.registers import rename_criterion
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

STEPS = range(1, 7)


def save_section(store: Store, *, key: FrameworkKey, section: Section, was: str = "") -> Change:
    """Add a section (`was` is ""), or change the one with the code `was`. Its criteria stay as they are.

    Raises Problem where the version no longer changes, the code is taken or missing, or a value is impossible.
    """
    framework_id = draft_id(store, key)
    framework = store.framework(framework_id)
    code = checked_code(section.code, missing=N_("A section needs a short code."))
    if section.weight <= 0:
        raise Problem("A weight is above 0.")
    if section.step is not None and section.step not in STEPS:
        raise Problem("A step of the OECD Guidance is 1 to 6.")
    known = _section(framework, was).code if was else ""
    if fold(code) != fold(known) and any(fold(other.code) == fold(code) for other in framework.sections):
        raise Problem("There is a section {code} already. Choose another code.", code=code)
    values = (clean(section.name.nl), clean(section.name.en), section.step, float(section.weight))
    detail = {"section": code} | named(framework.code, framework.version)
    with store.change("section_save", detail) as change:
        if was:
            store.connection.execute(
                "UPDATE section SET code = ?, name_nl = ?, name_en = ?, step = ?, weight = ?"
                " WHERE framework = ? AND code = ?",
                (code, *values, framework_id, known),
            )
            rename_in_assessments(store, framework_id, "summary", "section_code", known, code)
        else:
            _add_section(store, framework_id, framework, code, *values)
    return change


def _section(framework: Framework, code: str) -> Section:
    for section in framework.sections:
        if fold(section.code) == fold(code):
            return section
    raise Problem("There is no section {code} in this framework version.", code=code)


def _criterion(framework: Framework, code: str) -> Criterion:
    for known, criterion in framework.criteria.items():
        if fold(known) == fold(code):
            return criterion
    raise Problem(
        "Criterion {criterion} is not in framework {framework}, version {version}.",
        criterion=code,
        framework=framework.code,
        version=framework.version,
    )


def _add_section(store: Store, framework_id: int, framework: Framework, code: str, *values: object) -> int:
    number = new_id(store, "section", framework.code, framework.version, code)
    store.connection.execute(
        "INSERT INTO section (id, framework, code, name_nl, name_en, step, weight) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, framework_id, code, *(values or ("", "", None, 1.0))),
    )
    return number


def rename_in_assessments(store: Store, framework_id: int, table: str, column: str, old: str, new: str) -> None:
    """Follow a renaming where assessments name a section or criterion by its code, which is part of the row's key."""
    if old == new:
        return
    rows = store.connection.execute(
        f"SELECT g.* FROM {table} g JOIN assessment a ON a.id = g.assessment JOIN round r ON r.id = a.round"
        f" WHERE r.framework = ? AND g.{column} = ?",
        (framework_id, old),
    )
    names = [name for name, *_ in rows.description]
    place = names.index(column)
    renamed = [[*row[:place], new, *row[place + 1 :]] for row in rows.fetchall()]
    store.connection.executemany(
        f"DELETE FROM {table} WHERE assessment = ? AND {column} = ?",
        [(row[names.index("assessment")], old) for row in renamed],
    )
    marks = ", ".join("?" * len(names))
    store.connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", renamed)


def delete_section(store: Store, *, key: FrameworkKey, code: str) -> Change:
    """Delete a section. Its criteria stay, without a section; a version that has such cannot be published.

    Raises Problem where the version no longer changes, there is no such section, or percentages were entered for it.
    """
    framework_id = draft_id(store, key)
    framework = store.framework(framework_id)
    section = _section(framework, clean(code) or "-")
    entered = store.connection.execute(
        "SELECT p.name, r.code FROM summary s JOIN assessment a ON a.id = s.assessment JOIN party p ON p.id = a.party"
        " JOIN round r ON r.id = a.round WHERE r.framework = ? AND s.section_code = ?",
        (framework_id, section.code),
    ).fetchone()
    if entered:
        raise Problem(
            "Section {code} stays: {party} has a percentage entered for it in round {round}.",
            code=section.code,
            party=entered[0],
            round=entered[1],
        )
    detail = {"section": section.code} | named(framework.code, framework.version)
    with store.change("section_delete", detail) as change:
        if section.criteria:
            nowhere = _section_id(store, framework_id, framework, "")
            store.connection.execute(
                "UPDATE criterion SET section = ? WHERE section ="
                " (SELECT id FROM section WHERE framework = ? AND code = ?)",
                (nowhere, framework_id, section.code),
            )
        store.connection.execute("DELETE FROM section WHERE framework = ? AND code = ?", (framework_id, section.code))
    return change


def _section_id(store: Store, framework_id: int, framework: Framework, code: str) -> int:
    """The id of a section; the one without a code is made when it is first needed."""
    known = code and _section(framework, code).code
    row = store.connection.execute(
        "SELECT id FROM section WHERE framework = ? AND code = ?", (framework_id, known)
    ).fetchone()
    return row[0] if row else _add_section(store, framework_id, framework, "")


def save_criterion(store: Store, *, key: FrameworkKey, section: str, criterion: Criterion, was: str = "") -> Change:
    """Add a criterion (`was` is ""), or change the one with the code `was`; it goes to `section` ("" is none yet).

    Raises Problem where the version no longer changes, the code is taken or missing, there is no such section, or a
    value is impossible.
    """
    framework_id = draft_id(store, key)
    framework = store.framework(framework_id)
    if was:
        was = _criterion(framework, was).code
    checked = _checked(store, framework, criterion, was)
    if section:
        section = _section(framework, section).code
    detail = {"criterion": checked.code} | named(framework.code, framework.version)
    with store.change("criterion_save", detail) as change:
        _write(store, framework_id, framework, section, checked, was)
        _tidy(store, framework_id, framework)
    return change


def save_criteria(store: Store, *, key: FrameworkKey, criteria: Sequence[tuple[str, Criterion]]) -> Change:
    """Change several criteria that are there, each with its section, as one change. Raises as `save_criterion` does."""
    framework_id = draft_id(store, key)
    framework = store.framework(framework_id)
    checked = [
        (section and _section(framework, section).code, _checked(store, framework, one, one.code))
        for section, one in criteria
    ]
    one = len(checked) == 1
    detail: dict[str, object] = {"criterion": checked[0][1].code} if one else {"n": len(checked)}
    action = "criterion_save" if one else "criteria_save"
    with store.change(action, detail | named(framework.code, framework.version)) as change:
        for section, criterion in checked:
            was = _criterion(framework, criterion.code).code
            _write(store, framework_id, framework, section, replace(criterion, code=was), was)
        _tidy(store, framework_id, framework)
    return change


def _checked(store: Store, framework: Framework, criterion: Criterion, was: str) -> Criterion:
    code = checked_code(criterion.code, missing=N_("A criterion needs a short code."))
    if fold(code) != fold(was) and any(fold(other) == fold(code) for other in framework.criteria):
        raise Problem("There is a criterion {code} already. Choose another code.", code=code)
    if criterion.weight <= 0:
        raise Problem("A weight is above 0.")
    if criterion.from_participation_year < 1:
        raise Problem("The participation year from which a criterion applies is 1 or more.")
    return replace(criterion, code=code, groups=_spelled(store, criterion.groups))


def _spelled(store: Store, groups: Iterable[str]) -> frozenset[str]:
    """Groups as the file has spelled them before; the separator between groups separates here too."""
    known = {fold(group): group for group in groups_of(store)}
    parts = [clean(part) for group in groups for part in group.split(GROUP_SEPARATOR)]
    return frozenset(known.get(fold(part), part) for part in parts if part)


def _write(store: Store, framework_id: int, framework: Framework, section: str, criterion: Criterion, was: str) -> None:
    connection = store.connection
    values = (
        _section_id(store, framework_id, framework, section),
        criterion.code,
        *(clean(text) for text in (criterion.text.nl, criterion.text.en)),
        *(clean(text) for text in (criterion.guidance.nl, criterion.guidance.en)),
        clean(criterion.theme),
        criterion.dimension,
        float(criterion.weight),
        criterion.from_participation_year,
        GROUP_SEPARATOR.join(sorted(criterion.groups)),
    )
    if was:
        number = connection.execute(
            "SELECT id FROM criterion WHERE framework = ? AND code = ?", (framework_id, was)
        ).fetchone()[0]
        connection.execute(
            "UPDATE criterion SET section = ?, code = ?, text_nl = ?, text_en = ?, guidance_nl = ?, guidance_en = ?,"
            " theme = ?, dimension = ?, weight = ?, from_participation_year = ?, groups = ? WHERE id = ?",
            (*values, number),
        )
    else:
        number = new_id(store, "criterion", framework.code, framework.version, criterion.code)
        connection.execute(
            "INSERT INTO criterion (id, framework, section, code, text_nl, text_en, guidance_nl, guidance_en, theme,"
            " dimension, weight, from_participation_year, groups) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, framework_id, *values),
        )
    _write_anchors(store, number, criterion)
    if was and was != criterion.code:
        rename_in_assessments(store, framework_id, "remark", "criterion_code", was, criterion.code)
        rename_criterion(store, framework_id, was, criterion.code)
        rekey_mappings(store, framework_id)
    follow_criterion(store, framework_id, framework, criterion, was)


def _write_anchors(store: Store, number: int, criterion: Criterion) -> None:
    wanted = {str(level): (clean(text.nl), clean(text.en)) for level, text in criterion.anchors.items()}
    wanted = {level: texts for level, texts in wanted.items() if any(texts)}
    known = [row[0] for row in store.connection.execute("SELECT level FROM anchor WHERE criterion = ?", (number,))]
    store.connection.executemany(
        "DELETE FROM anchor WHERE criterion = ? AND level = ?",
        [(number, level) for level in known if level not in wanted],
    )
    store.connection.executemany(
        "INSERT INTO anchor (criterion, level, text_nl, text_en) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET text_nl = excluded.text_nl, text_en = excluded.text_en",
        [(number, level, *texts) for level, texts in wanted.items()],
    )


def _tidy(store: Store, framework_id: int, framework: Framework) -> None:
    """Take the section of those that have none away, where none is left in it."""
    if any(not section.code for section in framework.sections):
        store.connection.execute(
            "DELETE FROM section WHERE framework = ? AND code = ''"
            " AND NOT EXISTS (SELECT 1 FROM criterion k WHERE k.section = section.id)",
            (framework_id,),
        )


def delete_criterion(store: Store, *, key: FrameworkKey, code: str) -> Change:
    """Delete a criterion of a draft, with its place in mappings.

    Raises Problem where the version no longer changes, there is no such criterion, or something was said of it in an
    assessment.
    """
    framework_id = draft_id(store, key)
    framework = store.framework(framework_id)
    known = _criterion(framework, code).code
    connection = store.connection
    number = connection.execute(
        "SELECT id FROM criterion WHERE framework = ? AND code = ?", (framework_id, known)
    ).fetchone()[0]
    used = connection.execute(_USED, {"id": number, "code": known, "framework": framework_id}).fetchone()
    if used:
        raise Problem(
            "Criterion {criterion} stays: it has a rating, note or response of {party} in round {round}. "
            "Make a new version, and drop it there.",
            criterion=known,
            party=used[0],
            round=used[1],
        )
    detail = {"criterion": known} | named(framework.code, framework.version)
    with store.change("criterion_delete", detail) as change:
        drop_criterion(store, framework_id, known)
        for table in ("rating", "carried", "response", "sample", "anchor"):
            connection.execute(f"DELETE FROM {table} WHERE criterion = ?", (number,))
        connection.execute("DELETE FROM criterion WHERE id = ?", (number,))
        _tidy(store, framework_id, framework)
    return change


_USED = """
SELECT p.name, r.code FROM assessment a JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round
WHERE r.framework = :framework AND a.id IN (
    SELECT assessment FROM rating WHERE criterion = :id AND (value IS NOT NULL OR not_applicable OR unproven
        OR evidence <> '' OR note <> '' OR evidence_date IS NOT NULL)
    UNION SELECT assessment FROM response WHERE criterion = :id
    UNION SELECT assessment FROM remark WHERE criterion_code = :code)
"""
