"""A final assessment stays what it was when it became final, whatever is said of its participant or round later."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Status
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.exchange.exporting import export_tables
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.assessments import AssessmentKey, set_status
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import edit_party
from covenant_monitor.store.store import Store, create

PARTY = "ALLEGORIE-OUTDOOR"


def standing(store: Store, round_: str = "2020") -> Standing:
    return next(s for s in standing_reading.standings(store, "KLEDING", round_) if s.party.code == PARTY)


def figures(found: Standing) -> tuple[object, ...]:
    """What the rules make of it, and by which group."""
    return found.participation_year, found.party.group, found.score, found.required, found.outcome


def test_another_group_and_join_date_change_what_is_open_and_nothing_that_is_final(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.covenant") as store:
        before = {code: standing(store, code) for code in ("2019", "2020")}
        assert before["2020"].status is Status.FINAL
        party = queries.party(store, "KLEDING", PARTY)
        edit_party(store, covenant="KLEDING", party=replace(party, group="small", joined_on=date(2020, 6, 1)))
        for code, found in before.items():
            assert figures(standing(store, code)) == figures(found)
        assert check(store).findings == []

        key = AssessmentKey("KLEDING", "2020", PARTY)
        set_status(store, key=key, status=Status.ASSESSED, why="A wrong group")
        reopened = standing(store)
        assert (reopened.party.group, reopened.participation_year) == ("small", 1)
        assert reopened.score != before["2020"].score
        store.undo()
        assert figures(standing(store)) == figures(before["2020"])
        store.undo()
        assert queries.party(store, "KLEDING", PARTY) == party
        assert check(store).findings == []


def test_a_final_assessment_notes_what_it_is_final_with(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.covenant") as store:
        rows = store.connection.execute(
            "SELECT count(*) FROM assessment a JOIN party p ON p.id = a.party JOIN score s ON s.assessment = a.id"
            " WHERE (a.status = 'final') <> (a.final_year IS NOT NULL AND a.final_year = s.participation_year"
            " AND a.final_group = p.group_code)"
        ).fetchone()
        assert rows == (0,)


def test_an_export_takes_along_what_a_final_assessment_counts_with(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.covenant") as store:
        export_tables(store, tmp_path / "plain")
        assert "x_final" not in (tmp_path / "plain" / "assessments.csv").read_text(encoding="utf-8")
        party = queries.party(store, "KLEDING", PARTY)
        edit_party(store, covenant="KLEDING", party=replace(party, group="small", joined_on=date(2020, 6, 1)))
        export_tables(store, tmp_path / "out")
        assert not import_files(store, [tmp_path / "out"]).change.tables
        before = figures(standing(store))
    with create(tmp_path / "other.covenant") as other:
        import_files(other, [tmp_path / "out"])
        assert figures(standing(other)) == before
        assert check(other).findings == []


@pytest.mark.parametrize(("before", "after"), [("small", "large"), ("small", ""), ("", "small")])
def test_an_export_takes_along_with_which_group_it_is_final(tmp_path: Path, before: str, after: str) -> None:
    with create_demo(tmp_path / "demo.covenant") as store:
        key = AssessmentKey("KLEDING", "2020", PARTY)
        set_status(store, key=key, status=Status.ASSESSED, why="Another group")
        for group in (before, after):
            edit_party(store, covenant="KLEDING", party=replace(queries.party(store, "KLEDING", PARTY), group=group))
            if group == before:
                set_status(store, key=key, status=Status.REVIEWED)
                set_status(store, key=key, status=Status.FINAL)
        kept = figures(standing(store))
        export_tables(store, tmp_path / "out")
        assert not import_files(store, [tmp_path / "out"]).change.tables
    with create(tmp_path / "other.covenant") as other:
        import_files(other, [tmp_path / "out"])
        assert figures(standing(other)) == kept
        export_tables(other, tmp_path / "again")
    for path in (tmp_path / "out").iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
