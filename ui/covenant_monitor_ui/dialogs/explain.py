"""The popover that says how a number came about: the arithmetic in words and as a table, and what was left out."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.domain.explanation import Explanation
from covenant_monitor.domain.model import LEVELS, Framework, Scale
from covenant_monitor.language import Language
from covenant_monitor.reports.wording import explain_in_words
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.popover import Popover


def section_names(framework: Framework, language: Language) -> dict[str, str]:
    """The names of a framework's sections by code."""
    return {section.code: language.pick(section.name.nl, section.name.en) for section in framework.sections}


def explain(
    opener: QWidget,
    rect: QRect,
    explanation: Explanation,
    session: Session,
    *,
    title: str,
    names: Mapping[str, str],
    scale: Scale = LEVELS,
    source: str = "",
    lead: str = "",
    on_go: Callable[[], None] | None = None,
) -> Popover:
    """Open the explanation of a number beside `rect` of `opener`. Esc gives the focus back.

    `title`: whose number it is ("" where that is nobody's); `names`: the sections' names by code; `source`: what it
    rests on; `lead`: what it is a number of, where its kind does not say it; `on_go`: what the main button does, which
    goes to the assessment.
    """
    language = session.language
    _ = language.gettext
    worded = explain_in_words(explanation, language, names, party=title, round_code=session.round, scale=scale)
    if lead:
        worded = replace(worded, lead=lead)
    popover = Popover(opener.window(), language)
    popover.closed.connect(popover.deleteLater)
    popover.set_heading(worded.number, worded.lead)
    if worded.sentences:
        popover.add_text(" ".join(worded.sentences))
    if worded.arithmetic:
        head, result = worded.arithmetic, ""
        if worded.result and worded.arithmetic.endswith(worded.result):
            head, result = worded.arithmetic.removesuffix(worded.result).rstrip(), worded.result
        popover.add_sum(head, result)
    if worded.rows:
        table = PlainTable()
        numbers = [place for place, numeric in enumerate(worded.numeric) if numeric]
        table.fill(worded.headers, worded.rows, numbers=numbers, strong=numbers[-1:], quiet=())
        popover.body.addWidget(table)
    if worded.notes:
        popover.add_text(" ".join(worded.notes), "secondary")
    closing = " ".join(filter(None, (worded.provisional, worded.requirement)))
    if closing:
        popover.add_text(closing)

    def copy() -> None:
        QApplication.clipboard().setText(worded.text)

    buttons = [button(_("Copy"), copy, icon="copy")]
    if on_go is not None:
        go = on_go

        def leave() -> None:
            popover.dismiss(give_back_focus=False)
            go()

        buttons.append(button(_("To the assessment"), leave, kind="primary"))
    popover.add_actions(source, *buttons)
    popover.open_at(opener, rect)
    return popover
