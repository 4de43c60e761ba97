"""What is withheld in public, and that it cannot be computed back."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.disclosure import (
    apart,
    names_someone,
    parts_give_away,
    published_mean,
    too_small,
    wanted_names,
)
from covenant_monitor.domain.model import Party

sizes = st.lists(st.integers(0, 40), max_size=8)
minimums = st.integers(2, 8)


def test_C01_too_small() -> None:
    assert [n for n in range(8) if too_small(n, 5)] == [1, 2, 3, 4]
    assert not any(too_small(n, None) for n in range(8))


@pytest.mark.parametrize(
    ("total", "parts", "away"),
    [
        (20, [10, 10], False),
        (20, [3, 17], True),  # 20 - 17 = 3
        (20, [2, 2, 16], True),  # the two together are only 4
        (20, [3, 4, 13], False),
        (4, [2, 2], False),  # the total is withheld too
        (5, [5], False),
        (5, [0, 5], False),
    ],
)
def test_C02_small_parts(total: int, parts: Sequence[int], away: bool) -> None:
    assert parts_give_away(total, parts, 5) is away
    assert not parts_give_away(total, parts, None)


@given(sizes, minimums)
def test_C02_what_is_left_of_a_total_is_no_small_group(parts: list[int], minimum: int) -> None:
    total = sum(parts)
    if parts_give_away(total, parts, minimum) or too_small(total, minimum):
        return
    hidden = [n for n in parts if too_small(n, minimum)]
    rest = total - sum(n for n in parts if not too_small(n, minimum))
    assert rest == sum(hidden)
    assert not hidden or (len(hidden) > 1 and rest >= minimum)


@given(sizes, minimums)
def test_sizes_that_are_shown_differ_by_no_small_group(found: list[int], minimum: int) -> None:
    shown = sorted({0, *(n for n, shows in zip(found, apart(found, minimum), strict=True) if shows)})
    assert all(after - before >= minimum for before, after in pairwise(shown))


@given(sizes)
def test_internally_every_size_is_shown(found: list[int]) -> None:
    assert all(apart(found, None))


def test_the_first_sizes_go_first() -> None:
    assert apart([56, 56, 60, 55, 40], 5) == [True, True, False, False, True]


class TestMeans:
    def test_C05_no_mean_at_an_end_of_the_scale(self) -> None:
        for mean in (Fraction(0), Fraction(100), Fraction(4, 100), Fraction(99_96, 100)):
            assert published_mean(mean, 50, 5) is None

    def test_C05_no_mean_that_leaves_everybody_within_few_points_of_an_end(self) -> None:
        """Of five with a mean of 98 nobody can have less than 90."""
        assert published_mean(Fraction(98), 5, 5) is None
        assert published_mean(Fraction(979, 10), 5, 5) == Fraction(979, 10)
        assert published_mean(Fraction(2), 5, 5) is None
        assert published_mean(Fraction(98), 6, 5) == 98

    def test_no_mean_of_few(self) -> None:
        assert published_mean(Fraction(50), 4, 5) is None
        assert published_mean(Fraction(50), 5, 5) == 50

    def test_one_decimal_in_public_and_exact_internally(self) -> None:
        mean = Fraction(200, 3)
        assert published_mean(mean, 50, 5) == Fraction(667, 10)
        assert published_mean(Fraction(6625, 100), 50, 5) == Fraction(663, 10)
        assert published_mean(mean, 1, None) == mean
        assert published_mean(None, 0, None) is None


class TestNames:
    wanted = wanted_names(
        [
            Party("AANNAME-ACC", "Aanname Accessoires B.V."),
            Party("12", "Éénmanszaak Groep"),
            Party("NL", "Q"),
            Party("GROEP", "De Groep B.V."),
            Party("P7", "=cmd|' /C calc'!A1"),
        ]
    )

    @pytest.mark.parametrize(
        "text",
        [
            "Zie het jaarverslag van Aanname Accessoires.",
            "AANNAME ACCESSOIRES BV",
            "https://www.example.org/aanname-accessoires/2020",
            "bron: aanname_acc",
            "Eenmanszaak",
            "E\u0301e\u0301nmanszaak",
            "x cmd C calc A1 x",
        ],
    )
    def test_found_however_they_are_written(self, text: str) -> None:
        assert names_someone(text, self.wanted)

    @pytest.mark.parametrize("text", ["", "aanname", "accessoires", "12 in NL", "mooie kleur", "de beste", "P7", "q"])
    def test_other_words_and_codes_too_short_to_tell(self, text: str) -> None:
        assert not names_someone(text, self.wanted)
