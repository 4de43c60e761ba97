"""Blocks of ratings to and from spreadsheets by the clipboard, and filling down."""

from PySide6.QtGui import QGuiApplication

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.pasting import Pasted, match_block, read_block, to_block
from covenant_monitor.language import Language
from covenant_monitor_ui.models.criteria import CriterionRow, criterion_text
from covenant_monitor_ui.models.criteria_sheet import rating_word
from covenant_monitor_ui.pages.assessments.desk import Desk
from covenant_monitor_ui.pages.assessments.done import copied, filled, nothing_to_do, pasted
from covenant_monitor_ui.pages.assessments.rating import Rater
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet


def rows_of(shown: ParticipantSheet, codes: list[str], language: Language) -> list[list[str]]:
    """Criteria as rows for a spreadsheet, under a heading: what is not rated yet has an empty rating."""
    _ = language.gettext
    framework = shown.place.framework
    rows = [[_("Code"), _("Criterion"), _("Rating"), _("Reason n.a."), _("Evidence"), _("Note")]]
    for code in codes:
        rating = shown.sheet.rating(code)
        word = rating_word(rating, framework.scale, language) if rating.is_rated else ""
        text = criterion_text(framework.criteria[code], language)
        rows.append([code, text, word, rating.na_reason, rating.evidence, rating.note])
    return rows


class Blocks:
    """Copy, paste and fill down on the assessment that is shown."""

    def __init__(self, desk: Desk, rater: Rater) -> None:
        self._desk = desk
        self._rater = rater

    def copy(self) -> None:
        """Put what is chosen on the clipboard, as spreadsheets take it."""
        shown, codes = self._desk.shown(), self._desk.chosen
        if shown is None or not codes:
            return
        language = self._desk.session.language
        QGuiApplication.clipboard().setText(to_block(rows_of(shown, codes, language)))
        self._desk.view.banner.say("info", copied(len(codes), language))

    def paste(self) -> None:
        """Rate by what is on the clipboard: by codes, or from the current criterion down; one cell fills a choice."""
        shown, language = self._desk.shown(), self._desk.session.language
        row = self._desk.current
        if shown is None or row is None or not self._desk.may_write():
            return
        chosen = self._desk.view.table.choice.codes
        rows = self._desk.view.criteria
        start = rows.row(rows.index(rows.place(chosen[0]), 0)) if chosen and rows.place(chosen[0]) >= 0 else row
        codes = rows.onward(start)
        try:
            block = read_block(QGuiApplication.clipboard().text())
            found = self._match(shown, block, chosen, codes)
        except Problem as problem:
            self._desk.view.report.dismiss()
            self._desk.view.banner.say("warning", problem.text(language))
            return
        if not found.without_reason:
            self._take(found)
            return
        n = len(found.without_reason)
        hint = language.ngettext(
            "Why is {n} pasted criterion not applicable?", "Why are {n} pasted criteria not applicable?", n
        ).format(n=language.number(n, 0))
        self._rater.ask_once(
            hint, lambda reason: self._take(found.with_reason(reason)), lambda: self._take(found.without_na())
        )

    def _match(self, shown: ParticipantSheet, block: list[list[str]], chosen: list[str], codes: list[str]) -> Pasted:
        framework, known = shown.place.framework, shown.sheet.ratings
        # With a heading it is the second row that counts, as this program copies a single criterion.
        one = len([row for row in block if any(map(str.strip, row))]) == 1 + (len(block) > 1 and len(block[0]) > 1)
        if len(chosen) > 1 and one:
            try:
                return match_block(block, framework, chosen, known, fill=True)
            except Problem:
                if len(block) == 1:
                    raise
        return match_block(block, framework, codes, known)

    def _take(self, found: Pasted) -> bool:
        """Save what could be pasted as one step, and show what could not."""
        shown, language = self._desk.shown(), self._desk.session.language
        if shown is None:
            return False
        ratings = {code: entry.onto(shown.sheet.rating(code)) for code, entry in found.ratings.items()}
        news = self._desk.news(shown, ratings)
        if news and not self._desk.save(shown, news):
            return False
        self._desk.view.table.choice.end_marking()
        self._desk.view.report.show_refused(found)
        self._desk.view.banner.say("info", pasted(len(news), language) if news else nothing_to_do(language))
        return True

    def fill_down(self) -> None:
        """The rating of the first that is chosen to all others; of one alone, that of the criterion above it."""
        shown, language = self._desk.shown(), self._desk.session.language
        row, criteria = self._desk.current, self._desk.view.criteria
        if shown is None or row is None or not self._desk.may_write():
            return
        codes = self._desk.chosen
        if len(codes) < 2 and isinstance(row, CriterionRow):
            above = criteria.members()
            here = above.index(row.code) if row.code in above else 0
            codes = above[max(here - 1, 0) : here + 1]
        source = shown.sheet.rating(codes[0]) if codes else None
        if source is None or not source.is_rated or len(codes) < 2:
            self._desk.view.banner.say("info", language.gettext("There is no rating above to fill down."))
            return
        self._rater.rate_as(codes[1:], source, lambda n: filled(n, language))
