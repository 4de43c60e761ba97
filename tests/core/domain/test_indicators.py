"""The figures of a round over some of its participants, by hand and by their rules."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given

from covenant_monitor.domain import indicators as of
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.indicators import LACKS, Figure, Lack
from covenant_monitor.domain.model import Outcome, Status
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.scope import Scope, cohorts, select
from covenant_monitor.domain.tally import COMPANIES, TURNOVER, Amount, figures_of
from tests.core.domain.selections import covenant, covenants, hundred, standing
from tests.core.domain.strategies import relaxed


def numbers(figure: Figure) -> tuple[object, object, object]:
    return figure.value, figure.numerator, figure.denominator


def names(figure: Figure, reason: Reason | Lack) -> list[str]:
    return [standing.party.code for standing in figure.left_out.get(reason, ())]


def test_scores_by_hand() -> None:
    # Section 2 is all n.a.: scores 100, 75, 50 and 0. E is a draft.
    picture = covenant(
        [
            standing("A", "ff", outcome=Outcome.MEETS),
            standing("B", "fp", outcome=Outcome.ON_TRACK),
            standing("C", "pp"),
            standing("D", "nn", outcome=Outcome.BEHIND),
            standing("E", "ff", status=Status.DRAFT),
        ],
        turnovers={"A": 10, "B": 30, "D": 60, "E": 900},
    )
    selection = select(picture, "2018")
    assert numbers(of.mean_score(selection)) == (Fraction(225, 4), Fraction(9, 4), 4)
    assert numbers(of.median_score(selection)) == (Fraction(125, 2), Fraction(5, 4), 2)
    weighted = of.weighted_mean_score(selection)
    assert numbers(weighted) == (Fraction(65, 2), Fraction(65, 2), 100)  # 10 x 1 + 30 x 0.75 of 100
    assert weighted.n == 3
    assert (names(weighted, Lack.TURNOVER), names(weighted, Reason.STATUS)) == (["C"], ["E"])
    meets = of.outcome_share(selection, Outcome.MEETS)
    assert numbers(meets) == (Fraction(100, 3), 1, 3)
    assert names(meets, Reason.NO_REQUIREMENT) == ["C"]


def test_the_median_of_an_odd_number_is_the_one_in_the_middle() -> None:
    picture = covenant([standing("A", "nn"), standing("B", "fp"), standing("C", "ff")])
    assert numbers(of.median_score(select(picture, "2018"))) == (75, Fraction(3, 4), 1)


def test_how_far_the_assessments_are() -> None:
    picture = covenant([standing("A", "ff"), standing("B", "ff", status=Status.REVIEWED), standing("C"), standing("D")])
    selection = select(picture, "2018")
    assert numbers(of.participants(selection)) == (4, None, None)
    assert numbers(of.final(selection)) == (25, 1, 4)
    assert numbers(of.in_progress(selection)) == (25, 1, 4)
    assert numbers(of.missing(selection)) == (50, 2, 4)
    assert numbers(of.assessed(selection)) == (50, 2, 4)


def test_the_share_of_the_sector() -> None:
    picture = covenant([standing("A", "ff"), standing("B"), standing("C"), standing("D")])
    rows = [
        ("", COMPANIES, 2018, Amount(200)),
        ("", TURNOVER, 2018, Amount(1000, "EUR million")),
        ("A", TURNOVER, 2018, Amount(100, "EUR million")),
        ("B", TURNOVER, 2018, Amount(300, "EUR million")),
        ("C", TURNOVER, 2018, Amount(500_000, "EUR")),
        ("D", TURNOVER, 2017, Amount(50, "EUR million")),
    ]
    selection = select(replace(picture, figures=figures_of(rows)), "2018")
    assert numbers(of.sector_companies(selection)) == (2, 4, 200)
    turnover = of.sector_turnover(selection)
    assert numbers(turnover) == (40, 400, 1000)
    assert (names(turnover, Lack.OTHER_UNIT), names(turnover, Lack.TURNOVER)) == (["C"], ["D"])


def test_without_figures_of_the_sector_or_of_anybody_there_is_no_share() -> None:
    picture = covenant([standing("A", "ff")])
    selection = select(picture, "2018")
    for figure in (of.sector_companies, of.sector_turnover, of.weighted_mean_score):
        assert numbers(figure(selection)) == (None, None, None)
    only_sector = figures_of([("", TURNOVER, 2018, Amount(1000))])
    assert of.sector_turnover(select(replace(picture, figures=only_sector), "2018")).value is None


def test_of_nobody_there_is_nothing_but_their_number() -> None:
    selection = select(covenant([]), "2018")
    assert of.participants(selection).value == 0
    for figure in (of.final, of.in_progress, of.missing, of.assessed, of.mean_score, of.median_score):
        assert figure(selection).value is None
    assert of.outcome_share(selection, Outcome.MEETS).value is None


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(LACKS) == set(Lack)
    assert all(text.nl and text.en for text in LACKS.values())


@relaxed
@given(covenants())
def test_what_holds_of_every_selection(picture: CovenantPicture) -> None:
    for scope in (Scope(), Scope(panel=("2019",)), Scope(participation_year=2)):
        selection = select(picture, "2018", scope)
        assert hundred(of.final(selection).value, of.in_progress(selection).value, of.missing(selection).value)
        assert hundred(*(of.outcome_share(selection, outcome).value for outcome in Outcome))
        inside = {s.party.code for s in selection.standings}
        figures = [
            of.mean_score(selection),
            of.median_score(selection),
            of.weighted_mean_score(selection),
            *(of.outcome_share(selection, outcome) for outcome in Outcome),
        ]
        for figure in figures:
            taken = [s.party.code for s in figure.of]
            left = [s.party.code for standings in figure.left_out.values() for s in standings]
            assert sorted(taken + left) == sorted(inside)
            if figure.value is not None:
                assert figure.numerator is not None
                assert figure.denominator
                assert figure.value == Fraction(100 * figure.numerator) / figure.denominator
                assert 0 <= figure.value <= 100


@relaxed
@given(covenants())
def test_the_cohorts_add_up_to_the_whole(picture: CovenantPicture) -> None:
    whole = select(picture, "2018")
    parts = list(cohorts(whole).values())
    for figure in (of.mean_score, of.weighted_mean_score, of.assessed, of.final):
        assert sum(figure(part).numerator or 0 for part in parts) == (figure(whole).numerator or 0)
        assert sum(figure(part).denominator or 0 for part in parts) == (figure(whole).denominator or 0)
