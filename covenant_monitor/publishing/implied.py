"""Figures that nobody prints and that follow all the same: a score is the weighted mean of its sections.

The mean score of a group and its means per section are tied together: whichever one of them is not published follows
from the others (rules, the score of a participant).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from covenant_monitor.domain.model import Framework, Number, Section, exact
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.domain.releases import MadeOf, Statement

SCORE, SECTION = "score", "section:"


def implied(statements: Iterable[Statement], frameworks: Mapping[str, Framework]) -> list[tuple[Statement, Statement]]:
    """Every figure that follows from others of the same group, and the last of those that it follows from.

    `frameworks` by the code of the round. What they are rounded by adds up.
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
    parts = {f"{SECTION}{section.code}": -Fraction(exact(section.weight)) for section in framework.sections}
    # sum(weight x section) - sum(weight) x score = 0
    weights = {SCORE: -sum(parts.values(), Fraction()), **parts}
    missing = [measure for measure in weights if measure not in known]
    if len(missing) != 1 or len(parts) < 2:
        return None
    (wanted,) = missing
    others = {measure: weight / weights[wanted] for measure, weight in weights.items() if measure != wanted}
    value = -sum((weight * known[measure].value for measure, weight in others.items()), Fraction())
    rounding = sum((abs(weight) * known[measure].rounding for measure, weight in others.items()), Fraction())
    # whatever it is computed to, a mean lies on the scale
    return Statement(wanted, round_, "", members, min(max(value, Fraction()), Fraction(100)), rounding=rounding)


def made_of(statements: Iterable[Statement], rounds: Iterable[RoundPicture]) -> MadeOf:
    """What the scores and steps in the statements are made of, by round and participant.

    Of one that no longer stands in the round, or has no score in it, the sections are taken to be those that it is
    published in, and those of which nothing is published.
    """
    known = {one.round.code: one for one in rounds}
    members: dict[str, set[str]] = {}
    published: dict[tuple[str, str], set[str]] = {}
    said: dict[str, set[str]] = {}
    for one in statements:
        members.setdefault(one.round, set()).update(one.members)
        said.setdefault(one.round, set())
        if one.measure.startswith(SECTION):
            said[one.round].add(one.measure.removeprefix(SECTION))
            for member in one.members:
                published.setdefault((one.round, member), set()).add(one.measure.removeprefix(SECTION))
    found = {}
    for round_ in members.keys() & known.keys():
        picture = known[round_]
        scores = {standing.party.code: standing.score for standing in picture.standings}
        for member in members[round_]:
            score = scores.get(member)
            if score is None or score.score is None:
                everywhere = {section.code for section in picture.framework.sections} - said[round_]
                having = published.get((round_, member), set()) | everywhere
            else:
                having = {part.section for part in score.sections if part.score is not None}
            entered = score is not None and score.total_entered
            found[round_, member] = _measures(picture.framework, having, entered=entered)
    return found


def _measures(framework: Framework, having: Collection[str], *, entered: bool) -> dict[str, dict[str, Number]]:
    """What the score and the steps of one with a score in these sections are made of; not of a score `entered`."""
    sections = [section for section in framework.sections if section.code in having and section.weight]
    found = {} if entered else {SCORE: _shares(sections)}
    for step in {section.step for section in sections} - {None}:
        found[f"step:{step}"] = _shares([section for section in sections if section.step == step])
    return found


def _shares(sections: Sequence[Section]) -> dict[str, Number]:
    total = sum((Fraction(exact(section.weight)) for section in sections), Fraction())
    return {f"{SECTION}{section.code}": exact(section.weight) / total for section in sections}
