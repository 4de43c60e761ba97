from dataclasses import replace
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Criterion, Level, Rating, Relation, Section, Text
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from covenant_monitor.errors import Problem
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.framework_content import (
    delete_criterion,
    delete_section,
    save_criteria,
    save_criterion,
    save_section,
)
from covenant_monitor.store.framework_mapping import save_mapping, without
from covenant_monitor.store.framework_reading import framework_of, mapping
from covenant_monitor.store.frameworks import new_version, publish
from covenant_monitor.store.store import Store
from tests.core.store.small import bring, contents, key, small
from tests.core.store.test_frameworks import F1, F2, F3, N1, sound, there_and_back

RECORDS = ("framework", "section", "criterion", "anchor", "mapping", "rating", "summary", "remark")


def with_copy(path: Path) -> Store:
    """The small covenant with version 3: a draft that is a copy of version 1."""
    store = small(path)
    new_version(store, key=F1, version="3")
    return store


def codes(store: Store, version: FrameworkKey) -> dict[str, list[str]]:
    """The criteria of each section."""
    return {section.code: [c.code for c in section.criteria] for section in framework_of(store, version).sections}


def test_sections_are_added_and_changed(tmp_path: Path) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        section = Section("C", Text("Herstel", "Remedy"), (), step=6, weight=2)
        there_and_back(store, save_section(store, key=F3, section=section))
        assert framework_of(store, F3).sections[-1] == section
        renamed = Section("Beleid", Text("Beleid 2"), (), step=2)
        there_and_back(store, save_section(store, key=F3, section=renamed, was="a"))
        assert codes(store, F3) == {"B": ["B1", "B2"], "Beleid": ["A1", "A2", "A3"], "C": []}


@pytest.mark.parametrize(
    ("section", "was", "says"),
    [
        (Section("b", Text(), ()), "", "There is a section b already. Choose another code."),
        (Section("B", Text(), ()), "A", "There is a section B already. Choose another code."),
        (Section(" ", Text(), ()), "A", "A section needs a short code."),
        (Section("C", Text(), (), weight=0), "", "A weight is above 0."),
        (Section("C", Text(), (), step=7), "", "A step of the OECD Guidance is 1 to 6."),
        (Section("C", Text(), ()), "Q", "There is no section Q in this framework version."),
    ],
)
def test_what_no_section_can_be(tmp_path: Path, section: Section, was: str, says: str) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        before = contents(store, RECORDS)
        with pytest.raises(Problem) as problem:
            save_section(store, key=F3, section=section, was=was)
        assert str(problem.value) == says
        assert contents(store, RECORDS) == before


def test_criteria_of_a_deleted_section_have_none(tmp_path: Path) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        there_and_back(store, delete_section(store, key=F3, code="b"))
        assert codes(store, F3) == {"": ["B1", "B2"], "A": ["A1", "A2", "A3"]}
        framework = framework_of(store, F3)
        for code in ("B1", "B2"):
            there_and_back(
                store, save_criterion(store, key=F3, section="A", criterion=framework.criteria[code], was=code)
            )
        assert codes(store, F3) == {"A": ["A1", "A2", "A3", "B1", "B2"]}
        for missing in ("B", ""):
            with pytest.raises(Problem, match="There is no section"):
                delete_section(store, key=F3, code=missing)
        sound(store)


def test_a_section_with_percentages_keeps_them_under_another_code(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(store, summaries="covenant,party,round,kind,section,percent\nKLEDING,P3,2021,secretariat,S,40")
        there_and_back(store, save_section(store, key=N1, section=Section("T", Text("Alles"), ()), was="S"))
        (entered,) = [a.summaries for a in queries.assessments_of(store, "KLEDING", "P3") if a.round == "2021"]
        assert entered == {"T": 40}
        with pytest.raises(Problem) as problem:
            delete_section(store, key=N1, code="T")
        assert str(problem.value) == (
            "Section T stays: Denkbeeldig Dessin B.V. has a percentage entered for it in round 2021."
        )


def _id(store: Store, code: str) -> int:
    """The id of a criterion of version 1 of the numbers."""
    query = "SELECT k.id FROM criterion k JOIN framework f ON f.id = k.framework WHERE f.version = '1' AND k.code = ?"
    ((number,),) = store.connection.execute(query, (code,)).fetchall()
    assert isinstance(number, int)
    return number


def test_a_renamed_criterion_keeps_id_ratings_and_mappings(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=N1, version="2")
        before = _id(store, "N1")
        criterion = framework_of(store, N1).criteria["N1"]
        bring(store, remarks="covenant,party,round,kind,criterion,text\nKLEDING,P1,2021,secretariat,N1,Kijk nog eens")
        there_and_back(
            store, save_criterion(store, key=N1, section="S", criterion=replace(criterion, code="N9"), was="n1")
        )
        assert _id(store, "N9") == before
        (assessment,) = [a for a in queries.assessments_of(store, "KLEDING", "P1") if a.round == "2021"]
        assert assessment.ratings["N9"].value == 7.5
        assert assessment.remarks["N9"].text == "Kijk nog eens"
        rows = mapping(store, N1, FrameworkKey("N", "2"))
        assert rows == [
            MappingRow("N2", "N2", Relation.SAME),
            MappingRow("N9", "N1", Relation.SAME),
        ]
        # An import knows the mapping by its codes, and the code that came free is another criterion's.
        table = "framework,from_version,from_criterion,to_version,to_criterion,relation\nN,1,N9,2,N1,same"
        assert bring(store, mappings=table).change.rows == 0
        there_and_back(store, save_criterion(store, key=N1, section="S", criterion=criterion))
        assert list(framework_of(store, N1).criteria) == ["N1", "N2", "N9"]
        assert _id(store, "N9") == before


@pytest.mark.parametrize(
    ("criterion", "section", "was", "says"),
    [
        (Criterion("a1", Text()), "A", "", "There is a criterion a1 already. Choose another code."),
        (Criterion("A1", Text()), "A", "A2", "There is a criterion A1 already. Choose another code."),
        (Criterion("", Text()), "A", "", "A criterion needs a short code."),
        (Criterion("Z", Text(), weight=-1), "A", "", "A weight is above 0."),
        (
            Criterion("Z", Text(), from_participation_year=0),
            "A",
            "",
            "The participation year from which a criterion applies is 1 or more.",
        ),
        (Criterion("Z", Text()), "Q", "", "There is no section Q in this framework version."),
        (Criterion("Z", Text()), "A", "Q", "Criterion Q is not in framework F, version 3."),
    ],
)
def test_what_no_criterion_can_be(tmp_path: Path, criterion: Criterion, section: str, was: str, says: str) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        before = contents(store, RECORDS)
        with pytest.raises(Problem) as problem:
            save_criterion(store, key=F3, section=section, criterion=criterion, was=was)
        assert str(problem.value) == says
        assert contents(store, RECORDS) == before


def test_groups_and_anchors_are_as_the_file_has_them(tmp_path: Path) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        criterion = replace(
            framework_of(store, F3).criteria["A1"],
            groups=frozenset({"SMALL; Large ", ""}),
            anchors={Level.FULLY: Text("  "), Level.NOT: Text(en="Nothing ")},
        )
        there_and_back(store, save_criterion(store, key=F3, section="A", criterion=criterion, was="A1"))
        saved = framework_of(store, F3).criteria["A1"]
        assert saved.groups == {"small", "large"}
        assert saved.anchors == {Level.NOT: Text(en="Nothing")}


def test_several_criteria_change_in_one_step(tmp_path: Path) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        criteria = framework_of(store, F3).criteria
        wanted = [("B", replace(criteria["A1"], weight=5)), ("", replace(criteria["B1"], theme="water"))]
        there_and_back(store, save_criteria(store, key=F3, criteria=wanted))
        assert codes(store, F3) == {"": ["B1"], "A": ["A2", "A3"], "B": ["A1", "B2"]}
        assert framework_of(store, F3).criteria["A1"].weight == 5
        with pytest.raises(Problem, match="Criterion Q is not in framework F, version 3"):
            save_criteria(store, key=F3, criteria=[("A", Criterion("Q", Text("?")))])


def test_the_mapping_follows_what_is_done_with_criteria(tmp_path: Path) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        relations = {row.to_criterion: row.relation for row in mapping(store, F1, F3)}
        assert set(relations.values()) == {Relation.SAME}

        def saved(criterion: Criterion, was: str = "") -> dict[str | None, Relation]:
            save_criterion(store, key=F3, section="A", criterion=criterion, was=was)
            return {row.to_criterion: row.relation for row in mapping(store, F1, F3)}

        first = framework_of(store, F3).criteria["A1"]
        assert saved(replace(first, weight=4), "A1") == relations
        assert saved(replace(first, text=Text("Anders gezegd")), "A1") == relations | {"A1": Relation.REWORDED}
        assert saved(first, "A1") == relations
        assert saved(Criterion("Z", Text("Nieuw"))) == relations | {"Z": Relation.NEW}
        there_and_back(store, delete_criterion(store, key=F3, code="a2"))
        assert MappingRow("A2", None, Relation.DROPPED) in mapping(store, F1, F3)
        delete_criterion(store, key=F3, code="Z")
        assert {row.relation for row in mapping(store, F1, F3)} == {Relation.SAME, Relation.DROPPED}
        publish(store, key=F3)
        sound(store)


def test_a_criterion_of_the_old_version_goes_from_the_mapping_too(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        new_version(store, key=N1, version="2")
        new_version(store, key=FrameworkKey("N", "2"), version="3")
        delete_criterion(store, key=FrameworkKey("N", "2"), code="N2")
        assert mapping(store, N1, FrameworkKey("N", "2")) == [
            MappingRow("N1", "N1", Relation.SAME),
            MappingRow("N2", None, Relation.DROPPED),
        ]
        assert mapping(store, FrameworkKey("N", "2"), FrameworkKey("N", "3")) == [
            MappingRow(None, "N2", Relation.NEW),
            MappingRow("N1", "N1", Relation.SAME),
        ]


def test_what_is_left_of_a_split_and_a_merge() -> None:
    split = [MappingRow("A", code, Relation.SPLIT) for code in ("X", "Y", "Z")]
    assert without(split, "Z", is_old=False) == split[:2]
    assert without(split[:2], "Y", is_old=False) == [MappingRow("A", "X", Relation.REWORDED)]
    assert without(split, "A", is_old=True) == [MappingRow(None, code, Relation.NEW) for code in ("X", "Y", "Z")]
    merged = [MappingRow(code, "X", Relation.MERGED) for code in ("A", "B")]
    assert without(merged, "A", is_old=True) == [MappingRow("B", "X", Relation.REWORDED)]
    assert without(merged, "X", is_old=False) == [MappingRow(code, None, Relation.DROPPED) for code in ("A", "B")]
    assert without([MappingRow(None, "X", Relation.NEW)], "X", is_old=False) == []


def test_a_rated_criterion_stays(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = contents(store, RECORDS)
        with pytest.raises(Problem) as problem:
            delete_criterion(store, key=N1, code="N1")
        assert str(problem.value) == (
            "Criterion N1 stays: it has a rating, note or response of Voorbeeld Mode B.V. in round 2021. "
            "Make a new version, and drop it there."
        )
        assert contents(store, RECORDS) == before
        rate(store, key=key("P1", "2021"), ratings={"N1": Rating()})
        there_and_back(store, delete_criterion(store, key=N1, code="N1"))
        assert list(framework_of(store, N1).criteria) == ["N2"]


def test_a_draft_in_use_is_edited_with_its_scores(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        save_criterion(store, key=N1, section="S", criterion=Criterion("N3", Text("Derde")))
        heavier = replace(framework_of(store, N1).criteria["N2"], weight=3)
        save_criterion(store, key=N1, section="S", criterion=heavier, was="N2")
        rate(store, key=key("P1", "2021"), ratings={"N2": Rating(5)})
        (standing,) = [s for s in standing_reading.standings(store, "KLEDING", "2021") if s.party.code == "P1"]
        assert standing.score is not None
        assert standing.score.applicable == 3
        assert float(standing.score.score or 0) == pytest.approx(100 * (7.5 + 15) / 40)
        sound(store)


def test_the_mapping_of_a_copy_that_was_split_is_mended(tmp_path: Path) -> None:
    with with_copy(tmp_path / "a.covenant") as store:
        save_criterion(store, key=F3, section="A", criterion=Criterion("A1b", Text("Er is nog meer beleid")))
        rows = [row for row in mapping(store, F1, F3) if row.to_criterion not in ("A1", "A1b")]
        rows += [MappingRow("A1", code, Relation.SPLIT) for code in ("A1", "A1b")]
        save_mapping(store, old=F1, new=F3, rows=rows)
        delete_criterion(store, key=F3, code="A1b")
        assert MappingRow("A1", "A1", Relation.REWORDED) in mapping(store, F1, F3)
        publish(store, key=F3)
        assert mapping(store, F1, F2)
        sound(store)
