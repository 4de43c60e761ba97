"""Two rounds to compare: by hand, a mark per criterion, and drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from covenant_monitor.domain.comparison_sides import Core, Entry, Side, core_of
from covenant_monitor.domain.model import (
    HALF,
    Assessment,
    Criterion,
    Framework,
    Number,
    Party,
    Rating,
    Requirement,
    Round,
    Section,
    Status,
    Text,
)
from tests.core.domain.strategies import GROUPS, NA, cases, dealt_with, maybe_rated

MARKS = {"f": Rating(1), "p": Rating(HALF), "n": Rating(0), "a": NA}


def version(name: str, *, weights: Mapping[str, Number] | None = None, **sections: str) -> Framework:
    """A framework with the criteria named in each section; `weights` are of sections and criteria, 1 unless given."""
    weigh = weights or {}
    return Framework(
        "F",
        name,
        Text("Kader"),
        tuple(
            Section(
                code,
                Text(code),
                tuple(Criterion(one, Text(one), weight=weigh.get(one, 1)) for one in codes.split()),
                weight=weigh.get(code, 1),
            )
            for code, codes in sections.items()
        ),
    )


def entry(
    framework: Framework, party: str, marks: str, *, year: int = 1, group: str = "", status: Status = Status.FINAL
) -> Entry:
    """A participant with a mark for every criterion: f fully, p partially, n not, a n.a., - nothing yet; "" no more."""
    company = Party(party, f"Bedrijf {party}", group=group)
    if not marks:
        return Entry(company, year)
    ratings = {
        code: MARKS[mark] for code, mark in zip(framework.criteria, marks.replace(" ", ""), strict=True) if mark != "-"
    }
    return Entry(company, year, Assessment(party, "R", status=status, ratings=ratings))


def side(framework: Framework, required: Mapping[int, Number], *entries: Entry, code: str = "2019") -> Side:
    """A round with these participants, and what is required by participation year."""
    requirements = tuple(Requirement(year, percent) for year, percent in required.items())
    days = date(int(code), 1, 1), date(int(code), 12, 31)
    round_ = Round(code, *days, framework.code, framework.version, requirements=requirements)
    return Side(round_, framework, entries)


def swapped(then: Side, now: Side, core: Core) -> tuple[Side, Side, Core]:
    """The same rounds the other way around."""
    return now, then, core


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Side, Side, Core]:
    """Two rounds of up to five participants, of one version or of two with a mapping, also a scanty one."""
    first = replace(draw(cases()).framework, version="1")
    second = first if draw(st.booleans()) else replace(draw(cases()).framework, version="2")
    after = draw(st.permutations(list(second.criteria)))
    became = dict(zip(draw(st.permutations(list(first.criteria))), after, strict=False))
    became = dict(list(became.items())[: draw(st.integers(0, 16))])
    core = core_of(first, (second, became))
    return draw(_sides(first, "2019")), draw(_sides(second, "2020")), core


@st.composite
def _sides(draw: st.DrawFn, framework: Framework, code: str) -> Side:
    required = {
        year: draw(st.sampled_from([0, 20, 50, 80, 100])) for year in draw(st.sets(st.integers(1, 3), max_size=3))
    }
    return side(framework, required, *draw(_entries(framework)), code=code)


@st.composite
def _entries(draw: st.DrawFn, framework: Framework) -> Sequence[Entry]:
    found = []
    for code in ("P1", "P2", "P3", "P4", "P5"):
        if not draw(st.integers(0, 4)):
            continue
        party = Party(code, f"Bedrijf {code}", group=draw(st.sampled_from(["", *GROUPS])))
        ratings: dict[str, Rating] = {}
        summaries: dict[str, Number] = {}
        if draw(st.integers(0, 5)):
            rating = draw(st.sampled_from([dealt_with(framework.scale)] * 4 + [maybe_rated(framework.scale)]))
            given = {criterion: draw(rating) for criterion in framework.criteria}
            ratings = {criterion: one for criterion, one in given.items() if one is not None}
        else:
            summaries[""] = draw(st.integers(0, 100))
        status = draw(st.sampled_from([Status.FINAL, Status.FINAL, Status.ASSESSED, Status.DRAFT]))
        assessment = Assessment(code, "R", status=status, ratings=ratings, summaries=summaries)
        found.append(Entry(party, draw(st.integers(0, 3)), assessment))
    return found
