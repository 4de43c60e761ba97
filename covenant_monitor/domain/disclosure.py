"""What may be published of groups of participants, so that no one's outcome can be computed (design, section 5).

`minimum` is the smallest group that is shown; None: what is made is internal, and nothing is withheld.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

from covenant_monitor.domain.model import Number, Party

NARROWEST = 10
"""Within so many points, out of 100, nobody's score may follow from a mean."""

_SHORTEST_NAME, _SHORTEST_PART, _SHORTEST_CODE = 2, 4, 3
_SEPARATORS = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(
    r" (b ?v|n ?v|v ?o ?f|c ?v|u ?a|holding|groep|group|gmbh|ltd|limited|pty|plc|inc|llc|co|s ?a|s ?e|a ?g|a ?s|a ?b)$"
)


def too_small(n: int, minimum: int | None) -> bool:
    """Whether a group of `n` participants is withheld. An empty one is not: there is nobody in it."""
    return minimum is not None and 0 < n < minimum


def divided_by_too_few(denominator: Number | None, minimum: int | None) -> bool:
    """Whether a value that was entered is of too few participants, as far as what it is divided by says so."""
    return denominator is not None and denominator == int(denominator) and too_small(int(denominator), minimum)


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


def apart(sizes: Iterable[int], minimum: int | None) -> list[bool]:
    """Which of the `sizes` of overlapping groups may be shown, the first ones first.

    One that is too small may not, nor one that differs from an earlier one by so few: the difference is a group too.
    """
    shown: list[int] = []
    answers = []
    for size in sizes:
        answers.append(not any(too_small(abs(size - other), minimum) for other in (0, *shown)))
        if answers[-1]:
            shown.append(size)
    return answers


def published_mean(mean: Fraction | None, n: int, minimum: int | None) -> Fraction | None:
    """A mean, in percent, of `n` participants as it may be shown; None where there is none or it is withheld.

    In public it has one decimal, so that exact scores cannot be solved from several of them. So near to either end of
    the scale that nobody can be further than `NARROWEST` from it, it is withheld: it tells everybody's score.
    """
    if minimum is None or mean is None:
        return mean
    rounded = Fraction(int(mean * 10 + Fraction(1, 2)), 10)
    return rounded if n >= minimum and n * min(rounded, 100 - rounded) > NARROWEST else None


def wanted_names(parties: Iterable[Party]) -> frozenset[str]:
    """What `names_someone` looks for: names, with and without their legal form, and codes. Too short ones are not."""
    found = set()
    for party in parties:
        name = _plain(party.name)
        while name:
            found.add(name)
            without = _LEGAL_FORM.sub("", name)
            name = without if without != name and len(without) >= _SHORTEST_PART else ""
        code = _plain(party.code)
        if len(code) >= _SHORTEST_CODE and not code.replace(" ", "").isdigit():
            found.add(code)
    return frozenset(text for text in found if len(text) >= _SHORTEST_NAME)


def names_someone(text: str, wanted: frozenset[str]) -> bool:
    """Whether `text` holds one of the `wanted_names` as whole words; case, accents and punctuation do not matter."""
    plain = f" {_plain(text)} "
    return any(f" {name} " in plain for name in wanted)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _SEPARATORS.sub(" ", bare.casefold()).strip()
