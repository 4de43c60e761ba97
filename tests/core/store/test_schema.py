"""The tables and views that readers of a file with other tools rely on (docs/file-format.md)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from covenant_monitor.store import migrations, schema
from tests.core.store.small import small

VIEWS = {
    "v_participants": "covenant party name group_code country joined_on left_on left_reason",
    "v_ratings": "covenant round party name kind status section criterion text_nl text_en rating value na_reason"
    " evidence evidence_date unproven note",
    "v_scores": "covenant round party name kind status participation_year score low high rated applicable complete"
    " assessor reviewer",
    "v_section_scores": "covenant round party kind section score rated applicable fully partially not_met na",
    "v_observations": "covenant indicator name_nl name_en unit day value low high numerator denominator source note",
    "v_to_confirm": "covenant round party kind criterion from_round value not_applicable na_reason",
    "v_responses": "covenant round party kind criterion response responded_by responded_on answer",
    "v_remarks": "covenant round party kind criterion text made_by made_on done",
    "v_risks": "covenant code title description owner party party_name round status raised_on due_on closed_on result"
    " severity likelihood participants criteria themes note",
    "v_actions": "covenant code title description owner party party_name round status raised_on due_on closed_on result"
    " participants criteria themes note asked_in answer answer_note answered_by answered_on",
    **dict.fromkeys(
        ("v_commitments", "v_complaints"),
        "covenant code title description owner party party_name round status raised_on due_on closed_on result"
        " participants criteria themes note",
    ),
    "v_releases": "covenant at who output round audience language file digest figures",
    "v_released_figures": "covenant at output round measure group_name value is_count rounding",
    "v_history": "change_set at who action why kind tbl row before after",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The small covenant as another SQLite tool reads it."""
    path = tmp_path_factory.mktemp("schema") / "a.covenant"
    small(path).close()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_every_view_has_the_columns_it_is_documented_with(file: sqlite3.Connection) -> None:
    found = {
        row[0]: " ".join(column[0] for column in file.execute(f"SELECT * FROM {row[0]}").description)
        for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    }
    assert found == VIEWS


def test_the_views_say_what_the_tables_do(file: sqlite3.Connection) -> None:
    assert [row["party"] for row in file.execute("SELECT * FROM v_participants ORDER BY party")] == ["P1", "P2", "P3"]
    ratings = {
        (row["party"], row["round"], row["kind"], row["criterion"]): (row["rating"], row["value"])
        for row in file.execute("SELECT * FROM v_ratings")
    }
    assert len(ratings) == 9
    assert ratings["P1", "2019", "secretariat", "A1"] == ("fully", 1)
    assert ratings["P1", "2019", "secretariat", "A2"] == ("partially", 0.5)
    assert ratings["P1", "2019", "secretariat", "A3"] == ("not", 0)
    assert ratings["P1", "2019", "secretariat", "B1"] == ("na", None)
    assert ratings["P1", "2021", "secretariat", "N1"] == ("7.5", 7.5)
    sections = {
        (row["party"], row["round"], row["section"]): (row["score"], row["rated"], row["applicable"])
        for row in file.execute("SELECT * FROM v_section_scores WHERE kind = 'secretariat'")
    }
    assert sections["P1", "2019", "A"] == (50, 3, 3)
    assert sections["P1", "2019", "B"] == (None, 1, 1)
    assert sections["P3", "2020", "B"] == (50, 0, 0)
    history = file.execute("SELECT DISTINCT change_set, who, action FROM v_history").fetchall()
    assert [tuple(row) for row in history] == [(1, "A. Voorbeeld", "import")]
    assert [row["value"] for row in file.execute("SELECT * FROM v_observations ORDER BY day")] == [35, None]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO framework (id, code, version, scale_min) VALUES (1, 'X', '1', -1)",
        "INSERT INTO framework (id, code, version, scale_min, scale_max) VALUES (1, 'X', '1', 2, 2)",
        "INSERT INTO covenant (id, code, minimum_group) VALUES (1, 'X', 0)",
        "INSERT INTO covenant (id, code) VALUES (1, 'kleding')",
        "UPDATE rating SET not_applicable = 1",
        "UPDATE rating SET value = 'veel'",
        "UPDATE section SET weight = 0",
        "UPDATE section SET step = 7",
        "UPDATE criterion SET weight = -1",
        "UPDATE round SET last_day = '1999-01-01'",
        "UPDATE party SET kind = 'person'",
        "UPDATE requirement SET required_percent = 101",
        "UPDATE summary SET percent = -1",
        "UPDATE assessment SET status = 'almost'",
    ],
)
def test_the_file_itself_refuses_what_cannot_be(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER ledger_rating_update")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)


def test_the_schema_calls_no_function_that_an_untrusted_file_may_not() -> None:
    """SQLite 3.40 forbids its JSON functions in the schema of a file that is not trusted, as ours are opened."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.migrate(connection)
        sql = " ".join(row[0] or "" for row in connection.execute("SELECT sql FROM sqlite_master"))
    assert "json" not in sql.lower()
    assert "load_extension" not in sql


def test_columns_come_in_order_with_their_types() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER, b TEXT, c REAL, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID")
        assert schema.columns(connection, "t") == [("a", "INTEGER", True), ("b", "TEXT", True), ("c", "REAL", False)]
