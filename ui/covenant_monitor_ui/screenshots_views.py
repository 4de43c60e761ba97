"""Every view that a picture is drawn of, and what a person does to get there."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog

from covenant_monitor.domain.model import HALF, AssessmentKind, Rating
from covenant_monitor.domain.registers import Register
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.exchange.questionnaires.questionnaire import questionnaires
from covenant_monitor.exchange.questionnaires.reading import read_questionnaires
from covenant_monitor.exchange.questionnaires.staging import stage
from covenant_monitor.exchange.questionnaires.writing import write_questionnaires
from covenant_monitor.files import sample_data
from covenant_monitor.store import queries
from covenant_monitor_ui.dialogs.import_assistant.wizard import Step as AssistantStep
from covenant_monitor_ui.dialogs.version_wizard.results import EffectStep
from covenant_monitor_ui.dialogs.version_wizard.wizard import Step
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.models.frameworks import WHOLE, Kind, Place
from covenant_monitor_ui.models.targets import Key
from covenant_monitor_ui.models.targets import Tab as Targets
from covenant_monitor_ui.pages.alignment.page import AlignmentPage
from covenant_monitor_ui.pages.assessments.page import AssessmentsPage
from covenant_monitor_ui.pages.coherence.page import CoherencePage
from covenant_monitor_ui.pages.coherence.rows import Tab
from covenant_monitor_ui.pages.comparing.page import ComparingPage
from covenant_monitor_ui.pages.comparing.rows import Tab as ComparingTab
from covenant_monitor_ui.pages.frameworks.page import FrameworksPage
from covenant_monitor_ui.pages.history.page import HistoryPage
from covenant_monitor_ui.pages.national.page import NationalPage
from covenant_monitor_ui.pages.participants.page import ParticipantsPage
from covenant_monitor_ui.pages.registers.page import RegistersPage
from covenant_monitor_ui.pages.registers.words import PROPOSED
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.pages.targets.page import TargetsPage
from covenant_monitor_ui.screenshots_work import COVENANT, NOT_BEGUN, PARTY, RETURNED, ROUND, SECOND
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow

_LONGEST_MS = 10_000

View = Callable[[MainWindow], object]


def settle(window: MainWindow) -> None:
    """Wait until everything is read and drawn, or for as long as a picture is worth."""
    deadline = QDeadlineTimer(_LONGEST_MS)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if _is_settled(window):
            break
    QApplication.processEvents()


def _is_settled(window: MainWindow) -> bool:
    page = window.pages.get(window.page_key)
    if isinstance(page, HistoryPage) and page.isVisible() and page.reading.is_reading:
        return False
    if isinstance(page, ComparingPage | RegistersPage) and not page.is_settled:
        return False
    if isinstance(page, TargetsPage) and page.isVisible() and not page.reading.is_settled:
        return False
    if isinstance(page, ReportsPage) and page.assistant.wizard is not None and not page.assistant.wizard.is_settled:
        return False
    return all(chart.is_settled for chart in window.findChildren(DrawnChart)) and all(
        step.is_settled for step in window.findChildren(EffectStep) if step.isVisible()
    )


def put_away(window: MainWindow) -> None:
    """Close what a view has opened, so that the next one begins as a page does."""
    if isinstance(reports := window.pages.get("reports"), ReportsPage):
        reports.questionnaires.staged.forget()
    if isinstance(page := window.pages.get("assessments"), AssessmentsPage):
        page.view.finder.dismiss()
    if isinstance(page := window.pages.get("reports"), ReportsPage) and page.assistant.is_open:
        page.assistant.wizard.leave()
    for popover in window.findChildren(Popover):
        popover.dismiss()
    for dialog in window.findChildren(QDialog):
        dialog.close()
    settle(window)


def _rating(party: str, kind: AssessmentKind = AssessmentKind.SECRETARIAT) -> View:
    def show(window: MainWindow) -> AssessmentsPage:
        page = window.pages["assessments"]
        assert isinstance(page, AssessmentsPage)
        page.show_kind(kind)
        page.go_to_party(party)
        return page

    return show


def _selection(window: MainWindow) -> None:
    page = _rating(PARTY)(window)
    assert isinstance(page, AssessmentsPage)
    page.view.table.choice.take_all()
    page.take_focus()


def _pasted(window: MainWindow) -> None:
    """What could not be pasted is listed below what could."""
    page = _rating(PARTY)(window)
    assert isinstance(page, AssessmentsPage)
    page.view.table.choice.clear()
    page.go_to_criterion("4.01")
    QApplication.clipboard().setText("code\toordeel\n4.01\tmisschien\n9.99\tvolledig\n4.02\tdeels\n4.03\t4\n")
    page.blocks.paste()


def _find(window: MainWindow) -> None:
    page = _rating(PARTY)(window)
    assert isinstance(page, AssessmentsPage)
    page.view.report.dismiss()
    page.open_find()
    page.view.finder.field.setText("kinder")


def _explained(window: MainWindow) -> None:
    page = window.pages["participants"]
    assert isinstance(page, ParticipantsPage)
    page.go_to_party(PARTY)
    page.explain()


def _coherence(tab: Tab) -> View:
    def show(window: MainWindow) -> CoherencePage:
        page = window.pages["coherence"]
        assert isinstance(page, CoherencePage)
        page.close_form()
        page.tabs.choose(tab)
        page.take_focus()
        return page

    return show


def _coherence_explained(window: MainWindow) -> None:
    page = _coherence(Tab.WEAK)(window)
    assert isinstance(page, CoherencePage)
    page.explain()


def _alignment(year: int) -> View:
    def show(window: MainWindow) -> AlignmentPage:
        page = window.pages["alignment"]
        assert isinstance(page, AlignmentPage)
        page.go_to_year(year)
        return page

    return show


def _alignment_explained(window: MainWindow) -> None:
    page = _alignment(2020)(window)
    assert isinstance(page, AlignmentPage)
    page.lead.figures["gap", "gap"].click()


def _alignment_form(window: MainWindow) -> None:
    page = _alignment(2020)(window)
    assert isinstance(page, AlignmentPage)
    page.edit()


def _comparing(tab: ComparingTab, then: str, *between: str) -> View:
    def show(window: MainWindow) -> ComparingPage:
        page = window.pages["comparing"]
        assert isinstance(page, ComparingPage)
        page.choice.set_then(then)
        page.choice.set_between(between)
        page.choice.changed.emit()
        settle(window)
        page.tabs.choose(tab)
        page.take_focus()
        return page

    return show


def _comparing_explained(window: MainWindow) -> None:
    page = _comparing(ComparingTab.PARTICIPANTS, "2019")(window)
    assert isinstance(page, ComparingPage)
    page.explain()


def _second(window: MainWindow) -> None:
    page = _coherence(Tab.CRITERIA)(window)
    assert isinstance(page, CoherencePage)
    page.add()
    if page.form is not None:
        page.form.who.set_text("D. Model")
        page.form.tick(["DENKBEELDIG-DENIM", "VERZONNEN-SOKKEN"])


def _register(tab: str, then: Callable[[RegistersPage], object] = lambda _page: None) -> View:
    def show(window: MainWindow) -> None:
        page = window.pages["registers"]
        assert isinstance(page, RegistersPage)
        page.view.side.close_form()
        page.go_to_party("")
        page.show_tab(tab)
        settle(window)
        page.take_focus()
        then(page)

    return show


def _ask_about_action(page: RegistersPage) -> None:
    page.go_to_entry(Register.ACTION, "A2")
    page.work.ask()


def _framework(version: str, place: Place = WHOLE) -> View:
    def show(window: MainWindow) -> FrameworksPage:
        page = window.pages["frameworks"]
        assert isinstance(page, FrameworksPage)
        if page.wizard is not None and page.wizard.isVisible():
            page.wizard.leave()
        page.go_to_version(FrameworkKey(COVENANT, version), place)
        return page

    return show


def _wizard(step: Step) -> View:
    def show(window: MainWindow) -> None:
        page = _framework("2")(window)
        assert isinstance(page, FrameworksPage)
        page.open_wizard(mapping=step is not Step.START)
        assert page.wizard is not None
        page.wizard.go_to(step)

    return show


def _assistant(step: AssistantStep) -> View:
    """A table of the first participants, as a secretariat may get it, on its way in."""

    def show(window: MainWindow) -> None:
        page = window.pages["reports"]
        assert isinstance(page, ReportsPage)
        names = [party.name for party in queries.parties(window.session.file, COVENANT, companies_only=True)][:20]
        lines = [f"{name};NL;{'ja;deels' if n % 3 else 'nee;loopt nog'}" for n, name in enumerate(names)]
        source = window.session.file.path.with_name("Zelfbeoordelingen 2020.csv")
        head = "Deelnemer;Land;1.01 Beleid vastgesteld;1.02 Beleid over de keten"
        source.write_text("\n".join([head, *lines]), encoding="utf-8")
        page.assistant.open(source)
        settle(window)
        page.assistant.wizard.work.set_constant("kind", AssessmentKind.SELF)
        if step is AssistantStep.PREVIEW:
            page.assistant.wizard.work.set_meaning("rating", "loopt nog", "partially")
        page.assistant.wizard.go_to(step)

    return show


def _history_of_one(window: MainWindow) -> None:
    page = window.pages["history"]
    assert isinstance(page, HistoryPage)
    page.table.select(1)
    page.show_this_record()


def _following(party: str) -> View:
    """A participant in the round after this one."""

    def show(window: MainWindow) -> None:
        window.session.choose(COVENANT)
        page = _rating(party)(window)
        assert isinstance(page, AssessmentsPage)
        page.go_to_criterion("1.01")

    return show


def _new_round(window: MainWindow) -> None:
    window.new_round()


def _settings(window: MainWindow) -> None:
    window.covenant_settings()


def _target(code: str, tab: Targets = Targets.TARGETS) -> View:
    """A target or indicator, as in the middle of the last round."""

    def show(window: MainWindow) -> TargetsPage:
        page = window.pages["targets"]
        assert isinstance(page, TargetsPage)
        page.seen_on.see(date(2020, 6, 30))
        page.go_to(Key(tab, code))
        return page

    return show


def _target_explained(window: MainWindow) -> None:
    page = _target("OMZETAANDEEL")(window)
    assert isinstance(page, TargetsPage)
    page.explain()


def _observation_form(window: MainWindow) -> None:
    page = _target("OMZETAANDEEL")(window)
    assert isinstance(page, TargetsPage)
    page.add_observation()


def _target_form(window: MainWindow) -> None:
    page = _target("OMZETAANDEEL")(window)
    assert isinstance(page, TargetsPage)
    page.edit()


def _questionnaires_back(window: MainWindow) -> None:
    """Two questionnaires as they came back, one of them with an answer that none can read."""
    page, session = window.pages["reports"], window.session
    assert isinstance(page, ReportsPage)
    with tempfile.TemporaryDirectory() as folder:
        asked = questionnaires(session.file, COVENANT, ROUND, [PARTY, "ALLEGORIE-OUTDOOR"])
        answer = Rating(HALF, evidence="IMVO-beleid 2020, p. 3", evidence_date=date(2020, 10, 3))
        unreadable = Rating(not_applicable=True, na_reason=" ")
        for one in asked:
            answers = [answer, unreadable, *[answer] * 3]
            questions = [replace(q, now=now) for q, now in zip(one.questions, answers, strict=False)]
            write_questionnaires(
                Path(folder), [replace(one, sections=[(one.sections[0][0], questions)])], language=session.language
            )
        staged = stage(session.file, read_questionnaires([Path(folder)]), covenant=COVENANT, round=ROUND)
    page.questionnaires.staged.show_staged(staged)


def _nothing(window: MainWindow) -> None:
    """A page as it opens."""


def _all_covenants(window: MainWindow) -> None:
    """The published covenants beside the demo's; last, since all other views are of a file with one."""
    page = window.pages["national"]
    assert isinstance(page, NationalPage)
    window.session.tell_change(import_files(window.session.file, [sample_data("published")]).change)
    page.seen_on.see(date(2020, 12, 31))


VIEWS: dict[str, View] = {
    "overview": _nothing,
    "participants": _nothing,
    "participants-explain": _explained,
    "assessments": _rating(PARTY),
    "assessments-selection": _selection,
    "assessments-pasted": _pasted,
    "assessments-find": _find,
    "assessments-carried": _following(PARTY),
    "assessments-begin": _following(NOT_BEGUN),
    "assessments-returned": _rating(RETURNED),
    "assessments-self": _rating(PARTY, AssessmentKind.SELF),
    "assessments-blind": _rating(SECOND, AssessmentKind.SECOND),
    "assessments-hidden": _rating(SECOND),
    "coherence": _coherence(Tab.CRITERIA),
    "coherence-weak": _coherence_explained,
    "coherence-drift": _coherence(Tab.DRIFT),
    "coherence-second": _second,
    "alignment": _alignment(2020),
    "alignment-years": _alignment(2018),
    "alignment-explain": _alignment_explained,
    "alignment-form": _alignment_form,
    "comparing": _comparing(ComparingTab.WHY, "2019"),
    "comparing-rounds": _comparing(ComparingTab.SECTIONS, "2018", "2019"),
    "comparing-explain": _comparing_explained,
    "registers": _register(Register.ACTION),
    "registers-risks": _register(Register.RISK, RegistersPage.add),
    "registers-ask": _register(Register.ACTION, _ask_about_action),
    "registers-proposed": _register(PROPOSED, lambda page: page.propose_for("ALLEGORIE-OUTDOOR")),
    "targets": _target("OMZETAANDEEL"),
    "targets-explain": _target_explained,
    "targets-computed": _target("computed:meets", Targets.COMPUTED),
    "targets-observation": _observation_form,
    "targets-edit": _target_form,
    "reports": _nothing,
    "reports-questionnaires": _questionnaires_back,
    "reports-sheet": _assistant(AssistantStep.SOURCE),
    "reports-columns": _assistant(AssistantStep.COLUMNS),
    "reports-values": _assistant(AssistantStep.VALUES),
    "reports-preview": _assistant(AssistantStep.PREVIEW),
    "frameworks": _framework("2"),
    "frameworks-draft": _framework("3"),
    "frameworks-criterion": _framework("3", Place(Kind.CRITERION, "2.03")),
    "frameworks-wizard": _wizard(Step.START),
    "frameworks-mapping": _wizard(Step.MAPPING),
    "frameworks-effect": _wizard(Step.EFFECT),
    "frameworks-publish": _wizard(Step.PUBLISH),
    "history": _nothing,
    "history-record": _history_of_one,
    "round-new": _new_round,
    "covenant-settings": _settings,
    "national": _nothing,
    "national-covenants": _all_covenants,
}
"""Every view and what shows it; what stands before the first - is the page that it is on."""
