"""What a number of the comparing page means: the arithmetic, over whom, and what was left out."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.charts.comparison_words import (
    adding_up,
    basis_sentence,
    cause_name,
    change_sentence,
    core_sentence,
    few_sentence,
    measure_name,
    shown_points,
    signed,
)
from covenant_monitor.domain.comparison import Change, ParticipantChange, Place, Ratio
from covenant_monitor.domain.comparison_counts import count_ratings
from covenant_monitor.domain.comparison_parts import Decomposition, Measure
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import outcome_name
from covenant_monitor.store.comparing import RoundComparison
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.comparing.rows import WHOLE, name_of, why_not
from covenant_monitor_ui.pages.comparing.words import left_out_words, rating_words, same_words
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.popover import Popover

_MOST_CODES = 40


class Explained:
    """A popover that is being filled, and the same as text for copying."""

    def __init__(self, opener: QWidget, figure: str, about: str, language: Language) -> None:
        self._opener = opener
        self.language = language
        self.popover = Popover(opener.window(), language)
        self.popover.closed.connect(self.popover.deleteLater)
        self.popover.set_heading(figure, about)
        self._said = [f"{about}: {figure}"]

    def say(self, *sentences: str, role: str = "body") -> None:
        """Add a paragraph of what there is to say."""
        text = " ".join(filter(None, sentences))
        if text:
            self.popover.add_text(text, role)
            self._said.append(text)

    def add_sum(self, text: str, result: str) -> None:
        """Add an arithmetic line."""
        self.popover.add_sum(text, result)
        self._said.append(f"{text} {result}")

    def add_table(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table with numbers in all columns but the first."""
        table = PlainTable()
        table.fill(headers, rows, numbers=range(1, len(headers)))
        self.popover.body.addWidget(table)
        self._said += ["\t".join(cells) for cells in (headers, *rows)]

    def open(self, rect: QRect, note: str, go: tuple[str, Callable[[], None]] | None = None) -> Popover:
        """Open it beside `rect`; `go`: what the main button says and does."""
        _ = self.language.gettext
        text = "\n".join(self._said)
        buttons = [button(_("Copy"), lambda: QApplication.clipboard().setText(text), icon="copy")]
        if go is not None:
            words, act = go

            def leave() -> None:
                self.popover.dismiss(give_back_focus=False)
                act()

            buttons.append(button(words, leave, kind="primary"))
        self.popover.add_actions(note, *buttons)
        self.popover.open_at(self._opener, rect)
        return self.popover


def _source(found: RoundComparison, language: Language) -> str:
    _ = language.gettext
    rounds = ", ".join(
        _("{round} (version {version})").format(round=side.round.code, version=side.framework.version)
        for side in found.sides
    )
    return _("Rounds: {rounds}. Assessments by the secretariat that count. For internal use.").format(rounds=rounds)


def explain_share(
    opener: QWidget, rect: QRect, found: RoundComparison, change: Decomposition, language: Language
) -> Popover:
    """Open how a headline share became another, step by step."""
    _ = language.gettext
    then, now = found.then.round.code, found.now.round.code
    figure = f"{language.percent(change.then.percent)} → {language.percent(change.now.percent)}"
    shown = Explained(opener, figure, measure_name(change.measure, language), language)
    shown.say(change_sentence(change, language))
    meets = change.measure is Measure.MEETS
    first = _("meet") if meets else _("sum of scores")
    factor = 1 if meets else 100

    def cells(name: str, ratio: Ratio, part: str) -> list[str]:
        number = language.number(ratio.numerator * factor, 0 if meets else 1)
        return [name, number, language.number(ratio.denominator, 0), language.percent(ratio.percent), part]

    rows = [cells(_("Round {round}").format(round=then), change.then, "")]
    rows += [
        cells(cause_name(step.cause, language), step.after, signed(step.part, language, 1)) for step in change.steps
    ]
    shown.add_table([_("After step"), first, _("of"), _("Share"), _("Points")], rows)
    shown.say(
        basis_sentence(change, then, now, language),
        _("One thing is changed at a time, in this order; another order gives other parts."),
        *left_out_words(found, language, ends=True),
        role="secondary",
    )
    return shown.open(rect, _source(found, language))


def explain_change(
    opener: QWidget,
    rect: QRect,
    found: RoundComparison,
    kind: str,
    change: Change,
    measure: Measure,
    language: Language,
    go: tuple[str, Callable[[], None]],
) -> Popover:
    """Open what the numbers of a line of sections, criteria and the like are made of."""
    _ = language.gettext
    name = name_of(kind, change.code, found.comparison.core.framework, language)
    points = shown_points(change.then.percent, change.now.percent, language)
    shown = Explained(opener, points, _("points, {what}").format(what=name), language)
    meets = kind == "cohort" and measure is Measure.MEETS
    shown.say(_meaning(kind, found, language, meets=meets))
    factor = 1 if meets else 100
    rows = [
        [
            side.round.code,
            language.number(ratio.numerator * factor, 0 if meets else 1) if ratio.denominator else NO_NUMBER,
            language.number(ratio.denominator, 0),
            language.percent(ratio.percent),
        ]
        for side, ratio in zip(found.sides, change.ratios, strict=True)
    ]
    top = _("meet") if meets else _("sum in percent")
    shown.add_table([_("Round"), top, _("of"), _("Share") if meets else _("Mean")], rows)
    if change.difference is not None:
        shown.add_sum(f"{language.percent(change.now.percent)} − {language.percent(change.then.percent)} =", points)
    few = few_sentence(change, language) if change.difference is not None else ""
    shown.say(few[:1].upper() + few[1:] + "." if few else "", role="secondary")
    shown.say(*_left_out_of(kind, found, language), role="secondary")
    return shown.open(rect, _source(found, language), go)


def _meaning(kind: str, found: RoundComparison, language: Language, *, meets: bool) -> str:
    _ = language.gettext
    if meets:
        return _(
            "In each round the participants in this participation year, and those of them that meet what is required "
            "of them there. They are other participants from round to round."
        )
    said = {
        "cohort": _("The mean score of everybody in this participation year, who are others from round to round."),
        WHOLE: _("The mean of the scores on what is compared."),
        "section": _("The mean of the section's scores."),
        "step": _("The mean of the scores of the step: the sections in it, by their weight."),
        "theme": _("The mean of the scores of the theme, scored as if it were a section."),
        "criterion": _("The mean of the ratings with a value, in percent of the maximum; n.a. has none."),
    }[kind]
    if kind == "cohort":
        return said
    over = (
        _("Over everybody that counts in a round and has one.")
        if found.comparison.everybody
        else _("Over the participants that have one in all these rounds, so nothing differs because others take part.")
    )
    return f"{said} {over}"


def _left_out_of(kind: str, found: RoundComparison, language: Language) -> list[str]:
    said = []
    if kind != "cohort" and not found.comparison.everybody:
        said.append(same_words(found, language))
    return [*said, core_sentence(found.comparison.core, language), *left_out_words(found, language)]


def explain_participant(
    opener: QWidget,
    rect: QRect,
    found: RoundComparison,
    one: ParticipantChange,
    language: Language,
    go: tuple[str, Callable[[], None]] | None,
) -> Popover:
    """Open how one participant stands in every round, and what changed its score from the first to the last."""
    _ = language.gettext
    then, now = (place.counted_score if place else None for place in (one.then, one.now))
    points = shown_points(then, now, language)
    shown = Explained(opener, points, _("points, {what}").format(what=one_line(one.name)), language)
    rows = [
        [side.round.code, *_place_cells(place, language)] for side, place in zip(found.sides, one.places, strict=True)
    ]
    compared = _("Score") if found.comparison.core.same_version else _("On the core")
    shown.add_table([_("Round"), compared, _("Own score"), _("Year"), _("Required"), _("Outcome")], rows)
    if then is not None and now is not None:
        shown.add_sum(f"{language.percent(now)} − {language.percent(then)} =", points)
    shown.say(*_parts_of(one, found, language))
    shown.say(core_sentence(found.comparison.core, language), role="secondary")
    return shown.open(rect, _source(found, language), go)


def _place_cells(place: Place | None, language: Language) -> list[str]:
    if place is None:
        return [NO_NUMBER] * 4 + [language.gettext("does not take part")]
    score = place.counted_score
    outcome = outcome_name(place.outcome, language) if place.outcome else NO_NUMBER
    return [
        language.percent(score),
        language.percent(place.headline),
        language.number(place.year, 0),
        language.percent(place.required, None),
        why_not(place, language) if score is None else outcome,
    ]


def _parts_of(one: ParticipantChange, found: RoundComparison, language: Language) -> list[str]:
    """What each cause did to the participant's own score, and how its ratings differ; nothing unless both count."""
    _ = language.gettext
    change = found.changes.get(Measure.MEAN)
    course = change.courses.get(one.code) if change else None
    if course is None:
        return []
    if not course.taken_apart:
        return [_("A percentage was entered directly, so the change cannot be taken apart.")]
    first, last = course.scores[0], course.scores[-1]
    parts = adding_up(course.parts, first, last, 1)
    named = {cause: cause_name(cause, language) for cause, part in parts.items() if part}
    causes = [f"{name[:1].lower()}{name[1:]} {signed(parts[cause], language, 1)}" for cause, name in named.items()]
    said = [_("Its own score did not change.")]
    if causes:
        said = [
            _("Its own score changed by {points} points: {parts}.").format(
                points=shown_points(first, last, language), parts="; ".join(causes)
            )
        ]
    sides = found.then, found.now
    counts = count_ratings(*sides, found.ends, sides[0].by_party[one.code], sides[1].by_party[one.code])
    return [*said, _("Its ratings: {counts}").format(counts=rating_words(counts, language))]


def explain_core(opener: QWidget, rect: QRect, found: RoundComparison, language: Language) -> Popover:
    """Open what is compared: the criteria in the common core and those left out, and who counts in each round."""
    _ = language.gettext
    core = found.comparison.core
    shown = Explained(opener, language.number(core.criteria, 0), _("criteria are compared"), language)
    if core.same_version:
        shown.say(_("All rounds have the same version of the framework, so all of its criteria are compared."))
    else:
        shown.say(
            core_sentence(core, language),
            _(
                "They are the criteria that are the same or only reworded, one to one, by the mapping of the versions. "
                "Those that are new, dropped, split or merged are left out; so are percentages that were entered "
                "directly. Scores are computed by the oldest version."
            ),
        )
    rows = []
    left_out: list[tuple[str, list[str]]] = []
    for at, side in enumerate(found.sides):
        inside = set(core.codes_in(side.framework).values())
        outside = [code for code in side.framework.criteria if code not in inside]
        counted = sum(
            place.counted_score is not None
            for one in found.comparison.participants
            if (place := one.places[at]) is not None
        )
        rows.append(
            [
                side.round.code,
                side.framework.version,
                language.number(len(side.framework.criteria), 0),
                language.number(len(outside), 0),
                language.number(counted, 0),
            ]
        )
        if outside and side.framework.version not in [version for version, _codes in left_out]:
            left_out.append((side.framework.version, outside))
    shown.add_table([_("Round"), _("Version"), _("Criteria"), _("Left out"), _("Participants")], rows)
    for version, codes in left_out:
        more = " …" if len(codes) > _MOST_CODES else ""
        shown.say(
            _("Left out of version {version}: {codes}.").format(
                version=version, codes=", ".join(codes[:_MOST_CODES]) + more
            ),
            role="secondary",
        )
    shown.say(same_words(found, language), *left_out_words(found, language), role="secondary")
    return shown.open(rect, _source(found, language))
