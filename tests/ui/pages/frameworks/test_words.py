from covenant_monitor.domain.framework_rules import Flaw, FlawKind
from covenant_monitor.domain.model import LEVELS, Text
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.language import Language
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor_ui.pages.frameworks.words import about_version, key_hints, obstacles_count, why_locked

ENGLISH = Language("en")


def entry(*, published: bool = False, locked: bool = False) -> FrameworkEntry:
    key = FrameworkKey("F", "1")
    return FrameworkEntry(key, Text("Kader", ""), LEVELS, published, 1, 1, locked=locked or published)


def test_what_a_version_is() -> None:
    assert about_version(entry(), ENGLISH) == "Draft · 1 section, 1 criterion"


def test_why_it_cannot_be_changed_in_one_sentence() -> None:
    assert why_locked(entry(), ENGLISH, can_write=True) == ""
    said = {
        why_locked(entry(published=True), ENGLISH, can_write=True),
        why_locked(entry(locked=True), ENGLISH, can_write=True),
        why_locked(entry(), ENGLISH, can_write=False),
    }
    assert len(said) == 3
    assert all(text.count(".") == 1 for text in said)


def test_only_what_stops_is_counted() -> None:
    stops, note = Flaw(FlawKind.NO_TEXT, "1"), Flaw(FlawKind.SAME_TEXT, "1", "2")
    assert obstacles_count([stops, note], ENGLISH) == "1 thing stands in the way of publishing"
    assert obstacles_count([note], ENGLISH) == ""


def test_keys_that_change_something_are_not_named_where_nothing_can_be_changed() -> None:
    named = dict(key_hints(ENGLISH, locked=True))
    assert "M" not in named
    assert "M" in dict(key_hints(ENGLISH, locked=False))
