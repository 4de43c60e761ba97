"""What the workbook and the board report of a round say alike: names, how scores come about, what is withheld."""

from collections.abc import Iterable, Iterator, Sequence

from covenant_monitor.domain.model import Framework, Round
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.exchange.annual_workbook.figures import Group, RoundFigures
from covenant_monitor.language import Language
from covenant_monitor.names import join_rule_name, rating_rule, year_name

Entries = Iterator[tuple[str, str]]
"""Subjects, and what there is to say of each."""


def group_name(group: Group, language: Language) -> str:
    """A participation year, or all participants."""
    if group.year is None:
        return language.gettext("All participants")
    return year_name(group.year, language, and_later=group.and_later)


def how_rated(framework: Framework, language: Language) -> Entries:
    """How a rating becomes points."""
    yield language.gettext("Rating"), rating_rule(framework.scale, language)


def what_applies(round_: Round, language: Language) -> Entries:
    """Which criteria apply to a participant, and in which year it is."""
    _ = language.gettext
    yield (
        _("Which criteria apply"),
        _(
            "A criterion applies from the participation year that the framework names, and to the groups that it names."
            " A rating of a criterion that does not apply is kept and not counted."
        ),
    )
    yield (
        _("Participation year"),
        _("How many rounds a participant has taken part in, this one included. {rule}.").format(
            rule=join_rule_name(round_.join_rule, language)
        ),
    )


def how_scored(framework: Framework, language: Language) -> Entries:
    """How points become the score of a section, and these a score."""
    _ = language.gettext
    yield (
        _("Score of a section"),
        _("The points got, as a percentage of the points that could be got, over the criteria rated with a value."),
    )
    if len({section.weight for section in framework.sections}) > 1:
        weights = ", ".join(f"{one.code}: {language.number(one.weight, None)}" for one in framework.sections)
        yield _("Score"), _("The mean of the sections that have a score, by weight: {weights}.").format(weights=weights)
    else:
        yield _("Score"), _("The mean of the sections that have a score; each counts the same.")


def entered_sentence(rounds: Iterable[RoundPicture], language: Language) -> str:
    """In which rounds percentages were entered that count; "" where none were."""
    codes = [
        picture.round.code
        for picture in rounds
        if any(standing.score and standing.score.from_summary for standing in picture.headline.counted)
    ]
    return language.gettext("Entered as percentages: {rounds}.").format(rounds=", ".join(codes)) if codes else ""


def why_years_withheld(figures: RoundFigures, minimum: int | None, language: Language) -> str:
    """Why the participation years of a round are withheld."""
    _ = language.gettext
    if "years" in figures.picture.withheld:
        return _(
            "Participation years are withheld: together with the other figures, or with what was released before, they"
            " would tell of too few."
        )
    return _(
        "Participation years are withheld: one has fewer than {n} participants and could be computed from the rest."
    ).format(n=minimum)


def years_withheld_sentence(rounds: Iterable[RoundFigures], language: Language) -> str:
    """In which rounds the participation years are withheld; "" where they are in none."""
    codes = [figures.picture.round.code for figures in rounds if figures.cohorts_withheld]
    if not codes:
        return ""
    return language.gettext("Participation years are withheld in: {rounds}.").format(rounds=", ".join(codes))


def withheld_sentences(rounds: Sequence[RoundFigures], minimum: int | None, language: Language) -> Iterator[str]:
    """What is withheld of the figures of rounds, of which the last is the round itself."""
    _ = language.gettext
    if said := years_withheld_sentence(rounds, language):
        yield said
    small = [f.picture.round.code for f in rounds if f.every.withheld or any(g.withheld for g in f.cohorts)]
    if small:
        yield _("Groups of fewer than {n} participants are withheld in: {rounds}.").format(
            n=minimum, rounds=", ".join(small)
        )
    this = rounds[-1]
    if None in (this.participants, this.counted, this.left_out) or not this.counted_shown:
        yield _("Of those that do not count, numbers and reasons are withheld: too few for one of them.")
    if any(section.withheld or section.n is None for figures in rounds for section in figures.sections):
        yield _("Of some sections the mean or the number of participants is withheld.")


def texts_withheld_sentence(n: int, language: Language) -> str:
    """How many texts are withheld because of a name in them; "" of none."""
    if not n:
        return ""
    return language.ngettext(
        "{n} text is withheld because it names a participant.",
        "{n} texts are withheld because they name a participant.",
        n,
    ).format(n=n)
