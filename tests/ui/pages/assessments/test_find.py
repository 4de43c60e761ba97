from hypothesis import example, given, settings
from hypothesis import strategies as st

from covenant_monitor.language import Language
from covenant_monitor_ui.pages.assessments.find import MOST, Goal, matching

DUTCH = Language("nl")
GOALS = [
    Goal("1.01", "1.01  Inkoop", False, "1.01 inkoop"),
    Goal("1.1", "1.1  Prijs en inkoop", False, "1.1 prijs en inkoop"),
    Goal("ECO", "Écologie B.V.", True, "ecologie b.v. eco"),
    Goal("INK", "Van Inkoop", True, "van inkoop ink"),
]


def found(typed: str) -> list[str]:
    return [goal.code for goal in matching(GOALS, typed, DUTCH)]


def test_what_begins_so_comes_first() -> None:
    assert found("1.1") == ["1.1"]
    assert found("ink") == ["INK", "1.01", "1.1"]
    assert found("inkoop") == ["1.01", "1.1", "INK"]
    assert found("ÉCO") == ["ECO"]
    assert found("inkoop prijs") == ["1.1"]
    assert found("nothing like it") == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=8))
@example("\N{ACUTE ACCENT}")
def test_whatever_is_typed_only_what_has_it_is_found(typed: str) -> None:
    shown = matching(GOALS * 9, typed, DUTCH)
    assert len(shown) <= MOST
    assert all(word in goal.searched for goal in shown for word in DUTCH.sort_key(typed)[0].split())
