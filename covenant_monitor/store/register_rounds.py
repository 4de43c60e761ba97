"""What a round gives the registers and asks of them: actions that low ratings propose, and whether they were done."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from covenant_monitor.domain.applicability import Applicable
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import Assessment, Framework, Rating, exact
from covenant_monitor.domain.registers import (
    Entry,
    EntryStatus,
    Followup,
    Proposal,
    Register,
    default_due,
    in_order,
    propose_actions,
    status_after,
    to_ask,
)
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.store.frameworks import LONGEST_CODE
from covenant_monitor.store.queries import (
    Reader,
    covenant_id,
    links,
    numbered_rounds,
    party_id,
    round_of,
)
from covenant_monitor.store.registers import (
    Codes,
    entries,
    find,
    next_code,
    values_of,
    with_status,
    write_known,
    write_new,
)
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold


def proposals(
    source: Reader, covenant: str, round_code: str, *, participant: str | None = None, partially: bool = False
) -> list[Proposal]:
    """The actions that the ratings of a round propose (`domain.registers.propose_actions`), by participant.

    Of the secretariat's assessments of status assessed or later; with `partially` for ratings "partially" too. An open
    action on a criterion of an earlier version counts for what that became, by the mappings. A fixed number of
    queries. Raises Problem where there is no such round or participant.
    """
    number, round_, version, _every = round_of(source, covenant, round_code)
    only = party_id(source, covenant, participant) if participant else None
    rows = source.connection.execute(
        "SELECT a.id, p.code, coalesce(a.final_group, p.group_code), o.participation_year"
        " FROM assessment a JOIN party p ON p.id = a.party JOIN score o ON o.assessment = a.id"
        " WHERE a.round = ? AND a.kind = 'secretariat' AND a.status IN ('assessed', 'reviewed', 'final')"
        " AND (? IS NULL OR p.id = ?) ORDER BY p.code",
        (number, only, only),
    ).fetchall()
    framework = source.framework(version)
    applicable = Applicable(framework)
    low = _low_ratings(source, number)
    known = _by_participant(entries(source, covenant, Register.ACTION))
    criteria_of = _criteria_in(source, covenant, version, framework)
    return [
        proposal
        for assessment, party, group, year in rows
        for proposal in propose_actions(
            Assessment(party, round_.code, ratings=low.get(assessment, {})),
            framework,
            applicable.codes(year, group),
            known.get(party, ()),
            partially=partially,
            criteria_of=criteria_of,
        )
    ]


def _low_ratings(source: Reader, round_: int) -> dict[int, dict[str, Rating]]:
    """The ratings below the maximum of the scale in the secretariat's assessments of a round, without evidence."""
    found: dict[int, dict[str, Rating]] = {}
    for assessment, criterion, value, unproven in source.connection.execute(
        "SELECT g.assessment, k.code, g.value, g.unproven FROM assessment a JOIN rating g ON g.assessment = a.id"
        " JOIN criterion k ON k.id = g.criterion JOIN framework f ON f.id = k.framework"
        " WHERE a.round = ? AND a.kind = 'secretariat' AND g.value < f.scale_max",
        (round_,),
    ):
        found.setdefault(assessment, {})[criterion] = Rating(exact(value), unproven=bool(unproven))
    return found


def _by_participant(actions: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for action in actions:
        for code in {action.party, *action.participants}:
            found.setdefault(code, []).append(action)
    return found


def _criteria_in(
    source: Reader, covenant: str, version: int, framework: Framework
) -> Callable[[Entry], Collection[str]]:
    """The criteria of a framework version that an entry is about: what those of its own round's version became."""
    versions = {round_.code: number for _, round_, number in numbered_rounds(source, covenant_id(source, covenant))}
    lineage = Lineage(links(source))
    became: dict[int, dict[str, set[str]]] = {}

    def in_this(entry: Entry) -> Collection[str]:
        then = versions.get(entry.round, version)
        if then == version:
            return entry.criteria
        if then not in became:
            became[then] = {}
            for code in framework.criteria:
                for origin in lineage.origins(version, code, then)[0]:
                    became[then].setdefault(origin.casefold(), set()).add(code)
        return {code for old in entry.criteria for code in became[then].get(old.casefold(), ())}

    return in_this


def accept_proposals(
    store: Store,
    *,
    covenant: str,
    chosen: Collection[Proposal],
    language: Language,
    owner: str = "",
    due_on: date | None = None,
    today: date | None = None,
) -> Change:
    """Make actions of proposals of one round, as one change: linked to participant, criterion, themes and round.

    The title is the criterion's text in `language`, or the other where it has none; without `due_on` they are due at
    the end of the year after the round. The code says round, participant and criterion, so that two copies of the file
    in which one proposal is accepted have one action.

    Raises:
        Problem: there are none, they are of several rounds, one is proposed no longer, or the day is before today.
    """
    round_code = _of_one_round(chosen)
    _number, round_, _version, _every = round_of(store, covenant, round_code)
    day = today or date.today()
    made = [
        replace(action, owner=owner, due_on=due_on or max(default_due(round_), day))
        for action in _actions(store, covenant, chosen, language, day)
    ]
    return _write_all(store, "proposals_accept", covenant, round_.code, made)


def decline_proposals(
    store: Store,
    *,
    covenant: str,
    chosen: Collection[Proposal],
    reason: str,
    language: Language,
    today: date | None = None,
) -> Change:
    """Remember that proposals of one round are declined, as dropped actions: they do not come back in that round.

    Raises:
        Problem: there is no reason, there are none, they are of several rounds, or one is proposed no longer.
    """
    if not clean(reason):
        raise Problem("Say why these actions are declined: the reason is kept with them.", reason="")
    round_code = _of_one_round(chosen)
    day = today or date.today()
    made = [
        replace(action, status=EntryStatus.DROPPED, closed_on=day, result=reason)
        for action in _actions(store, covenant, chosen, language, day)
    ]
    return _write_all(store, "proposals_decline", covenant, round_code, made)


def _of_one_round(chosen: Collection[Proposal]) -> str:
    found = {proposal.round for proposal in chosen}
    if not found:
        raise Problem("Choose at least one proposed action.")
    if len(found) > 1:
        raise Problem("Choose proposed actions of one round at a time.")
    return found.pop()


def _actions(store: Store, covenant: str, chosen: Collection[Proposal], language: Language, day: date) -> list[Entry]:
    """The actions that proposals become. Raises Problem where one of them is proposed no longer."""
    round_code = next(iter(chosen)).round
    still = {proposal.key for proposal in proposals(store, covenant, round_code, partially=True)}
    taken = {fold(known.code) for known in entries(store, covenant, Register.ACTION)}
    number = int(next_code(store, covenant, Register.ACTION)[1:])
    made = []
    for proposal in {one.key: one for one in chosen}.values():
        if proposal.key not in still:
            raise Problem(
                "The action on criterion {criterion} of {party} is proposed no longer. Look at the list again.",
                criterion=proposal.criterion,
                party=proposal.participant,
            )
        code = natural = "-".join((proposal.round, *proposal.key))
        again = 1
        while fold(code) in taken:
            again += 1
            code = f"{natural}-{again}"
        if len(code) > LONGEST_CODE:
            code, number = f"A{number}", number + 1
        taken.add(fold(code))
        made.append(
            Entry(
                Register.ACTION,
                code,
                language.pick(proposal.text.nl, proposal.text.en) or proposal.criterion,
                party=proposal.participant,
                round=proposal.round,
                raised_on=day,
                participants=(proposal.participant,),
                criteria=(proposal.criterion,),
                themes=proposal.themes,
            )
        )
    return made


def _write_all(store: Store, action: str, covenant: str, round_code: str, made: Sequence[Entry]) -> Change:
    codes = Codes(store, covenant)
    number = covenant_id(store, covenant)
    rows = [(entry, values_of(codes, entry)) for entry in made]
    with store.change(action, {"n": len(made), "round": round_code}) as change:
        for entry, values in rows:
            write_new(store, covenant, number, entry, values)
    return change


def questions(
    source: Reader, covenant: str, round_code: str, *, participant: str | None = None, today: date | None = None
) -> list[Entry]:
    """The actions that a round still has to ask about (`domain.registers.to_ask`), in order of the day `today`.

    Raises Problem where there is no such round.
    """
    _number, round_, _version, every = round_of(source, covenant, round_code)
    asked = to_ask(entries(source, covenant, Register.ACTION), every, round_.code, participant)
    return in_order(asked, today or date.today())


def record_followup(store: Store, *, covenant: str, code: str, followup: Followup, today: date | None = None) -> Change:
    """Note what a round found when it asked whether action `code` was done; a second time it replaces the answer.

    Done closes the action, partly makes it in progress, not reopens it (`domain.registers.status_after`); what a later
    round has answered already stays. Who answered and when are the user and `today` where they are not said.

    Raises:
        Problem: there is no such action or round, or the action is dropped.
    """
    number, before = find(store, covenant, Register.ACTION, code)
    if before.status is EntryStatus.DROPPED:
        raise Problem("Action {code} was dropped, so there is nothing to ask. Reopen it first.", code=before.code)
    codes = Codes(store, covenant)
    round_id, round_code = codes.round(followup.round)
    every = [round_.code for _id, round_, _version in numbered_rounds(store, covenant_id(store, covenant))]
    answered_later = any(every.index(one.round) > every.index(round_code) for one in before.followups)
    day = followup.answered_on or today or date.today()
    after = before if answered_later else with_status(before, status_after(before.status, followup.answer), day)
    detail = {"code": before.code, "round": round_code, "answer": f"answer:{followup.answer}"}
    with store.change("followup", detail) as change:
        store.connection.execute(
            "INSERT INTO followup (entry, round, answer, note, answered_by, answered_on) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET answer = excluded.answer, note = excluded.note,"
            " answered_by = excluded.answered_by, answered_on = excluded.answered_on",
            (
                number,
                round_id,
                followup.answer,
                clean(followup.note),
                clean(followup.answered_by) or store.user,
                day.isoformat(),
            ),
        )
        write_known(store, number, values_of(codes, after))
    return change
