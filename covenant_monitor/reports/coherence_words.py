"""The coherence of assessors in words, for command line and window."""

from fractions import Fraction

from covenant_monitor.domain.coherence import Agreement, WeakCriterion, Weakness
from covenant_monitor.domain.drift import ENOUGH_RATINGS
from covenant_monitor.language import NO_NUMBER, Language


def share_text(share: Fraction | None, language: Language) -> str:
    """A share of 0-1 in whole percent; "–" where there is none."""
    return language.percent(None if share is None else 100 * share, 0)


def kappa_text(kappa: Fraction | None, language: Language) -> str:
    """A kappa with two decimals; "–" where there is none."""
    return language.number(kappa, 2)


def points_text(difference: Fraction | None, language: Language) -> str:
    """A difference of shares (-1 to 1) in percentage points, with its sign; "–" where there is none."""
    if difference is None:
        return NO_NUMBER
    text = language.number(100 * difference, 0)
    return f"+{text}" if difference > 0 and text != "0" else text


def assessor_name(name: str, language: Language) -> str:
    """Who assessed; imported assessments may not say."""
    return name or language.gettext("name unknown")


def pair_name(pair: tuple[str, str], language: Language) -> str:
    """Two assessors: who assessed for the secretariat, and who did so again."""
    return " / ".join(assessor_name(name, language) for name in pair)


def reason_words(weak: WeakCriterion, language: Language) -> str:
    """Why the anchors of a criterion need work: "2 of 7 the same (29 %), weighted kappa −0.05"."""
    _ = language.gettext
    here = weak.agreement
    parts = []
    if Weakness.LOW_AGREEMENT in weak.reasons or Weakness.LOW_KAPPA in weak.reasons:
        parts.append(same_words(here, language))
    if Weakness.LOW_KAPPA in weak.reasons:
        parts.append(_("weighted kappa {kappa}").format(kappa=kappa_text(here.weighted_kappa, language)))
    if Weakness.NA_DISAGREEMENTS in weak.reasons:
        parts.append(
            _("{n} of {all} n.a. with only one of the two").format(
                n=language.number(here.na_disagreements, 0),
                all=language.number(here.n + here.na_disagreements, 0),
            )
        )
    return ", ".join(parts)


def same_words(here: Agreement, language: Language) -> str:
    """How many have the same level: "2 of 7 the same (29 %)"."""
    return language.gettext("{same} of {n} the same ({share})").format(
        same=language.number(here.same, 0), n=language.number(here.n, 0), share=share_text(here.agreement, language)
    )


def few_words(language: Language) -> str:
    """What the mark at numbers on few ratings means."""
    return language.gettext("fewer than {n} ratings: chance weighs more than the assessors do").format(n=ENOUGH_RATINGS)
