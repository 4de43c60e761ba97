from pathlib import Path

import pytest

from covenant_monitor.domain.explanation import explain_mean
from covenant_monitor.domain.headline import Headline, mean, scores_of
from covenant_monitor.store import pictures
from covenant_monitor.store.store import open_store
from tests.core.demo import demo_copy


@pytest.fixture
def figures(tmp_path: Path) -> Headline:
    with open_store(demo_copy(tmp_path), read_only=True) as store:
        return pictures.picture(store, "KLEDING").round("2020").headline


def test_it_is_the_mean_that_is_shown_with_everyone_in_it(figures: Headline) -> None:
    found = explain_mean(figures)
    assert found.value == mean(scores_of(figures.counted))
    assert found.value == 100 * found.numerator / found.denominator
    assert len(found.terms) == found.denominator == figures.n
    assert sum(one.count for one in found.left_out) == sum(map(len, figures.left_out.values()))


def test_nobody_has_no_mean() -> None:
    found = explain_mean(Headline([], {}))
    assert (found.value, found.denominator) == (None, 0)
