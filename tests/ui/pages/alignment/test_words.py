import pytest

from covenant_monitor.domain.alignment import AlignmentYear, alignment_years
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.language import language
from covenant_monitor_ui.pages.alignment.words import gap_lead, head_words, paper_words, signed, sources_words

EN, NL = language("en"), language("nl")
PAPER, PRACTICE, _TRUST = AlignmentDimension


def year_of(**fully: tuple[int, int]) -> AlignmentYear:
    results = [
        CovenantAlignment(2020, dimension, share, 0, component=name.strip("_"))
        for name, both in fully.items()
        for dimension, share in zip((PAPER, PRACTICE), both, strict=True)
    ]
    return alignment_years(results)[0]


@pytest.mark.parametrize(("points", "text"), [(17, "+17"), (0, "0"), (-3, "−3")])
def test_a_change_has_its_sign(points: int, text: str) -> None:
    assert signed(points, EN) == text


def test_why_the_list_of_what_is_on_paper_only_is_empty_or_not() -> None:
    assert paper_words(year_of(_=(62, 40)), EN).startswith("Only totals")
    assert paper_words(year_of(A=(60, 50)), EN).startswith("The 1 component")
    assert paper_words(year_of(A=(60, 50), B=(60, 55)), EN).startswith("None of the 2 components")
    assert paper_words(year_of(A=(60, 10), B=(60, 55)), EN) == "1 of 2 components."
    standards = alignment_years([CovenantAlignment(2020, PAPER, 60, 0, component="A")])[0]
    assert paper_words(standards, EN).startswith("No component has results for both")


def test_the_head_and_the_gap() -> None:
    year = year_of(A=(60, 59))
    assert head_words(year, EN) == "assessment of 2020 · 1 component · written standards, implementation"
    assert gap_lead(year, EN) == ("1", "point")
    assert gap_lead(alignment_years([CovenantAlignment(2020, PAPER, 60, 0)])[0], EN) == ("–", "")


def test_sources_in_full_once_each() -> None:
    assert sources_words(["A report.", "A report.", "Another"], EN) == "Sources: A report; Another."
    assert sources_words([], EN) == "No source was entered."
