"""The parts of a framework over the participants of a round."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.indicators import Lack, mean_score
from covenant_monitor.domain.model import HALF, Assessment, Dimension, Level
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.profile import Part, Profile
from covenant_monitor.domain.scope import select
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.domain.tally import Tally
from tests.core.domain.selections import FRAMEWORK, covenant, covenants, hundred, standing
from tests.core.domain.strategies import relaxed


def profile(picture: CovenantPicture, round_: str = "2018") -> Profile:
    return Profile(select(picture, round_))


def with_tallies(picture: CovenantPicture, *tallies: Tally) -> CovenantPicture:
    return replace(picture, rounds=[replace(round_, tallies=tallies) for round_ in picture.rounds])


def numbers(part: Part) -> tuple[object, ...]:
    return part.mean.value, *(part.shares[level].numerator for level in Level), part.counts.n


def test_sections_and_steps_by_hand() -> None:
    # In section 1 100 and 25 %, in section 2 A is n.a. and B has 50 %. C is not begun.
    picture = covenant([standing("A", "ff"), standing("B", "pn", "fpn"), standing("C")])
    found = profile(picture)
    assert numbers(found.sections["1"]) == (Fraction(125, 2), 2, 1, 1, 4)
    assert numbers(found.sections["2"]) == (50, 1, 1, 1, 3)
    assert found.steps == {1: found.sections["1"], 2: found.sections["2"]}
    mean = found.sections["2"].mean
    assert (mean.numerator, mean.denominator, mean.n) == (HALF, 1, 1)
    assert {reason: [s.party.code for s in of] for reason, of in mean.left_out.items()} == {
        Reason.NOT_BEGUN: ["C"],
        Lack.NO_VALUE: ["A"],
    }
    fully = found.whole.shares[Level.FULLY]
    assert (fully.value, fully.numerator, fully.denominator, fully.n) == (Fraction(300, 7), 3, 7, 2)
    assert list(map(str, found.sections["2"].counts.rounded() or ())) == [
        "33",
        "33",
        "34",
    ]  # of equal remainders the last one goes up


def test_several_sections_of_one_step_count_by_their_weight() -> None:
    one, two = FRAMEWORK.sections
    framework = replace(FRAMEWORK, sections=[replace(one, step=3, weight=3), replace(two, step=3)])
    standings = [standing("A", "ff", "nnn", framework=framework), standing("B", "pp", framework=framework)]
    (round_,) = covenant(standings).rounds
    found = profile(replace(covenant([]), rounds=[replace(round_, framework=framework)]))
    assert list(found.steps) == [3]
    assert [e.points / e.maximum for e in found.steps[3].entries] == [0.75, 0.5]
    assert numbers(found.steps[3]) == (Fraction(125, 2), 2, 2, 3, 7)


def test_every_step_at_least_a_level() -> None:
    # A has 100 and 50, B 50 and no score, C 100 and a third, D nothing at all that counts.
    picture = covenant([standing("A", "ff", "fpn"), standing("B", "pp"), standing("C", "ff", "fnn"), standing("D")])
    found = profile(picture)
    for level, of in ((50, 2), (51, 0), (Fraction(100, 3), 3), (0, 3)):
        figure = found.every_step(level)
        assert (figure.numerator, figure.denominator) == (of, 3)
    assert [s.party.code for s in found.every_step(50).left_out[Reason.NOT_BEGUN]] == ["D"]


def test_themes_and_dimensions_come_from_the_tallies() -> None:
    picture = with_tallies(
        covenant([standing("A", "ff"), standing("B", "ff"), standing("C", "f-")]),
        Tally("A", "wage", Dimension.POLICY, fully=2, points=Fraction(7, 3), maximum=Fraction(7, 3)),
        Tally("A", "water;wage", Dimension.PRACTICE, partially=1, not_=1, points=HALF, maximum=2),
        Tally("B", "water", Dimension.PRACTICE, fully=1, na=1, points=1, maximum=1),
        Tally("B", "", Dimension.POLICY, na=1),
        Tally("C", "water", Dimension.PRACTICE, not_=9, maximum=9),
    )
    found = profile(picture)
    assert list(found.themes) == ["wage", "water"]
    assert numbers(found.themes["wage"]) == (100 * Fraction(17, 6) / Fraction(13, 3), 2, 1, 1, 4)
    assert numbers(found.themes["water"]) == (Fraction(125, 2), 1, 1, 1, 3)
    assert numbers(found.dimensions[Dimension.PRACTICE]) == (Fraction(125, 2), 1, 1, 1, 3)
    assert numbers(found.dimensions[Dimension.POLICY]) == (100, 2, 0, 0, 2)
    gap = found.policy_practice_gap()
    assert (gap.value, gap.numerator, gap.denominator) == (75, Fraction(3, 4), 1)  # of A only: 100 less 25
    assert [s.party.code for s in gap.left_out[Lack.NO_VALUE]] == ["B"]


def test_without_tallies_there_are_no_themes_and_no_gap() -> None:
    found = profile(covenant([standing("A", "ff")]))
    assert (found.themes, found.dimensions) == ({}, {})
    assert found.policy_practice_gap().value is None


def test_percentages_that_were_entered_have_a_mean_and_no_shares() -> None:
    assessment = Assessment("A", "2018", summaries={"1": 40, "2": Fraction("44.4")})
    entered = replace(standing("A", "ff"), score=score_assessment(assessment, FRAMEWORK, 1, ""))
    picture = covenant([entered, standing("B", "ff")])
    found = profile(with_tallies(picture, Tally("B", "wage", fully=1, points=1, maximum=1)))
    assert found.sections["1"].mean.value == 70
    assert found.sections["2"].mean.value == Fraction("44.4")
    for part in (found.sections["1"], found.whole, found.themes["wage"]):
        shares = part.shares[Level.FULLY]
        assert ([s.party.code for s in shares.of], shares.value) == (["B"], 100)
        assert [s.party.code for s in shares.left_out[Lack.ENTERED]] == ["A"]


def test_a_framework_of_which_nothing_was_rated_has_its_parts_all_the_same() -> None:
    found = profile(replace(covenant([]), rounds=[RoundPicture(covenant([]).rounds[0].round, FRAMEWORK, [])]))
    assert list(found.sections) == ["1", "2"]
    assert all(part.mean.value is None and part.counts.rounded() is None for part in found.sections.values())
    assert found.every_step(50).value is None


@relaxed
@given(covenants())
def test_shares_add_up_and_the_parts_make_the_whole(picture: CovenantPicture) -> None:
    found = profile(picture)
    for part in (found.whole, *found.sections.values()):
        assert hundred(*(figure.value for figure in part.shares.values()))
        shown = part.counts.rounded()
        assert shown is None or sum(shown) == 100
        for figure in (part.mean, *part.shares.values()):
            left = sum(map(len, figure.left_out.values()))
            assert figure.n + left == len(found.selection.standings)
    assert found.whole.counts.n == sum(part.counts.n for part in found.sections.values())
    assert found.whole.mean.value == mean_score(found.selection).value
