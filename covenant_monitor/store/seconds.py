"""Second assessments: who looks again at whom, blind, and at which criteria."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from covenant_monitor.domain.applicability import applies
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Framework, Status
from covenant_monitor.domain.workflow import Obstacle, same_person
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import NOT_BLIND, OBSTACLES
from covenant_monitor.store.queries import Reader, covenant_id, party, party_id, round_of
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.standing_reading import standings
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold


@dataclass(frozen=True, slots=True)
class _Second:
    """A second assessment that there is already."""

    number: int
    status: Status
    assessor: str
    rated: int


def assign_second(
    store: Store, *, covenant: str, round: str, parties: Collection[str], criteria: Collection[str], assessor: str
) -> Change:
    """Have `assessor` assess some participants again, without seeing the first assessment; one change set.

    `criteria` limits it to these codes (empty: all). A second assessment that exists without ratings is handed over;
    one of the same assessor gets the new sample and keeps its ratings.

    Raises:
        Problem: nobody or nothing was chosen; a participant does not take part in the round, or none of the criteria
            applies to it; a criterion is not in the framework; the assessor made the secretariat's assessment; another
            second assessor has begun; the second assessment is final.
    """
    who = clean(assessor)
    if not who:
        raise Problem("Say who makes the second assessment.")
    if not parties:
        raise Problem("Choose at least one participant to assess again.")
    round_number, round_, framework_id, _every = round_of(store, covenant, round)
    framework = store.framework(framework_id)
    codes = _known(framework, criteria)
    taking_part = {fold(one.party.code): one for one in standings(store, covenant, round_.code)}
    existing = _existing(store, round_number)
    wanted = {}
    for code in parties:
        standing = taking_part.get(fold(code))
        if standing is None:
            name = party(store, covenant, code).name
            raise Problem("{party} does not take part in round {round}.", party=name, round=round_.code)
        number = party_id(store, covenant, code)
        _refuse(standing, existing.get(number), framework, codes, who)
        wanted[number] = standing.party.code
    detail: dict[str, object] = {"person": who, "n": len(wanted)}
    if len(wanted) == 1:
        detail["party"] = taking_part[fold(next(iter(wanted.values())))].party.name
    action = "assign_second" if len(wanted) == 1 else "assign_seconds"
    with store.change(action, detail) as change:
        for number, code in wanted.items():
            second = existing.get(number)
            key = second.number if second else stable_id("assessment", covenant, code, round_.code, "second")
            if second is None:
                store.connection.execute(
                    "INSERT INTO assessment (id, party, round, kind, assessor) VALUES (?, ?, ?, 'second', ?)",
                    (key, number, round_number, who),
                )
            else:
                store.connection.execute("UPDATE assessment SET assessor = ? WHERE id = ?", (who, key))
            _limit(store, key, framework_id, codes)
    return change


def assessed_blind(source: Reader, covenant: str, user: str) -> set[tuple[str, str]]:
    """Round and participant, by code, of every second assessment that `user` is not done with.

    What others found there `user` must not see yet. Raises Problem where there is no such covenant.
    """
    rows = source.connection.execute(
        "SELECT r.code, p.code, a.assessor FROM assessment a JOIN round r ON r.id = a.round"
        " JOIN party p ON p.id = a.party WHERE a.kind = ? AND a.status IN (?, ?) AND r.covenant = ?",
        (AssessmentKind.SECOND, Status.DRAFT, Status.SUBMITTED, covenant_id(source, covenant)),
    )
    return {(round_, party_code) for round_, party_code, assessor in rows if same_person(assessor, user)}


def _known(framework: Framework, criteria: Collection[str]) -> frozenset[str]:
    """The codes as the framework spells them. Raises Problem for one that it does not have."""
    spelled = {fold(code): code for code in framework.criteria}
    for code in criteria:
        if fold(code) not in spelled:
            raise Problem(
                "Criterion {criterion} is not in framework {framework}, version {version}.",
                criterion=code,
                framework=framework.code,
                version=framework.version,
            )
    return frozenset(spelled[fold(code)] for code in criteria)


def _existing(store: Store, round_number: int) -> Mapping[int, _Second]:
    """The second assessments of a round by party id."""
    return {
        row[0]: _Second(row[1], Status(row[2]), row[3], row[4])
        for row in store.connection.execute(
            "SELECT a.party, a.id, a.status, a.assessor, (SELECT count(*) FROM rating g WHERE g.assessment = a.id"
            " AND (g.value IS NOT NULL OR g.not_applicable)) FROM assessment a WHERE a.round = ? AND a.kind = ?",
            (round_number, AssessmentKind.SECOND),
        )
    }


def _refuse(
    standing: Standing, second: _Second | None, framework: Framework, criteria: Collection[str], who: str
) -> None:
    name = standing.party.name
    if same_person(standing.assessor, who):
        raise Problem(NOT_BLIND, person=who, party=name)
    if second is not None and second.status is Status.FINAL:
        raise Problem(OBSTACLES[Obstacle.LOCKED], party=name)
    if second is not None and second.rated and not same_person(second.assessor, who):
        raise Problem(
            "{other} has begun the second assessment of {party}: leave it to {other}, or clear those ratings first.",
            other=second.assessor or "?",
            party=name,
        )
    year, group = standing.participation_year, standing.party.group
    if criteria and not any(applies(framework.criteria[code], year, group) for code in criteria):
        raise Problem("None of the chosen criteria applies to {party}: choose others.", party=name)


def _limit(store: Store, assessment: int, framework: int, criteria: Collection[str]) -> None:
    """Make `criteria` the sample of an assessment; rows that stay are not touched, so that the ledger is true."""
    store.connection.execute(
        "DELETE FROM sample WHERE assessment = ? AND criterion NOT IN"
        f" (SELECT id FROM criterion WHERE framework = ? AND code IN ({', '.join('?' * len(criteria))}))",
        (assessment, framework, *criteria),
    )
    store.connection.executemany(
        "INSERT OR IGNORE INTO sample (assessment, criterion) SELECT ?, id FROM criterion"
        " WHERE framework = ? AND code = ?",
        [(assessment, framework, code) for code in sorted(criteria)],
    )
