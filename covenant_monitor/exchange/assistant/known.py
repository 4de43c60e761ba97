"""What a covenant file knows already, as somebody else's table refers to it: by code or by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from covenant_monitor.exchange.typed import code_stem, same_name, suggested_code
from covenant_monitor.store import queries
from covenant_monitor.store.store import Store
from covenant_monitor.store.texts import fold

_NUMBERED = re.compile(
    r"((?:[A-Za-z]{0,3}[0-9]{1,3})(?:\.[0-9]{1,3}){0,3}[a-z]?)[.):]?(?:\s+[-–]\s+|\s+)(.+)", re.DOTALL
)
_YEAR_LIKE = range(1900, 2200)


@dataclass(slots=True)
class Names:
    """The codes and names of one kind of thing in one scope, found by either."""

    names: dict[str, str] = field(default_factory=dict)
    _by_code: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, *names: str) -> None:
        """Know a thing; where two have one name, the first keeps it."""
        self.names[code] = next(filter(None, names), "")
        self._by_code.setdefault(fold(code), code)
        for name in filter(None, names):
            self._by_name.setdefault(same_name(name), code)

    def by_code(self, text: str) -> str | None:
        """The code that this is, as it is spelled here."""
        return self._by_code.get(fold(text))

    def find(self, text: str) -> str | None:
        """The code of what is called this, or has this code."""
        return self.by_code(text) or self._by_name.get(same_name(text))

    def by_name(self, text: str) -> str | None:
        """The code of what has this name."""
        return self._by_name.get(same_name(text))

    def make(self, name: str) -> tuple[str, str]:
        """A code for a new thing with this name, and the name of another that looks much like it; "" for none."""
        code = suggested_code(name, self.names)
        stem = code_stem(name)
        alike = self.by_code(stem) if stem and code != stem else None
        self.add(code, name)
        return code, self.names.get(alike, "") or alike or "" if alike else ""


@dataclass(slots=True)
class Version:
    """What one framework version has. `scale` is its lowest and highest number; None for levels."""

    sections: Names = field(default_factory=Names)
    criteria: Names = field(default_factory=Names)
    scale: tuple[float, float] | None = None


@dataclass(slots=True)
class InCovenant:
    """What one covenant has; `rounds`, by folded code, with the framework and version of each."""

    parties: Names = field(default_factory=Names)
    rounds: dict[str, tuple[str, str]] = field(default_factory=dict)
    round_codes: list[str] = field(default_factory=list)
    indicators: Names = field(default_factory=Names)


@dataclass(slots=True)
class Known:
    """What a file has, by folded codes. Something of it is added to while a table is followed: take a fresh one."""

    covenants: Names = field(default_factory=Names)
    within: dict[str, InCovenant] = field(default_factory=dict)
    versions: dict[tuple[str, str], Version] = field(default_factory=dict)

    def covenant(self, code: str) -> InCovenant:
        """What a covenant has; nothing of one that is not there yet."""
        return self.within.setdefault(fold(code), InCovenant())

    def version(self, framework: str, version: str) -> Version:
        """What a framework version has; nothing of one that is not there yet."""
        return self.versions.setdefault((fold(framework), fold(version)), Version())

    def framework_of(self, covenant: str, round_: str) -> tuple[str, str] | None:
        """The framework and version of a round that is there."""
        return self.covenant(covenant).rounds.get(fold(round_))


def known_in(store: Store) -> Known:
    """What a covenant file has that a table may refer to."""
    known = Known()
    query = store.connection.execute
    codes: dict[int, str] = {}
    for number, code, nl, en in query("SELECT id, code, name_nl, name_en FROM covenant"):
        codes[number] = code
        known.covenants.add(code, nl, en)
        known.within[fold(code)] = InCovenant()
    frameworks: dict[int, Version] = {}
    for number, code, version, scale, low, high in query(
        "SELECT id, code, version, scale, scale_min, scale_max FROM framework"
    ):
        made = Version(scale=None if scale == "levels" else (low, high))
        frameworks[number] = known.versions[fold(code), fold(version)] = made
    for framework, code, nl, en in query("SELECT framework, code, name_nl, name_en FROM section ORDER BY code"):
        frameworks[framework].sections.add(code, nl, en)
    for framework, code, nl, en in query("SELECT framework, code, text_nl, text_en FROM criterion ORDER BY code"):
        frameworks[framework].criteria.add(code, nl, en)
    for number, covenant in codes.items():
        found = known.covenant(covenant)
        for _number, round_, _framework in queries.numbered_rounds(store, number):
            found.rounds[fold(round_.code)] = round_.framework, round_.version
            found.round_codes.append(round_.code)
        for code, name in query("SELECT code, name FROM party WHERE covenant = ? ORDER BY code", (number,)):
            found.parties.add(code, name)
        for code, nl, en in query("SELECT code, name_nl, name_en FROM indicator WHERE covenant = ?", (number,)):
            found.indicators.add(code, nl, en)
    return known


def numbered(text: str) -> tuple[str, str]:
    """The number in front of a heading and the rest: "1.02 Beleid" is "1.02" and "Beleid"; "" where it has none."""
    match = _NUMBERED.fullmatch(text.strip())
    if match is None or (match[1].isdigit() and int(match[1]) in _YEAR_LIKE):
        return "", text.strip()
    return match[1], match[2].strip()


def code_for(text: str, names: Names, taken: Sequence[str] = (), *, in_words: bool = False) -> str:
    """A code for what a heading or cell names: that of what is there, else the number in front, else a new one.

    A new one is the next number, or with `in_words` made of the words. `taken` are codes that are in use too.
    """
    found = names.find(text)
    if found is not None:
        return found
    used = {fold(one) for one in [*names.names, *taken]}
    number, rest = numbered(text)
    if number and (number_known := names.by_code(number)) is not None:
        return number_known
    if number and fold(number) not in used:
        return number
    if rest and (by_name := names.by_name(rest)) is not None:
        return by_name
    if in_words:
        return suggested_code(rest or text, [*names.names, *taken])
    return next(str(n) for n in count(1) if str(n) not in used)
