"""Ratings of an earlier round taken into the next one as *to be confirmed*: never counted before somebody rates anew.

What goes along is decided here, once: the ratings of the participant's last earlier round that has any, of criteria
that are the same one now (perhaps reworded), on the same scale. The reference and date of the evidence and the mark
"claimed, no evidence seen" go along; notes do not, for they are about that year.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import Assessment, AssessmentKind, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import AssessmentKey, find, make
from covenant_monitor.store.queries import Reader, assessments_of, covenant_id, links, numbered_rounds, round_of
from covenant_monitor.store.standing_reading import standings
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import fold


@dataclass(frozen=True, slots=True)
class Carried:
    """What one participant takes along: from which round, and the ratings by today's criterion codes."""

    party: str
    from_round: str
    ratings: Mapping[str, Rating]


def carry_forward(store: Store, *, covenant: str, round: str, parties: Collection[str] | None = None) -> Change:
    """Begin assessments of a round with the last ratings that their participants have, to be confirmed; one change.

    `parties`: whose, by code; None for every participant that is not begun and was rated before. Who asks for it by
    name becomes the assessor; of all at once, who first rates one of them does.

    Raises:
        Problem: one that was named is begun already, or has no ratings of an earlier round that can go along.
    """
    plan = planned(store, covenant, round, parties)
    if parties is not None:
        _must_all_go(store, AssessmentKey(covenant, round, ""), parties, plan)
    detail: dict[str, object] = {"n": len(plan), "round": round}
    action = "carry_many"
    if len(plan) == 1:
        action = "carry_one"
        detail = {"party": find(store, AssessmentKey(covenant, round, plan[0].party)).party_name}
        detail["round"] = plan[0].from_round
    with store.change(action, detail) as change:
        write(store, covenant, round, plan, assessor="" if parties is None else store.user)
    return change


def planned(source: Reader, covenant: str, round_code: str, parties: Collection[str] | None = None) -> list[Carried]:
    """What would be carried forward into a round: only of participants that are not begun and have something to take.

    Raises Problem where there is no such round.
    """
    _number, here, framework_id, _every = round_of(source, covenant, round_code)
    earlier = [
        (round_.code, number)
        for _id, round_, number in numbered_rounds(source, covenant_id(source, covenant))
        if round_.first_day < here.first_day
    ]
    lineage = Lineage(links(source))
    wanted = None if parties is None else {fold(one) for one in parties}
    found = []
    for standing in standings(source, covenant, here.code):
        party = standing.party.code
        if standing.status is not None or (wanted is not None and fold(party) not in wanted):
            continue
        taken = _taken_along(source, assessments_of(source, covenant, party), earlier, framework_id, lineage)
        if taken is not None:
            found.append(Carried(party, *taken))
    return found


def _taken_along(
    source: Reader,
    assessments: Sequence[Assessment],
    earlier: Sequence[tuple[str, int]],
    framework_id: int,
    lineage: Lineage,
) -> tuple[str, dict[str, Rating]] | None:
    """The last earlier round in which the participant was rated, and what of that holds for today's criteria."""
    own = {one.round: one for one in assessments if one.kind is AssessmentKind.SECRETARIAT}
    framework = source.framework(framework_id)
    for code, then in reversed(earlier):
        ratings = own[code].ratings if code in own else {}
        if not any(rating.is_rated for rating in ratings.values()):
            continue
        same_scale = source.framework(then).scale == framework.scale
        found = {}
        for criterion in framework.criteria:
            origins, same = lineage.origins(framework_id, criterion, then)
            if same and same_scale and len(origins) == 1 and origins[0] in ratings:
                found[criterion] = ratings[origins[0]]
        return (code, found) if found else None
    return None


def _must_all_go(store: Store, place: AssessmentKey, parties: Collection[str], plan: Sequence[Carried]) -> None:
    """Raise Problem for the first that was named and cannot be begun so."""
    going = {fold(one.party) for one in plan}
    for party in parties:
        found = find(store, AssessmentKey(place.covenant, place.round, party))
        if found.exists:
            raise Problem("The assessment of {party} is begun already.", party=found.party_name)
        if fold(party) not in going:
            raise Problem(
                "{party} has no ratings of an earlier round that can be carried forward. Begin without.",
                party=found.party_name,
            )


def write(store: Store, covenant: str, round_code: str, plan: Sequence[Carried], *, assessor: str = "") -> None:
    """Make the assessments of a plan, in the running change."""
    for one in plan:
        key = AssessmentKey(covenant, round_code, one.party)
        found = find(store, key)
        make(store, found, key, assessor)
        criteria = dict(
            store.connection.execute("SELECT code, id FROM criterion WHERE framework = ?", (found.framework_id,))
        )
        store.connection.executemany(
            "INSERT INTO carried (assessment, criterion, value, not_applicable, na_reason, from_round)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    found.number,
                    criteria[code],
                    None if rating.value is None else float(rating.value),
                    int(rating.not_applicable),
                    rating.na_reason,
                    one.from_round,
                )
                for code, rating in one.ratings.items()
                if rating.is_rated
            ],
        )
        store.connection.executemany(
            "INSERT INTO rating (assessment, criterion, evidence, evidence_date, unproven) VALUES (?, ?, ?, ?, ?)",
            [
                (
                    found.number,
                    criteria[code],
                    rating.evidence,
                    rating.evidence_date and rating.evidence_date.isoformat(),
                    int(rating.unproven),
                )
                for code, rating in one.ratings.items()
                if rating.evidence or rating.evidence_date or rating.unproven
            ],
        )
