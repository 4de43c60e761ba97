"""Small rounds made by hand, for the tests of the round's workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from covenant_monitor.domain.applicability import participation_year, requirement
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import (
    Assessment,
    AssessmentKind,
    Covenant,
    Framework,
    Number,
    Party,
    Rating,
    Requirement,
    Round,
    Status,
    Text,
)
from covenant_monitor.domain.picture import CovenantPicture, RoundContent, RoundPicture
from covenant_monitor.domain.scoring import classify, score_assessment
from tests.core.domain.strategies import framework_of, rate, year_round

FRAMEWORK = framework_of([2, 2])
LADDER = (Requirement(1, 20), Requirement(2, 40), Requirement(3, 60))
COVENANT = Covenant("C", Text("Proefconvenant", "Trial covenant"), minimum_group=5)


@dataclass(frozen=True)
class Member:
    """One participant in one round. `ratings` None: not begun; `marks`: the ratings of both sections, "fp" "n-"."""

    party: Party
    marks: tuple[str, str] | None = ("ff", "nn")
    status: Status = Status.FINAL
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    summaries: Mapping[str, Number] = field(default_factory=dict)

    @property
    def all_ratings(self) -> dict[str, Rating]:
        """The ratings by criterion code."""
        first, second = self.marks or ("", "")
        return {**rate("1", first), **rate("2", second), **self.ratings}


def members(
    n: int, prefix: str = "P", joined: int = 2018, marks: tuple[str, str] | None = ("ff", "nn")
) -> list[Member]:
    """`n` participants that joined in the round of a year."""
    return [
        Member(Party(f"{prefix}-{i}x", f"{prefix} deelnemer {i} B.V.", joined_on=date(joined, 1, 1)), marks)
        for i in range(n)
    ]


def content(
    by_year: Mapping[int, Sequence[Member]],
    *,
    framework: Framework = FRAMEWORK,
    covenant: Covenant = COVENANT,
    ladder: Sequence[Requirement] = LADDER,
    rounds: Mapping[int, Round] | None = None,
    picture: Mapping[str, object] | None = None,
) -> RoundContent:
    """The content of the last of the years' rounds."""
    plain = {y: year_round(y, requirements=ladder, on_track_margin=15) for y in by_year}
    described = {**plain, **(rounds or {})}
    pictures = [
        RoundPicture(described[year], framework, [_standing(m, described, year, framework) for m in of_year])
        for year, of_year in by_year.items()
    ]
    last = pictures[-1]
    assessments = [_assessment(m, last.round.code) for m in by_year[max(by_year)] if m.marks is not None or m.summaries]
    whole = CovenantPicture(covenant, pictures, **(picture or {}))  # type: ignore[arg-type]
    return RoundContent(whole, last, assessments)


def _assessment(member: Member, code: str) -> Assessment:
    return Assessment(
        member.party.code,
        code,
        status=member.status,
        ratings=member.all_ratings if member.marks is not None else {},
        summaries=member.summaries,
    )


def _standing(member: Member, rounds: Mapping[int, Round], year: int, framework: Framework) -> Standing:
    party, round_ = member.party, rounds[year]
    since = participation_year(party.joined_on, round_, rounds.values())
    needed = requirement(round_.requirements, since, party.group)
    required = needed.percent if needed else None
    if member.marks is None and not member.summaries:
        return Standing(party, round_.code, AssessmentKind.SECRETARIAT, since, required=required)
    score = score_assessment(_assessment(member, round_.code), framework, since, party.group)
    outcome = None if score.provisional else classify(score.score, required, round_.on_track_margin)
    return Standing(
        party, round_.code, AssessmentKind.SECRETARIAT, since, member.status, score, required=required, outcome=outcome
    )
