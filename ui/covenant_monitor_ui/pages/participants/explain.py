"""How the score of a participant in the table came about."""

from collections.abc import Callable

from covenant_monitor.domain.explanation import explain_score
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Assessment, Framework
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.explain import explain, section_names
from covenant_monitor_ui.pages.participants.table import PartyTable
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover


def explain_standing(
    table: PartyTable, standing: Standing, framework: Framework, session: Session, on_go: Callable[[], None]
) -> Popover:
    """Open the explanation beside the score in the current row, which `standing` is of; the ring goes there."""
    party = standing.party
    # Where nothing has begun, it says which criteria apply and that none is rated.
    score = standing.score or score_assessment(
        Assessment(party.code, standing.round), framework, standing.participation_year, party.group
    )
    index = table.rows.index(table.currentIndex().row(), table.rows.column("score"))
    table.setCurrentIndex(index)
    return explain(
        table,
        table.cell_rect(index),
        explain_score(score, about=party.name, required=standing.required),
        session,
        title=party.name,
        names=section_names(framework, session.language),
        scale=framework.scale,
        source=_source(standing, framework, session.language),
        on_go=on_go,
    )


def _source(standing: Standing, framework: Framework, language: Language) -> str:
    _ = language.gettext
    if not standing.assessor:
        return _("Framework version {version}").format(version=framework.version)
    return _("Framework version {version}, assessment by {assessor}").format(
        version=framework.version, assessor=standing.assessor
    )
