"""What is entered on the page of targets: forms that add and change, and taking out, which undo brings back."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from covenant_monitor.domain.targets import Indicator, Target
from covenant_monitor.store import ledger
from covenant_monitor.store.store import Change
from covenant_monitor.store.targets import remove_indicator, remove_observation, remove_target
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.indicator_form import IndicatorForm
from covenant_monitor_ui.dialogs.target_form import TargetForm
from covenant_monitor_ui.dialogs.target_observation import ObservationForm
from covenant_monitor_ui.models.targets import Key, Tab
from covenant_monitor_ui.pages.targets.reading import Known
from covenant_monitor_ui.pages.targets.words import indicator_name
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.buttons import escaped


class TargetsWork(QObject):
    """Opens the forms over `window` and runs the verbs; `saved` says where to go afterwards."""

    saved = Signal(object)
    """A `Key`, or the day of an observation."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.form: FormDialog | None = None

    def _open(self, form: FormDialog, saved: Callable[[], object]) -> None:
        self.form = form
        form.saved.connect(lambda: self.saved.emit(saved()))
        form.finished.connect(form.deleteLater)
        form.finished.connect(self._forget)
        form.open()

    def _forget(self) -> None:
        self.form = None

    def add_indicator(self) -> None:
        """Ask for a new indicator."""
        form = IndicatorForm(self._session, parent=self._page.window())
        self._open(form, lambda: Key(Tab.ENTERED, form.code))

    def edit_indicator(self, indicator: Indicator) -> None:
        """Show an indicator to be changed."""
        form = IndicatorForm(self._session, indicator, self._page.window())
        self._open(form, lambda: None)

    def add_observation(self, indicator: Indicator) -> None:
        """Ask for a new observation of an indicator."""
        form = ObservationForm(self._session, indicator, self._name(indicator), parent=self._page.window())
        self._open(form, lambda: form.day)

    def edit_observation(self, indicator: Indicator, day: date) -> None:
        """Show the observation of a day to be changed."""
        one = next((one for one in indicator.observations if one.day == day), None)
        if one is not None:
            form = ObservationForm(self._session, indicator, self._name(indicator), one, self._page.window())
            self._open(form, lambda: form.day)

    def add_target(self, indicator: Indicator, known: Known) -> None:
        """Ask for a target of an indicator."""
        taken = [target.code for target in known.targets]
        form = TargetForm(self._session, indicator, self._name(indicator), None, taken, self._page.window())
        self._open(form, lambda: Key(Tab.TARGETS, form.code))

    def edit_target(self, indicator: Indicator, target: Target) -> None:
        """Show a target to be changed."""
        form = TargetForm(self._session, indicator, self._name(indicator), target, parent=self._page.window())
        self._open(form, lambda: None)

    def _name(self, indicator: Indicator) -> str:
        return indicator_name(indicator, self._session.language)

    def remove_indicator(self, indicator: Indicator) -> None:
        """Take out an indicator with its observations."""
        session = self._session
        self._remove(lambda: remove_indicator(session.file, covenant=session.covenant, code=indicator.code))

    def remove_target(self, target: Target) -> None:
        """Take out a target; its indicator stays."""
        session = self._session
        self._remove(lambda: remove_target(session.file, covenant=session.covenant, code=target.code))

    def remove_observation(self, indicator: Indicator, day: date) -> None:
        """Take out the observation of a day."""
        session = self._session
        self._remove(
            lambda: remove_observation(session.file, covenant=session.covenant, indicator=indicator.code, day=day)
        )

    def _remove(self, verb: Callable[[], Change]) -> None:
        """Run a verb, and say what was taken out and that undo brings it back."""
        session, made = self._session, list[Change]()

        def kept() -> Change:
            made.append(verb())
            return made[-1]

        if session.change(kept):
            done = ledger.change_set(session.file.connection, made[-1].number).text(session.language)
            said = session.language.gettext("{change}. Ctrl+Z undoes it.")
            session.notice_given.emit(said.format(change=done))

    def menu(self, indicator: Indicator, target: Target | None, known: Known) -> QMenu:
        """What can be done with an entered indicator, and with the target about it."""
        _ = self._session.language.gettext
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        entries: list[tuple[str, Callable[[], object]]] = [
            (_("Indicator …"), lambda: self.edit_indicator(indicator)),
            (_("New target …"), lambda: self.add_target(indicator, known)),
        ]
        if target is not None:
            chosen = target
            entries.insert(0, (_("Target …"), lambda: self.edit_target(indicator, chosen)))
            entries.append((_("Remove the target"), lambda: self.remove_target(chosen)))
        entries.append((_("Remove the indicator"), lambda: self.remove_indicator(indicator)))
        for text, act in entries:
            menu.addAction(escaped(text)).triggered.connect(lambda _checked=False, act=act: act())
        return menu
