"""The panel that shows a chart before it is saved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.charts import CHARTS
from covenant_monitor_ui.pages.reports.charts import ChartsPanel
from covenant_monitor_ui.pages.reports.release import ReleasePreview
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.topbar import LabelledCombo


@pytest.fixture
def panel(session: Session, put_on_stage: Callable[[QWidget], None], qtbot: QtBot) -> ChartsPanel:
    made = ChartsPanel(session)
    made.resize(1000, 640)
    put_on_stage(made)
    made.show_place()
    wait(qtbot, made)
    return made


def wait(qtbot: QtBot, panel: ChartsPanel) -> None:
    qtbot.waitUntil(lambda: panel.drawn.is_settled, timeout=30_000)


def choose(qtbot: QtBot, panel: ChartsPanel, box: LabelledCombo, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    wait(qtbot, panel)


def release(panel: ChartsPanel, qtbot: QtBot) -> None:
    """Say in the preview that it may leave the house."""

    def previews() -> list[ReleasePreview]:
        return [one for one in panel.window().findChildren(ReleasePreview) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(previews()), timeout=30_000)
    previews()[0].save()


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Answer the dialog; which kinds it offered."""
    kinds: list[str] = []

    def answer(_parent: object, _title: str, _start: str, offered: str) -> tuple[str, str]:
        kinds.append(offered)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return kinds


@pytest.mark.parametrize("name", [kind.name for kind in CHARTS.values() if not kind.of_rounds])
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_every_chart_is_seen_or_it_is_said_why_not(panel: ChartsPanel, qtbot: QtBot, name: str, audience: str) -> None:
    choose(qtbot, panel, panel.audience_box, audience)
    choose(qtbot, panel, panel.chart_box, name)
    assert panel.view.image.isNull() == bool(panel.trouble.text())
    if panel.drawn.chart is not None:
        assert panel.drawn.chart.public is (audience == "public")
        own = CHARTS[name].size
        image = panel.view.image
        assert image.width() / image.height() == pytest.approx(own[0] / own[1], rel=0.01), "as it will be saved"


def test_what_belongs_to_the_chart_can_be_chosen(panel: ChartsPanel, qtbot: QtBot) -> None:
    choose(qtbot, panel, panel.chart_box, "target")
    assert (panel.target_box.isVisible(), panel.round_box.isVisible(), panel.from_box.isVisible()) == (
        True,
        False,
        False,
    )
    choose(qtbot, panel, panel.chart_box, "profile")
    assert (panel.target_box.isVisible(), panel.round_box.isVisible(), panel.from_box.isVisible()) == (
        False,
        True,
        True,
    )
    choose(qtbot, panel, panel.from_box, "2018")
    assert panel.drawn.chart is not None
    assert "rounds 2018 and 2020" in panel.drawn.chart.title
    choose(qtbot, panel, panel.language_box, "nl")
    assert "2018" in panel.drawn.chart.title
    choose(qtbot, panel, panel.chart_box, "sections")
    choose(qtbot, panel, panel.round_box, "2019")
    assert "2019" in panel.drawn.chart.title


def test_a_chart_is_saved_and_opened(
    panel: ChartsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    path = tmp_path / "chart.svg"
    kinds = save_as(monkeypatch, path)
    panel.save_button.click()
    qtbot.waitUntil(panel.line.isVisible, timeout=30_000)
    assert path.read_bytes().startswith(b"<?xml")
    assert str(path) in panel.line.label.whole_text
    assert "SVG" in kinds[0]
    panel.line.link.click()
    assert opened == [QUrl.fromLocalFile(str(path))]


def test_a_public_chart_is_offered_as_a_raster_only(
    panel: ChartsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, panel, panel.audience_box, "public")
    kinds = save_as(monkeypatch, tmp_path / "chart.png")
    panel.view.popup_menu(panel.view.rect().center()).actions()[-1].trigger()
    release(panel, qtbot)
    qtbot.waitUntil(panel.line.isVisible, timeout=30_000)
    assert kinds == ["PNG (*.png)"]
    save_as(monkeypatch, tmp_path / "chart.svg")
    panel.save()
    with qtbot.waitSignal(panel.session.problem_met, timeout=30_000):
        release(panel, qtbot)
    assert not (tmp_path / "chart.svg").exists()


def test_nothing_is_saved_when_the_user_thinks_better_of_it(
    panel: ChartsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    with qtbot.assertNotEmitted(panel.session.task_started):
        panel.save()


def test_the_chart_is_copied_with_its_title_and_its_table_shown(panel: ChartsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.session.notice_given, timeout=30_000):
        panel.view.popup_menu(panel.view.rect().center()).actions()[2].trigger()
    size = CHARTS[panel.name].size
    assert QGuiApplication.clipboard().image().width() == 2 * size[0]
    panel.table_link.click()
    popover = panel.findChild(Popover)
    assert popover is not None
    popover.dismiss()


def test_a_mark_leads_on_from_the_preview(panel: ChartsPanel, qtbot: QtBot) -> None:
    choose(qtbot, panel, panel.chart_box, "distribution")
    spot = panel.view.spots[0]
    assert spot.goes_to is not None
    middle = panel.view.spot_rect(spot).center().toPoint()
    with qtbot.waitSignal(panel.session.lead_wanted) as led:
        qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=middle)
    assert led.args[0] == "party"


def test_without_a_round_there_is_nothing_to_choose(panel: ChartsPanel) -> None:
    panel.session.choose("KLEDING", "")
    panel.show_place()
    assert not panel.save_button.isEnabled()
    assert not panel.chart_box.isEnabled()
    assert panel.request() is None
