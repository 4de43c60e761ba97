"""The registers by exchange tables."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covenant_monitor.domain.registers import Answer, Entry, EntryStatus, Followup, Register
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange import cells, lookup, parsing
from covenant_monitor.exchange.exporting import export_tables, rows_of
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.exchange.tables import REGISTERS
from covenant_monitor.store import record_rules as rules
from covenant_monitor.store.check import check
from covenant_monitor.store.registers import add_entry, entries, entry
from covenant_monitor.store.store import Store, create
from tests.core.store.small import TABLES, bring, small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        yield opened


def wrong(store: Store, **tables: str) -> list[tuple[str, str]]:
    """Cell and message of every finding."""
    with pytest.raises(Rejected) as rejected:
        bring(store, **tables)
    return [(one.cell, one.message) for one in rejected.value.findings if isinstance(one, Finding)]


def test_there_is_a_table_per_register() -> None:
    assert list(REGISTERS) == ["risks", "actions", "commitments", "complaints"]
    assert list(REGISTERS.values()) == list(Register)


def test_an_entry_comes_in_whole_and_by_the_codes_of_the_file(store: Store) -> None:
    bring(
        store,
        risks="covenant,risk,title,severity,likelihood,party,round,participants,criteria,themes\n"
        "kleding,R2,Verf,4,3,v1,2020,p3; P1;p1,B2;WEG, veiligheid ;loon",
    )
    found = entry(store, "KLEDING", Register.RISK, "R2")
    assert (found.severity, found.likelihood, found.party, found.round) == (4, 3, "V1", "2020")
    assert (found.participants, found.criteria, found.themes) == (("P1", "P3"), ("B2", "WEG"), ("loon", "veiligheid"))
    assert (found.status, found.raised_on) == (EntryStatus.OPEN, None)


def test_only_what_is_given_changes_and_a_dash_clears(store: Store) -> None:
    before = entry(store, "KLEDING", Register.ACTION, "A1")
    bring(store, actions="covenant,action,title,owner,party,round\nKLEDING,a1,Beleid afronden,,,")
    assert entry(store, "KLEDING", Register.ACTION, "A1") == before
    cleared = "owner,party,round,due_on,participants,criteria,themes,note,status"
    done = bring(store, actions=f"covenant,action,title,{cleared}\nKLEDING,A1,Anders{',-' * 9}")
    found = entry(store, "KLEDING", Register.ACTION, "A1")
    assert done.counts.changed == {"actions": 1}
    assert (found.title, found.owner, found.party, found.round, found.due_on) == ("Anders", "", "", "", None)
    assert (found.participants, found.criteria, found.themes, found.note) == ((), (), (), "")
    assert found.followups == before.followups


def test_the_same_again_changes_nothing_and_each_register_is_counted_apart(store: Store) -> None:
    new = {name: TABLES[name] for name in (*REGISTERS, "followups")}
    done = bring(store, **new)
    assert not done.change.rows
    assert done.counts.unchanged == {"risks": 1, "actions": 3, "commitments": 1, "complaints": 1, "followups": 2}
    done = bring(
        store,
        actions="covenant,action,title\nKLEDING,A9,Nieuw\nKLEDING,A1,Anders",
        risks="covenant,risk,title\nKLEDING,R9,Nieuw",
    )
    assert done.counts.added == {"actions": 1, "risks": 1}
    assert done.counts.changed == {"actions": 1, "risks": 0}
    assert done.counts.unchanged == {"actions": 0, "risks": 0}


@pytest.mark.parametrize(
    ("table", "text", "found"),
    [
        ("actions", "covenant,action,title,party\nKLEDING,A9,t,P9", [("D2", lookup.UNKNOWN)]),
        ("actions", "covenant,action,title,round\nKLEDING,A9,t,1999", [("D2", lookup.UNKNOWN)]),
        (
            "actions",
            "covenant,action,title,participants\nKLEDING,A9,t,P8;P1;P9",
            [("D2", lookup.UNKNOWN), ("D2", lookup.UNKNOWN)],
        ),
        ("actions", "covenant,action,title\nKLEDING,A9,", [("C2", parsing.REQUIRED)]),
        ("actions", "covenant,action,title,status\nKLEDING,A9,t,klaar", [("D2", cells.NOT_A_CHOICE)]),
        ("actions", "covenant,action,title,severity\nKLEDING,A9,t,3", [("D1", parsing.UNKNOWN_COLUMN)]),
        ("risks", "covenant,risk,title,severity\nKLEDING,R9,t,6", [("D2", parsing.OUT_OF_RANGE)]),
        ("risks", "covenant,risk,title,likelihood\nKLEDING,R9,t,0", [("D2", parsing.OUT_OF_RANGE)]),
        ("actions", "covenant,action,title,status\nKLEDING,A1,t,dropped", [("A2", rules.DROPPED_WITHOUT_REASON)]),
        (
            "complaints",
            "covenant,complaint,title,status,result\nKLEDING,K1,t,open,\nKLEDING,K2,t,dropped, ",
            [("A2", rules.NOT_CLOSED), ("E3", rules.DROPPED_WITHOUT_REASON)],
        ),
        (
            "commitments",
            "covenant,commitment,title,raised_on,due_on\nKLEDING,C9,t,2020-01-02,2020-01-01",
            [("E2", rules.DUE_TOO_EARLY)],
        ),
        (
            "actions",
            "covenant,action,title\nKLEDING,A9,een\nKLEDING,a9,twee",
            [("A3", lookup.TWICE)],
        ),
        ("followups", "covenant,action,round,answer\nKLEDING,R1,2020,done", [("B2", lookup.UNKNOWN)]),
        ("followups", "covenant,action,round,answer\nKLEDING,A1,2020,", [("D2", parsing.REQUIRED)]),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(store: Store, table: str, text: str, found: list[tuple[str, str]]) -> None:
    assert sorted(wrong(store, **{table: text})) == sorted(found)


def test_a_follow_up_comes_with_its_action(store: Store) -> None:
    bring(
        store,
        actions="covenant,action,title\nKLEDING,A9,Nieuw",
        followups="covenant,action,round,answer,answered_on\nKLEDING,A9,2021,not,2021-12-01",
    )
    (found,) = entry(store, "KLEDING", Register.ACTION, "A9").followups
    assert (found.round, found.answer) == ("2021", Answer.NOT)
    assert isinstance(found, Followup)


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_there_and_back(tmp_path: Path, store: Store, name: str) -> None:
    bring(store, actions='covenant,action,title,note\nKLEDING,A10,=1+1,-x\nKLEDING,A9,Tekst,"twee\nregels"')
    assert [row[1] for row in rows_of(store, "actions")] == ["A1", "A2", "A3", "A9", "A10"]
    export_tables(store, tmp_path / name)
    assert not import_files(store, [tmp_path / name]).change.rows
    with create(tmp_path / "b.covenant") as other:
        import_files(other, [tmp_path / name])
        assert entries(other, "KLEDING") == entries(store, "KLEDING")
        assert check(other).findings == []


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]), max_size=8) | st.sampled_from(
    ["", "-", "=1", "a\nb", "x ", "a,b", "1.10", "2020-01-01", "x_y"]
)
codes = st.text(st.sampled_from("abÉß1.-_ ŁΣ"), min_size=1, max_size=4).filter(
    lambda code: code.strip() not in ("", "-")
)
days = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31))
made = st.builds(
    Entry,
    st.sampled_from(Register),
    codes,
    texts,
    texts,
    texts,
    st.sampled_from(["", "P1", "V1"]),
    st.sampled_from(["", "2019"]),
    st.sampled_from(EntryStatus),
    days,
    days,
    days,
    texts,
    st.none() | st.integers(0, 6),
    note=texts,
    participants=st.lists(st.sampled_from(["P1", "P2", "p3"])),
    themes=st.lists(texts),
)


@settings(deadline=None, max_examples=15)
@given(st.lists(made, max_size=5))
def test_any_entry_goes_out_and_comes_in_as_it_was(some: list[Entry]) -> None:
    with TemporaryDirectory() as folder, small(Path(folder) / "a.covenant") as store:
        for one in some:
            with suppress(Problem):
                add_entry(store, covenant="KLEDING", entry=one)
        assert check(store).findings == []
        for name in ("out", "out.xlsx"):
            export_tables(store, Path(folder) / name)
            assert not import_files(store, [Path(folder) / name]).change.rows
            with create(Path(folder) / f"{name}.covenant") as other:
                import_files(other, [Path(folder) / name])
                assert entries(other, "KLEDING") == entries(store, "KLEDING")
