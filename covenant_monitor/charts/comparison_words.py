"""What changed between two rounds, in sentences: "81% became 60% because the requirement rose (−25 points)"."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from covenant_monitor.domain.comparison import ENOUGH, Change, Ratio
from covenant_monitor.domain.comparison_parts import Cause, Decomposition, Measure
from covenant_monitor.domain.comparison_sides import Core
from covenant_monitor.language import NO_NUMBER, Language


def change_sentence(change: Decomposition, language: Language) -> str:
    """What the share was and became, and why: the largest part first, nothing about what did nothing.

    The numbers are rounded so that what is shown adds up. The largest part is called the reason only where it goes
    the way of the whole.
    """
    _ = language.gettext
    decimals = shown_decimals(change)
    then, now = (language.percent(ratio.percent, decimals) for ratio in (change.then, change.now))
    parts = rounded_parts(change, decimals)
    order = list(Cause)
    causes = sorted(
        (c for c in order if parts[c]), key=lambda c: (-abs(parts[c]), -abs(change.parts[c]), order.index(c))
    )
    if not causes:
        return _("{then} stayed {now}.").format(then=then, now=now)
    effects = [_effect(cause, parts[cause], language, decimals) for cause in causes]
    if then == now:
        return _("{then} stayed {now}: {parts}.").format(then=then, now=now, parts="; ".join(effects))
    if (parts[causes[0]] > 0) is not (change.whole > 0):
        return _("{then} became {now}: {parts}.").format(then=then, now=now, parts="; ".join(effects))
    because = _("{then} became {now} because {reason} ({points})").format(
        then=then,
        now=now,
        reason=_reason(causes[0], rose=parts[causes[0]] > 0, language=language),
        points=points_words(parts[causes[0]], language, decimals),
    )
    return "; ".join([because, *effects[1:]]) + "."


def basis_sentence(change: Decomposition, then: str, now: str, language: Language) -> str:
    """What the two shares are of, in rounds `then` and `now`: "45 of 56 in round 2019, ..."."""
    _, n_ = language.gettext, language.ngettext
    number = language.number
    if change.measure is Measure.MEETS:
        said = _("{a} of {n} in round {then}, {b} of {m} in round {now}.").format(
            a=number(change.then.numerator, 0),
            n=number(change.then.denominator, 0),
            then=then,
            b=number(change.now.numerator, 0),
            m=number(change.now.denominator, 0),
            now=now,
        )
    else:
        said = _("Of {n} participants in round {then} and {m} in round {now}.").format(
            n=number(change.then.denominator, 0), then=then, m=number(change.now.denominator, 0), now=now
        )
    sentences = [
        said,
        n_("{n} of them counts in both.", "{n} of them count in both.", change.same).format(n=number(change.same, 0)),
    ]
    if change.not_taken_apart:
        sentences.append(
            n_(
                "Of {n} a percentage was entered directly: all that it differs counts as ratings.",
                "Of {n} a percentage was entered directly: all that they differ counts as ratings.",
                change.not_taken_apart,
            ).format(n=number(change.not_taken_apart, 0))
        )
    return " ".join(sentences)


def core_sentence(core: Core, language: Language) -> str:
    """On what versions of the framework are compared; "" where it is one."""
    _, n_ = language.gettext, language.ngettext
    if core.same_version:
        return ""
    n, versions = core.criteria, len(core.became) + 1
    if not n and versions > 2:
        return _("The versions of the framework have no criterion in common: only the rounds' own scores are shown.")
    if not n:
        return _(
            "The two versions of the framework have no criterion in common: only the rounds' own scores are shown."
        )
    if versions > 2:
        return n_(
            "Compared on the {n} criterion that all {versions} versions of the framework have.",
            "Compared on the {n} criteria that all {versions} versions of the framework have.",
            n,
        ).format(n=language.number(n, 0), versions=versions)
    return n_(
        "Compared on the {n} criterion that both versions of the framework have.",
        "Compared on the {n} criteria that both versions of the framework have.",
        n,
    ).format(n=language.number(n, 0))


def few_sentence(change: Change, language: Language) -> str:
    """What is said beside a difference with few participants behind it; "" beside others."""
    if change.is_enough:
        return ""
    return language.gettext("fewer than {n} participants: one of them decides").format(n=ENOUGH)


def measure_name(measure: Measure, language: Language) -> str:
    """Of what the change is."""
    _ = language.gettext
    return {Measure.MEETS: _("Share that meets the requirement"), Measure.MEAN: _("Mean score")}[measure]


def cause_name(cause: Cause, language: Language) -> str:
    """What changed: a bar of a chart, a row of a table."""
    _ = language.gettext
    return {
        Cause.PARTICIPANTS: _("Who takes part"),
        Cause.RATINGS: _("Ratings"),
        Cause.APPLICABILITY: _("What applies"),
        Cause.VERSION: _("Framework version"),
        Cause.WEIGHTS: _("Weights"),
        Cause.REQUIREMENT: _("Requirement"),
    }[cause]


def signed(points: Fraction | None, language: Language, decimals: int = 0) -> str:
    """A difference with its sign: "+4", "−25", "0"; "–" where there is none."""
    if points is None:
        return NO_NUMBER
    text = language.number(points, decimals)
    return f"+{text}" if points > 0 and text != language.number(0, decimals) else text


def shown_points(then: Fraction | None, now: Fraction | None, language: Language, decimals: int = 1) -> str:
    """What lies between two percentages as they are shown beside it, so that on paper it adds up: "+12.5"."""
    if then is None or now is None:
        return NO_NUMBER
    units = 10**decimals
    return signed(Fraction(_rounded(now * units) - _rounded(then * units), units), language, decimals)


def points_words(points: Fraction, language: Language, decimals: int = 0) -> str:
    """The same in words: "−25 points"."""
    one = abs(points) == 1
    return language.ngettext("{n} point", "{n} points", 1 if one else 2).format(n=signed(points, language, decimals))


def shown_decimals(change: Decomposition) -> int:
    """With how many decimals it is shown: one where whole percentages would hide a change, or be 0 or 100 too soon."""
    then, now = _percent(change.then), _percent(change.now)
    too_soon = any(share not in (0, 100) and _rounded(share) in (0, 100) for share in (then, now))
    return int(too_soon or (then != now and _rounded(then) == _rounded(now)))


def rounded_parts(change: Decomposition, decimals: int) -> Mapping[Cause, Fraction]:
    """The parts rounded so that they lead from the one share as it is shown to the other."""
    return adding_up(change.parts, _percent(change.then), _percent(change.now), decimals)


def adding_up(
    parts: Mapping[Cause, Fraction], then: Fraction, now: Fraction, decimals: int
) -> Mapping[Cause, Fraction]:
    """Parts rounded, by largest remainder, so that they lead from one percentage as it is shown to another."""
    units = 10**decimals
    exact = {cause: part * units for cause, part in parts.items()}
    down = {cause: floor(part) for cause, part in exact.items()}
    wanted = _rounded(now * units) - _rounded(then * units)
    order = list(parts)
    by_remainder = sorted(order, key=lambda cause: (down[cause] - exact[cause], order.index(cause)))
    for cause in by_remainder[: wanted - sum(down.values())]:
        down[cause] += 1
    return {cause: Fraction(part, units) for cause, part in down.items()}


def _percent(ratio: Ratio) -> Fraction:
    return ratio.percent or Fraction()


def _rounded(value: Fraction) -> int:
    """Rounded half up, as numbers here are shown; shares are never negative."""
    return floor(value + Fraction(1, 2))


def _reason(cause: Cause, *, rose: bool, language: Language) -> str:
    """What comes after "because"; `rose`: whether it made the share rise."""
    _ = language.gettext
    return {
        Cause.PARTICIPANTS: _("other participants count"),
        Cause.RATINGS: _("ratings got better") if rose else _("ratings got worse"),
        Cause.APPLICABILITY: _("other criteria apply"),
        Cause.VERSION: _("the framework has another version"),
        Cause.WEIGHTS: _("the weights changed"),
        Cause.REQUIREMENT: _("the requirement fell") if rose else _("the requirement rose"),
    }[cause]


def _effect(cause: Cause, part: Fraction, language: Language, decimals: int) -> str:
    """What a cause did: "better ratings added 4"."""
    _ = language.gettext
    said = {
        Cause.PARTICIPANTS: (_("other participants added {n}"), _("other participants took off {n}")),
        Cause.RATINGS: (_("better ratings added {n}"), _("worse ratings took off {n}")),
        Cause.APPLICABILITY: (_("what applies added {n}"), _("what applies took off {n}")),
        Cause.VERSION: (_("the framework version added {n}"), _("the framework version took off {n}")),
        Cause.WEIGHTS: (_("other weights added {n}"), _("other weights took off {n}")),
        Cause.REQUIREMENT: (_("a lower requirement added {n}"), _("a higher requirement took off {n}")),
    }[cause]
    return said[part < 0].format(n=language.number(abs(part), decimals))
