"""The lock file beside an open covenant file: who has it open for writing, on which computer.

SQLite's own lock keeps a second writer out on one computer. This one gives the holder's name, and works across
computers on a share, where SQLite's locks cannot be trusted.
"""

import getpass
import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a file. `process` is only meaningful on `computer`."""

    user: str
    computer: str
    process: int
    since: str

    def text(self, language: Language) -> str:
        """ "A. Voorbeeld on laptop-3"."""
        return language.gettext("{user} on {computer}").format(user=self.user, computer=self.computer)

    def __str__(self) -> str:
        return f"{self.user} on {self.computer}"


class HeldElsewhere(Problem):
    """The file is open for writing somewhere else. `holder` is None where that cannot be told."""

    def __init__(self, message: str, holder: Holder | None, **values: object) -> None:
        super().__init__(message, holder=holder, **values)
        self.holder = holder


def system_user() -> str:
    """The user's name as the operating system has it; "?" where it has none."""
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "?"


def lock_path(file: Path) -> Path:
    """Where the lock of `file` is."""
    return file.with_name(f".{file.name}.lock")


def read_holder(file: Path) -> Holder | None:
    """Who holds `file` according to its lock; None where there is none, or it cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        noted = json.loads(lock_path(file).read_text(encoding="utf-8"))
        return Holder(str(noted["user"]), str(noted["computer"]), int(noted["process"]), str(noted["since"]))
    return None


def acquire(file: Path, *, take_over: bool = False) -> None:
    """Write the lock of `file`. A lock left behind by a process that is gone is replaced.

    Raises:
        HeldElsewhere: a living process, or another computer, holds it, and `take_over` is not set. A lock that cannot
            be read counts as held: only a person can know.
        Problem: the lock cannot be written: no such folder, disk full.
    """
    mine = Holder(system_user(), socket.gethostname(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))
    path = lock_path(file)
    for _ in range(2):
        try:
            _write(path, mine)
            return
        except FileExistsError:
            holder = read_holder(file)
            if not take_over and not _is_stale(holder):
                raise held(file, holder) from None
            with suppress(FileNotFoundError):
                path.unlink()
        except OSError as error:
            raise Problem(
                "{path} cannot be opened for changes: no file can be written beside it ({reason}).",
                path=file,
                reason=error.strerror,
            ) from error
    raise HeldElsewhere("{file} is being opened elsewhere at this moment. Try again.", None, file=file.name)


def _write(path: Path, holder: Holder) -> None:
    """Write a new lock whole, or not at all. Raises FileExistsError where there is one, and any other OSError."""
    lock = path.open("x", encoding="utf-8")
    try:
        with lock:
            json.dump(asdict(holder), lock)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def held(file: Path, holder: Holder | None) -> HeldElsewhere:
    """The problem that `file` is open elsewhere, by whom if that is known."""
    if holder is None:
        return HeldElsewhere(
            "{file} may be open elsewhere: its lock does not say by whom. Open a read-only copy; or, if nobody has it "
            "open, remove the file {lock}.",
            None,
            file=file.name,
            lock=lock_path(file).name,
        )
    return HeldElsewhere(
        "{file} is open elsewhere ({holder}). Close it there, or open a read-only copy.", holder, file=file.name
    )


def release(file: Path) -> None:
    """Remove the lock of `file` if it is this process's own."""
    holder = read_holder(file)
    if holder and holder.process == os.getpid() and holder.computer == socket.gethostname():
        with suppress(OSError):
            lock_path(file).unlink()


def _is_stale(holder: Holder | None) -> bool:
    return holder is not None and holder.computer == socket.gethostname() and not _is_alive(holder.process)


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return True
    if sys.platform == "win32":
        return _is_alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_alive_on_windows(process: int) -> bool:
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(query_limited_information, False, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
