"""A look at the XML of a workbook before openpyxl makes trees of it: what would take it down is refused here.

Nothing is kept but counts, so this takes no memory, and a tenth of the time that reading takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Literal
from xml.etree.ElementTree import ParseError
from xml.parsers import expat
from zipfile import ZipFile

from defusedxml import DTDForbidden
from defusedxml.ElementTree import iterparse
from openpyxl.xml.constants import SHEET_MAIN_NS

_CHUNK = 65_536
# Expat before 2.6 rescans an unfinished tag with every chunk; no tag of a workbook is ever this long.
_LONGEST_TAG = 1_000_000
_MOST_OTHERS = 3_000_000
_LAST_ROW = 1_048_576
_ROW, _CELL, *_VALUES = (f"{SHEET_MAIN_NS} {tag}" for tag in ("row", "c", "v", "is", "f"))


class UnreadableError(Exception):
    """The workbook is not read, for the reason that `code` names; `cell` is where, if it is at a cell."""

    def __init__(self, code: Literal["damaged", "no_workbook", "cells", "characters", "far"], cell: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.cell = cell


def first_spaces(archive: ZipFile) -> Iterator[str]:
    """The namespace of each part.

    Raises defusedxml's DTDForbidden for a document type, which no workbook has: whoever adds one wants entities
    expanded or files fetched. It stands before the first element, so no more than that is read.
    """
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            with archive.open(name) as stream:
                try:
                    _, element = next(iterparse(stream, events=("start",), forbid_dtd=True))
                except (ParseError, StopIteration):
                    continue  # Whether that matters shows when the part is read.
            yield element.tag.rpartition("}")[0].removeprefix("{")


def count_cells(archive: ZipFile, part: str, most: int, last_row: int) -> int:
    """How many cells and rows a sheet has.

    Raises UnreadableError for more than `most`, for a value below `last_row` and for an unreasonable number of
    other elements, and ExpatError.
    """
    scan = _Scan(most, last_row)
    with archive.open(part) as stream:
        scan.read(stream)
    return most - scan.cells_left


def has_values(archive: ZipFile, part: str, most: int) -> bool:
    """Whether a sheet has a cell with a value or a formula. Raises as `count_cells` does."""
    scan = _Scan(most, _LAST_ROW)
    with archive.open(part) as stream:
        scan.read(stream)
    return scan.values


class _Scan:
    def __init__(self, most_cells: int, last_row: int) -> None:
        self.cells_left = most_cells
        self.others_left = _MOST_OTHERS
        self.last_row = last_row
        self.row = 0
        self.address = ""
        self.values = False

    def read(self, stream: IO[bytes]) -> None:
        # Through defusedxml this would take four times as long.
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self.start
        fed = 0
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise UnreadableError("damaged")
        parser.Parse(b"", True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self.cells_left -= 1
            self.address = attributes.get("r", "")
        elif name == _ROW:
            self.cells_left -= 1
            number = attributes.get("r")
            self.row = self.row + 1 if number is None else int(number)
            if not 1 <= self.row <= _LAST_ROW:
                raise UnreadableError("damaged")
        else:
            self.others_left -= 1
            if name in _VALUES:
                self.values = True
                if self.row > self.last_row:
                    raise UnreadableError("far", self.address or f"A{self.row}")
        if self.cells_left < 0 or self.others_left < 0:
            raise UnreadableError("cells")


def _refuse_doctype(name: str, system: str | None, public: str | None, _subset: bool) -> None:
    raise DTDForbidden(name, system, public)
