"""The import assistant in the real main window, with real keys: from a file to the covenant, and one step back."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from xlsxwriter import Workbook

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.assistant.recipe import Use
from covenant_monitor.language import Language
from covenant_monitor.store import queries, standing_reading
from covenant_monitor_ui.dialogs.import_assistant.wizard import ImportAssistant, Step
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.core.exchange.assistant.stage import SOURCES

Show = Callable[[QWidget], None]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SCORES = SOURCES / "fti2023_section_scores.csv"


class Stage:
    """The window on the demo, and keys that go where the focus is."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.window = MainWindow(Session(Language("en")), Settings(folder / "settings.json"))
        self.session = self.window.session
        self.qtbot = qtbot
        self.problems: list[Problem] = []
        self.session.problem_met.connect(self.problems.append)

    @property
    def page(self) -> ReportsPage:
        page = self.window.pages["reports"]
        assert isinstance(page, ReportsPage)
        return page

    @property
    def wizard(self) -> ImportAssistant:
        wizard = self.page.assistant.wizard
        assert isinstance(wizard, ImportAssistant)
        return wizard

    def open(self, path: Path) -> ImportAssistant:
        """Open the assistant on a source, and wait until it shows it."""
        self.page.assistant.open(path)
        self.qtbot.waitUntil(lambda: self.page.assistant.is_open)
        return self.wizard

    def keys(self, *pressed: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for one in pressed:
            focus = QApplication.focusWidget()
            assert focus is not None
            if one is Qt.Key.Key_Space:
                QTest.keyClick(focus, one, modifier)
            elif isinstance(one, Qt.Key):  # no release: the window may be held by then
                QTest.keyPress(focus, one, modifier)
            else:
                QTest.keyClicks(focus, one)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.wizard.is_settled and self.window.isEnabled(), timeout=20_000)


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(tmp_path, qtbot)
    put_on_stage(made.window)
    made.window.open_path(demo_copy(tmp_path))
    made.window.show_page("reports")
    yield made
    made.window.close()


def at(wizard: ImportAssistant) -> Step:
    """The step that it is at now."""
    return wizard.step


def workbook(path: Path, *rows: Sequence[object], first: int = 0, sheet: str = "Uitkomsten") -> Path:
    book = Workbook(path)
    book.add_worksheet("Toelichting").write(0, 0, "x")
    page = book.add_worksheet(sheet)
    for place, row in enumerate(rows, first):
        page.write_row(place, 0, row)
    book.close()
    return path


def test_from_a_csv_file_to_the_covenant_by_keys_alone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(SCORES), ""))
    stage.page.assistant.button.setFocus()
    stage.keys(Qt.Key.Key_Space)
    stage.qtbot.waitUntil(lambda: stage.page.assistant.is_open)
    wizard = stage.wizard
    assert at(wizard) is Step.SOURCE
    assert wizard.source.table.selected_rows == [0]
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    assert at(wizard) is Step.COLUMNS
    assert wizard.columns.model.rows[2][1] == "Score · 1"
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    assert (at(wizard), wizard.values.high.value()) == (Step.VALUES, 10)
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    stage.settle()
    assert at(wizard) is Step.PREVIEW
    assert "Everything is right" in wizard.preview.summary.text()
    assert wizard.preview.tabs.current == "summaries"
    assert stage.session.file.next_undo() is None
    stage.keys(Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: not stage.page.assistant.is_open)
    assert "one step" in stage.page.imports.words.text()
    scored = [s for s in standing_reading.standings(stage.session.file, "KLEDING", "2023") if s.score is not None]
    assert len(scored) == len(SCORES.read_text(encoding="utf-8").splitlines()) - 1
    stage.session.undo()
    assert "2023" not in [round_.code for round_ in queries.rounds(stage.session.file, "KLEDING")]


def test_it_is_read_next_time_as_it_was(stage: Stage, tmp_path: Path) -> None:
    wizard = stage.open(SCORES)
    wizard.go_to(Step.COLUMNS)
    wizard.columns.table.select_row(6)
    combo = wizard.columns.use.control
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    stage.keys(Qt.Key.Key_Home)
    assert wizard.work is not None
    assert wizard.work.use("5. Spotlight Issues Score (2023)") is None
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    wizard.import_now()
    stage.qtbot.waitUntil(lambda: not stage.page.assistant.is_open)
    again = tmp_path / "later.csv"
    again.write_text(SCORES.read_text(encoding="utf-8"), encoding="utf-8")
    wizard = stage.open(again)
    assert wizard.work is not None
    assert wizard.work.is_remembered
    assert "before" in wizard.source.note.whole_text
    assert wizard.work.use("5. Spotlight Issues Score (2023)") is None
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    assert "has all of this already" in wizard.preview.summary.text()
    assert not wizard.next_button.isEnabled()
    stage.keys(Qt.Key.Key_Escape)
    assert not stage.page.assistant.is_open
    kept = stage.page.state()["recipes"]
    assert isinstance(kept, dict)
    assert len(kept) == 1
    stage.window.close()
    assert Settings(tmp_path / "settings.json").table("page/reports") == {"recipes": kept}


def test_sheet_headings_words_and_what_would_change(stage: Stage, tmp_path: Path) -> None:
    name = next(p.name for p in queries.parties(stage.session.file, "KLEDING", companies_only=True))
    path = workbook(
        tmp_path / "aangeleverd.xlsx",
        ["Uitkomsten", None, None, None],
        [],
        ["Deelnemer", "Land", "1.01 Beleid", "1.02 Openbaar"],
        [name, "BE", "loopt nog", "ja"],
        ["Heel Nieuw B.V.", "NL", "loopt nog", "n.v.t."],
    )
    wizard = stage.open(path)
    work = wizard.work
    assert work is not None
    assert (work.sheet.name, work.recipe.header_row) == ("Uitkomsten", 3)
    stage.keys(Qt.Key.Key_Up)
    assert wizard.work is not None
    assert wizard.work.recipe.header_row == 1
    stage.keys(Qt.Key.Key_Down)
    assert wizard.work.recipe.header_row == 3
    assert [wizard.source.sheets.itemText(n) for n in range(2)] == ["Toelichting", "Uitkomsten"]
    stage.keys(Qt.Key.Key_Return)
    assert at(wizard) is Step.COLUMNS
    kind = wizard.columns.constants["kind"].control
    assert isinstance(kind, QComboBox)
    kind.setFocus()
    kind.setCurrentIndex(kind.findData("self"))
    kind.activated.emit(kind.currentIndex())
    assert wizard.work.recipe.constants["kind"] == "self"
    wizard.go_to(Step.VALUES)
    assert wizard.values.explained.whole_text == "1 word is not known yet."
    words = [row[0] for row in wizard.values.model.rows]
    assert wizard.values.table.tip(wizard.values.model.index(0, 0)) is None
    wizard.values.table.setColumnWidth(0, 20)
    assert wizard.values.table.tip(wizard.values.model.index(0, 0)) == words[0]
    wizard.values.table.select_row(words.index("loopt nog"))
    stage.keys("2")
    assert wizard.values.explained.whole_text == "Every word is known."
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    assert "Everything is right" in wizard.preview.summary.text(), wizard.preview.found.item(0).text()
    assert wizard.preview.tabs.current == "changed"
    assert [(row[2], row[-1]) for row in wizard.preview.model.rows] == [("Country", "BE")], wizard.preview.model.rows
    wizard.preview.tabs.choose("ratings")
    assert sum("Partially" in row for row in wizard.preview.model.rows) == 2


def test_another_sheet_has_headings_of_its_own(stage: Stage, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [], ["Deelnemer", "Totaalscore"], ["Nieuw B.V.", 50])
    wizard = stage.open(path)
    assert wizard.work is not None
    assert wizard.work.sheet.name == "Uitkomsten"
    wizard.source.sheets.setFocus()
    stage.keys(Qt.Key.Key_Up)
    assert wizard.work.sheet.name == "Toelichting"
    assert wizard.work.names == ["x"]
    stage.keys(Qt.Key.Key_Down)
    assert wizard.work.names == ["Deelnemer", "Totaalscore"]


def test_several_columns_at_once_and_what_is_wrong(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "eigen.csv"
    path.write_text("Wie;Alfa;Bravo;Anders\nNieuwe Mode B.V.;5;x;y\nTweede Mode B.V.;5;z;y\n", encoding="utf-8")
    wizard = stage.open(path)
    wizard.go_to(Step.COLUMNS)
    wizard._choose_table("ratings")
    table, combo = wizard.columns.table, wizard.columns.use.control
    assert isinstance(combo, QComboBox)
    table.select_row(1)
    table.setFocus()
    stage.keys(Qt.Key.Key_Down, modifier=SHIFT)
    assert wizard.columns.selected == ["Alfa", "Bravo"]
    assert wizard.columns.title.whole_text == "2 columns"
    combo.setCurrentIndex(combo.findData("rating"))
    combo.activated.emit(combo.currentIndex())
    work = wizard.work
    assert work is not None
    assert work.use("Alfa") == Use("rating", {"criterion": "1"})
    assert work.use("Bravo") == Use("rating", {"criterion": "2"})
    table.select_row(2)
    field = wizard.columns.given["criterion"].control
    field.setFocus()
    wizard.columns.given["criterion"].set_text("1.01")
    stage.keys(Qt.Key.Key_Return)
    assert work.use("Bravo") == Use("rating", {"criterion": "1.01"})
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    assert "wrong" in wizard.preview.summary.text()
    assert not wizard.next_button.isEnabled()
    assert any("C2" in wizard.preview.found.item(n).text() for n in range(wizard.preview.found.count()))


def test_what_cannot_be_read_is_told_and_the_page_stays(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "leeg.csv"
    path.write_bytes(b"")
    stage.page.assistant.open(path)
    stage.qtbot.waitUntil(lambda: bool(stage.problems))
    assert not stage.page.assistant.is_open
    stage.page.assistant.open(stage.session.file.path)
    assert "itself" in str(stage.problems[-1])


def test_another_language_keeps_what_is_being_worked_on(stage: Stage) -> None:
    stage.open(SCORES).go_to(Step.COLUMNS)
    stage.session.set_language(Language("nl"))
    assert stage.page.assistant.is_open
    assert stage.wizard.step is Step.COLUMNS
    assert stage.wizard.columns.model.rows[0][0] == "brand"


def test_numbers_days_and_scale(stage: Stage) -> None:
    wizard = stage.open(SCORES)
    wizard.go_to(Step.VALUES)
    values = wizard.values
    values.high.setFocus()
    values.high.lineEdit().selectAll()
    stage.keys("5", Qt.Key.Key_Tab)
    values.decimals.setFocus()
    stage.keys(Qt.Key.Key_Up)
    values.days.setFocus()
    stage.keys(Qt.Key.Key_Down)
    assert wizard.work is not None
    recipe = wizard.work.recipe
    assert (recipe.scale, recipe.decimals, recipe.day_first) == ((0, 5), ",", True)


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_control_has_a_name(stage: Stage, code: str) -> None:
    stage.session.set_language(Language(code))
    wizard = stage.open(SCORES)
    for step in (Step.SOURCE, Step.COLUMNS, Step.VALUES):
        wizard.go_to(step)
        for kind in (QComboBox,):
            assert all(made.accessibleName() for made in wizard.findChildren(kind) if made.isVisible())


def tabbed(stage: Stage, n: int) -> list[QWidget]:
    """What has the focus now, and after each of so many tabs."""
    seen: list[QWidget] = []
    for _place in range(n):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return seen


def test_tab_goes_through_a_step_before_it_leaves_it(stage: Stage) -> None:
    wizard = stage.open(SCORES)
    wizard.go_to(Step.COLUMNS)
    seen = tabbed(stage, 9)
    shown = [field.control for field in wizard.columns.constants.values() if field.isVisible()]
    assert seen[:2] == [wizard.columns.table, wizard.columns.use.control]
    assert seen[2 : 2 + len(shown)] == shown
    assert seen[2 + len(shown)] is wizard.back_button
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    wizard.steps[-1].setFocus()
    seen = tabbed(stage, 6)
    tabs = [wizard.preview.tabs.tab(key) for key in ("rounds", "parties", "summaries")]
    current = wizard.preview.tabs.tab("summaries")
    assert current in seen[1:]
    assert seen.index(current) < seen.index(wizard.preview.table)
    assert set(seen[1 : seen.index(wizard.preview.table)]) <= set(tabs)


def test_what_is_read_when_the_language_changes_is_still_opened(stage: Stage) -> None:
    stage.page.assistant.open(SCORES)
    stage.window.speak_dutch()
    stage.qtbot.waitUntil(lambda: stage.page.assistant.is_open)
    assert stage.wizard.work is not None
    assert stage.page.assistant.state()["reading"] is None


def test_a_preview_is_worked_out_again_where_the_file_changed(stage: Stage) -> None:
    wizard = stage.open(SCORES)
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    wizard.import_now()
    stage.qtbot.waitUntil(lambda: not stage.page.assistant.is_open and stage.window.isEnabled(), timeout=20_000)
    wizard = stage.open(SCORES)
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    assert not wizard.next_button.isEnabled()
    stage.session.undo()
    stage.settle()
    assert "32 new" in wizard.preview.summary.text()
    assert wizard.next_button.isEnabled()


def test_nothing_else_begins_where_it_would_be_out_of_sight(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_args: object) -> None:
        raise AssertionError("a question for a page that cannot be seen")

    for name in ("getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, asked)
    wizard = stage.open(SCORES)
    for verb in (
        stage.window.import_tables,
        stage.window.export_tables,
        stage.window.export_workbook,
        stage.window.write_report,
        stage.window.write_letters,
        stage.window.make_questionnaires,
        stage.window.read_questionnaires,
    ):
        stage.problems.clear()
        verb()
        (told,) = stage.problems
        assert "Finish that" in told.text(Language("en"))
    stage.page.look_at([SCORES])
    assert wizard.work is not None
    assert stage.page.assistant.is_open


def test_the_total_is_called_so_in_the_preview(stage: Stage) -> None:
    wizard = stage.open(SCORES)
    wizard.go_to(Step.PREVIEW)
    stage.settle()
    assert [row[4] for row in wizard.preview.model.rows[:6]] == ["1", "2", "3", "4", "5", "total"]
