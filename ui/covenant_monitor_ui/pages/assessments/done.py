"""What the banner says after more than one criterion was rated, and where there was nothing to do."""

from covenant_monitor.domain.model import LEVEL_VALUES, Level
from covenant_monitor.language import Language
from covenant_monitor.reports.wording import rating_name


def rated_so(n: int, value: str, language: Language) -> str:
    """That `n` criteria were rated so; `value` as for `Rater.rate_current`."""
    if not value:
        said = language.ngettext(
            "{n} criterion cleared. Ctrl+Z undoes it.", "{n} criteria cleared. Ctrl+Z undoes it.", n
        )
        return said.format(n=language.number(n, 0))
    if value == "na":
        said = language.ngettext(
            "{n} criterion made n.a. Ctrl+Z undoes it.", "{n} criteria made n.a. Ctrl+Z undoes it.", n
        )
        return said.format(n=language.number(n, 0))
    word = rating_name(Level(value), language) if value in LEVEL_VALUES else value
    said = language.ngettext(
        "{n} criterion rated {rating}. Ctrl+Z undoes it.", "{n} criteria rated {rating}. Ctrl+Z undoes it.", n
    )
    return said.format(n=language.number(n, 0), rating=word[:1].lower() + word[1:])


def as_last_round(n: int, left: int, round_: str, language: Language) -> str:
    """That `n` criteria were rated as in a round, and that `left` others could not be."""
    number = language.number
    said = language.ngettext(
        "{n} criterion rated as in {round}. Ctrl+Z undoes it.", "{n} criteria rated as in {round}. Ctrl+Z undoes it.", n
    ).format(n=number(n, 0), round=round_)
    if not left:
        return said
    rest = language.ngettext(
        "{n} has no rating there that can be taken over.", "{n} have no rating there that can be taken over.", left
    )
    return f"{said} {rest.format(n=number(left, 0))}"


def without_last(round_: str, language: Language) -> str:
    """That there is no rating of the last round here."""
    _ = language.gettext
    if not round_:
        return _("This participant was not rated in an earlier round.")
    return _("There is no rating of {round} here that can be taken over.").format(round=round_)


def confirmed(n: int, language: Language) -> str:
    """That `n` carried ratings were confirmed."""
    said = language.ngettext("{n} rating confirmed. Ctrl+Z undoes it.", "{n} ratings confirmed. Ctrl+Z undoes it.", n)
    return said.format(n=language.number(n, 0))


def pasted(n: int, language: Language) -> str:
    """That a block was pasted onto `n` criteria."""
    said = language.ngettext(
        "Pasted: {n} criterion changed. Ctrl+Z undoes it.", "Pasted: {n} criteria changed. Ctrl+Z undoes it.", n
    )
    return said.format(n=language.number(n, 0))


def copied(n: int, language: Language) -> str:
    """That `n` criteria are on the clipboard."""
    said = language.ngettext(
        "{n} criterion copied: paste it in a spreadsheet, or here.",
        "{n} criteria copied: paste them in a spreadsheet, or here.",
        n,
    )
    return said.format(n=language.number(n, 0))


def filled(n: int, language: Language) -> str:
    """That a rating was taken over by `n` criteria below it."""
    said = language.ngettext(
        "Filled down to {n} criterion. Ctrl+Z undoes it.", "Filled down to {n} criteria. Ctrl+Z undoes it.", n
    )
    return said.format(n=language.number(n, 0))


def nothing_to_do(language: Language) -> str:
    """That a key changed nothing: what it is about is so already."""
    return language.gettext("Nothing to change here: it is so already.")
