"""What the assessments page shows of a round and of one participant in it, read from the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from covenant_monitor.domain.applicability import applicable, requirement
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import (
    UNRATED,
    Assessment,
    AssessmentKind,
    Framework,
    Rating,
    Requirement,
    Round,
    Scale,
    Status,
)
from covenant_monitor.domain.scoring import Score, classify, score_assessment
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.queries import Reader
from covenant_monitor_ui.models.criteria_sheet import Earlier, Sheet


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """A round: its framework, its participants by code, and the rounds up to and including it with theirs."""

    source: Reader
    covenant: str
    round: Round
    framework: Framework
    framework_id: int
    past: Sequence[tuple[Round, int, Framework]]
    standings: Mapping[str, Standing]
    lineage: Lineage


@dataclass(frozen=True, slots=True)
class Found:
    """What one round found on a criterion; `known` is whether its framework had it.

    `several`: criteria that were merged since were rated differently. `version`: of a framework that is another one
    than in the round before, else "".
    """

    round: str
    rating: Rating
    scale: Scale
    several: bool = False
    known: bool = True
    version: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantSheet:
    """One participant in a round: the secretariat's assessment (None: not begun), the company's own, and the past."""

    place: RoundSheet
    standing: Standing
    assessment: Assessment | None
    score: Score
    sheet: Sheet
    required: Requirement | None
    earlier_round: str
    has_own: bool
    past: Mapping[str, Assessment]

    @property
    def key(self) -> AssessmentKey:
        """Which assessment it is."""
        return AssessmentKey(self.place.covenant, self.place.round.code, self.standing.party.code)

    @property
    def status(self) -> Status | None:
        """How far the assessment is; None where there is none."""
        return self.standing.status

    @property
    def is_locked(self) -> bool:
        """Whether it is final, and must be reopened before it can be changed."""
        return self.standing.status is Status.FINAL

    def history(self, code: str) -> list[Found]:
        """What the rounds up to this one found on a criterion, of those in which the participant was rated."""
        found: list[Found] = []
        before: int | None = None
        for round_, number, framework in self.place.past:
            here = round_.code == self.place.round.code
            assessment = self.assessment if here else self.past.get(round_.code)
            if not here and not (assessment and assessment.ratings):
                continue
            codes, _same = self.place.lineage.origins(self.place.framework_id, code, number)
            earlier = _earlier(assessment, codes, framework.scale, True)
            version = framework.version if before not in (None, number) else ""
            before = number
            found.append(
                Found(
                    round=round_.code,
                    rating=earlier.rating or UNRATED,
                    scale=framework.scale,
                    several=bool(earlier.ratings) and earlier.rating is None,
                    known=bool(codes),
                    version=version,
                )
            )
        return found


def read_round(source: Reader, covenant: str, code: str) -> RoundSheet:
    """A round with its participants. Raises Problem where there is no such round."""
    _number, round_, framework_id, _rounds = queries.round_of(source, covenant, code)
    described = queries.numbered_rounds(source, queries.covenant_id(source, covenant))
    past = [
        (one, framework, source.framework(framework))
        for _id, one, framework in described
        if one.first_day <= round_.first_day
    ]
    return RoundSheet(
        source=source,
        covenant=covenant,
        round=round_,
        framework=source.framework(framework_id),
        framework_id=framework_id,
        past=past,
        standings={one.party.code: one for one in queries.standings(source, covenant, code)},
        lineage=Lineage(queries.links(source)),
    )


def read_participant(source: Reader, place: RoundSheet, standing: Standing) -> ParticipantSheet:
    """One participant of a round: how it stands, by its assessment as it now is in the file."""
    every = queries.assessments_of(source, place.covenant, standing.party.code)
    here = {one.kind: one for one in every if one.round == place.round.code}
    past = {one.round: one for one in every if one.kind is AssessmentKind.SECRETARIAT}
    assessment, own = here.get(AssessmentKind.SECRETARIAT), here.get(AssessmentKind.SELF)
    year, group = standing.participation_year, standing.party.group
    score = score_assessment(
        assessment or Assessment(standing.party.code, place.round.code), place.framework, year, group
    )
    earlier_round, earlier = _last_round(place, past)
    required = requirement(place.round.requirements, year, group)
    return ParticipantSheet(
        place=place,
        standing=_standing(standing, place.round, assessment, score),
        assessment=assessment,
        score=score,
        sheet=Sheet(
            framework=place.framework,
            applying=frozenset(
                criterion.code
                for _section, criteria in applicable(place.framework, year, group)
                for criterion in criteria
            ),
            score=score,
            ratings=assessment.ratings if assessment else {},
            own=own.ratings if own else {},
            earlier=earlier,
        ),
        required=required,
        earlier_round=earlier_round,
        has_own=own is not None,
        past=past,
    )


def _standing(standing: Standing, round_: Round, assessment: Assessment | None, score: Score) -> Standing:
    if assessment is None:
        return replace(standing, status=None, score=None, outcome=None, assessor="", reviewer="", assessed_on=None)
    settled = classify(score.score, standing.required, round_.on_track_margin) if score.complete else None
    return replace(
        standing,
        status=assessment.status,
        score=score,
        outcome=settled,
        assessor=assessment.assessor,
        reviewer=assessment.reviewer,
        assessed_on=assessment.assessed_on,
    )


def _last_round(place: RoundSheet, past: Mapping[str, Assessment]) -> tuple[str, dict[str, Earlier]]:
    """The last round before this one in which the participant was rated, and what it found on today's criteria."""
    for round_, number, framework in reversed(place.past):
        assessment = past.get(round_.code)
        if round_.code == place.round.code or assessment is None or not assessment.ratings:
            continue
        found = {}
        for code in place.framework.criteria:
            codes, same = place.lineage.origins(place.framework_id, code, number)
            earlier = _earlier(assessment, codes, framework.scale, same)
            if earlier.ratings:
                found[code] = earlier
        return round_.code, found
    return "", {}


def _earlier(assessment: Assessment | None, codes: Sequence[str], scale: Scale, same: bool) -> Earlier:
    ratings = assessment.ratings if assessment else {}
    found = [ratings[code] for code in codes if code in ratings]
    return Earlier(tuple(rating for rating in found if rating.is_rated), scale, same)
