"""Beside the covenant's own alignment, and apart from it: participants' policy and practice by their own ratings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.indicators import LACKS, Figure, LeftOut
from covenant_monitor.domain.model import Dimension
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.profile import Profile
from covenant_monitor.domain.scope import select
from covenant_monitor.language import Language
from covenant_monitor.names import dimension_name, reason_count
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.tallies import tallies
from covenant_monitor_ui.pages.alignment.explain import Explained
from covenant_monitor_ui.pages.assessments.parts import ScoreFigure
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.panel import Panel

POLICY, PRACTICE, GAP = Dimension.POLICY.value, Dimension.PRACTICE.value, "gap"


@dataclass(frozen=True, slots=True)
class PolicyAndPractice:
    """The mean scores in policy and in practice of a round, and their difference over those that have both."""

    round: str
    figures: dict[str, Figure]

    @property
    def gap(self) -> Figure:
        """Policy less practice, in percentage points."""
        return self.figures[GAP]


def policy_and_practice(source: Reader, picture: CovenantPicture, rounds: Sequence[str]) -> list[PolicyAndPractice]:
    """Of some rounds of a covenant, by the ratings of the participants that count in them.

    Only the ratings of these rounds are read: of a round with 60,000 that takes about a tenth of a second.
    """
    found = tallies(source, picture.covenant.code, rounds)
    read = [replace(one, tallies=tuple(found.get(one.round.code, ()))) for one in picture.rounds]
    whole = replace(picture, rounds=read)
    made = []
    for code in rounds:
        profile = Profile(select(whole, code))
        means = {dimension.value: part.mean for dimension, part in profile.dimensions.items()}
        made.append(PolicyAndPractice(code, {**means, GAP: profile.policy_practice_gap()}))
    return made


class ParticipantsPanel(Panel):
    """Policy, practice and the gap of the chosen round, and of the one before. A click or F1 asks for more."""

    explain_wanted = Signal(str)
    """The key of the figure."""

    def __init__(self, language: Language) -> None:
        _ = language.gettext
        super().__init__(_("Participants themselves: policy and practice"))
        set_surface(self, "quiet")
        self._language = language
        self.found: PolicyAndPractice | None = None
        self.figures = {key: ScoreFigure() for key in (POLICY, PRACTICE, GAP)}
        names = (dimension_name(Dimension.POLICY, language), dimension_name(Dimension.PRACTICE, language))
        self._names = dict(zip(self.figures, (*names, _("Policy less practice")), strict=True))
        self.words = text_label("", "secondary", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(32)
        for key, figure in self.figures.items():
            tile = QVBoxLayout()
            tile.setSpacing(0)
            label = text_label(self._names[key], "group")
            label.setContentsMargins(4, 0, 0, 0)
            tile.addWidget(label)
            tile.addWidget(figure)
            row.addLayout(tile)
            figure.clicked.connect(lambda _checked=False, key=key: self.explain_wanted.emit(key))
        row.addWidget(self.words, 1)
        self.body.addLayout(row)

    def wait(self, round_: str) -> None:
        """Say that the figures of a round are on their way; "": there is no round."""
        _ = self._language.gettext
        self.found = None
        for key, figure in self.figures.items():
            figure.show_score("–", "", f"{self._names[key]}: –")
            figure.setEnabled(False)
        self.set_title(self.title.text(), _("round {round}").format(round=round_) if round_ else "")
        self.words.setText(_("Being computed …") if round_ else _("There is no round yet."))

    def show_figures(self, found: PolicyAndPractice, before: PolicyAndPractice | None) -> None:
        """Show the figures of a round, and the gap of the round before."""
        language = self._language
        _, n_ = language.gettext, language.ngettext
        self.found = found
        for key, shown in self.figures.items():
            figure = found.figures.get(key)
            known = figure is not None and figure.value is not None
            text = figure_text(key, figure, language)
            word = n_("point", "points", 2) if key == GAP and known else ""
            n = _("n = {n}").format(n=language.number(figure.n if figure else 0, 0))
            shown.show_score(text, word or n, f"{self._names[key]}: {text} {word}, {n}")
            shown.setEnabled(known)
        gap = found.gap
        said = [_("By the secretariat's assessments of the participants, apart from that of the covenant above.")]
        if gap.value is None:
            said.append(_("In round {round} no participant that counts has both.").format(round=found.round))
        elif before is not None and before.gap.value is not None:
            said.append(
                _("In {round} the difference was {points} points, n = {n}.").format(
                    round=before.round, points=language.number(before.gap.value), n=before.gap.n
                )
            )
        self.words.setText(" ".join(said))
        counted = n_("n = {n} participant that counts", "n = {n} participants that count", gap.n).format(n=gap.n)
        round_ = _("round {round}").format(round=found.round)
        self.set_title(self.title.text(), f"{round_}, {counted}")

    def explained(self, key: str) -> Explained | None:
        """How a figure came about; None where it is not known."""
        language, found = self._language, self.found
        _ = language.gettext
        figure = found.figures.get(key) if found else None
        if found is None or figure is None or figure.value is None or figure.numerator is None:
            return None
        total, n = language.number(100 * figure.numerator, 1), language.number(figure.denominator, 0)
        text = figure_text(key, figure, language)
        if key == GAP:
            about = _("points policy less practice, round {round}").format(round=found.round)
            how = _("The sum of the differences between both scores, divided by how many participants have both.")
        else:
            about = _("mean score in {part}, round {round}").format(part=self._names[key].lower(), round=found.round)
            how = _("The sum of the scores in the criteria of this kind, divided by how many participants have one.")
        return Explained(
            text,
            about,
            how,
            [(f"{total} / {n} =", text)],
            notes=[_left_out(figure.left_out, language), _("Every participant counts once, whatever its size.")],
            source=_("Source: assessments by the secretariat."),
        )


def figure_text(key: str, figure: Figure | None, language: Language) -> str:
    """A figure as it is shown: in percent, or in points without a sign; "–" where there is none."""
    value = figure.value if figure else None
    return language.number(value) if key == GAP else language.percent(value)


def _left_out(left_out: LeftOut, language: Language) -> str:
    said = [
        reason_count(reason, len(standings), language)
        if isinstance(reason, Reason)
        else f"{len(standings)} {language.pick(LACKS[reason].nl, LACKS[reason].en).lower()}"
        for reason, standings in left_out.items()
        if standings
    ]
    return language.gettext("Not counted: {reasons}.").format(reasons=", ".join(said)) if said else ""
