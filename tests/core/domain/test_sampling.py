import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.sampling import draw_sample
from tests.core.domain.strategies import framework_of, relaxed

PARTIES = [f"P{i}" for i in range(1, 21)]
SECTIONS = framework_of([10, 3, 1]).sections


def test_the_same_seed_draws_the_same() -> None:
    one = draw_sample(1, parties=PARTIES, sections=SECTIONS, party_count=5, criterion_count=7)
    assert one == draw_sample(1, parties=PARTIES[::-1], sections=SECTIONS, party_count=5, criterion_count=7)
    others = [draw_sample(seed, parties=PARTIES, sections=SECTIONS, party_count=5) for seed in range(2, 12)]
    assert len({tuple(who) for who, _what in others}) > 5


def test_none_or_too_many_is_all_of_them() -> None:
    everything = [code for section in SECTIONS for code in (c.code for c in section.criteria)]
    assert draw_sample(1, parties=PARTIES, sections=SECTIONS) == (PARTIES, everything)
    assert draw_sample(1, parties=PARTIES, sections=SECTIONS, party_count=99, criterion_count=99) == (
        PARTIES,
        everything,
    )


def test_every_section_is_represented_and_large_ones_more() -> None:
    for seed in range(30):
        _who, what = draw_sample(seed, parties=PARTIES, sections=SECTIONS, criterion_count=7)
        assert [sum(code.startswith(f"{step}.") for code in what) for step in (1, 2, 3)] == [4, 2, 1]


def test_where_there_are_fewer_than_sections_each_has_at_most_one() -> None:
    for seed in range(10):
        _who, what = draw_sample(seed, parties=PARTIES, sections=SECTIONS, criterion_count=2)
        assert len({code[0] for code in what}) == len(what) == 2


def test_a_sample_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        draw_sample(1, parties=PARTIES, sections=SECTIONS, party_count=0)


@relaxed
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(1, 60), st.integers(0, 99))
def test_a_sample_is_of_the_size_asked_for_and_fair(sizes: list[int], wanted: int, seed: int) -> None:
    sections = framework_of(sizes).sections
    _who, what = draw_sample(seed, parties=["P"], sections=sections, criterion_count=wanted)
    assert len(set(what)) == len(what) == min(wanted, sum(sizes))
    assert set(what) <= {criterion.code for section in sections for criterion in section.criteria}
    filled = sum(size > 0 for size in sizes)
    assert len({code.split(".")[0] for code in what}) == min(filled, wanted)
