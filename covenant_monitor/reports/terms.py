"""Words that files use as keys: themes, groups, figures and units. A secretariat may use others; those are shown as they are."""

from covenant_monitor.language import N_, Language

KNOWN = (
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
"""Those that the program knows in both languages."""


def term(text: str, language: Language) -> str:
    """A theme, group, figure or unit in the reader's language; several are separated by ";" in the file."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return ", ".join(language.gettext(part) for part in parts)
