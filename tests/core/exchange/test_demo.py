"""A new file with the demo covenant in it."""

from pathlib import Path

import pytest

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange import demo
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.files import sample_data
from covenant_monitor.store import ledger, queries
from covenant_monitor.store.check import check
from tests.core.store.small import beside


def test_the_demo_covenant_is_there_whole_and_cannot_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "demo.covenant"
    with create_demo(path, user="D. Elders") as store:
        assert [covenant.code for covenant in queries.covenants(store)] == ["KLEDING"]
        assert len(queries.rounds(store, "KLEDING")) == 4
        assert check(store).findings == []
        (made,) = ledger.history(store.connection, with_rows=False)
        assert (made.kind, made.who) == ("start", "D. Elders")
        assert store.next_undo() is None
        with pytest.raises(Problem, match="nothing to undo"):
            store.undo()
        again = import_files(store, [sample_data("demo")])
        assert (again.counts.added, again.counts.changed) == ({}, {})
    assert beside(path) == ["demo.covenant"]


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "demo.covenant"
    path.write_text("van iemand")
    with pytest.raises(Problem, match="exists already"):
        create_demo(path)
    assert path.read_text() == "van iemand"


def test_a_demo_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "parties.csv").write_text("covenant,party,name\nX,P1,Een\n")
    monkeypatch.setattr(demo, "sample_data", lambda _: source)
    with pytest.raises(Rejected):
        create_demo(tmp_path / "demo.covenant")
    assert beside(tmp_path / "demo.covenant") == ["source"]
