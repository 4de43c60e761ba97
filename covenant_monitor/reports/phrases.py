"""The sentences and sums that explanations are put together from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.domain.explanation import Explanation, LeftOut, Term
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Number, Scale
from covenant_monitor.language import N_, NO_NUMBER, Language
from covenant_monitor.names import rating_rule, reason_count

_MOST_TERMS = 8
_MOST_NAMES = 5
_COUNTS = (
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
    N_("eleven"),
    N_("twelve"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What an explanation is put in words with."""

    language: Language
    sections: Mapping[str, str]
    party: str
    round: str
    scale: Scale
    with_names: bool

    def section(self, code: str) -> str:
        """ "2 In kaart"; the code alone where it has no name."""
        return f"{code} {self.sections.get(code, '')}".strip()

    def percent(self, value: Number | None) -> str:
        return self.language.percent(value)

    def of(self, *parts: str) -> str:
        """The parts that say something, with commas."""
        round_ = self.language.gettext("round {round}").format(round=self.round) if self.round else ""
        return ", ".join(filter(None, (*parts, round_)))


def whole_percent(value: Fraction, language: Language) -> str:
    """A whole percentage; with decimals where it would say 0 or 100 of what is only nearly that."""
    decimals = next((d for d in range(4) if value in (0, 100) or 0 < round(value, d) < 100), 4)
    return language.percent(value, decimals)


def mean_written_out(terms: Sequence[Term], result: str, language: Language) -> str:
    """The mean of the terms written out, of many the first three and the last; "" where there is but one."""
    weighted = weights_differ(terms)
    said = [
        f"{language.number(term.weight, None)} × {language.number(term.value)}"
        if weighted
        else language.number(term.value)
        for term in terms
    ]
    total = language.number(sum(term.weight for term in terms) if weighted else len(terms), None)
    if len(said) < 2:
        return ""
    if len(said) > _MOST_TERMS:
        said = [*said[:3], "…", said[-1]]
    return f"({' + '.join(said)}) ÷ {total} = {result}"


def weights_differ(terms: Sequence[Term]) -> bool:
    return len({term.weight for term in terms}) > 1


def rounding_matters(terms: Sequence[Term]) -> bool:
    """Whether someone who adds up the terms as they are shown may find another result."""
    return len(terms) > 1 and any(term.value is not None and (term.value * 10).denominator != 1 for term in terms)


def section_heads(words: Words, *, weighted: bool) -> list[str]:
    _ = words.language.gettext
    return [
        _("Section"),
        *(weighted * [_("Weight")]),
        _("Points"),
        _("Maximum"),
        _("Score"),
        _("Not counted"),
    ]


def section_row(term: Term, words: Words, *, weighted: bool) -> tuple[str, ...]:
    _ = words.language.gettext
    number = words.language.number
    none = term.value is None
    return (
        words.section(term.label),
        *(weighted * (number(term.weight, None),)),
        NO_NUMBER if none else number(term.points, 1),
        NO_NUMBER if none else number(term.maximum, None),
        _("no score") if none else words.percent(term.value),
        ", ".join(reason_count(part.reason, part.count, words.language) for part in term.left_out) or NO_NUMBER,
    )


def rating_rules(words: Words, *, rounded: bool) -> tuple[str, ...]:
    """How ratings become points."""
    _ = words.language.gettext
    return (
        rating_rule(words.scale, words.language),
        _("N.a. counts neither in points nor in maximum."),
        *(rounding_note(words) if rounded else ()),
    )


def rounding_note(words: Words) -> tuple[str, ...]:
    return (words.language.gettext("Computed with unrounded numbers."),)


def what_can_change(explanation: Explanation, words: Words) -> str:
    """What can still change: how many are open, and the score if they are not met, and if they are fully met."""
    _, n_ = words.language.gettext, words.language.ngettext
    if explanation.low is None or explanation.high is None or not explanation.applicable:
        return ""
    rated = explanation.rated or 0
    rest = explanation.applicable - rated
    number = words.language.number
    parts = [
        _("{rated} of {all} rated.").format(rated=number(rated, 0), all=number(explanation.applicable, 0)),
        (
            n_(
                "If the remaining {n} is not met, the score is {low}; if it is fully met, {high}.",
                "If the remaining {n} are not met, the score is {low}; if they are fully met, {high}.",
                rest,
            )
            if words.scale.by_level
            else n_(
                "If the remaining {n} gets the lowest number, the score is {low}; if it gets the highest, {high}.",
                "If the remaining {n} get the lowest number, the score is {low}; if they get the highest, {high}.",
                rest,
            )
        ).format(n=number(rest, 0), low=words.percent(explanation.low), high=words.percent(explanation.high)),
    ]
    if explanation.required is not None:
        parts.append(_("Required is {percent}.").format(percent=words.language.percent(explanation.required, None)))
    return " ".join(parts)


def entered_so_far(explanation: Explanation, words: Words) -> str:
    """What can still change in a summary: the score if the sections without a percentage get 0, and if they get 100."""
    _ = words.language.gettext
    parts = [_("Not every section has a percentage yet.")]
    if explanation.low != explanation.high:
        parts.append(
            _("With 0 for the others the score is {low}; with 100, {high}.").format(
                low=words.percent(explanation.low), high=words.percent(explanation.high)
            )
        )
    if explanation.required is not None:
        parts.append(_("Required is {percent}.").format(percent=words.language.percent(explanation.required, None)))
    return " ".join(parts)


def against_requirement(explanation: Explanation, words: Words) -> str:
    """How a complete score stands against what is required, with the gap in percentage points."""
    _ = words.language.gettext
    if explanation.required is None or explanation.value is None or explanation.low is not None:
        return ""
    gap = explanation.value - explanation.required
    said = (
        _("Required is {percent}; the score is exactly that.")
        if not gap
        else _("Required is {percent}; the score is {points} points above it.")
        if gap > 0
        else _("Required is {percent}; the score is {points} points below it.")
    )
    points = (
        words.language.number(abs(gap))
        if abs(gap) >= Fraction(1, 20)
        else _("less than {n}").format(n=words.language.number(Fraction(1, 10)))
    )
    return said.format(percent=words.language.percent(explanation.required, None), points=points)


def why_no_score(explanation: Explanation, words: Words) -> str:
    _ = words.language.gettext
    if not explanation.applicable:
        return _("No score: no criterion applies in this participation year and group.")
    if not explanation.rated:
        return _("No score: nothing has been rated yet.")
    if explanation.rated == explanation.applicable:
        return _("No score: everything is n.a.")
    return _("No score: all that has been rated so far is n.a.")


def sections_left_out(terms: Sequence[Term], words: Words) -> list[str]:
    """Which sections do not count and why, one sentence for every reason."""
    _, n_ = words.language.gettext, words.language.ngettext
    by_reason: dict[str, list[str]] = {}
    for term in terms:
        counts = {part.reason: part.count for part in term.left_out}
        if counts.get(Reason.NOT_RATED) and counts.get(Reason.NOT_APPLICABLE):
            why = _("all that has been rated there so far is n.a.")
        elif counts.get(Reason.NOT_RATED):
            why = _("nothing has been rated there yet.")
        elif counts.get(Reason.NOT_APPLICABLE):
            why = _("everything there is n.a.")
        else:
            why = _("no criterion there applies.")
        by_reason.setdefault(why, []).append(term.label)
    return [
        n_("Section {sections} does not count: {why}", "Sections {sections} do not count: {why}", len(codes)).format(
            sections=listed(codes, words.language), why=why
        )
        for why, codes in by_reason.items()
    ]


def participants_left_out(left_out: Sequence[LeftOut], words: Words) -> list[str]:
    """Who does not count and why, with names where they may be seen."""
    _ = words.language.gettext
    if not left_out:
        return []
    said = []
    for part in left_out:
        text = reason_count(part.reason, part.count, words.language)
        names = list(part.names)
        if names and words.with_names:
            if len(names) > _MOST_NAMES:
                rest = len(names) - _MOST_NAMES + 1
                names = [*names[: _MOST_NAMES - 1], _("{n} others").format(n=rest)]
            text = f"{text} ({listed(names, words.language)})"
        said.append(text)
    return [_("Not counted: {what}.").format(what="; ".join(said))]


def listed(names: Sequence[str], language: Language) -> str:
    """ "a, b and c"."""
    _ = language.gettext
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def in_letters(n: int, language: Language) -> str:
    """A small number in letters: "five"."""
    return language.gettext(_COUNTS[n - 2]) if 2 <= n < len(_COUNTS) + 2 else language.number(n, 0)
