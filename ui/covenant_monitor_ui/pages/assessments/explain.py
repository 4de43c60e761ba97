"""How the scores on the assessments page came about: which explanation opens where."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from covenant_monitor.domain.explanation import explain_score, explain_section
from covenant_monitor_ui.dialogs.explain import explain, section_names
from covenant_monitor_ui.models.criteria import CriterionRow, SectionRow
from covenant_monitor_ui.pages.assessments.desk import Desk
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments.words import source_of
from covenant_monitor_ui.session import Session


def explain_at(opener: QWidget, rect: QRect, shown: ParticipantSheet, section: str, session: Session) -> None:
    """Explain the score of a section ("": the whole score) beside `rect` of `opener`."""
    language = session.language
    party = shown.standing.party.name
    part = next((one for one in shown.score.sections if one.section == section), None)
    required = shown.required.percent if shown.required else None
    explain(
        opener,
        rect,
        explain_section(part) if part else explain_score(shown.score, about=party, required=required),
        session,
        title=party,
        names=section_names(shown.place.framework, language),
        scale=shown.place.framework.scale,
        source=source_of(shown, language),
    )


def explain_in_panel(desk: Desk, section: str) -> None:
    """Explain a score of the panel, beside its row or the lead figure."""
    shown, view, session = desk.shown(), desk.view, desk.session
    if shown is not None:
        row = next((row for row in view.score.sections.rows if row.row.code == section), None)
        beside = row if row is not None else view.score.figure
        # Who asks by key goes on in the grid afterwards.
        opener = view.table if view.table.hasFocus() else beside
        corner = opener.mapFromGlobal(beside.mapToGlobal(QPoint(0, 0)))
        explain_at(opener, QRect(corner, beside.size()), shown, section, session)


def explain_in_grid(desk: Desk, section: str) -> None:
    """Explain the score of a section, beside its head in the grid."""
    shown, view, session = desk.shown(), desk.view, desk.session
    if shown is not None:
        explain_at(view.table, view.table.section_rect(section), shown, section, session)


def explain_here(desk: Desk) -> None:
    """The section of the current row in the grid, the whole score elsewhere."""
    shown, view, session = desk.shown(), desk.view, desk.session
    table = view.table
    row = view.criteria.row(table.currentIndex())
    if table.hasFocus() and isinstance(row, SectionRow):
        explain_in_grid(desk, row.code)
    elif table.hasFocus() and isinstance(row, CriterionRow) and shown is not None:
        explain_at(table, table.cell_rect(table.currentIndex()), shown, row.section, session)
    else:
        explain_in_panel(desk, "")
