"""Which records rows are about, and what is wrong with them before anything is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from covenant_monitor.exchange import binding, cells, lookup
from covenant_monitor.exchange.binding import Binder
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.parsing import CLEARED, parse_table
from covenant_monitor.language import language
from covenant_monitor.store.frameworks import SCALE_STAYS
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Store
from tests.core.store.small import bring, raw, small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        yield opened


def bind(binder: Binder, name: str, text: str) -> list[Finding]:
    table = raw(name, text)
    rows, findings = parse_table(table)
    return [*findings, *binder.bind(table, rows)]


def found(store: Store, name: str, text: str) -> list[tuple[str, str]]:
    """Cell and message of everything wrong with one table."""
    findings = bind(Binder(store), name, text)
    assert all("{" not in finding.text(language(code)) for finding in findings for code in ("nl", "en"))
    return [(finding.cell, finding.message) for finding in findings]


def test_a_record_in_the_file_is_found_in_any_case_and_a_new_one_gets_its_lasting_id(store: Store) -> None:
    binder = Binder(store)
    assert bind(binder, "parties", "covenant,party,name\nkleding,p1,Een\nKleding,P9,Negen") == []
    old, new = binder.bound["party"].values()
    assert old.key == (stable_id("party", "KLEDING", "P1"),)
    assert new.key == (stable_id("party", "KLEDING", "P9"),)
    assert (old.row, new.row, old.table.name) == (2, 3, "parties")
    assert old.values["name"] == "Een"
    assert "kind" not in old.values


def test_what_the_same_import_brings_is_known_to_the_tables_after_it(store: Store) -> None:
    binder = Binder(store)
    for name, text in (
        ("covenants", "covenant\nNIEUW"),
        ("frameworks", "framework,version\nG,1"),
        ("sections", "framework,version,section\ng,1,A"),
        ("criteria", "framework,version,section,criterion\nG,1,a,A1"),
        ("rounds", "covenant,round,first_day,last_day,framework,version\nnieuw,1,2020-01-01,2020-12-31,G,1"),
        ("parties", "covenant,party,name\nNIEUW,P1,Een"),
        ("ratings", "covenant,party,round,criterion,rating\nNieuw,p1,1,a1,fully"),
    ):
        assert bind(binder, name, text) == []
    (rating,) = binder.bound["rating"].values()
    (assessment,) = binder.bound["assessment"].values()
    assert rating.owner == assessment.owner == stable_id("assessment", "NIEUW", "P1", "1", "secretariat")
    assert assessment.values["kind"] == "secretariat"


RATINGS = "covenant,party,round,kind,criterion,rating,na_reason"


@pytest.mark.parametrize(
    ("name", "text", "cell"),
    [
        ("sections", "framework,version,section\nF,9,A", "B2"),
        ("criteria", "framework,version,section,criterion\nN,1,Z,A1", "C2"),
        ("anchors", "framework,version,criterion,level\nF,1,Z9,fully", "C2"),
        ("mappings", "framework,from_version,from_criterion,to_version,to_criterion,relation\nF,1,Z,2,A1,same", "C2"),
        ("mappings", "framework,from_version,from_criterion,to_version,to_criterion,relation\nF,1,A1,2,Z,same", "E2"),
        ("mappings", "framework,from_version,from_criterion,to_version,to_criterion,relation\nF,1,A1,7,A1,same", "D2"),
        ("rounds", "covenant,round,first_day,last_day,framework,version\nX,1,2020-01-01,2020-12-31,F,1", "A2"),
        ("rounds", "covenant,round,first_day,last_day,framework,version\nKLEDING,1,2020-01-01,2020-12-31,F,9", "F2"),
        ("requirements", "covenant,round,participation_year,required_percent\nKLEDING,1999,1,20", "B2"),
        ("parties", "covenant,party,name\nX,P1,Een", "A2"),
        ("figures", "covenant,party,year,figure,value\nKLEDING,P99,2019,turnover,1", "B2"),
        ("assessments", "covenant,party,round\nKLEDING,P99,2019", "B2"),
        ("assessments", "covenant,party,round\nKLEDING,P1,1999", "C2"),
        ("ratings", f"{RATINGS}\nKLEDING,P1,2020,,Z9,fully,", "E2"),
        ("ratings", f"{RATINGS}\nKLEDING,P1,2020,,N1,fully,", "E2"),
        ("summaries", "covenant,party,round,section,percent\nKLEDING,P2,2020,Z,50", "D2"),
        ("alignment", "covenant,year,dimension,fully,partially\nX,2020,standards,1,1", "A2"),
        ("indicators", "covenant,indicator\nX,I", "A2"),
        ("observations", "covenant,indicator,date,value\nKLEDING,I,2020-01-01,1", "B2"),
        ("targets", "covenant,target,indicator,milestone_date,milestone_value\nKLEDING,T,I,2020-01-01,1", "C2"),
    ],
)
def test_a_row_that_refers_to_what_there_is_not_is_told_at_that_cell(
    store: Store, name: str, text: str, cell: str
) -> None:
    assert found(store, name, text) == [(cell, lookup.UNKNOWN)]


def test_what_there_is_not_is_named_in_the_readers_language(store: Store) -> None:
    (finding,) = bind(Binder(store), "assessments", "covenant,party,round\nKLEDING,P99,2019")
    assert finding.text(language("en")) == (
        "assessments.csv, cell B2: There is no party “P99” in the file or in this import."
    )


def test_only_companies_are_assessed(store: Store) -> None:
    text = "covenant,party,round\nKLEDING,V1,2019\nKLEDING,P2,2019"
    assert found(store, "assessments", text) == [("B2", lookup.NOT_A_COMPANY)]
    binder = Binder(store)
    assert bind(binder, "parties", "covenant,party,name,kind\nKLEDING,P9,Negen,ngo\nKLEDING,V1,Bond,company") == []
    findings = bind(binder, "assessments", "covenant,party,round\nKLEDING,P9,2019\nKLEDING,V1,2019")
    assert [(finding.cell, finding.message) for finding in findings] == [("B2", lookup.NOT_A_COMPANY)]


def test_who_was_assessed_stays_a_company(store: Store) -> None:
    text = "covenant,party,name,kind\nKLEDING,P1,Een,ngo\nKLEDING,P2,Twee,ngo\nKLEDING,P3,Drie,"
    assert found(store, "parties", text) == [("D2", binding.STAYS_A_COMPANY)]


def test_two_rows_about_one_record_may_not_say_something_else(store: Store) -> None:
    text = (
        f"{RATINGS}\nKLEDING,P1,2020,,A2,fully,\nKLEDING,P1,2020,secretariat,A2,fully,\n"
        "KLEDING,P1,2020,,A2,not,\nKLEDING,P1,2020,self,A2,not,"
    )
    (finding,) = bind(Binder(store), "ratings", text)
    assert (finding.cell, finding.message, finding.values["earlier"]) == ("A4", lookup.TWICE, 2)


def test_two_rows_about_one_record_may_each_say_a_part(store: Store) -> None:
    binder = Binder(store)
    assert bind(binder, "parties", "covenant,party,name,country,kvk\nKLEDING,P2,F,BE,\nKLEDING,P2,F,,123") == []
    (bound,) = binder.bound["party"].values()
    assert (bound.values["country"], bound.values["kvk"], bound.row) == ("BE", "123", 2)


def test_two_rows_about_one_record_may_spell_its_key_in_two_ways(store: Store) -> None:
    binder = Binder(store)
    assert bind(binder, "parties", "covenant,party,name\nKLEDING,Nieuw,N\nkleding,NIEUW,N") == []
    (bound,) = binder.bound["party"].values()
    assert bound.values["code"] == "Nieuw"


def test_a_target_has_a_row_per_milestone(store: Store) -> None:
    binder = Binder(store)
    head = "covenant,target,indicator,baseline_value,milestone_date,milestone_value\n"
    rows = "KLEDING,T,OMZET,35,2020-12-31,50\nKLEDING,T,OMZET,35,2022-12-31,80"
    assert bind(binder, "targets", head + rows) == []
    assert [len(binder.bound[table]) for table in ("target", "milestone")] == [1, 2]
    (finding,) = bind(Binder(store), "targets", f"{head}{rows}\nKLEDING,T,OMZET,36,2024-12-31,90")
    assert (finding.cell, finding.message) == ("A4", lookup.TWICE)


@pytest.mark.parametrize(
    ("rating", "value", "not_applicable"),
    [
        ("fully", 1, 0),
        ("Volledig", 1, 0),
        ("partially", 0.5, 0),
        ("deels", 0.5, 0),
        ("not", 0, 0),
        ("niet", 0, 0),
        ("na", None, 1),
        ("n.v.t.", None, 1),
        ("n.a.", None, 1),
        ("-", None, 0),
    ],
)
def test_ratings_by_level_in_both_languages(store: Store, rating: str, value: object, not_applicable: int) -> None:
    binder = Binder(store)
    assert bind(binder, "ratings", f"{RATINGS}\nKLEDING,P1,2020,,A2,{rating},") == []
    (bound,) = binder.bound["rating"].values()
    assert (bound.values["value"], bound.values["not_applicable"]) == (value, not_applicable)
    assert (bound.values.get("na_reason") is CLEARED) == (not not_applicable)


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        ("7", 7),
        ("7.5", 7.5),
        ('"7,5"', 7.5),
        ("10", 10),
        ("na", None),
        ("10.1", binding.OFF_SCALE),
        ("-0.1", binding.OFF_SCALE),
        ("fully", cells.NOT_A_NUMBER),
    ],
)
def test_F50_ratings_by_number(store: Store, rating: str, expected: object) -> None:
    binder = Binder(store)
    findings = bind(binder, "ratings", f"{RATINGS}\nKLEDING,P1,2021,,N2,{rating},reden")
    if isinstance(expected, str):
        assert [(finding.cell, finding.message) for finding in findings] == [("F2", expected)]
    else:
        assert findings == []
        (bound,) = binder.bound["rating"].values()
        assert bound.values["value"] == expected


@pytest.mark.parametrize("rating", ["0.3", "ja", "7", "volledig?", "fully partially"])
def test_F50_what_is_no_level_is_told(store: Store, rating: str) -> None:
    assert found(store, "ratings", f"{RATINGS}\nKLEDING,P1,2020,,A2,{rating},") == [("F2", cells.NOT_A_LEVEL)]


FRAMEWORKS = "framework,version,scale,scale_min,scale_max"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("G,1,number,,", (False, 0, 100)),
        ("G,1,number,1,5", (False, 1, 5)),
        ("G,1,,,", (True, 0, 1)),
        ("G,1,levels,0,1", (True, 0, 1)),
        ("F,1,,,", (True, 0, 1)),
        ("F,2,number,,", (False, 0, 100)),
        ("N,1,,,", (False, 0, 10)),
        ("N,1,number,0,10", (False, 0, 10)),
        ("G,1,number,5,5", ("E2", binding.BAD_SCALE)),
        ("G,1,number,-,5", ("E2", binding.BAD_SCALE)),
        ("G,1,number,-1,5", ("D2", binding.NEGATIVE_SCALE)),
        ("G,1,levels,0,4", ("E2", binding.LEVELS_HAVE_NO_SCALE)),
        ("G,1,,,4", ("E2", binding.LEVELS_HAVE_NO_SCALE)),
        ("N,1,,0,100", ("C2", SCALE_STAYS)),
        ("N,1,levels,,", ("C2", SCALE_STAYS)),
    ],
)
def test_scales(store: Store, row: str, expected: tuple[object, ...]) -> None:
    binder = Binder(store)
    findings = bind(binder, "frameworks", f"{FRAMEWORKS}\n{row}")
    if len(expected) == 2:
        assert [(finding.cell, finding.message) for finding in findings] == [expected]
        return
    assert findings == []
    (bound,) = binder.bound["framework"].values()
    levels, low, high = expected
    assert (bound.values["scale_min"], bound.values["scale_max"]) == (low, high)
    assert binder._scales[bound.owner] == (levels, low, high)


def test_a_scale_that_no_rating_was_given_on_yet_may_change(store: Store) -> None:
    bring(store, frameworks=f"{FRAMEWORKS}\nF,2,number,0,4")
    bring(store, frameworks=f"{FRAMEWORKS}\nF,2,levels,,")
    row = store.connection.execute("SELECT scale, scale_min, scale_max FROM framework WHERE version = '2'").fetchone()
    assert row == ("levels", 0, 1)


def test_a_round_with_ratings_keeps_its_framework_version(store: Store) -> None:
    head = "covenant,round,first_day,last_day,framework,version\n"
    assert found(store, "rounds", head + "KLEDING,2019,2019-01-01,2019-12-31,F,2") == [
        ("F2", binding.FRAMEWORK_OF_ASSESSED_ROUND)
    ]
    assert found(store, "rounds", head + "KLEDING,2019,2019-01-01,2019-12-31,f,1") == []


def test_a_group_is_spelled_as_the_file_or_an_earlier_row_has_it(store: Store) -> None:
    binder = Binder(store)
    assert bind(binder, "criteria", 'framework,version,section,criterion,groups\nN,1,S,N1,"SMALL;Nieuw"') == []
    assert (
        bind(
            binder, "requirements", "covenant,round,participation_year,group,required_percent\nKLEDING,2019,1,Small,15"
        )
        == []
    )
    assert (
        bind(
            binder,
            "parties",
            "covenant,party,name,group\nKLEDING,P1,Een,sMALL\nKLEDING,P2,Twee,NIEUW\nKLEDING,P3,Drie,-",
        )
        == []
    )
    (criterion,) = binder.bound["criterion"].values()
    assert criterion.values["groups"] == "Nieuw;small"
    assert [key[1:] for key in binder.bound["requirement"]] == [(1, "small")]
    assert [bound.values["group_code"] for bound in binder.bound["party"].values()] == ["small", "Nieuw", CLEARED]


def test_groups_that_the_file_spells_in_two_ways_stay_so(store: Store) -> None:
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE party SET group_code = 'Small' WHERE code = 'P2'")
    binder = Binder(store)
    assert bind(binder, "parties", "covenant,party,name,group\nKLEDING,P1,Een,small\nKLEDING,P2,Twee,Small") == []
    assert [bound.values["group_code"] for bound in binder.bound["party"].values()] == ["small", "Small"]


def test_everything_is_told_at_once(store: Store) -> None:
    rows = ["X,P1,2020,,A1,fully,", "KLEDING,P9,2020,,A1,fully,", "KLEDING,P1,2020,,Z,fully,", "KLEDING,P1,2020,,A2,x,"]
    text = "\n".join([RATINGS, *rows])
    assert [cell for cell, _ in found(store, "ratings", text)] == ["A2", "B3", "E4", "F5"]
