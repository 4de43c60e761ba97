"""The first sheet of a questionnaire: whose it is, how to fill it in, and what the answers mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from covenant_monitor.domain.model import Level
from covenant_monitor.exchange.questionnaires.marks import INSTRUCTIONS, PARTICIPANT, ROUND
from covenant_monitor.exchange.questionnaires.questionnaire import Questionnaire
from covenant_monitor.exchange.questionnaires.sheet import QuestionnaireBook, height
from covenant_monitor.language import Language
from covenant_monitor.names import na_name, rating_name

_FIRST, _SECOND = 18, 78
# Lines of prose are wider than they count for in a table, where a line too few would hide something.
_ROOM = 1.08


def write_instructions(book: QuestionnaireBook) -> Any:
    """Write the sheet; returns it."""
    _, one = book.language.gettext, book.one
    sheet = book.sheet(_(INSTRUCTIONS), landscape=False)
    sheet.set_column(0, 0, _FIRST)
    sheet.set_column(1, 1, _SECOND)
    book.put(sheet, 1, 0, book.title, "title")
    sheet.set_row(1, 30)
    row = 2
    for label, value in _facts(book):
        book.put(sheet, row, 0, label, "label")
        book.put(sheet, row, 1, value, "value")
        sheet.set_row(row, height([(value, _SECOND, False)]))
        row += 1
    for heading, lines in _chapters(one, book.language):
        row += 1
        book.put(sheet, row, 0, heading, "heading")
        sheet.set_row(row, 24)
        for term, line in lines:
            row += 1
            if term:
                book.put(sheet, row, 0, term, "term")
                book.put(sheet, row, 1, line, "value")
            else:
                sheet.merge_range(row, 0, row, 1, "", book.looks["value"])
                book.put(sheet, row, 0, line, "value")
            sheet.set_row(row, height([(line, (_SECOND if term else _FIRST + _SECOND) * _ROOM, False)]))
        row += 1
    sheet.print_area(1, 0, row, 1)
    return sheet


def _facts(book: QuestionnaireBook) -> Sequence[tuple[str, str]]:
    _, one, day = book.language.gettext, book.one, book.language.day
    framework, version = book.language.pick(one.framework.name.nl, one.framework.name.en), one.framework.version
    if not framework.endswith(f" {version}"):
        framework = _("{framework}, version {version}").format(
            framework=framework or one.framework.code, version=version
        )
    days = _("{round}, {first} to {last}").format(
        round=one.round.code, first=day(one.round.first_day), last=day(one.round.last_day)
    )
    return [
        (_(PARTICIPANT), one.party_name),
        (_("Covenant"), book.covenant),
        (_(ROUND), days),
        (_("Framework"), framework),
    ]


def _chapters(one: Questionnaire, language: Language) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Headings, and lines (term or "", text) under them."""
    _, scale, n = language.gettext, one.framework.scale, len(one.questions)
    answers: list[tuple[str, str]] = []
    if scale.by_level:
        answers += [
            (rating_name(Level.FULLY, language), _("The criterion is met, and you can show it.")),
            (rating_name(Level.PARTIALLY, language), _("Part of what the criterion asks is there.")),
            (rating_name(Level.NOT, language), _("It is not there yet.")),
        ]
    else:
        low, high = language.number(scale.minimum, None), language.number(scale.maximum, None)
        answers.append((f"{low} – {high}", _("A number on this scale; the guidance says what it stands for.")))
    answers.append(
        (na_name(language), _("The criterion cannot hold for your company. Say why in the column beside it."))
    )
    asked = language.ngettext(
        "On the next sheet you answer {n} criterion, the one that applies to your company in this round.",
        "On the next sheet you answer {n} criteria, those that apply to your company in this round.",
        n,
    ).format(n=language.number(n, 0))
    how = [
        ("", asked),
        (
            "",
            _("You can write in the yellow cells only. Choose your answer from the list in the cell.")
            if scale.by_level
            else _("You can write in the yellow cells only. Type your answer as a number."),
        ),
        (
            "",
            _(
                "Evidence: name the document and the page, and give the date of the document. Do not put the "
                "document itself in this file."
            ),
        ),
        (
            "",
            _("A cell that you leave empty changes nothing of what we have from you already. A dash (-) clears it."),
        ),
    ]
    if one.last_round:
        said = _("“Your last answer” is what you answered in round {round}. It is not filled in for you.")
        how.insert(2, ("", said.format(round=one.last_round)))
    back = [
        (
            "",
            _("Save the workbook as an Excel workbook (.xlsx) and send it back to the secretariat under any name."),
        ),
        ("", _("It was made for your company and this round only, and knows it. Do not copy it for another one.")),
        ("", _("Your answers are your own assessment. The secretariat makes its assessment apart from it.")),
    ]
    return [
        (_("How to fill it in"), how),
        (_("What the answers mean"), answers),
        (_("When you are done"), back),
    ]
