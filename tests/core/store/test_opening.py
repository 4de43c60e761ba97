"""Refusing what is no covenant file, and leaving it as it was."""

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import opening
from covenant_monitor.store.check import check
from covenant_monitor.store.lock import HeldElsewhere
from covenant_monitor.store.migrations import SCHEMA_VERSION
from covenant_monitor.store.schema import APPLICATION_ID, RECORDED_TABLES
from covenant_monitor.store.store import open_copy, open_store
from tests.core.store.small import beside, contents, digest, not_as_root, small


def refused(path: Path, *, read_only: bool = False) -> str:
    """How opening `path` is refused, in one sentence; all files there stay as they were."""
    before, names = digest(path), beside(path)
    with pytest.raises(Problem) as problem:
        open_store(path, read_only=read_only)
    assert digest(path) == before
    assert beside(path) == names
    text = str(problem.value)
    assert path.name in text
    assert text.count("\n") == 0
    assert text.endswith(".")
    assert problem.value.text(language("nl")) != text
    return problem.value.message


@pytest.mark.parametrize("read_only", [False, True])
def test_F01_a_file_that_is_missing_is_said_to_be_and_not_made(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(Problem, match=r"typo\.covenant does not exist"):
        open_store(tmp_path / "typo.covenant", read_only=read_only)
    with pytest.raises(Problem, match=r"typo\.covenant does not exist"):
        open_store(tmp_path / "none" / "typo.covenant", read_only=read_only)
    with pytest.raises(Problem, match=r"typo\.covenant does not exist"):
        open_copy(tmp_path / "typo.covenant")
    assert beside(tmp_path / "typo.covenant") == []


@pytest.mark.parametrize("read_only", [False, True])
def test_F02_an_empty_file_is_refused(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "empty.covenant"
    path.touch()
    assert "0 bytes" in refused(path, read_only=read_only)


def _text(path: Path) -> None:
    path.write_text("Dit is geen convenant.\n" * 20)


def _short_text(path: Path) -> None:
    path.write_text("x")


def _csv(path: Path) -> None:
    path.write_text("covenant,party\nKLEDING,P1\n")


def _zip(path: Path) -> None:
    with ZipFile(path, "w") as file:
        file.writestr("a.txt", "a" * 200)


def _xlsx(path: Path) -> None:
    with Workbook(path) as book:
        book.add_worksheet("parties")


def _ole(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))


def _head_only(path: Path) -> None:
    path.write_bytes(opening.SIGNATURE + bytes(20))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_text, "not a covenant file"),
        (_short_text, "not a covenant file"),
        (_csv, "not a covenant file"),
        (_zip, "workbook or zip file"),
        (_xlsx, "workbook or zip file"),
        (_ole, "old or protected Office file"),
        (_head_only, "first 100 bytes"),
    ],
)
def test_F03_what_is_no_sqlite_file_is_refused_by_its_first_bytes(tmp_path: Path, make: object, says: str) -> None:
    path = tmp_path / "other.covenant"
    assert callable(make)
    make(path)
    assert says in refused(path)
    assert says in refused(path, read_only=True)


@pytest.mark.parametrize("application", [0, APPLICATION_ID + 1])
def test_F04_a_database_of_another_program_is_refused(tmp_path: Path, application: int) -> None:
    path = tmp_path / "other.covenant"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute("CREATE TABLE party (id INTEGER PRIMARY KEY)")
    assert "another program" in refused(path)


@pytest.mark.parametrize("read_only", [False, True])
def test_F05_a_file_of_a_newer_version_is_refused(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "newer.covenant"
    small(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert "newer Covenant Monitor" in refused(path, read_only=read_only)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is a folder"):
        open_store(tmp_path)


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="permissions are another thing there")
def test_a_file_that_may_not_be_read_is_a_problem() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "secret.covenant"
        small(path).close()
        path.chmod(0)
        path.parent.chmod(0o755)
        for open_it in (open_store, open_copy):
            with not_as_root(), pytest.raises(Problem, match="cannot be read"):
                open_it(path)


def page_size(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:18], "big")


@pytest.mark.parametrize("cut", [1, 4096, 4096 * 7 + 100])
def test_F11_a_file_that_was_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.covenant"
    small(path).close()
    os.truncate(path, path.stat().st_size - cut)
    assert "damaged" in refused(path)
    assert "damaged" in refused(path, read_only=True)


def test_F11_a_zeroed_page_is_refused_at_opening_or_else_found_by_check(tmp_path: Path) -> None:
    path = tmp_path / "zeroed.covenant"
    small(path).close()
    good, size = path.read_bytes(), page_size(path)
    refusals = 0
    for at in range(0, len(good), size):
        path.write_bytes(good[: at + 200 * (at == 0)] + bytes(size - 200 * (at == 0)) + good[at + size :])
        before = digest(path)
        try:
            store = open_store(path, read_only=True)
        except Problem:
            refusals += 1
        else:
            with store:
                assert check(store).findings, f"page at {at}"
        assert digest(path) == before
    assert refusals > len(good) // size // 2


def test_F11_swapped_pages_are_refused_at_opening_or_else_found_by_check(tmp_path: Path) -> None:
    path = tmp_path / "swapped.covenant"
    small(path).close()
    good, size = path.read_bytes(), page_size(path)
    for first in range(1, len(good) // size - 1, 3):
        one, other = (slice(n * size, (n + 1) * size) for n in (first, first + 1))
        pages = bytearray(good)
        pages[one], pages[other] = good[other], good[one]
        path.write_bytes(pages)
        before = digest(path)
        try:
            store = open_store(path, read_only=True)
        except Problem:
            continue
        with store:
            assert check(store).findings, f"pages {first} and {first + 1}"
        assert digest(path) == before


def test_F11_F12_a_bit_that_fell_over_anywhere_is_refused_or_found_or_harmless(tmp_path: Path) -> None:
    path = tmp_path / "flipped.covenant"
    with small(path) as store:
        content = contents(store, [*RECORDED_TABLES, "change_set", "change", "score", "section_score"])
    good, chance = path.read_bytes(), random.Random(11)
    told = 0
    for _ in range(80):
        at, bit = chance.randrange(len(good)), 1 << chance.randrange(8)
        path.write_bytes(good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :])
        try:
            store = open_store(path, read_only=True)
        except Problem:
            told += 1
            continue
        with store:
            if check(store).findings:
                told += 1
            else:
                assert contents(store, list(content)) == content, f"bit {bit} of byte {at}"
    assert told > 20


def test_F11_a_schema_whose_damage_cannot_even_be_told_in_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "schema.covenant"
    small(path).close()
    path.write_bytes(path.read_bytes().replace(b"INTEGER REFERENCES criterion", b"INTEGER R\xc5FERENCES criterion"))
    assert refused(path) == refused(path, read_only=True) == opening.DAMAGED


def test_F17_a_file_that_another_tool_put_in_wal_mode_is_opened_and_put_back(tmp_path: Path) -> None:
    path = tmp_path / "wal.covenant"
    small(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
    with open_store(path) as store:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert path.read_bytes()[18:20] == b"\x01\x01"
    assert beside(path) == ["wal.covenant"]


def test_a_writer_has_the_settings_that_lose_nothing(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        found = {
            name: store.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "locking_mode", "foreign_keys", "trusted_schema")
        }
    assert found == {
        "journal_mode": "delete",
        "synchronous": 3,  # EXTRA
        "locking_mode": "exclusive",
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


def test_F09_a_trigger_that_calls_a_function_of_the_schema_does_not_run(tmp_path: Path) -> None:
    path = tmp_path / "hostile.covenant"
    small(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW evil AS SELECT json_extract('[1]', '$[0]') AS x")
    with open_store(path, read_only=True) as store:
        with pytest.raises(sqlite3.OperationalError, match="unsafe use"):
            store.connection.execute("SELECT * FROM evil")
        assert "evil" in str([finding.values for finding in check(store).findings])


def test_what_is_open_here_is_not_opened_a_second_time(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path):
        assert opening.is_open_here(path)
        for read_only in (False, True):
            with pytest.raises(Problem, match="already open here"):
                open_store(path, read_only=read_only)
        with pytest.raises(Problem, match="already open here"):
            open_copy(path)
    assert not opening.is_open_here(path)
    open_store(path).close()


def test_what_could_not_be_opened_can_be_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    good = path.read_bytes()
    os.truncate(path, len(good) - 1)
    with pytest.raises(Problem):
        open_store(path)
    path.write_bytes(good)
    open_store(path).close()
    assert beside(path) == ["a.covenant"]


def error_of(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_READONLY, "cannot be written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be written"),
        (sqlite3.SQLITE_IOERR_WRITE, "could not be read or written"),
        (sqlite3.SQLITE_CORRUPT, "is damaged"),
        (sqlite3.SQLITE_NOTADB, "is damaged"),
        (sqlite3.SQLITE_BUSY, "open in another program"),
    ],
)
def test_what_sqlite_says_is_told_in_words(tmp_path: Path, code: int, says: str) -> None:
    assert says in str(opening.explain(error_of(code), tmp_path / "a.covenant"))


def test_a_bug_is_no_problem_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        opening.explain(error_of(sqlite3.SQLITE_ERROR), tmp_path / "a.covenant")


def test_busy_names_the_holder(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        problem = opening.explain(error_of(sqlite3.SQLITE_BUSY), path)
        assert isinstance(problem, HeldElsewhere)
        assert problem.holder is not None
        assert problem.holder.process == os.getpid()
        assert store.user
