from dataclasses import replace
from datetime import date
from fractions import Fraction

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Assessment, AssessmentKind, Covenant, Dimension, Outcome, Party, Status, Text
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.progress import COMPUTED, FIRST_CODES, computed_figures, computed_indicators
from covenant_monitor.domain.scope import Scope
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.domain.tally import Tally
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
    assert [i.code for i in indicators] == list(FIRST_CODES)
    standings = [standing("A", "ff", Outcome.MEETS), standing("B", "pn", Outcome.BEHIND)]
    tallies = (
        Tally("A", "wage", Dimension.POLICY, fully=1, points=1, maximum=1),
        Tally("A", "water", Dimension.PRACTICE, not_=1, maximum=1),
    )
    round_ = RoundPicture(year_round(2018), FRAMEWORK, standings, tallies)
    indicators = computed_indicators(CovenantPicture(Covenant("garment", Text()), [round_]))
    codes = [i.code for i in indicators]
    assert codes[:4] == list(FIRST_CODES)
    assert len(set(codes)) == len(codes)
    assert all(i.name.nl and i.name.en for i in indicators)
    assert {i.unit for i in indicators if not i.code.endswith("participants")} == {"%"}
    values = {i.code.removeprefix("computed:"): i.observations[0].value for i in indicators}
    assert values["section:1:mean"] == values["step:1:mean"] == Fraction(125, 2)
    assert values["theme:wage:mean"] == values["policy:fully"] == values["policy-practice-gap"] == 100
    assert values["every-step-50"] == values["year:1:behind"] == values["year:1:meets"] == values["all:fully"] == 50


def test_series_of_one_scope() -> None:
    rounds = [
        RoundPicture(year_round(year), FRAMEWORK, [standing("A", "ff"), standing("B", marks)])
        for year, marks in ((2018, "nn"), (2019, "f-"))
    ]
    picture = CovenantPicture(Covenant("garment", Text()), rounds)
    of = {i.code: [o.value for o in i.observations] for i in computed_indicators(picture, Scope(panel=("2019",)))}
    assert of["computed:mean-score"] == [100, 100]
    assert of["computed:participants"] == of["computed:year:1:participants"] == [1, 1]
    cohort = computed_indicators(picture, Scope(participation_year=1))
    assert not any(":year:" in indicator.code for indicator in cohort)


def test_only_final_ones_where_that_is_asked_for() -> None:
    standings = [standing("A", "ff"), replace(standing("B", "nn"), status=Status.REVIEWED)]
    picture = CovenantPicture(Covenant("garment", Text()), [RoundPicture(year_round(2018), FRAMEWORK, standings)])
    for final_only, mean in ((False, 50), (True, 100)):
        of = {i.code: i.observations for i in computed_indicators(picture, final_only=final_only)}
        assert of["computed:mean-score"][0].value == of["computed:year:1:mean-score"][0].value == mean


def test_behind_every_observation_is_its_figure_and_whom_it_is_of() -> None:
    rounds = [
        RoundPicture(year_round(year), FRAMEWORK, [standing("A", marks), standing("B", "f-")])
        for year, marks in ((2018, ""), (2019, "fn"))
    ]
    picture = CovenantPicture(Covenant("garment", Text()), rounds)
    found = {one.indicator.code: one for one in computed_figures(picture)}
    assert [one.indicator for one in found.values()] == computed_indicators(picture)
    mean = found["computed:mean-score"]
    assert [o.day.year for o in mean.indicator.observations] == [2019]
    assert list(mean.figures) == ["2018", "2019"], "also of the round without a number"
    assert mean.figures["2018"].figure.value is None
    assert sum(len(of) for of in mean.figures["2018"].figure.left_out.values()) == 2
    then = mean.figures["2019"]
    assert [one.party.code for one in then.figure.of] == ["A"]
    assert (then.figure.value, then.selection.day) == (50, date(2019, 12, 31))
