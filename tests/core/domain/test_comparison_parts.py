"""Why a headline share changed: examples worked out by hand, and what must hold of every two rounds."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given

from covenant_monitor.domain.comparison_parts import Cause, Decomposition, Measure, decompose, with_weights_of
from covenant_monitor.domain.comparison_sides import Core, Side, core_of, whole
from covenant_monitor.domain.headline import headline, outcomes, scores_of
from covenant_monitor.domain.model import Assessment, Criterion, Framework, Number, Outcome, Rating, Scale, Status
from tests.core.domain.strategies import relaxed
from tests.core.domain.two_rounds import entry, rounds, side, swapped, version

FOUR = version("1", A="A1 A2 A3 A4")


def changed(then: Side, now: Side, core: Core | None = None) -> dict[Measure, Decomposition]:
    """Both measures taken apart."""
    return decompose(then, now, core or whole(then.framework))


def parts_of(change: Decomposition) -> dict[Cause, Number]:
    """The parts that are not 0."""
    return {cause: part for cause, part in change.parts.items() if part}


def ends_of(change: Decomposition) -> tuple[Number | None, Number | None]:
    """Both shares in percent."""
    return change.then.percent, change.now.percent


def chain_of(change: Decomposition) -> list[tuple[Number, int]]:
    """Every share on the way, with numerator and denominator."""
    shares = [change.steps[0].before, *(step.after for step in change.steps)]
    return [(share.numerator, share.denominator) for share in shares]


def test_only_the_requirement_rose() -> None:
    marks = {"P1": "ffff", "P2": "fffn", "P3": "ffnn", "P4": "fnnn"}
    then, now = (
        side(FOUR, {1: required}, *(entry(FOUR, party, m) for party, m in marks.items())) for required in (50, 60)
    )
    found = changed(then, now)
    meets = found[Measure.MEETS]
    assert ends_of(meets) == (75, 50)
    assert meets.whole == -25
    assert parts_of(meets) == {Cause.REQUIREMENT: -25}
    assert chain_of(meets) == [(3, 4)] * 6 + [(2, 4)] * 2
    assert found[Measure.MEAN].whole == 0
    assert parts_of(found[Measure.MEAN]) == {}


def test_one_company_joined_and_one_left() -> None:
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "ffnn"), entry(FOUR, "P2", "nnnn"))
    now = side(FOUR, {1: 50}, entry(FOUR, "P1", "ffnn"), entry(FOUR, "P3", "ffff"), entry(FOUR, "P4", "nnnn"))
    meets, mean = changed(then, now)[Measure.MEETS], changed(then, now)[Measure.MEAN]
    assert chain_of(meets) == [(1, 2)] + [(1, 1)] * 6 + [(2, 3)]
    assert [step.part for step in meets.steps if step.part] == [50, Fraction(-100, 3)], "one left, and two came"
    assert parts_of(meets) == {Cause.PARTICIPANTS: Fraction(50, 3)}
    assert ends_of(mean) == (25, 50)
    assert meets.same == 1
    assert parts_of(mean) == {Cause.PARTICIPANTS: 25}


def test_ratings_and_the_requirement_work_against_each_other() -> None:
    then = side(FOUR, {1: 25, 2: 75}, entry(FOUR, "P1", "fnnn"), entry(FOUR, "P2", "ffnn"))
    now = side(FOUR, {1: 25, 2: 75}, entry(FOUR, "P1", "fffn", year=2), entry(FOUR, "P2", "ffpn", year=2), code="2020")
    meets, mean = changed(then, now)[Measure.MEETS], changed(then, now)[Measure.MEAN]
    assert parts_of(meets) == {Cause.REQUIREMENT: -50}, "both met a quarter, and still would"
    assert ends_of(mean) == (Fraction(75, 2), Fraction(275, 4)), "25 and 50; 75 and 62.5"
    assert parts_of(mean) == {Cause.RATINGS: Fraction(125, 4)}


def test_a_criterion_applies_from_the_second_year() -> None:
    later = replace(FOUR.criteria["A4"], from_participation_year=2)
    framework = _with(FOUR, later)
    then = side(framework, {1: 60}, entry(framework, "P1", "fpn-"))
    now = side(framework, {1: 60}, entry(framework, "P1", "ffnn", year=2), code="2020")
    mean, meets = changed(then, now)[Measure.MEAN], changed(then, now)[Measure.MEETS]
    assert ends_of(mean) == (50, 50)
    assert parts_of(mean) == {Cause.RATINGS: Fraction(50, 3), Cause.APPLICABILITY: Fraction(-50, 3)}, "1.5/3, 2/3, 2/4"
    assert chain_of(meets) == [(0, 1), (0, 1), (1, 1), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1)]


def test_a_group_decides_what_applies() -> None:
    framework = _with(FOUR, replace(FOUR.criteria["A4"], groups=frozenset({"large"})))
    then = side(framework, {1: 50}, entry(framework, "P1", "fffn", group="large"))
    now = side(framework, {1: 50}, entry(framework, "P1", "fff-", group="small"), code="2020")
    assert parts_of(changed(then, now)[Measure.MEAN]) == {Cause.APPLICABILITY: 25}


def test_not_applicable_is_a_rating() -> None:
    then = side(FOUR, {}, entry(FOUR, "P1", "ffnn"))
    now = side(FOUR, {}, entry(FOUR, "P1", "ffan"))
    found = changed(then, now)
    assert parts_of(found[Measure.MEAN]) == {Cause.RATINGS: Fraction(50, 3)}
    assert Measure.MEETS not in found, "nothing is required"


def test_one_criterion_was_added() -> None:
    new = version("2", A="A1 A2 A3 A4 A5")
    core = core_of(FOUR, (new, {code: code for code in FOUR.criteria}))
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "ffnn"))
    now = side(new, {1: 50}, entry(new, "P1", "fffnn"), code="2020")
    mean, meets = changed(then, now, core)[Measure.MEAN], changed(then, now, core)[Measure.MEETS]
    assert ends_of(mean) == (50, 60)
    assert parts_of(mean) == {Cause.RATINGS: 25, Cause.VERSION: -15}, "2/4, 3/4, 3/5"
    assert parts_of(meets) == {}


def test_only_the_weights_changed() -> None:
    new = version("2", weights={"A1": 3}, A="A1 A2 A3 A4")
    core = core_of(FOUR, (new, {code: code for code in FOUR.criteria}))
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "fnnn"))
    now = side(new, {1: 50}, entry(new, "P1", "fnnn"), code="2020")
    mean, meets = changed(then, now, core)[Measure.MEAN], changed(then, now, core)[Measure.MEETS]
    assert parts_of(mean) == {Cause.WEIGHTS: 25}, "1/4 became 3/6"
    assert parts_of(meets) == {Cause.WEIGHTS: 100}


def test_a_new_version_with_sections_weights_codes_and_scale_of_its_own() -> None:
    old = version("1", A="A1 A2", B="B1 B2")
    new = replace(version("2", weights={"X": 3}, X="X1 X2", Y="Y1 Y2 Y3"), scale=Scale(0, 10, by_level=False))
    core = core_of(old, (new, {"A1": "X2", "A2": "X1", "B1": "Y1", "B2": "Y2"}))
    then = side(old, {1: 50}, entry(old, "P1", "fp nn"))
    ratings = {"X1": Rating(10), "X2": Rating(10), "Y1": Rating(0), "Y2": Rating(5), "Y3": Rating(10)}
    one = entry(new, "P1", "")
    now = side(
        new,
        {1: 50},
        replace(one, assessment=Assessment("P1", "2020", status=Status.FINAL, ratings=ratings)),
        code="2020",
    )
    mean = changed(then, now, core)[Measure.MEAN]
    # (75 + 0) / 2; (100 + 25) / 2; with Y3 (100 + 50) / 2; three times as much for X: (3 x 100 + 50) / 4
    shares = [100 * numerator for numerator, _ in chain_of(mean)]
    assert shares[1:6] == [Fraction(75, 2), Fraction(125, 2), Fraction(125, 2), 75, Fraction(175, 2)]
    back = changed(*swapped(then, now, core))[Measure.MEAN]
    assert back.whole == -mean.whole == -50
    # From the later one: X as it is (1, 1/2 of 10 each) and Y (0, 0, 10): (3 x 75 + 33.3) / 4
    assert [100 * numerator for numerator, _ in chain_of(back)][2] == (225 + Fraction(100, 3)) / 4


def test_versions_without_a_mapping_differ_by_version_only() -> None:
    new = version("2", A="A1 A2")
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "fnnn"))
    now = side(new, {1: 50}, entry(new, "P1", "ff"), code="2020")
    assert parts_of(changed(then, now, core_of(FOUR, (new, {})))[Measure.MEAN]) == {Cause.VERSION: 75}


def test_weights_of_the_earlier_version_between_what_both_have() -> None:
    old = version("1", weights={"A": 2, "A1": 3}, A="A1 A2", B="B1")
    new = version("2", X="X1 X2 X3", Y="Y1", Z="Z1")
    core = core_of(old, (new, {"A1": "X1", "A2": "X2", "B1": "Y1"}))
    found = with_weights_of(old, new, core)
    assert [(s.code, s.weight) for s in found.sections] == [("X", Fraction(4, 3)), ("Y", Fraction(2, 3)), ("Z", 1)]
    assert {code: c.weight for code, c in found.criteria.items()} == {
        "X1": Fraction(3, 2),
        "X2": Fraction(1, 2),
        "X3": 1,
        "Y1": 1,
        "Z1": 1,
    }
    tenfold = version("2", weights=dict.fromkeys(["X", "Y", "Z", "X1", "X2", "X3"], 10), X="X1 X2 X3", Y="Y1", Z="Z1")
    alike = version("1", A="A1 A2", B="B1")
    assert with_weights_of(alike, tenfold, core) is tenfold, "ten times as much of everything is no change"


def test_percentages_entered_directly_are_not_taken_apart() -> None:
    entered = entry(FOUR, "P1", "")
    summary = Assessment("P1", "2019", status=Status.FINAL, summaries={"": 30})
    then = side(FOUR, {1: 50}, replace(entered, assessment=summary), entry(FOUR, "P2", "ffnn"))
    now = side(FOUR, {1: 50}, entry(FOUR, "P1", "fffn"), entry(FOUR, "P2", "ffnn"), code="2020")
    mean = changed(then, now)[Measure.MEAN]
    assert parts_of(mean) == {Cause.RATINGS: Fraction(45, 2)}
    assert (mean.same, mean.not_taken_apart) == (2, 1)


def test_a_round_without_anybody_that_counts_has_no_share() -> None:
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "ff--"))
    now = side(FOUR, {1: 50}, entry(FOUR, "P1", "ffff"))
    assert changed(then, now) == {}


def test_nobody_in_both_rounds() -> None:
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "ffff"))
    now = side(FOUR, {1: 50}, entry(FOUR, "P2", "nnnn"))
    meets = changed(then, now)[Measure.MEETS]
    assert (parts_of(meets), meets.same, chain_of(meets)) == ({Cause.PARTICIPANTS: -100}, 0, [(1, 1), (0, 1)])


def test_only_final_ones() -> None:
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "ffff"), entry(FOUR, "P2", "nnnn", status=Status.ASSESSED))
    found = decompose(then, then, whole(FOUR), final_only=True)
    assert found[Measure.MEETS].then.denominator == 1


@relaxed
@given(rounds())
def test_the_parts_add_up_and_the_ends_are_the_headline(drawn: tuple[Side, Side, Core]) -> None:
    then, now, core = drawn
    found = decompose(then, now, core)
    for change in found.values():
        assert sum(change.parts.values()) == change.whole
        assert all(one.after == other.before for one, other in zip(change.steps, change.steps[1:], strict=False))
        assert (change.steps[0].before, change.steps[-1].after) == (change.then, change.now)
        assert all(step.after.denominator for step in change.steps)
        if core.same_version:
            assert change.parts[Cause.VERSION] == change.parts[Cause.WEIGHTS] == 0
    for round_, which in ((then, "then"), (now, "now")):
        counted = headline(round_.standings.values()).counted
        scores = scores_of(counted)
        if Measure.MEAN in found:
            assert getattr(found[Measure.MEAN], which).percent == sum(scores) / len(scores)
        if Measure.MEETS in found:
            assert getattr(found[Measure.MEETS], which).percent == outcomes(counted).share(Outcome.MEETS)
    if Measure.MEAN in found:
        assert found[Measure.MEAN].parts[Cause.REQUIREMENT] == 0


@relaxed
@given(rounds())
def test_the_other_way_around_the_whole_is_negated(drawn: tuple[Side, Side, Core]) -> None:
    forth, back = decompose(*drawn), decompose(*swapped(*drawn))
    assert forth.keys() == back.keys()
    for measure, change in forth.items():
        assert back[measure].whole == -change.whole


@relaxed
@given(rounds())
def test_a_round_with_itself_differs_in_nothing(drawn: tuple[Side, Side, Core]) -> None:
    then, _now, _core = drawn
    for change in decompose(then, then, whole(then.framework)).values():
        assert [step.part for step in change.steps] == [0] * len(change.steps)


@relaxed
@given(rounds())
def test_the_same_ratings_in_a_copy_of_the_version_differ_in_nothing(drawn: tuple[Side, Side, Core]) -> None:
    then, _now, _core = drawn
    copy = replace(then.framework, version="copy")
    codes = {code: code for code in then.framework.criteria}
    core = core_of(then.framework, (copy, codes))
    assert not core.same_version or not codes
    for change in decompose(then, replace(then, framework=copy), core).values():
        assert [step.part for step in change.steps] == [0] * len(change.steps)


def _with(framework: Framework, criterion: Criterion) -> Framework:
    section = framework.sections[0]
    criteria = tuple(criterion if one.code == criterion.code else one for one in section.criteria)
    return replace(framework, sections=(replace(section, criteria=criteria),))
