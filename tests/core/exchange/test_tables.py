"""The exchange tables are the contract, column by column (docs/exchange-tables.md)."""

import sqlite3
from contextlib import closing

from covenant_monitor.exchange.exporting import _SELECT
from covenant_monitor.exchange.tables import TABLES, Kind, key_of
from covenant_monitor.store import migrations

# `*` required.
CONTRACT = {
    "covenants": "covenant* name_nl name_en sector start_date end_date minimum_group dominance_percent outcomes_public",
    "frameworks": "framework* version* name_nl name_en scale scale_min scale_max status",
    "sections": "framework* version* section* name_nl name_en step weight",
    "criteria": "framework* version* section* criterion* text_nl text_en guidance_nl guidance_en theme dimension weight"
    " from_participation_year groups",
    "anchors": "framework* version* criterion* level* text_nl text_en",
    "mappings": "framework* from_version* from_criterion to_version* to_criterion relation*",
    "rounds": "covenant* round* first_day* last_day* reference_date framework* version* join_rule on_track_margin note",
    "requirements": "covenant* round* participation_year* group required_percent*",
    "parties": "covenant* party* name* kind group country kvk lei joined_on left_on left_reason",
    "figures": "covenant* party year* figure* value* unit source",
    "assessments": "covenant* party* round* kind status assessor reviewer assessed_on note",
    "ratings": "covenant* party* round* kind criterion* rating na_reason evidence evidence_date unproven note",
    "summaries": "covenant* party* round* kind section percent*",
    "alignment": "covenant* year* component dimension* fully* partially* not unit source",
    "indicators": "covenant* indicator* name_nl name_en unit direction",
    "observations": "covenant* indicator* date* value low high numerator denominator source note",
    "targets": "covenant* target* indicator* baseline_date baseline_value milestone_date* milestone_value* note",
    "settings": "covenant* setting* value",
    "meetings": "covenant* at* name",
    "carried": "covenant* party* round* kind criterion* rating* na_reason from_round",
    "responses": "covenant* party* round* kind criterion* response responded_by responded_on answer",
    "remarks": "covenant* party* round* kind criterion text* made_by made_on done",
    "samples": "covenant* party* round* kind criterion*",
    "risks": "covenant* risk* title* description severity likelihood party round owner status raised_on due_on"
    " closed_on result participants criteria themes note",
    **{
        f"{register}s": f"covenant* {register}* title* description party round owner status raised_on due_on closed_on"
        " result participants criteria themes note"
        for register in ("action", "commitment", "complaint")
    },
    "followups": "covenant* action* round* answer* note answered_by answered_on",
}
KEYS = {
    "covenants": "covenant",
    "frameworks": "framework version",
    "sections": "framework version section",
    "criteria": "framework version criterion",
    "anchors": "framework version criterion level",
    "mappings": "framework from_version from_criterion to_version to_criterion",
    "rounds": "covenant round",
    "requirements": "covenant round participation_year group",
    "parties": "covenant party",
    "figures": "covenant party year figure",
    "assessments": "covenant party round kind",
    "ratings": "covenant party round kind criterion",
    "summaries": "covenant party round kind section",
    "alignment": "covenant year component dimension",
    "indicators": "covenant indicator",
    "observations": "covenant indicator date",
    "targets": "covenant target milestone_date",
    "settings": "covenant setting",
    "meetings": "covenant at",
    "carried": "covenant party round kind criterion",
    "responses": "covenant party round kind criterion",
    "remarks": "covenant party round kind criterion",
    "samples": "covenant party round kind criterion",
    **{f"{register}s": f"covenant {register}" for register in ("risk", "action", "commitment", "complaint")},
    "followups": "covenant action round",
}
CHOICES = {
    ("frameworks", "scale"): "levels number",
    ("frameworks", "status"): "draft published",
    ("criteria", "dimension"): "policy practice",
    ("anchors", "level"): "fully partially not",
    ("mappings", "relation"): "same reworded split merged new dropped",
    ("rounds", "join_rule"): "join_round first_full_round",
    ("parties", "kind"): "company association union ngo government other",
    ("assessments", "kind"): "self secretariat second",
    ("assessments", "status"): "draft submitted assessed reviewed final",
    ("ratings", "kind"): "self secretariat second",
    ("summaries", "kind"): "self secretariat second",
    ("alignment", "dimension"): "standards implementation credibility",
    ("alignment", "unit"): "count percent",
    ("indicators", "direction"): "up down",
    ("settings", "setting"): "one_person",
    ("settings", "value"): "0 1",
    **{(table, "kind"): "self secretariat second" for table in ("carried", "responses", "remarks", "samples")},
    **{
        (table, "status"): "open in_progress done dropped"
        for table in ("risks", "actions", "commitments", "complaints")
    },
    ("followups", "answer"): "done partly not",
}


def test_the_tables_their_columns_and_what_is_required() -> None:
    found = {
        name: " ".join(c.name + "*" * c.required for c in columns if not c.name.startswith("x_"))
        for name, columns in TABLES.items()
    }
    assert found == CONTRACT
    assert [column.name for column in TABLES["assessments"][-2:]] == ["x_final_group", "x_final_year"]


def test_the_keys() -> None:
    assert {name: " ".join(key_of(name)) for name in TABLES} == KEYS


def test_the_choices_are_what_the_file_allows() -> None:
    found = {
        (name, column.name): " ".join(column.options)
        for name, columns in TABLES.items()
        for column in columns
        if column.kind is Kind.CHOICE
    }
    assert found == CHOICES
    assert all(bool(c.options) == (c.kind is Kind.CHOICE) for columns in TABLES.values() for c in columns)


def test_every_table_can_be_exported_and_gives_a_value_per_column() -> None:
    assert set(_SELECT) == set(TABLES)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.migrate(connection)
        for name, columns in TABLES.items():
            assert len(connection.execute(f"SELECT {_SELECT[name]}").description) == len(columns)
