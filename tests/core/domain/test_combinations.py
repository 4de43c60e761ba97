"""Whom combinations of many figures are about. More of it is in test_releases."""

from random import Random

import pytest

from covenant_monitor.domain import combinations
from covenant_monitor.domain.combinations import Unknown, small_groups

FEW, OTHERS = [f"F{number}" for number in range(4)], [f"P{number:02}" for number in range(40)]


def rows_of_many() -> list[dict[Unknown, int]]:
    """Of all, of all but four, and thirty of others in two sections of which nothing about a few follows."""
    chance = Random(4)
    rows: list[dict[Unknown, int]] = [{(one, "a"): 1 for one in (*FEW, *OTHERS)}, {(one, "a"): 1 for one in OTHERS}]
    for number in range(30):
        rows.append({(one, "ab"[number % 2]): 1 for one in chance.sample(OTHERS, 20)})
    return rows


def test_four_are_found_among_many_figures() -> None:
    assert small_groups(rows_of_many(), 5) == {frozenset(FEW)}
    assert small_groups(rows_of_many()[1:], 5) == set()


def test_where_a_search_would_take_too_long_fewer_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combinations, "_MOST_WAYS", 3)
    assert small_groups(rows_of_many(), 5) == set()
    one_less = {(one, "a"): 1 for one in (*FEW[1:], *OTHERS)}
    assert small_groups([*rows_of_many(), one_less], 5) == {frozenset(FEW[:1])}
