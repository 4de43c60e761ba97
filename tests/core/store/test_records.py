"""What record a row of the ledger is about."""

from dataclasses import replace
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.changes import field_changes
from covenant_monitor.store.field_names import FIELD_NAMES
from covenant_monitor.store.parties import edit_party
from covenant_monitor.store.queries import party
from covenant_monitor.store.records import REFERENCES, Names
from covenant_monitor.store.schema import RECORDED_TABLES, columns
from tests.core.store.small import key, small


def test_references_are_those_of_the_file(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for table in RECORDED_TABLES:
            found = {row[3]: row[2] for row in store.connection.execute(f"PRAGMA foreign_key_list({table})")}
            assert REFERENCES.get(table, {}) == found


def test_every_field_has_a_name(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        silent = {"id", "not_applicable", "final_group", "final_year"}
        named = {name for table in RECORDED_TABLES for name, _, _ in columns(store.connection, table)}
    assert named - silent - FIELD_NAMES.keys() == set()


@pytest.mark.parametrize(
    ("table", "label", "owners"),
    [
        ("covenant", "KLEDING", ("KLEDING", "")),
        ("framework", "F 1", ("", "")),
        ("section", "F 1 · A", ("", "")),
        ("criterion", "F 1 · A1", ("", "")),
        ("anchor", "F 1 · A1", ("", "")),
        ("mapping", "F 1 · A1 · F 2 · A1", ("", "")),
        ("round", "2019", ("KLEDING", "")),
        ("requirement", "2019 · 1", ("KLEDING", "")),
        ("party", "Voorbeeld Mode B.V.", ("KLEDING", "P1")),
        ("assessment", "Voorbeeld Mode B.V. · 2019", ("KLEDING", "P1")),
        ("rating", "Voorbeeld Mode B.V. · 2019 · A1", ("KLEDING", "P1")),
        ("summary", "Denkbeeldig Dessin B.V. · 2020", ("KLEDING", "P3")),
        ("alignment", "2020", ("KLEDING", "")),
        ("indicator", "OMZET", ("KLEDING", "")),
        ("observation", "OMZET · 2018-12-31", ("KLEDING", "")),
        ("target", "DOEL", ("KLEDING", "")),
        ("milestone", "DOEL · 2020-12-31", ("KLEDING", "")),
    ],
)
def test_every_kind_of_record_has_a_label(tmp_path: Path, table: str, label: str, owners: tuple[str, str]) -> None:
    with small(tmp_path / "a.covenant") as store:
        found = [line.record for line in field_changes(store, opened=[1]) if line.record.table == table]
    record = next(record for record in found if record.label == label)
    assert (record.covenant, record.party) == owners


def test_names_of_today_and_of_what_is_gone(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P2", "2020"), ratings={"A1": Rating(1)})
        known = party(store, "KLEDING", "P2")
        edit_party(store, covenant="KLEDING", party=replace(known, name="Nieuwe Naam"))
        store.undo()
        store.undo()
        labels = {line.record.label for line in field_changes(store, since=1)}
        edit_party(store, covenant="KLEDING", party=replace(known, name="Nieuwe Naam"))
        later = {line.record.label for line in field_changes(store, since=1)}
    # The rating and its assessment are gone, and still known by what they were.
    assert labels == {"Fictief Textiel N.V.", "Fictief Textiel N.V. · 2020", "Fictief Textiel N.V. · 2020 · A1"}
    assert later == {label.replace("Fictief Textiel N.V.", "Nieuwe Naam") for label in labels}


def test_a_fixed_number_of_queries(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        asked: list[str] = []
        store.connection.set_trace_callback(asked.append)
        Names(store)
        first = len(asked)
        rate(store, key=key("P2", "2020"), ratings={code: Rating(1) for code in ("A1", "A2", "B1")})
        asked.clear()
        Names(store)
        assert len(asked) == first <= 12
