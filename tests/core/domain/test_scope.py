"""Scopes: all participants of a round, those that count in other rounds too, and one cohort."""

import pytest
from hypothesis import given

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Status
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.scope import ALL, Scope, Selection, cohorts, select
from tests.core.domain.selections import covenant, covenants, standing
from tests.core.domain.strategies import relaxed


def counted(selection: Selection) -> set[str]:
    return {standing.party.code for standing in selection.headline.counted}


def test_a_panel_by_hand() -> None:
    # A counts in both, B only in 2018 (not begun in 2019), C only in 2019; D left after 2018.
    picture = covenant(
        [standing("A", "ff"), standing("B", "ff"), standing("C", "f-"), standing("D", "nn")],
        [standing("A", "pp"), standing("B"), standing("C", "ff")],
    )
    later = select(picture, "2019", Scope(panel=("2018",)))
    assert [s.party.code for s in later.standings] == ["A", "B"]
    assert counted(later) == {"A"}
    assert {reason: [s.party.code for s in of] for reason, of in later.headline.left_out.items()} == {
        Reason.NOT_BEGUN: ["B"]
    }
    assert [s.party.code for s in later.outside] == ["C"]
    assert [party.code for party in later.gone] == ["D"]
    assert counted(select(picture, "2018", Scope(panel=("2019",)))) == {"A"}


def test_only_final_ones_count_where_that_is_asked_for_in_the_panel_too() -> None:
    picture = covenant(
        [standing("A", "ff", status=Status.ASSESSED), standing("B", "ff")], [standing("A", "ff"), standing("B", "ff")]
    )
    assert counted(select(picture, "2018", final_only=True)) == {"B"}
    assert counted(select(picture, "2019", Scope(panel=("2018",)), final_only=True)) == {"B"}
    assert counted(select(picture, "2019", Scope(panel=("2018",)))) == {"A", "B"}


def test_a_round_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        select(covenant([]), "2019")
    with pytest.raises(KeyError):
        select(covenant([]), "2018", Scope(panel=("1999",)))


@relaxed
@given(covenants())
def test_the_panel_of_a_round_with_itself_is_all_that_counted(picture: CovenantPicture) -> None:
    whole, panel = select(picture, "2018"), select(picture, "2018", Scope(panel=("2018",)))
    assert panel.headline.counted == whole.headline.counted
    assert not panel.headline.left_out
    assert not panel.gone


@relaxed
@given(covenants())
def test_a_panel_of_two_rounds_is_the_same_from_either(picture: CovenantPicture) -> None:
    both = counted(select(picture, "2018")) & counted(select(picture, "2019"))
    assert counted(select(picture, "2018", Scope(panel=("2019",)))) == both
    assert counted(select(picture, "2019", Scope(panel=("2018",)))) == both
    for code in ("2018", "2019"):
        assert counted(select(picture, code, Scope(panel=("2018", "2019")))) == both


@relaxed
@given(covenants())
def test_cohorts_part_the_participants(picture: CovenantPicture) -> None:
    for scope in (ALL, Scope(panel=("2019",))):
        whole = select(picture, "2018", scope)
        of = cohorts(whole)
        assert sorted(s.party.code for one in of.values() for s in one.standings) == sorted(
            s.party.code for s in whole.standings
        )
        assert sorted(c for one in of.values() for c in counted(one)) == sorted(counted(whole))
        for year, one in of.items():
            again = select(picture, "2018", Scope(scope.panel, year))
            assert (again.standings, again.headline, again.scope) == (one.standings, one.headline, one.scope)
            inside, outside = len(one.standings), len(one.outside)
            assert inside + outside == len(picture.round("2018").standings)
