"""The names of statuses, classes, ratings and reasons, in the reader's language."""

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import (
    AssessmentKind,
    Covenant,
    Dimension,
    JoinRule,
    Level,
    Number,
    Outcome,
    PartyKind,
    Rating,
    Scale,
    Status,
)
from covenant_monitor.domain.picture import AlignmentDimension, Break
from covenant_monitor.domain.projection import NoProjection
from covenant_monitor.domain.registers import Answer, EntryStatus, Register
from covenant_monitor.domain.targets import TargetStatus, is_percent
from covenant_monitor.language import N_, Language


def status_name(status: Status | None, language: Language) -> str:
    """How far an assessment is; None: there is none yet."""
    _ = language.gettext
    if status is None:
        return _("Not begun")
    return {
        Status.DRAFT: _("In progress"),
        Status.SUBMITTED: _("Submitted"),
        Status.ASSESSED: _("To be reviewed"),
        Status.REVIEWED: _("Reviewed"),
        Status.FINAL: _("Final"),
    }[status]


def outcome_name(outcome: Outcome | None, language: Language) -> str:
    """An outcome class; None: still open."""
    _ = language.gettext
    if outcome is None:
        return _("Still open")
    return {Outcome.MEETS: _("Meets"), Outcome.ON_TRACK: _("On track"), Outcome.BEHIND: _("Behind")}[outcome]


def kind_name(kind: AssessmentKind, language: Language) -> str:
    """Whose view an assessment is."""
    _ = language.gettext
    return {
        AssessmentKind.SELF: _("Self-assessment"),
        AssessmentKind.SECRETARIAT: _("Secretariat"),
        AssessmentKind.SECOND: _("Second assessment"),
    }[kind]


def one_person_note(covenant: Covenant, language: Language) -> str:
    """What every output says of a covenant with a one-person secretariat; "" of another."""
    _ = language.gettext
    return _("One-person secretariat: who assessed may also have reviewed.") if covenant.one_person else ""


def party_kind_name(kind: PartyKind, language: Language) -> str:
    """What kind of organisation a party is."""
    _ = language.gettext
    return {
        PartyKind.COMPANY: _("Company"),
        PartyKind.ASSOCIATION: _("Industry association"),
        PartyKind.UNION: _("Trade union"),
        PartyKind.NGO: _("NGO"),
        PartyKind.GOVERNMENT: _("Government"),
        PartyKind.OTHER: _("Other"),
    }[kind]


def rating_name(level: Level, language: Language) -> str:
    """A level of the default scale."""
    _ = language.gettext
    return {Level.FULLY: _("Fully"), Level.PARTIALLY: _("Partially"), Level.NOT: _("Not")}[level]


def na_name(language: Language) -> str:
    """Not applicable, as it stands in a cell."""
    return language.gettext("N.a.")


def unrated_name(language: Language) -> str:
    """Nothing found yet, as it stands in a cell."""
    return language.gettext("Not yet")


def rating_in_words(rating: Rating, scale: Scale, language: Language) -> str:
    """What was found on a criterion: a level or a number by its scale, n.a., or not yet."""
    if rating.value is not None:
        if scale.by_level:
            return rating_name(scale.level(rating.value), language)
        return language.number(rating.value, None)
    return na_name(language) if rating.not_applicable else unrated_name(language)


def rating_rule(scale: Scale, language: Language) -> str:
    """How a rating becomes points."""
    _ = language.gettext
    if scale.by_level:
        return _("Fully is 1 point, partially a half, not 0; times the criterion's weight.")
    return _("A rating is a number from {minimum} to {maximum}; times the criterion's weight.").format(
        minimum=language.number(scale.minimum, None), maximum=language.number(scale.maximum, None)
    )


def year_name(year: int | str, language: Language, *, and_later: bool) -> str:
    """A participation year; with `and_later` it and those after it together."""
    _ = language.gettext
    if and_later:
        return _("Year {year} and later").format(year=year)
    return _("Participation year {year}").format(year=year)


def reason_name(reason: Reason, language: Language) -> str:
    """Why something does not count, in general."""
    _ = language.gettext
    return {
        Reason.KIND: _("Not the secretariat's assessment"),
        Reason.NOT_BEGUN: _("Not begun"),
        Reason.STATUS: _("Still in progress"),
        Reason.INCOMPLETE: _("Incomplete"),
        Reason.NO_SCORE: _("No score"),
        Reason.NO_REQUIREMENT: _("No required score"),
        Reason.NOT_APPLICABLE: _("N.a."),
        Reason.NOT_RATED: _("Not yet"),
        Reason.DOES_NOT_APPLY: _("Does not apply"),
        Reason.NO_SECTION_SCORE: _("No score in the section"),
    }[reason]


def reason_count(reason: Reason, count: int, language: Language) -> str:
    """How many do not count for a reason: "1 n.a.", "4 not begun"."""
    _, n_ = language.gettext, language.ngettext
    phrases = {
        Reason.KIND: _("{n} not the secretariat's assessment"),
        Reason.NOT_BEGUN: _("{n} not begun"),
        Reason.STATUS: _("{n} still in progress"),
        Reason.INCOMPLETE: _("{n} incomplete"),
        Reason.NO_SCORE: _("{n} without a score"),
        Reason.NO_REQUIREMENT: _("{n} without a required score"),
        Reason.NOT_APPLICABLE: _("{n} n.a."),
        Reason.NOT_RATED: _("{n} not yet"),
        Reason.DOES_NOT_APPLY: n_("{n} does not apply", "{n} do not apply", count),
        Reason.NO_SECTION_SCORE: _("{n} without a score in the section"),
    }
    return phrases[reason].format(n=language.number(count, 0))


def dimension_name(dimension: Dimension | None, language: Language) -> str:
    """Whether a criterion is about paper or practice; "" where that is not said."""
    _ = language.gettext
    return "" if dimension is None else {Dimension.POLICY: _("Policy"), Dimension.PRACTICE: _("Practice")}[dimension]


def alignment_dimension_name(dimension: AlignmentDimension, language: Language) -> str:
    """What of the covenant itself an OECD alignment assessment looks at."""
    _ = language.gettext
    return {
        AlignmentDimension.STANDARDS: _("Written standards"),
        AlignmentDimension.IMPLEMENTATION: _("Implementation"),
        AlignmentDimension.CREDIBILITY: _("Credibility"),
    }[dimension]


def target_status_name(status: TargetStatus, language: Language) -> str:
    """How a milestone stands."""
    _ = language.gettext
    return {
        TargetStatus.ACHIEVED: _("Achieved"),
        TargetStatus.ON_TRACK: _("On track"),
        TargetStatus.BEHIND: _("Behind"),
        TargetStatus.MISSED: _("Missed"),
        TargetStatus.NO_DATA: _("No data"),
    }[status]


def break_name(mark: Break, language: Language) -> str:
    """What changed at a break, in few words; what only a round's note says is "other rules"."""
    _ = language.gettext
    parts = []
    if mark.version:
        parts.append(_("framework version {version}").format(version=mark.version))
    if mark.reference_date:
        parts.append(_("other reference date"))
    if mark.length:
        parts.append(_("other length"))
    return ", ".join(parts) or _("other rules")


def gap_words(gap: Number, unit: str, language: Language, *, ahead: bool = False) -> str:
    """What is missing to a milestone, in the indicator's unit; a gap in percentages is in points.

    While the milestone is `ahead` that much is to go; after its day it was short by that.
    """
    _, n_ = language.gettext, language.ngettext
    number = language.number(gap, None if gap == int(gap) else 1)
    amount = f"{number} {language.gettext(unit) if unit else ''}".strip()
    if is_percent(unit):
        amount = n_("{gap} point", "{gap} points", 1 if gap == 1 else 2).format(gap=number)
    return (_("{gap} to go") if ahead else _("{gap} short")).format(gap=amount)


_PROJECTION_METHOD = N_(
    "Projection: the straight line through the observations so far (least squares; a range by its middle), with its 95%"
    " prediction interval, wider for ranges. It holds only if things go on as they did."
)


def projection_method(language: Language) -> str:
    """How projections are made, and what they are worth: for beside a chart, a page or a list."""
    return language.gettext(_PROJECTION_METHOD)


def no_projection_words(reason: NoProjection, language: Language) -> str:
    """Why nothing is projected to a milestone."""
    _ = language.gettext
    return {
        NoProjection.TOO_FEW: _("No projection: it takes observations on at least three days."),
        NoProjection.TOO_SHORT: _(
            "No projection: the target lies more than twice as far ahead as was observed so far."
        ),
        NoProjection.PASSED: _("No projection: the day has come."),
    }[reason]


def join_rule_name(rule: JoinRule, language: Language) -> str:
    """Which round is a participant's first year."""
    _ = language.gettext
    return {
        JoinRule.JOIN_ROUND: _("The round in which it joined is year 1"),
        JoinRule.FIRST_FULL_ROUND: _("The first full round is year 1"),
    }[rule]


def register_name(register: Register, language: Language) -> str:
    """What a register is called."""
    _ = language.gettext
    return {
        Register.RISK: _("Risks"),
        Register.ACTION: _("Actions"),
        Register.COMMITMENT: _("Commitments"),
        Register.COMPLAINT: _("Complaints"),
    }[register]


def register_one(register: Register, language: Language) -> str:
    """What one entry of a register is called."""
    _ = language.gettext
    return {
        Register.RISK: _("Risk"),
        Register.ACTION: _("Action"),
        Register.COMMITMENT: _("Commitment"),
        Register.COMPLAINT: _("Complaint"),
    }[register]


def entry_status_name(register: Register, status: EntryStatus, language: Language) -> str:
    """How far an entry is, in the words of its register."""
    _ = language.gettext
    words = {
        Register.RISK: (_("Identified"), _("Being addressed"), _("Resolved"), _("No longer relevant")),
        Register.ACTION: (_("To do"), _("Under way"), _("Carried out"), _("Dropped")),
        Register.COMMITMENT: (_("Agreed"), _("Under way"), _("Kept"), _("Withdrawn")),
        Register.COMPLAINT: (_("Received"), _("Being handled"), _("Settled"), _("Not taken up")),
    }
    return dict(zip(EntryStatus, words[register], strict=True))[status]


def answer_name(answer: Answer, language: Language) -> str:
    """What a round found when it asked whether an action was done."""
    _ = language.gettext
    return {Answer.DONE: _("Carried out"), Answer.PARTLY: _("Partly"), Answer.NOT: _("Not carried out")}[answer]


_KNOWN_TERMS = (
    N_("general"),
    N_("purchasing"),
    N_("child labour"),
    N_("forced labour"),
    N_("discrimination and gender"),
    N_("freedom of association"),
    N_("living wage"),
    N_("safety and health"),
    N_("raw materials"),
    N_("water, chemicals and energy"),
    N_("animal welfare"),
    N_("stakeholders"),
    N_("remedy"),
    N_("small"),
    N_("medium"),
    N_("large"),
    N_("turnover"),
    N_("employees"),
    N_("production_locations"),
    N_("companies"),
    N_("EUR million"),
)
"""Words that files use as keys: themes, groups, figures, units. Any others are shown as they are."""


def term(text: str, language: Language) -> str:
    """A theme, group, figure or unit in the reader's language; several are separated by ";" in the file."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return ", ".join(language.gettext(part) for part in parts)
