"""What a figure of the coherence page means: the arithmetic, the ratings behind it, and which assessments those are."""

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.domain.coherence import LEVELS_IN_ORDER, Agreement
from covenant_monitor.domain.drift import Drift
from covenant_monitor.language import Language
from covenant_monitor.names import rating_name
from covenant_monitor.reports.coherence_words import (
    assessor_name,
    few_words,
    kappa_text,
    points_text,
    share_text,
)
from covenant_monitor.store.coherence import RoundCoherence
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.coherence.rows import criterion_text, is_of
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.popover import Popover

_MOST_NAMES = 12


class Figure(StrEnum):
    """What can be explained of an agreement."""

    AGREEMENT = "agreement"
    KAPPA = "kappa"
    WEIGHTED = "weighted"


def figure_name(figure: Figure, language: Language) -> str:
    """What a figure is called."""
    _ = language.gettext
    return {
        Figure.AGREEMENT: _("Agreement"),
        Figure.KAPPA: _("Kappa"),
        Figure.WEIGHTED: _("Weighted kappa"),
    }[figure]


def figure_text(figure: Figure, here: Agreement, language: Language) -> str:
    """The figure itself; "–" where there is none."""
    if figure is Figure.AGREEMENT:
        return share_text(here.agreement, language)
    return kappa_text(here.kappa if figure is Figure.KAPPA else here.weighted_kappa, language)


def meaning(figure: Figure, here: Agreement, language: Language) -> str:
    """What a figure says, in a sentence or two."""
    _ = language.gettext
    if not here.n:
        return _("No criterion has a value from both assessors here, so there is nothing to compare.")
    if figure is Figure.AGREEMENT:
        return _(
            "The secretariat and a second assessor, who did not see its ratings, rated the same criteria. Of the {n} "
            "ratings with a value on both sides {same} are the same."
        ).format(n=language.number(here.n, 0), same=language.number(here.same, 0))
    if here.kappa is None:
        return _("There is no kappa: both used one and the same rating only, which chance would give as well.")
    chance = here.expected if figure is Figure.KAPPA else here.weighted[1] if here.weighted else None
    said = _(
        "Kappa is agreement beyond chance: 1 is full agreement, 0 is what chance alone would give. By chance, given "
        "how often each of the two gave every rating, agreement would be {expected} here."
    ).format(expected=_percent(chance, language))
    if figure is Figure.WEIGHTED:
        said += " " + _("One step apart (fully and partially, partially and not) counts as half a difference.")
    return said + " " + _("Below 0.4 is weak, from 0.6 on good.")


def arithmetic(figure: Figure, here: Agreement, language: Language) -> str:
    """The sum that leads to the figure, without its result; "" where there is none."""
    if here.agreement is None or here.expected is None or here.weighted is None:
        return ""
    if figure is Figure.AGREEMENT:
        return f"{language.number(here.same, 0)} / {language.number(here.n, 0)} ="
    if here.kappa is None:
        return ""
    found, expected = (here.agreement, here.expected) if figure is Figure.KAPPA else here.weighted
    a, b, whole = (_percent(share, language) for share in (found, expected, Fraction(1)))
    return f"({a} − {b}) / ({whole} − {b}) ="


def _percent(share: Fraction | None, language: Language) -> str:
    return language.percent(None if share is None else 100 * share, 1)


def _counts(here: Agreement, language: Language) -> PlainTable:
    """How many ratings there are of each combination."""
    _ = language.gettext
    names = [rating_name(level, language) for level in LEVELS_IN_ORDER]
    made = PlainTable()
    made.fill(
        [_("Secretariat ↓  second →"), *names, _("Total")],
        [
            [
                name,
                *(language.number(here.counts.get((one, other), 0), 0) for other in LEVELS_IN_ORDER),
                language.number(here.by_secretariat(one), 0),
            ]
            for name, one in zip(names, LEVELS_IN_ORDER, strict=True)
        ]
        + [[_("Total"), *(language.number(here.by_second(one), 0) for one in LEVELS_IN_ORDER), f"{here.n}"]],
        numbers=(1, 2, 3, 4),
        quiet_rows=(3,),
    )
    return made


def _notes(found: RoundCoherence, key: tuple[str, ...], here: Agreement, language: Language) -> list[str]:
    _ = language.gettext
    notes = []
    if here.n and not here.is_enough:
        few = few_words(language)
        notes.append(few[:1].upper() + few[1:] + ".")
    if here.na_disagreements or here.na_both:
        notes.append(
            _("Left out: {one} n.a. with only one of the two, {both} n.a. with both.").format(
                one=language.number(here.na_disagreements, 0), both=language.number(here.na_both, 0)
            )
        )
    parties = sorted({found.names[one.party] for one in found.coherence.compared if is_of(one, key)})
    if parties:
        said = language.ngettext(
            "Assessed twice: {n} participant, {names}", "Assessed twice: {n} participants, {names}", len(parties)
        )
        names = ", ".join(one_line(name) for name in parties[:_MOST_NAMES])
        more = " …" if len(parties) > _MOST_NAMES else ""
        notes.append(said.format(n=language.number(len(parties), 0), names=names + more))
    return notes


def explain_figure(
    opener: QWidget,
    rect: QRect,
    found: RoundCoherence,
    key: tuple[str, ...],
    here: Agreement,
    figure: Figure,
    about: str,
    language: Language,
    on_show: Callable[[], None],
) -> Popover:
    """Open what a figure of `about` means beside `rect` of `opener`. `on_show` goes to where the two differ."""
    _ = language.gettext
    popover = Popover(opener.window(), language)
    popover.closed.connect(popover.deleteLater)
    name = figure_name(figure, language)
    popover.set_heading(figure_text(figure, here, language), f"{name}, {about}" if about else name)
    said = meaning(figure, here, language)
    popover.add_text(said)
    worked = arithmetic(figure, here, language)
    if worked:
        popover.add_sum(worked, figure_text(figure, here, language))
    if here.n:
        popover.body.addWidget(_counts(here, language))
    notes = _notes(found, key, here, language)
    if notes:
        popover.add_text(" ".join(notes), "secondary")
    text = "\n".join([f"{name}: {figure_text(figure, here, language)}", about, said, worked, *notes])
    _finish(popover, found, text, language, on_show if here.same < here.n or here.na_disagreements else None)
    popover.open_at(opener, rect)
    return popover


def explain_drift(opener: QWidget, rect: QRect, found: RoundCoherence, one: Drift, language: Language) -> Popover:
    """Open what the difference of an assessor with the others means."""
    _ = language.gettext
    popover = Popover(opener.window(), language)
    popover.closed.connect(popover.deleteLater)
    about = criterion_text(found.framework, one.criterion, language) if one.criterion else _("All criteria")
    difference = points_text(one.difference, language)
    popover.set_heading(difference, _("points against the others, {about}").format(about=about))
    said = _(
        "In the secretariat’s assessments of round {round} {assessor} gave {n} ratings with a value, on average {mean} "
        "of the maximum. All the others gave {rest_n}, on average {rest}."
    ).format(
        round=found.round.code,
        assessor=one_line(assessor_name(one.assessor, language)),
        n=language.number(one.n, 0),
        mean=_percent(one.mean, language),
        rest_n=language.number(one.rest_n, 0),
        rest=_percent(one.rest, language),
    )
    popover.add_text(said)
    worked = ""
    if one.difference is not None:
        worked = f"{_percent(one.mean, language)} − {_percent(one.rest, language)} ="
        popover.add_sum(worked, language.number(100 * one.difference, 1))
    notes = [
        _("A difference may also lie in the participants: everybody assessed other ones."),
        *([] if one.is_enough else [_("Too few to mean something: {meaning}.").format(meaning=few_words(language))]),
    ]
    popover.add_text(" ".join(notes), "secondary")
    _finish(popover, found, "\n".join([f"{about}: {difference}", said, worked, *notes]), language, None)
    popover.open_at(opener, rect)
    return popover


def _finish(
    popover: Popover, found: RoundCoherence, text: str, language: Language, on_show: Callable[[], None] | None
) -> None:
    _ = language.gettext
    buttons = [button(_("Copy"), lambda: QApplication.clipboard().setText(text), icon="copy")]
    if on_show is not None:
        show = on_show

        def go() -> None:
            popover.dismiss(give_back_focus=False)
            show()

        buttons.append(button(_("Where they differ"), go, kind="primary"))
    source = _("Round {round}, framework version {version}. For internal use.")
    popover.add_actions(source.format(round=found.round.code, version=found.framework.version), *buttons)
