"""The workbook in which a participant answers: instructions, and a sheet that is protected except where it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from covenant_monitor.domain.model import LEVEL_VALUES, Rating, Scale
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.questionnaires.instructions import write_instructions
from covenant_monitor.exchange.questionnaires.marks import (
    DEFINED_NAME,
    ENTERED,
    HEADINGS,
    PARTICIPANT,
    ROUND,
    Column,
    column_mark,
)
from covenant_monitor.exchange.questionnaires.questionnaire import Question, Questionnaire, file_names
from covenant_monitor.exchange.questionnaires.sheet import MISSING, QuestionnaireBook, height
from covenant_monitor.exchange.writing import FIRST_EXCEL_DAY
from covenant_monitor.files import replacing
from covenant_monitor.language import N_, Language
from covenant_monitor.names import na_name, rating_in_words, rating_name

THERE_ALREADY = N_(
    "There are questionnaires in {folder} already, such as {file}, and these may be filled in. Choose another folder."
)

Progress = Callable[[int, int], None]

MARK_ROW, COLUMNS_ROW, TITLE_ROW, ABOUT_ROW, ROUND_ROW, COUNT_ROW, HEAD_ROW = 0, 1, 2, 3, 4, 5, 6
_WIDTHS: Mapping[Column, float] = {
    Column.CRITERION: 10,
    Column.TEXT: 36,
    Column.GUIDANCE: 46,
    Column.BEFORE: 17,
    Column.ANSWER: 12,
    Column.REASON: 19,
    Column.EVIDENCE: 26,
    Column.DAY: 13,
    Column.NOTE: 30,
}
_PLACES = {column: place for place, column in enumerate(_WIDTHS)}
_SMALL = frozenset({Column.GUIDANCE, Column.BEFORE})
_EXAMPLE_DAYS = {"nl": "3-10-2020", "en": "2020-10-03"}
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


def write_questionnaires(
    folder: Path, asked: Sequence[Questionnaire], *, language: Language, progress: Progress | None = None
) -> list[Path]:
    """Write one workbook for each questionnaire into `folder`, which is made where it is not there; their paths.

    `progress` is called with how many of how many are done; it may raise to stop, and what is written by then stays.

    Raises:
        Problem: one of that name is there already, which may be filled in; a file cannot be written, or a text is too
            long for any cell.
    """
    tell = progress or (lambda done, of: None)
    written: list[Path] = []
    names = file_names(asked)
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise Problem(THERE_ALREADY, folder=folder, file=there[0])
    _make(folder)
    for name, one in zip(names, asked, strict=True):
        tell(len(written), len(asked))
        path = folder / name
        with replacing(path) as temporary:
            temporary.write_bytes(questionnaire_workbook(one, language))
        written.append(path)
    tell(len(written), len(asked))
    return written


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        with replacing(folder / "questionnaire.xlsx"):  # which says what is wrong
            raise


def questionnaire_workbook(one: Questionnaire, language: Language) -> bytes:
    """The bytes of one workbook."""
    book = QuestionnaireBook(one, language)
    write_instructions(book)
    _Questions(book).write()
    return book.bytes()


class _Questions:
    """The sheet with the questions."""

    def __init__(self, book: QuestionnaireBook) -> None:
        self.book = book
        self.one = book.one
        self.language = book.language
        self.sheet = book.sheet(book.language.gettext("Questionnaire"), landscape=True)

    def write(self) -> None:
        """Write all of it."""
        _, book, sheet = self.language.gettext, self.book, self.sheet
        name = sheet.get_name()
        book.book.define_name(DEFINED_NAME, f"='{name}'!{xl_range_abs(MARK_ROW, 0, MARK_ROW, 0)}")
        last = len(_PLACES) - 1
        for column, place in _PLACES.items():
            sheet.set_column(place, place, _WIDTHS[column])
            self._put(COLUMNS_ROW, column, column_mark(column), "hidden")
        sheet.set_row(COLUMNS_ROW, None, None, {"hidden": True})
        sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, "", book.looks["title"])
        book.put(sheet, TITLE_ROW, 0, book.title, "title")
        sheet.set_row(TITLE_ROW, 26)
        for row, label, text in (
            (ABOUT_ROW, _(PARTICIPANT), self.one.party_name),
            (ROUND_ROW, _(ROUND), self.one.round.code),
        ):
            book.put(sheet, row, 0, label, "label")
            sheet.merge_range(row, 1, row, last, "", book.looks["line"])
            book.put(sheet, row, 1, text, "line")
        last_row = self._table()
        self._validate(HEAD_ROW + 1, last_row)
        self._count(last_row)
        sheet.freeze_panes(HEAD_ROW + 1, 2)
        sheet.repeat_rows(HEAD_ROW)
        sheet.print_area(TITLE_ROW, 0, last_row, last)
        first = HEAD_ROW + 2, _PLACES[Column.ANSWER]
        sheet.set_selection(*first, *first)

    def _put(self, row: int, column: Column, text: str, look: str) -> None:
        self.book.put(self.sheet, row, _PLACES[column], text, look)

    def _count(self, last_row: int) -> None:
        """How many are answered, which keeps up while one types; its stored value is what is filled in already."""
        _, sheet = self.language.gettext, self.sheet
        questions = self.one.questions
        cells = xl_range(HEAD_ROW + 1, _PLACES[Column.ANSWER], last_row, _PLACES[Column.ANSWER])
        answered = sum(question.now.is_rated for question in questions)
        self.book.put(sheet, COUNT_ROW, 0, _("Answered"), "label")
        sheet.merge_range(COUNT_ROW, 1, COUNT_ROW, len(_PLACES) - 1, "", self.book.looks["line"])
        of = _("{answered} of {all}").format(answered="\0", all=len(questions))
        before, after = of.split("\0")
        parts = [f'"{before}"&' if before else "", f"COUNTA({cells})", f'&"{after}"']
        sheet.write_formula(
            COUNT_ROW, 1, f"={''.join(parts)}", self.book.looks["line"], of.replace("\0", str(answered))
        )

    def _table(self) -> int:
        """Headings, and the questions by section; returns the last row."""
        _, language = self.language.gettext, self.language
        headings = {column: _(heading) for column, heading in HEADINGS.items()}
        for column, heading in headings.items():
            look = "entry head" if column in ENTERED else "code head" if column is Column.CRITERION else "head"
            self._put(HEAD_ROW, column, heading, look)
        self.sheet.set_row(HEAD_ROW, height((text, _WIDTHS[column] * 0.9, False) for column, text in headings.items()))
        row = HEAD_ROW
        for section, questions in self.one.sections:
            row += 1
            for column in _PLACES:
                self._put(row, column, "", "band")
            # Not in the column of the codes: a row is a criterion's if there is a code in it.
            name = language.pick(section.name.nl, section.name.en)
            self._put(row, Column.TEXT, f"{section.code}  {name}".strip(), "band")
            self.sheet.set_row(row, 20)
            for question in questions:
                row += 1
                self._question(row, question)
        return row

    def _question(self, row: int, question: Question) -> None:
        language, criterion, now = self.language, question.criterion, question.now
        scale, day = self.one.framework.scale, now.evidence_date
        texts = {
            Column.CRITERION: criterion.code,
            Column.TEXT: language.pick(criterion.text.nl, criterion.text.en),
            Column.GUIDANCE: self._guidance(question),
            Column.BEFORE: "\n".join(filter(None, (last.text(language) for last in question.before))),
            Column.ANSWER: _words(now, scale, language),
            Column.REASON: now.na_reason,
            Column.EVIDENCE: now.evidence,
            Column.DAY: "" if day is None else day.isoformat(),
            Column.NOTE: now.note,
        }
        for column, text in texts.items():
            self._put(row, column, text, _LOOKS.get(column, "entry"))
        if now.value is not None and not scale.by_level:
            self.sheet.write_number(row, _PLACES[Column.ANSWER], float(now.value), self.book.looks["answer"])
        if day is not None and day >= FIRST_EXCEL_DAY:
            self.sheet.write_datetime(row, _PLACES[Column.DAY], day, self.book.looks["day"])
        self.sheet.set_row(row, height((text, _WIDTHS[column], column in _SMALL) for column, text in texts.items()))

    def _guidance(self, question: Question) -> str:
        """The guidance, and under it what each answer stands for where the framework says so."""
        language, criterion = self.language, question.criterion
        lines = [language.pick(criterion.guidance.nl, criterion.guidance.en)]
        for level in LEVEL_VALUES:
            if level in criterion.anchors:
                anchor = criterion.anchors[level]
                lines.append(f"{rating_name(level, language)}: {language.pick(anchor.nl, anchor.en)}")
        return "\n".join(filter(None, lines))

    def _validate(self, first: int, last: int) -> None:
        """Drop-downs, and what is refused while one types. What gets past it, by pasting, is told when it is back."""
        language, scale = self.language, self.one.framework.scale
        _, na = language.gettext, na_name(self.language)
        answer, day, reason = _PLACES[Column.ANSWER], _PLACES[Column.DAY], _PLACES[Column.REASON]
        here = xl_rowcol_to_cell(first, answer)
        if scale.by_level:
            words = [*(rating_name(level, language) for level in LEVEL_VALUES), na, "-"]
            rule: dict[str, object] = {"validate": "list", "source": words}
            said = _("Choose one of the answers in the list.")
        else:
            low, high = float(scale.minimum), float(scale.maximum)
            value = f'OR(AND(ISNUMBER({here}),{here}>={low:g},{here}<={high:g}),{here}="{na}",{here}="-")'
            rule = {"validate": "custom", "value": f"={value}"}
            said = _("Type a number from {low} to {high}, or {na}").format(
                low=language.number(scale.minimum, None), high=language.number(scale.maximum, None), na=na
            )
        self._rule(first, last, answer, rule, _("This answer is not known"), said)
        days = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1950, 1, 1),
            "maximum": date(2199, 12, 31),
            "error_type": "warning",
        }
        said = _("Type a date, such as {day}.").format(day=_EXAMPLE_DAYS[language.code])
        self._rule(first, last, day, days, _("Not a date"), said)
        chosen, beside = (xl_rowcol_to_cell(first, column, col_abs=True) for column in (answer, reason))
        look = self.book.book.add_format({"bg_color": MISSING})
        criteria = f'=AND({chosen}="{na}",LEN(TRIM({beside}))=0)'
        self.sheet.conditional_format(
            first, reason, last, reason, {"type": "formula", "criteria": criteria, "format": look}
        )

    def _rule(self, first: int, last: int, column: int, rule: Mapping[str, object], title: str, message: str) -> None:
        said = {"error_title": title[:_LONGEST_TITLE], "error_message": message[:_LONGEST_MESSAGE]}
        self.sheet.data_validation(first, column, last, column, {**rule, **said})


_LOOKS = {
    Column.CRITERION: "code",
    Column.TEXT: "text",
    Column.GUIDANCE: "small",
    Column.BEFORE: "small",
    Column.ANSWER: "answer",
    Column.DAY: "day",
}


def _words(rating: Rating, scale: Scale, language: Language) -> str:
    return rating_in_words(rating, scale, language) if rating.is_rated else ""
