from covenant_monitor.domain.lineage import Lineage, Link
from covenant_monitor.domain.model import Relation

LINEAGE = Lineage(
    [
        Link(1, "A1", 2, "1.1", Relation.SAME),
        Link(1, "A2", 2, "1.2", Relation.REWORDED),
        Link(1, "A3", 2, "1.3", Relation.SPLIT),
        Link(1, "A3", 2, "1.4", Relation.SPLIT),
        Link(1, "A4", 2, "1.5", Relation.MERGED),
        Link(1, "A5", 2, "1.5", Relation.MERGED),
        Link(2, "1.1", 3, "x", Relation.REWORDED),
        Link(2, "1.5", 3, "y", Relation.SAME),
        Link(3, "x", 2, "1.1", Relation.SAME),
    ]
)


def test_in_the_same_version_it_is_the_same_criterion() -> None:
    assert LINEAGE.origins(2, "9.9", 2) == (("9.9",), True)


def test_same_and_reworded_are_comparable_split_and_merged_are_not() -> None:
    assert LINEAGE.origins(2, "1.1", 1) == (("A1",), True)
    assert LINEAGE.origins(2, "1.2", 1) == (("A2",), True)
    assert LINEAGE.origins(2, "1.4", 1) == (("A3",), False)
    assert LINEAGE.origins(2, "1.5", 1) == (("A4", "A5"), False)


def test_versions_in_between_are_followed() -> None:
    assert LINEAGE.origins(3, "X", 1) == (("A1",), True)
    assert LINEAGE.origins(3, "y", 1) == (("A4", "A5"), False)


def test_nothing_is_the_same_because_its_code_is() -> None:
    assert LINEAGE.origins(2, "A1", 1) == ((), False)
    assert LINEAGE.origins(2, "1.1", 7) == ((), False)
