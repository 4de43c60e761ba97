"""What the assessments page shows of a round and of one participant in it, read from the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from covenant_monitor.domain.applicability import applicable, requirement
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import (
    UNRATED,
    Assessment,
    AssessmentKind,
    Criterion,
    Framework,
    Rating,
    Requirement,
    Round,
    Scale,
    Status,
)
from covenant_monitor.domain.scoring import Score, classify, score_assessment
from covenant_monitor.domain.workflow import same_person
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.assessment_reading import assessment_of, returned_parties
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change
from covenant_monitor_ui.models.criteria_sheet import Earlier, Sheet


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """A round: its framework, its participants by code, and the rounds up to and including it with theirs.

    `standings` and `returned` are by the assessments of one kind; `returned` came back from their reviewer.
    """

    source: Reader
    covenant: str
    round: Round
    framework: Framework
    framework_id: int
    past: Sequence[tuple[Round, int, Framework]]
    standings: Mapping[str, Standing]
    lineage: Lineage
    kind: AssessmentKind = AssessmentKind.SECRETARIAT
    returned: frozenset[str] = frozenset()


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
    """One participant in a round: its assessment of one kind (None: not begun), the company's own, and the past.

    `every` are the assessments of this round by kind. Of a second assessment it is that one alone, and `past` has no
    assessment of this round: whoever assesses blind must not see what others found.
    """

    place: RoundSheet
    standing: Standing
    assessment: Assessment | None
    score: Score
    sheet: Sheet
    required: Requirement | None
    earlier_round: str
    has_own: bool
    past: Mapping[str, Assessment]
    kind: AssessmentKind = AssessmentKind.SECRETARIAT
    every: Mapping[AssessmentKind, Assessment] = field(default_factory=dict)

    @property
    def key(self) -> AssessmentKey:
        """Which assessment it is."""
        return AssessmentKey(self.place.covenant, self.place.round.code, self.standing.party.code, self.kind)

    def is_hidden_from(self, user: str) -> bool:
        """Whether `user` still assesses this participant blind, and must not see what the secretariat found."""
        second = self.every.get(AssessmentKind.SECOND)
        return (
            self.kind is AssessmentKind.SECRETARIAT
            and second is not None
            and not second.status.reached(Status.ASSESSED)
            and same_person(second.assessor, user)
        )

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


def read_round(
    source: Reader, covenant: str, code: str, kind: AssessmentKind = AssessmentKind.SECRETARIAT
) -> RoundSheet:
    """A round with its participants as they stand by assessments of `kind`. Raises Problem for no such round."""
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
        standings={one.party.code: one for one in standing_reading.standings(source, covenant, code, kind=kind)},
        lineage=Lineage(queries.links(source)),
        kind=kind,
        returned=returned_parties(source, covenant, code, kind),
    )


def read_participant(
    source: Reader, place: RoundSheet, standing: Standing, kind: AssessmentKind = AssessmentKind.SECRETARIAT
) -> ParticipantSheet:
    """One participant of a round: how it stands, by its assessment of `kind` as it now is in the file."""
    all_ = queries.assessments_of(source, place.covenant, standing.party.code)
    every = {one.kind: one for one in all_ if one.round == place.round.code}
    past = {one.round: one for one in all_ if one.kind is AssessmentKind.SECRETARIAT}
    if kind is AssessmentKind.SECOND:
        every = {one: found for one, found in every.items() if one is kind}
        past.pop(place.round.code, None)
    own = every.get(AssessmentKind.SELF) if kind is AssessmentKind.SECRETARIAT else None
    earlier_round, earlier = _last_round(place, past)
    criteria = [one for _, some in applicable(place.framework, *_counted(standing)) for one in some]
    return _sheet(
        ParticipantSheet(
            place=place,
            standing=standing,
            assessment=None,
            score=Score((), None, None, None, 0, 0),
            sheet=Sheet(
                framework=place.framework,
                applying=frozenset(),
                score=Score((), None, None, None, 0, 0),
                own=own.ratings if own else {},
                earlier=earlier,
                fresh=_fresh(place, standing.participation_year, criteria),
            ),
            required=requirement(place.round.requirements, *_counted(standing)),
            earlier_round=earlier_round,
            has_own=own is not None,
            past=past,
            kind=kind,
            every=every,
        ),
        every.get(kind),
    )


def read_again(source: Reader, shown: ParticipantSheet) -> ParticipantSheet:
    """The same participant after its assessment was changed, and nothing else: only that is read."""
    key = shown.key
    assessment = assessment_of(source, key.covenant, key.party, key.round, key.kind)
    rest = {kind: one for kind, one in shown.every.items() if kind is not shown.kind}
    every = rest if assessment is None else {**rest, shown.kind: assessment}
    return _sheet(replace(shown, every=every), assessment)


def only_one(change: Change, place: RoundSheet, party: str, kind: AssessmentKind) -> tuple[str, AssessmentKind]:
    """Whose assessment of a round is the only one that was changed, and of which kind; "" where there is no such one.

    `party` and `kind` are looked for first: they are what is shown.
    """
    if len(change.assessments) == 1:
        (number,) = change.assessments
        covenant, round_ = place.covenant, place.round.code
        for one in (party, *place.standings):
            for of_kind in (kind, *AssessmentKind):
                if stable_id("assessment", covenant, one, round_, of_kind) == number:
                    return one, of_kind
    return "", kind


def _counted(standing: Standing) -> tuple[int, str]:
    return standing.participation_year, standing.party.group


def _sheet(shown: ParticipantSheet, assessment: Assessment | None) -> ParticipantSheet:
    """`shown` with this assessment: its ratings, what applies, and the score."""
    place, standing = shown.place, shown.standing
    found = assessment or Assessment(standing.party.code, place.round.code)
    score = score_assessment(found, place.framework, *_counted(standing))
    applying = frozenset(
        criterion.code
        for _section, criteria in applicable(place.framework, *_counted(standing))
        for criterion in criteria
        if not found.sample or criterion.code in found.sample
    )
    return replace(
        shown,
        standing=_standing(standing, place.round, assessment, score),
        assessment=assessment,
        score=score,
        sheet=replace(
            shown.sheet,
            applying=applying,
            score=score,
            ratings=found.ratings,
            carried=found.carried,
            remarks=found.remarks,
            responses=found.responses,
        ),
    )


def _fresh(place: RoundSheet, year: int, criteria: Sequence[Criterion]) -> frozenset[str]:
    """Those of the criteria that apply which are required from this year on, or were not in the round before."""
    fresh = {one.code for one in criteria if one.from_participation_year == year > 1}
    before = [number for round_, number, _framework in place.past if round_.code != place.round.code]
    if before and before[-1] != place.framework_id:
        origins = place.lineage.origins
        fresh |= {one.code for one in criteria if not origins(place.framework_id, one.code, before[-1])[0]}
    return frozenset(fresh)


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
