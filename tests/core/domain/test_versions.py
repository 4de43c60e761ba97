import csv
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.framework_rules import mapping_obstacles
from covenant_monitor.domain.model import Criterion, Framework, Relation, Section, Text
from covenant_monitor.domain.versions import (
    MappingRow,
    Match,
    link,
    matches,
    nearest,
    propose,
    rows_of,
    with_relation,
)
from covenant_monitor.files import sample_data
from tests.core.domain.strategies import relaxed


def version(name: str, **texts: str) -> Framework:
    """A version with these criteria in one section."""
    criteria = tuple(Criterion(code, Text(text)) for code, text in texts.items())
    return Framework("F", name, Text("Kader"), (Section("1", Text("Alles"), criteria),))


def shown(found: Sequence[Match]) -> list[tuple[str, str, str]]:
    return [("+".join(match.before), "+".join(match.after), str(match.relation)) for match in found]


OLD = version(
    "1",
    A="Er is een beleid",
    B="Leveranciers zijn bekend",
    C="Het bedrijf noemt het convenant op zijn website",
    D="Het beleid dekt kinderarbeid en gedwongen arbeid",
    E="Er zijn doelen voor duurzame grondstoffen",
    F="Er zijn doelen voor dierenwelzijn",
)
NEW = version(
    "2",
    A="Leveranciers zijn bekend en vastgelegd",
    D1="Het beleid dekt kinderarbeid",
    D2="Het beleid dekt gedwongen arbeid",
    EF="Er zijn doelen voor duurzame grondstoffen en dierenwelzijn",
    X="er is  een beleid",
    Z="Vakbonden leveren inbreng",
)


def test_a_mapping_is_proposed_from_the_texts() -> None:
    found = propose(OLD, NEW)
    assert shown(found) == [
        ("B", "A", "reworded"),
        ("D", "D1+D2", "split"),
        ("E+F", "EF", "merged"),
        ("A", "X", "same"),
        ("", "Z", "new"),
        ("C", "", "dropped"),
    ]
    assert found[3].similarity == 1
    assert 0.35 < (found[0].similarity or 0) < 1
    assert found[4].similarity is None


def test_a_copy_is_the_same_throughout() -> None:
    assert {match.relation for match in propose(OLD, OLD)} == {Relation.SAME}
    empty = version("1", A="", B="")
    assert shown(propose(empty, version("2", B="", A=""))) == [("B", "B", "same"), ("A", "A", "same")]
    assert shown(propose(empty, version("2", C=""))) == [
        ("", "C", "new"),
        ("A", "", "dropped"),
        ("B", "", "dropped"),
    ]


def test_the_code_decides_between_equal_texts_and_helps_unlike_ones() -> None:
    twice = version("1", A="Er is beleid", B="Er is beleid")
    assert shown(propose(twice, version("2", B="Er is beleid"))) == [("B", "B", "same"), ("A", "", "dropped")]
    before = version("1", A="Klachten worden binnen een maand beantwoord", B="Iets heel anders")
    after = Text("Klachten krijgen altijd opvolging door de directie")
    alike = nearest(Criterion("?", after), before, before, among=before)
    assert [code for code, _ in alike] == ["A", "B"]
    assert shown(propose(before, version("2", A=after.nl)))[0] in (("A", "A", "reworded"), ("", "A", "new"))


def _demo(name: str) -> list[dict[str, str]]:
    with (sample_data("demo") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_demo_s_versions_get_the_mapping_that_people_made_for_most() -> None:
    def framework(name: str) -> Framework:
        criteria = [
            Criterion(row["criterion"], Text(row["text_nl"], row["text_en"]))
            for row in _demo("criteria")
            if row["version"] == name
        ]
        return Framework("K", name, Text("K"), (Section("1", Text("1"), criteria),))

    def pairs(rows: Sequence[MappingRow]) -> set[tuple[str | None, str | None]]:
        return {(row.from_criterion, row.to_criterion) for row in rows if row.from_criterion and row.to_criterion}

    by_people = [
        MappingRow(row["from_criterion"] or None, row["to_criterion"] or None, Relation(row["relation"]))
        for row in _demo("mappings")
    ]
    proposed = rows_of(propose(framework("1"), framework("2")))
    assert pairs(proposed) <= pairs(by_people)
    assert len(pairs(proposed)) >= 41  # of 51
    same = {row for row in by_people if row.relation is Relation.SAME}
    assert same <= set(proposed)


def test_rows_are_matches_and_matches_are_rows() -> None:
    found = propose(OLD, NEW)
    rows = rows_of(found)
    assert MappingRow(None, "Z", Relation.NEW) in rows
    assert MappingRow("C", None, Relation.DROPPED) in rows
    assert rows.count(MappingRow("D", "D1", Relation.SPLIT)) == 1
    assert matches(rows, OLD, NEW) == found
    assert matches(reversed(rows), OLD, NEW) == found


def test_what_no_row_mentions_is_dropped_or_new() -> None:
    assert shown(matches([], version("1", A="a"), version("2", B="b"))) == [("", "B", "new"), ("A", "", "dropped")]


def test_rows_that_contradict_each_other_make_one_match() -> None:
    rows = [
        MappingRow("A", "X", Relation.SPLIT),
        MappingRow("A", "Z", Relation.SPLIT),
        MappingRow("B", "Z", Relation.SAME),
    ]
    assert ("A+B", "X+Z", "split") in shown(matches(rows, OLD, NEW))


def test_the_user_splits_merges_drops_and_adds() -> None:
    found = propose(OLD, NEW)

    def after(before: Sequence[str], new: Sequence[str]) -> list[tuple[str, str, str]]:
        return shown(link(found, OLD, NEW, before, new))

    assert ("C", "Z", "reworded") in after(["C"], ["Z"])
    assert ("C", "A+Z", "split") in after(["C"], ["A", "Z"])
    assert ("B", "", "dropped") in after(["C"], ["A"])
    assert ("A+C", "X", "merged") in after(["C", "A"], ["X"])
    assert ("", "X", "new") in after(["A"], [])
    assert ("A", "", "dropped") in after([], ["X"])
    parted = after(["D"], ["D1"])
    assert ("D", "D1", "reworded") in parted
    assert ("", "D2", "new") in parted
    freed = after(["E"], ["Z"])
    assert ("F", "EF", "reworded") in freed
    for before, new in ((["A", "B"], ["X", "Z"]), (["Q"], ["X"]), ([], [])):
        with pytest.raises(ValueError, match="criteria"):
            link(found, OLD, NEW, before, new)


def test_the_same_is_called_reworded_and_back_by_hand_only() -> None:
    same, new = propose(OLD, NEW)[3:5]
    reworded = with_relation(same, Relation.REWORDED)
    assert with_relation(reworded, Relation.SAME) == same
    for match, relation in ((new, Relation.SAME), (same, Relation.SPLIT)):
        with pytest.raises(ValueError, match="cannot be called"):
            with_relation(match, relation)


VOCABULARY = ("beleid", "loon", "water", "keten", "klacht", "jaar", "openbaar", "dekt")
SENTENCES = st.lists(st.sampled_from(VOCABULARY), max_size=6)
VERSIONS = st.lists(SENTENCES.map(" ".join), max_size=7).map(
    lambda texts: version("v", **{f"C{n}": text for n, text in enumerate(texts)})
)


def _is_whole(found: Sequence[Match], old: Framework, new: Framework) -> None:
    """Every criterion of both is in one match, and nothing contradicts anything."""
    assert Counter(code for match in found for code in match.before) == Counter(list(old.criteria))
    assert Counter(code for match in found for code in match.after) == Counter(list(new.criteria))
    assert {flaw.kind for flaw in mapping_obstacles(rows_of(found), old, new)} <= {"same_version"}
    assert matches(rows_of(found), old, new) == found


@relaxed
@given(VERSIONS, VERSIONS)
def test_every_proposal_is_whole(old: Framework, new: Framework) -> None:
    _is_whole(propose(old, new), old, new)


@relaxed
@given(VERSIONS, VERSIONS, st.data())
def test_every_edit_leaves_it_whole(old: Framework, new: Framework, data: st.DataObject) -> None:
    found = propose(old, new)
    for _ in range(3):
        before = data.draw(st.lists(st.sampled_from(list(old.criteria)), unique=True) if old.criteria else st.just([]))
        after = data.draw(st.lists(st.sampled_from(list(new.criteria)), unique=True) if new.criteria else st.just([]))
        if len(before) > 1:
            after = after[:1]
        if before or after:
            found = link(found, old, new, before, after)
            _is_whole(found, old, new)
            if before and after:
                assert any(set(match.before) == set(before) and set(match.after) == set(after) for match in found)
