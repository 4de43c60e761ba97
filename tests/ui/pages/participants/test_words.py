from datetime import date

import pytest

from covenant_monitor.domain.model import Round
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import RowsModel
from covenant_monitor_ui.pages.participants.rows import participant_columns
from covenant_monitor_ui.pages.participants.words import empty_words, head_words, key_hints, quick_filters

ENGLISH = Language("en")
ROUND = Round("2020", date(2020, 1, 1), date(2020, 12, 31), "KADER", "1")


def test_rare_filters_are_only_there_when_somebody_is_in_them() -> None:
    tabs = quick_filters(RowsModel(participant_columns(ENGLISH)), 1234, ENGLISH)
    assert [key for key, _text, _count in tabs] == ["all", "open", "behind", "left", "others"]
    assert tabs[-1] == ("others", "Other parties", "1,234")


@pytest.mark.parametrize(
    ("every", "shown", "round_", "others", "said"),
    [
        (60, None, ROUND, False, "60 in round 2020"),
        (1060, 7, ROUND, False, "1,060 in round 2020, 7 found"),
        (1, None, None, False, "1 participant"),
        (84, None, None, False, "84 participants"),
        (1, None, ROUND, True, "1 party that is not a company"),
        (9, 2, ROUND, True, "9 parties that are not companies, 2 found"),
    ],
)
def test_what_stands_beside_the_title(
    every: int, shown: int | None, round_: Round | None, others: bool, said: str
) -> None:
    assert head_words(every, shown, round_, ENGLISH, others=others) == said


def test_only_participants_have_a_score_to_explain() -> None:
    assert [key for key, _word in key_hints(ENGLISH, others=False)][:2] == ["Enter", "F1"]
    assert "F1" not in [key for key, _word in key_hints(ENGLISH, others=True)]


@pytest.mark.parametrize(
    ("tab", "text", "nobody", "title"),
    [
        ("all", " <b> ", False, "Nothing found"),
        ("others", "", False, "No other parties yet"),
        ("all", "", True, "No participants yet"),
        ("all", "", False, "Nobody takes part in this round"),
        ("behind", "", False, "Nobody"),
    ],
)
def test_an_empty_table_says_why(tab: str, text: str, nobody: bool, title: str) -> None:
    said, sentence = empty_words(tab, text, ENGLISH, nobody=nobody)
    assert said == title
    assert sentence.endswith(".")
    assert text.strip() in sentence
