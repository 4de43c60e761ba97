"""Changes: whole or not at all, never to what is not ours to change."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from covenant_monitor.domain.model import Party, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.store import backup, lock, opening, queries
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.check import check
from covenant_monitor.store.lock import HeldElsewhere
from covenant_monitor.store.parties import add_party, edit_party
from covenant_monitor.store.store import Store, create, open_copy, open_store
from tests.core.store.small import beside, digest, key, not_as_root, small

FULLY = {"A1": Rating(1)}


def add(store: Store, code: str = "P9") -> None:
    add_party(store, covenant="KLEDING", party=Party(code, f"Bedrijf {code}"))


def test_a_new_file_is_there_whole_with_its_marks_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "Nieuw convenant.covenant"
    with create(path) as store:
        assert queries.covenants(store) == []
        assert check(store).findings == []
        assert (store.next_undo(), store.next_redo()) == (None, None)
    assert path.read_bytes()[68:72] == b"CVNT"
    assert beside(path) == ["Nieuw convenant.covenant"]


def test_a_file_that_exists_is_never_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    path.write_text("van iemand")
    with pytest.raises(Problem, match="exists already"):
        create(path)
    assert path.read_text() == "van iemand"


def test_a_new_file_in_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no folder"):
        create(tmp_path / "none" / "a.covenant")
    assert beside(tmp_path / "a.covenant") == []


def test_a_new_file_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_connection: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("covenant_monitor.store.store.migrations.migrate", full)
    with pytest.raises(Problem, match="disk is full"):
        create(tmp_path / "a.covenant")
    assert list(tmp_path.iterdir()) == []


def test_F16_a_new_file_is_not_ruined_by_the_journal_of_one_that_was_here_before(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    crashed = tmp_path / "crashed.covenant"
    leave_hot_journal(crashed)
    shutil.move(opening.journal_of(crashed), opening.journal_of(path))
    with create(path) as store:
        assert check(store).findings == []
    assert not opening.journal_of(path).exists()


def leave_hot_journal(path: Path) -> None:
    """A copy of the small covenant as a crash leaves it in the middle of a transaction that has reached the file."""
    original = path.with_name("original")
    with small(original) as store:
        connection = store.connection
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO change_set (at, who, action, kind) VALUES ('', '', 'rate', 'edit')")
        connection.execute("UPDATE party SET name = printf('%.5000c', 'x')")
        shutil.copyfile(original, path)
        shutil.copyfile(opening.journal_of(original), opening.journal_of(path))
        connection.execute("ROLLBACK")
    original.unlink()


@pytest.mark.parametrize("read_only", [False, True])
def test_F15_what_a_crash_left_half_way_is_rolled_back_at_opening(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "crashed.covenant"
    leave_hot_journal(path)
    with open_store(path, read_only=read_only) as store:
        assert queries.party(store, "KLEDING", "P1").name == "Voorbeeld Mode B.V."
        assert check(store).findings == []
    assert beside(path) == ["crashed.covenant"]


def test_an_exception_in_the_block_takes_everything_back(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = check(store).digest

        class Interrupted(Exception):
            pass

        def interrupted() -> None:
            with store.change("rate", {}):
                store.connection.execute("DELETE FROM rating")
                raise Interrupted

        with pytest.raises(Interrupted):
            interrupted()
        assert check(store).digest == before
        assert check(store).findings == []
        undo = store.next_undo()
        assert undo is not None
        assert undo.action == "import"
        add(store)  # and the next change is none the worse


def test_a_bug_in_the_block_stays_a_bug(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with pytest.raises(sqlite3.IntegrityError), store.change("rate", {}):
            store.connection.execute("UPDATE rating SET assessment = 1")
        with pytest.raises(sqlite3.OperationalError), store.change("rate", {}):
            store.connection.execute("no such statement")
        assert check(store).findings == []


def test_a_change_that_changes_nothing_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        before = check(store).digest
        rate(store, key=key("P1", "2020"), ratings=FULLY)
        same = queries.party(store, "KLEDING", "P1")
        change = edit_party(store, covenant="KLEDING", party=same)
        assert (change.rows, change.tables, change.assessments) == (0, frozenset(), frozenset())
        with store.change("rate", {}):
            store.connection.execute("UPDATE party SET name = name")
        assert check(store).digest == before


def test_a_change_says_what_it_changed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        change = rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1), "B1": Rating(0)})
        assert change.tables == {"rating"}
        assert change.rows == 2
        assert len(change.assessments) == 1
        assert change.number == 2


def test_F24_what_is_opened_read_only_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    before = digest(path)
    with open_store(path, read_only=True) as store:
        with pytest.raises(Problem, match="open read-only"):
            rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        with pytest.raises(Problem, match="open read-only"):
            store.undo()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.connection.execute("DELETE FROM rating")
    assert digest(path) == before
    assert beside(path) == ["a.covenant"]


@pytest.fixture
def mounts() -> Iterator[list[Path]]:
    """Where something was mounted; it is taken away after the test."""
    mounted: list[Path] = []
    yield mounted
    for place in reversed(mounted):
        subprocess.run(["umount", "-l", place], check=True)


def test_F24_a_file_on_a_read_only_disk_is_opened_read_only(tmp_path: Path, mounts: list[Path]) -> None:
    folder, shown = tmp_path / "folder", tmp_path / "shown"
    folder.mkdir()
    shown.mkdir()
    small(folder / "a.covenant").close()
    try:
        subprocess.run(["mount", "--bind", folder, shown], check=True, capture_output=True)
        mounts.append(shown)
        subprocess.run(["mount", "-o", "remount,bind,ro", shown], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs to be root, and free to mount")
    path = shown / "a.covenant"
    before = digest(path)
    with open_store(path) as store:
        assert store.read_only
        assert queries.party(store, "KLEDING", "P1").name == "Voorbeeld Mode B.V."
        with pytest.raises(Problem, match="open read-only"):
            add(store)
        with pytest.raises(Problem, match="No backup could be made"):
            backup.make(store.connection, path, "backup")
    with pytest.raises(Problem):
        backup.restore(path, path)
    assert digest(path) == before
    assert beside(path) == ["a.covenant"]


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="permissions are another thing there")
@pytest.mark.parametrize("protect", ["file", "folder"])
def test_F24_a_file_that_may_not_be_written_is_opened_read_only(protect: str) -> None:
    with TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "a.covenant"
        small(path).close()
        before = digest(path)
        path.chmod(0o444 if protect == "file" else 0o666)
        folder.chmod(0o777 if protect == "file" else 0o555)
        with not_as_root(), open_store(path) as store:
            assert store.read_only
            with pytest.raises(Problem, match="open read-only"):
                add(store)
        with not_as_root(), pytest.raises(Problem):
            backup.restore(path, path)
        folder.chmod(0o755)
        assert digest(path) == before
        assert beside(path) == ["a.covenant"]


@pytest.mark.parametrize("fate", ["replaced", "removed", "renamed"])
def test_F25_a_file_that_is_no_longer_in_its_place_is_not_written(tmp_path: Path, fate: str) -> None:
    path, other = tmp_path / "a.covenant", tmp_path / "other.covenant"
    small(other).close()
    with small(path) as store:
        add(store)
        if fate == "replaced":
            other.replace(path)
        elif fate == "removed":
            path.unlink()
        else:
            path.rename(tmp_path / "renamed.covenant")
        before = {p.name: digest(p) for p in tmp_path.iterdir() if p.suffix == ".covenant"}
        with pytest.raises(Problem, match="moved or replaced"):
            add(store, "P10")
        with pytest.raises(Problem, match="moved or replaced"):
            store.undo()
        assert {p.name: digest(p) for p in tmp_path.iterdir() if p.suffix == ".covenant"} == before
        # What was entered so far is not lost: it can be saved as a copy.
        backup.copy_to(store.connection, tmp_path / "saved.covenant")
    with open_store(tmp_path / "saved.covenant") as saved:
        assert queries.party(saved, "KLEDING", "P9").name == "Bedrijf P9"
        assert check(saved).findings == []


@contextmanager
def another_process(path: Path) -> Iterator[None]:
    """A second process of this program that has the file open."""
    program = (
        "import sys; from pathlib import Path; from covenant_monitor.store.store import open_store\n"
        "with open_store(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        try:
            yield
        finally:
            child.stdin.close()
            assert child.wait(20) == 0


def test_F27_a_second_process_is_told_who_has_the_file_and_can_read_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    with another_process(path):
        before = digest(path)
        with pytest.raises(HeldElsewhere, match=lock.system_user()) as problem:
            open_store(path)
        assert problem.value.holder is not None
        assert problem.value.holder.process != os.getpid()
        with pytest.raises(HeldElsewhere):
            open_store(path, read_only=True)
        with pytest.raises(HeldElsewhere):  # SQLite's own lock holds where ours was overruled
            open_store(path, take_over=True)
        with pytest.raises(HeldElsewhere):
            backup.restore(path, path)
        with open_copy(path) as copy:
            assert copy.read_only
            assert copy.path != path
            assert queries.party(copy, "KLEDING", "P1").name == "Voorbeeld Mode B.V."
            with pytest.raises(Problem, match="open read-only"):
                add(copy)
            folder = copy.path.parent
        assert not folder.exists()
        assert digest(path) == before
    with open_store(path) as store:
        add(store)


def test_F18_a_copy_is_what_was_last_saved_also_in_the_middle_of_a_change(tmp_path: Path) -> None:
    path = tmp_path / "crashed.covenant"
    leave_hot_journal(path)
    before = digest(path)
    with open_copy(path) as copy:
        assert queries.party(copy, "KLEDING", "P1").name == "Voorbeeld Mode B.V."
        assert check(copy).findings == []
    assert digest(path) == before
    assert opening.journal_of(path).exists()


def test_F18_a_file_that_changes_all_the_time_is_not_copied_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    copy, copies = shutil.copyfile, []

    def copied_while_written(source: Path, target: Path) -> None:
        copies.append(source)
        os.utime(path, ns=(len(copies), len(copies)))
        copy(source, target)

    monkeypatch.setattr("covenant_monitor.store.store.shutil.copyfile", copied_while_written)
    with pytest.raises(Problem, match="being changed all the time"):
        open_copy(path)
    assert len(copies) > 1


def is_locked(path: Path) -> bool:
    """Whether another process is kept out."""
    program = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    return "database is locked" in done.stderr


def test_F30_nothing_of_ours_lets_go_of_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    link = tmp_path / "link.covenant"
    with small(path) as store:
        link.hardlink_to(path)
        for attempt in (
            lambda: open_store(path),
            lambda: open_store(link),
            lambda: open_copy(path),
            lambda: opening.schema_version(path),
            lambda: backup.restore(path, tmp_path / "other.covenant"),
            lambda: backup.restore(tmp_path / "none", path),
            lambda: backup.copy_to(store.connection, path),
            lambda: backup.verify(link),
            lambda: import_files(store, [path]),
            lambda: import_files(store, [link]),
        ):
            with pytest.raises(Problem):
                attempt()
        opening.is_writable(path)
        made = backup.make(store.connection, path, "backup")
        backup.copy_to(store.connection, tmp_path / "copy.covenant")
        backup.verify(made)
        check(store)
        add(store)
        assert is_locked(path)
    assert not is_locked(path)


def test_F30_no_module_of_the_store_reads_a_file_in_another_way() -> None:
    """Reading a file that is open drops SQLite's locks: only where it is known not to be open is it done."""
    folder = Path(opening.__file__).parent
    found = {
        (module.name, line.strip())
        for module in folder.glob("*.py")
        for line in module.read_text(encoding="utf-8").splitlines()
        if any(word in line for word in ("open(", "read_bytes", "read_text", "copyfile", "copy2", "copy("))
        and not line.strip().startswith(("#", "def ", '"""'))
    }
    reading = {
        ("opening.py", 'with path.open("rb") as file:'),  # behind the question whether it is open here
        ("store.py", "shutil.copyfile(path, folder / path.name)"),
        ("store.py", "shutil.copyfile(journal, folder / journal.name)"),
        ("backup.py", "shutil.copyfile(source, temporary)"),
        ("backup.py", "shutil.copyfile(file, temporary)"),
        ("lock.py", 'lock = path.open("x", encoding="utf-8")'),  # the lock file is another file
        ("lock.py", 'noted = json.loads(lock_path(file).read_text(encoding="utf-8"))'),
    }
    assert found == reading


def test_closing_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    first = small(path)
    first.close()
    with open_store(path):
        first.close()
        assert lock.read_holder(path) is not None
        assert opening.is_open_here(path)
        with pytest.raises(Problem, match="already open here"):
            open_store(path)


def test_an_error_in_opening_lets_go_of_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("covenant_monitor.store.store.Store.__init__", broken)
    with pytest.raises(RuntimeError):
        open_store(path)
    monkeypatch.undo()
    assert beside(path) == ["a.covenant"]
    open_store(path).close()


def test_damage_met_in_a_change_is_told_as_such(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        with pytest.raises(Problem, match="is damaged"), store.change("rate", {}):
            raise error
        assert not store.connection.in_transaction
