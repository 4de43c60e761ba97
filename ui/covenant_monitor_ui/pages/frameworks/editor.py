"""The editor beside the table of a framework version: the record of the current row, in both languages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.domain.framework_rules import Flaw, FlawKind
from covenant_monitor.domain.model import Framework, Section, Text
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.language import Language
from covenant_monitor.names import term
from covenant_monitor_ui.models.frameworks import WHOLE, WITHOUT, Kind, Place
from covenant_monitor_ui.models.participants import group_name, one_line
from covenant_monitor_ui.pages.assessments.fields import LineField
from covenant_monitor_ui.pages.frameworks.fields import ChoiceField, SuggestField
from covenant_monitor_ui.pages.frameworks.findings import Findings
from covenant_monitor_ui.pages.frameworks.forms import (
    RecordForm,
    Shown,
    criterion_form,
    section_form,
    section_options,
    version_form,
)
from covenant_monitor_ui.pages.frameworks.records import criterion_texts, section_texts, version_texts
from covenant_monitor_ui.theme import set_surface, text_label

Save = Callable[[Place, str, str], str | None]
"""Saves one field of a record: what is wrong with it, "" for nothing, None for what the window tells."""

_FIRST_FIELD = {Kind.VERSION: "name_nl", Kind.SECTION: "name_nl", Kind.CRITERION: "text_nl"}
_FIELD_OF_FLAW = {
    FlawKind.NO_SECTION: "section",
    FlawKind.UNKNOWN_GROUP: "groups",
    FlawKind.NO_ANCHORS: "anchor_fully_nl",
    FlawKind.NO_ENGLISH: "text_en",
}


@dataclass
class Drafts:
    """What was typed in one record and could not be saved, by field, and why."""

    texts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


class FrameworkEditor(QWidget):
    """Shows one record of a version at a time; every field is saved when it is left."""

    left = Signal()
    go_wanted = Signal(object)
    """A `Flaw` to go to."""

    def __init__(self, language: Language, save: Save, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        set_surface(self, "window")
        self._language = language
        self._save = save
        self._key: FrameworkKey | None = None
        self._drafts: dict[tuple[FrameworkKey, Place], Drafts] = {}
        self.place = WHOLE
        self._committing = False
        self.title = text_label("", "title", wrap=True)
        self.about = text_label("", "secondary", wrap=True)
        self.forms: Mapping[Kind, RecordForm] = {
            Kind.VERSION: version_form(language),
            Kind.SECTION: section_form(language),
            Kind.CRITERION: criterion_form(language),
        }
        self.findings = Findings(language)
        self._lay_out()
        for form in self.forms.values():
            form.committed.connect(self.commit)
            form.left.connect(self.left)
            form.dropped.connect(self._drop)
        self.findings.go_wanted.connect(self.go_wanted)
        self.findings.left.connect(self.left)

    def _lay_out(self) -> None:
        content = QWidget()
        set_surface(content, "window")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.about)
        for form in self.forms.values():
            column.addWidget(form)
        column.addWidget(self.findings)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    @property
    def form(self) -> RecordForm:
        """The form of what is shown."""
        return self.forms[self.place.kind]

    @property
    def unsaved(self) -> list[tuple[FrameworkKey, Place]]:
        """The records in which something is typed that could not be saved."""
        return list(self._drafts)

    def know(self, *, themes: Sequence[str], groups: Sequence[str]) -> None:
        """Offer the themes and groups that are in use."""
        form = self.forms[Kind.CRITERION]
        for key, words in (
            ("theme", [term(theme, self._language) for theme in themes]),
            ("groups", [group_name(group, self._language) for group in groups]),
        ):
            control = form.control(key)
            if isinstance(control, SuggestField):
                control.offer(words)

    def show_record(self, key: FrameworkKey, framework: Framework, place: Place, *, read_only: bool) -> None:
        """Show a record of a version; one that is gone shows the version itself."""
        texts = self._texts(framework, place)
        if texts is None:
            place, texts = WHOLE, version_texts(framework, self._language)
        other = (key, place) != (self._key, self.place)
        self._key, self.place = key, place
        drafts = self._drafts.get((key, place), Drafts())
        if place.kind is Kind.CRITERION:
            control = self.form.control("section")
            if isinstance(control, ChoiceField):
                control.set_options(section_options(framework, self._language))
        # A form that is about to be hidden must not hand its focus to whatever comes next.
        for kind, form in self.forms.items():
            if kind is not place.kind and not form.isHidden():
                self._give_up_focus(form)
                form.hide()
        self.form.show_record(Shown(texts, drafts.texts, drafts.reasons), other=other, read_only=read_only)
        self.form.setVisible(place != WITHOUT)
        if place.kind is Kind.VERSION:
            by_level = framework.scale.by_level
            for name in ("low", "high"):
                self.form.fields[name].setVisible(not by_level)
        self.findings.setVisible(place.kind is Kind.VERSION)
        self._entitle(framework, place)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def _give_up_focus(self, form: RecordForm) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and form.isAncestorOf(focus):
            self.left.emit()

    def _texts(self, framework: Framework, place: Place) -> dict[str, str] | None:
        if place.kind is Kind.VERSION:
            return version_texts(framework, self._language)
        if place == WITHOUT:
            return section_texts(Section("", Text(), ()), self._language)
        if place.kind is Kind.SECTION:
            section = next((one for one in framework.sections if one.code == place.code), None)
            return section_texts(section, self._language) if section is not None else None
        criterion = framework.criteria.get(place.code)
        if criterion is None:
            return None
        return criterion_texts(criterion, framework.section_of[place.code].code, self._language)

    def _entitle(self, framework: Framework, place: Place) -> None:
        language = self._language
        _ = language.gettext
        if place.kind is Kind.VERSION:
            title = _("Version {version}").format(version=one_line(framework.version))
            about = one_line(framework.code)
        elif place == WITHOUT:
            title = _("Without a section")
            about = _("A version can only be published when every criterion is in a section. Press M to choose one.")
        elif place.kind is Kind.SECTION:
            title, about = _("Section {section}").format(section=one_line(place.code)), ""
        else:
            section = framework.section_of[place.code]
            title = _("Criterion {criterion}").format(criterion=one_line(place.code))
            about = one_line(language.pick(section.name.nl, section.name.en))
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))

    def rename(self, key: FrameworkKey, place: Place) -> None:
        """The record that is shown has another code, or its version is called otherwise, from now on."""
        for known, at in list(self._drafts):
            if known == self._key:
                self._drafts[key, place if at == self.place else at] = self._drafts.pop((known, at))
        self._key, self.place = key, place

    def commit(self, name: str) -> bool:
        """Save one field; whether that worked, or was not needed. What cannot be saved stays as it was typed."""
        control, at = self.form.control(name), self.form.fields[name]
        if not control.is_changed or self._committing or self._key is None:
            return True
        key, place, typed = self._key, self.place, control.typed.strip()
        # Telling a problem may take the focus away, and with that ask again.
        self._committing = True
        try:
            wrong = self._save(place, name, typed)
        finally:
            self._committing = False
        if wrong == "":
            self._forget(self._key, self.place, name)
            at.say("")
            control.show_saved(control.saved)  # in the file it may be written otherwise: "1,50" is 1,5
            return True
        again = self._language.gettext("Not saved yet. Press Enter to try again.")
        reason = again if wrong is None else wrong
        drafts = self._drafts.setdefault((key, place), Drafts())
        drafts.texts[name], drafts.reasons[name] = typed, reason
        at.say(reason)
        return False

    def commit_all(self) -> bool:
        """Save what was typed and not left yet; whether all of it could be."""
        saved = [self.commit(name) for name in self.form.fields]
        return all(saved)

    def state(self) -> list[object]:
        """What was typed and could not be saved, as plain values."""
        return [
            [key.framework, key.version, str(place.kind), place.code, dict(drafts.texts), dict(drafts.reasons)]
            for (key, place), drafts in self._drafts.items()
        ]

    def restore(self, state: object) -> None:
        """Get back what `state` gave."""
        for one in state if isinstance(state, list) else ():
            framework, version, kind, code, texts, reasons = one
            place = Place(Kind(kind), code)
            self._drafts[FrameworkKey(framework, version), place] = Drafts(dict(texts), dict(reasons))

    def _drop(self, name: str) -> None:
        if self._key is not None:
            self._forget(self._key, self.place, name)

    def _forget(self, key: FrameworkKey, place: Place, name: str) -> None:
        drafts = self._drafts.get((key, place))
        if drafts is not None:
            drafts.texts.pop(name, None)
            drafts.reasons.pop(name, None)
            if not drafts.texts:
                del self._drafts[key, place]

    def take_focus(self, name: str = "") -> None:
        """To a field of the record, or to its main one, with all of it in sight."""
        form = self.form
        field_ = form.fields.get(name) or form.fields[_FIRST_FIELD[self.place.kind]]
        if not field_.control.isVisibleTo(self):
            return
        field_.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field_.control, LineField):
            field_.control.selectAll()
        self._scroll.ensureWidgetVisible(field_)

    def take_focus_at(self, flaw: Flaw) -> None:
        """To the field that a finding is about."""
        self.take_focus(_FIELD_OF_FLAW.get(flaw.kind, ""))
