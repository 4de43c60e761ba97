"""What the coherence of a round is computed from, out of the file. A fixed number of queries, however many ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.coherence import Coherence, coherence
from covenant_monitor.domain.drift import Placed
from covenant_monitor.domain.model import Assessment, AssessmentKind, Framework, Round, Status
from covenant_monitor.store.queries import Reader, round_of
from covenant_monitor.store.round_ratings import ratings_of_round


@dataclass(frozen=True, slots=True)
class RoundCoherence:
    """The coherence of a round and what it is made of.

    `assessments` are those of the secretariat and the second ones, by party; their ratings hold values and n.a., not
    the reasons and evidence. `names`: the participants' names by code.
    """

    round: Round
    framework: Framework
    coherence: Coherence
    assessments: Sequence[Placed]
    names: Mapping[str, str]

    @property
    def second(self) -> list[Assessment]:
        """The second assessments, with and without ratings."""
        return [one.assessment for one in self.assessments if one.assessment.kind is AssessmentKind.SECOND]


def round_coherence(source: Reader, covenant: str, round_code: str) -> RoundCoherence:
    """The coherence of a round. Raises Problem where there is no such covenant or round."""
    number, round_, framework_id, _every = round_of(source, covenant, round_code)
    framework = source.framework(framework_id)
    ratings = ratings_of_round(source, number, (AssessmentKind.SECRETARIAT, AssessmentKind.SECOND))
    samples: dict[int, set[str]] = {}
    for assessment, criterion in source.connection.execute(
        "SELECT s.assessment, k.code FROM assessment a JOIN sample s ON s.assessment = a.id"
        " JOIN criterion k ON k.id = s.criterion WHERE a.round = ? AND a.kind = 'second'",
        (number,),
    ):
        samples.setdefault(assessment, set()).add(criterion)
    placed, names = [], {}
    for row in source.connection.execute(
        "SELECT a.id, p.code, p.name, a.kind, a.status, a.assessor, a.reviewer, o.participation_year,"
        " coalesce(a.final_group, p.group_code) FROM assessment a JOIN party p ON p.id = a.party"
        " JOIN score o ON o.assessment = a.id WHERE a.round = ? AND a.kind IN ('secretariat', 'second')"
        " ORDER BY p.code, a.kind",
        (number,),
    ):
        key, party, name, kind, status, assessor, reviewer, year, group = row
        names[party] = name
        assessment = Assessment(
            party,
            round_.code,
            AssessmentKind(kind),
            Status(status),
            assessor,
            reviewer,
            ratings=ratings.get(key, {}),
            sample=frozenset(samples.get(key, ())),
        )
        placed.append(Placed(assessment, year, group))
    return RoundCoherence(round_, framework, coherence(framework, placed), placed, names)
