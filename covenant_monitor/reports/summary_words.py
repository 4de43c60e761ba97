"""What a round came to, in sentences that are written from its numbers: always the number, n and the percentage.

A sentence about what is withheld says so; one about nothing is "".
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from covenant_monitor.charts.alignment_words import gap_sentence
from covenant_monitor.charts.target_words import milestone_label, projected_value, projected_words, said
from covenant_monitor.charts.words import capitalised
from covenant_monitor.domain.alignment import AlignmentYear
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Outcome
from covenant_monitor.domain.picture import Break
from covenant_monitor.domain.targets import Indicator, MilestoneStanding, TargetStatus
from covenant_monitor.exchange.annual_workbook.figures import Group, RoundFigures, Section
from covenant_monitor.exchange.annual_workbook.words import group_name
from covenant_monitor.language import Language
from covenant_monitor.names import (
    break_name,
    gap_words,
    no_projection_words,
    reason_count,
    target_status_name,
)
from covenant_monitor.reports.phrases import listed, whole_percent


def outcome_sentence(this: RoundFigures, before: RoundFigures | None, minimum: int, language: Language) -> str:
    """How many meet what is required of them, and how many did in the round before."""
    _, n_ = language.gettext, language.ngettext
    if not this.picture.round.requirements:
        return _("Nothing is required in this round, so there are scores and no outcomes.")
    if this.every.withheld:
        return _(
            "The outcome is withheld: fewer than {n} assessed participants, or few enough to tell who they are."
        ).format(n=minimum)
    counts = this.every.counts
    if not counts.n:
        return _("No assessment of this round has an outcome yet.")
    text = n_(
        "{meets} of {n} assessed participant ({percent}) meets the requirement of its participation year",
        "{meets} of {n} assessed participants ({percent}) meet the requirement of their participation year",
        counts.n,
    ).format(
        meets=language.number(counts.meets, 0),
        n=language.number(counts.n, 0),
        percent=share_words(counts.meets, counts.n, language),
    )
    if before is None or not before.every.counts.n:
        return f"{text}."
    code = before.picture.round.code
    if before.every.withheld:
        return _("{said}; of {round} this is withheld.").format(said=text, round=code)
    then = before.every.counts
    return _("{said}; in {round}: {meets} of {n} ({percent}).").format(
        said=text,
        round=code,
        meets=language.number(then.meets, 0),
        n=language.number(then.n, 0),
        percent=share_words(then.meets, then.n, language),
    )


def share_words(amount: int, n: int, language: Language) -> str:
    """A share as a whole percentage; with decimals where it would be 0 or 100 of what is only nearly that."""
    return whole_percent(Fraction(100 * amount, n), language)


def other_classes_sentence(every: Group, language: Language) -> str:
    """How many are on track, and how many behind."""
    counts = every.counts
    if every.withheld or not counts.n:
        return ""
    _ = language.gettext
    on_track, behind = (
        (language.number(counts.count(one), 0), share_words(counts.count(one), counts.n, language))
        for one in (Outcome.ON_TRACK, Outcome.BEHIND)
    )
    return _("On track: {on_track} ({on_track_percent}); behind: {behind} ({behind_percent}); n = {n}.").format(
        on_track=on_track[0],
        on_track_percent=on_track[1],
        behind=behind[0],
        behind_percent=behind[1],
        n=language.number(counts.n, 0),
    )


def left_out_sentence(this: RoundFigures, language: Language) -> str:
    """How many of the participants count, and why the others do not."""
    _, n_ = language.gettext, language.ngettext
    number = language.number
    if this.participants is None and this.counted is not None and count_shown(this):
        return n_(
            "{n} participant counts in the figures; how many there are in the round is withheld.",
            "{n} participants count in the figures; how many there are in the round is withheld.",
            this.counted,
        ).format(n=number(this.counted, 0))
    if this.participants is None:
        return _("How many participants there are, and how many of them count, is withheld.")
    if this.counted is None:
        return n_(
            "There is {n} participant in the round; whether it counts is withheld.",
            "There are {n} participants in the round; how many of them count is withheld.",
            this.participants,
        ).format(n=number(this.participants, 0))
    if not this.participants:
        return _("There are no participants in this round yet.")
    text = n_(
        "Of the {n} participant in the round {counted} counts in the figures",
        "Of the {n} participants in the round {counted} count in the figures",
        this.participants,
    ).format(n=number(this.participants, 0), counted=number(this.counted, 0))
    if this.left_out is None:
        return _("{said}; why the others do not is withheld.").format(said=text)
    order = list(Reason)
    said_of = dict(this.left_out)
    without = said_of.pop(Reason.NO_REQUIREMENT, 0)
    reasons = [
        reason_count(reason, n, language)
        for reason, n in sorted(said_of.items(), key=lambda one: order.index(one[0]))
        if n
    ]
    text = _("{said}; left out: {reasons}.").format(said=text, reasons=", ".join(reasons)) if reasons else f"{text}."
    if not without:
        return text
    return f"{text} " + n_(
        "Of {n} that counts nothing is required, so it has no outcome.",
        "Of {n} that count nothing is required, so they have no outcome.",
        without,
    ).format(n=number(without, 0))


def mean_sentence(this: RoundFigures, before: RoundFigures | None, language: Language) -> str:
    """The mean score with its n, and that of the round before."""
    _ = language.gettext
    every = this.every
    if every.mean is None:
        return _("The mean score is withheld.") if every.counted else ""
    if not count_shown(this):
        text = _("The mean score is {mean}; of how many is withheld").format(mean=language.percent(every.mean))
    else:
        text = _("The mean score is {mean} (n = {n})").format(
            mean=language.percent(every.mean), n=language.number(every.counted, 0)
        )
    if before is None or before.every.mean is None or not count_shown(before):
        return f"{text}."
    return _("{said}; in {round}: {mean} (n = {n}).").format(
        said=text,
        round=before.picture.round.code,
        mean=language.percent(before.every.mean),
        n=language.number(before.every.counted, 0),
    )


def count_shown(figures: RoundFigures) -> bool:
    """Whether it may be shown how many participants count."""
    return figures.counted is not None and figures.counted_shown


def break_sentence(mark: Break, before: str, language: Language) -> str:
    """What has to be known before two rounds are compared: what changed between them."""
    return language.gettext(
        "Careful: {what} from round {round} on. A difference with round {before} may come from this change."
    ).format(what=break_name(mark, language), round=mark.round, before=before)


def cohort_sentence(group: Group, language: Language) -> str:
    """How many of a participation year meet what is required in it; "" of nobody."""
    _, n_ = language.gettext, language.ngettext
    name = group_name(group, language)
    if group.withheld:
        return _("{year}: withheld.").format(year=name)
    counts = group.counts
    if not counts.n:
        return ""
    said_ = n_("{year}: {meets} of {n} ({percent}) meets", "{year}: {meets} of {n} ({percent}) meet", counts.n).format(
        year=name,
        meets=language.number(counts.meets, 0),
        n=language.number(counts.n, 0),
        percent=share_words(counts.meets, counts.n, language),
    )
    if group.required is None:
        return f"{said_}."
    return _("{said} the required {required}.").format(said=said_, required=language.percent(group.required, None))


def sections_sentence(sections: Sequence[tuple[str, Section]], language: Language) -> str:
    """The sections, by name, with the highest and the lowest mean; "" where fewer than two may be shown.

    Where the mean of another one is withheld it speaks of those that are shown only: that one may be higher or lower.
    """
    _ = language.gettext
    shown = [(name, one.mean, one.n) for name, one in sections if one.mean is not None]
    if len(shown) < 2:
        return ""
    best = max(shown, key=lambda one: one[1])
    worst = min(shown, key=lambda one: one[1])
    if best[1] == worst[1]:
        return ""
    said_ = (
        _(
            "Of the sections that are shown, the highest mean is that of section {best} ({best_mean}), the lowest that"
            " of section {worst} ({worst_mean})."
        )
        if any(one.withheld for _name, one in sections)
        else _(
            "The highest mean is that of section {best} ({best_mean}), the lowest that of section {worst}"
            " ({worst_mean})."
        )
    )
    return said_.format(
        best=best[0],
        best_mean=_with_n(best[1], best[2], language),
        worst=worst[0],
        worst_mean=_with_n(worst[1], worst[2], language),
    )


def _with_n(mean: Fraction, n: int | None, language: Language) -> str:
    """A mean, with how many it is of where that may be shown."""
    shown = language.percent(mean)
    return shown if n is None else f"{shown}, n = {language.number(n, 0)}"


def target_sentence(name: str, indicator: Indicator, standing: MilestoneStanding, language: Language) -> str:
    """A target: what was observed last, what should be, how that stands, and where it is heading."""
    _ = language.gettext
    goal = _("{target} on {day}").format(
        target=milestone_label(standing.milestone.value, indicator, language), day=language.day(standing.milestone.day)
    )
    status = target_status_name(standing.status, language).lower()
    if standing.observation is None:
        return _("{indicator}: {goal}; nothing was observed yet.").format(indicator=name, goal=goal)
    parts = [
        _("{indicator}: {value} on {day}; {goal}: {status}.").format(
            indicator=name,
            value=said(standing.observation, indicator.unit, language),
            day=language.day(standing.observation.day),
            goal=goal,
            status=status,
        )
    ]
    if standing.gap is not None and standing.gap > 0 and standing.status is not TargetStatus.NO_DATA:
        gap = gap_words(standing.gap, indicator.unit, language, ahead=standing.status is not TargetStatus.MISSED)
        parts.append(capitalised(gap) + ".")
    ahead = projection_words(indicator, standing, language)
    if standing.projected is not None:
        parts.append(_("Projected on that day: {value}.").format(value=ahead))
    return " ".join(parts)


def projection_words(indicator: Indicator, standing: MilestoneStanding, language: Language) -> str:
    """Where the observations lead, with its interval; or why there is no telling."""
    if standing.no_projection is not None:
        return no_projection_words(standing.no_projection, language)
    value, interval = projected_value(
        standing.projected, standing.projected_low, standing.projected_high, indicator.unit, language
    )
    return projected_words(value, interval, language)


def day_sentence(day: date, language: Language) -> str:
    """As of which day targets and registers are told."""
    return language.gettext("As on {day}.").format(day=language.day(day))


def statuses_sentence(statuses: Sequence[TargetStatus], language: Language) -> str:
    """How many targets there are, and how they stand."""
    if not statuses:
        return ""
    n_ = language.ngettext
    counts = [
        f"{language.number(statuses.count(one), 0)} {target_status_name(one, language).lower()}"
        for one in TargetStatus
        if one in statuses
    ]
    return n_("Of {n} target: {counts}.", "Of {n} targets: {counts}.", len(statuses)).format(
        n=language.number(len(statuses), 0), counts=listed(counts, language)
    )


def alignment_sentence(year: AlignmentYear, language: Language) -> str:
    """The covenant itself, on paper and in practice, in its last assessment."""
    gap = year.gap()
    if gap is None:
        return ""
    return language.gettext("Alignment of the covenant with the OECD in {year}: {said}").format(
        year=year.year, said=gap_sentence(gap, language)
    )
