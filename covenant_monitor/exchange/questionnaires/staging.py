"""What returned questionnaires would change: every answer before and after, and everything that is odd about them.

Nothing is written here; `taking` does, of what is accepted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from covenant_monitor.domain.applicability import applies
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import UNRATED, AssessmentKind, Framework, Rating, Scale, Status
from covenant_monitor.domain.workflow import after_change
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.questionnaires.answers import entered, is_filled, rating_of
from covenant_monitor.exchange.questionnaires.layout import Returned, ReturnedRow
from covenant_monitor.exchange.questionnaires.marks import Column
from covenant_monitor.language import N_, NO_NUMBER, Language
from covenant_monitor.names import rating_in_words, status_name
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.answers import answers_of_rounds, taken_files
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.texts import fold

OTHER_COVENANT = N_(
    "This questionnaire is of covenant {covenant}, and those of {expected} are being read. Choose that covenant first,"
    " if it is meant."
)
OTHER_ROUND = N_(
    "This is the questionnaire of {party} for round {round}, and those of round {expected} are being read. Choose that"
    " round first, if it is meant."
)
UNKNOWN_COMPANY = N_("This questionnaire is of participant {party}, which is not in this file.")
NOT_IN_ROUND = N_(
    "{party} takes no part in round {round}: it had left before, or joined later. See its dates, if that is not so."
)
OTHER_COMPANY = N_(
    "This questionnaire was made for {party}, and says now that it is of {shown}. Ask whose answers they are; each"
    " participant has a workbook of its own."
)
ROUND_SHOWN = N_("This questionnaire was made for round {round}, and says now that it is for round {shown}. Ask which.")
OLD_VERSION = N_(
    "This questionnaire has the criteria of framework {framework}, version {version}; the round has version {now} by"
    " now. Send {party} a new one."
)
LOCKED = N_("The own assessment of {party} is final: reopen it before you take in its answers.")
PERCENTAGES = N_("The own assessment of {party} has percentages entered directly: clear those first.")
TWO_OF_ONE = N_("{party} is here twice: also in {other}. Take in one of them.")
SAME_FILE = N_("This is the same file as {other}, which is here too.")
TO_BE_REVIEWED = N_(
    "The own assessment of {party} was reviewed: once its answers are taken in, it has to be reviewed again."
)
ALREADY = N_("This file was taken in on {moment}, all of it: nothing in it is new.")
NO_ANSWERS = N_("No answers are filled in.")
ORDER = N_("The rows are in another order than they were sent in. They are found by their codes.")
MISSING_ROWS = N_("{n} criteria have no row in it any more ({codes}). What the file has of them stays.")
MISSING_ROW = N_("Criterion {code} has no row in it any more. What the file has of it stays.")
MOVED = N_(
    "This row has code {code}, and the text of criterion {other}: rows were moved apart. Its answer is not taken in."
)
EDITED = N_("The text of criterion {code} was changed. The answer is read as one to the text that was sent.")
NO_SUCH_CRITERION = N_("There is an answer in this row, but {code} is no criterion of framework {framework}.")
BY_TEXT = N_("This row has no code that can be read. It is found by the text of criterion {code}.")
NO_CODE = N_("There is an answer in this row, but no code of a criterion.")
SAME_CODE = N_("Criterion {code} is also in row {row}, with another answer. Neither is taken in.")
NOT_APPLIED = N_("Criterion {code} does not apply to {party} in this round. The answer is kept, and does not count.")

_MOST_CODES = 12


class Part(StrEnum):
    """What of an assessment a change is about."""

    STATUS = "status"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    DAY = "day"
    NOTE = "note"


PART_NAMES: Mapping[Part, str] = {
    Part.STATUS: N_("Status"),
    Part.ANSWER: N_("Answer"),
    Part.EVIDENCE: N_("Evidence"),
    Part.DAY: N_("Date of the evidence"),
    Part.NOTE: N_("Remarks"),
}


@dataclass(frozen=True, slots=True)
class StagedChange:
    """One change that a questionnaire would make: `part` of one criterion ("" for the status) of one participant."""

    source: str
    cell: str
    party: str
    party_name: str
    criterion: str
    part: Part
    before: Rating | Status
    after: Rating | Status
    scale: Scale

    def texts(self, language: Language) -> tuple[str, str]:
        """What it is and what it would be, in words; "–" for nothing."""
        return self._text(self.before, language), self._text(self.after, language)

    def _text(self, value: Rating | Status, language: Language) -> str:
        if isinstance(value, Status):
            return status_name(value, language)
        if self.part is Part.ANSWER:
            if not value.is_rated:
                return NO_NUMBER
            return ", ".join(filter(None, [rating_in_words(value, self.scale, language), value.na_reason]))
        if self.part is Part.DAY:
            return language.day(value.evidence_date) if value.evidence_date else NO_NUMBER
        return (value.evidence if self.part is Part.EVIDENCE else value.note) or NO_NUMBER


@dataclass(slots=True)
class Staged:
    """All that a set of returned questionnaires would do to a round, and what was found in them."""

    covenant: str
    round: str
    returned: Sequence[Returned]
    findings: list[Finding] = field(default_factory=list)
    changes: list[StagedChange] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        """What keeps an answer or a whole questionnaire out."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def parties(self) -> int:
        """How many participants something would change for."""
        return len({change.party for change in self.changes})


def stage(source: Reader, returned: Sequence[Returned], *, covenant: str, round: str) -> Staged:
    """Compare questionnaires with the file. Writes nothing. Raises Problem where there is no such round."""
    work = _Staging(source, covenant, round, returned)
    for one in returned:
        work.take(one)
    return work.staged


class _Staging:
    def __init__(self, source: Reader, covenant: str, round_code: str, returned: Sequence[Returned]) -> None:
        number, self.round, framework_id, _every = queries.round_of(source, covenant, round_code)
        self.framework: Framework = source.framework(framework_id)
        self.covenant = covenant
        standings = standing_reading.standings(source, covenant, self.round.code, kind=AssessmentKind.SELF)
        self.standings: Mapping[str, Standing] = {fold(one.party.code): one for one in standings}
        self.answers = answers_of_rounds(source, covenant)
        self.percentages = _with_percentages(source, number)
        self.codes = {fold(code): code for code in self.framework.criteria}
        self.order = {code: place for place, code in enumerate(self.framework.criteria)}
        self.taken = taken_files(source)
        self.parties = {fold(one.code): one.name for one in queries.parties(source, covenant)}
        # By participant: the workbook that changes something for it. Another one that does would be in its way.
        self.first_of: dict[str, Returned] = {}
        self.staged = Staged(covenant, self.round.code, returned)

    def take(self, one: Returned) -> None:
        """Stage one workbook."""
        self.staged.findings += one.findings
        standing = self._whose(one)
        if standing is None:
            return
        party = standing.party
        if one.sha256 in self.taken:
            self._tell(one.note(ALREADY, moment=self.taken[one.sha256]))
            return
        if earlier := self.first_of.get(party.code):
            self._tell_two(one, earlier, party.name)
            return
        changes, errors = len(self.staged.changes), len(self.staged.errors)
        rows = self._by_criterion(one)
        if not any(is_filled(row) for row in rows.values()):
            self._tell(one.note(NO_ANSWERS))
            return
        for code, row in rows.items():
            if is_filled(row):
                self._row(one, standing, code, row)
        self._missing(one, standing, rows)
        status = standing.status or Status.DRAFT
        any_change = len(self.staged.changes) > changes
        if any_change and after_change(status) is not status:
            self._tell(one.note(TO_BE_REVIEWED, party=party.name))
        # Where nothing in it could be used there is nothing to submit yet.
        if not status.reached(Status.SUBMITTED) and (any_change or len(self.staged.errors) == errors):
            self._change(one, standing, "", "", Part.STATUS, status, Status.SUBMITTED)
        if len(self.staged.changes) > changes:
            self.first_of[party.code] = one

    def _tell_two(self, one: Returned, earlier: Returned, party: str) -> None:
        """Tell that there is another file of the same participant."""
        name = earlier.path.name
        other = f"{earlier.path.parent.name}/{name}" if name == one.path.name else name
        if one.sha256 == earlier.sha256:
            self._tell(one.note(SAME_FILE, other=other))
        else:
            self._tell(one.finding(TWO_OF_ONE, party=party, other=other))

    def _whose(self, one: Returned) -> Standing | None:
        """The participant that a questionnaire is of; None, and told, where it cannot be taken in."""
        if one.identity is None:
            return None
        standing = self.standings.get(fold(one.identity.party))
        wrong = self._wrong(one, standing)
        if wrong is not None:
            self._tell(wrong)
            return None
        return standing

    def _wrong(self, one: Returned, standing: Standing | None) -> Finding | None:
        """Why a questionnaire is not one to take in now."""
        identity, framework = one.identity, self.framework
        assert identity is not None
        name = standing.party.name if standing else identity.party
        if fold(identity.covenant) != fold(self.covenant):
            return one.finding(OTHER_COVENANT, covenant=identity.covenant, expected=self.covenant)
        if fold(identity.round) != fold(self.round.code):
            return one.finding(OTHER_ROUND, party=name, round=identity.round, expected=self.round.code)
        if standing is None:
            if known := self.parties.get(fold(identity.party)):
                return one.finding(NOT_IN_ROUND, party=known, round=self.round.code)
            return one.finding(UNKNOWN_COMPANY, party=identity.party)
        if one.party_shown and _plain(one.party_shown) != _plain(identity.name):
            return one.finding(OTHER_COMPANY, party=name, shown=one.party_shown)
        if one.round_shown and fold(one.round_shown) != fold(identity.round):
            return one.finding(ROUND_SHOWN, round=identity.round, shown=one.round_shown)
        if (fold(identity.framework), fold(identity.version)) != (fold(framework.code), fold(framework.version)):
            given = {"framework": identity.framework, "version": identity.version, "now": framework.version}
            return one.finding(OLD_VERSION, party=name, **given)
        if standing.status is Status.FINAL:
            return one.finding(LOCKED, party=name)
        return one.finding(PERCENTAGES, party=name) if standing.party.code in self.percentages else None

    def _tell(self, finding: Finding) -> None:
        self.staged.findings.append(finding)

    def _by_criterion(self, one: Returned) -> dict[str, ReturnedRow]:
        """The rows by today's code of their criterion, in order of the sheet; what is odd about them is told."""
        assert one.identity is not None
        texts = self._texts(one.identity.language)
        found: dict[str, ReturnedRow] = {}
        twice: set[str] = set()
        for row in one.rows:
            code = self._code(one, row, texts)
            if code is None or (code in found and not is_filled(row)):
                continue
            earlier = found.get(code)
            if earlier is not None and is_filled(earlier) and entered(earlier) != entered(row):
                self._tell(one.finding_at(row, Column.CRITERION, SAME_CODE, {"code": code, "row": earlier.number}))
                twice.add(code)
            else:
                found[code] = row
        for code in twice:
            del found[code]
        places = [self.order[code] for code in found]
        if places != sorted(places):
            self._tell(one.note(ORDER))
        return found

    def _texts(self, language: str) -> dict[str, str]:
        """The criteria by their text as it was sent; not those whose text another one has too."""
        found: dict[str, list[str]] = {}
        for criterion in self.framework.criteria.values():
            nl, en = criterion.text.nl, criterion.text.en
            found.setdefault(_plain((nl or en) if language == "nl" else (en or nl)), []).append(criterion.code)
        return {text: codes[0] for text, codes in found.items() if len(codes) == 1}

    def _code(self, one: Returned, row: ReturnedRow, texts: Mapping[str, str]) -> str | None:
        """The criterion that a row is about; None where it is none, or where it cannot be known."""
        filled, by_text = is_filled(row), texts.get(_plain(row.text))
        if not row.code:
            if by_text is None and filled:
                self._tell(one.finding_at(row, Column.ANSWER, NO_CODE, {}))
            elif filled and Column.CRITERION in one.places:
                self._tell(one.finding_at(row, Column.CRITERION, BY_TEXT, {"code": by_text}, note=True))
            return by_text
        code = self.codes.get(fold(row.code))
        if code is None:
            if filled:
                values = {"code": row.code, "framework": self.framework.code}
                self._tell(one.finding_at(row, Column.CRITERION, NO_SUCH_CRITERION, values))
            return None
        if by_text is not None and by_text != code:
            if filled:
                self._tell(one.finding_at(row, Column.CRITERION, MOVED, {"code": code, "other": by_text}))
            return None
        text = self.framework.criteria[code].text
        if filled and row.text and _plain(row.text) not in (_plain(text.nl), _plain(text.en)):
            self._tell(one.finding_at(row, Column.TEXT, EDITED, {"code": code}, note=True))
        return code

    def _missing(self, one: Returned, standing: Standing, found: Collection[str]) -> None:
        """Tell which criteria have no row any more; `found` are those that have one."""
        year, group = standing.participation_year, standing.party.group
        there = {fold(row.code) for row in one.rows} | {fold(code) for code in found}
        if Column.CRITERION not in one.places:
            return
        gone = [
            code
            for code, criterion in self.framework.criteria.items()
            if applies(criterion, year, group) and fold(code) not in there
        ]
        if len(gone) == 1:
            self._tell(one.note(MISSING_ROW, code=gone[0]))
        elif gone:
            codes = ", ".join(gone[:_MOST_CODES]) + (" …" if len(gone) > _MOST_CODES else "")
            self._tell(one.note(MISSING_ROWS, n=len(gone), codes=codes))

    def _row(self, one: Returned, standing: Standing, code: str, row: ReturnedRow) -> None:
        """Stage what one row says."""
        party = standing.party
        before = self.answers.get(party.code, {}).get(self.round.code, {}).get(code, UNRATED)
        if not applies(self.framework.criteria[code], standing.participation_year, party.group):
            values = {"code": code, "party": party.name}
            self._tell(one.finding_at(row, Column.CRITERION, NOT_APPLIED, values, note=True))
        after, findings = rating_of(one, row, self.framework.scale, before)
        self.staged.findings += findings
        for part, column in _COLUMN_OF.items():
            if part_of(part, before) != part_of(part, after):
                self._change(one, standing, code, one.address(row, column), part, before, after)

    def _change(
        self,
        one: Returned,
        standing: Standing,
        criterion: str,
        cell: str,
        part: Part,
        before: Rating | Status,
        after: Rating | Status,
    ) -> None:
        party = standing.party
        self.staged.changes.append(
            StagedChange(
                one.path.name, cell, party.code, party.name, criterion, part, before, after, self.framework.scale
            )
        )


_COLUMN_OF = {
    Part.ANSWER: Column.ANSWER,
    Part.EVIDENCE: Column.EVIDENCE,
    Part.DAY: Column.DAY,
    Part.NOTE: Column.NOTE,
}


def part_of(part: Part, rating: Rating) -> object:
    """What of a rating a part is."""
    if part is Part.ANSWER:
        return rating.value, rating.not_applicable, rating.na_reason
    if part is Part.EVIDENCE:
        return rating.evidence
    return rating.evidence_date if part is Part.DAY else rating.note


def _with_percentages(source: Reader, round_: int) -> set[str]:
    """The participants whose own assessment of a round has percentages entered directly."""
    return {
        row[0]
        for row in source.connection.execute(
            "SELECT DISTINCT p.code FROM summary s JOIN assessment a ON a.id = s.assessment"
            " JOIN party p ON p.id = a.party WHERE a.kind = ? AND a.round = ?",
            (AssessmentKind.SELF, round_),
        )
    }


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
