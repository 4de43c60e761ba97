"""What needs attention today, in words: one line that says how much of what, and one that says where."""

from collections.abc import Sequence

from covenant_monitor.domain.attention import Attention, Need
from covenant_monitor.domain.registers import Register
from covenant_monitor.language import Language
from covenant_monitor.names import register_name, register_one
from covenant_monitor.reports.phrases import listed

_NAMES = 2


def attention_words(one: Attention, language: Language) -> str:
    """What there is `one.count` of, to stand after that number: "assessments wait for review"."""
    n_ = language.ngettext
    n = one.count
    return {
        Need.RETURNED: n_(
            "assessment came back with remarks not dealt with", "assessments came back with remarks not dealt with", n
        ),
        Need.TO_REVIEW: n_("assessment waits for review", "assessments wait for review", n),
        Need.OVERDUE: n_(
            "assessment is not final, though the round has ended",
            "assessments are not final, though the round has ended",
            n,
        ),
        Need.ENTRIES_OVERDUE: n_(
            "risk, action, commitment or complaint is overdue",
            "risks, actions, commitments or complaints are overdue",
            n,
        ),
        Need.DIFFERING: n_(
            "rating differs between first and second assessor", "ratings differ between first and second assessor", n
        ),
        Need.TO_CONFIRM: n_(
            "rating of an earlier round is to be confirmed", "ratings of an earlier round are to be confirmed", n
        ),
        Need.UNPROVEN: n_("time “claimed, no evidence seen”", "times “claimed, no evidence seen”", n),
        Need.TO_ASK: n_("action agreed before is to be asked about", "actions agreed before are to be asked about", n),
        Need.TO_FINISH: n_("reviewed assessment can be made final", "reviewed assessments can be made final", n),
        Need.NOT_BEGUN: n_("participant is not begun", "participants are not begun", n),
    }[one.need]


def where_words(one: Attention, language: Language) -> str:
    """Where, and since when: "The longest since 5 January: Denkbeeldig Denim B.V."; "" for nothing to say."""
    _ = language.gettext
    names = _some([party.name for party in one.parties], language)
    day = language.day(one.day) if one.day else ""
    if one.need is Need.TO_REVIEW and day:
        return _("The longest since {day}: {party}").format(day=day, party=one.parties[0].name)
    if one.need is Need.OVERDUE:
        return _("The round ended on {day}: {parties}").format(day=day, parties=names)
    if one.need is Need.DIFFERING:
        return _("Most often at {criteria}").format(criteria=_some(one.about, language))
    if one.need in (Need.UNPROVEN, Need.TO_CONFIRM, Need.TO_ASK):
        return _("At {parties}").format(parties=names)
    if one.need is Need.ENTRIES_OVERDUE and one.count > 1:
        counts = [
            _entries(register, one.registers[register], language) for register in Register if register in one.registers
        ]
        return listed(counts, language)
    return names or _some(one.about, language)


def _entries(register: Register, n: int, language: Language) -> str:
    name = register_one(register, language) if n == 1 else register_name(register, language)
    return f"{language.number(n, 0)} {name[:1].lower()}{name[1:]}"


def _some(names: Sequence[str], language: Language) -> str:
    """The first few of some names, and how many others there are."""
    _ = language.gettext
    if len(names) <= _NAMES + 1:
        return listed(names, language)
    rest = language.number(len(names) - _NAMES, 0)
    return listed([*names[:_NAMES], _("{n} others").format(n=rest)], language)
