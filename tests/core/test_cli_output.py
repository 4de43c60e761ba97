from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from covenant_monitor.cli_output import history_json, progress_json, score_json, scores_text
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Covenant, Outcome, Party, Status, Text
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.scoring import Score, SectionScore
from covenant_monitor.domain.targets import Direction, Indicator, Milestone, Observation, Target
from covenant_monitor.language import language
from covenant_monitor.store.ledger import ChangeSet, RowChange

PARTY = Party("P1", "Voorbeeld Mode B.V.")


def standing(score: Score | None, outcome: Outcome | None = None) -> Standing:
    return Standing(PARTY, "2020", AssessmentKind.SECRETARIAT, 2, Status.ASSESSED, score, Fraction(125, 3), outcome)


SECTION = SectionScore("A", 2, Fraction(1, 2), Fraction(3, 2), 0, 1, applicable=3, fully=1, not_=1, na=0)
OPEN = Score((SECTION,), Fraction(100, 3), Fraction(20), Fraction(60), 2, 3)
NOTHING = Score((SectionScore("A"),), None, None, None, 0, 0)


def test_numbers_are_not_rounded_in_json() -> None:
    found = score_json(standing(OPEN, Outcome.ON_TRACK))
    assert (found["score"], found["low"], found["high"], found["required"]) == (100 / 3, 20, 60, 125 / 3)
    assert (found["rated"], found["applicable"], found["outcome"]) == (2, 3, "on_track")
    (section,) = found["sections"]
    assert section == {
        "section": "A",
        "score": 100 / 3,
        "rated": 2,
        "applicable": 3,
        "fully": 1,
        "partially": 0,
        "not": 1,
        "na": 0,
    }
    assert all(isinstance(found[name], float) for name in ("score", "low", "high", "required"))


def test_no_number_is_none_and_not_zero() -> None:
    found = score_json(standing(NOTHING))
    assert (found["score"], found["low"], found["high"], found["outcome"]) == (None, None, None, None)
    assert found["sections"][0]["score"] is None
    assert score_json(standing(None))["sections"] == []


@pytest.mark.parametrize(
    ("code", "scores"),
    [("en", "33.3% (provisional, 20.0–60.0)"), ("nl", "33,3\N{NO-BREAK SPACE}% (voorlopig, 20,0–60,0)")],
)
def test_scores_as_lines_in_columns(code: str, scores: str) -> None:
    lines = scores_text([standing(OPEN), standing(NOTHING)], language(code))
    assert len(lines) == 3
    assert scores in lines[1]
    assert "2/3" in lines[1]
    column = lines[1].index("2/3")
    assert lines[2][column:].startswith("0/0")
    assert lines[2].split()[-1] == "–"


INDICATOR = Indicator(
    "I",
    Text("Omzetaandeel", "Share of turnover"),
    "%",
    Direction.UP,
    (Observation(date(2019, 12, 31), low=40, high=45), Observation(date(2020, 12, 31), Fraction(99, 2), source="x")),
)
TARGET = Target("T", "I", (Milestone(date(2021, 12, 31), 60),), date(2018, 12, 31), 35)
PICTURE = CovenantPicture(Covenant("K", Text("Kleding")), (), (INDICATOR,), (TARGET,))


@pytest.mark.parametrize(
    ("at", "known", "line"),
    [
        (date(2019, 1, 1), 0, "Share of turnover: no observation yet"),
        (date(2020, 1, 1), 1, "Share of turnover: 40–45 % (31 December 2019)"),
        (date(2020, 12, 31), 2, "Share of turnover: 49.5 % (31 December 2020)"),
    ],
)
def test_progress_is_what_was_known_on_the_day(at: date, known: int, line: str) -> None:
    output, lines = progress_json(PICTURE, PICTURE.indicators, at, language("en"))
    assert output["at"] == at
    assert len(output["indicators"][0]["observations"]) == known
    assert lines[0] == line
    assert lines[1].startswith("Target T, 60 % on 31 December 2021: ")


def test_a_target_tells_its_gap() -> None:
    output, lines = progress_json(PICTURE, PICTURE.indicators, date(2022, 1, 1), language("en"))
    (milestone,) = output["targets"][0]["milestones"]
    assert (milestone["status"], milestone["gap"], milestone["value"]) == ("missed", 10.5, 60)
    assert lines[1] == "Target T, 60 % on 31 December 2021: Missed, 10.5 points short"


def test_a_target_tells_where_the_line_comes_and_how() -> None:
    seen = tuple(Observation(date(2017 + i, 12, 31), value) for i, value in enumerate((30, 36, 38, 45)))
    indicator = Indicator("I", Text("Aandeel", "Share"), "%", observations=seen)
    picture = CovenantPicture(Covenant("K", Text("K")), (), (indicator,), (TARGET,))
    output, lines = progress_json(picture, picture.indicators, date(2021, 1, 31), language("en"))
    (milestone,) = output["targets"][0]["milestones"]
    assert milestone["projected_low"] < milestone["projected"] < milestone["projected_high"]
    assert milestone["projected"] == pytest.approx(49, abs=0.1)  # 4.7 a year on from 37.25 half-way
    assert lines[2] == "  Projection: 49% (39–59%)"
    assert lines[3].startswith("Projection: the straight line through the observations so far")
    # A line that fits exactly has no interval.
    straight = Indicator("I", Text("x", "x"), "%", observations=(*seen[:2], Observation(date(2019, 12, 31), 42)))
    _output, lines = progress_json(picture, [straight], date(2020, 1, 31), language("en"))
    assert lines[2] == "  Projection: 54.0%"


@pytest.mark.parametrize(
    ("at", "second"),
    [
        (date(2019, 12, 31), ["  No projection: it takes observations on at least three days."]),
        (date(2022, 1, 1), []),
    ],
)
def test_a_target_without_a_projection_says_why_until_its_day_has_come(at: date, second: list[str]) -> None:
    output, lines = progress_json(PICTURE, PICTURE.indicators, at, language("en"))
    (milestone,) = output["targets"][0]["milestones"]
    assert (milestone["projected"], milestone["projected_low"], milestone["projected_high"]) == (None, None, None)
    assert lines[2:] == second


def test_a_change_set_as_json() -> None:
    row = RowChange("party", "7", {"name": "Een"}, {"name": "Twee"})
    change = ChangeSet(
        3, datetime(2020, 2, 29, 12, tzinfo=UTC), "A", "edit_party", {"party": "Een"}, "fout", "undo", (row,)
    )
    assert history_json(change, language("en")) == {
        "id": 3,
        "at": "2020-02-29T12:00:00+00:00",
        "who": "A",
        "action": "edit_party",
        "kind": "undo",
        "text": "Undone: Een changed",
        "why": "fout",
        "rows": [{"table": "party", "row": "7", "before": {"name": "Een"}, "after": {"name": "Twee"}}],
    }
