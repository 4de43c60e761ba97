"""The panel beside the criteria: the live score against what is required, and the current criterion in full."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.domain.model import AssessmentKind, Level, Number, Rating
from covenant_monitor.domain.scoring import SectionScore
from covenant_monitor.domain.workflow import RETURNABLE
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import term
from covenant_monitor.reports.wording import dimension_name, na_name, outcome_name, rating_in_words, rating_name
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor_ui.models.criteria import criterion_text, rated_of
from covenant_monitor_ui.models.criteria_sheet import rating_mark
from covenant_monitor_ui.pages.assessments.fields import EvidenceFields
from covenant_monitor_ui.pages.assessments.head_words import differing_by_section
from covenant_monitor_ui.pages.assessments.parts import ActionsLine, AnchorLine, MarkLabel, ScoreFigure, TagLine
from covenant_monitor_ui.pages.assessments.references import folder_of
from covenant_monitor_ui.pages.assessments.said import RemarkFields, ResponseFields
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments.words import (
    LEVEL_KEYS,
    history_words,
    na_words,
    number_ends,
    short_names,
    verdict,
    why_not_counted,
)
from covenant_monitor_ui.theme import scaled, set_surface, text_label, text_width
from covenant_monitor_ui.widgets import sectionbars
from covenant_monitor_ui.widgets.bandbar import Band, BandBar
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.fold import Fold
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.markstrip import MarkPoint, MarkStrip
from covenant_monitor_ui.widgets.sharebar import Share, ShareBar

Counts = Mapping[str, Mapping[str, int]]


class ScoreBlock(QWidget):
    """Score, what is rated, the band against the requirement, how it stands, and the score of every section."""

    explain_wanted = Signal(str)
    """A section's code, or "" for the whole score."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        set_surface(self, "window")
        self.figure = ScoreFigure()
        self.figure.clicked.connect(lambda _checked=False: self.explain_wanted.emit(""))
        self.rated = text_label("", "heading")
        self._rated_texts = ("", "")
        self.band = BandBar()
        self.outcome = MarkLabel()
        self.verdict = text_label("", "note", wrap=True)
        self.sections = sectionbars.SectionBars(_("Sections"))
        self.sections.explain_wanted.connect(self.explain_wanted)
        self.actions_line = ActionsLine(language)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 16, 0)
        head.addWidget(self.figure)
        head.addStretch(1)
        head.addWidget(self.rated)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 0)
        inner.setSpacing(6)
        for widget in (self.band, self.outcome, self.verdict):
            inner.addWidget(widget)
        bars = QVBoxLayout()
        bars.setContentsMargins(10, 0, 10, 0)
        bars.addWidget(self.sections)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(inner)
        column.addLayout(bars)
        column.addWidget(self.actions_line)

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        self.sections.row_height = scaled(20 if low else 24)
        for row in self.sections.rows:
            row.updateGeometry()

    def show_score(self, shown: ParticipantSheet) -> None:
        """Show the score as it is now."""
        language = self._language
        _ = language.gettext
        score, required = shown.score, shown.required
        percent = required.percent if required else None
        provisional = score.provisional and score.low is not None
        figure = language.percent(score.score)
        word = _("no score yet") if score.score is None else _("provisional") if score.provisional else ""
        number = language.number
        rated = _("{done} of {all} rated").format(done=number(score.rated, 0), all=number(score.applicable, 0))
        said = verdict(shown, language)
        spoken = _("Score {score} {word}.").format(score=figure, word=word)
        self.figure.show_score(figure, word, f"{spoken} {said}")
        short = _("{n} of {total}").format(n=number(score.rated, 0), total=number(score.applicable, 0))
        self._rated_texts = ("", "") if score.from_summary else (rated, short)
        self._fit_rated()
        self.band.set_band(
            Band(
                score=None if score.score is None else float(score.score),
                low=float(score.low) if provisional and score.low is not None else None,
                high=float(score.high) if provisional and score.high is not None else None,
                required=None if percent is None else float(percent),
                low_text=language.percent(score.low) if provisional else "",
                high_text=language.percent(score.high) if provisional else "",
                required_text=""
                if percent is None
                else _("required {percent}").format(percent=language.percent(percent, None)),
            ),
            said,
        )
        outcome = shown.standing.outcome
        self.outcome.show_mark(outcome.value if outcome else "", outcome_name(outcome, language) if outcome else "")
        self.verdict.setText(said)
        names = short_names(shown.place.framework, language)
        differing = differing_by_section(shown)
        self.sections.set_rows([self._row(part, names, percent, differing) for part in score.sections])

    def _fit_rated(self) -> None:
        """ "42 of 56 rated", or only its numbers where the score beside it leaves no room for the word."""
        whole, short = self._rated_texts
        room = self.width() - self.figure.sizeHint().width() - 40
        self.rated.setText(whole if text_width(whole, "heading") <= room else short)
        self.rated.setAccessibleName(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rated()

    def _row(
        self, part: SectionScore, names: Mapping[str, str], required: Number | None, differing: Mapping[str, int]
    ) -> sectionbars.SectionScore:
        language = self._language
        n = differing.get(part.section, 0)
        differ = language.ngettext("{n} differs from the self-assessment", "{n} differ from the self-assessment", n)
        said = differ.format(n=language.number(n, 0)) if n else ""
        number = language.number
        counted = part.applicable > 0
        rated = f"{number(part.rated, 0)}/{number(part.applicable, 0)}" if counted else NO_NUMBER
        score = language.percent(part.score)
        spoken = f"{part.section} {names.get(part.section, '')}: {rated_of(part, language)}, {score}"
        return sectionbars.SectionScore(
            code=part.section,
            name=names.get(part.section, ""),
            rated_text=rated,
            score=None if part.score is None else float(part.score),
            score_text=score,
            required=None if required is None else float(required),
            description=", ".join(filter(None, (spoken, said))),
            mark_text=f"≠\u2009{language.number(n, 0)}" if n else "",
        )

    def section_rect(self, code: str, within: QWidget) -> QRect:
        """Where a section's row stands in `within`, or the lead figure for ""."""
        widget: QWidget = self.sections if code else self.figure
        rect = self.sections.row_rect(code) if code else self.figure.rect()
        return QRect(widget.mapTo(within, rect.topLeft()), rect.size())


class CriterionPanel(QScrollArea):
    """The current criterion: what it asks, what each rating means, what was found before and elsewhere, evidence."""

    reason_wanted = Signal()

    def __init__(
        self,
        language: Language,
        save: Callable[[str, str], str | None],
        save_mark: Callable[[bool], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self.place: tuple[AssessmentKey, str] | None = None
        """The assessment and the code of the criterion that are shown."""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tags = TagLine()
        self.text = text_label("", "heading", wrap=True)
        self.guidance = text_label("", "secondary", wrap=True)
        self.not_counted = text_label("", "note", wrap=True)
        self.scale = text_label("", "secondary", wrap=True)
        self.anchors = {
            level: AnchorLine(key, level.value, rating_name(level, language)) for key, level in LEVEL_KEYS.items()
        }
        self.reason = text_label("", "body", wrap=True)
        self.change_reason = button(_("Change the reason"), self.reason_wanted.emit, kind="link")
        self.carried = text_label("", "note", wrap=True)
        self.history = MarkStrip()
        self.others = ShareBar()
        self.fields = EvidenceFields(language, save, save_mark)
        self.fields.troubled.connect(lambda: self.reveal(self.fields.trouble))
        self.remark = RemarkFields(language)
        self.response = ResponseFields(language)
        for group in (self.remark, self.response):
            group.left.connect(self.fields.left)
        self.folds = {
            "history": Fold(_("Earlier rounds of this participant"), self.history),
            "others": Fold("", self.others),
            "evidence": Fold(_("Evidence and notes"), self.fields),
            "remark": Fold(_("Remark of the reviewer"), self.remark),
            "response": Fold(_("Response of the company"), self.response),
        }
        self._build()

    def _build(self) -> None:
        self._reason_box = _group(0, self.reason, self.change_reason)
        content = _group(
            16,
            _group(6, self.tags, self.text, self.guidance, self.not_counted),
            self.carried,
            _group(8, self.scale, *self.anchors.values()),
            self._reason_box,
            _group(10, *self.folds.values()),
        )
        content.setContentsMargins(16, 14, 16, 16)
        set_surface(content, "base")
        self.setWidget(content)

    @property
    def folded(self) -> set[str]:
        """The keys of the parts that are folded away."""
        return {key for key, fold in self.folds.items() if not fold.is_open}

    def set_folded(self, folded: Collection[str]) -> None:
        """Fold these parts away, and open the others."""
        for key, fold in self.folds.items():
            fold.set_open(key not in folded)

    def reveal(self, part: QWidget) -> None:
        """Scroll until a part of the panel can be seen."""
        content = self.widget()
        if content is not None:
            content.adjustSize()
        self.ensureWidgetVisible(part, 0, 16)

    def reveal_said(self) -> None:
        """Scroll until the reviewer's open remark or else the company's response can be seen, and unfold it."""
        remark = self.remark
        fold = self.folds["remark" if remark.is_filled and not remark.done.isChecked() else "response"]
        fold.set_open(True)
        self.reveal(fold)

    def show_criterion(
        self, shown: ParticipantSheet, code: str, counts: Counts, drafts: Mapping[str, str], *, writable: bool
    ) -> None:
        """Show a criterion. `counts`: how the others of the round were rated; `drafts`: texts that are not saved."""
        language = self._language
        _ = language.gettext
        place = (shown.key, code)
        other, self.place = place != self.place, place
        self.fields.references.folder = folder_of(shown.place.source)
        criterion = shown.place.framework.criteria[code]
        rating = shown.sheet.rating(code)
        if other:
            tags = [dimension_name(criterion.dimension, language).lower()]
            tags += [term(theme, language) for theme in criterion.theme.split(";")]
            self.tags.show_tags(code, [tag for tag in tags if tag])
            _say(self.text, criterion_text(criterion, language))
            _say(self.guidance, language.pick(criterion.guidance.nl, criterion.guidance.en))
            scale = shown.place.framework.scale
            said = number_ends(_("A number from {low} to {high}."), scale, language)
            _say(self.scale, "" if scale.by_level else said)
            for level, line in self.anchors.items():
                anchor = criterion.anchors.get(level)
                line.show_text(language.pick(anchor.nl, anchor.en) if anchor else "")
                line.setVisible(scale.by_level)
            self._show_others(shown, code, counts)
        _say(self.not_counted, why_not_counted(shown, code, language))
        self._show_carried(shown, code)
        self._show_reason(rating, writable=writable)
        self._show_history(shown, code)
        self.fields.show_rating(rating, drafts, other=other, writable=writable)
        self._show_said(shown, place, writable=writable)
        if other:
            self.verticalScrollBar().setValue(0)

    def _show_carried(self, shown: ParticipantSheet, code: str) -> None:
        language = self._language
        assessment = shown.assessment
        before = assessment.carried.get(code) if assessment else None
        if assessment is None or before is None:
            _say(self.carried, "")
            return
        text = language.gettext("{rating} in {round}: to be confirmed, and not counted until then.")
        rating = rating_in_words(before, shown.place.framework.scale, language)
        _say(self.carried, text.format(rating=rating, round=assessment.carried_from))

    def _show_said(self, shown: ParticipantSheet, place: tuple[AssessmentKey, str], *, writable: bool) -> None:
        """Show the reviewer's remark and the company's response, where there is one or can be one."""
        assessment = shown.assessment
        remark = assessment.remarks.get(place[1]) if assessment else None
        response = assessment.responses.get(place[1]) if assessment else None
        self.remark.show_remark(place, remark, writable=writable and assessment is not None)
        self.response.show_response(place, response, writable=writable and assessment is not None)
        may_remark = writable and shown.status in RETURNABLE
        may_respond = writable and assessment is not None and shown.kind is AssessmentKind.SECRETARIAT
        self.folds["remark"].setVisible(self.remark.is_filled or may_remark)
        self.folds["response"].setVisible(self.response.is_filled or may_respond)
        waiting = self._language.gettext("not answered") if response is not None and response.is_open else ""
        self.folds["response"].head.show_words(self.folds["response"].head.text(), waiting)

    def _show_reason(self, rating: Rating, *, writable: bool) -> None:
        _say(self.reason, na_words(rating, self._language))
        self._reason_box.setVisible(rating.not_applicable)
        self.change_reason.setVisible(writable)

    def _show_history(self, shown: ParticipantSheet, code: str) -> None:
        language = self._language
        _ = language.gettext
        here = shown.place.round.code
        # A second assessor is told nothing of this round; the own rating stands in the grid.
        found = [one for one in shown.history(code) if shown.kind is not AssessmentKind.SECOND or one.round != here]
        said = [history_words(one, shown.place.round.code, language) for one in found]
        points = [
            MarkPoint(
                label=one.round,
                mark=rating_mark(one.rating, one.scale) or ("not_begun" if one.known and not one.several else "none"),
                broken=_("framework version {version}").format(version=one.version) if one.version else "",
            )
            for one in found
        ]
        self.folds["history"].setVisible(len(found) > (0 if shown.kind is AssessmentKind.SECOND else 1))
        self.history.set_points(points, ", ".join(said))
        self.history.setToolTip(plain_tip("\n".join(said)))

    def _show_others(self, shown: ParticipantSheet, code: str, counts: Counts) -> None:
        language = self._language
        _ = language.gettext
        here = {} if shown.kind is AssessmentKind.SECOND else counts.get(code, {})
        n = sum(here.values())
        head = _("Others in {round}").format(round=shown.place.round.code)
        self.folds["others"].head.show_words(head, f"n = {language.number(n, 0)}")
        names = {level.value: rating_name(level, language) for level in Level} | {"na": na_name(language)}
        self.others.set_shares(
            [
                Share(key, float(here.get(key, 0)), f"{language.number(here.get(key, 0), 0)} {_small(name)}")
                for key, name in names.items()
                if key != "na" or here.get(key)
            ]
            if n
            else (),
            head,
        )
        self.folds["others"].setVisible(n > 0 and shown.place.framework.scale.by_level)


def _group(spacing: int, *parts: QWidget) -> QWidget:
    """Parts under one another that can be hidden together."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return made


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]
