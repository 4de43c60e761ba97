"""Texts as they are kept: the same whether they were typed, pasted or imported, and fit for every export."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85]")


def clean(text: str) -> str:
    """`text` composed (NFC) and trimmed, its lines ending in a line feed, without characters that no document can hold.

    Exchange tables are read by the same rule, but refuse such characters; one that was pasted along is just left out.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    fitting = "".join(character for character in _LINE_ENDS.sub("\n", text) if _fits(character))
    return unicodedata.normalize("NFC", fitting).strip()


def _fits(character: str) -> bool:
    if character in "\t\n":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and ord(character) & 0xFFFE != 0xFFFE


def fold(code: str) -> str:
    """What the codes of one record have in common: case, spaces around and how accents were typed do not count."""
    if code.isascii():
        return code.strip().casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", code.strip()).casefold())
