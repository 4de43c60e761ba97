"""Figures that nobody prints and that follow all the same: a score is the weighted mean of its sections.

The mean score of a group and its means per section are tied together: whichever one of them is not published follows
from the others (rules, the score of a participant).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from covenant_monitor.domain.model import Framework, exact
from covenant_monitor.domain.releases import SECTION, Statement

SCORE = "score"


def implied(statements: Iterable[Statement], frameworks: Mapping[str, Framework]) -> list[tuple[Statement, Statement]]:
    """Every figure that follows from others of the same group, and the last of those that it follows from.

    `frameworks` by the code of the round. What they are rounded by adds up. Where somebody's score is not made of all
    sections, they are tied together otherwise.
    """
    groups: dict[tuple[str, frozenset[str]], dict[str, Statement]] = {}
    for one in statements:
        if one.weights is None and (one.measure == SCORE or one.measure.startswith(SECTION)):
            groups.setdefault((one.round, one.members), {}).setdefault(one.measure, one)
    found: list[tuple[Statement, Statement]] = []
    for (round_, members), known in groups.items():
        follows = _missing(frameworks[round_], known, round_, members) if members and round_ in frameworks else None
        if follows is not None:
            found.append((follows, list(known.values())[-1]))
    return found


def _missing(
    framework: Framework, known: Mapping[str, Statement], round_: str, members: frozenset[str]
) -> Statement | None:
    """The one figure that is not there, where all the others are."""
    parts = {f"{SECTION}{section.code}": Fraction(exact(section.weight)) for section in framework.sections}
    # sum(weight x section) - sum(weight) x score = 0
    weights = {SCORE: -sum(parts.values(), Fraction()), **parts}
    missing = [measure for measure in weights if measure not in known]
    if len(missing) != 1 or len(parts) < 2:
        return None
    (wanted,) = missing
    made_of = known[SCORE].made_of if SCORE in known else dict.fromkeys(members, parts)
    if any(made_of.get(member, {}).keys() != parts.keys() for member in members):
        return None
    others = {measure: weight / weights[wanted] for measure, weight in weights.items() if measure != wanted}
    value = -sum((weight * known[measure].value for measure, weight in others.items()), Fraction())
    rounding = sum((abs(weight) * known[measure].rounding for measure, weight in others.items()), Fraction())
    # whatever it is computed to, a mean lies on the scale
    value = min(max(value, Fraction()), Fraction(100))
    return Statement(wanted, round_, "", members, value, rounding=rounding, made_of=made_of if wanted == SCORE else {})
