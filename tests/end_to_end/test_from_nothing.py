"""From an empty file to a first score, without importing anything."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from covenant_monitor.domain.model import Party
from covenant_monitor.exchange.framework_workbook import DEFAULT
from covenant_monitor.language import Language
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import add_party
from covenant_monitor.store.store import create
from covenant_monitor_ui.dialogs.covenant_settings import CovenantForm
from covenant_monitor_ui.dialogs.new_round import RoundForm
from covenant_monitor_ui.pages.assessments.page import AssessmentsPage
from covenant_monitor_ui.pages.frameworks.page import FrameworksPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.ui.conftest import light, put_on_stage  # noqa: F401  (fixtures)


def test_from_an_empty_file_to_a_first_score(
    tmp_path: Path,
    put_on_stage: Callable[[QWidget], None],  # noqa: F811
) -> None:
    path = tmp_path / "new.covenant"
    create(path).close()
    window = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(window)
    window.open_path(path)
    session = window.session

    window.new_covenant()
    (covenant,) = window.findChildren(CovenantForm)
    covenant.fields["code"].set_text("SIERTEELT")
    covenant.fields["name_en"].set_text("Ornamental plants")
    covenant.save()
    assert session.covenant == "SIERTEELT"

    window.show_page("frameworks")
    frameworks = window.pages["frameworks"]
    assert isinstance(frameworks, FrameworksPage)
    frameworks.deeds.add_suggested()
    frameworks.deeds.publish()

    window.new_round()
    (round_,) = window.findChildren(RoundForm)
    round_.save()
    assert session.round

    party = Party("BLOEM", "Bloem B.V.")
    assert session.change(lambda: add_party(session.file, covenant=session.covenant, party=party))
    window.go_to("assessments", party="BLOEM")
    page = window.pages["assessments"]
    assert isinstance(page, AssessmentsPage)
    table = page.view.table
    assert table.hasFocus()
    QTest.keyClicks(table, "111")
    assert page.shown is not None
    assert page.shown.place.framework.code == DEFAULT.framework
    assert (page.shown.score.score, page.shown.score.rated) == (100, 3)
    QTest.keyClick(table, Qt.Key.Key_2)
    assert page.shown.score.rated == 4
    assert check(session.file).findings == []
    window.close()
