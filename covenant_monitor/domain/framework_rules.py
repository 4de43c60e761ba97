"""What a framework version, and the mapping between two, must be like: published it can no longer be mended."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from covenant_monitor.domain.likeness import plain
from covenant_monitor.domain.lineage import ONE_TO_ONE
from covenant_monitor.domain.model import Framework, Level, Relation, Text
from covenant_monitor.domain.versions import FrameworkKey, MappingRow


class FlawKind(StrEnum):
    """What can be wrong."""

    NO_NAME = "no_name"
    NO_CRITERIA = "no_criteria"
    NO_SECTION = "no_section"
    EMPTY_SECTION = "empty_section"
    NO_SECTION_NAME = "no_section_name"
    NO_TEXT = "no_text"
    UNKNOWN_GROUP = "unknown_group"
    SAME_TEXT = "same_text"
    NO_ANCHORS = "no_anchors"
    NO_DUTCH = "no_dutch"
    NO_ENGLISH = "no_english"
    UNMAPPED_OLD = "unmapped_old"
    UNMAPPED_NEW = "unmapped_new"
    SAME_VERSION = "same_version"
    CYCLE = "cycle"
    NO_SUCH_OLD = "no_such_old"
    NO_SUCH_NEW = "no_such_new"
    NO_END = "no_end"
    EXTRA_END = "extra_end"
    TWICE = "twice"
    GONE_AND_KEPT = "gone_and_kept"
    NEW_AND_KNOWN = "new_and_known"
    NOT_ONE = "not_one"
    NOT_SEVERAL = "not_several"
    TANGLED = "tangled"


_NOTES = frozenset(
    {
        FlawKind.UNKNOWN_GROUP,
        FlawKind.SAME_TEXT,
        FlawKind.NO_ANCHORS,
        FlawKind.NO_DUTCH,
        FlawKind.NO_ENGLISH,
        FlawKind.UNMAPPED_OLD,
        FlawKind.UNMAPPED_NEW,
    }
)
_OF_SECTIONS = frozenset({FlawKind.EMPTY_SECTION, FlawKind.NO_SECTION_NAME})
_OF_VERSIONS = frozenset({FlawKind.NO_NAME, FlawKind.NO_CRITERIA})
_OF_CRITERIA = frozenset(
    {
        FlawKind.NO_SECTION,
        FlawKind.NO_TEXT,
        FlawKind.UNKNOWN_GROUP,
        FlawKind.SAME_TEXT,
        FlawKind.NO_ANCHORS,
        FlawKind.NO_DUTCH,
        FlawKind.NO_ENGLISH,
    }
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong. `code` is the criterion or section that it is about, "" the whole version.

    `other` is what else its text names: another criterion, a group, a relation, or a version.
    """

    kind: FlawKind
    code: str = ""
    other: str = ""

    @property
    def stops(self) -> bool:
        """Whether it keeps the version from being published; what does not is a note."""
        return self.kind not in _NOTES

    @property
    def place(self) -> str:
        """Where it is: framework, section, criterion or mapping."""
        if self.kind in _OF_VERSIONS:
            return "framework"
        if self.kind in _OF_SECTIONS:
            return "section"
        return "criterion" if self.kind in _OF_CRITERIA else "mapping"


def publish_findings(
    framework: Framework,
    *,
    groups: Collection[str] = (),
    mappings: Sequence[tuple[Framework, Sequence[MappingRow]]] = (),
    chain: Collection[tuple[FrameworkKey, FrameworkKey]] = (),
) -> list[Flaw]:
    """What is wrong with a version that is to be published: what stops it first.

    `groups` are those that participants are in, or requirements are for; none: not looked at. `mappings` are the
    older versions with the rows that lead from them to this one, `chain` every pair of versions that has a mapping.
    """
    found = [*_of_the_whole(framework), *_of_criteria(framework, groups)]
    for old, rows in mappings:
        found += mapping_obstacles(rows, old, framework, chain)
        found += unmapped(rows, old, framework)
    return sorted(found, key=lambda flaw: not flaw.stops)


def _empty(text: Text) -> bool:
    return not (text.nl.strip() or text.en.strip())


def _of_the_whole(framework: Framework) -> Iterable[Flaw]:
    if _empty(framework.name):
        yield Flaw(FlawKind.NO_NAME)
    if not framework.criteria:
        yield Flaw(FlawKind.NO_CRITERIA)
    for section in framework.sections:
        if not section.code:
            continue
        if not section.criteria:
            yield Flaw(FlawKind.EMPTY_SECTION, section.code)
        if _empty(section.name):
            yield Flaw(FlawKind.NO_SECTION_NAME, section.code)


def _of_criteria(framework: Framework, groups: Collection[str]) -> Iterable[Flaw]:
    criteria = framework.criteria
    # A secretariat that works in one language is not asked for the other.
    in_dutch = any(criterion.text.nl.strip() for criterion in criteria.values())
    in_english = any(criterion.text.en.strip() for criterion in criteria.values())
    known = {group.casefold() for group in groups}
    first: dict[str, str] = {}
    for code, criterion in criteria.items():
        if not framework.section_of[code].code:
            yield Flaw(FlawKind.NO_SECTION, code)
        if _empty(criterion.text):
            yield Flaw(FlawKind.NO_TEXT, code)
        elif in_dutch and not criterion.text.nl.strip():
            yield Flaw(FlawKind.NO_DUTCH, code)
        elif in_english and not criterion.text.en.strip():
            yield Flaw(FlawKind.NO_ENGLISH, code)
        for group in sorted(criterion.groups):
            if known and group.casefold() not in known:
                yield Flaw(FlawKind.UNKNOWN_GROUP, code, group)
        for text in filter(None, (plain(criterion.text.nl), plain(criterion.text.en))):
            if first.setdefault(text, code) != code:
                yield Flaw(FlawKind.SAME_TEXT, code, first[text])
                break
        if framework.scale.by_level and any(_empty(criterion.anchors.get(level, Text())) for level in Level):
            yield Flaw(FlawKind.NO_ANCHORS, code)


def unmapped(rows: Iterable[MappingRow], old: Framework, new: Framework) -> list[Flaw]:
    """The criteria of both versions that the mapping says nothing of; for comparison they are dropped, or new."""
    rows = list(rows)
    before = {row.from_criterion for row in rows}
    after = {row.to_criterion for row in rows}
    return [
        *(Flaw(FlawKind.UNMAPPED_OLD, code, old.version) for code in old.criteria if code not in before),
        *(Flaw(FlawKind.UNMAPPED_NEW, code, old.version) for code in new.criteria if code not in after),
    ]


def mapping_obstacles(
    rows: Iterable[MappingRow],
    old: Framework,
    new: Framework,
    chain: Iterable[tuple[FrameworkKey, FrameworkKey]] = (),
) -> list[Flaw]:
    """What keeps a mapping from being saved: it contradicts itself, or goes in a circle with those of `chain`.

    The same and reworded are one to one, split is one to several, merged several to one; a new criterion has none
    before it, a dropped one none after it. A criterion that was split cannot be merged by the same mapping.
    """
    rows = list(rows)
    return [*_circles(old, new, chain), *_ends(rows, old, new), *_counts(rows)]


def _circles(old: Framework, new: Framework, chain: Iterable[tuple[FrameworkKey, FrameworkKey]]) -> Iterable[Flaw]:
    start, end = FrameworkKey(old.code, old.version), FrameworkKey(new.code, new.version)
    if start == end:
        yield Flaw(FlawKind.SAME_VERSION, other=old.version)
    elif leads_to(end, start, chain):
        yield Flaw(FlawKind.CYCLE, new.version, old.version)


def leads_to(start: FrameworkKey, end: FrameworkKey, chain: Iterable[tuple[FrameworkKey, FrameworkKey]]) -> bool:
    """Whether the mappings lead from one version to another, directly or over others."""
    after: dict[FrameworkKey, set[FrameworkKey]] = {}
    for one, other in chain:
        after.setdefault(one, set()).add(other)
    reached: set[FrameworkKey] = set()
    going = set(after.get(start, ()))
    while going:
        reached |= going
        going = {further for key in going for further in after.get(key, ())} - reached
    return end in reached


def _ends(rows: Sequence[MappingRow], old: Framework, new: Framework) -> Iterable[Flaw]:
    for row in rows:
        before, after = row.from_criterion, row.to_criterion
        if before is not None and before not in old.criteria:
            yield Flaw(FlawKind.NO_SUCH_OLD, before, old.version)
        if after is not None and after not in new.criteria:
            yield Flaw(FlawKind.NO_SUCH_NEW, after, new.version)
        if (before is None) != (row.relation is Relation.NEW):
            kind = FlawKind.NO_END if before is None else FlawKind.EXTRA_END
            yield Flaw(kind, after or before or "", row.relation)
        elif (after is None) != (row.relation is Relation.DROPPED):
            kind = FlawKind.NO_END if after is None else FlawKind.EXTRA_END
            yield Flaw(kind, before or after or "", row.relation)
    for (before, after), n in Counter((row.from_criterion, row.to_criterion) for row in rows).items():
        if n > 1:
            yield Flaw(FlawKind.TWICE, before or after or "", after or "")


def _counts(rows: Sequence[MappingRow]) -> Iterable[Flaw]:
    """Whether every row's relation is that of how many its criteria have on the other side."""
    pairs: dict[tuple[str, str], Relation] = {
        (row.from_criterion, row.to_criterion): row.relation
        for row in rows
        if row.from_criterion is not None and row.to_criterion is not None
    }
    onward = Counter(before for before, _ in pairs)
    back = Counter(after for _, after in pairs)
    for row in rows:
        if row.relation is Relation.DROPPED and row.from_criterion in onward:
            yield Flaw(FlawKind.GONE_AND_KEPT, row.from_criterion or "")
        if row.relation is Relation.NEW and row.to_criterion in back:
            yield Flaw(FlawKind.NEW_AND_KNOWN, row.to_criterion or "")
    for (before, after), relation in pairs.items():
        if onward[before] > 1 and back[after] > 1:
            yield Flaw(FlawKind.TANGLED, before, after)
        elif relation in ONE_TO_ONE and (onward[before] > 1 or back[after] > 1):
            yield Flaw(FlawKind.NOT_ONE, before if onward[before] > 1 else after, relation)
        elif (relation is Relation.SPLIT and onward[before] < 2) or (relation is Relation.MERGED and back[after] < 2):
            yield Flaw(FlawKind.NOT_SEVERAL, before if relation is Relation.SPLIT else after, relation)
