"""What changed between two rounds in words, and that the numbers in the sentence add up."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.charts.comparison_words import (
    basis_sentence,
    cause_name,
    change_sentence,
    core_sentence,
    few_sentence,
    measure_name,
    points_words,
    rounded_parts,
    shown_decimals,
    signed,
)
from covenant_monitor.domain.comparison import Change, Ratio
from covenant_monitor.domain.comparison_parts import Cause, Decomposition, Measure, Step
from covenant_monitor.domain.comparison_sides import core_of, whole
from covenant_monitor.domain.model import Number
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.language import NO_BREAK_SPACE, language
from covenant_monitor.store.comparing import compare_rounds
from tests.core.domain.two_rounds import version

EN, NL = language("en"), language("nl")


def change(then: Number, *parts: tuple[Cause, Number], of: int = 1000, same: int = 52) -> Decomposition:
    """A share of `then` percent, changed step by step by so many points."""
    shares = [Fraction(then)]
    for _, part in parts:
        shares.append(shares[-1] + part)
    ratios = [Ratio(share * of / 100, of) for share in shares]
    steps = [Step(cause, ratios[at], ratios[at + 1]) for at, (cause, _) in enumerate(parts)]
    return Decomposition(Measure.MEETS, ratios[0], ratios[-1], steps, same, 0)


@pytest.mark.parametrize(
    ("then", "parts", "said"),
    [
        (
            81,
            [(Cause.RATINGS, 4), (Cause.REQUIREMENT, -25)],
            "81% became 60% because the requirement rose (−25 points); better ratings added 4.",
        ),
        (
            81,
            [(Cause.REQUIREMENT, -25), (Cause.RATINGS, 0)],
            "81% became 56% because the requirement rose (−25 points).",
        ),
        (50, [(Cause.REQUIREMENT, 1)], "50% became 51% because the requirement fell (+1 point)."),
        (
            80,
            [(Cause.PARTICIPANTS, 3), (Cause.RATINGS, 3), (Cause.REQUIREMENT, -5)],
            "80% became 81%: a higher requirement took off 5; other participants added 3; better ratings added 3.",
        ),
        (60, [], "60% stayed 60%."),
        (
            60,
            [(Cause.VERSION, -4), (Cause.WEIGHTS, 4)],
            "60% stayed 60%: the framework version took off 4; other weights added 4.",
        ),
        (60, [(Cause.RATINGS, Fraction(1, 5))], "60.0% became 60.2% because ratings got better (+0.2 points)."),
        (
            100,
            [(Cause.APPLICABILITY, Fraction(-3, 10))],
            "100.0% became 99.7% because other criteria apply (−0.3 points).",
        ),
        (50, [(Cause.PARTICIPANTS, 5), (Cause.PARTICIPANTS, -5)], "50% stayed 50%."),
    ],
)
def test_the_sentence(then: Number, parts: list[tuple[Cause, Number]], said: str) -> None:
    assert change_sentence(change(then, *parts), EN) == said


def test_numbers_follow_the_language() -> None:
    said = change_sentence(change(60, (Cause.RATINGS, Fraction(1, 5))), NL)
    assert f"60,0{NO_BREAK_SPACE}%" in said
    assert "+0,2" in said


@pytest.mark.parametrize("words", [EN, NL], ids=["en", "nl"])
def test_every_cause_has_words(words: object) -> None:
    here = EN if words is EN else NL
    assert len({cause_name(cause, here) for cause in Cause}) == len(Cause)
    assert len({measure_name(measure, here) for measure in Measure}) == 2
    said = [change_sentence(change(50, (cause, way * 20)), here) for cause in Cause for way in (-1, 1)]
    said += [
        change_sentence(change(50, (Cause.RATINGS, 30), (cause, way * 5)), here)
        for cause in Cause
        for way in (-1, 1)
        if cause is not Cause.RATINGS
    ]
    assert len(set(said)) == len(said)


def test_what_the_shares_are_of() -> None:
    one = change(80, (Cause.RATINGS, -20), of=10, same=1)
    assert (
        basis_sentence(one, "2019", "2020", EN)
        == "8 of 10 in round 2019, 6 of 10 in round 2020. 1 of them counts in both."
    )
    mean = Decomposition(Measure.MEAN, Ratio(Fraction(40), 57), Ratio(Fraction(42), 56), [], 54, 2)
    assert basis_sentence(mean, "2019", "2020", EN) == (
        "Of 57 participants in round 2019 and 56 in round 2020. 54 of them count in both."
        " Of 2 a percentage was entered directly: all that they differ counts as ratings."
    )


def test_on_what_is_compared() -> None:
    old, new, third = version("1", A="A1 A2"), version("2", A="A1 A2"), version("3", A="A1")
    assert core_sentence(whole(old), EN) == ""
    both, one = {"A1": "A1", "A2": "A2"}, {"A1": "A1"}
    assert "the 2 criteria that both" in core_sentence(core_of(old, (new, both)), EN)
    assert "the 1 criterion that both" in core_sentence(core_of(old, (new, one)), EN)
    assert "The two versions of the framework have no" in core_sentence(core_of(old, (new, {})), EN)
    assert "the 1 criterion that all 3 versions" in core_sentence(core_of(old, (new, both), (third, one)), EN)
    assert "The versions of the framework have no" in core_sentence(core_of(old, (new, both), (third, {})), EN)


def test_few_participants_are_said() -> None:
    assert few_sentence(Change("A", (Ratio(Fraction(1), 5), Ratio(Fraction(1), 9))), EN) == ""
    assert few_sentence(Change("A", (Ratio(Fraction(1), 5), Ratio(Fraction(1), 4))), EN).startswith("fewer than 5")


def test_differences_with_their_sign() -> None:
    values = [Fraction(4), Fraction(-25), Fraction(0), Fraction(1, 10), Fraction(-1, 10), None]
    assert [signed(value, EN) for value in values] == ["+4", "−25", "0", "0", "0", "–"]
    assert [points_words(Fraction(n), EN) for n in (1, -1, 2, 0)] == ["+1 point", "−1 point", "+2 points", "0 points"]


@given(st.data())
def test_what_is_shown_adds_up(data: st.DataObject) -> None:
    n, m = data.draw(st.integers(1, 80)), data.draw(st.integers(1, 80))
    shares = [Ratio(Fraction(data.draw(st.integers(0, of))), of) for of in (n, *[m] * 6)]
    steps = [Step(cause, shares[at], shares[at + 1]) for at, cause in enumerate(Cause)]
    one = Decomposition(Measure.MEETS, shares[0], shares[-1], steps, m, 0)
    decimals = shown_decimals(one)
    shown: Mapping[Cause, Fraction] = rounded_parts(one, decimals)
    unit = Fraction(1, 10**decimals)
    then, now = (_number(language("en").percent(ratio.percent, decimals)) for ratio in (one.then, one.now))
    assert sum(shown.values()) == now - then
    for cause, part in one.parts.items():
        assert abs(shown[cause] - part) < unit
        assert shown[cause] == 0 or part != 0
    said = change_sentence(one, EN)
    assert said.endswith(".")
    if one.whole == 0:
        assert "became" not in said


def _number(text: str) -> Fraction:
    return Fraction(text.rstrip("%"))


def test_the_example_in_the_documentation(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.covenant", user="A. Voorbeeld") as store:
        found = compare_rounds(store, "KLEDING", "2019", "2020").changes[Measure.MEETS]
    rules = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    here = " ".join(rules.partition("## Comparing rounds")[2].partition("\n## ")[0].split())
    assert f'"{change_sentence(found, EN)}"' in here
    for ratio in (found.then, found.now, *(step.after for step in found.steps)):
        assert f"| {ratio.numerator} | {ratio.denominator} | {EN.number(ratio.percent)} % |" in here


def test_the_sentence_in_dutch() -> None:
    said = change_sentence(change(81, (Cause.RATINGS, 4), (Cause.REQUIREMENT, -25)), NL)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "81 % werd 60 % doordat de eis steeg (−25 punt); betere oordelen brachten er 4 bij."
    )
