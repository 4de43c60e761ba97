"""Workbooks offered as questionnaires that are none, or that were made to do harm: a sentence each, within bounds."""

import json
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import workbook_reader, zip_check
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.questionnaires import reading as questionnaire_reading
from covenant_monitor.exchange.questionnaires.layout import BROKEN_MARK, NO_MARK
from covenant_monitor.exchange.questionnaires.marks import ENTERED, MAGIC, Column, Identity, column_mark, mark_of
from covenant_monitor.exchange.questionnaires.reading import (
    all_questionnaires,
    files_in,
    is_questionnaire,
    read_questionnaire,
    read_questionnaires,
)
from covenant_monitor.language import language
from covenant_monitor.store.store import Store
from tests.core.exchange.foreign_files import XML, declare_size, ole, package, row, sheet, text, write
from tests.core.exchange.returned import filled, said, sent, staged
from tests.core.store.small import small

NAME = "Voorbeeld Mode B.V."
MARK = mark_of(Identity("KLEDING", "2020", "P1", "F", "1", "en", NAME)).replace('"', "&quot;")
MARKS = [column_mark(column) for column in (Column.CRITERION, *ENTERED, Column.TEXT)]
HEAD = row(1, text("A1", MARK)) + row(2, *(text(f"{'ABCDEFG'[i]}2", mark) for i, mark in enumerate(MARKS)))
ANSWER = row(3, text("A3", "A1"), text("B3", "Partially"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as made:
        yield made


def made(path: Path, data: str = HEAD + ANSWER, **more: str) -> Path:
    """A questionnaire with its parts written by hand."""
    return write(path, package({"Q": sheet(data, **more)}))


def messages(path: Path) -> list[str]:
    return [finding.message for finding in read_questionnaire(path).findings]


def test_one_written_by_hand_is_read(tmp_path: Path) -> None:
    returned = read_questionnaire(made(tmp_path / "q.xlsx"))
    assert returned.findings == []
    assert [(one.code, one.cells[Column.ANSWER]) for one in returned.rows] == [("A1", "Partially")]
    assert is_questionnaire(tmp_path / "q.xlsx")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", zip_check.EMPTY),
        (b"covenant;party\n", zip_check.TEXT),
        (b"<html><body>", zip_check.HTML),
        (b"%PDF-1.7", zip_check.PDF),
        (ole("Workbook"), zip_check.OLD_EXCEL),
        (ole("EncryptedPackage"), zip_check.PROTECTED),
        (b"PK\x03\x04 and no more", zip_check.INCOMPLETE),
    ],
)
def test_F44_F45_what_is_no_workbook_is_named_for_what_it_is(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "q.xlsx"
    path.write_bytes(content)
    assert messages(path) == [sentence]
    assert not is_questionnaire(path)


def test_F44_a_truncated_questionnaire_is_incomplete(store: Store, tmp_path: Path) -> None:
    path = sent(store, tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    assert messages(path) == [zip_check.INCOMPLETE]


def test_F44_any_changed_byte_gives_a_sentence_or_answers(store: Store, tmp_path: Path) -> None:
    whole = sent(store, tmp_path).read_bytes()
    path = tmp_path / "q.xlsx"
    for at in range(40, len(whole), len(whole) // 12):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        returned = read_questionnaire(path)
        assert returned.findings or returned.rows
        is_questionnaire(path)


def test_F44_another_workbook_is_no_questionnaire(tmp_path: Path) -> None:
    path = made(tmp_path / "other.xlsx", row(1, text("A1", "Jaarrekening")))
    assert messages(path) == [NO_MARK]
    assert not is_questionnaire(path)


def test_F46_a_document_type_is_refused(tmp_path: Path) -> None:
    prolog = XML + '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert messages(made(tmp_path / "q.xlsx", prolog=prolog)) == [workbook_reader.DOCTYPE]


def test_F47_a_far_cell_is_told_with_its_address(tmp_path: Path) -> None:
    path = made(tmp_path / "q.xlsx", HEAD + ANSWER + row(1_048_576, text("XFD1048576", "ver")))
    started = time.perf_counter()
    returned = read_questionnaire(path)
    assert [finding.message for finding in returned.findings] == [workbook_reader.FAR_CELL]
    assert returned.findings[0].cell == "XFD1048576"
    assert time.perf_counter() - started < 10


def test_F47_a_huge_merged_area_costs_nothing(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    returned = read_questionnaire(made(tmp_path / "q.xlsx", after=merged))
    assert [finding.message for finding in returned.findings] == [workbook_reader.MERGED]


def test_F47_a_bomb_is_known_before_it_is_unpacked(tmp_path: Path) -> None:
    path = made(tmp_path / "q.xlsx")
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image.xml", b"0" * 20_000_000)
    assert messages(path) == [zip_check.BOMB]
    assert not is_questionnaire(path)
    path = declare_size(made(tmp_path / "r.xlsx"), "xl/worksheets/sheet1.xml", 900_000_000)
    assert messages(path) == [zip_check.BOMB]


def test_F47_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questionnaire_reading, "LIMITS", Limits(cells=4))
    assert messages(made(tmp_path / "q.xlsx")) == [workbook_reader.TOO_MUCH]


@pytest.mark.parametrize("code", ["import os; os.abort()", "import sys; sys.exit(3)", ""])
def test_F48_a_reader_that_crashes_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    path = made(tmp_path / "q.xlsx")
    monkeypatch.setattr(workbook_reader, "reader_command", lambda: [sys.executable, "-c", code])
    assert messages(path) == [workbook_reader.CRASHED]


def test_F48_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "q.xlsx")
    monkeypatch.setattr(questionnaire_reading, "LIMITS", Limits(seconds=0.5))
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(workbook_reader, "reader_command", lambda: command)
    assert messages(path) == [workbook_reader.TOO_SLOW]


def test_F51_days_are_counted_from_1904_where_the_workbook_does(store: Store, tmp_path: Path) -> None:
    data = HEAD + row(3, text("A3", "A1"), text("B3", "Partially"), '<c r="E3"><v>42645</v></c>')
    parts = package({"Q": sheet(data)}, properties='<workbookPr date1904="1"/>')
    found = staged(store, write(tmp_path / "q.xlsx", parts))
    assert any("42645, which is read as 3 October 2020" in one for one in said(found))


def test_F52_cells_that_are_there_twice_are_listed(tmp_path: Path) -> None:
    path = made(tmp_path / "q.xlsx", HEAD + row(3, text("A3", "A1"), text("B3", "Not"), text("B3", "Fully")))
    assert messages(path) == [workbook_reader.TWICE]


def test_F53_macros_and_links_are_told_and_left_alone(tmp_path: Path) -> None:
    parts = package({"Q": sheet(HEAD + ANSWER)}, extra={"xl/vbaProject.bin": b"x", "xl/externalLinks/a.xml": "<a/>"})
    returned = read_questionnaire(write(tmp_path / "q.xlsx", parts))
    assert [finding.message for finding in returned.findings] == [zip_check.MACROS, zip_check.LINKS]
    assert returned.rows


@pytest.mark.parametrize("content", ['{"a":1}', "[]", '"x"', "[" * 50_000, MARK.partition("{")[2], '{"covenant":[1]}'])
def test_F46_a_mark_that_was_made_up_is_one_sentence(tmp_path: Path, content: str) -> None:
    if content == '{"covenant":[1]}':
        content = json.dumps({name: [1] for name in Identity.__dataclass_fields__})
    forged = f"{MAGIC} 1 {sha256(f'{MAGIC} 1 {content}'.encode()).hexdigest()[:16]} {content}"
    data = row(1, text("A1", forged.replace('"', "&quot;"))) + HEAD.partition("</row>")[2] + ANSWER
    assert messages(made(tmp_path / "q.xlsx", data)) == [BROKEN_MARK]


def test_one_bad_file_does_not_keep_the_others_out(store: Store, tmp_path: Path) -> None:
    good = filled(sent(store, tmp_path), {"A2": {Column.ANSWER: "Fully"}})
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    found = staged(store, bad, good)
    assert len(found.changes) == 1
    assert [finding.source for finding in found.errors] == ["bad.xlsx"]


def test_folders_are_read_without_what_programs_leave_in_them(store: Store, tmp_path: Path) -> None:
    path = sent(store, tmp_path)
    for name in ("~$open.xlsx", ".hidden.xlsx", "notes.txt"):
        (path.parent / name).write_bytes(b"x")
    assert files_in([path.parent]) == [path]
    assert [one.path for one in read_questionnaires([path.parent, path])] == [path, path]


def test_other_workbooks_in_a_folder_are_told_rather_than_passed_over(store: Store, tmp_path: Path) -> None:
    path = sent(store, tmp_path)
    for name in ("a.ods", "b.XLS", "c.xlsm"):
        (path.parent / name).write_bytes(b"")
    read = read_questionnaires([path.parent])
    assert [one.path.name for one in read if one.findings] == ["a.ods", "b.XLS", "c.xlsm"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", ole("EncryptedPackage"), b"PK\x03\x04 and no more"])
def test_what_cannot_be_opened_goes_with_the_questionnaires_beside_it(
    store: Store, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(content)
    assert all_questionnaires([broken, sent(store, tmp_path)])
    assert not all_questionnaires([broken])


def test_what_is_not_there_and_what_is_mixed_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no file"):
        read_questionnaires([tmp_path / "no.xlsx"])
    table = tmp_path / "parties.csv"
    table.write_text("covenant,party\n")
    with pytest.raises(Problem, match="Import the questionnaires apart"):
        all_questionnaires([sent(store, tmp_path), table])


def test_it_can_be_stopped_between_two(store: Store, tmp_path: Path) -> None:
    path = sent(store, tmp_path)

    def stop(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_questionnaires([path] * 4, progress=stop)


def test_findings_have_their_place_in_both_languages(tmp_path: Path) -> None:
    (finding,) = read_questionnaire(made(tmp_path / "q.xlsx", row(1, text("A1", "x")))).findings
    assert finding.text(language("en")).startswith("q.xlsx: This is no questionnaire")


def test_many_are_read_together_as_one_by_one(store: Store, tmp_path: Path) -> None:
    paths = [sent(store, tmp_path, party=party) for party in ("P1", "P2", "P3")]
    bad = made(tmp_path / "bad.xlsx", prolog=XML + "<!DOCTYPE x>")
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b"")
    paths[1:1] = [bad, empty]
    together = read_questionnaires(paths)
    assert [one.path for one in together] == paths
    for one, alone in zip(together, map(read_questionnaire, paths), strict=True):
        assert (one.identity, one.rows, one.findings) == (alone.identity, alone.rows, alone.findings)


def test_F48_one_that_crashes_the_reader_does_not_take_others_along(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [sent(store, tmp_path, party=party) for party in ("P1", "P2")]
    command = workbook_reader.reader_command()
    start = command[-2].replace("; sys.exit", "; import os; 'paths' in sys.argv[2] and os.abort(); sys.exit")
    monkeypatch.setattr(workbook_reader, "reader_command", lambda: [*command[:-2], start, command[-1]])
    assert all(one.identity is not None for one in read_questionnaires(paths))
    monkeypatch.setattr(workbook_reader, "reader_command", lambda: [sys.executable, "-c", "import os; os.abort()"])
    assert [one.findings[0].message for one in read_questionnaires(paths)] == [workbook_reader.CRASHED] * 2


def test_F48_where_the_reader_hangs_over_many_each_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [sent(store, tmp_path, party=party) for party in ("P1", "P2")]
    monkeypatch.setattr(questionnaire_reading, "LIMITS", Limits(seconds=0.3))
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(workbook_reader, "reader_command", lambda: command)
    assert [one.findings[0].message for one in read_questionnaires(paths)] == [workbook_reader.TOO_SLOW] * 2
