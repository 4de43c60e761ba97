"""What the charts of OECD alignment, and the page with them, say about shares. Does not import matplotlib."""

from collections.abc import Iterable

from covenant_monitor.charts.chart import sentences
from covenant_monitor.domain.alignment import WHOLE, AlignmentShares, AlignmentYear, Basis, Gap
from covenant_monitor.language import Language

FEW = 10
"""Of fewer criteria than this a percentage says little."""

_LONGEST_SOURCE = 160


def component_name(component: str, language: Language) -> str:
    """A component as it is called; "" is all of them together."""
    return language.gettext("Total") if component == WHOLE else component


def shares_words(shares: AlignmentShares, language: Language) -> str:
    """ "62% fully, 17% partially, 21% not": whole percentages that add up to 100."""
    _ = language.gettext
    fully, partially, not_ = (language.percent(share, 0) for share in shares.rounded())
    return _("{fully} fully, {partially} partially, {not_} not").format(fully=fully, partially=partially, not_=not_)


def points_text(gap: Gap | None, language: Language) -> str:
    """The gap in percentage points, with a decimal only where there is one; "–" where there is none."""
    points = None if gap is None else gap.points
    return language.number(points, 0 if points is None or points.denominator == 1 else 1)


def gap_sentence(gap: Gap, language: Language) -> str:
    """A gap with what it is the difference of."""
    standards, implementation = (language.percent(share.fully) for share in (gap.standards, gap.implementation))
    return language.ngettext(
        "{standards} fully on paper, {implementation} in practice: a gap of {n} point.",
        "{standards} fully on paper, {implementation} in practice: a gap of {n} points.",
        1 if abs(gap.points) == 1 else 2,
    ).format(standards=standards, implementation=implementation, n=points_text(gap, language))


def basis_words(shares: AlignmentShares, language: Language) -> str:
    """How shares came about, without a capital, where they are not simply what was published; "" where they are."""
    _, n_ = language.gettext, language.ngettext
    n = len(shares.parts)
    if shares.basis is Basis.COUNTED:
        return n_("the criteria of {n} component", "the criteria of {n} components, added up", n).format(n=n)
    if shares.basis is Basis.MEAN:
        return n_(
            "the percentages of {n} component",
            "the mean of the percentages of {n} components, each counting once",
            n,
        ).format(n=n)
    return ""


def derived_words(shown: Iterable[AlignmentShares], language: Language) -> str:
    """What was not published as it is shown."""
    _ = language.gettext
    every = list(shown)
    return sentences(
        [
            _("“Not” was not published: it is the rest of 100, and may include what is not applicable.")
            if any(shares.derived for shares in every)
            else "",
            _("Percentages that did not add up to 100 are shown as shares of what they add up to.")
            if any(shares.given_sum != 100 for shares in every)
            else "",
        ]
    )


def source_words(shown: Iterable[AlignmentShares], language: Language) -> str:
    """Where the results come from: addresses by their site only, long ones cut; "" where that is not known."""
    names = dict.fromkeys(_short(source) for shares in shown for source in shares.sources)
    if not names:
        return ""
    return language.ngettext("Source: {names}.", "Sources: {names}.", len(names)).format(names="; ".join(names))


def _short(source: str) -> str:
    """The first sentence of a source; of an address the site."""
    first = source.split(". ")[0].strip().rstrip(".")
    address, *_rest = first.split()
    if "://" in address:
        return address.partition("://")[2].partition("/")[0].removeprefix("www.")
    return first if len(first) <= _LONGEST_SOURCE else first[:_LONGEST_SOURCE].rstrip() + "…"


def total_shares(year: AlignmentYear) -> list[AlignmentShares]:
    """The shares of all components together, per dimension that they are known in."""
    return [shares for dimension in year.dimensions if (shares := year.of(WHOLE, dimension))]
