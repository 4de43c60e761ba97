"""PDFs read again, for the tests of reports and letters."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject


def read(source: Path | bytes) -> PdfReader:
    return PdfReader(BytesIO(source if isinstance(source, bytes) else source.read_bytes()))


def text_of(source: Path | bytes) -> str:
    """All its text, with single plain spaces, and without the places where a long word may break."""
    text = " ".join(page.extract_text() for page in read(source).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u2060", ""))


def bookmarks(source: Path | bytes) -> list[str]:
    def titles(items: Any) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from titles(item)
            else:
                yield str(item.title)

    return list(titles(read(source).outline))


def objects(source: Path | bytes) -> Iterator[Any]:
    """Everything in the file, whether a page leads to it or not."""
    reader = read(source)
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        if found is not None:
            yield found


def alternatives(source: Path | bytes) -> list[str]:
    """The words that stand for its pictures."""
    return [str(one["/Alt"]) for one in objects(source) if isinstance(one, DictionaryObject) and "/Alt" in one]


def everything(source: Path | bytes) -> str:
    """All text that is anywhere in it: pages, words for pictures, bookmarks, metadata, and every stream unpacked."""
    raw = source if isinstance(source, bytes) else source.read_bytes()
    reader = read(raw)
    parts = [text_of(raw), *alternatives(raw), *bookmarks(raw), str(reader.metadata), raw.decode("latin-1")]
    for one in objects(raw):
        parts.append(str(one))
        if isinstance(one, StreamObject):
            try:
                parts.append(one.get_data().decode("utf-8", "replace"))
            except (NotImplementedError, ValueError, zlib.error):
                continue
    return re.sub(r"\s+", " ", "\n".join(parts).replace("\u200b", "").replace("\u2060", ""))
