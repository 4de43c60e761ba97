"""The marks by which a questionnaire is known again, whatever was done to its layout.

A hidden cell of each sheet says whose it is: participant, round and framework version, with a checksum. A hidden row
says which column is which; where that row is gone, the headings do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from covenant_monitor.language import N_, Language

MAGIC = "covenant-monitor-questionnaire"
DEFINED_NAME = "covenant_monitor_questionnaire"
_VERSION = "1"
_COLUMN_MARK = "cm:"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a questionnaire was made for, by codes as the file spelled them; `language` is that of its words.

    `name` is the participant's of then, as it stands in sight.
    """

    covenant: str
    round: str
    party: str
    framework: str
    version: str
    language: str
    name: str


class UnknownMark(ValueError):
    """A mark that was made by another version of the program, or was changed."""


def mark_of(identity: Identity) -> str:
    """The text of the hidden cell."""
    content = json.dumps(asdict(identity), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"{MAGIC} {_VERSION} {_checksum(content)} {content}"


def identity_in(text: object) -> Identity | None:
    """What a cell's text says a questionnaire was made for; None where it is no such mark.

    Raises:
        UnknownMark: it was such a mark, and was changed since, or a newer program made it.
    """
    if not isinstance(text, str) or not text.strip().startswith(MAGIC):
        return None
    parts = text.strip().split(" ", 3)
    if len(parts) != 4 or parts[1] != _VERSION or parts[2] != _checksum(parts[3]):
        raise UnknownMark
    try:
        found = json.loads(parts[3])
        identity = Identity(**found)
    except (ValueError, TypeError, RecursionError) as error:  # anybody can make a checksum that is right
        raise UnknownMark from error
    if not all(isinstance(value, str) for value in found.values()):
        raise UnknownMark
    return identity


def _checksum(content: str) -> str:
    return sha256(f"{MAGIC} {_VERSION} {content}".encode()).hexdigest()[:16]


class Column(StrEnum):
    """The columns, in order. Those from `ANSWER` on are the company's."""

    CRITERION = "criterion"
    TEXT = "text"
    GUIDANCE = "guidance"
    BEFORE = "before"
    ANSWER = "answer"
    REASON = "reason"
    EVIDENCE = "evidence"
    DAY = "day"
    NOTE = "note"


_COLUMNS = {column.value: column for column in Column}
ENTERED = (Column.ANSWER, Column.REASON, Column.EVIDENCE, Column.DAY, Column.NOTE)

HEADINGS: Mapping[Column, str] = {
    Column.CRITERION: N_("Code"),
    Column.TEXT: N_("Criterion"),
    Column.GUIDANCE: N_("Guidance"),
    Column.BEFORE: N_("Your last answer"),
    Column.ANSWER: N_("Your answer"),
    Column.REASON: N_("If n.a.: why"),
    Column.EVIDENCE: N_("Evidence (document, page)"),
    Column.DAY: N_("Date of the evidence"),
    Column.NOTE: N_("Remarks"),
}

INSTRUCTIONS = N_("Instructions")
"""The name of the sheet before the questions."""

PARTICIPANT, ROUND = N_("Participant"), N_("Round")
"""The labels of what the sheet says, in sight, that it is for."""


def column_mark(column: Column) -> str:
    """What stands over a column in the hidden row."""
    return f"{_COLUMN_MARK}{column}"


def column_marked(text: object) -> Column | None:
    """The column that a cell of the hidden row stands over."""
    if not isinstance(text, str) or not text.startswith(_COLUMN_MARK):
        return None
    return _COLUMNS.get(text.removeprefix(_COLUMN_MARK).strip())


def column_headed(text: object, languages: Mapping[str, Language]) -> Column | None:
    """The column with this heading, in any of the languages."""
    if not isinstance(text, str):
        return None
    words = " ".join(text.split()).casefold()
    for column, heading in HEADINGS.items():
        if any(words == language.gettext(heading).casefold() for language in languages.values()):
            return column
    return None
