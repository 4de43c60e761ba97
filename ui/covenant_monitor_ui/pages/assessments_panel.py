"""The panel beside the criteria: the live score against what is required, and the current criterion in full."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Level, Rating
from covenant_monitor.domain.scoring import SectionScore
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.reports.terms import term
from covenant_monitor.reports.wording import dimension_name, na_name, outcome_name, rating_name
from covenant_monitor_ui.models.criteria import criterion_text, rated_of, rating_mark
from covenant_monitor_ui.pages.assessments_fields import EvidenceFields
from covenant_monitor_ui.pages.assessments_parts import AnchorLine, MarkLabel, ScoreFigure, TagLine
from covenant_monitor_ui.pages.assessments_sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments_words import (
    history_words,
    na_words,
    short_names,
    verdict,
    why_not_counted,
)
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets import sectionbars
from covenant_monitor_ui.widgets.bandbar import Band, BandBar
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.markstrip import MarkPoint, MarkStrip
from covenant_monitor_ui.widgets.sharebar import Share, ShareBar

Counts = Mapping[str, Mapping[str, int]]
_KEYS = {Level.FULLY: "1", Level.PARTIALLY: "2", Level.NOT: "3"}


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
        self.band = BandBar()
        self.outcome = MarkLabel()
        self.verdict = text_label("", "note", wrap=True)
        self.sections = sectionbars.SectionBars(_("Sections"))
        self.sections.explain_wanted.connect(self.explain_wanted)
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

    def show_score(self, shown: ParticipantSheet) -> None:
        """Show the score as it is now."""
        language = self._language
        _ = language.gettext
        score, required = shown.score, shown.required
        percent = required.percent if required else None
        provisional = score.provisional and score.low is not None
        figure, word = language.percent(score.score), _("provisional") if score.provisional else ""
        number = language.number
        rated = _("{done} of {all} rated").format(done=number(score.rated, 0), all=number(score.applicable, 0))
        said = verdict(shown, language)
        self.figure.show_score(figure, word, f"{_('Score')} {figure} {word}. {said}")
        self.rated.setText("" if score.from_summary else rated)
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
        self.sections.set_rows([self._row(part, names, percent) for part in score.sections])

    def _row(self, part: SectionScore, names: Mapping[str, str], required: object) -> sectionbars.SectionScore:
        language = self._language
        number = language.number
        counted = part.applicable > 0
        rated = f"{number(part.rated, 0)}/{number(part.applicable, 0)}" if counted else NO_NUMBER
        score = language.percent(part.score)
        return sectionbars.SectionScore(
            code=part.section,
            name=names.get(part.section, ""),
            rated_text=rated,
            score=None if part.score is None else float(part.score),
            score_text=score,
            required=None if required is None else float(required),  # type: ignore[arg-type]
            description=f"{part.section} {names.get(part.section, '')}: {rated_of(part, language)}, {score}",
        )

    def section_rect(self, code: str, within: QWidget) -> QRect:
        """Where a section's row stands in `within`, or the lead figure for ""."""
        widget: QWidget = self.sections if code else self.figure
        rect = self.sections.row_rect(code) if code else self.figure.rect()
        return QRect(widget.mapTo(within, rect.topLeft()), rect.size())


class CriterionPanel(QScrollArea):
    """The current criterion: what it asks, what each rating means, what was found before and elsewhere, the evidence."""

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
        self._code = ("", "")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tags = TagLine()
        self.text = text_label("", "heading", wrap=True)
        self.guidance = text_label("", "secondary", wrap=True)
        self.not_counted = text_label("", "note", wrap=True)
        self.anchors = {
            level: AnchorLine(key, level.value, rating_name(level, language)) for level, key in _KEYS.items()
        }
        self.na = AnchorLine("0", "na", na_name(language))
        self.reason = text_label("", "body", wrap=True)
        self.change_reason = button(_("Change the reason"), self.reason_wanted.emit, kind="link")
        self.history_head = text_label(_("Earlier at this participant"), "heading")
        self.history = MarkStrip()
        self.others_head = text_label("", "heading")
        self.others_n = text_label("", "secondary")
        self.others = ShareBar()
        self.fields_head = text_label(_("Evidence and notes"), "heading")
        self.fields = EvidenceFields(language, save, save_mark)
        self._build()

    def _build(self) -> None:
        content = QWidget()
        set_surface(content, "base")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(0)
        others_head = QHBoxLayout()
        others_head.setSpacing(6)
        others_head.addWidget(self.others_head)
        others_head.addWidget(self.others_n)
        others_head.addStretch(1)
        for gap, part in (
            (0, self.tags), (6, self.text), (6, self.guidance), (6, self.not_counted),
            *((8, anchor) for anchor in self.anchors.values()), (8, self.na), (12, self.reason), (0, self.change_reason),
            (16, self.history_head), (6, self.history), (16, others_head), (8, self.others),
            (16, self.fields_head), (4, self.fields),
        ):  # fmt: skip
            holder = QVBoxLayout()
            holder.setContentsMargins(0, gap, 0, 0)
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
            del holder
        column.addStretch(1)
        self.setWidget(content)

    def show_criterion(
        self, shown: ParticipantSheet, code: str, counts: Counts, drafts: Mapping[str, str], *, writable: bool
    ) -> None:
        """Show a criterion of an assessment. `counts`: how the others of the round were rated; `drafts`: unsaved texts."""
        language = self._language
        _ = language.gettext
        place = (shown.standing.party.code, code)
        other, self._code = place != self._code, place
        criterion = shown.place.framework.criteria[code]
        rating = shown.sheet.rating(code)
        if other:
            tags = [dimension_name(criterion.dimension, language).lower()]
            tags += [term(theme, language) for theme in criterion.theme.split(";")]
            self.tags.show_tags(code, [tag for tag in tags if tag])
            _say(self.text, criterion_text(criterion, language))
            _say(self.guidance, language.pick(criterion.guidance.nl, criterion.guidance.en))
            by_level = shown.place.framework.scale.by_level
            for level, line in self.anchors.items():
                anchor = criterion.anchors.get(level)
                line.show_text(language.pick(anchor.nl, anchor.en) if anchor else "")
                line.setVisible(by_level)
            self._show_others(shown, code, counts)
            self.verticalScrollBar().setValue(0)
        _say(self.not_counted, why_not_counted(shown, code, language))
        self._show_reason(rating, writable=writable)
        self._show_history(shown, code)
        self.fields.show_rating(rating, drafts, other=other, writable=writable)

    def _show_reason(self, rating: Rating, *, writable: bool) -> None:
        self.na.setVisible(False)
        _say(self.reason, na_words(rating, self._language))
        self.change_reason.setVisible(writable and rating.not_applicable)

    def _show_history(self, shown: ParticipantSheet, code: str) -> None:
        language = self._language
        _ = language.gettext
        found = shown.history(code)
        said = [history_words(one, language) for one in found]
        points = [
            MarkPoint(
                label=one.round,
                mark=rating_mark(one.rating, one.scale) or ("not_begun" if one.known and not one.several else "na"),
                broken=_("framework version {version}").format(version=one.version) if one.version else "",
            )
            for one in found
        ]
        with_past = len(found) > 1
        self.history_head.setVisible(with_past)
        self.history.setVisible(with_past)
        self.history.set_points(points, ", ".join(said))
        self.history.setToolTip(plain_tip("\n".join(said)))

    def _show_others(self, shown: ParticipantSheet, code: str, counts: Counts) -> None:
        language = self._language
        _ = language.gettext
        here = counts.get(code, {})
        n = sum(here.values())
        head = _("Other participants in {round}").format(round=shown.place.round.code)
        self.others_head.setText(head)
        self.others_n.setText(f"n = {language.number(n, 0)}")
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
        for widget in (self.others_head, self.others_n, self.others):
            widget.setVisible(n > 0)


def _say(label: QWidget, text: str) -> None:
    label.setText(text)  # type: ignore[attr-defined]
    label.setVisible(bool(text))


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]


def stacked(*parts: QWidget | Sequence[QWidget]) -> None:
    """Placeholder."""
