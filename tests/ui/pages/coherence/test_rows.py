"""What the tables, the words and the explanations say where there is little or nothing to say it of."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from covenant_monitor.domain.coherence import Agreement, coherence
from covenant_monitor.domain.drift import Drift, Placed
from covenant_monitor.domain.model import Assessment, AssessmentKind, Framework, Status
from covenant_monitor.language import Language
from covenant_monitor.store.coherence import RoundCoherence
from covenant_monitor_ui.pages.coherence.explain import Figure, arithmetic, figure_text, meaning
from covenant_monitor_ui.pages.coherence.rows import (
    Tab,
    agreement_of,
    blind_to,
    differences,
    in_order,
    is_of,
    table_of,
)
from covenant_monitor_ui.pages.coherence.words import empty_words, head_words, tab_names, tab_words, table_empty_words
from tests.core.domain.strategies import framework_of, rate, year_round

ENGLISH = Language("en")


def found(*rows: tuple[str, str, str], status: Status = Status.ASSESSED) -> RoundCoherence:
    """A round with one section: per participant the assessor, and the marks of both; B is the second assessor."""
    framework: Framework = framework_of([6])
    placed = []
    for i, (who, first, second) in enumerate(rows):
        placed += [
            Placed(Assessment(f"P{i}", "2020", assessor=who, ratings=rate("1", first)), 1, ""),
            Placed(
                Assessment(f"P{i}", "2020", AssessmentKind.SECOND, status, assessor="B", ratings=rate("1", second)),
                1,
                "",
            ),
        ]
    names = {one.assessment.party: f"Party {one.assessment.party}" for one in placed}
    return RoundCoherence(year_round(2020), framework, coherence(framework, placed), placed, names)


def cells(tab: Tab, of: RoundCoherence, only: tuple[str, ...] = (), user: str = "") -> list[Sequence[str]]:
    _columns, lines = table_of(tab, of, user, only, ENGLISH)
    return [[f"{cell.text} {cell.note}".strip() for cell in line.cells] for line in lines]


def test_figures_that_are_not_there_are_a_dash() -> None:
    assert cells(Tab.CRITERIA, found(("A", "fa", "fp")))[:2] == [
        ["1.01 1.01", "1 few", "100%", "–", "–", "0"],
        ["1.02 1.02", "0 few", "–", "–", "–", "1"],
    ]
    assert cells(Tab.SECTIONS, found(("A", "fa", "fp"))) == [["1 Step 1", "1 few", "100%", "–", "–", "1"]]


def test_a_pair_without_names_says_so() -> None:
    assert cells(Tab.PAIRS, found(("", "f", "n")))[0][0] == "name unknown / B"


def test_a_pair_of_one_person_is_not_blind() -> None:
    assert cells(Tab.PAIRS, found(("b", "f", "n")))[0][0] == "b / b one person: not blind"


def test_differences_hold_na_on_one_side() -> None:
    assert cells(Tab.DIFFERENCES, found(("A", "fpa", "fna"))) == [
        ["Party P0", "1.02 1.02", "Partially", "A", "Not", "B"]
    ]
    assert cells(Tab.DIFFERENCES, found(("A", "a", "n")))[0][2:] == ["N.a.", "A", "Not", "B"]


def test_only_what_a_line_is_of() -> None:
    of = found(("A", "ff", "nn"), ("C", "f-", "n-"))
    assert len(differences(of, "")) == 3
    assert len(differences(of, "", ("pair", "C", "B"))) == 1
    assert len(differences(of, "", ("criterion", "1.02"))) == 1
    assert len(differences(of, "", ("section", "1"))) == 3
    assert not any(is_of(one, ("nonsense", "1")) for one in of.coherence.compared)
    assert agreement_of(of, ("nonsense",)) is None
    assert agreement_of(of, ()) is of.coherence.overall


def test_who_is_still_assessing_blind_does_not_see_what_the_other_found() -> None:
    of = found(("A", "ff", "nn"), status=Status.DRAFT)
    assert blind_to(of, "b") == {"P0"}
    assert differences(of, "b") == []
    assert len(differences(of, "A")) == 2
    assert "its second assessment is yours" in tab_words(Tab.DIFFERENCES, of, 1, (), ENGLISH)
    assert blind_to(found(("A", "ff", "nn")), "B") == set()


def test_drift_puts_what_means_something_first() -> None:
    made = [
        Drift("A", "1", Fraction(1), 9, Fraction(0), 9),
        Drift("A", "2", Fraction(1), 1, Fraction(0), 9),
        Drift("A", "3", Fraction(0), 9, Fraction(1, 2), 9),
        Drift("A", "", Fraction(1, 2), 9, None, 0),
    ]
    assert [one.criterion for one in in_order(made)] == ["", "1", "3", "2"]


def test_the_tabs_count_what_is_in_them() -> None:
    of = found(("A", "ff", "nn"))
    assert [(key, count) for key, _text, count in tab_names(of, "", ENGLISH)] == [
        ("criteria", "2"),
        ("weak", "0"),
        ("sections", "1"),
        ("pairs", "1"),
        ("differences", "2"),
        ("drift", "0"),
    ]
    assert head_words(of, ENGLISH) == "1 second assessment in round 2020"


@pytest.mark.parametrize(
    ("of", "no_covenant", "can_assign", "title"),
    [
        (None, True, False, "This file has no covenant yet"),
        (None, False, False, "Nothing to assess again yet"),
        (found(), False, True, "No second assessments in round 2020 yet"),
        (found(("A", "f", "-")), False, True, "No second ratings in round 2020 yet"),
    ],
)
def test_where_there_is_nothing_it_says_what_to_do(
    of: RoundCoherence | None, no_covenant: bool, can_assign: bool, title: str
) -> None:
    said = empty_words(of, ENGLISH, no_covenant=no_covenant, can_assign=can_assign)
    assert said[0] == title
    assert said[1].endswith(".")


def test_every_table_has_words_for_when_it_is_empty() -> None:
    titles = {table_empty_words(tab, ENGLISH)[0] for tab in (Tab.WEAK, Tab.DIFFERENCES, Tab.DRIFT)}
    assert titles == {"No criterion stands out", "No differences", "Nobody to compare with"}


# What a figure means


def overall(first: str, second: str) -> Agreement:
    return found(("A", first, second)).coherence.overall


def test_without_ratings_there_is_nothing_to_work_out() -> None:
    nothing = overall("f", "-")
    for figure in Figure:
        assert figure_text(figure, nothing, ENGLISH) == "–"
        assert arithmetic(figure, nothing, ENGLISH) == ""
        assert "nothing to compare" in meaning(figure, nothing, ENGLISH)


def test_one_level_has_agreement_but_no_kappa() -> None:
    one_level = overall("ff", "ff")
    assert arithmetic(Figure.AGREEMENT, one_level, ENGLISH) == "2 / 2 ="
    for figure in (Figure.KAPPA, Figure.WEIGHTED):
        assert arithmetic(figure, one_level, ENGLISH) == ""
        assert meaning(figure, one_level, ENGLISH).startswith("There is no kappa")


def test_the_sum_leads_to_the_figure() -> None:
    here = overall("fffpnn", "ffppnf")
    assert arithmetic(Figure.KAPPA, here, ENGLISH) == "(66.7% − 36.1%) / (100.0% − 36.1%) ="
    assert figure_text(Figure.KAPPA, here, ENGLISH) == "0.48"
    assert round((66.7 - 36.1) / (100 - 36.1), 2) == 0.48
    assert arithmetic(Figure.WEIGHTED, here, ENGLISH) == "(75.0% − 55.6%) / (100.0% − 55.6%) ="
    assert figure_text(Figure.WEIGHTED, here, ENGLISH) == "0.44"
    assert "half a difference" in meaning(Figure.WEIGHTED, here, ENGLISH)
