from dataclasses import replace
from pathlib import Path

import pytest

from covenant_monitor.domain.model import (
    LEVELS,
    AssessmentKind,
    Criterion,
    Dimension,
    Level,
    Relation,
    Scale,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.version_effect import effect
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.language import language
from covenant_monitor.store import standing_reading
from covenant_monitor.store.check import check
from covenant_monitor.store.framework_content import save_criterion, save_section
from covenant_monitor.store.framework_mapping import save_mapping
from covenant_monitor.store.framework_reading import (
    cases,
    circles,
    entries,
    findings,
    framework_id,
    framework_of,
    groups_of,
    last_round,
    mapping,
    themes_of,
)
from covenant_monitor.store.frameworks import create, delete_draft, edit, new_version, publish
from covenant_monitor.store.store import Change, Store
from tests.core.store.small import bring, contents, small

F1, F2, F3, N1 = (FrameworkKey(*key) for key in (("F", "1"), ("F", "2"), ("F", "3"), ("N", "1")))
FRAMEWORK_TABLES = ("framework", "section", "criterion", "anchor", "mapping")
SCORES = ("rating", "score", "section_score")


def sound(store: Store) -> None:
    """Nothing is wrong with the file as a whole."""
    assert [finding.text(language("en")) for finding in check(store).findings] == []


def there_and_back(store: Store, change: Change) -> None:
    """Undo and redo give what was there before and after."""
    assert change.rows
    after = contents(store, FRAMEWORK_TABLES)
    store.undo()
    before = contents(store, FRAMEWORK_TABLES)
    assert before != after
    sound(store)
    store.redo()
    assert contents(store, FRAMEWORK_TABLES) == after
    sound(store)


def test_the_list_says_what_uses_each_version(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        listed = {entry.key: entry for entry in entries(store)}
        assert list(listed) == [F1, F2, N1]
        first, second, numbers = listed.values()
        assert first.name == Text("Kader", "Framework")
        assert (first.sections, first.criteria, first.published, first.locked, first.rated) == (2, 5, True, True, True)
        assert first.rounds == (("KLEDING", "2019"), ("KLEDING", "2020"))
        assert (second.published, second.locked, second.rated, second.rounds) == (False, False, False, ())
        assert second.mapped_from == ("1",)
        assert numbers.scale == Scale(0, 10, by_level=False)
        assert numbers.rated
        assert not numbers.locked
        assert not any(entry.suggestion for entry in listed.values())
        assert groups_of(store) == ["large", "small"]
        assert themes_of(store) == ["loon"]


def test_a_new_framework_is_an_empty_draft(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        there_and_back(store, create(store, key=FrameworkKey(" G ", "1"), name=Text("Groen")))
        made = framework_of(store, FrameworkKey("g", "1"))
        assert (made.code, made.name, made.sections, made.published) == ("G", Text("Groen"), (), False)


@pytest.mark.parametrize(
    ("key", "scale", "says"),
    [
        (FrameworkKey("f", "1"), LEVELS, "There is a framework f, version 1 already. Choose another version."),
        (FrameworkKey("", "1"), LEVELS, "A framework needs a short code."),
        (FrameworkKey("G", " "), LEVELS, "A framework needs a version, such as 1."),
        (FrameworkKey("G" * 65, "1"), LEVELS, "A code stands on one line, and has at most 64 characters."),
        (FrameworkKey("G", "1"), Scale(5, 5, by_level=False), "The highest value of a scale is above its lowest."),
        (FrameworkKey("G", "1"), Scale(0, 10), "A scale of fully, partially and not goes from 0 to 1."),
    ],
)
def test_what_no_framework_can_be(tmp_path: Path, key: FrameworkKey, scale: Scale, says: str) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = check(store).digest
        with pytest.raises(Problem) as problem:
            create(store, key=key, name=Text("Groen"), scale=scale)
        assert str(problem.value) == says
        assert check(store).digest == before


def test_a_draft_is_renamed_with_its_mappings(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = mapping(store, F1, F2)
        there_and_back(store, edit(store, key=F2, name=Text("Nieuw", "New"), scale=LEVELS, version="2.0"))
        assert mapping(store, F1, FrameworkKey("F", "2.0")) == before
        assert bring(store, mappings=_mapping_table("2.0")).change.rows == 0
        with pytest.raises(Problem, match="already"):
            edit(store, key=FrameworkKey("F", "2.0"), name=Text("Nieuw"), scale=LEVELS, version="1")


def _mapping_table(version: str) -> str:
    return f"""
        framework,from_version,from_criterion,to_version,to_criterion,relation
        F,1,A1,{version},A1,same
        F,1,A2,{version},,dropped
    """


def test_the_scale_of_ratings_stays(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with pytest.raises(Problem, match="has ratings, so its scale stays"):
            edit(store, key=N1, name=Text("Cijfers"), scale=LEVELS)
        edit(store, key=N1, name=Text("Getallen"), scale=Scale(0, 10, by_level=False))
        assert framework_of(store, N1).name == Text("Getallen")


def test_a_new_version_is_a_copy_of_which_everything_is_the_same(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        ratings = contents(store, SCORES)
        there_and_back(store, new_version(store, key=F1, version="3"))
        old, new = framework_of(store, F1), framework_of(store, F3)
        assert new.sections == old.sections
        assert not new.published
        assert mapping(store, F1, F3) == [MappingRow(code, code, Relation.SAME) for code in sorted(old.criteria)]
        assert contents(store, SCORES) == ratings
        for taken in ("1", "3"):
            with pytest.raises(Problem, match="already"):
                new_version(store, key=F1, version=taken)


def test_a_version_is_published_and_never_changes(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=F1, version="3", name=Text("Kader 3"))
        there_and_back(store, publish(store, key=F3))
        assert framework_of(store, F3).published
        before = contents(store, FRAMEWORK_TABLES)
        attempts = [
            lambda: edit(store, key=F3, name=Text("Anders"), scale=LEVELS),
            lambda: save_section(store, key=F3, section=Section("Z", Text("Z"), ())),
            lambda: save_criterion(store, key=F3, section="A", criterion=Criterion("Z1", Text("Z"))),
            lambda: delete_draft(store, key=F3),
        ]
        for attempt in attempts:
            with pytest.raises(Problem, match="is published and never changes: make a new version"):
                attempt()
        with pytest.raises(Problem, match="published already"):
            publish(store, key=F3)
        assert contents(store, FRAMEWORK_TABLES) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE framework SET name_nl = 'x' WHERE id = {f}",
        "UPDATE framework SET status = 'draft' WHERE id = {f}",
        "UPDATE section SET weight = 2 WHERE framework = {f}",
        "UPDATE criterion SET text_nl = 'x' WHERE framework = {f}",
        "UPDATE anchor SET text_nl = 'x' WHERE criterion IN (SELECT id FROM criterion WHERE framework = {f})",
        "DELETE FROM anchor WHERE criterion IN (SELECT id FROM criterion WHERE framework = {f})",
        "INSERT INTO section (id, framework, code) VALUES (1, {f}, 'Q')",
        "INSERT INTO criterion (id, framework, section, code) SELECT 1, {f}, id, 'Q' FROM section LIMIT 1",
        "INSERT INTO anchor (criterion, level) SELECT id, 'not' FROM criterion WHERE framework = {f} LIMIT 1",
        "UPDATE criterion SET framework = {f} WHERE framework <> {f}",
    ],
)
def test_the_file_itself_refuses_to_change_a_published_version(tmp_path: Path, statement: str) -> None:
    with small(tmp_path / "a.covenant") as store:
        number = store.connection.execute("SELECT id FROM framework WHERE code = 'F' AND version = '1'").fetchone()[0]
        before = contents(store, FRAMEWORK_TABLES)
        with (
            pytest.raises(Problem, match="is published and never changes"),
            store.change("framework_edit", {"framework": "F 1"}),
        ):
            store.connection.execute(statement.format(f=number))
        assert contents(store, FRAMEWORK_TABLES) == before


def test_a_version_with_a_final_assessment_no_longer_changes(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        store.connection.execute("DROP TRIGGER published_framework_update")
        with store.change("framework_edit", {"framework": "F 1"}):
            store.connection.execute("UPDATE framework SET status = 'draft' WHERE version = '1' AND code = 'F'")
        assert next(entry for entry in entries(store) if entry.key == F1).locked
        with pytest.raises(Problem, match="are final, so it no longer changes"):
            save_criterion(store, key=F1, section="A", criterion=Criterion("Z1", Text("Z")))
        publish(store, key=F1)


def test_what_keeps_a_version_from_being_published_is_told_at_once(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        save_criterion(store, key=F2, section="", criterion=Criterion("X1", Text("Zonder onderdeel")))
        with pytest.raises(Problem) as one:
            publish(store, key=F2)
        assert str(one.value) == "Criterion X1 has no section: choose one."
        save_section(store, key=F2, section=Section("L", Text(), ()))
        with pytest.raises(Rejected) as several:
            publish(store, key=F2)
        assert str(several.value) == "It cannot be published yet: 3 things are wrong."
        assert [finding.text(language("en")) for finding in several.value.findings] == [
            "Section L has no criteria: add one, or delete the section.",
            "Section L has no name, in either language.",
            "Criterion X1 has no section: choose one.",
        ]
        assert not framework_of(store, F2).published
        # What the older version has and the mapping does not mention is only a note.
        assert {flaw.code for flaw in findings(store, F2) if not flaw.stops and flaw.place == "mapping"} == {
            "A3",
            "B1",
            "B2",
        }
        sound(store)


def test_a_draft_is_deleted_unless_a_round_uses_it(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        there_and_back(store, delete_draft(store, key=F2))
        assert [entry.key for entry in entries(store)] == [F1, N1]
        with pytest.raises(Problem) as problem:
            delete_draft(store, key=N1)
        assert str(problem.value) == "Round 2021 of KLEDING uses this version. Give that round another version first."
        with pytest.raises(Problem, match="There is no framework F, version 2"):
            publish(store, key=F2)


def test_a_mapping_is_saved_whole(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rows = [
            MappingRow("A1", "A1", Relation.REWORDED),
            *(MappingRow(code, None, Relation.DROPPED) for code in ("A2", "A3", "B1", "B2")),
        ]
        change = save_mapping(store, old=F1, new=F2, rows=[replace(rows[0], from_criterion="a1"), *rows[1:]])
        assert change.rows == 4  # A2 was dropped before
        there_and_back(store, change)
        assert mapping(store, F1, F2) == rows
        assert save_mapping(store, old=F1, new=F2, rows=rows).rows == 0
        assert not [flaw for flaw in findings(store, F2) if flaw.place == "mapping"]


def test_a_mapping_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = mapping(store, F1, F2)
        with pytest.raises(Problem) as problem:
            save_mapping(store, old=F1, new=F2, rows=[MappingRow("A1", "A1", Relation.SPLIT)])
        assert str(problem.value) == "In the mapping, criterion A1 is called “split”, but has one on the other side."
        with pytest.raises(Problem, match="names criterion Q"):
            save_mapping(store, old=F1, new=F2, rows=[MappingRow("Q", "A1", Relation.SAME)])
        with pytest.raises(Problem, match="cannot be both"):
            save_mapping(store, old=F2, new=F2, rows=[])
        with pytest.raises(Problem, match="between two versions of one framework"):
            save_mapping(store, old=F1, new=N1, rows=[])
        assert mapping(store, F1, F2) == before


def test_mappings_do_not_go_in_a_circle(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=F2, version="3")
        with pytest.raises(Problem) as problem:
            save_mapping(store, old=F3, new=F1, rows=[MappingRow("A1", "A1", Relation.SAME)], why="proef")
        assert str(problem.value) == (
            "The mapping goes in a circle: version 1 already leads to version 3, so it cannot come from it."
        )


def test_circles_that_came_from_elsewhere_are_found(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=F2, version="3")
        assert circles(store) == []
        with store.change("mapping_save", {"framework": "F"}):
            store.connection.execute(
                "INSERT INTO mapping (id, from_framework, to_framework, relation) VALUES (1, ?, ?, 'dropped')",
                (framework_id(store, F3), framework_id(store, F1)),
            )
        assert sorted(circles(store), key=repr) == [(F1, F2), (F2, F3), (F3, F1)]
        assert [flaw.kind for flaw in findings(store, F2) if flaw.stops] == ["cycle"]


def test_the_mapping_to_a_published_version_changes_with_a_reason_only(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=F1, version="3")
        publish(store, key=F3)
        rows = [replace(row, relation=Relation.REWORDED) for row in mapping(store, F1, F3)]
        with pytest.raises(Problem, match="Give the reason"):
            save_mapping(store, old=F1, new=F3, rows=rows)
        save_mapping(store, old=F1, new=F3, rows=rows, why="Er was een vergissing")
        assert mapping(store, F1, F3) == rows
        sound(store)


def test_ratings_of_past_rounds_never_change_because_of_a_new_version(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = contents(store, SCORES)
        new_version(store, key=F1, version="3")
        criterion = framework_of(store, F3).criteria["A1"]
        save_criterion(
            store, key=F3, section="A", criterion=replace(criterion, text=Text("Anders"), weight=9), was="A1"
        )
        save_section(store, key=F3, section=Section("B", Text("Keten"), (), weight=7), was="B")
        publish(store, key=F3)
        assert contents(store, SCORES) == before
        assert framework_of(store, F1).criteria["A1"].weight == 1
        sound(store)


def test_what_a_new_version_does_to_the_last_round(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=F1, version="3")
        latest = last_round(store, F1)
        assert latest == ("KLEDING", "2020")
        assert last_round(store, F2) is None
        rated = cases(store, covenant="KLEDING", round="2019")
        assert [(case.party, case.status, case.year, case.group) for case in rated] == [
            ("P1", Status.FINAL, 1, "small"),
            ("P3", Status.ASSESSED, 1, ""),
        ]
        found = effect(framework_of(store, F1), framework_of(store, F3), mapping(store, F1, F3), rated)
        kept = {
            standing.party.code: standing.score
            for standing in standing_reading.standings(store, "KLEDING", "2019", kind=AssessmentKind.SECRETARIAT)
        }
        for one in found.each:
            score = kept[one.case.party]
            assert score is not None
            assert one.before.score == one.after.score == one.core
            assert float(one.before.score or 0) == pytest.approx(float(score.score or 0))


def test_a_criterion_keeps_all_that_is_said_of_it(tmp_path: Path) -> None:
    whole = Criterion(
        "Z1",
        Text("Er is beleid", "There is a policy"),
        Text("Kijk naar het beleid", "Look at the policy"),
        "loon;water",
        Dimension.POLICY,
        3,
        2,
        frozenset({"large", "small"}),
        {Level.FULLY: Text("Alles", "All"), Level.NOT: Text("Niets", "Nothing")},
    )
    with small(tmp_path / "a.covenant") as store:
        there_and_back(store, save_criterion(store, key=F2, section="a", criterion=whole))
        assert framework_of(store, F2).criteria["Z1"] == whole
