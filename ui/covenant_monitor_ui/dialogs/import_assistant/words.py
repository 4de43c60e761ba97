"""What the import assistant calls what a column can be, in the reader's language."""

from collections.abc import Sequence

from covenant_monitor.exchange.assistant.recipe import VALUE_OF, fields_of
from covenant_monitor.language import N_, Language

FIELD_NAMES = {
    "covenant": N_("Covenant"),
    "party": N_("Participant, code"),
    "name": N_("Participant, name"),
    "parties.name": N_("Participant, name"),
    "parties.group": N_("Group"),
    "group": N_("Group"),
    "parties.country": N_("Country"),
    "country": N_("Country"),
    "parties.kvk": N_("KvK number"),
    "kvk": N_("KvK number"),
    "parties.lei": N_("LEI"),
    "lei": N_("LEI"),
    "parties.joined_on": N_("Joined on"),
    "joined_on": N_("Joined on"),
    "parties.left_on": N_("Left on"),
    "left_on": N_("Left on"),
    "round": N_("Round"),
    "kind": N_("Kind"),
    "section": N_("Section"),
    "criterion": N_("Criterion"),
    "rating": N_("Rating"),
    "percent": N_("Score"),
    "na_reason": N_("Reason for n.a."),
    "evidence": N_("Evidence"),
    "evidence_date": N_("Evidence date"),
    "note": N_("Note"),
    "assessments.status": N_("Status"),
    "assessments.assessor": N_("Assessor"),
    "assessments.reviewer": N_("Reviewer"),
    "assessments.assessed_on": N_("Assessed on"),
    "assessments.note": N_("Note on the assessment"),
    "framework": N_("Framework"),
    "version": N_("Version"),
    "figure": N_("Figure"),
    "year": N_("Year"),
    "value": N_("Value"),
    "unit": N_("Unit"),
    "source": N_("Source"),
    "indicator": N_("Indicator"),
    "date": N_("Date"),
    "low": N_("Lowest value"),
    "high": N_("Highest value"),
    "numerator": N_("Numerator"),
    "denominator": N_("Denominator"),
    "indicators.unit": N_("Unit"),
}
"""The fields that the window offers, in the order in which it offers them; a recipe in a file may use others."""

ABOUT = {
    "ratings": N_("Ratings per criterion"),
    "summaries": N_("Scores, per section or in total"),
    "parties": N_("Participants"),
    "figures": N_("Figures per year, such as turnover"),
    "observations": N_("Values of indicators"),
}
"""What the rows of a table are about."""

MEANING_NAMES = {
    "fully": N_("Fully"),
    "partially": N_("Partially"),
    "not": N_("Not"),
    "na": N_("N.a."),
    "": N_("Leave empty"),
}

CONSTANTS = {
    "ratings": ("covenant", "round", "criterion", "kind", "assessments.status", "framework", "version"),
    "summaries": ("covenant", "round", "kind", "assessments.status", "framework", "version"),
    "parties": ("covenant", "kind"),
    "figures": ("covenant", "year", "figure", "unit", "source"),
    "observations": ("covenant", "indicator", "date", "indicators.unit", "source"),
}
"""What is asked for once, where no column says it."""


def offered(table: str) -> Sequence[str]:
    """The fields that a column can be for, of rows about `table`; the one that holds the value first."""
    possible = fields_of(table)
    value = VALUE_OF.get(table, "")
    named = [field for field in FIELD_NAMES if field in possible]
    return [field for field in named if field == value] + [field for field in named if field != value]


def field_name(field: str, language: Language) -> str:
    """A field in words; what the window does not offer as the exchange table calls it."""
    return language.gettext(FIELD_NAMES[field]) if field in FIELD_NAMES else field
