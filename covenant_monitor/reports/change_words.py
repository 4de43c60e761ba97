"""What changed, in words: records, fields and values as people know them, in the reader's language."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from covenant_monitor.domain.model import (
    AssessmentKind,
    Dimension,
    JoinRule,
    Level,
    PartyKind,
    Relation,
    Status,
)
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.domain.registers import Answer, Register, split
from covenant_monitor.language import N_, NO_NUMBER, Language
from covenant_monitor.names import (
    alignment_dimension_name,
    answer_name,
    dimension_name,
    join_rule_name,
    kind_name,
    na_name,
    party_kind_name,
    rating_name,
    register_one,
    status_name,
    term,
)
from covenant_monitor.store.changes import FieldChange
from covenant_monitor.store.field_names import FIELD_NAMES
from covenant_monitor.store.framework_words import relation_name
from covenant_monitor.store.ledger import TERMS
from covenant_monitor.store.records import Record

TABLE_WORDS: Mapping[str, str] = {
    "covenant": N_("Covenant"),
    "setting": N_("Setting"),
    "meeting": N_("Meeting"),
    "framework": N_("Framework"),
    "section": N_("Section"),
    "criterion": N_("Criterion"),
    "anchor": N_("Anchor text"),
    "mapping": N_("Mapping"),
    "round": N_("Round"),
    "requirement": N_("Requirement"),
    "party": N_("Party"),
    "figure": N_("Figure"),
    "assessment": N_("Assessment"),
    "rating": N_("Rating"),
    "carried": N_("Rating to be confirmed"),
    "response": N_("Response"),
    "remark": N_("Remark of the reviewer"),
    "sample": N_("Sample"),
    "summary": N_("Percentage"),
    "alignment": N_("OECD alignment"),
    "indicator": N_("Indicator"),
    "observation": N_("Observation"),
    "target": N_("Target"),
    "milestone": N_("Milestone"),
    "register_entry": N_("Risks & actions"),
    "followup": N_("Follow-up of an action"),
    "release": N_("Release"),
    "released_figure": N_("Released figure"),
}
"""What each kind of record is called."""

KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "ratings": (N_("Ratings"), frozenset({"rating", "carried", "summary"})),
    "assessments": (N_("Assessments"), frozenset({"assessment", "response", "remark", "sample"})),
    "parties": (N_("Parties"), frozenset({"party", "figure"})),
    "frameworks": (N_("Frameworks"), frozenset({"framework", "section", "criterion", "anchor", "mapping"})),
    "rounds": (N_("Rounds"), frozenset({"round", "requirement"})),
    "targets": (N_("Targets"), frozenset({"indicator", "observation", "target", "milestone", "alignment"})),
    "registers": (N_("Risks & actions"), frozenset({"register_entry", "followup"})),
    "covenant": (N_("Covenant"), frozenset({"covenant", "setting", "meeting", "release", "released_figure"})),
}
"""Kinds of records to choose from: what they are called, and their tables."""

_DAYS = frozenset(
    {
        *("start_date", "end_date", "first_day", "last_day", "reference_date", "joined_on", "left_on"),
        *("evidence_date", "assessed_on", "baseline_date", "day", "responded_on", "made_on"),
        *("raised_on", "due_on", "closed_on", "answered_on"),
    }
)
_FLAGS = frozenset({"outcomes_public", "unproven", "done"})
_PERCENTS = frozenset({"dominance_percent", "required_percent", "percent"})
_TERMS = frozenset({"theme", "themes", "groups", "group_code", "unit", "figure"})
_SEVERAL = frozenset({"participants", "criteria"})


class Line(NamedTuple):
    """One change in words. `record` is which one, `table` what kind; `done` is what the whole change set did.

    Of a line that stands for a whole change set, `record` says what that did and `after` how many records it changed.
    """

    when: str
    who: str
    table: str
    record: str
    field: str
    before: str
    after: str
    why: str
    done: str


def headings(language: Language) -> Line:
    """What stands above each part of a line."""
    _ = language.gettext
    return Line(
        _("When"),
        _("Who"),
        _("Kind"),
        _("What"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Why"),
        _("Change"),
    )


def line_of(change: FieldChange, language: Language) -> Line:
    """A change in words, as it stands in every list of changes."""
    _ = language.gettext
    made, record = change.change_set, change.record
    done = made.text(language)
    when = language.moment(made.at)
    if change.counts:
        return Line(when, made.who, "", done, "", "", counts_in_words(change.counts, language), made.why, done)
    before, after = (value_words(record.table, change.field, v, language) for v in (change.before, change.after))
    if change.is_new:
        before = _("(new)")
    if change.is_gone:
        after = _("(gone)")
    return Line(
        when,
        made.who,
        table_name(record.table, language),
        record_words(record, language),
        field_name(change.field, language),
        before,
        after,
        made.why,
        done,
    )


def counts_in_words(counts: Mapping[str, int], language: Language) -> str:
    """How many records, and how many of them are of the kinds that most are."""
    n_, total = language.ngettext, sum(counts.values())

    def said(text: str, n: int) -> str:
        return text.format(n=language.number(n, 0))

    every = said(n_("{n} record", "{n} records", total), total)
    phrases = {
        "party": n_("{n} party", "{n} parties", counts.get("party", 0)),
        "assessment": n_("{n} assessment", "{n} assessments", counts.get("assessment", 0)),
        "rating": n_("{n} rating", "{n} ratings", counts.get("rating", 0)),
    }
    named = [said(text, counts[table]) for table, text in phrases.items() if table in counts]
    return f"{every} ({', '.join(named)})" if named else every


def table_name(table: str, language: Language) -> str:
    """What kind of record it is."""
    return language.gettext(TABLE_WORDS[table]) if table else ""


def field_name(field: str, language: Language) -> str:
    """What a field is called; "" for none."""
    return language.gettext(FIELD_NAMES[field]) if field else ""


def record_words(record: Record, language: Language) -> str:
    """Which record it is."""
    return " · ".join(filter(None, (_part(what, text, language) for what, text in record.parts)))


def _part(what: str, text: str, language: Language) -> str:
    _ = language.gettext
    if what == "section" and not text:  # where the criteria of a draft are that have none yet
        return _("without a section")
    if what == "kind":
        return "" if text == AssessmentKind.SECRETARIAT else kind_name(AssessmentKind(text), language)
    if what == "participation_year":
        return _("year {year}").format(year=text)
    if what == "setting":
        return _("One-person secretariat") if text == "one_person" else text
    if what == "register":
        return register_one(Register(text), language)
    if what == "dimension":
        return _words("alignment", "dimension", text, language)
    if what in ("level", "day"):
        return value_words("", what, text, language)
    return term(text, language) if what in ("figure", "group") else text


def value_words(table: str, field: str, value: object, language: Language) -> str:
    """A value of a field as people know it; "–" for nothing."""
    _ = language.gettext
    if value is None or value == "":
        return NO_NUMBER
    if field in _FLAGS or (table == "setting" and field == "value"):
        return _("yes") if str(value) == "1" else _("no")
    if field in _PERCENTS and isinstance(value, (int, float)):
        return language.percent(value, None)
    if isinstance(value, float):
        return language.number(value, None)
    text = str(value)
    with suppress(ValueError, KeyError):  # a word of another version of the program is shown as it is
        if field in _DAYS:
            return language.short_day(date.fromisoformat(text))
        if field == "at":
            return language.moment(datetime.fromisoformat(text))
        return _words(table, field, text, language)
    return text


def _words(table: str, field: str, text: str, language: Language) -> str:
    """The word for a key of the file. Raises KeyError or ValueError where it is none."""
    _ = language.gettext
    if field in ("rating", "level"):
        return na_name(language) if text == "na" else rating_name(Level(text), language)
    if field == "status":
        if table == "framework":
            return {"draft": _("Draft"), "published": _("Published")}[text]
        if table == "register_entry":
            return _sentence(language.gettext(TERMS[f"entry_status:{text}"]))
        return status_name(Status(text), language)
    if field == "kind":
        if table == "party":
            return party_kind_name(PartyKind(text), language)
        return kind_name(AssessmentKind(text), language)
    if field == "join_rule":
        return join_rule_name(JoinRule(text), language)
    if field == "dimension":
        if table == "criterion":
            return dimension_name(Dimension(text), language)
        return alignment_dimension_name(AlignmentDimension(text), language)
    if field == "scale":
        return {"levels": _("Fully, partially, not"), "number": _("A number")}[text]
    if field == "direction":
        return {"up": _("Higher is better"), "down": _("Lower is better")}[text]
    if field == "relation":
        return _sentence(relation_name(Relation(text), language))
    if field == "answer" and table == "followup":
        return answer_name(Answer(text), language)
    if field == "register":
        return register_one(Register(text), language)
    if field in _SEVERAL:
        return ", ".join(split(text))
    return term(text, language) if field in _TERMS else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
