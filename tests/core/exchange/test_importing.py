"""Import: everything that is wrong at once and then nothing written; the same import twice changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from covenant_monitor.domain.model import Party, PartyKind, Rating, Status
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange import binding, cells, csv_reader, import_rules, lookup, parsing
from covenant_monitor.exchange.exporting import export_tables, rows_of
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.language import language
from covenant_monitor.store import check as checking
from covenant_monitor.store import pictures, queries, record_rules
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.backup import backups
from covenant_monitor.store.check import check
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Store, create, open_store
from tests.core.store.small import TABLES, WHO, bring, contents, digest, key, rehearse, small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        yield opened


def refused(store: Store, **tables: str) -> list[tuple[str, str, str]]:
    """Table, cell and message of every finding of an import that is refused; nothing was written, nor anything kept."""
    before, rows = digest_of(store), contents(store, RECORDED_TABLES)
    with pytest.raises(Rejected) as rejected:
        bring(store, **tables)
    assert digest_of(store) == before
    assert contents(store, RECORDED_TABLES) == rows
    findings = rejected.value.findings
    for code in ("nl", "en"):
        assert rejected.value.text(language(code))
        assert all(finding.text(language(code)) for finding in findings)
    return [(finding.sheet, finding.cell, finding.message) for finding in findings]  # type: ignore[attr-defined]


def reasons(store: Store, **tables: str) -> list[str]:
    """What an import says that is wrong with these tables."""
    with pytest.raises(Rejected) as caught:
        bring(store, **tables)
    return [finding.message for finding in caught.value.findings if isinstance(finding, Finding)]


def digest_of(store: Store) -> str:
    """A digest of the bytes on disk, read without letting go of the lock."""
    copy = store.path.with_name("digested")
    store.connection.execute("VACUUM INTO ?", (str(copy),))
    found = digest(copy)
    copy.unlink()
    return found


def test_an_import_says_what_it_added_changed_and_found_as_it_was(tmp_path: Path) -> None:
    with create(tmp_path / "a.covenant") as store:
        first = bring(store, **TABLES)
        assert first.counts.added == {
            "covenants": 1,
            "frameworks": 3,
            "sections": 4,
            "criteria": 8,
            "anchors": 1,
            "mappings": 2,
            "rounds": 3,
            "requirements": 6,
            "parties": 4,
            "figures": 2,
            "assessments": 7,
            "ratings": 9,
            "summaries": 2,
            "alignment": 1,
            "indicators": 1,
            "observations": 2,
            "targets": 1,
            "milestones": 2,
            "settings": 1,
            "meetings": 1,
            "carried": 2,
            "responses": 1,
            "remarks": 2,
            "samples": 1,
            "risks": 1,
            "actions": 3,
            "commitments": 1,
            "complaints": 1,
            "followups": 2,
        }
        assert set(first.counts.unchanged.values()) == set(first.counts.changed.values()) == {0}
        finals = store.connection.execute("SELECT count(*) FROM assessment WHERE status = 'final'").fetchone()[0]
        # What is final notes what it is final with; what is published becomes so last.
        assert first.change.rows == sum(first.counts.added.values()) + finals + 1
        second = bring(store, parties="covenant,party,name\nKLEDING,P1,Anders\nKLEDING,P2,Fictief Textiel N.V.")
        assert second.counts.changed == {"parties": 1}
        assert second.counts.added == {"parties": 0}
        assert second.counts.unchanged == {"parties": 1}
        assert second.change.tables == {"party"}


def test_the_same_import_twice_changes_nothing_the_second_time(store: Store) -> None:
    steps = len(store.history.undo)
    for name, text in TABLES.items():
        done = bring(store, **{name: text})
        assert (done.counts.added, done.counts.changed, done.change.rows) == ({}, {}, 0), name
    done = bring(store, **TABLES)
    assert done.counts.unchanged["ratings"] == 9
    assert len(store.history.undo) == steps


def test_only_the_columns_that_are_given_are_changed_and_an_empty_cell_leaves_a_value_alone(store: Store) -> None:
    before = queries.party(store, "KLEDING", "P1")
    bring(store, parties="covenant,party,name,country,kvk\nKLEDING,P1,Voorbeeld Mode B.V.,BE,")
    after = queries.party(store, "KLEDING", "P1")
    assert after == Party(
        "P1", before.name, PartyKind.COMPANY, "small", "BE", "01234567", "", before.joined_on, None, ""
    )


def test_a_hyphen_clears(store: Store) -> None:
    bring(
        store,
        parties="covenant,party,name,group,joined_on,kind\nKLEDING,P3,Denkbeeldig Dessin B.V.,-,-,-",
        covenants="covenant,name_nl,minimum_group,start_date\nKLEDING,-,-,-",
        observations="covenant,indicator,date,numerator,note\nKLEDING,OMZET,2019-12-31,-,-",
    )
    party = queries.party(store, "KLEDING", "P3")
    assert (party.group, party.joined_on, party.kind) == ("", None, PartyKind.COMPANY)
    (covenant,) = queries.covenants(store)
    assert (covenant.name.nl, covenant.minimum_group, covenant.start_date) == ("", 5, None)
    assert pictures.indicators(store, "KLEDING")[0].observations[1].note == ""


def test_keys_are_found_in_any_case_and_keep_the_spelling_of_the_file(store: Store) -> None:
    done = bring(
        store,
        covenants="covenant,sector\nkleding,anders",
        frameworks="framework,version,name_nl\nn,1,Anders",
        parties="covenant,party,name\nKleding,p1,Anders",
        figures="covenant,party,year,figure,value\nkleding,p1,2019,TURNOVER,7",
        ratings="covenant,party,round,kind,criterion,rating\nkleding,p1,2020,,a2,fully",
        summaries="covenant,party,round,section,percent\nkleding,p3,2020,b,51",
        indicators="covenant,indicator,unit\nkleding,omzet,EUR",
    )
    assert sum(done.counts.added.values()) == 1  # the rating
    assert [covenant.code for covenant in queries.covenants(store)] == ["KLEDING"]
    assert queries.party(store, "KLEDING", "P1").code == "P1"
    assert store.connection.execute("SELECT figure, value FROM figure WHERE party IS NOT NULL").fetchall() == [
        ("turnover", 7)
    ]
    assert queries.assessments_of(store, "KLEDING", "P3")[-1].summaries["B"] == 51
    assert check(store).findings == []


def test_F56_an_accent_typed_in_another_way_is_the_same_key(store: Store) -> None:
    bring(store, parties="covenant,party,name\nKLEDING,CAFÉ,Een")
    done = bring(store, parties="covenant,party,name\nKLEDING,cafe\u0301,Twee")
    assert (done.counts.added, done.counts.changed) == ({"parties": 0}, {"parties": 1})
    assert queries.party(store, "KLEDING", "Café").name == "Twee"


def test_everything_that_is_wrong_is_told_at_once_with_its_place_and_nothing_is_written(store: Store) -> None:
    found = refused(
        store,
        parties="covenant,party,name,kind\nKLEDING,P9,Goed,\nX,P1,Een,\nKLEDING,P8,,\nKLEDING,P7,Zeven,bedrijf",
        ratings="covenant,party,round,criterion,rating\nKLEDING,P1,2020,A2,fully\nKLEDING,P1,2020,A2,not\nKLEDING,P1,2020,Z,x",
        observations="covenant,indicator,date,value,low,high\nKLEDING,OMZET,2020-12-31,,,",
    )
    assert found == [
        ("parties", "C4", parsing.REQUIRED),
        ("parties", "D5", cells.NOT_A_CHOICE),
        ("parties", "A3", lookup.UNKNOWN),
        ("ratings", "A3", lookup.TWICE),
        ("ratings", "D4", lookup.UNKNOWN),
        ("observations", "D2", record_rules.NOTHING_OBSERVED),
    ]


def test_one_thing_that_is_wrong_is_one(store: Store) -> None:
    with pytest.raises(Rejected) as rejected:
        bring(store, parties="covenant,party,name\nX,P1,Een")
    assert rejected.value.text(language("en")) == (
        "Nothing was imported: one thing is wrong. Mend it and import again."
    )


# What may not be together, also with what is in the file already


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ({"covenants": "covenant,end_date\nKLEDING,2017-12-31"}, ("covenants", "B2", record_rules.END_BEFORE_START)),
        (
            {"covenants": "covenant,start_date,end_date\nNIEUW,2020-01-02,2020-01-01"},
            ("covenants", "C2", record_rules.END_BEFORE_START),
        ),
        (
            {"rounds": "covenant,round,first_day,last_day,framework,version\nKLEDING,2022,2022-01-02,2022-01-01,F,1"},
            ("rounds", "D2", record_rules.END_BEFORE_START),
        ),
        (
            {"parties": "covenant,party,name,left_on\nKLEDING,P1,Een,2018-04-30"},
            ("parties", "D2", record_rules.LEFT_BEFORE_JOINED),
        ),
        (
            {"parties": "covenant,party,name,joined_on\nKLEDING,P3,Drie,2020-07-01"},
            ("parties", "A2", record_rules.LEFT_BEFORE_JOINED),
        ),
        (
            {"assessments": "covenant,party,round,reviewer\nKLEDING,P3,2019,b. test "},
            ("assessments", "D2", record_rules.SAME_PERSON),
        ),
        (
            {"assessments": "covenant,party,round,assessor,reviewer\nKLEDING,P2,2020,Een,één\nKLEDING,P2,2021,Een,een"},
            ("assessments", "E3", record_rules.SAME_PERSON),
        ),
        (
            {"ratings": "covenant,party,round,criterion,rating\nKLEDING,P1,2020,A2,na"},
            ("ratings", "E2", record_rules.NO_REASON),
        ),
        (
            {"ratings": "covenant,party,round,criterion,rating,na_reason\nKLEDING,P1,2020,A2,nvt,-"},
            ("ratings", "E2", record_rules.NO_REASON),
        ),
        (
            {"observations": "covenant,indicator,date,low,high\nKLEDING,OMZET,2020-12-31,5,4"},
            ("observations", "E2", record_rules.LOW_ABOVE_HIGH),
        ),
        (
            {"observations": "covenant,indicator,date,high\nKLEDING,OMZET,2019-12-31,39"},
            ("observations", "D2", record_rules.LOW_ABOVE_HIGH),
        ),
        (
            {"observations": "covenant,indicator,date,low\nKLEDING,OMZET,2020-12-31,5"},
            ("observations", "A2", record_rules.NOTHING_OBSERVED),
        ),
        (
            {"observations": "covenant,indicator,date,high\nKLEDING,OMZET,2019-12-31,-"},
            ("observations", "A2", record_rules.NOTHING_OBSERVED),
        ),
    ],
)
def test_what_may_not_be_together(store: Store, tables: dict[str, str], place: tuple[str, str, str]) -> None:
    assert refused(store, **tables) == [place]


def test_a_reason_cannot_be_taken_from_what_is_not_applicable(store: Store) -> None:
    bring(store, ratings="covenant,party,round,criterion,rating,na_reason\nKLEDING,P1,2020,B1,na,geen keten")
    bring(store, ratings="covenant,party,round,criterion,rating\nKLEDING,P1,2020,B1,na")
    assert refused(store, ratings="covenant,party,round,criterion,na_reason\nKLEDING,P1,2020,B1,-") == [
        ("ratings", "A2", record_rules.NO_REASON)
    ]
    bring(store, ratings="covenant,party,round,criterion,rating\nKLEDING,P1,2020,B1,fully")
    (_, found, _, _) = queries.assessments_of(store, "KLEDING", "P1")
    assert found.ratings["B1"] == Rating(1)


def test_a_bad_cell_brings_no_second_finding_along(store: Store) -> None:
    assert refused(store, observations="covenant,indicator,date,value\nKLEDING,OMZET,2020-12-31,veel") == [
        ("observations", "D2", cells.NOT_A_NUMBER)
    ]


# What is final or published


RATING = "covenant,party,round,criterion,rating\nKLEDING,P1,2019,"


@pytest.mark.parametrize(
    "tables",
    [
        {"ratings": f"{RATING}A1,not"},
        {"ratings": f"{RATING}A1,-"},
        {"ratings": "covenant,party,round,criterion,note\nKLEDING,P1,2019,A1,later"},
        {"assessments": "covenant,party,round,status\nKLEDING,P1,2019,draft"},
        {"assessments": "covenant,party,round,note\nKLEDING,P1,2019,later"},
        {"summaries": "covenant,party,round,percent\nKLEDING,P1,2019,50"},
    ],
)
def test_what_was_final_before_is_not_changed(store: Store, tables: dict[str, str]) -> None:
    ((table, cell, message),) = refused(store, **tables)
    assert (table, cell, message) == (*tables, "A2", import_rules.FINAL_CHANGED)


def test_what_is_final_may_be_there_unchanged(store: Store) -> None:
    assert bring(store, ratings=f"{RATING}A1,fully").change.rows == 0


def test_an_assessment_can_come_in_final_with_its_ratings_and_is_locked_from_then_on(store: Store) -> None:
    tables = {
        "assessments": "covenant,party,round,status\nKLEDING,P2,2020,final",
        "ratings": "covenant,party,round,criterion,rating,na_reason\nKLEDING,P2,2020,A1,fully,\n"
        "KLEDING,P2,2020,A2,not,\nKLEDING,P2,2020,B1,na,geen keten",
    }
    bring(store, **tables)
    (found,) = queries.assessments_of(store, "KLEDING", "P2")
    assert found.status is Status.FINAL
    assert bring(store, **tables).change.rows == 0
    assert check(store).findings == []
    with pytest.raises(Problem, match="final and locked"):
        rate(store, key=key("P2", "2020"), ratings={"A1": Rating(0)})


def test_final_with_something_open_is_refused_once_it_is_known_what_applies(store: Store) -> None:
    found = refused(
        store,
        assessments="covenant,party,round,status\nKLEDING,P2,2020,final\nKLEDING,P1,2020,final",
        ratings="covenant,party,round,criterion,rating\nKLEDING,P2,2020,A1,fully",
    )
    assert sorted(found) == [
        ("assessments", "A2", import_rules.FINAL_INCOMPLETE),
        ("assessments", "A3", import_rules.FINAL_INCOMPLETE),
    ]
    bring(
        store,
        assessments="covenant,party,round,status\nKLEDING,P3,2020,final",
    )  # its total was entered


@pytest.mark.parametrize(
    "tables",
    [
        {"frameworks": "framework,version,name_nl\nF,1,Anders"},
        {"frameworks": "framework,version,status\nF,1,draft"},
        {"sections": "framework,version,section,weight\nF,1,A,2"},
        {"sections": "framework,version,section\nF,1,C"},
        {"criteria": "framework,version,section,criterion,weight\nF,1,A,A1,2"},
        {"criteria": "framework,version,section,criterion\nF,1,B,A1"},
        {"criteria": "framework,version,section,criterion\nF,1,A,A9"},
        {"anchors": "framework,version,criterion,level,text_nl\nF,1,A1,fully,Anders"},
        {"anchors": "framework,version,criterion,level,text_nl\nF,1,A1,not,Niets"},
    ],
)
def test_a_published_version_never_changes(store: Store, tables: dict[str, str]) -> None:
    ((table, cell, message),) = refused(store, **tables)
    assert (table, cell, message) == (*tables, "A2", import_rules.PUBLISHED_CHANGED)


def test_a_draft_version_changes_until_it_is_published(store: Store) -> None:
    bring(
        store,
        frameworks="framework,version,status\nF,2,published",
        criteria="framework,version,section,criterion\nF,2,A,A2",
    )
    assert refused(store, criteria="framework,version,section,criterion\nF,2,A,A3") == [
        ("criteria", "A2", import_rules.PUBLISHED_CHANGED)
    ]


# Other ways


def test_a_rating_whose_assessment_does_not_exist_makes_a_draft(store: Store) -> None:
    done = bring(
        store,
        ratings="covenant,party,round,kind,criterion,rating\nKLEDING,P2,2020,second,A1,fully\nKLEDING,P2,2021,,N1,3",
        summaries="covenant,party,round,kind,percent\nKLEDING,P2,2020,self,40",
    )
    assert done.counts.added == {"assessments": 3, "ratings": 2, "summaries": 1}
    found = queries.assessments_of(store, "KLEDING", "P2")
    assert [(a.round, a.kind, a.status, a.assessor) for a in found] == [
        ("2020", "second", Status.DRAFT, ""),
        ("2020", "self", Status.DRAFT, ""),
        ("2021", "secretariat", Status.DRAFT, ""),
    ]
    assert store.connection.execute("SELECT count(*) FROM score").fetchone() == (10,)


def test_a_dry_run_tells_everything_and_writes_nothing(store: Store) -> None:
    before = digest_of(store)
    done = rehearse(store, parties="covenant,party,name\nKLEDING,P9,Negen")
    assert done.counts.added == {"parties": 1}
    assert done.change.rows == 0
    assert digest_of(store) == before
    with pytest.raises(Rejected):
        rehearse(store, assessments="covenant,party,round,status\nKLEDING,P1,2020,final")
    assert digest_of(store) == before


def test_columns_of_ones_own_are_let_through(store: Store) -> None:
    done = bring(store, parties="x_tel,covenant,party,name\n020,KLEDING,P9,Negen")
    assert done.counts.added == {"parties": 1}


def test_an_import_is_one_step_to_undo(store: Store) -> None:
    before = contents(store, RECORDED_TABLES)
    done = bring(store, **{name: text.replace("P1", "Q1") for name, text in TABLES.items()})
    assert done.change.rows > 10
    store.undo()
    assert contents(store, RECORDED_TABLES) == before
    assert check(store).findings == []


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "@x",
        "<b>Vet & Co</b>",
        "\u202eomgekeerd\u202c",
        "🧵👩\u200d🏭",
        "a,b;c",
        '"x"',
        "-1",
    ],
)
def test_F55_a_name_comes_through_an_import_as_it_is(tmp_path: Path, store: Store, name: str) -> None:
    quoted = name.replace('"', '""')
    (tmp_path / "parties.csv").write_text(f'covenant,party,name\nKLEDING,P9,"{quoted}"\n', encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "parties"
    sheet.append(["covenant", "party", "name"])
    sheet.append(["KLEDING", "P8", name])
    sheet["C2"].data_type = "s"
    book.save(tmp_path / "parties.xlsx")
    import_files(store, [tmp_path / "parties.csv", tmp_path / "parties.xlsx"])
    assert queries.party(store, "KLEDING", "P9").name == name
    assert queries.party(store, "KLEDING", "P8").name == name


def test_F50_numbers_and_days_as_people_write_them_come_through_an_import(tmp_path: Path, store: Store) -> None:
    (tmp_path / "figures.csv").write_text(
        "covenant;party;year;figure;value\nKLEDING;P1;2020;turnover;1.234,5\n"
        "KLEDING;P2;2020;turnover;\N{NO-BREAK SPACE}7,5 \n",
        encoding="utf-8-sig",
    )
    (tmp_path / "parties.csv").write_text("covenant;party;name;joined_on\nKLEDING;P2;Twee;3-10-2017\n")
    (tmp_path / "requirements.csv").write_text(
        "covenant;round;participation_year;required_percent\nKLEDING;2020;3;62,5 %\n"
    )
    import_files(store, [tmp_path])
    values = dict(
        store.connection.execute(
            "SELECT p.code, g.value FROM figure g JOIN party p ON p.id = g.party WHERE g.year = 2020"
        ).fetchall()
    )
    assert values == {"P1": 1234.5, "P2": 7.5}
    assert str(queries.party(store, "KLEDING", "P2").joined_on) == "2017-10-03"
    (tmp_path / "figures.csv").write_text(
        "covenant;year;figure;value\nKLEDING;2020;a;1.240\nKLEDING;2020;b;NaN\nKLEDING;2020;c;1e999\nKLEDING;2020;d;3-10-2017x\n"
    )
    with pytest.raises(Rejected) as rejected:
        import_files(store, [tmp_path / "figures.csv"])
    assert [finding.message for finding in rejected.value.findings] == [  # type: ignore[attr-defined]
        cells.AMBIGUOUS,
        cells.NOT_A_NUMBER,
        cells.NUMBER_TOO_LARGE,
        cells.NOT_A_NUMBER,
    ]


def test_a_text_that_is_too_long_is_told(store: Store) -> None:
    assert refused(store, parties=f"covenant,party,name\nKLEDING,P9,{'n' * 40_000}") == [
        ("parties", "C2", cells.TOO_LONG)
    ]


def test_before_an_import_of_files_there_is_a_backup_and_only_where_something_changes(
    tmp_path: Path, store: Store
) -> None:
    source = tmp_path / "parties.csv"
    source.write_text("covenant,party,name\nKLEDING,P9,Negen\n")
    import_files(store, [source], dry_run=True)
    assert backups(store.path) == []
    done = import_files(store, [source])
    assert (done.change.number, done.change.rows) == (2, 1)
    assert [backup.reason for backup in backups(store.path)] == ["import"]
    import_files(store, [source])
    source.write_text("covenant,party,name\nX,P9,Negen\n")
    with pytest.raises(Rejected):
        import_files(store, [source])
    assert len(backups(store.path)) == 1
    step = store.next_undo()
    assert step is not None
    assert step.text(language("nl")).endswith("parties.csv")


def test_findings_of_reading_stop_an_import_and_notes_do_not(tmp_path: Path, store: Store) -> None:
    (tmp_path / "parties.csv").write_text("covenant,party,name\nKLEDING,P9\n")
    (tmp_path / "unknown.csv").write_text("a\n")
    with pytest.raises(Rejected) as rejected:
        import_files(store, [tmp_path / "parties.csv", tmp_path / "unknown.csv"])
    first = rejected.value.findings[0]
    assert first.message == csv_reader.FEWER_FIELDS  # type: ignore[attr-defined]
    assert len(rejected.value.findings) >= 2


def test_what_is_read_only_is_not_imported_into(tmp_path: Path) -> None:
    small(tmp_path / "b.covenant").close()
    with open_store(tmp_path / "b.covenant", read_only=True) as store, pytest.raises(Problem, match="read-only"):
        bring(store, parties="covenant,party,name\nKLEDING,P9,Negen")


def test_the_covenant_file_itself_is_no_source(store: Store) -> None:
    with pytest.raises(Problem, match="is the covenant file itself"):
        import_files(store, [store.path])


def test_the_import_is_in_the_history_under_the_name_of_who_did_it(store: Store) -> None:
    step = store.next_undo()
    assert step is not None
    assert (step.who, step.action, step.detail) == (WHO, "import", {"source": "tables"})


def test_a_draft_may_have_criteria_without_a_section_and_goes_out_and_in(store: Store, tmp_path: Path) -> None:
    bring(store, criteria="framework,version,section,criterion\nF,2,-,LOS")
    (row,) = [row for row in rows_of(store, "criteria") if row[3] == "LOS"]
    assert row[2] == "-"
    assert [row[2] for row in rows_of(store, "sections") if row[:2] == ("F", "2")] == ["A"]
    export_tables(store, tmp_path / "out")
    assert import_files(store, [tmp_path / "out"]).change.rows == 0
    assert check(store).findings == []
    for status in ("published", "draft"):
        found = reasons(
            store,
            frameworks=f"framework,version,status\nF,3,{status}",
            criteria="framework,version,section,criterion\nF,3,-,LOS\nF,1,-,LOS",
        )
        assert binding.NEEDS_SECTION in found


def test_what_is_rated_is_not_to_be_confirmed(store: Store) -> None:
    assert reasons(
        store, carried="covenant,party,round,kind,criterion,rating\nKLEDING,P1,2020,secretariat,A1,partially"
    ) == [import_rules.RATED_BY_NOW]
    bring(store, carried="covenant,party,round,kind,criterion,rating\nKLEDING,P1,2020,secretariat,A3,partially")
    ratings = "covenant,party,round,kind,criterion,rating\nKLEDING,P1,2020,secretariat,A3,fully"
    done = bring(store, ratings=ratings)
    assert done.change.tables == {"rating", "carried"}
    assert bring(store, ratings=ratings).change.rows == 0


def test_only_a_second_assessment_has_a_sample_and_a_meeting_has_a_moment(store: Store) -> None:
    header = "covenant,party,round,kind,criterion"
    assert reasons(store, samples=f"{header}\nKLEDING,P1,2020,secretariat,A1") == [binding.ONLY_SECOND]
    assert reasons(store, meetings="covenant,at\nKLEDING,gisteren") == [binding.NO_MOMENT]


def test_a_one_person_secretariat_may_review_its_own_work_once_the_covenant_says_so(store: Store) -> None:
    own = "covenant,party,round,status,assessor,reviewer\nKLEDING,P2,2020,reviewed,A. Een,a. een"
    assert reasons(store, assessments=own) == [record_rules.SAME_PERSON]
    bring(store, assessments=own, settings="covenant,setting,value\nKLEDING,one_person,1")
    assert queries.covenants(store)[0].one_person
    assert check(store).findings == []


def test_a_new_criterion_with_the_code_that_another_had_before_is_a_new_one(store: Store) -> None:
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE criterion SET code = 'N9' WHERE code = 'N1'")
    bring(store, criteria="framework,version,section,criterion,text_nl\nN,1,S,N1,Weer een cijfer")
    texts = dict(store.connection.execute("SELECT code, text_nl FROM criterion WHERE code LIKE 'N%'"))
    assert texts == {"N1": "Weer een cijfer", "N2": "Nog een cijfer", "N9": "Een cijfer"}


def test_mappings_in_a_circle_are_refused_and_where_they_are_check_tells(store: Store) -> None:
    header = "framework,from_version,from_criterion,to_version,to_criterion,relation"
    assert reasons(store, mappings=f"{header}\nF,2,A1,1,A1,same") == [import_rules.CIRCLE]
    with store.change("import", {"source": "test"}):
        store.connection.execute(
            "INSERT INTO mapping SELECT 1, to_framework, to_criterion, from_framework, from_criterion, relation"
            " FROM mapping WHERE relation = 'same'"
        )
    assert {finding.message for finding in check(store).findings} == {checking.CIRCLE}


def test_a_second_assessment_is_not_made_by_who_assessed_first(store: Store) -> None:
    header = "covenant,party,round,kind,assessor"
    assert reasons(store, assessments=f"{header}\nKLEDING,P3,2019,second,b.  test") == [import_rules.NOT_BLIND]
    assert reasons(store, assessments=f"{header}\nKLEDING,P3,2019,secretariat,d. tweede") == [import_rules.NOT_BLIND]
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE assessment SET assessor = 'B. Test' WHERE kind = 'second'")
    assert [finding.message for finding in check(store).findings] == [checking.NOT_BLIND]
    bring(store, ratings="covenant,party,round,kind,criterion,rating\nKLEDING,P3,2019,second,A1,fully")


def test_a_covenant_stays_a_one_person_secretariat_while_somebody_reviewed_their_own_work(store: Store) -> None:
    allowed = "covenant,setting,value\nKLEDING,one_person,"
    own = "covenant,party,round,status,assessor,reviewer\nKLEDING,P2,2020,reviewed,A. Een,a. een"
    bring(store, assessments=own, settings=f"{allowed}1")
    assert reasons(store, settings=f"{allowed}0") == [import_rules.STAYS_ONE_PERSON]
    assert reasons(store, settings=f"{allowed}-") == [import_rules.STAYS_ONE_PERSON]
    bring(store, assessments=own.replace("a. een", "B. Twee"), settings=f"{allowed}0")
    assert check(store).findings == []


def test_what_is_to_be_confirmed_as_not_applicable_has_its_reason(store: Store) -> None:
    header = "covenant,party,round,kind,criterion,rating,na_reason"
    assert reasons(store, carried=f"{header}\nKLEDING,P1,2020,secretariat,B1,na,") == [record_rules.NO_REASON]


def test_a_draft_that_final_assessments_were_made_with_no_longer_changes(store: Store) -> None:
    bring(
        store,
        assessments="covenant,party,round,status,assessor,reviewer\nKLEDING,P1,2021,final,B. Test,C. Proef",
        ratings="covenant,party,round,criterion,rating\nKLEDING,P1,2021,N2,4",
    )
    for tables in (
        {"criteria": "framework,version,section,criterion,weight\nN,1,S,N2,50"},
        {"sections": "framework,version,section,weight\nN,1,T,50"},
        {"anchors": "framework,version,criterion,level,text_nl\nN,1,N1,not,Niets"},
        {"frameworks": "framework,version,name_nl\nN,1,Anders"},
    ):
        assert reasons(store, **tables) == [import_rules.FINAL_UNDER_IT]
    assert bring(store, frameworks=TABLES["frameworks"], criteria=TABLES["criteria"]).change.rows == 0
    bring(store, frameworks="framework,version,status\nN,1,published")


def test_a_round_that_participants_were_assessed_in_keeps_its_framework_version(store: Store) -> None:
    rounds = "covenant,round,first_day,last_day,framework,version\nKLEDING,2022,2022-01-01,2022-12-31,F,"
    other = f"{rounds}2"
    bring(store, rounds=f"{rounds}1")
    bring(store, rounds=other)
    bring(store, summaries="covenant,party,round,section,percent\nKLEDING,P2,2022,A,50")
    assert reasons(store, rounds=f"{rounds}1") == [binding.FRAMEWORK_OF_ASSESSED_ROUND]
    assert bring(store, rounds=other).change.rows == 0


def test_an_assessment_has_ratings_or_percentages_and_not_both(store: Store) -> None:
    ratings = "covenant,party,round,criterion,rating\nKLEDING,P3,2020,A1,fully"
    assert reasons(store, ratings=ratings) == [import_rules.IN_TWO_WAYS]
    percents = "covenant,party,round,section,percent\nKLEDING,P1,2020,A,50"
    assert reasons(store, summaries=percents) == [import_rules.IN_TWO_WAYS]
    both = percents.replace("P1", "P2"), ratings.replace("P3", "P2")
    assert reasons(store, summaries=both[0], ratings=both[1]) == [import_rules.IN_TWO_WAYS]
    bring(store, ratings="covenant,party,round,criterion,note\nKLEDING,P3,2020,A1,alleen een notitie")


def test_a_version_is_not_published_while_a_criterion_has_no_section(store: Store) -> None:
    bring(store, criteria="framework,version,section,criterion\nF,2,-,A9")
    published = "framework,version,status\nF,2,published"
    assert reasons(store, frameworks=published) == [binding.NEEDS_SECTION]
    bring(store, frameworks=published, criteria="framework,version,section,criterion\nF,2,A,A9")
