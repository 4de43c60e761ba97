"""Proposals for how a table is read: the row of the headings, what the rows are about, what the columns are for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.exchange.assistant.guess import (
    Place,
    guess_header_row,
    guess_recipe,
    guess_sheet,
    proposed_given,
    remembered,
)
from covenant_monitor.exchange.assistant.known import InCovenant, Known, Version
from covenant_monitor.exchange.assistant.recipe import Recipe, Use, from_json, to_json
from covenant_monitor.exchange.raw_table import Cell, Percentage
from covenant_monitor.exchange.sheet_cells import SheetCells
from tests.core.exchange.assistant.stage import sheet, source


def known() -> Known:
    """A covenant with two participants, one round, and a framework with two criteria in one section."""
    made = Known()
    made.covenants.add("KLEDING", "Kleding en textiel")
    within = made.within["kleding"] = InCovenant()
    within.parties.add("P1", "Voorbeeld Mode B.V.")
    within.parties.add("P2", "Tweede B.V.")
    within.rounds["2020"] = ("KADER", "1")
    within.round_codes.append("2020")
    version = made.versions["kader", "1"] = Version()
    version.sections.add("B", "Beleid")
    version.criteria.add("1.01", "Er is beleid")
    version.criteria.add("1.02", "Het beleid is openbaar")
    return made


def uses(recipe: Recipe) -> dict[str, object]:
    return {name: (use.field, dict(use.given)) if use.given else use.field for name, use in recipe.columns.items()}


def test_the_section_scores_of_the_fashion_transparency_index() -> None:
    recipe = guess_recipe(source("fti2023_section_scores.csv"), Known())
    assert (recipe.table, recipe.header_row, recipe.scale, recipe.decimals) == ("summaries", 1, (0, 10), ".")
    assert uses(recipe) == {
        "brand": "parties.name",
        "year": "round",
        "1. Policy & Commitments Score": ("percent", {"section": "1"}),
        "2. Governance Score": ("percent", {"section": "2"}),
        "3. Traceability Score (2023)": ("percent", {"section": "3"}),
        "4. Know, Show & Fix Score": ("percent", {"section": "4"}),
        "5. Spotlight Issues Score (2023)": ("percent", {"section": "5"}),
        "Fashion Transparency Index 2023": ("percent", {"section": ""}),
    }


def test_a_hundred_columns_of_yes_and_no() -> None:
    recipe = guess_recipe(source("fti2023_yesno_matrix.csv"), Known())
    assert recipe.table == "ratings"
    assert recipe.is_wide
    codes = [use.given["criterion"] for use in recipe.columns.values() if use.given]
    assert len(codes) == len(set(codes)) == 110
    assert codes[:3] == ["1.5", "1", "2"]


def test_the_wide_table_of_modern_slavery_statements() -> None:
    recipe = guess_recipe(source("msa_company_year_wide.csv"), Known())
    assert recipe.table == "ratings"
    found = uses(recipe)
    assert (found["sector"], found["company"], found["year"]) == ("covenant", "parties.name", "round")
    assert found["MSA Performance Indicators"] == ("rating", {"criterion": "4"})


def test_headings_below_a_title_and_criteria_by_code_and_by_text() -> None:
    made = sheet(
        ["Uitkomsten beoordelingen", None, None, None],
        ["Stand 3 oktober 2020"],
        [],
        ["Deelnemer", "1.01 Er is een beleid", "Het beleid is openbaar", "Opmerkingen", "Lid sinds"],
        ["Voorbeeld Mode B.V.", "Ja", "Deels", "goed", "3 oktober 2017"],
        ["Tweede B.V.", "Nee", "n.v.t.", None, "1-2-2018"],
    )
    recipe = guess_recipe(made, known(), Place("KLEDING", "2020"))
    assert recipe.header_row == 4
    assert uses(recipe) == {
        "Deelnemer": "parties.name",
        "Opmerkingen": "assessments.note",
        "Lid sinds": "parties.joined_on",
        "1.01 Er is een beleid": ("rating", {"criterion": "1.01"}),
        "Het beleid is openbaar": ("rating", {"criterion": "1.02"}),
    }
    assert recipe.constants == {"covenant": "KLEDING", "round": "2020", "framework": "KADER", "version": "1"}


@pytest.mark.parametrize(
    ("rows", "table", "wanted"),
    [
        (
            [["Bedrijf", "Criterium", "Oordeel"], ["Voorbeeld", "1.01", "ja"]],
            "ratings",
            {"Bedrijf": "parties.name", "Criterium": "criterion", "Oordeel": "rating"},
        ),
        (
            [["Code", "Jaar", "Onderdeel", "Score"], ["P1", 2020, "Beleid", "62,5"]],
            "summaries",
            {"Jaar": "round", "Onderdeel": "section", "Score": "percent", "Code": "parties.name"},
        ),
        (
            [["Naam", "Omzet 2019", "Omzet 2020"], ["Voorbeeld", 10.5, 11]],
            "figures",
            {
                "Naam": "parties.name",
                "Omzet 2019": ("value", {"figure": "turnover", "year": "2019"}),
                "Omzet 2020": ("value", {"figure": "turnover", "year": "2020"}),
            },
        ),
        (
            [["Naam", "Jaar", "Aantal werknemers", "Waterverbruik m3"], ["Voorbeeld", 2020, 10, 5], ["B", 2020, 3, 1]],
            "figures",
            {
                "Naam": "parties.name",
                "Jaar": "year",
                "Aantal werknemers": ("value", {"figure": "employees"}),
                "Waterverbruik m3": ("value", {"figure": "waterverbruik-m3"}),
            },
        ),
        (
            [["Indicator", "Peildatum", "Waarde"], ["Dekking", "31-12-2020", 45]],
            "observations",
            {"Indicator": "indicator", "Peildatum": "date", "Waarde": "value"},
        ),
        (
            [["Merk", 2018, 2019, "2020"], ["A", 10, 20, 30], ["B", 5, 25, 35]],
            "summaries",
            {
                "Merk": "parties.name",
                "2018": ("percent", {"round": "2018"}),
                "2019": ("percent", {"round": "2019"}),
                "2020": ("percent", {"round": "2020"}),
            },
        ),
        (
            [["Bedrijfsnaam", "Land", "KvK-nummer", "Omvang"], ["Voorbeeld", "NL", "00000099", "klein"]],
            "parties",
            {"Bedrijfsnaam": "name", "Land": "country", "KvK-nummer": "kvk", "Omvang": "group"},
        ),
        (
            [["Wie", "Eindscore"], ["Voorbeeld", "7,5"], ["Ander", "6,0"]],
            "summaries",
            {"Wie": "parties.name", "Eindscore": "percent"},
        ),
    ],
)
def test_what_the_rows_are_about(rows: list[list[Cell]], table: str, wanted: dict[str, object]) -> None:
    recipe = guess_recipe(sheet(*rows), Known())
    assert (recipe.table, uses(recipe)) == (table, wanted)


def test_codes_and_names_of_participants_are_told_apart() -> None:
    by_code = sheet(["Deelnemer", "Score"], ["P1", 50], ["p2", 60])
    by_name = sheet(["Deelnemer", "Score"], ["voorbeeld mode b.v.", 50], ["P9", 60])
    for made, wanted in ((by_code, "party"), (by_name, "parties.name")):
        assert guess_recipe(made, known(), Place("KLEDING")).columns["Deelnemer"].field == wanted


def test_a_sector_is_no_covenant_where_the_file_has_others() -> None:
    for value, wanted in (("Schoenen", None), ("kleding en TEXTIEL", Use("covenant"))):
        made = sheet(["Deelnemer", "Sector", "Score"], ["A", value, 50])
        recipe = guess_recipe(made, known(), Place("KLEDING"))
        assert recipe.columns.get("Sector") == wanted
        assert ("covenant" in recipe.constants) == (wanted is None)


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([0.5, 0.75], (0, 1)),
        ([5, "7,5"], (0, 10)),
        ([50, 75], (0, 100)),
        ([Percentage(5.0), Percentage(7.0)], (0, 100)),
        (["5 %", "7 %"], (0, 100)),
        ([0, 0], (0, 100)),
    ],
)
def test_the_scale(values: list[Cell], scale: tuple[float, float]) -> None:
    made = sheet(["Naam", "Totaal"], *([f"Bedrijf {n}", value] for n, value in enumerate(values)))
    assert guess_recipe(made, Known()).scale == scale


@pytest.mark.parametrize(
    ("values", "decimals"),
    [(["1,5", "2"], ","), (["1.5"], "."), (["1,5", "1.5"], ""), (["1.240"], ""), (["1.240,5"], ","), ([5], "")],
)
def test_the_decimals(values: list[Cell], decimals: str) -> None:
    made = sheet(["Naam", "Omzet 2020"], *([f"Bedrijf {n}", value] for n, value in enumerate(values)))
    assert guess_recipe(made, Known()).decimals == decimals


@pytest.mark.parametrize(
    ("days", "first"), [(["13/10/2017"], True), (["10/13/2017"], False), (["3/4/2017"], None), (["13/1/17"], None)]
)
def test_the_order_of_day_and_month(days: list[Cell], first: bool | None) -> None:
    made = sheet(["Naam", "Lid sinds"], *([f"Bedrijf {n}", day] for n, day in enumerate(days)))
    assert guess_recipe(made, Known()).day_first is first


CELL = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans())


@given(st.lists(st.lists(CELL, max_size=5), max_size=8))
def test_any_sheet_has_a_proposal(rows: list[list[Cell]]) -> None:
    made = sheet(*rows)
    recipe = guess_recipe(made, known())
    assert recipe.header_row in made.rows or not made.rows
    assert from_json(to_json(recipe)) == recipe


def test_the_sheet_with_most_cells_that_is_not_hidden() -> None:
    few, many, hidden = sheet(["a"], name="few"), sheet(["a", "b"], name="many"), sheet(["a"] * 9, name="hidden")
    hidden.hidden = True
    assert guess_sheet([few, many, hidden]) is many
    assert guess_header_row(SheetCells("x", "y")) == 1


def test_a_remembered_recipe_is_for_the_round_of_now() -> None:
    made = sheet(["oordeel", "DEELNEMER"], ["ja", "P1"], first=3)
    columns = {"Deelnemer": Use("party"), "Oordeel": Use("rating", {"criterion": "1.01"}), "Weg": Use("note")}
    constants = {"covenant": "OUD", "round": "2019", "kind": "self"}
    old = Recipe("ratings", "Oud blad", 1, columns, constants)
    now = remembered(old, made, 3, known(), Place("KLEDING", "2020"))
    assert (now.sheet, now.header_row) == ("Blad1", 3)
    assert uses(now) == {"DEELNEMER": "party", "oordeel": ("rating", {"criterion": "1.01"})}
    assert {"covenant": "KLEDING", "round": "2020", "kind": "self"}.items() <= now.constants.items()


def test_what_one_more_column_is_about() -> None:
    recipe = Recipe(
        "ratings",
        columns={"a": Use("rating", {"criterion": "1.01"})},
        constants={"covenant": "KLEDING", "round": "2020"},
    )
    assert proposed_given(recipe, "1.02 Openbaar", known()) == {"criterion": "1.02"}
    assert proposed_given(recipe, "Iets anders", known()) == {"criterion": "1"}
    new = replace(recipe, constants={"framework": "NIEUW", "version": "1"})
    assert proposed_given(new, "Het beleid is openbaar", known()) == {"criterion": "1"}
    assert proposed_given(Recipe("parties"), "Naam", known()) == {}


def test_the_lower_of_two_rows_of_headings() -> None:
    made = sheet(
        ["Overzicht deelnemers 2021"],
        [],
        ["Bedrijf", "Beleid", None, None, "Keten", None, None, "Opmerkingen"],
        [None, "1.1 Missie", "1.2 Doelen", "1.3 Rol", "2.1 Inzicht", "2.2 Risico", "2.3 Klachten"],
        *(["Bedrijf " + letter, "ja", "nee", "deels", "ja", "n.v.t.", "nee", "x"] for letter in "ABCDEFG"),
    )
    recipe = guess_recipe(made, Known())
    assert recipe.header_row == 4
    assert uses(recipe)["(A)"] == "parties.name"
    assert uses(recipe)["2.1 Inzicht"] == ("rating", {"criterion": "2.1"})


def test_answers_are_no_headings_where_the_first_column_has_none() -> None:
    made = sheet([None, "Beleid", "Keten"], *([f"Bedrijf {n}", "ja", "nee"] for n in range(6)))
    assert guess_header_row(made) == 1


def test_a_total_beside_its_sections_hides_none_of_them() -> None:
    rows: list[list[Cell]] = [[f"Bedrijf {n}", "3 maart 2021", 6.5, 7.5, 7.0] for n in range(3)]
    made = sheet(["Bedrijf", "Datum beoordeling", "Onderdeel 1 Beleid", "Onderdeel 2 Keten", "Totaalscore"], *rows)
    found = uses(guess_recipe(made, Known()))
    assert found["Onderdeel 1 Beleid"] == ("percent", {"section": "1"})
    assert found["Onderdeel 2 Keten"] == ("percent", {"section": "2"})
    assert found["Totaalscore"] == ("percent", {"section": ""})


def test_a_total_alone_needs_no_section() -> None:
    made = sheet(["Bedrijf", "Totaalscore"], ["Bedrijf A", 7.0], ["Bedrijf B", 6.5])
    assert uses(guess_recipe(made, Known())) == {"Bedrijf": "parties.name", "Totaalscore": "percent"}
