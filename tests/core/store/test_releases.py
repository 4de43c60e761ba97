"""The record of what was released."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.domain.releases import Statement
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import backup
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.changes import field_changes
from covenant_monitor.store.check import check
from covenant_monitor.store.ledger import history
from covenant_monitor.store.releases import record_release, releases, restore_backup
from covenant_monitor.store.store import Store, open_store
from tests.core.store.small import WHO, key, small

MEAN = Statement("score", "2019", "all", frozenset({"P1", "P3"}), Fraction(501, 10), rounding=Fraction(1, 20))
COUNT = Statement("outcome:meets", "2020", "year:1", frozenset({"P1"}), 1, is_count=True)
WEIGHED = Statement(
    "score", "2020", "turnover", frozenset({"P1", "P3"}), 40, weights={"P1": Fraction(1, 10), "P3": 2_000_000}
)

IN_SECTIONS = replace(MEAN, made_of={"P1": {"section:A": 1, "section:B": 1}})
"""The score of P3 was entered; that of P1 is made of its sections."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return small(tmp_path / "a.covenant")


def keep(store: Store, *statements: Statement, file: str = "a.xlsx") -> None:
    record_release(
        store,
        covenant="kleding",
        output="chart:outcomes",
        round="2020",
        language="nl",
        file=file,
        digest="ab12",
        statements=statements,
    )


def test_what_was_released_is_read_back_as_it_was(store: Store) -> None:
    keep(store, MEAN, COUNT, WEIGHED, IN_SECTIONS)
    keep(store, MEAN, file="b.xlsx")
    latest, first = releases(store, "KLEDING")
    assert (first.output, first.round, first.audience, first.language) == ("chart:outcomes", "2020", "public", "nl")
    assert (first.file, first.digest, first.who) == ("a.xlsx", "ab12", WHO)
    assert first.statements == [MEAN, COUNT, WEIGHED, IN_SECTIONS]
    assert latest.file == "b.xlsx"
    assert latest.at >= first.at
    assert [*latest.statements, *first.statements] == [MEAN, MEAN, COUNT, WEIGHED, IN_SECTIONS]
    assert check(store).findings == []


def test_nothing_was_released_yet_and_of_no_covenant(store: Store) -> None:
    assert releases(store, "KLEDING") == []
    with pytest.raises(Problem):
        releases(store, "X")
    with pytest.raises(Problem):
        record_release(store, covenant="X", output="tables", round="", language="nl", file="", digest="", statements=())


def test_undo_passes_a_release_by(store: Store) -> None:
    rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
    keep(store, MEAN)
    said = [history(store.connection)[0].text(language(code)) for code in ("en", "nl")]
    assert said[0] == "Released to the public: chart (a.xlsx)"
    undone, _change = store.undo()
    assert undone.action == "rate"
    store.redo()
    assert len(releases(store, "KLEDING")) == 1
    store.undo()
    store.undo()  # the import that made everything
    assert store.connection.execute("SELECT count(*) FROM party").fetchone() == (0,)
    store.redo()
    (kept,) = releases(store, "KLEDING")
    assert kept.statements == [MEAN]
    assert check(store).findings == []


def test_a_participant_keeps_its_place_when_its_code_changes_and_when_it_goes(store: Store) -> None:
    keep(store, MEAN)
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE party SET code = 'P10' WHERE code = 'P1'")
    (one,) = releases(store, "KLEDING")[0].statements
    assert one.members == {"P10", "P3"}


def test_what_a_score_was_made_of_is_known_after_the_round_got_another_version(store: Store) -> None:
    keep(store, IN_SECTIONS)
    with store.change("import", {"source": "test"}):
        store.connection.execute(
            "INSERT INTO framework (id, code, version, name_nl, name_en, status) VALUES (7, 'K', '9', '', '', 'draft')"
        )
        store.connection.execute("UPDATE round SET framework = 7")
    assert releases(store, "KLEDING")[0].statements == [IN_SECTIONS]


def test_the_file_itself_keeps_what_was_released(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        keep(store, MEAN)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in (
            "DELETE FROM release",
            "DELETE FROM released_figure",
            "UPDATE release SET output = 'report'",
            "UPDATE released_figure SET value = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="a release has happened"):
                connection.execute(statement)
        connection.row_factory = sqlite3.Row
        (row,) = connection.execute("SELECT * FROM v_releases").fetchall()
        assert (row["covenant"], row["round"], row["figures"]) == ("KLEDING", "2020", 1)
        (row,) = connection.execute("SELECT * FROM v_released_figures").fetchall()
        assert (row["round"], row["measure"], row["group_name"], row["value"]) == ("2019", "score", "all", 50.1)
    with open_store(path) as store, pytest.raises(Problem, match="stays on record"), store.change("import", {}):
        store.connection.execute("DELETE FROM release")


def test_the_history_has_a_line_for_a_release_and_for_each_figure(store: Store) -> None:
    keep(store, MEAN, COUNT)
    lines = [line.record.label for line in field_changes(store, opened=[2], since=1)]
    assert sorted(lines) == [
        "chart:outcomes · a.xlsx",
        "chart:outcomes · a.xlsx · outcome:meets · year:1",
        "chart:outcomes · a.xlsx · score · all",
    ]


def test_what_was_released_since_stays_when_a_backup_is_restored(store: Store) -> None:
    path = store.path
    keep(store, COUNT, file="before.xlsx")
    with store:
        made = backup.make(store.connection, path, "asked")
        keep(store, MEAN, WEIGHED, file="after.xlsx")
        before = releases(store, "KLEDING")
    for _again in range(2):
        restore_backup(made, path, user=WHO)
        with open_store(path, user=WHO) as again:
            assert releases(again, "KLEDING") == before
            assert check(again).findings == []
            assert history(again.connection, limit=1)[0].text(language("en")).endswith("1 earlier releases")


def test_a_copy_that_was_released_since_stays_when_a_backup_is_restored(store: Store) -> None:
    path = store.path
    with store:
        made = backup.make(store.connection, path, "asked")
        keep(store, file="copy.covenant")
        before = releases(store, "KLEDING")
    restore_backup(made, path, user=WHO)
    with open_store(path, user=WHO) as again:
        assert releases(again, "KLEDING") == before
        assert check(again).findings == []


def test_a_backup_with_everything_that_was_released_is_restored_as_it_is(store: Store) -> None:
    path = store.path
    keep(store, MEAN)
    with store:
        made = backup.make(store.connection, path, "asked")
        digest = check(store).digest
    restore_backup(made, path)
    with open_store(path) as again:
        assert check(again).digest == digest
