from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.charts.cohorts import first_rounds, published_parts, unbroken, year_groups
from covenant_monitor.language import language
from tests.core.charts.pictures import round_picture

MINIMUM = 5
means = st.fractions(0, 100, max_denominator=50) | st.sampled_from([Fraction(0), Fraction(100)])
parts_ = st.lists(st.tuples(st.integers(0, 12), means), max_size=5).map(
    lambda parts: [(n, mean if n else None) for n, mean in parts]
)


@given(parts_)
def test_what_is_withheld_cannot_be_computed_from_the_whole(parts: list[tuple[int, Fraction | None]]) -> None:
    """The whole less what is shown is a group too: of several, large enough, and not all alike."""
    shown = published_parts(parts, MINIMUM)
    assert len(shown) == len(parts)
    hidden = [
        (n, mean) for (n, mean), said in zip(parts, shown, strict=True) if said is None and n and mean is not None
    ]
    for (n, mean), said in zip(parts, shown, strict=True):
        if said is not None:
            assert mean is not None
            assert n >= MINIMUM
            assert 0 < said < 100
            assert abs(said - mean) <= Fraction(1, 20)
    if hidden and any(said is not None for said in shown):
        together = sum(n for n, _mean in hidden)
        assert len(hidden) > 1
        assert together >= MINIMUM
        assert 0 < sum(n * mean for n, mean in hidden) < 100 * together


def test_nothing_is_withheld_inside() -> None:
    parts = [(1, Fraction(100)), (0, None), (3, Fraction(1, 3))]
    assert published_parts(parts, None) == [100, None, Fraction(1, 3)]


def test_one_that_is_withheld_takes_the_others_along() -> None:
    assert published_parts([(9, Fraction(50)), (3, Fraction(10))], MINIMUM) == [None, None]
    assert published_parts([(9, Fraction(50)), (9, Fraction(100))], MINIMUM) == [None, None]
    assert published_parts([(9, Fraction(50)), (3, Fraction(10)), (3, Fraction(20))], MINIMUM) == [50, None, None]
    assert published_parts([(9, Fraction(50)), (3, Fraction(0)), (3, Fraction(0))], MINIMUM) == [None, None, None]
    assert published_parts([(9, Fraction(50)), (0, None)], MINIMUM) == [50, None]


def test_later_years_are_taken_together() -> None:
    groups = year_groups(round_picture(2020, {0: (1, 0, 0), 1: (2, 0, 0), 3: (1, 0, 0), 5: (2, 0, 0)}).standings)
    assert [(group.year, len(group.standings)) for group in groups] == [(0, 1), (1, 2), (3, 3)]
    assert [group.name(language("en")) for group in groups] == [
        "Participation year 0",
        "Participation year 1",
        "Year 3 and later",
    ]


def test_a_participant_belongs_to_the_round_that_it_began_in() -> None:
    rounds = [round_picture(2019, {1: (2, 0, 0)}), round_picture(2020, {1: (3, 0, 0)})]
    assert first_rounds([one.standings for one in rounds]) == {"P0": 0, "P1": 0, "P2": 1}


def test_lines_are_parted_by_breaks_and_by_rounds_without_a_number() -> None:
    assert unbroken([0, 1, 2, 4, 5], [2]) == [[0, 1], [2], [4, 5]]
    assert unbroken([], [1]) == []
