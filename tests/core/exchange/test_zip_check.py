"""What is said of a file that is no workbook, or one that is not to be opened."""

import io
import struct
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile

import pytest

from covenant_monitor.exchange import zip_check
from covenant_monitor.exchange.findings import Refused
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.zip_check import check_csv, check_workbook
from tests.core.exchange.foreign_files import CONTENT_TYPES, declare_size, ole, parties, sheet, write


def said(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as refused:
        check_workbook(io.BytesIO(content), limits or Limits())
    str(refused.value)  # its placeholders can be filled
    return refused.value.message


def zipped(path: Path, **parts: str | bytes) -> bytes:
    return write(path / "file.xlsx", {name.replace("__", "/"): part for name, part in parts.items()}).read_bytes()


HTML_PAGE = b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body><table><tr><td>a</td></tr></table></body></html>"
XML_2003 = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", zip_check.EMPTY),
        (b"covenant;party\r\nKLEDING;P1\r\n", zip_check.TEXT),
        ("covenant;party".encode("utf-16"), zip_check.TEXT),
        (HTML_PAGE, zip_check.HTML),
        (b"<table><tr><td>exported by a web site</td></tr></table>", zip_check.HTML),
        (XML_2003, zip_check.XML_EXCEL),
        (b"<?xml version='1.0'?><data/>", zip_check.XML),
        (b"%PDF-1.7\n", zip_check.PDF),
        (b"\x00\x01\x02 a picture or so", zip_check.NOT_A_WORKBOOK),
        (ole("Root Entry", "Workbook"), zip_check.OLD_EXCEL),
        (ole("Root Entry", "Book"), zip_check.OLD_EXCEL),
        (ole("Root Entry", "WordDocument"), zip_check.OLD_OFFICE),
        (zip_check._OLE, zip_check.OLD_OFFICE),
        (b"PK\x05\x06" + bytes(18), zip_check.OTHER_ZIP),
    ],
)
def test_F44_other_files_are_named_for_what_they_are(content: bytes, sentence: str) -> None:
    assert said(content) == sentence


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"},
            "OPEN_DOCUMENT",
        ),
        ({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.bin": "x"}, "BINARY_EXCEL"),
        ({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<a/>"}, "WORD"),
        ({"[Content_Types].xml": CONTENT_TYPES, "ppt/presentation.xml": "<a/>"}, "POWERPOINT"),
        ({"Index/Document.iwa": "x"}, "NUMBERS"),
        ({"holiday.jpg": "x", "notes.txt": "x"}, "OTHER_ZIP"),
    ],
)
def test_F44_other_zip_files_are_named_for_what_they_are(tmp_path: Path, parts: dict[str, str], sentence: str) -> None:
    assert said(write(tmp_path / "file.xlsx", parts).read_bytes()) == getattr(zip_check, sentence)


def test_F44_a_truncated_workbook_is_incomplete(tmp_path: Path) -> None:
    whole = parties(tmp_path / "parties.xlsx").read_bytes()
    for kept in (10, len(whole) // 2, len(whole) - 1):
        assert said(whole[:kept]) == zip_check.INCOMPLETE


def test_F44_a_damaged_list_of_parts_is_told(tmp_path: Path) -> None:
    whole = bytearray(parties(tmp_path / "parties.xlsx").read_bytes())
    at = whole.find(b"PK\x01\x02")
    whole[at : at + 4] = b"XXXX"
    assert said(bytes(whole)) == zip_check.DAMAGED


def test_F44_no_byte_of_the_directory_can_do_more_than_be_refused(tmp_path: Path) -> None:
    whole = parties(tmp_path / "parties.xlsx").read_bytes()
    for at in range(whole.find(b"PK\x01\x02"), len(whole), 3):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        try:
            check_workbook(io.BytesIO(changed), Limits())
        except Refused:
            continue


@pytest.mark.parametrize("stream", ["EncryptedPackage", "\x06DataSpaces"])
def test_F45_a_workbook_with_a_password_says_how_to_save_it_without(stream: str) -> None:
    assert said(ole("Root Entry", stream)) == zip_check.PROTECTED
    assert "clear the password" in zip_check.PROTECTED


def test_F45_an_encrypted_zip_is_protected_too(tmp_path: Path) -> None:
    whole = bytearray(parties(tmp_path / "parties.xlsx").read_bytes())
    whole[whole.find(b"PK\x01\x02") + 8] |= 1
    assert said(bytes(whole)) == zip_check.PROTECTED


def test_F47_a_bomb_is_known_by_its_proportions(tmp_path: Path) -> None:
    bomb = parties(tmp_path / "bomb.xlsx", " " * 30_000_000)
    assert bomb.stat().st_size < 40_000
    assert said(bomb.read_bytes()) == zip_check.BOMB


def test_F47_a_part_that_claims_to_be_huge_is_not_unpacked(tmp_path: Path) -> None:
    path = declare_size(parties(tmp_path / "parties.xlsx"), "xl/worksheets/sheet1.xml", 4_000_000_000)
    assert said(path.read_bytes()) == zip_check.BOMB


def test_F47_many_middling_parts_are_too_much_together(tmp_path: Path) -> None:
    content = zipped(tmp_path, a="x" * 900, b="x" * 900, c="x" * 900)
    assert said(content, Limits(total_bytes=2_000)) == zip_check.BOMB


def test_F47_too_many_parts(tmp_path: Path) -> None:
    content = zipped(tmp_path, **{f"part{number}": "" for number in range(30)})
    assert said(content, Limits(parts=20)) == zip_check.TOO_MANY_PARTS


def test_F47_a_list_of_parts_longer_than_it_says_is_not_read(tmp_path: Path) -> None:
    content = bytearray(parties(tmp_path / "parties.xlsx").read_bytes())
    struct.pack_into("<L", content, content.rfind(b"PK\x05\x06") + 12, 50_000_000)
    assert said(bytes(content)) == zip_check.TOO_MANY_PARTS


def test_F47_a_workbook_that_is_too_large_is_told_with_its_size() -> None:
    with pytest.raises(Refused, match="3 MB, where at most 2 MB"):
        check_workbook(io.BytesIO(bytes(3_000_000)), Limits(workbook_bytes=2_000_000))


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = parties(tmp_path / "parties.xlsx")
    with ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", sheet(""))
    assert said(path.read_bytes()) == zip_check.DAMAGED


def test_a_compression_that_workbooks_do_not_have_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parties.xlsx"
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
    assert said(path.read_bytes()) == zip_check.DAMAGED


def test_F53_macros_and_links_are_told(tmp_path: Path) -> None:
    path = parties(tmp_path / "parties.xlsm")
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"x")
    with path.open("rb") as file:
        assert check_workbook(file, Limits()) == [zip_check.MACROS, zip_check.LINKS]


def test_a_good_workbook_has_nothing_to_tell(tmp_path: Path) -> None:
    with parties(tmp_path / "parties.xlsx").open("rb") as file:
        assert check_workbook(file, Limits()) == []


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (b"", zip_check.EMPTY),
        (b"PK\x03\x04", zip_check.NOT_A_CSV),
        (ole("Workbook"), zip_check.BINARY_CSV),
        (b"%PDF-1.7", zip_check.BINARY_CSV),
        ("covenant,party".encode("utf-16-le"), zip_check.BINARY_CSV),
        (HTML_PAGE, zip_check.HTML),
    ],
)
def test_F44_what_is_called_csv_and_is_not(start: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_csv(start)
    assert refused.value.message == sentence
