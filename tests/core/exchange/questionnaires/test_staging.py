"""What comes back, whatever was done to it: right answers at their criteria, a sentence for everything that is odd."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from covenant_monitor.domain.model import HALF, AssessmentKind, Rating, Status
from covenant_monitor.exchange.cells import DAY_NOT_NUMBER, SLASHES
from covenant_monitor.exchange.questionnaires.layout import BROKEN_MARK, NO_MARK
from covenant_monitor.exchange.questionnaires.marks import MAGIC, Column, Identity, mark_of
from covenant_monitor.exchange.questionnaires.questionnaire import questionnaires
from covenant_monitor.exchange.questionnaires.reading import (
    all_questionnaires,
    is_questionnaire,
    read_questionnaire,
)
from covenant_monitor.exchange.questionnaires.staging import NO_ANSWERS, ORDER, Part
from covenant_monitor.exchange.questionnaires.taking import accept
from covenant_monitor.exchange.questionnaires.writing import write_questionnaires
from covenant_monitor.exchange.workbook_reader import NOT_CALCULATED
from covenant_monitor.exchange.writing import write_workbook
from covenant_monitor.language import language
from covenant_monitor.store.assessment_reading import assessment_of
from covenant_monitor.store.assessments import set_status
from covenant_monitor.store.store import Store
from covenant_monitor.store.texts import clean
from tests.core.exchange.returned import (
    ANSWERED,
    EXPECTED,
    PLACES,
    Change,
    by_libreoffice,
    changes,
    edited,
    filled,
    rows_of,
    said,
    sent,
    set_cell,
    staged,
)
from tests.core.store.small import bring, key, small

NAME = "Voorbeeld Mode B.V."
NO_RATING = "is not a rating. Write fully, partially, not or na."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as made:
        yield made


@pytest.fixture
def answered(store: Store, tmp_path: Path) -> Path:
    return filled(sent(store, tmp_path), ANSWERED)


def test_every_answer_is_a_change_before_and_after(store: Store, answered: Path) -> None:
    found = staged(store, answered)
    assert changes(found) == EXPECTED
    assert said(found) == []


def test_an_unopened_questionnaire_changes_nothing(store: Store, tmp_path: Path) -> None:
    found = staged(store, sent(store, tmp_path))
    assert changes(found) == {}  # what it answered before is filled in
    found = staged(store, sent(store, tmp_path, party="P2"))
    assert changes(found) == {}
    assert [finding.message for finding in found.findings] == [NO_ANSWERS]


def test_who_has_no_assessment_yet_submits_one(store: Store, tmp_path: Path) -> None:
    found = staged(store, filled(sent(store, tmp_path, party="P2"), {"A1": {Column.ANSWER: "Fully"}}))
    assert changes(found) == {("A1", Part.ANSWER): ("–", "Fully"), ("", Part.STATUS): ("In progress", "Submitted")}
    accept(store, found)
    made = assessment_of(store, "KLEDING", "P2", "2020", AssessmentKind.SELF)
    assert made is not None
    assert (made.status, made.assessor, made.ratings["A1"].value) == (Status.SUBMITTED, "", 1)


@pytest.mark.parametrize("endings", [("xlsx",), ("ods", "xlsx"), ("xlsx", "xlsx")])
def test_saved_by_libreoffice_it_says_the_same(store: Store, answered: Path, endings: tuple[str, ...]) -> None:
    found = staged(store, by_libreoffice(answered, *endings))
    assert changes(found) == EXPECTED
    assert said(found, "error") == []


def test_in_dutch_it_says_the_same(store: Store, tmp_path: Path) -> None:
    words = {"Partially": "deels", "N.a.": "n.v.t.", "Not": "Niet", "Fully": "Volledig"}
    answers = {
        code: {column: words.get(str(value), value) for column, value in cells.items()}
        for code, cells in ANSWERED.items()
    }
    assert changes(staged(store, filled(sent(store, tmp_path, code="nl"), answers))) == EXPECTED


@pytest.mark.parametrize(
    ("value", "after", "told"),
    [
        ("volledig", "Fully", []),
        (0.5, "Partially", []),
        (1, "Fully", []),
        ("we doen dit al jaren", None, [f"E10 “we doen dit al jaren” {NO_RATING}"]),
        (True, None, [f"E10 “TRUE” {NO_RATING}"]),
        ("n.a.", None, ["F10 It says not applicable, without a reason. Ask why; the answer is not taken in."]),
        ("=1/0", None, [f"E10 {NOT_CALCULATED}"]),
        ("  ", None, []),
    ],
)  # fmt: skip
def test_F49_F50_ratings(store: Store, tmp_path: Path, value: object, after: str | None, told: list[str]) -> None:
    path = edited(sent(store, tmp_path), set_cell("A2", Column.ANSWER, value))
    assert rows_of(load_workbook(path).worksheets[1])["A2"] == 10
    found = staged(store, path)
    assert changes(found).get(("A2", Part.ANSWER)) == (("–", after) if after else None)
    assert said(found) == told


def test_F49_error_cells_stay_unset_and_are_listed(store: Store, tmp_path: Path) -> None:
    path = edited(sent(store, tmp_path), set_cell("A2", Column.ANSWER, "#DIV/0!"))
    book = load_workbook(path)
    cell = book.worksheets[1].cell(10, 5)
    cell.data_type = "e"
    book.save(path)
    found = staged(store, path)
    assert changes(found) == {}
    assert said(found) == ["E10 This cell shows the error #DIV/0!. Mend the formula, or type the value."]


@pytest.mark.parametrize(
    ("value", "after", "told"),
    [
        ("3-10-2020", "3 October 2020", ["H10 “3-10-2020” was typed as text. It is read as 3 October 2020."]),
        (44107, "3 October 2020", ["H10 This cell holds the number 44107, which is read as 3 October 2020."]),
        ("3/10/2020", None, ["H10 " + SLASHES.format(text="3/10/2020")]),
        ("vorig jaar", None, ["H10 “vorig jaar” is not a date. Write it as 2017-10-03 or 3-10-2017."]),
    ],
)  # fmt: skip
def test_F50_F51_dates(store: Store, tmp_path: Path, value: object, after: str | None, told: list[str]) -> None:
    def type_it(sheet: Worksheet) -> None:
        cell = sheet.cell(rows_of(sheet)["A2"], PLACES[Column.DAY])
        cell.value = value
        cell.number_format = "General"

    found = staged(store, edited(sent(store, tmp_path), type_it))
    assert changes(found).get(("A2", Part.DAY)) == (("–", after) if after else None)
    assert said(found) == told


@pytest.mark.parametrize(
    ("value", "after", "told"),
    [
        (6, "6", []),
        ("6,5", "6.5", ["E9 “6,5” was typed as text. It is read as the number 6.5."]),
        ("6\N{NO-BREAK SPACE}", "6", ["E9 “6” was typed as text. It is read as the number 6."]),
        (12, None, ["E9 12 is not on the scale of this framework (0 to 10)."]),
        ("1e999", None, ["E9 “1e999” is too large."]),
        ("goed", None, ["E9 “goed” is not a number."]),
        (date(2020, 1, 1), None, ["E9 " + DAY_NOT_NUMBER.format(day="1 January 2020")]),
    ],
)  # fmt: skip
def test_F50_numbers(store: Store, tmp_path: Path, value: object, after: str | None, told: list[str]) -> None:
    path = edited(sent(store, tmp_path, round_="2021"), set_cell("N1", Column.ANSWER, value))
    found = staged(store, path, round_="2021")
    assert changes(found).get(("N1", Part.ANSWER)) == (("–", after) if after else None)
    assert said(found) == told


def test_a_dash_clears_and_nothing_leaves_alone(store: Store, tmp_path: Path) -> None:
    path = edited(sent(store, tmp_path), set_cell("A1", Column.ANSWER, None))
    assert changes(staged(store, path)) == {}
    path = edited(path, set_cell("A1", Column.ANSWER, "-"))
    assert changes(staged(store, path)) == {("A1", Part.ANSWER): ("Fully", "–")}


def test_a_reason_with_another_answer_is_left_out(store: Store, tmp_path: Path) -> None:
    cells = {Column.ANSWER: "Fully", Column.REASON: "hmm"}
    found = staged(store, filled(sent(store, tmp_path), {"B1": cells}))
    assert changes(found) == {("B1", Part.ANSWER): ("–", "Fully")}
    assert len(said(found, "note")) == 1


def test_F49_an_error_where_a_code_or_a_name_belongs_is_told_in_words(store: Store, answered: Path) -> None:
    def break_it(sheet: Worksheet) -> None:
        for cell in (sheet.cell(rows_of(sheet)["A1"], 1), sheet["B4"]):
            cell.value = "#REF!"
            cell.data_type = "e"

    found = staged(store, edited(answered, break_it))
    assert changes(found) == EXPECTED
    assert said(found) == ["A9 This row has no code that can be read. It is found by the text of criterion A1."]


def test_F50_a_reason_without_an_answer_is_told(store: Store, tmp_path: Path) -> None:
    found = staged(store, filled(sent(store, tmp_path), {"A2": {Column.REASON: "geen website"}}))
    assert changes(found) == {}
    assert said(found, "error") == [
        "F10 There is a reason why it is not applicable, but no answer. Ask which is meant; the reason is not taken in."
    ]
    found = staged(store, filled(sent(store, tmp_path / "b"), {"A1": {Column.ANSWER: "-", Column.REASON: "hmm"}}))
    assert changes(found) == {("A1", Part.ANSWER): ("Fully", "–")}
    assert "The reason is left out." in said(found, "note")[0]


@pytest.mark.parametrize("dash", ["-", " - ", "–", "—", "−", "-\N{NO-BREAK SPACE}"])
def test_any_dash_clears(store: Store, tmp_path: Path, dash: str) -> None:
    cells = {Column.ANSWER: dash, Column.EVIDENCE: dash, Column.DAY: dash, Column.NOTE: dash}
    found = staged(store, filled(sent(store, tmp_path), {"A1": cells, "A2": cells}))
    assert changes(found) == {("A1", Part.ANSWER): ("Fully", "–")}
    assert said(found) == []


def test_a_dash_that_the_file_has_as_a_remark_stays_one(store: Store, tmp_path: Path) -> None:
    bring(
        store,
        ratings="""
            covenant,party,round,kind,criterion,rating,note
            KLEDING,P1,2020,self,A1,fully,-
        """,
    )
    assert changes(staged(store, sent(store, tmp_path))) == {}


def as_day(code: str, column: Column, value: object) -> Change:
    def change(sheet: Worksheet) -> None:
        cell = sheet.cell(rows_of(sheet)[code], PLACES[column])
        cell.value, cell.number_format = value, "d-m-yyyy"

    return change


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (Column.ANSWER, 0.5, "E10 This cell holds the number 0.5, shown as a day that does not exist."),
        (Column.DAY, -1, "H10 This cell holds the number −1, shown as a day that does not exist."),
        (Column.NOTE, 0.5, "I10 This cell holds the number 0.5, shown as a day that does not exist."),
        (Column.ANSWER, date(2026, 2, 1), "E10 This cell holds the date 1 February 2026, where an answer belongs;"),
        (Column.ANSWER, 1, "E10 This cell holds the date 1 January 1900, where an answer belongs;"),
    ],
)  # fmt: skip
def test_F50_what_a_spreadsheet_made_a_date_of(
    store: Store, tmp_path: Path, column: Column, value: object, told: str
) -> None:
    found = staged(store, edited(sent(store, tmp_path), as_day("A2", column, value)))
    assert changes(found) == {}
    (sentence,) = said(found, "error")
    assert sentence.startswith(told)
    assert "Ask" in sentence


def test_F50_a_number_shown_as_a_day_is_said_in_the_readers_notation(store: Store, tmp_path: Path) -> None:
    found = staged(store, edited(sent(store, tmp_path), as_day("A2", Column.ANSWER, 0.5)))
    assert "0,5" in found.errors[0].text(language("nl"))


def test_nothing_usable_submits_nothing(store: Store, tmp_path: Path) -> None:
    found = staged(store, filled(sent(store, tmp_path, party="P2"), {"A1": {Column.ANSWER: "weet niet"}}))
    assert len(found.errors) == 1
    assert changes(found) == {}


def test_F54_another_round_is_stopped_by_its_name(store: Store, answered: Path) -> None:
    found = staged(store, answered, round_="2019")
    assert changes(found) == {}
    assert said(found) == [
        "This is the questionnaire of Voorbeeld Mode B.V. for round 2020, and those of round 2019 are being read."
        " Choose that round first, if it is meant."
    ]


def test_F54_another_company_is_stopped_by_both_names(store: Store, answered: Path) -> None:
    found = staged(store, edited(answered, lambda sheet: sheet.cell(4, 2, "Zuster Mode B.V.")))
    assert changes(found) == {}
    assert "made for Voorbeeld Mode B.V., and says now that it is of Zuster Mode B.V." in said(found)[0]


def test_a_company_that_has_another_name_by_now_is_the_same(store: Store, answered: Path) -> None:
    bring(
        store,
        parties="""
            covenant,party,name
            KLEDING,P1,Nieuwe Naam N.V.
        """,
    )
    assert changes(staged(store, answered)) == EXPECTED


def test_F54_another_round_in_sight_is_stopped(store: Store, answered: Path) -> None:
    found = staged(store, edited(answered, lambda sheet: sheet.cell(5, 2, "2021")))
    assert changes(found) == {}
    assert "was made for round 2020, and says now that it is for round 2021" in said(found)[0]


@pytest.mark.parametrize(
    ("identity", "told"),
    [
        (Identity("KLEDING", "2020", "P9", "F", "1", "en", NAME), "is of participant P9, which is not in this file"),
        (Identity("ANDERS", "2020", "P1", "F", "1", "en", NAME), "is of covenant ANDERS"),
        (Identity("KLEDING", "2020", "P1", "F", "0", "en", NAME), "version 0; the round has version 1 by now"),
    ],
)
def test_F54_unknown_company_covenant_and_old_version(
    store: Store, answered: Path, identity: Identity, told: str
) -> None:
    book = load_workbook(answered)
    for sheet in book.worksheets:
        sheet["A1"].value = mark_of(identity)
    book.save(answered)
    found = staged(store, answered)
    assert changes(found) == {}
    assert told in said(found, "error")[0]


def test_F54_a_changed_mark_is_no_mark(store: Store, answered: Path) -> None:
    book = load_workbook(answered)
    for sheet in book.worksheets:
        sheet["A1"].value = str(sheet["A1"].value).replace('"P1"', '"P2"')
    book.save(answered)
    assert [finding.message for finding in staged(store, answered).errors] == [BROKEN_MARK]
    for sheet in book.worksheets:
        sheet["A1"].value = None
    book.save(answered)
    assert [finding.message for finding in staged(store, answered).errors] == [NO_MARK]


def test_F54_a_sheet_of_another_company_pasted_in_is_noticed(store: Store, answered: Path, tmp_path: Path) -> None:
    other = load_workbook(sent(store, tmp_path, party="P2")).worksheets[1]["A1"].value
    book = load_workbook(answered)
    book.worksheets[1]["A1"].value = other
    book.save(answered)
    found = staged(store, answered)
    assert changes(found) == {}
    assert "parts of two questionnaires: of P1, round 2020, and of P2, round 2020" in said(found)[0]


def test_F54_two_of_one_company(store: Store, answered: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(answered.read_bytes())
    found = staged(store, answered, copy)
    assert changes(found) == EXPECTED

    assert [one.severity for one in found.findings] == ["note"]
    assert "the same file as" in said(found)[0]


def test_F54_two_of_one_name_are_told_apart_by_their_folders(store: Store, tmp_path: Path) -> None:
    paths = []
    for mail, answer in (("mail 1", "Not"), ("mail 2", "Partially")):
        path = filled(sent(store, tmp_path / mail), {"A1": {Column.ANSWER: answer}})
        paths.append(path.rename(tmp_path / mail / "vragenlijst.xlsx"))
    found = staged(store, *paths)
    assert changes(found) == {("A1", Part.ANSWER): ("Fully", "Not")}
    assert "is here twice: also in mail 1/vragenlijst.xlsx." in said(found, "error")[0]


def test_a_participant_that_left_before_the_round_is_said_to_be_so(store: Store, tmp_path: Path) -> None:
    path = filled(sent(store, tmp_path, party="P2"), {"A1": {Column.ANSWER: "Fully"}})
    bring(
        store,
        parties="""
            covenant,party,name,joined_on,left_on
            KLEDING,P2,Fictief Textiel N.V.,2018-05-01,2019-06-30
        """,
    )
    found = staged(store, path)
    assert changes(found) == {}
    assert said(found, "error") == [
        "Fictief Textiel N.V. takes no part in round 2020: it had left before, or joined later. See its dates, if that"
        " is not so."
    ]


def test_what_was_reviewed_is_to_be_reviewed_again_and_that_is_told(store: Store, answered: Path) -> None:
    store.connection.execute("BEGIN")
    store.connection.execute("UPDATE assessment SET status = 'reviewed' WHERE kind = 'self'")
    found = staged(store, answered)
    store.connection.execute("ROLLBACK")
    assert changes(found) == EXPECTED
    assert "was reviewed: once its answers are taken in, it has to be reviewed again" in said(found, "note")[0]


def test_F54_the_same_file_twice_changes_nothing_and_says_so(store: Store, answered: Path) -> None:
    accept(store, staged(store, answered))
    found = staged(store, answered)
    assert changes(found) == {}
    assert len(said(found)) == 1
    assert "nothing in it is new" in said(found)[0]
    store.undo()
    assert changes(staged(store, answered)) == EXPECTED
    store.redo()
    assert changes(staged(store, answered)) == {}


def test_a_final_assessment_is_not_touched(store: Store, answered: Path) -> None:
    store.connection.execute("BEGIN")
    store.connection.execute("UPDATE assessment SET status = 'final' WHERE kind = 'self'")
    found = staged(store, answered)
    store.connection.execute("ROLLBACK")
    assert changes(found) == {}
    assert "is final: reopen it" in said(found)[0]


def test_percentages_are_not_mixed_with_answers(store: Store, tmp_path: Path) -> None:
    bring(
        store,
        summaries="""
            covenant,party,round,kind,section,percent
            KLEDING,P2,2020,self,,40
        """,
    )
    found = staged(store, filled(sent(store, tmp_path, party="P2"), {"A1": {Column.ANSWER: "Fully"}}))
    assert changes(found) == {}
    assert "percentages entered directly" in said(found)[0]


def test_what_does_not_apply_by_now_is_kept_and_told(store: Store, answered: Path) -> None:
    bring(
        store,
        parties="""
            covenant,party,name,group
            KLEDING,P1,Voorbeeld Mode B.V.,large
        """,
    )
    found = staged(store, answered)
    assert changes(found) == EXPECTED
    assert "A3 does not apply" in said(found)[0]


def test_the_secretariats_assessment_stays_as_it_is(store: Store, answered: Path) -> None:
    before = assessment_of(store, "KLEDING", "P1", "2020", AssessmentKind.SECRETARIAT)
    accept(store, staged(store, answered))
    assert assessment_of(store, "KLEDING", "P1", "2020", AssessmentKind.SECRETARIAT) == before


def test_a_questionnaire_is_known_without_reading_it(store: Store, answered: Path, tmp_path: Path) -> None:
    table = tmp_path / "ratings.xlsx"
    write_workbook(table, [("ratings", ["covenant"], [["KLEDING"]])])
    assert is_questionnaire(answered)
    assert is_questionnaire(by_libreoffice(answered, "xlsx"))
    assert not is_questionnaire(table)
    assert not is_questionnaire(store.path)
    assert not is_questionnaire(tmp_path / "no such file.xlsx")
    assert all_questionnaires([answered, answered.parent])
    assert not all_questionnaires([table])


def test_every_sentence_can_be_said_in_dutch(store: Store, answered: Path) -> None:
    found = staged(store, edited(answered, set_cell("A1", Column.TEXT, "x")), round_="2019")
    assert all(finding.text(language("nl")) for finding in found.findings)


def test_set_status_stays_possible_after_it(store: Store, answered: Path) -> None:
    accept(store, staged(store, answered))
    set_status(store, key=key("P1", "2020", AssessmentKind.SELF), status=Status.DRAFT)
    found = staged(store, edited(answered, set_cell("B2", Column.ANSWER, "Not")))
    assert changes(found)["", Part.STATUS] == ("In progress", "Submitted")


def test_the_mark_is_never_an_answer(answered: Path) -> None:
    returned = read_questionnaire(answered)
    assert not any(MAGIC in str(cell) for row in returned.rows for cell in row.cells.values())
    assert ORDER not in [finding.message for finding in returned.findings]


TEXTS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12)
    .map(clean)
    .filter(lambda text: text not in ("-", "–", "—", "−"))
)
RATINGS = st.one_of(
    st.builds(
        Rating,
        value=st.sampled_from([0, HALF, 1]),
        evidence=TEXTS,
        evidence_date=st.none() | st.dates(date(1951, 1, 1), date(2098, 12, 31)),
        note=TEXTS,
    ),
    st.builds(Rating, not_applicable=st.just(True), na_reason=TEXTS.filter(bool), note=TEXTS),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(RATINGS, min_size=5, max_size=5), st.sampled_from(["nl", "en"]))
def test_whatever_is_answered_comes_back_as_it_was(ratings: list[Rating], code: str) -> None:
    with TemporaryDirectory() as folder, small(Path(folder) / "small.covenant") as store:
        (one,) = questionnaires(store, "KLEDING", "2020", ["P1"])
        given_back = iter(ratings)
        sections = [(section, [replace(q, now=next(given_back)) for q in all_]) for section, all_ in one.sections]
        answered = replace(one, sections=sections)
        (path,) = write_questionnaires(Path(folder) / "out", [answered], language=language(code))
        found = staged(store, path)
        assert said(found, "error") == []
        accept(store, found)
        made = assessment_of(store, "KLEDING", "P1", "2020", AssessmentKind.SELF)
        assert made is not None
        assert made.ratings == {q.criterion.code: q.now for q in answered.questions}
        assert changes(staged(store, path)) == {}
