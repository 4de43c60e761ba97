from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.charts.withholding import parts_give_away, too_small


def test_nothing_is_withheld_inside() -> None:
    assert not too_small(1, None)
    assert not parts_give_away(31, [1, 30], None)


def test_nobody_is_no_group() -> None:
    assert not too_small(0, 5)
    assert too_small(4, 5)
    assert not too_small(5, 5)


def test_a_single_small_part_is_the_total_less_the_others() -> None:
    assert parts_give_away(34, [4, 30], 5)


def test_two_small_parts_that_are_small_together() -> None:
    assert parts_give_away(33, [1, 2, 30], 5)
    assert not parts_give_away(36, [3, 3, 30], 5)


def test_a_total_that_is_withheld_itself_gives_nothing() -> None:
    assert not parts_give_away(4, [1, 3], 5)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.integers(2, 8))
def test_what_is_left_of_the_total_is_never_a_small_group(parts: list[int], minimum: int) -> None:
    total = sum(parts)
    if too_small(total, minimum) or parts_give_away(total, parts, minimum):
        return
    left = total - sum(n for n in parts if not too_small(n, minimum))
    assert left == 0 or left >= minimum
