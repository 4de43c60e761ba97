"""The numbers of the profile: the mean of every section and step in a round, and in an earlier one. No matplotlib."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.domain.disclosure import published_mean, too_small
from covenant_monitor.domain.model import Framework
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.profile import Part, Profile
from covenant_monitor.domain.scope import select
from covenant_monitor.language import N_, Language

STEPS = {
    1: N_("Embed"),
    2: N_("Identify and assess"),
    3: N_("Cease, prevent or mitigate"),
    4: N_("Track"),
    5: N_("Communicate"),
    6: N_("Remediate"),
}
"""The six steps of due diligence, OECD Due Diligence Guidance for Responsible Business Conduct (2018)."""


@dataclass(frozen=True, slots=True)
class Side:
    """A mean in percent of `n` participants in one round; neither, and `withheld`, where it may not be shown."""

    mean: Fraction | None
    n: int
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One section or step, now and then. `section`: its code, "" of a step. `then` None: it was not there."""

    name: str
    now: Side
    then: Side | None
    section: str = ""


@dataclass(frozen=True, slots=True)
class ProfileFigures:
    """The sections, and the steps where they say more than the sections; `then` "" where there is no earlier round.

    `same_version`: the rounds share a framework version, so that the difference between two means has a meaning.
    """

    now: str
    then: str
    same_version: bool
    sections: Sequence[Item]
    steps: Sequence[Item]
    minimum: int | None = None

    @property
    def items(self) -> Sequence[Item]:
        """Sections and steps."""
        return [*self.sections, *self.steps]

    @property
    def withheld(self) -> bool:
        """Whether a mean is withheld."""
        return any(side.withheld for item in self.items for side in (item.now, item.then) if side)


def profile_figures(
    picture: CovenantPicture, now: RoundPicture, then: RoundPicture | None, language: Language, minimum: int | None
) -> ProfileFigures:
    """The means of the assessments that count in headline figures; with a `minimum`, as the public may see them.

    A step is of the sections that name it. It is shown where not every section is a step of its own; in public where
    all its sections are, since one of them could be computed from the step and the others, and where as many as may be
    shown have a score in the same of its sections: step and sections part those who have them all from those who lack
    one.
    """
    current = _means(picture, now, minimum)
    before = _means(picture, then, minimum) if then else None
    sections = [
        Item(
            f"{section.code}  {language.pick(section.name.nl, section.name.en)}".strip(),
            current.sections[section.code],
            before.sections.get(section.code) if before else None,
            section.code,
        )
        for section in now.framework.sections
    ]
    steps = []
    if not (_one_to_one(now.framework) and (then is None or _one_to_one(then.framework))):
        steps = [
            Item(f"{step}  {language.gettext(STEPS[step])}", side, before.steps.get(step) if before else None)
            for step, side in current.steps.items()
        ]
    same = then is not None and _version(then) == _version(now)
    return ProfileFigures(now.round.code, then.round.code if then else "", same, sections, steps, minimum)


def _version(picture: RoundPicture) -> tuple[str, str]:
    return picture.round.framework, picture.round.version


def _one_to_one(framework: Framework) -> bool:
    steps = [section.step for section in framework.sections]
    return (None not in steps and len(set(steps)) == len(steps)) or not any(steps)


@dataclass(frozen=True, slots=True)
class _Means:
    sections: Mapping[str, Side]
    steps: Mapping[int, Side]


def _means(picture: CovenantPicture, of: RoundPicture, minimum: int | None) -> _Means:
    profile = Profile(select(picture, of.round.code))
    sections = {code: _side(part, minimum) for code, part in profile.sections.items()}
    steps = {}
    for step, part in profile.steps.items():
        of_step = [one.code for one in of.framework.sections if one.step == step]
        having = Counter(
            tuple(bool(entry.maximum) for entry in of_one)
            for of_one in zip(*(profile.sections[code].entries for code in of_step), strict=True)
        )
        few = any(too_small(n, minimum) for which, n in having.items() if any(which))
        hidden = few or any(sections[code].withheld for code in of_step)
        side = _side(part, minimum)
        steps[step] = Side(None, 0, withheld=True) if hidden and side.n else side
    return _Means(sections, steps)


def _side(part: Part, minimum: int | None) -> Side:
    figure = part.mean
    if figure.value is None:
        return Side(None, 0)
    shown = published_mean(Fraction(figure.value), figure.n, minimum)
    return Side(shown, 0 if shown is None else figure.n, shown is None)
