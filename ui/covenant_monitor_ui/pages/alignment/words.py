"""What the page of OECD alignment says around its charts and tables."""

from collections.abc import Iterable

from covenant_monitor.charts.alignment_words import points_text
from covenant_monitor.domain.alignment import (
    GAP_LEAST,
    PAPER_LEAST,
    WHOLE,
    AlignmentShares,
    AlignmentYear,
    Basis,
)
from covenant_monitor.domain.model import Number
from covenant_monitor.language import Language
from covenant_monitor.names import alignment_dimension_name


def head_words(year: AlignmentYear, language: Language) -> str:
    """Beside the title: what the shown year holds."""
    n_ = language.ngettext
    parts = [language.gettext("assessment of {year}").format(year=year.year)]
    n = len(year.components)
    if n:
        parts.append(n_("{n} component", "{n} components", n).format(n=n))
    parts.append(", ".join(alignment_dimension_name(one, language).lower() for one in year.dimensions))
    return " · ".join(parts)


def empty_words(language: Language) -> tuple[str, str]:
    """Title and sentence of a covenant without results."""
    _ = language.gettext
    return _("No OECD alignment assessment yet"), _(
        "Such an assessment says how far the covenant itself follows the OECD Guidelines: what is written, and what is "
        "done. Enter its results per component, or as published totals, or import the table “alignment”."
    )


def total_words(shares: AlignmentShares, language: Language) -> str:
    """What kind of total it is, in a word or two."""
    _ = language.gettext
    return {
        Basis.ENTERED: _("published total"),
        Basis.COUNTED: _("components added up"),
        Basis.MEAN: _("mean of the components"),
    }[shares.basis]


def paper_words(year: AlignmentYear, language: Language) -> str:
    """What the list of what is on paper only holds, or why it is empty."""
    _, n_ = language.gettext, language.ngettext
    n = len(year.gaps)
    if not year.components:
        return _("Only totals were published: of which components this holds cannot be said.")
    if not n:
        return _("No component has results for both the written standards and the implementation.")
    found = len(year.on_paper_only)
    if not found:
        return n_(
            "The {n} component with both results is not on paper only.",
            "None of the {n} components with both results is on paper only.",
            n,
        ).format(n=n)
    return n_("{found} of {n} component.", "{found} of {n} components.", n).format(found=found, n=n)


def sources_words(sources: Iterable[str], language: Language) -> str:
    """Where results come from, in full, each source once."""
    names = dict.fromkeys(source.rstrip(".") for source in sources)
    if not names:
        return language.gettext("No source was entered.")
    return language.ngettext("Source: {names}.", "Sources: {names}.", len(names)).format(names="; ".join(names))


def paper_rule(language: Language) -> str:
    """By which rule a component is on paper only."""
    return language.gettext(
        "On paper only: at least {paper} fully aligned as written, and at least {gap} points less in practice. "
        "The limits are the program’s own."
    ).format(paper=language.percent(PAPER_LEAST, 0), gap=GAP_LEAST)


def signed(points: Number, language: Language) -> str:
    """A change in points with its sign: "+17", "−3,5", "0"."""
    text = language.number(points, 0 if points == int(points) else 1)
    return f"+{text}" if points > 0 else text


def change_words(points: Number, since: int, language: Language) -> str:
    """How much more is fully aligned than in an earlier year."""
    text = language.ngettext("{n} point since {year}", "{n} points since {year}", 1 if abs(points) == 1 else 2)
    return text.format(n=signed(points, language), year=since)


def gap_lead(year: AlignmentYear, language: Language) -> tuple[str, str]:
    """The gap of all components together as a lead figure, and the word after it."""
    gap = year.gap(WHOLE)
    n = 2 if gap is None or abs(gap.points) != 1 else 1
    return points_text(gap, language), "" if gap is None else language.ngettext("point", "points", n)


def key_hints(language: Language) -> list[tuple[str, str]]:
    """The keys of the table."""
    _ = language.gettext
    return [
        ("Enter", _("edit")),
        ("F1", _("explain")),
        ("Ins", _("new result")),
        ("Del", _("remove")),
        ("Shift+Del", _("remove the year")),
        ("Ctrl+C", _("copy the table")),
    ]
