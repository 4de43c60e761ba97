"""What a public chart may not show, so that no participant's outcome can be computed (design, section 5)."""

from collections.abc import Sequence


def too_small(n: int, minimum: int | None) -> bool:
    """Whether a group of `n` participants is withheld. `minimum` None: nothing is, the chart is internal."""
    return minimum is not None and 0 < n < minimum


def parts_give_away(total: int, parts: Sequence[int], minimum: int | None) -> bool:
    """Whether withholding the small ones of `parts` is not enough, because the others and the total give them back.

    What is left of a published total after taking off the published parts is the sum of the withheld ones. That gives
    one away where it is the only one, and is itself a group that is too small where they are few together. A total
    that is withheld itself gives nothing back.
    """
    if minimum is None or too_small(total, minimum):
        return False
    withheld = [n for n in parts if too_small(n, minimum)]
    return len(withheld) == 1 or 0 < sum(withheld) < minimum
