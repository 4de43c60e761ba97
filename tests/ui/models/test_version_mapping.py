from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor.domain.model import Criterion, Framework, Relation, Section, Text
from covenant_monitor.domain.versions import Match, link, propose
from covenant_monitor.language import Language
from covenant_monitor_ui.models.version_mapping import Column, Filter, MappingModel, belongs


def framework(version: str, **texts: str) -> Framework:
    criteria = tuple(Criterion(code, Text(text, "")) for code, text in texts.items())
    return Framework("F", version, Text(), (Section("A", Text(), criteria),))


OLD = framework("1", A1="er is beleid voor water", A2="er is een klachtenkanaal", A3="de directie is betrokken")
NEW = framework("2", B1="er is beleid voor water", B2="er is een toegankelijk klachtenkanaal", B4="iets heel anders")


def model() -> MappingModel:
    made = MappingModel(Language("en"))
    made.show_matches(OLD, NEW, propose(OLD, NEW))
    return made


def shown(made: MappingModel) -> list[tuple[str, str, str]]:
    return [(row.texts[Column.OLD_CODE], row.texts[Column.RELATION], row.texts[Column.NEW_CODE]) for row in made.rows]


def test_what_needs_a_look_is_shown_first(qtmodeltester: ModelTester) -> None:
    made = model()
    qtmodeltester.check(made)
    assert shown(made) == [("A2", "reworded", "B2"), ("–", "new", "B4"), ("A3", "dropped", "–")]
    assert [made.count(one) for one in Filter] == [3, 1, 4]
    made.set_filter(Filter.SAME)
    assert shown(made) == [("A1", "the same", "B1")]
    assert made.index(0, Column.SIMILARITY).data() == "100%"
    assert [made.headerData(c, Qt.Orientation.Horizontal) for c in (1, 4)] == ["Version 1", "Version 2"]
    assert made.headerData(1, Qt.Orientation.Vertical) is None


def test_a_match_stays_under_its_filter_until_that_is_chosen_again() -> None:
    made = model()
    same = [Match(one.before, one.after, Relation.SAME, one.similarity) if one.before == ("A2",) else one
            for one in made.matches]  # fmt: skip
    made.show_matches(OLD, NEW, same)
    assert ("A2", "the same", "B2") in shown(made)
    made.set_filter(Filter.LOOK)
    assert ("A2", "the same", "B2") not in shown(made)


def test_linked_criteria_stand_together() -> None:
    made = model()
    made.show_matches(OLD, NEW, link(made.matches, OLD, NEW, ["A2", "A3"], ["B2"]))
    assert shown(made)[0] == ("A2 + A3", "merged", "B2")
    assert made.row_of(before="A3") == made.row_of(after="B2") == 0
    assert made.row_of(before="A1") == made.row_of(after="B1") == made.row_of() == -1
    assert made.row(made.index(0, 0)) == made.rows[0]
    assert made.row(QModelIndex()) is None
    assert made.data(QModelIndex()) is None
    assert made.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_only_what_stayed_the_same_needs_no_look() -> None:
    for relation in Relation:
        match = Match(("A",), ("B",), relation)
        assert belongs(match, Filter.ALL)
        assert belongs(match, Filter.SAME) == (relation is Relation.SAME)
        assert belongs(match, Filter.LOOK) != belongs(match, Filter.SAME)
