"""The distribution of scores in words: beside its strips, under it, in its table. No matplotlib."""

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import sentences
from covenant_monitor.charts.distribution_figures import (
    SHAPES,
    DistributionFigures,
    Dot,
    Interval,
    Strip,
    intervals,
)
from covenant_monitor.charts.outcome_figures import NARROW_BELOW, public_left_out
from covenant_monitor.domain.model import Outcome
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import outcome_name


def left_lines(strip: Strip, figures: DistributionFigures, language: Language) -> list[str]:
    """Who a strip is of, how many, and their mean."""
    _ = language.gettext
    if strip.withheld:
        return [strip.name, f"n < {figures.minimum}"]
    lines = [strip.name, f"n = {language.number(len(strip.counted), 0)}"]
    if figures.minimum is None and strip.mean is not None:
        lines.append(_("mean {value}").format(value=language.percent(strip.mean)))
    return lines


def class_lines(strip: Strip, language: Language) -> list[tuple[Outcome | None, str]]:
    """How many are in each class that there is; None: those whose score does not count yet."""
    _ = language.gettext
    said: list[tuple[Outcome | None, str]] = [
        (outcome, words.class_count(outcome, n, language)) for outcome, n in strip.classes.items() if n
    ]
    if strip.open:
        said.append((None, _("{n} not yet").format(n=language.number(strip.open, 0))))
    return said


def dot_words(dot: Dot, language: Language) -> str:
    """Who it is, its score, and how that stands."""
    _ = language.gettext
    standing = dot.standing
    lines = [standing.party.name, language.percent(dot.score)]
    if not dot.counts:
        lines[1] += " " + _("(does not count yet)")
    elif dot.outcome:
        lines[1] += f", {words.class_name(dot.outcome, language)}"
    if standing.required is not None:
        lines.append(_("required {percent}").format(percent=language.percent(standing.required, None)))
    return "\n".join(lines)


def interval_words(strip: Strip, part: Interval, language: Language, minimum: int | None) -> str:
    """How many have a score in it, and in public no more than that."""
    _, n_ = language.gettext, language.ngettext
    who = n_("{range}: {n} participant", "{range}: {n} participants", part.n).format(
        range=words.span(part.low, part.high, "%", language), n=language.number(part.n, 0)
    )
    if minimum is not None:
        return f"{strip.name}\n{who}"
    counts = [(outcome, sum(dot.outcome is outcome for dot in part.dots)) for outcome in SHAPES]
    said = [words.class_count(outcome, n, language) for outcome, n in counts if n]
    if n := sum(not dot.counts for dot in part.dots):
        said.append(_("{n} not yet").format(n=language.number(n, 0)))
    return "\n".join(filter(None, [strip.name, who, ", ".join(said)]))


def headers(language: Language, *, by_participant: bool) -> tuple[str, ...]:
    """The heads of the table behind the chart: of participants, or of intervals."""
    _ = language.gettext
    if by_participant:
        return _("Participation year"), _("Participant"), _("Score"), _("Required"), _("Outcome")
    return _("Participants"), _("Score"), "n"


def rows(figures: DistributionFigures, language: Language, *, by_participant: bool) -> list[list[str]]:
    """The table behind the chart, strip by strip; participants from the highest score to the lowest."""
    _ = language.gettext
    table = []
    for strip in figures.strips:
        if strip.withheld:
            table.append([strip.name, NO_NUMBER, _("withheld")])
        elif by_participant:
            table += [_dot_row(dot, language) for dot in reversed(strip.dots)]
        else:
            table += [
                [strip.name, words.span(part.low, part.high, "%", language), language.number(part.n, 0)]
                for part in intervals(strip, figures.minimum)
            ]
    return table


def _dot_row(dot: Dot, language: Language) -> list[str]:
    standing = dot.standing
    _ = language.gettext
    score = language.percent(dot.score)
    return [
        language.number(standing.participation_year, 0),
        standing.party.name,
        score if dot.counts else _("{value} (does not count yet)").format(value=score),
        language.percent(standing.required, None),
        outcome_name(dot.outcome, language) if dot.outcome or not dot.counts else NO_NUMBER,
    ]


def describe(strip: Strip, figures: DistributionFigures, language: Language) -> str:
    """What a strip shows, in a sentence."""
    name, *said = left_lines(strip, figures, language)
    if figures.minimum is None:
        said += [text for _outcome, text in class_lines(strip, language)]
    elif not strip.withheld:
        said += [
            f"{words.span(part.low, part.high, '%', language)}: {language.number(part.n, 0)}"
            for part in intervals(strip, figures.minimum)
        ]
    return f"{name}: {', '.join(said)}."


def notes_of(picture: RoundPicture, figures: DistributionFigures, language: Language) -> list[str]:
    """The line under the chart, from all that there is to say to the least that must be said."""
    _ = language.gettext
    counts = {reason: len(standings) for reason, standings in picture.headline.left_out.items()}
    left_out = public_left_out(counts, figures.minimum, language)
    n = picture.headline.n
    hidden = ""
    if any(strip.withheld for strip in figures.strips):
        hidden = _("Withheld: groups of fewer than {n} participants.").format(n=figures.minimum)
    if figures.years_withheld:
        hidden = sentences([words.years_withheld(language), hidden])
    rings = ""
    if any(strip.open for strip in figures.strips):
        rings = _("Open or hatched: does not count yet, in progress or incomplete.")
    few = _("Mind the small numbers.") if 0 < n < NARROW_BELOW and figures.minimum is None else ""
    wide = ""
    if figures.minimum is not None:
        wide = _("Intervals hold at least {n} participants each; a bar's area is how many.").format(n=figures.minimum)
    needed = sentences([_("n: participants with a complete assessment."), rings, wide, hidden, few])
    missing = _("Not counted in {round}: {what}.").format(round=picture.round.code, what=left_out) if left_out else ""
    source = words.assessments_source(picture, language)
    version = _("Framework version {version}.").format(version=picture.framework.version)
    return [
        sentences([needed, missing, version, source]),
        sentences([needed, missing, source]),
        sentences([needed, missing]),
        needed,
    ]
