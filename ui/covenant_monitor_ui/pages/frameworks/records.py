"""What is typed in the editor of frameworks, as texts by field, and the records that such texts make."""

import re
from collections.abc import Iterable
from dataclasses import replace

from covenant_monitor.domain.model import Criterion, Dimension, Framework, Level, Number, Scale, Section, Text, exact
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.language import Language
from covenant_monitor.names import term
from covenant_monitor_ui.models.participants import group_key, group_name

_SEPARATOR = re.compile(r"[;,\n]")
LEVEL_SCALE, NUMBER_SCALE = "levels", "number"
DEFAULT_HIGH = 100
"""Where a scale of numbers ends until somebody says otherwise."""


def anchor_key(level: Level, code: str) -> str:
    """The field of the anchor text of one level in one language: "anchor_fully_nl"."""
    return f"anchor_{level}_{code}"


_ANCHORS = {anchor_key(level, code): (level, code) for level in Level for code in ("nl", "en")}


def version_texts(framework: Framework, language: Language) -> dict[str, str]:
    """The fields of a version itself."""
    scale = framework.scale
    number = {"low": "", "high": ""}
    if not scale.by_level:
        number = {"low": language.number(scale.minimum, None), "high": language.number(scale.maximum, None)}
    return {
        "version": framework.version,
        "name_nl": framework.name.nl,
        "name_en": framework.name.en,
        "scale": LEVEL_SCALE if scale.by_level else NUMBER_SCALE,
        **number,
    }


def section_texts(section: Section, language: Language) -> dict[str, str]:
    """The fields of a section."""
    return {
        "code": section.code,
        "name_nl": section.name.nl,
        "name_en": section.name.en,
        "step": str(section.step or ""),
        "weight": language.number(section.weight, None),
    }


def criterion_texts(criterion: Criterion, section: str, language: Language) -> dict[str, str]:
    """The fields of a criterion."""
    anchors = {
        key: _of(criterion.anchors.get(level, Text()), code) for key, (level, code) in _ANCHORS.items()
    }  # fmt: skip
    return {
        "code": criterion.code,
        "section": section,
        "text_nl": criterion.text.nl,
        "text_en": criterion.text.en,
        "guidance_nl": criterion.guidance.nl,
        "guidance_en": criterion.guidance.en,
        "theme": term(criterion.theme, language),
        "dimension": str(criterion.dimension or ""),
        "weight": language.number(criterion.weight, None),
        "year": str(criterion.from_participation_year),
        "groups": groups_text(criterion.groups, language),
        **anchors,
    }


def groups_text(groups: Iterable[str], language: Language) -> str:
    """Groups by name, by size; "" for all."""
    return ", ".join(group_name(group, language) for group in sorted(groups, key=group_key))


def with_version(framework: Framework, key: str, text: str, language: Language) -> Framework:
    """The version with another text in one field. Raises Problem where it cannot be that."""
    if key == "version":
        return replace(framework, version=_code(text))
    if key in ("name_nl", "name_en"):
        return replace(framework, name=_with(framework.name, key[-2:], text))
    scale = framework.scale
    if key == "scale":
        by_level = text == LEVEL_SCALE
        if by_level == scale.by_level:
            return framework
        return replace(framework, scale=Scale() if by_level else Scale(0, DEFAULT_HIGH, by_level=False))
    value = _number(text, language)
    low, high = (value, scale.maximum) if key == "low" else (scale.minimum, value)
    if not 0 <= low < high:
        raise Problem("A scale goes from 0 or more to a number that is larger.")
    return replace(framework, scale=Scale(low, high, by_level=False))


def with_section(section: Section, key: str, text: str, language: Language) -> Section:
    """The section with another text in one field. Raises Problem where it cannot be that."""
    if key == "code":
        return replace(section, code=_code(text))
    if key == "step":
        return replace(section, step=int(text) if text else None)
    if key == "weight":
        return replace(section, weight=_weight(text, language))
    return replace(section, name=_with(section.name, key[-2:], text))


def with_criterion(
    criterion: Criterion,
    key: str,
    text: str,
    language: Language,
    themes: Iterable[str] = (),
    groups: Iterable[str] = (),
) -> Criterion:
    """The criterion with another text in one field but its section. Raises Problem where it cannot be that.

    `themes` and `groups` are those known in the file, which may be typed by the name that they are shown by.
    """
    if key == "code":
        return replace(criterion, code=_code(text))
    if key in ("text_nl", "text_en"):
        return replace(criterion, text=_with(criterion.text, key[-2:], text))
    if key in ("guidance_nl", "guidance_en"):
        return replace(criterion, guidance=_with(criterion.guidance, key[-2:], text))
    if key in _ANCHORS:
        level, code = _ANCHORS[key]
        anchor = _with(criterion.anchors.get(level, Text()), code, text)
        return replace(criterion, anchors={**criterion.anchors, level: anchor})
    if key == "theme":
        known = {term(theme, language).casefold(): theme for theme in themes}
        return replace(criterion, theme=";".join(known.get(part.casefold(), part) for part in _parts(text)))
    if key == "groups":
        names = {group_name(group, language).casefold(): group for group in groups}
        return replace(criterion, groups=frozenset(names.get(part.casefold(), part) for part in _parts(text)))
    if key == "dimension":
        return replace(criterion, dimension=Dimension(text) if text else None)
    if key == "year":
        return replace(criterion, from_participation_year=_year(text))
    return replace(criterion, weight=_weight(text, language))


def next_code(last: str, taken: Iterable[str]) -> str:
    """The code that follows on `last` in its manner and is not taken: after "1.09" comes "1.10"."""
    used = {code.casefold() for code in taken}
    match = re.fullmatch(r"(.*?)(\d*)", last, re.DOTALL)
    assert match is not None
    head, digits = match.groups()
    number = int(digits or 0)
    while True:
        number += 1
        code = f"{head}{number:0{len(digits)}}"
        if code.casefold() not in used:
            return code


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def _of(text: Text, code: str) -> str:
    return text.nl if code == "nl" else text.en


def _with(text: Text, code: str, typed: str) -> Text:
    said = cells.text(typed)
    return replace(text, nl=said) if code == "nl" else replace(text, en=said)


def _code(text: str) -> str:
    if not text.strip():
        raise Problem("A code cannot be empty.")
    return cells.code(text)


def _number(text: str, language: Language) -> Number:
    # "1.000" may be a thousand where thousands have a point: that is asked, not guessed.
    notation = replace(cells.PLAIN, point_decimals=language.code != "nl")
    if not text.strip():
        raise Problem("Type a number here.")
    return exact(cells.number(text.strip(), notation))


def _weight(text: str, language: Language) -> Number:
    value = _number(text, language)
    if value <= 0:
        raise Problem("A weight is more than 0.")
    return value


def _year(text: str) -> int:
    value = cells.integer(text.strip()) if text.strip() else 0
    if not 1 <= value <= 99:
        raise Problem("A participation year is a whole number from 1.")
    return value
