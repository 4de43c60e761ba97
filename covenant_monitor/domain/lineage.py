"""Which criterion of an earlier framework version became which one of this version, by the mappings in the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.model import Relation

ONE_TO_ONE = frozenset({Relation.SAME, Relation.REWORDED})


@dataclass(frozen=True, slots=True)
class Link:
    """One mapping row with a criterion at both ends; frameworks by their id."""

    from_framework: int
    from_criterion: str
    to_framework: int
    to_criterion: str
    relation: Relation


class Lineage:
    """The mappings, by what they lead to."""

    def __init__(self, known: Iterable[Link]) -> None:
        self._into: dict[tuple[int, str], list[Link]] = {}
        for link in known:
            self._into.setdefault((link.to_framework, link.to_criterion.casefold()), []).append(link)

    def origins(self, framework: int, code: str, then: int) -> tuple[Sequence[str], bool]:
        """The criteria of framework `then` that became `code` of `framework`, and whether it is one and the same.

        Versions in between are followed. Nothing is taken to be the same only because its code is.
        """
        if framework == then:
            return (code,), True
        here = [(framework, code, True)]
        seen = {framework}
        while here:
            back = [
                (link.from_framework, link.from_criterion, same and link.relation in ONE_TO_ONE)
                for number, criterion, same in here
                for link in self._into.get((number, criterion.casefold()), ())
                if link.from_framework not in seen
            ]
            found = {criterion: same for number, criterion, same in back if number == then}
            if found:
                return tuple(found), len(found) == 1 and all(found.values())
            seen |= {number for number, _criterion, _same in back}
            here = back
        return (), False
