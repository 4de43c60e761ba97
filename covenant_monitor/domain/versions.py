"""Two versions of a framework, and which criterion of the one became which of the other.

A mapping is kept as rows, one per pair of criteria; people think of it in matches: what was split, what was merged. A
mapping is proposed from the texts alone, and a person decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from covenant_monitor.domain.likeness import Likeness, Words, same_text, together, words
from covenant_monitor.domain.model import Criterion, Framework, Relation

REWORDED_FROM = 0.35
"""From which likeness (0-1, see `Likeness.alike`) two criteria with different codes are proposed as one, reworded.

The four thresholds were tried on the demo's two versions, of which people wrote the mapping: with these, no pair is
proposed that they did not make, and what is missed are texts with hardly a word in common.
"""

SAME_CODE_FROM = 0.2
"""The same for two that have the same code."""

PART_FROM = 0.7
"""How much of the words of a part must be in the whole, and of the whole in the parts together, for a split or merge
to be proposed."""

PART_ADDS = 0.15
"""How much of the whole each part must have that the other parts do not have."""


@dataclass(frozen=True, slots=True)
class FrameworkKey:
    """Which version of which framework, by their codes."""

    framework: str
    version: str


@dataclass(frozen=True, slots=True)
class MappingRow:
    """What a criterion of the old version (None: there was none) became in the new one (None: it was dropped)."""

    from_criterion: str | None
    to_criterion: str | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Match:
    """Criteria of the old and of the new version that belong together, by code.

    One to one it is the same or reworded, one to several split, several to one merged, none to one new, one to none
    dropped. `similarity` is 0-1, of those that are most alike; None where one side is empty.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    relation: Relation
    similarity: float | None = None


def propose(old: Framework, new: Framework) -> list[Match]:
    """What the texts suggest; every criterion of both versions is in one match. In the new version's order, with the
    dropped ones at the end.

    Equal texts are the same criterion, whatever their codes. Of the others: a criterion whose words are those of
    several others together was split, or is what they were merged into; after that, those most alike are one,
    reworded.
    """
    pairs = _Pairs(old, new)
    pairs.take_equal()
    pairs.take_parts(splitting=True)
    pairs.take_parts(splitting=False)
    pairs.take_alike()
    return _in_order(pairs.finished(), old, new)


class _Pairs:
    """The criteria that have found no match yet, and the matches found."""

    def __init__(self, old: Framework, new: Framework) -> None:
        self.old, self.new = old, new
        self.likeness = Likeness([*old.criteria.values(), *new.criteria.values()])
        self.before = {code: words(criterion.text) for code, criterion in old.criteria.items()}
        self.after = {code: words(criterion.text) for code, criterion in new.criteria.items()}
        self.found: list[Match] = []

    def take(self, before: Sequence[str], after: Sequence[str], relation: Relation) -> None:
        alike = max(self.likeness.alike(self.before[b], self.after[a]) for b in before for a in after)
        self.found.append(Match(tuple(before), tuple(after), relation, alike))
        for code in before:
            del self.before[code]
        for code in after:
            del self.after[code]

    def take_equal(self) -> None:
        """Equal texts; of several that are equal, those with the same code, and else in order.

        Where neither has a text yet, only the code can tell.
        """
        for by_code in (True, False):
            for code, its_words in list(self.before.items()):
                text = self.old.criteria[code].text
                for other in [code] if by_code else list(self.after):
                    known = other in self.after and (by_code or any(its_words))
                    if known and same_text(text, self.new.criteria[other].text):
                        self.take([code], [other], Relation.SAME)
                        break

    def take_parts(self, *, splitting: bool) -> None:
        """What was split into parts (or was merged out of them), those that are surest first."""
        wholes, parts = (self.before, self.after) if splitting else (self.after, self.before)
        wholes_of: dict[str, list[str]] = {}
        for part, its_words in parts.items():
            within = {whole: self.likeness.within(its_words, of) for whole, of in wholes.items()}
            if within and max(within.values()) >= PART_FROM:
                wholes_of.setdefault(max(within, key=within.__getitem__), []).append(part)
        for whole, candidates in wholes_of.items():
            chosen = self._parts(wholes[whole], {code: parts[code] for code in candidates})
            if len(chosen) < 2:
                continue
            if splitting:
                self.take([whole], chosen, Relation.SPLIT)
            else:
                self.take(chosen, [whole], Relation.MERGED)

    def _parts(self, whole: Words, candidates: Mapping[str, Words]) -> list[str]:
        """Those of the candidates that each add something to the whole; none where they do not make it up."""
        chosen = list(candidates)
        for code in candidates:
            others = [other for other in chosen if other != code]
            if self._covered(whole, candidates, chosen) - self._covered(whole, candidates, others) < PART_ADDS:
                chosen = others
        return chosen if self._covered(whole, candidates, chosen) >= PART_FROM else []

    def _covered(self, whole: Words, parts: Mapping[str, Words], codes: Sequence[str]) -> float:
        return self.likeness.within(whole, together(parts[code] for code in codes)) if codes else 0.0

    def take_alike(self) -> None:
        ranked = []
        for i, (code, its_words) in enumerate(self.before.items()):
            for k, (other, other_words) in enumerate(self.after.items()):
                alike = self.likeness.alike(its_words, other_words)
                if alike >= (SAME_CODE_FROM if code == other else REWORDED_FROM):
                    ranked.append((-alike, code != other, i, k, code, other))
        for *_rank, code, other in sorted(ranked):
            if code in self.before and other in self.after:
                self.take([code], [other], Relation.REWORDED)

    def finished(self) -> list[Match]:
        dropped = [Match((code,), (), Relation.DROPPED) for code in self.before]
        return [*self.found, *(Match((), (code,), Relation.NEW) for code in self.after), *dropped]


def _in_order(found: Iterable[Match], old: Framework, new: Framework) -> list[Match]:
    """In the order of the new version, what was dropped at the end; the codes of each match in order too."""
    old_place = {code: place for place, code in enumerate(old.criteria)}
    new_place = {code: place for place, code in enumerate(new.criteria)}
    sorted_ = [
        replace(
            match,
            before=tuple(sorted(match.before, key=old_place.__getitem__)),
            after=tuple(sorted(match.after, key=new_place.__getitem__)),
        )
        for match in found
    ]
    return sorted(
        sorted_,
        key=lambda match: (not match.after, new_place[match.after[0]] if match.after else old_place[match.before[0]]),
    )


def nearest(criterion: Criterion, old: Framework, new: Framework, *, among: Framework) -> list[tuple[str, float]]:
    """The criteria of `among` (one of the two versions) with how alike each is to `criterion`, the most alike first."""
    likeness = Likeness([*old.criteria.values(), *new.criteria.values()])
    its_words = words(criterion.text)
    found = [(code, likeness.alike(its_words, words(other.text))) for code, other in among.criteria.items()]
    return sorted(found, key=lambda pair: -pair[1])


def rows_of(found: Iterable[Match]) -> list[MappingRow]:
    """The rows that matches are kept as."""
    return [
        MappingRow(before, after, match.relation)
        for match in found
        for before in match.before or (None,)
        for after in match.after or (None,)
    ]


def matches(rows: Iterable[MappingRow], old: Framework, new: Framework) -> list[Match]:
    """The matches that rows stand for; criteria that no row mentions are dropped, or new.

    Rows that contradict each other (see `framework_rules.mapping_obstacles`) are taken as far as they go: what is
    connected makes one match, and the first row says what it is.

    Raises:
        KeyError: a row has a criterion that is not in its version.
    """
    group_of: dict[tuple[bool, str], dict[tuple[bool, str], Relation]] = {}
    for row in rows:
        ends = [(is_new, code) for is_new, code in ((False, row.from_criterion), (True, row.to_criterion)) if code]
        together_: dict[tuple[bool, str], Relation] = {}
        for end in ends:
            together_ |= group_of.get(end, {})
        for end in ends:
            together_.setdefault(end, row.relation)
        for end in together_:
            group_of[end] = together_
    likeness = Likeness([*old.criteria.values(), *new.criteria.values()])
    found: list[Match] = []
    seen: set[int] = set()
    for group in group_of.values():
        if id(group) in seen:
            continue
        seen.add(id(group))
        before = tuple(code for is_new, code in group if not is_new)
        after = tuple(code for is_new, code in group if is_new)
        found.append(_match(likeness, old, new, before, after, next(iter(group.values()))))
    mentioned = group_of.keys()
    found += [Match((code,), (), Relation.DROPPED) for code in old.criteria if (False, code) not in mentioned]
    found += [Match((), (code,), Relation.NEW) for code in new.criteria if (True, code) not in mentioned]
    return _in_order(found, old, new)


def _match(
    likeness: Likeness,
    old: Framework,
    new: Framework,
    before: Sequence[str],
    after: Sequence[str],
    relation: Relation | None = None,
) -> Match:
    """A match of these codes; where no relation is given it follows from how many there are, and from the texts."""
    pairs = [(old.criteria[b], new.criteria[a]) for b in before for a in after]
    alike = max((likeness.alike(words(b.text), words(a.text)) for b, a in pairs), default=None)
    return Match(tuple(before), tuple(after), relation or _relation(before, after, pairs), alike)


def _relation(before: Sequence[str], after: Sequence[str], pairs: Sequence[tuple[Criterion, Criterion]]) -> Relation:
    if not before:
        return Relation.NEW
    if not after:
        return Relation.DROPPED
    if len(pairs) == 1:
        return Relation.SAME if same_text(pairs[0][0].text, pairs[0][1].text) else Relation.REWORDED
    return Relation.SPLIT if len(before) == 1 else Relation.MERGED


def link(
    known: Sequence[Match], old: Framework, new: Framework, before: Sequence[str], after: Sequence[str]
) -> list[Match]:
    """The matches with these criteria belonging together, and taken out of the matches that they were in.

    What is left of those keeps together; what is left alone was dropped, or is new. Without `after`, each of `before`
    was dropped; without `before`, each of `after` is new.

    Raises:
        ValueError: several would become several, or a code is not in its version.
    """
    if len(before) > 1 and len(after) > 1:
        raise ValueError("several criteria cannot become several")
    unknown = [code for code in before if code not in old.criteria] + [c for c in after if c not in new.criteria]
    if unknown or not (before or after):
        raise ValueError(f"no such criteria: {unknown}")
    likeness = Likeness([*old.criteria.values(), *new.criteria.values()])
    found = []
    for match in known:
        rest_before = [code for code in match.before if code not in before]
        rest_after = [code for code in match.after if code not in after]
        if (len(rest_before), len(rest_after)) == (len(match.before), len(match.after)):
            found.append(match)
        elif rest_before and rest_after:
            found.append(_match(likeness, old, new, rest_before, rest_after))
        else:
            found += [Match((code,), (), Relation.DROPPED) for code in rest_before]
            found += [Match((), (code,), Relation.NEW) for code in rest_after]
    if before and after:
        found.append(_match(likeness, old, new, before, after))
    else:
        found += [Match((code,), (), Relation.DROPPED) for code in before]
        found += [Match((), (code,), Relation.NEW) for code in after]
    return _in_order(found, old, new)


def with_relation(match: Match, relation: Relation) -> Match:
    """The match called the same, or reworded. Raises ValueError unless it is one to one, and stays so."""
    one_to_one = (Relation.SAME, Relation.REWORDED)
    if match.relation not in one_to_one or relation not in one_to_one:
        raise ValueError(f"{match.relation} cannot be called {relation}")
    return replace(match, relation=relation)
