"""What of an output may be published beside what was published before, and the writing and recording of it.

An output is tested as a whole before anything is written. What would give someone away is left out where the output can
do without it: an earlier round as a whole, the participation years of the round itself, the mean of a section. Where
that is not enough, nothing is written.
"""

import sqlite3
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from covenant_monitor.domain.disclosure import divided_by_too_few
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.releases import SECTION, Statement, Verdict, Withheld, judge
from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing, sync_file, told_as_unwritable
from covenant_monitor.language import Language
from covenant_monitor.publishing.copies import write_copy
from covenant_monitor.publishing.implied import implied
from covenant_monitor.publishing.statements import ALL
from covenant_monitor.publishing.words import WhyNot, withheld_lines
from covenant_monitor.store.opening import explain
from covenant_monitor.store.releases import Release, record_release, releases
from covenant_monitor.store.store import Change, Store

Figures = Callable[[CovenantPicture], Sequence[Statement]]
"""The figures that an output made of a picture holds."""


@dataclass(frozen=True)
class ReleaseCheck:
    """What a public output may say. `picture` is what to make it of: without what is withheld of the `whole`.

    `withheld` is left out, and `left_out` are the rounds that are so as a whole. What is `refused` the output would
    still show: then it may not be written. `earlier`: all earlier releases, latest first.
    """

    whole: CovenantPicture
    picture: CovenantPicture
    round: str
    allowed: Sequence[Statement]
    withheld: Sequence[Withheld]
    refused: Sequence[Withheld]
    left_out: Sequence[str]
    earlier: Sequence[Release]
    _known: dict[Hashable, list[Release]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def because_of(self, held: Withheld) -> list[Release]:
        """The earlier releases without which a figure could be published; none where it is by this output alone.

        Of many figures and releases it can take seconds the first time.
        """
        if not held.with_earlier:
            return []
        key = held.statement.space, held.statement.members, held.cause
        if key not in self._known:
            self._known[key] = self._found(held)
        return self._known[key]

    def _found(self, held: Withheld) -> list[Release]:
        family = held.statement.family
        new = [*(one for one in self.allowed if one.family == family), held.statement]
        said = [(one, [figure for figure in one.statements if figure.family == family]) for one in self.earlier]
        about = [(release, replace(release, statements=figures)) for release, figures in said if figures]
        for release, part in about:  # mostly it is one
            if release_check(new, [part], self.whole).withheld:
                return [release]
        for pair in list(about):
            others = [other for other in about if other is not pair]
            if release_check(new, [part for _release, part in others], self.whole).withheld:
                about = others
        return [release for release, _part in about]

    def why_not(self, held: Withheld) -> WhyNot:
        """A figure that is withheld or refused, and the reason."""
        return WhyNot(held, self.picture.covenant.minimum_group, tuple(self.because_of(held)))

    def why(self, language: Language) -> list[str]:
        """What is withheld and why, in sentences; the same for all with the same reason."""
        frameworks = {one.round.code: one.framework for one in self.whole.rounds}
        held = (*self.withheld, *self.refused)
        lines = withheld_lines(held, self.picture.covenant.minimum_group, self.because_of, frameworks, language)
        left_out = language.gettext("Round {round} is left out as a whole.")
        return [*lines, *(left_out.format(round=code) for code in self.left_out), *self._few_entered(language)]

    def _few_entered(self, language: Language) -> list[str]:
        entered, shown = (
            sum(len(one.observations) for one in picture.indicators) for picture in (self.whole, self.picture)
        )
        if entered == shown:
            return []
        said = language.ngettext(
            "{n} value that was entered for an indicator is withheld: it is of fewer than {k} participants.",
            "{n} values that were entered for indicators are withheld: they are of fewer than {k} participants.",
            entered - shown,
        )
        return [said.format(n=entered - shown, k=self.picture.covenant.minimum_group)]

    def applied(self, picture: CovenantPicture) -> CovenantPicture:
        """Another reading of the same covenant, such as one with tallies, without what is withheld.

        Raises Problem where it is not what was tested: who counts, or how, was changed in between.
        """
        if [one.standings for one in picture.rounds] != [one.standings for one in self.whole.rounds]:
            raise Problem("What was tested has changed in the meantime. Start the release again.")
        shown = {one.round.code: one.withheld for one in self.picture.rounds}
        rounds = [replace(one, withheld=shown[one.round.code]) for one in picture.rounds if one.round.code in shown]
        return _without_few(replace(picture, rounds=rounds))

    def must_be_allowed(self) -> None:
        """Raise Problem, which says what and why, where the output may not be written."""
        if self.refused:
            raise Problem(
                "Not written: {why}. Publish it again when more is different, or choose another output.",
                why=self.why_not(self.refused[0]),
            )


def release_check(statements: Sequence[Statement], earlier: Sequence[Release], picture: CovenantPicture) -> Verdict:
    """Which figures may be published beside earlier releases, by the covenant's smallest group and dominance rule.

    With them is judged what is implied by them; a figure that would imply one that may not be published is withheld.
    """
    frameworks = {one.round.code: one.framework for one in picture.rounds}
    released = [statement for release in earlier for statement in release.statements]
    before = [*released, *(one for one, _last in implied(released, frameworks))]
    left, withheld = list(statements), list[Withheld]()
    while True:
        own = {id(one) for one in left}
        following = {id(one): (one, last) for one, last in implied([*released, *left], frameworks) if id(last) in own}
        everything = [*left, *(one for one, _last in following.values())]
        verdict = judge(
            everything,
            before,
            minimum=picture.covenant.minimum_group,
            dominance=picture.covenant.dominance_percent,
        )
        plain = [held for held in verdict.withheld if id(held.statement) not in following]
        said = {
            id(following[id(held.statement)][1]): held for held in verdict.withheld if id(held.statement) in following
        }
        gone = {id(held.statement) for held in plain}
        told = [replace(held, statement=one) for one in left if (held := said.get(id(one))) and id(one) not in gone]
        withheld += [*plain, *told, *_classes_with([*plain, *told], left)]
        out = {id(held.statement) for held in withheld}
        left = [one for one in left if id(one) not in out]
        if not plain and not told:
            order = {id(one): place for place, one in enumerate(statements)}
            return Verdict(left, sorted(withheld, key=lambda held: order[id(held.statement)]))


def _classes_with(withheld: Sequence[Withheld], left: Sequence[Statement]) -> list[Withheld]:
    """The other classes of a group of which one is withheld: what is in neither of two is in the third."""
    causes = {
        (held.statement.family, held.statement.members): held
        for held in withheld
        if held.statement.measure.startswith("outcome:")
    }
    gone = {id(held.statement) for held in withheld}
    return [
        replace(causes[one.family, one.members], statement=one)
        for one in left
        if id(one) not in gone and (one.family, one.members) in causes
    ]


def prepared(picture: CovenantPicture, round_: str, earlier: Sequence[Release], figures: Figures) -> ReleaseCheck:
    """Test an output of a round (of "": of none), and leave out of what it is made of what may not be published."""
    whole, picture = picture, _without_few(picture)
    withheld: list[Withheld] = []
    left_out: list[str] = []
    while True:
        statements = figures(picture)
        verdict = release_check(statements, earlier, picture)
        smaller = _without(picture, round_, verdict.withheld)
        if smaller == picture:
            break
        gone = {one.round.code for one in picture.rounds} - {one.round.code for one in smaller.rounds}
        left_out += sorted(gone)
        withheld += verdict.withheld
        picture = smaller
    return ReleaseCheck(whole, picture, round_, verdict.allowed, withheld, verdict.withheld, left_out, earlier)


def picked(picture: CovenantPicture, round_: str, earlier: Sequence[Release], figures: Figures) -> ReleaseCheck:
    """Test an output that can do without any of its figures, so that nothing of it is ever refused."""
    shown = _without_few(picture)
    verdict = release_check(figures(shown), earlier, shown)
    return ReleaseCheck(picture, shown, round_, verdict.allowed, verdict.withheld, (), (), earlier)


def _without_few(picture: CovenantPicture) -> CovenantPicture:
    """A picture without what was entered of too few participants."""
    minimum = picture.covenant.minimum_group
    return replace(
        picture,
        indicators=[
            replace(
                indicator,
                observations=[
                    one for one in indicator.observations if not divided_by_too_few(one.denominator, minimum)
                ],
            )
            for indicator in picture.indicators
        ],
    )


def _without(picture: CovenantPicture, round_: str, withheld: Sequence[Withheld]) -> CovenantPicture:
    """A picture without these figures, as far as it can be; the same one where it cannot."""
    rounds = []
    for one in picture.rounds:
        found = {_part(held.statement) for held in withheld if held.statement.round == one.round.code}
        more = (one.withheld | found) - {""}
        if found and ("" in found or more == one.withheld):  # it cannot do without, or does not
            if one.round.code == round_ or not round_:
                rounds.append(one)
        else:
            rounds.append(replace(one, withheld=more) if found else one)
    return replace(picture, rounds=rounds)


def _part(statement: Statement) -> str:
    """What a round withholds so that a figure is not shown; "" where it can only be left out as a whole."""
    if statement.group != ALL:
        return "years"
    return statement.measure if statement.measure.startswith(SECTION) else ""


def must_be_recordable(store: Store) -> None:
    """Raise Problem where a release could not be recorded: then nothing is written either."""
    if store.read_only:
        raise Problem(
            "{file} is open read-only, so a release cannot be recorded in it. Open it where it can be written.",
            file=store.path.name,
        )


def publish(
    store: Store, check: ReleaseCheck, path: Path, write: Callable[[Path], object], *, output: str, language: str
) -> Change:
    """Write a public output and record the release: never a file without its record.

    `write` makes the file at the path it is given, which takes its place once it is recorded. Where it cannot do so any
    more (its target was opened elsewhere meanwhile, or the process ended), the record stays, without a file: what it
    says may be published again, and counts as known. Raises Problem where it may not be written or not be recorded.
    """
    check.must_be_allowed()
    must_be_recordable(store)
    with replacing(path) as temporary:
        write(temporary)
        return record(store, check, path, temporary, output=output, language=language)


def publish_copy(store: Store, path: Path, covenants: Sequence[str], *, language: str) -> None:
    """Write a copy of the file without names, and record that of each covenant, in the order of `publish`.

    Raises Problem as that does, and where a code names a participant.
    """
    must_be_recordable(store)
    with replacing(path) as temporary:
        try:
            write_copy(temporary, store)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        digest = _digest(temporary, path)
        for covenant in covenants:
            record_release(
                store,
                covenant=covenant,
                output="file",
                round="",
                language=language,
                file=path.name,
                digest=digest,
                statements=(),
            )


def record(store: Store, check: ReleaseCheck, path: Path, written: Path, *, output: str, language: str) -> Change:
    """Record that what was `written` is released as `path`.

    Raises Problem where it cannot be, or something else was released since the test.
    """
    covenant, digest = check.picture.covenant.code, _digest(written, path)
    if releases(store, covenant) != list(check.earlier):
        raise Problem("What was tested has changed in the meantime. Start the release again.")
    return record_release(
        store,
        covenant=covenant,
        output=output,
        round=check.round,
        language=language,
        file=path.name,
        digest=digest,
        statements=check.allowed,
    )


def _digest(written: Path, path: Path) -> str:
    """The SHA-256 of what is to become `path`, once it is on the disk: one that is full is told before the record."""
    with told_as_unwritable(path, {str(written)}):
        sync_file(written)
        return sha256(written.read_bytes()).hexdigest()
