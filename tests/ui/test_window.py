"""The real main window, offscreen, with real keys and the demo."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import AssessmentKind, Party
from covenant_monitor.exchange.framework_workbook import DEFAULT, add_default
from covenant_monitor.files import resource, sample_data
from covenant_monitor.language import Language
from covenant_monitor.store.backup import backups
from covenant_monitor.store.frameworks import publish
from covenant_monitor.store.parties import add_party
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.actions import ACTIONS, PAGES
from covenant_monitor_ui.dialogs.new_round import RoundForm
from covenant_monitor_ui.pages.assessments.page import AssessmentsPage
from covenant_monitor_ui.pages.overview.page import OverviewPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.theme import DARK, theme_of
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.core.store.small import bring

Stage = Callable[[QWidget], None]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, put_on_stage: Stage) -> Iterator[MainWindow]:
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(made)
    yield made
    made.close()


@pytest.fixture
def demo(window: MainWindow, tmp_path: Path) -> MainWindow:
    window.open_path(demo_copy(tmp_path))
    return window


def texts(widget: QWidget) -> set[str]:
    """Every text in sight."""
    labels = {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}
    return labels | {button.text() for button in widget.findChildren(QPushButton) if button.isVisible()}


def english_messages() -> set[str]:
    """Every msgid that has a Dutch text of its own."""
    from babel.messages.pofile import read_po

    with resource("locale", "nl", "LC_MESSAGES", "covenant_monitor.po").open("rb") as file:
        return {m.id for m in read_po(file) if isinstance(m.id, str) and m.id and m.string != m.id}


def test_without_a_file_it_says_what_to_do(window: MainWindow) -> None:
    assert {"Open a file …", "New file …", "Try the demo …"} <= texts(window)
    assert not window.rail.isVisible()
    assert not window.actions_by_key["save_copy"].isEnabled()
    assert window.actions_by_key["open_file"].isEnabled()


def test_it_opens_on_the_participants_with_file_covenant_and_round(demo: MainWindow) -> None:
    assert demo.page_key == "participants"
    assert demo.covenant_box.currentData() == "KLEDING"
    assert demo.round_box.currentData() == "2020"
    assert demo.windowTitle().startswith("demo.covenant")
    assert demo.status.file.text == "demo.covenant"


@pytest.mark.parametrize("page", ["overview", "assessments", "coherence", "registers"])
def test_alt_and_a_number_go_to_a_page(demo: MainWindow, qtbot: QtBot, page: str) -> None:
    key = Qt.Key(Qt.Key.Key_1 + list(PAGES).index(page))
    qtbot.keyClick(demo, key, Qt.KeyboardModifier.AltModifier)
    assert demo.page_key == page
    assert demo.stack.currentWidget() is demo.pages[page]


def test_no_page_shows_a_window_of_its_own(demo: MainWindow, qtbot: QtBot) -> None:
    """One that comes for a moment takes the focus along."""
    shown = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    for key in PAGES:
        demo.show_page(key)
        qtbot.wait_until(lambda: getattr(demo.pages[demo.page_key], "is_settled", True), timeout=20_000)
    QApplication.instance().removeEventFilter(watch)
    assert shown == []


def test_what_has_the_focus_is_in_sight(demo: MainWindow, qtbot: QtBot) -> None:
    demo.resize(1280, 720)
    demo.show_page("overview")
    page = demo.pages["overview"]
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 400)
    bar.setValue(bar.maximum())
    demo.search.setFocus()
    page.take_focus()
    assert not page.attention.links[0].visibleRegion().isEmpty()


def test_another_round_is_shown_on_every_page(demo: MainWindow) -> None:
    for key in PAGES:
        demo.show_page(key)
    demo.round_box.setCurrentIndex(demo.round_box.findData("2018"))
    demo.round_box.activated.emit(demo.round_box.currentIndex())
    assert demo.session.round == "2018"
    demo.show_page("overview")
    assert any("2018" in text for text in texts(demo.pages["overview"]))


def test_the_language_changes_at_run_time_and_the_page_stays(demo: MainWindow, qtbot: QtBot) -> None:
    demo.show_page("reports")
    demo.speak_dutch()
    assert demo.page_key == "reports"
    qtbot.waitUntil(lambda: "Rapporten" in texts(demo))
    assert demo.settings.text("language") == "nl"
    demo.speak_english()
    qtbot.waitUntil(lambda: "Reports" in texts(demo))


_IN_BOTH_LANGUAGES = {"Filter", "Score", "n", "Nederlands", "English", "Criterium"}


@pytest.mark.parametrize("page", list(PAGES))
def test_a_dutch_page_has_no_english_of_ours(demo: MainWindow, qtbot: QtBot, page: str) -> None:
    demo.show_page(page)
    msgids = {message.strip() for message in english_messages()}
    demo.speak_dutch()
    qtbot.waitUntil(lambda: bool(texts(demo)))
    assert {text for text in texts(demo) if text in msgids} - _IN_BOTH_LANGUAGES == set()


def test_light_and_dark_change_at_run_time(demo: MainWindow, qapp: QApplication) -> None:
    demo.make_dark()
    assert theme_of(demo) is DARK
    demo.make_light()
    assert theme_of(demo).name == "light"


def test_every_action_is_a_method_of_the_window_and_has_its_shortcut_once() -> None:
    shortcuts = [action.shortcut for action in ACTIONS if action.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
    assert all(callable(getattr(MainWindow, action.key)) for action in ACTIONS)


def test_undo_by_key_and_its_tip_says_what(demo: MainWindow, qtbot: QtBot) -> None:
    assert not demo.undo_button.isEnabled()
    party = Party("NIEUW", "Nieuw & Co")
    demo.session.change(lambda: add_party(demo.session.file, covenant="KLEDING", party=party))
    assert "Nieuw & Co added" in demo.undo_button.toolTip().replace("&amp;", "&")
    qtbot.keyClick(demo, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not demo.undo_button.isEnabled()
    assert demo.redo_button.isEnabled()
    qtbot.keyClick(demo, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert demo.undo_button.isEnabled()


def test_ctrl_k_finds_a_participant(demo: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(demo, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert demo.search.hasFocus()
    qtbot.keyClicks(demo.search, "verzonnen s")
    completer = demo.search.completer()
    completer.complete()
    popup = completer.popup()
    assert popup.model().rowCount() == 1
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert demo.page_key == "participants"
    assert demo.pages["participants"].state()["selected"] == "VERZONNEN-SOKKEN"


def test_F01_a_file_that_is_gone_is_told_and_nothing_is_made(window: MainWindow, tmp_path: Path) -> None:
    window.open_path(tmp_path / "gone.covenant")
    assert window.banner.isVisible()
    assert "does not exist" in window.banner.text
    assert list(tmp_path.glob("*.covenant")) == []


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"PK\x03\x04" + bytes(200), "workbook"), (b"text", "not a covenant")]
)
def test_F02_F03_what_is_no_covenant_file_is_refused_in_words(
    window: MainWindow, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "x.covenant"
    path.write_bytes(content)
    window.open_path(path)
    assert said in window.banner.text
    assert path.read_bytes() == content


def test_F24_a_read_only_file_says_so_and_offers_a_copy(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = demo_copy(tmp_path)
    monkeypatch.setattr("covenant_monitor.store.opening.is_writable", lambda _path: False)
    window.open_path(path)
    assert window.session.file.read_only
    assert "read-only" in window.banner.text
    assert not window.actions_by_key["import_tables"].isEnabled()
    monkeypatch.undo()
    target = tmp_path / "copy.covenant"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    window.save_copy()
    assert window.session.file.path == target
    assert window.session.can_write


def test_F27_a_file_that_is_open_elsewhere_can_be_read(window: MainWindow, tmp_path: Path) -> None:
    path = demo_copy(tmp_path)
    lock = path.with_name(f".{path.name}.lock")
    lock.write_text(
        '{"user": "B. Proef", "computer": "laptop-2", "process": 1, "since": "2026-01-01"}', encoding="utf-8"
    )
    window.open_path(path)
    assert not window.session.is_open
    assert "B. Proef on laptop-2" in window.banner.text
    window.banner.action_chosen.emit()
    window.banner.findChildren(QPushButton)[0].click()
    assert window.session.is_open
    assert window.session.file.read_only


def test_the_file_is_free_again_after_the_window_is_closed(demo: MainWindow, tmp_path: Path) -> None:
    path = demo.session.file.path
    demo.close()
    open_store(path).close()


def test_what_was_chosen_is_there_in_the_next_run(demo: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = demo.session.file.path
    demo.show_page("overview")
    demo.close()
    again = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(again)
    again.open_path(path)
    assert again.page_key == "overview"
    assert again.settings.recent_files() == [path]
    again.close()


def test_a_backup_is_made_and_restored(demo: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.make_backup()
    assert "verified" in demo.banner.text
    made = backups(demo.session.file.path)[0].path
    demo.session.change(lambda: add_party(demo.session.file, covenant="KLEDING", party=Party("NIEUW", "Nieuw")))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(made), ""))
    demo.restore_backup()
    found = demo.session.file.connection.execute("SELECT count(*) FROM party WHERE code = 'NIEUW'").fetchone()
    assert found == (0,)


def test_F59_a_bug_is_told_and_the_window_goes_on(demo: MainWindow, tmp_path: Path) -> None:
    demo.say_bug(tmp_path / "log.txt")
    assert "log.txt" in demo.banner.text
    demo.show_page("overview")
    assert demo.page_key == "overview"


def test_F62_settings_that_are_garbage_are_said_once(qtbot: QtBot, tmp_path: Path, put_on_stage: Stage) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{", encoding="utf-8")
    made = MainWindow(Session(Language("en")), Settings(path))
    put_on_stage(made)
    assert "defaults" in made.banner.text
    made.close()


def test_a_new_file_never_replaces_one(demo: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.covenant"
    shutil.copy(demo.session.file.path, other)
    before = other.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(other), ""))
    demo.new_file()
    assert "exists already" in demo.banner.text
    assert other.read_bytes() == before
    fresh = tmp_path / "fresh.covenant"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(fresh), ""))
    demo.new_file()
    assert demo.session.file.path == fresh


def test_fifty_changes_of_language_leave_nothing_behind(demo: MainWindow, qapp: QApplication) -> None:
    def tidy() -> int:
        qapp.processEvents()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(qapp.topLevelWidgets())

    demo.speak_dutch()
    demo.speak_english()
    before = tidy()
    for _time in range(25):
        demo.speak_dutch()
        demo.speak_english()
    assert tidy() == before


def test_the_menu_ticks_the_language_and_the_theme(demo: MainWindow) -> None:
    def ticked() -> set[str]:
        return {key for key, action in demo.actions_by_key.items() if action.isChecked()}

    assert ticked() == {"speak_english", "follow_system"}
    demo.make_dark()
    demo.speak_dutch()
    assert ticked() == {"speak_dutch", "make_dark"}
    demo.follow_system()
    demo.make_light()
    assert ticked() == {"speak_dutch", "make_light"}


def test_going_to_an_assessment_shows_the_secretariats_own(demo: MainWindow) -> None:
    demo.show_page("assessments")
    page = demo.pages["assessments"]
    assert isinstance(page, AssessmentsPage)
    page.show_kind(AssessmentKind.SELF)
    demo.show_page("participants")
    demo.go_to("assessments", party="VOORBEELD-MODE")
    assert page.shown is not None
    assert (page.shown.kind, page.shown.standing.party.code) == (AssessmentKind.SECRETARIAT, "VOORBEELD-MODE")


def test_what_was_done_on_a_page_is_not_told_on_the_next(demo: MainWindow) -> None:
    demo.say("It is done.")
    demo.show_page(demo.page_key)
    assert demo.banner.isVisible()
    demo.show_page("history")
    assert not demo.banner.isVisible()
    demo.say("It cannot be done.", "warning")
    demo.show_page("participants")
    assert demo.banner.isVisible()


def test_the_first_round_of_a_covenant_is_begun_from_the_menu(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "first.covenant"
    with create(path) as store:
        add_default(store)
        publish(store, key=DEFAULT)
        bring(store, covenants="covenant,name_nl\nLEEG,Leeg")
    window.open_path(path)
    window.new_round()
    (form,) = window.findChildren(RoundForm)
    form.save()
    assert window.session.round == str(date.today().year)


def test_who_is_working_is_asked_from_the_status_bar(demo: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(demo.status.user, Qt.MouseButton.LeftButton)
    (popover,) = demo.findChildren(Popover)
    (field,) = popover.findChildren(QLineEdit)
    assert field.hasFocus()
    assert field.text() == demo.session.file.user
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert popover.isVisible()  # somebody works here
    qtbot.keyClicks(field, " C. Toetser ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert demo.status.user.text == "C. Toetser"
    assert demo.session.file.user == "C. Toetser"


def test_a_problem_is_forgotten_when_the_next_thing_goes_well(demo: MainWindow) -> None:
    def add(code: str) -> bool:
        return demo.session.change(lambda: add_party(demo.session.file, covenant="KLEDING", party=Party(code, "A")))

    assert add("NIEUW")
    assert not add("NIEUW")
    assert demo.banner.isVisible()
    assert add("NIEUWER")
    assert not demo.banner.isVisible()


def test_ctrl_k_and_enter_go_to_the_first_that_is_found(demo: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(demo, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(demo.search, "3.10")
    qtbot.keyClick(demo.search, Qt.Key.Key_Return)
    assert demo.page_key == "assessments"
    assert demo.pages["assessments"].criterion == "3.10"
    qtbot.waitUntil(lambda: demo.search.text() == "")
    assert not demo.search.hasFocus()


def test_esc_leaves_the_search_for_the_page(demo: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(demo, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(demo.search, "zzz")
    qtbot.keyClick(demo.search, Qt.Key.Key_Escape)
    assert (demo.search.text(), demo.search.hasFocus()) == ("", True)
    qtbot.keyClick(demo.search, Qt.Key.Key_Escape)
    assert demo.pages["participants"].isAncestorOf(QApplication.focusWidget())


def test_an_explanation_goes_with_its_page(demo: MainWindow, qtbot: QtBot) -> None:
    demo.show_page("overview")
    demo.pages["overview"].explain_lead()
    popover = demo.findChild(Popover)
    assert popover.isVisible()
    demo.show_page("reports")
    assert not popover.isVisible()
    demo.show_page("overview")
    demo.pages["overview"].explain_lead()
    demo.speak_dutch()
    assert not any(one.isVisible() for one in demo.findChildren(Popover))


def test_the_demo_is_made_in_the_background(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.covenant"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    window.open_demo()
    assert window.progress.isVisible()
    assert not window.cancel_button.isVisible()
    qtbot.waitUntil(lambda: window.session.is_open, timeout=30_000)
    assert window.session.file.path == path
    assert not window.progress.isVisible()


def test_a_backup_made_from_the_menu_is_listed_at_once(demo: MainWindow) -> None:
    demo.show_page("reports")
    demo.make_backup()
    assert not any("None yet" in text for text in texts(demo.pages["reports"]))


def test_undoing_the_import_of_a_covenant_leaves_a_file_without_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.covenant"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    window.new_file()
    window.show_page("reports")
    reports = window.pages["reports"]
    reports.look_at([sample_data("demo")])
    qtbot.waitUntil(reports.imports.confirm_button.isVisible, timeout=30_000)
    reports.imports.confirm()
    qtbot.waitUntil(lambda: window.session.covenant == "KLEDING", timeout=30_000)
    assert window.session.round == "2020"
    for key in PAGES:
        window.show_page(key)
    for key in PAGES:
        window.undo()
        assert (window.session.covenant, window.session.round, window.covenant_box.count()) == ("", "", 0)
        window.show_page(key)
        window.redo()
        assert (window.session.covenant, window.round_box.currentData()) == ("KLEDING", "2020")
        window.show_page(key)


def test_a_chart_that_is_out_of_sight_follows_the_theme_when_it_is_shown(demo: MainWindow, qtbot: QtBot) -> None:
    demo.show_page("overview")
    view = demo.pages["overview"].outcome_view
    qtbot.waitUntil(lambda: not view.image.isNull(), timeout=20_000)
    demo.show_page("participants")
    demo.make_dark()
    demo.show_page("overview")
    qtbot.waitUntil(lambda: bool(view.image.pixelColor(2, 2) == DARK.base), timeout=20_000)


def test_arrow_keys_step_through_the_rounds(demo: MainWindow, qtbot: QtBot) -> None:
    demo.round_box.setFocus()
    for code in ("2019", "2018"):
        qtbot.keyClick(demo.round_box, Qt.Key.Key_Up)
        assert demo.session.round == code
        assert demo.round_box.hasFocus()


def test_a_form_that_is_half_filled_outlasts_the_language(demo: MainWindow, qtbot: QtBot) -> None:
    page = demo.pages["participants"]
    page.add()
    qtbot.keyClicks(page.side.form.fields["name"].control, "Half")
    demo.speak_dutch()
    page = demo.pages["participants"]
    assert page.side.form.fields["name"].text == "Half"
    assert page.side.form.isAncestorOf(QApplication.focusWidget())


def test_F25_a_file_that_was_replaced_can_be_opened_again(demo: MainWindow, tmp_path: Path) -> None:
    path = demo.session.file.path
    other = tmp_path / "other.covenant"
    shutil.copy(path, other)
    other.replace(path)
    before = demo.session.store
    party = Party("NIEUW", "Nieuw")
    assert not demo.session.change(lambda: add_party(demo.session.file, covenant="KLEDING", party=party))
    assert "moved or replaced" in demo.banner.text
    demo.open_path(path)
    assert demo.session.store is not before
    assert demo.session.change(lambda: add_party(demo.session.file, covenant="KLEDING", party=party))


def test_a_mark_in_a_chart_leads_to_what_it_is_about(demo: MainWindow, qtbot: QtBot) -> None:
    demo.show_page("overview")
    overview = demo.pages["overview"]
    assert isinstance(overview, OverviewPage)
    qtbot.waitUntil(lambda: bool(overview.outcome_view.spots), timeout=30_000)
    overview.outcome_view.setFocus()
    qtbot.keyClick(overview.outcome_view, Qt.Key.Key_Right)
    qtbot.keyClick(overview.outcome_view, Qt.Key.Key_Return)
    assert (demo.session.round, demo.page_key) == ("2018", "overview")
    demo.session.choose("KLEDING", "2020")
    demo.lead("party", "VOORBEELD-MODE")
    page = demo.pages["assessments"]
    assert isinstance(page, AssessmentsPage)
    assert demo.page_key == "assessments"
    assert page.state()["party"] == "VOORBEELD-MODE"
    demo.lead("section", "3")
    assert str(page.state()["criterion"]).startswith("3.")
    demo.lead("criterion", "2.03")
    assert page.state()["criterion"] == "2.03"
    demo.lead("cohort", "2")
    assert demo.page_key == "participants"
    for kind, code in (("round", "1999"), ("party", "NOBODY"), ("section", "99"), ("criterion", "x"), ("moon", "")):
        demo.lead(kind, code)
    assert demo.session.round == "2020"
