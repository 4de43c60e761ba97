"""What the comparing page says, in both languages, and which breaks it names."""

from pathlib import Path

import pytest

from covenant_monitor.domain.comparison_counts import RatingCounts
from covenant_monitor.domain.comparison_parts import Cause
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language
from covenant_monitor.store.comparing import RoundComparison, compare_rounds
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.comparing.rows import Tab
from covenant_monitor_ui.pages.comparing.words import (
    about_words,
    break_sentence,
    broken_rounds,
    cause_words,
    key_hints,
    left_out_words,
    rating_words,
    scope_words,
    table_empty_words,
)
from tests.core.demo import demo_copy

EN = Language("en")


@pytest.fixture
def found(tmp_path: Path) -> RoundComparison:
    with open_store(demo_copy(tmp_path), read_only=True) as file:
        return compare_rounds(file, "KLEDING", "2018", "2019")


@pytest.fixture
def rounds(tmp_path: Path) -> list[RoundPicture]:
    with open_store(demo_copy(tmp_path), read_only=True) as file:
        return list(picture(file, "KLEDING").rounds)


def test_a_break_is_named_also_where_its_round_is_not_chosen(rounds: list[RoundPicture]) -> None:
    assert broken_rounds(rounds, ["2019", "2020"], EN) == {}
    here = broken_rounds(rounds, ["2018", "2019", "2020"], EN)
    assert list(here) == ["2019"]
    assert here["2019"].startswith("Framework version 2. Kader versie 2:")
    later = broken_rounds(rounds, ["2018", "2020"], EN)
    assert later["2020"].startswith("Framework version 2 from round 2019 on. Kader versie 2:")
    assert break_sentence(here, EN).startswith("¦ 2019 is not quite comparable with before: framework version 2.")
    assert break_sentence({}, EN) == ""


@pytest.mark.parametrize("code", ["en", "nl"])
def test_every_cause_is_counted(found: RoundComparison, code: str) -> None:
    words = Language(code)
    said = {cause: cause_words(cause, found, words) for cause in Cause}
    assert all(said.values())
    assert len(set(said.values())) == len(Cause)
    assert "52" in said[Cause.PARTICIPANTS]
    assert "39" in said[Cause.VERSION]


def test_the_causes_of_two_rounds(found: RoundComparison) -> None:
    assert cause_words(Cause.RATINGS, found, EN) == "912 better, 8 worse, 788 the same, 27 n.a. in one of the two."
    assert cause_words(Cause.WEIGHTS, found, EN) == "What both versions have weighs otherwise."
    assert cause_words(Cause.REQUIREMENT, found, EN) == (
        "The same by participation year. 52 participants have that of a later year."
    )
    assert rating_words(RatingCounts(), EN) == "No criterion was rated in both rounds."
    assert rating_words(RatingCounts(better=1), EN) == "1 better, 0 worse, 0 the same."


def test_on_what_is_compared(found: RoundComparison) -> None:
    assert scope_words(found, {"2019": "Other rules."}, EN) == (
        "Compared on the 39 criteria that both versions of the framework have."
        " ¦ 2019 is not quite comparable with before: other rules."
    )


def test_who_is_left_out_in_each_round(found: RoundComparison) -> None:
    assert left_out_words(found, EN)[1] == "Not counted in 2019: 3 not begun, 2 still in progress."


@pytest.mark.parametrize("tab", list(Tab)[1:])
def test_every_table_says_over_whom(found: RoundComparison, tab: Tab) -> None:
    said = about_words(tab, found, (), EN, few=False)
    assert said
    assert "few:" not in said
    assert "few:" in about_words(tab, found, (), EN, few=True)
    assert key_hints(tab, EN)[0][0] == "Enter"
    assert all(table_empty_words(tab, EN))
