"""Who changed what: recorded by the file itself, and enough to take it back."""

import json
import sqlite3
import struct
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from covenant_monitor.domain.model import AssessmentKind, Party, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import ledger, migrations, queries, schema
from covenant_monitor.store.assessments import note_evidence, rate, set_status
from covenant_monitor.store.check import check
from covenant_monitor.store.ledger import ACTIONS, TERMS, Stacks
from covenant_monitor.store.parties import add_party, edit_party, leave
from covenant_monitor.store.store import Store, create, open_store
from tests.core.store.small import TABLES, WHO, bring, contents, key, small

EVERYTHING = schema.RECORDED_TABLES
SCORES = ("score", "section_score")

# A change to every table: one row more, one row other, one row less.
OTHER = {
    "covenant": "sector = 'anders'",
    "framework": "name_nl = 'anders'",
    "section": "weight = 0.1",
    "criterion": "weight = 0.3",
    "anchor": "text_en = 'other'",
    "mapping": "relation = 'reworded'",
    "round": "on_track_margin = 0.1",
    "requirement": "required_percent = 12.3",
    "party": "name = 'anders'",
    "figure": "value = 0.1",
    "assessment": "note = 'anders'",
    "rating": "note = 'anders'",
    "summary": "percent = 33.3",
    "alignment": "fully = 0.1",
    "indicator": "unit = 'anders'",
    "observation": "value = 0.1",
    "target": "baseline_value = 0.1",
    "milestone": "value = 0.1",
    "setting": "value = '1'",
    "meeting": "name = 'anders'",
    "carried": "from_round = 'anders'",
    "response": "answer = 'anders'",
    "remark": "text = 'anders'",
    "register_entry": "severity = NULL, result = 'anders'",
    "followup": "answer = 'not'",
}


def rows_as_json(connection: sqlite3.Connection, table: str) -> list[str]:
    names = [name for name, _, _ in schema.columns(connection, table)]
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()
    return sorted(json.dumps(dict(zip(names, row, strict=True)), sort_keys=True) for row in rows)


def recorded(store: Store, table: str, column: str, event: str) -> list[str]:
    rows = store.connection.execute(
        f"SELECT {column} FROM change WHERE tbl = ? AND change_set = (SELECT max(id) FROM change_set)"
        f" AND (before IS NULL) = ? AND (after IS NULL) = ?",
        (table, event == "insert", event == "delete"),
    )
    return sorted(json.dumps(json.loads(row[0]), sort_keys=True) for row in rows)


@pytest.mark.parametrize("table", OTHER)
def test_every_change_to_every_table_is_recorded_whole_and_can_be_taken_back(tmp_path: Path, table: str) -> None:
    drafts = TABLES["frameworks"].replace("published", "draft")  # a published version would refuse
    with create(tmp_path / "a.covenant", user=WHO) as store:
        bring(store, **{**TABLES, "frameworks": drafts})
        connection = store.connection
        first = contents(store, [*EVERYTHING, *SCORES])
        rows = rows_as_json(connection, table)
        with store.change("import", {"source": "test"}):
            connection.execute(f"UPDATE {table} SET {OTHER[table]}")
        assert recorded(store, table, "before", "update") == rows
        assert recorded(store, table, "after", "update") == rows_as_json(connection, table) != rows
        changed = contents(store, [*EVERYTHING, *SCORES])
        with store.change("import", {"source": "test"}):
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for child in reversed(EVERYTHING):
                connection.execute(f"DELETE FROM {child}")
        assert recorded(store, table, "before", "delete") == sorted(
            json.dumps(dict(zip(names_of(store, table), row, strict=True)), sort_keys=True) for row in changed[table]
        )
        assert contents(store, [*EVERYTHING, *SCORES]) == {name: [] for name in (*EVERYTHING, *SCORES)}
        store.undo()
        assert contents(store, [*EVERYTHING, *SCORES]) == changed
        assert recorded(store, table, "after", "insert") == recorded_rows(store, changed, table)
        store.undo()
        assert contents(store, [*EVERYTHING, *SCORES]) == first
        assert check(store).findings == []


def names_of(store: Store, table: str) -> list[str]:
    return [name for name, _, _ in schema.columns(store.connection, table)]


def recorded_rows(store: Store, kept: dict[str, list[tuple[object, ...]]], table: str) -> list[str]:
    names = names_of(store, table)
    return sorted(json.dumps(dict(zip(names, row, strict=True)), sort_keys=True) for row in kept[table])


def test_all_tables_but_the_ledger_and_what_follows_from_others_are_recorded() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(connection)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    # The first is all key, so that no row of it ever changes; nor does what was released.
    assert set(EVERYTHING) - set(OTHER) == {"sample", "release", "released_figure"}
    assert tables - set(EVERYTHING) == {"change_set", "change", *SCORES, "_sqlite_migrations"}
    connection.close()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
# SQLite writes numbers of 200 digits and more with their last digit wrong; no covenant has them.
numbers = st.floats(-1e200, 1e200).filter(lambda value: value == 0 or abs(value) > 1e-200)


@settings(max_examples=100)
@given(text=texts, other=texts, value=numbers)
@example(text="\\\"'\n\t", other="\x01\r\x1f", value=1 / 3)
@example(text="{}[],:", other="\\u0041\\", value=0.1)
@example(text="👩‍🏭\u2028", other="=1+1", value=5e-324)
@example(text="", other="x", value=9007199254740993.0)
def test_an_image_gives_texts_and_numbers_back_exactly(text: str, other: str, value: float) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b REAL, c INTEGER) STRICT")
    connection.execute("CREATE TABLE change_set (id INTEGER PRIMARY KEY)")
    connection.execute("INSERT INTO change_set VALUES (1)")
    connection.execute(
        "CREATE TABLE change (id INTEGER PRIMARY KEY, change_set INT, tbl TEXT, row TEXT, before TEXT, after TEXT)"
    )
    for statement in schema.ledger_triggers(connection, "t").split("END;\n")[:-1]:
        connection.execute(statement + "END")
    connection.execute("INSERT INTO t VALUES (1, ?, ?, NULL)", (text, value))
    connection.execute("UPDATE t SET a = ?, b = NULL, c = 7", (other,))
    connection.execute("DELETE FROM t")
    images = connection.execute("SELECT before, after FROM change ORDER BY id").fetchall()
    first = {"id": 1, "a": text, "b": value, "c": None}
    second = {"id": 1, "a": other, "b": None, "c": 7}
    assert [tuple(ledger._loads(image) for image in pair) for pair in images] == [
        (None, first),
        (first, second),
        (second, None),
    ]
    connection.close()


@settings(max_examples=300)
@given(st.integers(0, 2**64 - 1))
def test_numbers_of_every_size_that_a_covenant_has_survive_an_image(bits: int) -> None:
    (value,) = struct.unpack("d", struct.pack("Q", bits))
    if not 1e-200 < abs(value) < 1e200:
        return
    connection = sqlite3.connect(":memory:")
    image = connection.execute(f"SELECT {schema._json('?1', 'REAL')}", (value,)).fetchone()[0]
    assert json.loads(image) == value
    connection.close()


def test_floats_survive_undo_exactly(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for value in (1 / 3, 0.1, 2 / 3, 1e15 / 7, 123456789.123456789):
            with store.change("import", {"source": "test"}):
                store.connection.execute("UPDATE figure SET value = ?", (value,))
            with store.change("import", {"source": "test"}):
                store.connection.execute("DELETE FROM figure")
            store.undo()
            assert {row[0] for row in store.connection.execute("SELECT value FROM figure")} == {value}
        assert check(store).findings == []


def test_undo_and_redo_go_any_number_of_steps_also_across_restarts(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    states = []
    with small(path) as store:
        states.append(contents(store, [*EVERYTHING, *SCORES]))
        for step in range(12):
            criterion = ("A1", "A2", "B1", "B2")[step % 4]
            rate(store, key=key("P1", "2020"), ratings={criterion: Rating(step % 2, note=str(step))})
            states.append(contents(store, [*EVERYTHING, *SCORES]))
    for expected in reversed(states[:-1]):
        with open_store(path) as store:
            store.undo()
            assert contents(store, [*EVERYTHING, *SCORES]) == expected
    for expected in states[1:]:
        with open_store(path) as store:
            store.redo()
            assert contents(store, [*EVERYTHING, *SCORES]) == expected
            assert check(store).findings == []


def test_a_change_right_after_opening_is_one_step_to_undo(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        before = contents(store, EVERYTHING)
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
    with open_store(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"B1": Rating(1)})
        store.undo()
        store.undo()
        assert contents(store, EVERYTHING) == before


def test_a_new_edit_ends_what_could_be_redone(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
        rate(store, key=key("P1", "2020"), ratings={"B1": Rating(1)})
        store.undo()
        assert store.next_redo() is not None
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(0)})
        assert store.next_redo() is None
        with pytest.raises(Problem, match="nothing to redo"):
            store.redo()
    with open_store(path) as store:
        with pytest.raises(Problem, match="nothing to redo"):
            store.redo()
        assert store.next_undo() is not None


def test_there_is_an_end_to_undo(tmp_path: Path) -> None:
    with create(tmp_path / "a.covenant") as store:
        with pytest.raises(Problem, match="nothing to undo"):
            store.undo()
        bring(store, covenants="covenant\nK")
        store.undo()
        assert queries.covenants(store) == []
        with pytest.raises(Problem, match="nothing to undo"):
            store.undo()
        store.redo()
        assert [covenant.code for covenant in queries.covenants(store)] == ["K"]


def test_a_change_that_fails_is_not_there_to_undo(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = store.next_undo()
        with pytest.raises(Problem):
            rate(store, key=key("P1", "2020"), ratings={"none": Rating(1)})
        with pytest.raises(sqlite3.Error), store.change("rate", {}):
            store.connection.execute("no statement")
        assert store.next_undo() == before


event = st.sampled_from(["edit", "undo", "redo"])


@given(st.lists(event, max_size=40), st.integers(0, 45))
def test_what_is_read_from_recent_changes_is_the_near_end_of_what_there_is(events: list[str], recent: int) -> None:
    """Undo, redo and edits in any order; however few of the last ones are looked at, the next steps are right."""
    full = Stacks([], [])
    noted: list[tuple[int, str, int | None]] = []
    for number, kind in enumerate(events, 1):
        reverts = None
        if kind == "undo":
            if not full.undo:
                continue
            reverts = full.undo[-1]
        if kind == "redo":
            if not full.redo:
                continue
            reverts = full.redo[-1][1]
        full.note(number, kind, reverts)
        noted.append((number, kind, reverts))
    part = Stacks([], [])
    for change in noted[len(noted) - min(recent, len(noted)) :]:
        part.note(*change)
    assert part.undo == full.undo[len(full.undo) - len(part.undo) :]
    assert part.redo == full.redo[len(full.redo) - len(part.redo) :]
    if recent >= len(noted):
        assert part == full


def test_history_tells_who_when_what_and_why_newest_first(tmp_path: Path) -> None:
    words = language("en")
    start = datetime.now(UTC)
    with small(tmp_path / "a.covenant", user="  D. Elders ") as store:
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(), "B1": Rating(0)})
        rate(store, key=key("P1", "2020"), ratings={"B1": Rating()})
        na = Rating(not_applicable=True, na_reason="geen keten")
        rate(store, key=key("P1", "2020"), ratings={"B1": na})
        rate(store, key=key("P1", "2021"), ratings={"N1": Rating(5)})
        note_evidence(store, key=key("P1", "2020"), criterion="A1", rating=Rating(1, evidence="x.pdf"))
        set_status(store, key=key("P1", "2019"), status=Status.ASSESSED, why="fout gevonden")
        leave(store, covenant="KLEDING", code="P2", left_on=datetime(2021, 1, 1).date(), reason="failliet")
        store.undo()
        store.redo()
        found = ledger.history(store.connection)
        assert [change.text(words) for change in found] == [
            "Redone: Fictief Textiel N.V. left",
            "Undone: Fictief Textiel N.V. left",
            "Fictief Textiel N.V. left",
            "Assessment of Voorbeeld Mode B.V. reopened",
            "Evidence or note at A1 of Voorbeeld Mode B.V.",
            "N1 of Voorbeeld Mode B.V. rated: 5",
            "B1 of Voorbeeld Mode B.V. rated: n.a.",
            "Rating of B1 of Voorbeeld Mode B.V. cleared",
            "2 ratings of Voorbeeld Mode B.V.",
            "A2 of Voorbeeld Mode B.V. rated: fully",
            "Import of tables",
        ]
        assert {change.who for change in found[:-1]} == {"D. Elders"}
        assert found[-1].who == WHO
        assert all(start.replace(microsecond=0) <= change.at <= datetime.now(UTC) for change in found[:-1])
        assert found[2].why == "failliet"
        assert found[3].why == "fout gevonden"
        (row,) = found[4].rows
        assert row.table == "rating"
        assert row.before is not None
        assert row.after is not None
        assert (row.before["evidence"], row.after["evidence"]) == ("", "x.pdf")
        assert [change.id for change in ledger.history(store.connection, limit=3)] == [11, 10, 9]
        assert ledger.history(store.connection, limit=2, with_rows=False)[0].rows == ()
        assert all(change.text(language("nl")) for change in found)


def test_a_participant_whose_name_is_a_word_of_ours_keeps_it(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for number, name in enumerate(["fully", "Participants", "final", "{criterion}"]):
            add_party(store, covenant="KLEDING", party=Party(f"X{number}", name))
            (found,) = ledger.history(store.connection, limit=1)
            assert found.text(language("nl")) == f"{name} toegevoegd"


def test_history_of_a_participant_is_its_own_and_nobody_elses(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
        rate(store, key=key("P2", "2020"), ratings={"A2": Rating(1)})
        rate(store, key=key("P2", "2020", AssessmentKind.SELF), ratings={"A2": Rating(0)})
        edit_party(store, covenant="KLEDING", party=Party("P2", 'Nieuwe "naam"\n\\ N.V.', group="large"))
        add_party(store, covenant="KLEDING", party=Party("P22", "Een ander"))
        store.undo()
        store.undo()
        found = ledger.history(store.connection, party=queries.party_id(store, "KLEDING", "p2"))
        assert [(change.id, change.kind) for change in found] == [
            (8, "undo"),
            (5, "edit"),
            (4, "edit"),
            (3, "edit"),
            (1, "edit"),
        ]
        # Of an import, only what is about this participant.
        assert [row.table for row in found[-1].rows] == ["party"]
        assert {row.table for row in found[2].rows} == {"assessment", "rating"}


def test_every_action_and_term_has_a_text_in_both_languages() -> None:
    for code in ("nl", "en"):
        for action, message in ACTIONS.items():
            detail = {name: "X" for _, name, _, _ in Formatter().parse(message) if name}
            change = ledger.ChangeSet(1, datetime.now(UTC), "A", action, detail, "", "edit")
            assert "X" in change.text(language(code))
        for term in TERMS.values():
            assert language(code).gettext(term)


def test_the_chain_shows_what_was_altered_later(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for value in (1, 0, 1):
            rate(store, key=key("P1", "2020"), ratings={"A2": Rating(value)})
        connection = store.connection
        assert list(ledger.broken_change_sets(connection)) == []
        connection.execute("UPDATE change_set SET who = 'iemand anders' WHERE id = 3")
        assert list(ledger.broken_change_sets(connection)) == [3]
        connection.execute("UPDATE change_set SET who = ? WHERE id = 3", (WHO,))
        connection.execute("UPDATE change SET after = replace(after, '1.0', '0.5') WHERE change_set = 2")
        assert list(ledger.broken_change_sets(connection)) == [2]


def test_a_change_set_that_was_taken_out_breaks_the_chain(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for value in (1, 0, 1):
            rate(store, key=key("P1", "2020"), ratings={"A2": Rating(value)})
        store.connection.execute("DELETE FROM change WHERE change_set = 3")
        store.connection.execute("DELETE FROM change_set WHERE id = 3")
        assert list(ledger.broken_change_sets(store.connection)) == [4]
