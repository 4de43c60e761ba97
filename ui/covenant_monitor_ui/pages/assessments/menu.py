"""The menu of the grid: the ratings, and all else that is done with what is chosen, each with its key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from covenant_monitor.reports.wording import na_name, rating_name
from covenant_monitor_ui.pages.assessments.desk import Desk
from covenant_monitor_ui.pages.assessments.rating import NA, Rater
from covenant_monitor_ui.pages.assessments.words import LEVEL_KEYS
from covenant_monitor_ui.theme import theme_of
from covenant_monitor_ui.widgets.buttons import escaped
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, mark_image


def grid_menu(desk: Desk, rater: Rater, command: Callable[[str], object]) -> QMenu:
    """The menu for what is chosen now. `command` does what `CriteriaTable.command_wanted` asks for."""
    language, view, shown = desk.session.language, desk.view, desk.shown()
    _ = language.gettext
    menu = QMenu(view.table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def entry(mark: str, text: str, key: str, act: Callable[[], object]) -> None:
        action = menu.addAction(escaped(f"{text}\t{key}"))
        if mark:
            image = mark_image(mark, MARK_SIZE, view.devicePixelRatioF(), theme_of(view))
            action.setIcon(QIcon(QPixmap.fromImage(image)))
        action.triggered.connect(lambda _checked=False: act())

    by_level = shown is None or shown.place.framework.scale.by_level
    if by_level:
        for key, level in LEVEL_KEYS.items():
            entry(level.value, rating_name(level, language), key, partial(rater.rate_current, level.value))
    else:
        entry("", _("Type a number"), "F2", rater.edit_number)
    entry(NA, na_name(language), "0" if by_level else "Ctrl+0", rater.ask_reason)
    menu.addSeparator()
    if shown is not None and shown.sheet.carried:
        entry("", _("Confirm"), "C", rater.confirm)
    if shown is not None and shown.earlier_round:
        entry("", _("As in {round}").format(round=shown.earlier_round), "L", rater.as_last_round)
    entry("", _("Fill down"), "Ctrl+D", partial(command, "fill_down"))
    entry("", _("Clear"), _("Del"), partial(rater.rate_current, ""))
    menu.addSeparator()
    entry("", _("Copy"), "Ctrl+C", partial(command, "copy"))
    entry("", _("Paste"), "Ctrl+V", partial(command, "paste"))
    menu.addSeparator()
    entry("", _("History of this rating"), "H", partial(command, "show_history"))
    return menu
