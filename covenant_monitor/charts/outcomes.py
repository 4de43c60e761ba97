"""The chart of outcome classes over the rounds: all participants on the left, every participation year on the right."""

from collections.abc import Sequence

from covenant_monitor.charts import outcome_figures, words
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.outcome_bars import draw
from covenant_monitor.charts.outcome_figures import OutcomeFigures
from covenant_monitor.charts.outcome_plan import Plan, plan_bars
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language


def outcomes_over_rounds(
    rounds: Sequence[RoundPicture],
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (776, 400),
    scale: float = 1.0,
    *,
    minimum_group: int | None = None,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """Stacked bars of the outcome classes, of those that count in headline figures, in every round.

    `size` in pixels at `scale` 1. With a `minimum_group` it is for the public: smaller groups are withheld, those of
    which all are in one class, and the participation years as a whole where one could be computed from the rest.
    `heading` False leaves the title to the window; `note` is said first below the chart.
    """
    _ = language.gettext
    figures = outcome_figures.outcome_figures(rounds, minimum_group)
    sheet = Sheet(look, size, scale)
    plan = plan_bars(sheet, figures, language)
    title = _("Outcome per round and participation year") if plan.cohorts else _("Outcome per round")
    unit = _("% of the participants that count") if any(column.n for column in figures.columns) else ""
    notes = [sentences([note, said]) for said in _notes(figures, plan, language)]
    remarks = words.break_notes(figures.breaks) if minimum_group is None else ""
    frame = framed(sheet, title if heading else "", unit, notes)
    _draw(sheet, figures, plan, frame, language)
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", *outcome_figures.describe(figures, language), notes[0], remarks]),
        headers=outcome_figures.headers(language),
        rows=table_rows(outcome_figures.rows(figures, language)),
        public=minimum_group is not None,
        spots=tuple(sheet.spots),
    )


def _draw(sheet: Sheet, figures: OutcomeFigures, plan: Plan, frame: Frame, language: Language) -> None:
    _ = language.gettext
    if figures.columns:
        draw(sheet, figures, plan, frame, language)
    else:
        frame.say(_("There are no rounds yet."))


def _notes(figures: OutcomeFigures, plan: Plan, language: Language) -> list[str]:
    """The line under the chart, from all that there is to say to the least that must be said."""
    _ = language.gettext
    if not figures.columns:
        return [""]
    needed = sentences(
        [
            _("n: participants with a complete assessment, to be reviewed or further."),
            _("Narrow bar: fewer than {n} participants.").format(n=outcome_figures.NARROW_BELOW)
            if any(column.narrow for column in plan.shown(figures))
            else "",
            _withheld(figures, language),
            _("Earlier rounds: see the table.") if plan.rounds < len(figures.columns) else "",
            _("By participation year: see the table.") if figures.cohorts and not plan.cohorts else "",
        ]
    )
    source = sentences(
        [
            _("Entered as percentages: {rounds}.").format(rounds=", ".join(figures.entered)) if figures.entered else "",
            _("Source: assessments by the secretariat."),
        ]
    )
    every, latest = _not_counted(figures, language, is_cut=plan.rounds < len(figures.columns))
    change = words.break_sentence(figures.breaks, language)
    return [
        sentences([needed, every, change, source]),
        sentences([needed, every, source]),
        sentences([needed, latest, source]),
        sentences([needed, latest]),
    ]


def _withheld(figures: OutcomeFigures, language: Language) -> str:
    _ = language.gettext
    if figures.cohorts_withheld:
        return words.years_withheld(language)
    if figures.withheld:
        return _("Withheld: groups of fewer than {n} participants, or all in one class.").format(n=figures.minimum)
    return ""


def _not_counted(figures: OutcomeFigures, language: Language, *, is_cut: bool) -> tuple[str, str]:
    """Who does not count and why: of every round, and of the latest only.

    `is_cut`: not every round is drawn, and it is said already where the earlier ones are.
    """
    _ = language.gettext
    said = [
        (column.round, text)
        for column, counts in zip(figures.columns, figures.left_out, strict=True)
        if (text := outcome_figures.public_left_out(counts, figures.minimum, language))
    ]
    if not said:
        return "", ""
    every = "; ".join(f"{code}: {text}" for code, text in said)
    latest = _("Not counted in {round}: {what}.").format(round=said[-1][0], what=said[-1][1])
    if len(said) == 1:
        return latest, latest
    earlier = "" if is_cut else _("Earlier rounds: see the table.")
    return _("Not counted: {what}.").format(what=every), sentences([latest, earlier])
