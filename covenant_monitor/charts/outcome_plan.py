"""How the bars of the outcome chart are laid out: what fits in the width, and what goes when it does not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from covenant_monitor.charts import words
from covenant_monitor.charts.outcome_figures import (
    OUTCOMES,
    SMALL_SHARE,
    Cohort,
    Column,
    OutcomeFigures,
    cohort_name,
)
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.model import Outcome
from covenant_monitor.language import Language

BESIDE = 6
DIVIDER = 36
COHORT_GAP = 16
_LEAST_BAR = 40
_LEAST_GAP = 40
_MOST_PITCH, _MOST_COHORT_PITCH = 216, 96
_BAR, _COHORT_BAR = 0.64, 0.74
_LEAST_COHORT_PITCH = 24
_TOTAL_PART = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the bars go, in pixels: `pitch` from bar to bar, `names` what the class names take beside the last one.

    `heads` and `labels` stand over the participation years and under their bars. Fewer `rounds` than there are: the
    earliest are not drawn. No `cohorts`: they do not fit, or there are none.
    """

    rounds: int
    pitch: float
    names: float
    legend: bool
    cohort_pitch: float = 0
    heads: Sequence[str] = ()
    head_width: float = 0
    labels: Sequence[str] = ()

    @property
    def cohorts(self) -> bool:
        """Whether the participation years are drawn."""
        return bool(self.heads)

    @property
    def bar(self) -> float:
        """The width of a bar of all participants; the gap after it holds a share beside it and a break mark."""
        return min(self.pitch * _BAR, self.pitch - _LEAST_GAP)

    @property
    def cohort_bar(self) -> float:
        """The width of a participation year's bar."""
        return self.cohort_pitch * _COHORT_BAR

    @property
    def total_width(self) -> float:
        """The width of the part of all participants, with the class names."""
        return (self.rounds - 1) * self.pitch + self.bar + self.names

    @property
    def cohort_width(self) -> float:
        """The width of one participation year."""
        return max(self.rounds * self.cohort_pitch, self.head_width)

    def columns(self, part: Sequence[Column]) -> Sequence[Column]:
        """Those of a part's columns that are drawn."""
        return part[len(part) - self.rounds :]

    def shown(self, figures: OutcomeFigures) -> Iterable[Column]:
        """Every column that is drawn."""
        yield from self.columns(figures.columns)
        for cohort in figures.cohorts if self.cohorts else ():
            yield from self.columns(cohort.columns)


def under(column: Column, language: Language) -> list[str]:
    """What stands under a bar of all participants, below its round: n, and how many meet where they are few."""
    if column.withheld:
        return [language.gettext("withheld")]
    lines = [f"n = {language.number(column.n, 0)}"]
    meets = column.counts.meets
    if column.n and (column.narrow or 0 < 100 * meets < SMALL_SHARE * column.n):
        lines.append(words.class_count(Outcome.MEETS, meets, language))
    return lines


def plan_bars(sheet: Sheet, figures: OutcomeFigures, language: Language) -> Plan:
    """The layout that shows most in the width of `sheet`.

    Given up in this order: whole round codes and heads of the participation years, these years, the earliest rounds.
    """
    room = sheet.width - 2 * sheet.look.margin
    legend = bool(figures.columns) and not figures.columns[-1].n
    names = 0.0 if legend else _names_width(sheet, language)
    codes = [column.round for column in figures.columns]
    widest = max(
        (
            sheet.text_width(text)
            for column in figures.columns
            for text in (column.round[:12], *under(column, language))
        ),
        default=0.0,
    )
    least = max(_LEAST_BAR + _LEAST_GAP, widest + 10)
    rounds = len(codes)
    whole = [cohort_name(cohort, language) for cohort in figures.cohorts]
    short = [_short_head(cohort, language) for cohort in figures.cohorts]
    years = [short_code(code) for code in codes]
    for heads, labels in ((whole, codes), (short, codes), (short, years)) if figures.cohorts else ():
        if plan := _with_cohorts(sheet, figures, room, Plan(rounds, least, names, legend), heads, labels):
            return plan
    rounds = min(rounds, max(1, int((room - names - _LEAST_BAR) / least) + 1))
    pitch = (room - names) / (rounds - 1 + _BAR) if rounds else least
    return Plan(rounds, min(max(pitch, least), _MOST_PITCH), names, legend)


def _with_cohorts(
    sheet: Sheet,
    figures: OutcomeFigures,
    room: float,
    least: Plan,
    heads: Sequence[str],
    labels: Sequence[str],
) -> Plan | None:
    """The plan with participation years, or None where they do not fit even at their narrowest."""
    sizes = [str(column.n) for cohort in figures.cohorts for column in cohort.columns]
    pitch = max(_LEAST_COHORT_PITCH, *(sheet.text_width(text) + 7 for text in (*labels, *sizes)))
    head_width = max(sheet.text_width(head, size=sheet.look.body, bold=True) for head in heads)
    gaps = DIVIDER + COHORT_GAP * (len(heads) - 1)

    def plan(total: float, cohort: float) -> Plan:
        return Plan(least.rounds, total, least.names, least.legend, cohort, heads, head_width, labels)

    narrowest = plan(least.pitch, pitch)
    spare = room - narrowest.total_width - gaps - narrowest.cohort_width * len(heads)
    if spare < 0:
        return None
    wanted = (room * _TOTAL_PART - least.names) / (least.rounds - 1 + _BAR)
    total = min(max(wanted, least.pitch), least.pitch + spare / least.rounds, _MOST_PITCH)
    left = (room - plan(total, pitch).total_width - gaps) / len(heads)
    return plan(total, min(max(left / least.rounds, pitch), _MOST_COHORT_PITCH))


def _names_width(sheet: Sheet, language: Language) -> float:
    size = sheet.look.body
    share = sheet.text_width(language.percent(6, 0), size=size, bold=True)
    names = [sheet.text_width(words.class_name(outcome, language), bold=True) for outcome in OUTCOMES]
    return BESIDE + share + 2 * BESIDE + max(names)


def _short_head(cohort: Cohort, language: Language) -> str:
    _ = language.gettext
    name = _("Year {year}+") if cohort.and_later else _("Year {year}")
    return name.format(year=cohort.year)


def short_code(code: str) -> str:
    """A year or a pair of years with only their last two digits: "’19"; any other code as it is."""
    if re.fullmatch(r"\d{4}(-\d{4})?", code):
        return re.sub(r"\d\d(\d\d)", "’\\1", code)
    return code
