"""The second step of the import assistant: what the rows are about, and what each column is for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.domain.model import AssessmentKind, Status
from covenant_monitor.exchange.assistant.guess import proposed_given
from covenant_monitor.exchange.assistant.recipe import MAIN_TABLES, SPREAD_OVER, VALUE_OF, Use
from covenant_monitor.names import kind_name, status_name
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.dialogs.import_assistant.table import TextTable
from covenant_monitor_ui.dialogs.import_assistant.words import ABOUT, CONSTANTS, field_name, offered
from covenant_monitor_ui.dialogs.import_assistant.work import Work, shown
from covenant_monitor_ui.models.assistant import TextRows
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import rule, stops_after
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_PANEL = 328
_EXAMPLES, _LOOKED_AT = 3, 200


class ColumnsStep(QWidget):
    """The columns with what they are for; beside them the selected ones, and what holds for all rows."""

    table_chosen = Signal(str)
    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._language = session.language
        _ = session.language.gettext
        self._work: Work | None = None
        self._filling = False
        self.about = LabelledCombo(_("Rows are about"))
        for table in MAIN_TABLES:
            self.about.addItem(_(ABOUT[table]), table)
        self.model = TextRows(self)
        self.table = TextTable(_("Columns of the source"), self.model, several=True)
        self.title = ElidedLabel("", "heading")
        self.examples = text_label("", "secondary", wrap=True)
        self.use = Field(_("Used for"), QComboBox())
        self.given: dict[str, Field] = {}
        self.constants: dict[str, Field] = {}
        self._given_box = QVBoxLayout()
        self._constants_box = QVBoxLayout()
        for box in (self._given_box, self._constants_box):
            box.setSpacing(8)
        self._lay_out()
        self.about.activated.connect(lambda place: self.table_chosen.emit(self.about.itemData(place)))
        self.table.chosen.connect(self._show_column)
        self.table.activated.connect(lambda _index: self.use.control.setFocus(Qt.FocusReason.OtherFocusReason))
        combo = self.use.control
        assert isinstance(combo, QComboBox)
        combo.activated.connect(lambda _place: self._use_chosen())

    def _lay_out(self) -> None:
        _ = self._language.gettext
        side = QWidget()
        set_surface(side, "base")
        inner = QVBoxLayout(side)
        inner.setContentsMargins(16, 16, 16, 16)
        inner.setSpacing(8)
        inner.addWidget(self.title)
        inner.addWidget(self.examples)
        inner.addWidget(self.use)
        inner.addLayout(self._given_box)
        inner.addSpacing(8)
        inner.addWidget(rule())
        inner.addSpacing(8)
        inner.addWidget(text_label(_("For all rows"), "heading"))
        inner.addLayout(self._constants_box)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(side)
        scroll.setFixedWidth(scaled(_PANEL))
        set_surface(scroll, "base")
        top = QHBoxLayout()
        top.setContentsMargins(24, 8, 24, 8)
        top.addWidget(self.about)
        top.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.table, 1)
        row.addWidget(rule(upright=True))
        row.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(row, 1)

    def show_work(self, work: Work) -> None:
        """Show what the columns of a source are for."""
        _ = self._language.gettext
        self._work = work
        self._filling = True
        self.about.setCurrentIndex(self.about.findData(work.recipe.table))
        row = self.table.currentIndex().row()
        self.model.show_rows(
            [_("Column"), _("Used for"), _("Examples")], [self._texts(work, name) for name in work.names]
        )
        combo = self.use.control
        assert isinstance(combo, QComboBox)
        with QSignalBlocker(combo):
            combo.clear()
            combo.addItem(_("Nothing: leave it out"), "")
            for field in offered(work.recipe.table):
                combo.addItem(field_name(field, self._language), field)
        self._make_given(work)
        self._make_constants(work)
        made = [field.control for field in (*self.given.values(), *self.constants.values())]
        stops_after(self.use.control, made)
        self._filling = False
        self.table.select_row(max(0, row))
        self._show_column()

    def _texts(self, work: Work, name: str) -> Sequence[str]:
        use = work.use(name)
        said = ""
        if use is not None:
            given = [value or self._language.gettext("total") for value in use.given.values()]
            said = " · ".join((field_name(use.field, self._language), *given))
        return name, said, " · ".join(self._examples(work, name))

    def _examples(self, work: Work, name: str) -> list[str]:
        """Some different texts that stand in a column."""
        texts = (shown(cell, self._language)[:80] for cell in work.column(name, _LOOKED_AT))
        return list(dict.fromkeys(texts))[:_EXAMPLES]

    def _make_given(self, work: Work) -> None:
        """A field for everything that columns beside each other can differ in."""
        _ = self._language.gettext
        for old in self.given.values():
            old.hide()
            old.deleteLater()
        keys = list(SPREAD_OVER.get(work.recipe.table, ()))
        if work.recipe.table == "summaries":
            keys.append("round")
        self.given = {key: Field(_("For {what}").format(what=_(field_name(key, self._language)).lower()), QLineEdit())
                      for key in keys}  # fmt: skip
        for key, field in self.given.items():
            self._given_box.addWidget(field)
            control = field.control
            assert isinstance(control, QLineEdit)
            control.setPlaceholderText(_("all together") if key == "section" else _("as another column says"))
            control.editingFinished.connect(self._given_typed)

    def _make_constants(self, work: Work) -> None:
        """A field for everything that is asked for once."""
        for old in self.constants.values():
            self._constants_box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.constants = {}
        for name in CONSTANTS.get(work.recipe.table, ()):
            control = self._control(name, work)
            field = Field(field_name(name, self._language), control)
            self.constants[name] = field
            self._constants_box.addWidget(field)
            if isinstance(control, QComboBox) and not control.isEditable():
                place = control.findData(work.recipe.constants.get(name, ""))
                control.setCurrentIndex(max(0, place))
                control.activated.connect(lambda _place, name=name: self._constant_typed(name))
            else:
                field.set_text(work.recipe.constants.get(name, ""))
                line = control.lineEdit() if isinstance(control, QComboBox) else control
                assert line is not None
                line.editingFinished.connect(lambda name=name: self._constant_typed(name))
                if isinstance(control, QComboBox):
                    control.activated.connect(lambda _place, name=name: self._constant_typed(name))

    def _control(self, name: str, work: Work) -> QLineEdit | QComboBox:
        words = self._language
        choices: Mapping[str, str] | None = None
        if name == "assessments.status":
            choices = {"": status_name(Status.DRAFT, words)} | {
                status.value: status_name(status, words) for status in Status if status is not Status.DRAFT
            }
        elif name == "kind" and work.recipe.table != "parties":
            choices = {"": kind_name(AssessmentKind.SECRETARIAT, words)} | {
                kind.value: kind_name(kind, words) for kind in AssessmentKind if kind is not AssessmentKind.SECRETARIAT
            }
        if choices is not None:
            fixed = QComboBox()
            for value, text in choices.items():
                fixed.addItem(text, value)
            return fixed
        known = self._known(name, work)
        if not known:
            return QLineEdit()
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.addItems(["", *known])
        return combo

    def _known(self, name: str, work: Work) -> Sequence[str]:
        within = work.known.covenant(work.recipe.constants.get("covenant", ""))
        if name == "covenant":
            return list(work.known.covenants.names)
        if name == "round":
            return list(within.round_codes)
        return list(within.indicators.names) if name == "indicator" else ()

    @property
    def selected(self) -> list[str]:
        """The headings of the selected columns."""
        return [self._work.names[row] for row in self.table.selected_rows] if self._work is not None else []

    def _show_column(self) -> None:
        work, names = self._work, self.selected
        if work is None or self._filling:
            return
        language = self._language
        one = names[0] if len(names) == 1 else ""
        n = len(names)
        self.title.show_text(one or language.ngettext("{n} column", "{n} columns", n).format(n=language.number(n, 0)))
        self.examples.setText("\n".join(self._examples(work, one)) if one else "")
        uses = [work.use(name) for name in names]
        fields = {use.field if use is not None else "" for use in uses}
        combo = self.use.control
        assert isinstance(combo, QComboBox)
        combo.setEnabled(bool(names))
        combo.setCurrentIndex(combo.findData(next(iter(fields))) if len(fields) == 1 else -1)
        use = uses[0] if one else None
        value = VALUE_OF.get(work.recipe.table, "")
        for key, field in self.given.items():
            field.setVisible(use is not None and (use.field == value or bool(use.given)))
            field.set_text(use.given.get(key, "") if use is not None else "")
        self._show_constants(work)

    def _show_constants(self, work: Work) -> None:
        """Only what no column says is asked for; a framework only for a round that is not there yet."""
        said = {use.field for use in work.recipe.columns.values()}
        said |= {key for use in work.recipe.columns.values() for key in use.given}
        constants = work.recipe.constants
        is_known = work.known.framework_of(constants.get("covenant", ""), constants.get("round", "")) is not None
        for name, field in self.constants.items():
            needed = name not in said and not (name in ("framework", "version") and is_known and "round" not in said)
            field.setVisible(needed)

    def _use_chosen(self) -> None:
        work, names = self._work, self.selected
        if work is None or not names:
            return
        chosen = str(self.use.data or "")
        value = VALUE_OF.get(work.recipe.table, "")
        for name in names:
            if not chosen:
                work.set_use(name, None)
            elif len(names) > 1 or (chosen == value and self._others(work, name, value)):
                work.set_use(name, Use(chosen, proposed_given(work.recipe, name, work.known)))
            else:
                work.set_use(name, Use(chosen))
        self._after()

    def _others(self, work: Work, name: str, value: str) -> bool:
        """Whether other columns hold the value too, so that each has to say what it is about."""
        return any(use.field == value for other, use in work.recipe.columns.items() if other != name)

    def _given_typed(self) -> None:
        work, names = self._work, self.selected
        if work is None or len(names) != 1 or (use := work.use(names[0])) is None:
            return
        given = {key: field.text.strip() for key, field in self.given.items()}
        kept = {key: value for key, value in given.items() if value}
        if not kept and use.given.get("section") == "":
            kept = {"section": ""}
        if kept != dict(use.given):
            work.set_use(names[0], Use(use.field, kept))
            self._after()

    def _constant_typed(self, name: str) -> None:
        work = self._work
        if work is None:
            return
        field = self.constants[name]
        control = field.control
        fixed = isinstance(control, QComboBox) and not control.isEditable()
        work.set_constant(name, str(field.data or "") if fixed else field.text.strip())
        self._show_constants(work)
        self.changed.emit()

    def _after(self) -> None:
        """Show the columns as they are now."""
        work = self._work
        assert work is not None
        self._filling = True
        self.model.change_rows({place: self._texts(work, name) for place, name in enumerate(work.names)})
        self._filling = False
        self._show_column()
        self.changed.emit()

    def take_focus(self) -> None:
        """To the columns."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
