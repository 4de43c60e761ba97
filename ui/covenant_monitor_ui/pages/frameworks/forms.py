"""The forms of the editor of frameworks: one for a version, one for a section, one for a criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Dimension, Framework, Level
from covenant_monitor.language import Language
from covenant_monitor.names import dimension_name, rating_name
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.assessments.fields import LineField
from covenant_monitor_ui.pages.assessments.words import SHORT_STEPS
from covenant_monitor_ui.pages.frameworks.fields import (
    ChoiceField,
    Control,
    GrowingField,
    LabelledField,
    SuggestField,
    set_read_only,
)
from covenant_monitor_ui.pages.frameworks.records import LEVEL_SCALE, NUMBER_SCALE, anchor_key
from covenant_monitor_ui.theme import set_surface, text_label

Line = tuple[LabelledField, ...] | str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form shows: the texts in the file, and over them what was typed and could not be saved, with why."""

    texts: Mapping[str, str]
    drafts: Mapping[str, str]
    reasons: Mapping[str, str]


class RecordForm(QWidget):
    """The fields of one record, in lines; a line that is a text is a heading."""

    committed = Signal(str)
    """A field is to be saved."""
    left = Signal()
    """The user is done here: back to the table."""
    dropped = Signal(str)
    """What was typed in a field is not wanted after all."""

    def __init__(self, lines: Sequence[Line], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "window")
        self.fields = {field.key: field for line in lines if not isinstance(line, str) for field in line}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for line in lines:
            if isinstance(line, str):
                column.addSpacing(4)
                column.addWidget(text_label(line, "heading"))
                continue
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in line:
                row.addWidget(field, 1)
            column.addLayout(row)
        for key, field in self.fields.items():
            field.control.committed.connect(lambda key=key: self.committed.emit(key))
            field.control.entered.connect(lambda key=key: self._enter(key))
            field.control.escaped.connect(lambda key=key: self._escape(key))

    def control(self, key: str) -> Control:
        """The control of a field. Raises KeyError."""
        return self.fields[key].control

    def show_record(self, shown: Shown, *, other: bool, read_only: bool) -> None:
        """Show a record. `other`: it is another one than before; of the same one, what is being typed stays."""
        for key, field in self.fields.items():
            control = field.control
            if other or not control.is_changed:
                control.show_saved(shown.texts.get(key, ""))
            else:
                control.saved = shown.texts.get(key, "")
            if other:
                if key in shown.drafts:
                    control.show_typed(shown.drafts[key])
                field.say(shown.reasons.get(key, ""))
            set_read_only(control, read_only)

    def _enter(self, key: str) -> None:
        if not self.control(key).is_changed:
            self.left.emit()

    def _escape(self, key: str) -> None:
        self.fields[key].say("")
        self.dropped.emit(key)
        self.left.emit()


def pair(stem: str, label: str, language: Language, *, least: int = 2, one_line: bool = False) -> Line:
    """A text in both languages, beside each other; the reader's own is not put first: Dutch is, as in the file."""
    _ = language.gettext
    made = []
    for code, name in (("nl", _("Dutch")), ("en", _("English"))):
        # What it is stands over the first; a screen reader hears both each time.
        spoken = f"{label}, {name}" if label else name
        control: Control = LineField(spoken) if one_line else GrowingField(spoken, least)
        made.append(LabelledField(f"{stem}_{code}", f"{label} · {name}" if label else name, control, spoken))
    return tuple(made)


def version_form(language: Language) -> RecordForm:
    """Of a version as a whole."""
    _ = language.gettext
    scale = ChoiceField(_("Rated by"))
    scale.set_options([(LEVEL_SCALE, _("levels: fully, partially, not")), (NUMBER_SCALE, _("a number"))])
    version = LabelledField("version", _("Version"), LineField(_("Version")))
    low = LabelledField("low", _("From"), LineField(_("Lowest number")), _("Lowest number"))
    high = LabelledField("high", _("To"), LineField(_("Highest number")), _("Highest number"))
    return RecordForm(
        [
            pair("name", _("Name"), language),
            (version, LabelledField("scale", _("Rated by"), scale)),
            (low, high),
        ]
    )


def section_form(language: Language) -> RecordForm:
    """Of a section."""
    _ = language.gettext
    step = ChoiceField(_("OECD step"))
    step.set_options([("", _("none")), *((str(n), f"{n} {_(name)}") for n, name in enumerate(SHORT_STEPS, start=1))])
    return RecordForm(
        [
            (LabelledField("code", _("Code"), LineField(_("Code"))),),
            pair("name", _("Name"), language),
            (
                LabelledField("step", _("OECD step"), step),
                LabelledField("weight", _("Weight"), LineField(_("Weight"))),
            ),
        ]
    )


def criterion_form(language: Language) -> RecordForm:
    """Of a criterion."""
    _ = language.gettext
    dimension = ChoiceField(_("Dimension"))
    dimension.set_options([("", _("not said")), *((str(one), dimension_name(one, language)) for one in Dimension)])
    groups = SuggestField(_("Groups"))
    groups.setPlaceholderText(_("all groups"))
    theme = SuggestField(_("Theme"))
    theme.setPlaceholderText(_("several with ;"))

    def line(key: str, label: str, control: Control | None = None) -> LabelledField:
        return LabelledField(key, label, control or LineField(label))

    anchors: list[Line] = [
        pair(anchor_key(level, "").removesuffix("_"), rating_name(level, language), language) for level in Level
    ]
    made = RecordForm(
        [
            (line("code", _("Code")), line("section", _("Section"), ChoiceField(_("Section")))),
            pair("text", _("Text"), language, least=3),
            pair("guidance", _("Guidance"), language),
            (line("theme", _("Theme"), theme), line("groups", _("Groups"), groups)),
            (
                line("weight", _("Weight")),
                line("year", _("From participation year")),
                line("dimension", _("Dimension"), dimension),
            ),
            _("When which rating is given"),
            *anchors,
        ]
    )
    return made


def section_options(framework: Framework, language: Language) -> list[tuple[str, str]]:
    """The sections that a criterion can be in; the last is none."""
    _ = language.gettext
    named = [
        (section.code, f"{section.code} {one_line(language.pick(section.name.nl, section.name.en))}")
        for section in framework.sections
        if section.code
    ]
    return [*named, ("", _("Without a section"))]
