"""What the command line prints, as JSON and as lines. The JSON is documented in docs/command-line.md."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from covenant_monitor.charts.target_words import projected_value, projected_words
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.progress import FIRST_CODES
from covenant_monitor.domain.projection import NoProjection
from covenant_monitor.domain.scoring import SectionScore
from covenant_monitor.domain.targets import (
    Indicator,
    MilestoneStanding,
    Observation,
    TargetStatus,
    is_percent,
    milestone_standing,
)
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import (
    gap_words,
    kind_name,
    no_projection_words,
    one_person_note,
    outcome_name,
    projection_method,
    status_name,
    target_status_name,
)
from covenant_monitor.store.ledger import ChangeSet


def _float(value: Number | None) -> float | None:
    return None if value is None else float(value)


def score_json(standing: Standing) -> Mapping[str, Any]:
    """One entry of `scores --json`: percentages unrounded, None where there is no number."""
    score = standing.score
    return {
        "party": standing.party.code,
        "name": standing.party.name,
        "round": standing.round,
        "kind": standing.kind,
        "status": standing.status,
        "participation_year": standing.participation_year,
        "score": _float(score.score) if score else None,
        "low": _float(score.low) if score else None,
        "high": _float(score.high) if score else None,
        "rated": score.rated if score else 0,
        "applicable": score.applicable if score else 0,
        "required": _float(standing.required),
        "outcome": standing.outcome,
        "sections": [_section_json(part) for part in score.sections] if score else [],
    }


def _section_json(part: SectionScore) -> Mapping[str, Any]:
    return {
        "section": part.section,
        "score": _float(part.score),
        "rated": part.rated,
        "applicable": part.applicable,
        "fully": part.fully,
        "partially": part.partially,
        "not": part.not_,
        "na": part.na,
    }


def scores_text(standings: Sequence[Standing], words: Language) -> list[str]:
    """A line per assessment, in columns."""
    _ = words.gettext
    rows = [[_("Participant"), _("Kind"), _("Status"), _("Year"), _("Rated"), _("Score"), _("Required"), _("Outcome")]]
    for standing in standings:
        score = standing.score
        rows.append(
            [
                standing.party.name,
                kind_name(standing.kind, words),
                status_name(standing.status, words),
                str(standing.participation_year),
                f"{score.rated}/{score.applicable}" if score else NO_NUMBER,
                _score_text(standing, words),
                words.percent(standing.required, None),
                outcome_name(standing.outcome, words) if standing.outcome else NO_NUMBER,
            ]
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _score_text(standing: Standing, words: Language) -> str:
    if standing.score is None or standing.score.score is None:
        return NO_NUMBER
    text = words.percent(standing.score.score)
    if not standing.score.provisional:
        return text
    band = f"{words.number(standing.score.low)}–{words.number(standing.score.high)}"
    return words.gettext("{score} (provisional, {band})").format(score=text, band=band)


def progress_json(
    picture: CovenantPicture, indicators: Sequence[Indicator], at: date, words: Language
) -> tuple[Mapping[str, Any], list[str]]:
    """`progress --json`, and its lines: observations up to `at`, and how every milestone then stands."""
    by_code = {indicator.code: indicator for indicator in indicators}
    targets: list[Mapping[str, Any]] = []
    output = {
        "covenant": picture.covenant.code,
        "at": at,
        "one_person": picture.covenant.one_person,
        "indicators": [
            {
                "indicator": indicator.code,
                "unit": indicator.unit,
                "observations": [_observation_json(o) for o in indicator.observations if o.day <= at],
            }
            for indicator in indicators
        ],
        "targets": targets,
    }
    told = {indicator.code for indicator in picture.indicators} | {*FIRST_CODES}  # a person is not told all 170
    lines = [_indicator_text(indicator, at, words) for indicator in indicators if indicator.code in told]
    for target in picture.targets:
        indicator = by_code[target.indicator]
        standings = [milestone_standing(indicator, target, milestone, at) for milestone in target.milestones]
        targets.append(
            {
                "target": target.code,
                "indicator": target.indicator,
                "milestones": [_milestone_json(standing) for standing in standings],
            }
        )
        for standing in standings:
            lines.append(_milestone_text(target.code, indicator, standing, words))
            lines += filter(None, [_projection_text(indicator, standing, words)])
    if any(milestone["projected"] is not None for target in targets for milestone in target["milestones"]):
        lines.append(projection_method(words))
    lines += filter(None, [one_person_note(picture.covenant, words)])
    return output, lines


def _observation_json(observation: Observation) -> Mapping[str, Any]:
    return {
        "date": observation.day,
        "value": _float(observation.value),
        "low": _float(observation.low),
        "high": _float(observation.high),
        "numerator": _float(observation.numerator),
        "denominator": _float(observation.denominator),
        "source": observation.source,
        "note": observation.note,
    }


def _milestone_json(standing: MilestoneStanding) -> Mapping[str, Any]:
    return {
        "date": standing.milestone.day,
        "value": _float(standing.milestone.value),
        "status": standing.status,
        "gap": _float(standing.gap),
        "pace_needed_per_year": standing.pace_needed_per_year,
        "pace_so_far_per_year": standing.pace_so_far_per_year,
        "projected": _float(standing.projected),
        "projected_low": standing.projected_low,
        "projected_high": standing.projected_high,
    }


def _value_text(observation: Observation, unit: str, words: Language) -> str:
    if observation.is_range:
        text = f"{words.number(observation.low, None)}–{words.number(observation.high, None)}"
    else:
        text = words.number(observation.value, 1 if is_percent(unit) else None)
    return f"{text} {unit}".rstrip()


def _indicator_text(indicator: Indicator, at: date, words: Language) -> str:
    known = [o for o in indicator.observations if o.day <= at]
    name = words.pick(indicator.name.nl, indicator.name.en) or indicator.code
    if not known:
        return words.gettext("{indicator}: no observation yet").format(indicator=name)
    last = known[-1]
    return f"{name}: {_value_text(last, indicator.unit, words)} ({words.day(last.day)})"


def _milestone_text(target: str, indicator: Indicator, standing: MilestoneStanding, words: Language) -> str:
    _ = words.gettext
    goal = f"{words.number(standing.milestone.value, None)} {indicator.unit}".rstrip()
    text = _("Target {target}, {goal} on {date}: {status}").format(
        target=target,
        goal=goal,
        date=words.day(standing.milestone.day),
        status=target_status_name(standing.status, words),
    )
    if standing.gap is not None and standing.gap > 0:
        text += ", " + gap_words(standing.gap, indicator.unit, words, ahead=standing.status is not TargetStatus.MISSED)
    return text


def _projection_text(indicator: Indicator, standing: MilestoneStanding, words: Language) -> str:
    """Where the line comes on the milestone's day, or why there is no telling; "" once that day has come."""
    _ = words.gettext
    if standing.no_projection is NoProjection.PASSED:
        return ""
    if standing.no_projection is not None:
        return "  " + no_projection_words(standing.no_projection, words)
    ends = projected_value(standing.projected, standing.projected_low, standing.projected_high, indicator.unit, words)
    return "  " + _("Projection: {amount}").format(amount=projected_words(*ends, words))


def finding_json(finding: Any, words: Language) -> Mapping[str, Any]:
    """One finding or note of what was imported, or was not."""
    return {
        "source": finding.source,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "message": words.fill(finding.message, finding.values),
    }


def history_json(change: ChangeSet, words: Language) -> Mapping[str, Any]:
    """One change set of `history --json`."""
    return {
        "id": change.id,
        "at": change.at.isoformat(),
        "who": change.who,
        "action": change.action,
        "kind": change.kind,
        "text": change.text(words),
        "why": change.why,
        "rows": [{"table": row.table, "row": row.row, "before": row.before, "after": row.after} for row in change.rows],
    }
