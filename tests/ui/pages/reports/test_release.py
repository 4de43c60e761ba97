"""What leaves the house is seen first, and recorded."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Status
from covenant_monitor.exchange.annual_workbook import workbook as round_workbook
from covenant_monitor.language import language
from covenant_monitor.store.assessments import AssessmentKey, set_status
from covenant_monitor.store.releases import releases
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.pages.reports.release import ReleasePreview
from covenant_monitor_ui.session import Progress, Session, Stopped


@pytest.fixture
def page(session: Session, put_on_stage: Callable[[QWidget], None], monkeypatch: pytest.MonkeyPatch) -> ReportsPage:
    made = ReportsPage(session)
    made.resize(1100, 700)
    put_on_stage(made)
    made.show_place()
    made.audience_box.setCurrentIndex(made.audience_box.findData("public"))
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    return made


@pytest.fixture
def told(session: Session) -> list[str]:
    found: list[str] = []
    session.problem_met.connect(lambda problem: found.append(problem.text(language("en"))))
    return found


def answer(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    """Answer the dialog that asks for a name; what it offered."""
    offered: list[str] = []

    def ask(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(start).name)
        return str(path or ""), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return offered


def shown(page: QWidget) -> list[ReleasePreview]:
    return [one for one in page.window().findChildren(ReleasePreview) if one.isVisible()]


def previewed(page: QWidget, qtbot: QtBot, press: Callable[[], object]) -> ReleasePreview:
    press()
    qtbot.waitUntil(lambda: bool(shown(page)), timeout=20_000)
    (preview,) = shown(page)
    return preview


def confirm(preview: ReleasePreview, qtbot: QtBot) -> None:
    qtbot.waitUntil(preview.save_button.hasFocus)
    qtbot.keyClick(preview.save_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not preview.isVisible())


def test_a_public_workbook_is_previewed_written_and_recorded(
    page: ReportsPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "uit.xlsx"
    offered = answer(monkeypatch, path)
    preview = previewed(page, qtbot, page.workbook_button.click)
    assert "Workbook of round 2020, for the public:" in preview.summary.text()
    assert "57 figures of participants, 1 withheld, no names" in preview.summary.text()
    assert "Mean score\tAll participants\t56\t" in preview.figures.accessibleName()
    assert preview.earlier == []
    assert len(preview.withheld) == 1
    assert not path.exists()
    assert offered == []
    confirm(preview, qtbot)
    assert offered == ["kleding-2020.xlsx"]
    qtbot.waitUntil(lambda: bool(releases(session.file, "KLEDING")), timeout=30_000)
    (kept,) = releases(session.file, "KLEDING")
    assert (kept.output, kept.round, kept.file, len(kept.statements)) == ("workbook", "2020", "uit.xlsx", 57)
    qtbot.waitUntil(path.exists)
    assert page.workbook_line.isVisible()
    again = previewed(page, qtbot, page.workbook_button.click)
    (said,) = again.earlier
    assert said.startswith("Workbook, round 2020, ")
    assert said.endswith("by A. Voorbeeld")
    again.reject()


def test_nothing_is_written_where_it_is_not_confirmed_or_has_no_name(
    page: ReportsPage, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    offered = answer(monkeypatch, None)
    preview = previewed(page, qtbot, page.workbook_button.click)
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()
    assert offered == []
    confirm(previewed(page, qtbot, page.workbook_button.click), qtbot)
    assert len(offered) == 1
    assert releases(session.file, "KLEDING") == []


def test_a_round_that_would_give_one_away_is_refused_and_says_why(
    page: ReportsPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answer(monkeypatch, tmp_path / "uit.xlsx")
    confirm(previewed(page, qtbot, page.workbook_button.click), qtbot)
    qtbot.waitUntil(lambda: bool(releases(session.file, "KLEDING")), timeout=30_000)
    final = next(s for s in session.picture.round("2020").headline.counted if s.status is Status.FINAL)
    key = AssessmentKey("KLEDING", "2020", final.party.code)
    assert session.change(lambda: set_status(session.file, key=key, status=Status.DRAFT, why="again"))
    preview = previewed(page, qtbot, page.workbook_button.click)
    assert not preview.save_button.isEnabled()
    assert preview.cancel_button.hasFocus()
    assert preview.banner.isVisible()
    assert "that of one participant could be computed together with what was published before" in preview.banner.text
    assert preview.withheld
    assert final.party.name not in " ".join(preview.withheld)
    preview.save()
    assert preview.isVisible()
    preview.reject()


def test_figures_as_csv_leave_out_what_gives_one_away(
    page: ReportsPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "cijfers.csv"
    offered = answer(monkeypatch, path)
    confirm(previewed(page, qtbot, page.figures_button.click), qtbot)
    qtbot.waitUntil(lambda: bool(releases(session.file, "KLEDING")), timeout=30_000)
    qtbot.waitUntil(path.exists)
    assert offered == ["kleding-2020-figures.csv"]
    assert releases(session.file, "KLEDING")[0].output == "tables"
    final = next(s for s in session.picture.round("2020").headline.counted if s.status is Status.FINAL)
    key = AssessmentKey("KLEDING", "2020", final.party.code)
    assert session.change(lambda: set_status(session.file, key=key, status=Status.DRAFT, why="again"))
    preview = previewed(page, qtbot, page.figures_button.click)
    assert preview.save_button.isEnabled()
    assert preview.withheld
    preview.reject()


def test_what_goes_wrong_while_writing_leaves_nothing(
    page: ReportsPage,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    told: list[str],
) -> None:
    path = tmp_path / "uit.xlsx"
    path.write_bytes(b"before")
    answer(monkeypatch, path)

    def full(*_some: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(round_workbook, "write_round_workbook", full)
    confirm(previewed(page, qtbot, page.workbook_button.click), qtbot)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "could not be written" in told[0]

    def stop(*_some: object, **_more: object) -> None:
        raise Stopped

    ended: list[Progress] = []
    session.task_ended.connect(ended.append)
    monkeypatch.setattr(round_workbook, "write_round_workbook", stop)
    confirm(previewed(page, qtbot, page.workbook_button.click), qtbot)
    qtbot.waitUntil(lambda: len(ended) == 1, timeout=20_000)
    session.finish_tasks()
    assert path.read_bytes() == b"before"
    assert releases(session.file, "KLEDING") == []
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.endswith(".xlsx")) == ["uit.xlsx"]


def test_a_file_that_is_read_only_releases_nothing(session: Session, tmp_path: Path, told: list[str]) -> None:
    path = session.file.path
    session.close()
    session.open(open_store(path, read_only=True))
    page = ReportsPage(session)
    page.show_place()
    page.audience_box.setCurrentIndex(page.audience_box.findData("public"))
    page.write_workbook()
    (said,) = told
    assert "so a release cannot be recorded" in said


def test_a_public_chart_is_released_too(
    page: ReportsPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "uit.png"
    answer(monkeypatch, path)
    panel = page.charts
    panel.audience_box.setCurrentIndex(panel.audience_box.findData("public"))
    confirm(previewed(page, qtbot, panel.save), qtbot)
    qtbot.waitUntil(lambda: bool(releases(session.file, "KLEDING")), timeout=30_000)
    qtbot.waitUntil(path.exists)
    assert releases(session.file, "KLEDING")[0].output == "chart:outcomes"
    previewed(page, qtbot, panel.copy).reject()  # the clipboard leaves no record


def test_a_public_report_is_released_too(
    page: ReportsPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "uit.pdf"
    offered = answer(monkeypatch, path)
    panel = page.pdfs
    panel.audience_box.setCurrentIndex(panel.audience_box.findData("public"))
    confirm(previewed(page, qtbot, panel.report_button.click), qtbot)
    qtbot.waitUntil(lambda: bool(releases(session.file, "KLEDING")), timeout=60_000)
    qtbot.waitUntil(path.exists)
    assert offered == ["kleding-2020-public.pdf"]
    assert path.read_bytes().startswith(b"%PDF")
    assert releases(session.file, "KLEDING")[0].output == "report"
    assert panel.result.isVisible()


def test_pressing_twice_shows_one_preview(page: ReportsPage, session: Session, qtbot: QtBot) -> None:
    page.export_figures()
    page.export_figures()
    qtbot.waitUntil(lambda: bool(page.findChildren(ReleasePreview)), timeout=30_000)
    with qtbot.waitCallback(timeout=30_000) as done:  # behind both of them in the queue
        session.in_background(lambda: None, done)
    (preview,) = page.findChildren(ReleasePreview)
    preview.reject()
