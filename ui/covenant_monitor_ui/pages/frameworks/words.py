"""The sentences of the frameworks page."""

from collections.abc import Sequence

from covenant_monitor.domain.framework_rules import Flaw
from covenant_monitor.language import Language
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor_ui.models.framework_list import state_word, used_by


def about_version(entry: FrameworkEntry, language: Language) -> str:
    """What a version is, on one line: published, by which rounds it is used, how much is in it."""
    n_ = language.ngettext
    number = language.number
    sections = n_("{n} section", "{n} sections", entry.sections).format(n=number(entry.sections, 0))
    criteria = n_("{n} criterion", "{n} criteria", entry.criteria).format(n=number(entry.criteria, 0))
    state = state_word(entry, language)
    return " · ".join(filter(None, (state, used_by(entry, language), f"{sections}, {criteria}")))


def why_locked(entry: FrameworkEntry, language: Language, *, can_write: bool) -> str:
    """Why nothing of a version can be changed, in one sentence; "" where it can."""
    _ = language.gettext
    version = entry.key.version
    if not can_write:
        return _("This file is open read-only: nothing in it can be changed.")
    if entry.published:
        said = _("Version {version} is published and never changes; what should be different goes into a new version.")
        return said.format(version=version)
    if entry.locked:
        said = _("Assessments with version {version} are final, so it no longer changes; make a new version of it.")
        return said.format(version=version)
    return ""


def obstacles_count(flaws: Sequence[Flaw], language: Language) -> str:
    """How many things stand in the way of publishing; "" for none."""
    n = sum(flaw.stops for flaw in flaws)
    n_ = language.ngettext
    words = n_("{n} thing stands in the way of publishing", "{n} things stand in the way of publishing", n)
    return words.format(n=language.number(n, 0)) if n else ""


def key_hints(language: Language, *, locked: bool) -> list[tuple[str, str]]:
    """The keys of the table, the most useful first."""
    _ = language.gettext
    reading = [("Ctrl+F", _("filter")), ("← →", _("fold")), ("F6", _("other part"))]
    if locked:
        return [("Enter", _("to the texts")), *reading]
    return [
        ("Enter", _("to the texts")),
        (_("Ins"), _("new criterion")),
        ("Shift+" + _("Ins"), _("new section")),
        ("M", _("other section")),
        (_("Del"), _("delete")),
        *reading,
    ]
