"""What the frameworks page writes: one field of one record, a record more, a record less."""

from collections.abc import Callable
from dataclasses import replace

from covenant_monitor.domain.model import Criterion, Framework, Section, Text
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.store import framework_content as content
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store import frameworks
from covenant_monitor.store.store import Change, Store
from covenant_monitor_ui.models.frameworks import Kind, Place
from covenant_monitor_ui.pages.frameworks.records import next_code, with_criterion, with_section, with_version
from covenant_monitor_ui.session import Session

Renamed = Callable[[FrameworkKey, Place], None]
"""Told of the version and record that were written, by the codes that they have from then on."""


def section_of(framework: Framework, place: Place) -> str:
    """The section that a record is, or is in; of the version itself the first that there is."""
    if place.kind is Kind.SECTION:
        return place.code
    if place.kind is Kind.CRITERION and place.code in framework.criteria:
        return framework.section_of[place.code].code
    return next((section.code for section in framework.sections if section.code), "")


def save_field(
    session: Session, key: FrameworkKey, framework: Framework, place: Place, name: str, text: str, renamed: Renamed
) -> Problem | None:
    """Save one field of a record; `renamed` is told before anybody hears of the change. The Problem that stopped it."""
    language, store = session.language, session.file

    def version() -> Change:
        after = with_version(framework, name, text, language)
        called = after.version if name == "version" else ""
        change = frameworks.edit(store, key=key, name=after.name, scale=after.scale, version=called)
        renamed(replace(key, version=called or key.version), place)
        return change

    def section() -> Change:
        before = next(one for one in framework.sections if one.code == place.code)
        after = with_section(before, name, text, language)
        change = content.save_section(store, key=key, section=after, was=place.code)
        renamed(key, replace(place, code=after.code))
        return change

    def criterion() -> Change:
        after, at = framework.criteria[place.code], framework.section_of[place.code].code
        if name == "section":
            at = text
        else:
            known = reading.themes_of(store), reading.groups_of(store)
            after = with_criterion(after, name, text, language, *known)
        change = content.save_criterion(store, key=key, section=at, criterion=after, was=place.code)
        renamed(key, replace(place, code=after.code))
        return change

    return session.attempt({Kind.VERSION: version, Kind.SECTION: section, Kind.CRITERION: criterion}[place.kind])


def add_criterion(store: Store, key: FrameworkKey, framework: Framework, section: str) -> tuple[Change, Place]:
    """Add an empty criterion to a section, with the code that follows there. Raises Problem."""
    inside = [criterion.code for one in framework.sections if one.code == section for criterion in one.criteria]
    last = inside[-1] if inside else f"{section}.00" if section else "0"
    code = next_code(last, framework.criteria)
    change = content.save_criterion(store, key=key, section=section, criterion=Criterion(code, Text()))
    return change, Place(Kind.CRITERION, code)


def add_section(store: Store, key: FrameworkKey, framework: Framework) -> tuple[Change, Place]:
    """Add an empty section, with the code that follows. Raises Problem."""
    codes = [section.code for section in framework.sections]
    code = next_code(codes[-1] if codes and codes[-1] else "0", codes)
    change = content.save_section(store, key=key, section=Section(code, Text(), ()))
    return change, Place(Kind.SECTION, code)


def delete(store: Store, key: FrameworkKey, place: Place) -> Change:
    """Delete a section or criterion. Raises Problem."""
    if place.kind is Kind.SECTION:
        return content.delete_section(store, key=key, code=place.code)
    return content.delete_criterion(store, key=key, code=place.code)
