"""Whole tables in by a recipe: real extracts, what is made on the way, what is found, and one step back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange.assistant import importing as assistant_importing
from covenant_monitor.exchange.assistant.guess import guess_recipe
from covenant_monitor.exchange.assistant.importing import (
    guess_for,
    import_by_recipe,
    read_recipe,
    sheet_for,
    try_out,
)
from covenant_monitor.exchange.assistant.known import Known, known_in
from covenant_monitor.exchange.assistant.reading import read_source
from covenant_monitor.exchange.assistant.recipe import MAIN_TABLES, Recipe, Use, to_json
from covenant_monitor.exchange.assistant.tables import (
    FIELDS,
    LEFT_OUT,
    MERGED_FILLED,
    NO_COLUMN,
    NO_ROWS,
    NOBODY,
    NOTHING_USED,
    follow,
)
from covenant_monitor.exchange.importing import import_tables
from covenant_monitor.exchange.lookup import TWICE
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.language import language
from covenant_monitor.store import standing_reading
from covenant_monitor.store.store import Store, create
from tests.core.exchange.assistant.stage import SOURCES, sheet, source

NEW = {"covenant": "NIEUW", "round": "2023", "framework": "KADER", "version": "1"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create(tmp_path / "a.covenant", user="A. Voorbeeld") as made:
        yield made


def rows(table: RawTable | None) -> list[Mapping[str, object]]:
    assert table is not None
    return [
        {name: cell for name, cell in zip(table.header, cells, strict=True) if cell is not None}
        for _number, cells in table.rows
    ]


def one(store: Store, query: str) -> object:
    ((value,),) = store.connection.execute(query).fetchall()
    return value


def test_section_scores_come_in_whole(store: Store) -> None:
    path = SOURCES / "fti2023_section_scores.csv"
    recipe = guess_for(store, path)
    recipe = replace(recipe, constants={name: value for name, value in NEW.items() if name != "round"})
    done = import_by_recipe(store, [path], recipe)
    brands = len(source(path.name).rows) - 1
    assert done.counts.added == {
        "covenants": 1, "frameworks": 1, "sections": 5, "rounds": 1, "parties": brands, "assessments": brands,
        "summaries": 6 * brands,
    }  # fmt: skip
    (adjusted,) = [s for s in standing_reading.standings(store, "NIEUW", "2023") if s.party.name == "AJIO"]
    assert adjusted.score is not None
    assert adjusted.score.score is not None
    assert float(adjusted.score.score) == pytest.approx(7.999855384615384)
    again = import_by_recipe(store, [path], recipe)
    assert (again.counts.added, again.counts.changed, again.change.rows) == ({}, {}, 0)
    store.undo()
    assert one(store, "SELECT count(*) FROM covenant") == 0
    assert store.next_undo() is None


def test_a_hundred_yes_no_columns_come_in_whole(store: Store) -> None:
    path = SOURCES / "fti2023_yesno_matrix.csv"
    done = import_by_recipe(store, [path], replace(guess_for(store, path), constants=NEW))
    brands = len(source(path.name).rows) - 1
    assert done.counts.added["criteria"] == 110
    assert done.counts.added["ratings"] == 110 * brands
    assert one(store, "SELECT count(*) FROM rating WHERE value = 1") == path.read_text().count("Yes")
    assert one(store, "SELECT text_nl FROM criterion WHERE code = '1.5'") == "Verified Sustainability Report"


def test_the_wide_modern_slavery_table_comes_in_whole(store: Store) -> None:
    path = SOURCES / "msa_company_year_wide.csv"
    recipe = read_recipe(SOURCES / "msa_recipe.json")
    done = import_by_recipe(store, [path], recipe)
    cells = source(path.name)
    pairs = {(row[0], row[1], row[2]) for number, row in cells.rows.items() if number > 1}
    assert done.counts.added["assessments"] == len(pairs)
    assert done.counts.added["criteria"] == 21
    assert done.counts.added["covenants"] == 3
    assert one(store, "SELECT count(*) FROM assessment WHERE status <> 'assessed'") == 0
    reasons = store.connection.execute("SELECT DISTINCT na_reason FROM rating WHERE not_applicable").fetchall()
    assert reasons == [("Not Applicable",)]
    assert import_by_recipe(store, [path], recipe).change.rows == 0


def test_several_sources_are_one_change(store: Store, tmp_path: Path) -> None:
    for year in (2020, 2021):
        (tmp_path / f"{year}.csv").write_text(f"Naam;Jaar;Totaalscore\nVoorbeeld B.V.;{year};6,5\n", encoding="utf-8")
    framework = {"covenant": "N", "framework": "K", "version": "1"}
    recipe = replace(guess_for(store, tmp_path / "2020.csv"), constants=framework)
    done = import_by_recipe(store, [tmp_path / "2020.csv", tmp_path / "2021.csv"], recipe)
    assert (done.counts.added["parties"], done.counts.added["rounds"]) == (1, 2)
    with pytest.raises(Problem, match="itself"):
        import_by_recipe(store, [store.path], recipe)


def test_what_would_change_is_told_field_by_field(store: Store) -> None:
    made = sheet(["Naam", "Omvang"], ["Voorbeeld B.V.", "klein"], ["Nieuw B.V.", "groot"])
    recipe = Recipe("parties", columns={"Naam": Use("name"), "Omvang": Use("group")}, constants={"covenant": "NIEUW"})
    first = follow(sheet(["Naam", "Omvang"], ["Voorbeeld B.V.", "groot"]), recipe, known_in(store))
    assert try_out(store, first).changes == []
    assert one(store, "SELECT count(*) FROM party") == 0
    import_tables(store, first.tables, first.findings, source="x")
    tried = try_out(store, follow(made, recipe, known_in(store)))
    assert tried.counts is not None
    assert (tried.counts.added, tried.counts.changed) == ({"parties": 1}, {"parties": 1})
    (change,) = tried.changes
    assert (change.field, change.before, change.after) == ("group_code", "large", "small")
    assert one(store, "SELECT group_code FROM party") == "large"


def test_findings_name_the_cells_of_the_source(store: Store) -> None:
    made = sheet(
        ["Naam", "1.01 Beleid", "1.02 Openbaar"],
        ["Voorbeeld B.V.", "ja", "misschien"],
        ["Voorbeeld B.V.", "nee", "ja"],
        first=4,
    )
    columns = {
        "Naam": Use("parties.name"),
        "1.01 Beleid": Use("rating", {"criterion": "1.01"}),
        "1.02 Openbaar": Use("rating", {"criterion": "1.02"}),
    }
    tried = try_out(store, follow(made, Recipe("ratings", "Blad1", 4, columns, NEW), known_in(store)))
    assert tried.rejected is not None
    found = {(f.cell, f.message) for f in tried.rejected.findings}  # type: ignore[attr-defined]
    assert {cell for cell, _message in found} == {"C5", "B6"}
    assert all(f.text(language("nl")).startswith("bron.xlsx, blad Blad1, cel ") for f in tried.rejected.findings)


def test_the_same_company_twice_with_another_outcome_is_found(store: Store) -> None:
    made = sheet(["Naam", "Score"], ["Voorbeeld B.V.", 50], ["VOORBEELD  b.v.", 60])
    recipe = Recipe("summaries", columns={"Naam": Use("parties.name"), "Score": Use("percent")}, constants=NEW)
    tried = try_out(store, follow(made, recipe, known_in(store)))
    assert tried.rejected is not None
    (finding,) = tried.rejected.findings
    assert finding.message == TWICE  # type: ignore[attr-defined]


def test_totals_and_rows_about_nobody_are_left_out() -> None:
    made = sheet(
        ["Naam", "Score"], ["Voorbeeld", 50], [None, 60], ["Totaal 2020", 55], ["Gemiddelde", 55], [None, None]
    )
    columns = {"Naam": Use("parties.name"), "Score": Use("percent")}
    done = follow(made, Recipe("summaries", columns=columns, constants=NEW), Known())
    assert [(f.cell, f.message, f.severity) for f in done.findings] == [
        ("A3", NOBODY, "note"),
        ("A4", LEFT_OUT, "note"),
        ("A5", LEFT_OUT, "note"),
    ]
    assert len(rows(done.table("summaries"))) == 1


def test_many_rows_about_nobody_stop_nothing(store: Store) -> None:
    made = sheet(["Naam", "Score"], ["Voorbeeld", 50], *([None, n] for n in range(1000)))
    columns = {"Naam": Use("parties.name"), "Score": Use("percent")}
    done = follow(made, Recipe("summaries", columns=columns, constants=NEW), known_in(store))
    assert {finding.severity for finding in done.findings} == {"note"}
    assert try_out(store, done).counts is not None


def test_values_that_cannot_be_are_found_at_their_cells() -> None:
    made = sheet(["Naam", "Score", "Lid sinds"], ["Voorbeeld", "veel", "03/04/2020"], ["Ander", 12, "3 april 2020"])
    columns = {"Naam": Use("parties.name"), "Score": Use("percent"), "Lid sinds": Use("parties.joined_on")}
    constants = {**NEW, "assessments.assessed_on": "ooit"}
    recipe = Recipe("summaries", columns=columns, constants=constants, scale=(0, 10))
    done = follow(made, recipe, Known())
    assert [(finding.cell, finding.severity) for finding in done.findings] == [
        ("", "error"),
        ("B2", "error"),
        ("C2", "error"),
        ("B3", "error"),
    ]


def test_merged_cells_count_for_every_row() -> None:
    made = sheet(["Naam", "Criterium", "Oordeel"], ["Voorbeeld", "1.01", "ja"], [None, "1.02", "nee"])
    made.merged = [(2, 0, 3, 0), (1, 0, 1, 1)]
    columns = {"Naam": Use("parties.name"), "Criterium": Use("criterion"), "Oordeel": Use("rating")}
    done = follow(made, Recipe("ratings", columns=columns, constants=NEW), Known())
    assert [(f.cell, f.message, f.values) for f in done.findings] == [("A2", MERGED_FILLED, {"area": "A2:A3"})]
    assert [(row["party"], row["criterion"], row["rating"]) for row in rows(done.table("ratings"))] == [
        ("VOORBEELD", "1.01", "fully"),
        ("VOORBEELD", "1.02", "not"),
    ]


def test_na_has_what_stands_there_as_its_reason() -> None:
    made = sheet(["Naam", "A", "B"], ["Voorbeeld", "n.v.t. geen productie", "ja"])
    columns = {
        "Naam": Use("parties.name"),
        "A": Use("rating", {"criterion": "1"}),
        "B": Use("rating", {"criterion": "2"}),
    }
    recipe = Recipe("ratings", columns=columns, constants=NEW)
    found = rows(follow(made, recipe, Known()).table("ratings"))
    assert [row.get("na_reason") for row in found] == ["n.v.t. geen productie", None]
    given = replace(recipe, constants={**NEW, "na_reason": "niet gevraagd"})
    found = rows(follow(made, given, Known()).table("ratings"))
    assert [row.get("na_reason") for row in found] == ["niet gevraagd", None]


def test_two_columns_about_one_criterion_are_one_row() -> None:
    made = sheet(["Naam", "1.01", "Bewijs 1.01", "1.02"], ["Voorbeeld", "ja", "beleid.pdf", None])
    columns = {
        "Naam": Use("parties.name"),
        "1.01": Use("rating", {"criterion": "1.01"}),
        "Bewijs 1.01": Use("evidence", {"criterion": "1.01"}),
        "1.02": Use("rating", {"criterion": "1.02"}),
    }
    (row,) = rows(follow(made, Recipe("ratings", columns=columns, constants=NEW), Known()).table("ratings"))
    assert (row["criterion"], row["rating"], row["evidence"]) == ("1.01", "fully", "beleid.pdf")


def test_figures_and_observations() -> None:
    made = sheet(["Naam", "Omzet 2019", "Omzet 2020"], ["Voorbeeld", "1.240,5", "-"])
    columns = {
        "Naam": Use("parties.name"),
        **{f"Omzet {year}": Use("value", {"figure": "turnover", "year": f"{year}"}) for year in (2019, 2020)},
    }
    recipe = Recipe("figures", columns=columns, constants={"covenant": "NIEUW", "unit": "EUR"}, decimals=",")
    (row,) = rows(follow(made, recipe, Known()).table("figures"))
    assert row == {
        "covenant": "NIEUW", "party": "VOORBEELD", "year": 2019, "figure": "turnover", "value": 1240.5, "unit": "EUR",
    }  # fmt: skip
    made = sheet(["Indicator", "Datum", "Waarde"], ["Dekking van de markt", "31 december 2020", 45])
    columns = {"Indicator": Use("indicator"), "Datum": Use("date"), "Waarde": Use("value")}
    recipe = Recipe("observations", columns=columns, constants={"covenant": "NIEUW", "indicators.unit": "%"})
    done = follow(made, recipe, Known())
    assert rows(done.table("indicators"))[0]["indicator"] == "DEKKING-VAN-DE-MARKT"
    assert rows(done.table("indicators"))[0]["unit"] == "%"
    assert rows(done.table("observations"))[0]["value"] == 45


def test_without_making_what_is_missing_the_import_says_so(store: Store) -> None:
    made = sheet(["Naam", "Score"], ["Voorbeeld", 50])
    columns = {"Naam": Use("parties.name"), "Score": Use("percent")}
    recipe = Recipe("summaries", columns=columns, constants=NEW, make_missing=False)
    done = follow(made, recipe, known_in(store))
    assert [table.name for table in done.tables] == ["summaries"]
    assert try_out(store, done).rejected is not None


def test_a_round_that_cannot_be_made(store: Store) -> None:
    made = sheet(["Naam", "Score"], ["Voorbeeld", 50])
    columns = {"Naam": Use("parties.name"), "Score": Use("percent")}
    for constants, said in (
        ({**NEW, "framework": ""}, "which framework"),
        ({**NEW, "round": "2019-2020"}, "which days"),
    ):
        done = follow(made, Recipe("summaries", columns=columns, constants=constants), known_in(store))
        assert any(said in finding.text(language("en")) for finding in done.findings)
    days = {**NEW, "round": "2019-2020", "rounds.first_day": "1-7-2019", "rounds.last_day": "30 juni 2020"}
    done = follow(made, Recipe("summaries", columns=columns, constants=days), known_in(store))
    tried = try_out(store, done)
    assert tried.counts is not None, tried.rejected and [f.text(language("en")) for f in tried.rejected.findings]


def test_a_recipe_that_does_not_fit() -> None:
    made = sheet(["Naam", "Score"])
    columns = {"Naam": Use("parties.name"), "Weg": Use("percent")}
    assert [f.message for f in follow(made, Recipe("summaries", columns=columns), Known()).findings] == [
        NO_COLUMN,
        NO_ROWS,
    ]
    assert [f.message for f in follow(made, Recipe("summaries"), Known()).findings] == [NOTHING_USED]


def test_error_cells_are_found_and_stay_unset(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook(path)
    page = book.add_worksheet("Scores")
    page.write_row(0, 0, ["Naam", "Totaal"])
    page.write(1, 0, "Voorbeeld")
    page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    book.close()
    recipe = replace(guess_for(store, path), table="summaries", constants=NEW)
    recipe = replace(recipe, columns={"Naam": Use("parties.name"), "Totaal": Use("percent")})
    with pytest.raises(Rejected) as caught:
        import_by_recipe(store, [path], recipe)
    assert any("B2" in finding.text(language("en")) for finding in caught.value.findings)


def test_sheets_and_recipes_in_files(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook(path)
    for name in ("Een", "Twee"):
        book.add_worksheet(name).write(0, 0, "x")
    book.close()
    sheets, _findings = read_source(path)
    assert sheet_for(sheets, "twee").name == "Twee"
    assert sheet_for(sheets[:1], "Anders").name == "Een"
    with pytest.raises(Problem, match="Een, Twee"):
        sheet_for(sheets, "Drie")
    recipe = tmp_path / "r.json"
    recipe.write_text(to_json(Recipe("parties")), encoding="utf-8-sig")
    assert read_recipe(recipe) == Recipe("parties")
    recipe.write_bytes("é".encode("cp1252"))
    with pytest.raises(Problem, match="UTF-8"):
        read_recipe(recipe)


def test_what_no_row_says_is_said_once() -> None:
    made = sheet(["Naam", "Score"], *([f"Bedrijf {n}", 50] for n in range(30)))
    columns = {"Naam": Use("parties.name"), "Score": Use("percent")}
    constants = {name: value for name, value in NEW.items() if name != "round"}
    done = follow(made, Recipe("summaries", columns=columns, constants=constants), Known())
    (finding,) = done.findings
    assert finding.text(language("en")) == (
        "bron.xlsx, sheet Blad1: No row says this: Round. Say which column holds it, or what it is for all rows."
    )
    assert done.tables == []


@pytest.mark.parametrize("table", MAIN_TABLES)
def test_whatever_has_to_be_said_has_a_name(table: str) -> None:
    needed = {column.name for column in TABLES[table] if column.required}
    assert needed <= {*FIELDS, "name", "kind"}
    assert set(FIELDS) <= {column.name for name in MAIN_TABLES for column in TABLES[name]}


def test_nobody_is_named_at_all() -> None:
    done = follow(
        sheet(["Score"], [50]), Recipe("summaries", columns={"Score": Use("percent")}, constants=NEW), Known()
    )
    assert [finding.text(language("en")).split(": ", 1)[1] for finding in done.findings] == [
        "No row says this: Participant, name. Say which column holds it, or what it is for all rows."
    ]


def test_what_a_published_version_does_not_have_is_said_as_that(store: Store) -> None:
    made = sheet(["Naam", "Klachten", "Beleid"], ["Voorbeeld", "ja", "nee"])
    columns = {
        "Naam": Use("parties.name"),
        "Klachten": Use("rating", {"criterion": "9.01"}),
        "Beleid": Use("rating", {"criterion": "9.02"}),
    }
    first = follow(made, Recipe("ratings", columns={**columns}, constants=NEW), known_in(store))
    import_tables(store, first.tables, first.findings, source="x")
    store.connection.execute("UPDATE framework SET status = 'published'")
    columns["Beleid"] = Use("rating", {"criterion": "9.03"})
    tried = try_out(store, follow(made, Recipe("ratings", columns=columns, constants=NEW), known_in(store)))
    assert tried.rejected is not None
    said = [finding.text(language("en")) for finding in tried.rejected.findings]  # type: ignore[attr-defined]
    assert said == [
        f"bron.xlsx, sheet Blad1, cell C2: This is not in framework {NEW['framework']} {NEW['version']}, which is"
        " published and takes nothing new. Say what it is there, leave the column out, or choose a round of another"
        " version."
    ]


def test_what_is_all_new_is_not_told_field_by_field(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*_args: object, **_options: object) -> None:
        raise AssertionError("thousands of new records, told to be left out")

    monkeypatch.setattr(assistant_importing, "field_changes", told)
    made = source("fti2023_section_scores.csv")
    constants = {"covenant": "FTI", "framework": "FTI", "version": "2023"}
    recipe = replace(guess_recipe(made, known_in(store)), constants=constants)
    tried = try_out(store, follow(made, recipe, known_in(store)))
    assert tried.counts is not None
    assert tried.changes == []
