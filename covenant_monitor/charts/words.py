"""Phrases that several charts share. Does not import matplotlib."""

from collections.abc import Iterable, Mapping

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Number, Outcome
from covenant_monitor.domain.picture import Break, RoundPicture
from covenant_monitor.domain.targets import is_percent as is_percent
from covenant_monitor.language import Language
from covenant_monitor.names import break_name, reason_count


def class_name(outcome: Outcome, language: Language) -> str:
    """An outcome class as it stands beside a bar."""
    _ = language.gettext
    return {Outcome.MEETS: _("meets"), Outcome.ON_TRACK: _("on track"), Outcome.BEHIND: _("behind")}[outcome]


def class_count(outcome: Outcome, count: int, language: Language) -> str:
    """How many are in an outcome class: "5 meet"."""
    _, n_ = language.gettext, language.ngettext
    phrase = {
        Outcome.MEETS: n_("{n} meets", "{n} meet", count),
        Outcome.ON_TRACK: _("{n} on track"),
        Outcome.BEHIND: _("{n} behind"),
    }[outcome]
    return phrase.format(n=language.number(count, 0))


def share(rounded: int, amount: int, n: int, language: Language) -> str:
    """A whole percentage; never "0 %" of somebody, nor "100 %" where somebody is missing."""
    if amount and not rounded:
        return "<" + language.percent(1, 0)
    if amount < n and rounded == 100:
        return ">" + language.percent(99, 0)
    return language.percent(rounded, 0)


def assessments_source(picture: RoundPicture, language: Language) -> str:
    """Where the numbers of a round come from, and of which day they are."""
    _ = language.gettext
    if day := picture.round.reference_date:
        return _("Source: assessments by the secretariat, reference date {day}.").format(day=language.day(day))
    return _("Source: assessments by the secretariat.")


def years_withheld(language: Language) -> str:
    """Why the participation years are not shown one by one."""
    return language.gettext("Participation years are withheld: one of them could be computed from the rest.")


def means_withheld(minimum: int | None, language: Language) -> str:
    """Why means are not shown. Which of the reasons it is would say what is withheld."""
    _ = language.gettext
    return _("Withheld: fewer than {n} participants, everybody alike, or computable from the rest.").format(n=minimum)


def left_out(counts: Mapping[Reason, int], language: Language) -> str:
    """Who does not count and why, as a list; "" where everybody does."""
    return ", ".join(reason_count(reason, count, language) for reason, count in counts.items() if count)


def short_break_name(mark: Break, language: Language) -> str:
    """The same where there is little room: the version alone, or one word."""
    _ = language.gettext
    if mark.version:
        return f"v{mark.version}"
    return _("date") if mark.reference_date else _("length") if mark.length else _("rules")


def break_notes(marks: Iterable[Break]) -> str:
    """What the rounds themselves say has changed."""
    return " ".join(f"{mark.round}: {mark.note.strip()}" for mark in marks if mark.note.strip())


def break_sentence(marks: Iterable[Break], language: Language) -> str:
    """Which rounds cannot be compared with the one before, and why; "" where all can."""
    _ = language.gettext
    said = [
        _("{what} from round {round} on").format(what=break_name(mark, language), round=mark.round) for mark in marks
    ]
    return _("Dashed line: {breaks}.").format(breaks="; ".join(said)) if said else ""


def amount(value: Number | float | None, unit: str, language: Language) -> str:
    """A value in an indicator's unit: "62,5 %" or "5.800"."""
    percent = is_percent(unit)
    decimals = _decimals(value, percent=percent)
    return language.percent(value, decimals) if percent else language.number(value, decimals)


def span(low: Number, high: Number, unit: str, language: Language) -> str:
    """A range in an indicator's unit: "40–45 %"."""
    return f"{language.number(low, _decimals(low, percent=is_percent(unit)))}–{amount(high, unit, language)}"


def capitalised(text: str) -> str:
    """`text` as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def unit_name(unit: str, language: Language) -> str:
    """A unit in the reader's language where the program knows it; else as it was entered."""
    return language.gettext(unit) if unit else ""


def _decimals(value: Number | float | None, *, percent: bool) -> int:
    """As many decimals as it takes to say `value`, but at most one; below 1 (of percentages below 0.1) three."""
    number = float(value or 0)
    most = 3 if 0 < abs(number) < (0.1 if percent else 1) else 1
    return next((d for d in range(most) if abs(number * 10**d - round(number * 10**d)) < 1e-9), most)
