"""What the grid of criteria is made from: one assessment beside the company's own and an earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from covenant_monitor.domain.model import UNRATED, Framework, Rating, Remark, Response, Scale
from covenant_monitor.domain.scoring import Score
from covenant_monitor.language import Language
from covenant_monitor.reports.wording import rating_in_words


class Filter(StrEnum):
    """Which criteria are shown. All but the last are of those that apply."""

    ALL = "all"
    OPEN = "open"
    CARRIED = "carried"
    DIFFERS = "differs"
    UNPROVEN = "unproven"
    CHANGED = "changed"
    REMARKED = "remarked"
    NEW = "new"
    NO_REASON = "no_reason"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier round found on what is now one criterion: one rating, or several where criteria were merged.

    `comparable`: the criterion is the same one, perhaps reworded, so that another rating is a change.
    """

    ratings: tuple[Rating, ...]
    scale: Scale
    comparable: bool = True

    @property
    def rating(self) -> Rating | None:
        """The one rating that they have in common; None where they differ or there is none."""
        found = {(rating.value, rating.not_applicable) for rating in self.ratings}
        return self.ratings[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessment beside the company's own and an earlier one. Everything is by criterion code.

    `carried` are ratings of an earlier round that are still to be confirmed: they are shown, and are no ratings.
    `fresh` are the criteria that are new for this participant: required from this participation year on, or not in the
    framework of the round before.
    """

    framework: Framework
    applying: frozenset[str]
    score: Score
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    own: Mapping[str, Rating] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    carried: Mapping[str, Rating] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    responses: Mapping[str, Response] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()

    def rating(self, code: str) -> Rating:
        """What was found on a criterion; nothing yet where there is nothing."""
        return self.ratings.get(code, UNRATED)

    def about(self, code: str) -> tuple[object, ...]:
        """All that a criterion's row is made from, beside the framework."""
        return (
            self.ratings.get(code),
            self.own.get(code),
            self.earlier.get(code),
            self.carried.get(code),
            self.remarks.get(code),
            self.responses.get(code),
            code in self.applying,
        )

    def has_remark(self, code: str) -> bool:
        """Whether the reviewer's remark or the company's response on a criterion still waits for the assessor."""
        remark, response = self.remarks.get(code), self.responses.get(code)
        return (remark is not None and not remark.done) or (response is not None and response.is_open)

    def last_rating(self, code: str) -> Rating | None:
        """What the last round found, where it can be found again: on the same criterion, on the same scale."""
        earlier = self.earlier.get(code)
        fits = earlier is not None and earlier.comparable and earlier.scale == self.framework.scale
        return earlier.rating if earlier is not None and fits else None

    def shows(self, code: str, wanted: Filter) -> bool:
        """Whether a criterion belongs to a filter."""
        rating = self.rating(code)
        if wanted is Filter.OUTSIDE or code not in self.applying:
            return wanted is Filter.OUTSIDE and code not in self.applying
        if wanted is Filter.OPEN:
            return not rating.is_rated
        if wanted is Filter.DIFFERS:
            return differs(rating, self.own.get(code, UNRATED))
        if wanted is Filter.UNPROVEN:
            return rating.unproven
        if wanted is Filter.CARRIED:
            return code in self.carried
        if wanted is Filter.REMARKED:
            return self.has_remark(code)
        if wanted is Filter.NEW:
            return code in self.fresh
        if wanted is Filter.NO_REASON:
            return rating.not_applicable and not rating.na_reason.strip()
        if wanted is Filter.CHANGED:
            earlier = self.earlier.get(code)
            before = earlier.rating if earlier is not None and earlier.comparable else None
            return before is not None and differs(rating, before)
        return True

    def count(self, wanted: Filter) -> int:
        """How many criteria belong to a filter."""
        return sum(self.shows(code, wanted) for code in self.framework.criteria)


def differs(rating: Rating, other: Rating) -> bool:
    """Whether two ratings that are both there are not the same."""
    both = rating.is_rated and other.is_rated
    return both and (rating.value, rating.not_applicable) != (other.value, other.not_applicable)


def rating_mark(rating: Rating, scale: Scale) -> str:
    """The mark that goes with a rating; "" for none yet."""
    if rating.value is not None:
        return scale.level(rating.value).value
    return "na" if rating.not_applicable else ""


def rating_word(rating: Rating, scale: Scale, language: Language) -> str:
    """A rating as it stands in a cell, beside its mark: in lower case."""
    word = rating_in_words(rating, scale, language)
    return word[:1].lower() + word[1:]
