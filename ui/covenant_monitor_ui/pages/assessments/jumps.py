"""Going from one criterion to the next of a kind: not rated, differing, claimed, changed, to confirm, with a remark."""

from collections.abc import Callable

from covenant_monitor_ui.models.criteria import CriterionRow
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments.desk import Desk
from covenant_monitor_ui.pages.assessments.words import filter_names


def jump(
    desk: Desk,
    go: Callable[[str], object],
    wanted: Filter,
    step: int,
) -> None:
    """`go` to the next (step 1) or last (-1) criterion shown that belongs to `wanted`; say so where there is none."""
    shown, view, session = desk.shown(), desk.view, desk.session
    if shown is None:
        return
    _ = session.language.gettext
    row = view.criteria.row(view.table.currentIndex())
    code = view.criteria.next_member(row, wanted, step)
    name = filter_names(shown.earlier_round, session.language)[wanted]
    if not code:
        view.banner.say("info", _("There is no criterion here under “{filter}”.").format(filter=name))
    elif isinstance(row, CriterionRow) and row.code == code:
        view.banner.say("info", _("There is no other criterion here under “{filter}”.").format(filter=name))
    else:
        if view.banner.kind == "info":
            desk.hush()
        go(code)
        # What the jump was for stands below what can be seen of the panel in a low window.
        if wanted is Filter.REMARKED:
            view.panel.reveal_said()
