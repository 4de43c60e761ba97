"""Tallies and figures."""

from covenant_monitor.domain.tally import Amount, figures_of, themes_in


def test_a_criterion_may_have_several_themes() -> None:
    assert themes_in("") == themes_in(" ; ") == ()
    assert themes_in("child labour; forced labour;child labour") == ("child labour", "forced labour")


def test_figures_of_the_sector_and_of_participants() -> None:
    found = figures_of([("", "turnover", 2019, Amount(5)), ("A", "turnover", 2019, Amount(2, "EUR"))])
    assert found.sector == {("turnover", 2019): Amount(5)}
    assert found.of == {("turnover", 2019): {"A": Amount(2, "EUR")}}
