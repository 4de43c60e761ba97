"""What released figures are called, and why one is withheld."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from covenant_monitor.charts import CHARTS
from covenant_monitor.domain.model import Framework, Outcome
from covenant_monitor.domain.releases import LEAST_ATTACKED, Cause, Statement, Withheld
from covenant_monitor.language import Language
from covenant_monitor.names import outcome_name, year_name
from covenant_monitor.store.releases import Release


def measure_words(measure: str, language: Language, framework: Framework | None = None) -> str:
    """What a figure is of: "Mean score", "Section B, Supply chain", "Meets"."""
    _ = language.gettext
    kind, _colon, which = measure.partition(":")
    if kind == "outcome":
        with suppress(ValueError):
            return outcome_name(Outcome(which), language)
    if kind == "section":
        section = next((one for one in framework.sections if one.code == which), None) if framework else None
        name = language.pick(section.name.nl, section.name.en) if section else ""
        return _("Section {section}: mean").format(section=f"{which} {name}".strip())
    if kind == "step":
        return _("Step {step}: mean").format(step=which)
    if kind == "below":
        return _("Score below {percent}").format(percent=language.percent(int(which), 0))
    return _("Mean score") if kind == "score" else measure


def group_words(group: str, language: Language) -> str:
    """Whom a figure is of: "All participants", "Participation year 2"."""
    _ = language.gettext
    kind, _colon, which = group.partition(":")
    if kind == "year":
        return year_name(which.removesuffix("+"), language, and_later=which.endswith("+"))
    if kind == "since":
        return _("Since {round}").format(round=which)
    return _("All participants") if group == "all" else group


def value_words(statement: Statement, language: Language) -> str:
    """A figure as it is published: "36" or "61.5%"."""
    return language.number(statement.value, 0) if statement.is_count else language.percent(statement.value)


def figure_words(statement: Statement, language: Language, framework: Framework | None = None) -> str:
    """A figure in a sentence: "Mean score, all participants, round 2020"."""
    group = group_words(statement.group, language)
    return language.gettext("{measure}, {group}, round {round}").format(
        measure=measure_words(statement.measure, language, framework),
        group=in_sentence(group),
        round=statement.round,
    )


def output_words(output: str, language: Language) -> str:
    """What an output is called."""
    _ = language.gettext
    kind, _colon, name = output.partition(":")
    if kind == "chart":
        title = CHARTS[name].title if name in CHARTS else name
        return _("Chart: {title}").format(title=_(title))
    names = {
        "workbook": _("Workbook"),
        "report": _("Board report"),
        "tables": _("Tables of figures"),
        "file": _("Copy of the covenant file"),
    }
    return names.get(kind, output)


def release_words(release: Release, language: Language) -> str:
    """An earlier release: "Workbook, round 2019, 3 Oct 2020 14:05"."""
    _ = language.gettext
    parts = [output_words(release.output, language)]
    if release.round:
        parts.append(_("round {round}").format(round=release.round))
    return ", ".join([*parts, language.moment(release.at)])


def cause_words(held: Withheld, minimum: int, because_of: Sequence[Release], language: Language) -> str:
    """Why a figure is withheld, as part of a sentence."""
    _, n_ = language.gettext, language.ngettext
    match held.cause:
        case Cause.GROUP_TOO_SMALL:
            return _("it is of fewer than {n} participants").format(n=max(minimum, LEAST_ATTACKED))
        case Cause.DOMINATED:
            return _("one participant weighs too much in it")
        case Cause.ALL_THE_SAME:
            return _("it says the outcome of each of them")
        case Cause.REST_THE_SAME:
            said = _("it says the outcome of each of the others")
        case Cause.ONE_FOLLOWS:
            said = _("that of one participant could be computed")
        case Cause.OTHER_FOLLOWS:
            said = _("one of two participants could compute that of the other")
        case Cause.FEW_FOLLOW:
            n = len(held.about)
            said = n_(
                "that of {n} participant together could be computed",
                "that of {n} participants together could be computed",
                n,
            ).format(n=language.number(n, 0))
    if because_of:
        earlier = "; ".join(release_words(one, language) for one in because_of)
        return _("{why} together with what was published before ({earlier})").format(why=said, earlier=earlier)
    return _("{why} from the other figures").format(why=said)


@dataclass(frozen=True)
class WhyNot:
    """A withheld figure and the reason, as part of a sentence in any language."""

    held: Withheld
    minimum: int
    because_of: tuple[Release, ...]

    def text(self, language: Language) -> str:
        """The words."""
        return language.gettext("“{figure}” is withheld: {why}").format(
            figure=figure_words(self.held.statement, language),
            why=cause_words(self.held, self.minimum, self.because_of, language),
        )


def withheld_lines(
    withheld: Sequence[Withheld],
    minimum: int,
    because_of: Callable[[Withheld], Sequence[Release]],
    frameworks: Mapping[str, Framework],
    language: Language,
) -> list[str]:
    """What is withheld and why, a sentence or two for all of a round and group that have the same reason."""
    _ = language.gettext
    found: dict[tuple[str, str, str], list[str]] = {}
    known: dict[tuple[object, ...], str] = {}
    for held in withheld:
        one = held.statement
        key = (one.space, one.members, held.cause, held.with_earlier)
        if key not in known:
            known[key] = cause_words(held, minimum, because_of(held), language)
        measure = measure_words(one.measure, language, frameworks.get(one.round))
        found.setdefault((one.round, one.group, known[key]), []).append(measure)
    lines = []
    for (round_, group, why), measures in found.items():
        what = _("Round {round}, {group}").format(round=round_, group=in_sentence(group_words(group, language)))
        lines.append(
            _("{what}: {figures}. Withheld: {why}.").format(
                what=what, figures="; ".join(dict.fromkeys(measures)), why=why
            )
        )
    return lines


def in_sentence(text: str) -> str:
    """A name as it stands in the middle of a sentence."""
    return text[:1].lower() + text[1:]
