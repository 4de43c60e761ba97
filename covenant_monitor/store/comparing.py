"""Two rounds out of the file, to be compared. A fixed number of queries, however many participants and ratings."""

from dataclasses import dataclass, replace
from functools import cache

from covenant_monitor.domain.applicability import is_participant, participation_year
from covenant_monitor.domain.comparison import Comparison, compare
from covenant_monitor.domain.comparison_parts import Decomposition, Measure, decompose
from covenant_monitor.domain.comparison_sides import Core, Entry, Side, core_of, one_to_one, whole
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import Assessment, AssessmentKind, Party, Round, Status
from covenant_monitor.store.queries import Reader, covenant_id, links, parties_by_id, round_of, summaries_of
from covenant_monitor.store.round_ratings import ratings_of_round


@dataclass(frozen=True, slots=True)
class RoundComparison:
    """Two rounds, what differs between them, and why the headline shares changed.

    A measure that one of the rounds has no share of is not in `changes`.
    """

    then: Side
    now: Side
    comparison: Comparison
    changes: dict[Measure, Decomposition]


def compare_rounds(source: Reader, covenant: str, then: str, now: str, *, final_only: bool = False) -> RoundComparison:
    """Compare two rounds of a covenant, in the order in which they are named; `then` is usually the earlier one.

    Raises Problem where there is no such covenant or round.
    """
    before, after, core = sides(source, covenant, then, now)
    return RoundComparison(
        before,
        after,
        compare(before, after, core, final_only=final_only),
        decompose(before, after, core, final_only=final_only),
    )


def sides(source: Reader, covenant: str, then: str, now: str) -> tuple[Side, Side, Core]:
    """What two rounds are compared by. Raises Problem where there is no such covenant or round."""
    then_id, then_round, then_version, every = round_of(source, covenant, then)
    now_id, now_round, now_version, _every = round_of(source, covenant, now)
    companies = parties_by_id(source, covenant_id(source, covenant), companies_only=True)
    before = _side(source, then_id, then_round, then_version, every, companies)
    after = _side(source, now_id, now_round, now_version, every, companies)
    return before, after, _core(source, before, then_version, after, now_version)


def _core(source: Reader, then: Side, then_version: int, now: Side, now_version: int) -> Core:
    if then_version == now_version:
        return whole(then.framework)
    lineage = Lineage(links(source))
    became = one_to_one(lineage, then_version, now_version, list(now.framework.criteria))
    back = {} if became else one_to_one(lineage, now_version, then_version, list(then.framework.criteria))
    return core_of(then.framework, now.framework, became or back, then_is_older=not back)


def _side(
    source: Reader, number: int, round_: Round, version: int, every: list[Round], companies: dict[int, Party]
) -> Side:
    rows = source.connection.execute(
        "SELECT a.party, a.id, a.status, coalesce(a.final_group, p.group_code), o.participation_year"
        " FROM assessment a JOIN party p ON p.id = a.party JOIN score o ON o.assessment = a.id"
        " WHERE a.round = ? AND a.kind = 'secretariat'",
        (number,),
    ).fetchall()
    ratings = ratings_of_round(source, number, (AssessmentKind.SECRETARIAT,))
    entered = summaries_of(source, [row[1] for row in rows])
    assessed = {row[0]: row[1:] for row in rows}
    year_of = cache(lambda joined_on: participation_year(joined_on, round_, every))
    entries = []
    for key, company in companies.items():
        if key not in assessed:
            if is_participant(company.joined_on, company.left_on, round_):
                entries.append(Entry(company, year_of(company.joined_on)))
            continue
        assessment, status, group, year = assessed[key]
        counted = company if group == company.group else replace(company, group=group)
        found = Assessment(
            company.code,
            round_.code,
            AssessmentKind.SECRETARIAT,
            Status(status),
            ratings=ratings.get(assessment, {}),
            summaries=entered[assessment],
        )
        entries.append(Entry(counted, year, found))
    return Side(round_, source.framework(version), entries)
