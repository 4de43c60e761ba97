"""A sequence that is made when it is first looked at."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from covenant_monitor.store.later import Later


def test_it_is_made_once_when_it_is_looked_at() -> None:
    made: list[str] = []

    def make() -> list[int]:
        made.append("made")
        return [1, 2, 3]

    later = Later(make)
    assert made == []
    assert (len(later), later[0], later[-1], later[1:], list(later)) == (3, 1, 3, [2, 3], [1, 2, 3])
    assert 2 in later
    assert made == ["made"]
    assert repr(later) == "[1, 2, 3]"


def test_it_is_equal_to_what_holds_the_same() -> None:
    def later() -> Sequence[int]:
        return Later(lambda: [1, 2])

    assert later() == later()
    assert later() == [1, 2]
    assert later() == [1, 2]
    assert later() != [2, 1]
    other: object = 12
    assert later() != other
    with pytest.raises(TypeError):
        hash(later())


def test_two_threads_that_look_at_once_see_the_same() -> None:
    both = Barrier(2, timeout=10)

    def look(later: Later[int]) -> list[int]:
        both.wait()
        return list(later)

    with ThreadPoolExecutor(2) as pool:
        for _ in range(50):
            later = Later(lambda: list(range(100)))
            first, second = pool.submit(look, later), pool.submit(look, later)
            assert first.result() == second.result() == list(range(100))


def test_what_could_not_be_made_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> list[int]:
        tries.append(1)
        if len(tries) == 1:
            raise ZeroDivisionError
        return [7]

    later = Later(make)
    with pytest.raises(ZeroDivisionError):
        len(later)
    assert list(later) == [7]
