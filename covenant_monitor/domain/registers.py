"""The registers of a covenant: risks, actions, commitments of its other parties, and complaints.

Values and pure rules: what is overdue, in what order entries stand, which actions low ratings propose, and which ones a
round has to ask about. Every entry has the same four statuses; what they are called differs by register.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from covenant_monitor.domain.model import Assessment, Framework, Level, Number, Round, Text, natural_key

SEPARATOR = ";"
"""What stands between the themes of a criterion, and between codes and themes where they are kept in one text."""


class Register(StrEnum):
    """Which register an entry stands in."""

    RISK = "risk"
    ACTION = "action"
    COMMITMENT = "commitment"
    COMPLAINT = "complaint"


class EntryStatus(StrEnum):
    """How far an entry is. `done` and `dropped` are closed; what is dropped (declined, withdrawn) has its reason."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_closed(self) -> bool:
        """Whether nothing has to be done any more."""
        return self in (EntryStatus.DONE, EntryStatus.DROPPED)


class Answer(StrEnum):
    """What a round found when it asked whether an action was done."""

    DONE = "done"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Followup:
    """What round `round` (a code) found when it asked whether an action was done."""

    round: str
    answer: Answer
    note: str = ""
    answered_by: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a register.

    `code` is unique in its covenant and register. `owner` follows it up (a name, of the secretariat); `party` is the
    code of the party that has to do it, owes it, or that it is about; `round` is the code of the round that it arose
    in; both "" where there is none. `result` is what came of it, and of a dropped entry the reason. `severity` and
    `likelihood` (1-5) are of risks only. `participants`, `criteria` and `themes` are what it is linked to: party codes,
    criterion codes and themes. `followups` (of actions) are in order of round.
    """

    register: Register
    code: str
    title: str
    description: str = ""
    owner: str = ""
    party: str = ""
    round: str = ""
    status: EntryStatus = EntryStatus.OPEN
    raised_on: date | None = None
    due_on: date | None = None
    closed_on: date | None = None
    result: str = ""
    severity: int | None = None
    likelihood: int | None = None
    note: str = ""
    participants: Sequence[str] = ()
    criteria: Sequence[str] = ()
    themes: Sequence[str] = ()
    followups: Sequence[Followup] = ()

    @property
    def risk_level(self) -> int | None:
        """severity x likelihood, 1-25; None while either is not known."""
        return None if self.severity is None or self.likelihood is None else self.severity * self.likelihood

    def concerns(self, participant: str) -> bool:
        """Whether it is about, or to be done by, the participant with this code."""
        return participant == self.party or participant in self.participants

    def falls_to(self, participant: str) -> bool:
        """Whether the participant with this code has to do it: it is the party, or one of them where no party is."""
        return participant == self.party or (not self.party and participant in self.participants)

    def followup_in(self, round_code: str) -> Followup | None:
        """What this round found; None where it has not asked."""
        return next((one for one in self.followups if one.round == round_code), None)


def is_overdue(entry: Entry, at: date) -> bool:
    """Whether an entry should have been closed before the day `at`, and is not. On its due day it is not overdue."""
    return not entry.status.is_closed and entry.due_on is not None and entry.due_on < at


def in_order(entries: Iterable[Entry], at: date) -> list[Entry]:
    """Entries as they are worked through on the day `at`.

    What is not closed comes first: overdue, then the others; of each, risks by severity and then likelihood (the OECD
    Guidelines put severity first), and then what is due soonest, without a date last. What is closed comes after, the
    latest closed first. Codes, sorted as people number things, decide between equals.
    """

    def place(entry: Entry) -> tuple[object, ...]:
        code = (natural_key(entry.code), entry.register)
        if entry.status.is_closed:
            return True, -(entry.closed_on or date.min).toordinal(), code
        severity = (-(entry.severity or 0), -(entry.likelihood or 0))
        return False, not is_overdue(entry, at), severity, entry.due_on or date.max, code

    return sorted(entries, key=place)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that a low rating proposes. `criterion` is a code, `text` its text in both languages, `section` a code.

    `level` is partially or not; `unproven`: it was claimed, but no evidence was seen.
    """

    participant: str
    round: str
    criterion: str
    text: Text
    level: Level
    weight: Number = 1
    themes: Sequence[str] = ()
    section: str = ""
    unproven: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """(participant, criterion): what tells the proposals of one round apart."""
        return self.participant, self.criterion


def propose_actions(
    assessment: Assessment,
    framework: Framework,
    applicable: Collection[str],
    entries: Iterable[Entry],
    *,
    partially: bool = False,
    criteria_of: Callable[[Entry], Collection[str]] = lambda entry: entry.criteria,
) -> list[Proposal]:
    """The actions that the ratings of one participant in one round propose, most important first.

    A criterion that applies (`applicable`: codes) and is rated "not" proposes one, with `partially` also one rated
    "partially". Not where the participant has an action on it that is not closed, or one out of this round: done,
    or declined, which is remembered as a dropped action. `entries` may be of any register and participant;
    `criteria_of` says which criteria of this framework an entry is about, where it is about those of another version.

    In order: by weight, "not" before "partially", then as the framework has them.
    """
    covered: set[str] = set()
    for entry in entries:
        is_current = not entry.status.is_closed or entry.round == assessment.round
        if entry.register is Register.ACTION and is_current and entry.concerns(assessment.party):
            covered.update(code.casefold() for code in criteria_of(entry))
    wanted = {Level.NOT, Level.PARTIALLY} if partially else {Level.NOT}
    found = []
    for code, criterion in framework.criteria.items():
        rating = assessment.ratings.get(code)
        if rating is None or rating.value is None or code not in applicable or code.casefold() in covered:
            continue
        level = framework.scale.level(rating.value)
        if level in wanted:
            found.append(
                Proposal(
                    assessment.party,
                    assessment.round,
                    code,
                    criterion.text,
                    level,
                    criterion.weight,
                    split(criterion.theme),
                    framework.section_of[code].code,
                    rating.unproven,
                )
            )
    return sorted(found, key=lambda proposal: (-proposal.weight, proposal.level is not Level.NOT))


def split(text: str) -> tuple[str, ...]:
    """The parts of a text that holds several, each once, as people sort them."""
    return tuple(sorted({part.strip() for part in text.split(SEPARATOR)} - {""}, key=natural_key))


def default_due(round_: Round) -> date:
    """The day on which an action out of `round_` is due unless said otherwise: the end of the year after it."""
    return date(min(round_.last_day.year + 1, date.max.year), 12, 31)


def to_ask(
    entries: Iterable[Entry], rounds: Sequence[Round], current: str, participant: str | None = None
) -> list[Entry]:
    """The actions that round `current` (a code) still has to ask about; of one participant, or of all (None).

    Those out of an earlier round that are not closed, and that this round has no answer on yet. One that arose in no
    round counts by the day it was raised on, and is asked where that is not known either. `rounds`: all of the
    covenant.

    Raises:
        KeyError: `current` is not one of them.
    """
    begins = {round_.code: round_.first_day for round_ in rounds}
    start = begins[current]

    def is_asked(entry: Entry) -> bool:
        since = begins.get(entry.round, entry.raised_on)
        return (
            entry.register is Register.ACTION
            and not entry.status.is_closed
            and (since is None or since < start)
            and entry.followup_in(current) is None
            and (participant is None or entry.falls_to(participant))
        )

    return [entry for entry in entries if is_asked(entry)]


def status_after(status: EntryStatus, answer: Answer) -> EntryStatus:
    """The status of an action once a round has answered: done closes it, partly is in progress, not reopens it."""
    if answer is Answer.DONE:
        return EntryStatus.DONE
    if answer is Answer.PARTLY:
        return EntryStatus.IN_PROGRESS
    return EntryStatus.OPEN if status.is_closed else status
