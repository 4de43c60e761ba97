from pathlib import Path

from covenant_monitor.store.people import assessed_twice, reviewed_by_assessor
from covenant_monitor.store.queries import covenant_id
from tests.core.store.small import bring, small


def test_who_is_one_person_where_there_should_be_two(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert assessed_twice(store) == reviewed_by_assessor(store) == []
        bring(
            store,
            settings="covenant,setting,value\nKLEDING,one_person,1",
            assessments="covenant,party,round,status,assessor,reviewer\nKLEDING,P2,2020,reviewed,A. Een,a.  een",
        )
        assert reviewed_by_assessor(store) == []
        (found,) = reviewed_by_assessor(store, covenant_id(store, "KLEDING"))
        assert (found.party, found.round, len(found.assessments)) == ("P2", "2020", 1)
        with store.change("import", {"source": "test"}):
            store.connection.execute("UPDATE assessment SET assessor = 'b. test' WHERE kind = 'second'")
        (found,) = assessed_twice(store)
        assert (found.party, found.round, len(found.assessments)) == ("P3", "2019", 2)
