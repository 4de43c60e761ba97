"""The rows of the participants page, built once per change: what each cell says, and what it sorts and is found by."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Number, Outcome, Party, Round, Status
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import outcome_name, party_kind_name, status_name
from covenant_monitor_ui.models.participants import Cell, Column, Row, group_key, group_name, one_line, plain
from covenant_monitor_ui.widgets.shapes import draft_mark

ALL, OPEN, BEHIND, LEFT, LATER, BLANKS, OTHERS = "all", "open", "behind", "left", "later", "blanks", "others"
MISSING: Final = Cell(NO_NUMBER)

ToRate = Callable[[int, str], int]

_STATUS_ORDER: Mapping[Status | None, int] = {None: 0} | {status: n for n, status in enumerate(Status, 1)}
_OUTCOME_ORDER = {outcome: n for n, outcome in enumerate(Outcome)}


def participant_columns(language: Language) -> list[Column]:
    """The columns of the participants."""
    _ = language.gettext
    return [
        Column("name", _("Participant")),
        Column("group", _("Group")),
        Column("since", _("Since"), tip=_("Joined the covenant")),
        Column("year", _("Year"), at_right=True, tip=_("Participation year in this round")),
        Column("status", _("Status"), tip=_("How far the assessment of this round is")),
        Column("rated", _("Rated"), at_right=True, tip=_("Criteria that apply and have been rated")),
        Column("score", _("Score"), at_right=True),
        Column("required", _("Required"), at_right=True, tip=_("Required score in this participation year")),
        Column("outcome", _("Outcome")),
    ]


def other_columns(language: Language) -> list[Column]:
    """The columns of the parties that are no companies."""
    _ = language.gettext
    return [
        Column("name", _("Party")),
        Column("kind", _("Kind")),
        Column("since", _("Since"), tip=_("Joined the covenant")),
        Column("left", _("Until"), tip=_("Left the covenant")),
        Column("country", _("Country")),
    ]


def participant_rows(
    companies: Iterable[Party],
    standings: Iterable[Standing],
    round_: Round | None,
    to_rate: ToRate,
    language: Language,
) -> list[Row]:
    """A row for every company, by name: those that take part in the round, and those that left or join later.

    `to_rate`: how many criteria apply in a participation year to a group, asked where no assessment has begun.
    Without a round every company is shown as a participant.
    """
    by_code = {standing.party.code: standing for standing in standings}
    every = list(companies)
    build = _RowBuilder(round_, to_rate, language, with_groups=any(party.group for party in every))
    return _by_name(build.row(party, by_code.get(party.code)) for party in every)


def _by_name(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.cells[0].key or ())


class _RowBuilder:
    """Builds the rows of one table; the words that they share are translated once."""

    def __init__(self, round_: Round | None, to_rate: ToRate, language: Language, *, with_groups: bool) -> None:
        _ = language.gettext
        self._language = language
        self._has_round = round_ is not None
        self._to_rate = to_rate
        self._with_groups = with_groups
        self._of = _("{rated} of {all}")
        self._until = _("until {month}")
        self._statuses = {status: status_name(status, language) for status in (None, *Status)}
        self._outcomes = {outcome: outcome_name(outcome, language) for outcome in (None, *Outcome)}
        self._provisional_note = _("prov.")
        self._provisional = _("provisional")
        self._band = _("Provisional: it ends between {low} and {high}")
        self._entered = _("Entered as a percentage, not rated by criterion")
        # There are few of these, and many rows.
        self._group = cache(self._group_cell)
        self._month = cache(lambda day: _month_cell(day, language))
        self._required = cache(self._required_cell)
        self._no_group = _("no group")
        self._no_date = _("no date")
        self._no_score = _("no score")
        self._no_requirement = _("no requirement")

    def row(self, party: Party, standing: Standing | None) -> Row:
        """The row of a company; `standing` is None where it takes no part in the round."""
        name, group, since = self._name(party), self._group(party.group), self._month(party.joined_on)
        words = [party.name, party.code, party.group, group.text, since.text, name.note]
        words += [self._no_group] * (not party.group) + [self._no_date] * (party.joined_on is None)
        if standing is None:
            cells = (name, group, since, *[MISSING] * 6)
        else:
            rated, share = self._rated(standing)
            status, score = self._status(standing, share), self._score(standing)
            required, outcome = self._required(standing.required), self._outcome(standing)
            year = Cell(str(standing.participation_year), standing.participation_year)
            cells = (name, group, since, year, status, rated, score, required, outcome)
            words += [status.text, outcome.text, self._provisional * bool(score.note)]
            words += [self._no_score] * (score.key is None) + [self._no_requirement] * (required.key is None)
        absent = standing is None and self._has_round
        tabs = self._tabs(party, standing, absent=absent)
        search = plain("\n".join(word for word in words if word and word != NO_NUMBER))
        return Row(party, standing, cells, search, tabs, absent or party.left_on is not None)

    def _name(self, party: Party) -> Cell:
        left = party.left_on
        note = self._until.format(month=self._language.month(left)) if left else ""
        return Cell(one_line(party.name), Language.sort_key(party.name), note=note)

    def _group_cell(self, group: str) -> Cell:
        return Cell(group_name(group, self._language), group_key(group)) if group else MISSING

    def _rated(self, standing: Standing) -> tuple[Cell, float]:
        """The cell, and which part of what applies is rated."""
        score = standing.score
        if score is not None and score.from_summary:
            return MISSING._replace(tip=self._entered), 0
        rated = score.rated if score else 0
        of = score.applicable if score else self._to_rate(standing.participation_year, standing.party.group)
        share = rated / of if of else None
        return Cell(self._of.format(rated=rated, all=of), share), share or 0

    def _status(self, standing: Standing, share: float) -> Cell:
        status = standing.status
        mark = "not_begun" if status is None else draft_mark(share) if status is Status.DRAFT else status.value
        return Cell(self._statuses[status], _STATUS_ORDER[status], mark)

    def _score(self, standing: Standing) -> Cell:
        score, language = standing.score, self._language
        if score is None or score.score is None:
            return MISSING
        cell = Cell(language.percent(score.score), float(score.score))
        if not score.provisional:
            return cell
        low, high = language.percent(score.low), language.percent(score.high)
        return cell._replace(note=self._provisional_note, tip=self._band.format(low=low, high=high))

    def _required_cell(self, required: Number | None) -> Cell:
        return MISSING if required is None else Cell(self._language.percent(required, None), float(required))

    def _outcome(self, standing: Standing) -> Cell:
        """The outcome; "still open" while something is required and it can still change."""
        outcome, score = standing.outcome, standing.score
        if outcome is not None:
            return Cell(self._outcomes[outcome], _OUTCOME_ORDER[outcome], outcome.value)
        if standing.required is not None and (score is None or score.provisional):
            return Cell(self._outcomes[None], len(_OUTCOME_ORDER), "open")
        return MISSING

    def _tabs(self, party: Party, standing: Standing | None, *, absent: bool) -> frozenset[str]:
        blank = party.joined_on is None or (self._with_groups and not party.group)
        undone = standing is not None and (standing.score is None or not standing.score.complete)
        holds = {
            ALL: not absent,
            OPEN: undone,
            BEHIND: standing is not None and standing.outcome is Outcome.BEHIND,
            LEFT: party.left_on is not None,
            LATER: absent and party.left_on is None,
            BLANKS: blank and not absent,
        }
        return frozenset(tab for tab, true in holds.items() if true)


def _month_cell(day: date | None, language: Language) -> Cell:
    return Cell(language.month(day), day.toordinal(), tip=language.day(day)) if day else MISSING


def other_rows(parties: Iterable[Party], language: Language) -> list[Row]:
    """A row for every party that is no company, by name."""
    return _by_name(_other_row(party, language) for party in parties)


def _other_row(party: Party, language: Language) -> Row:
    kind = party_kind_name(party.kind, language)
    cells = (
        Cell(one_line(party.name), Language.sort_key(party.name)),
        Cell(kind, Language.sort_key(kind)),
        _month_cell(party.joined_on, language),
        _month_cell(party.left_on, language),
        Cell(party.country, Language.sort_key(party.country)) if party.country else MISSING,
    )
    search = plain("\n".join((party.name, party.code, kind, party.country)))
    return Row(party, None, cells, search, frozenset((OTHERS,)), party.left_on is not None)
