"""The national picture out of the file: the same as the rules make of every single standing."""

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain import indicators
from covenant_monitor.domain.headline import headline, mean, outcomes, scores_of
from covenant_monitor.domain.national import CovenantContent, Cover, RoundFigures, State, national, round_figures
from covenant_monitor.domain.scope import select
from covenant_monitor.domain.targets import TargetStatus
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.exchange.risk_sectors import risk_sectors
from covenant_monitor.files import sample_data
from covenant_monitor.store import national as reading
from covenant_monitor.store import pictures, queries
from covenant_monitor.store.store import Change, Store, create
from tests.core.domain.strategies import relaxed
from tests.core.store.small import bring, small
from tests.core.store.test_pictures import edits

SECOND = {
    "covenants": "covenant,name_nl,sector,start_date\nBOUW,Bouw,Bouw,2019-01-01",
    "rounds": (
        "covenant,round,first_day,last_day,framework,version,on_track_margin\n"
        "BOUW,2020,2020-01-01,2020-12-31,F,1,5\nBOUW,2021,2021-01-01,2021-12-31,F,1,5"
    ),
    "requirements": (
        "covenant,round,participation_year,group,required_percent\nBOUW,2020,1,,40\nBOUW,2020,1,large,70\nBOUW,2020,2,,90"
    ),
    "parties": (
        "covenant,party,name,group,joined_on,left_on\nBOUW,P1,Een,large,,\nBOUW,P2,Twee,,2020-05-01,\n"
        "BOUW,P3,Drie,small,2021-06-01,\nBOUW,P4,Vier,,2018-01-01,2019-06-01\nBOUW,P5,Vijf,,2018-01-01,2020-06-01"
    ),
    "assessments": (
        "covenant,party,round,kind,status\nBOUW,P1,2020,secretariat,assessed\nBOUW,P2,2020,secretariat,assessed\n"
        "BOUW,P4,2020,secretariat,assessed\nBOUW,P5,2020,self,submitted"
    ),
    "summaries": (
        "covenant,party,round,kind,section,percent\nBOUW,P2,2020,secretariat,,66.7\nBOUW,P4,2020,secretariat,,33.3"
    ),
    "figures": (
        "covenant,party,year,figure,value,unit\nBOUW,,2020,turnover,500.5,EUR million\nBOUW,,2020,companies,50,\n"
        "BOUW,P1,2020,turnover,0.1,EUR million\nBOUW,P2,2020,turnover,0.2,EUR million\n"
        "BOUW,P3,2020,turnover,9,EUR million\nBOUW,P4,2020,turnover,7,USD million\nBOUW,P1,2021,turnover,5,EUR million"
    ),
}


def by_hand(store: Store, content: CovenantContent) -> None:
    """Hold what was read of a covenant against the rules over all of its standings."""
    picture = pictures.picture(store, content.covenant.code)
    assert (content.covenant, list(content.rounds)) == (picture.covenant, [one.round for one in picture.rounds])
    assert (list(content.indicators), list(content.targets)) == (picture.indicators, picture.targets)
    if content.latest is None:
        return
    standings = picture.round(content.latest.round.code).standings
    expected = headline(standings)
    found = round_figures(content.latest)
    assert (found.participants, found.n) == (len(standings), expected.n)
    assert found.left_out == {reason: len(left_out) for reason, left_out in expected.left_out.items()}
    assert found.outcomes == outcomes(expected.counted)
    assert found.mean == mean(scores_of(expected.counted))
    selection = select(picture, content.latest.round.code)
    for share, figure in (
        (found.companies, indicators.sector_companies(selection)),
        (found.turnover, indicators.sector_turnover(selection)),
    ):
        assert (share.percent if share else None) == figure.value
        if share:
            assert (share.numerator, share.denominator, share.n) == (figure.numerator, figure.denominator, figure.n)
            assert share.missing == sum(len(left_out) for left_out in figure.left_out.values())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        bring(opened, **SECOND)
        yield opened


@pytest.mark.parametrize("year", range(2017, 2023))
def test_every_number_is_that_of_the_rules_over_all_standings(store: Store, year: int) -> None:
    contents = reading.read(store, date(year, 6, 1))
    assert [content.covenant.code for content in contents] == ["BOUW", "KLEDING"]
    for content in contents:
        by_hand(store, content)


def test_the_demo_too(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.covenant") as store:
        companies = queries.parties(store, "KLEDING", companies_only=True)
        for year in range(2016, 2022):
            day = date(year, 12, 31)
            (content,) = reading.read(store, day)
            by_hand(store, content)
            assert content.participants == sum(
                (one.joined_on is None or one.joined_on <= day) and (one.left_on is None or one.left_on >= day)
                for one in companies
            )


@relaxed
@given(st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=5), st.sampled_from([2019, 2020, 2021]))
def test_renewed_after_any_changes_it_is_what_is_read_afresh(
    steps: list[list[Callable[[Store], Change]]], year: int
) -> None:
    day = date(year, 6, 1)
    with TemporaryDirectory() as folder, small(Path(folder) / "a.covenant") as store:
        bring(store, **SECOND)
        known = reading.read(store, day)
        for step in steps:
            changes = []
            for edit in step:
                with suppress(Problem):
                    changes.append(edit(store))
            known = reading.renewed(store, known, day, changes)
            assert counted(known) == counted(reading.read(store, day))
            for content in known:
                by_hand(store, content)


def counted(contents: list[CovenantContent]) -> list[RoundFigures | None]:
    """What was read, in which the order of those that are alike says nothing."""
    return [round_figures(content.latest) if content.latest else None for content in contents]


def test_covenants_that_are_not_touched_are_not_read_again(store: Store) -> None:
    day = date(2020, 6, 1)
    known = reading.read(store, day)
    change = store.undo()[1]
    assert [one.covenant.code for one in reading.renewed(store, known, day, [change])] == ["KLEDING"]
    store.redo()
    one = reading.renewed(store, known, day, [])
    assert all(after.latest is before.latest for before, after in zip(known, one, strict=True))


def test_the_number_of_queries_is_the_same_however_many_covenants_there_are(store: Store) -> None:
    def queries_of() -> int:
        asked: list[str] = []
        store.connection.set_trace_callback(asked.append)
        reading.read(store, date(2020, 6, 1))
        store.connection.set_trace_callback(None)
        return len(asked)

    few = queries_of()
    rows = "\n".join(f"C{n},Convenant {n}" for n in range(20))
    bring(store, covenants=f"covenant,name_nl\n{rows}")
    assert queries_of() == few <= 12


def test_a_file_without_covenants(tmp_path: Path) -> None:
    with create(tmp_path / "leeg.covenant") as store:
        assert reading.read(store, date(2020, 1, 1)) == []


def published(name: str) -> list[dict[str, str]]:
    with sample_data("published", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def published_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with create(tmp_path_factory.mktemp("published") / "p.covenant") as store:
        import_files(store, [sample_data("published")])
        yield store


@pytest.mark.parametrize(
    ("day", "status", "gap"),
    [
        (date(2016, 12, 31), TargetStatus.NO_DATA, None),
        (date(2017, 12, 31), TargetStatus.ON_TRACK, 60),
        (date(2020, 12, 31), TargetStatus.BEHIND, 55),
        (date(2023, 12, 30), TargetStatus.BEHIND, 55),
        (date(2023, 12, 31), TargetStatus.MISSED, 55),
        (date(2026, 1, 1), TargetStatus.MISSED, 55),
    ],
)
def test_the_endorsement_of_the_guidelines_as_published(
    published_store: Store, day: date, status: TargetStatus, gap: int | None
) -> None:
    found = national(reading.read(published_store, day), risk_sectors(), day)
    first = found.targets[0]
    (row,) = [row for row in published("targets") if row["covenant"] == "NATIONAL"]
    seen = [
        (date.fromisoformat(o["date"]), Fraction(o["value"]))
        for o in published("observations")
        if o["covenant"] == row["covenant"] and o["indicator"] == row["indicator"]
    ]
    known = [value for when, value in sorted(seen) if when <= day]
    wanted = Fraction(row["milestone_value"])
    assert (first.covenant.code, first.target.code) == ("NATIONAL", row["target"])
    assert (first.status, first.standing and first.standing.gap) == (status, gap)
    assert gap == (wanted - known[-1] if known else None)
    if known and day < date.fromisoformat(row["milestone_date"]):
        start, end = date.fromisoformat(row["baseline_date"]), date.fromisoformat(row["milestone_date"])
        when = max(when for when, _ in seen if when <= day)
        low = Fraction(row["baseline_value"])
        path = low + (wanted - low) * (when - start).days / (end - start).days
        assert status is (TargetStatus.ON_TRACK if known[-1] >= path else TargetStatus.BEHIND)


def test_the_covenants_and_targets_as_published(published_store: Store) -> None:
    day = date(2023, 1, 1)
    found = national(reading.read(published_store, day), risk_sectors(), day)
    rows = {row["covenant"]: row for row in published("covenants")}
    assert [one.covenant.code for one in found.covenants] == sorted(rows.keys() - {"NATIONAL"})
    ended = {code for code, row in rows.items() if row["end_date"] and row["end_date"] < "2023-01-01"}
    assert {one.covenant.code for one in found.covenants if one.state is State.ENDED} == ended == {"AGT", "PENSION"}
    assert {(one.covenant.code, one.target.code) for one in found.targets} == {
        (row["covenant"], row["target"]) for row in published("targets")
    }


def test_the_risk_sectors_of_the_published_covenants(published_store: Store) -> None:
    day = date(2023, 1, 1)
    found = national(reading.read(published_store, day), risk_sectors(), day)
    of = {one.sector.code: [c.covenant.code for c in one.covenants] for one in found.sectors if one.covenants}
    assert of == {
        "ENERGIE": ["RENEWABLE"],
        "FINANCIEEL": ["INSURANCE", "PENSION"],
        "METAAL": ["METALS"],
        "TEXTIEL": ["AGT", "FAIRWEAR", "PST"],
        "VOEDING": ["FOOD"],
    }
    assert [one.covenant.code for one in found.unknown] == ["GOLD", "TRUSTONE"]
    assert (len(found.sectors), found.covered(Cover.RUNNING), found.covered(Cover.NONE)) == (13, 5, 8)
