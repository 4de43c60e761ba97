"""Every key of the assessments page, in groups: what `?` shows."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QGridLayout

from covenant_monitor.language import N_, Language
from covenant_monitor_ui.pages.assessments.view import AssessmentsView
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.keyhints import KeyCap
from covenant_monitor_ui.widgets.popover import Popover

_WIDTH = 760

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        N_("Rate"),
        (
            ("1  2  3", N_("fully, partially, not")),
            ("0", N_("n.a., with a reason (on a scale of numbers: Ctrl+0)")),
            ("L", N_("as in the last round")),
            ("C", N_("confirm what was carried forward; Enter too")),
            (N_("Del"), N_("clear")),
            ("Ctrl+D", N_("fill down: as the criterion above, or as the first one chosen")),
            ("F2", N_("change the number or the reason")),
            (N_("Space"), N_("the menu; on a section: fold it")),
        ),
    ),
    (
        N_("Choose several"),
        (
            ("Shift+↓", N_("choose a range; Shift+click too")),
            (N_("Ctrl+Space"), N_("mark one more; Ctrl+click too")),
            ("Ctrl+A", N_("the section, then everything")),
            ("Ctrl+C", N_("copy for a spreadsheet")),
            ("Ctrl+V", N_("paste from a spreadsheet")),
            ("Esc", N_("let go of the choice")),
        ),
    ),
    (
        N_("Go to"),
        (
            ("N", N_("next not rated")),
            ("D", N_("next that differs from self")),
            ("E", N_("next claimed without evidence")),
            ("W", N_("next changed since the last round")),
            ("T", N_("next to be confirmed")),
            ("R", N_("next with a remark")),
            ("Shift+N", N_("with Shift: the one before")),
            ("/", N_("find a criterion or participant; Ctrl+F too")),
            ("Ctrl+↓", N_("next participant, same criterion")),
            ("F6", N_("list, grid, panel")),
        ),
    ),
    (
        N_("See more"),
        (
            ("B", N_("evidence and note")),
            ("Ctrl+M", N_("remark of the reviewer")),
            ("Ctrl+R", N_("response of the company")),
            ("H", N_("history of this rating")),
            ("A", N_("ask about earlier actions, or propose new ones")),
            ("F1", N_("how the section's score comes about")),
            ("Shift+F1", N_("how the whole score comes about")),
            ("Ctrl+Z", N_("undo")),
            ("?", N_("these keys")),
        ),
    ),
)


def show_keys(view: AssessmentsView, language: Language) -> Popover:
    """Show every key over the button for them; the focus goes back to where it was."""
    focus = view.focusWidget()
    opener = focus if view.isAncestorOf(focus) else view.table
    corner = opener.mapFromGlobal(view.keys_button.mapToGlobal(QPoint(0, 0)))
    rect = QRect(corner, view.keys_button.size())
    _ = language.gettext
    popover = Popover(opener.window(), language, width=_WIDTH)
    popover.set_heading("", _("Keys of this page"))
    for title, keys in KEYS:
        popover.add_text(_(title), "heading")
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        half = (len(keys) + 1) // 2
        for place, (key, words) in enumerate(keys):
            column = 0 if place < half else 2
            grid.addWidget(KeyCap(_(key)), place % half, column)
            grid.addWidget(text_label(_(words), "secondary", wrap=True), place % half, column + 1)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        popover.body.addLayout(grid)
    popover.closed.connect(popover.deleteLater)
    popover.open_at(opener, rect)
    return popover
