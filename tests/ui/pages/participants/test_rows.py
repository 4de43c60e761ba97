from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Number, Outcome, Party, PartyKind, Round, Status
from covenant_monitor.domain.scoring import Score
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import Cell, Row
from covenant_monitor_ui.pages.participants.rows import (
    ALL,
    BEHIND,
    BLANKS,
    LATER,
    LEFT,
    OPEN,
    OTHERS,
    other_columns,
    other_rows,
    participant_columns,
    participant_rows,
)

ENGLISH = Language("en")
ROUND = Round("2020", date(2020, 1, 1), date(2020, 12, 31), "KADER", "1")
MODE = Party("MODE", "Mode B.V.", group="large", joined_on=date(2017, 10, 3))
COLUMNS = [column.key for column in participant_columns(ENGLISH)]


def score(value: float | None, rated: int, of: int, low: float = 0, high: float = 100) -> Score:
    exact = None if value is None else Fraction(value)
    return Score((), exact, Fraction(low), Fraction(high), rated, of)


def standing(
    party: Party = MODE,
    status: Status | None = Status.FINAL,
    found: Score | None = None,
    required: Number | None = 60,
    outcome: Outcome | None = None,
) -> Standing:
    return Standing(party, "2020", AssessmentKind.SECRETARIAT, 3, status, found, required, outcome)


def rows(
    companies: Iterable[Party], standings: Iterable[Standing] = (), round_: Round | None = ROUND, of: int = 26
) -> list[Row]:
    return participant_rows(companies, standings, round_, lambda year, group: of, ENGLISH)


def cells(one: Standing) -> dict[str, Cell]:
    (row,) = rows([one.party], [one])
    return dict(zip(COLUMNS, row.cells, strict=True))


def test_a_final_assessment() -> None:
    shown = cells(standing(found=score(62.5, 56, 56), outcome=Outcome.MEETS))
    assert {key: cell.text for key, cell in shown.items()} == {
        "name": "Mode B.V.",
        "group": "Large",
        "since": "Oct 2017",
        "year": "3",
        "status": "Final",
        "rated": "56 of 56",
        "score": "62.5%",
        "required": "60%",
        "outcome": "Meets",
    }
    assert (shown["status"].mark, shown["outcome"].mark) == ("final", "meets")
    assert shown["score"].note == ""


def test_a_provisional_score_says_so_and_has_no_outcome_yet() -> None:
    shown = cells(standing(status=Status.DRAFT, found=score(63.1, 42, 56, 40.3, 78.8)))
    assert (shown["score"].note, shown["score"].text) == ("prov.", "63.1%")
    assert "40.3%" in shown["score"].tip
    assert "78.8%" in shown["score"].tip
    assert (shown["outcome"].text, shown["outcome"].mark) == ("Still open", "open")
    assert shown["status"].mark == "draft:0.750"


def test_no_assessment_is_not_zero() -> None:
    shown = cells(standing(status=None))
    assert (shown["status"].text, shown["status"].mark) == ("Not begun", "not_begun")
    assert shown["rated"].text == "0 of 26"
    assert (shown["score"].text, shown["score"].key) == ("–", None)
    assert shown["outcome"].text == "Still open"


def test_everything_not_applicable_is_no_score_and_no_outcome() -> None:
    shown = cells(standing(found=score(None, 5, 5)))
    assert (shown["score"].text, shown["score"].note, shown["score"].key) == ("–", "", None)
    assert (shown["outcome"].text, shown["outcome"].mark) == ("–", "")


def test_where_nothing_is_required_there_is_a_dash() -> None:
    shown = cells(standing(found=score(50, 5, 5), required=None))
    assert [shown[key].text for key in ("required", "outcome")] == ["–", "–"]
    assert [shown[key].key for key in ("required", "outcome")] == [None, None]


def test_a_summary_was_entered_not_rated() -> None:
    entered = Score((), Fraction(40), None, None, 0, 0, from_summary=True, summary_complete=True)
    shown = cells(standing(found=entered))
    assert (shown["rated"].text, shown["rated"].key) == ("–", None)
    assert shown["rated"].tip
    assert (shown["score"].text, shown["score"].note) == ("40.0%", "")


def test_statuses_sort_in_the_order_of_the_work() -> None:
    keys = [cells(standing(status=status))["status"].key for status in (None, *Status)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_outcomes_sort_from_good_to_open() -> None:
    done = score(50, 5, 5)
    keys = [cells(standing(found=done, outcome=outcome))["outcome"].key for outcome in Outcome]
    keys.append(cells(standing(status=None))["outcome"].key)
    assert keys == sorted(keys)


def test_who_left_is_quiet_and_says_until_when() -> None:
    gone = Party("WEG", "Weg B.V.", group="small", joined_on=date(2017, 1, 1), left_on=date(2020, 6, 30))
    (row,) = rows([gone], [standing(gone, found=score(50, 5, 5), outcome=Outcome.BEHIND)])
    assert row.quiet
    assert row.cells[0].note == "until Jun 2020"
    assert row.tabs == {ALL, LEFT, BEHIND}


def test_the_quick_filters() -> None:
    before = Party("A", "A", group="small", joined_on=date(2017, 1, 1), left_on=date(2018, 1, 1))
    later = Party("B", "B", group="small", joined_on=date(2022, 1, 1))
    nameless = Party("C", "C")
    found = rows([before, later, nameless], [standing(nameless, status=None)])
    assert [row.tabs for row in found] == [{LEFT}, {LATER}, {ALL, OPEN, BLANKS}]
    assert [row.quiet for row in found] == [True, True, False]
    assert [cell.text for cell in found[0].cells[3:]] == ["–"] * 6


def test_groups_are_only_missed_where_there_are_any() -> None:
    (row,) = rows([Party("A", "A", joined_on=date(2017, 1, 1))], [])
    assert BLANKS not in row.tabs


def test_without_a_round_all_are_participants() -> None:
    (row,) = rows([MODE], [], None)
    assert row.tabs == {ALL}
    assert not row.quiet


@pytest.mark.parametrize("word", ["mode", "large", "final", "meets", "oct 2017"])
def test_what_a_row_is_found_by(word: str) -> None:
    (row,) = rows([MODE], [standing(found=score(62.5, 5, 5), outcome=Outcome.MEETS)])
    assert word in row.search


@pytest.mark.parametrize("word", ["no group", "no date", "no score", "no requirement", "not begun"])
def test_what_is_missing_can_be_found(word: str) -> None:
    (row,) = rows([Party("A", "A")], [standing(Party("A", "A"), status=None, required=None)])
    assert word in row.search


def test_names_sort_as_people_do() -> None:
    named = [Party(name, name) for name in ("Zijde", "écharpe", "Eend", "aap")]
    assert [row.party.name for row in rows(named)] == ["aap", "écharpe", "Eend", "Zijde"]


@pytest.mark.parametrize(
    "name", ["=cmd|'/C calc'!A0", "+1", "@x", "<b>Vet</b>", "شركة", "🧵 Draad", "X" * 40_000, "a\nb"]
)
def test_F55_any_name_is_shown_as_it_is(name: str) -> None:
    (row,) = rows([Party("A", name)])
    assert row.party.name == name
    assert "\n" not in row.cells[0].text
    assert row.cells[0].text == " ".join(name[:400].split())


def test_other_parties_have_columns_of_their_own() -> None:
    union = Party("V", "Vakbond", PartyKind.UNION, country="NL", joined_on=date(2016, 7, 4), left_on=date(2019, 1, 1))
    ngo = Party("N", "Ngo", PartyKind.NGO)
    found = other_rows([union, ngo], ENGLISH)
    assert [column.key for column in other_columns(ENGLISH)] == ["name", "kind", "since", "left", "country"]
    assert [cell.text for cell in found[0].cells] == ["Ngo", "NGO", "–", "–", "–"]
    assert [cell.text for cell in found[1].cells] == ["Vakbond", "Trade union", "Jul 2016", "Jan 2019", "NL"]
    assert found[1].tabs == {OTHERS}
    assert "trade union" in found[1].search
