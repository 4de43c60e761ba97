"""The kept scores are those of the rules, after any change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import AssessmentKind, Party, Rating, Status
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.assessments import rate, set_status
from covenant_monitor.store.check import BOTH_KINDS, CheckFinding, check
from covenant_monitor.store.parties import edit_party
from covenant_monitor.store.store import Store
from tests.core.store.small import bring, key, small


def score(store: Store, party: str, round_: str, kind: str = "secretariat") -> tuple[object, ...]:
    """participation_year, score, low, high, rated, applicable of one assessment, as another SQLite tool reads them."""
    found: tuple[object, ...] = store.connection.execute(
        "SELECT participation_year, round(score, 6), round(low, 6), round(high, 6), rated, applicable FROM v_scores"
        " WHERE party = ? AND round = ? AND kind = ?",
        (party, round_, kind),
    ).fetchone()
    return found


def of(store: Store, code: str, **changes: object) -> Party:
    return replace(queries.party(store, "KLEDING", code), **changes)  # type: ignore[arg-type]


# Framework F, version 1: section A (weight 1) of A1 (1), A2 (3) and for small ones A3 (1);
# section B (weight 2) of B1 (1) and, from year 2, B2 (1).


def test_the_scores_of_the_small_covenant_by_hand(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        # A: (1 + 3 x 0.5 + 0) / 5 = 50 %. B: all n.a., so it does not count; B2 does not apply yet.
        assert score(store, "P1", "2019") == (1, 50, 50, 50, 4, 4)
        # A: 1 of 5 at least, all at best. B: nothing at least. Low: (1 x 1/5 + 2 x 0) / 3.
        assert score(store, "P1", "2020") == (2, 100, round(100 / 15, 6), 100, 1, 5)
        # Not small: A1 not met of 1 + 3; high: (1 x 3/4 + 2 x 1) / 3.
        assert score(store, "P3", "2019") == (1, 0, 0, round(100 * 2.75 / 3, 6), 1, 3)
        # 7.5 of 10, weight 1; still open 0 to 10, weight 0.5.
        assert score(store, "P1", "2021") == (3, 75, 50, round(100 * 12.5 / 15, 6), 1, 2)
        # A total that was entered.
        assert score(store, "P3", "2020") == (2, 44.4, 44.4, 44.4, 0, 0)


def rating(store: Store) -> None:
    rate(store, key=key("P1", "2020"), ratings={"B1": Rating(0), "A2": Rating(1)})


def clearing(store: Store) -> None:
    rate(store, key=key("P1", "2020"), ratings={"A1": Rating()})


def a_new_assessment(store: Store) -> None:
    rate(store, key=key("P2", "2020", AssessmentKind.SECOND), ratings={"A1": Rating(1)})


def status(store: Store) -> None:
    set_status(store, key=key("P1", "2020"), status=Status.ASSESSED)


def group(store: Store) -> None:
    edit_party(store, covenant="KLEDING", party=of(store, "P1", group="large"))


def joining(store: Store) -> None:
    edit_party(store, covenant="KLEDING", party=of(store, "P1", joined_on=date(2020, 5, 1)))


def leaving(store: Store) -> None:
    edit_party(store, covenant="KLEDING", party=of(store, "P1", left_on=date(2020, 12, 31)))


def a_join_rule(store: Store) -> None:
    rate(store, key=key("P2", "2020"), ratings={"A1": Rating(1)})
    bring(
        store,
        rounds="covenant,round,first_day,last_day,framework,version,join_rule\n"
        "KLEDING,2020,2020-01-01,2020-12-31,F,1,first_full_round",
    )


def an_earlier_round(store: Store) -> None:
    bring(
        store,
        rounds="covenant,round,first_day,last_day,framework,version\nKLEDING,2018,2018-01-01,2018-12-31,F,1",
    )


def another_framework(store: Store) -> None:
    bring(
        store,
        rounds="covenant,round,first_day,last_day,framework,version\nKLEDING,2022,2022-01-01,2022-12-31,F,1",
        assessments="covenant,party,round\nKLEDING,P1,2022",
    )
    with store.change("import", {"source": "test"}):  # which no verb and no import does once somebody is assessed
        store.connection.execute(
            "UPDATE round SET framework = (SELECT id FROM framework WHERE code = 'N') WHERE code = '2022'"
        )


def a_weight(store: Store) -> None:
    bring(store, criteria="framework,version,section,criterion,weight\nN,1,S,N1,0.1")


def a_criterion(store: Store) -> None:
    bring(store, criteria="framework,version,section,criterion,weight\nN,1,S,N3,0.3")


def a_section(store: Store) -> None:
    bring(
        store,
        sections="framework,version,section,weight\nN,1,T,0.7",
        criteria="framework,version,section,criterion\nN,1,T,N2",
    )


def a_requirement(store: Store) -> None:
    bring(store, requirements="covenant,round,participation_year,required_percent\nKLEDING,2019,1,55")


def a_summary(store: Store) -> None:
    bring(store, summaries="covenant,party,round,section,percent\nKLEDING,P3,2020,,66.6\nKLEDING,P2,2020,A,12")


def ratings_beside_a_summary(store: Store) -> None:
    with store.change("import", {"source": "test"}):  # which no verb and no import does
        store.connection.execute(
            "INSERT INTO rating (assessment, criterion, value) SELECT s.assessment, k.id, 1 FROM summary s, criterion k"
            " JOIN framework f ON f.id = k.framework WHERE s.section_code = 'B' AND k.code = 'A1' AND f.version = '1'"
        )


CHANGES = [
    *(rating, clearing, a_new_assessment, status, group, joining, leaving, a_join_rule, an_earlier_round),
    *(another_framework, a_weight, a_criterion, a_section, a_requirement, a_summary, ratings_beside_a_summary),
]
STAYS = {status, leaving, a_requirement}


@pytest.mark.parametrize("change", CHANGES)
def test_scores_follow_every_change_and_its_undo(tmp_path: Path, change: Callable[[Store], None]) -> None:
    def kept() -> list[tuple[object, ...]]:
        return [
            row
            for table in ("score", "section_score")
            for row in store.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]

    with small(tmp_path / "a.covenant") as store:
        before, steps = kept(), len(store.history.undo)
        change(store)
        after = kept()
        assert wrong(store) == []
        assert (after == before) == (change in STAYS)
        made = len(store.history.undo) - steps
        assert made >= 1
        for _ in range(made):
            store.undo()
            assert wrong(store) == []
        assert kept() == before
        for _ in range(made):
            store.redo()
        assert kept() == after
        assert wrong(store) == []


def wrong(store: Store) -> list[CheckFinding]:
    """What `check` finds, but that ratings were put beside a summary, which is somebody's choice."""
    return [finding for finding in check(store).findings if finding.message != BOTH_KINDS]


def test_only_what_is_affected_is_computed_anew(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert len(rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)}).assessments) == 1
        changed = edit_party(store, covenant="KLEDING", party=of(store, "P1", group="large"))
        assert len(changed.assessments) == 4
        assert edit_party(store, covenant="KLEDING", party=of(store, "V1", name="Bond")).assessments == frozenset()
        change = bring(store, criteria="framework,version,section,criterion,weight\nN,1,S,N1,0.1").change
        assert len(change.assessments) == 1


def reopen(store: Store) -> None:
    """What is final keeps the group and the year that it became final with."""
    set_status(store, key=key("P1", "2019"), status=Status.ASSESSED, why="for this test")


def test_changing_the_group_by_hand(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        reopen(store)
        group(store)  # A3 (not met) no longer applies: (1 + 3 x 0.5) / 4 = 62.5 %
        assert score(store, "P1", "2019") == (1, 62.5, 62.5, 62.5, 3, 3)


def test_changing_the_join_date_by_hand(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        reopen(store)
        edit_party(store, covenant="KLEDING", party=of(store, "P1", joined_on=None))
        assert score(store, "P1", "2019") == (1, 50, 50, 50, 4, 4)
        an_earlier_round(store)  # now 2019 is year 2: B2 (fully) applies, (1 x 0.5 + 2 x 1) / 3
        assert score(store, "P1", "2019") == (2, *[round(100 * 2.5 / 3, 6)] * 3, 5, 5)
        joining(store)  # it joined after 2019: year 0, nothing applies
        assert score(store, "P1", "2019") == (0, None, None, None, 0, 0)


def test_the_kept_score_is_the_one_that_the_rules_give(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for standing in standing_reading.standings(store, "KLEDING", "2019"):
            if standing.status is None:
                continue
            _, _, framework, _ = queries.round_of(store, "KLEDING", "2019")
            (found,) = [
                a
                for a in queries.assessments_of(store, "KLEDING", standing.party.code)
                if (a.round, a.kind) == ("2019", standing.kind)
            ]
            wanted = score_assessment(
                found, store.framework(framework), standing.participation_year, standing.party.group
            )
            kept = standing.score
            assert kept is not None
            assert kept.sections == tuple(wanted.sections)
            assert (kept.rated, kept.applicable, kept.complete) == (wanted.rated, wanted.applicable, wanted.complete)
            for one, other in ((kept.score, wanted.score), (kept.low, wanted.low), (kept.high, wanted.high)):
                assert one is not None
                assert other is not None
                assert abs(one - other) < Fraction(1, 10**12)


def test_of_a_sample_only_what_is_in_it_applies(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant", user="D. Tweede") as store:
        second = key("P3", "2019", AssessmentKind.SECOND)  # of A1 only
        rate(store, key=second, ratings={"A1": Rating(1), "A2": Rating(0)})
        (found,) = standing_reading.standings(store, "KLEDING", "2019", kind=AssessmentKind.SECOND)[-1:]
        assert found.score is not None
        assert (found.score.score, found.score.rated, found.score.applicable, found.score.complete) == (100, 1, 1, True)
        assert check(store).findings == []
