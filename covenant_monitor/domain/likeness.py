"""How alike two texts are, and where they differ: what the mapping between framework versions is proposed from."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from math import fsum, log

from covenant_monitor.domain.model import Criterion, Text

STEM = 6
"""How many letters of a word count: enough to tell words apart, few enough for "leverancier" and "leveranciers"."""

_WORDS = re.compile(r"[^\W_]{2,}")
_PIECES = re.compile(r"\s+|[^\s]+")

Words = tuple[frozenset[str], frozenset[str]]
"""The stems of a criterion's text, in Dutch and in English."""


class PieceKind(StrEnum):
    """Whether a piece of text is in both versions, only in the old one, or only in the new one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, with the spaces between and after them."""

    text: str
    kind: PieceKind


@lru_cache(maxsize=1 << 12)  # every text is compared with every other
def plain(text: str) -> str:
    """`text` as it is compared: case, and how it is broken and spaced, do not count."""
    return " ".join(text.casefold().split())


def same_text(one: Text, other: Text) -> bool:
    """Whether two criteria say the same in every language that both have; they have one in common, or none at all."""
    pairs = [(plain(one.nl), plain(other.nl)), (plain(one.en), plain(other.en))]
    both = [(before, after) for before, after in pairs if before and after]
    if not both:
        return not any(side for pair in pairs for side in pair)
    return all(before == after for before, after in both)


def words(text: Text) -> Words:
    """The stems of a text, per language."""
    return _stems(text.nl), _stems(text.en)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in _WORDS.findall(text.casefold()))


class Likeness:
    """Compares the words of texts, in which rare words count for more: a hundred criteria may begin "The policy ...".

    A word weighs log(1 + texts / texts with this word) squared, over all texts of both versions in its language.
    """

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        texts = [words(criterion.text) for criterion in criteria]
        self._weights = [self._weigh([text[language] for text in texts]) for language in (0, 1)]
        self._whole = [
            {text: self._sum(text, language) for text in {t[language] for t in texts}} for language in (0, 1)
        ]

    @staticmethod
    def _weigh(texts: list[frozenset[str]]) -> dict[str, float]:
        count = sum(map(bool, texts))
        occurring = Counter(word for text in texts for word in text)
        return {word: log(1 + count / n) ** 2 for word, n in occurring.items()}

    def _weight(self, stems: frozenset[str], language: int) -> float:
        known = self._whole[language].get(stems)
        return self._sum(stems, language) if known is None else known

    def _sum(self, stems: frozenset[str], language: int) -> float:
        weights = self._weights[language]
        return fsum(weights.get(stem, 0.0) for stem in stems)

    def alike(self, one: Words, other: Words) -> float:
        """0-1: twice the weight of what both have, over the weight of each; in the language that has most in common."""
        return max(self._alike(one[language], other[language], language) for language in (0, 1))

    def _alike(self, one: frozenset[str], other: frozenset[str], language: int) -> float:
        common = self._weight(one & other, language)
        return 2 * common / (self._weight(one, language) + self._weight(other, language)) if common else 0.0

    def within(self, part: Words, whole: Words) -> float:
        """0-1: how much of the words of `part` is in `whole`, by weight; in the language that has most."""
        return max(self._within(part[language], whole[language], language) for language in (0, 1))

    def _within(self, part: frozenset[str], whole: frozenset[str], language: int) -> float:
        common = self._weight(part & whole, language)
        return common / self._weight(part, language) if common else 0.0


def together(parts: Iterable[Words]) -> Words:
    """The words of several texts."""
    every = list(parts)
    return frozenset().union(*(part[0] for part in every)), frozenset().union(*(part[1] for part in every))


def text_differences(before: str, after: str) -> list[Piece]:
    """Where two texts differ, word by word, in reading order; what was removed goes before what came instead.

    The pieces that are not added make up `before`, those that are not removed make up `after`.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found: list[Piece] = []
    for action, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            found.append(Piece("".join(old[i:j]), PieceKind.SAME))
            continue
        if i < j:
            found.append(Piece("".join(old[i:j]), PieceKind.REMOVED))
        if k < m:
            found.append(Piece("".join(new[k:m]), PieceKind.ADDED))
    return found
