from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Criterion, Framework, Rating, Scale, Section, Text
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.pasting import LONGEST_BLOCK, Entry, match_block, read_block, to_block
from covenant_monitor.language import Language
from tests.core.domain.strategies import relaxed

CODES = ("1.01", "1.02", "1.10", "2.01")
SECTIONS = (
    Section("1", Text(), tuple(Criterion(code, Text()) for code in CODES[:3])),
    Section("2", Text(), (Criterion(CODES[3], Text()),)),
)
LEVELS = Framework("F", "1", Text(), SECTIONS)
POINTS = Framework("F", "2", Text(), SECTIONS, Scale(0, 100, by_level=False))
HALF = Fraction(1, 2)


def values(text: str, framework: Framework = LEVELS, codes: tuple[str, ...] = CODES) -> dict[str, object]:
    found = match_block(read_block(text), framework, codes)
    return {code: entry.rating and entry.rating.value for code, entry in found.ratings.items()}


def test_a_block_is_read_as_spreadsheets_copy_it() -> None:
    text = 'a\t"two\nlines"\t\r\nb\t"say ""so"""\tplain "quotes" in it\r\n\t\t\r\n'
    assert read_block(text) == [["a", "two\nlines", ""], ["b", 'say "so"', 'plain "quotes" in it'], ["", "", ""]]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1.01;fully\n1.02;not", [["1.01", "fully"], ["1.02", "not"]]),
        ('1.01,"fully, so"\n1.02,not', [["1.01", "fully, so"], ["1.02", "not"]]),
        ("0,5\n0,5\n1,0", [["0,5"], ["0,5"], ["1,0"]]),
        ("one, two and three\njust one", [["one, two and three"], ["just one"]]),
        ("\N{ZERO WIDTH NO-BREAK SPACE}fully", [["fully"]]),
        ('"never closed\tx', [['"never closed', "x"]]),
        (",\n;", [[","], [";"]]),
    ],
)
def test_without_tabs_the_separator_is_found(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


@pytest.mark.parametrize("text", ["", " \n \t\n", "x" * (LONGEST_BLOCK + 1)])
def test_nothing_or_too_much_is_one_sentence(text: str) -> None:
    with pytest.raises(Problem):
        read_block(text)


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\0\u200b\u2060\ufeff"), max_size=12)


@relaxed
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_is_copied_reads_back(rows: list[list[str]]) -> None:
    copied = to_block(rows)
    if not copied.strip():
        return
    back = read_block(copied)
    expected = [[f" {cell}" if cell[:1] in tuple("=+-@") else cell for cell in row] for row in rows]
    assert back == expected


@relaxed
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for framework in (LEVELS, POINTS):
        with suppress(Problem):
            found = match_block(read_block(text), framework, CODES)
            assert set(found.ratings) <= set(CODES)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(((word), 1) for word in ("volledig", "Fully", "FULL", " v ", "1", "1,0", "1.00", "100%", "100 %")),
        *(((word), HALF) for word in ("deels", "gedeeltelijk", "partially", "p", "0.5", "0,5", "0,50", "50%", ".5")),
        *(((word), 0) for word in ("niet", "Not", "n", "0", "0,0", "0%")),
    ],
)
def test_ratings_in_words_and_numbers(cell: str, value: object) -> None:
    assert values(cell) == {"1.01": value}


@pytest.mark.parametrize("cell", ["n.v.t.", "nvt", "n.a.", "NA", "n/a", "Niet van toepassing"])
def test_na_needs_a_reason_which_one_sentence_gives_to_all(cell: str) -> None:
    found = match_block(read_block(f"{cell}\nfully\n{cell}"), LEVELS, CODES)
    assert list(found.without_reason) == ["1.01", "1.10"]
    given_ = found.with_reason("no shops")
    assert given_.ratings["1.10"].rating == Rating(not_applicable=True, na_reason="no shops")
    assert not given_.without_reason
    left_out = found.without_na()
    assert list(left_out.ratings) == ["1.02"]
    assert [(one.row, one.column, one.text) for one in left_out.refused] == [(1, 1, cell), (3, 1, cell)]


def test_what_is_na_already_keeps_its_reason() -> None:
    known = {"1.01": Rating(not_applicable=True, na_reason="old")}
    found = match_block([["nvt"]], LEVELS, CODES, known)
    assert (found.ratings["1.01"].rating, found.without_reason) == (known["1.01"], {})


def test_one_column_goes_down_from_the_current_criterion_and_empty_cells_leave_alone() -> None:
    assert values("fully\n\nnot") == {"1.01": 1, "1.10": 0}
    assert values("fully\nnot", codes=CODES[2:]) == {"1.10": 1, "2.01": 0}


def test_more_rows_than_criteria_are_refused_where_they_stand() -> None:
    found = match_block(read_block("1\n1\n1"), LEVELS, CODES[3:])
    assert list(found.ratings) == ["2.01"]
    assert [(one.row, one.column, one.text) for one in found.refused] == [(2, 1, "1"), (3, 1, "1")]


def test_codes_are_matched_in_any_order_without_a_heading() -> None:
    assert values("2.01\tsome text\tnot\n1.01\tother text\tfully") == {"2.01": 0, "1.01": 1}


def test_a_code_that_a_spreadsheet_made_a_number_of_is_known_again() -> None:
    assert values("1.1\tfully\n1,01\tnot") == {"1.10": 1, "1.01": 0}


def test_a_heading_names_the_columns_in_any_order() -> None:
    block = (
        "Toelichting\tReden n.v.t.\tCode\tOordeel 2020\tBewijs\tEigen kolom\n"
        "zie p. 3\t\t1.02\tdeels\tRapport\tx\n\tgeen winkels\t1.01\tn.v.t.\t\t"
    )
    found = match_block(read_block(block), LEVELS, CODES)
    assert found.ratings == {
        "1.02": Entry(Rating(HALF), "Rapport", "zie p. 3"),
        "1.01": Entry(Rating(not_applicable=True, na_reason="geen winkels")),
    }
    assert found.unused == (6,)


def test_criterion_is_the_code_unless_another_column_is() -> None:
    assert values("criterion\trating\n1.02\tfully") == {"1.02": 1}
    assert values("code\tcriterion\trating\n1.02\tWhat it asks\tfully") == {"1.02": 1}


def test_a_copy_of_this_program_reads_back_without_its_heading() -> None:
    found = match_block([["1.02", "What it asks", "n.a.", "no shops", "Report", "see p. 3"]], LEVELS, CODES)
    expected = Entry(Rating(not_applicable=True, na_reason="no shops"), "Report", "see p. 3")
    assert found.ratings == {"1.02": expected}
    assert found.unused == ()


def test_only_evidence_may_be_pasted_too() -> None:
    found = match_block(read_block("code\tevidence\n1.02\tReport"), LEVELS, CODES)
    assert found.ratings["1.02"].onto(Rating(1, note="x")) == Rating(1, evidence="Report", note="x")


def test_what_cannot_be_used_is_told_by_row_and_column() -> None:
    block = "code\trating\treason\n1.01\tvolldig\t\n9.99\tfully\t\n1.02\tfully\tsaid so\n1.02\tnot\t\n\tnot\t"
    found = match_block(read_block(block), LEVELS, CODES)
    assert [(one.row, one.column, one.text) for one in found.refused] == [
        (2, 2, "volldig"), (3, 1, "9.99"), (4, 3, "said so"), (5, 1, "1.02"), (6, 1, ""),
    ]  # fmt: skip
    assert found.ratings == {"1.02": Entry(Rating(1))}
    assert all(one.why.text(Language("nl")) for one in found.refused)


def test_heads_of_sections_in_the_block_are_passed_over() -> None:
    found = match_block(read_block("code\trating\n1\t\n1.01\tfully"), LEVELS, CODES)
    assert (list(found.ratings), found.refused) == (["1.01"], ())


@pytest.mark.parametrize("garbage", ["hello world", "{}[]\t<html>", "2,5\n7", "1.01\n1.02", "code\tcolour\n1.01\tred"])
def test_garbage_is_one_sentence(garbage: str) -> None:
    with pytest.raises(Problem):
        match_block(read_block(garbage), LEVELS, CODES)


def test_one_cell_that_is_wrong_says_what_is_wrong_with_it() -> None:
    with pytest.raises(Problem) as caught:
        match_block([["volldig"]], LEVELS, CODES)
    assert "volldig" in caught.value.text(Language("en"))


def test_numbers_and_percentages_on_a_scale_of_numbers() -> None:
    found = match_block(read_block("62,5\n62.5%\n101\nfully"), POINTS, CODES)
    rated = {code: entry.rating and entry.rating.value for code, entry in found.ratings.items()}
    assert rated == {"1.01": Fraction(125, 2), "1.02": Fraction(125, 2)}
    assert [one.row for one in found.refused] == [3, 4]


def test_a_percentage_means_nothing_on_a_scale_that_begins_above_0() -> None:
    framework = Framework("F", "3", Text(), SECTIONS, Scale(1, 5, by_level=False))
    assert values("3", framework) == {"1.01": 3}
    with pytest.raises(Problem):
        values("50%", framework)


def test_one_row_fills_all() -> None:
    found = match_block([["1.01", "text", "not", "", "", ""]], LEVELS, CODES, fill=True)
    assert {entry.rating for entry in found.ratings.values()} == {Rating(0)}
    assert list(found.ratings) == list(CODES)


def test_titles_may_stand_above_the_heading() -> None:
    title = "Beoordeling 2024\t\t\n\t\t\nCode\tReden\tOordeel\n"
    found = match_block(read_block(title + "1.02\t\tvolledig\n1.01\tgeen keten\tn.v.t.\n"), LEVELS, CODES)
    assert found.ratings == {
        "1.02": Entry(Rating(1)),
        "1.01": Entry(Rating(not_applicable=True, na_reason="geen keten")),
    }
    assert not found.refused
    assert values("Beoordeling 2024\t\n1.02\t0,5\n1.10\t1") == {"1.02": Fraction(1, 2), "1.10": 1}
    assert values("Oordeel\nvolledig\nniet") == {"1.01": 1, "1.02": 0}


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert values("\N{ZERO WIDTH SPACE}1\0\nvolle\N{WORD JOINER}dig") == {"1.01": 1, "1.02": 1}
