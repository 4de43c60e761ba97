"""What `coherence` prints, as JSON and as lines. The JSON is documented in docs/command-line.md."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from covenant_monitor.domain.coherence import Agreement
from covenant_monitor.domain.drift import Drift
from covenant_monitor.language import Language
from covenant_monitor.reports.coherence_words import (
    assessor_name,
    few_words,
    kappa_text,
    pair_name,
    points_text,
    reason_words,
    share_text,
)
from covenant_monitor.store.coherence import RoundCoherence

_FEW = "*"


def coherence_json(found: RoundCoherence) -> Mapping[str, Any]:
    """`coherence --json` from "overall" on: shares 0-1 and unrounded, None where there is no number."""
    coherence = found.coherence
    return {
        "overall": _numbers(coherence.overall),
        "criteria": [{"criterion": code, **_numbers(here)} for code, here in coherence.criteria.items()],
        "sections": [{"section": code, **_numbers(here)} for code, here in coherence.sections.items()],
        "pairs": [
            {"assessor": one, "second": other, **_numbers(here)} for (one, other), here in coherence.pairs.items()
        ],
        "weak": [
            {"criterion": weak.criterion, "reasons": list(weak.reasons), **_numbers(weak.agreement)}
            for weak in coherence.weak
        ],
        "drift": [_drift(one) for one in coherence.drift],
    }


def _numbers(here: Agreement) -> Mapping[str, Any]:
    return {
        "n": here.n,
        "agreement": _float(here.agreement),
        "kappa": _float(here.kappa),
        "weighted_kappa": _float(here.weighted_kappa),
        "na_disagreements": here.na_disagreements,
        "na_both": here.na_both,
    }


def _drift(one: Drift) -> Mapping[str, Any]:
    return {
        "assessor": one.assessor,
        "criterion": one.criterion or None,
        "mean": _float(one.mean),
        "n": one.n,
        "rest_mean": _float(one.rest),
        "rest_n": one.rest_n,
        "enough": one.is_enough,
    }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def coherence_lines(found: RoundCoherence, language: Language) -> list[str]:
    """The same as tables: overall, sections, pairs and criteria; then what needs work, and who rates otherwise."""
    _ = language.gettext
    coherence = found.coherence
    if not found.second:
        return [_("Round {round} has no second assessments yet.").format(round=found.round.code)]
    names = {one.code: language.pick(one.name.nl, one.name.en) for one in found.framework.sections}
    rows = [(_("All together"), coherence.overall)]
    rows += [(f"{code} {names[code]}".strip(), here) for code, here in coherence.sections.items()]
    rows += [(pair_name(pair, language), here) for pair, here in coherence.pairs.items()]
    rows += [(_("Criterion {code}").format(code=code), here) for code, here in coherence.criteria.items()]
    heads = ["", "n", _("Agreement"), _("Kappa"), _("Weighted kappa"), _("N.a. with one")]
    lines = _table([heads, *([name, *_cells(here, language)] for name, here in rows)])
    if any(not here.is_enough for _name, here in rows):
        lines.append(f"{_FEW} {few_words(language)}")
    if coherence.weak:
        lines += ["", _("Criteria whose anchors need work:")]
        lines += [f"{weak.criterion}: {reason_words(weak, language)}" for weak in coherence.weak]
    overall = [one for one in coherence.drift if not one.criterion]
    if overall:
        lines += ["", _("Mean rating given, of the maximum, against the others (in percentage points):")]
        lines += _table([_drift_cells(one, language) for one in overall])
    return lines


def _cells(here: Agreement, language: Language) -> list[str]:
    return [
        language.number(here.n, 0) + ("" if here.is_enough else _FEW),
        share_text(here.agreement, language),
        kappa_text(here.kappa, language),
        kappa_text(here.weighted_kappa, language),
        language.number(here.na_disagreements, 0),
    ]


def _drift_cells(one: Drift, language: Language) -> list[str]:
    return [
        assessor_name(one.assessor, language),
        share_text(one.mean, language),
        share_text(one.rest, language),
        points_text(one.difference, language),
        f"n = {language.number(one.n, 0)} / {language.number(one.rest_n, 0)}" + ("" if one.is_enough else _FEW),
    ]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side, the first at the left and numbers at the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
