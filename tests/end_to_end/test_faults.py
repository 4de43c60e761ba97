"""Real faults: killed processes, full and failing disks. No acknowledged edit is lost, no file is left half-way."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.exporting import export_tables
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.store import backup, queries
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import add_party
from covenant_monitor.store.store import Store, open_store
from tests.core.store.small import beside, key, small

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="these faults are made with what Linux and macOS have")

UNREADABLE = "{file} could not be read or written ({reason}). Nothing was changed; check the disk or the network."
PROLOGUE = """
import sqlite3
import sys
from pathlib import Path
from covenant_monitor.domain.model import Party, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.store import backup, migrations, opening
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.store import open_store
path = Path(sys.argv[1])
P1 = AssessmentKey("KLEDING", "2020", "P1")
def acknowledge(what):
    print(what, flush=True)
"""

# Rates for ever, and tells of every rating once it is saved.
RATES = """
with open_store(path) as store:
    n = int(sys.argv[2])
    while True:
        n += 1
        rate(store, key=P1, ratings={"A1": Rating(n % 2, note=str(n)), "B1": Rating(1, note=str(n))})
        acknowledge(n)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.covenant"
    small(file).close()
    return file


def child(program: str, *arguments: object, under: Sequence[str] = ()) -> subprocess.Popen[str]:
    """A process of its own that runs `program`."""
    return subprocess.Popen(
        [*under, sys.executable, "-c", PROLOGUE + program, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[list[str], str]:
    """What a process said, and complained of, until it ended."""
    out, err = process.communicate()
    return out.splitlines(), err


def notes(store: Store) -> tuple[str, str]:
    """The last notes at A1 and B1 of P1, which are written together."""
    found = {a.round: a for a in queries.assessments_of(store, "KLEDING", "P1") if a.kind == "secretariat"}["2020"]
    return found.ratings["A1"].note, found.ratings["B1"].note if "B1" in found.ratings else ""


def is_whole(path: Path) -> tuple[str, str]:
    """The notes in a file that opens, is right in everything, and has nothing beside it that it needs."""
    with open_store(path) as store:
        assert check(store).findings == []
        found = notes(store)
    for other in beside(path):
        if other == f"{path.name}-journal":  # one without its head: it holds nothing to be played back
            assert not any((path.parent / other).read_bytes()[:8])
        else:
            assert other == path.name or other.endswith(" backups")
    return found


# Killed


def test_F15_a_change_that_was_killed_half_way_is_not_there(path: Path) -> None:
    before = is_whole(path)
    process = child(
        """
with open_store(path) as store:
    store.connection.execute("PRAGMA cache_size = 2")
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE party SET name = printf('%.20000c', 'x')")
        store.connection.execute("UPDATE rating SET note = 'half'")
        acknowledge("half")
        sys.stdin.read()
""",
        path,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    process.kill()
    ended(process)
    assert process.returncode == -signal.SIGKILL
    assert beside(path) == [".a.covenant.lock", "a.covenant", "a.covenant-journal"]
    assert b"xxxx" in path.read_bytes()  # half of it had reached the disk
    assert is_whole(path) == before
    with open_store(path) as store:
        assert queries.party(store, "KLEDING", "P1").name == "Voorbeeld Mode B.V."


def test_F22_no_acknowledged_edit_is_lost_when_the_program_is_killed_at_any_moment(path: Path) -> None:
    chance = random.Random(22)
    saved = 0
    for _ in range(15):
        process = child(RATES, path, saved)
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, process.stderr and process.stderr.read()
        killer = threading.Timer(chance.uniform(0, 0.12), process.kill)
        killer.start()
        said, _complaint = ended(process)
        killer.join()
        acknowledged = int([first, *said][-1])
        one, other = is_whole(path)
        assert one == other  # both or neither
        assert int(one) in (acknowledged, acknowledged + 1)  # saved, and perhaps one not told of yet
        saved = int(one)
    assert saved >= 15
    with open_store(path) as store:
        for number in range(saved, saved - 3, -1):
            assert notes(store) == (str(number), str(number))
            store.undo()


def strace(injection: str, *options: str) -> list[str]:
    """How a program is run with a fault in its system calls."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={injection}", *options]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not trace here")
    return command


RATES_A_FEW = """
with open_store(path) as store:
    for n in (1, 2, 3):
        rate(store, key=P1, ratings={"A1": Rating(n % 2, note=str(n)), "B1": Rating(1, note=str(n))})
        acknowledge(n)
"""


def killed(program: str, path: Path, call: str, when: int) -> list[str]:
    """What a program said before it was killed in its `when`th system call of one kind."""
    process = child(program, path, under=strace(f"{call}:signal=KILL:when={when}"))
    said, complaint = ended(process)
    assert complaint == ""
    if process.returncode != -signal.SIGKILL:
        pytest.skip("the SQLite here makes fewer of these calls")
    return said


@pytest.mark.parametrize(
    ("call", "when"),
    [
        *(("pwrite64", n) for n in (1, 5, 20, 36, 90)),
        *(("fdatasync", n) for n in (1, 2, 3, 4, 8, 10, 14)),
        ("unlink", 1),
    ],
)
def test_F22_nor_when_it_is_killed_in_a_system_call(path: Path, call: str, when: int) -> None:
    said = killed(RATES_A_FEW, path, call, when)
    one, other = is_whole(path)
    assert one == other  # both or neither
    acknowledged = int(said[-1]) if said else 0
    assert int(one or 0) in (acknowledged, acknowledged + 1)


MIGRATES = """
first = migrations.registered
def registered():
    known = first()
    @known()
    def m9999_later(db):
        db.execute("UPDATE party SET name = upper(name)")
        db.execute("CREATE TABLE later (a TEXT) STRICT")
        db.execute("INSERT INTO later VALUES (printf('%.50000c', 'x'))")
    return known
migrations.registered = registered
migrations.SCHEMA_VERSION = opening.SCHEMA_VERSION = migrations.SCHEMA_VERSION + 1
with open_store(path) as store:
    acknowledge(store.connection.execute("SELECT count(*) FROM later").fetchone()[0])
"""


@pytest.mark.parametrize(
    ("call", "when"),
    [*(("pwrite64", n) for n in (40, 85, 120)), *(("fdatasync", n) for n in (8, 9, 10, 11, 12))],
)
def test_F08_an_upgrade_that_is_killed_is_done_at_the_next_opening(path: Path, call: str, when: int) -> None:
    assert killed(MIGRATES, path, call, when) == []
    said, complaint = ended(child(MIGRATES, path))
    assert (said, complaint) == (["1"], "")
    for made in backup.backups(path):
        backup.verify(made.path)


def test_F33_a_backup_that_is_killed_is_not_there(path: Path) -> None:
    program = 'with open_store(path) as store: acknowledge(backup.make(store.connection, path, "test"))'
    said, _ = ended(child(program, path))
    assert len(said) == 1
    for call, when in (("pwrite64", 1), ("pwrite64", 40), ("pwrite64", 78), ("fsync", 1), ("rename", 1)):
        assert killed(program, path, call, when) == []
        (made,) = backup.backups(path)
        backup.verify(made.path)
    is_whole(path)


# Full and failing disks


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1.5 MB, where root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", place], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs to be root, and free to mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(place: Path) -> Path:
    """Use up all that is free on a disk."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(512)):
                pass
        except OSError:
            return ballast
    raise AssertionError


def test_F19_on_a_full_disk_nothing_is_changed_and_all_can_be_done_again_later(tiny_disk: Path, tmp_path: Path) -> None:
    path = tiny_disk / "a.covenant"
    big = tmp_path / "parties.csv"
    big.write_text("covenant,party,name\n" + "".join(f"KLEDING,Q{n},{'n' * 1000}\n" for n in range(50)))
    with small(path) as store:
        export_tables(store, tmp_path / "before")
        state = check(store).digest
        ballast = fill(tiny_disk)
        for attempt in (
            lambda: rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0, note="n" * 100_000)}),
            lambda: import_files(store, [big]),
            lambda: store.undo(),
            lambda: backup.make(store.connection, path, "test"),
            lambda: backup.copy_to(store.connection, tiny_disk / "copy.covenant"),
            lambda: export_tables(store, tiny_disk / "out"),
        ):
            with pytest.raises(Problem):
                attempt()
            assert not store.connection.in_transaction
            assert check(store).findings == []
            assert check(store).digest == state
        assert backup.backups(path) == []
        assert not (tiny_disk / "copy.covenant").exists()
        ballast.unlink()
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0, note="later")})
        import_files(store, [big])
        assert len(backup.backups(path)) == 1
        assert check(store).findings == []
    with open_store(path) as store:
        assert notes(store)[0] == "later"
        assert queries.party(store, "KLEDING", "Q49").name == "n" * 1000


def test_F19_a_full_disk_at_opening_is_told_and_leaves_no_lock(tiny_disk: Path) -> None:
    path = tiny_disk / "a.covenant"
    small(path).close()
    ballast = fill(tiny_disk)
    before = path.read_bytes()
    with pytest.raises(Problem, match="No space left"):
        open_store(path)
    assert path.read_bytes() == before
    assert beside(path) == ["a.covenant", "ballast"]
    with open_store(path, read_only=True) as store:
        assert check(store).findings == []
    ballast.unlink()
    open_store(path).close()


def test_F19_a_full_disk_while_a_backup_is_restored_leaves_the_file(tiny_disk: Path) -> None:
    path = tiny_disk / "a.covenant"
    with small(path) as store:
        made = backup.make(store.connection, path, "test")
    fill(tiny_disk)
    before = path.read_bytes()
    with pytest.raises(Problem):
        backup.restore(made, path)
    assert path.read_bytes() == before
    backup.verify(made)


TRIES_TO_RATE = """
with open_store(path) as store:
    for n in (1, 2):
        try:
            rate(store, key=P1, ratings={"A1": Rating(n % 2, note=str(n)), "B1": Rating(1, note=str(n))})
        except (Problem, sqlite3.OperationalError) as problem:
            # Once not even the journal can be played back, nothing is read any more either.
            acknowledge("problem: " + str(problem))
        else:
            acknowledge(n)
"""


@pytest.mark.parametrize(
    ("call", "error", "when"),
    [
        ("pwrite64", "ENOSPC", "1"),
        ("pwrite64", "ENOSPC", "8"),
        ("pwrite64", "ENOSPC", "12+"),
        ("pwrite64", "EIO", "4"),
        ("pwrite64", "EIO", "10+"),
        ("fdatasync", "EIO", "1"),
        ("fdatasync", "EIO", "2+"),
    ],
)
def test_F19_F20_a_write_that_fails_is_told_and_nothing_of_it_is_kept(
    path: Path, call: str, error: str, when: str
) -> None:
    said, complaint = ended(child(TRIES_TO_RATE, path, under=strace(f"{call}:error={error}:when={when}")))
    assert complaint == ""
    assert len(said) == 2
    assert any(line.startswith("problem") for line in said)
    for line in said:
        if line.startswith("problem") and error == "ENOSPC":
            assert "disk is full" in line
    one, other = is_whole(path)
    saved = [line for line in said if line.isdigit()]
    assert (one, other) == ((saved[-1], saved[-1]) if saved else ("", ""))


OPENS = """
try:
    with open_store(path, read_only=True) as store:
        acknowledge("opened")
except Problem as problem:
    acknowledge(problem.message)
"""


@pytest.mark.parametrize("when", [1, 3, 6, 20])
def test_F21_one_read_that_fails_is_not_taken_for_damage(path: Path, when: int) -> None:
    before = path.read_bytes()
    for call in ("pread64", "read"):
        only_ours = strace(f"{call}:error=EIO:when={when}", "-P", str(path))
        said, complaint = ended(child(OPENS, path, under=only_ours))
        assert complaint == ""
        assert said in (["opened"], ["{path} cannot be read ({reason})."], [UNREADABLE])
    said, _ = ended(child(OPENS, path, under=strace(f"pread64:error=EIO:when={when}+", "-P", str(path))))
    assert said in (["opened"], [UNREADABLE])
    assert path.read_bytes() == before


def test_F19_where_files_may_not_grow_nothing_is_changed(path: Path) -> None:
    limited = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size,) * 2)
with open_store(path) as store:
    try:
        rate(store, key=P1, ratings={"A1": Rating(0, note="n" * 200_000)})
    except Problem as problem:
        acknowledge("problem")
    rate(store, key=P1, ratings={"A1": Rating(0, note="1"), "B1": Rating(0, note="1")})
    acknowledge("saved")
"""
    said, complaint = ended(child(limited, path))
    assert (said, complaint) == (["problem", "saved"], "")
    assert is_whole(path) == ("1", "1")


# Pulled out


def test_F26_a_folder_that_is_gone_is_told_and_the_work_can_be_saved_elsewhere(path: Path, tmp_path: Path) -> None:
    from covenant_monitor.domain.model import Party

    folder = tmp_path / "stick"
    folder.mkdir()
    moved = folder / "b.covenant"
    path.rename(moved)
    with open_store(moved) as store:
        add_party(store, covenant="KLEDING", party=Party("P9", "Negen"))
        folder.rename(tmp_path / "pulled out")
        with pytest.raises(Problem, match="moved or replaced"):
            add_party(store, covenant="KLEDING", party=Party("P10", "Tien"))
        with pytest.raises(Problem):
            backup.make(store.connection, moved, "test")
        saved = tmp_path / "saved.covenant"
        backup.copy_to(store.connection, saved)
    with open_store(saved) as store:
        assert queries.party(store, "KLEDING", "P9").name == "Negen"
        assert check(store).findings == []
