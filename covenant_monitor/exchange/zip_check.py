"""What a file that is offered as a workbook really is, told from its bytes before any parser sees it.

Only the outside of the file is looked at here: its first bytes and, for a zip, the list of its parts. Nothing
is unpacked but the short `mimetype` of an OpenDocument file.
"""

from __future__ import annotations

import os
import struct
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from covenant_monitor.exchange.findings import Refused
from covenant_monitor.exchange.limits import MEGABYTE, Limits
from covenant_monitor.language import N_

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_RECORD = struct.Struct("<4s4H2LH")
# A comment of at most 65,535 bytes may follow the end record.
_END_WINDOW = _END_RECORD.size + 65_535
_DIRECTORY_BYTES = 2 * MEGABYTE
# Tiny parts compress as they like; a bomb that can do harm is large.
_RATIO_FROM_BYTES = MEGABYTE
_DAMAGED = (BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError, struct.error)

EMPTY = N_("This file is empty.")
PROTECTED = N_(
    "This workbook is protected with a password. Open it in Excel, choose File > Info > Protect Workbook > "
    "Encrypt with Password, clear the password, save, and import it again."
)
OLD_EXCEL = N_("This is a workbook of Excel 97-2003 (.xls). Open it in Excel and save it as an Excel Workbook (.xlsx).")
OLD_OFFICE = N_("This is an old Office document, not a workbook. Save it as an Excel Workbook (.xlsx).")
BINARY_EXCEL = N_("This is a binary workbook (.xlsb). Open it in Excel and save it as an Excel Workbook (.xlsx).")
OPEN_DOCUMENT = N_("This is an OpenDocument file. Open it and save it as an Excel Workbook (.xlsx).")
NUMBERS = N_("This is a document of Apple's Numbers. Open it there and export it to Excel (.xlsx).")
WORD = N_("This is a Word document, not a workbook.")
POWERPOINT = N_("This is a PowerPoint presentation, not a workbook.")
PDF = N_("This is a PDF document, not a workbook.")
HTML = N_("This is a web page (HTML), not a workbook. Open it in Excel and save it as an Excel Workbook (.xlsx).")
XML_EXCEL = N_("This is an XML spreadsheet of Excel 2003. Open it in Excel and save it as an Excel Workbook (.xlsx).")
XML = N_("This is an XML file, not a workbook.")
TEXT = N_("This is a text file, not a workbook. If it is a CSV file, give it a name that ends in .csv.")
NOT_A_WORKBOOK = N_("This is not a workbook that Excel could have written.")
NOT_A_CSV = N_("This is a workbook, not a CSV file. Give it a name that ends in .xlsx.")
BINARY_CSV = N_("This is not a text file. Save the table as CSV UTF-8.")
OTHER_ZIP = N_("This is a zip file without a workbook. Unpack it and import what is in it.")
INCOMPLETE = N_("This workbook is incomplete: its end is missing. Download or copy it again.")
DAMAGED = N_("This workbook is damaged. Open it in Excel, let Excel repair it, and save it under another name.")
TOO_LARGE = N_("This file is too large: {size} MB, where at most {limit} MB is read.")
TOO_MANY_PARTS = N_("This workbook is made of too many parts to be one that people filled in.")
BOMB = N_(
    "This workbook would unpack to {size} MB, which is far more than its tables can need. It is not opened."
    " Copy the tables into a new workbook."
)
MACROS = N_("This workbook contains macros. They are neither read nor run.")
LINKS = N_(
    "This workbook refers to other workbooks. The values that were saved last are read; the others are not opened."
)


def check_workbook(file: BinaryIO, limits: Limits) -> list[str]:
    """Look at an open file before it is parsed as a workbook; returns msgids of what to tell the user
    besides.

    Raises Refused, in one sentence, for whatever is not a workbook of the .xlsx family or is out of all
    proportion, and OSError when the file cannot be read.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(4096)
    if not size:
        raise Refused(EMPTY)
    if size > limits.workbook_bytes:
        raise Refused(TOO_LARGE, size=size // MEGABYTE, limit=limits.workbook_bytes // MEGABYTE)
    if not start.startswith(b"PK"):
        raise Refused(_other_kind(file, start, size))
    _check_directory(file, size, limits)
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            _check_sizes(parts, limits)
            names = {part.filename.lower() for part in parts}
            _check_kind(archive, parts, names)
    except _DAMAGED as error:
        raise Refused(DAMAGED) from error
    return _warnings(names)


def check_csv(start: bytes) -> None:
    """Refuse what is called .csv and is none. `start` is the first few kB of the file."""
    if not start:
        raise Refused(EMPTY)
    if start.startswith(b"PK\x03\x04"):
        raise Refused(NOT_A_CSV)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    if start.startswith((_OLE, b"%PDF")) or start.count(b"\0") > len(start) // 8:
        raise Refused(BINARY_CSV)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower() == b"<!doctype" or b"<html" in start[:512].lower():
        raise Refused(HTML)


def _other_kind(file: BinaryIO, start: bytes, size: int) -> str:
    """The sentence for a file that is not a zip."""
    if start.startswith(_OLE):
        return _ole_kind(file, start, size)
    if start.startswith(b"%PDF"):
        return PDF
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in text or b"excel.sheet" in text:
            return XML_EXCEL
        if b"<html" in text or b"<!doctype html" in text or b"<table" in text or b"<meta" in text:
            return HTML
        return XML
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return TEXT if utf16 or b"\0" not in start else NOT_A_WORKBOOK


def _ole_kind(file: BinaryIO, start: bytes, size: int) -> str:
    """An encrypted workbook and an .xls are both OLE containers; the names in its directory tell which."""
    places = [0, max(0, size - 65_536)]
    if len(start) >= 52:
        sector = 1 << min(struct.unpack_from("<H", start, 30)[0], 16)
        places.append((struct.unpack_from("<L", start, 48)[0] + 1) * sector)
    seen = bytearray()
    for place in places:
        if place < size:
            file.seek(place)
            seen += file.read(65_536)
    if "EncryptedPackage".encode("utf-16-le") in seen or "DataSpaces".encode("utf-16-le") in seen:
        return PROTECTED
    if "Workbook".encode("utf-16-le") in seen or b"B\0o\0o\0k\0\0\0" in seen:
        return OLD_EXCEL
    return OLD_OFFICE


def _check_directory(file: BinaryIO, size: int, limits: Limits) -> None:
    """Bound the list of parts before zipfile reads all of it into memory."""
    window = min(size, _END_WINDOW)
    file.seek(size - window)
    tail = file.read(window)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise Refused(INCOMPLETE)
    _, _, _, _, count, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, at)
    # 0xFFFF and 0xFFFFFFFF announce a zip64 directory, which only archives beyond every limit here need.
    if count > limits.parts or directory_bytes > _DIRECTORY_BYTES:
        raise Refused(TOO_MANY_PARTS)
    file.seek(0)


def _check_sizes(parts: list[ZipInfo], limits: Limits) -> None:
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts), default=0)
    too_large = total > limits.total_bytes or largest > limits.part_bytes
    if too_large or any(_is_bomb(part, limits) for part in parts):
        raise Refused(BOMB, size=max(total // MEGABYTE, 1))
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(PROTECTED)
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise Refused(DAMAGED)
    if len({part.filename.lower() for part in parts}) != len(parts):
        # Two parts of one name: programs differ in which they believe.
        raise Refused(DAMAGED)


def _is_bomb(part: ZipInfo, limits: Limits) -> bool:
    return part.file_size > _RATIO_FROM_BYTES and part.file_size > limits.ratio * max(part.compress_size, 1)


def _check_kind(archive: ZipFile, parts: list[ZipInfo], names: set[str]) -> None:
    for part in parts:
        if part.filename == "mimetype" and part.file_size < 200:
            if b"opendocument" in archive.read(part):
                raise Refused(OPEN_DOCUMENT)
            break
    others = {
        "xl/workbook.bin": BINARY_EXCEL,
        "word/document.xml": WORD,
        "ppt/presentation.xml": POWERPOINT,
        "index/document.iwa": NUMBERS,
        "index.zip": NUMBERS,
    }
    for name, sentence in others.items():
        if name in names:
            raise Refused(sentence)
    if "[content_types].xml" not in names:
        raise Refused(OTHER_ZIP)


def _warnings(names: set[str]) -> list[str]:
    warnings = []
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        warnings.append(MACROS)
    if any("/externallinks/" in name for name in names) or "xl/connections.xml" in names:
        warnings.append(LINKS)
    return warnings
