"""Recipes: their JSON form, the headings they name, and what a column can be."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.assistant.recipe import (
    MAIN_TABLES,
    MEANINGS,
    VALUE_OF,
    Recipe,
    Use,
    fields_of,
    from_json,
    headings,
    signature,
    to_json,
)
from covenant_monitor.exchange.raw_table import Cell, CellError
from covenant_monitor.exchange.tables import TABLES

TEXT = st.text(max_size=12)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    table = draw(st.sampled_from(list(TABLES)))
    fields = st.sampled_from(list(fields_of(table)))
    uses = st.builds(Use, fields, st.dictionaries(fields, TEXT, max_size=2))
    low = draw(st.floats(-100, 100))
    return Recipe(
        table=table,
        sheet=draw(TEXT),
        header_row=draw(st.integers(1, 50)),
        columns=draw(st.dictionaries(TEXT, uses, max_size=4)),
        constants=draw(st.dictionaries(fields, TEXT, max_size=3)),
        words=draw(
            st.dictionaries(
                TEXT, st.lists(st.tuples(TEXT, st.sampled_from(MEANINGS)), max_size=3).map(tuple), max_size=2
            )
        ),
        scale=(low, low + draw(st.floats(0.5, 100))),
        decimals=draw(st.sampled_from(["", ",", "."])),
        day_first=draw(st.sampled_from([None, True, False])),
        leave_out=tuple(draw(st.lists(TEXT, max_size=3))),
        make_missing=draw(st.booleans()),
    )


@given(recipes())
def test_a_recipe_comes_back_from_json(recipe: Recipe) -> None:
    text = to_json(recipe)
    assert from_json(text) == recipe
    assert to_json(from_json(text)) == text


@given(st.text())
def test_other_text_is_no_recipe(text: str) -> None:
    with pytest.raises(Problem):
        from_json(text)


@pytest.mark.parametrize(
    "change",
    [
        {"recipe": 2},
        {"table": "parents"},
        {"table": None},
        {"unknown": 1},
        {"header_row": 0},
        {"header_row": True},
        {"sheet": 1},
        {"columns": {"a": {"field": "nothing"}}},
        {"columns": {"a": {"field": "rating", "given": {"nothing": "1"}}}},
        {"columns": {"a": {"field": "rating", "given": 1}}},
        {"columns": {"a": {"field": "rating", "more": 1}}},
        {"columns": []},
        {"constants": {"round": 2020}},
        {"words": {"rating": [["ja"]]}},
        {"words": {"rating": "ja"}},
        {"scale": [10, 0]},
        {"scale": ["0", "10"]},
        {"decimals": ";"},
        {"day_first": "yes"},
        {"leave_out": "total"},
        {"make_missing": 1},
    ],
)
def test_what_is_wrong_in_a_recipe_is_told(change: dict[str, object]) -> None:
    values = {**json.loads(to_json(Recipe("ratings"))), **change}
    with pytest.raises(Problem, match="not a recipe"):
        from_json(json.dumps(values))


def test_headings_are_told_apart() -> None:
    cells: list[Cell] = ["Naam", None, "Oordeel", " oordeel ", 2019.0, 2020, CellError("#REF!"), True, "a\nb"]
    assert headings(cells) == [
        *("Naam", "(B)", "Oordeel", "oordeel (2)", "2019", "2020", "(G)", "(H)", "a b"),
    ]


def test_the_signature_does_not_mind_order_or_case() -> None:
    assert signature(["Naam", "(B)", "Jaar"]) == signature(["jaar", "NAAM"]) != signature(["Naam"])


@pytest.mark.parametrize("table", list(TABLES))
def test_every_column_of_a_table_can_be_named(table: str) -> None:
    assert {column.name for column in TABLES[table]} <= set(fields_of(table))


def test_the_value_of_a_table_is_one_of_its_columns() -> None:
    assert all(VALUE_OF[table] in fields_of(table) for table in MAIN_TABLES if table in VALUE_OF)
    assert Recipe("ratings", columns={"a": Use("rating", {"criterion": "1"})}).is_wide
    assert not Recipe("ratings", columns={"a": Use("rating")}).is_wide
