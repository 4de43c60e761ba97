"""Covenants for the tests of scopes and indicators: drawn, and small ones by hand."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Assessment, AssessmentKind, Covenant, Framework, Outcome, Party, Status, Text
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.domain.tally import TURNOVER, Amount, figures_of
from tests.core.domain.strategies import framework_of, rate, year_round

FRAMEWORK = framework_of([2, 3])


def standing(
    name: str,
    first: str = "",
    second: str = "aaa",
    *,
    year: int = 1,
    outcome: Outcome | None = None,
    status: Status = Status.FINAL,
    round_: str = "2018",
    framework: Framework = FRAMEWORK,
) -> Standing:
    """A participant with marks in two sections (see `rate`); without marks its assessment is not begun."""
    begun = Standing(Party(name, name), round_, AssessmentKind.SECRETARIAT, year)
    if not first:
        return begun
    ratings = {**rate("1", first), **rate("2", second)}
    score = score_assessment(Assessment(name, round_, ratings=ratings), framework, year, "")
    return replace(begun, status=status, score=score, outcome=outcome if score.complete else None)


def covenant(*rounds: Sequence[Standing], turnovers: dict[str, int] | None = None) -> CovenantPicture:
    """A covenant with these standings in 2018, 2019 ...; turnovers in EUR of every year."""
    years = range(2018, 2018 + len(rounds))
    return CovenantPicture(
        Covenant("garment", Text("Kleding")),
        [RoundPicture(year_round(year), FRAMEWORK, list(s)) for year, s in zip(years, rounds, strict=True)],
        figures=figures_of(
            (name, TURNOVER, year, Amount(value, "EUR")) for year in years for name, value in (turnovers or {}).items()
        ),
    )


@st.composite
def standings(draw: st.DrawFn, round_: str) -> list[Standing]:
    """Some of the participants A to H, some not begun, incomplete, or not assessed yet."""
    names = draw(st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=8))
    marks = st.text("fpna-", min_size=2, max_size=2)
    return [
        standing(
            name,
            draw(st.just("") | marks | marks),
            draw(st.text("fpna", min_size=3, max_size=3)),
            year=draw(st.integers(0, 3)),
            outcome=draw(st.none() | st.sampled_from(Outcome)),
            status=draw(st.sampled_from([Status.DRAFT, Status.ASSESSED, Status.FINAL])),
            round_=round_,
        )
        for name in names
    ]


@st.composite
def covenants(draw: st.DrawFn) -> CovenantPicture:
    """Two rounds, with a turnover of some participants."""
    turnovers = draw(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 1000)))
    return covenant(draw(standings("2018")), draw(standings("2019")), turnovers=turnovers)


def hundred(*parts: Fraction | int | None) -> bool:
    """Whether shares add up, or there are none at all."""
    return all(part is None for part in parts) or sum(part or 0 for part in parts) == 100
