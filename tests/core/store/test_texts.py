import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from covenant_monitor.exchange import cells
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.texts import clean, fold

anything = st.text(st.characters(exclude_categories=())) | st.text("aé\u0301 \t\n\r\x0b\x85\u2028\x00\x1f\ufffe\ud800")


@given(anything)
@example("A\uffff\u0300")
def test_a_clean_text_stays_as_it_is_and_is_what_an_import_would_make_of_it(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    if cleaned:
        assert cells.text(cleaned) == cleaned


@given(st.text(max_size=30))
def test_nothing_that_can_be_seen_is_lost(text: str) -> None:
    def seen(of: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFC", of) if c.isprintable() and not c.isspace())

    assert seen(clean(text)) == seen("".join(c for c in text if ord(c) & 0xFFFE != 0xFFFE))


def test_lines_end_in_a_line_feed() -> None:
    assert clean(" een\r\ntwee\rdrie\vvier\x00 vijf\ttab ") == "een\ntwee\ndrie\nvier vijf\ttab"


def test_F55_markup_formulas_directions_and_emoji_are_kept() -> None:
    for name in ("=cmd|' /C calc'!A0", "+1", "@x", "<b>vet</b>", "\u202eomgekeerd\u202c", "🧵👩‍🏭", "a" * 40_000):
        assert clean(name) == name


@given(anything)
@example("ΐ")
@example("ǰ")
@example("İ")
def test_folding_once_is_enough(code: str) -> None:
    assert fold(fold(code)) == fold(code)


def test_codes_that_mean_the_same_record_have_one_id() -> None:
    for one, other in (("P1", " p1 "), ("CAFÉ", "cafe\u0301"), ("STRASSE", "straße"), ("1.1", "1.1")):
        assert fold(one) == fold(other)
        assert stable_id("party", "KLEDING", one) == stable_id("party", "kleding", other)
    assert stable_id("a", "bc") != stable_id("ab", "c")
    assert all(0 < stable_id("party", "K", str(n)) < 2**52 for n in range(1000))
