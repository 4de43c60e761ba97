"""One field or one record put back to what it was before a change."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from covenant_monitor.domain.model import HALF, LEVELS, AssessmentKind, Rating, Relation, Response, Scale, Status, Text
from covenant_monitor.domain.versions import FrameworkKey, MappingRow
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import ledger, queries
from covenant_monitor.store.assessments import rate, set_status
from covenant_monitor.store.changes import FieldChange, column_defaults, field_changes, state_at
from covenant_monitor.store.check import check
from covenant_monitor.store.framework_content import save_criterion, save_section
from covenant_monitor.store.framework_mapping import save_mapping
from covenant_monitor.store.framework_reading import framework_id, framework_of, mapping
from covenant_monitor.store.frameworks import edit
from covenant_monitor.store.parties import edit_party, leave
from covenant_monitor.store.responses import save_response
from covenant_monitor.store.restoring import restore_field, restore_record
from covenant_monitor.store.review import return_assessment
from covenant_monitor.store.settings import set_setting
from covenant_monitor.store.store import Store
from tests.core.store.reviewing import refused
from tests.core.store.small import WHO, bring, key, small

COVENANT = "KLEDING"
P1 = key("P1", "2020")
EN = language("en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.covenant"


def last(store: Store, field: str, table: str | None = None) -> FieldChange:
    """The latest change of a field."""
    return next(line for line in field_changes(store, table=table) if line.field == field)


def restore(store: Store, line: FieldChange) -> None:
    restore_field(store, change=line.change, field=line.field)


def whole(store: Store, line: FieldChange) -> None:
    restore_record(store, change=line.change)


def ratings(store: Store, party: str = "P1", round_: str = "2020") -> Mapping[str, Rating]:
    found = queries.assessments_of(store, COVENANT, party)
    return next(a for a in found if a.round == round_ and a.kind is AssessmentKind.SECRETARIAT).ratings


def status(store: Store) -> tuple[Status, str]:
    found = queries.assessments_of(store, COVENANT, "P1")
    one = next(a for a in found if a.round == "2020" and a.kind is AssessmentKind.SECRETARIAT)
    return one.status, one.reviewer


def test_one_field(path: Path) -> None:
    with small(path) as store:
        rate(store, key=P1, ratings={"A1": Rating(0, note="oud", evidence="a.pdf")})
        rate(store, key=P1, ratings={"A1": Rating(HALF, note="nieuw", evidence="b.pdf")})
        change = restore_field(store, change=last(store, "note").change, field="note", why="vergissing")
        assert ratings(store)["A1"] == Rating(HALF, note="oud", evidence="b.pdf")
        named = ledger.change_set(store.connection, change.number)
        assert (named.text(EN), named.why, named.who) == (
            "Voorbeeld Mode B.V. · 2020 · A1: Note restored",
            "vergissing",
            WHO,
        )
        assert "assessment" not in change.tables
        store.undo()
        assert ratings(store)["A1"].note == "nieuw"
        store.redo()
        assert ratings(store)["A1"].note == "oud"
        assert check(store).findings == []


def test_the_rating_takes_its_reason_along(path: Path) -> None:
    with small(path) as store:
        rate(store, key=P1, ratings={"A1": Rating(None, True, "geen keten")})
        rate(store, key=P1, ratings={"A1": Rating(1, note="toch")})
        first, second = [line for line in field_changes(store, since=1) if line.field == "rating"]
        restore(store, first)
        assert ratings(store)["A1"] == Rating(None, True, "geen keten", note="toch")
        restore(store, second)
        assert ratings(store)["A1"] == Rating(1, note="toch")
        assert check(store).findings == []


def test_the_rating_of_a_new_record_becomes_none(path: Path) -> None:
    with small(path) as store:
        rate(store, key=P1, ratings={"A2": Rating(1, note="x")})
        restore(store, last(store, "rating"))
        assert ratings(store)["A2"] == Rating(note="x")


def test_a_record_that_was_new_is_taken_out_and_comes_back(path: Path) -> None:
    with small(path) as store:
        rate(store, key=P1, ratings={"A2": Rating(1, note="x")})
        made = last(store, "rating")
        change = restore_record(store, change=made.change)
        assert "A2" not in ratings(store)
        assert ledger.change_set(store.connection, change.number).text(EN).endswith("A2 taken out again")
        with pytest.raises(Problem, match=r"gone by now\. Restore the whole record"):
            restore(store, made)
        with pytest.raises(Problem, match="is as it was before that change"):
            whole(store, made)
        gone = field_changes(store, table="rating")[0]
        assert gone.is_gone
        whole(store, gone)
        assert ratings(store)["A2"] == Rating(1, note="x")
        assert check(store).findings == []


def test_nothing_to_restore(path: Path) -> None:
    with small(path) as store:
        rate(store, key=P1, ratings={"A1": Rating(0)})
        rate(store, key=P1, ratings={"A1": Rating(1)})
        with pytest.raises(Problem, match="as it was before"):
            restore(store, [line for line in field_changes(store, since=1) if line.field == "rating"][1])
        with pytest.raises(Problem, match="no change 123456"):
            restore_field(store, change=123456, field="note")


def test_what_it_belongs_to_is_gone(path: Path) -> None:
    with small(path) as store:
        rate(store, key=key("P2", "2020"), ratings={"A1": Rating(1)})
        store.undo()
        gone = {line.record.table: line for line in field_changes(store, since=2)}
        with pytest.raises(Problem, match=r"What Fictief Textiel N\.V\. · 2020 · A1 belongs to is gone"):
            whole(store, gone["rating"])
        whole(store, gone["assessment"])
        whole(store, gone["rating"])
        assert ratings(store, "P2")["A1"].value == 1
        assert check(store).findings == []


def test_others_belong_to_it(path: Path) -> None:
    with small(path) as store:
        made = next(line for line in field_changes(store, table="party") if line.record.party == "P1")
        with pytest.raises(Problem, match=r"Voorbeeld Mode B\.V\. stays: other records belong to it"):
            whole(store, made)


def test_final_is_locked(path: Path) -> None:
    with small(path) as store:
        for table, field in (("rating", "rating"), ("rating", "evidence"), ("assessment", "status")):
            line = next(
                line
                for line in field_changes(store, table=table, party="P1")
                if line.field == field and ("round", "2019") in line.record.parts
            )
            for act in (restore, whole):
                with pytest.raises(Problem, match="final and locked"):
                    act(store, line)
        set_status(store, key=key("P1", "2019"), status=Status.DRAFT, why="nieuw bewijs")
        reopened = last(store, "status")
        restore(store, reopened)
        found = queries.assessments_of(store, COVENANT, "P1")
        assert [a.status for a in found if a.round == "2019"] == [Status.FINAL]
        row = store.connection.execute(
            "SELECT reviewer, final_group, final_year FROM assessment WHERE id = ?", (reopened.record.row,)
        ).fetchone()
        assert row == ("C. Proef", "small", 1)
        assert check(store).findings == []


def test_final_needs_everything_rated(path: Path) -> None:
    with small(path) as store:
        set_status(store, key=key("P1", "2019"), status=Status.DRAFT, why="nieuw bewijs")
        reopened = last(store, "status")
        rate(store, key=key("P1", "2019"), ratings={"A1": Rating()})
        with pytest.raises(Problem, match="cannot be final yet: 1 criteria"):
            restore(store, reopened)
        assert check(store).findings == []


def test_statuses_follow_the_rules(path: Path) -> None:
    with small(path) as store:
        store.user = "X"
        set_status(store, key=P1, status=Status.REVIEWED)
        return_assessment(store, key=P1, remarks={"": "Nog eens kijken."})
        back = last(store, "status")
        restore(store, back)
        assert status(store) == (Status.REVIEWED, "X")
        restore(store, last(store, "status"))
        assert status(store) == (Status.DRAFT, "")
        # Its reviewer of then assesses it by now.
        with store.change("status", {"party": "P1", "status": "status:draft"}):
            store.connection.execute(
                "UPDATE assessment SET assessor = 'X' WHERE assessor = 'B. Test' AND status = 'draft'"
            )
        with pytest.raises(Problem, match="X assessed Voorbeeld Mode"):
            restore(store, back)
        set_setting(store, covenant=COVENANT, name="one_person", value="1")
        restore(store, back)
        assert status(store) == (Status.REVIEWED, "X")
        assert check(store).findings == []
        one_person = last(store, "value", "setting")
        with pytest.raises(Problem, match="reviewed by who assessed them"):
            whole(store, one_person)


def test_the_assessor_is_not_the_reviewer(path: Path) -> None:
    with small(path) as store:
        set_status(store, key=P1, status=Status.REVIEWED)  # by A. Voorbeeld
        with store.change("status", {"party": "P1", "status": "status:reviewed"}):
            store.connection.execute("UPDATE assessment SET assessor = 'Z' WHERE status = 'reviewed'")
        with store.change("status", {"party": "P1", "status": "status:reviewed"}):
            store.connection.execute("UPDATE assessment SET reviewer = 'B. Test' WHERE status = 'reviewed'")
        with pytest.raises(Problem, match=r"B\. Test assessed Voorbeeld Mode"):
            restore(store, last(store, "assessor"))


def test_what_was_reviewed_is_assessed_again(path: Path) -> None:
    with small(path) as store:
        rate(store, key=P1, ratings={"A1": Rating(0)})
        changed = last(store, "rating")
        store.user = "X"
        set_status(store, key=P1, status=Status.REVIEWED)
        restore(store, changed)
        assert status(store) == (Status.ASSESSED, "")
        store.undo()
        assert status(store) == (Status.REVIEWED, "X")


def test_na_has_a_reason(path: Path) -> None:
    with small(path) as store:
        rate(store, key=P1, ratings={"A1": Rating(None, True, "geen keten")})
        reason = last(store, "na_reason")
        with pytest.raises(Problem, match="Say why criterion A1 is not applicable"):
            restore(store, reason)
        rate(store, key=P1, ratings={"A1": Rating(1)})
        with pytest.raises(Problem, match=r"is not n\.a\., so it has no reason"):
            restore(store, last(store, "na_reason"))


def test_what_is_rated_is_no_longer_to_be_confirmed(path: Path) -> None:
    with small(path) as store:
        bring(
            store,
            carried="covenant,party,round,kind,criterion,rating,from_round\nKLEDING,P1,2020,secretariat,A2,fully,2019",
        )
        rate(store, key=P1, ratings={"A2": Rating(0)})
        proposed = last(store, "rating", "carried")
        assert proposed.is_gone
        with pytest.raises(Problem, match="is rated by now: there is nothing to be confirmed"):
            whole(store, proposed)
        rated = last(store, "rating", "rating")
        restore(store, rated)
        whole(store, proposed)
        assert store.connection.execute("SELECT count(*) FROM carried WHERE from_round = '2019'").fetchone()[0] >= 1
        restore(store, last(store, "rating", "rating"))
        assert ratings(store)["A2"].value == 0
        with pytest.raises(Problem, match="rated by now"):
            whole(store, proposed)


def test_percentages_and_ratings_go_not_together(path: Path) -> None:
    with small(path) as store:
        entered = last(store, "percent")
        rate(store, key=P1, ratings={"A1": Rating(1)})
        numbers = store.connection.execute("SELECT assessment FROM summary LIMIT 1").fetchone()
        with store.change("enter_summary", {"party": "P3"}):
            store.connection.execute("DELETE FROM summary WHERE assessment = ?", numbers)
        gone = last(store, "percent")
        assert gone.is_gone
        rate(store, key=key("P3", "2020"), ratings={"A1": Rating(1)})
        with pytest.raises(Problem, match="is rated by criterion"):
            whole(store, gone)
        with pytest.raises(Problem, match="gone by now"):
            restore(store, entered)
        rated = last(store, "rating", "rating")
        whole(store, rated)
        whole(store, gone)
        with pytest.raises(Problem, match="percentages entered directly"):
            whole(store, last(store, "rating", "rating"))
        assert check(store).findings == []


@pytest.mark.parametrize("table", ["framework", "section", "criterion", "anchor"])
def test_a_published_version_never_changes(path: Path, table: str) -> None:
    with small(path) as store:
        lines = [line for line in field_changes(store, table=table) if line.record.label.startswith("F 1")]
        for act in (restore, whole):
            with pytest.raises(Problem, match="published and never changes"):
                act(store, lines[0])


def test_drafts_change(path: Path) -> None:
    with small(path) as store:
        bring(store, criteria="framework,version,section,criterion,text_nl\nF,2,A,A1,Er is beter beleid")
        restore(store, last(store, "text_nl"))
        assert (
            store.framework(
                store.connection.execute("SELECT id FROM framework WHERE code = 'F' AND version = '2'").fetchone()[0]
            )
            .criteria["A1"]
            .text.nl
            == "Er is beleid"
        )
        bring(store, frameworks="framework,version,status\nF,2,published")
        with pytest.raises(Problem, match="never changes"):
            restore(store, last(store, "status", "framework"))
        store.undo()
        with pytest.raises(Problem, match="by publishing it"):
            restore(store, last(store, "status", "framework"))
        with store.change("import", {"source": "x"}):
            store.connection.execute("UPDATE framework SET scale_max = 20 WHERE code = 'N'")
        with pytest.raises(Problem, match="scale stays as it is"):
            restore(store, last(store, "scale_max"))


def test_parties(path: Path) -> None:
    with small(path) as store:
        known = queries.party(store, COVENANT, "P2")
        edit_party(store, covenant=COVENANT, party=replace(known, name="Ander", country="BE"))
        restore(store, last(store, "name", "party"))
        found = queries.party(store, COVENANT, "P2")
        assert (found.name, found.country) == (known.name, "BE")
        leave(store, covenant=COVENANT, code="P2", left_on=date(2021, 1, 1), reason="klaar")
        edit_party(
            store, covenant=COVENANT, party=replace(known, joined_on=date(2022, 1, 1), left_on=None, left_reason="")
        )
        with pytest.raises(Problem, match="left before it joined"):
            restore(store, last(store, "left_on"))
        made = next(line for line in field_changes(store, table="party") if line.record.party == "P2" and line.is_new)
        with pytest.raises(Problem, match="needs a name"):
            restore_field(store, change=made.change, field="name")
        edit_party(store, covenant=COVENANT, party=replace(known, kind=queries.PartyKind.OTHER))
        edit_party(store, covenant=COVENANT, party=known)
        rate(store, key=key("P2", "2020"), ratings={"A1": Rating(1)})
        with pytest.raises(Problem, match="so it stays a company"):
            restore(store, last(store, "kind", "party"))


def test_rounds_observations_and_the_rest(path: Path) -> None:
    with small(path) as store:
        bring(
            store,
            rounds="covenant,round,first_day,last_day,framework,version,note\nKLEDING,2022,2022-01-01,2022-12-31,F,2,x",
        )
        bring(
            store,
            rounds="covenant,round,first_day,last_day,framework,version\nKLEDING,2022,2022-03-01,2023-02-28,F,1",
        )
        with store.change("import", {"source": "x"}):
            store.connection.execute("UPDATE round SET first_day = '2023-01-01' WHERE code = '2022'")
        with pytest.raises(Problem, match="last day is before the first"):
            restore(store, last(store, "last_day"))
        framework = last(store, "framework", "round")
        rate(store, key=key("P1", "2022"), ratings={"A1": Rating(1)})
        with pytest.raises(Problem, match="it keeps that version"):
            restore(store, framework)
        observed = next(line for line in field_changes(store, table="observation") if line.field == "value")
        with pytest.raises(Problem, match="An observation has a value"):
            restore(store, observed)
        bring(store, observations="covenant,indicator,date,low,high\nKLEDING,OMZET,2019-12-31,50,60")
        with pytest.raises(Problem, match="low is above high"):
            restore(store, last(store, "high"))
        whole(store, last(store, "high"))
        save_response(store, key=P1, criterion="A1", response=Response("Wij zien dat anders.", "Directie"))
        save_response(store, key=P1, criterion="A1", response=Response())
        gone = last(store, "response")
        assert gone.is_gone
        whole(store, gone)
        restore(store, last(store, "baseline_value"))
        assert check(store).findings == []


def test_the_file_in_the_way(path: Path) -> None:
    """What only the file itself refuses is told too."""
    with small(path) as store:
        with store.change("import", {"source": "x"}):
            store.connection.execute("UPDATE party SET code = 'P8' WHERE code = 'P2'")
        with store.change("import", {"source": "x"}):
            store.connection.execute("UPDATE party SET code = 'P2' WHERE code = 'P3'")
        moved = [line for line in field_changes(store, table="party") if line.field == "code"][1]
        with pytest.raises(Problem, match="what is in the file by now stands in the way"):
            restore(store, moved)


def test_nothing_in_a_draft_that_final_assessments_were_made_with_changes(path: Path) -> None:
    with small(path) as store:
        bring(store, criteria="framework,version,section,criterion,weight\nN,1,S,N2,3")
        heavier = last(store, "weight", "criterion")
        bring(
            store,
            assessments="covenant,party,round,status,assessor,reviewer\nKLEDING,P1,2021,final,B. Test,C. Proef",
            ratings="covenant,party,round,criterion,rating\nKLEDING,P1,2021,N2,4",
        )
        for act in (restore, whole):
            with refused(store, "Assessments made with this version are final"):
                act(store, heavier)


def test_who_assessed_first_is_not_the_second_assessor(path: Path) -> None:
    with small(path) as store:
        for kind, who in (("second", "E. Vijf"), ("secretariat", "D. Tweede")):
            bring(store, assessments=f"covenant,party,round,kind,assessor\nKLEDING,P3,2019,{kind},{who}")
        first, second = (line for line in field_changes(store, since=1, table="assessment") if line.field == "assessor")
        with refused(store, "cannot assess it again blind"):
            restore(store, second)
        restore(store, first)
        restore(store, second)
        assert check(store).findings == []


def test_a_round_keeps_its_version_once_somebody_is_assessed_in_it(path: Path) -> None:
    with small(path) as store:
        rounds = "covenant,round,first_day,last_day,framework,version\nKLEDING,2022,2022-01-01,2022-12-31,F,"
        for version in "12":
            bring(store, rounds=rounds + version)
        bring(store, summaries="covenant,party,round,section,percent\nKLEDING,P2,2022,A,50")
        with refused(store, "Participants were assessed in round 2022 under version 2, so it keeps that version."):
            restore(store, last(store, "framework", "round"))


def test_a_mapping_does_not_come_back_in_a_circle(path: Path) -> None:
    with small(path) as store:
        one, two = FrameworkKey("F", "1"), FrameworkKey("F", "2")
        save_mapping(store, old=one, new=two, rows=[])
        gone = next(line for line in field_changes(store, table="mapping") if line.is_gone)
        save_mapping(store, old=two, new=one, rows=[MappingRow("A1", "A1", Relation.SAME)], why="andersom")
        with refused(store, "The mapping goes in a circle"):
            whole(store, gone)


def test_a_mapping_comes_back_once_and_only_where_it_fits(path: Path) -> None:
    with small(path) as store:
        one, two, nine = (FrameworkKey("F", version) for version in "129")
        rows = mapping(store, one, two)
        save_mapping(store, old=one, new=two, rows=[])
        gone = [line for line in field_changes(store, table="mapping") if line.is_gone]
        edit(store, key=two, name=Text("Kader", ""), scale=LEVELS, version="9")
        save_mapping(store, old=one, new=nine, rows=rows)
        for line in gone:
            with suppress(Problem):
                whole(store, line)
            assert mapping(store, one, nine) == rows
        save_mapping(store, old=one, new=nine, rows=[MappingRow("A2", "A1", Relation.SAME)])
        for line in gone:  # A1 is A2 by now, and A2 was not dropped
            with pytest.raises(Problem):
                whole(store, line)


def test_a_mapping_to_a_published_version_changes_with_a_reason_only(path: Path) -> None:
    with small(path) as store:
        one, two = FrameworkKey("F", "1"), FrameworkKey("F", "2")
        rows = mapping(store, one, two)
        save_mapping(store, old=one, new=two, rows=rows[1:])
        (gone,) = (line for line in field_changes(store, table="mapping") if line.is_gone)
        bring(store, frameworks="framework,version,status\nF,2,published")
        with refused(store, "Give the reason for changing the mapping to a published version"):
            whole(store, gone)
        restore_record(store, change=gone.change, why="toch dezelfde")
        assert mapping(store, one, two) == rows


def test_a_scale_comes_back_as_a_whole(path: Path) -> None:
    with small(path) as store:
        draft = FrameworkKey("F", "2")
        edit(store, key=draft, name=Text("Kader", ""), scale=Scale(0, 10, by_level=False))
        restore(store, last(store, "scale", "framework"))
        assert framework_of(store, draft).scale == LEVELS


def test_a_code_that_comes_back_takes_along_what_is_kept_by_it(path: Path) -> None:
    with small(path) as store:
        draft = FrameworkKey("N", "1")
        known = store.framework(framework_id(store, draft))
        bring(
            store,
            remarks="covenant,party,round,criterion,text\nKLEDING,P1,2021,N2,Kijk nog eens",
            summaries="covenant,party,round,section,percent\nKLEDING,P2,2021,S,50",
        )
        save_criterion(store, key=draft, section="S", criterion=replace(known.criteria["N2"], code="N8"), was="N2")
        save_section(store, key=draft, section=replace(known.sections[0], code="T"), was="S")
        for table in ("criterion", "section"):
            restore(store, last(store, "code", table))
        remark = store.connection.execute("SELECT criterion_code FROM remark WHERE text = 'Kijk nog eens'").fetchone()
        summary = store.connection.execute(
            "SELECT section_code FROM summary WHERE percent = 50 AND section_code <> 'B'"
        )
        assert (remark[0], summary.fetchall()) == ("N2", [("S",)])
        assert check(store).findings == []


def test_one_person_stays_allowed_however_the_names_were_typed(path: Path) -> None:
    with small(path) as store:
        set_setting(store, covenant=COVENANT, name="one_person", value="1")
        allowed = last(store, "value", "setting")
        bring(
            store,
            assessments="covenant,party,round,status,assessor,reviewer\nKLEDING,P2,2020,reviewed,Élise Wit,éLISE  wit",
        )
        for act in (restore, whole):
            with refused(store, "reviewed by who assessed them: 1."):
                act(store, allowed)


codes = st.sampled_from(("A1", "A2", "A3", "B1", "B2"))
found = st.one_of(
    st.builds(Rating, st.sampled_from([0, HALF, 1]), note=st.sampled_from(["", "gezien"])),
    st.just(Rating(not_applicable=True, na_reason="geen keten")),
    st.just(Rating()),
)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), st.sampled_from(["P1", "P2"]), st.dictionaries(codes, found, min_size=1)),
        st.tuples(st.just("status"), st.sampled_from(["P1", "P2"]), st.sampled_from(list(Status))),
        st.tuples(st.just("party"), st.sampled_from(["P1", "P2"]), st.sampled_from(["Een", "Twee"])),
        st.tuples(st.just("undo"), st.just(""), st.just(None)),
    ),
    min_size=1,
    max_size=10,
)


@given(made=edits, data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_restored_is_as_it_was(made: list[tuple[str, str, object]], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder, small(Path(folder) / "a.covenant") as store:
        for what, party, value in made:
            try:
                _edit(store, what, party, value)
            except Problem:
                continue
        lines = field_changes(store, since=1)
        if not lines:
            return
        line = data.draw(st.sampled_from(lines))
        one_field = data.draw(st.booleans())
        now = len(ledger.history(store.connection, with_rows=False))
        before = state_at(store, now)
        record = (line.record.table, line.record.row)
        then = state_at(store, line.change_set.id - 1).get(record)
        try:
            if one_field:
                restore(store, line)
            else:
                whole(store, line)
        except Problem:
            assert state_at(store, now + 1) == before
            return
        after = state_at(store, now + 1)
        if one_field:
            again = next((n for n in field_changes(store, since=now) if n.field == line.field), None)
            assert again is not None
            # Before it was there, a field had what a new record has in it.
            was = column_defaults(store, line.record.table).get(line.field) if line.is_new else line.before
            assert (again.after or None) == (was or None)
        else:
            assert _plain(after.get(record)) == _plain(then)
        others = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} - {record}
        assert all(table in ("assessment", "carried") for table, _ in others)
        assert check(store).findings == []
        store.undo()
        assert state_at(store, now + 2) == before


def _plain(image: Mapping[str, object] | None) -> object:
    """A record without what follows from others: with which group and year it was final."""
    return image and {name: value for name, value in image.items() if not name.startswith("final_")}


def _edit(store: Store, what: str, party: str, value: object) -> None:
    if what == "rate":
        rate(store, key=key(party, "2020"), ratings=value)  # type: ignore[arg-type]
    elif what == "status":
        store.user = "X" if value is Status.REVIEWED else WHO
        set_status(store, key=key(party, "2020"), status=Status(str(value)), why="getest")
        store.user = WHO
    elif what == "party":
        known = queries.party(store, COVENANT, party)
        edit_party(store, covenant=COVENANT, party=replace(known, name=str(value)))
    else:
        store.undo()
