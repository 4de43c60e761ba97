"""Rounds out of the file, to be compared. A fixed number of queries, however many participants and ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from covenant_monitor.domain.applicability import is_participant, participation_year
from covenant_monitor.domain.comparison import Comparison, compare
from covenant_monitor.domain.comparison_counts import Counts, count_changes
from covenant_monitor.domain.comparison_parts import Decomposition, Measure, decompose
from covenant_monitor.domain.comparison_sides import Core, Entry, Side, common_core_of
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import Assessment, AssessmentKind, Status
from covenant_monitor.store.queries import Reader, covenant_id, links, parties_by_id, round_of, summaries_of
from covenant_monitor.store.round_ratings import ratings_of_round


@dataclass(frozen=True, slots=True)
class ReadRound:
    """A round with all that it is compared by. `version`: the id of its framework version in the file."""

    side: Side
    version: int


@dataclass(frozen=True, slots=True)
class RoundComparison:
    """Rounds, what differs between them, and why the headline shares changed from the first to the last.

    A measure that the first or the last has no share of is not in `changes`. `ends`: what the versions of the first and
    the last have in common, which may be more than all rounds have; `changes` and `counts` are of these two.
    """

    sides: Sequence[Side]
    comparison: Comparison
    ends: Core
    changes: Mapping[Measure, Decomposition]
    counts: Counts

    @property
    def then(self) -> Side:
        """The first of the rounds."""
        return self.sides[0]

    @property
    def now(self) -> Side:
        """The last of the rounds."""
        return self.sides[-1]


def compare_rounds(
    source: Reader, covenant: str, *rounds: str, final_only: bool = False, everybody: bool = False
) -> RoundComparison:
    """Compare two rounds of a covenant, or more, in the order in which they are named; usually the oldest first.

    `everybody` as in `comparison.compare`. Raises Problem where there is no such covenant or round.
    """
    read = [read_round(source, covenant, code) for code in rounds]
    return compared(read, read_lineage(source, read), final_only=final_only, everybody=everybody)


def compared(
    rounds: Sequence[ReadRound], lineage: Lineage, *, final_only: bool = False, everybody: bool = False
) -> RoundComparison:
    """Compare rounds that were read, at least one. Needs no file: it may be done in another thread."""
    sides = [one.side for one in rounds]
    then, now = rounds[0], rounds[-1]
    core = _core(rounds, lineage)
    ends = core if len(rounds) == 2 else _core([then, now], lineage)
    return RoundComparison(
        sides,
        compare(sides, core, final_only=final_only, everybody=everybody),
        ends,
        decompose(then.side, now.side, ends, final_only=final_only),
        count_changes(then.side, now.side, ends, final_only=final_only),
    )


def read_lineage(source: Reader, rounds: Sequence[ReadRound]) -> Lineage:
    """What became of criteria from version to version; nothing where all rounds have one and the same."""
    return Lineage(links(source) if len({one.version for one in rounds}) > 1 else ())


def _core(rounds: Sequence[ReadRound], lineage: Lineage) -> Core:
    return common_core_of(lineage, {one.version: one.side.framework for one in rounds})


def read_round(source: Reader, covenant: str, code: str) -> ReadRound:
    """One round with everybody in it. Raises Problem where there is no such covenant or round."""
    number, round_, version, every = round_of(source, covenant, code)
    companies = parties_by_id(source, covenant_id(source, covenant), companies_only=True)
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
    return ReadRound(Side(round_, source.framework(version), entries), version)
