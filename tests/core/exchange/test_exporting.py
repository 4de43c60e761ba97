"""Export, then import: the same file; the same content: the same bytes."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from covenant_monitor.domain.model import Party, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.exporting import export_tables, rows_of
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.exchange.tables import TABLES as COLUMNS
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import add_party
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Store, create
from tests.core.store.small import TABLES, bring, contents, digest, key, raw, small

TARGETS = ["export.xlsx", "export"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        yield opened


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", TARGETS)
def test_export_then_import_changes_nothing(tmp_path: Path, store: Store, name: str) -> None:
    written = export_tables(store, tmp_path / name)
    assert written == {table: len(raw(table, text).rows) for table, text in TABLES.items()}
    done = import_files(store, [tmp_path / name])
    assert (done.counts.added, done.counts.changed, list(done.notes)) == ({}, {}, [])


@pytest.mark.parametrize("name", TARGETS)
def test_an_export_into_a_new_file_gives_the_same_records_and_scores(tmp_path: Path, store: Store, name: str) -> None:
    export_tables(store, tmp_path / name)
    tables = [*RECORDED_TABLES, "score", "section_score"]
    with create(tmp_path / "other.covenant") as other:
        import_files(other, [tmp_path / name])
        assert contents(other, tables) == contents(store, tables)
        assert check(other).findings == []
        again = tmp_path / f"again {name}"
        export_tables(other, again)
        if again.is_dir():
            assert bytes_of(again) == bytes_of(tmp_path / name)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_content_gives_the_same_bytes_whatever_the_order_it_came_in(tmp_path: Path, store: Store) -> None:
    export_tables(store, tmp_path / "one")
    with create(tmp_path / "other.covenant") as other:
        turned = {}
        for table, text in TABLES.items():
            header, *rows = text.strip().splitlines()
            turned[table] = "\n".join([header, *reversed(rows)])
        bring(other, **turned)
        export_tables(other, tmp_path / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    export_tables(store, tmp_path / "1.xlsx")
    export_tables(store, tmp_path / "2.xlsx")
    assert digest(tmp_path / "1.xlsx") == digest(tmp_path / "2.xlsx")


def test_rows_stand_by_key_as_people_number_things_with_the_columns_as_listed(tmp_path: Path, store: Store) -> None:
    bring(store, criteria="framework,version,section,criterion\nN,1,S,N10\nN,1,S,N9")
    export_tables(store, tmp_path / "out")
    rows = read_csv(tmp_path / "out" / "criteria.csv")
    assert rows[0] == [column.name for column in COLUMNS["criteria"]]
    assert [row[3] for row in rows[1:]] == ["A1", "A2", "A3", "B1", "B2", "A1", "N1", "N2", "N9", "N10"]
    assert read_csv(tmp_path / "out" / "ratings.csv")[1:4] == [
        ["KLEDING", "P1", "2019", "secretariat", "A1", "fully", "", "beleid.pdf", "2019-06-01", "", ""],
        ["KLEDING", "P1", "2019", "secretariat", "A2", "partially", "", "", "", "1", "nog zien"],
        ["KLEDING", "P1", "2019", "secretariat", "A3", "not", "", "", "", "", ""],
    ]


def test_only_the_tables_that_are_wanted_also_when_empty(tmp_path: Path, store: Store) -> None:
    assert export_tables(store, tmp_path / "out", tables=["parties", "rounds"]) == {"rounds": 3, "parties": 4}
    assert sorted(bytes_of(tmp_path / "out")) == ["parties.csv", "rounds.csv"]
    with create(tmp_path / "empty.covenant") as empty:
        assert export_tables(empty, tmp_path / "empty.xlsx", tables=["parties"]) == {"parties": 0}
        book = openpyxl.load_workbook(tmp_path / "empty.xlsx")
        assert [cell.value for cell in book["parties"][1]] == [column.name for column in COLUMNS["parties"]]
        assert export_tables(empty, tmp_path / "none") == {}


def test_what_cannot_be_exported_is_told(tmp_path: Path, store: Store) -> None:
    with pytest.raises(Problem, match=r"no table partijen\. There are: covenants, frameworks"):
        export_tables(store, tmp_path / "out", tables=["partijen"])
    (tmp_path / "file.csv").write_text("van iemand")
    with pytest.raises(Problem, match=r"is a file\. Give a folder"):
        export_tables(store, tmp_path / "file.csv")
    assert (tmp_path / "file.csv").read_text() == "van iemand"
    with pytest.raises(Problem):
        export_tables(store, tmp_path / "none" / "out.xlsx")
    assert not (tmp_path / "none").exists()


def test_a_workbook_has_numbers_and_days_as_such(tmp_path: Path, store: Store) -> None:
    export_tables(store, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == list(TABLES)
    parties = {row[1].value: row for row in book["parties"].iter_rows(min_row=2)}
    assert str(parties["P1"][8].value) == "2018-05-01 00:00:00"
    assert (parties["P1"][6].value, parties["P1"][6].data_type) == ("01234567", "s")
    figures = [row[4].value for row in book["figures"].iter_rows(min_row=2)]
    assert figures == [5900.1, 12.3]


HOSTILE = [
    *("-", "- ", "=1+1", "=cmd|' /C calc'!A0", "+1", "@x", "<b>x</b>", "\u202ex\u202c", "🧵👩\u200d🏭"),
    *("_x0041_", "a\nb", "a\tb", 'a"b', "a;b,c", "1e5", "007", "TRUE", "2020-01-01", "#N/A", "n" * 30_000),
]


@pytest.mark.parametrize("name", TARGETS)
def test_F55_any_text_comes_back_as_it_was(tmp_path: Path, store: Store, name: str) -> None:
    for n, text in enumerate(HOSTILE):
        group = " ".join(text[:50].split())
        add_party(store, covenant="KLEDING", party=Party(f"X{n}", text, left_reason=text, group=group))
        rate(store, key=key(f"X{n}", "2020"), ratings={"A1": Rating(1, note=text, evidence=text)})
    export_tables(store, tmp_path / name)
    done = import_files(store, [tmp_path / name])
    assert (done.counts.added, done.counts.changed) == ({}, {})
    with create(tmp_path / "other.covenant") as other:
        import_files(other, [tmp_path / name])
        assert contents(other, ["party", "rating"]) == contents(store, ["party", "rating"])
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(tmp_path / name)["parties"]
        assert {row[2].data_type for row in sheet.iter_rows(min_row=2)} <= {"s", "inlineStr"}


def test_a_name_too_long_for_a_workbook_is_refused_rather_than_cut(tmp_path: Path, store: Store) -> None:
    add_party(store, covenant="KLEDING", party=Party("P9", "n" * 40_000))
    with pytest.raises(Problem, match="export to a folder of CSV files"):
        export_tables(store, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
    export_tables(store, tmp_path / "out")
    assert "n" * 40_000 in [row[2] for row in read_csv(tmp_path / "out" / "parties.csv")]


def test_an_empty_text_is_an_empty_cell(store: Store) -> None:
    (covenant,) = rows_of(store, "covenants")
    assert "" not in covenant
    assert rows_of(store, "ratings")[0][6] is None


# Random covenants


codes = st.text(st.sampled_from("abÉß1.-_ ŁΣ"), min_size=1, max_size=4).map(str.strip).filter(bool).filter("-".__ne__)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=8) | st.sampled_from(
    ["", "-", "=1", "a\nb", "x "]
)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
percents = st.floats(0, 100)
numbers = st.floats(-1e12, 1e12)


@dataclass
class Made:
    """Rows that the tables of a random covenant are written from."""

    tables: Mapping[str, tuple[str, Sequence[Sequence[object]]]]


@st.composite
def covenants(draw: st.DrawFn) -> Made:
    """A covenant with one framework, by levels or by numbers, some rounds, parties, ratings and observations."""

    def some(most: int) -> list[str]:
        return draw(st.lists(codes, max_size=most, unique_by=lambda c: c.casefold().casefold(), min_size=1))

    levels = draw(st.booleans())
    criteria, rounds, parties = some(3), some(2), some(3)
    groups = draw(st.lists(st.sampled_from(["klein", "groot"]), unique=True))
    rating = st.sampled_from(["fully", "partially", "not", "na", ""]) if levels else st.floats(0, 7) | st.just("na")
    ratings = [
        ("K", party, round_, kind, criterion, value, "reden" if value == "na" else "", draw(texts), draw(st.booleans()))
        for party in parties
        for round_ in rounds
        for kind in draw(st.lists(st.sampled_from(["self", "secretariat", "second"]), unique=True))
        for criterion in criteria
        for value in [draw(rating)]
    ]
    observed = draw(st.dictionaries(days, st.tuples(numbers, numbers), max_size=3))
    return Made(
        {
            "covenants": ("covenant name_nl dominance_percent", [("K", draw(texts), draw(percents))]),
            "frameworks": (
                "framework version scale scale_max",
                [("F", "1", "levels" if levels else "number", "" if levels else 7)],
            ),
            "sections": ("framework version section weight", [("F", "1", "S", draw(st.floats(0.01, 100)))]),
            "criteria": (
                "framework version section criterion text_nl weight groups",
                [("F", "1", "S", c, draw(texts), draw(st.floats(0.01, 100)), ";".join(groups)) for c in criteria],
            ),
            "rounds": (
                "covenant round first_day last_day framework version on_track_margin",
                [
                    ("K", r, f"{2000 + i}-01-01", f"{2000 + i}-12-31", "F", "1", draw(percents))
                    for i, r in enumerate(rounds)
                ],
            ),
            "requirements": (
                "covenant round participation_year group required_percent",
                [("K", rounds[0], 1, group, draw(percents)) for group in ["", *groups]],
            ),
            "parties": (
                "covenant party name group joined_on left_reason",
                [("K", p, p, draw(st.sampled_from(["", *groups])), draw(days), draw(texts)) for p in parties],
            ),
            "ratings": ("covenant party round kind criterion rating na_reason note unproven", ratings),
            "indicators": ("covenant indicator unit", [("K", "I", draw(texts))]),
            "observations": (
                "covenant indicator date value low high",
                [("K", "I", day, value, min(value, end), max(value, end)) for day, (value, end) in observed.items()],
            ),
        }
    )


def write(folder: Path, made: Made) -> None:
    folder.mkdir()
    for name, (columns, rows) in made.tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns.split(), *rows])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made=covenants(), name=st.sampled_from(TARGETS))
def test_any_covenant_comes_back_from_an_export_as_it_was(made: Made, name: str) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        write(folder / "made", made)
        with create(folder / "a.covenant") as store, create(folder / "b.covenant") as other:
            import_files(store, [folder / "made"])
            assert check(store).findings == []
            export_tables(store, folder / name)
            done = import_files(store, [folder / name])
            assert (done.counts.added, done.counts.changed) == ({}, {})
            import_files(other, [folder / name])
            tables = [*RECORDED_TABLES, "score", "section_score"]
            assert contents(other, tables) == contents(store, tables)
            export_tables(other, folder / "again")
            export_tables(store, folder / "first")
            assert bytes_of(folder / "again") == bytes_of(folder / "first")
            store.undo()
            assert contents(store, tables) == {table: [] for table in tables}
