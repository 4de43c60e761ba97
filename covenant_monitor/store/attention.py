"""What needs attention in a round, out of the file. A fixed number of queries, however many ratings."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from covenant_monitor.domain.attention import Matters
from covenant_monitor.domain.coherence import compare
from covenant_monitor.domain.drift import Placed, assessor_names
from covenant_monitor.domain.model import Assessment, AssessmentKind, Framework, Round, Status
from covenant_monitor.domain.registers import in_order, is_overdue, to_ask
from covenant_monitor.store.assessment_reading import returned_parties
from covenant_monitor.store.attached import samples_of
from covenant_monitor.store.queries import Reader, ratings_of, round_of
from covenant_monitor.store.registers import entries

_SECONDS = """
SELECT a.id, p.code, a.kind, a.assessor, o.participation_year, coalesce(a.final_group, p.group_code)
FROM assessment second JOIN assessment a ON a.round = second.round AND a.party = second.party AND a.kind != 'self'
    JOIN party p ON p.id = a.party JOIN score o ON o.assessment = a.id
WHERE second.round = ? AND second.kind = 'second' AND second.status NOT IN ('draft', 'submitted')
    AND EXISTS (SELECT 1 FROM assessment f WHERE f.round = second.round AND f.party = second.party
        AND f.kind = 'secretariat' AND f.status NOT IN ('draft', 'final'))
ORDER BY p.code, a.kind
"""


def matters(source: Reader, covenant: str, round_code: str, at: date) -> Matters:
    """What in a round needs attention on the day `at` beside how far its assessments are.

    What differs between first and second assessor is said where both are done and the assessment is not final.
    Raises Problem where there is no such covenant or round.
    """
    number, round_, framework_id, every = round_of(source, covenant, round_code)
    framework = source.framework(framework_id)
    registered = entries(source, covenant)
    return Matters(
        returned=returned_parties(source, covenant, round_.code, AssessmentKind.SECRETARIAT),
        to_confirm=_counted(source, number, "carried", "true"),
        unproven=_counted(source, number, "rating", "g.unproven AND g.value IS NOT NULL"),
        differing=_differing(source, number, round_, framework),
        to_ask=Counter(
            party
            for action in to_ask(registered, every, round_.code)
            for party in ([action.party] if action.party else action.participants)
        ),
        entries_overdue=[one for one in in_order(registered, at) if is_overdue(one, at)],
    )


def _counted(source: Reader, round_: int, table: str, where: str) -> Mapping[str, int]:
    """How many rows of `table` each participant has in the secretariat's assessments that are not final."""
    return dict(
        source.connection.execute(
            f"SELECT p.code, count(*) FROM assessment a JOIN {table} g ON g.assessment = a.id"
            f" JOIN party p ON p.id = a.party WHERE a.round = ? AND a.kind = 'secretariat' AND a.status != ?"
            f" AND {where} GROUP BY p.code",
            (round_, Status.FINAL),
        )
    )


def _differing(source: Reader, number: int, round_: Round, framework: Framework) -> Mapping[str, int]:
    """How many ratings differ, by criterion in the order of the framework; none of those that do not."""
    rows = source.connection.execute(_SECONDS, (number,)).fetchall()
    keys = [row[0] for row in rows]
    samples = samples_of(source.connection, keys)
    ratings = ratings_of(source, keys)
    placed = [
        Placed(
            Assessment(
                party,
                round_.code,
                AssessmentKind(kind),
                assessor=assessor,
                ratings=ratings[key],
                sample=samples.get(key, frozenset()),
            ),
            year,
            group,
        )
        for key, party, kind, assessor, year, group in rows
    ]
    compared = compare(framework, placed, assessor_names(placed))
    return Counter(one.criterion for one in compared if one.differs)
