"""Names, and how a number came about, in the reader's language. Imports neither Qt nor matplotlib."""

from collections.abc import Mapping
from dataclasses import dataclass

from covenant_monitor.domain.explanation import Explanation, Subject, Term
from covenant_monitor.domain.model import LEVELS, Outcome, Scale, Status
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import (
    dimension_name,
    join_rule_name,
    kind_name,
    na_name,
    outcome_name,
    party_kind_name,
    rating_in_words,
    rating_name,
    reason_count,
    reason_name,
    status_name,
    target_status_name,
    unrated_name,
)
from covenant_monitor.reports.phrases import (
    Words,
    against_requirement,
    entered_so_far,
    in_letters,
    mean_written_out,
    participants_left_out,
    rating_rules,
    rounding_matters,
    rounding_note,
    section_heads,
    section_row,
    sections_left_out,
    weights_differ,
    what_can_change,
    whole_percent,
    why_no_score,
)

__all__ = [
    "WordedExplanation",
    "dimension_name",
    "explain_in_words",
    "join_rule_name",
    "kind_name",
    "na_name",
    "outcome_name",
    "party_kind_name",
    "rating_in_words",
    "rating_name",
    "reason_count",
    "reason_name",
    "status_name",
    "target_status_name",
    "unrated_name",
]


@dataclass(frozen=True, slots=True)
class WordedExplanation:
    """How a number came about, to be read from top to bottom.

    `number` ("63,1 %") stands before `lead`, which says what it is of. `arithmetic` is the sum on one line and ends
    with `result`. `headers` and `rows` are the table; `numeric` says which of its columns are right-aligned.
    `notes` are the rules behind it, `provisional` what can still change, `requirement` how a complete score stands.
    """

    number: str
    lead: str
    sentences: tuple[str, ...] = ()
    arithmetic: str = ""
    result: str = ""
    headers: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    provisional: str = ""
    requirement: str = ""

    @property
    def text(self) -> str:
        """All of it as plain text for copying; the table with tabs between its cells."""
        table = "\n".join("\t".join(cells) for cells in (self.headers, *self.rows) if cells)
        blocks = (
            f"{self.number} {self.lead}",
            " ".join(self.sentences),
            self.arithmetic,
            table if self.rows else "",
            " ".join(self.notes),
            " ".join(filter(None, (self.provisional, self.requirement))),
        )
        return "\n\n".join(filter(None, blocks))


def explain_in_words(
    explanation: Explanation,
    language: Language,
    names: Mapping[str, str],
    *,
    party: str = "",
    round_code: str = "",
    scale: Scale = LEVELS,
    with_names: bool = True,
) -> WordedExplanation:
    """`explanation` in words. `names`: the sections' names by code.

    `party` is whose score it is (else what the explanation of a score is about), `scale` how its criteria are rated.
    `with_names` False leaves out every participant's name, for meetings and the public.
    """
    whose = party or (explanation.about if explanation.subject in (Subject.SCORE, Subject.SUMMARY) else "")
    words = Words(language, names, whose if with_names else "", round_code, scale, with_names)
    worded = {
        Subject.SCORE: _score,
        Subject.SUMMARY: _summary,
        Subject.SECTION: _section,
        Subject.OUTCOME_SHARE: _outcome_share,
        Subject.SECTION_MEAN: _section_mean,
    }[explanation.subject]
    return worded(explanation, words)


def _score(explanation: Explanation, words: Words) -> WordedExplanation:
    _, n_ = words.language.gettext, words.language.ngettext
    provisional = _("provisional") if explanation.low is not None else ""
    if explanation.value is None:
        lead = words.of(_("no score of {party}").format(party=words.party) if words.party else _("no score"))
        return WordedExplanation(
            NO_NUMBER,
            lead,
            (why_no_score(explanation, words),),
            provisional=what_can_change(explanation, words),
        )
    lead = _("score of {party}").format(party=words.party) if words.party else _("score")
    counted = [term for term in explanation.terms if term.value is not None]
    sentences = [
        n_(
            "The score of the only section that has one.",
            "The mean of the {number} sections with a score.",
            len(counted),
        ).format(number=in_letters(len(counted), words.language))
    ]
    if len(counted) > 1:
        sentences.append(_("Each counts by its weight.") if weights_differ(counted) else _("Each counts the same."))
    sentences += sections_left_out([term for term in explanation.terms if term.value is None], words)
    result = words.percent(explanation.value)
    weighted = weights_differ(counted)
    return WordedExplanation(
        number=result,
        lead=", ".join(filter(None, (words.of(lead), provisional))),
        sentences=tuple(sentences),
        arithmetic=mean_written_out(counted, result, words.language),
        result=result,
        headers=tuple(section_heads(words, weighted=weighted)),
        numeric=(False, *(weighted * (True,)), True, True, True, False),
        rows=tuple(section_row(term, words, weighted=weighted) for term in explanation.terms),
        notes=rating_rules(words, rounded=rounding_matters(counted)),
        provisional=what_can_change(explanation, words),
        requirement=against_requirement(explanation, words),
    )


def _summary(explanation: Explanation, words: Words) -> WordedExplanation:
    """A score of percentages that were entered: a total, or the mean of those of the sections."""
    _ = words.language.gettext
    what = _("entered score of {party}").format(party=words.party) if words.party else _("entered score")
    if explanation.value is None:
        return WordedExplanation(NO_NUMBER, words.of(_("no score")), (_("No percentage has been entered."),))
    counted = [term for term in explanation.terms if term.value is not None]
    result = words.percent(explanation.value)
    is_mean = bool(counted) and not explanation.entered
    sentences = [_("Entered as percentages, not computed from ratings.")]
    if not is_mean:
        sentences.append(_("The total is as it was entered."))
    elif len(counted) > 1:
        sentences.append(
            _("Each section counts by its weight.") if weights_differ(counted) else _("Each section counts the same.")
        )
    incomplete = explanation.low is not None
    weighted = weights_differ(counted)
    return WordedExplanation(
        number=result,
        lead=words.of(what),
        sentences=tuple(sentences),
        arithmetic=mean_written_out(counted, result, words.language) if is_mean and len(counted) > 1 else "",
        result=result,
        headers=(_("Section"), *(weighted * (_("Weight"),)), _("Score")) if counted else (),
        numeric=(False, *(weighted * (True,)), True) if counted else (),
        rows=tuple(
            (
                words.section(term.label),
                *(weighted * (words.language.number(term.weight, None),)),
                _("no score") if term.value is None else words.percent(term.value),
            )
            for term in explanation.terms
        )
        if counted
        else (),
        provisional=entered_so_far(explanation, words) if incomplete else "",
        requirement="" if incomplete else against_requirement(explanation, words),
    )


def _section(explanation: Explanation, words: Words) -> WordedExplanation:
    _ = words.language.gettext
    name = _("section {section}").format(section=words.section(explanation.about))
    if explanation.value is None:
        why = why_no_score(explanation, words)
        return WordedExplanation(NO_NUMBER, words.of(_("no score"), name, words.party), (why,))
    result = words.percent(explanation.value)
    entered = explanation.entered
    number = words.language.number
    points, maximum = number(explanation.numerator, 1), number(explanation.denominator, None)
    return WordedExplanation(
        number=result,
        lead=words.of(name, words.party),
        sentences=(
            _("Entered as a percentage, not computed from ratings.")
            if entered
            else _("{points} of {maximum} points.").format(points=points, maximum=maximum),
        ),
        arithmetic="" if entered else f"{points} ÷ {maximum} = {result}",
        result=result,
        headers=() if entered else tuple(section_heads(words, weighted=False)),
        numeric=() if entered else (False, True, True, True, False),
        rows=() if entered else tuple(section_row(term, words, weighted=False) for term in explanation.terms),
        notes=() if entered else rating_rules(words, rounded=False),
        provisional=what_can_change(explanation, words),
    )


def _outcome_share(explanation: Explanation, words: Words) -> WordedExplanation:
    """Always numerator, denominator and unit beside the percentage."""
    _, n_ = words.language.gettext, words.language.ngettext
    left_out = participants_left_out(explanation.left_out, words)
    what = {
        Outcome.MEETS: _("meets the required score"),
        Outcome.ON_TRACK: _("is on track to the required score"),
        Outcome.BEHIND: _("is behind the required score"),
    }[Outcome(explanation.about)]
    if explanation.value is None:
        return WordedExplanation(NO_NUMBER, words.of(what), (_("No assessment counts yet."), *left_out))
    n, count = int(explanation.denominator), int(explanation.numerator)
    share = whole_percent(explanation.value, words.language)
    numerator, denominator = words.language.number(count, 0), words.language.number(n, 0)
    of_all = n_(
        "{count} of {n} assessed participant ({percent}).",
        "{count} of {n} assessed participants ({percent}).",
        n,
    ).format(count=numerator, n=denominator, percent=share)
    exact = words.percent(explanation.value)
    listed = words.with_names and bool(explanation.terms)
    return WordedExplanation(
        number=share,
        lead=words.of(what),
        sentences=(of_all, *left_out),
        arithmetic=f"{numerator} ÷ {denominator} = {exact}",
        result=exact,
        headers=(_("Participant"), _("Outcome"), _("Required"), _("Score")) if listed else (),
        numeric=(False, False, True, True) if listed else (),
        rows=tuple(_participant_row(term, words) for term in explanation.terms) if listed else (),
        notes=(
            _("Complete assessments count from the status ‘{status}’ on.").format(
                status=status_name(Status.ASSESSED, words.language)
            ),
        ),
    )


def _participant_row(term: Term, words: Words) -> tuple[str, ...]:
    required = words.language.percent(term.maximum, None)
    return term.label, outcome_name(term.outcome, words.language), required, words.percent(term.value)


def _section_mean(explanation: Explanation, words: Words) -> WordedExplanation:
    _, n_ = words.language.gettext, words.language.ngettext
    left_out = participants_left_out(explanation.left_out, words)
    what = _("mean score of section {section}").format(section=words.section(explanation.about))
    if explanation.value is None:
        return WordedExplanation(NO_NUMBER, words.of(what), (_("No assessment counts yet."), *left_out))
    n = int(explanation.denominator)
    result = words.percent(explanation.value)
    said = n_("The score of {n} participant.", "The mean of {n} participants; each counts the same.", n)
    return WordedExplanation(
        number=result,
        lead=words.of(what),
        sentences=(said.format(n=words.language.number(n, 0)), *left_out),
        arithmetic=mean_written_out(explanation.terms, result, words.language),
        result=result,
        headers=(_("Participant"), _("Score")) if words.with_names else (),
        numeric=(False, True) if words.with_names else (),
        rows=tuple((term.label, words.percent(term.value)) for term in explanation.terms) if words.with_names else (),
        notes=rounding_note(words) if rounding_matters(explanation.terms) else (),
    )
