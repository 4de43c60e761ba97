"""The sentences in the head of an assessment: who took which step, what came back, what is said to and fro."""

from collections.abc import Collection, Sequence

from covenant_monitor.domain.model import AssessmentKind, Remark, Status
from covenant_monitor.domain.workflow import RETURNABLE
from covenant_monitor.language import Language
from covenant_monitor.names import kind_name
from covenant_monitor.store.trail import Station, Step
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments.steps import StepPart
from covenant_monitor_ui.widgets.segments import Segment

KIND_ORDER = (AssessmentKind.SECRETARIAT, AssessmentKind.SELF, AssessmentKind.SECOND)
"""The kinds of assessment as they stand side by side."""


def step_parts(found: Sequence[Station], shown: ParticipantSheet, language: Language) -> list[StepPart]:
    """The steps of an assessment in words. Where nobody is known for the last one, it names assessor and reviewer."""
    _ = language.gettext
    names = {
        Status.DRAFT: _("In progress"),
        Status.SUBMITTED: _("Submitted"),
        Status.ASSESSED: _("Assessed"),
        Status.REVIEWED: _("Reviewed"),
        Status.FINAL: _("Final"),
    }
    people = " / ".join(filter(None, (shown.standing.assessor, shown.standing.reviewer)))
    parts = []
    for one in found:
        is_current = one.status is shown.status
        # Who began it may have done so for somebody else, as with a second assessment that was asked for.
        at_work = shown.standing.assessor if is_current and one.status is Status.DRAFT else ""
        who = at_work or one.who
        detail = ", ".join(filter(None, (who, language.short_day(one.day) if one.day else "")))
        parts.append(StepPart(names[one.status], detail or (people if is_current else ""), one.reached, is_current))
    return parts


def kind_segments(shown: ParticipantSheet, language: Language) -> list[Segment]:
    """Whose views of a participant there can be. A second assessor is not told which others there are."""
    _ = language.gettext
    short = {
        AssessmentKind.SECRETARIAT: _("Secretariat"),
        AssessmentKind.SELF: _("Company"),
        AssessmentKind.SECOND: _("Second"),
    }
    found = []
    for kind in KIND_ORDER:
        missing = shown.kind is not AssessmentKind.SECOND and kind not in shown.every
        name = kind_name(kind, language)
        tip = _("{kind} (not begun)").format(kind=name) if missing else name
        found.append(Segment(kind.value, short[kind], quiet=missing, tip=tip))
    return found


def head_notes(shown: ParticipantSheet, steps: Sequence[Step], language: Language, *, one_person: bool) -> list[str]:
    """What has to be known about an assessment, the most pressing first."""
    assessment = shown.assessment
    found = []
    if shown.kind is AssessmentKind.SECOND:
        found.append(language.gettext("Blind: what others found is not shown."))
    if shown.score.from_summary:
        found.append(language.gettext("Percentages only"))
    if assessment is not None:
        found += [
            _returned(steps, assessment.status, language),
            _remarks(assessment.remarks.values(), language),
            _responses(shown, language),
            _said(steps, assessment.status, assessment.remarks.get(""), language),
            _carried(shown, language),
            _differing(shown, language),
            _reopened(steps, language),
        ]
    if one_person:
        found.append(language.gettext("One-person secretariat"))
    return [note for note in found if note]


def _came_back(steps: Sequence[Step], status: Status) -> bool:
    return status not in RETURNABLE and bool(steps) and steps[-1].action == "return"


def _returned(steps: Sequence[Step], status: Status, language: Language) -> str:
    """Who returned it, and when."""
    if not _came_back(steps, status):
        return ""
    last = steps[-1]
    text = language.gettext("Returned by {person} on {day}")
    return text.format(person=last.who, day=language.short_day(last.at.astimezone().date()))


def _said(steps: Sequence[Step], status: Status, whole: Remark | None, language: Language) -> str:
    """With which remark it came back; later on the remark on the whole, while it is open. Long, so after the counts."""
    text = "" if whole is None or whole.done else whole.text
    if _came_back(steps, status):
        text = steps[-1].why
    return language.gettext("Remark: {text}").format(text=text) if text else ""


def _remarks(remarks: Collection[Remark], language: Language) -> str:
    if not remarks:
        return ""
    _ = language.gettext
    n, waiting = len(remarks), sum(not one.done for one in remarks)
    text = language.ngettext("{n} remark", "{n} remarks", n).format(n=language.number(n, 0))
    left = _("{n} open").format(n=language.number(waiting, 0)) if waiting else _("all dealt with")
    return f"{text}, {left}"


def _responses(shown: ParticipantSheet, language: Language) -> str:
    assessment = shown.assessment
    known = [one for one in assessment.responses.values() if one.response or one.answer] if assessment else []
    if not known:
        return ""
    _ = language.gettext
    n, waiting = len(known), sum(one.is_open for one in known)
    text = language.ngettext("{n} response", "{n} responses", n).format(n=language.number(n, 0))
    left = _("{n} not answered").format(n=language.number(waiting, 0)) if waiting else _("all answered")
    return f"{text}, {left}"


def _carried(shown: ParticipantSheet, language: Language) -> str:
    assessment = shown.assessment
    if assessment is None or not assessment.carried:
        return ""
    n = len(assessment.carried)
    text = language.ngettext("{n} rating of {round} to confirm", "{n} ratings of {round} to confirm", n)
    return text.format(n=language.number(n, 0), round=assessment.carried_from)


def _differing(shown: ParticipantSheet, language: Language) -> str:
    n = sum(differing_by_section(shown).values())
    text = language.ngettext("{n} differs from the self-assessment", "{n} differ from the self-assessment", n)
    return text.format(n=language.number(n, 0)) if n else ""


def _reopened(steps: Sequence[Step], language: Language) -> str:
    last = next((step for step in reversed(steps) if step.is_reopening), None)
    if last is None:
        return ""
    text = language.gettext("Reopened by {person} on {day}: {reason}")
    day = language.short_day(last.at.astimezone().date())
    return text.format(person=last.who, day=day, reason=last.why)


def differing_by_section(shown: ParticipantSheet) -> dict[str, int]:
    """How many criteria of each section are rated otherwise than the company does itself; {} where it did not."""
    if not shown.has_own or shown.kind is not AssessmentKind.SECRETARIAT:
        return {}
    return {
        section.code: sum(shown.sheet.shows(criterion.code, Filter.DIFFERS) for criterion in section.criteria)
        for section in shown.place.framework.sections
    }
