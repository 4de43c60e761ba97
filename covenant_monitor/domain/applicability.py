"""Which year of participation it is, which criteria then apply, and which score is required."""

from collections.abc import Iterable, Sequence
from datetime import date

from covenant_monitor.domain.model import Criterion, Framework, JoinRule, Requirement, Round, Section


def participation_year(joined_on: date | None, current: Round, rounds: Iterable[Round]) -> int:
    """The participation year in `current` of a participant that joined on `joined_on`: 0 or more (design, rule 3.1).

    It is how many of the covenant's `rounds`, in order of first day, lie from the one that contains the join date up
    to and including `current`; the first round where the participant joined earlier or no date is known. A date
    between two rounds belongs to the next one. Where the round counts full rounds only, a join round that had already
    begun is year 0. Also 0 for a round before the participant joined. The join rule of `current` is used throughout.

    Raises:
        ValueError: `current` is not one of `rounds`.
    """
    in_order = sorted(rounds, key=lambda round_: round_.first_day)
    start = 0
    if joined_on is not None:
        start = next((i for i, round_ in enumerate(in_order) if round_.last_day >= joined_on), len(in_order))
    here = next((i for i, round_ in enumerate(in_order) if round_.code == current.code), None)
    if here is None:
        raise ValueError(f"round {current.code} is not one of the rounds")
    year = here - start + 1
    if current.join_rule is JoinRule.FIRST_FULL_ROUND and _joined_after_the_start(joined_on, in_order, start):
        year -= 1
    return max(year, 0)


def _joined_after_the_start(joined_on: date | None, in_order: Sequence[Round], start: int) -> bool:
    return joined_on is not None and start < len(in_order) and joined_on > in_order[start].first_day


def is_participant(joined_on: date | None, left_on: date | None, current: Round) -> bool:
    """Whether a company takes part in a round: joined by its last day, and not gone before its first."""
    return (joined_on is None or joined_on <= current.last_day) and (left_on is None or left_on >= current.first_day)


def applies(criterion: Criterion, year: int, group: str) -> bool:
    """Whether a criterion applies in participation year `year` to a participant of `group` (design, rule 3.1)."""
    return criterion.from_participation_year <= year and (not criterion.groups or group in criterion.groups)


def applicable(framework: Framework, year: int, group: str) -> list[tuple[Section, list[Criterion]]]:
    """Every section with those of its criteria that apply; sections of which none apply are there, empty."""
    return [(section, [c for c in section.criteria if applies(c, year, group)]) for section in framework.sections]


def requirement(requirements: Iterable[Requirement], year: int, group: str) -> Requirement | None:
    """What is required in participation year `year` of a participant of `group`; None in year 0 or where nothing is.

    The requirement of the latest year up to `year` holds on in later ones. In one year, the group's own goes before
    the one for all.
    """
    if year < 1:
        return None
    candidates = [r for r in requirements if r.participation_year <= year and r.group in ("", group)]
    return max(candidates, key=lambda r: (r.participation_year, r.group != ""), default=None)


class Applicable:
    """The criteria of a framework that apply, worked out once for each participation year and group."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._known: dict[tuple[int, str], frozenset[str]] = {}

    def codes(self, year: int, group: str) -> frozenset[str]:
        """The codes of those that apply to a participant of this group in this participation year."""
        if (year, group) not in self._known:
            self._known[year, group] = frozenset(
                code for code, criterion in self._framework.criteria.items() if applies(criterion, year, group)
            )
        return self._known[year, group]
