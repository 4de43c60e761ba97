"""What was changed since a moment, in few lines: what somebody did to one participant on one day is one line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from covenant_monitor.language import Language
from covenant_monitor.store.ledger import ChangeSet

_RATING = frozenset({"rate", "rate_many", "clear_rating", "evidence"})


@dataclass(frozen=True, slots=True)
class Gathered:
    """One line: the latest change of those in it, and how many ratings or other changes they are together."""

    latest: ChangeSet
    count: int = 1

    @property
    def at(self) -> datetime:
        """When the latest of them was made."""
        return self.latest.at

    def text(self, language: Language) -> str:
        """What was done, in words."""
        n = self.count
        if n == 1:
            return self.latest.text(language)
        words = language.ngettext("{party}: {n} rating", "{party}: {n} ratings", n)
        return words.format(party=self.latest.detail["party"], n=language.number(n, 0))


def gathered(changes: Iterable[ChangeSet]) -> list[Gathered]:
    """Changes, newest first, with the ratings that one person gave one participant on one day as one line."""
    found: dict[tuple[object, ...], Gathered] = {}
    for change in changes:
        key: tuple[object, ...] = (change.id,)
        ratings = 1
        if change.kind == "edit" and change.action in _RATING and "party" in change.detail:
            key = (change.who, change.detail["party"], _day(change.at))
            n = change.detail.get("n")
            ratings = n if isinstance(n, int) else 1
        known = found.get(key)
        found[key] = Gathered(change, ratings) if known is None else replace(known, count=known.count + ratings)
    return list(found.values())


def _day(at: datetime) -> date:
    return at.astimezone().date()
