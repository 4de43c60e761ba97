"""What every page says where the file has no covenant yet, or the covenant no round."""

from covenant_monitor.language import Language


def no_covenant_words(language: Language) -> tuple[str, str]:
    """Title and sentence for a file without a covenant."""
    _ = language.gettext
    return (
        _("This file has no covenant yet"),
        _("Make one with New covenant … in the menu, or import its tables with Ctrl+I."),
    )


def no_round_words(language: Language) -> tuple[str, str]:
    """Title and sentence for a covenant without a round."""
    _ = language.gettext
    return (
        _("This covenant has no round yet"),
        _("A round says which framework is used and what is required. Begin one: New round … in the menu."),
    )
