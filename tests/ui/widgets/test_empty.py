from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.widgets.empty import EmptyState


def test_an_empty_page_leads_on(qtbot: QtBot) -> None:
    done: list[str] = []
    page = EmptyState(
        "Nog geen deelnemers",
        "Voeg een deelnemer toe, of lees een werkmap in.",
        [("Deelnemer toevoegen", lambda: done.append("add")), ("Inlezen", lambda: done.append("import"))],
    )
    qtbot.addWidget(page)
    page.show()
    assert page.accessibleName() == "Nog geen deelnemers"
    assert page.accessibleDescription() == "Voeg een deelnemer toe, of lees een werkmap in."
    assert [one.property("kind") for one in page.buttons] == ["primary", ""]
    for one in page.buttons:
        qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    assert done == ["add", "import"]


def test_an_empty_part_of_a_page_has_no_main_button(qtbot: QtBot) -> None:
    page = EmptyState("Niets", "Nog niets.", [("Verder", lambda: None)], primary=False)
    qtbot.addWidget(page)
    assert page.buttons[0].property("kind") == ""


def test_a_title_of_two_lines_is_shown_whole(put_on_stage: Callable[[QWidget], None]) -> None:
    empty = EmptyState("No second assessments in the round of 2019-2020 and of 2020-2021 yet", "One sentence.")
    empty.resize(800, 400)
    put_on_stage(empty)
    heading = empty.findChildren(QLabel)[0]
    assert heading.minimumHeight() >= heading.heightForWidth(heading.width()) > heading.fontMetrics().height() * 1.5
