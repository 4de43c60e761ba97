"""What the participants page says around its table."""

from covenant_monitor.domain.model import Outcome, Round
from covenant_monitor.language import Language
from covenant_monitor.names import outcome_name
from covenant_monitor_ui.models.participants import RowsModel
from covenant_monitor_ui.pages.missing_words import no_covenant_words
from covenant_monitor_ui.pages.participants.rows import ALL, BEHIND, BLANKS, LATER, LEFT, OPEN, OTHERS


def quick_filters(participants: RowsModel, others: int, language: Language) -> list[tuple[str, str, str]]:
    """Key, text and count of the quick filters. Two are rare, and only there when somebody is in them."""
    _ = language.gettext
    named = [
        (ALL, _("All")),
        (OPEN, _("Not complete")),
        (BEHIND, outcome_name(Outcome.BEHIND, language)),
        (LEFT, _("Left")),
        (LATER, _("Not yet joined")),
        (BLANKS, _("Data missing")),
    ]
    counts = {key: participants.count(key) for key, _text in named}
    shown = [(key, text) for key, text in named if key not in (LATER, BLANKS) or counts[key]]
    tabs = [(key, text, language.number(counts[key], 0)) for key, text in shown]
    return [*tabs, (OTHERS, _("Other parties"), language.number(others, 0))]


def head_words(every: int, shown: int | None, round_: Round | None, language: Language, *, others: bool) -> str:
    """What stands beside the title: "60 in round 2020", and how many parties a search has found (`shown`)."""
    _, n_ = language.gettext, language.ngettext
    n = language.number(every, 0)
    if others:
        said = n_("{n} party that is not a company", "{n} parties that are not companies", every).format(n=n)
    elif round_ is None:
        said = n_("{n} participant", "{n} participants", every).format(n=n)
    else:
        said = _("{n} in round {round}").format(n=n, round=round_.code)
    return said if shown is None else _("{all}, {shown} found").format(all=said, shown=language.number(shown, 0))


def key_hints(language: Language, *, others: bool) -> list[tuple[str, str]]:
    """The keys of the table, the most useful first."""
    _ = language.gettext
    hints = [("F2", _("edit")), ("Ins", _("add")), ("F7", _("history")), ("Ctrl+Shift+↑↓", _("sort by this column"))]
    return hints if others else [("Enter", _("assessment")), ("F1", _("how the score came about")), *hints]


def empty_words(tab: str, text: str, language: Language, *, nobody: bool, no_covenant: bool = False) -> tuple[str, str]:
    """Title and sentence where the table would be empty. `nobody`: the covenant has no participants at all."""
    _ = language.gettext
    if no_covenant:
        return no_covenant_words(language)
    if text.strip():
        sentence = _("No name, code, group, status or outcome here has “{text}” in it.")
        return _("Nothing found"), sentence.format(text=text.strip()[:80])
    if tab == OTHERS:
        return _("No other parties yet"), _("Here stand the unions, NGOs, government and others that signed as well.")
    if nobody:
        return _("No participants yet"), _("Add the companies one by one, or import a list of parties.")
    if tab == ALL:
        return _("Nobody takes part in this round"), _("The participants joined later, or left before it began.")
    return _("Nobody"), _("No participant of this round is in this filter.")
