from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.framework_rules import Flaw, FlawKind, mapping_obstacles, publish_findings, unmapped
from covenant_monitor.domain.model import Criterion, Framework, Level, Relation, Scale, Section, Text
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from tests.core.domain.strategies import relaxed
from tests.core.domain.test_versions import version

ANCHORS = {level: Text(str(level)) for level in Level}
GOOD = Framework(
    "F",
    "2",
    Text("Kader", "Framework"),
    (
        Section("A", Text("Beleid"), (Criterion("A1", Text("Er is beleid", "There is a policy"), anchors=ANCHORS),)),
        Section("B", Text(en="Chain"), (Criterion("B1", Text("Keten", "Chain"), anchors=ANCHORS),)),
    ),
)


def changed(**changes: object) -> Framework:
    """The good version with its first criterion changed."""
    first, *rest = GOOD.sections
    criterion = replace(first.criteria[0], **changes)  # type: ignore[arg-type]
    return replace(GOOD, sections=(replace(first, criteria=(criterion,)), *rest))


def test_a_good_version_has_no_flaws() -> None:
    assert publish_findings(GOOD, groups=["small"]) == []


@pytest.mark.parametrize(
    ("framework", "flaw"),
    [
        (replace(GOOD, name=Text(" ")), Flaw(FlawKind.NO_NAME)),
        (replace(GOOD, sections=()), Flaw(FlawKind.NO_CRITERIA)),
        (replace(GOOD, sections=(*GOOD.sections, Section("C", Text("C"), ()))), Flaw(FlawKind.EMPTY_SECTION, "C")),
        (
            replace(GOOD, sections=(replace(GOOD.sections[0], name=Text()), GOOD.sections[1])),
            Flaw(FlawKind.NO_SECTION_NAME, "A"),
        ),
        (
            replace(GOOD, sections=(replace(GOOD.sections[0], code="", name=Text()), GOOD.sections[1])),
            Flaw(FlawKind.NO_SECTION, "A1"),
        ),
        (changed(text=Text()), Flaw(FlawKind.NO_TEXT, "A1")),
    ],
)
def test_what_stops_a_version(framework: Framework, flaw: Flaw) -> None:
    assert publish_findings(framework) == [flaw]
    assert flaw.stops


@pytest.mark.parametrize(
    ("framework", "flaw"),
    [
        (changed(groups=frozenset({"Small", "huge"})), Flaw(FlawKind.UNKNOWN_GROUP, "A1", "huge")),
        (changed(text=Text("keten ", "Other")), Flaw(FlawKind.SAME_TEXT, "B1", "A1")),
        (changed(anchors={Level.FULLY: Text("x"), Level.NOT: Text("y")}), Flaw(FlawKind.NO_ANCHORS, "A1")),
        (changed(text=Text("Er is beleid")), Flaw(FlawKind.NO_ENGLISH, "A1")),
        (changed(text=Text(en="There is a policy")), Flaw(FlawKind.NO_DUTCH, "A1")),
    ],
)
def test_what_is_only_worth_a_note(framework: Framework, flaw: Flaw) -> None:
    assert publish_findings(framework, groups=["small"]) == [flaw]
    assert not flaw.stops
    assert flaw.place == "criterion"


def test_who_works_in_one_language_is_not_asked_for_the_other() -> None:
    dutch = [
        replace(section, criteria=[replace(c, text=Text(c.text.nl)) for c in section.criteria])
        for section in GOOD.sections
    ]
    assert publish_findings(replace(GOOD, sections=dutch)) == []


def test_a_scale_of_numbers_needs_no_anchors() -> None:
    assert publish_findings(replace(changed(anchors={}), scale=Scale(0, 10, by_level=False))) == []


def test_every_kind_of_flaw_has_its_place() -> None:
    places = {kind: Flaw(kind).place for kind in FlawKind}
    assert places[FlawKind.NO_NAME] == "framework"
    assert places[FlawKind.EMPTY_SECTION] == "section"
    assert places[FlawKind.CYCLE] == places[FlawKind.UNMAPPED_OLD] == "mapping"


OLD = version("1", A="a", B="b", C="c", D="d")
NEW = version("2", X="x", Y="y", Z="z")
SAME, REWORDED, SPLIT, MERGED, ADDED, DROPPED = Relation


def flaws(*rows: tuple[str | None, str | None, Relation]) -> set[tuple[FlawKind, str, str]]:
    found = mapping_obstacles([MappingRow(*row) for row in rows], OLD, NEW)
    assert all(flaw.stops and flaw.place == "mapping" for flaw in found)
    return {(flaw.kind, flaw.code, flaw.other) for flaw in found}


def test_a_mapping_that_adds_up() -> None:
    assert not flaws(("A", "X", SPLIT), ("A", "Y", SPLIT), ("B", "Z", MERGED), ("C", "Z", MERGED), ("D", None, DROPPED))
    assert not flaws((None, "X", ADDED), ("A", "Y", SAME), ("B", "Z", REWORDED))
    assert not flaws()


def test_both_ends_are_as_the_relation_says() -> None:
    assert flaws(("A", None, SAME)) == {(FlawKind.NO_END, "A", "same")}
    assert flaws((None, "X", MERGED)) == {(FlawKind.NO_END, "X", "merged")}
    assert flaws(("A", "X", DROPPED)) == {(FlawKind.EXTRA_END, "A", "dropped"), (FlawKind.GONE_AND_KEPT, "A", "")}
    assert flaws(("A", "X", ADDED)) == {(FlawKind.EXTRA_END, "X", "new"), (FlawKind.NEW_AND_KNOWN, "X", "")}
    assert (FlawKind.NO_END, "", "same") in flaws((None, None, SAME))


def test_the_criteria_are_those_of_the_versions() -> None:
    assert flaws(("Q", "X", SAME)) == {(FlawKind.NO_SUCH_OLD, "Q", "1")}
    assert flaws(("A", "Q", SAME)) == {(FlawKind.NO_SUCH_NEW, "Q", "2")}


def test_there_are_as_many_as_the_relation_says() -> None:
    assert flaws(("A", "X", SPLIT)) == {(FlawKind.NOT_SEVERAL, "A", "split")}
    assert flaws(("A", "X", MERGED)) == {(FlawKind.NOT_SEVERAL, "X", "merged")}
    assert flaws(("A", "X", SAME), ("A", "Y", SAME)) == {(FlawKind.NOT_ONE, "A", "same")}
    assert flaws(("A", "X", REWORDED), ("B", "X", REWORDED)) == {(FlawKind.NOT_ONE, "X", "reworded")}
    assert flaws(("A", "X", SAME), ("A", None, DROPPED)) == {(FlawKind.GONE_AND_KEPT, "A", "")}
    assert flaws(("A", "X", SAME), (None, "X", ADDED)) == {(FlawKind.NEW_AND_KNOWN, "X", "")}
    assert (FlawKind.TANGLED, "A", "Y") in flaws(("A", "X", SPLIT), ("A", "Y", SPLIT), ("B", "Y", MERGED))
    assert (FlawKind.TWICE, "A", "X") in flaws(("A", "X", SAME), ("A", "X", REWORDED))


def test_what_the_mapping_says_nothing_of() -> None:
    assert unmapped([MappingRow("A", "X", SAME), MappingRow("B", None, DROPPED)], OLD, NEW) == [
        Flaw(FlawKind.UNMAPPED_OLD, "C", "1"),
        Flaw(FlawKind.UNMAPPED_OLD, "D", "1"),
        Flaw(FlawKind.UNMAPPED_NEW, "Y", "1"),
        Flaw(FlawKind.UNMAPPED_NEW, "Z", "1"),
    ]


def test_a_mapping_is_looked_at_before_its_version_is_published() -> None:
    old = replace(GOOD, version="1")
    rows = [MappingRow("A1", "A1", SPLIT)]
    assert [flaw.kind for flaw in publish_findings(GOOD, mappings=[(old, rows)])] == [
        FlawKind.NOT_SEVERAL,
        FlawKind.UNMAPPED_OLD,
        FlawKind.UNMAPPED_NEW,
    ]
    circle = [(FrameworkKey("F", "2"), FrameworkKey("F", "1")), (FrameworkKey("F", "1"), FrameworkKey("F", "2"))]
    found = publish_findings(GOOD, mappings=[(old, [MappingRow("A1", "A1", SAME)])], chain=circle)
    assert found[0] == Flaw(FlawKind.CYCLE, "2", "1")


def test_a_version_has_no_mapping_to_itself() -> None:
    assert mapping_obstacles([], OLD, OLD) == [Flaw(FlawKind.SAME_VERSION, other="1")]


@relaxed
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda edge: edge[0] != edge[1]), max_size=9))
def test_a_circle_is_always_found(edges: list[tuple[int, int]]) -> None:
    """Held against the standard library's sorter, which raises for one."""
    chain: list[tuple[FrameworkKey, FrameworkKey]] = []
    sorter: dict[int, set[int]] = {}
    for one, other in edges:
        old, new = version(str(one), A="a"), version(str(other), A="a")
        trial = {node: set(before) for node, before in sorter.items()}
        trial.setdefault(other, set()).add(one)
        try:
            TopologicalSorter(trial).prepare()
            circular = False
        except CycleError:
            circular = True
        found = [flaw.kind for flaw in mapping_obstacles([], old, new, chain)]
        assert found == ([FlawKind.CYCLE] if circular else [])
        if not circular:
            sorter = trial
            chain.append((FrameworkKey("F", str(one)), FrameworkKey("F", str(other))))
