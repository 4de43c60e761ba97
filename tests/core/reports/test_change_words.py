"""Changes in words, in both languages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating, Status
from covenant_monitor.language import NO_NUMBER, language
from covenant_monitor.reports.change_words import (
    KINDS,
    TABLE_WORDS,
    counts_in_words,
    headings,
    line_of,
    record_words,
    value_words,
)
from covenant_monitor.store.assessments import rate, set_status
from covenant_monitor.store.changes import field_changes
from covenant_monitor.store.records import Record
from covenant_monitor.store.schema import RECORDED_TABLES
from tests.core.store.small import key, small

EN, NL = language("en"), language("nl")


def test_every_table_has_a_name_and_is_of_one_kind() -> None:
    assert set(TABLE_WORDS) == set(RECORDED_TABLES)
    tables = [table for _name, tables in KINDS.values() for table in tables]
    assert sorted(tables) == sorted(RECORDED_TABLES)


def test_everything_of_a_file_can_be_told(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for words in (EN, NL):
            for change in field_changes(store):
                line = line_of(change, words)
                assert line.table
                assert line.record
                assert line.field or line.before
                assert line.after
        assert len(headings(NL)) == len(line)


@pytest.mark.parametrize(
    ("table", "field", "value", "said"),
    [
        ("rating", "rating", "na", "N.a."),
        ("rating", "rating", "partially", "Partially"),
        ("rating", "rating", 7.5, "7.5"),
        ("rating", "rating", None, NO_NUMBER),
        ("rating", "unproven", 1, "yes"),
        ("rating", "evidence_date", "2020-02-29", "29 Feb 2020"),
        ("rating", "evidence_date", "garbage", "garbage"),
        ("rating", "note", "", NO_NUMBER),
        ("assessment", "status", "final", "Final"),
        ("assessment", "status", "unheard of", "unheard of"),
        ("framework", "status", "published", "Published"),
        ("framework", "scale", "levels", "Fully, partially, not"),
        ("register_entry", "status", "in_progress", "In progress"),
        ("register_entry", "status", "unheard of", "unheard of"),
        ("register_entry", "register", "complaint", "Complaint"),
        ("register_entry", "due_on", "2020-02-29", "29 Feb 2020"),
        ("register_entry", "themes", "living wage;remedy", "living wage, remedy"),
        ("register_entry", "participants", "P1;P3", "P1, P3"),
        ("followup", "answer", "not", "Not carried out"),
        ("party", "kind", "ngo", "NGO"),
        ("party", "kvk", "01234567", "01234567"),
        ("assessment", "kind", "self", "Self-assessment"),
        ("requirement", "required_percent", 62.5, "62.5%"),
        ("round", "join_rule", "join_round", "The round in which it joined is year 1"),
        ("criterion", "dimension", "policy", "Policy"),
        ("alignment", "dimension", "standards", "Written standards"),
        ("alignment", "fully", 62.0, "62"),
        ("mapping", "relation", "merged", "Merged"),
        ("indicator", "direction", "down", "Lower is better"),
        ("setting", "value", "1", "yes"),
        ("criterion", "theme", "living wage; remedy", "living wage, remedy"),
    ],
)
def test_values(table: str, field: str, value: object, said: str) -> None:
    assert value_words(table, field, value, EN) == said


def test_values_in_dutch() -> None:
    assert value_words("rating", "rating", "na", NL) == "N.v.t."
    assert value_words("requirement", "required_percent", 62.5, NL) == "62,5\N{NO-BREAK SPACE}%"
    assert value_words("rating", "evidence_date", "2020-10-03", NL) == "3 okt 2020"
    moment = datetime(2020, 2, 29, 12, 30, tzinfo=UTC)
    assert value_words("meeting", "at", moment.isoformat(), NL) == NL.moment(moment)


def test_lines(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        set_status(store, key=key("P1", "2019"), status=Status.DRAFT, why="nieuw bewijs")
        rate(store, key=key("P1", "2020"), ratings={"A3": Rating()})
        store.undo()
        gone, new, *reopened, rated = [line_of(change, EN) for change in field_changes(store, since=1)]
        assert (rated.table, rated.record, rated.field) == ("Rating", "Voorbeeld Mode B.V. · 2020 · A1", "Rating")
        assert (rated.before, rated.after, rated.who) == ("Fully", "Not", "A. Voorbeeld")
        assert rated.done == "A1 of Voorbeeld Mode B.V. rated: not"
        assert {line.why for line in reopened} == {"nieuw bewijs"}
        assert (new.field, new.before, new.after) == ("", "(new)", NO_NUMBER)
        assert (gone.before, gone.after) == (NO_NUMBER, "(gone)")
        store.connection.execute("UPDATE change_set SET kind = 'start' WHERE id = 1")
        whole = line_of(field_changes(store)[-1], EN)
        assert whole.record == "Import of tables"
        assert " records (4 parties, " in whole.after
        assert (whole.table, whole.field, whole.before) == ("", "", "")


def test_counts() -> None:
    assert counts_in_words({"party": 1}, EN) == "1 record (1 party)"
    assert counts_in_words({"rating": 6766, "anchor": 2}, EN) == "6,768 records (6,766 ratings)"
    assert counts_in_words({"anchor": 2}, EN) == "2 records"


def test_the_section_of_criteria_without_one_is_called_that() -> None:
    record = Record("section", "1", (("framework", "KLEDING 3"), ("section", "")))
    assert record_words(record, EN) == "KLEDING 3 · without a section"
    assert record_words(record, NL) == "KLEDING 3 · zonder onderdeel"
