"""What `history` prints of fields, and since when."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from covenant_monitor.cli_history import field_json, fields_text, is_since, since_when
from covenant_monitor.domain.model import Rating
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.changes import FieldChange, field_changes
from covenant_monitor.store.ledger import ChangeSet
from covenant_monitor.store.records import Record
from tests.core.store.small import key, small

EN = language("en")
MADE = ChangeSet(3, datetime(2020, 2, 29, 12, tzinfo=UTC), "A", "import", {"source": "x"}, "fout", "edit")


def test_since(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert since_when(store, " 2020-02-29 ", "") == datetime.combine(date(2020, 2, 29), time()).astimezone()
        with pytest.raises(Problem, match="is no date"):
            since_when(store, "2020-02-30", "")
    assert is_since(MADE, None)
    assert is_since(MADE, 2)
    assert not is_since(MADE, 3)
    assert is_since(MADE, MADE.at)
    assert not is_since(MADE, datetime(2021, 1, 1, tzinfo=UTC))


def test_lines(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P1", "2020"), ratings={"A3": Rating()})
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        store.undo()
        store.undo()
        gone, *_rated, new = fields_text(field_changes(store, since=1), EN)
    assert gone.endswith("Rating Voorbeeld Mode B.V. · 2020 · A3: (gone)")
    assert new.endswith("Rating Voorbeeld Mode B.V. · 2020 · A3: (new)")


def test_a_large_one() -> None:
    change = FieldChange(MADE, 1, Record("", "", ()), "", counts={"rating": 6766})
    assert fields_text([change], EN)[0].endswith("A  Import of x: 6,766 records (6,766 ratings) (fout)")
    found = field_json(change, EN)
    assert found["records"] == {"rating": 6766}
    assert (found["table"], found["record"], found["field"]) == (None, None, None)
