"""What is said of framework versions: what keeps one from being published, and how criteria became others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from covenant_monitor.domain.framework_rules import Flaw, FlawKind
from covenant_monitor.domain.model import Relation
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.language import N_, Language, Term

FLAWS: Mapping[FlawKind, str] = {
    FlawKind.NO_NAME: N_("The version has no name, in either language."),
    FlawKind.NO_CRITERIA: N_("The version has no criteria."),
    FlawKind.NO_SECTION: N_("Criterion {code} has no section: choose one."),
    FlawKind.EMPTY_SECTION: N_("Section {code} has no criteria: add one, or delete the section."),
    FlawKind.NO_SECTION_NAME: N_("Section {code} has no name, in either language."),
    FlawKind.NO_TEXT: N_("Criterion {code} has no text, in either language."),
    FlawKind.UNKNOWN_GROUP: N_("Criterion {code} is for group {other}, which no participant is in."),
    FlawKind.SAME_TEXT: N_("Criterion {code} has the same text as {other}."),
    FlawKind.NO_ANCHORS: N_("Criterion {code} does not say for every rating when it is given."),
    FlawKind.NO_DUTCH: N_("Criterion {code} has no Dutch text."),
    FlawKind.NO_ENGLISH: N_("Criterion {code} has no English text."),
    FlawKind.UNMAPPED_OLD: N_("Criterion {code} of version {other} is not in the mapping: say what became of it."),
    FlawKind.UNMAPPED_NEW: N_("Criterion {code} is not in the mapping from version {other}: say where it comes from."),
    FlawKind.SAME_VERSION: N_("A mapping goes from one version to another; version {other} cannot be both."),
    FlawKind.CYCLE: N_(
        "The mapping goes in a circle: version {code} already leads to version {other}, so it cannot come from it."
    ),
    FlawKind.NO_SUCH_OLD: N_("The mapping names criterion {code}, which version {other} does not have."),
    FlawKind.NO_SUCH_NEW: N_("The mapping names criterion {code}, which version {other} does not have."),
    FlawKind.NO_END: N_("In the mapping, criterion {code} is called “{other}”, but nothing stands on the other side."),
    FlawKind.EXTRA_END: N_("In the mapping, criterion {code} is called “{other}”, so nothing can stand on one side."),
    FlawKind.TWICE: N_("The mapping has criterion {code} with {other} twice."),
    FlawKind.GONE_AND_KEPT: N_("In the mapping, criterion {code} was dropped and also became another: choose one."),
    FlawKind.NEW_AND_KNOWN: N_("In the mapping, criterion {code} is new and also comes from another: choose one."),
    FlawKind.NOT_ONE: N_("In the mapping, criterion {code} is called “{other}”, but has several on the other side."),
    FlawKind.NOT_SEVERAL: N_("In the mapping, criterion {code} is called “{other}”, but has one on the other side."),
    FlawKind.TANGLED: N_(
        "The mapping splits criterion {code} and merges it into {other} at once: choose one of the two."
    ),
}
"""What each flaw says, filled with its `code` and `other`."""

_OF_RELATIONS = frozenset({FlawKind.NO_END, FlawKind.EXTRA_END, FlawKind.NOT_ONE, FlawKind.NOT_SEVERAL})

_RELATIONS: Mapping[Relation, str] = {
    Relation.SAME: N_("the same"),
    Relation.REWORDED: N_("reworded"),
    Relation.SPLIT: N_("split"),
    Relation.MERGED: N_("merged"),
    Relation.NEW: N_("new"),
    Relation.DROPPED: N_("dropped"),
}


def relation_name(relation: Relation, language: Language) -> str:
    """How one criterion became another, in a word."""
    return language.gettext(_RELATIONS[relation])


def flaw_text(flaw: Flaw, language: Language) -> str:
    """What is wrong, in one sentence."""
    return SaidFlaw(flaw).text(language)


@dataclass(frozen=True, slots=True)
class SaidFlaw:
    """A flaw as something that can say itself, as the findings of `errors.Rejected` do."""

    flaw: Flaw

    def text(self, language: Language) -> str:
        """It in words."""
        return self.problem().text(language)

    def problem(self) -> Problem:
        """It as what is raised where nothing else is wrong."""
        flaw = self.flaw
        other = Term(_RELATIONS[Relation(flaw.other)]) if flaw.kind in _OF_RELATIONS else flaw.other
        return Problem(FLAWS[flaw.kind], code=flaw.code, other=other)


def refuse(flaws: Iterable[Flaw], message: str) -> None:
    """Raise what stands in the way: one flaw as a Problem, several as Rejected with `message`; notes do not."""
    stopping = [flaw for flaw in flaws if flaw.stops]
    if len(stopping) == 1:
        raise SaidFlaw(stopping[0]).problem()
    if stopping:
        raise Rejected(message, [SaidFlaw(flaw) for flaw in stopping], n=len(stopping))
