"""What the registers page says around its tables."""

from collections.abc import Mapping
from datetime import date

from covenant_monitor.domain.registers import Entry, Register
from covenant_monitor.language import Language
from covenant_monitor.names import register_name
from covenant_monitor_ui.pages.registers.rows import ALL, ASK, MINE, OPEN, OVERDUE
from covenant_monitor_ui.widgets.segments import Segment

PROPOSED = "proposed"
"""The tab of the actions that low ratings propose."""
_LONGEST_TITLE = 80
_MONTH = 30.4375
_DAYS_SAID, _MONTHS_SAID = 61, 24
"""Below so many days they are said as days, below so many months as months."""


def register_tabs(
    counts: Mapping[Register, tuple[int, int, int]], proposed: int | None, language: Language
) -> list[tuple[str, str, str]]:
    """Key, text and count of the tabs: "Actions 12, 2 late". `proposed` None: that was not read yet."""
    _, number = language.gettext, language.number
    tabs = []
    for register, (_every, open_, late) in counts.items():
        count = number(open_, 0)
        if late:
            count = _("{n}, {late} late").format(n=count, late=number(late, 0))
        tabs.append((register.value, register_name(register, language), count))
    return [*tabs, (PROPOSED, _("Proposed"), "" if proposed is None else number(proposed, 0))]


def add_words(register: Register, language: Language) -> str:
    """What adding to a register is called."""
    _ = language.gettext
    return {
        Register.RISK: _("Add a risk"),
        Register.ACTION: _("Add an action"),
        Register.COMMITMENT: _("Add a commitment"),
        Register.COMPLAINT: _("Add a complaint"),
    }[register]


def head_words(every: int, open_: int, shown: int | None, language: Language) -> str:
    """What stands beside the title: how many are open, of how many, and how many a search has found (`shown`)."""
    _ = language.gettext
    number = language.number
    said = _("{n} open of {all}").format(n=number(open_, 0), all=number(every, 0))
    return said if shown is None else _("{all}, {shown} found").format(all=said, shown=number(shown, 0))


def proposed_words(n: int, ticked: int, round_: str, language: Language) -> str:
    """How many actions the ratings of a round propose, and how many of them are ticked."""
    number = language.number
    said = language.ngettext("{n} proposed in round {round}", "{n} proposed in round {round}", n)
    words = said.format(n=number(n, 0), round=round_)
    if not ticked:
        return words
    more = language.ngettext("{n} ticked", "{n} ticked", ticked).format(n=number(ticked, 0))
    return f"{words}, {more}"


def filter_segments(counts: Mapping[str, int], round_: str, user: str, language: Language) -> list[Segment]:
    """The filters within a register with how many entries each has."""
    _ = language.gettext
    texts = {OPEN: _("Still open"), OVERDUE: _("Overdue"), MINE: _("Mine"), ASK: _("To ask about"), ALL: _("All")}
    tips = {
        MINE: _("Still open, with {user} as owner").format(user=user),
        ASK: _("Agreed in earlier rounds: was it done by round {round}?").format(round=round_),
    }
    return [
        Segment(key, f"{texts[key]} {language.number(n, 0)}", quiet=not n, tip=tips.get(key, ""))
        for key, n in counts.items()
    ]


def overdue_words(entry: Entry, today: date, language: Language) -> str:
    """How long ago an entry should have been done; "" where it has no date."""
    if entry.due_on is None:
        return ""
    n_, days = language.ngettext, (today - entry.due_on).days
    if days < _DAYS_SAID:
        n, said = days, n_("{n} day overdue", "{n} days overdue", days)
    elif days < _MONTHS_SAID * _MONTH:
        n = int(days / _MONTH)
        said = n_("{n} month overdue", "{n} months overdue", n)
    else:
        n = int(days / (12 * _MONTH))
        said = n_("{n} year overdue", "{n} years overdue", n)
    return said.format(n=language.number(n, 0))


def key_hints(language: Language, *, proposing: bool, asks: bool) -> list[tuple[str, str]]:
    """The keys of the table, the most useful first. `proposing`: the one of proposals; `asks`: there is one to ask."""
    _ = language.gettext
    if proposing:
        return [
            (_("Space"), _("tick")),
            ("Ctrl+A", _("tick all")),
            (_("Shift+Space"), _("all of this participant")),
            ("A", _("make actions")),
            (_("Del"), _("decline")),
            ("Enter", _("to the rating")),
        ]
    hints = [
        ("Enter", _("edit")),
        ("Ins", _("add")),
        ("1 – 4", _("status")),
        ("G", _("go to it")),
        (_("Del"), _("remove")),
        ("F7", _("history")),
        (_("Space"), _("menu")),
        ("Ctrl+Shift+↑↓", _("sort by this column")),
    ]
    return [*hints[:3], ("Q", _("was it done?")), *hints[3:]] if asks else hints


def empty_words(
    register: Register, tab: str, text: str, party: str, language: Language, *, nothing: bool
) -> tuple[str, str]:
    """Title and sentence where the table of a register would be empty.

    `party`: the name of the one that it is filtered by; `nothing`: the register has no entries.
    """
    _ = language.gettext
    if text.strip():
        sentence = _("No title, party, owner, criterion or note here has “{text}” in it.")
        return _("Nothing found"), sentence.format(text=text.strip()[:80])
    if nothing:
        return {
            Register.RISK: (
                _("No risks yet"),
                _("What may harm people or the environment, how severe and how likely it is, and who deals with it."),
            ),
            Register.ACTION: (
                _("No actions yet"),
                _("Add what was agreed with a participant, or take over what the low ratings of a round propose."),
            ),
            Register.COMMITMENT: (
                _("No commitments yet"),
                _("Note here what ministries, unions, NGOs and associations promised in the covenant, and by when."),
            ),
            Register.COMPLAINT: (
                _("No complaints yet"),
                _("Note here complaints and disputes about participants, and what came of them."),
            ),
        }[register]
    if party:
        return _("Nothing here"), _("Nothing in this filter concerns {party}.").format(party=party)
    said = {
        OPEN: _("Everything here is closed."),
        OVERDUE: _("Nothing is past its date."),
        MINE: _("Nothing that is open has you as its owner."),
        ASK: _("This round has asked about all actions of earlier rounds."),
    }
    return _("Nothing here"), said.get(tab, _("No entry fits this filter."))


def no_proposals_words(text: str, party: str, language: Language, *, no_round: bool) -> tuple[str, str]:
    """Title and sentence where nothing is proposed; `party`: the name of the one that it is filtered by."""
    _ = language.gettext
    if no_round:
        return _("There is no round yet"), _("Actions are proposed from the low ratings of a round.")
    if text.strip():
        sentence = _("No participant or criterion here has “{text}” in it.")
        return _("Nothing found"), sentence.format(text=text.strip()[:80])
    if party:
        sentence = _("No low rating of {party} in this round waits for an action.")
        return _("Nothing proposed"), sentence.format(party=party)
    return _("Nothing proposed"), _("Every low rating of this round has its action, or was declined.")


def removed_words(entry: Entry, language: Language) -> str:
    """That an entry was removed."""
    said = language.gettext("“{title}” removed. Ctrl+Z undoes it.")
    title = entry.title if len(entry.title) <= _LONGEST_TITLE else entry.title[: _LONGEST_TITLE - 1] + "…"
    return said.format(title=title)


def made_words(n: int, language: Language) -> str:
    """That actions were made of proposals."""
    said = language.ngettext("{n} action made. Ctrl+Z undoes it.", "{n} actions made. Ctrl+Z undoes it.", n)
    return said.format(n=language.number(n, 0))


def declined_words(n: int, language: Language) -> str:
    """That proposals were declined."""
    said = language.ngettext("{n} proposal declined. Ctrl+Z undoes it.", "{n} proposals declined. Ctrl+Z undoes it.", n)
    return said.format(n=language.number(n, 0))


def answered_words(n: int, language: Language) -> str:
    """That actions were asked about."""
    said = language.ngettext("{n} answer kept. Ctrl+Z undoes it.", "{n} answers kept.", n)
    return said.format(n=language.number(n, 0))
