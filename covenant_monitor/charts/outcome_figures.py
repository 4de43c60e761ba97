"""The numbers of the outcome chart: per round, of all participants and of every cohort. Does not import matplotlib."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.charts import words
from covenant_monitor.domain.disclosure import too_small
from covenant_monitor.domain.headline import OutcomeCounts, Reason, Standing, outcomes
from covenant_monitor.domain.model import Number, Outcome
from covenant_monitor.domain.picture import Break, RoundPicture, breaks
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import year_name

OUTCOMES = (Outcome.MEETS, Outcome.ON_TRACK, Outcome.BEHIND)
LAST_COHORT = 3
NARROW_BELOW = 10
SMALL_SHARE = 10


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: the outcome classes of one group in one round. A `withheld` one may not be shown in public."""

    round: str
    counts: OutcomeCounts
    withheld: bool = False

    @property
    def n(self) -> int:
        """How many participants the bar is of; 0 where they are withheld."""
        return 0 if self.withheld else self.counts.n

    @property
    def narrow(self) -> bool:
        """Whether it is of too few participants to speak of percentages."""
        return 0 < self.n < NARROW_BELOW

    @property
    def amounts(self) -> tuple[int, int, int]:
        """How many meet, are on track, are behind."""
        return self.counts.meets, self.counts.on_track, self.counts.behind

    def shares(self) -> list[int] | None:
        """Whole percentages, each rounded by itself; None of fewer than 10 participants, and of withheld ones.

        They can add up to 99 or 101: a class says the same here as in the text and in the table beside it.
        """
        if self.n < NARROW_BELOW:
            return None
        return [int(Fraction(100 * amount, self.n) + Fraction(1, 2)) for amount in self.amounts]

    def said_shares(self, language: Language) -> list[str]:
        """The percentages as they are shown; an en dash for each where there are none."""
        shares = self.shares()
        if shares is None:
            return [NO_NUMBER] * len(OUTCOMES)
        return [
            words.share(share, amount, self.n, language) for share, amount in zip(shares, self.amounts, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Cohort:
    """The columns of one participation year; `and_later` where later years are taken together with it."""

    year: int
    and_later: bool
    required: Number | None
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """Everything that the outcome chart shows. No cohorts: there is only one, or they are withheld as a whole."""

    columns: Sequence[Column]
    cohorts: Sequence[Cohort]
    cohorts_withheld: bool
    breaks: Sequence[Break]
    left_out: Sequence[Mapping[Reason, int]]
    entered: Sequence[str]
    minimum: int | None

    @property
    def withheld(self) -> bool:
        """Whether a group is withheld that the chart would have shown otherwise."""
        return self.cohorts_withheld or any(
            column.withheld for part in (self.columns, *(cohort.columns for cohort in self.cohorts)) for column in part
        )


def outcome_figures(rounds: Sequence[RoundPicture], minimum_group: int | None = None) -> OutcomeFigures:
    """Count the outcome classes of `rounds`; with a `minimum_group` as the public may see them.

    Then groups that are smaller are withheld, and those of which all are in one class: it would be known of each.
    """
    headlines = [picture.headline for picture in rounds]
    codes = [picture.round.code for picture in rounds]
    by_year = [_by_cohort(figures.counted) for figures in headlines]
    columns = [_column(code, figures.counted, minimum_group) for code, figures in zip(codes, headlines, strict=True)]
    years = sorted({year for groups in by_year for year in groups})
    cohorts = [_cohort(year, codes, by_year, minimum_group) for year in years] if len(years) > 1 else []
    cohorts_withheld = any(
        _give_back(columns[i], [cohort.columns[i] for cohort in cohorts], minimum_group) or "years" in picture.withheld
        for i, picture in enumerate(rounds)
    )
    return OutcomeFigures(
        columns=columns,
        cohorts=[] if cohorts_withheld else cohorts,
        cohorts_withheld=cohorts_withheld,
        breaks=breaks(rounds),
        left_out=[
            {
                **{reason: len(standings) for reason, standings in figures.left_out.items()},
                Reason.NO_REQUIREMENT: column.counts.without_requirement,
            }
            for figures, column in zip(headlines, columns, strict=True)
        ],
        entered=[
            code
            for code, figures in zip(codes, headlines, strict=True)
            if any(standing.score and standing.score.from_summary for standing in figures.counted)
        ],
        minimum=minimum_group,
    )


def _column(code: str, standings: Iterable[Standing], minimum: int | None) -> Column:
    counts = outcomes(standings)
    return Column(code, counts, withheld=_may_not_be_shown(counts, minimum))


def _may_not_be_shown(counts: OutcomeCounts, minimum: int | None) -> bool:
    """Whether a group is too small, or all of it in one class."""
    if minimum is None:
        return False
    return too_small(counts.n, minimum) or (counts.n > 0 and any(counts.count(one) == counts.n for one in OUTCOMES))


def _give_back(whole: Column, parts: Sequence[Column], minimum: int | None) -> bool:
    """Whether those of the parts that are withheld follow from the others and the whole, or what they are together."""
    hidden = [part.counts for part in parts if part.withheld]
    if whole.withheld or not hidden:
        return False
    together = OutcomeCounts(
        sum(one.meets for one in hidden), sum(one.on_track for one in hidden), sum(one.behind for one in hidden)
    )
    return len(hidden) == 1 or _may_not_be_shown(together, minimum)


def _by_cohort(counted: Iterable[Standing]) -> Mapping[int, Sequence[Standing]]:
    """Those with an outcome by participation year, the later years taken together."""
    groups: dict[int, list[Standing]] = {}
    for standing in counted:
        if standing.outcome is not None:
            groups.setdefault(min(standing.participation_year, LAST_COHORT), []).append(standing)
    return groups


def _cohort(
    year: int, codes: Sequence[str], by_year: Sequence[Mapping[int, Sequence[Standing]]], minimum: int | None
) -> Cohort:
    members = [standing for groups in by_year for standing in groups.get(year, ())]
    required = {standing.required for standing in members}
    return Cohort(
        year=year,
        and_later=any(standing.participation_year > year for standing in members),
        required=required.pop() if len(required) == 1 else None,
        columns=[_column(code, groups.get(year, ()), minimum) for code, groups in zip(codes, by_year, strict=True)],
    )


def cohort_name(cohort: Cohort, language: Language) -> str:
    """The head over a cohort's bars."""
    return year_name(cohort.year, language, and_later=cohort.and_later)


def headers(language: Language) -> tuple[str, ...]:
    """The heads of the table behind the chart."""
    _ = language.gettext
    names = [words.class_name(outcome, language) for outcome in OUTCOMES]
    return (
        _("Round"),
        _("Participants"),
        _("Required"),
        "n",
        *names,
        *(f"{name} (%)" for name in names),
        _("Not counted"),
    )


def rows(figures: OutcomeFigures, language: Language) -> list[list[str]]:
    """The table behind the chart: all participants of every round, then every cohort."""
    _ = language.gettext
    table = [
        _row(column, _("All"), NO_NUMBER, public_left_out(left_out, figures.minimum, language), language)
        for column, left_out in zip(figures.columns, figures.left_out, strict=True)
    ]
    for cohort in figures.cohorts:
        name = cohort_name(cohort, language)
        required = language.percent(cohort.required, None)
        table += [_row(column, name, required, "", language) for column in cohort.columns]
    return table


def _row(column: Column, group: str, required: str, left_out: str, language: Language) -> list[str]:
    _ = language.gettext
    if column.withheld:
        return [column.round, group, required, _("withheld"), *[NO_NUMBER] * 6, left_out]
    return [
        column.round,
        group,
        required,
        language.number(column.n, 0),
        *(language.number(amount, 0) for amount in column.amounts),
        *column.said_shares(language),
        left_out,
    ]


def public_left_out(counts: Mapping[Reason, int], minimum: int | None, language: Language) -> str:
    """Who does not count and why. In public a small number stands without its reason, and none without its size."""
    _ = language.gettext
    if not any(too_small(count, minimum) for count in counts.values()):
        return words.left_out(counts, language)
    total = sum(counts.values())
    if too_small(total, minimum):
        return _("fewer than {n}").format(n=minimum)
    return language.number(total, 0)


def piece_words(column: Column, outcome: Outcome, group: str, required: str, language: Language) -> str:
    """What one class of a bar is, of whom: "Round 2019 · All participants", and "36 of 57: meets (63%)" below it."""
    _ = language.gettext
    whose = f"{group} ({required})" if required else group
    amount, share = column.counts.count(outcome), column.said_shares(language)[OUTCOMES.index(outcome)]
    said = _("{n} of {total}: {what}").format(
        n=language.number(amount, 0), total=language.number(column.n, 0), what=words.class_name(outcome, language)
    )
    if column.shares():
        said = f"{said} ({share})"
    head = _("Round {round}").format(round=column.round)
    return f"{head} · {whose}\n{said}"


def describe(figures: OutcomeFigures, language: Language) -> list[str]:
    """What the bars of all participants show, a sentence for every round."""
    return [_round_sentence(column, language) for column in figures.columns]


def _round_sentence(column: Column, language: Language) -> str:
    _, n_ = language.gettext, language.ngettext
    if column.withheld:
        return _("{round}: withheld.").format(round=column.round)
    if not column.n:
        return _("{round}: no assessment counts yet.").format(round=column.round)
    parts = [words.class_count(outcome, n, language) for outcome, n in zip(OUTCOMES, column.amounts, strict=True)]
    if column.shares():
        parts = [f"{part} ({share})" for part, share in zip(parts, column.said_shares(language), strict=True)]
    return n_("{round}: of {n} participant {parts}.", "{round}: of {n} participants {parts}.", column.n).format(
        round=column.round, n=language.number(column.n, 0), parts=", ".join(parts)
    )
