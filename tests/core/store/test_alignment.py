"""Results of OECD alignment assessments are added, changed and removed, each as one change that can be undone."""

from pathlib import Path

import pytest

from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange.exporting import export_tables
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.language import language
from covenant_monitor.store.alignment import add_results, edit_results, remove_results
from covenant_monitor.store.check import check
from covenant_monitor.store.pictures import alignment
from covenant_monitor.store.store import Store
from tests.core.store.small import bring, small

S, P, C = AlignmentDimension
COVENANT = "KLEDING"


def result(dimension: AlignmentDimension = S, **given: object) -> CovenantAlignment:
    values = {"year": 2022, "fully": 60, "partially": 20, "component": "Monitoren", **given}
    return CovenantAlignment(dimension=dimension, **values)  # type: ignore[arg-type]


def of_2022(store: Store) -> list[CovenantAlignment]:
    return [one for one in alignment(store, COVENANT) if one.year == 2022]


def said(store: Store) -> str:
    last = store.next_undo()
    assert last is not None
    return last.text(language("en"))


def test_a_component_is_added_with_all_its_dimensions_as_one_change(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store:
        both = [result(source=" A report "), result(P, fully=3, partially=2, not_=1, unit="count")]
        change = add_results(store, covenant=COVENANT, results=both)
        assert (change.tables, change.rows) == (frozenset({"alignment"}), 2)
        assert of_2022(store) == [both[1], result(source="A report")]
        assert said(store) == "OECD alignment 2022 added: Monitoren"
        store.undo()
        assert of_2022(store) == []
        store.redo()
        assert len(of_2022(store)) == 2
        assert not check(store).findings


def test_the_total_is_called_so(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store:
        add_results(store, covenant=COVENANT, results=[result(component="")])
        assert said(store) == "OECD alignment 2022 added: all components together"
        add_results(store, covenant=COVENANT, results=[result(component="component:x")])
        assert said(store) == "OECD alignment 2022 added: component:x"


def test_an_edit_changes_adds_and_takes_away_dimensions_at_once(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store:
        add_results(store, covenant=COVENANT, results=[result(), result(P)])
        now = [result(fully=70), result(C, not_=20)]
        edit_results(store, covenant=COVENANT, year=2022, component="MONITOREN", results=now)
        assert sorted(of_2022(store), key=lambda one: one.dimension) == [now[1], now[0]]
        assert said(store) == "OECD alignment 2022 changed: Monitoren"
        store.undo()
        assert {one.dimension for one in of_2022(store)} == {S, P}


def test_an_edit_moves_to_another_year_or_component_and_an_export_still_finds_it(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store:
        add_results(store, covenant=COVENANT, results=[result(), result(P)])
        moved = [result(component="Herstellen", year=2023)]
        edit_results(store, covenant=COVENANT, year=2022, component="Monitoren", results=moved)
        assert of_2022(store) == []
        before = alignment(store, COVENANT)
        assert moved[0] in before
        export_tables(store, tmp_path / "out")
        import_files(store, [tmp_path / "out" / "alignment.csv"])
        assert alignment(store, COVENANT) == before


def test_a_component_or_a_whole_year_is_removed(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store:
        add_results(store, covenant=COVENANT, results=[result(), result(P)])
        add_results(store, covenant=COVENANT, results=[result(component="")])
        remove_results(store, covenant=COVENANT, year=2022, component="monitoren")
        assert [one.component for one in of_2022(store)] == [""]
        store.undo()
        remove_results(store, covenant=COVENANT, year=2022)
        assert of_2022(store) == []
        assert said(store) == "OECD alignment 2022 removed: the whole year"
        store.undo()
        assert len(of_2022(store)) == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"fully": 90, "partially": 20}, "more than 100 % together"),
        ({"fully": 60, "partially": 20, "not_": 21}, "more than 100 % together"),
        ({"fully": -1}, "0 or more"),
        ({"not_": -1}, "0 or more"),
        ({"unit": "count", "not_": None}, "how many are not aligned"),
        ({"fully": 0, "partially": 0, "not_": 0}, "Nothing was rated"),
        ({"year": 1975}, "1976 to 2100"),
        ({"year": 20220}, "1976 to 2100"),
        ({"component": "a" * 201}, "at most 200 characters"),
        ({"component": "a\nb"}, "on one line"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(tmp_path: Path, wrong: dict[str, object], sentence: str) -> None:
    with small(tmp_path / "small.covenant") as store:
        with pytest.raises(Problem, match=sentence):
            add_results(store, covenant=COVENANT, results=[result(**wrong)])
        add_results(store, covenant=COVENANT, results=[result()])
        with pytest.raises(Problem, match=sentence):
            edit_results(store, covenant=COVENANT, year=2022, component="Monitoren", results=[result(**wrong)])
        assert of_2022(store) == [result()]


def test_a_hundred_percent_in_broken_parts_is_no_more_than_a_hundred(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store:
        add_results(store, covenant=COVENANT, results=[result(fully=66.7, partially=16.7, not_=16.6)])
        add_results(store, covenant=COVENANT, results=[result(P, fully=33.3, partially=33.4, not_=33.3, component="B")])
        assert len(of_2022(store)) == 2


def test_doubles_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store:
        add_results(store, covenant=COVENANT, results=[result()])
        add_results(store, covenant=COVENANT, results=[result(component="")])
        with pytest.raises(Problem, match="results of 2022 for monitoren already"):
            add_results(store, covenant=COVENANT, results=[result(P, component="monitoren")])
        add_results(store, covenant=COVENANT, results=[result(component="In  de keten")])
        assert any(one.component == "In de keten" for one in of_2022(store)), "spaces between words count once"
        with pytest.raises(Problem, match="results of 2022 for in de keten already"):
            add_results(store, covenant=COVENANT, results=[result(P, component="in de   keten")])
        with pytest.raises(Problem, match="for all components together already"):
            edit_results(store, covenant=COVENANT, year=2022, component="Monitoren", results=[result(component="")])
        with pytest.raises(Problem, match="There are no results of 2021 for Monitoren"):
            edit_results(store, covenant=COVENANT, year=2021, component="Monitoren", results=[result()])
        with pytest.raises(Problem, match="There are no results of 1999"):
            remove_results(store, covenant=COVENANT, year=1999)
        with pytest.raises(Problem, match="one dimension at least"):
            add_results(store, covenant=COVENANT, results=[])
        with pytest.raises(ValueError, match="one component"):
            add_results(store, covenant=COVENANT, results=[result(component="X"), result(P, component="Y")])


def test_an_import_is_held_to_the_same_rules(tmp_path: Path) -> None:
    head = "covenant,year,component,dimension,fully,partially,not,unit"
    with small(tmp_path / "small.covenant") as store:
        before = alignment(store, COVENANT)
        with pytest.raises(Rejected) as refused:
            bring(
                store,
                alignment=f"{head}\nKLEDING,2021,,standards,90,20,,percent\nKLEDING,2021,,implementation,3,2,,count",
            )
        assert [finding.text(language("en")) for finding in refused.value.findings]
        assert len(refused.value.findings) == 2
        assert alignment(store, COVENANT) == before
