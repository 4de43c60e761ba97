"""What a PDF is made of: headings, paragraphs, tables, pictures, as values. `typesetting` makes the pages of them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from covenant_monitor.language import NO_BREAK_SPACE, NO_NUMBER

LONGEST = 2000
"""Longer texts are cut: a PDF is read by people, and the file keeps all of it."""

_LONGEST_WORD = 24
_ZERO_WIDTH_SPACE = "\u200b"
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks that turn the direction of what follows them, also of the words around a name. Scripts need none of them."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell with a sign before its text: "good", "half", "bad" or "none"; "strong" is in bold."""

    text: str
    mark: str


Cell = str | Marked


class Verbatim(str):
    """A text that is to be copied exactly: nothing is done to it, so it must fit on its line."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and a bookmark. Levels 1 to 3. `new_page`: it begins one."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Styles: "body", "lead" (larger), "note" (small), "box" (in a frame),
    "intro" (stays with what follows)."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Points:
    """A list with dots."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label and what it is."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Large numbers side by side, each with what it is of."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head stands on every page. `numeric`: which columns are right-aligned; `widths`: in proportion."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: Sequence[bool]
    widths: Sequence[float]
    caption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image (PNG) over the width of the text. `alt` says in words what is to be seen."""

    png: bytes
    alt: str
    caption: str = ""


Block = Heading | Paragraph | Points | Facts | Figures | Table | Picture


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page of a report."""

    kind: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    warning: str = ""
    digest: str = ""
    contents: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above a letter."""

    sender: str
    to: Sequence[str]
    facts: Sequence[tuple[str, str]]
    subject: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole PDF. `mark`: what every page says of its audience; `confidential`: whether that is a warning.

    `language` is "nl" or "en". `about` stands at the head of every page.
    """

    title: str
    language: str
    about: str
    mark: str
    confidential: bool
    head: Cover | Letterhead
    blocks: Sequence[Block]


def as_plain(value: Any) -> Any:
    """A document as JSON can say it, with every text as it can be typeset; the class of a block is its "kind"."""
    if isinstance(value, Verbatim):
        return str(value)
    if isinstance(value, str):
        return typesettable(value)
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, Mapping):
        return {key: as_plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [as_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        kind = type(value).__name__.lower()
        plain = {one.name: as_plain(getattr(value, one.name)) for one in fields(value)}
        # What a screen reader calls something by may not be empty (PDF/UA).
        plain |= {name: _visible(plain[name]) for name in _NAMES.get(type(value), ())}
        return {"block": kind, **plain}
    return value


_NAMES: Mapping[type, Sequence[str]] = {
    Heading: ("text",),
    Picture: ("alt",),
    Letterhead: ("subject",),
    Document: ("title",),
}


def _visible(text: str) -> str:
    """`text`, or a dash where there is nothing of it to see."""
    return text if any(unicodedata.category(character)[0] in "LNPS" for character in text) else NO_NUMBER


def typesettable(text: str) -> str:
    """`text` without what no page can show: control characters, half characters, marks that turn the direction.

    What is too long for any line gets places where it may break, and what is longer than `LONGEST` is cut.
    """
    if len(text) > LONGEST:
        text = text[:LONGEST].rstrip() + "…"
    text = text.translate(_TURNING).encode("utf-8", "replace").decode("utf-8")
    text = "".join(" " if unicodedata.category(c) == "Cc" and c != "\n" else c for c in text)
    text = text.replace("n = ", f"n{NO_BREAK_SPACE}={NO_BREAK_SPACE}")  # no line ends in the midst of it
    return "".join(_breakable(text)) if len(text) > _LONGEST_WORD else text


def _breakable(text: str) -> Iterator[str]:
    """The characters, with a place to break in every run that is longer than a line may be."""
    run = 0
    for character in text:
        run = 0 if character.isspace() else run + 1
        if run > _LONGEST_WORD:
            yield _ZERO_WIDTH_SPACE
            run = 1
        yield character
