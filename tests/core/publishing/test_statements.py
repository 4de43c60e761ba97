"""Every figure of an output is what it says, of whom it says."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from covenant_monitor.charts import CHARTS, Request, draw
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.releases import Statement, judge
from covenant_monitor.language import language
from covenant_monitor.publishing.statements import ROUND_CHARTS, in_chart, in_report, in_workbook, unique
from covenant_monitor.store.pictures import picture
from tests.core.publishing.stage import demo

EN = language("en")
PUBLIC = [name for name, kind in CHARTS.items() if not kind.of_rounds]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> CovenantPicture:
    with demo(tmp_path_factory.mktemp("demo")) as store:
        return picture(store, "KLEDING")


def true_value(one: Statement, whole: CovenantPicture) -> Fraction:
    """The figure, from nothing but the members' own scores and outcomes."""
    standings = {standing.party.code: standing for standing in whole.round(one.round).standings}
    members = [standings[code] for code in sorted(one.members)]
    kind, _colon, which = one.measure.partition(":")
    if kind == "outcome":
        return Fraction(sum(member.outcome is not None and member.outcome.value == which for member in members))
    if kind == "below":
        return Fraction(sum(score(member) < int(which) for member in members))
    if kind == "score":
        return sum((score(member) for member in members), Fraction()) / len(members)
    if kind == "section":
        return sum((section(member, which) for member in members), Fraction()) / len(members)
    raise AssertionError(one.measure)


def score(standing: Standing) -> Fraction:
    assert standing.score is not None
    assert standing.score.score is not None
    return standing.score.score


def section(standing: Standing, code: str) -> Fraction:
    assert standing.score is not None
    (found,) = [part.score for part in standing.score.sections if part.section == code]
    assert found is not None
    return found


def are_true(statements: Iterable[Statement], whole: CovenantPicture) -> None:
    for one in statements:
        if not one.measure.startswith("step:"):
            assert abs(true_value(one, whole) - one.value) <= Fraction(one.rounding), one


@pytest.mark.parametrize("round_", ["2017", "2018", "2019", "2020"])
def test_workbook_and_report(whole: CovenantPicture, round_: str) -> None:
    for statements in (in_workbook(whole, round_), in_report(whole, round_)):
        are_true(statements, whole)
        assert statements
        assert {one.round for one in statements} <= {one.round.code for one in whole.rounds}
        assert max(one.round for one in statements) == round_
        by_themselves = [replace(one, made_of={}) for one in statements]
        assert judge(by_themselves, minimum=5, dominance=75).withheld == []


@pytest.mark.parametrize("name", PUBLIC)
def test_charts(whole: CovenantPicture, name: str) -> None:
    request = Request(whole, EN, round="2019", public=True)
    statements = in_chart(name, request)
    are_true(statements, whole)
    assert bool(statements) == (name in ROUND_CHARTS)
    text = draw(name, request).text
    for one in statements:  # what the chart says itself; of a count perhaps only what is left of a sum
        if not one.is_count:
            assert EN.percent(one.value) in text, one


@pytest.mark.parametrize("code", ["mean-score", "meets"])
def test_the_chart_of_a_computed_indicator(whole: CovenantPicture, code: str) -> None:
    statements = in_chart("target", Request(whole, EN, target=f"{COMPUTED}:{code}", public=True))
    are_true(statements, whole)
    assert len(statements) >= 3


def test_what_is_withheld_of_a_round_is_in_no_output(whole: CovenantPicture) -> None:
    rounds = [replace(one, withheld=frozenset({"years", "section:1"})) for one in whole.rounds]
    less = replace(whole, rounds=rounds)
    for statements in (
        in_workbook(less, "2020"),
        in_report(less, "2020"),
        in_chart("outcomes", Request(less, EN, public=True)),
        in_chart("sections", Request(less, EN, public=True)),
    ):
        assert {one.group for one in statements} == {"all"}
        assert "section:1" not in {one.measure for one in statements}


def test_the_same_figure_is_told_once(whole: CovenantPicture) -> None:
    statements = in_workbook(whole, "2020")
    assert unique([*statements, *statements]) == unique(statements)


def test_a_covenant_without_rounds(whole: CovenantPicture) -> None:
    empty = CovenantPicture(whole.covenant, ())
    assert [in_chart(name, Request(empty, EN, public=True)) for name in PUBLIC] == [[]] * len(PUBLIC)
