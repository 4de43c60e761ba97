from dataclasses import replace
from datetime import date
from fractions import Fraction

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Assessment, AssessmentKind, Covenant, Outcome, Party, Status, Text
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.progress import COMPUTED, computed_indicators
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.domain.targets import Observation
from tests.core.domain.strategies import framework_of, rate, year_round

FRAMEWORK = framework_of([2])


def standing(name: str, marks: str = "", outcome: Outcome | None = None) -> Standing:
    begun = Standing(Party(name, name), "2018", AssessmentKind.SECRETARIAT, 1)
    if not marks:
        return begun
    score = score_assessment(Assessment(name, "2018", ratings=rate("1", marks)), FRAMEWORK, 1, "")
    return replace(begun, status=Status.FINAL, score=score, outcome=outcome)


def computed(*rounds: RoundPicture) -> dict[str, list[Observation]]:
    picture = CovenantPicture(Covenant("garment", Text("Kleding")), rounds)
    return {i.code.removeprefix("computed:"): list(i.observations) for i in computed_indicators(picture)}


def test_the_indicators_of_a_round_by_hand() -> None:
    # Five participants. Three count: 100, 75 and 0 %. Two of them have a requirement; one meets it.
    standings = [
        standing("A", "ff", Outcome.MEETS),
        standing("B", "fp"),
        standing("C", "nn", Outcome.BEHIND),
        standing("D", "f-"),
        standing("E"),
    ]
    found = computed(RoundPicture(year_round(2018), FRAMEWORK, standings))
    day = date(2018, 12, 31)
    assert found["participants"] == [Observation(day, 5, source=COMPUTED)]
    assert found["assessed"] == [Observation(day, 60, numerator=3, denominator=5, source=COMPUTED)]
    assert found["meets"] == [Observation(day, 50, numerator=1, denominator=2, source=COMPUTED)]
    (mean,) = found["mean-score"]
    assert mean == Observation(day, Fraction(175, 3), numerator=Fraction(175, 100), denominator=3, source=COMPUTED)


def test_a_round_without_a_number_has_no_observation_of_it() -> None:
    found = computed(
        RoundPicture(year_round(2018), FRAMEWORK, []),
        RoundPicture(year_round(2019), FRAMEWORK, [standing("A")]),
        RoundPicture(year_round(2020), FRAMEWORK, [standing("A", "ff")]),
    )
    assert [o.value for o in found["participants"]] == [0, 1, 1]
    assert [o.value for o in found["assessed"]] == [0, 100]
    assert [o.day.year for o in found["mean-score"]] == [2020]
    assert found["meets"] == []


def test_an_observation_is_of_the_rounds_reference_date_where_it_has_one() -> None:
    referred = replace(year_round(2018), reference_date=date(2018, 9, 30))
    found = computed(RoundPicture(referred, FRAMEWORK, [standing("A", "ff", Outcome.MEETS)]))
    assert {o.day for observations in found.values() for o in observations} == {date(2018, 9, 30)}


def test_every_computed_indicator_has_a_name_in_both_languages_and_a_code_of_its_own() -> None:
    indicators = computed_indicators(CovenantPicture(Covenant("garment", Text()), []))
    assert len({i.code for i in indicators}) == len(indicators) == 4
    assert all(i.name.nl and i.name.en for i in indicators)
